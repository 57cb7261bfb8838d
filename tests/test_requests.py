"""What came of every request: histories written by hand, the archive that ships, and chance.

The rules are at the top of `fixtures/histories/histories.yaml`. Every history is made into the files of an archive,
and these are read as any archive is. `replay` is a second way to the same answers: it leafs through a calendar.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from built import CONFIG, ROOT, write_archive
from hypothesis import event, given, settings
from hypothesis import strategies as st
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


# A second way to the same answers


def days_of(text: str) -> tuple[date, date]:
    """The first and the last day of a year, a month, a day, or a meeting named after one of them."""
    year, month, day, *_ = *(int(part) for part in text.split("-") if part.isdigit()), 0, 0, 0
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    after = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return first, after - timedelta(days=1)


def in_time(meeting: str) -> tuple[date, int, str]:
    """Of two meetings that may have been on one day, that comes first of which less is known."""
    return days_of(meeting)[0], sum(part.isdigit() for part in meeting.split("-")), meeting


@dataclass
class Waiting:
    """What becomes of one request while the calendar is leafed through."""

    line: Line
    asked_by: date
    """The last day on which it may have been asked."""
    due_by: date | None = None
    is_late: bool = False
    is_partly: bool = False
    end: str = ""
    """How it was closed; empty while it waits."""
    closed_at: str = ""
    """The meeting that closed it."""

    def hears(self, how: str, meeting: str) -> None:
        """An answer; after the end nothing changes any more."""
        if not self.end and how in {"fully", "withdrawn"}:
            self.end, self.closed_at = how, meeting
        self.is_partly |= how == "partly"

    def comes_due(self, meeting: str, is_over: bool) -> None:
        """What is due at this very meeting, when it is the first such."""
        if self.due_by is None:
            self.due_by, self.is_late = days_of(meeting)[1], is_over

    @property
    def state(self) -> str:
        if self.end == "withdrawn":
            return "withdrawn"
        if self.end:
            return self._answered(*days_of(self.closed_at))
        if not self.is_late:
            return "waiting"
        if self.line.get("strength") == "suggested":
            return "past suggested"
        return "past stage" if self.line["due"] in STAGES else "overdue"

    def _answered(self, first: date, last: date) -> str:
        """By the days on which the meeting that answered may have been."""
        if "due" not in self.line:
            return "answered"
        if self.due_by is None or last <= self.due_by:
            return "answered in time"
        return "answered late" if first > self.due_by else "answered"


STAGES = ("in-principle", "final")


def replay(history: History) -> Said:
    """Lives through the history day by day, and knows on each day only what has happened by then."""
    held = sorted((meeting for meeting, how in history.meetings.items() if how == "held"), key=in_time)
    lines = [line for line in history.happens if line["at"] in held and "draft" not in line]
    if not held:
        return {}
    latest = days_of(held[-1])[0]
    speaks_of = days_of(history.as_of)[0] if history.as_of else latest
    known: dict[str, Waiting] = {}
    means: dict[str, str] = {}

    def ask(line: Line, asked: str) -> None:
        _, asked_by = days_of(asked)
        one = known[name_asked(line)] = Waiting(line, asked_by)
        if line.get("due", "")[:1].isdigit():
            one.due_by = days_of(line["due"])[1]

    for line in lines:
        if "formerly" in line:
            means[line["formerly"]] = name_asked(line)
        if "same_as" in line:
            means[name_asked(line)] = line["same_as"]
    reported = [line for line in lines if "reports" in line and "same_as" not in line]
    day = min(days_of(text)[0] for text in (*held, *(line["asked"] for line in reported)))
    while day <= max(latest, speaks_of):
        for line in reported:
            if day == min(days_of(line["asked"])[1], days_of(line["at"])[0]):
                ask(line, line["asked"])
        for one in known.values():
            if one.due_by and one.due_by < day <= speaks_of:
                one.is_late = True
        for meeting in held:
            if days_of(meeting)[0] != day:
                continue
            reached = {(line["project"], line["stage"]) for line in lines if line["at"] == meeting and "stage" in line}
            for one in known.values():
                about = one.line.get("about", one.line.get("project"))
                is_due = one.line.get("due") == "next-meeting" or (about, one.line.get("due")) in reached
                if is_due and day > one.asked_by:
                    one.comes_due(meeting, day <= speaks_of)
            for line in sorted((line for line in lines if line["at"] == meeting), key=lambda line: int(line["item"])):
                if "asks" in line:
                    ask(line, meeting)
                elif "answers" in line:
                    name = line["answers"]
                    while name in means:
                        name = means[name]
                    known[name].hears(line["how"], meeting)
        day += timedelta(days=1)

    said = {name: entry(one.state, one.is_partly and not one.end, one.due_by) for name, one in known.items()}
    for line in lines:
        if "same_as" in line:
            first = line["same_as"]
            while first in means:
                first = means[first]
            said[name_asked(line)] = {"counted_with": first}
    return said


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


@each_history
def test_whoever_lives_through_a_history_day_by_day_comes_to_the_same_end(history: History) -> None:
    assert replay(history) == history.expected


# Histories made by chance

DAYS = (
    "2022-11 2022-11-09 2022-12-31 2023-01-31 2023-02 2023-02-08 2023-02-08-extraordinary 2023-02-09 2023-02-28 "
    "2023-03 2023-03-01 2023-06-30 2023-12-31 2024 2024-01-01 2024-01 2024-02-29 2024-02-29-extraordinary 2024-03-01"
).split()
"""When meetings may be: on last days, first days, leap days, and known by less than the day."""
DUES = [*(day for day in DAYS if not day.endswith("extraordinary")), *"2022 2023 2022-12 2023-06 2023-02-07".split()]
AGENDA = {"1": "", "2": "alpha", "3": "beta", "9": ""}
"""By item, the project whose review is there; the first and the last item are the meeting's own."""
STRENGTHS = ("requested", "needed", "suggested")


