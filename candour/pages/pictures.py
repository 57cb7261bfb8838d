"""Pictures of decisions over time: positions and lengths for a drawing, and the same numbers for a table.

A picture names an outcome by a mark of a few characters; the legend beside it says what each mark means.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from candour.findings import Findings
from candour.findings.counts import meetings_with_reviews, reviews_at
from candour.findings.topics import Passage, passages_by_project
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.model.config import Config
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Meeting, Review
from candour.pages import words
from candour.pages.titles import meeting_link, project_link
from candour.pages.views import LinkTo

_ENOUGH = 3
"""With fewer meetings than these a picture over time says nothing that the lists do not."""
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class MarkView:
    mark: str
    """`A`, `SR`; another character for the absence of an outcome."""
    label: str
    """What it stands for, without the code."""
    code: str
    """Of the outcome."""
    period: str
    """When it was in use, in words; only where two outcomes of the scheme share a code."""


def _marks(codes: Collection[str], config: Config) -> dict[str, MarkView]:
    """Of the outcomes in one picture, in the order of the scheme; equal codes are numbered, as in `B₁` and `B₂`."""
    order = [code for code in (*config.outcomes, *ABSENT_OUTCOMES, NOT_REPORTED) if code in codes]
    plain = {code: words.outcome_mark(code, config) for code in order}
    found: dict[str, MarkView] = {}
    for code, mark in plain.items():
        twins = [other for other in order if plain[other] == mark]
        number = str(twins.index(code) + 1).translate(_SUBSCRIPTS) if len(twins) > 1 else ""
        scheme = config.outcomes.get(code)
        period = words.period(scheme.from_, scheme.until) if scheme and number else ""
        label = scheme.label if scheme else words.outcome(code, config)
        found[code] = MarkView(mark + number, label, code, period)
    return found


def numbered(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, str]]:
    """Each with what its date must be followed by: ` (2)` for the second of two meetings of one date."""
    days = [meeting.date for meeting in meetings]
    for n, meeting in enumerate(meetings, 1):
        yield meeting, f" ({days[:n].count(meeting.date)})" if days.count(meeting.date) > 1 else ""


def _percent(value: float) -> str:
    return f"{value:.4g}%"


# --- how often each outcome was given, year by year ---------------------------------------------------------------

_FEWEST, _MOST = 10, 18
"""So many decisions fill the width. Fewer than the first would look like more than they are; with more than the second,
which leaves each 16 pixels on the narrowest screen, a bar goes on in another line."""
_AT_HOME = 5
"""So many years are on the home page; all of them are with the outcomes."""
_GAP = 0.6
"""Between two segments, as a part of 100."""


@dataclass(frozen=True, slots=True)
class BarSegment:
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
    lines: tuple[tuple[BarSegment, ...], ...]
    count: Counter[str]
    """How often it gave each outcome."""


@dataclass(frozen=True, slots=True)
class ChartView:
    legend: tuple[MarkView, ...]
    bars: tuple[BarView, ...]
    """Oldest first."""
    by: str
    """What each bar is: `year`, `meeting`."""
    sums: Counter[str]
    """Of all bars; empty when there is only one."""


def chart_over_time(graph: SiteGraph, findings: Findings) -> ChartView | None:
    """For the home page, of its latest years: None while there are too few meetings."""
    meetings = meetings_with_reviews(graph)
    return outcomes_chart(graph, findings, meetings[-1].date.year - _AT_HOME + 1) if len(meetings) >= _ENOUGH else None


def outcomes_chart(graph: SiteGraph, findings: Findings, since: int = 0) -> ChartView | None:
    """None without any review. By year; by meeting while all outcomes since the year `since` are of one year."""
    if not meetings_with_reviews(graph):
        return None
    years = {year: count for year, count in findings.outcomes_by_year.items() if year >= since}
    has_years = sum(map(bool, years.values())) > 1
    counts = tuple(_by_year(years) if has_years else _by_meeting(graph, findings, since))
    sums = sum((count for _, count in counts), Counter[str]())
    known = _marks(sums, graph.config)
    scale = min(_MOST, max(_FEWEST, *(count.total() for _, count in counts)))
    bars = tuple(BarView(name, tuple(_lines(count, known, scale)), count) for name, count in counts)
    by = "year" if has_years else "meeting"
    return ChartView(tuple(known.values()), bars, by, sums if len(bars) > 1 else Counter())


def _by_year(years: Mapping[int, Counter[str]]) -> Iterator[tuple[LinkTo, Counter[str]]]:
    for year, count in years.items():
        yield LinkTo(str(year), addresses.of_year(addresses.DECISIONS, year) if count else ""), count


def _by_meeting(graph: SiteGraph, findings: Findings, since: int) -> Iterator[tuple[LinkTo, Counter[str]]]:
    counts = findings.outcomes_by_meeting
    meetings = [meeting for meeting in graph.meetings if meeting.id in counts and meeting.date.year >= since]
    for meeting, number in numbered(meetings):
        yield LinkTo(words.date(meeting.date) + number, addresses.meeting(meeting.id)), counts[meeting.id]


def _lines(count: Counter[str], known: Mapping[str, MarkView], scale: int) -> Iterator[tuple[BarSegment, ...]]:
    """The bar cut into lines of `scale` decisions, each line into its outcomes."""
    units = [code for code in known for _ in range(count[code])]
    for start in range(0, len(units), scale):
        before, segments = 0, []
        for code, number in Counter(units[start : start + scale]).items():
            label = known[code].mark if number < count[code] else _label(known[code].mark, number)
            x, width = 100 * before / scale, 100 * number / scale - _GAP
            segments.append(BarSegment(code, label, _percent(x), _percent(width), _percent(x + width / 2)))
            before += number
        yield tuple(segments)


def _label(mark: str, number: int) -> str:
    """With the number where there is room even on the narrowest screen, for some eight pixels a character."""
    both = f"{mark} {number}"
    return both if number > 1 and len(both) * 8 <= number * 16 else mark


# --- which project came to which meeting of a year, and with which outcome ----------------------------------------

_MANY = 8
"""More meetings than these do not fit side by side."""


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A meeting."""

    short: str
    """`8 Feb`, numbered where two meetings were held on one day."""
    day: str
    """`8 February`, numbered likewise."""
    meeting: LinkTo
    """By its full name."""


