"""People whom the records of one organisation write in two ways: said as a warning, and never joined by guess."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from candour.graph.attendance import lists_of
from candour.graph.register import Register, Spellings, grouped, shown
from candour.model.people import name_words, titles_of
from candour.problems import Problem, Span

_ALIKE = 0.92
"""A letter too many or too few, or in a long name another one; shorter names that differ so are often two people's."""
_One = tuple[str, str]
"""An organisation and a name to show."""


def check_spellings(register: Register) -> Iterator[Problem]:
    """One warning for each spelling; not of two people who were at one meeting, or who both are in `people.yaml`."""
    known = register.spellings
    at: defaultdict[_One, set[str]] = defaultdict(set)
    spans: dict[_One, Span] = {}
    for meeting in register.archive.meetings:
        for number, people in enumerate(lists_of(meeting)):
            for path, person in people:
                one = str(path[-2]), shown(person.name, known)
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
        others = [other for other in alike.get(one, ()) if other not in joined and taken[other].isdisjoint(at[one])]
        if len(others) == 1 and not {one[1], others[0][1]} <= known.keys():
            joined[one] = others[0]
            taken[others[0]] |= at[one]
    return joined


def _alike_in(order: Sequence[_One]) -> Mapping[_One, tuple[_One, ...]]:
    """Of each, those above it that are like it. Only names with a key in common are compared."""
    keyed = ((place, of, _parts(name)) for place, (of, name) in enumerate(order))
    by_key = grouped(((of, *key), place) for place, of, parts in keyed if parts for key in _keys(parts))
    pairs = {pair for places in by_key.values() for pair in combinations(places, 2)}
    return grouped((order[b], order[a]) for a, b in sorted(pairs) if _are_alike(order[a][1], order[b][1]))


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name; none of one that is a mistake in itself, as two people on one line are."""
    if re.search(r"[;:/&@*?0-9]| and | [-–—] |\([^)]*$|\)$", name):
        return ()
    return tuple(part for word in name_words(name) for part in re.split(r"[^\w]+", word) if part)


def _keys(parts: Sequence[str]) -> set[tuple[str, ...]]:
    """What names have in common that may be one person's: a last name, a first name, or all words in another order."""
    return {(parts[-1],), ("", *sorted(parts)), *((parts[0], other[0]) for other in parts[1:])}


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
    one, other = ("".join(short), "".join(long))
    is_long = min(len(one), len(other)) > 5 and [a[0] for a in short] == [b[0] for b in long]
    return is_long and (sorted(one) == sorted(other) or SequenceMatcher(None, one, other).ratio() > _ALIKE)


def _quoted(name: str) -> str:
    """As a key, or an entry of a list, in YAML."""
    return json.dumps(name, ensure_ascii=False) if re.search(r"[^\w .’'()/-]|^\W", name) else name
