"""What happened, one entry each, for whoever follows the archive; each with a name that stays.

An entry's id is a UUID of the first name of its record (RFC 9562, 5.5), so a rename keeps it, and neither the site's
address nor a correction changes it. The committee's name goes into it: many archives have a meeting of the same day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid5

from candour.findings.standing import Standing
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Correction, Event, Project, Review
from candour.model.values import Ref

_CANDOUR = UUID("5c1d4a53-3c5e-4f0b-9a3e-0b6f5f8f2b11")
"""The namespace of all ids. Another would make everything new to everyone who follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    kind: Literal["decision", "request", "answer", "event", "ran-out", "replaced", "correction"]
    of: Any
    """The decision, request, answer, event, advice or correction itself."""
    id: UUID
    ref: Ref
    """Where it is on the site."""
    record: AnyRecord
    projects: tuple[str, ...]
    day: PartialDate
    updated: PartialDate
    """The day of its minutes, or of the latest correction that may concern it."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The latest first, each once."""

    decisions: tuple[Entry, ...]
    requests: tuple[Entry, ...]
    """And their answers. A later report of a request is not another one."""
    projects: Mapping[str, tuple[Entry, ...]]
    """Of both those about each project; and what is in neither."""


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

    def of(self, one: LinkedRequest | LinkedDecision, *kind: str) -> UUID:
        return self.id(one.record.name, *kind, _first_anchor(one) or "outcome")


def _first_anchor(one: LinkedRequest | LinkedDecision) -> str:
    own = one.request if isinstance(one, LinkedRequest) else one.decision
    anchor = anchors.request if isinstance(one, LinkedRequest) else anchors.decision
    return anchor(own.formerly[0]) if own and own.formerly else one.ref.anchor


def entries(graph: SiteGraph, standings: Mapping[str, Standing]) -> Entries:
    names = Names(graph)
    decisions = [_decision(one, names) for one in graph.decisions]
    requests = [_request(one, names) for one in graph.requests if not one.same_as] + [*_answers(graph, names)]
    about = grouped((project, one) for one in (*decisions, *requests) for project in dict.fromkeys(one.projects))
    own = {id: _own(project, standings[id], graph, names) for id, project in graph.projects.items()}
    every = {id: _latest_first((*about.get(id, ()), *found)) for id, found in own.items()}
    return Entries(_latest_first(decisions), _latest_first(requests), every)


def _latest_first(found: Iterable[Entry]) -> tuple[Entry, ...]:
    once = {one.id: one for one in found}  # a record may answer two reports of one request
    return tuple(sorted(once.values(), key=lambda one: one.updated)[::-1])


def last_corrected(record: AnyRecord, part: str = "") -> Iterator[PartialDate]:
    """Days of a record's corrections; those of a `part`, as in `request figures`, are not of what names another."""
    for one in record.facts.corrections:
        about = one.about.casefold().removeprefix("the ")
        if not part or about == part or not about.startswith(("request ", "decision ", "answer ")):
            yield one.date


def _decision(one: LinkedDecision, names: Names) -> Entry:
    updated = max((one.day, one.meeting.date, *last_corrected(one.record, _part(one.ref))))
    return Entry("decision", one, names.of(one), one.ref, one.record, one.projects, one.day, updated)


def _request(one: LinkedRequest, names: Names) -> Entry:
    updated = max((one.asked, one.meeting.date, *last_corrected(one.record, _part(one.ref))))
    return Entry("request", one, names.of(one), one.ref, one.record, one.projects, one.asked, updated)


def _part(ref: Ref) -> str:
    """As corrections call it: `request figures`."""
    return ref.anchor.replace("-", " ", 1) or "outcome"


def _answers(graph: SiteGraph, names: Names) -> Iterator[Entry]:
    """Also those of requests that are known only by them."""
    for ref, one in ((ref, one) for ref, given in graph.answers.items() for one in given):
        asked, record, day = graph.request(ref), one.by, one.answer.date or one.date
        id = names.id(record.name, "answer", names.first(ref.record), _first_anchor(asked) if asked else ref.anchor)
        projects = asked.projects if asked else record.projects if isinstance(record, Review) else ()
        updated = max((day, one.date, *last_corrected(record, f"answer {one.ref.within(record.name)}")))
        yield Entry("answer", one, id, asked.ref if asked else Ref(record.name), record, projects, day, updated)


def _own(project: Project, standing: Standing, graph: SiteGraph, names: Names) -> Iterator[Entry]:
    """What is in no list of the site: events, the ends of advice, corrections of its record and of its reviews."""
    about = (project.id,)
    for number, event in _of_days(project.facts.events):
        id, updated = names.id(project.name, "event", number), max((event.date, *last_corrected(project, "event")))
        yield Entry("event", event, id, Ref(project.name, "history"), project, about, event.date, updated)
    for one in standing.every:
        if one.ended and (one.end == "ran-out" or one.replaced_by):
            kind: Literal["ran-out", "replaced"] = "ran-out" if one.end == "ran-out" else "replaced"
            id = names.id(one.ref.record, kind, one.ref.anchor, one.day, names.first(project.name))
            yield Entry(kind, one, id, one.replaced_by or one.ref, project, about, one.ended, one.ended.end)
    records: tuple[Project | Review, ...] = (project, *graph.reviews_of(project.id))
    for record in records:
        projects = record.projects if isinstance(record, Review) else about
        for index, (number, one) in enumerate(_of_days(record.facts.corrections), 1):
            id, ref = names.id(record.name, "correction", number), Ref(record.name, f"correction-{index}")
            yield Entry("correction", one, id, ref, record, projects, one.date, one.date)


def _of_days(dated: Iterable[Event | Correction]) -> Iterator[tuple[str, Any]]:
    """Each after its day and its number among those of that day: more may be added anywhere."""
    seen = Counter[PartialDate]()
    for one in dated:
        seen[one.date] += 1
        yield f"{one.date} {seen[one.date]}", one
