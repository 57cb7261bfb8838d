"""The page of one review: the decision and its reasons first, then how it came about."""

from dataclasses import dataclass

from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph, topics_raised_in
from candour.model import addresses
from candour.model.records import Answer, Meeting, Review
from candour.model.values import Ref
from candour.pages import words
from candour.pages.changes import ChangesView, changes_since_the_one_before
from candour.pages.coverage import lacking_in
from candour.pages.titles import day_link, page_title, project_link, projects_title
from candour.pages.views import HOME_LINK, LinkTo, Neighbours, Page, SectionView, neighbours


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review for its own page and, with a prefix to its anchors, for its meeting's page."""

    review: Review
    meeting: Meeting
    prefix: str
    title: str
    """The projects."""
    reasons: SectionView | None
    earlier: SectionView | None
    """Earlier advice, which comes last on the review's own page."""
    sections: tuple[SectionView, ...]
    """Everything else, in the order of the file."""
    decisions: tuple[LinkedDecision, ...]
    requests: tuple[LinkedRequest, ...]
    answers: tuple[tuple[Answer, LinkedRequest | None, Ref], ...]
    """What it answered; None for a request that is known only by its answer."""
    presenters: tuple[str, ...]
    topics: tuple[str, ...]
    lacking: tuple[str, ...]
    """What the published minutes do not record."""
    changes: ChangesView | None
    """Against the review before, when there is one."""
    in_history: Neighbours
    """The reviews of its project before and after it."""
    in_meeting: Neighbours
    """The reviews at its meeting before and after it."""


def review_page(review: Review, graph: SiteGraph) -> Page:
    view = review_view(review, graph)
    above = (HOME_LINK, LinkTo("Projects", addresses.PROJECTS), project_link(review.projects[0], graph))
    return Page(
        url=addresses.review(review.name),
        template="review.html",
        title=page_title(review, graph),
        view=view,
        breadcrumbs=above,
        nav=addresses.PROJECTS,
        description=words.outcome_sentence(review.facts, view.meeting.date, graph.config),
    )


def review_view(review: Review, graph: SiteGraph, prefix: str = "", deeper: int = 0) -> ReviewView:
    meeting = graph.meeting(review.meeting)
    names, page = graph.names_at[meeting.id], addresses.review(review.name)
    sections = {one.id: SectionView(one, page, names, prefix, deeper) for one in review.sections}
    answers = ((answer, ref.within(review.name)) for ref, answer in review.facts.answers.items())
    return ReviewView(
        review=review,
        meeting=meeting,
        prefix=prefix,
        title=projects_title(review, graph),
        reasons=sections.pop("decision", None),
        earlier=sections.pop("earlier-advice", None),
        sections=tuple(sections.values()),
        decisions=graph.decisions_of(review),
        requests=graph.requests_of(review),
        answers=tuple((answer, graph.request(ref), ref) for answer, ref in answers),
        presenters=review.facts.presented_by or _lead(review, meeting),
        topics=tuple(dict.fromkeys((*review.facts.topics, *topics_raised_in(review)))),
        lacking=lacking_in(review),
        changes=changes_since_the_one_before(review, graph),
        in_history=_in_history(review, graph),
        in_meeting=_in_meeting(review, graph),
    )


def _lead(review: Review, meeting: Meeting) -> tuple[str, ...]:
    led = (meeting.facts.agenda[key].lead for key in review.facts.discussed if key in meeting.facts.agenda)
    return next(led, ())


def _in_history(review: Review, graph: SiteGraph) -> Neighbours:
    """The reviews before and after this one in the history of its (first) project."""
    if review.projects[0] not in graph.histories:
        return Neighbours()
    return neighbours(review, graph.reviews_of(review.projects[0]), lambda other: day_link(other, graph))


def _in_meeting(review: Review, graph: SiteGraph) -> Neighbours:
    def link(other: Review) -> LinkTo:
        return LinkTo(projects_title(other, graph), addresses.review(other.name))

    return neighbours(review, graph.reviews_of_meeting[review.meeting], link)
