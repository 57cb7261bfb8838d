"""The search page, and which page is searched as what: decided here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Meeting, Project, Review
from candour.pages import words
from candour.pages.coverage import lacking_in
from candour.pages.filters import tone
from candour.pages.titles import meeting_name, project_link, projects_title
from candour.pages.views import HOME_LINK, LinkTo, Page, SearchEntry

PROJECT, REVIEW, MEETING = "Project", "Review", "Meeting"

_EXAMPLES = 3
_UNDATED = "0001-01-01"
"""Sorts a project that no meeting reviewed behind all others; without any date it would be left out."""


@dataclass(frozen=True, slots=True)
class FacetView:
    name: str
    legend: str
    order: tuple[str, ...]
    """Its values in the committee's own order; the rest goes by alphabet, or by number from the highest."""


@dataclass(frozen=True, slots=True)
class SearchView:
    is_empty: bool
    """There is nothing to search yet."""
    examples: tuple[LinkTo, ...]
    reach: str
    """What can be searched, in a sentence."""
    facets: tuple[FacetView, ...]
    tones: dict[str, str]
    """The tone of each outcome, by its words."""


def search_page(graph: SiteGraph) -> Page:
    config = graph.config
    codes = (*config.outcomes, *ABSENT_OUTCOMES, NOT_REPORTED)
    view = SearchView(
        is_empty=not graph.records,
        examples=tuple(LinkTo(title, addresses.search(title)) for title in _examples(graph)),
        reach=words.searchable(len(graph.projects), len(graph.reviews), len(graph.meetings)),
        facets=(
            FacetView("kind", "Kind of page", (PROJECT, REVIEW, MEETING)),
            FacetView("project", "Project", ()),
            FacetView("outcome", "Outcome", (*(words.outcome(c, config) for c in codes), words.NO_REVIEW)),
            FacetView("stage", "Stage", (*(words.stage(s, config) for s in config.stages), words.NOT_RECORDED)),
            FacetView("year", "Year", _years_known(graph)),
            FacetView("missing", "Not in the minutes", ()),
        ),
        tones={words.outcome(code, config): tone(code, graph) for code in codes},
    )
    return Page(addresses.SEARCH, "search.html", "Search", view, (HOME_LINK,), addresses.SEARCH, words.SEARCHED)


def _examples(graph: SiteGraph) -> tuple[str, ...]:
    """What one may search for: the projects reviewed last, else any."""
    reviewed = [
        p for meeting in reversed(graph.meetings) for r in graph.reviews_of_meeting[meeting.id] for p in r.projects
    ]
    found = [graph.projects[p].facts.title for p in (*reviewed, *graph.projects) if p in graph.projects]
    return tuple(dict.fromkeys(found))[:_EXAMPLES]


def _years_known(graph: SiteGraph) -> tuple[str, ...]:
    """Newest first."""
    known = {year for record in graph.records for year in search_entry(record, graph).years}
    return (*sorted(known - {words.NOT_RECORDED}, reverse=True), words.NOT_RECORDED)


# --- what the index is told of each record ------------------------------------------------------------------------


def search_entry(record: Meeting | Review | Project, graph: SiteGraph) -> SearchEntry:
    """Every published meeting, review and project is searched, and no other page.

    Lists, years and the home page only repeat what these hold. What one of these repeats from another (a project's page
    from its reviews, a meeting's from its reviews) is marked `data-pagefind-ignore` in the templates.
    """
    if isinstance(record, Project):
        return _project(record, graph)
    return _review(record, graph) if isinstance(record, Review) else _meeting(record, graph)


def _project(project: Project, graph: SiteGraph) -> SearchEntry:
    """By its newest review; with every outcome, stage and year of its history, reported ones too."""
    history = graph.histories[project.id]
    told = [step.previous or step.review.facts for step in history if step.review]
    reviews = graph.reviews_of(project.id)
    dates = [graph.meeting(r.meeting).date for r in reviews] or [max(step.when) for step in history]
    newest = words.outcome(reviews[-1].facts.outcome, graph.config) if reviews else words.NO_REVIEW
    return SearchEntry(
        kind=PROJECT,
        title=project.facts.title,
        order=dates[-1].first_day.isoformat() if dates else _UNDATED,
        date=words.date(dates[-1]) if dates else "",
        outcome=newest,
        projects=(project.facts.title,),
        outcomes=_outcomes((one.outcome for one in told), graph),
        stages=_stages((one.stage for one in told), graph),
        years=_years(day for step in history for day in step.when),
        missing=_missing((words.KNOWN_BY_REPORT,) if any(step.previous for step in history) else ()),
    )


def _review(review: Review, graph: SiteGraph) -> SearchEntry:
    facts, meeting = review.facts, graph.meeting(review.meeting)
    also = (one.outcome for one in facts.decisions.values() if one.outcome and not one.by)
    return SearchEntry(
        kind=REVIEW,
        title=f"{projects_title(review, graph)}: review of {words.date(meeting.date)}",
        order=meeting.date.first_day.isoformat(),
        date=words.date(meeting.date),
        outcome=words.outcome(facts.outcome, graph.config),
        projects=_projects(review.projects, graph),
        outcomes=_outcomes((facts.outcome, *also), graph),
        stages=_stages((facts.stage,), graph),
        years=_years((meeting.date,)),
        missing=_missing(lacking_in(review)),
    )


def _meeting(meeting: Meeting, graph: SiteGraph) -> SearchEntry:
    facts, reviews = meeting.facts, graph.reviews_of_meeting[meeting.id]
    own = (
        *(item.project for item in facts.agenda.values()),
        *(request.project for request in facts.requests.values()),
        *(decision.project for decision in facts.decisions.values()),
    )
    decided = (one.outcome for one in facts.decisions.values() if one.outcome and not one.by)
    return SearchEntry(
        kind=MEETING,
        title=meeting_name(meeting),
        order=meeting.date.first_day.isoformat(),
        date=words.date(meeting.date),
        outcome="" if facts.status == "held" else words.MEETING_STATUS[facts.status],
        projects=_projects((p for projects in (*(r.projects for r in reviews), *own) for p in projects), graph),
        outcomes=_outcomes((*(r.facts.outcome for r in reviews), *decided), graph),
        stages=_stages((r.facts.stage for r in reviews), graph),
        years=_years((meeting.date, facts.last_day or meeting.date)),
        missing=_missing((*lacking_in(meeting), *(("the minutes",) if facts.minutes == "unpublished" else ()))),
    )


def _projects(ids: Iterable[str], graph: SiteGraph) -> tuple[str, ...]:
    return _each((project_link(p, graph).text for p in ids), words.NO_PROJECT)


def _outcomes(codes: Iterable[str | None], graph: SiteGraph) -> tuple[str, ...]:
    return _each((words.outcome(code, graph.config) for code in codes), words.NO_REVIEW)


def _stages(names: Iterable[str | None], graph: SiteGraph) -> tuple[str, ...]:
    return _each((words.stage(name, graph.config) for name in names), words.NOT_RECORDED)


def _years(days: Iterable[PartialDate]) -> tuple[str, ...]:
    return _each((str(day.year) for day in days), words.NOT_RECORDED)


def _missing(fields: Iterable[str]) -> tuple[str, ...]:
    return _each((words.capital(field) for field in fields), words.NOTHING_MISSING)


def _each(values: Iterable[str], otherwise: str) -> tuple[str, ...]:
    """Each value once, silence in words: a page without a value would vanish behind every choice."""
    return tuple(dict.fromkeys(value or otherwise for value in values)) or (otherwise,)
