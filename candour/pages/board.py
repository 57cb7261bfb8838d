"""The board: one picture of all projects over time, its pages, and the same as a table.

A row is a project: its marks are what happened, on lines that are as long as advice was valid; below them is a bar for
each request. Marks that would cover each other where the axis is narrowest are one below the other, each at its day.
What is known by month or year only has a band from its first to its last day.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain, islice, takewhile

from candour.findings import Findings
from candour.findings.board import Bar, Line, Mark, Row, by_name
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.model.sentences import opening
from candour.pages import words
from candour.pages.axis import Axis, axis_of, lanes_of, middle, percent
from candour.pages.filters import tone
from candour.pages.pictures import MarkView, marks_of
from candour.pages.titles import project_link
from candour.pages.views import LinkTo, Page

AT_HOME = 12
"""So many rows are on the home page."""
_ROWS = 60
_BYTES = 165_000
"""So many rows, and so much of them, are on one page: with all that is around them it stays below 200 KB."""
_YEARS = 10
"""A longer time is shown in parts."""
_AHEAD = timedelta(366)
"""Advice that runs out within this time after the archive's day is drawn to its end."""
_WIDTH, _OWN_WIDTH = 800, 600
"""In pixels, where they are narrowest: the axis of all projects, and that of one on its own page."""
_MARK, _BAR, _OWN_BAR = 24, 7, 12
"""The room that each takes, in pixels: a finger finds a mark; bars are links that the table and the record have too."""
_A_LABEL = 36
"""So many pixels a year needs for its number."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """Something that is drawn, in words."""

    url: str
    name: str
    """With its project and its day, for those who cannot see where it is."""
    what: str
    since: str
    until: str
    """Empty for what has no end."""
    state: str


@dataclass(frozen=True, slots=True)
class PlacedMark:
    mark: Mark
    item: ItemView
    letters: str
    """Empty for an event and for a decision that changes nothing, which have a shape of their own."""
    x: str
    y: int


@dataclass(frozen=True, slots=True)
class PlacedLine:
    tone: str
    kind: str
    """`said` where it is only reported, `ahead` after the archive's day; else empty."""
    x1: str
    x2: str
    stop: str
    """Where it ends and no other outcome follows; empty where that is not so."""


@dataclass(frozen=True, slots=True)
class PlacedBar:
    item: ItemView
    x: str
    width: str
    late: tuple[str, str] | None
    """Where it was late: the place and the width."""
    end: str
    """The sign at its end: `answered`, `withdrawn`, `waiting`, `overdue`; empty where that is not on the axis."""
    end_x: str
    y: int


@dataclass(frozen=True, slots=True)
class RowView:
    of: Row
    height: int
    lines: tuple[PlacedLine, ...]
    marks: tuple[PlacedMark, ...]
    """In the order of their days."""
    bars: tuple[PlacedBar, ...]
    bands: tuple[tuple[str, str, int, int], ...]
    """For what is known by month or year: the place and the width, from above, and the height."""
    codes: frozenset[str]
    """The outcomes, and the absences of one, that have a mark."""

    @property
    def items(self) -> tuple[ItemView, ...]:
        return (*(mark.item for mark in self.marks), *(bar.item for bar in self.bars))

    @property
    def signs(self) -> Iterator[str]:
        """What the legend has to explain beside the outcomes."""
        yield from ("reported" for one in self.marks if one.mark.is_reported)
        yield from (one.mark.kind for one in self.marks if not one.letters)
        yield from ("stop" for line in self.lines if line.stop)
        yield from (bar.end for bar in self.bars)
        yield from ("overdue" for bar in self.bars if bar.late)
        yield from ("band" for _ in self.bands)

    @property
    def weight(self) -> int:
        """About how many bytes it takes on a page."""
        texts = chain.from_iterable((i.url, i.url, i.name, i.what, i.since, i.until, i.state) for i in self.items)
        return 400 + 240 * len(self.items) + sum(len(text.encode()) for text in texts)


@dataclass(frozen=True, slots=True)
class BoardView:
    sentence: str
    """What a row is, and as of when."""
    as_of: str
    as_of_x: str
    """Its line and its place; both empty where the archive's day is not on the axis."""
    years: tuple[tuple[str, str, str, bool], ...]
    """The place and the width of each, its label, empty where there is no room for it; and whether it is shaded."""
    meetings: tuple[tuple[str, str], ...]
    """The place of each, and its width where only the month or the year is known; none where there is no room."""
    rows: tuple[RowView, ...]
    outcomes: tuple[MarkView, ...]
    signs: frozenset[str]
    """Both are what the legend has to explain."""
    is_own: bool
    """It is that of one project, on its own page."""