@dataclass(frozen=True, slots=True)
class MatrixView:
    caption: str
    columns: tuple[MatrixColumn, ...]
    rows: tuple[tuple[LinkTo, tuple[tuple[tuple[Review, int], ...], ...]], ...]
    """Each project, by its name, with its reviews in each column, often none, and their further decisions."""
    marks: Mapping[str, MarkView]
    """By the code of the outcome, in the order of the legend."""
    has_more: bool
    """Whether a number beside a mark counts further decisions."""


def matrices_of(year: int, graph: SiteGraph) -> tuple[MatrixView, ...]:
    """One for the year, or several for as many meetings as fit side by side; none for a year with too few."""
    meetings = [meeting for meeting in meetings_with_reviews(graph) if meeting.date.year == year]
    if len(meetings) < _ENOUGH:
        return ()
    columns = [
        MatrixColumn(words.short_day(meeting.date) + number, words.day(meeting.date) + number, meeting_link(meeting))
        for meeting, number in numbered(meetings)
    ]
    parts = -(-len(meetings) // _MANY)
    cuts = [len(meetings) * n // parts for n in range(parts + 1)]
    return tuple(_matrix(meetings[a:b], columns[a:b], parts > 1, graph) for a, b in pairwise(cuts))


def _matrix(meetings: list[Meeting], columns: list[MatrixColumn], is_part: bool, graph: SiteGraph) -> MatrixView:
    reviews = reviews_at(meetings, graph)
    every = [review for found in reviews.values() for review in found]
    links = {project: project_link(project, graph) for project, _ in reviews}
    order = sorted(links, key=lambda project: (links[project].text.casefold(), project))
    first, last = meetings[0].date, meetings[-1].date
    return MatrixView(
        words.matrix_caption(first.year, (first, last) if is_part else None),
        tuple(columns),
        tuple((links[one], tuple(reviews.get((one, meeting.id), ()) for meeting in meetings)) for one in order),
        _marks({review.facts.outcome for review, _ in every}, graph.config),
        any(further for _, further in every),
    )


# --- where a concern keeps coming back: each topic along the archive's meetings -----------------------------------

_HEIGHT = 32
"""Of the highest column, in pixels."""
_SHOWN = 3
"""So many projects of a topic are shown at once, two more when those are all."""


@dataclass(frozen=True, slots=True)
class TopicProject:
    project: LinkTo
    """To its passages on the topic's page."""
    passages: int
    meetings: int


@dataclass(frozen=True, slots=True)
class RecurringRow:
    topic: LinkTo
    raised: str
    """How often, at how many meetings and when last, in words."""
    columns: tuple[tuple[str, int], ...]
    """One for each meeting, oldest first: its position, and its height in pixels, 0 where the topic was not raised."""
    about: tuple[TopicProject, ...]
    """Those it was raised about at most meetings come first."""
    rest: tuple[TopicProject, ...]
    """Those that a reader has to ask for."""


@dataclass(frozen=True, slots=True)
class RecurringView:
    rows: tuple[RecurringRow, ...]
    """Those raised at most meetings come first."""
    first: str
    last: str
    """The years, at the ends of each row's line."""
    width: str
    """Of a column."""
    height: int
    """Of the highest column."""


def recurring(raised: Mapping[str, Sequence[Passage]], graph: SiteGraph) -> RecurringView | None:
    """None while there are too few meetings."""
    meetings = meetings_with_reviews(graph)
    if len(meetings) < _ENOUGH:
        return None
    counts = {topic: Counter(one.meeting for one in passages) for topic, passages in raised.items() if passages}
    highest = max((number for count in counts.values() for number in count.values()), default=1)
    positions = {meeting.id: _percent(100 * n / len(meetings)) for n, meeting in enumerate(meetings)}
    titles = graph.config.topics
    rows = []
    for topic in sorted(counts, key=lambda t: (-len(counts[t]), -counts[t].total(), titles[t].casefold())):
        about, count = _about(topic, raised[topic], graph), counts[topic]
        shown = len(about) if len(about) <= _SHOWN + 2 else _SHOWN
        columns = tuple((x, round(_HEIGHT * count[meeting] / highest)) for meeting, x in positions.items())
        link = LinkTo(titles[topic], addresses.topic(topic))
        raised_at = words.raised(count.total(), max(one.date for one in raised[topic]), len(count))
        rows.append(RecurringRow(link, raised_at, columns, about[:shown], about[shown:]))
    first, last = str(meetings[0].date.year), str(meetings[-1].date.year)
    return RecurringView(tuple(rows), first, last, _percent(75 / len(meetings)), _HEIGHT)


def _about(topic: str, passages: Sequence[Passage], graph: SiteGraph) -> tuple[TopicProject, ...]:
    views = (
        TopicProject(
            LinkTo(project_link(project, graph).text, f"{addresses.topic(topic)}#{anchors.about(project)}"),
            len(found),
            len({one.meeting for one in found}),
        )
        for project, found in passages_by_project(passages).items()
        if project
    )
    return tuple(sorted(views, key=lambda one: (-one.meetings, -one.passages, one.project.text.casefold())))
