"""The page of one review: the decision and its reasons first, then how it came about, and what changed by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from candour.findings.reviews import Changes, why_of
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph, topics_raised_in
from candour.model import addresses, anchors
from candour.model.config import Config
from candour.model.records import Answer, Meeting, Review
from candour.model.values import Ref
from candour.pages import words
from candour.pages.titles import day_link, page_title, project_link, review_link
from candour.pages.views import LinkTo, Neighbours, Page, SectionView, neighbours

_COMPARED: Mapping[str, tuple[str, Callable[[str, Config], str]]] = {
    "outcome": ("Outcome", words.outcome),
    "stage": ("Stage", words.stage),
    "status": ("In use?", lambda status, _: words.capital(words.label(status, "status"))),
}
"""The title of each field that is compared with what was recorded before, and its words by its code."""


Answered = tuple[Answer, LinkedRequest | None, Ref]
"""An answer to an earlier request; None for one that is known only by its answer."""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review for its own page and, with a prefix to its anchors, for its meeting's page."""

    review: Review
    meeting: Meeting
    prefix: str
    reasons: SectionView | None
    earlier: SectionView | None
    """Earlier advice, which comes last on the review's own page."""
    sections: tuple[SectionView, ...]
    """Everything else, in the order of the file."""
    decisions: tuple[LinkedDecision, ...]
    requests: tuple[LinkedRequest, ...]
    answers: tuple[Answered, ...]
    presenters: tuple[str, ...]
    topics: tuple[str, ...]
    in_history: Neighbours
    """The reviews of its (first) project before and after it."""
    in_meeting: Neighbours
    """The reviews at its meeting before and after it."""


def review_page(review: Review, graph: SiteGraph) -> Page:
    view, nav = partial(review_view, review, graph), addresses.PROJECTS
    above = LinkTo("Projects", nav), project_link(review.projects[0], graph)
    facts = review.facts
    lead = words.decided(facts.outcome, graph.day_of(review), why_of(review), graph.config, words.until(facts.until))
    return Page(addresses.review(review.name), "review.html", page_title(review, graph), view, lead, above, nav)


def review_view(review: Review, graph: SiteGraph, prefix: str = "", deeper: int = 0) -> ReviewView:
    meeting, project = graph.meeting(review.meeting), review.projects[0]
    names = graph.names_at[meeting.id]
    sections = {one.id: SectionView(one, review.name, names, prefix, deeper) for one in review.sections}
    led = (meeting.facts.agenda[key].lead for key in review.facts.discussed if key in meeting.facts.agenda)
    history = graph.reviews_of(project) if project in graph.histories else (review,)
    at_meeting = graph.reviews_of_meeting[meeting.id]
    return ReviewView(
        review=review,
        meeting=meeting,
        prefix=prefix,
        reasons=sections.pop("decision", None),
        earlier=sections.pop("earlier-advice", None),
        sections=tuple(sections.values()),
        decisions=graph.decisions_of(review),
        requests=graph.requests_of(review),
        answers=answers_of(review, graph),
        presenters=review.facts.presented_by or next(led, ()),
        topics=tuple(dict.fromkeys((*review.facts.topics, *topics_raised_in(review)))),
        in_history=neighbours(review, history, lambda other: day_link(other, graph)),
        in_meeting=neighbours(review, at_meeting, lambda other: review_link(other, graph)),
    )


def answers_of(record: Meeting | Review, graph: SiteGraph) -> tuple[Answered, ...]:
    named = ((answer, ref.within(record.name)) for ref, answer in record.facts.answers.items())
    return tuple((answer, graph.request(ref), ref) for answer, ref in named)


def is_apart(decided: LinkedDecision) -> bool:
    """Whether a decision of a review was taken at another item than its outcome."""
    return isinstance(decided.record, Review) and decided.item != decided.record.decided


def items_of(review: Review) -> tuple[str, ...]:
    """The items of the agenda under which it was discussed and decided, each once."""
    return tuple(dict.fromkeys((*review.facts.discussed, review.decided)))


def compared(found: Changes, review: Review, config: Config) -> list[tuple[str, str, str]]:
    """What of a review differs from what was recorded before: its title, and the words before and now."""
    rows = []
    for field, codes in found.fields.items():
        title, read = _COMPARED.get(field) or (_part(field, review), words.outcome)
        before, now = (read(code, config) for code in codes)
        rows += [(title, before, now)] if before != now else []  # two outcomes of the scheme may read the same
    return rows


def _part(field: str, review: Review) -> str:
    """What a further decision is about."""
    name = field.removeprefix(anchors.decision(""))
    return review.facts.decisions[name].on or words.capital(name.replace("-", " "))
