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
    own = "" if facts.startswith("outcome:") else "outcome: A\n"
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
        ("status: scheduled\nchair: Ann Lee\nminutes: draft", 'status-doubtful 2: … "chair", "minutes"'),
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
        (
            "2025-03-04",
            "source: {title: Minutes, published: 2023-03}",
            "times-contradict 2: … published before the meeting, on 2025-03-04",
        ),
        ("2024-03-04", "source: {title: Minutes, published: 2025-04}", "status-doubtful 0: … of 2024, but … in 2025"),
        ("2024-03-04", "status: held\nsource: {title: Minutes, published: 2025-04}", ""),
        ("2024-03-04", "source: {title: Minutes, published: 2025-03}", ""),
    ],
)
def test_a_year_that_is_far_from_all_others_is_doubted(name: str, facts: str, expected: str, tmp_path: Path) -> None:
    found = said(tmp_path, EARLIER, (name, meeting(facts)))
    assert_said([one for one in found if expected or one], *filter(None, [expected]))


def test_where_many_minutes_went_online_long_afterwards_no_year_is_doubted(tmp_path: Path) -> None:
    late = meeting("source: {title: Minutes, published: 2026-04}")
    assert said(tmp_path, EARLIER, *((f"2024-0{month}-04", late) for month in (1, 2, 3))) == []


def test_an_only_meeting_may_be_of_any_year(tmp_path: Path) -> None:
    assert said(tmp_path, ("2042-04-09", meeting())) == []


@pytest.mark.parametrize(
    ("facts", "approved", "expected"),
    [
        ("approves: 2024-04-09", "minutes: approved", ""),
        ("approves: 2024-04-09", "title: Meeting", ""),
        ("approves: 2024-04-09", "minutes: draft", "status-doubtful 2: the minutes are a draft here"),
        (
            "approves: 2024-05-07",
            "title: Meeting",
            "later-than-this 2: a meeting approves the minutes of earlier meetings only",
        ),
        (
            "approves: [2024-04-09, 2024-06-04]",
            "title: Meeting",
            "later-than-this 2: a meeting approves the minutes of earlier meetings only",
        ),
    ],
)
def test_minutes_are_approved_by_a_later_meeting(facts: str, approved: str, expected: str, tmp_path: Path) -> None:
    later = ("2024-06-04", meeting())
    found = said(tmp_path, ("2024-04-09", meeting(approved)), ("2024-05-07", meeting(facts)), later)
    assert_said(found, *filter(None, [expected]))


def test_minutes_of_a_meeting_to_come_are_not_approved(tmp_path: Path) -> None:
    to_come = ("2024-05-03", meeting("status: scheduled"))
    found = said(tmp_path, to_come, ("2024-05-07", meeting("approves: 2024-05-03")))
    assert "later-than-this 2: these are the minutes of a meeting that is to come" in "\n".join(found)


def test_an_inquorate_meeting_decides_nothing_unless_a_note_says_how_it_counts(tmp_path: Path) -> None:
    fee = "decisions: {fee: {item: 1, text: A fee was agreed.%s}}\nquorate: no"
    found = said(tmp_path, ("2024-05-07", meeting(fee % "")), ("2024-05-07/goose", review()))
    assert_said(found, "status-doubtful 2: … not quorate, … :3", "status-doubtful 4: … not quorate")
    noted = (
        ("2024-05-07", meeting(fee % ", note: For the next meeting.")),
        ("2024-05-07/goose", review("note: So noted.")),
    )
    assert said(tmp_path, *noted) == []


# --- dates and times ----------------------------------------------------------------------------------------------

