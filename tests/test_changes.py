"""What was published and is gone, or says something else: two small archives compared, problem by problem."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from built import changed_since, write_archive
from pasting import READING, after_pasting
from test_graph import HELD, files_from, graph_of

from candour.commands.main import run
from candour.ledger.changes import _most_like, compare
from candour.ledger.entries import unsaid
from candour.ledger.git import HistoryError, commit_of
from candour.model.places import Places
from candour.model.records import Correction
from candour.problems import Problem

REVIEW = """\
outcome: A
requests: {figures: {text: Show the figures., strength: needed}}
answers: {2023-02-08#request-plan: partly}
decisions: {pilot: {outcome: B, text: Go on with the pilot.}}
---
## Questions and comments

- Why is it needed? {#why fairness}
  - Because of *the* backlog.

## Decision

It was tried and it works.
"""
MEETING = """\
status: held
present:
  members:
    - Ann Lee
    - Bo Dy
apologies: none
requests: {plan: {item: 2, text: Make a plan.}}
decisions: {terms: {item: 3, text: The terms were agreed.}}
"""
PUBLISHED: Mapping[str, str] = {
    "project:alpha": "owner: City Police",
    "2023-02-08": MEETING,
    "2023-06-07": HELD,
    "2023-06-07/alpha": REVIEW,
}
ALPHA, MEETING_FILE = "content/reviews/2023-06-07/alpha.md", "content/meetings/2023-02-08.md"


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in PUBLISHED[name], old
    return {**PUBLISHED, name: PUBLISHED[name].replace(old, new, 1)}


def problems_of(now: Mapping[str, str], folder: Path, before: Mapping[str, str] = PUBLISHED) -> tuple[Problem, ...]:
    return compare(graph_of(folder / "before", before), graph_of(folder / "now", now))


def lines(problems: tuple[Problem, ...]) -> list[str]:
    """Name, file, line and message of each."""
    return [f"{p.name} {p.span.file}:{p.span.line} {p.message}" for p in problems]


def test_the_same_records_have_lost_nothing(tmp_path: Path) -> None:
    assert problems_of(PUBLISHED, tmp_path) == ()


# What says something else

SILENT: dict[str, tuple[dict[str, str], str, str]] = {
    "the outcome": (
        changed("2023-06-07/alpha", "outcome: A", "outcome: B"),
        "ALPHA:3 outcome",
        "wrong: A, right: B",
    ),
    "the decision": (
        changed("2023-06-07/alpha", "and it works", "and it fails"),
        "ALPHA:13 section decision",
        "wrong: It was tried and it works., right: It was tried and it fails.",
    ),
    "an exchange": (
        changed("2023-06-07/alpha", "backlog", "queue"),
        "ALPHA:10 question why",
        'wrong: "Member: Why is it needed? Presenter: Because of the backlog.", '
        'right: "Member: Why is it needed? Presenter: Because of the queue."',
    ),
    "who spoke": (
        changed("2023-06-07/alpha", "Because", "Chair: Because"),
        "ALPHA:10 question why",
        'right: "Member: Why is it needed? Chair: Because of the backlog."',
    ),
    "how strongly it was asked": (
        changed("2023-06-07/alpha", "strength: needed", "strength: suggested"),
        "ALPHA:4 request figures",
        'wrong: "text: Show the figures.; strength: needed", right: "text: Show the figures.; strength: suggested"',
    ),
    "when it is due": (
        changed("2023-02-08", "text: Make a plan.", "text: Make a plan., due: 2024-05"),
        "MEETING:8 request plan",
        'wrong: "text: Make a plan.; item: 2", right: "text: Make a plan.; due: 2024-05; item: 2"',
    ),
    "an answer": (
        changed("2023-06-07/alpha", "partly", "fully"),
        "ALPHA:5 answer 2023-02-08#request-plan",
        'wrong: "how: partly", right: "how: fully"',
    ),
    "a further decision of a review": (
        changed("2023-06-07/alpha", "with the pilot", "without it"),
        "ALPHA:6 decision pilot",
        'wrong: "outcome: B; text: Go on with the pilot.", right: "outcome: B; text: Go on without it."',
    ),
    "the project of a decision": (
        changed("2023-02-08", "terms: {", "terms: {project: alpha, "),
        "MEETING:9 decision terms",
        'right: "text: The terms were agreed.; item: 3; project: alpha"',
    ),
    "a decision that was not there": (
        changed("2023-02-08", "decisions: {", "decisions: {seats: {item: 2, votes: unanimous}, "),
        "MEETING:9 decision seats",
        'wrong: not recorded, right: "votes: words: unanimous; item: 2"',
    ),
    "who was present": (
        changed("2023-02-08", "    - Bo Dy\n", "    - Bo Dy (BD), Secretary\n"),
        "MEETING:3 present",
        'wrong: "members: Ann Lee; Bo Dy", right: "members: Ann Lee; Bo Dy (BD), Secretary"',
    ),
    "in words that are not English": (
        changed("2023-06-07/alpha", "Because of *the* backlog", "Rückstand"),
        "ALPHA:10 question why",
        'right: "Member: Why is it needed? Presenter: Rückstand."',
    ),
    "by words in brackets": (
        changed("2023-06-07/alpha", "Why is it needed?", "[Xylophones?]"),
        "ALPHA:10 question why",
        r'right: "Member: \\[Xylophones?\\]; Presenter: Because of the backlog."',
    ),
    "by striking it out": (
        changed("2023-06-07/alpha", "and it works", "~~and it works~~"),
        "ALPHA:13 section decision",
        'right: "It was tried and it works. (struck out: and it works)"',
    ),
    "the organisation of somebody": (
        changed("2023-02-08", "present:\n  members:\n    - Ann Lee\n    - Bo Dy", "present:\n  - Ann Lee\n  - Bo Dy"),
        "MEETING:3 present",
        'wrong: "members: Ann Lee; Bo Dy", right: "Ann Lee; Bo Dy"',
    ),
    "who was absent, of which nothing was said before": (
        changed("2023-02-08", "apologies: none", "apologies: none\nabsent: {members: Cy Ek}"),
        "MEETING:8 absent",
        'wrong: not recorded, right: "members: Cy Ek"',
    ),
    "who sent apologies": (
        changed("2023-02-08", "apologies: none", "apologies: {members: Cy Ek}"),
        "MEETING:7 apologies",
        'wrong: "none", right: "members: Cy Ek"',
    ),
    "the items where it was discussed": (
        changed("2023-06-07/alpha", "outcome: A\n", "outcome: A\ndiscussed: [1, 2]\n"),
        "ALPHA:3 discussed",
        'wrong: 1, right: "1, 2"',
    ),
    "the owner of a project": (
        changed("project:alpha", "City Police", "Town Police"),
        "PROJECT:3 owner",
        "wrong: City Police, right: Town Police",
    ),
}


@pytest.mark.parametrize("what", SILENT)
def test_what_changed_without_a_word_is_one_problem_with_the_entry_to_paste(what: str, tmp_path: Path) -> None:
    now, place, difference = SILENT[what]
    (problem,) = problems_of(now, tmp_path)
    place, _, about = place.partition(" ")
    file, _, line = place.partition(":")
    path = {"ALPHA": ALPHA, "MEETING": MEETING_FILE, "PROJECT": "content/projects/alpha.md"}[file]
    expected = f'changed-in-silence {path}:{line} "{about}" was published, and now says something else'
    assert lines((problem,)) == [expected]
    about = f'"{about}"' if "#" in about else about
    assert problem.hint.startswith(f"say so under corrections: - {{date: …, about: {about}, kind: error, ")
    assert difference in problem.hint
    assert ", why: …}; write the reason" in problem.hint
    assert problem.span.length > 1


def test_the_entry_has_the_day_that_a_command_was_given(tmp_path: Path) -> None:
    before, now = graph_of(tmp_path / "before", PUBLISHED), graph_of(tmp_path / "now", SILENT["the outcome"][0])
    (problem,) = compare(before, now, "2023-07-01")
    assert "{date: 2023-07-01, about: outcome, kind: error, wrong: A, right: B, why: …}" in problem.hint


def corrected(records: Mapping[str, str], *entries: str, name: str = "2023-06-07/alpha") -> dict[str, str]:
    """With entries of `corrections:`, each without its date and its reason."""
    written = "".join(f"\n  - {{date: 2023-07-01, why: The minutes say so., {one}}}" for one in entries)
    fields, mark, body = records[name].partition("\n---\n")
    return {**records, name: f"{fields.rstrip()}\ncorrections:{written}{mark}{body}"}


OUTCOME = changed("2023-06-07/alpha", "outcome: A", "outcome: B")
SPELLING = "about: Spelling, kind: typing"
OF_THE_OUTCOME = "about: outcome, kind: error, wrong: A, right: B"
LONG = " ".join(f"word-{number}" for number in range(200))
LONG_BEFORE = changed("2023-06-07/alpha", "It was tried and it works.", LONG)
LONG_NOW = changed(
    "2023-06-07/alpha", "It was tried and it works.", LONG.replace("word-50 ", "other ").replace("-150", "")
)
RESULTS = {
    "the entry as shown": (OUTCOME, [OF_THE_OUTCOME], ""),
    "in a secretary's own words around it": (
        OUTCOME,
        ["about: The outcome, kind: late-change, wrong: A., right: (B)"],
        "",
    ),
    "another thing that was corrected": (OUTCOME, [SPELLING], "published"),
    "a correction of another part": (OUTCOME, ["about: votes, kind: error, wrong: A, right: B"], "published"),
    "the contrary": (OUTCOME, ["about: outcome, kind: error, wrong: B, right: A"], "before"),
    "what is not there now": (OUTCOME, ["about: outcome, kind: error, wrong: A, right: C"], "now"),
    "what was not there before": (OUTCOME, ["about: outcome, kind: error, wrong: C, right: B"], "before"),
    "without what was wrong": (OUTCOME, ["about: outcome, kind: error, right: B"], "before"),
    "without what is right": (OUTCOME, ["about: outcome, kind: error, wrong: A"], "now"),
    "a redaction without what was wrong": (OUTCOME, ["about: outcome, kind: redaction, right: B"], ""),
    "two steps, each corrected": (
        OUTCOME,
        ["about: outcome, kind: error, wrong: A, right: C", "about: outcome, kind: error, wrong: C, right: B"],
        "",
    ),
    "one of two places in a long text": (
        LONG_NOW,
        ["about: section decision, kind: error, wrong: word-49 word-50 word-51, right: word-49 other word-51"],
        "before",
    ),
    "both places in a long text": (
        LONG_NOW,
        ["about: section decision, kind: error, wrong: word-50 … word-150, right: other … word"],
        "",
    ),
    "each of two places by itself": (
        LONG_NOW,
        [
            "about: section decision, kind: error, wrong: word-50, right: other",
            "about: section decision, kind: typing, wrong: word-150, right: word",
        ],
        "",
    ),
}


@pytest.mark.parametrize("what", RESULTS)
def test_a_correction_covers_the_part_that_it_names_as_far_as_it_quotes_it(what: str, tmp_path: Path) -> None:
    now, entries, missing = RESULTS[what]
    before = LONG_BEFORE if now is LONG_NOW else PUBLISHED
    found = problems_of(corrected(now, *entries), tmp_path, before)
    assert [missing in problem.message for problem in found] == [True] * bool(missing)


def test_an_earlier_correction_says_nothing_of_a_later_change(tmp_path: Path) -> None:
    now, before = corrected(OUTCOME, OF_THE_OUTCOME), corrected(PUBLISHED, OF_THE_OUTCOME)
    assert len(problems_of(now, tmp_path, before)) == 1


def test_a_correction_that_says_the_contrary_is_pointed_at(tmp_path: Path) -> None:
    (problem,) = problems_of(corrected(OUTCOME, "about: outcome, kind: error, wrong: A, right: C"), tmp_path)
    assert problem.message == 'the correction of "outcome" does not quote what is there now'
    assert problem.hint == "it can be: - {date: …, about: outcome, kind: error, wrong: A, right: B, why: …}"
    assert problem.span.excerpt[problem.span.column - 1 :].startswith("C")


def test_a_published_correction_may_not_be_taken_out_but_may_be_followed_by_others(tmp_path: Path) -> None:
    before = corrected(PUBLISHED, SPELLING)
    assert problems_of(corrected(PUBLISHED, SPELLING, "about: Layout, kind: typing"), tmp_path / "a", before) == ()
    (problem,) = problems_of(PUBLISHED, tmp_path / "b", before)
    assert problem.message.startswith('"corrections" was published')
    entry = f"about: corrections, kind: error, wrong: 'date: 2023-07-01; {SPELLING}; why: The minutes say so.'"
    assert problems_of(corrected(PUBLISHED, f"{entry}, right: not recorded"), tmp_path / "c", before) == ()


def test_a_list_of_a_project_may_grow_but_not_shrink(tmp_path: Path) -> None:
    before = {**PUBLISHED, "project:alpha": "owner: City Police\naliases: [Alpha One]"}
    more = {**before, "project:alpha": before["project:alpha"].replace("One]", "One, Alpha Two]")}
    assert problems_of(more, tmp_path / "more", before) == ()
    assert len(problems_of(before, tmp_path / "less", more)) == 1


def test_what_was_said_of_a_meeting_before_it_was_held_may_change(tmp_path: Path) -> None:
    announced = "status: scheduled\nplace: Town Hall\n---\n\n## 1. Backlog\n\n## 9. Dropped\n"
    before = {"2023-02-08": announced, "project:alpha": PUBLISHED["project:alpha"]}
    assert problems_of(PUBLISHED, tmp_path / "held", before) == ()
    gone = problems_of({"project:alpha": PUBLISHED["project:alpha"]}, tmp_path / "gone", before)
    assert [problem.name for problem in gone] == ["page-gone"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("2023-06-07/alpha", "*the* backlog", "**the** backlog"),
        ("2023-06-07/alpha", "figures: {", "figures: {passage: why, "),
        ("2023-06-07/alpha", "figures: {", "figures: {note: As recorded., "),
        ("2023-06-07/alpha", "#why fairness", "#why"),
        ("2023-02-08", "- Bo Dy", "- {name: Bo Dy}"),
        ("2023-02-08", "status: held", "status: held\nminutes: approved"),
        ("2023-06-07/alpha", "outcome: A", "outcome: A\ndecided: 1"),
        ("2023-06-07/alpha", "strength: needed", "strength: needed, by: committee"),
        ("2023-06-07/alpha", "It was tried and it works.", "It was tried, and it works"),
    ],
    ids=[
        "how it is written",
        "which passage it names",
        "the archive's own note",
        "the archive's own index",
        "its form",
        "the state of the minutes",
        "what another field says already",
        "what goes without saying",
        "a comma",
    ],
)
def test_what_is_no_substance_may_change(name: str, old: str, new: str, tmp_path: Path) -> None:
    assert problems_of(changed(name, old, new), tmp_path) == ()


def test_of_a_long_text_only_the_words_around_each_change_are_quoted(tmp_path: Path) -> None:
    (problem,) = problems_of(LONG_NOW, tmp_path, LONG_BEFORE)
    quoted = "… word-47 word-48 word-49 {} word-51 word-52 word-53 … word-147 word-148 word-149 {} word-151 "
    quoted += "word-152 word-153 …"
    assert (
        f'wrong: "{quoted.format("word-50", "word-150")}", right: "{quoted.format("other", "word")}", why'
        in problem.hint
    )


def test_of_a_text_that_is_all_new_the_beginning_and_the_end_are_quoted(tmp_path: Path) -> None:
    other = " ".join(f"more-{number}" for number in range(200))
    now = changed("2023-06-07/alpha", "It was tried and it works.", other)
    (problem,) = problems_of(now, tmp_path)
    begin, end = (" ".join(other.split()[part]) for part in (slice(15), slice(-15, None)))
    assert f"wrong: It was tried and it works., right: {begin} … {end}, why: …" in problem.hint


def test_of_two_things_that_changed_each_is_a_problem(tmp_path: Path) -> None:
    now = {**OUTCOME, "2023-06-07/alpha": OUTCOME["2023-06-07/alpha"].replace("backlog", "queue")}
    assert lines(problems_of(now, tmp_path)) == [
        f'changed-in-silence {ALPHA}:3 "outcome" was published, and now says something else',
        f'changed-in-silence {ALPHA}:10 "question why" was published, and now says something else',
    ]


def test_a_name_that_is_withheld_is_a_redaction_and_is_not_said_again(tmp_path: Path) -> None:
    now = changed("2023-02-08", "    - Bo Dy\n", "withheld: {present: 1}\n")
    (problem,) = problems_of(now, tmp_path / "before")
    entry = 'about: present, kind: redaction, right: "members: Ann Lee; 1 name withheld"'
    assert entry in problem.hint
    assert "Bo Dy" not in problem.hint
    assert problems_of(corrected(now, entry, name="2023-02-08"), tmp_path / "after") == ()


# What is gone

GONE: dict[str, tuple[dict[str, str], str, str]] = {
    "an exchange": (
        changed("2023-06-07/alpha", "{#why fairness}", "{#reason fairness}"),
        "/reviews/2023-06-07/alpha/#q-why",
        "give it its old name back, or add that to the new tag, as in {#new #why}",
    ),
    "an item of an agenda": (
        {**PUBLISHED, "2023-02-08": f"{MEETING}\n---\n\n## 2. Two\n\n## 3. Three\n"},
        "/meetings/2023-02-08/#item-1",
        "give it its old name back (item-1), or keep that as a former name",
    ),
    "a request": (
        changed("2023-06-07/alpha", "figures: {", "numbers: {"),
        "/reviews/2023-06-07/alpha/#request-figures",
        "give it its old name back (request-figures), or keep that as a former name",
    ),
    "a decision": (
        changed("2023-02-08", "terms: {", "rules: {"),
        "/meetings/2023-02-08/#decision-terms",
        "give it its old name back (decision-terms), or keep that as a former name",
    ),
}


@pytest.mark.parametrize("what", GONE)
def test_a_passage_that_lost_its_name_is_gone(what: str, tmp_path: Path) -> None:
    now, address, hint = GONE[what]
    found = [p for p in problems_of(now, tmp_path) if p.name == "passage-gone"]
    expected = [(f"{address} was published but is no longer there", hint, 0)]
    assert [(p.message, p.hint, p.span.line) for p in found] == expected


def without(name: str) -> dict[str, str]:
    return {key: text for key, text in PUBLISHED.items() if key != name}


TAKE_DOWN = "; if you want to take it down, put the file back and write removed: {date: …, why: …}"


def test_a_record_that_is_gone_was_perhaps_renamed(tmp_path: Path) -> None:
    (problem,) = problems_of(without("2023-06-07/alpha"), tmp_path)
    assert lines((problem,)) == [f"page-gone {ALPHA}:0 /reviews/2023-06-07/alpha/ was published but is no longer there"]
    assert problem.hint == (f"if it was renamed, write moved_from: 2023-06-07/alpha in the new file{TAKE_DOWN}")


def test_the_new_file_of_the_same_kind_that_is_most_like_it_is_named(tmp_path: Path) -> None:
    other = REVIEW.replace("It was tried", "It was tested")
    now = without("2023-06-07/alpha") | {
        "2023-06-07/beta": "project: alpha\n" + other,
        "2024-01-02/other": "project: alpha\noutcome: B",
        "2024-01-02": HELD,
    }
    (problem,) = problems_of(now, tmp_path)
    assert problem.hint == (
        f"if it is now content/reviews/2023-06-07/beta.md, write moved_from: 2023-06-07/alpha there{TAKE_DOWN}"
    )


def test_a_long_file_that_repeats_itself_is_recognised_too(tmp_path: Path) -> None:
    repeated = "\nIt was tried.\n" * 150
    before = {**PUBLISHED, "2023-06-07/alpha": PUBLISHED["2023-06-07/alpha"] + repeated}
    now = without("2023-06-07/alpha") | {
        "2023-06-07/beta": f"project: alpha\noutcome: B\n---\n## Presentation\n\nShown.\n{repeated}"
    }
    (problem,) = problems_of(now, tmp_path, before)
    assert "if it is now content/reviews/2023-06-07/beta.md" in problem.hint


LINES = "\n".join(f"Line {number}." for number in range(10))


def alike(shared: int) -> str:
    """A review of ten lines more, `shared` of which are those of LINES."""
    own = LINES.split("\n")[:shared] + [f"Another {number}." for number in range(10 - shared)]
    return "\n".join(own)


@pytest.mark.parametrize(("shared", "is_named"), [(5, True), (4, False)])
def test_half_of_the_lines_are_enough_to_be_like_it(shared: int, is_named: bool) -> None:
    assert (_most_like(Places("content/a/x.md", tuple(LINES.split("\n"))), [of_lines(alike(shared))]) != "") is is_named


def of_lines(text: str, file: str = "content/a/y.md") -> Places:
    return Places(file, tuple(text.split("\n")))


def test_of_two_new_files_that_are_as_like_it_none_is_named() -> None:
    old, one, another = (of_lines(LINES, f"content/a/{name}.md") for name in "xyz")
    assert _most_like(old, [one, another]) == ""
    assert _most_like(old, [one, of_lines(alike(9))]) == "content/a/y.md"


def test_a_new_file_that_is_hardly_like_it_is_not_named(tmp_path: Path) -> None:
    now = without("2023-06-07/alpha") | {"2023-02-08/other": "project: alpha\noutcome: B", "2024-01-02": HELD}
    (problem,) = problems_of(now, tmp_path)
    assert "if it was renamed" in problem.hint


def test_a_file_that_was_there_before_is_not_what_it_was_renamed_to(tmp_path: Path) -> None:
    copy = {"2024-01-02": HELD, "2024-01-02/copy": "project: alpha\n" + REVIEW}
    (problem,) = problems_of(without("2023-06-07/alpha") | copy, tmp_path, {**PUBLISHED, **copy})
    assert "if it was renamed" in problem.hint


def test_a_record_that_moved_is_compared_under_its_new_name(tmp_path: Path) -> None:
    moved = "moved_from: 2023-06-07/alpha\nproject: alpha\n" + REVIEW
    now = without("2023-06-07/alpha") | {"2023-06-07/beta": moved}
    assert problems_of(now, tmp_path / "one") == ()
    now["2023-06-07/beta"] = moved.replace("outcome: A", "outcome: B").replace("{#why", "{#reason")
    assert [(p.name, p.span.file) for p in problems_of(now, tmp_path / "two")] == [
        ("passage-gone", "content/reviews/2023-06-07/beta.md"),
        ("changed-in-silence", "content/reviews/2023-06-07/beta.md"),
    ]


PROJECT_RENAMED: Mapping[str, str] = {
    **{name: text for name, text in PUBLISHED.items() if "alpha" not in name},
    "project:beta": "moved_from: project:alpha\nowner: City Police",
    "2023-06-07/beta": REVIEW,
    "2023-02-08": MEETING.replace("text: The", "project: beta, text: The"),
}
BEFORE_RENAMING = {**PUBLISHED, "2023-02-08": MEETING.replace("text: The", "project: alpha, text: The")}


def test_a_renamed_project_takes_its_reviews_and_all_that_names_it_along(tmp_path: Path) -> None:
    found = problems_of(PROJECT_RENAMED, tmp_path, BEFORE_RENAMING)
    assert [p.message for p in found] == ['"title" was published, and now says something else']


def test_a_request_under_another_name_is_compared_with_what_it_was(tmp_path: Path) -> None:
    now = {
        **changed("2023-06-07/alpha", "#request-plan", "#request-planning"),
        "2023-02-08": MEETING.replace("plan: {", "planning: {formerly: plan, "),
    }
    assert problems_of(now, tmp_path / "one") == ()
    now["2023-02-08"] = now["2023-02-08"].replace("Make a plan", "Make no plan")
    assert [p.message for p in problems_of(now, tmp_path / "two")] == [
        '"request planning" was published, and now says something else'
    ]


def test_a_review_that_is_now_of_another_meeting_says_something_else(tmp_path: Path) -> None:
    now = without("2023-06-07/alpha") | {
        "2024-01-02": HELD,
        "2024-01-02/alpha": "moved_from: 2023-06-07/alpha\n" + REVIEW,
    }
    assert [p.message for p in problems_of(now, tmp_path)] == ['"meeting" was published, and now says something else']


def test_a_former_address_that_leads_nowhere_any_more_is_gone(tmp_path: Path) -> None:
    moved = {**PUBLISHED, "project:alpha": "owner: City Police\nmoved_from: project:omega"}
    found = problems_of(PUBLISHED, tmp_path, moved)
    assert [(p.name, p.message.split(" led")[0]) for p in found] == [
        ("page-gone", "/projects/omega/"),
        ("page-gone", "/reviews/2023-06-07/omega/"),
    ]
    assert found[0].hint == "write project:omega under moved_from: here, beside other former names"


def test_a_tombstone_stays(tmp_path: Path) -> None:
    before = {**PUBLISHED, "2023-06-07/alpha": "removed: {date: 2024, why: An error}"}
    (problem,) = problems_of(without("2023-06-07/alpha"), tmp_path, before)
    assert lines((problem,)) == [f"page-gone {ALPHA}:0 /reviews/2023-06-07/alpha/ was published but is no longer there"]


def test_what_led_to_a_record_that_was_removed_may_change(tmp_path: Path) -> None:
    before = {
        **PUBLISHED,
        "2024-01-02": "requests: {again: {item: 1, text: Show them., same_as: 2023-06-07/alpha#request-figures}}",
    }
    now = {
        **before,
        "2023-06-07/alpha": "removed: {date: 2024, why: An error}",
        "2024-01-02": "requests: {again: {item: 1, text: Show them.}}",
    }
    assert problems_of(now, tmp_path, before) == ()


def test_a_record_that_was_taken_down_says_so_itself(tmp_path: Path) -> None:
    removed = "removed: {date: 2024, why: An error}\n" + REVIEW
    assert problems_of({**PUBLISHED, "2023-06-07/alpha": removed}, tmp_path) == ()


# With git


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A maintainer", "-c", "user.email=maintainer@example.org"]
    command = ["git", "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def committed(tmp_path: Path) -> Path:
    """A small archive, committed as it was published."""
    archive = write_archive(tmp_path, files_from(PUBLISHED))
    git(archive, "init", "-q")
    git(archive, "add", "-A")
    git(archive, "commit", "-qm", "As published")
    return archive


def test_what_a_commit_published_is_compared_with_the_records_of_today(committed: Path) -> None:
    assert changed_since("HEAD", committed) == ()
    (committed / ALPHA).unlink()
    assert [(p.name, p.span.file) for p in changed_since("HEAD", committed)] == [("page-gone", ALPHA)]


def test_before_the_first_commit_nothing_was_published(committed: Path) -> None:
    (committed / ALPHA).unlink()
    assert run(committed, ["check", "--since", "0" * 40]) == 0


def test_settings_that_can_no_longer_be_read_are_not_passed_over_in_silence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = write_archive(tmp_path, files_from(PUBLISHED), "title: [")
    git(archive, "init", "-q")
    git(archive, "add", "-A")
    git(archive, "commit", "-qm", "Not to be read")
    write_archive(tmp_path, {})
    assert run(archive, ["check", "--since", "HEAD"]) == 0
    assert "warning[not-compared] candour can no longer read the settings of HEAD" in capsys.readouterr().err


MISTYPED = {
    "a meeting that cannot be read": (MEETING_FILE, "status:", "\tstatus:", ""),
    "a meeting with reviews that cannot be read": ("content/meetings/2023-06-07.md", "---\n", "---\n\t-\n", ""),
    "an outcome that there is not": (ALPHA, "outcome: A", "outcome: Z", ""),
    "a request with a fault": (ALPHA, "strength: needed", "strength: neded", ""),
    "another name, and a fault": (ALPHA, "outcome: A", "outcome: Z", "beta"),
}


@pytest.mark.parametrize("what", MISTYPED)
def test_what_cannot_be_read_is_neither_gone_nor_changed(
    what: str, committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, old, new, name = MISTYPED[what]
    text = (committed / file).read_text("utf-8")
    assert old in text
    (committed / file).unlink()
    (committed / file).with_stem(name or Path(file).stem).write_text(text.replace(old, new, 1), "utf-8")
    assert run(committed, ["check", "--since", "HEAD", "--json", "--summary", str(committed / "summary.md")]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert {problem["name"] for problem in problems} & {"page-gone", "passage-gone", "changed-in-silence"} == set()
    assert not re.search("### (Gone|Changed)", (committed / "summary.md").read_text("utf-8"))


def test_what_is_mistyped_hides_nothing_that_is_gone_elsewhere(committed: Path) -> None:
    (committed / ALPHA).unlink()
    (committed / MEETING_FILE).write_text("\t", "utf-8")
    assert [(p.name, p.span.file) for p in changed_since("HEAD", committed)] == [("page-gone", ALPHA)]


def test_the_day_of_the_check_is_that_of_the_correction_it_suggests(committed: Path) -> None:
    (committed / ALPHA).write_text((committed / ALPHA).read_text("utf-8").replace("outcome: A", "outcome: B"), "utf-8")
    (found,) = changed_since("HEAD", committed, "2024-05-01")
    assert "- {date: 2024-05-01, about: outcome," in found.hint


def test_the_commit_of_a_folder_is_known_where_there_is_one(
    committed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert commit_of(committed) == git(committed, "rev-parse", "HEAD")
    assert commit_of(tmp_path_factory.mktemp("elsewhere")) == ""


def test_a_commit_that_is_not_there_is_named(committed: Path) -> None:
    message = 'git finds no commit "1234" here; in a shallow clone, fetch the whole history first'
    with pytest.raises(HistoryError, match=f"^{re.escape(message)}$"):
        changed_since("1234", committed)


def test_without_a_repository_there_is_no_history(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, files_from(PUBLISHED))
    message = "the archive is not in a git repository, so there is no history to compare with"
    with pytest.raises(HistoryError, match=f"^{message}$"):
        changed_since("HEAD", archive)


def test_without_git_there_is_no_history(committed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    message = "git is not installed here, so there is no history to compare with"
    with pytest.raises(HistoryError, match=f"^{message}$"):
        changed_since("HEAD", committed)


def test_problems_are_in_the_order_of_the_files(tmp_path: Path) -> None:
    found = problems_of({"project:alpha": "owner: City Police"}, tmp_path)
    assert [(p.name, p.span.file) for p in found] == [
        ("page-gone", MEETING_FILE),
        ("page-gone", "content/meetings/2023-06-07.md"),
        ("page-gone", ALPHA),
    ]


NAMES = f"""\
present:
  members:
    - Ann Lee
{"".join(f"    - Sam {name}dale, of the first estate{chr(10)}" for name in "ABCDEFGH")}\
    - Rev. Peter Lisle, lay member
    - Robin Specimen (RS), lay member
    - Dr Liv Sandberg
chair: Robin Specimen
interests: {{name: Robin Specimen, text: A cousin works there.}}
withheld: {{present: 1}}
corrections:
  {{date: 2023-03-01, about: present, kind: error, right: "Ann Lee; Robin Specimen (RS), lay member", why: A slip.}}
decisions: {{terms: {{item: 3, text: The terms were agreed., votes: {{for: [Ann Lee, RS]}}}}}}
---
## 1. Welcome

The Chair welcomed Mr Specimen.

## 2. Other

The papers of Ann Lee were read.

## 3. Terms
"""
OTHERWISE = {
    "    - Robin Specimen (RS), lay member\n": "",
    "chair: Robin Specimen\n": "",
    "{name: Robin Specimen, text": "{name: A member, text",
    "{present: 1}": "{present: 2}",
    "Ann Lee; Robin Specimen (RS), lay member": "Ann Lee; 1 more",
    "for: [Ann Lee, RS]": "for: 2",
    "welcomed Mr Specimen": "welcomed a member",
    "papers of Ann": "letters of Ann",
}


def test_a_name_taken_out_of_every_place_is_quoted_by_no_entry_that_the_check_wants(tmp_path: Path) -> None:
    meeting = NAMES
    for words, others in OTHERWISE.items():
        assert words in meeting
        meeting = meeting.replace(words, others)
    found = problems_of({"2023-02-08": meeting}, tmp_path, {"2023-02-08": NAMES})
    assert all(one.hint.startswith("say so under corrections") for one in found)
    before, now = (graph_of(tmp_path / name, {"2023-02-08": text}) for name, text in (("b", NAMES), ("n", meeting)))
    assert after_pasting(before.meetings[0], now.meetings[0], now) == ()
    hints = {re.search(r"about: (.*?), kind: (\w+)", one.hint).groups(): one.hint for one in found}  # type: ignore[union-attr]
    taken = {
        (part, "redaction") for part in ("present", "chair", "interests", "corrections", "decision terms", "item 1")
    }
    assert hints.keys() == {*taken, ("item 2", "error")}
    assert not [hint for hint in hints.values() if re.search(r"Specimen|Robin|\bRS\b", hint)]
    assert '"… Rev. Peter Lisle, lay member; Dr Liv Sandberg; 2 names withheld"' in hints["present", "redaction"]


def test_a_name_that_is_withheld_is_looked_for_in_the_reviews_of_the_meeting(tmp_path: Path) -> None:
    before = {**PUBLISHED, "2023-02-08/alpha": "outcome: A\nvotes: {for: Dr Bo Dy, against: 1}\n"}
    now = before | {"2023-02-08": before["2023-02-08"].replace("    - Bo Dy\n", "withheld: {present: 1}\n")}
    (problem,) = (one for one in problems_of(now, tmp_path, before) if one.name == "still-named")
    assert problem.span.excerpt == "votes: {for: Dr Bo Dy, against: 1}"
    assert problem.message == '"Bo Dy" is no longer in the list of people, but is still named here'


def test_a_number_of_names_withheld_that_rises_is_a_redaction(tmp_path: Path) -> None:
    before = changed("2023-02-08", "    - Bo Dy\n", "withheld: {present: 1}\n")
    now = {**before, "2023-02-08": before["2023-02-08"].replace("present: 1", "present: 2")}
    (problem,) = problems_of(now, tmp_path, before)
    assert 'kind: redaction, right: "members: Ann Lee; 2 names withheld"' in problem.hint


def test_an_ellipsis_before_or_after_a_quotation_quotes_nothing_more(tmp_path: Path) -> None:
    """Only between two pieces it is for what is between them."""
    before, now = ("One two three four. " + word for word in ("Five six.", "Seven eight."))
    for wrong in ("… three four.", "One …", "… four. Five …"):
        assert unsaid(before, now, [correction(wrong, "… Seven eight.")]) == "wrong", wrong
    assert unsaid(before, now, [correction("… four. Five six. …", "… Seven eight.")]) == ""


def correction(wrong: str, right: str) -> Correction:
    fields = {"date": "2023-06-12", "about": "text", "kind": "error", "wrong": wrong, "right": right, "why": "A slip."}
    return Correction.model_validate(fields, context=READING)
