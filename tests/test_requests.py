"""What came of every request: histories written by hand, and the archive that ships. `test_by_chance.py` has others.

The rules are at the top of `fixtures/histories/histories.yaml`. Every history is made into the files of an archive,
and these are read as any archive is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import CONFIG, ROOT, write_archive
from test_graph import linked

from candour.findings.durations import Span
from candour.findings.requests import RequestState, how_late, request_states
from candour.graph.check import check_archive
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.model.values import Ref
from candour.problems import errors

HISTORIES = ROOT / "tests/fixtures/histories/histories.yaml"

Line = Mapping[str, str]
"""One line of what happened, with the words that `histories.yaml` explains."""
Said = dict[str, dict[str, str]]
"""What came of each request, by its name, in the words of `expected`."""


@dataclass(frozen=True)
class History:
    meetings: Mapping[str, str]
    happens: Sequence[Line]
    name: str = ""
    words: str = ""
    latest: str = ""
    as_of: str = ""
    """As in `site_config.yaml`."""
    expected: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def histories_in(text: str) -> list[History]:
    """Every value is text."""
    return [History(**one) for one in yaml.load(text, yaml.BaseLoader)["histories"]]


# From a history to an archive, and from the archive to what is said of it


def name_asked(line: Line) -> str:
    return line.get("asks") or line.get("reports", "")


def record_of(line: Line) -> str:
    return f"{line['at']}/{line['project']}" if "project" in line else line["at"]


def records_of(history: History) -> dict[str, str]:
    """The files below `content/`."""
    places: dict[str, str] = {}
    facts: dict[str, dict[str, Any]] = {}
    for meeting, how in history.meetings.items():
        facts[meeting] = {"draft": "yes"} if how == "draft" else {"status": how}
    for line in history.happens:
        for name in filter(None, (name_asked(line), line.get("formerly"))):
            places[name] = f"{record_of(line)}#request-{name}"
        if "project" in line:
            own = facts.setdefault(record_of(line), {"discussed": [], "outcome": "none-recorded"})
            own["discussed"] += [] if line["item"] in own["discussed"] else [line["item"]]
            own |= {"stage": line["stage"]} if "stage" in line else {}
            own |= {"draft": "yes"} if "draft" in line else {}
    for line in history.happens:
        own = facts[record_of(line)]
        if name := name_asked(line):
            kept = {key: line[key] for key in ("due", "due_from", "strength", "asked", "formerly") if key in line}
            about = {"project": line["about"]} if "about" in line else {}
            first = {"same_as": places[line["same_as"]]} if "same_as" in line else {}
            where = {} if "project" in line else {"item": line["item"]}
            own.setdefault("requests", {})[name] = {"text": f"About {name}", **kept, **about, **first, **where}
        elif "answers" in line:
            where = {} if "project" in line else {"passage": line["item"]}
            own.setdefault("answers", {})[places[line["answers"]]] = {"how": line["how"], **where}
    agenda = "".join(f"\n## {number}. Item {number}\n" for number in range(1, 10))
    projects = {line[key] for line in history.happens for key in ("project", "about") if key in line}
    files = {f"projects/{project}.md": f"---\ntitle: {project}\n---\n" for project in projects}
    for record, own in facts.items():
        body = "" if "/" in record else agenda
        folder = "reviews" if "/" in record else "meetings"
        files[f"{folder}/{record}.md"] = f"---\n{yaml.safe_dump(own, sort_keys=False)}---\n{body}"
    return files


def archive_of(folder: Path, history: History) -> Path:
    config = CONFIG.replace("first: First look", "in-principle: In principle")
    config += f"as_of: {history.as_of}\n" if history.as_of else ""
    return write_archive(folder, records_of(history), config)


def name_of(ref: Ref) -> str:
    return ref.anchor.removeprefix("request-")


def state_of(state: RequestState) -> str:
    return state.name.replace("-", " ")


def entry(state: str, is_partly: bool, due_by: date | None) -> dict[str, str]:
    """What `expected` has of one request."""
    partly = {"part": "yes"} if is_partly else {}
    return {"state": state} | partly | ({"due_by": due_by.isoformat()} if due_by else {})


def what_is_said(graph: SiteGraph) -> Said:
    said: Said = {}
    states = request_states(graph)
    for asked in graph.requests:
        assert name_of(asked.ref) not in said
        state = states[asked.ref]
        due = state.due.last_day if state.due else None
        own = entry(state_of(state), state.is_partly, due)
        said[name_of(asked.ref)] = {"counted_with": name_of(asked.same_as)} if asked.same_as else own
    return said


def assert_reports_share(graph: SiteGraph) -> None:
    """Answers and state, with the request that first asked."""
    states = request_states(graph)
    for asked in graph.requests:
        first = graph.request(asked.same_as) if asked.same_as else asked
        assert first
        assert (asked.answers, states[asked.ref]) == (first.answers, states[first.ref])


# Histories written by hand

EDGES = """
histories:

  - name: A month and a year end on their last day
    meetings: {2023-12-01: held, 2024-02-29: held}
    latest: 2024-02-29
    happens:
      - {at: 2023-12-01, item: 1, asks: year, due: 2023}
      - {at: 2023-12-01, item: 2, asks: this-year, due: 2024}
      - {at: 2023-12-01, item: 3, asks: december, due: 2023-12}
      - {at: 2023-12-01, item: 4, asks: february, due: 2024-02}
      - {at: 2023-12-01, item: 5, asks: day-before, due: 2024-02-28}
    expected:
      year: {state: overdue, due_by: 2023-12-31}
      this-year: {state: waiting, due_by: 2024-12-31}
      december: {state: overdue, due_by: 2023-12-31}
      february: {state: waiting, due_by: 2024-02-29}
      day-before: {state: overdue, due_by: 2024-02-28}

  - name: On the day after the end of a month or a year it is overdue
    meetings: {2023-11-08: held, 2024-01-01: held}
    latest: 2024-01-01
    happens:
      - {at: 2023-11-08, item: 1, asks: year, due: 2023}
      - {at: 2023-11-08, item: 2, asks: december, due: 2023-12}
      - {at: 2023-11-08, item: 3, asks: last-day, due: 2023-12-31}
    expected:
      year: {state: overdue, due_by: 2023-12-31}
      december: {state: overdue, due_by: 2023-12-31}
      last-day: {state: overdue, due_by: 2023-12-31}

  - name: Of a latest meeting known only by its year the first day counts
    meetings: {2023-11-08: held, 2024: held}
    latest: 2024
    happens:
      - {at: 2023-11-08, item: 1, asks: december, due: 2023-12}
      - {at: 2023-11-08, item: 2, asks: new-year, due: 2024-01-01}
      - {at: 2023-11-08, item: 3, asks: next-time, due: next-meeting}
    expected:
      december: {state: overdue, due_by: 2023-12-31}
      new-year: {state: waiting, due_by: 2024-01-01}
      next-time: {state: overdue, due_by: 2024-12-31}

  - name: What may have been on the same day is not the next meeting
    meetings: {2023-11: held, 2023-11-20: held, 2023-12-06: held}
    latest: 2023-12-06
    happens:
      - {at: 2023-11, item: 1, asks: of-a-month, due: next-meeting}
      - {at: 2023-11-20, item: 1, asks: of-a-day, due: next-meeting}
      - {at: 2023-12-06, item: 1, asks: of-the-latest, due: next-meeting}
    expected:
      of-a-month: {state: overdue, due_by: 2023-12-06}
      of-a-day: {state: overdue, due_by: 2023-12-06}
      of-the-latest: {state: waiting}

  - name: A suggestion that was answered in part is not overdue either
    meetings: {2023-03-08: held, 2023-06-14: held, 2023-09-13: held}
    latest: 2023-09-13
    happens:
      - {at: 2023-03-08, item: 1, asks: leaflet, strength: suggested, due: 2023-04-30}
      - {at: 2023-03-08, item: 2, asks: poster, strength: needed, due: 2023-04-30}
      - {at: 2023-06-14, item: 1, answers: leaflet, how: partly}
      - {at: 2023-06-14, item: 1, answers: poster, how: partly}
    expected:
      leaflet: {state: past suggested, part: yes, due_by: 2023-04-30}
      poster: {state: overdue, part: yes, due_by: 2023-04-30}

  - name: What is due at a stage is past it, whatever words that was worked out from
    meetings: {2023-03-08: held, 2024-09-13: held}
    latest: 2024-09-13
    happens:
      - {at: 2023-03-08, item: 2, project: alpha, stage: in-principle, asks: costs, due: final, due_from: when it ends}
      - {at: 2023-03-08, item: 2, project: alpha, asks: errors, due: final, strength: needed}
      - {at: 2024-09-13, item: 2, project: alpha, stage: final, answers: errors, how: partly}
    expected:
      costs: {state: past stage, due_by: 2024-09-13}
      errors: {state: past stage, part: yes, due_by: 2024-09-13}

  - name: Meetings that were cancelled or are planned or are drafts are not the next one
    meetings: {2023-03-08: held, 2023-05-10: cancelled, 2023-06-14: draft, 2023-12-13: scheduled}
    latest: 2023-03-08
    happens:
      - {at: 2023-03-08, item: 1, asks: contract, due: next-meeting}
      - {at: 2023-03-08, item: 2, asks: prices, due: 2023-04-30}
    expected:
      contract: {state: waiting}
      prices: {state: waiting, due_by: 2023-04-30}

  - name: The configuration may say that the archive speaks of a later day
    meetings: {2023-03-08: held, 2023-06-14: held}
    latest: 2023-06-14
    as_of: 2023-12-01
    happens:
      - {at: 2023-03-08, item: 1, asks: december, due: 2023-12}
      - {at: 2023-03-08, item: 2, asks: november, due: 2023-11}
      - {at: 2023-03-08, item: 3, asks: answered, due: 2023-11}
      - {at: 2023-06-14, item: 1, asks: next-time, due: next-meeting}
      - {at: 2023-06-14, item: 2, answers: answered, how: fully}
    expected:
      december: {state: waiting, due_by: 2023-12-31}
      november: {state: overdue, due_by: 2023-11-30}
      answered: {state: answered in time, due_by: 2023-11-30}
      next-time: {state: waiting}

  - name: Of a month in the configuration the first day counts
    meetings: {2023-03-08: held, 2023-12-13: held}
    latest: 2023-12-13
    as_of: 2023-12
    happens:
      - {at: 2023-03-08, item: 1, asks: first-of-december, due: 2023-12-01}
      - {at: 2023-03-08, item: 2, asks: november, due: 2023-11}
      - {at: 2023-03-08, item: 3, asks: next-time, due: next-meeting}
    expected:
      first-of-december: {state: waiting, due_by: 2023-12-01}
      november: {state: overdue, due_by: 2023-11-30}
      next-time: {state: waiting, due_by: 2023-12-13}

  - name: An earlier day in the configuration takes back what is overdue and no answer
    meetings: {2023-03-08: held, 2023-06-14: held}
    latest: 2023-06-14
    as_of: 2023-04-15
    happens:
      - {at: 2023-03-08, item: 1, asks: march, due: 2023-03}
      - {at: 2023-03-08, item: 2, asks: april, due: 2023-04}
      - {at: 2023-03-08, item: 3, asks: next-time, due: next-meeting}
      - {at: 2023-03-08, item: 4, asks: closed, due: 2023-03}
      - {at: 2023-06-14, item: 1, answers: closed, how: fully}
    expected:
      march: {state: overdue, due_by: 2023-03-31}
      april: {state: waiting, due_by: 2023-04-30}
      next-time: {state: waiting, due_by: 2023-06-14}
      closed: {state: answered late, due_by: 2023-03-31}

  - name: A request may be answered and reported under a former id
    meetings: {2023-03-08: held, 2023-06-14: held, 2023-09-13: held}
    latest: 2023-09-13
    happens:
      - {at: 2023-03-08, item: 2, project: alpha, asks: costs, formerly: money, due: 2023-05}
      - {at: 2023-03-08, item: 2, project: alpha, asks: errors, formerly: mistakes}
      - {at: 2023-06-14, item: 1, reports: errors-again, asked: 2023-03-08, same_as: mistakes}
      - {at: 2023-06-14, item: 2, project: alpha, answers: money, how: partly}
      - {at: 2023-09-13, item: 2, project: alpha, answers: errors-again, how: fully}
    expected:
      costs: {state: overdue, part: yes, due_by: 2023-05-31}
      errors: {state: answered}
      errors-again: {counted_with: errors}

  - name: A report of a report counts with the first
    meetings: {2023-03-08: held, 2023-06-14: held, 2023-09-13: held}
    latest: 2023-09-13
    happens:
      - {at: 2023-03-08, item: 1, asks: first, due: 2023-05}
      - {at: 2023-06-14, item: 1, reports: second, asked: 2023-03-08, same_as: first, due: 2024-01, strength: suggested}
      - {at: 2023-09-13, item: 1, reports: third, asked: 2023-03-08, same_as: second, formerly: once-third}
      - {at: 2023-09-13, item: 2, answers: once-third, how: partly}
    expected:
      first: {state: overdue, part: yes, due_by: 2023-05-31}
      second: {counted_with: first}
      third: {counted_with: first}

  - name: A request reported of a meeting without a record is judged like any other
    meetings: {2023-03-08: held, 2023-06-14: held}
    latest: 2023-06-14
    happens:
      - {at: 2023-03-08, item: 1, reports: undated, asked: 2022}
      - {at: 2023-03-08, item: 2, reports: dated, asked: 2022-11, due: 2023-04, due_from: by the spring, about: alpha}
      - {at: 2023-03-08, item: 3, reports: done, asked: 2022-11-09, due: 2023-04}
      - {at: 2023-03-08, item: 4, reports: next-time, asked: 2022-11, due: next-meeting}
      - {at: 2023-03-08, item: 5, reports: of-this-month, asked: 2023-03, due: next-meeting}
      - {at: 2023-06-14, item: 1, answers: done, how: fully}
    expected:
      undated: {state: waiting}
      dated: {state: overdue, due_by: 2023-04-30}
      done: {state: answered late, due_by: 2023-04-30}
      next-time: {state: overdue, due_by: 2023-03-08}
      of-this-month: {state: overdue, due_by: 2023-06-14}

  - name: A draft review of a published meeting says nothing yet
    meetings: {2023-03-08: held, 2023-06-14: held}
    latest: 2023-06-14
    happens:
      - {at: 2023-03-08, item: 2, project: alpha, asks: report}
      - {at: 2023-06-14, item: 2, project: alpha, draft: yes, answers: report, how: fully}
    expected:
      report: {state: waiting}