NIGHT = "start: 19:00\nend: 0:30\nlast_day: 2024-05-08"
DAYS = "start: 9:30\nend: 15:30\nlast_day: 2024-05-09"
SAT = "sittings:\n  - {date: 2024-05-07, start: 18:00, end: 20:00}\n  - {date: 2024-05-14, start: 18:30, end: 24:00}"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("start: 10:00\nend: 12:00\nagenda: {1: {time: 10:00}, 2: {time: 11:00}, 3: {time: 12:00}}", ""),
        ("start: 10:00\nagenda: {1: {time: 9:00}}", "times-contradict 3: item 1 is at 09:00, … began at 10:00"),
        ("end: 12:00\nagenda: {1: {time: 13:00}}", "times-contradict 3: item 1 is at 13:00, … ended at 12:00"),
        ("end: 0:00\nagenda: {1: {time: 23:00}}", ""),
        (
            "agenda: {1: {time: 10:00}, 2: {time: 9:00}}",
            "times-contradict 2: item 2 is at 09:00, but item 1, … at 10:00",
        ),
        ("agenda: {1: {time: 10:00}, 2: {time: 19:00}, 3: {time: 10:30}}", "times-contradict 2: item 3 … 10:30"),
        (
            "agenda: {1: {time: 19:00}, 2: {time: 10:00}, 3: {time: 10:30}}",
            "times-contradict 2: item 2 is at 10:00, but item 1, … at 19:00",
        ),
        ("agenda: {1: {time: 10:00, after: 2}, 2: {time: 9:00}}", ""),
        ("agenda: {1: {time: 10:00}, 2: {time: 9:00, status: withdrawn}}", ""),
        (f"{NIGHT}\nagenda: {{1: {{time: 23:30}}, 2: {{time: 0:10}}, 3: {{time: 0:30}}}}", ""),
        (f"{NIGHT}\nagenda: {{1: {{time: 19:00}}, 2: {{time: 0:10, date: 2024-05-08}}}}", ""),
        (f"{DAYS}\nagenda: {{1: {{time: 16:00}}, 2: {{time: 9:00}}}}", ""),
        (f"{DAYS}\nagenda: {{1: {{time: 9:00, date: 2024-05-08}}, 2: {{time: 9:00, date: 2024-05-09}}}}", ""),
        (f"{SAT}\nagenda: {{1: {{time: 19:30, date: 2024-05-07}}, 2: {{time: 19:00, date: 2024-05-14}}}}", ""),
    ],
)
def test_items_are_taken_within_the_meeting_and_in_order(facts: str, expected: str, tmp_path: Path) -> None:
    assert_said(said(tmp_path, ("2024-05-07", meeting(facts))), *filter(None, [expected]))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("joined: 2, left: 3", ""),
        ("joined: 2, left: 2", ""),
        ("joined: 3, left: 2", "times-contradict 4: Ann Lee left before joining"),
        ("joined: 11:00, left: 10:30", "times-contradict 4: Ann Lee left before joining"),
        ("joined: 2, left: 10:10", "times-contradict 4: Ann Lee left before joining"),
        ("joined: 10:40, left: 1", "times-contradict 4: Ann Lee left before joining"),
        ("joined: 10:10, left: 1", ""),
        ("joined: 11:59", ""),
        ("joined: 12:01", "times-contradict 4: Ann Lee joined after the meeting ended"),
        ("left: 9:50", "times-contradict 4: Ann Lee left before the meeting began"),
    ],
)
@pytest.mark.parametrize("group", ["present", "observing"])
def test_people_join_before_they_leave_and_while_the_meeting_lasts(
    person: str, group: str, expected: str, tmp_path: Path
) -> None:
    items = "agenda: {1: {time: 10:00}, 2: {time: 10:30}}"
    facts = f"start: 10:00\nend: 12:00\n{group}: {{members: {{name: Ann Lee, {person}}}}}\n{items}"
    assert_said(said(tmp_path, ("2024-05-07", meeting(facts))), *filter(None, [expected]))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("until: 2024-04", "end-before-start 5: this ended before it was given, on 2024-05-07"),
        ("until: 2024-05", ""),
        ("decisions: {fee: {text: So agreed., until: 2023}}", "end-before-start 5: … on 2024-05-07"),
        ("decisions: {fee: {text: So agreed., date: 2024-02-01, until: 2024-03}}", ""),
        ("previous: {when: 2023-10, outcome: B, until: 2023-06}", "end-before-start 5: … on 2023-10"),
        ("previous: {when: 2023-10, outcome: B, until: 2023-12}", ""),
        ("previous: {when: 2024-05-07, outcome: B}", "end-before-start 5: … the day of the meeting itself"),
        (
            "corrections: {date: 2024-05-01, about: the vote, kind: typing, why: A slip.}",
            "end-before-start 5: … corrected",
        ),
        ("corrections: {date: 2024-05-07, about: the vote, kind: typing, why: A slip.}", ""),
        ("discussed: [2, 3]\ndecided: 1", "agenda-contradicts 5: this was decided at item 1, … discussed, at item 2"),
        ("discussed: [1, 3]\ndecided: 2", ""),
    ],
)
def test_dates_of_a_review_fit_its_meeting(facts: str, expected: str, tmp_path: Path) -> None:
    found = said(tmp_path, ("2024-05-07", meeting()), ("2024-05-07/goose", review(facts)))
    assert_said(found, *filter(None, [expected]))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-02-06", "answered-before-asked 3"),
        ("2024-02-07", ""),
        ("2024-05", ""),
        ("2024-05-08", "end-before-start 4: this should be before the meeting, but is after it"),
    ],
)
def test_an_answer_is_given_after_it_was_asked_for_and_not_after_the_meeting_that_records_it(
    day: str, expected: str, tmp_path: Path
) -> None:
    asked = meeting("requests: {plan: {item: 1, text: Show the plan.}}")
    answered = meeting(f"answers:\n  2024-02-07#request-plan:\n    {{how: fully, passage: 1, date: {day}}}")
    found = said(tmp_path, ("2024-02-07", asked), ("2024-05-07", answered))
    assert_said(found, *filter(None, [expected]))


