"""Every decision, latest first: `/decisions/`, a page for each year, and `/outcomes/` with what each outcome means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
from candour.pages.views import HOME_LINK, LinkTo, Page
from candour.pages.years import YearsView, by_year


@dataclass(frozen=True, slots=True)
class DecisionsView:
    list: GroupedList[LinkedDecision]
    """By meeting, the latest first."""
    years: YearsView | None
    """Each year's page and how many decisions it lists; None without any."""
    summary: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    code: str
    decisions: list[LinkedDecision]
    """All of them, the latest first."""
    period: str = ""
    """When it was in use, in words; empty for always."""


@dataclass(frozen=True, slots=True)
class OutcomesView:
    lead: str
    outcomes: tuple[OutcomeRow, ...]
    absences: tuple[OutcomeRow, ...]
    over_time: YearsOfOutcomes | None
    """None without any decision."""


def latest_first(decisions: Iterable[LinkedDecision]) -> list[LinkedDecision]:
    """The latest meeting first, its decisions in the order of its agenda."""
    meetings = [tuple(found) for _, found in groupby(decisions, key=lambda one: one.meeting.id)]
    return [one for found in reversed(meetings) for one in found]


def decisions_pages(graph: SiteGraph) -> Iterator[Page]:
    """The latest year on the list's own page, and every year on one of its own, however few there are."""
    every, nav = latest_first(graph.decisions), addresses.DECISIONS
    for part in by_year(every, lambda decided: decided.meeting.date.year, addresses.DECISIONS, words.how_many, 0):
        summary = words.decisions_sentence(*_kinds(every if part.year is None else part.rows, graph), graph.config)
        view = DecisionsView(_by_meeting(part.rows, graph), part.years, summary)
        if part.year is None:
            description = f"Every decision of {graph.config.committee.short} in this archive, latest first."
            yield Page(nav, "decisions.html", "Decisions", view, (HOME_LINK,), nav, description)
        else:
            url, title = addresses.of_year(addresses.DECISIONS, part.year), f"Decisions in {part.year}"
            above = (HOME_LINK, LinkTo("Decisions", nav))
            yield Page(url, "decisions.html", title, view, above, nav, f"{title}, latest first.")


def _by_meeting(rows: Sequence[LinkedDecision], graph: SiteGraph) -> GroupedList[LinkedDecision]:
    found = grouped((decided.meeting.id, decided) for decided in rows)
    oldest_first = [meeting for meeting in graph.meetings if meeting.id in found]
    groups = [
        Group(
            anchors.of_meeting(meeting.id),
            LinkTo(words.days(meeting) + number, addresses.meeting(meeting.id)),
            found[meeting.id],
            words.decisions_counted(*_kinds(found[meeting.id], graph)),
            words.short_day(meeting.date) + number,
        )
        for meeting, number in numbered(oldest_first)
    ]
    return grouped_list(reversed(groups))


def _kinds(found: Iterable[LinkedDecision], graph: SiteGraph) -> tuple[int, int, int, int]:
    """How many are outcomes, reviews without one, further decisions, and decisions of other bodies."""
    kinds = Counter((kind_of(decided, graph.config), decided.decision is not None) for decided in found)
    return kinds["own", False], kinds["absent", False], kinds["own", True], kinds["others", True]


def outcomes_page(graph: SiteGraph, findings: Findings) -> Page:
    config, given, nav = graph.config, grouped(outcomes_given(graph)), addresses.OUTCOMES

    def row(code: str, period: str = "") -> OutcomeRow:
        return OutcomeRow(code, latest_first(given.get(code, ())), period)

    outcomes = tuple(row(code, words.period(s.from_, s.until)) for code, s in config.outcomes.items())
    absences, over_time = tuple(map(row, words.ABSENT_MEANINGS)), outcomes_over_time(graph, findings)
    view = OutcomesView(words.outcomes_sentence(given, config), outcomes, absences, over_time)
    description = f"What each outcome of {config.committee.short} means, and which decisions had it."
    return Page(nav, "outcomes.html", "What the outcomes mean", view, (HOME_LINK,), nav, description)
