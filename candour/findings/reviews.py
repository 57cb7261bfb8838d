"""What follows from reviews: why each was decided as it was, and what changed from one to the next."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.findings.requests import CLOSING
from candour.findings.standing import moment_of
from candour.graph.graph import LinkedDecision, SiteGraph, is_outcome, topics_raised_in
from candour.model import anchors
from candour.model.records import Review
from candour.model.sentences import opening
from candour.model.values import Prose, Ref


def why_of(review: Review) -> str:
    """Why it was decided so, in one sentence of plain words; empty where the record does not say."""
    parts = (part for section in review.sections if section.id == "decision" for part in section.parts)
    return review.facts.why or next((opening(part) for part in parts if isinstance(part, Prose)), "")


def why_decided(decided: LinkedDecision) -> str:
    """The same of any decision: one beside a review's outcome, or of a meeting, has its own words."""
    if decided.decision:
        return opening(decided.decision.text) if decided.decision.text else ""
    return why_of(decided.record) if isinstance(decided.record, Review) else ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed with a review, against what the earlier reviews of its (first) project recorded last."""

    before: Review
    is_later: bool
    """Dates show that it came after that one; else nothing is said to have changed."""
    fields: Mapping[str, tuple[str, str]]
    """`outcome`, `stage` and `status` where they differ, and `decision-NAME` for a further decision of that name: the
    codes before and now. What one of the two does not record has not changed."""
    closed: tuple[Ref, ...]
    """Requests that this review answered in full or that were withdrawn in it."""
    opened: tuple[Ref, ...]
    topics: tuple[str, ...]
    """Topics that no earlier review of the project raised."""


def changes_by_review(graph: SiteGraph) -> Mapping[str, Changes]:
    """By review, within the history of its first project; none for a first review."""
    found: dict[str, Changes] = {}
    for project in graph.projects:
        recorded: dict[str, str] = {}
        raised: set[str] = set()
        before: Review | None = None
        for review in graph.reviews_of(project):
            new, topics = _recorded(review, graph), topics_raised_in(review)
            if before and review.projects[0] == project:
                is_later = moment_of(before, graph).is_before(moment_of(review, graph))
                both = {field: (recorded[field], code) for field, code in new.items() if field in recorded}
                closing = (ref.within(review.name) for ref, one in review.facts.answers.items() if one.how in CLOSING)
                found[review.name] = Changes(
                    before,
                    is_later,
                    {field: codes for field, codes in both.items() if codes[0] != codes[1]} if is_later else {},
                    tuple(ref for ref in closing if graph.request(ref)),
                    tuple(asked.ref for asked in graph.requests_of(review)),
                    tuple(topic for topic in topics if topic not in raised),
                )
            recorded |= new
            raised.update(topics)
            before = review
    return found


def _recorded(review: Review, graph: SiteGraph) -> Mapping[str, str]:
    """The codes that a review records: its outcome unless that is absent, its stage, its status, its decisions."""
    facts = review.facts
    outcome = facts.outcome if is_outcome(facts.outcome, graph.config) else None
    codes: dict[str, str | None] = {"outcome": outcome, "stage": facts.stage, "status": facts.status}
    own = ((name, one) for name, one in facts.decisions.items() if not one.by)
    codes |= {anchors.decision(name): one.outcome for name, one in own if is_outcome(one.outcome, graph.config)}
    return {field: code for field, code in codes.items() if code}
