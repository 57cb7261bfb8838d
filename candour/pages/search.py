"""The search page, and which page is searched as what: decided here and nowhere else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from candour.findings import Findings
from candour.findings.reviews import why_decided
from candour.findings.standing import Advice, Standing
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses, anchors
from candour.model.dates import PartialDate
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, AnyRecord, Meeting, Project, Review, walk
from candour.model.sentences import opening
from candour.model.typography import typographic_text
from candour.model.values import Ref
from candour.pages import words
from candour.pages.coverage import lacking_in
from candour.pages.filters import tone
from candour.pages.glossary import terms_of
from candour.pages.groups import rows_of, term_anchors
from candour.pages.titles import about, page_title, project_link
from candour.pages.views import LinkTo, Page, SearchEntry, anchor_in_list, is_foreign

KINDS = (
    "Project",
    "Review",
    "Decision",
    "Meeting",
    "Request",
    "Topic",
    "Outcome",
    "Person",
    "Abbreviation",
    "Correction",
)
"""What is found, in the order in which readers see it."""
_OFF = ("Request", "Person")
"""The kinds that are found only when they are asked for: they would drown the rest, which holds what they say."""
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
    off: tuple[str, ...]
    """The kinds that are found only when they are asked for."""
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
        ("kind", "Kind", KINDS),
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
        off=_OFF,
        tones={outcome: tone(code, graph) for code, outcome in outcomes.items()},
    )
    what = "Search every project, review, meeting and request of this archive."
    return Page(addresses.SEARCH, "search.html", "Search", lambda: view, what)


def _examples(graph: SiteGraph) -> tuple[LinkTo, ...]:
    """What one may search for: the projects reviewed last, else any."""
    latest_first = (graph.reviews_of_meeting[meeting.id] for meeting in reversed(graph.meetings))
    reviewed = (project for reviews in latest_first for review in reviews for project in review.projects)
    titles = (graph.projects[p].facts.title for p in (*reviewed, *graph.projects) if p in graph.projects)
    return tuple(LinkTo(one, addresses.search(one), is_own=True) for one in [*dict.fromkeys(titles)][:_EXAMPLES])


class Searched(NamedTuple):
    """What a record is found by. Stage, outcomes and year are those of one decision."""

    outcome: str = ""
    """The one to show, in words."""
    projects: Iterable[str] = ()
    outcomes: Iterable[str | None] = ()
    stage: str | None = None
    days: Sequence[PartialDate] = ()
    """The years of all of them are searched."""
    when: str = ""
    """The day to show, in words."""
    order: PartialDate | None = None
    """The day to sort by."""
    missing: Iterable[str] = ()
    """What the published minutes do not record, in words."""


def searched(pages: Iterable[Page], graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    """The pages, each with what is found on it: every published meeting, review and project, and each request, topic,
    outcome, person, abbreviation and correction once. Lists only repeat what these hold.

    What a record's page repeats from another, as a project's does from its reviews, is marked `data-pagefind-ignore`.
    """
    found = {addresses.of_ref(Ref(record.name)): _of_record(record, graph, findings) for record in graph.records}
    for page in pages:
        yield replace(page, search=(*found.get(page.url, ()), *_of_page(page, graph)))


def _of_record(record: AnyRecord, graph: SiteGraph, findings: Findings) -> tuple[SearchEntry, ...]:
    title = page_title(record, graph)
    if isinstance(record, Project):
        links = (str(value) for loc, value in walk(record.facts) if loc[-1] in {"url", "file"})
        paths = (re.sub(r"\.\w{2,5}$", "", unquote(urlsplit(link).path)) for link in links)
        own = _entry("Project", title, _project(record, findings.standings[record.id], graph), graph, record.id)
        return (replace(own, has_main=True, text=tuple(re.sub(r"\W*/\W*", " ", path).strip() for path in paths)),)
    missing = lacking_in(record, graph, findings)
    if isinstance(record, Review):
        own = _entry("Review", title, _review(record, missing, graph), graph, record.projects[0])
    else:
        own = _entry("Meeting", title, _meeting(record, missing, graph), graph)
    decisions = (_decision(one, graph) for one in graph.decisions_of(record))
    requests = (_request(one, graph) for one in graph.requests_of(record) if not one.same_as)
    return replace(own, has_main=True), *decisions, *requests


def _decision(decided: LinkedDecision, graph: SiteGraph) -> SearchEntry:
    """One beside a review's outcome, or a meeting's own. That of another body has none of the committee's outcomes."""
    own, day = decided.decision, decided.day
    assert own, "a review's outcome is found as the review"
    outcome = words.outcome(decided.outcome, graph.config) if decided.outcome else ""
    when = f"{words.date(day)}, {words.until(own.until)}" if own.until else words.date(day)
    codes = () if own.by else (decided.outcome,)
    is_found = Searched(outcome, decided.projects, codes, decided.stage, (day,), when, day)
    title = own.on or f"Decision on {about(decided, graph)}"
    entry = _entry("Decision", title, is_found, graph, next(iter(decided.projects), ""))
    return replace(entry, anchor=decided.ref.anchor, text=(title, outcome, why_decided(decided), own.by))


def _request(asked: LinkedRequest, graph: SiteGraph) -> SearchEntry:
    own, found = asked.request, _on(asked.asked)._replace(projects=asked.projects)
    texts = (own.text.text, own.to, own.ref, *(one.answer.text.text for one in asked.answers if one.answer.text))
    entry = _entry("Request", opening(own.text), found, graph, next(iter(asked.projects), ""))
    return replace(entry, anchor=asked.ref.anchor, text=texts)


