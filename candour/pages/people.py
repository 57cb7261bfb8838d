"""Who attended what, as recorded: `/people/`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from string import ascii_uppercase

from candour.findings import Findings
from candour.findings.attendance import Attendee
from candour.model import addresses
from candour.model.values import slug
from candour.pages import words
from candour.pages.groups import GroupedList, by_letter, letter_anchor
from candour.pages.views import HOME_LINK, Page


@dataclass(frozen=True, slots=True)
class PersonRow:
    anchor: str
    person: Attendee
    summary: str
    """At how many meetings, and when; empty for only one."""


@dataclass(frozen=True, slots=True)
class PeopleView:
    number: int
    list: GroupedList[PersonRow]


def people_page(findings: Findings) -> Page:
    people, nav = findings.attendance, addresses.PEOPLE
    rows = [PersonRow(a, p, _summary(p)) for a, p in zip(_anchors(people), people, strict=True)]
    view = PeopleView(len(rows), by_letter(rows, lambda row: row.person.name.split()[-1], _counted))
    return Page(nav, "people.html", "People", view, (HOME_LINK,), nav, "Who was at which meeting.", noindex=True)


def _counted(rows: Sequence[PersonRow]) -> str:
    return words.counted(len(rows), "person", "people")


def _summary(person: Attendee) -> str:
    if len(person.attended) == 1:
        return ""
    there = [one for one in person.attended if one.how in {"present", "observing"}]
    years = [one.date.year for one in there or person.attended]
    return words.attended(len(there), sum(one.chaired for one in there), (years[0], years[-1]))


def _anchors(people: Iterable[Attendee]) -> Iterator[str]:
    """An anchor for each person; `A. Smith` and `A Smith` must not share one."""
    taken = {"main", *(letter_anchor(letter) for letter in ascii_uppercase)}
    for person in people:
        wanted = slug(person.name) or "person"
        free = next(name for n in count(1) if (name := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
        taken.add(free)
        yield free
