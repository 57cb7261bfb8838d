"""To go: what modules that still build words use."""

from dataclasses import dataclass

from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.records import NOT_REPORTED
from candour.model.values import PartialDate
from candour.pages import words
from candour.pages.filters import tone
from candour.pages.filters import topic_links as topic_links
from candour.pages.views import prose_html as html

__all__ = ["OutcomeView", "When", "html", "outcome", "topic_links", "when"]


@dataclass(frozen=True, slots=True)
class When:
    text: str
    iso: str

    def __str__(self) -> str:
        return self.iso


@dataclass(frozen=True, slots=True)
class OutcomeView:
    text: str
    tone: str
    url: str


def when(day: PartialDate) -> When:
    return When(words.date(day), str(day))


def outcome(code: str | None, graph: SiteGraph) -> OutcomeView:
    return OutcomeView(words.outcome(code, graph.config), tone(code, graph), addresses.outcome(code or NOT_REPORTED))
