"""The page of one project, the heart of the site: what it is, what was decided last and why, and how it came there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from candour.findings import Findings
from candour.findings.durations import gaps
from candour.findings.requests import count_requests
from candour.findings.reviews import why_of
from candour.findings.standing import Advice, Standing
from candour.graph.graph import HistoryEntry, LinkedDecision, LinkedRequest, SiteGraph, day_of_item, topics_raised_in
from candour.graph.register import grouped
from candour.model import addresses, anchors
from candour.model.dates import PartialDate
from candour.model.records import Project, Section
from candour.model.values import Prose, Ref
from candour.pages import words
from candour.pages.board import BoardView, own_board
from candour.pages.requests import by_attention
from candour.pages.review import items_of
from candour.pages.standings import why
from candour.pages.titles import project_link, review_day
from candour.pages.views import LinkTo, Page, SectionView, summary_of

_BECAME = ("replaced-by", "merged-into")
_RELATED = ("replaces", "merged-from", "split-from", "split-into", "part-of", "has-part", "see-also")
"""The ways to be related to another project: those that took its place, and the rest."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of the history: what is recorded, or that its advice ran out."""

    when: tuple[PartialDate, ...]
    entry: HistoryEntry | None
    ran_out: Advice | None
    """One of the two is None."""
    links: tuple[LinkTo, ...]
    """To the review, and to the passage of the meeting."""
    gap: int = 0
    """Whole months since the entry before it; 0 when they are not known."""
    why: str = ""
    """Empty for the review whose outcome is at the top of the page, which says it."""
    decisions: tuple[LinkedDecision, ...] = ()
    """Beside the review's outcome, or outside any review."""


@dataclass(frozen=True, slots=True)
class ProjectView:
    project: Project
    what: Prose | None
    """What it is: the first paragraph of its summary."""
    summary: str
    """The summary's heading, for ears only."""
    more: SectionView | None
    """The rest of the summary."""
    standing: Standing
    planned: tuple[LinkTo, ...]
    """The items of meetings to come."""
    waiting: str
    """How many requests wait for an answer; empty for none."""
    board: BoardView | None
    """Its own row of the board; None where there is no board, or nothing to draw."""
    requests_summary: str
    requests: tuple[LinkedRequest, ...]
    """Those about it that wait, then others, oldest first; a report of one does not count again."""
    history: tuple[EntryView, ...]
    """The latest first."""
    sections: tuple[SectionView, ...]
    """What the record says beside its summary."""
    became: Mapping[str, tuple[LinkTo, ...]]
    """The projects that took its place, by how."""
    related: Mapping[str, tuple[LinkTo, ...]]
    """Others that it is related to."""
    topics: tuple[str, ...]


Planned = Mapping[str, tuple[LinkTo, ...]]
"""By project, the items of meetings to come whose agenda names it."""


def planned(graph: SiteGraph) -> Planned:
    return grouped(
        (project, LinkTo(words.days(meeting), addresses.of_ref(Ref(meeting.id, anchors.item(key)))))
        for meeting in graph.upcoming
        for key, item in meeting.facts.agenda.items()
        for project in dict.fromkeys(item.project)
    )


def project_page(project: Project, to_come: Planned, graph: SiteGraph, findings: Findings) -> Page:
    page, nav = addresses.project(project.id), addresses.PROJECTS
    view = partial(_view, project, to_come.get(project.id, ()), graph, findings)
    above, description = (LinkTo("Projects", nav),), description_of(findings.standings[project.id], graph)
    return Page(page, "project.html", project.facts.title, view, description, above, nav)


def _view(project: Project, to_come: tuple[LinkTo, ...], graph: SiteGraph, findings: Findings) -> ProjectView:
    standing = findings.standings[project.id]
    requests = by_attention((one for one in graph.requests_about(project.id) if not one.same_as), findings)
    raised = (topic for review in graph.reviews_of(project.id) for topic in topics_raised_in(review))
    by_state = count_requests(requests, findings.states)
    what, summary, more, sections = _what_it_is(project)
    related = grouped((how, project_link(other, graph)) for how, other in graph.relations.get(project.id, ()))
    return ProjectView(
        project=project,
        what=what,
        summary=summary,
        more=more,
        standing=standing,
        planned=to_come,
        waiting=words.waiting(by_state),
        board=own_board(project.id, graph, findings),
        requests_summary=words.requests_sentence(by_state),
        requests=tuple(requests),
        history=_history(project, standing, graph),
        sections=tuple(SectionView(section, project.name, {}) for section in sections),
        became={how: related[how] for how in _BECAME if how in related},
        related={how: related[how] for how in _RELATED if how in related},
        topics=tuple(dict.fromkeys((*project.facts.topics, *raised))),
    )