@dataclass(frozen=True, slots=True)
class BoardPageView:
    board: BoardView
    choices: Mapping[str, Sequence[LinkTo]]
    """The same in other orders, the pages of this one, and the time before, each with this page where it belongs."""


# --- the pages ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What rows are drawn on."""

    graph: SiteGraph
    axis: Axis
    as_of: date
    marks: Mapping[str, MarkView]
    """Of all outcomes of the archive, so that each has the same letters on every page."""
    step: int = _BAR
    """From one bar to the next."""

    def x(self, day: date) -> str:
        return percent(self.axis.at(day))

    def between(self, first: date, last: date) -> tuple[str, str]:
        """The place and the width."""
        return _between(self.axis.at(first), self.axis.at(last))


def _between(left: float, right: float) -> tuple[str, str]:
    return percent(left), percent(max(right - left, 0))


def board_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    """Of the latest ten years in three orders, and of each ten years before; none while there are too few meetings.

    The tens of years begin with 2010, 2000, so that addresses stay.
    """
    rows, as_of = [*findings.board.values()], graph.as_of
    if not rows or not as_of:
        return
    latest = _latest(rows, graph, as_of)
    named = sorted(rows, key=lambda row: by_name(row, graph))
    reviewed = sorted(named, key=lambda row: (row.first is None, row.first or as_of))
    every_order = (
        (rows, LinkTo("What needs attention first", addresses.board("")), "over time"),
        (named, LinkTo("By name", addresses.board("name")), "by name"),
        (reviewed, LinkTo("By first review", addresses.board("first")), "by first review"),
    )
    first, shown = min((day.year for row in rows for day in row.days), default=as_of.year), as_of.year - _YEARS + 1
    tens = range((shown - 1) // 10 * 10, first // 10 * 10 - 1, -10) if first < shown else range(0)
    periods = tuple(LinkTo(f"{ten} to {ten + 9}", addresses.board(f"{ten}-{ten + 9}")) for ten in tens)
    choices = {"Order": [link for _, link, _ in every_order], "Pages": (), "Earlier years": periods}
    views = {row.project: _row(row, latest) for row in rows}
    for every, link, order in every_order:
        in_order = [views[row.project] for row in every]
        yield from _pages(link.url, f"Board: all projects {order}", in_order, latest, choices)
    for ten, link in zip(tens, periods, strict=True):
        sheet = replace(latest, axis=Axis(date(ten, 1, 1), date(ten + 10, 1, 1), _WIDTH))
        then = [view for row in named if (view := _row(row, sheet)).items or view.lines]
        yield from _pages(link.url, f"Board: {link.text}", then, sheet, choices)


def _pages(
    url: str, title: str, rows: Iterable[RowView], sheet: _Sheet, choices: Mapping[str, Sequence[LinkTo]]
) -> Iterator[Page]:
    """One page, or several that are each light enough."""
    parts, pages, start = _parts(rows), list[LinkTo](), 1
    for number, part in enumerate(parts, 1):
        last = start + len(part) - 1
        rows_of = f"Projects {start} to {last}" if last > start else f"Project {start}"
        pages.append(LinkTo(rows_of, addresses.board_part(url, number)))
        start = last + 1
    nav = addresses.BOARD
    above = () if url == nav else (LinkTo("Board", nav),)
    for part, link in zip(parts, pages, strict=True):
        others = {**choices, "Pages": pages if len(pages) > 1 else ()}
        view, sentence = partial(_page_view, part, sheet, others), _sentence(part, sheet, is_own=False)
        named = title if link is pages[0] else f"{title}, {link.text}"
        yield Page(link.url, "board.html", named, view, sentence, above, nav)


def _page_view(rows: Sequence[RowView], sheet: _Sheet, choices: Mapping[str, Sequence[LinkTo]]) -> BoardPageView:
    return BoardPageView(_board(rows, sheet), choices)


def _parts(rows: Iterable[RowView]) -> list[list[RowView]]:
    parts, weight = list[list[RowView]](), 0
    for row in rows:
        if not parts or len(parts[-1]) == _ROWS or weight + row.weight > _BYTES:
            parts.append([])
            weight = 0
        parts[-1].append(row)
        weight += row.weight
    return parts


def _latest(rows: Sequence[Row], graph: SiteGraph, as_of: PartialDate) -> _Sheet:
    """The latest ten years, and what ends soon."""
    sheet = _sheet(rows, graph, as_of, _WIDTH)
    first = max(sheet.axis.first, date(as_of.year - _YEARS + 1, 1, 1))
    return replace(sheet, axis=replace(sheet.axis, first=first))


def _sheet(rows: Sequence[Row], graph: SiteGraph, as_of: PartialDate, width: int, step: int = _BAR) -> _Sheet:
    days = [end for day in (as_of, *(day for row in rows for day in row.days)) for end in (day.first_day, day.last_day)]
    ends = (line.advice.over.last_day for row in rows for line in row.lines if line.advice.over)
    days += [end for end in ends if end <= as_of.last_day + _AHEAD]
    codes = {mark.code for row in rows for mark in row.marks if mark.is_review}
    return _Sheet(graph, axis_of(days, width), as_of.last_day, marks_of(codes, graph.config), step)


def home_board(graph: SiteGraph, findings: Findings) -> BoardView | None:
    """The rows that need attention most; None while there are too few meetings."""
    if not findings.board or not graph.as_of:
        return None
    rows = [*findings.board.values()]
    sheet = _latest(rows, graph, graph.as_of)
    return _board([_row(row, sheet) for row in rows[:AT_HOME]], sheet)


def own_board(project: str, graph: SiteGraph, findings: Findings) -> BoardView | None:
    """The row of one project, on an axis of its own; None where nothing is to be drawn."""
    row = findings.board.get(project)
    if not row or not graph.as_of or not (row.marks or row.bars):
        return None
    sheet = _sheet([row], graph, graph.as_of, _OWN_WIDTH, _OWN_BAR)
    return _board([_row(row, sheet)], sheet, is_own=True)


def _board(rows: Sequence[RowView], sheet: _Sheet, *, is_own: bool = False) -> BoardView:
    as_of, is_shown = sheet.graph.as_of, sheet.axis.shows(sheet.as_of, sheet.as_of)
    codes = {code for row in rows for code in row.codes}
    return BoardView(
        _sentence(rows, sheet, is_own=is_own),
        f"as of {words.date(as_of)}" if as_of and is_shown else "",
        sheet.x(sheet.as_of) if is_shown else "",
        tuple(_years(sheet)),
        tuple(_meetings(sheet)),
        tuple(rows),
        tuple(mark for code, mark in sheet.marks.items() if code in codes),
        frozenset(sign for row in rows for sign in row.signs),
        is_own,
    )


def _sentence(rows: Sequence[RowView], sheet: _Sheet, *, is_own: bool) -> str:
    has_requests = any(row.bars for row in rows)
    return words.board_sentence(sheet.graph.as_of, sheet.graph.config, is_own=is_own, has_requests=has_requests)


def _years(sheet: _Sheet) -> Iterator[tuple[str, str, str, bool]]:
    """Only every second, fifth or tenth has its number where there is no room for more."""
    axis = sheet.axis
    room = axis.width * timedelta(365) / (axis.last - axis.first)
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 1000) if n * room >= _A_LABEL)
    for year in range(axis.first.year, axis.last.year + 1):
        first, last = max(axis.first, date(year, 1, 1)), min(axis.last, date(year + 1, 1, 1))
        here = axis.pixels(axis.at(axis.last if every > 1 else last) - axis.at(first))
        yield (*sheet.between(first, last), str(year) * (year % every == 0 and here >= _A_LABEL), year % 2 == 0)