def test_a_meetings_record_corrected_before_the_meeting_is_doubted_unless_it_is_still_to_come(tmp_path: Path) -> None:
    facts = "corrections: {date: 2024-05-01, about: the hour, kind: typing, why: A slip.}\nstatus: %s"
    found = said(tmp_path, ("2024-05-07", meeting(facts % "held")))
    assert_said(found, "times-contradict 2: this was corrected before the meeting, on 2024-05-07")
    assert said(tmp_path, ("2024-05-07", meeting(facts % "scheduled"))) == []


def test_a_review_may_be_decided_on_a_later_day_at_an_item_with_a_smaller_number(tmp_path: Path) -> None:
    facts = "last_day: 2024-05-08\nagenda: {1: {date: 2024-05-08}}"
    assert said(tmp_path, ("2024-05-07", meeting(facts)), ("2024-05-07/goose", review("decided: 1"))) == []


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ("start: 19:00\nend: 24:00", "Tuesday, 19:00 to midnight"),
        ("start: 19:00\nend: 0:00", "Tuesday, 19:00 to midnight"),
        ("end: 24:00", "Tuesday, until midnight"),
        ("start: 19:00\nend: 0:00\nlast_day: 2024-05-08", "from 19:00 on 7 May until 00:00 on 8 May"),
        ("start: 19:00\nend: 24:00\nlast_day: 2024-05-08", "from 19:00 on 7 May until 24:00 on 8 May"),
        (
            "sittings:\n  - {date: 2024-05-07, start: 19:00, end: 24:00}\n  - {date: 2024-05-14, end: 0:00}",
            "19:00 to midnight",
        ),
    ],
)
def test_a_meeting_may_end_at_midnight_of_its_day(facts: str, shown: str, tmp_path: Path) -> None:
    site = site_of(tmp_path, {"meetings/2024-05-07.md": meeting(facts)}, WORDS)
    assert shown.casefold() in site.page("/meetings/2024-05-07/").main.casefold()


def test_only_an_end_is_at_24_00(tmp_path: Path) -> None:
    assert_said(said(tmp_path, ("2024-05-07", meeting("start: 24:00"))), "bad-date 2")


# --- votes --------------------------------------------------------------------------------------------------------

