"""Which project came to which meeting of a year, and with which outcome."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from candour.findings.counts import meetings_with_reviews, reviews_at
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import Meeting, Review
from candour.pages import words
from candour.pages.marks import ENOUGH, MANY, MarkView, marks, numbers
from candour.pages.titles import meeting_name, project_link
from candour.pages.views import LinkTo


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A meeting."""

    short: str
    """`8 Feb`, numbered where two meetings were held on one day."""
    day: str
    """`8 February`, numbered likewise."""
    meeting: LinkTo
    """By its full name."""


@dataclass(frozen=True, slots=True)
class CellView:
    column: ColumnView
    reviews: tuple[tuple[str, Review, int], ...]
    """Each after its mark and before its number of further decisions.

    None when the meeting did not review the project, several when it did so more than once.
    """


@dataclass(frozen=True, slots=True)
class MatrixView:
    caption: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[LinkTo, tuple[CellView, ...]], ...]
    """Each project's cells, by its name."""
    legend: tuple[MarkView, ...]
    has_more: bool
    """Whether a number beside a mark counts further decisions."""


def matrices_of(year: int, graph: SiteGraph) -> tuple[MatrixView, ...]:
    """One for the year, or several for as many meetings as fit side by side; none for a year with too few."""
    meetings = [meeting for meeting in meetings_with_reviews(graph) if meeting.date.year == year]
    if len(meetings) < ENOUGH:
        return ()
    columns = [_column(*pair) for pair in zip(meetings, numbers(meetings), strict=True)]
    parts = -(-len(meetings) // MANY)
    cuts = [len(meetings) * n // parts for n in range(parts + 1)]
    return tuple(_matrix(meetings[a:b], columns[a:b], parts > 1, graph) for a, b in pairwise(cuts))


def _column(meeting: Meeting, number: str) -> ColumnView:
    link = LinkTo(meeting_name(meeting), addresses.meeting(meeting.id))
    return ColumnView(words.short_day(meeting.date) + number, words.day(meeting.date) + number, link)


def _matrix(meetings: Sequence[Meeting], columns: Sequence[ColumnView], is_part: bool, graph: SiteGraph) -> MatrixView:
    reviews = reviews_at(meetings, graph)
    every = [review for found in reviews.values() for review in found]
    known = marks((review.facts.outcome for review, _ in every), graph.config)
    links = {project: project_link(project, graph) for project, _ in reviews}

    def cells(project: str) -> Iterator[CellView]:
        for meeting, column in zip(meetings, columns, strict=True):
            found = reviews.get((project, meeting.id), ())
            yield CellView(column, tuple((known[one.facts.outcome].mark, one, further) for one, further in found))

    order = sorted(links, key=lambda project: (links[project].text.casefold(), project))
    first, last = meetings[0].date, meetings[-1].date
    return MatrixView(
        words.matrix_caption(first.year, (first, last) if is_part else None),
        tuple(columns),
        tuple((links[project], tuple(cells(project))) for project in order),
        tuple(known.values()),
        any(further for _, further in every),
    )
