"""What follows from the records: histories, requests and their answers, decisions.

An archive is written as a table of short records; what is told of it is compared as text.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from built import CONFIG, write_archive

from candour.commands.report import as_text
from candour.graph.check import problems_between
from candour.graph.graph import HistoryEntry, LinkedRequest, SiteGraph
from candour.graph.link import link
from candour.graph.speakers import speaker_of
from candour.model.records import Review, Turn
from candour.model.values import Prose
from candour.problems import errors, gathered
from candour.reading.archive import read_archive

AGENDA = "\n## 1. One\n\n## 2. Two\n\n## 3. Three\n"


def graph_of(folder: Path, records: Mapping[str, str], config: str = CONFIG) -> SiteGraph:
    """The graph of records given by name and front matter; each meeting has items 1 to 3 unless it has text."""
    return linked(write_archive(folder, files_from(records), config))


def files_from(records: Mapping[str, str]) -> dict[str, str]:
    """Below `content/`."""
    files = {}
    for name, fields in records.items():
        fields, _, body = fields.partition("\n---\n")
        if "/" not in name and not name.startswith("project:"):
            files[f"meetings/{name}.md"] = f"---\n{fields}\n---\n{body or AGENDA}"
        elif name.startswith("project:"):
            project = name.removeprefix("project:")
            files[f"projects/{project}.md"] = f"---\ntitle: {project.capitalize()}\n{fields}\n---\n"
        else:
            usual = "" if "discussed:" in fields else "discussed: 1\n"
            usual += "" if re.search("^outcome:", fields, re.MULTILINE) else "outcome: none-recorded\n"
            files[f"reviews/{name}.md"] = f"---\n{usual}{fields}\n---\n{body}"
    return files


def linked(archive: Path) -> SiteGraph:
    (config, records, _), problems = gathered(read_archive(archive))
    assert config
    graph = link(records, config)
    wrong = errors((*problems, *problems_between(records, config, graph)))
    assert not wrong, "\n".join(map(as_text, wrong))
    return graph


def told(step: HistoryEntry) -> str:
    """A step as one line: `2022-07+2022-11 reported B`."""
    when = "+".join(map(str, step.when))
    if step.event:
        return f"{when} event {step.event.text.text}"
    if step.previous:
        assert step.review
        return f"{when} reported {step.previous.outcome} by {step.review.name}"
    assert step.review
    return f"{when} {step.review.name} {step.review.facts.outcome}"


# Histories

HELD = "status: held"
HISTORIES: dict[str, tuple[dict[str, str], list[str]]] = {
    "reviews stand in the order of their meetings, not of their files": (
        {
            "2024-01-02": HELD,
            "2023-02-08": HELD,
            "2024-01-02/alpha": "outcome: A",
            "2023-02-08/alpha": "outcome: B",
        },
        ["2023-02-08 2023-02-08/alpha B", "2024-01-02 2024-01-02/alpha A"],
    ),
    "one outcome reported for two meetings stays one entry": (
        {"2023-02-08": HELD, "2023-02-08/alpha": "previous: {when: [2022-07, 2022-11], outcome: B}"},
        ["2022-07+2022-11 reported B by 2023-02-08/alpha", "2023-02-08 2023-02-08/alpha none-recorded"],
    ),
    "what is reported gives way to the review itself": (
        {
            "2022-11-09": HELD,
            "2023-02-08": HELD,
            "2022-11-09/alpha": "outcome: B",
            "2023-02-08/alpha": "previous: {when: 2022-11, outcome: B}",
        },
        ["2022-11-09 2022-11-09/alpha B", "2023-02-08 2023-02-08/alpha none-recorded"],
    ),
    "a report stays for those of its meetings that are known only by it": (
        {
            "2022-11-09": HELD,
            "2023-02-08": HELD,
            "2022-11-09/alpha": "outcome: B",
            "2023-02-08/alpha": "previous: {when: [2022-07, 2022-11], outcome: B}",
        },
        [
            "2022-07 reported B by 2023-02-08/alpha",
            "2022-11-09 2022-11-09/alpha B",
            "2023-02-08 2023-02-08/alpha none-recorded",
        ],
    ),
    "a report gives way when all of its meetings are in the archive": (
        {
            "2022-07-06": HELD,
            "2022-11-09": HELD,
            "2023-02-08": HELD,
            "2022-07-06/alpha": "outcome: B",
            "2022-11-09/alpha": "outcome: B",
            "2023-02-08/alpha": "previous: {when: [2022-07, 2022-11], outcome: B}",
        },
        [
            "2022-07-06 2022-07-06/alpha B",
            "2022-11-09 2022-11-09/alpha B",
            "2023-02-08 2023-02-08/alpha none-recorded",
        ],
    ),
    "a review of another project is no reason to give way": (
        {
            "2022-11-09": HELD,
            "2023-02-08": HELD,
            "project:beta": "",
            "2022-11-09/beta": "outcome: B",
            "2023-02-08/alpha": "previous: {when: 2022-11, outcome: A}",
        },
        ["2022-11 reported A by 2023-02-08/alpha", "2023-02-08 2023-02-08/alpha none-recorded"],
    ),
    "two reviews that report the same advice make one entry, that of the first": (
        {
            "2023-02-08": HELD,
            "2023-06-07": HELD,
            "2023-02-08/alpha": "previous: {when: 2022-11, outcome: B}",
            "2023-06-07/alpha": "previous: {when: 2022-11, outcome: B}",
        },
        [
            "2022-11 reported B by 2023-02-08/alpha",
            "2023-02-08 2023-02-08/alpha none-recorded",
            "2023-06-07 2023-06-07/alpha none-recorded",
        ],
    ),
    "advice whose outcome is not reported is an entry all the same": (
        {"2023-02-08": HELD, "2023-02-08/alpha": "previous: {when: 2021, outcome: not-reported}"},
        ["2021 reported not-reported by 2023-02-08/alpha", "2023-02-08 2023-02-08/alpha none-recorded"],
    ),
    "a year stands before its months, and a month before its days": (
        {
            "2022": HELD,
            "2022-11": HELD,
            "2022-11-09": HELD,
            "2022/alpha": "outcome: A",
            "2022-11/alpha": "outcome: A",
            "2022-11-09/alpha": "outcome: A",
        },
        ["2022 2022/alpha A", "2022-11 2022-11/alpha A", "2022-11-09 2022-11-09/alpha A"],
    ),
    "two meetings of one day stand in the order of their names": (
        {
            "2023-02-08-extraordinary": HELD,
            "2023-02-08": HELD,
            "2023-02-08-extraordinary/alpha": "outcome: A",
            "2023-02-08/alpha": "outcome: B",
        },
        ["2023-02-08 2023-02-08/alpha B", "2023-02-08 2023-02-08-extraordinary/alpha A"],
    ),
    "events stand among the reviews": (
        {
            "2023-02-08": HELD,
            "2023-06-07": HELD,
            "2023-02-08/alpha": "outcome: A",
            "2023-06-07/alpha": "outcome: B",
            "project:alpha": "events:\n  - {date: 2023-05, text: Put to use}\n  - {date: 2021, text: Begun}",
        },
        [
            "2021 event Begun",
            "2023-02-08 2023-02-08/alpha A",
            "2023-05 event Put to use",
            "2023-06-07 2023-06-07/alpha B",
        ],
    ),
    "a review of two projects is in both histories": (
        {"2023-02-08": HELD, "project:beta": "", "2023-02-08/both": "project: [alpha, beta]\noutcome: A"},
        ["2023-02-08 2023-02-08/both A"],
    ),
    "a project that no meeting reviewed has no history": ({"2023-02-08": HELD}, []),
    "drafts and removed reviews are left out": (
        {
            "2023-02-08": HELD,
            "2023-06-07": "draft: yes",
            "2023-10-04": HELD,
            "2023-02-08/alpha": "outcome: A\nremoved: {date: 2024, why: An error}",
            "2023-06-07/alpha": "outcome: A",
            "2023-10-04/alpha": "outcome: A\ndraft: yes",
        },
        [],
    ),
}


@pytest.mark.parametrize(("records", "expected"), HISTORIES.values(), ids=HISTORIES.keys())
def test_a_history(tmp_path: Path, records: dict[str, str], expected: list[str]) -> None:
    graph = graph_of(tmp_path, {"project:alpha": ""} | records)
    assert [told(step) for step in graph.histories["alpha"]] == expected


def test_a_review_of_two_projects_is_told_in_the_other_project_too(tmp_path: Path) -> None:
    records, expected = HISTORIES["a review of two projects is in both histories"]
    graph = graph_of(tmp_path, {"project:alpha": ""} | records)
    assert [told(step) for step in graph.histories["beta"]] == expected
    assert graph.reviews_of("beta") == graph.reviews_of("alpha")


# Requests

ASKED = {
    "project:alpha": "",
    "2023-02-08": "requests: {owed: {item: 2, project: alpha, asked: 2022-11, text: Owed since}}",
    "2023-06-07": HELD,
    "2023-02-08/alpha": "decided: 3\nrequests: {plan: {text: Make a plan}, figures: {text: Show figures}}",
    "2023-06-07/alpha": (
        "answers:\n  2023-02-08/alpha#request-plan: partly\n  2023-02-08#request-owed: {how: fully, text: Told}\n"
    ),
    "2023-10-04": "answers:\n  2023-02-08/alpha#request-plan: fully\n",
}


def test_requests_are_in_the_order_in_which_they_were_asked_with_what_came_of_them(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, ASKED)

    def answers(asked: LinkedRequest) -> str:
        return ", ".join(f"{a.answer.how} {a.date} {a.by.name}" for a in asked.answers)

    assert [f"{one.asked} {one.ref} item {one.item}: {answers(one)}" for one in graph.requests] == [
        "2022-11 2023-02-08#request-owed item 2: fully 2023-06-07 2023-06-07/alpha",
        "2023-02-08 2023-02-08/alpha#request-plan item 3: "
        "partly 2023-06-07 2023-06-07/alpha, fully 2023-10-04 2023-10-04",
        "2023-02-08 2023-02-08/alpha#request-figures item 3: ",
    ]


def test_a_request_is_found_by_its_record_and_by_its_project(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, ASKED)
    review = graph.reviews["2023-02-08/alpha"]
    assert [str(one.ref) for one in graph.requests_of(review)] == [
        "2023-02-08/alpha#request-plan",
        "2023-02-08/alpha#request-figures",
    ]
    assert [one.ref.anchor for one in graph.requests_of(graph.meeting("2023-02-08"))] == ["request-owed"]
    assert graph.requests_of(graph.meeting("2023-10-04")) == ()
    assert graph.requests_about("alpha") == graph.requests
    assert graph.requests_about("beta") == ()


def test_only_what_was_asked_at_an_earlier_meeting_is_reported(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, ASKED)
    assert {one.ref.anchor: one.is_reported for one in graph.requests} == {
        "request-owed": True,
        "request-plan": False,
        "request-figures": False,
    }


def test_a_request_within_a_review_may_be_about_fewer_projects(tmp_path: Path) -> None:
    records = {
        "project:alpha": "",
        "project:beta": "",
        "2023-02-08": HELD,
        "2023-02-08/both": "project: [alpha, beta]\n"
        "requests: {one: {project: beta, text: Only beta}, all: {text: Both of them}}",
    }
    graph = graph_of(tmp_path, records)
    assert [one.projects for one in graph.requests] == [("beta",), ("alpha", "beta")]
    assert len(graph.requests_about("alpha")) == 1


def test_an_answer_to_a_request_that_is_not_in_the_archive_is_no_mistake(tmp_path: Path) -> None:
    records = {
        "project:alpha": "",
        "2023-02-08": HELD,
        "2023-02-08/alpha": "answers: {2022-11/alpha#request-plan: fully}",
    }
    assert graph_of(tmp_path, records).requests == ()


# Decisions and meetings


def test_decisions_are_in_the_order_of_meetings_and_agendas(tmp_path: Path) -> None:
    records = {
        "project:alpha": "",
        "project:beta": "",
        "project:gamma": "",
        "2023-06-07": HELD,
        "2023-02-08": "decisions: {bench: {item: 2, outcome: A, project: beta, text: A bench}}",
        "2023-06-07/alpha": "outcome: B",
        "2023-02-08/alpha": "discussed: 3\noutcome: A",
        "2023-02-08/beta": "discussed: [2, 1]\noutcome: B\ndecisions: {part: {on: A part, outcome: A}}",
        "2023-02-08/gamma": "discussed: 1\noutcome: A\ndecided: 3",
    }
    graph = graph_of(tmp_path, records)
    assert [f"{one.ref} {one.outcome} item {one.item} {'+'.join(one.projects)}" for one in graph.decisions] == [
        "2023-02-08/beta B item 2 beta",
        "2023-02-08/beta#decision-part A item 2 beta",
        "2023-02-08/gamma A item 3 gamma",
        "2023-02-08#decision-bench A item 2 beta",
        "2023-02-08/alpha A item 3 alpha",
        "2023-06-07/alpha B item 1 alpha",
    ]
    beta = graph.reviews["2023-02-08/beta"]
    assert [one.ref.anchor for one in graph.decisions_of(beta)] == ["decision-part"]
    assert graph.decisions[3].record is graph.meetings[0]
    assert graph.decisions[1].record is beta


def test_reviews_of_a_meeting_follow_its_agenda_and_not_their_names(tmp_path: Path) -> None:
    records = {
        "project:alpha": "",
        "project:beta": "",
        "2023-02-08": HELD + "\n---\n\n## 9. Nine\n\n## 10. Ten\n\n## Late {#late}\n",
        "2023-02-08/alpha": "discussed: late",
        "2023-02-08/beta": "discussed: 10",
    }
    graph = graph_of(tmp_path, records)
    assert [review.slug for review in graph.reviews_of_meeting["2023-02-08"]] == ["beta", "alpha"]


def test_the_archive_speaks_as_of_its_newest_meeting_that_was_held(tmp_path: Path) -> None:
    records = {"2023-02-08": HELD, "2023-06-07": "status: cancelled", "2030-01-01": "status: scheduled"}
    assert str(graph_of(tmp_path / "three", records).as_of) == "2023-02-08"
    assert graph_of(tmp_path / "none", {"2030-01-01": "status: scheduled"}).as_of is None


def test_a_removed_meeting_takes_its_reviews_along_and_a_draft_is_not_even_a_tombstone(tmp_path: Path) -> None:
    records = {
        "project:alpha": "",
        "2023-02-08": "removed: {date: 2024, why: An error}",
        "2023-02-08/alpha": "outcome: A",
        "2023-06-07": "removed: {date: 2024, why: An error}\ndraft: yes",
    }
    graph = graph_of(tmp_path, records)
    assert [record.name for record, _ in graph.removed] == ["2023-02-08", "2023-02-08/alpha"]
    assert (graph.meetings, dict(graph.reviews)) == ((), {})


# Speakers


@pytest.mark.parametrize(
    ("label", "nested", "speaker"),
    [
        ("", False, "Member"),
        ("", True, "Presenter"),
        ("Member", True, "Member"),
        ("Noted", True, "Noted"),
        ("JB", False, "Jo Bloggs"),
        ("The reason", True, "Presenter"),
        ("DPIA", True, "Presenter"),
        ("XY", True, ""),
        ("Jim Bloggs", False, ""),
        ("Clerk", True, "Clerk"),
    ],
)
def test_a_speaker_is_named_only_when_the_label_is_known_or_was_there(label: str, nested: bool, speaker: str) -> None:
    whole, rest = Prose("", f"{label}: It is."), Prose("", "It is.")  # type: ignore[arg-type]
    turn = Turn(whole, nested, label, rest if label else None)
    said = rest if speaker in {"Noted", "Clerk", "Jo Bloggs"} or label == "Member" else whole
    assert speaker_of(turn, {"JB": ("Jo Bloggs",), "DPIA": ()}) == (speaker, said)


# Aliases


def test_aliases_keep_their_place_and_lead_to_no_page_of_their_own(tmp_path: Path) -> None:
    records = {
        "2023-02-08": HELD,
        "project:alpha": "aliases:\n  - First name\n  - {name: Second name, at: 2023-02-08#item-1}\n",
    }
    graph = graph_of(tmp_path, records)
    aliases = graph.projects["alpha"].facts.aliases
    assert [(alias.name, str(alias.at or "")) for alias in aliases] == [
        ("First name", ""),
        ("Second name", "2023-02-08#item-1"),
    ]
    assert set(graph.projects) == {"alpha"}


def test_the_graph_does_not_depend_on_the_order_in_which_files_were_made(tmp_path: Path) -> None:
    records = ASKED | {"2022-07-06": HELD, "2022-07-06/alpha": "outcome: A"}
    one, other = graph_of(tmp_path / "one", records), graph_of(tmp_path / "two", dict(reversed(records.items())))

    def names(graph: SiteGraph) -> list[object]:
        reviews = [review.name for review in graph.reviews.values() if isinstance(review, Review)]
        steps = [told(step) for step in graph.histories["alpha"]]
        return [[m.id for m in graph.meetings], reviews, steps, [str(r.ref) for r in graph.requests]]

    assert names(one) == names(other)
    assert one.config.model_dump() == other.config.model_dump()
    assert "title: Decisions" in CONFIG


def test_a_decision_is_replaced_also_by_a_name_that_it_had_before(tmp_path: Path) -> None:
    records = {"2023-02-08": "decisions: {fee: {item: 1, text: Agreed., formerly: price}}"}
    records |= {"2024-02-08": "decisions: {back: {item: 1, text: Taken back., replaces: 2023-02-08#decision-price}}"}
    graph = graph_of(tmp_path, records)
    first, later = graph.decisions
    assert graph.replaced_by == {first.ref: (later,)}
    assert later.decision
    assert [graph.decision(ref) for ref in later.decision.replaces] == [first]
