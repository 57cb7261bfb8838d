"""Which project came to which meeting of a year, and with which outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import Meeting, Review
from candour.pages import words
from candour.pages.marks import ENOUGH, MANY, MarkView, marks, meetings_with_reviews, numbers
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
class EntryView:
    """One review."""

    mark: MarkView
    url: str
    more: int
    """How many further decisions of the committee about this project it holds."""
    more_words: str


@dataclass(frozen=True, slots=True)
class CellView:
    column: ColumnView
    entries: tuple[EntryView, ...]
    """None when the meeting did not review the project; several when it did so more than once."""


@dataclass(frozen=True, slots=True)
class MatrixView:
    caption: str
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[LinkTo, tuple[CellView, ...]], ...]
    """Each project's cells, by its name."""
    legend: tuple[MarkView, ...]
    more: str
    """What a figure beside a mark means; empty where there is none."""


def matrices_of(year: int, graph: SiteGraph) -> tuple[MatrixView, ...]:
    """One for the year, or several for as many meetings as fit side by side; none for a year with too few."""
    meetings = [meeting for meeting in meetings_with_reviews(graph) if meeting.date.year == year]
    if len(meetings) < ENOUGH:
        return ()
    columns = _columns(meetings)
    parts = -(-len(meetings) // MANY)
    cuts = [len(meetings) * n // parts for n in range(parts + 1)]
    return tuple(_matrix(year, meetings[a:b], columns[a:b], parts > 1, graph) for a, b in pairwise(cuts))


def _matrix(
    year: int, meetings: Sequence[Meeting], columns: Sequence[ColumnView], is_part: bool, graph: SiteGraph
) -> MatrixView:
    reviews = [graph.reviews_of_meeting[meeting.id] for meeting in meetings]
    known = marks((review.facts.outcome for found in reviews for review in found), graph)

    def entry(review: Review, project: str) -> EntryView:
        own = [d for d in review.facts.decisions.values() if not d.by]
        further = len([d for d in own if not d.project or project in d.project])
        more = words.more_decisions(further) if further else ""
        return EntryView(known[review.facts.outcome], addresses.review(review.name), further, more)

    def cells(project: str) -> tuple[CellView, ...]:
        return tuple(
            CellView(column, tuple(entry(review, project) for review in found if project in review.projects))
            for column, found in zip(columns, reviews, strict=True)
        )

    projects = {project for found in reviews for review in found for project in review.projects}
    links = sorted((project_link(project, graph).text.casefold(), project) for project in projects)
    rows = tuple((project_link(project, graph), cells(project)) for _, project in links)
    ends = (meetings[0].date, meetings[-1].date) if is_part else None
    return MatrixView(
        words.matrix_caption(year, ends),
        tuple(columns),
        rows,
        tuple(known.values()),
        words.MORE_DECISIONS if any(e.more for _, row in rows for cell in row for e in cell.entries) else "",
    )


def _columns(meetings: Sequence[Meeting]) -> list[ColumnView]:
    return [
        ColumnView(
            words.short_day(meeting.date) + number,
            words.day(meeting.date) + number,
            LinkTo(meeting_name(meeting), addresses.meeting(meeting.id)),
        )
        for meeting, number in zip(meetings, numbers(meetings), strict=True)
    ]