"""

FIFTEEN = histories_in(HISTORIES.read_text("utf-8"))
WRITTEN = [*FIFTEEN, *histories_in(EDGES)]
each_history = pytest.mark.parametrize("history", WRITTEN, ids=[history.name for history in WRITTEN])


def test_there_are_fifteen_histories_with_a_name_each_and_in_words() -> None:
    assert len(FIFTEEN) == 15
    assert all(history.words for history in FIFTEEN)
    assert len({history.name for history in WRITTEN}) == len(WRITTEN)


@each_history
def test_a_history_ends_as_it_is_expected_to(tmp_path: Path, history: History) -> None:
    graph = linked(archive_of(tmp_path, history))
    assert [m.id for m in graph.meetings if m.facts.status == "held"][-1] == history.latest
    assert what_is_said(graph) == history.expected


@each_history
def test_a_report_shares_answers_and_state_with_the_request_itself(tmp_path: Path, history: History) -> None:
    assert_reports_share(linked(archive_of(tmp_path, history)))


# The archive that ships, as of 8 February 2023

CARRIED_OVER = """
| About                   | Request            | Asked   | State           | Answers                         |
| theft-of-motor-vehicles | wider-exploitation | 2022-11 | waiting         | none                            |
| rfsdi-iom               | suspect-data       | 2022-11 | waiting, partly | partly, item 8, "Presentation"  |
| knife-crime             | four-weekly-update | 2022-11 | answered        | fully, item 7                   |
"""
"""Item 2, "Update on actions", in its order. Of the analysis of wider exploitation the minutes say only that it is
being made; they call the paper of item 8 the reply on suspect data, and a member has concerns all the same; and they
call item 7 itself the update that was requested."""

NEW = """
| Review                  | Request               | By        | How strongly | Due                 | Item | State   |
| theft-of-motor-vehicles | none                  |           |              |                     |      |         |
| finance-predictions     | best-value            | member    | requested    | stage final         | 4    | waiting |
| finance-predictions     | service-levels        | member    | requested    | stage final         | 4    | waiting |
| finance-predictions     | effect-on-individuals | committee | requested    | no                  | 10   | waiting |
| frequent-service-users  | partners-plan         | member    | needed       | no                  | 6    | waiting |
| frequent-service-users  | parallel-processes    | committee | needed       | no                  | 10   | waiting |
| frequent-service-users  | acting-on-predictions | committee | needed       | no                  | 10   | waiting |
| knife-crime             | share-as-example      | committee | suggested    | no                  | 10   | waiting |
| knife-crime             | return                | committee | suggested    | 2023-08-31, derived | 10   | waiting |
| rfsdi-iom               | how-included          | member    | needed       | no                  | 8    | waiting |
| rfsdi-iom               | use-and-outputs       | committee | needed       | no                  | 10   | waiting |
| rfsdi-iom               | case-study            | committee | requested    | no                  | 10   | waiting |
| rfsdi-iom               | babuta                | committee | requested    | no                  | 10   | waiting |
| protected-characteristics | none                |           |              |                     |      |         |
"""
"""Every request of the six reviews, in the order of the agenda, compared with the minutes one by one.

