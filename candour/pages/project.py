"""The page of one project, the heart of the site: where it stands, and how it came there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from candour.findings import Findings
from candour.findings.durations import gaps
from candour.findings.requests import STATE_AFTER, count_requests
from candour.findings.reviews import Standing
from candour.graph.graph import HistoryEntry, LinkedAnswer, LinkedDecision, LinkedRequest, SiteGraph, topics_raised_in
from candour.model import addresses
from candour.model.records import Project
from candour.model.values import Prose, Ref
from candour.pages import words
from candour.pages.review import ChangesView, changes_since_the_one_before, items_of, reasons_of
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
    reasons: tuple[Prose, ...] = ()
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


def project_page(project: Project, graph: SiteGraph, findings: Findings) -> Page:
    page, nav, standing = addresses.project(project.id), addresses.PROJECTS, findings.standings[project.id]
    requests = graph.requests_about(project.id)
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
    )
    above, lead = (HOME_LINK, LinkTo("Projects", nav)), _standing_sentence(standing, graph, findings)
    return Page(page, "project.html", project.facts.title, view, above, nav, lead)


def _standing_sentence(standing: Standing, graph: SiteGraph, findings: Findings) -> str:
    """Where a project stands, in one or two sentences."""
    latest, source = standing.latest, standing.status_from
    if not latest:
        return words.never_reviewed(graph.config)
    status, status_date = (source.facts.status, graph.day_of(source)) if source else (None, None)
    use = "" if "status" in findings.never_recorded else words.in_use(status, status_date)
    return words.standing(use, latest.facts, graph.day_of(latest), graph.config)


def _history(project: Project, graph: SiteGraph) -> tuple[EntryView, ...]:
    entries = graph.histories[project.id]
    pairs = zip(entries, gaps(entries), strict=True)
    return tuple(_entry(entry, gap or 0, project, graph) for entry, gap in pairs)[::-1]


def _entry(entry: HistoryEntry, gap: int, project: Project, graph: SiteGraph) -> EntryView:
    view = EntryView(entry, tuple(_links(entry, graph)), gap if gap >= _A_GAP else 0)
    if entry.decided:
        return replace(view, decisions=(entry.decided,))
    review = entry.review
    if review is None or entry.previous:
        return view
    asked = (one for one in graph.requests_of(review) if project.id in one.projects)
    return replace(
        view,
        reasons=reasons_of(review),
        decisions=tuple(one for one in graph.decisions_of(review) if project.id in one.projects),
        requests=tuple((one, next(reversed(_ends(one)), None)) for one in asked),
        answered=tuple(
            (one, answer)
            for one in graph.requests_about(project.id)
            if not one.same_as and (answer := next((a for a in _ends(one) if a.by is review), None))
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
        for key in items_of(entry.review):
            item = words.capital(words.item(key))
            yield LinkTo(f"{item} of the meeting", addresses.item(entry.review.meeting, key))


def _ends(asked: LinkedRequest) -> list[LinkedAnswer]:
    """The answers that changed the state of a request, oldest first."""
    return [answer for answer in asked.answers if answer.answer.how in STATE_AFTER]
