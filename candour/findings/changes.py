"""What changed between a project's review and the one before it."""

from dataclasses import dataclass
from itertools import takewhile

from candour.findings.requests import CLOSING
from candour.graph.graph import SiteGraph, topics_raised_in
from candour.model.records import Review
from candour.model.values import Ref

FIELDS = ("outcome", "stage", "status")
"""The fields that are compared."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of both reviews, by its codes; None where one of them does not record it."""

    field: str
    """One of FIELDS."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    before: Review
    """The review that this one is compared with."""
    fields: tuple[FieldChange, ...]
    """Those that differ."""
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
    before = earlier[-1]
    fields = (FieldChange(name, getattr(before.facts, name), getattr(review.facts, name)) for name in FIELDS)
    closing = (ref.within(review.name) for ref, answer in review.facts.answers.items() if answer.how in CLOSING)
    known = {topic for other in earlier for topic in topics_raised_in(other)}
    return Changes(
        before,
        tuple(one for one in fields if one.before != one.after),
        tuple(ref for ref in closing if graph.request(ref)),
        tuple(asked.ref for asked in graph.requests_of(review)),
        tuple(topic for topic in topics_raised_in(review) if topic not in known),
    )
