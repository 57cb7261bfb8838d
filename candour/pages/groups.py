"""Lists in parts under headings: by letter, by meeting, by state. What does not fit on a few screens is folded."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, count
from typing import Generic, TypeVar

from candour.graph.register import grouped
from candour.model.config import Config
from candour.model.values import slug
from candour.pages import words
from candour.pages.glossary import terms_of
from candour.pages.views import LinkTo

_LONG = 30
"""A list of more rows than these has links to its parts, a field that narrows it, and folded parts."""
_OPEN = 25
"""So many rows of it are open: some ten screens of a phone."""
_OF_FIRST = 20
"""So many of a first part that is too long by itself."""
_MOST_PARTS = 40
"""So many parts are there at once, however short."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Group(Generic[Row]):
    """A part of a list."""

    anchor: str
    title: LinkTo
    """Empty for a list that is not parted."""
    rows: tuple[Row, ...]
    count: str = ""
    """How much it holds, in words."""
    short: str = ""
    """What the link to it is called: `8 February`, `2024`."""
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class GroupedList(Generic[Row]):
    groups: tuple[Group[Row], ...]
    rest: tuple[Group[Row], ...]
    """Those that a reader has to ask for, so many are they."""
    is_long: bool


def grouped_list(groups: Iterable[Group[Row]], *, together: bool = False) -> GroupedList[Row]:
    """The first groups stay open as long as they hold few rows; `together` they are all open or all folded.

    When already the first is too long, its rest is a group of its own, so that something is there to read.
    """
    every = tuple(groups)
    is_long = sum(len(group.rows) for group in every) > _LONG
    if is_long and not together and len(every[0].rows) > _OPEN and every[0].title.text:
        first = every[0]
        title = LinkTo(f"{first.title.text}: {len(first.rows) - _OF_FIRST} more")
        more = Group(f"{first.anchor}-more", title, first.rows[_OF_FIRST:])
        every = (replace(first, rows=first.rows[:_OF_FIRST]), more, *every[1:])
    so_far = tuple(accumulate(len(group.rows) for group in every))
    parts = tuple(
        replace(group, is_folded=is_long and bool(group.title.text) and (together or held > _OPEN))
        for group, held in zip(every, so_far, strict=True)
    )
    return GroupedList(parts[:_MOST_PARTS], parts[_MOST_PARTS:], is_long)


def rows_of(listed: GroupedList[Row]) -> Iterator[Row]:
    """Every row, in the order of the page."""
    return (row for group in (*listed.groups, *listed.rest) for row in group.rows)


def by_letter(rows: Sequence[Row], name: Callable[[Row], str], one: str, many: str = "") -> GroupedList[Row]:
    """Rows that are in the order of their names, under their first letters once there are many: `one` or `many`."""
    if len(rows) <= _LONG:
        return grouped_list([Group("", LinkTo(""), tuple(rows))] if rows else [])
    groups = (
        Group(letter_anchor(letter), LinkTo(letter), found, words.counted(len(found), one, many))
        for letter, found in grouped((_letter(name(row)), row) for row in rows).items()
    )
    return grouped_list(groups, together=True)


def anchors_of(names: Iterable[str], taken: Iterable[str], nameless: str) -> Iterator[str]:
    """An anchor for each name, none of them twice; `A. Smith` and `A Smith` must not share one."""
    used = set(taken)
    for name in names:
        wanted = slug(name) or nameless
        free = next(one for n in count(1) if (one := f"{wanted}-{n}" if n > 1 else wanted) not in used)
        used.add(free)
        yield free


def term_anchors(config: Config) -> Mapping[str, str]:
    """Where each abbreviation is on the page about the site."""
    terms = terms_of(config)
    return dict(zip(terms, (f"abbreviations-{anchor}" for anchor in anchors_of(terms, (), "term")), strict=True))


def letter_anchor(letter: str) -> str:
    return f"letter-{letter.casefold()}"


def _letter(name: str) -> str:
    """`E` for `Élan`; `0–9` for what begins with no letter."""
    first = unicodedata.normalize("NFKD", name)[:1].upper()
    return first if first.isalpha() else "0–9"
