"""What is said of the advice on a project and of its stage: on its own page, in lists of projects and in search."""

from candour.findings.reviews import why_decided, why_of
from candour.findings.standing import Advice, Standing
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model import addresses
from candour.model.records import Review
from candour.pages import words
from candour.pages.titles import review_day
from candour.pages.views import LinkTo


def why(of: Review | LinkedDecision | Advice, graph: SiteGraph) -> str:
    """Why it was decided so, in one sentence; of a decision that is not a review's outcome, what was decided."""
    if isinstance(of, Advice):
        return "" if of.is_reported else why(_recorded_in(of, graph), graph)
    return why_of(of) if isinstance(of, Review) else why_decided(of)


def advice_sentence(one: Advice, standing: Standing, graph: SiteGraph) -> str:
    """How long it is valid, and when it was given, in a sentence without a full stop."""
    where, occasion = _recorded_in(one, graph), words.occasion(_stage_of(one, graph), graph.config)
    said = words.advice(one, standing.name, graph.config, occasion)
    if one.is_reported and isinstance(where, Review):
        return f"{said}, according to the minutes of {review_day(where, graph)}"
    meeting = where.meeting if isinstance(where, LinkedDecision) else graph.meeting(where.meeting)
    return f"{said}, according to draft minutes" if meeting.facts.minutes == "draft" else said


def advice_link(one: Advice, standing: Standing, graph: SiteGraph) -> LinkTo:
    """To where it is recorded."""
    if one.ref.anchor:
        return LinkTo("Read the decision", addresses.of_ref(one.ref))
    day = f" of {words.date(one.day)}" if len(standing.advice) > 1 else ""
    return LinkTo(f"Read the review{' that reports it' if one.is_reported else day}", addresses.of_ref(one.ref))


def stages(standing: Standing, graph: SiteGraph) -> str:
    """The stage that was recorded last, with its days; empty where the sentence about the advice has said it."""
    said = {(_stage_of(one, graph), one.day, one.day) for one in standing.advice}
    every = (one for one in standing.stage if (one.code, one.since, one.noted) not in said)
    named = (f"{words.stage(one.code, graph.config)}, {words.recorded(one.since, one.noted)}" for one in every)
    return words.listed(named, "or")


def _recorded_in(one: Advice, graph: SiteGraph) -> Review | LinkedDecision:
    return graph.decision_by_ref[one.ref] if one.ref.anchor else graph.reviews[one.ref.record]


def _stage_of(one: Advice, graph: SiteGraph) -> str | None:
    """The stage of the review that gave it; that of a report is among what it reports."""
    review = graph.reviews.get(one.ref.record)
    if review is None or one.ref.anchor:
        return None
    reported = (previous.stage for previous in review.facts.previous if one.day in previous.when)
    return next(reported, None) if one.is_reported else review.facts.stage
