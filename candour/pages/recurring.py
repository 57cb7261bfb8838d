"""Where a concern keeps coming back: each topic along the archive's meetings, with the projects that it was about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candour.findings.counts import meetings_with_reviews
from candour.findings.reviews import Passage, passages_by_project
from candour.graph.graph import SiteGraph
from candour.model import addresses, anchors
from candour.pages.marks import ENOUGH
from candour.pages.titles import project_link
from candour.pages.views import LinkTo

HEIGHT = 32
"""Of the highest column, in pixels."""
_SHOWN = 6
"""So many projects of a topic are shown at once, two more when those are all."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The passages of one meeting: positions and widths are parts of 100, heights are pixels."""

    x: str
    width: str
    y: int
    height: int
    """0 for a meeting that did not raise the topic."""


@dataclass(frozen=True, slots=True)
class AboutView:
    project: LinkTo
    """To its passages on the topic's page."""
    passages: int
    meetings: int


@dataclass(frozen=True, slots=True)
class RecurringRow:
    topic: LinkTo
    passages: int
    meetings: int
    columns: tuple[ColumnView, ...]
    """One for each meeting, oldest first."""
    about: tuple[AboutView, ...]
    """Those it was raised about at most meetings come first."""
    rest: tuple[AboutView, ...]
    """Those that a reader has to ask for."""


@dataclass(frozen=True, slots=True)
class RecurringView:
    rows: tuple[RecurringRow, ...]
    """Those raised at most meetings come first."""
    first: str
    last: str
    """The years, at the ends of each row's line."""
    height: int


def recurring(raised: Mapping[str, Sequence[Passage]], graph: SiteGraph) -> RecurringView | None:
    """None while there are too few meetings."""
    meetings = meetings_with_reviews(graph)
    if len(meetings) < ENOUGH:
        return None
    counts = {topic: Counter(one.meeting for one in passages) for topic, passages in raised.items() if passages}
    highest = max((number for count in counts.values() for number in count.values()), default=1)
    titles = graph.config.topics
    order = sorted(counts, key=lambda t: (-len(counts[t]), -counts[t].total(), titles[t].casefold()))
    rows = []
    for topic in order:
        about, count = _about(topic, raised[topic], graph), counts[topic]
        shown = len(about) if len(about) <= _SHOWN + 2 else _SHOWN
        columns = tuple(_column(n, len(meetings), count[one.id] / highest) for n, one in enumerate(meetings))
        link = LinkTo(titles[topic], addresses.topic(topic))
        rows.append(RecurringRow(link, count.total(), len(count), columns, about[:shown], about[shown:]))
    return RecurringView(tuple(rows), str(meetings[0].date.year), str(meetings[-1].date.year), HEIGHT)


def _column(index: int, of: int, part: float) -> ColumnView:
    height = round(HEIGHT * part)
    return ColumnView(f"{100 * index / of:.4g}%", f"{75 / of:.4g}%", HEIGHT - height, height)


def _about(topic: str, passages: Sequence[Passage], graph: SiteGraph) -> tuple[AboutView, ...]:
    views = (
        AboutView(
            LinkTo(project_link(project, graph).text, f"{addresses.topic(topic)}#{anchors.about(project)}"),
            len(found),
            len({one.meeting for one in found}),
        )
        for project, found in passages_by_project(passages).items()
    )
    return tuple(sorted(views, key=lambda one: (-one.meetings, -one.passages, one.project.text.casefold())))