def chance(*of: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(of)


@dataclass(frozen=True)
class Place:
    """Where a line of a history is in time."""

    meeting: str
    item: str

    @property
    def in_order(self) -> tuple[tuple[date, int, str], str]:
        return in_time(self.meeting), self.item

    @property
    def line(self) -> dict[str, str]:
        project = AGENDA[self.item]
        return {"at": self.meeting, "item": self.item} | ({"project": project} if project else {})


Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass
class Chance:
    """One history while it is drawn."""

    meetings: Mapping[str, str]
    places: Sequence[Place]
    """Where something may happen, oldest first."""
    lines: list[Line] = field(default_factory=list)
    asked: dict[str, Place] = field(default_factory=dict)
    """By name, where each request is."""
    first: dict[str, str] = field(default_factory=dict)
    """By name, the request that first asked it: for most, itself."""

    def may_report(self, name: str, place: Place) -> bool:
        """Later minutes may, and drafts stay out of it."""
        first = self.asked[name].meeting
        is_later = days_of(place.meeting)[0] > days_of(first)[1]
        return is_later and "draft" not in {self.meetings[first], self.meetings[place.meeting]}

    def may_answer(self, name: str, place: Place) -> bool:
        """Later items and later meetings may; what a draft asks, only drafts."""
        places = self.asked[name], self.asked[self.first[name]]
        is_published = self.meetings[self.asked[name].meeting] != "draft"
        is_later = place.in_order > max(one.in_order for one in places)
        return is_later and (is_published or self.meetings[place.meeting] == "draft")


@st.composite
def histories(draw: Draw) -> History:
    """Without mistakes of order: answers come after their questions, and what is published names no draft."""
    days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=6, unique=True)), key=in_time)
    meetings = {day: draw(chance(*["held"] * 6, "draft", "cancelled", "scheduled")) for day in days}
    places = [Place(day, item) for day in days for item in AGENDA if meetings[day] in {"held", "draft"}]
    made = Chance(meetings, places)
    if places:
        draw_stages(draw, made)
        draw_requests(draw, made)
        draw_answers(draw, made)
    as_of = draw(chance(*[""] * 7, "2023-02", "2023-02-08", "2023-03-01", "2024", "2024-12-31"))
    return History(meetings, made.lines, as_of=as_of)


