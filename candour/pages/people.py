"""Who attended what, as recorded: `/people/`."""

from dataclasses import dataclass
from functools import partial
from string import ascii_uppercase

from candour.findings import Findings
from candour.findings.attendance import Attendee
from candour.model import addresses
from candour.pages import words
from candour.pages.groups import GroupedList, anchors_of, by_letter, letter_anchor
from candour.pages.views import Page


@dataclass(frozen=True, slots=True)
class PeopleView:
    number: int
    list: GroupedList[tuple[str, Attendee, str]]
    """Each with an anchor, and at how many meetings and when, in words; empty for only one."""


def people_page(findings: Findings) -> Page:
    view, what = partial(_view, findings), "Who was at which meeting."
    return Page(addresses.PEOPLE, "people.html", "People", view, what, noindex=True)


def _view(findings: Findings) -> PeopleView:
    people = findings.attendance
    taken = ("main", *map(letter_anchor, ascii_uppercase))
    anchors = anchors_of((person.name for person in people), taken, "person")
    rows = [(anchor, person, _summary(person)) for anchor, person in zip(anchors, people, strict=True)]
    listed = by_letter(rows, lambda row: row[1].name.split()[-1], "person", "people")
    return PeopleView(len(rows), listed)


def _summary(person: Attendee) -> str:
    """`At 12 meetings from 2021 to 2024, and chaired 3 of them`."""
    if len(person.attended) == 1:
        return ""
    there = [one for one in person.attended if one.how in {"present", "observing"}]
    years = [one.date.year for one in there or person.attended]
    first, last = years[0], years[-1]
    when = f"in {first}" if first == last else f"from {first} to {last}"
    if not there:
        return f"Expected at meetings {when}, and present at none of them"
    chaired = sum(one.chaired for one in there)
    return f"At {words.counted(len(there), 'meeting')} {when}" + (f", and chaired {chaired} of them" if chaired else "")
