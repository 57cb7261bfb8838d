"""How often each outcome was given, year by year: lengths for a drawing, and the same numbers as a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model import addresses
from candour.pages import words
from candour.pages.marks import ENOUGH, MarkView, marks, meetings_with_reviews, numbers
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
    """One outcome in one line of a bar. Places and widths are parts of 100."""

    mark: MarkView
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
    heading: str
    caption: str
    legend: tuple[MarkView, ...]
    bars: tuple[BarView, ...]
    """Oldest first."""
    by: str
    """What each bar is: `Year`, `Meeting`."""
    sums: tuple[tuple[MarkView, int], ...]
    """Of all bars; none when there is only one."""
    total: int


def chart_over_time(graph: SiteGraph) -> ChartView | None:
    """For the home page, of its newest years: None while there are too few meetings."""
    meetings = meetings_with_reviews(graph)
    return outcomes_chart(graph, meetings[-1].date.year - _AT_HOME + 1) if len(meetings) >= ENOUGH else None


def outcomes_chart(graph: SiteGraph, since: int = 0) -> ChartView | None:
    """None without any review. Decisions of other bodies do not count; a missing outcome does, as what it is."""
    if not meetings_with_reviews(graph):
        return None
    own = (d for d in graph.decisions if d.outcome and not (d.decision and d.decision.by))
    decided = [d for d in own if d.meeting.date.year >= since]
    has_years = len({d.meeting.date.year for d in decided}) > 1
    counts = tuple(_by_year(decided, graph, since) if has_years else _by_meeting(decided))
    known = marks((code for _, count in counts for code in count), graph)
    scale = min(MOST, max(FEWEST, *(count.total() for _, count in counts)))
    sums = _counted(decided)
    return ChartView(
        words.HOW_OFTEN,
        words.chart_caption("year" if has_years else "meeting" if len(counts) > 1 else ""),
        tuple(known.values()),
        tuple(
            BarView(name, tuple(_lines(count, known, scale)), _numbers(count, known), count.total())
            for name, count in counts
        ),
        "Year" if has_years else "Meeting",
        _numbers(sums, known) if len(counts) > 1 else (),
        sums.total(),
    )


def _numbers(count: Counter[str], known: dict[str, MarkView]) -> tuple[tuple[MarkView, int], ...]:
    return tuple((mark, count[code]) for code, mark in known.items())


def _by_year(decided: Sequence[LinkedDecision], graph: SiteGraph, since: int) -> Iterator[tuple[LinkTo, Counter[str]]]:
    """A year of meetings without any outcome is there too."""
    years = {d.meeting.date.year for d in decided}
    held = {m.date.year for m in graph.meetings if m.facts.status == "held"}
    for year in sorted(year for year in years | held if year >= since):
        count = _counted(d for d in decided if d.meeting.date.year == year)
        yield LinkTo(str(year), addresses.decisions_of(year) if count else ""), count


def _by_meeting(decided: Sequence[LinkedDecision]) -> Iterator[tuple[LinkTo, Counter[str]]]:
    meetings = tuple({d.meeting.id: d.meeting for d in decided}.values())
    for meeting, number in zip(meetings, numbers(meetings), strict=True):
        link = LinkTo(words.date(meeting.date) + number, addresses.meeting(meeting.id))
        yield link, _counted(d for d in decided if d.meeting is meeting)


def _counted(decided: Iterable[LinkedDecision]) -> Counter[str]:
    return Counter(one.outcome for one in decided if one.outcome)


def _lines(count: Counter[str], known: dict[str, MarkView], scale: int) -> Iterator[tuple[PartView, ...]]:
    """The bar cut into lines of `scale` decisions, each line into its outcomes."""
    units = [code for code in known for _ in range(count[code])]
    for start in range(0, len(units), scale):
        line, before, parts = Counter(units[start : start + scale]), 0, []
        for code, number in line.items():
            label = known[code].mark if number < count[code] else _label(known[code].mark, number)
            x, width = 100 * before / scale, 100 * number / scale - _GAP
            parts.append(PartView(known[code], label, _of_100(x), _of_100(width), _of_100(x + width / 2)))
            before += number
        yield tuple(parts)


def _label(mark: str, number: int) -> str:
    """With the number where there is room even on the narrowest screen, for some nine pixels a sign."""
    told = f"{mark} {number}"
    return told if number > 1 and len(told) * 9 <= number * 16 else mark


def _of_100(value: float) -> str:
    return f"{value:.4g}%"
