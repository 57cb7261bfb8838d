"""Who attended what, as recorded: `/people/`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from candour.findings import Findings
from candour.findings.attendance import Attendance, Attendee
from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.values import slug
from candour.pages import words
from candour.pages.views import HOME_LINK, LinkTo, Page


@dataclass(frozen=True, slots=True)
class AttendedRow:
    meeting: LinkTo
    how: str
    organisation: str
    role: str
    presided: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    anchor: str
    name: str
    also: tuple[str, ...]
    attended: tuple[AttendedRow, ...]


@dataclass(frozen=True, slots=True)
class PeopleView:
    people: tuple[PersonRow, ...]
    summary: str


def people_page(graph: SiteGraph, findings: Findings) -> Page:
    people = findings.attendance
    rows = (_person(person, anchor, graph) for person, anchor in zip(people, _anchors(people), strict=True))
    view = PeopleView(tuple(rows), words.counted(len(people), "person is", "people are"))
    nav, description = addresses.PEOPLE, "Who attended which meeting."
    return Page(nav, "people.html", "People", view, (HOME_LINK,), nav, description, noindex=True)


def _anchors(people: Iterable[Attendee]) -> Iterator[str]:
    """An anchor for each person; `A. Smith` and `A Smith` must not share one."""
    taken = {"main"}
    for person in people:
        wanted = slug(person.name) or "person"
        free = next(name for n in count(1) if (name := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
        taken.add(free)
        yield free


def _person(attendee: Attendee, anchor: str, graph: SiteGraph) -> PersonRow:
    rows = tuple(_attended(one, graph) for one in reversed(attendee.attended))
    return PersonRow(anchor, attendee.name, attendee.also, rows)


def _attended(one: Attendance, graph: SiteGraph) -> AttendedRow:
    organisation = graph.config.organisations.get(one.organisation)
    return AttendedRow(
        LinkTo(words.date(one.date), f"{addresses.meeting(one.meeting)}#attendance"),
        words.ATTENDANCE[one.how],
        organisation.name if organisation else words.NO_ORGANISATION,
        one.role,
        one.presided,
    )
