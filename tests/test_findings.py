"""What follows from the records, as plain values: what is lacking, topics, changes, attendance, counts, durations.

Archives are written as short records, and what is found in them is compared as text. Requests have `test_requests.py`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from built import CONFIG, FENMOOR, write_archive
from hypothesis import given, settings
from hypothesis import strategies as st
from test_graph import HELD, graph_of, linked

from candour.findings import Findings, find
from candour.findings.attendance import Attendance
from candour.findings.attendance import attendance as everyone
from candour.findings.counts import (
    kind_of,
    meetings_with_reviews,
    outcomes_by_meeting,
    outcomes_by_year,
    outcomes_given,
    projects_reviewed,
)
from candour.findings.coverage import Mention, known_by_reference, lacking, never_recorded
from candour.findings.durations import Span, between, gaps, months_between
from candour.findings.requests import count_requests, request_states
from candour.findings.reviews import Changes, changes_by_review, why_decided, why_of
from candour.findings.standing import ends, standings, states_of_advice
from candour.findings.topics import passages_by_project, passages_by_topic, projects_by_topic
from candour.graph.graph import SiteGraph, topics_raised_in
from candour.model.dates import PartialDate, parse_date
from candour.model.records import Meeting, Review
from candour.model.sentences import first_sentence


def day(text: str) -> PartialDate:
    found = parse_date(text)
    assert found, text
    return found


def counts(found: Mapping[str, Counter[str]] | Mapping[int, Counter[str]]) -> dict[str, str]:
    """As in `A 2, B 1`."""
    return {str(key): ", ".join(f"{code} {n}" for code, n in sorted(count.items())) for key, count in found.items()}


# What a record lacks

COMPLETE_MEETING = {
    "start": "start: 10:00",
    "end": "end: 11:00",
    "chair": "chair: Ann Other",
    "present": "present: {members: Ann Other}",
    "apologies": "apologies: none",
    "interests": "interests: none",
    "source": "source: Minutes",
    "agenda": "",
}
COMPLETE_REVIEW = {
    "outcome": "outcome: A",
    "reasons": "## Decision\n\nFine.\n",
    "stage": "stage: first",
    "status": "status: in-use",
    "presentation": "## Presentation\n\nShown.\n",
    "questions": "## Questions and comments\n\n- Why?\n",
    "votes": "votes: all for",
}


def meeting_without(folder: Path, *fields: str, status: str = "held") -> Meeting:
    front = "\n".join([f"status: {status}", *(text for name, text in COMPLETE_MEETING.items() if name not in fields)])
    body = "" if "agenda" in fields else "\n## 1. One\n"
    return linked(write_archive(folder, {"meetings/2024-01-02.md": f"---\n{front}\n---\n{body}"})).meetings[0]


def review_without(folder: Path, *fields: str, outcome: str = "") -> Review:
    parts = {name: text for name, text in COMPLETE_REVIEW.items() if name not in fields}
    front = [text for text in parts.values() if text and not text.startswith("#")]
    body = "\n".join(text for text in parts.values() if text.startswith("#"))
    front += [f"outcome: {outcome or 'none-recorded'}"] * ("outcome" in fields)
    records = {"2024-01-02": HELD, "project:alpha": "", "2024-01-02/alpha": "\n".join(front) + f"\n---\n{body}"}
    return graph_of(folder, records).reviews["2024-01-02/alpha"]


def test_a_complete_record_lacks_nothing(tmp_path: Path) -> None:
    assert lacking(meeting_without(tmp_path / "meeting")) == ()
    assert lacking(review_without(tmp_path / "review")) == ()


@pytest.mark.parametrize("field", COMPLETE_MEETING)
def test_of_a_meeting_each_field_that_is_left_out_is_lacking_alone(field: str, tmp_path: Path) -> None:
    assert lacking(meeting_without(tmp_path, field)) == (field,)


@pytest.mark.parametrize("field", COMPLETE_REVIEW)
def test_of_a_review_each_field_that_is_left_out_is_lacking_alone(field: str, tmp_path: Path) -> None:
    assert lacking(review_without(tmp_path, field)) == (field,)


def test_what_is_lacking_comes_in_the_order_of_the_table(tmp_path: Path) -> None:
    assert lacking(meeting_without(tmp_path / "meeting", *COMPLETE_MEETING)) == tuple(COMPLETE_MEETING)
    assert lacking(review_without(tmp_path / "review", *reversed(COMPLETE_REVIEW), outcome="deferred")) == (
        *("reasons", "stage", "status"),
        *("presentation", "questions", "votes"),
    )


def test_an_outcome_that_is_not_recorded_has_no_reasons_to_lack(tmp_path: Path) -> None:
    assert lacking(review_without(tmp_path, "outcome", "reasons")) == ("outcome",)


@pytest.mark.parametrize("status", ["scheduled", "cancelled"])
def test_a_meeting_that_was_not_held_lacks_nothing(status: str, tmp_path: Path) -> None:
    assert lacking(meeting_without(tmp_path, *COMPLETE_MEETING, status=status)) == ()


def test_a_meeting_whose_minutes_are_not_published_lacks_nothing(tmp_path: Path) -> None:
    text = "---\nstatus: held\nminutes: unpublished\n---\n"
    assert lacking(linked(write_archive(tmp_path, {"meetings/2024-01-02.md": text})).meetings[0]) == ()


KNOWN_STAGES: dict[str, tuple[dict[str, str], set[str]]] = {
    "neither": ({}, {"stage", "status"}),
    "the stage of a review": ({"2024-01-02/alpha": "stage: first"}, {"status"}),
    "whether one is in use": ({"2024-01-02/alpha": "status: in-use"}, {"stage"}),
    "a stage that is reported": ({"2024-01-02/alpha": "previous: {when: 2023, stage: first}"}, {"status"}),
    "the stage of a decision": (
        {"2024-01-02": "decisions: {one: {item: 2, stage: first, text: So decided.}}"},
        {"status"},
    ),
    "both": ({"2024-01-02/alpha": "stage: first\nstatus: in-use"}, set()),
}


@pytest.mark.parametrize("case", KNOWN_STAGES)
def test_what_no_record_of_the_archive_says_is_not_missed(case: str, tmp_path: Path) -> None:
    records, never = KNOWN_STAGES[case]
    graph = graph_of(tmp_path, {"project:alpha": "", "2024-01-02": HELD, "2024-01-02/alpha": ""} | records)
    assert never_recorded(graph) == never
    lacked = lacking(graph.reviews["2024-01-02/alpha"], never_recorded(graph))
    assert not never & set(lacked)


# Why, in one sentence

FIRST_SENTENCES = [  # each text has a | where its first sentence ends; without one it is a single sentence
    "Proceed.| The figures were good.",
    "Will it be used?| Nobody knew.",
    "“Why?” asked a member.| Nobody knew.",
    "The Panel said “no.”| It gave its reasons.",
    "(It was put off.)| It came back.",
    "A plan without a full stop",
    "Two lines of\nthe file.| And more.",
    "Insp. Smith and Supt. Jones agreed.| Dr. Lee did not.",
    "Ch. Supt. Hopkins and Cllr. Grey agreed.| Nobody else did.",
    "It follows No. 3 of the list.| It is new.",
    "The answer was no.| Three members left.",
    "It rose by 3.5 per cent.| Nobody knew why.",
    "Cities, e.g. Birmingham, i.e. large ones, use it.| Others do not.",
    "It covers knives, guns, etc.| The rest is left out.",
    "J. Grace and J. A. Grace presided.| They agreed.",
    "J.-P. Blanc asked for it.",
    "The outcome was B.| The Panel wants figures.",
    "It met at 10 a.m. on Monday.| All came.",
    "It met at 10 a.m.| The Chair was late.",
    "U.S. Steel was asked.| It did not answer.",
    "Since 8 Feb. 2023 it is in use.| It works.",
    "It belongs to grade 3.| It is new.",
    "See p. 4 of the paper.| It has figures.",
    "1. Approve the paper.| 2. Send it back.",
    "Wait…| There is more.",
    "これは文です。|次の文。",
    "هل يستخدم؟| نعم.",
]


@pytest.mark.parametrize("text", FIRST_SENTENCES)
def test_the_first_sentence_of_a_text_ends_where_a_reader_would_end_it(text: str) -> None:
    first, _, _ = text.partition("|")
    assert first_sentence(text.replace("|", "")) == " ".join(first.split())


WHYS = {
    "its own line": ("why: It works.\n---\n## Decision\n\nProceed. It was tried.\n", "It works."),
    "the first sentence of the decision": (
        "---\n## Decision\n\nIt *was* [tried](project:alpha). It works.\n",
        "It was tried.",
    ),
    "below a heading of its own": (
        "---\n## Decision\n\n### On the pilot\n\nIt works\n& lasts. More.\n",
        "It works & lasts.",
    ),
    "the first paragraph without a full stop": ("---\n## Decision\n\nIt was tried\n\nThen used.\n", "It was tried"),
    "a list and what leads to it": (
        "---\n## Decision\n\nIt may go on:\n\n- in one town;\n- for a year.\n\nMore.\n",
        "It may go on: in one town; for a year.",
    ),
    "the words of a list": ("---\n## Decision\n\n- It works.\n- It lasts.\n", "It works."),
    "not what is elsewhere": ("---\n## Presentation\n\nShown.\n\n## Decision\n\nGood.\n", "Good."),
    "nothing": ("---\n## Presentation\n\nShown.\n", ""),
}


@pytest.mark.parametrize("case", WHYS)
def test_why_a_review_was_decided_so_is_one_sentence(case: str, tmp_path: Path) -> None:
    written, why = WHYS[case]
    records = {"2024-01-02": HELD, "project:alpha": "", "2024-01-02/alpha": f"outcome: A\n{written}"}
    assert why_of(graph_of(tmp_path, records).reviews["2024-01-02/alpha"]) == why


def test_a_decision_beside_a_review_or_of_a_meeting_has_its_own_why(tmp_path: Path) -> None:
    decisions = "decisions: {one: {text: It was put off. Nobody came.}, two: {outcome: A}}"
    of_meeting = f"{HELD}\ndecisions: {{three: {{item: 2, text: Agreed. All were for it.}}}}"
    review = f"why: It works.\n{decisions}"
    graph = graph_of(tmp_path, {"2024-01-02": of_meeting, "project:alpha": "", "2024-01-02/alpha": review})
    assert {one.ref.anchor: why_decided(one) for one in graph.decisions} == {
        "": "It works.",
        "decision-one": "It was put off.",
        "decision-two": "",
        "decision-three": "Agreed.",
    }


# Meetings known by reference only

BY_REFERENCE: dict[str, tuple[dict[str, str], dict[str, list[Mention]]]] = {
    "a review reports advice of a month without a recorded meeting": (
        {"2024-01-02/alpha": "previous: [{when: 2023-07, outcome: A}]"},
        {"2023-07": [Mention("2024-01-02", review="2024-01-02/alpha")]},
    ),
    "a day in a month whose meeting is recorded under the month alone is not missing": (
        {"2023-07": "", "2024-01-02/alpha": "previous: [{when: 2023-07-05, outcome: A}]"},
        {},
    ),
    "a month that holds a recorded meeting is not missing": (
        {"2023-07-31": "", "2024-01-02/alpha": "previous: [{when: 2023-07, outcome: A}]"},
        {},
    ),
    "the day of a recorded meeting is not missing": (
        {"2023-07-05": "", "2024-01-02": "requests: {one: {text: Do, item: 2, asked: 2023-07-05}}"},
        {},
    ),
    "a meeting on the day before does not count": (
        {"2023-07-04": "", "2024-01-02/alpha": "previous: [{when: 2023-07-05, outcome: A}]"},
        {"2023-07-05": [Mention("2024-01-02", review="2024-01-02/alpha")]},
    ),
    "a review that names it twice is named once": (
        {"2024-01-02/alpha": "previous: [{when: [2023-07, 2022-05]}, {when: 2023-07, stage: first}]"},
        {
            "2023-07": [Mention("2024-01-02", review="2024-01-02/alpha")],
            "2022-05": [Mention("2024-01-02", review="2024-01-02/alpha")],
        },
    ),
    "minutes report a request of an earlier meeting": (
        {"2024-01-02": "requests: {one: {text: Do, item: 2, asked: 2023-11}, two: {text: Do, item: 2}}"},
        {"2023-11": [Mention("2024-01-02", item="2")]},
    ),
}


@pytest.mark.parametrize(("records", "expected"), BY_REFERENCE.values(), ids=BY_REFERENCE)
def test_meetings_known_by_reference(
    records: dict[str, str], expected: dict[str, list[Mention]], tmp_path: Path
) -> None:
    found = known_by_reference(graph_of(tmp_path, {"project:alpha": "", "2024-01-02": HELD} | records))
    assert {str(date): list(mentions) for date, mentions in found.items()} == expected


# Topics


def test_the_passages_of_a_topic_are_exchanges_and_requests_in_the_order_of_the_archive(tmp_path: Path) -> None:
    asked = "requests: {one: {text: Report., topics: fairness}, two: {text: Nothing.}}"
    body = "\n---\n## Questions and comments\n\n- Why? {#why fairness}\n  - Because.\n- How? {#how}\n"
    records = {"project:alpha": "", "project:beta": "", "2024-01-02": HELD, "2024-02-06": HELD}
    records |= {"2024-02-06/beta": f"project: [beta, alpha]\n{asked}", "2024-01-02/alpha": asked + body}
    graph = graph_of(tmp_path, records)
    passages = passages_by_topic(graph)["fairness"]
    assert [(str(p.ref), p.kind, p.projects, p.meeting, str(p.date), p.text) for p in passages] == [
        ("2024-01-02/alpha#q-why", "exchange", ("alpha",), "2024-01-02", "2024-01-02", "Why?"),
        ("2024-01-02/alpha#request-one", "request", ("alpha",), "2024-01-02", "2024-01-02", "Report."),
        ("2024-02-06/beta#request-one", "request", ("beta", "alpha"), "2024-02-06", "2024-02-06", "Report."),
    ]
    assert {p.topic for p in passages} == {"fairness"}
    by_project = passages_by_project(passages)
    assert {project: len(found) for project, found in by_project.items()} == {"alpha": 3, "beta": 1}


def test_what_a_meeting_asks_outside_its_reviews_has_the_projects_and_the_day_of_its_item(tmp_path: Path) -> None:
    asked = (
        "requests:\n  one: {item: 3, text: Report., topics: fairness}\n"
        "  two: {item: 2, text: Count., topics: [fairness, fairness], project: [beta, alpha]}\n"
    )
    days = "last_day: 2024-01-03\nagenda: {3: {date: 2024-01-03}}\n"
    graph = graph_of(tmp_path, {"project:alpha": "", "project:beta": "", "2024-01-02": days + asked})
    passages = passages_by_topic(graph)["fairness"]
    assert [(str(p.ref), p.kind, p.projects, p.meeting, str(p.date), p.text) for p in passages] == [
        ("2024-01-02#request-two", "request", ("beta", "alpha"), "2024-01-02", "2024-01-02", "Count."),
        ("2024-01-02#request-one", "request", (), "2024-01-02", "2024-01-03", "Report."),
    ]
    by_project = passages_by_project(passages)
    assert {project: len(found) for project, found in by_project.items()} == {"alpha": 1, "beta": 1, "": 1}


def test_a_review_itself_raises_its_topics_unless_a_passage_of_it_does(tmp_path: Path) -> None:
    config = CONFIG.replace("topics: {", "topics: {cost: Cost, ")
    own = "topics: [fairness, cost]\nwhy: It works.\noutcome: A" + RAISED
    records = {"project:alpha": "", "2024-01-02": HELD, "2024-01-02/alpha": own}
    passages = passages_by_topic(graph_of(tmp_path, records, config))
    assert [(p.topic, str(p.ref), p.kind, p.projects, p.text) for found in passages.values() for p in found] == [
        ("cost", "2024-01-02/alpha", "review", ("alpha",), "It works."),
        ("fairness", "2024-01-02/alpha#q-why", "exchange", ("alpha",), "Why?"),
    ]


def test_a_request_that_is_reported_again_is_one_passage(tmp_path: Path) -> None:
    first = "requests: {one: {item: 1, text: Report., topics: fairness}}"
    again = "requests: {two: {item: 1, text: Report., topics: fairness, same_as: 2024-01-02#request-one}}"
    graph = graph_of(tmp_path, {"2024-01-02": first, "2024-02-06": again})
    assert [str(p.ref) for p in passages_by_topic(graph)["fairness"]] == ["2024-01-02#request-one"]


def test_the_projects_whose_own_record_names_a_topic_are_in_the_order_of_their_names(tmp_path: Path) -> None:
    records = {"project:beta": "topics: fairness", "project:alpha": "topics: [fairness]", "project:gamma": ""}
    assert projects_by_topic(graph_of(tmp_path, records)) == {"fairness": ("alpha", "beta")}


def test_a_topic_that_no_passage_raises_is_there_without_any(tmp_path: Path) -> None:
    config = CONFIG.replace("topics: {", "topics: {cost: Cost, ")
    found = passages_by_topic(linked(write_archive(tmp_path, {}, config)))
    assert found == {"cost": (), "fairness": ()}


# What changed since the reviews before

TWO = {"project:alpha": "", "2023-02-08": HELD, "2024-01-02": HELD}
RAISED = "\n---\n## Questions and comments\n\n- Why? {#why fairness}\n"
ASKED = "requests: {one: {text: Do}, two: {text: Do}}"
CHANGES: dict[str, tuple[dict[str, str], list[str]]] = {
    "nothing": ({"2023-02-08/alpha": "outcome: A", "2024-01-02/alpha": "outcome: A"}, []),
    "the outcome, and a stage that was not recorded before": (
        {"2023-02-08/alpha": "outcome: B", "2024-01-02/alpha": "outcome: A\nstage: first"},
        ["outcome B to A"],
    ),
    "whether it is in use, and a stage that is not repeated": (
        {"2023-02-08/alpha": "status: in-use\nstage: first", "2024-01-02/alpha": "status: ended"},
        ["status in-use to ended"],
    ),
    "the stage": ({"2023-02-08/alpha": "stage: first", "2024-01-02/alpha": "stage: final"}, ["stage first to final"]),
    "a review that was deferred has the outcome before it": (
        {"2023-02-08/alpha": "outcome: A", "2024-01-02/alpha": "outcome: deferred"},
        [],
    ),
    "a review for which no outcome was sought has the outcome before it": (
        {"2023-02-08/alpha": "outcome: not-sought", "2024-01-02/alpha": "outcome: A"},
        [],
    ),
    "an outcome is compared with the last over a review without one": (
        {
            "2022-01-04": HELD,
            "2022-01-04/alpha": "outcome: B\nstage: first",
            "2023-02-08/alpha": "outcome: deferred",
            "2024-01-02/alpha": "outcome: A\nstage: final",
        },
        ["outcome B to A", "stage first to final"],
    ),
    "an outcome is compared with the last and not with an earlier one": (
        {
            "2022-01-04": HELD,
            "2022-01-04/alpha": "outcome: A",
            "2023-02-08/alpha": "outcome: B",
            "2024-01-02/alpha": "outcome: A",
        },
        ["outcome B to A"],
    ),
    "a further decision of the same name": (
        {
            "2023-02-08/alpha": "decisions: {pilot: {outcome: B}, rest: {outcome: A}, only: {outcome: A}}",
            "2024-01-02/alpha": "decisions: {pilot: {outcome: A}, rest: {outcome: A}, other: {outcome: B}}",
        },
        ["decision-pilot B to A"],
    ),
    "a further decision without an outcome, or with none of the scheme, has the one before it": (
        {
            "2023-02-08/alpha": "decisions: {pilot: {outcome: B}, rest: {outcome: B}}",
            "2024-01-02/alpha": "decisions: {pilot: {text: Wait.}, rest: {outcome: deferred}}",
        },
        [],
    ),
    "a decision of another body is not the committee's change": (
        {
            "2023-02-08/alpha": "decisions: {licence: {outcome: B, by: The Board}}",
            "2024-01-02/alpha": "decisions: {licence: {outcome: A, by: The Board}}",
        },
        [],
    ),
    "a request answered in full is closed, one answered in part is not": (
        {
            "2023-02-08/alpha": ASKED,
            "2024-01-02/alpha": (
                "answers: {2023-02-08/alpha#request-one: fully, 2023-02-08/alpha#request-two: partly}"
            ),
        },
        ["closed 2023-02-08/alpha#request-one"],
    ),
    "a request withdrawn is closed, one not answered yet is not": (
        {
            "2023-02-08/alpha": ASKED,
            "2024-01-02/alpha": (
                "answers: {2023-02-08/alpha#request-one: withdrawn, 2023-02-08/alpha#request-two: not-yet}"
            ),
        },
        ["closed 2023-02-08/alpha#request-one"],
    ),
    "a request whose minutes are not here is not closed": (
        {"2023-02-08/alpha": "", "2024-01-02/alpha": "answers: {2022-11/alpha#request-one: fully}"},
        [],
    ),
    "requests that it asked are opened": (
        {"2023-02-08/alpha": "", "2024-01-02/alpha": ASKED},
        ["opened 2024-01-02/alpha#request-one", "opened 2024-01-02/alpha#request-two"],
    ),
    "a topic raised for the first time": (
        {"2023-02-08/alpha": "", "2024-01-02/alpha": "outcome: none-recorded" + RAISED},
        ["topic fairness"],
    ),
    "a topic that any earlier review raised is not new": (
        {
            "2022-01-04": HELD,
            "2022-01-04/alpha": "outcome: none-recorded" + RAISED,
            "2023-02-08/alpha": "",
            "2024-01-02/alpha": "outcome: none-recorded" + RAISED,
        },
        [],
    ),
}


def lines_of(changes: Changes) -> list[str]:
    lines = [f"{field} {before} to {after}" for field, (before, after) in changes.fields.items()]
    lines += [f"closed {ref}" for ref in changes.closed] + [f"opened {ref}" for ref in changes.opened]
    return lines + [f"topic {topic}" for topic in changes.topics]


@pytest.mark.parametrize(("records", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_review_is_compared_with_what_was_recorded_last(
    records: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    graph = graph_of(tmp_path, TWO | records)
    found = changes_by_review(graph)["2024-01-02/alpha"]
    assert found.before is graph.reviews["2023-02-08/alpha"]
    assert found.is_later
    assert lines_of(found) == expected


BOTH = "outcome: A\nstage: first\nstatus: in-use", "outcome: B\nstage: final\nstatus: ended"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("2023-02", "2023-02-08", id="a month and a day in it"),
        pytest.param("2023", "2023-02", id="a year and a month in it"),
        pytest.param("2023-02-08", "2023-02-08-extraordinary", id="two meetings of one day"),
    ],
)
def test_where_dates_do_not_show_which_review_came_later_no_change_is_claimed(
    first: str, second: str, tmp_path: Path
) -> None:
    asked = "\nrequests: {one: {text: Do}}"
    records = {"project:alpha": "", first: HELD, second: HELD}
    records |= {f"{first}/alpha": BOTH[0], f"{second}/alpha": BOTH[1] + asked}
    found = changes_by_review(graph_of(tmp_path, records))
    assert list(found) == [f"{second}/alpha"]
    assert not found[f"{second}/alpha"].is_later
    assert lines_of(found[f"{second}/alpha"]) == [f"opened {second}/alpha#request-one"]


def test_after_reviews_in_an_unknown_order_a_later_one_is_compared_with_the_last_of_the_history(tmp_path: Path) -> None:
    records = {"project:alpha": "", "2023-02": HELD, "2023-02-08": HELD, "2024-01-02": HELD}
    records |= {"2023-02/alpha": BOTH[0], "2023-02-08/alpha": BOTH[1], "2024-01-02/alpha": "outcome: A"}
    found = changes_by_review(graph_of(tmp_path, records))["2024-01-02/alpha"]
    assert (found.is_later, lines_of(found)) == (True, ["outcome B to A"])


def test_two_meetings_of_one_day_with_their_times_are_compared(tmp_path: Path) -> None:
    records = {"project:alpha": "", "2023-02-08": "start: 14:00", "2023-02-08-extraordinary": "start: 18:00"}
    records |= {"2023-02-08/alpha": BOTH[0], "2023-02-08-extraordinary/alpha": BOTH[1]}
    found = changes_by_review(graph_of(tmp_path, records))["2023-02-08-extraordinary/alpha"]
    assert found.is_later
    assert lines_of(found) == ["outcome A to B", "stage first to final", "status in-use to ended"]


def test_a_first_review_is_compared_with_nothing(tmp_path: Path) -> None:
    found = changes_by_review(graph_of(tmp_path, TWO | {"2023-02-08/alpha": "", "2024-01-02/alpha": ""}))
    assert list(found) == ["2024-01-02/alpha"]


def test_a_review_of_several_projects_is_compared_within_the_first_of_them(tmp_path: Path) -> None:
    records = TWO | {"project:beta": "", "2023-02-08/alpha": "outcome: A", "2023-02-08/beta": "outcome: B"}
    records |= {"2024-01-02/both": "project: [beta, alpha]\noutcome: A"}
    found = changes_by_review(graph_of(tmp_path, records))["2024-01-02/both"]
    assert found.before.name == "2023-02-08/beta"
    assert lines_of(found) == ["outcome B to A"]


# Attendance


def attendance(graph: SiteGraph) -> dict[str, list[str]]:
    def line(one: Attendance) -> str:
        return f"{one.date} {one.how} {one.organisation}" + (" chaired" if one.chaired else "")

    return {who.name: [line(one) for one in who.attended] for who in everyone(graph)}


def people(*names: str, chair: str = "", how: str = "present") -> str:
    listed = "".join(f"    - {name}\n" for name in names)
    return f"{f'chair: {chair}' if chair else HELD}\n{how}:\n  members:\n{listed}"


def test_people_are_one_only_by_exact_name(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        {"2023-02-08": people("Ann Other", "Bo Dy", chair="Bo Dy"), "2023-06-07": people("ann other", "Bo Dy")},
    )
    assert attendance(graph) == {
        "Bo Dy": ["2023-02-08 present members chaired", "2023-06-07 present members"],
        "Ann Other": ["2023-02-08 present members"],
        "ann other": ["2023-06-07 present members"],
    }


def test_people_are_one_by_people_yaml_and_presided_under_any_of_their_names(tmp_path: Path) -> None:
    archive = write_archive(
        tmp_path,
        {
            "people.yaml": "Thomas McNeil: [Tom McNeil, T. McNeil]\n",
            "meetings/2023-02-08.md": f"---\n{people('Thomas McNeil', chair='T. McNeil')}---\n",
            "meetings/2023-06-07.md": f"---\n{people('Tom McNeil', how='apologies')}---\n",
        },
    )
    (person,) = everyone(linked(archive))
    assert person.also == ("Tom McNeil", "T. McNeil")
    assert attendance(linked(archive)) == {
        "Thomas McNeil": ["2023-02-08 present members chaired", "2023-06-07 apologies members"]
    }


def test_who_sent_apologies_did_not_preside_even_when_named_as_the_chair(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, {"2023-02-08": people("Ann Other, vice chair", chair="Ann Other", how="apologies")})
    ((who,),) = (person.attended for person in everyone(graph))
    assert (who.meeting, who.how, who.role, who.chaired) == ("2023-02-08", "apologies", "vice chair", False)


def test_who_has_one_spelling_has_no_other(tmp_path: Path) -> None:
    (person,) = everyone(graph_of(tmp_path, {"2023-02-08": people("Ann Other")}))
    assert (person.name, person.also) == ("Ann Other", ())


def test_people_are_sorted_by_their_last_word_whatever_its_case(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, {"2023-02-08": people("Zoe Adams", "Al bell", "Cher", "Bea Adams")})
    assert list(attendance(graph)) == ["Bea Adams", "Zoe Adams", "Al bell", "Cher"]


# Counts of decisions

DECIDED: dict[str, tuple[str, str, str]] = {
    "an outcome": ("outcome: A", "own", "A 1"),
    "a missing outcome": ("outcome: none-recorded", "absent", "none-recorded 1"),
    "an outcome that was not sought": ("outcome: not-sought", "absent", "not-sought 1"),
    "a further decision with an outcome": ("outcome: A\ndecisions: {x: {outcome: B}}", "own own", "A 1, B 1"),
    "a further decision without an outcome": ("outcome: A\ndecisions: {x: {text: Wait.}}", "own own", "A 1"),
    "another body's decision": ("outcome: A\ndecisions: {x: {outcome: B, by: The Board}}", "own others", "A 1"),
}


@pytest.mark.parametrize(("review", "kinds", "outcomes"), DECIDED.values(), ids=DECIDED)
def test_whose_decision_it_is_and_which_outcome_counts(review: str, kinds: str, outcomes: str, tmp_path: Path) -> None:
    graph = graph_of(tmp_path, {"project:alpha": "", "2024-01-02": HELD, "2024-01-02/alpha": review})
    assert " ".join(kind_of(one, graph.config) for one in graph.decisions) == kinds
    assert counts(outcomes_by_meeting(graph)) == {"2024-01-02": outcomes}


def test_outcomes_are_counted_by_year_with_held_years_that_had_none(tmp_path: Path) -> None:
    records = {"project:alpha": "", "project:beta": "", "2021-05-04": "status: scheduled", "2022-05-04": HELD}
    records |= {"2023-02-08": "decisions: {x: {outcome: B, item: 1}}", "2023-06-07": HELD, "2024-01-02": HELD}
    records |= {"2023-06-07/alpha": "outcome: A", "2023-06-07/beta": "outcome: B", "2024-01-02/alpha": "outcome: A"}
    graph = graph_of(tmp_path, records)
    assert counts(outcomes_by_year(graph)) == {"2022": "", "2023": "A 1, B 2", "2024": "A 1"}
    assert counts(outcomes_by_meeting(graph)) == {"2023-02-08": "B 1", "2023-06-07": "A 1, B 1", "2024-01-02": "A 1"}
    assert list(outcomes_by_year(graph)) == [2022, 2023, 2024]


def test_the_meetings_that_reviewed_something_are_in_the_order_of_their_days(tmp_path: Path) -> None:
    records = {"project:alpha": "", "project:beta": "", "2024-02-06": HELD, "2024-01-02": HELD, "2023-05-04": HELD}
    records |= {"2024-02-06/alpha": "", "2024-01-02/beta": "", "2024-01-02/both": "project: [alpha, beta]"}
    graph = graph_of(tmp_path, records)
    assert [meeting.id for meeting in meetings_with_reviews(graph)] == ["2024-01-02", "2024-02-06"]
    assert [projects_reviewed(meeting.id, graph) for meeting in graph.meetings] == [0, 2, 1]


# Durations


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        ("2024-01-15", "2024-02-15", 1),
        ("2024-01-15", "2024-02-14", 0),
        ("2023-11-30", "2024-02-01", 2),
        ("2023-11", "2024-02-01", 3),
        ("2024-01-31", "2024-02", 1),
        ("2023", "2024-02", None),
        ("2023-05", "2024", None),
    ],
)
def test_months_are_whole_ones_and_go_by_the_months_alone_without_a_day(
    first: str, second: str, months: int | None
) -> None:
    assert months_between(day(first), day(second)) == months


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2023-02-08", "2024-04-13", Span(14, 5, True)),
        ("2023-02-08", "2023-02-08", Span(0, 0, True)),
        ("2023-02-08", "2023-02-09", Span(0, 1, True)),
        ("2023-02-08", "2023-03-07", Span(0, 27, True)),
        ("2024-01-31", "2024-02-29", Span(0, 29, True)),
        ("2024-01-31", "2024-03-01", Span(1, 1, True)),
        ("2022-12-30", "2023-03-01", Span(2, 1, True)),
        ("2023-11-15", "2024-12-15", Span(13, 0, True)),
        ("2022-12-31", "2023-12-30", Span(11, 30, True)),
        ("2022-11", "2023-02-08", Span(3, 0, False)),
        ("2022-11-30", "2023-02", Span(3, 0, False)),
        ("2022-11", "2022-11-09", Span(0, 0, False)),
        ("2022-11-09", "2022-11", Span(0, 0, False)),
        ("2024-09-18", "2024-09-17", None),
        ("2024-10", "2024-09-18", None),
        ("2020", "2024-09-18", None),
        ("2020-01-01", "2024", None),
        ("2020-01-01", "", None),
        ("", "2020-01-01", None),
    ],
)
def test_the_time_between_two_days_is_in_whole_months_and_the_days_beyond_them(
    first: str, second: str, expected: Span | None
) -> None:
    assert between(day(first) if first else None, day(second) if second else None) == expected


def plus_months(one: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = one.year + (one.month - 1 + months) // 12, (one.month - 1 + months) % 12 + 1
    for number in range(one.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(one)


@given(st.dates(date(1999, 1, 1), date(2025, 1, 1)), st.integers(0, 1500))
def test_the_months_and_days_between_two_days_lead_from_one_to_the_other(first: date, days: int) -> None:
    second = first + timedelta(days=days)
    found = between(day(first.isoformat()), day(second.isoformat()))
    assert found
    assert plus_months(first, found.months) + timedelta(days=found.days) == second
    assert plus_months(first, found.months + 1) >= second
    assert found.is_exact


def test_the_gaps_of_a_history_lie_between_the_last_day_of_an_entry_and_the_first_of_the_next() -> None:
    days = [(day("2022-05"), day("2022-07")), (day("2023"),), (day("2023-02-08"),), (day("2024-01-02"),)]
    assert gaps(days) == (None, None, None, 10)
    assert gaps(days[::3]) == (None, 18)
    assert gaps(()) == ()


# Everything at once, of archives by chance


@dataclass(frozen=True)
class Case:
    """One review, as drawn."""

    meeting: str
    projects: tuple[str, ...]
    outcome: str
    raised: int
    """How many exchanges raise the topic."""
    asked: int
    further: tuple[tuple[str, str], ...]
    """The outcome and the body of each further decision; both may be empty."""

    @property
    def name(self) -> str:
        return f"{self.meeting}/{'-'.join(self.projects)}"

    @property
    def text(self) -> str:
        decisions = "".join(
            f"\n  d{n}: {{text: So.{code and f', outcome: {code}'}{body and f', by: {body}'}}}"
            for n, (code, body) in enumerate(self.further)
        )
        requests = "".join(f"\n  r{n}: {{text: Do., topics: fairness}}" for n in range(self.asked))
        front = [f"project: [{', '.join(self.projects)}]", f"outcome: {self.outcome}"]
        front += [f"decisions:{decisions}"] * bool(decisions) + [f"requests:{requests}"] * bool(requests)
        exchanges = "".join(f"- Why? {{#why-{n} fairness}}\n" for n in range(self.raised))
        return "\n".join(front) + "\n---\n" + (f"## Questions and comments\n\n{exchanges}" if exchanges else "")


PROJECTS = ("alpha", "beta", "gamma")
MEETINGS = ("2022-11", "2023-02-08", "2023-06-07", "2024-01-02")
CASES = st.lists(
    st.builds(
        Case,
        st.sampled_from(MEETINGS),
        st.lists(st.sampled_from(PROJECTS), min_size=1, max_size=2, unique=True).map(tuple),
        st.sampled_from(["A", "B", "none-recorded", "deferred"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.lists(st.tuples(st.sampled_from(["", "A", "B"]), st.sampled_from(["", "The Board"])), max_size=2).map(tuple),
    ),
    max_size=6,
    unique_by=lambda case: case.name,
)


def graph_from(cases: Sequence[Case], folder: Path) -> SiteGraph:
    records = {case.name: case.text for case in cases} | dict.fromkeys(MEETINGS, HELD)
    return graph_of(folder, records | {f"project:{name}": "" for name in PROJECTS})


@given(CASES)
@settings(max_examples=25, deadline=None)
def test_every_count_is_a_count_of_what_was_written(cases: list[Case]) -> None:
    with TemporaryDirectory() as folder:
        graph = graph_from(cases, Path(folder))
    found = find(graph)
    given_outcomes = [(case.meeting, code) for case in cases for code in (case.outcome, *own_outcomes(case))]
    by_meeting = {name: Counter(code for at, code in given_outcomes if at == name) for name in MEETINGS}
    assert found.outcomes_by_meeting == {name: count for name, count in by_meeting.items() if count}
    years = {int(name[:4]): sum((by_meeting[m] for m in MEETINGS if m[:4] == name[:4]), Counter()) for name in MEETINGS}
    assert found.outcomes_by_year == years
    assert Counter(code for code, _ in outcomes_given(graph)) == sum(by_meeting.values(), Counter())
    assert Counter(kind_of(one, graph.config) for one in graph.decisions) == Counter(
        [kind for case in cases for kind in kinds_of(case)]
    )
    assert_passages_agree(cases, found)
    assert count_requests(graph.requests, found.states) == Counter({"waiting": sum(case.asked for case in cases)})


def own_outcomes(case: Case) -> list[str]:
    return [code for code, body in case.further if code and not body]


def kinds_of(case: Case) -> list[str]:
    return ["own" if case.outcome in {"A", "B"} else "absent", *("others" if by else "own" for _, by in case.further)]


def assert_passages_agree(cases: Sequence[Case], found: Findings) -> None:
    passages = found.passages["fairness"]
    number = {case.name: case.raised + case.asked for case in cases}
    assert Counter(passage.ref.record for passage in passages) == Counter(number)
    about = {name: len(found) for name, found in passages_by_project(passages).items()}
    assert about == {
        name: total for name in PROJECTS if (total := sum(number[case.name] for case in cases if name in case.projects))
    }


@given(CASES)
@settings(max_examples=10, deadline=None)
def test_the_order_in_which_files_were_written_changes_nothing(cases: list[Case]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        first, second = graph_from(cases, Path(one)), graph_from(cases[::-1], Path(other))
    assert find(first) == find(second)


def test_what_is_found_of_a_whole_archive_is_what_each_part_finds() -> None:
    graph = linked(FENMOOR)
    found = find(graph)
    assert found.states == request_states(graph)
    assert found.standings == standings(graph)
    assert found.passages == passages_by_topic(graph)
    assert found.about_topic == projects_by_topic(graph)
    assert found.changes == changes_by_review(graph)
    assert found.attendance == everyone(graph)
    assert found.known_by_reference == known_by_reference(graph)
    assert found.never_recorded == never_recorded(graph) == frozenset()
    assert found.outcomes_by_meeting == outcomes_by_meeting(graph)
    assert found.outcomes_by_year == outcomes_by_year(graph)


def test_the_findings_of_the_invented_archive_agree_with_each_other() -> None:
    graph = linked(FENMOOR)
    found = find(graph)
    assert sum(count.total() for count in found.outcomes_by_year.values()) == len(list(outcomes_given(graph)))
    raised = {topic for topic, passages in found.passages.items() if passages}
    assert raised >= {topic for review in graph.reviews.values() for topic in topics_raised_in(review)}
    assert {one.meeting for who in found.attendance for one in who.attended} <= {one.id for one in graph.meetings}


# What runs out, whose the projects are, and the marks of the board


def test_what_runs_out_next_comes_first_and_what_ran_out_last(tmp_path: Path) -> None:
    until = {"soon": "2024-07", "later": "2025-01-31", "over": "2024-03", "long-over": "2023-12-31", "open": ""}
    records = {"2023-05-04": HELD, "2024-06-05": HELD}
    for name, end in until.items():
        records |= {f"project:{name}": "", f"2023-05-04/{name}": "outcome: A" + (f"\nuntil: {end}" if end else "")}
    records |= {
        "project:again": "",
        "2023-05-04/again": "outcome: B\nuntil: 2024-01-31",
        "2024-06-05/again": "outcome: A",
    }
    found = standings(graph_of(tmp_path, records))
    to_come, over = ends(found)
    assert [(project, str(one.until)) for project, one in to_come] == [("soon", "2024-07"), ("later", "2025-01-31")]
    assert [(project, one.end) for project, one in over] == [("over", "ran-out"), ("long-over", "ran-out")]
    states = {str(ref): state for ref, state in states_of_advice(found).items()}
    ran_out = {f"2023-05-04/{name}": ("ran-out",) for name in ("over", "long-over", "again")}
    valid = {f"2023-05-04/{name}": ("current",) for name in ("soon", "later", "open")}
    assert states == ran_out | valid | {"2024-06-05/again": ("current",)}


def test_projects_are_under_their_owners_once_two_of_them_name_one(tmp_path: Path) -> None:
    one = {"project:alpha": "owner: data Lab", "project:beta": ""}
    assert find(graph_of(tmp_path / "one", one)).owners == {}
    found = find(graph_of(tmp_path / "two", one | {"project:gamma": "owner: [Zoo, data Lab, Estates]"})).owners
    assert [(owner, [project.id for project in projects]) for owner, projects in found.items()] == [
        ("data Lab", ["alpha", "gamma"]),
        ("Estates", ["gamma"]),
        ("Zoo", ["gamma"]),
    ]


def test_each_mark_of_the_board_leads_to_where_it_is_recorded(tmp_path: Path) -> None:
    records = {"project:alpha": "events: {date: 2023-03-01, text: Tried., status: on-trial}"}
    records |= {"2023-02-01": HELD, "2023-04-05": "decisions: {x: {item: 1, text: Wait., project: alpha}}"}
    records |= {"2023-06-07": HELD, "2023-02-01/alpha": "outcome: A", "2023-06-07/alpha": "outcome: deferred"}
    records |= {"project:beta": "", "2023-04-05/beta": ""}
    graph = graph_of(tmp_path, records)
    row = find(graph).board["alpha"]
    assert [(mark.kind, str(mark.day), str(mark.ref), mark.code) for mark in row.marks] == [
        ("outcome", "2023-02-01", "2023-02-01/alpha", "A"),
        ("event", "2023-03-01", "project:alpha#history", ""),
        ("decision", "2023-04-05", "2023-04-05#decision-x", ""),
        ("absent", "2023-06-07", "2023-06-07/alpha", "deferred"),
    ]
    outcome, event, decision, _ = row.marks
    assert outcome.advice is row.standing.every[0]
    assert event.event is graph.projects["alpha"].facts.events[0]
    assert decision.decided is graph.decisions_about("alpha")[0]


def test_of_two_projects_that_wait_since_one_day_the_one_with_more_requests_comes_first(tmp_path: Path) -> None:
    records = {"project:alpha": "", "project:beta": "", "2023-02-01": HELD, "2023-04-05": HELD, "2023-06-07": HELD}
    records |= {f"{meeting}/alpha": "" for meeting in ("2023-04-05", "2023-06-07")}
    records |= {
        "2023-02-01/alpha": "requests: {a: {text: Do.}}",
        "2023-02-01/beta": "requests: {b: {text: Do.}, c: {text: Say.}}",
    }
    rows = find(graph_of(tmp_path, records)).board.values()
    assert [(row.project, dict(row.states)) for row in rows] == [("beta", {"waiting": 2}), ("alpha", {"waiting": 1})]
