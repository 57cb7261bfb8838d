"""`content/people.yaml` -> the names to show and their other spellings."""

from collections.abc import Iterator
from typing import Any

from candour.model.places import Places
from candour.problems import Problem, values_and_problems
from candour.reading.raw import RawRecord

Person = tuple[str, tuple[str, ...]]
"""A name and its other spellings."""


def people_of(raw: RawRecord) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    """By name. A spelling may belong to one name only."""
    found = (one for name, written in (raw.fields or {}).items() for one in _person(name, written, raw.places))
    people, problems = values_and_problems(found)
    return tuple(sorted(people)), (*problems, *_shared(people, raw.places))


def _person(name: str, written: Any, places: Places) -> Iterator[Person | Problem]:
    spellings = written if isinstance(written, list) else [written]
    if not all(isinstance(spelling, str) for spelling in spellings):
        message = f'"{name}" must be followed by the other spellings of this name'
        hint = "write it as Name: [Other spelling, Another]"
        yield Problem("wrong-type", places.span((name,)), message, hint)
        return
    if isinstance(written, str) and "," in written:
        hint = f"write them in brackets: [{written}]; for one name with a comma, put it after a hyphen below"
        yield Problem("bad-value", places.span((name,)), "several spellings stand here as one", hint)
    yield name, tuple(spellings)


def _shared(people: tuple[Person, ...], places: Places) -> Iterator[Problem]:
    names = {name for name, _ in people}
    owners: dict[str, str] = {}
    for name, spellings in people:
        for index, spelling in enumerate(spellings):
            if owners.setdefault(spelling, name) != name or (spelling in names and spelling != name):
                message, hint = f'"{spelling}" is given to two people', "each spelling belongs to one name"
                yield Problem("bad-value", places.span((name, index)), message, hint)