def draw_stages(draw: Draw, made: Chance) -> None:
    """Reviews at a stage, which may ask and answer nothing."""
    for place in made.places:
        stage = draw(chance("", *STAGES)) if AGENDA[place.item] else ""
        made.lines += [place.line | {"stage": stage}] if stage else []


def draw_requests(draw: Draw, made: Chance) -> None:
    own = [place for place in made.places if not AGENDA[place.item]]
    for number in range(draw(st.integers(1, 6))):
        name, how = f"r{number}", draw(chance("asks", "repeats", "reports"))
        repeats = [(old, place) for old in made.asked for place in own if made.may_report(old, place)]
        place: Place = draw(st.sampled_from(made.places if how == "asks" else own))
        made.first[name] = name
        if how == "repeats" and repeats:
            old, place = draw(st.sampled_from(repeats))
            made.first[name] = made.first[old]
            line = {"reports": name, "same_as": old, "asked": made.asked[made.first[old]].meeting[:10]}
        elif how == "reports" and (earlier := [day for day in DUES if days_of(day)[1] <= days_of(place.meeting)[0]]):
            line = {"reports": name, "asked": draw(st.sampled_from(earlier))}
        else:
            line = {"asks": name}
        made.asked[name] = place
        due = draw(chance("a day", "next-meeting", "final", "none"))
        if due == "a day":
            later = [day for day in DUES if days_of(day)[1] >= days_of(place.meeting)[0]]
            line |= {"due": draw(st.sampled_from(later))} | draw(chance({}, {"due_from": "in a while"}))
        elif due != "none":
            line |= {"due": due}
        line |= draw(chance({}, {"formerly": f"old-{name}"})) | {"strength": draw(chance(*STRENGTHS))}
        made.lines.append(place.line | line)


def draw_answers(draw: Draw, made: Chance) -> None:
    """Within one meeting no request comes to two ends: which of them counts would be anyone's guess."""
    ends: dict[tuple[str, str], str] = {}
    written: set[tuple[str, str]] = set()
    former = {name_asked(line) for line in made.lines if "formerly" in line}
    for _ in range(draw(st.integers(0, 9))):
        name = draw(st.sampled_from(sorted(made.asked)))
        later = [place for place in made.places if made.may_answer(name, place)]
        if not later:
            continue
        place = draw(st.sampled_from(later))
        how = draw(chance("partly", "partly", "not-yet", "fully", "withdrawn"))
        end = ends.setdefault((place.meeting, made.first[name]), how) if how in {"fully", "withdrawn"} else how
        if end != how or (record_of(place.line), name) in written:
            continue
        written.add((record_of(place.line), name))
        called = draw(chance(name, f"old-{name}")) if name in former else name
        made.lines.append(place.line | {"answers": called, "how": how})


@settings(max_examples=2 * settings().max_examples)
@given(histories())
def test_whatever_happens_the_site_says_what_someone_would_say_who_lived_through_it(history: History) -> None:
    with TemporaryDirectory() as folder:
        checked = check_archive(archive_of(Path(folder), history))
    assert {problem.name for problem in errors(checked.problems)} <= set[str]({"answers-contradict"})
    assert checked.graph
    said = what_is_said(checked.graph)
    assert said == replay(history)
    assert_reports_share(checked.graph)
    for one in said.values():
        event("counted with another" if "counted_with" in one else f"{one['state']}, in part: {one.get('part', 'no')}")


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
