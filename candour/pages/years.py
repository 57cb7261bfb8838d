"""Lists that grow long, a page for each year: what is on which page, and the row of years above it.

A short list stays on its one page. A long one shows its latest years there, as many as fit, and has a page for every
year beside it, the latest too, so that the address of a year stays when the next one begins.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import Any, Generic, TypeVar

from candour.graph.register import grouped
from candour.model import addresses
from candour.model.values import Ref
from candour.pages import words
from candour.pages.choices import Titles, Values
from candour.pages.views import LinkTo, Page, neighbours

MEETINGS_OF_A_PAGE = 40
"""More of them are shown by year."""

Row = TypeVar("Row")
Rows = TypeVar("Rows")


@dataclass(frozen=True, slots=True)
class YearsView:
    """The pages of a long list."""

    links: tuple[tuple[LinkTo, str], ...]
    """Every year, latest first, and how much it holds."""
    later: LinkTo | None
    earlier: LinkTo | None


@dataclass(frozen=True, slots=True)
class ListView(Generic[Rows]):
    """One page of a list."""

    lead: str
    rows: Rows
    years: YearsView | None
    """None while all of it is on one page."""
    choices: Titles = field(default_factory=dict)
    """The list's own page offers those of all years."""
    values: Mapping[Ref, Values] = field(default_factory=dict)
    """Of every row of the list."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """What one page shows of a list."""

    year: int | None
    """None on the list's own page."""
    rows: tuple[Row, ...]
    years: YearsView | None
    """None while the list is short."""
    shown: str
    """Which years the list's own page shows, in a sentence; empty where it shows everything, and on a year's page."""

    def latest_first(self, one: str) -> str:
        """`12 meetings, latest first.`"""
        return f"{words.capital(words.counted(len(self.rows), one))}, latest first."


def by_year(
    rows: Sequence[Row],
    year_of: Callable[[Row], int],
    pages: str,
    most: int,
    counted: Callable[[Sequence[Row]], str] = lambda rows: str(len(rows)),
) -> tuple[Part[Row], ...]:
    """The list at `pages` and, for more than `most` rows, a page for each year; `rows` keep their order on each."""
    if len(rows) <= most:
        return (Part(None, tuple(rows), None, ""),)
    found = grouped((year_of(row), row) for row in rows)
    years = sorted(found, reverse=True)
    links = {year: LinkTo(str(year), addresses.of_year(pages, year)) for year in years}
    counts = tuple((links[year], counted(found[year])) for year in years)
    fit = max(1, sum(total <= most for total in accumulate(len(found[year]) for year in years)))
    latest = tuple(row for row in rows if year_of(row) in years[:fit])
    earlier = links[years[fit]] if fit < len(years) else None
    shown = f"This page shows {words.listed(map(str, years[:fit]))}; every year has a page of its own."
    parts = [Part(None, latest, YearsView(counts, None, earlier), shown)]
    for year in years:
        around = neighbours(year, years, links.__getitem__)
        parts.append(Part(year, found[year], YearsView(counts, around["before"], around["after"]), ""))
    return tuple(parts)


def pages_by_year(
    parts: Iterable[Part[Row]],
    nav: str,
    template: str,
    title: str,
    in_year: str,
    view: Callable[[Part[Row]], Any],
    description: Callable[[Part[Row]], str],
) -> Iterator[Page]:
    """A page for each part of the list at `nav`; `view` makes what it shows."""
    for part in parts:
        shown, says = partial(view, part), description(part)
        if part.year is None:
            yield Page(nav, template, title, shown, says)
        else:
            url, above = addresses.of_year(nav, part.year), (LinkTo(title, nav),)
            yield Page(url, template, f"{in_year} {part.year}", shown, says, above, nav)
