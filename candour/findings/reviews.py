"""What follows from reviews: where each project stands, what changed between two reviews, and the topics they raise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from candour.findings.requests import CLOSING
from candour.graph.graph import LinkedDecision, SiteGraph, topics_raised_in
from candour.graph.register import grouped
from candour.model import anchors
from candour.model.dates import PartialDate
from candour.model.records import Review
from candour.model.sentences import opening
from candour.model.values import Prose, Ref


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project stands, by its latest review in the archive."""

    latest: Review | None = None
    """None for a project that no meeting reviewed."""
    status_from: Review | None = None
    """The latest review whose minutes say whether it is in use."""
    decisions: tuple[LinkedDecision, ...] = ()
    """Further outcomes of the latest review: the parts of a split result."""


def standing_of(project: str, graph: SiteGraph) -> Standing:
    reviews = graph.reviews_of(project)
    if not reviews:
        return Standing()
    parts = (one for one in graph.decisions_of(reviews[-1]) if one.outcome and project in one.projects)
    status_from = next((review for review in reversed(reviews) if review.facts.status), None)
    return Standing(reviews[-1], status_from, tuple(parts))


def why_of(review: Review) -> str:
    """Why it was decided so, in one sentence of plain words; empty where the record does not say."""
    parts = (part for section in review.sections if section.id == "decision" for part in section.parts)
    return review.facts.why or next((opening(part) for part in parts if isinstance(part, Prose)), "")


def why_decided(decided: LinkedDecision) -> str:
    """The same of any decision: one beside a review's outcome, or of a meeting, has its own words."""
    if decided.decision:
        return opening(decided.decision.text) if decided.decision.text else ""
    return why_of(decided.record) if isinstance(decided.record, Review) else ""


# --- what changed between a project's review and the one before it ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changes:
    before: Review
    """The review that this one is compared with."""
    fields: Mapping[str, tuple[str | None, str | None]]
    """Outcome, stage and status where they differ: the codes before and after, None where a review records none."""
    closed: tuple[Ref, ...]
    """Requests that this review answered in full or that were withdrawn in it."""
    opened: tuple[Ref, ...]
    """Requests that this review made."""
    topics: tuple[str, ...]
    """Topics that no earlier review of the project raised."""


def changes(review: Review, graph: SiteGraph) -> Changes | None:
    """Within the history of its first project; None for a first review."""
    history = graph.reviews_of(review.projects[0]) if review.projects[0] in graph.histories else ()
    earlier = tuple(takewhile(lambda other: other is not review, history))
    if not earlier:
        return None
    old, new = earlier[-1].facts, review.facts
    codes = {"outcome": (old.outcome, new.outcome), "stage": (old.stage, new.stage), "status": (old.status, new.status)}
    closing = (ref.within(review.name) for ref, answer in new.answers.items() if answer.how in CLOSING)
    known = {topic for other in earlier for topic in topics_raised_in(other)}
    return Changes(
        earlier[-1],
        {field: (before, after) for field, (before, after) in codes.items() if before != after},
        tuple(ref for ref in closing if graph.request(ref)),
        tuple(asked.ref for asked in graph.requests_of(review)),
        tuple(topic for topic in topics_raised_in(review) if topic not in known),
    )


# --- every passage of a review that raises a topic ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """An exchange or a request of a review, or the review itself, once for each topic that it raises."""

    topic: str
    ref: Ref
    """The review, and the anchor in it."""
    kind: Literal["exchange", "request", "review"]
    projects: tuple[str, ...]
    meeting: str
    date: PartialDate
    text: str
    """The request, how the exchange begins, or why it was decided so; empty where there are no words."""


def passages_by_topic(graph: SiteGraph) -> Mapping[str, tuple[Passage, ...]]:
    """The passages of every topic of the configuration, in the order of the archive; none for one not raised."""
    raised = grouped((passage.topic, passage) for passage in _passages(graph))
    return {topic: raised.get(topic, ()) for topic in graph.config.topics}


def passages_by_project(passages: Iterable[Passage]) -> Mapping[str, tuple[Passage, ...]]:
    """A passage of a review of several projects counts for each of them."""
    return grouped((project, passage) for passage in passages for project in dict.fromkeys(passage.projects))


def _passages(graph: SiteGraph) -> Iterator[Passage]:
    for review in graph.reviews.values():
        about = (review.projects, review.meeting, graph.day_of(review))
        for exchange in (one for section in review.sections for one in section.exchanges):
            ref = Ref(review.name, anchors.exchange(exchange.id))
            text = exchange.turns[0].prose.text if exchange.turns else ""
            yield from (Passage(topic, ref, "exchange", *about, text) for topic in exchange.topics)
        for name, request in review.facts.requests.items():
            ref = Ref(review.name, anchors.request(name))
            yield from (Passage(topic, ref, "request", *about, request.text.text) for topic in request.topics)
        of_the_whole = (topic for topic in review.facts.topics if topic not in topics_raised_in(review))
        yield from (Passage(topic, Ref(review.name), "review", *about, why_of(review)) for topic in of_the_whole)