def _meetings(sheet: _Sheet) -> Iterator[tuple[str, str]]:
    """Those that were held; none where they would be a grey plane."""
    axis, most = sheet.axis, sheet.axis.width // _BAR
    latest_first = takewhile(lambda meeting: meeting.date.year >= axis.first.year, reversed(sheet.graph.meetings))
    held = (meeting.date for meeting in latest_first if meeting.facts.status == "held")
    shown = [*islice((day for day in held if axis.shows(day.first_day, day.last_day)), most + 1)]
    if len(shown) <= most:
        yield from (sheet.between(day.first_day, day.last_day) for day in reversed(shown))


# --- a row --------------------------------------------------------------------------------------------------------


def _row(row: Row, sheet: _Sheet) -> RowView:
    project, axis = project_link(row.project, sheet.graph).text, sheet.axis
    marks = [mark for mark in row.marks if axis.shows(mark.day.first_day, mark.day.last_day)]
    bars = [(bar, ends) for bar in row.bars if axis.shows(*(ends := _ends_of(bar, sheet)))]
    ys = [_MARK // 2 + 1 + _MARK * lane for lane in _mark_lanes(marks, axis)]
    below = max(ys, default=_MARK // 2 + 1) + _MARK // 2 + 4
    places = [(axis.at(asked), axis.at(end)) for _, (asked, end) in bars]
    bar_lanes = lanes_of([(axis.pixels(left) - 4, axis.pixels(right) + 4) for left, right in places])
    bar_ys = [below + sheet.step * lane for lane in bar_lanes]
    known = [(mark.day, y - _MARK // 2, _MARK) for mark, y in zip(marks, ys, strict=True)]
    known += [(line.advice.over, 1, _MARK) for line in row.lines if line.advice.over and line.advice.end != "succeeded"]
    of_bars = ((b, y - 2) for (b, _), y in zip(bars, bar_ys, strict=True))
    known += [(day, y, 7) for b, y in of_bars for day in (b.asked.asked, b.state.closed) if day]
    return RowView(
        row,
        max(bar_ys, default=below - 10) + 10,
        tuple(_lines(row.lines, sheet)),
        tuple(_mark(mark, y, project, sheet) for mark, y in zip(marks, ys, strict=True)),
        tuple(_bar(*bar, *at, y, project, sheet) for bar, at, y in zip(bars, places, bar_ys, strict=True)),
        tuple(_bands(known, sheet)),
        frozenset(mark.code for mark in marks if mark.is_review),
    )


def _mark_lanes(marks: Sequence[Mark], axis: Axis) -> list[int]:
    """Reviews keep to the line; what is beside them gives way."""
    order = sorted(range(len(marks)), key=lambda n: (not marks[n].is_review, n))
    places = (axis.pixels(axis.at(middle(marks[n].day))) for n in order)
    lanes = lanes_of([(place - _MARK / 2, place + _MARK / 2) for place in places])
    return [lane for _, lane in sorted(zip(order, lanes, strict=True))]


def _mark(mark: Mark, y: int, project: str, sheet: _Sheet) -> PlacedMark:
    what, state = words.on_the_board(mark, sheet.graph.config), words.state_of_mark(mark)
    day, over = words.date(mark.day), mark.advice.over if mark.advice else None
    until = words.date(over) if over else ""
    name = ", ".join(filter(None, (project, day, what, state)))
    item = ItemView(addresses.of_ref(mark.ref), name, what, day, until, state)
    letters = sheet.marks[mark.code].mark if mark.is_review else ""
    return PlacedMark(mark, item, letters, sheet.x(middle(mark.day)), y)


def _lines(lines: Iterable[Line], sheet: _Sheet) -> Iterator[PlacedLine]:
    """What is only reported first: what is known at first hand is drawn over it."""
    for line in sorted(lines, key=lambda line: not line.advice.is_reported):
        of, since, over = tone(line.advice.outcome, sheet.graph), middle(line.since), line.advice.over
        is_followed = line.advice.end == "succeeded"
        end = over and (middle(over) if is_followed else over.last_day)
        until = end if end and line.advice.end else sheet.as_of
        stop = sheet.x(end) if end and not is_followed and sheet.axis.shows(end, end) else ""
        if since <= until and sheet.axis.shows(since, until):
            kind = "said" if line.advice.is_reported else ""
            yield PlacedLine(of, kind, sheet.x(since), sheet.x(until), stop if until == end else "")
        if stop and end and end > until:
            yield PlacedLine(of, "ahead", sheet.x(until), stop, stop)


def _ends_of(bar: Bar, sheet: _Sheet) -> tuple[date, date]:
    """From asked to answered; to the archive's day while it waits."""
    asked = middle(bar.asked.asked)
    return asked, max(asked, middle(bar.state.closed) if bar.state.closed else sheet.as_of)


def _bar(
    bar: Bar, ends: tuple[date, date], left: float, right: float, y: int, project: str, sheet: _Sheet
) -> PlacedBar:
    asked, end = ends
    what, state = opening(bar.asked.request.text), words.state(bar.state)
    day, closed = words.date(bar.asked.asked), words.date(bar.state.closed) if bar.state.closed else ""
    name = ", ".join(filter(None, (project, f"asked {day}", f"{state} {closed}".rstrip())))
    late_from = max(bar.late_from, asked) if bar.late_from else None
    is_there = sheet.axis.shows(end, end)
    end_sign = ("overdue" if late_from else "waiting") if bar.state.is_waiting else bar.state.name.partition("-")[0]
    return PlacedBar(
        ItemView(addresses.of_ref(bar.asked.ref), f"{name}: {what}", what, day, closed, state),
        *_between(left, right),
        sheet.between(late_from, end) if late_from and late_from <= end else None,
        end_sign if is_there else "",
        percent(right),
        y,
    )


def _bands(known: Iterable[tuple[PartialDate, int, int]], sheet: _Sheet) -> Iterator[tuple[str, str, int, int]]:
    """For days that are known in part: each with where its band begins, and its height."""
    for day, y, height in known:
        if day.first_day != day.last_day and sheet.axis.shows(day.first_day, day.last_day):
            yield (*sheet.between(day.first_day, day.last_day), y, height)
