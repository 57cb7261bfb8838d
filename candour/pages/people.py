"""Who attended what, as recorded: `/people/`."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from candour.graph.graph import Attendance, Attendee, SiteGraph
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


def people_page(graph: SiteGraph) -> Page:
    view = PeopleView(
        tuple(_person(person, anchor, graph) for person, anchor in zip(graph.people, _anchors(graph), strict=True)),
        words.counted(len(graph.people), "person is", "people are"),
    )
    return Page(
        addresses.PEOPLE,
        "people.html",
        "People",
        view,
        (HOME_LINK,),
        addresses.PEOPLE,
        "Who attended which meeting.",
        noindex=True,
    )


def _anchors(graph: SiteGraph) -> Iterator[str]:
    """An anchor for each person; `A. Smith` and `A Smith` must not share one."""
    taken = {"main"}
    for person in graph.people:
        wanted = slug(person.name) or "person"
        free = next(name for n in count(1) if (name := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
        taken.add(free)
        yield free


def _person(attendee: Attendee, anchor: str, graph: SiteGraph) -> PersonRow:
    def row(attended: Attendance) -> AttendedRow:
        organisation = graph.config.organisations.get(attended.organisation)
        return AttendedRow(
            LinkTo(words.date(attended.meeting.date), f"{addresses.meeting(attended.meeting.id)}#attendance"),
            words.ATTENDANCE[attended.how],
            organisation.name if organisation else words.NO_ORGANISATION,
            attended.person.role,
            attended.presided,
        )

    return PersonRow(
        anchor,
        attendee.name,
        attendee.also,
        tuple(row(attended) for attended in reversed(attendee.attended)),
    )
