"""Where a project is, in words: for its own page, for lists of projects and for search."""

from collections.abc import Iterator
from dataclasses import dataclass

from candour.findings.reviews import why_decided, why_of
from candour.findings.standing import Advice, Recorded, Standing
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model import addresses
from candour.model.records import Event, Meeting, Review
from candour.pages import words
from candour.pages.titles import day_link, decision_link, review_day
from candour.pages.views import LinkTo


@dataclass(frozen=True, slots=True)
class AdviceView:
    outcome: str
    """Its code."""
    sentence: str
    """How long it is valid, and when it was given, in a sentence without a full stop."""
    short: str
    """The same for a list: `since 8 February 2023`."""
    why: str
    link: LinkTo
    """Where it is recorded."""
    has_end: bool
    """It is valid until some day, or was."""
    is_over: bool
    replaced_by: LinkTo | None


@dataclass(frozen=True, slots=True)
class UseView:
    """Whether it is in use, as it was last recorded."""

    code: str
    review: Review | None
    event: Event | None
    """Where it was recorded: one of the two is None."""
    day: str


@dataclass(frozen=True, slots=True)
class StandingView:
    advice: tuple[AdviceView, ...]
    """The last; several only where dates do not show which is the last."""
    latest: Review | None
    """The latest review, which is all there is to show where no outcome was ever given."""
    note: str
    """That the order is not known, in a sentence; else empty."""
    without: tuple[tuple[str, LinkTo], ...]
    """Later reviews that gave no outcome: the code that says why, and the review, by its day."""
    beside: tuple[LinkedDecision, ...]
    """Other decisions about it since then."""
    stage: str
    """The stage that was recorded last, in words; empty where the advice says the same."""
    use: tuple[UseView, ...]


def standing_view(standing: Standing, graph: SiteGraph) -> StandingView:
    advice = tuple(_advice(one, standing, graph) for one in standing.advice)
    return StandingView(
        advice,
        standing.latest,
        words.UNCLEAR if standing.name == "unclear" else "",
        tuple((review.facts.outcome, day_link(review, graph)) for review in standing.without) if advice else (),
        standing.beside,
        words.listed(_stages(standing, graph), "or"),
        tuple(map(_use, standing.use)),
    )


def _use(one: Recorded) -> UseView:
    review = one.source if isinstance(one.source, Review) else None
    return UseView(one.code, review, one.source if isinstance(one.source, Event) else None, words.date(one.noted))


def _advice(one: Advice, standing: Standing, graph: SiteGraph) -> AdviceView:
    where = _recorded_in(one, graph)
    replacing = graph.decision_by_ref[one.replaced_by] if one.replaced_by else None
    sentence = words.advice(one, standing.name, graph.config, words.occasion(_stage_of(one, graph), graph.config))
    meeting = where.meeting if isinstance(where, LinkedDecision) else graph.meeting(where.meeting)
    return AdviceView(
        one.outcome,
        f"{sentence}{_according_to(one, where, meeting, graph)}",
        words.valid(one),
        "" if one.is_reported else why_of(where) if isinstance(where, Review) else why_decided(where),
        _link(one, where, len(standing.advice) > 1),
        bool(one.until or one.end),
        bool(one.end),
        decision_link(replacing, graph) if replacing else None,
    )


def _recorded_in(one: Advice, graph: SiteGraph) -> Review | LinkedDecision:
    return graph.decision_by_ref[one.ref] if one.ref.anchor else graph.reviews[one.ref.record]


def _stage_of(one: Advice, graph: SiteGraph) -> str | None:
    """The stage of the review that gave it; that of a report is among what it reports."""
    review = graph.reviews.get(one.ref.record)
    if review is None or one.ref.anchor:
        return None
    reported = (previous.stage for previous in review.facts.previous if one.day in previous.when)
    return next(reported, None) if one.is_reported else review.facts.stage


def _according_to(one: Advice, where: Review | LinkedDecision, meeting: Meeting, graph: SiteGraph) -> str:
    if one.is_reported and isinstance(where, Review):
        return f", according to the minutes of {review_day(where, graph)}"
    return ", according to draft minutes" if meeting.facts.minutes == "draft" else ""


def _link(one: Advice, where: Review | LinkedDecision, several: bool) -> LinkTo:
    if isinstance(where, LinkedDecision):
        return LinkTo("Read the decision", addresses.of_ref(where.ref))
    which = "that reports it" if one.is_reported else f"of {words.date(one.day)}" if several else ""
    return LinkTo(f"Read the review {which}".rstrip(), addresses.review(where.name))


def _stages(standing: Standing, graph: SiteGraph) -> Iterator[str]:
    """Each with its days; nothing where the sentence about the advice has said it."""
    said = {(_stage_of(one, graph), one.day, one.day) for one in standing.advice}
    for one in standing.stage:
        if (one.code, one.since, one.noted) not in said:
            yield f"{words.stage(one.code, graph.config)}, {words.recorded(one.since, one.noted)}"
