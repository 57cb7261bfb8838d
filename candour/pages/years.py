"""Lists that grow long, a page for each year: what stands on which page, and the row of years above it.

A short list stays on its one page. A long one shows its newest years there, as many as fit, and has a page for every
year beside it, the newest too, so that the address of a year stays when the next one begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from candour.model import addresses
from candour.pages import words
from candour.pages.views import LinkTo

MEETINGS_OF_A_PAGE = 50
"""More of them are shown by year."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class YearsView:
    """The pages of a long list."""

    links: tuple[tuple[LinkTo, str], ...]
    """Every year, newest first, and how much it holds."""
    later: LinkTo | None
    earlier: LinkTo | None


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


def by_year(
    rows: Sequence[Row],
    year_of: Callable[[Row], int],
    pages: str,
    counted: Callable[[Sequence[Row]], str],
    most: int,
) -> tuple[Part[Row], ...]:
    """The list at `pages` and, for more than `most` rows, a page for each year; `rows` keep their order on each."""
    if len(rows) <= most:
        return (Part(None, tuple(rows), None, ""),)
    found: dict[int, list[Row]] = {year: [] for year in sorted({year_of(row) for row in rows}, reverse=True)}
    for row in rows:
        found[year_of(row)].append(row)
    years = list(found)
    links = {year: LinkTo(str(year), addresses.of_year(pages, year)) for year in years}
    counts = tuple((links[year], counted(found[year])) for year in years)
    fit = max([1, *(n for n in range(1, len(years) + 1) if sum(len(found[year]) for year in years[:n]) <= most)])
    earlier = links[years[fit]] if fit < len(years) else None
    newest = tuple(row for row in rows if year_of(row) in years[:fit])
    own = Part(None, newest, YearsView(counts, None, earlier), words.years_shown(years[:fit]))
    return (
        own,
        *(
            Part(
                year,
                tuple(found[year]),
                YearsView(
                    counts,
                    links[years[place - 1]] if place else None,
                    links[years[place + 1]] if place + 1 < len(years) else None,
                ),
                "",
            )
            for place, year in enumerate(years)
        ),
    )
