"""Who attended what, as recorded: `/people/`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from candour.findings import Findings
from candour.findings.attendance import Attendee
from candour.model import addresses
from candour.model.values import slug
from candour.pages.views import HOME_LINK, Page


@dataclass(frozen=True, slots=True)
class PeopleView:
    people: tuple[tuple[str, Attendee], ...]
    """Each with an anchor."""


def people_page(findings: Findings) -> Page:
    people, nav = findings.attendance, addresses.PEOPLE
    view = PeopleView(tuple(zip(_anchors(people), people, strict=True)))
    return Page(nav, "people.html", "People", view, (HOME_LINK,), nav, "Who was at which meeting.", noindex=True)


def _anchors(people: Iterable[Attendee]) -> Iterator[str]:
    """An anchor for each person; `A. Smith` and `A Smith` must not share one."""
    taken = {"main"}
    for person in people:
        wanted = slug(person.name) or "person"
        free = next(name for n in count(1) if (name := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
        taken.add(free)
        yield free