def _what_it_is(project: Project) -> tuple[Prose | None, str, SectionView | None, list[Section]]:
    """The first paragraph of its summary, the summary's heading and its rest; and the other sections."""
    summary = summary_of(project)
    text = summary.parts[0] if summary and summary.parts else None
    if summary is None or not isinstance(text, Prose) or not text.html.startswith("<p>"):
        return None, "", None, list(project.sections)
    first, end, rest = text.html.partition("</p>")
    what, parts = replace(text, html=first + end), summary.parts[1:]
    parts = (replace(text, html=rest.strip()), *parts) if rest.strip() else parts
    more = SectionView(replace(summary, parts=parts), project.name, {}) if parts else None
    return what, summary.title or "Summary", more, [one for one in project.sections if one is not summary]


def description_of(standing: Standing, graph: SiteGraph) -> str:
    """What was decided last and why, for a link preview."""
    latest, config = standing.latest, graph.config
    if standing.advice:
        given = standing.advice
        return " ".join(words.decided(a.outcome, a.day, why(a, graph), config, words.ends(a)) for a in given)
    if not latest:
        return f"No review of it by {config.committee.short} is in this archive."
    return words.decided(latest.facts.outcome, graph.day_of(latest), why_of(latest), config)


def _history(project: Project, standing: Standing, graph: SiteGraph) -> tuple[EntryView, ...]:
    """The latest first; that advice ran out is an entry of its own, on its last day."""
    views = [_entry(entry, project, standing, graph) for entry in graph.histories[project.id]]
    for one in standing.every:
        if one.end == "ran-out" and one.ended:
            link = LinkTo(words.advice_of(one.day, graph.config), addresses.of_ref(one.ref))
            views.append(EntryView((one.ended,), None, one, (link,)))
    views.sort(key=lambda view: max(view.when).end if view.ran_out else max(view.when))
    between = zip(views, gaps([view.when for view in views]), strict=True)
    return tuple(replace(view, gap=gap or 0) for view, gap in between)[::-1]


def _entry(entry: HistoryEntry, project: Project, standing: Standing, graph: SiteGraph) -> EntryView:
    view = EntryView(entry.when, entry, None, tuple(_links(entry, graph)))
    if entry.decided:
        return replace(view, decisions=(entry.decided,))
    review = entry.review
    if review is None or entry.previous:
        return view
    said_above = any(one.ref == Ref(review.name) and not one.is_reported for one in standing.advice)
    is_above = said_above or (not standing.advice and review is standing.latest)
    further = tuple(one for one in graph.decisions_of(review) if project.id in one.projects)
    return replace(view, why="" if is_above else why_of(review), decisions=further)


def _links(entry: HistoryEntry, graph: SiteGraph) -> Iterator[LinkTo]:
    def item(key: str, day: PartialDate, url: str) -> LinkTo:
        return LinkTo(f"{words.capital(words.item(key))} of the meeting of {words.date(day)}", url)

    if decided := entry.decided:
        yield item(decided.item, day_of_item(decided.meeting, decided.item), addresses.of_ref(decided.ref))
    elif entry.review and entry.previous:
        passage = entry.previous.passage or "earlier-advice"
        known = passage if any(section.id == passage for section in entry.review.sections) else ""
        day = review_day(entry.review, graph)
        yield LinkTo(f"What the minutes of {day} say of it", addresses.of_ref(Ref(entry.review.name, known)))
    elif entry.review:
        yield LinkTo(f"Full review of {review_day(entry.review, graph)}", addresses.review(entry.review.name))
        meeting = graph.meeting(entry.review.meeting)
        yield from (item(key, meeting.date, addresses.item(meeting.id, key)) for key in items_of(entry.review))
