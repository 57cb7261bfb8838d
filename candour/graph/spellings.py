"""People whom the records of one organisation write in two ways: said as a warning, and never joined by guess."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from candour.graph.attendance import Spellings, lists_of, spellings_of
from candour.graph.register import Register
from candour.model.people import name_words, titles_of
from candour.problems import Problem, Span

_SHORTEST = 6
"""Of names that may have a letter too few, too many or in the wrong place."""
_SHORTEST_WITH_ANOTHER_LETTER = 12
"""Shorter names that differ in a letter are often two people's."""
_One = tuple[str, str]
"""An organisation and a name to show."""


def check_spellings(register: Register) -> Iterator[Problem]:
    """One warning for each spelling; not of two people who were at one meeting, or who both are in `people.yaml`."""
    known = spellings_of(register.archive.people)
    at: defaultdict[_One, set[str]] = defaultdict(set)
    spans: dict[_One, Span] = {}
    for meeting in register.archive.meetings:
        for number, people in enumerate(lists_of(meeting)):
            for path, person in people:
                one = str(path[-2]), known.get(person.name, (person.name,))[0]
                at[one].add(f"{meeting.id} {number}")
                if one not in spans:
                    spans[one] = meeting.places.span(path)
    joined = _joined(sorted(at, key=lambda one: (one[1] not in known, -len(at[one]), -len(one[1]), one)), at, known)
    for one, other in joined.items():
        spellings = [*known.get(other[1], ())[1:], *(name for (_, name), to in joined.items() if to == other)]
        line = f"{_quoted(other[1])}: [{', '.join(map(_quoted, spellings))}]"
        message = f'"{one[1]}" may be {other[1]}, written in another way'
        apart = " and ".join(f"{_quoted(name)}: none" for _, name in (other, one) if name not in known)
        place = f"in place of the line for {other[1]} " if other[1] in known else ""
        hint = f"if so, write {line} {place}in content/people.yaml; if they are two people, write there {apart}"
        yield Problem("person-in-two-spellings", spans[one], message, hint)


def _joined(order: Sequence[_One], at: Mapping[_One, set[str]], known: Spellings) -> dict[_One, _One]:
    """Each that is like one other above it in the order, and only one, with that one."""
    alike, joined = _alike_in(order), dict[_One, _One]()
    taken = {one: set(meetings) for one, meetings in at.items()}
    for one in order:
        others = [other for other in alike[one] if other not in joined and taken[other].isdisjoint(at[one])]
        if len(others) == 1 and not {one[1], others[0][1]} <= known.keys():
            joined[one] = others[0]
            taken[others[0]] |= at[one]
    return joined


def _alike_in(order: Sequence[_One]) -> Mapping[_One, list[_One]]:
    """Of each, those above it that are like it. Only names with a key in common are compared."""
    found: defaultdict[_One, list[_One]] = defaultdict(list)
    by_key: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, (organisation, name) in enumerate(order):
        for key in _keys(parts) if (parts := _parts(name)) else ():
            by_key[organisation, *key].append(place)
    alone = [len(_parts(name)) == 1 for _, name in order]
    pairs = {
        (first, second)
        for (_, kind, *_), places in by_key.items()
        for first, second in combinations(places, 2)
        if kind != "surname" or alone[first] or alone[second]
    }
    for first, second in sorted(pairs):
        if _are_alike(order[first][1], order[second][1]):
            found[order[second]].append(order[first])
    return found


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name; none of one that is a mistake in itself, as two people on one line are."""
    if re.search(r"[;:/&@*?0-9]| and | [-–—] |\([^)]*$|\)$", name):
        return ()
    return tuple(part for word in name_words(name) for part in re.split(r"[^\w]+", word) if part)


def _keys(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What names have in common that may be one person's."""
    whole = "".join(parts)
    yield from (("typed", whole[:at] + whole[at + 1 :]) for at in range(len(whole) + 1))
    yield from (("surname", part) for part in parts[-1:])
    yield from (("initial", parts[0][0], part) for part in parts[1:][-1:])
    yield "parts", *sorted(parts)
    yield from (("two", parts[0], other) for other in parts[1:])


def _are_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's, by their words: `G. Hart` and `George Hart`, `Jenifer` and `Jennifer`."""
    short, long = sorted((_parts(one), _parts(other)), key=len)
    if not short:
        return False
    titles, others = titles_of(one), titles_of(other)
    if {"mr", "ms"} <= {*titles, *others} or (len(short) == 1 and titles != others):
        return False
    if sorted(short) == sorted(long) or (len(short) == 1 and short[0] == long[-1]):
        return True
    if len(short) > 1 and short[-1] == long[-1]:
        given = zip(short[:-1], long[:-1], strict=False)
        if all(a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in given):
            return True
    if len(short) > 1 and short[0] == long[0] and set(short) < set(long) and len(long) == len(short) + 1:
        return True
    is_alike = len(short) == len(long) and all(a[0] == b[0] for a, b in zip(short, long, strict=True))
    return is_alike and _one_slip("".join(short), "".join(long))


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter is missing, too many, exchanged with its neighbour or, in a long name, another."""
    short, long = sorted((one, other), key=len)
    if len(short) < len(long):
        return len(short) >= _SHORTEST and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    at = [place for place, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
    if len(at) == 1:
        return len(short) >= _SHORTEST_WITH_ANOTHER_LETTER
    is_exchanged = len(at) == 2 and short[at[0] : at[1] + 1] == long[at[0] : at[1] + 1][::-1]
    return is_exchanged and at[1] == at[0] + 1 and len(short) >= _SHORTEST


def _quoted(name: str) -> str:
    """As a key, or an entry of a list, in YAML."""
    return json.dumps(name, ensure_ascii=False) if re.search(r"[^\w .’'()/-]|^\W", name) else name
