"""The search page, and which page is searched as what: decided here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from candour.findings import Findings
from candour.findings.standing import Standing
from candour.graph.graph import SiteGraph
from candour.graph.register import grouped
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Meeting, Project, Review
from candour.model.typography import typographic_text
from candour.pages import words
from candour.pages.coverage import lacking_in
from candour.pages.filters import tone
from candour.pages.titles import page_title, project_link
from candour.pages.views import LinkTo, Page, SearchEntry, is_foreign

_EXAMPLES = 3
_UNDATED = "0001-01-01"
"""Sorts a project that no meeting reviewed behind all others; without any date it would be left out."""


@dataclass(frozen=True, slots=True)
class SearchView:
    is_empty: bool
    """There is nothing to search yet."""
    language: str
    """Of the records; empty where it is the pages' own."""
    examples: tuple[LinkTo, ...]
    counts: tuple[str, ...]
    """How much there is to search, by kind of page."""
    facets: tuple[tuple[str, str, tuple[str, ...], bool], ...]
    """Name, legend, and values in the committee's order; the rest goes by alphabet, or by number from the highest. And
    whether there is more than one value to choose from."""
    tones: dict[str, str]
    """The tone of each outcome, by its words. Scripts compare these, and the facets' values, with those of the index:
    all are as pages show them."""


def search_page(graph: SiteGraph, entries: Iterable[SearchEntry]) -> Page:
    """`entries` are those of all records."""
    config = graph.config
    values = {name: {*found} for name, found in grouped(pair for one in entries for pair in one.filters).items()}
    codes = (*config.outcomes, *ABSENT_OUTCOMES, NOT_REPORTED)
    outcomes = {code: typographic_text(words.outcome(code, config)) for code in codes}
    stages = (typographic_text(words.stage(name, config)) for name in config.stages)
    unknown = words.NOT_RECORDED
    kinds = (("project", graph.projects), ("review", graph.reviews), ("meeting", graph.meetings))
    facets = (
        ("kind", "Kind of page", tuple(words.capital(kind) for kind, _ in kinds)),
        ("project", "Project", ()),
        ("outcome", "Outcome", (*outcomes.values(), words.NO_REVIEW)),
        ("stage", "Stage", (*stages, unknown)),
        ("year", "Year", (*sorted(values.get("year", set()) - {unknown}, reverse=True), unknown)),
        ("missing", "Not in the minutes", ()),
    )
    view = SearchView(
        is_empty=not graph.records,
        language=config.language if is_foreign(config.language) else "",
        examples=_examples(graph),
        counts=tuple(words.counted(len(records), kind) for kind, records in kinds),
        facets=tuple((name, legend, order, len(values.get(name, ())) > 1) for name, legend, order in facets),
        tones={outcome: tone(code, graph) for code, outcome in outcomes.items()},
    )
    what = "Search every project, review and meeting of this archive."
    return Page(addresses.SEARCH, "search.html", "Search", view, what)


def _examples(graph: SiteGraph) -> tuple[LinkTo, ...]:
    """What one may search for: the projects reviewed last, else any."""
    latest_first = (graph.reviews_of_meeting[meeting.id] for meeting in reversed(graph.meetings))
    reviewed = (project for reviews in latest_first for review in reviews for project in review.projects)
    titles = (graph.projects[p].facts.title for p in (*reviewed, *graph.projects) if p in graph.projects)
    return tuple(LinkTo(one, addresses.search(one), is_own=True) for one in [*dict.fromkeys(titles)][:_EXAMPLES])


class Searched(NamedTuple):
    """What a record is found by."""

    outcome: str
    """The one to show, in words."""
    projects: Iterable[str]
    outcomes: Iterable[str | None]
    stages: Iterable[str | None]
    days: Sequence[PartialDate]
    """The years of all of them are searched."""
    shown: PartialDate | None
    """The day to show and to sort by."""
    missing: Iterable[str]
    """What the published minutes do not record, in words."""
    until: str = ""
    """Until when the outcome is valid, or was, in words; empty where it has no end."""


