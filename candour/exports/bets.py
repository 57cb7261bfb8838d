"""What the search page knows before the index is read: projects by their names, and the pages that answer what is
often asked, each with one line of the answer (`static/js/bets.js`).

    {"projects": [["RFSDi model", "../projects/rfsdi/", ["RSFDi"], "A: Proceed, since 8 February 2023", ["Lab"]], …],
     "bets": [[["B", "outcome B"], {"outcome": "B"}, "../outcomes/#outcome-b", "B: Proceed with …", "Go ahead …"], …],
     "meetings": [["../meetings/2023-02-08/", "Meeting, 8 February 2023", ["2023-02-08"], "6 projects reviewed.",
                   "7 14-ii", [["B", "update", 0], …]], …],
     "requests": {"overdue": {"0": 2}}}

Titles and lines are as pages show them, addresses as seen from the search page; lists and not objects, as every visitor
who searches loads it. A project has its other names, the answer, and whose it is. A bet is found by its names, by those
that begin with `=` only when nothing else is asked; its choices make, with those of others in the same words, the
address of a list. A meeting has its days, the answer, its numbered items and its decisions, each with outcome, stage
and the places of its projects; `requests` counts those of a state, by project.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from candour.findings import Findings
from candour.findings.counts import projects_reviewed
from candour.findings.requests import count_requests
from candour.findings.standing import Standing, ends
from candour.graph.attendance import ATTENDANCE, listed_as
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses, anchors
from candour.model.config import Config
from candour.model.records import Meeting, Project
from candour.pages import words
from candour.pages.filters import tone
from candour.pages.glossary import terms_of
from candour.pages.groups import rows_of, term_anchors
from candour.pages.menu import more
from candour.pages.structured import printed
from candour.pages.titles import page_title
from candour.pages.topics import lead
from candour.pages.views import Page

Bet = tuple[list[str], dict[str, str], str, str, str]
"""Names, choices, address (empty where only the list answers), title, and the answer in one line."""


def bets_file(graph: SiteGraph, findings: Findings, pages: Sequence[Page]) -> bytes:
    projects = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    places = {project.id: place for place, project in enumerate(projects)}
    of = {page.url: page for page in pages}
    bets = (
        *_outcomes(graph),
        *_stages(graph.config),
        *_states(graph, findings),
        *_topics(graph, findings, of),
        *_terms(graph.config),
        *_owners(graph, of),
        *_people(graph, of),
        *_meetings(graph),
        *_pages(graph, findings, of),
    )
    decided = grouped((one.meeting.id, _decision(one, places)) for one in graph.decisions)
    asked = grouped((findings.states[one.ref].name, one.projects) for one in graph.requests if not one.same_as)
    file = {
        "projects": [_project(one, findings.standings[one.id], graph) for one in projects],
        "bets": [[names, choices, _seen(url) if url else "", title, line] for names, choices, url, title, line in bets],
        "meetings": [[*_meeting(one, graph), decided.get(one.id, ())] for one in graph.meetings],
        "requests": {
            state: Counter(str(places[project]) for about in found for project in about if project in places)
            for state, found in asked.items()
        },
    }
    return json.dumps(printed(file), ensure_ascii=False, separators=(",", ":")).encode()


def _decision(one: LinkedDecision, places: Mapping[str, int]) -> list[Any]:
    return [one.outcome or "", one.stage or "", *(places[project] for project in one.projects if project in places)]


def _seen(url: str) -> str:
    return addresses.relative(addresses.SEARCH, url)


def _project(project: Project, standing: Standing, graph: SiteGraph) -> list[Any]:
    last, latest = standing.advice[-1:], standing.latest
    line = "; ".join(f"{words.outcome(one.outcome, graph.config)}, {words.valid(one)}" for one in last)
    if latest and not last:
        line = f"{words.outcome(latest.facts.outcome, graph.config)}, {words.date(graph.day_of(latest))}"
    others = [alias.name for alias in project.facts.aliases]
    by = [*filter(None, (*project.facts.owner, project.facts.supplier))]
    return [project.facts.title, _seen(addresses.project(project.id)), others, line or "No review is recorded.", by]


def _meeting(meeting: Meeting, graph: SiteGraph) -> list[Any]:
    """The days are those of which one may ask; the items those with a number."""
    days = {str(day) for day in (*meeting.days, *(one.date for one in meeting.facts.agenda.values() if one.date))}
    chairs = words.listed(person.name for person in meeting.facts.chair)
    line = words.meeting_sentence(meeting, projects_reviewed(meeting.id, graph))
    line += f" Chaired by {chairs}." if chairs else ""
    named = (anchors.item(section.key) for section in meeting.sections)
    items = " ".join(anchor.removeprefix("item-") for anchor in named if anchor.startswith("item-"))
    return [_seen(addresses.meeting(meeting.id)), page_title(meeting, graph), sorted(days), line, items]


def _outcomes(graph: SiteGraph) -> Iterator[Bet]:
    config = graph.config
    for code, scheme in config.outcomes.items():
        letter = words.outcome_code(code, config)
        names = [scheme.label, *([f"={letter}", f"outcome {letter}"] if letter else [])]
        names += words.ASKED_OUTCOMES.get(tone(code, graph), ())
        line = scheme.meaning.text if scheme.meaning else ""
        yield names, {"outcome": code}, addresses.outcome(code), words.outcome(code, config), line
    for code, (_, label) in words.ABSENCES.items():
        yield [label], {"outcome": code}, addresses.outcome(code), label, ""


def _stages(config: Config) -> Iterator[Bet]:
    for code, scheme in config.stages.items():
        names = dict.fromkeys((scheme.label, *scheme.label.split(",")[:1], code.replace("-", " ")))
        yield [*names], {"stage": code}, "", scheme.label, scheme.meaning.text if scheme.meaning else ""


def _states(graph: SiteGraph, findings: Findings) -> Iterator[Bet]:
    counts = count_requests(graph.requests, findings.states)
    for state, title in words.REQUEST_GROUPS.items():
        if counts[state]:
            names = [title, *words.ASKED_STATES.get(state, ())]
            yield names, {"state": state}, "", title, f"{words.counted(counts[state], 'request')}."
    for (title, *asked), found in zip(words.ASKED_ENDS, ends(findings.standings), strict=True):
        named = (f"{graph.projects[project].facts.title} ({words.valid(one)})" for project, one in found[:3])
        if found:
            line = f"{words.capital(words.counted(len(found), 'project'))}: {', '.join(named)}"
            yield [title, *asked], {}, addresses.PROJECTS, title, line + " and others" * bool(found[3:])


def _topics(graph: SiteGraph, findings: Findings, of: dict[str, Page]) -> Iterator[Bet]:
    for code, title in graph.config.topics.items():
        if page := of.get(addresses.topic(code)):
            yield [title, code.replace("-", " ")], {"topic": code}, page.url, title, lead(findings.passages[code])


def _terms(config: Config) -> Iterator[Bet]:
    places = term_anchors(config)
    for term, meaning in terms_of(config).items():
        yield [term, meaning], {}, f"{addresses.ABOUT}#{places[term]}", term, words.capital(meaning)


def _owners(graph: SiteGraph, of: dict[str, Page]) -> Iterator[Bet]:
    listed = of[addresses.OWNERS].view if addresses.OWNERS in of else None
    for group in (*listed.groups, *listed.rest) if listed else ():
        owner = group.title.text
        known = (o for o in graph.config.organisations.values() if owner in (o.name, *o.also))
        names = [owner, *(name for o in known for name in (o.name, o.short, *o.also) if name and name != owner)]
        line = f"{words.capital(group.count)}: {words.listed(project.facts.title for project in group.rows[:3])}"
        yield names, {}, f"{addresses.OWNERS}#{group.anchor}", owner, line + " and others" * bool(group.rows[3:])


def _people(graph: SiteGraph, of: dict[str, Page]) -> Iterator[Bet]:
    """By their names, other spellings and initials; whoever chaired last by that as well."""
    everyone = (person for m in graph.meetings for how in ATTENDANCE for _, person in listed_as(m, how))
    initials = grouped((person.name, person.initials) for person in everyone if person.initials)
    rows = [*rows_of(of[addresses.PEOPLE].view.list)] if addresses.PEOPLE in of else []
    chairs = [one for _, person, _ in rows for one in person.attended if one.chaired]
    latest = max((one.date for one in chairs), default=None)
    for anchor, person, summary in rows:
        short = {one for name in (person.name, *person.also) for one in initials.get(name, ())}
        last = person.attended[-1]
        line = summary or f"{words.capital(last.how)}{', chaired' * last.chaired}, {words.date(last.date)}"
        role = f"{last.role}. " if last.role else ""
        is_chair = any(one.chaired and one.date == latest for one in person.attended)
        names = (person.name, *person.also, *(f"={one}" for one in sorted(short)), *words.ASKED_CHAIR * is_chair)
        yield [*names], {"person": ""}, f"{addresses.PEOPLE}#{anchor}", person.name, f"{role}{line}"


def _meetings(graph: SiteGraph) -> Iterator[Bet]:
    held = [one for one in graph.meetings if one.facts.status == "held"]
    for names, found in zip(words.ASKED_MEETINGS, (graph.upcoming[:1], held[-1:]), strict=True):
        for one in found:
            yield [*names], {}, addresses.meeting(one.id), page_title(one, graph), words.when_and_where(one)


def _pages(graph: SiteGraph, findings: Findings, of: dict[str, Page]) -> Iterator[Bet]:
    """What the site has besides, by the words of its menu."""
    for title, url in more(graph, findings):
        if url in of and url not in (addresses.HOME, addresses.SEARCH):
            yield [title, *words.ASKED_PAGES.get(url, ())], {}, url, of[url].title, of[url].description
