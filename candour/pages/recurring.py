"""Where a concern keeps coming back: each topic along the archive's meetings, with the projects that it was about."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages import words
from candour.pages.marks import ENOUGH, meetings_with_reviews
from candour.pages.passages import Passage
from candour.pages.titles import project_link
from candour.pages.views import LinkTo

HEIGHT = 32
"""Of the highest column, in pixels."""
_SHOWN = 6
"""So many projects of a topic are shown at once, two more when those are all."""


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The passages of one meeting: places and widths are parts of 100, heights are pixels."""

    x: str
    width: str
    y: int
    height: int
    """0 for a meeting that did not raise the topic."""


@dataclass(frozen=True, slots=True)
class AboutView:
    project: LinkTo
    """To its passages on the topic's page."""
    number: int
    passages: str
    """The word for so many."""
    again: str
    """`at 3 meetings`; empty where it was one."""


@dataclass(frozen=True, slots=True)
class RecurringRow:
    topic: LinkTo
    told: str
    columns: tuple[ColumnView, ...]
    """One for each meeting, oldest first."""
    about: tuple[AboutView, ...]
    """Those it was raised about at most meetings come first."""
    rest: tuple[AboutView, ...]
    """Those that a reader has to ask for."""
    rest_words: str


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
    meetings = [meeting.id for meeting in meetings_with_reviews(graph)]
    if len(meetings) < ENOUGH:
        return None
    counts = {topic: Counter(p.review.meeting for p in found) for topic, found in raised.items() if found}
    highest = max((number for count in counts.values() for number in count.values()), default=1)
    titles = graph.config.topics
    order = sorted(counts, key=lambda t: (-len(counts[t]), -counts[t].total(), titles[t].casefold()))
    return RecurringView(
        tuple(_row(topic, counts[topic], raised[topic], meetings, highest, graph) for topic in order),
        str(graph.meeting(meetings[0]).date.year),
        str(graph.meeting(meetings[-1]).date.year),
        HEIGHT,
    )


def _row(
    topic: str, count: Counter[str], found: Sequence[Passage], meetings: Sequence[str], highest: int, graph: SiteGraph
) -> RecurringRow:
    about = _about(topic, found, graph)
    shown = len(about) if len(about) <= _SHOWN + 2 else _SHOWN
    return RecurringRow(
        LinkTo(graph.config.topics[topic], addresses.topic(topic)),
        words.raised(count.total(), len(count)),
        tuple(_column(n, len(meetings), count[meeting] / highest) for n, meeting in enumerate(meetings)),
        about[:shown],
        about[shown:],
        words.counted(len(about) - shown, "more project"),
    )


def _column(place: int, of: int, part: float) -> ColumnView:
    height = round(HEIGHT * part)
    return ColumnView(f"{100 * place / of:.4g}%", f"{75 / of:.4g}%", HEIGHT - height, height)


def _about(topic: str, found: Sequence[Passage], graph: SiteGraph) -> tuple[AboutView, ...]:
    passages: dict[str, list[Passage]] = {}
    for passage in found:
        for project in dict.fromkeys(passage.review.projects):
            passages.setdefault(project, []).append(passage)
    meetings = {p: len({passage.review.meeting for passage in passages[p]}) for p in passages}
    links = {p: LinkTo(project_link(p, graph).text, addresses.topic_about(topic, p)) for p in passages}
    order = sorted(passages, key=lambda p: (-meetings[p], -len(passages[p]), links[p].text.casefold()))
    return tuple(
        AboutView(links[p], len(passages[p]), words.passages(len(passages[p])), words.again(meetings[p])) for p in order
    )