def _of_page(page: Page, graph: SiteGraph) -> Iterator[SearchEntry]:
    """The parts of a page that is no record's."""
    config = graph.config
    if page.template == "topic.html":
        yield _plain("Topic", page.title, graph, text=(page.description,))
    elif page.url == addresses.OUTCOMES:
        for code, scheme in config.outcomes.items():
            text = (scheme.meaning.text,) if scheme.meaning else ()
            yield _plain("Outcome", words.outcome(code, config), graph, anchors.outcome(code), text)
    elif page.url == addresses.ABOUT:
        places = term_anchors(config)
        for term, meaning in terms_of(config).items():
            yield _plain("Abbreviation", term, graph, places[term], (meaning,))
    elif page.url == addresses.PEOPLE:
        for anchor, person, summary in rows_of(page.view.list):
            roles = dict.fromkeys(one.role for one in person.attended)
            bodies = dict.fromkeys(one.organisation for one in person.attended)
            of = (config.organisations[code].name for code in bodies if code in config.organisations)
            yield _plain("Person", person.name, graph, anchor, (*person.also, *roles, *of, summary))
    elif page.url == addresses.CORRECTIONS:
        for record, ref, one in page.view:
            said = (text.text for text in (one.kind != "redaction" and one.wrong, one.right, one.why) if text)
            what = (words.capital(words.label(one.kind, "correction")), one.about)
            entry = _entry("Correction", f"Correction: {page_title(record, graph)}", _on(one.date), graph)
            yield replace(entry, anchor=anchor_in_list(ref), text=(*what, *said))


def _on(day: PartialDate) -> Searched:
    return Searched(days=(day,), when=words.date(day), order=day)


def _plain(kind: str, title: str, graph: SiteGraph, anchor: str = "", text: Iterable[str] = ()) -> SearchEntry:
    """What belongs to no project and no day."""
    entry = _entry(kind, title, Searched(), graph)
    return replace(entry, anchor=anchor, text=(title, *filter(None, text)))


def _entry(kind: str, title: str, found: Searched, graph: SiteGraph, project: str = "") -> SearchEntry:
    facets = (
        ("kind", [kind], ""),
        ("project", (project_link(project, graph).text for project in found.projects), "No project"),
        ("outcome", (words.outcome(code, graph.config) for code in found.outcomes), words.NO_REVIEW),
        ("stage", [words.stage(found.stage, graph.config)], words.NOT_RECORDED),
        ("year", (str(day.year) for day in found.days), words.NOT_RECORDED),
        ("missing", map(words.capital, found.missing), "Nothing"),
    )
    # Silence is a value, too: a page without any would vanish behind every choice.
    each = ((name, dict.fromkeys(value or absence for value in values), absence) for name, values, absence in facets)
    filters = [(name, value) for name, values, absence in each for value in values or (absence,)]
    filters += [(name, value) for name, value in (("date", found.when), ("shown", found.outcome)) if value]
    order = found.order.first_day.isoformat() if found.order else _UNDATED
    return SearchEntry(title, order, tuple(filters), project, is_off=kind in _OFF)


def _project(project: Project, standing: Standing, graph: SiteGraph) -> Searched:
    """By its latest advice, reported ones too; without any by its latest review."""
    history = graph.histories[project.id]
    last, latest = next(iter(standing.advice[-1:]), None), standing.latest
    days = [entry.day for entry in history if entry.facts][-1:]
    decided = [last.day] if last else [graph.day_of(latest)] if latest else days
    code, stage = (latest.facts.outcome, latest.facts.stage) if latest else (None, None)
    when = f"last reviewed {words.date(days[0])}" if days else ""
    if last:
        code, stage = last.outcome, _stage_of(last, project, graph)
        given = ("" if last.day in days else f"of {words.date(last.day)}", words.ends(last))
        when += f"; outcome {', '.join(filter(None, given))}" if any(given) else ""
    return Searched(
        words.outcome(code, graph.config) if code else words.NO_REVIEW,
        (project.id,),
        [code] if code else (),
        stage,
        decided,
        when,
        days[0] if days else None,
        ("earlier advice known only by report",) if any(entry.previous for entry in history) else (),
    )


def _stage_of(advice: Advice, project: Project, graph: SiteGraph) -> str | None:
    """Of the review that gave it, of the report of it, or of the decision."""
    decided = graph.decision(advice.ref)
    if decided and decided.decision:
        return decided.decision.stage or getattr(decided.record.facts, "stage", None)
    entries = (one for one in graph.histories[project.id] if one.review and one.review.name == advice.ref.record)
    return next((one.facts.stage for one in entries if one.facts and one.day == advice.day), None)


def _review(review: Review, missing: Iterable[str], graph: SiteGraph) -> Searched:
    """By its outcome; what else it decided is found by itself."""
    day, facts = graph.day_of(review), review.facts
    outcome, when = words.outcome(facts.outcome, graph.config), words.date(day)
    when += f", {words.until(facts.until)}" if facts.until else ""
    return Searched(outcome, review.projects, (facts.outcome,), facts.stage, (day,), when, day, missing)


def _meeting(meeting: Meeting, missing: Iterable[str], graph: SiteGraph) -> Searched:
    """What it reviewed and decided is found by itself."""
    facts, reviews = meeting.facts, graph.reviews_of_meeting[meeting.id]
    projects = (
        *(review.projects for review in reviews),
        *(item.project for item in facts.agenda.values()),
        *(request.project for request in facts.requests.values()),
        *(decision.project for decision in facts.decisions.values()),
    )
    shown = "Minutes not published" if facts.minutes == "unpublished" else ""
    return Searched(
        shown if facts.status == "held" else words.capital(facts.status),
        (project for found in projects for project in found),
        (),
        None,
        meeting.days,
        words.days(meeting),
        meeting.date,
        (*missing, *(("the minutes",) if facts.minutes == "unpublished" else ())),
    )
