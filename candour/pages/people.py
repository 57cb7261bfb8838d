"""Who attended what, as recorded: `/people/`."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from candour.findings import Findings
from candour.findings.attendance import Attendee
from candour.model import addresses
from candour.pages import words
from candour.pages.groups import GroupedList, anchors_of, by_letter, letter_anchor
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
    taken = ("main", *map(letter_anchor, ascii_uppercase))
    anchors = anchors_of((person.name for person in people), taken, "person")
    rows = [PersonRow(anchor, person, _summary(person)) for anchor, person in zip(anchors, people, strict=True)]
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