def search_entry(record: Meeting | Review | Project, graph: SiteGraph, findings: Findings) -> SearchEntry:
    """Every published meeting, review and project is searched, and no other page: lists only repeat what these hold.

    What one of these repeats from another, as a project's page does from its reviews, is marked `data-pagefind-ignore`.
    """
    if isinstance(record, Project):
        found = _project(record, findings.standings[record.id], graph)
    else:
        missing = lacking_in(record, graph, findings)
        found = _review(record, missing, graph) if isinstance(record, Review) else _meeting(record, missing, graph)
    facets = (
        ("kind", [type(record).__name__], ""),
        ("project", (project_link(project, graph).text for project in found.projects), "No project"),
        ("outcome", (words.outcome(code, graph.config) for code in found.outcomes), words.NO_REVIEW),
        ("stage", (words.stage(name, graph.config) for name in found.stages), words.NOT_RECORDED),
        ("year", (str(day.year) for day in found.days), words.NOT_RECORDED),
        ("missing", map(words.capital, found.missing), "Nothing"),
    )
    # Silence is a value, too: a page without any would vanish behind every choice.
    each = ((name, dict.fromkeys(value or absence for value in values), absence) for name, values, absence in facets)
    filters = [(name, value) for name, values, absence in each for value in values or (absence,)]
    days = ", ".join(filter(None, (words.date(found.shown) if found.shown else "", found.until)))
    filters += [("date", days)] if days else []
    filters += [("shown", found.outcome)] if found.outcome else []
    order = found.shown.first_day.isoformat() if found.shown else _UNDATED
    return SearchEntry(page_title(record, graph), order, tuple(filters))


def _project(project: Project, standing: Standing, graph: SiteGraph) -> Searched:
    """By its advice; with every outcome, stage and year of its history, reported ones too."""
    history = graph.histories[project.id]
    recorded = [entry.previous or entry.review.facts for entry in history if entry.review]
    last, latest = standing.advice[-1:], standing.latest
    codes = [one.outcome for one in last] or ([latest.facts.outcome] if latest else [])
    days = [one.day for one in last] or ([graph.day_of(latest)] if latest else [max(e.when) for e in history][-1:])
    return Searched(
        words.outcome(codes[0], graph.config) if codes else words.NO_REVIEW,
        (project.id,),
        [one.outcome for one in recorded],
        [one.stage for one in recorded],
        [day for entry in history for day in entry.when],
        days[0] if days else None,
        ("earlier advice known only by report",) if any(entry.previous for entry in history) else (),
        next(map(words.ends, last), ""),
    )


def _review(review: Review, missing: Iterable[str], graph: SiteGraph) -> Searched:
    day, facts = graph.day_of(review), review.facts
    also = (one.outcome for one in facts.decisions.values() if one.outcome and not one.by)
    return Searched(
        words.outcome(facts.outcome, graph.config),
        review.projects,
        (facts.outcome, *also),
        (facts.stage,),
        (day,),
        day,
        missing,
        words.until(facts.until),
    )


def _meeting(meeting: Meeting, missing: Iterable[str], graph: SiteGraph) -> Searched:
    facts, reviews = meeting.facts, graph.reviews_of_meeting[meeting.id]
    projects = (
        *(review.projects for review in reviews),
        *(item.project for item in facts.agenda.values()),
        *(request.project for request in facts.requests.values()),
        *(decision.project for decision in facts.decisions.values()),
    )
    decided = (one.outcome for one in facts.decisions.values() if one.outcome and not one.by)
    return Searched(
        "" if facts.status == "held" else words.capital(facts.status),
        (project for found in projects for project in found),
        (*(review.facts.outcome for review in reviews), *decided),
        (review.facts.stage for review in reviews),
        meeting.days,
        meeting.date,
        (*missing, *(("the minutes",) if facts.minutes == "unpublished" else ())),
    )
