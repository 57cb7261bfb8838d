"""Records that contradict themselves: a meeting's status, its dates and times, its votes, and what is not known."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from built import CONFIG, site_of, write_archive

from candour.graph.check import check_archive
from candour.problems import SEVERITIES

WORDS = CONFIG.replace("members: yes}", "members: yes}, council: {name: The Council}")
ITEMS = "\n".join(f"## {number}. Goose counter" for number in (1, 2, 3))
REASONS = "## Decision\n\nThe geese agree."


def meeting(facts: str = "title: Meeting", items: str = ITEMS) -> str:
    return f"---\n{facts}\n---\n\n{items}\n"


def review(facts: str = "", of: str = "goose") -> str:
    own = "" if "outcome:" in facts else "outcome: A\n"
    discussed = "" if "discussed:" in facts else "discussed: 2\n"
    return f"---\nproject: {of}\n{discussed}{own}{facts}\n---\n\n{REASONS}\n"


def archive(folder: Path, *records: tuple[str, str]) -> Path:
    """`2024-05-07` is a meeting, `2024-05-07/goose` a review, `goose` a project."""
    files = {"projects/goose.md": "---\ntitle: Goose counter\n---\n"}
    files |= {f"{'reviews' if '/' in name else 'meetings'}/{name}.md": text for name, text in records}
    return write_archive(folder, files, WORDS)


def said(folder: Path, *records: tuple[str, str]) -> list[str]:
    """Each problem: its name, its line, and what is wrong."""
    found = check_archive(archive(folder, *records)).problems
    return [f"{one.name} {one.span.line}: {one.message}" for one in found]


def assert_said(found: Sequence[str], *expected: str) -> None:
    """As many problems as expected, each with these words."""
    assert len(found) == len(expected), found
    for one, words in zip(found, expected, strict=True):
        assert all(word in one for word in words.split(" … ")), one


EARLIER = ("2024-04-09", meeting())

# --- status -------------------------------------------------------------------------------------------------------

DONE = [
    "decisions: {fee: {item: 1, text: A fee was agreed.}}",
    "requests: {tell: {item: 1, text: Say how many.}}",
    "answers: {2024-04-09#request-tell: fully}",
    "approves: 2024-04-09",
]


@pytest.mark.parametrize("status", ["scheduled", "cancelled"])
@pytest.mark.parametrize("done", DONE)
def test_a_meeting_that_was_not_held_has_done_nothing(status: str, done: str, tmp_path: Path) -> None:
    asked = ("2024-04-09", meeting("requests: {tell: {item: 1, text: Say how many.}}"))
    found = said(tmp_path, asked, ("2024-06-04", meeting(f"status: {status}\n{done}")))
    assert_said(found, f"status-contradicts 2: the meeting is {status}, … {done.partition(':')[0]}")


def test_a_meeting_that_is_to_come_has_no_review_but_its_draft_may_be_prepared(tmp_path: Path) -> None:
    to_come = ("2024-06-04", meeting("status: scheduled"))
    found = said(tmp_path, EARLIER, to_come, ("2024-06-04/goose", review()))
    assert_said(found, "status-contradicts 2: … content/reviews/2024-06-04/goose.md")
    assert said(tmp_path, EARLIER, to_come, ("2024-06-04/goose", review("draft: yes"))) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("status: scheduled\npresent: Ann Lee", "status-doubtful 2: … present"),
        ("status: scheduled\nchair: Ann Lee\nminutes: draft", "status-doubtful 2: … chair, minutes"),
        ("status: scheduled\nminutes: approved", "status-contradicts 2: … approved minutes"),
        ("status: cancelled\nminutes: approved", "status-doubtful 2: … minutes"),
        ("status: cancelled\npresent: Ann Lee\nquorate: no\nminutes: draft", ""),
        ("status: cancelled\nminutes: unpublished\napologies: Ann Lee", ""),
        ("status: scheduled\nstart: 10:00\nplace: Guildhall\nagenda: {1: {time: 10:00}}", ""),
    ],
)
def test_attendance_or_minutes_alone_are_a_warning(facts: str, expected: str, tmp_path: Path) -> None:
    assert_said(said(tmp_path, EARLIER, ("2024-06-04", meeting(facts))), *filter(None, [expected]))


def test_a_meeting_is_not_to_come_when_a_later_one_was_held(tmp_path: Path) -> None:
    found = said(tmp_path, ("2024-03-05", meeting("status: scheduled")), EARLIER)
    assert_said(found, "status-doubtful 2: … scheduled for 2024-03-05, but one of 2024-04-09 was already held")


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("2042-04-09", "title: Meeting", "status-doubtful 0: this meeting is of 2042, but all others are of 2024"),
        ("late", "date: 2042-04-09", "status-doubtful 2: this meeting is of 2042"),
        ("2042-04-09", "status: held", ""),
        ("2042-04-09", "status: scheduled", ""),
        ("2025-09-30", "title: Meeting", ""),
        ("2025-03-04", "source: {title: Minutes, published: 2023-03}", "times-contradict 2: … published on 2023-03"),
        ("2024-03-04", "source: {title: Minutes, published: 2025-04}", "status-doubtful 0: … of 2024, but … in 2025"),
        ("2024-03-04", "status: held\nsource: {title: Minutes, published: 2025-04}", ""),
        ("2024-03-04", "source: {title: Minutes, published: 2025-03}", ""),
    ],
)
def test_a_year_that_is_far_from_all_others_is_doubted(name: str, facts: str, expected: str, tmp_path: Path) -> None:
    found = said(tmp_path, EARLIER, (name, meeting(facts)))
    assert_said([one for one in found if expected or one], *filter(None, [expected]))


def test_an_only_meeting_may_be_of_any_year(tmp_path: Path) -> None:
    assert said(tmp_path, ("2042-04-09", meeting())) == []


@pytest.mark.parametrize(
    ("facts", "approved", "expected"),
    [
        ("approves: 2024-04-09", "minutes: approved", ""),
        ("approves: 2024-04-09", "title: Meeting", ""),
        ("approves: 2024-04-09", "minutes: draft", "status-doubtful 2: the minutes are a draft here"),
        ("approves: 2024-05-07", "title: Meeting", "later-than-this 2: a meeting cannot approve its own minutes"),
        (
            "approves: [2024-04-09, 2024-06-04]",
            "title: Meeting",
            "later-than-this 2: … a later meeting, that of 2024-06-04",
        ),
    ],
)
def test_minutes_are_approved_by_a_later_meeting(facts: str, approved: str, expected: str, tmp_path: Path) -> None:
    later = ("2024-06-04", meeting())
    found = said(tmp_path, ("2024-04-09", meeting(approved)), ("2024-05-07", meeting(facts)), later)
    assert_said(found, *filter(None, [expected]))


def test_minutes_of_a_meeting_to_come_are_not_approved(tmp_path: Path) -> None:
    to_come = ("2024-06-04", meeting("status: scheduled"))
    found = said(tmp_path, to_come, ("2024-05-07", meeting("approves: 2024-06-04")))
    assert_said(found, "later-than-this 2: … to come")


def test_an_inquorate_meeting_decides_nothing_unless_a_note_says_how_it_counts(tmp_path: Path) -> None:
    fee = "decisions: {fee: {item: 1, text: A fee was agreed.%s}}\nquorate: no"
    found = said(tmp_path, ("2024-05-07", meeting(fee % "")), ("2024-05-07/goose", review()))
    assert_said(found, "status-doubtful 2: … not quorate, … :3", "status-doubtful 4: … not quorate")
    noted = (
        ("2024-05-07", meeting(fee % ", note: For the next meeting.")),
        ("2024-05-07/goose", review("note: So noted.")),
    )
    assert said(tmp_path, *noted) == []
