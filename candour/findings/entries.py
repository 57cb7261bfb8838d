"""What happened, one entry each, for whoever follows the archive; each with a name that stays.

An entry's id is a UUID of the first name of its record (RFC 9562, 5.5), so a rename keeps it, and neither the site's
address nor what was corrected goes into it. The committee's name does: many archives have a meeting of the same day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid5

from candour.findings.standing import Advice, Standing
from candour.graph.graph import LinkedAnswer, LinkedDecision, LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Correction, Event, Project, Review
from candour.model.values import Ref

EntryKind = Literal["decision", "request", "answer", "event", "ran-out", "replaced", "correction"]
_CANDOUR = UUID("5c1d4a53-3c5e-4f0b-9a3e-0b6f5f8f2b11")
"""The namespace of all ids. Another would make everything new to everyone who follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    kind: EntryKind
    of: LinkedDecision | LinkedRequest | LinkedAnswer | Event | Advice | Correction
    id: UUID
    ref: Ref
    """Where it is on the site."""
    record: AnyRecord
    projects: tuple[str, ...]
    day: PartialDate
    updated: PartialDate
    """When its minutes were taken, or the latest correction that may concern it."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Each in the order of the records; a project's feed has those of the first two that are about it, and its own."""

    decisions: tuple[Entry, ...]
    requests: tuple[Entry, ...]
    """And their answers. A later report of a request is not another one."""
    projects: Mapping[str, tuple[Entry, ...]]


class Names:
    """What everything was first called, and the ids made from that."""

    def __init__(self, graph: SiteGraph) -> None:
        self._former, committee = graph.former, graph.config.committee
        self._space = uuid5(_CANDOUR, f"{committee.of}\n{committee.name}")
        every = (*graph.records, *(record for record, _ in graph.removed))
        moved = ((one.name, [ref.record for ref in one.facts.moved_from if not ref.anchor]) for one in every)
        self._first = {name: (*names, name)[0] for name, names in moved}
        for name in graph.reviews:  # renamed with its meeting and its project
            meeting, _, slug = self._first[name].partition("/")
            first = f"{self.first(meeting)}/{self.first(f'project:{slug}').removeprefix('project:')}"
            self._first[name] = self._first[name] if first in graph.reviews else first

    def first(self, name: str) -> str:
        return self._first.get(self._former.get(name, name), name)

    def id(self, record: str, *parts: object) -> UUID:
        """Of a record that is called so now, or of a part of it."""
        return uuid5(self._space, "\n".join(map(str, (self.first(record), *parts))))


def entries(graph: SiteGraph, standings: Mapping[str, Standing]) -> Entries:
    names = Names(graph)
    decisions = tuple(_decision(one, names) for one in graph.decisions)
    asked = (_request(one, names) for one in graph.requests if not one.same_as)
    requests = (*asked, *_answers(graph, names))
    about = grouped((project, one) for one in (*decisions, *requests) for project in dict.fromkeys(one.projects))
    own = {
        id: (*about.get(id, ()), *_own(project, standings[id], graph, names)) for id, project in graph.projects.items()
    }
    return Entries(_distinct(decisions), _distinct(requests), {id: _distinct(found) for id, found in own.items()})


def latest_first(found: Iterable[Entry]) -> list[Entry]:
    """By when each was last changed; of one day, what is later in the records first."""
    return sorted(found, key=lambda one: one.updated)[::-1]


def last_corrected(record: AnyRecord, part: str = "") -> Iterator[PartialDate]:
    """Days of a record's corrections; those of a `part`, as in `request figures`, are not of what names another."""
    for one in record.facts.corrections:
        about = one.about.casefold().removeprefix("the ")
        if not part or about == part or not about.startswith(("request ", "decision ", "answer ")):
            yield one.date


def _distinct(found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Of two with one id, such as two reports of one answer in one record, the first."""
    return tuple({one.id: one for one in reversed(found)}.values())[::-1]


def _decision(one: LinkedDecision, names: Names) -> Entry:
    own = one.decision
    part = one.ref.anchor.replace("-", " ", 1) or "outcome"
    anchor = anchors.decision(own.formerly[0]) if own and own.formerly else one.ref.anchor
    updated = max((one.day, one.meeting.date, *last_corrected(one.record, part)))
    id = names.id(one.record.name, anchor or "outcome")
    return Entry("decision", one, id, one.ref, one.record, one.projects, one.day, updated)


def _request(one: LinkedRequest, names: Names) -> Entry:
    part = one.ref.anchor.replace("-", " ", 1)
    updated = max((one.asked, one.meeting.date, *last_corrected(one.record, part)))
    id = names.id(one.record.name, _first_anchor(one))
    return Entry("request", one, id, one.ref, one.record, one.projects, one.asked, updated)


def _first_anchor(one: LinkedRequest) -> str:
    return anchors.request(one.request.formerly[0]) if one.request.formerly else one.ref.anchor


def _answers(graph: SiteGraph, names: Names) -> Iterator[Entry]:
    """Also those of requests that are known only by them."""
    for ref, given in graph.answers.items():
        asked = graph.request(ref)
        of = names.first(ref.record), _first_anchor(asked) if asked else ref.anchor
        for one in given:
            record, day = one.by, one.answer.date or one.date
            projects = asked.projects if asked else record.projects if isinstance(record, Review) else ()
            updated = max((day, one.date, *last_corrected(record, f"answer {one.ref}")))
            id = names.id(record.name, "answer", *of)
            yield Entry("answer", one, id, asked.ref if asked else Ref(record.name), record, projects, day, updated)


def _own(project: Project, standing: Standing, graph: SiteGraph, names: Names) -> Iterator[Entry]:
    """What is in no list of the site: events, the ends of advice, corrections of its record and of its reviews."""
    history, about = Ref(project.name, "history"), (project.id,)
    for number, event in enumerate(project.facts.events):
        same_day = sum(other.date == event.date for other in project.facts.events[:number])
        id = names.id(project.name, "event", event.date, same_day)
        updated = max((event.date, *last_corrected(project, "event")))
        yield Entry("event", event, id, history, project, about, event.date, updated)
    for one in standing.every:
        if one.ended and (one.end == "ran-out" or one.replaced_by):
            kind: EntryKind = "ran-out" if one.end == "ran-out" else "replaced"
            id = names.id(one.ref.record, kind, one.ref.anchor, one.day, names.first(project.name))
            day = one.ended.end
            yield Entry(kind, one, id, one.replaced_by or one.ref, project, about, day, day)
    records: tuple[Project | Review, ...] = (project, *graph.reviews_of(project.id))
    for record in records:
        of = record.projects if isinstance(record, Review) else about
        for number, correction in enumerate(record.facts.corrections):
            same_day = sum(other.date == correction.date for other in record.facts.corrections[:number])
            id, day = names.id(record.name, "correction", correction.date, same_day), correction.date
            ref = Ref(record.name, f"correction-{number + 1}")
            yield Entry("correction", correction, id, ref, record, of, day, day)
