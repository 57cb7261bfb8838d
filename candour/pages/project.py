"""The page of one project, the heart of the site: where it stands, and how it came there."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from candour.findings import Findings
from candour.findings.durations import gaps
from candour.findings.requests import STATE_AFTER, count_requests
from candour.graph.link import HistoryEntry, SiteGraph, topics_raised_in
from candour.model import addresses
from candour.model.records import Alias, Project, ProjectFacts, Review
from candour.model.values import Ref
from candour.pages import words
from candour.pages.changes import ChangesView, changes_since_the_one_before
from candour.pages.corrections import CorrectionView, corrections_of
from candour.pages.views import (
    HOME_LINK,
    NOTHING,
    DecisionView,
    DocumentView,
    LinkTo,
    OutcomeView,
    Page,
    RequestRow,
    RequestView,
    SectionView,
    StateView,
    When,
    answer_state,
    decision,
    documents,
    html,
    outcome,
    project_link,
    record_url,
    request,
    request_row,
    section,
    state,
    topic_links,
    when,
)

_A_GAP, _LONG = 4, 12
"""So many months between two entries are worth a word; so many, more space."""


@dataclass(frozen=True, slots=True)
class HangingRequest:
    """A request at the entry of the history that made it, or at the one that answered it."""

    text: str
    url: str
    state: StateView
    """At the entry that made it: as of the newest meeting. At one that answered it: what it answered."""
    other: LinkTo | None
    """The other end: what answered it, or what asked it."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One entry of the history."""

    dates: tuple[When, ...]
    kind: str
    """`review`, `reported` or `event`."""
    label: str
    """What kind of entry it is, in words."""
    outcome: OutcomeView | None = None
    stage: str = ""
    links: tuple[LinkTo, ...] = ()
    """To the review, and to the passage of the meeting."""
    reasons: Markup = NOTHING
    html: Markup = NOTHING
    note: Markup = NOTHING
    decisions: tuple[DecisionView, ...] = ()
    """Decisions beside the review's outcome, or outside any review."""
    requests: tuple[HangingRequest, ...] = ()
    """What it asked for, with what came of it."""
    closed: tuple[HangingRequest, ...] = ()
    """What it answered or withdrew, in part or in full."""
    changes: ChangesView | None = None
    """Against the review before."""
    sources: tuple[DocumentView, ...] = ()
    gap: str = ""
    """How long after the entry before it, in words; empty when it is not long or not known."""
    gap_size: str = ""
    """`some` or `long`: the space that the drawing leaves."""


