"""The page of one review: the decision and its reasons first, then how it came about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from candour.graph.link import SiteGraph, topics_raised_in
from candour.model import addresses
from candour.model.records import Meeting, Review, ReviewFacts
from candour.pages import words
from candour.pages.changes import ChangesView, changes_since_the_one_before
from candour.pages.corrections import CorrectionView, corrections_of
from candour.pages.coverage import lacking_in
from candour.pages.views import (
    HOME_LINK,
    DecisionView,
    DocumentView,
    LinkTo,
    Neighbours,
    OutcomeView,
    Page,
    RequestView,
    SectionView,
    StateView,
    When,
    answer_state,
    decision,
    documents,
    html,
    meeting_link,
    meeting_name,
    outcome,
    page_title,
    project_link,
    projects_title,
    request,
    section,
    topic_links,
    when,
)


@dataclass(frozen=True, slots=True)
class ReportedAdvice:
    """Earlier advice as these minutes report it."""

    dates: tuple[When, ...]
    outcome: OutcomeView
    stage: str
    note: Markup


@dataclass(frozen=True, slots=True)
class AnswersView:
    """An earlier request that this review answered."""

    state: StateView
    request: LinkTo
    html: Markup
    note: Markup


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review for its own page and, with a prefix to its anchors, for its meeting's page."""

    title: str
    url: str
    facts: ReviewFacts
    projects: tuple[LinkTo, ...]
    meeting: LinkTo
    meeting_title: str
    date: When
    outcome: OutcomeView
    outcome_meaning: Markup
    stage: str
    status: str
    votes: str
    until: When | None
    lead: str
    """The outcome in a sentence."""
    reasons: SectionView | None
    decisions: tuple[DecisionView, ...]
    requests: tuple[RequestView, ...]
    sections: tuple[SectionView, ...]
    """Everything but the decision, in the order of the file; earlier advice comes last on the review's own page."""
    earlier: tuple[ReportedAdvice, ...]
    earlier_section: SectionView | None
    answers: tuple[AnswersView, ...]
    presenters: str
    topics: tuple[LinkTo, ...]
    discussed: tuple[LinkTo, ...]
    decided: LinkTo
    source: tuple[DocumentView, ...]
    papers: tuple[DocumentView, ...]
    lacking: tuple[str, ...]
    """What the published minutes do not record."""
    corrections: tuple[CorrectionView, ...]
    changes: ChangesView | None
    """Against the review before, when there is one."""
    note: Markup
    in_history: Neighbours
    """The reviews of its project before and after it."""
    in_meeting: Neighbours
    """The reviews at its meeting before and after it."""


def review_page(review: Review, graph: SiteGraph) -> Page:
    view = review_view(review, graph)
    return Page(
        url=addresses.review(review.name),
        template="review.html",
        title=page_title(review, graph),
        view=view,
        breadcrumbs=(HOME_LINK, LinkTo("Projects", addresses.PROJECTS), *view.projects[:1]),
        nav=addresses.PROJECTS,
        description=view.lead,
    )


def review_view(review: Review, graph: SiteGraph, prefix: str = "", deeper: int = 0) -> ReviewView:
    meeting, facts, config = graph.meeting(review.meeting), review.facts, graph.config
    names, page = graph.names_at(meeting), addresses.review(review.name)
    made = {s.id: section(s, names, graph, page, prefix, deeper) for s in review.sections}
    scheme = config.outcomes.get(facts.outcome)
    return ReviewView(
        title=projects_title(review, graph),
        url=page,
        facts=facts,
        projects=tuple(project_link(p, graph) for p in review.projects),
        meeting=meeting_link(meeting),
        meeting_title=meeting_name(meeting),
        date=when(meeting.date),
        outcome=outcome(facts.outcome, graph),
        outcome_meaning=html(scheme.meaning) if scheme else Markup("") + words.ABSENT_MEANINGS[facts.outcome],
        stage=words.stage(facts.stage, config),
        status=words.STATUS[facts.status] if facts.status else "",
        votes=words.votes(facts.votes) if facts.votes else "",
        until=when(facts.until) if facts.until else None,
        lead=words.outcome_sentence(facts.outcome, facts.stage, meeting.date, config),
        reasons=made.get("decision"),
        decisions=tuple(decision(d, graph, prefix) for d in graph.decisions_of(review)),
        requests=tuple(request(asked, graph, prefix) for asked in graph.requests_of(review)),
        sections=tuple(made[s.id] for s in review.sections if s.id not in {"decision", "earlier-advice"}),
        earlier=tuple(
            ReportedAdvice(
                tuple(when(day) for day in p.when),
                outcome(p.outcome, graph),
                words.stage(p.stage, config),
                html(p.note),
            )
            for p in facts.previous
        ),
        earlier_section=made.get("earlier-advice"),
        answers=_answers(review, graph),
        presenters=words.listed(facts.presented_by or _lead(review, meeting)),
        topics=topic_links(dict.fromkeys((*facts.topics, *topics_raised_in(review))), graph),
        discussed=tuple(LinkTo(words.item(key), addresses.item(meeting.id, key)) for key in facts.discussed),
        decided=LinkTo(words.item(review.decided), addresses.item(meeting.id, review.decided)),
        source=documents(meeting.facts.source),
        papers=documents(facts.papers),
        lacking=lacking_in(review),
        corrections=corrections_of(review, graph),
        changes=changes_since_the_one_before(review, graph),
        note=html(facts.note),
        in_history=_in_history(review, graph),
        in_meeting=_in_meeting(review, graph),
    )


def _in_history(review: Review, graph: SiteGraph) -> Neighbours:
    """The reviews before and after this one in the history of its (first) project."""
    own = graph.reviews_of(review.projects[0]) if review.projects[0] in graph.histories else ()
    return _neighbours(review, own, lambda other: words.date(graph.meeting(other.meeting).date))


def _in_meeting(review: Review, graph: SiteGraph) -> Neighbours:
    """The reviews before and after this one at its meeting."""
    return _neighbours(review, graph.reviews_of_meeting[review.meeting], lambda other: projects_title(other, graph))


def _neighbours(review: Review, row: Sequence[Review], name: Callable[[Review], str]) -> Neighbours:
    place = next((n for n, other in enumerate(row) if other is review), 0)

    def link(other: Review) -> LinkTo:
        return LinkTo(name(other), addresses.review(other.name))

    return Neighbours(
        link(row[place - 1]) if place > 0 else None,
        link(row[place + 1]) if place + 1 < len(row) else None,
    )


def _answers(review: Review, graph: SiteGraph) -> tuple[AnswersView, ...]:
    told = []
    for ref, answer in review.facts.answers.items():
        one = graph.request(ref.within(review.name))
        words_of_request = one.request.text.text if one else f"A request recorded as {ref}"
        told.append(
            AnswersView(
                answer_state(answer.how),
                LinkTo(words_of_request, addresses.of_ref(one.ref) if one else ""),
                html(answer.text),
                html(answer.note),
            )
        )
    return tuple(told)


def _lead(review: Review, meeting: Meeting) -> tuple[str, ...]:
    for key in review.facts.discussed:
        if key in meeting.facts.agenda:
            return meeting.facts.agenda[key].lead
    return ()
