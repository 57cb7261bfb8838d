"""What minutes do only now and then can be said, and is seen: `docs/hard-cases.md`, and an archive that does it all."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from built import CONFIG, ROOT, BuiltPage, BuiltSite, names_of_problems, site_of, write_archive
from test_graph import linked

from candour.findings import find
from candour.findings.coverage import lacking
from candour.model.dates import PartialDate
from candour.model.records import Votes
from candour.pages import words

PAGE = (ROOT / "docs" / "hard-cases.md").read_text("utf-8")
WORDS = CONFIG.replace(
    "stages: {first: First look, final: Final report}",
    "stages: {stage-1: {label: Stage 1, occasion: asked to be tried out}, stage-2: {label: Stage 2}}",
).replace("organisations: {members: ", "organisations: {finance: Finance Committee, committee: ")
"""The configuration of the archives below."""

EXAMPLE = re.compile(r"^`content/(\S+)`:\n\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


# The page of hard cases


def cases() -> list[tuple[str, str]]:
    """The heading of each case of the page, and what is below it."""
    headings = re.finditer(r"^```.*?^```$|^## (?P<title>[^\n]*)$", PAGE, re.MULTILINE | re.DOTALL)
    found = [(one["title"], one.end()) for one in headings if one["title"]]
    ends = [begin for _, begin in found[1:]] + [len(PAGE)]
    return [(title, PAGE[begin:end]) for (title, begin), end in zip(found, ends, strict=True)]


def completed(examples: Mapping[str, str]) -> dict[str, str]:
    """The examples of a case, with the project and the meetings that they take for granted."""
    files = {"projects/kerb-counter.md": "---\ntitle: Kerb counter\n---\n", **examples}
    for name in examples:
        if name.startswith("reviews/"):
            meeting = f"meetings/{name.split('/')[1]}.md"
            files.setdefault(meeting, "---\ntitle: Meeting\n---\n\n## 5. Kerb counter\n\n## 9. Reports\n")
    return files


def test_every_example_of_the_page_is_read_by_the_tests() -> None:
    assert len(EXAMPLE.findall(PAGE)) == PAGE.count("```yaml\n") == PAGE.count("```") / 2 > len(cases()) > 8
    assert "hard-cases.md" in (ROOT / "docs/guide/README.md").read_text("utf-8")
    assert "docs/hard-cases.md" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("title", "text"), cases(), ids=[title for title, _ in cases()])
def test_the_examples_of_a_case_are_an_archive_without_a_problem(title: str, text: str, tmp_path: Path) -> None:
    examples = dict(EXAMPLE.findall(text))
    assert examples, title
    assert names_of_problems(write_archive(tmp_path, completed(examples), WORDS)) == []


# An archive that does it all

MEETING = """\
---
title: Ordinary meeting
place: Pump Room
joint_with: [Harbour Committee, Licensing Committee]
chair: Ida Brook
apologies:
  committee:
    - Cal Dunn
sittings:
  - {date: 2024-03-05, start: 18:00, end: 18:40, quorate: no, present: {committee: Ida Brook}}
  - date: 2024-03-12
    start: 18:30
    end: 20:00
    place: Custom House
    quorate: yes
    note: The heating had failed on the first evening.
    present:
      committee:
        - Ida Brook
        - Cal Dunn (CD)
agenda:
  1: {time: 18:10}
  2: {status: withdrawn, project: tide-gauge}
  3: {date: 2024-03-12, time: 19:00, after: 4}
  4: {date: 2024-03-12, time: 18:30}
  5: {status: not-reached}
decisions:
  mooring:
    item: 4
    date: 2024-02-20
    text: The mooring was lent for a week.
    votes: {answers: {Gladly: 2, If need be: CD}, words: by e-mail}
---

## 1. Welcome

## 2. Tide gauge

## 3. Gull counter

## 4. Matters arising

## 5. Any other business
"""
REVIEW = """\
---
discussed: 3
stage: stage-1
stage_sought: stage-2
outcome: A
previous: {when: 2023-11, outcome: B, until: 2024-01}
decisions:
  signs:
    item: 4
    text: Signs are put up beside the counter.
  harbour:
    by: Harbour Committee
    outcome: B
    text: The Harbour Committee wants fewer cameras.
---

## Questions and comments

