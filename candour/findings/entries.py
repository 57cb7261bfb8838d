"""What of all that happened whoever follows the archive hears, an entry each, with a name that stays.

An entry's id is a UUID of the first name of its record (RFC 9562, 5.5), so a rename keeps it, and neither the site's
address nor a correction changes it. The committee's name goes into it: many archives have a meeting of the same day.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from candour.findings.happened import Happened
from candour.findings.standing import Advice
from candour.graph.graph import LinkedAnswer, LinkedDecision, LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Correction, Event, Meeting, Project
from candour.model.values import Ref

_CANDOUR = UUID("5c1d4a53-3c5e-4f0b-9a3e-0b6f5f8f2b11")
"""The namespace of all ids. Another would make everything new to everyone who follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    what: Happened
    id: UUID
    ref: Ref
    """Where it is on the site."""
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


def entries(graph: SiteGraph, found: Iterable[Happened], names: Names) -> Entries:
    every = {entry.id: entry for one in found if (entry := _entry(one, graph, names))}
    of_kind = grouped((entry.what.kind, entry) for entry in every.values())
    about = grouped((project, one) for one in every.values() for project in dict.fromkeys(one.what.place.projects))
    return Entries(
        _latest_first(of_kind.get("decided", ())),
        _latest_first((*of_kind.get("asked", ()), *of_kind.get("answered", ()))),
        {id: _latest_first(about.get(id, ())) for id in graph.projects},
    )


def _latest_first(found: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(found, key=lambda one: one.updated)[::-1])


def days_corrected(record: AnyRecord, part: str = "") -> Iterator[PartialDate]:
    """Those of a `part`, as in `request figures`, are not of what names another."""
    return (one.date for one in record.facts.corrections if not part or not one.is_about_another(part))


def _entry(one: Happened, graph: SiteGraph, names: Names) -> Entry | None:
    """None for what nobody follows: it is said by another entry, or of no decision, request or project."""
    record, ref = one.place.record, one.place.ref
    match one.of:
        case LinkedDecision(day=day) | LinkedRequest(asked=day):
            part = ref.anchor.replace("-", " ", 1) or "outcome"  # as corrections call it: `request figures`
            updated = max((day, one.of.meeting.date, *days_corrected(record, part)))
            return Entry(one, names.of(one.of), ref, updated)
        case LinkedAnswer(ref=named, by=by, date=date) if one.request:
            asked, part = graph.request(one.request), f"answer {named.within(by.name)}"
            anchor = _first_anchor(asked) if asked else one.request.anchor
            id = names.id(by.name, "answer", names.first(one.request.record), anchor)
            updated = max((one.of.answer.date or date, date, *days_corrected(by, part)))
            return Entry(one, id, asked.ref if asked else ref, updated)
        case Event(date=date) if isinstance(record, Project):
            id = names.id(record.name, "event", _of_day(one.of, record.facts.events))
            return Entry(one, id, ref, max((date, *days_corrected(record, "event"))))
        case Advice(ended=PartialDate() as ended) if one.kind == "ran-out" or one.of.replaced_by:
            kind, project = "ran-out" if one.kind == "ran-out" else "replaced", f"project:{one.place.project}"
            id = names.id(one.of.ref.record, kind, one.of.ref.anchor, one.of.day, names.first(project))
            return Entry(one, id, one.of.replaced_by or one.of.ref, ended.end)
        case Correction(date=date) if not isinstance(record, Meeting):
            id = names.id(record.name, "correction", _of_day(one.of, record.facts.corrections))
            return Entry(one, id, ref, date)
    return None


def _of_day(one: Event | Correction, among: Iterable[Event | Correction]) -> str:
    """Its day, and its number among those of that day: more may be added anywhere."""
    of_day = (other for other in among if other.date == one.date)
    return f"{one.date} {next(number for number, other in enumerate(of_day, 1) if other is one)}"