How strongly follows the verb: what the minutes call requested, or what a member asked to be made clear, is requested;
a need, something required or something that had to be clearer is needed; what was suggested is suggested. The item is
that in which the minutes have it. Only the return of the knife crime project has a time, and its day is worked out
from "in the next 6 months". Questions that were put and answered on the spot are exchanges, not requests."""


def rows(text: str) -> list[str]:
    """The rows below the heading, with single spaces."""
    return [" ".join(line.split()) for line in text.strip().splitlines()[1:]]


@cache
def real() -> SiteGraph:
    graph = linked(ROOT)
    assert str(graph.as_of) == "2023-02-08"
    return graph


def in_words(state: RequestState) -> str:
    return state_of(state) + (", partly" if state.is_partly else "")


def row(*cells: str) -> str:
    return " ".join(f"| {' | '.join(cells)} |".split())


def test_the_three_actions_carried_over_are_as_the_minutes_have_it() -> None:
    def answers(asked: LinkedRequest) -> str:
        found = []
        for one in asked.answers:
            review = real().reviews[one.by.name]
            titles = [f', "{section.title}"' for section in review.sections if section.id == one.answer.passage]
            found.append(f"{one.answer.how}, item {', '.join(review.facts.discussed)}{''.join(titles)}")
        return "; ".join(found) or "none"

    carried, states = real().requests_of(real().meeting("2023-02-08")), request_states(real())
    assert all(asked.is_reported and asked.item == "2" for asked in carried)
    assert [
        row(" ".join(one.projects), name_of(one.ref), str(one.asked), in_words(states[one.ref]), answers(one))
        for one in carried
    ] == rows(CARRIED_OVER)


def test_the_analysis_of_wider_exploitation_waits_and_is_in_progress() -> None:
    own = real().meeting("2023-02-08").facts.requests["wider-exploitation"]
    assert own.progress
    assert own.progress.text.startswith("The Data Lab is working on this analysis.")


def test_every_new_request_of_the_six_reviews_is_as_the_minutes_have_it() -> None:
    said = []
    reviews = real().reviews_of_meeting["2023-02-08"]
    assert len(reviews) == 6
    for review in reviews:
        exchanges = {exchange.id for section in review.sections for exchange in section.exchanges}
        found = real().requests_of(review)
        said += [] if found else [row(review.slug, "none", "", "", "", "", "")]
        for asked in found:
            state = request_states(real())[asked.ref]
            own, due = asked.request, asked.request.due
            when = f"stage {due.stage}" if due else "no"
            if state.due:
                when = f"{state.due.last_day}, {'derived' if own.due_from else 'stated'}"
            (item,) = review.facts.discussed if own.passage in exchanges else (asked.item,)
            said.append(row(review.slug, name_of(asked.ref), own.by, own.strength, when, item, in_words(state)))
    assert said == rows(NEW)


# What is late longest


def test_what_is_late_longest_comes_first_and_what_is_not_late_last() -> None:
    late = [Span(0, 5, True), None, Span(2, 1, True), Span(14, 0, False), Span(2, 20, True), Span(0, 0, True)]
    assert sorted(late, key=how_late) == [late[3], late[4], late[2], late[0], late[1], late[5]]
    assert (how_late(None), how_late(Span(2, 20, True))) == ((0, 0), (-2, -20))


# What no history can say

EMPTY = "---\nstatus: held\n---\n\n## 1. One\n"


def asks(facts: str = "", **requests: str) -> str:
    """A meeting whose first item asks."""
    lines = "".join(f"  {name}: {{item: 1, text: Asked, {more}}}\n" for name, more in requests.items())
    return f"---\n{facts}\nrequests:\n{lines}---\n\n## 1. One\n"


def answers(ref: str, how: str = "fully") -> str:
    return f"---\nanswers: {{{ref}: {how}}}\n---\n\n## 1. One\n"


@pytest.mark.parametrize("ring", ["a", "ba", "bca"])
def test_reports_in_a_ring_come_to_an_end_and_leave_others_alone(tmp_path: Path, ring: str) -> None:
    reports = {name: f"same_as: '#request-{other}'" for name, other in zip(sorted(ring), ring, strict=True)}
    records = {
        "meetings/2023-02-08.md": asks(**reports, z="due: 2023-03"),
        "meetings/2023-06-14.md": answers("2023-02-08#request-z", "partly"),
    }
    graph = check_archive(write_archive(tmp_path, records)).graph
    assert graph
    assert [name_of(asked.ref) for asked in graph.requests] == [*sorted(ring), "z"]
    other = graph.requests[-1]
    state = request_states(graph)[other.ref]
    assert (other.same_as, in_words(state)) == (None, "overdue, partly")


def test_a_request_that_is_the_same_as_itself_is_a_mistake_or_counts(tmp_path: Path) -> None:
    records = {"meetings/2023-02-08.md": asks(a="same_as: '#request-a'")}
    checked = check_archive(write_archive(tmp_path, records))
    assert checked.graph
    assert errors(checked.problems) or [asked for asked in checked.graph.requests if not asked.same_as]


def test_a_former_id_is_no_report(tmp_path: Path) -> None:
    records = {
        "meetings/2023-02-08.md": asks(a="formerly: b"),
        "meetings/2023-06-14.md": asks(c="asked: 2023-02-08, same_as: 2023-02-08#request-b, formerly: d"),
    }
    first, report = linked(write_archive(tmp_path, records)).requests
    assert (str(report.same_as), first.same_as) == ("2023-02-08#request-a", None)


def test_an_answer_under_the_former_name_of_a_meeting_is_a_mistake_or_counts(tmp_path: Path) -> None:
    records = {
        "meetings/2023-02-08.md": asks("moved_from: 2023-02-09", a="due: next-meeting"),
        "meetings/2023-06-14.md": answers("2023-02-09#request-a"),
    }
    checked = check_archive(write_archive(tmp_path, records))
    assert checked.graph
    asked = checked.graph.requests[0]
    assert errors(checked.problems) or state_of(request_states(checked.graph)[asked.ref]) == "answered in time"


def test_a_meeting_that_began_on_the_day_is_not_the_next_one_though_it_went_on(tmp_path: Path) -> None:
    records = {
        "meetings/2023-02-08.md": asks("start: 10:00", a="due: next-meeting"),
        "meetings/2023-02-08-second.md": EMPTY.replace("status: held", "start: 14:00\nlast_day: 2023-02-09"),
    }
    assert what_is_said(linked(write_archive(tmp_path, records))) == {"a": {"state": "waiting"}}


def test_a_request_may_be_overdue_when_it_is_first_reported(tmp_path: Path) -> None:
    records = {"meetings/2023-02-08.md": asks(a="asked: 2022-11, due: 2023-01")}
    said = what_is_said(linked(write_archive(tmp_path, records)))
    assert said == {"a": {"state": "overdue", "due_by": "2023-01-31"}}


def test_nothing_is_overdue_before_any_meeting_was_held(tmp_path: Path) -> None:
    records = {"meetings/2023-02-08.md": asks("status: scheduled", a="due: 2023-02-08", b="due: next-meeting")}
    graph = check_archive(write_archive(tmp_path, records)).graph  # in spite of the error that it is
    assert graph
    assert graph.as_of is None
    assert what_is_said(graph) == {"a": {"state": "waiting", "due_by": "2023-02-08"}, "b": {"state": "waiting"}}


def test_a_record_that_was_taken_down_answers_nothing(tmp_path: Path) -> None:
    removed = "removed: {date: 2023-07, why: An error}"
    records = {
        "meetings/2023-02-08.md": asks(a="due: next-meeting"),
        "meetings/2023-06-14.md": EMPTY,
        "projects/alpha.md": "---\ntitle: Alpha\n---\n",
        "reviews/2023-06-14/alpha.md": (
            f"---\ndiscussed: 1\noutcome: none-recorded\nanswers: {{2023-02-08#request-a: fully}}\n{removed}\n---\n"
        ),
    }
    said = what_is_said(linked(write_archive(tmp_path, records)))
    assert said == {"a": {"state": "overdue", "due_by": "2023-06-14"}}


@pytest.mark.parametrize(
    ("others", "hint"),
    [
        ({}, 'did you mean "2023-02-08#request-forward-plan"?'),
        ({"benches": "due: 2024"}, 'did you mean "2023-02-08#request-forward-plan"? Otherwise, the open requests are '),
    ],
)
def test_a_mistyped_name_of_a_request_that_is_answered_already_is_recognised(
    tmp_path: Path, others: dict[str, str], hint: str
) -> None:
    records = {
        "meetings/2023-02-08.md": asks(**{"forward-plan": "due: 2023-03"}, **others),
        "meetings/2023-06-14.md": answers("2023-02-08#request-forward-plan"),
        "meetings/2023-07-14.md": answers("2023-02-08#request-foward-plan"),
    }
    (problem,) = errors(check_archive(write_archive(tmp_path, records)).problems)
    assert problem.hint.startswith(f"look up the name in content/meetings/2023-02-08.md; {hint}")
