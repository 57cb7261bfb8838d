"""Every decision, latest first: `/decisions/`, a page for each year, and `/outcomes/` with what each outcome means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from candour.findings import Findings
from candour.findings.counts import kind_of, outcomes_by_report, outcomes_given
from candour.findings.standing import states_of_advice
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses, anchors
from candour.model.values import Ref
from candour.pages import words
from candour.pages.choices import Titles, Values, offered, project_titles
from candour.pages.groups import Group, GroupedList, anchors_of, grouped_list
from candour.pages.pictures import YearsOfOutcomes, numbered, outcomes_over_time
from candour.pages.views import LinkTo, Page
from candour.pages.years import ListView, Part, by_year, pages_by_year


@dataclass(frozen=True, slots=True)
class OutcomesView:
    lead: str
    decisions: Mapping[str, list[LinkedDecision]]
    """All with each outcome or absence of one, by its code, the latest first."""
    over_time: YearsOfOutcomes | None
    """None without any decision."""


def latest_first(decisions: Iterable[LinkedDecision]) -> list[LinkedDecision]:
    """The latest meeting first, its decisions in the order of its agenda."""
    meetings = [tuple(found) for _, found in groupby(decisions, key=lambda one: one.meeting.id)]
    return [one for found in reversed(meetings) for one in found]


def decisions_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    """The latest year on the list's own page, and every year on one of its own, however few there are."""
    every, nav = latest_first(graph.decisions), addresses.DECISIONS
    values, titles = _choices(graph, findings)

    def view(part: Part[LinkedDecision]) -> ListView[GroupedList[LinkedDecision]]:
        rows = part.rows if part.year else every
        reported = "" if part.year else words.reported_too(outcomes_by_report(graph))
        lead = words.decisions_sentence(*_kinds(rows, graph), graph.config) + reported
        choices = offered((values[one.ref] for one in rows), titles)
        return ListView(lead, _by_meeting(part.rows, graph), part.years, choices, values)

    def description(part: Part[LinkedDecision]) -> str:
        here = f"Every decision of {graph.config.committee.short} in this archive"
        return f"{f'Decisions in {part.year}' if part.year else here}, latest first."

    parts = by_year(every, lambda decided: decided.meeting.date.year, nav, most=0)
    yield from pages_by_year(parts, nav, "decisions.html", "Decisions", "Decisions in", view, description)


def _choices(graph: SiteGraph, findings: Findings) -> tuple[Mapping[Ref, Values], Titles]:
    """Of each decision what it can be chosen by, each of that one decision; and the titles of these values."""
    config, states = graph.config, states_of_advice(findings.standings)
    owners = dict(zip(findings.owners, anchors_of(findings.owners, (), "owner"), strict=True))
    owned = grouped((one.id, owners[owner]) for owner, projects in findings.owners.items() for one in projects)

    def values(one: LinkedDecision) -> Values:
        about = tuple(project for project in one.projects if project in graph.projects)
        return {
            "outcome": (one.outcome,) if one.outcome else (),
            "stage": (one.stage,) if one.stage else (),
            "year": (str(one.meeting.date.year),),
            "project": about,
            "owner": tuple(dict.fromkeys(owner for project in about for owner in owned.get(project, ()))),
            "state": states.get(one.ref, ()),
        }

    titles = {
        "outcome": {code: words.outcome(code, config) for code in (*config.outcomes, *words.ABSENCES)},
        "stage": {code: words.stage(code, config) for code in config.stages},
        "year": {str(year): str(year) for year in sorted({m.date.year for m in graph.meetings}, reverse=True)},
        "project": project_titles(graph),
        "owner": {value: owner for owner, value in owners.items()},
        "state": words.DECISION_STATES,
    }
    return {one.ref: values(one) for one in graph.decisions}, titles


def _by_meeting(rows: Sequence[LinkedDecision], graph: SiteGraph) -> GroupedList[LinkedDecision]:
    found = grouped((decided.meeting.id, decided) for decided in rows)
    groups = [
        Group(
            anchors.of_meeting(meeting.id),
            LinkTo(words.days(meeting) + number, addresses.meeting(meeting.id)),
            found[meeting.id],
            words.decisions_counted(*_kinds(found[meeting.id], graph)),
            words.short_day(meeting.date) + number,
        )
        for meeting, number in numbered([meeting for meeting in graph.meetings if meeting.id in found])
    ]
    return grouped_list(reversed(groups))


def _kinds(found: Iterable[LinkedDecision], graph: SiteGraph) -> tuple[int, int, int, int]:
    """How many are outcomes, reviews without one, further decisions, and decisions of other bodies."""
    kinds = Counter((kind_of(decided, graph.config), decided.decision is not None) for decided in found)
    return kinds["own", False], kinds["absent", False], kinds["own", True], kinds["others", True]


def outcomes_page(graph: SiteGraph, findings: Findings) -> Page:
    description = f"What each outcome of {graph.config.committee.short} means, and which decisions had it."
    view = partial(_outcomes, graph, findings)
    return Page(addresses.OUTCOMES, "outcomes.html", "What the outcomes mean", view, description)


def _outcomes(graph: SiteGraph, findings: Findings) -> OutcomesView:
    config, given = graph.config, grouped(outcomes_given(graph))
    decisions = {code: latest_first(given.get(code, ())) for code in (*config.outcomes, *words.ABSENCES)}
    lead = words.outcomes_sentence(given, config) + words.reported_too(outcomes_by_report(graph))
    return OutcomesView(lead, decisions, outcomes_over_time(graph, findings))
