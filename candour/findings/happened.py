"""What happened, and where each row of the data belongs: the feeds take a part of it, the table of events all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from candour.findings.counts import kind_of
from candour.findings.requests import RequestState, late_from
from candour.findings.reviews import why_decided, why_of
from candour.findings.standing import Standing
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph, is_outcome
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import NOT_REPORTED, AnyRecord, Correction, Meeting, Project, Review
from candour.model.values import Prose, Ref


@dataclass(frozen=True, slots=True)
class Place:
    """What a row belongs to."""

    record: AnyRecord
    ref: Ref
    date: PartialDate | None
    under: str | None
    """The key of the agenda item."""
    projects: tuple[str, ...]

    @property
    def meeting(self) -> str | None:
        own = self.record
        return own.meeting if isinstance(own, Review) else own.id if isinstance(own, Meeting) else None

    @property
    def item(self) -> Ref | None:
        meeting = self.meeting if self.under else None
        return Ref(meeting, anchors.item(self.under)) if meeting and self.under else None

    @property
    def review(self) -> str | None:
        return self.record.name if isinstance(self.record, Review) else None

    @property
    def project(self) -> str | None:
        """The first."""
        return next(iter(self.projects), None)


def place_of(
    record: AnyRecord,
    ref: Ref,
    date: PartialDate | None,
    under: str | None = None,
    about: tuple[str, ...] | None = None,
) -> Place:
    """Of something in a record; what is not given is the record's: its projects, the item where it was decided."""
    own = (record.id,) if isinstance(record, Project) else record.projects if isinstance(record, Review) else ()
    decided = record.decided if isinstance(record, Review) else None
    return Place(record, ref, date, under or decided, own if about is None else about)


def place_of_request(one: LinkedRequest) -> Place:
    return Place(one.record, one.ref, one.asked, one.item, one.projects)


def place_of_decision(one: LinkedDecision) -> Place:
    return Place(one.record, one.ref, one.day, one.item, one.projects)


ORDER = (
    "planned cancelled met reviewed decided replaced succeeded ran-out asked answered passed-its-stage became-overdue"
    " happened corrected removed"
).split()
"""The kinds of what happened: what comes first on one day."""


@dataclass(frozen=True, slots=True)
class Happened:
    kind: str
    of: Any
    """The meeting, review, decision, request, its state, answer, event, end of advice or correction itself; of a review
    that is only reported the entry in the project's history."""
    place: Place
    how: str | None = None
    """Of a decision, whose it is (`kind_of`; `advice` as reported); of an answer, how far; of an event, the use since
    then; of a correction, why."""
    text: str | Prose | None = None
    decision: Ref | None = None
    request: Ref | None = None
    outcome: str | None = None
    is_reported: bool = False


def happened(
    graph: SiteGraph, states: Mapping[Ref, RequestState], standings: Mapping[str, Standing]
) -> tuple[Happened, ...]:
    """Each once, whatever number of projects it concerns, and each kind in the order of the graph."""
    return (*_met(graph), *_asked(graph, states), *_of_projects(graph, standings), *_to_records(graph))


def _met(graph: SiteGraph) -> Iterator[Happened]:
    for meeting in graph.meetings:
        kind = {"scheduled": "planned", "held": "met"}.get(meeting.facts.status, meeting.facts.status)
        for day in meeting.days:
            yield Happened(kind, meeting, place_of(meeting, Ref(meeting.id), day), text=meeting.facts.title)
    for review in graph.reviews.values():
        place, why = place_of(review, Ref(review.name), graph.day_of(review)), why_of(review)
        yield Happened("reviewed", review, place, text=why, outcome=review.facts.outcome)
    for one in graph.decisions:
        whose, place = kind_of(one, graph.config), place_of_decision(one)
        yield Happened("decided", one, place, whose, why_decided(one), one.ref, outcome=one.outcome)


def _asked(graph: SiteGraph, states: Mapping[Ref, RequestState]) -> Iterator[Happened]:
    """Also answers to requests that are known only by them. A later report of a request is not another one."""
    for one in graph.requests:
        state, place, text = states[one.ref], place_of_request(one), one.request.text
        if not one.same_as:
            yield Happened("asked", one, place, text=text, request=one.ref, is_reported=one.is_reported)
            if day := late_from(one, state):
                kind = "passed-its-stage" if one.request.due and one.request.due.stage else "became-overdue"
                late = replace(place, date=PartialDate(day.year, day.month, day.day))
                yield Happened(kind, state, late, text=text, request=one.ref)
    for ref, answers in graph.answers.items():
        asked = graph.request(ref)
        for given in answers:
            item = given.answer.passage if isinstance(given.by, Meeting) else None
            when, about = given.answer.date or given.date, asked.projects if asked else None
            place = place_of(given.by, Ref(given.by.name), when, item, about)
            yield Happened("answered", given, place, given.answer.how, given.answer.text, request=ref)


def _of_projects(graph: SiteGraph, standings: Mapping[str, Standing]) -> Iterator[Happened]:
    """What happened between meetings, what is known only from later minutes, and how advice ended."""
    for id, project in graph.projects.items():
        for event in project.facts.events:
            place = place_of(project, Ref(project.name, "history"), event.date)
            yield Happened("happened", event, place, event.status, event.text)
        for entry in graph.histories[id]:
            if entry.previous and entry.review:
                code = entry.previous.outcome or NOT_REPORTED
                for day in entry.when:
                    place = place_of(entry.review, Ref(entry.review.name), day, about=(id,))
                    yield Happened("reviewed", entry, place, outcome=code, is_reported=True)
                    if is_outcome(code, graph.config):
                        yield Happened("decided", entry, place, "advice", outcome=code, is_reported=True)
        for one in standings[id].every:
            if one.end and one.ended:
                given, of = graph.decision_by_ref[one.ref], None if one.is_reported else one.ref
                place = replace(place_of_decision(given), date=one.ended, projects=(id,))
                yield Happened(one.end, one, place, None, None, of, None, one.outcome, one.is_reported)


def _to_records(graph: SiteGraph) -> Iterator[Happened]:
    records: tuple[AnyRecord, ...] = (*graph.projects.values(), *graph.reviews.values(), *graph.meetings)
    for record in records:
        for ref, one in corrections_of(record):
            yield Happened("corrected", one, place_of(record, ref, one.date), one.kind, one.why)
    for gone, removed in graph.removed:
        yield Happened("removed", removed, place_of(gone, Ref(gone.name), removed.date), text=removed.why)


def corrections_of(record: AnyRecord) -> Iterator[tuple[Ref, Correction]]:
    """In the order of the file, each with what it is called."""
    for number, correction in enumerate(record.facts.corrections, 1):
        yield Ref(record.name, f"correction-{number}"), correction
