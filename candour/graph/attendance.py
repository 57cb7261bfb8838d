"""Who was at a meeting, and whether anyone is listed twice; who speaks is in `speakers.py`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from candour.graph.register import Register, grouped, shown
from candour.model.places import FieldPath
from candour.model.records import Meeting, Person
from candour.problems import Problem, nearest

ALMOST = 0.8
"""How like a name one is that was meant as it: see `nearest`."""
ATTENDANCE = ("present", "apologies", "absent", "observing")
"""The fields of a meeting that list people: the ways in which someone is recorded with it."""


def listed_as(meeting: Meeting, *ways: str) -> Iterator[tuple[str, Person]]:
    """Who is recorded with a meeting in any of these ways (`ATTENDANCE`), each after the code of the organisation.

    Whoever was present at a sitting was present.
    """
    for (way, *_, code, _), person in people_at(meeting):
        if ("present" if way == "sittings" else way) in ways:
            yield str(code), person


def check_chair(register: Register) -> Iterator[Problem]:
    """Somebody in the chair whose name is almost that of someone present."""
    for meeting in register.archive.meetings:
        there = {person.name for _, person in listed_as(meeting, "present", "observing")}
        known = {name for one in there for name in register.spellings.get(one, (one,))}
        for index, person in enumerate(meeting.facts.chair if any(listed_as(meeting, "present")) else ()):
            if person.name not in known and (near := nearest(person.name, known, ALMOST)):
                message = f'"{person.name}" is listed as chair but is not among those present'
                span = meeting.places.span(("chair", index))
                yield Problem("unknown-speaker", span, message, f'did you mean "{near}"?')


def check_listed_once(register: Register) -> Iterator[Problem]:
    """One person, under any spelling, in two lines of a meeting's attendance, or of one of its sittings."""
    for meeting in register.archive.meetings:
        for people in lists_of(meeting):
            seen: dict[str, FieldPath] = {}
            for path, person in people:
                name = shown(person.name, register.spellings)
                if name in seen:
                    first = meeting.places.span(seen[name]).line
                    message = f"{name} is listed twice, here and in line {first}"
                    hint = "keep one of the two; if they are two people, write their names differently"
                    yield Problem("person-listed-twice", meeting.places.span(path), message, hint)
                seen.setdefault(name, path)


def people_at(meeting: Meeting) -> Iterator[tuple[FieldPath, Person]]:
    """Everyone in the attendance of a meeting and of its sittings, with the path there, which ends with the
    organisation and a number."""
    lists: list[tuple[FieldPath, Any]] = [((field,), getattr(meeting.facts, field)) for field in ATTENDANCE]
    lists += [(("sittings", at, "present"), sitting.present) for at, sitting in enumerate(meeting.facts.sittings)]
    for path, groups in lists:
        for code, people in (groups or {}).items():
            yield from (((*path, code, at), person) for at, person in enumerate(people))


def lists_of(meeting: Meeting) -> Iterable[Sequence[tuple[FieldPath, Person]]]:
    """Each list in which nobody may be twice: the meeting's, and that of each sitting."""
    return grouped((path[1] if path[0] == "sittings" else "", (path, one)) for path, one in people_at(meeting)).values()