@dataclass(frozen=True, slots=True)
class AliasView:
    alias: Alias
    at: LinkTo | None
    until: When | None
    note: Markup


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project stands, by its newest review in the archive."""

    lead: str
    """In one or two sentences."""
    status: str
    status_source: LinkTo | None
    outcome: OutcomeView | None
    review: LinkTo | None
    meeting: LinkTo | None
    date: When | None
    stage: str
    decisions: tuple[DecisionView, ...] = ()
    """Further outcomes of the newest review: the parts of a split result."""


@dataclass(frozen=True, slots=True)
class ProjectView:
    id: str
    url: str
    facts: ProjectFacts
    kind: str
    standing: Standing
    asked: tuple[RequestRow, ...]
    """All requests about it, oldest first; a report of one does not count again."""
    asked_summary: str
    as_of: str
    newest_requests: tuple[RequestView, ...]
    """Those of the newest review."""
    history: tuple[StepView, ...]
    """Newest first."""
    has_reported: bool
    aliases: tuple[AliasView, ...]
    related: tuple[tuple[str, LinkTo], ...]
    sections: tuple[SectionView, ...]
    topics: tuple[LinkTo, ...]
    corrections: tuple[CorrectionView, ...]
    sources: tuple[LinkTo, ...]
    links: tuple[DocumentView, ...]
    papers: tuple[DocumentView, ...]
    note: Markup


def project_page(project: Project, graph: SiteGraph, findings: Findings) -> Page:
    view = project_view(project, graph, findings)
    return Page(
        url=view.url,
        template="project.html",
        title=project.facts.title,
        view=view,
        breadcrumbs=(HOME_LINK, LinkTo("Projects", addresses.PROJECTS)),
        nav=addresses.PROJECTS,
        description=view.standing.lead,
    )


def project_view(project: Project, graph: SiteGraph, findings: Findings) -> ProjectView:
    facts = project.facts
    steps = graph.histories[project.id]
    reviews = graph.reviews_of(project.id)
    asked = graph.requests_about(project.id)
    page = addresses.project(project.id)
    return ProjectView(
        id=project.id,
        url=page,
        facts=facts,
        kind=graph.config.project_kinds.get(facts.kind or "", ""),
        standing=standing(project, graph),
        asked=tuple(request_row(one, graph, findings) for one in asked if not one.same_as),
        asked_summary=words.requests_sentence(count_requests(asked, findings.states)),
        as_of=words.published_up_to(graph.as_of),
        newest_requests=tuple(request(one, graph) for one in asked if reviews and one.record is reviews[-1]),
        history=_history(project, graph, findings),
        has_reported=any(step.previous for step in steps),
        aliases=tuple(
            AliasView(
                alias,
                LinkTo(ref_name(alias.at, graph), addresses.of_ref(alias.at.within(project.name)))
                if alias.at
                else None,
                when(alias.until) if alias.until else None,
                html(alias.note),
            )
            for alias in facts.aliases
        ),
        related=tuple((words.RELATED[how], project_link(other, graph)) for other, how in facts.related.items()),
        sections=tuple(section(s, {}, graph, page) for s in project.sections),
        topics=topic_links(
            dict.fromkeys((*facts.topics, *(topic for review in reviews for topic in topics_raised_in(review)))), graph
        ),
        corrections=corrections_of(project, graph),
        sources=tuple(
            LinkTo(ref_name(ref, graph), addresses.of_ref(ref.within(project.name))) for ref in facts.sources
        ),
        links=documents(facts.links),
        papers=documents(facts.papers),
        note=html(facts.note),
    )


def standing(project: Project, graph: SiteGraph) -> Standing:
    reviews = graph.reviews_of(project.id)
    config = graph.config
    if not reviews:
        return Standing(words.never_reviewed(config), "", None, None, None, None, None, "")
    newest = reviews[-1]
    meeting = graph.meeting(newest.meeting)
    told = next((r for r in reversed(reviews) if r.facts.status), None)
    asked = len(newest.facts.requests)
    return Standing(
        lead=words.standing(
            status=told.facts.status if told else None,
            told=graph.meeting(told.meeting).date if told else None,
            outcome=newest.facts.outcome,
            stage=newest.facts.stage,
            day=meeting.date,
            asked=asked,
            config=config,
        ),
        status=words.STATUS[told.facts.status] if told and told.facts.status else "",
        status_source=_review_link(told, graph) if told else None,
        outcome=outcome(newest.facts.outcome, graph),
        review=_review_link(newest, graph),
        meeting=LinkTo(words.date(meeting.date), addresses.item(meeting.id, newest.decided)),
        date=when(meeting.date),
        stage=words.stage(newest.facts.stage, config),
        decisions=tuple(
            decision(d, graph) for d in graph.decisions_of(newest) if d.outcome and project.id in d.projects
        ),
    )


def ref_name(ref: Ref, graph: SiteGraph) -> str:
    """What a reader calls the place: `meeting of 8 February 2023, item 7`."""
    record = ref.record
    if record.startswith("project:"):
        return project_link(record.removeprefix("project:"), graph).text
    meeting_id = record.partition("/")[0]
    meeting = graph.tables.meetings.get(meeting_id)
    date = words.date(meeting.date) if meeting else meeting_id
    if "/" in record:
        return f"review of {date}"
    key = ref.anchor.removeprefix("item-")
    return f"meeting of {date}" + (f", {words.item(key)}" if key else "")


def _review_link(review: Review, graph: SiteGraph) -> LinkTo:
    return LinkTo(words.date(graph.meeting(review.meeting).date), addresses.review(review.name))


def _history(project: Project, graph: SiteGraph, findings: Findings) -> tuple[StepView, ...]:
    steps = graph.histories[project.id]
    told = [_step(step, project, graph, findings) for step in steps]
    for place, months in enumerate(gaps(steps)):
        if months is not None and months >= _A_GAP:
            size = "long" if months >= _LONG else "some"
            told[place] = replace(told[place], gap=words.gap(months), gap_size=size)
    return tuple(reversed(told))


def _hanging(review: Review, project: Project, graph: SiteGraph, findings: Findings) -> tuple[HangingRequest, ...]:
    """The requests of a review with what came of each by now."""
    told = []
    for asked in graph.requests_of(review):
        if project.id in asked.projects:
            last = next((a for a in reversed(asked.answers) if a.answer.how in STATE_AFTER), None)
            end = LinkTo(words.date(last.date), record_url(last.by)) if last else None
            shown = state(asked, graph, findings)
            told.append(HangingRequest(asked.request.text.text, addresses.of_ref(asked.ref), shown, end))
    return tuple(told)


def _closed(review: Review, project: Project, graph: SiteGraph) -> tuple[HangingRequest, ...]:
    """The requests about the project that a review answered."""
    told = []
    for asked in graph.requests_about(project.id):
        answer = next((a for a in asked.answers if a.by is review and a.answer.how in STATE_AFTER), None)
        if answer and not asked.same_as:
            start = LinkTo(words.date(asked.asked), record_url(asked.record))
            then = answer_state(answer.answer.how)
            told.append(HangingRequest(asked.request.text.text, addresses.of_ref(asked.ref), then, start))
    return tuple(told)


def _step(step: HistoryEntry, project: Project, graph: SiteGraph, findings: Findings) -> StepView:
    dates = tuple(when(day) for day in step.when)
    if step.event:
        text, sources = html(step.event.text), documents(step.event.source)
        return StepView(dates, "event", "Not a decision of the committee", html=text, sources=sources)
    if step.decided:
        meeting = step.decided.meeting
        place = LinkTo(
            f"{words.capital(words.item(step.decided.item))} of the meeting", addresses.of_ref(step.decided.ref)
        )
        made = (decision(step.decided, graph),)
        return StepView(
            dates, "review", f"Decided at the meeting of {words.date(meeting.date)}", links=(place,), decisions=made
        )
    review = step.review
    assert review is not None, "a step that is no event and no decision has a review"
    day = words.date(graph.meeting(review.meeting).date)
    if step.previous:
        passage = step.previous.passage or "earlier-advice"
        known = any(s.id == passage for s in review.sections)
        source = addresses.review(review.name) + (f"#{passage}" if known else "")
        return StepView(
            dates,
            "reported",
            f"Reported in the minutes of {day}",
            outcome(step.previous.outcome, graph),
            words.stage(step.previous.stage, graph.config),
            (LinkTo(f"Where the review of {day} reports it", source),),
            note=html(step.previous.note),
        )
    reasons = next((s for s in review.sections if s.id == "decision"), None)
    view = section(reasons, {}, graph, addresses.review(review.name), deeper=2) if reasons else None
    items = dict.fromkeys((*review.facts.discussed, review.decided))
    return StepView(
        dates,
        "review",
        "Reviewed",
        outcome(review.facts.outcome, graph),
        words.stage(review.facts.stage, graph.config),
        (
            LinkTo(f"Full review of {day}", addresses.review(review.name)),
            *(
                LinkTo(f"{words.capital(words.item(k))} of the meeting", addresses.item(review.meeting, k))
                for k in items
            ),
        ),
        reasons=Markup("").join(part.html for part in view.parts) if view else NOTHING,
        decisions=tuple(decision(d, graph) for d in graph.decisions_of(review) if project.id in d.projects),
        requests=_hanging(review, project, graph, findings),
        closed=_closed(review, project, graph),
        changes=changes_since_the_one_before(review, graph) if review.projects[0] == project.id else None,
    )
