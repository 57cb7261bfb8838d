"""Every decision, latest first: `/decisions/`, a page for each year, and `/outcomes/` with what each outcome means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from candour.findings import Findings
from candour.findings.counts import kind_of, outcomes_given
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses, anchors
from candour.pages import words
from candour.pages.groups import Group, GroupedList, grouped_list
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


def decisions_pages(graph: SiteGraph) -> Iterator[Page]:
    """The latest year on the list's own page, and every year on one of its own, however few there are."""
    every, nav = latest_first(graph.decisions), addresses.DECISIONS

    def view(part: Part[LinkedDecision]) -> tuple[ListView[GroupedList[LinkedDecision]], str]:
        lead = words.decisions_sentence(*_kinds(part.rows if part.year else every, graph), graph.config)
        here = f"Every decision of {graph.config.committee.short} in this archive"
        what = f"Decisions in {part.year}" if part.year else here
        return ListView(lead, _by_meeting(part.rows, graph), part.years), f"{what}, latest first."

    parts = by_year(every, lambda decided: decided.meeting.date.year, nav, most=0)
    yield from pages_by_year(parts, nav, "decisions.html", "Decisions", "Decisions in", view)


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
    config, given = graph.config, grouped(outcomes_given(graph))
    decisions = {code: latest_first(given.get(code, ())) for code in (*config.outcomes, *words.ABSENCES)}
    lead = words.outcomes_sentence(given, config)
    view = OutcomesView(lead, decisions, outcomes_over_time(graph, findings))
    description = f"What each outcome of {config.committee.short} means, and which decisions had it."
    return Page(addresses.OUTCOMES, "outcomes.html", "What the outcomes mean", view, description)
