"""How often each outcome was given, year by year: lengths for a drawing, and the same numbers as a table."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from candour.findings import Findings
from candour.findings.counts import meetings_with_reviews
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages import words
from candour.pages.marks import ENOUGH, MarkView, marks, numbers
from candour.pages.views import LinkTo

FEWEST, MOST = 10, 18
"""So many decisions fill the width. Fewer than the first would look like more than they are; with more than the second,
which leaves each 16 pixels on the narrowest screen, a bar goes on in another line."""
_AT_HOME = 5
"""So many years are on the home page; all of them are with the outcomes."""
_GAP = 0.6
"""Between two parts, as a part of 100."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One outcome in one line of a bar. Positions and widths are parts of 100."""

    code: str
    label: str
    """The mark and the number; the mark alone where the outcome goes on in another line."""
    x: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class BarView:
    """A year, or a meeting when there is only one year."""

    name: LinkTo
    lines: tuple[tuple[PartView, ...], ...]
    numbers: tuple[tuple[MarkView, int], ...]
    """Of every outcome in the picture."""
    total: int


@dataclass(frozen=True, slots=True)
class ChartView:
    legend: tuple[MarkView, ...]
    bars: tuple[BarView, ...]
    """Oldest first."""
    by: str
    """What each bar is: `year`, `meeting`."""
    sums: tuple[tuple[MarkView, int], ...]
    """Of all bars; none when there is only one."""
    total: int


def chart_over_time(graph: SiteGraph, findings: Findings) -> ChartView | None:
    """For the home page, of its newest years: None while there are too few meetings."""
    meetings = meetings_with_reviews(graph)
    return outcomes_chart(graph, findings, meetings[-1].date.year - _AT_HOME + 1) if len(meetings) >= ENOUGH else None


def outcomes_chart(graph: SiteGraph, findings: Findings, since: int = 0) -> ChartView | None:
    """None without any review. By year; by meeting while all outcomes since the year `since` are of one year."""
    if not meetings_with_reviews(graph):
        return None
    by_year = {year: count for year, count in findings.outcomes_by_year.items() if year >= since}
    has_years = sum(bool(count) for count in by_year.values()) > 1
    counts = tuple(_years(by_year) if has_years else _meetings(graph, findings, since))
    sums = sum((count for _, count in counts), Counter[str]())
    known = marks(sums, graph.config)
    scale = min(MOST, max(FEWEST, *(count.total() for _, count in counts)))
    return ChartView(
        tuple(known.values()),
        tuple(
            BarView(name, tuple(_lines(count, known, scale)), _numbers(count, known), count.total())
            for name, count in counts
        ),
        "year" if has_years else "meeting",
        _numbers(sums, known) if len(counts) > 1 else (),
        sums.total(),
    )


def _numbers(count: Counter[str], known: dict[str, MarkView]) -> tuple[tuple[MarkView, int], ...]:
    return tuple((mark, count[code]) for code, mark in known.items())


def _years(by_year: Mapping[int, Counter[str]]) -> Iterator[tuple[LinkTo, Counter[str]]]:
    for year, count in by_year.items():
        yield LinkTo(str(year), addresses.of_year(addresses.DECISIONS, year) if count else ""), count


def _meetings(graph: SiteGraph, findings: Findings, since: int) -> Iterator[tuple[LinkTo, Counter[str]]]:
    counts = findings.outcomes_by_meeting
    meetings = [meeting for meeting in graph.meetings if meeting.id in counts and meeting.date.year >= since]
    for meeting, number in zip(meetings, numbers(meetings), strict=True):
        yield LinkTo(words.date(meeting.date) + number, addresses.meeting(meeting.id)), counts[meeting.id]


def _lines(count: Counter[str], known: dict[str, MarkView], scale: int) -> Iterator[tuple[PartView, ...]]:
    """The bar cut into lines of `scale` decisions, each line into its outcomes."""
    units = [code for code in known for _ in range(count[code])]
    for start in range(0, len(units), scale):
        line, before, parts = Counter(units[start : start + scale]), 0, []
        for code, number in line.items():
            label = known[code].mark if number < count[code] else _label(known[code].mark, number)
            x, width = 100 * before / scale, 100 * number / scale - _GAP
            parts.append(PartView(code, label, _of_100(x), _of_100(width), _of_100(x + width / 2)))
            before += number
        yield tuple(parts)


def _label(mark: str, number: int) -> str:
    """With the number where there is room even on the narrowest screen, for some nine pixels a character."""
    both = f"{mark} {number}"
    return both if number > 1 and len(both) * 9 <= number * 16 else mark


def _of_100(value: float) -> str:
    return f"{value:.4g}%"