THERE = """\
present:
  members:
    - Ann Lee (AL), Chair
    - Cy de Groot
    - {name: Dot Roe, initials: DR, joined: 3}
    - {name: Eli Orr, initials: EO, left: 1}
    - {name: Fay Moor-Hill, role: Vice Chair}
  council:
    - Gus Park (GP), Clerk
    - Hal Ash (HA), co-opted member
apologies: {members: Ida Kay (IK)}
absent: {members: Jo Loy (JL)}
observing: {council: Kit May (KM)}
interests: {name: FMH, item: 2, text: Owns geese, took_part: no}"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("votes: {for: [AL, CDG], against: HA}", ""),
        ("votes: unanimous", ""),
        ("votes: {for: all, against: none}", ""),
        ("votes: {for: [Labour Group, Green Party], against: [Harbour Independents]}", ""),
        ("votes: {for: 5, against: 1}", ""),
        ("votes: {for: 5, against: 2}", "5: 7 votes are counted, but the attendance has 6 people who decide"),
        (
            "votes: {for: 5, against: [AL, CDG, HA]}",
            "5: 8 votes are counted, but the attendance has 6 people who decide",
        ),
        ("votes: {for: 8}", "5: 8 votes are counted"),
        ("votes: {answers: {Gladly: 6, Perhaps: 6}}", ""),
        ("votes: {answers: {Gladly: 6, Perhaps: 9}}", "5: 9 votes are counted"),
        ("votes: {for: [AL, IK]}", "5: IK is counted in the vote, but sent apologies, according to … 2024-05-07.md:12"),
        ("votes: {for: Cllr Kay}", "5: Cllr Kay is counted in the vote, but sent apologies"),
        ("votes: {for: [JL, AL]}", "5: JL … was absent"),
        ("votes: {for: [KM, AL]}", "5: KM … only observed"),
        ("votes: {for: DR}", "5: DR … joined later, … 2024-05-07.md:6"),
        ("votes: {for: DR}\ndecided: 3", ""),
        ("votes: {for: EO}", "5: EO … had left"),
        ("votes: {for: [AL, GP]}", "5: GP … is not a member"),
        ("votes: {for: AL, against: Fay Moor-Hill}", "5: Fay Moor-Hill … took no part in item 2, … 2024-05-07.md:15"),
        ("votes: {for: AL, abstained: FMH}", ""),
        ("votes: {for: [AL, ZZ]}", "5: ZZ … nobody in the attendance is called so"),
        ("votes: {for: [AL, Zoe Zest]}", "5: Zoe Zest … nobody in the attendance"),
        ("votes: {for: [AL, CDG], against: Ann Lee}", "5: Ann Lee is counted twice in this vote"),
        ("votes: {for: [AL, the Chair]}", "5: the Chair is counted twice in this vote"),
        ("moved: Chair\nseconded: Mr de Groot", ""),
        ("moved: the Clerk\nseconded: A. Lee", ""),
        ("moved: IK", "5: IK moved this, but sent apologies"),
        ("moved: AL and CDG\nseconded: ZZ", "6: ZZ seconded this, but nobody"),
        ("moved: Vice Chair", "5: Vice Chair moved this, but took no part in item 2"),
        ("moved: Councillor Park of the council", ""),
        (
            "decisions: {fee: {text: So agreed., item: 1, moved: EO, seconded: JL}}",
            "5: JL seconded this, but was absent",
        ),
        ("decisions: {fee: {text: So agreed., by: The Council, votes: {for: 40}}}", ""),
        ("decisions: {fee: {text: So agreed., date: 2024-04-30, moved: IK}}", ""),
    ],
)
def test_who_votes_or_moves_was_there(facts: str, expected: str, tmp_path: Path) -> None:
    found = said(tmp_path, ("2024-05-07", meeting(THERE)), ("2024-05-07/goose", review(facts)))
    assert_said(found, *(f"votes-contradict {words}" for words in [expected] if words))


@pytest.mark.parametrize("there", ["title: Meeting", "apologies: {members: Ida Kay (IK)}", "present: none"])
def test_where_no_attendance_is_recorded_nothing_is_said_of_votes(there: str, tmp_path: Path) -> None:
    facts = "votes: {for: [AL, IK], against: 40}\nmoved: ZZ"
    assert said(tmp_path, ("2024-05-07", meeting(there)), ("2024-05-07/goose", review(facts))) == []


def test_those_whose_names_are_not_published_may_have_voted(tmp_path: Path) -> None:
    facts = "present: {members: Ann Lee, council: Bo Day}\nwithheld: {present: 3}\n"
    facts += "decisions: {fee: {item: 1, text: So agreed., votes: {for: %s}}}"
    assert said(tmp_path, ("2024-05-07", meeting(facts % 4))) == []
    assert_said(
        said(tmp_path, ("2024-05-07", meeting(facts % 5))), "votes-contradict 4: 5 votes are counted … 4 people who"
    )


@pytest.mark.parametrize(("chair", "votes", "expected"), [("Bo Day", 2, ""), ("Bo Day", 3, "2 people who decide")])
def test_whoever_chairs_may_vote_wherever_the_attendance_has_them(
    chair: str, votes: int, expected: str, tmp_path: Path
) -> None:
    facts = f"chair: {chair}\npresent: {{members: Ann Lee, council: [Bo Day, Cy Dow]}}\n"
    facts += f"decisions: {{fee: {{item: 1, text: So agreed., votes: {{for: {votes}}}}}}}"
    found = [one for one in said(tmp_path, ("2024-05-07", meeting(facts))) if "bracketed" not in one]
    assert_said(found, *filter(None, [expected]))


@pytest.mark.parametrize("present", ["{council: Ann Lee}", "Ann Lee"])
def test_where_nobody_of_those_who_decide_is_listed_everybody_may_have_voted(present: str, tmp_path: Path) -> None:
    facts = f"present: {present}\ndecisions: {{fee: {{item: 1, text: So agreed., votes: {{for: %s}}}}}}"
    assert said(tmp_path, ("2024-05-07", meeting(facts % 1))) == []
    assert_said(said(tmp_path, ("2024-05-07", meeting(facts % 2))), "2 votes … has 1 person")


def test_initials_may_be_known_from_another_meeting(tmp_path: Path) -> None:
    known = ("2024-04-09", meeting("present: {members: {name: Łucja Żak, initials: WX}}"))
    facts = meeting("present: {members: {name: Łucja Żak}}\napproves: {meeting: 2024-04-09, moved: WX, seconded: ŁŻ}")
    assert said(tmp_path, known, ("2024-05-07", facts)) == []


def test_initials_of_two_people_are_nobodys_for_certain(tmp_path: Path) -> None:
    facts = "present: {members: {name: Ann Lee}}\napologies: {members: {name: Al Low}}\n"
    facts += "decisions: {fee: {item: 1, text: So agreed., moved: AL}}"
    assert said(tmp_path, ("2024-05-07", meeting(facts))) == []


def test_minutes_are_moved_by_someone_who_was_there(tmp_path: Path) -> None:
    facts = f"{THERE}\napproves: {{meeting: 2024-04-09, moved: IK, seconded: DR}}"
    assert_said(said(tmp_path, EARLIER, ("2024-05-07", meeting(facts))), "votes-contradict 16: IK moved this")


@pytest.mark.parametrize(
    ("interest", "expected"),
    [
        ("name: AL, took_part: yes", ""),
        ("name: IK, took_part: no", ""),
        ("name: IK, took_part: yes", "17: IK took part in spite of an interest, but sent apologies"),
        ("name: Zoe Zest", "17: Zoe Zest declared an interest, but nobody"),
    ],
)
def test_interests_are_of_people_who_were_there(interest: str, expected: str, tmp_path: Path) -> None:
    there = THERE.replace("interests: {", "interests:\n  - {") + f"\n  - {{{interest}}}"
    found = said(tmp_path, ("2024-05-07", meeting(there)))
    assert_said(found, *(f"votes-contradict {words}" for words in [expected] if words))


# --- what came first ----------------------------------------------------------------------------------------------

TELL = "requests: {tell: {item: 1, text: Say how many.}}"


def answered(by: str, how: str = "fully", of: str = "2024-04-09", *, facts: str = "") -> tuple[str, str]:
    return by, meeting(f"answers: {{{of}#request-tell: {how}}}\n{facts}")


@pytest.mark.parametrize(
    ("asked", "by", "expected"),
    [
        ("2024-04-09", "2024-04", ""),
        ("2024-04", "2024-04-09", ""),
        ("2024-04-09", "2024", ""),
        ("2024-04-09", "2024-03", "answered-before-asked 2"),
        ("2024-04-09-b", "2024-04-09-a", ""),
    ],
)
def test_an_answer_comes_after_its_request_unless_dates_leave_that_open(
    asked: str, by: str, expected: str, tmp_path: Path
) -> None:
    found = said(tmp_path, (asked, meeting(TELL)), answered(by, of=asked))
    assert_said(found, *filter(None, [expected]))


@pytest.mark.parametrize(("morning", "evening"), [("2024-04-09-a", "2024-04-09-z"), ("2024-04-09-z", "2024-04-09-a")])
def test_two_meetings_of_one_day_are_in_the_order_in_which_they_began(
    morning: str, evening: str, tmp_path: Path
) -> None:
    first = (morning, meeting(f"start: 9:00\n{TELL}"))
    assert said(tmp_path / "1", first, answered(evening, of=morning, facts="start: 19:00")) == []
    late = (evening, meeting(f"start: 19:00\n{TELL}"))
    found = said(tmp_path / "2", late, answered(morning, of=evening, facts="start: 9:00"))
    assert_said(found, "answered-before-asked 2")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("2024-05-07", "fully"), ("2024-06-04", "not-yet"), "answers-contradict 2: … not-yet … answered in full"),
        (("2024-05-07", "not-yet"), ("2024-06-04", "fully"), ""),
        (("2024-05", "fully"), ("2024-05-07", "not-yet"), ""),
        (("2024-05", "fully"), ("2024-05-07", "withdrawn"), "answers-contradict 2: … withdrawn … answered in full"),
        (("2024-05-07-a", "fully"), ("2024-05-07-b", "partly"), ""),
    ],
)
def test_answers_contradict_each_other_where_their_order_is_known_or_does_not_matter(
    first: tuple[str, str], second: tuple[str, str], expected: str, tmp_path: Path
) -> None:
    found = said(tmp_path, ("2024-04-09", meeting(TELL)), answered(*first), answered(*second))
    assert_said(found, *filter(None, [expected]))


REPORT = review("previous: {when: 2024-05, outcome: B}")


def test_a_report_of_the_meetings_own_month_is_about_an_earlier_meeting_and_is_not_lost(tmp_path: Path) -> None:
    files = {"meetings/2024-05-07.md": meeting(), "reviews/2024-05-07/goose.md": REPORT}
    files |= {"projects/goose.md": "---\ntitle: Goose counter\n---\n"}
    assert site_of(tmp_path / "1", files, WORDS).page("/projects/goose/").texts(".step__date") == [
        "7 May 2024",
        "May 2024",
    ]
    later = files | {"meetings/2024-05-21.md": meeting(), "reviews/2024-05-21/goose.md": review()}
    assert "May 2024" in site_of(tmp_path / "2", later, WORDS).page("/projects/goose/").texts(".step__date")
    earlier = files | {"meetings/2024-05-02.md": meeting(), "reviews/2024-05-02/goose.md": review("outcome: B")}
    assert "May 2024" not in site_of(tmp_path / "3", earlier, WORDS).page("/projects/goose/").texts(".step__date")


def test_a_report_of_a_month_does_not_contradict_a_later_meeting_of_it(tmp_path: Path) -> None:
    own = (("2024-05-07", meeting()), ("2024-05-07/goose", REPORT))
    assert said(tmp_path, *own, ("2024-05-21", meeting()), ("2024-05-21/goose", review())) == []


@pytest.mark.parametrize("by", ["2024-05-07/second", "2024-05-07"])
def test_two_outcomes_of_one_project_at_one_meeting_are_a_warning_unless_one_is_replaced(
    by: str, tmp_path: Path
) -> None:
    replaces = "decisions: {again: {item: 3, text: So again., replaces: 2024-05-07/goose}}"
    for replacing in ("", replaces):
        records = {"2024-05-07": "title: Meeting", "2024-05-07/second": "outcome: B\ndiscussed: 3\n"}
        records[by] += f"\n{replacing}"
        own = (
            ("2024-05-07", meeting(records["2024-05-07"])),
            ("2024-05-07/second", review(records["2024-05-07/second"])),
        )
        found = said(tmp_path, *own, ("2024-05-07/goose", review()))
        assert_said(found, *([] if replacing else ["outcomes-differ"]))
    assert SEVERITIES["outcomes-differ"] == "warning"


@pytest.mark.parametrize(
    "facts",
    [
        "discussed: [none at all]\ndecided: 1\noutcome: A",
        "discussed: 1\noutcome: A\nprevious: {when: [soon], until: 2023}",
    ],
)
def test_a_list_that_is_left_empty_by_its_mistakes_contradicts_nothing(facts: str, tmp_path: Path) -> None:
    record = ("2024-05-07/goose", f"---\n{facts}\n---\n\n## Decision\n\nIt was agreed.\n")
    found = said(tmp_path, ("2024-05-07", meeting()), record)
    assert found
    assert all("bad-" in line for line in found)
