"""The page of one project, the heart of the site: where it stands, and how it came there."""

from collections.abc import Iterator
from dataclasses import dataclass

from candour.findings import Findings
from candour.findings.durations import gaps
from candour.findings.requests import STATE_AFTER, count_requests
from candour.findings.reviews import Standing
from candour.graph.graph import HistoryEntry, LinkedAnswer, LinkedDecision, LinkedRequest, SiteGraph, topics_raised_in
from candour.model import addresses
from candour.model.records import Project
from candour.model.values import Ref
from candour.pages import words
from candour.pages.changes import ChangesView, changes_since_the_one_before
from candour.pages.corrections import CorrectionView, corrections_of
from candour.pages.titles import review_day
from candour.pages.views import HOME_LINK, LinkTo, Page, SectionView

_A_GAP = 4
"""So many months between two entries are worth a word."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of the history."""

    entry: HistoryEntry
    links: tuple[LinkTo, ...]
    """To the review, and to the passage of the meeting."""
    gap: int
    """Whole months since the entry before it; 0 when they are few or not known."""
    reasons: SectionView | None = None
    decisions: tuple[LinkedDecision, ...] = ()
    """Beside the review's outcome, or outside any review."""
    requests: tuple[tuple[LinkedRequest, LinkedAnswer | None], ...] = ()
    """What it asked for, with the latest answer that changed something."""
    answered: tuple[tuple[LinkedRequest, LinkedAnswer], ...] = ()
    """What it answered or withdrew, in part or in full."""
    changes: ChangesView | None = None
    """Against the review before."""


@dataclass(frozen=True, slots=True)
class ProjectView:
    project: Project
    standing: Standing
    requests: tuple[LinkedRequest, ...]
    """All about it, oldest first; a report of one does not count again."""
    requests_summary: str
    as_of: str
    latest_requests: tuple[LinkedRequest, ...]
    """Those of the latest review."""
    history: tuple[EntryView, ...]
    """The latest first."""
    sections: tuple[SectionView, ...]
    topics: tuple[str, ...]
    corrections: tuple[CorrectionView, ...]


def project_page(project: Project, graph: SiteGraph, findings: Findings) -> Page:
    page, requests = addresses.project(project.id), graph.requests_about(project.id)
    standing = findings.standings[project.id]
    raised = (topic for review in graph.reviews_of(project.id) for topic in topics_raised_in(review))
    view = ProjectView(
        project=project,
        standing=standing,
        requests=tuple(one for one in requests if not one.same_as),
        requests_summary=words.requests_sentence(*count_requests(requests, findings.states)),
        as_of=words.published_up_to(graph.as_of),
        latest_requests=tuple(one for one in requests if one.record is standing.latest),
        history=_history(project, graph),
        sections=tuple(SectionView(section, page, {}) for section in project.sections),
        topics=tuple(dict.fromkeys((*project.facts.topics, *raised))),
        corrections=corrections_of(project, graph),
    )
    return Page(
        url=page,
        template="project.html",
        title=project.facts.title,
        view=view,
        breadcrumbs=(HOME_LINK, LinkTo("Projects", addresses.PROJECTS)),
        nav=addresses.PROJECTS,
        description=standing_sentence(standing, graph),
    )


def standing_sentence(standing: Standing, graph: SiteGraph) -> str:
    """Where a project stands, in one or two sentences."""
    latest, source = standing.latest, standing.status_from
    if not latest:
        return words.never_reviewed(graph.config)
    return words.standing(
        status=source.facts.status if source else None,
        status_date=graph.meeting(source.meeting).date if source else None,
        outcome=latest.facts.outcome,
        stage=latest.facts.stage,
        day=graph.meeting(latest.meeting).date,
        asked=len(latest.facts.requests),
        config=graph.config,
    )


def _history(project: Project, graph: SiteGraph) -> tuple[EntryView, ...]:
    entries = graph.histories[project.id]
    pairs = zip(entries, gaps(entries), strict=True)
    views = [_entry(entry, gap if gap and gap >= _A_GAP else 0, project, graph) for entry, gap in pairs]
    return tuple(reversed(views))


def _entry(entry: HistoryEntry, gap: int, project: Project, graph: SiteGraph) -> EntryView:
    links = tuple(_links(entry, graph))
    if entry.decided:
        return EntryView(entry, links, gap, decisions=(entry.decided,))
    review = entry.review
    if review is None or entry.previous:
        return EntryView(entry, links, gap)
    reasons = next((one for one in review.sections if one.id == "decision"), None)
    return EntryView(
        entry,
        links,
        gap,
        reasons=SectionView(reasons, addresses.review(review.name), {}, deeper=2) if reasons else None,
        decisions=tuple(one for one in graph.decisions_of(review) if project.id in one.projects),
        requests=tuple((one, _end(one)) for one in graph.requests_of(review) if project.id in one.projects),
        answered=tuple(
            (one, answer)
            for one in graph.requests_about(project.id)
            if not one.same_as and (answer := next((a for a in one.answers if a.by is review and _ends(a)), None))
        ),
        changes=changes_since_the_one_before(review, graph) if review.projects[0] == project.id else None,
    )


def _links(entry: HistoryEntry, graph: SiteGraph) -> Iterator[LinkTo]:
    if entry.decided:
        item = words.capital(words.item(entry.decided.item))
        yield LinkTo(f"{item} of the meeting", addresses.of_ref(entry.decided.ref))
    elif entry.review and entry.previous:
        passage = entry.previous.passage or "earlier-advice"
        known = passage if any(section.id == passage for section in entry.review.sections) else ""
        day = review_day(entry.review, graph)
        yield LinkTo(f"Where the review of {day} reports it", addresses.of_ref(Ref(entry.review.name, known)))
    elif entry.review:
        yield LinkTo(f"Full review of {review_day(entry.review, graph)}", addresses.review(entry.review.name))
        for key in dict.fromkeys((*entry.review.facts.discussed, entry.review.decided)):
            item = words.capital(words.item(key))
            yield LinkTo(f"{item} of the meeting", addresses.item(entry.review.meeting, key))


def _end(asked: LinkedRequest) -> LinkedAnswer | None:
    return next((answer for answer in reversed(asked.answers) if _ends(answer)), None)


def _ends(answer: LinkedAnswer) -> bool:
    """Whether it changed the state of its request."""
    return answer.answer.how in STATE_AFTER
