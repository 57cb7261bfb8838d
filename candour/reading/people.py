"""`content/people.yaml` -> the names to show and their other spellings."""

from candour.problems import Problem, Reported
from candour.reading.raw import RawRecord


def people_of(raw: RawRecord) -> Reported[tuple[tuple[str, tuple[str, ...]], ...]]:
    """The names and the other spellings of each, by name. A spelling may belong to one name only."""
    people: dict[str, tuple[str, ...]] = {}
    for name, written in (raw.fields or {}).items():
        spellings = written if isinstance(written, list) else [written]
        if not all(isinstance(spelling, str) for spelling in spellings):
            message = f'"{name}" must be followed by the other spellings of this name'
            hint = "write it as Name: [Other spelling, Another]"
            yield Problem("wrong-type", raw.places.span((name,)), message, hint)
            continue
        if isinstance(written, str) and "," in written:
            hint = f"write them in brackets: [{written}]; for one name with a comma, put it after a hyphen below"
            yield Problem("bad-value", raw.places.span((name,)), "several spellings stand here as one", hint)
        people[name] = tuple(spellings)
    owners: dict[str, str] = {}
    for name, index, spelling in ((n, i, s) for n, spellings in people.items() for i, s in enumerate(spellings)):
        if owners.setdefault(spelling, name) != name or (spelling in people and spelling != name):
            message, hint = f'"{spelling}" is given to two people', "each spelling belongs to one name"
            yield Problem("bad-value", raw.places.span((name, index)), message, hint)
    return tuple(sorted(people.items()))