- CD: Who reads it? {#reads}

## Decision

It counts well enough.
"""
LATER = """\
---
decisions:
  no-mooring:
    item: 1
    replaces: [2024-03-05#decision-mooring, 2024-03-05/gull-counter]
    text: The mooring is not lent any more.
---

## 1. Moorings
"""
ARCHIVE = {
    "meetings/2024-03-05.md": MEETING,
    "meetings/2024-05-07.md": LATER,
    "reviews/2024-03-05/gull-counter.md": REVIEW,
    "projects/gull-counter.md": "---\ntitle: Gull counter\nowner: [Harbour Office, Bird Society]\n---\n",
    "projects/tide-gauge.md": "---\ntitle: Tide gauge\nowner: Harbour Office\n---\n",
    "projects/weather-mast.md": "---\ntitle: Weather mast\n---\n",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    folder = tmp_path_factory.mktemp("said")
    assert names_of_problems(write_archive(folder, ARCHIVE, WORDS)) == []
    return site_of(folder, ARCHIVE, WORDS)


@pytest.fixture(scope="module")
def meeting(said: BuiltSite) -> BuiltPage:
    return said.page("/meetings/2024-03-05/")


def at_item(page: BuiltPage, key: str) -> str:
    """The words of one item of the agenda, with its heading."""
    return next(text for text in page.texts(".item") if text.startswith(f"{key}. "))


def test_a_decision_may_say_which_earlier_ones_it_replaces(said: BuiltSite) -> None:
    assert "The mooring is not lent any more." in said.page("/meetings/2024-05-07/").main


def test_an_item_says_that_it_was_withdrawn_not_reached_or_taken_out_of_order(meeting: BuiltPage) -> None:
    assert at_item(meeting, "2").startswith("2. Tide gauge Withdrawn from the agenda. Concerns Tide gauge.")
    assert at_item(meeting, "3").startswith("3. Gull counter Taken after item 4.")
    assert at_item(meeting, "5") == "5. Any other business The meeting did not reach this item."
    assert ("item 4", "#item-4") in meeting.links(".item__status a")
    assert [entry for entry in meeting.texts(".agenda__what") if entry.endswith(("withdrawn", "not reached"))] == [
        "2. Tide gauge withdrawn",
        "5. Any other business not reached",
    ]


def test_a_decision_between_meetings_has_its_own_day_wherever_it_is_shown(said: BuiltSite, meeting: BuiltPage) -> None:
    assert "lent for a week. Taken on 20 February 2024, between meetings." in at_item(meeting, "4")
    assert "Taken on 20 February 2024, between meetings." in said.page("/decisions/2024/").main


def test_a_decision_between_meetings_is_in_the_history_of_its_project_on_its_own_day(tmp_path: Path) -> None:
    about = MEETING.replace("    item: 4\n", "    item: 4\n    project: weather-mast\n")
    page = site_of(tmp_path, {**ARCHIVE, "meetings/2024-03-05.md": about}, WORDS).page("/projects/weather-mast/")
    assert page.texts(".step__date") == ["20 February 2024"]
    assert ("Item 4 of the meeting of 12 March 2024", "../../meetings/2024-03-05/#decision-mooring") in page.links()


def test_a_poll_has_the_answers_that_it_had(meeting: BuiltPage) -> None:
    assert "Vote: Gladly: 2, If need be: CD; by e-mail" in at_item(meeting, "4").replace("Vote ", "Vote: ")


def test_an_adjourned_meeting_is_called_after_the_days_on_which_it_sat(said: BuiltSite, meeting: BuiltPage) -> None:
    assert meeting.text("h1") == "Ordinary meeting, 5 and 12 March 2024"
    for address in ("/meetings/", "/decisions/2024/", "/coverage/", "/reviews/2024-03-05/gull-counter/"):
        assert "5 and 12 March 2024" in said.page(address).main, address
    assert not any("5 to 12 March" in page.main for page in said.pages.values())


def test_each_sitting_has_its_day_its_times_its_place_and_its_people(meeting: BuiltPage) -> None:
    assert meeting.texts(".columns__head ol li") == [
        "Tuesday, 5 March 2024: 18:00 to 18:40; 1 person was there; not quorate",
        "Tuesday, 12 March 2024: 18:30 to 20:00, Custom House; 2 people were there; quorate "
        "Note by the editors of this archive The heating had failed on the first evening.",
    ]
    assert "2 people were there; Ida Brook chaired." in meeting.text(".columns__head")
    assert [title for level, title in meeting.headings if title.startswith(("Present", "Apologies"))] == [
        "Present at sitting 1, 5 March 2024 (1 person)",
        "Present at sitting 2, 12 March 2024 (2 people)",
        "Apologies (1 person)",
    ]
    assert meeting.texts(".day summary h2") == ["5 March 2024", "12 March 2024"]


def test_whoever_came_to_a_sitting_was_at_the_meeting_once_and_may_speak_there(said: BuiltSite) -> None:
    people = said.page("/people/")
    assert [row for row in people.texts("[data-row]") if "2024" in row] == [
        "Ida Brook 5 March 2024: Present, chaired. Members",
        "Cal Dunn 5 March 2024: Present. Members",
    ]
    assert "Cal Dunn" in said.page("/reviews/2024-03-05/gull-counter/").texts(".turn__speaker")


def test_a_joint_session_names_the_other_committees_and_shows_what_they_decided(
    said: BuiltSite, meeting: BuiltPage
) -> None:
    assert "Also decided by Harbour Committee: B: Change" in said.page("/projects/gull-counter/").main
    assert "In joint session with Harbour Committee and Licensing Committee." in meeting.text(".columns__head")
    assert "B: Change The Harbour Committee wants fewer cameras. Decided by Harbour Committee" in at_item(meeting, "3")


def test_a_further_decision_taken_at_another_item_is_shown_there_and_named_on_the_reviews_page(
    said: BuiltSite, meeting: BuiltPage
) -> None:
    signs = "Signs are put up beside the counter."
    assert signs not in at_item(meeting, "3")
    assert f"{signs} A further decision of the review of Gull counter." in at_item(meeting, "4")
    review = said.page("/reviews/2024-03-05/gull-counter/")
    assert f"{signs} Decided at item 4." in review.main
    assert ("item 4", "../../../meetings/2024-03-05/#item-4") in review.links("#decision-signs a")


def test_a_review_says_which_stage_was_asked_for_and_which_was_reached(said: BuiltSite) -> None:
    review = said.page("/reviews/2024-03-05/gull-counter/")
    assert "Stage 2 was asked for; it reached Stage 1." in review.text(".verdict")
    assert "Stage asked for Stage 2" in review.text(".columns__side")


def test_an_earlier_outcome_says_until_when_it_was_valid(said: BuiltSite) -> None:
    assert "November 2023 B: Change until January 2024" in said.page("/reviews/2024-03-05/gull-counter/").main
    assert "November 2023 B: Change until January 2024" in said.page("/projects/gull-counter/").main


# Owners


def test_projects_are_listed_under_each_of_their_owners(said: BuiltSite) -> None:
    page = said.page("/owners/")
    assert page.texts(".part") == [
        "Bird Society Gull counter A: Proceed replaced on 7 May 2024",
        "Harbour Office Gull counter A: Proceed replaced on 7 May 2024 Tide gauge Not reviewed",
    ]
    assert "Of 1 project no owner is recorded." in page.main
    assert "Owner Harbour Office and Bird Society" in said.page("/projects/gull-counter/").main
    assert ("Projects by owner", "../owners/") in said.page("/projects/").links()
    assert ("Owners", "owners/") in said.page("/").links("#more a")


def test_there_is_no_page_of_owners_while_only_one_project_names_one(tmp_path: Path) -> None:
    one = {name: text for name, text in ARCHIVE.items() if "tide-gauge" not in name and name.startswith("projects/")}
    site = site_of(tmp_path, one, WORDS)
    assert "/owners/" not in site.pages
    assert not any("owners/" in page.html for page in site.pages.values())


def test_owners_whose_names_are_almost_one_have_anchors_of_their_own(tmp_path: Path) -> None:
    names = ("Data Lab", "Data-Lab", "—", "Data lab 2")
    files = {f"projects/p{n}.md": f"---\ntitle: P {n}\nowner: {name}\n---\n" for n, name in enumerate(names)}
    ids = [name for name in site_of(tmp_path, files).page("/owners/").ids() if name.startswith("owner-")]
    assert sorted(ids) == ["owner-data-lab", "owner-data-lab-2", "owner-data-lab-3", "owner-owner"]


# What follows from it


def test_of_an_adjourned_meeting_each_part_counts(tmp_path: Path) -> None:
    graph = linked(write_archive(tmp_path, ARCHIVE, WORDS))
    adjourned, _ = graph.meetings
    assert adjourned.days == (PartialDate(2024, 3, 5), PartialDate(2024, 3, 12))
    assert {"start", "end", "present"}.isdisjoint(lacking(adjourned))
    assert graph.names_at[adjourned.id] == {
        "Fairness": (),
        "Ida Brook": ("Ida Brook",),
        "CD": ("Cal Dunn",),
        "Cal Dunn": ("Cal Dunn",),
    }
    assert [(one.name, [at.how for at in one.attended]) for one in find(graph).attendance] == [
        ("Ida Brook", ["present"]),
        ("Cal Dunn", ["present"]),
    ]


def test_a_record_that_says_the_times_of_one_sitting_only_lacks_those_of_the_meeting(tmp_path: Path) -> None:
    half = MEETING.replace(", start: 18:00, end: 18:40", "")
    graph = linked(write_archive(tmp_path, {**ARCHIVE, "meetings/2024-03-05.md": half}, WORDS))
    assert {"start", "end"} <= set(lacking(graph.meetings[0]))


@pytest.mark.parametrize(("day", "mentioned"), [("2024-03-12", False), ("2024-03-08", True)])
def test_only_a_day_between_two_sittings_is_another_meeting(day: str, mentioned: bool, tmp_path: Path) -> None:
    later = f"---\ndiscussed: 1\noutcome: none-recorded\nprevious: {{when: {day}, outcome: A}}\n---\n"
    files = {**ARCHIVE, "reviews/2024-05-07/gull-counter.md": later}
    files["meetings/2024-05-07.md"] = LATER.replace("1. Moorings", "1. Gull counter")
    graph = linked(write_archive(tmp_path, files, WORDS))
    assert (PartialDate(2024, 3, int(day[-2:])) in find(graph).known_by_reference) == mentioned


def test_what_is_reported_of_a_later_sitting_is_compared_with_its_record(tmp_path: Path) -> None:
    later = "---\ndiscussed: 1\noutcome: none-recorded\nprevious: {when: 2024-03-12, outcome: B}\n---\n"
    files = {**ARCHIVE, "reviews/2024-05-07/gull-counter.md": later}
    files["meetings/2024-05-07.md"] = LATER.replace("1. Moorings", "1. Gull counter")
    assert names_of_problems(write_archive(tmp_path, files, WORDS)) == ["previous-contradicts"]


def test_an_answer_may_come_earlier_on_the_agenda_if_its_item_was_taken_later(tmp_path: Path) -> None:
    asked = "requests: {count: {item: 2, text: Count them.}}\nanswers: {'#request-count': {how: fully, passage: 1}}"
    items = "\n\n## 1. One\n\n## 2. Two\n"
    told = {"meetings/2024-01-02.md": f"---\n{asked}\nagenda: {{1: {{after: 2}}}}\n---{items}"}
    assert names_of_problems(write_archive(tmp_path / "in-turn", told)) == []
    usual = {"meetings/2024-01-02.md": f"---\n{asked}\n---{items}"}
    assert names_of_problems(write_archive(tmp_path / "usual", usual)) == ["answered-before-asked"]


# Words


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("2024-03-05", "5 March 2024"),
        ("2024-03-05 2024-03-12", "5 and 12 March 2024"),
        ("2024-02-28 2024-03-06", "28 February and 6 March 2024"),
        ("2024-12-30 2025-01-06", "30 December 2024 and 6 January 2025"),
        ("2024-03-05 2024-03-12 2024-04-02", "5, 12 March and 2 April 2024"),
        ("2024-03 2024-04-02", "March and 2 April 2024"),
    ],
)
def test_days_are_said_without_what_the_next_one_says_as_well(days: str, told: str) -> None:
    assert words.dates([PartialDate(*map(int, day.split("-"))) for day in days.split()]) == told


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        ({"answers": {"Very useful": ["3"], "Useful": ["AL", "BO"]}}, "Very useful: 3, Useful: AL and BO"),
        ({"for": ["9"], "answers": {"Later": ["1"]}}, "9 for; Later: 1"),
        ({"answers": {"Yes": ["none"]}, "words": "by show of hands"}, "Yes: none; by show of hands"),
    ],
)
def test_a_poll_is_said_answer_by_answer(votes: Mapping[str, object], told: str) -> None:
    assert words.votes(Votes.model_validate(votes)) == told
