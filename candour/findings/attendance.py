"""Who was at which meeting, as recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from candour.graph.attendance import ATTENDANCE, listed_as
from candour.graph.graph import SiteGraph
from candour.graph.register import Spellings, grouped, shown
from candour.model.dates import PartialDate
from candour.model.records import Meeting, Person


@dataclass(frozen=True, slots=True)
class Attendance:
    meeting: str
    date: PartialDate
    how: str
    """One of ATTENDANCE."""
    organisation: str
    """Its code; empty when none is recorded."""
    role: str
    chaired: bool
    listed: Person
    """As the minutes list them."""


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    also: tuple[str, ...]
    """Other spellings, by `people.yaml`."""
    attended: tuple[Attendance, ...]
    """Oldest first."""


def attendance(graph: SiteGraph) -> tuple[Attendee, ...]:
    """Everyone recorded at a meeting, by last name. People are one only by exact name or by `people.yaml`."""
    attended = grouped(pair for meeting in graph.meetings for pair in _at(meeting, graph.spellings))
    order = sorted(attended, key=lambda name: (name.split()[-1].casefold(), name))
    return tuple(Attendee(name, graph.spellings.get(name, (name,))[1:], attended[name]) for name in order)


def number_recorded(meeting: Meeting, how: str, graph: SiteGraph) -> int | None:
    """How many people are recorded in one way (ATTENDANCE), those not named included; None where nothing is said."""
    withheld: Mapping[Any, int] = meeting.facts.withheld
    names = {shown(person.name, graph.spellings) for _, person in listed_as(meeting, how)}
    is_said = names or how in withheld or getattr(meeting.facts, how) is not None
    return len(names) + withheld.get(how, 0) if is_said else None


def _at(meeting: Meeting, spellings: Spellings) -> Iterator[tuple[str, Attendance]]:
    """Everyone at one meeting, each once, by the name to show.

    Whoever was present at a sitting was present, whatever else is recorded of them.
    """
    presiding = {shown(person.name, spellings) for person in meeting.facts.chair}
    seen: set[str] = set()
    for how in ATTENDANCE:
        for organisation, person in listed_as(meeting, how):
            name = shown(person.name, spellings)
            chaired = how == "present" and name in presiding
            if name not in seen:
                yield name, Attendance(meeting.id, meeting.date, how, organisation, person.role, chaired, person)
            seen.add(name)
