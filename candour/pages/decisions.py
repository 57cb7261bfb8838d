"""Every decision, newest first: `/decisions/`, a page for each year, and `/outcomes/` with what each outcome means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from candour.findings import Findings
from candour.findings.counts import kind_of, outcomes_given
from candour.graph.link import LinkedDecision, SiteGraph, grouped
from candour.model import addresses, anchors
from candour.model.records import Decision
from candour.pages import words
from candour.pages.chart import ChartView, outcomes_chart
from candour.pages.legacy import OutcomeView, When, html, outcome, when
from candour.pages.matrix import MatrixView, matrices_of
from candour.pages.titles import project_link
from candour.pages.views import HOME_LINK, LinkTo, Page
from candour.pages.years import YearsView, by_year

_SHOWN = 20
"""So many decisions are named where their outcome is explained."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    date: When
    projects: tuple[LinkTo, ...]
    about: str
    """The projects, or what else it is about, in words."""
    outcome: OutcomeView | None
    stage: str
    subject: str
    """What it is about, for a decision outside a review or beside a review's outcome."""
    by: str
    """Another body that decided; empty for the committee."""
    text: str
    url: str
    meeting: LinkTo


@dataclass(frozen=True, slots=True)
class DecisionsView:
    year: int | None
    """None on the page of all years."""
    rows: tuple[DecisionRow, ...]
    years: YearsView | None
    """Each year's page and how many decisions it lists; None without any."""
    summary: str
    matrices: tuple[MatrixView, ...]
    """The projects by the meetings of the year; none on the page of all years, and for too few meetings."""


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    anchor: str
    outcome: OutcomeView
    meaning: Markup
    period: str
    count: str
    decisions: tuple[DecisionRow, ...]
    """The newest of them."""
    has_more: bool


@dataclass(frozen=True, slots=True)
class OutcomesView:
    outcomes: tuple[OutcomeRow, ...]
    absences: tuple[OutcomeRow, ...]
    chart: ChartView | None
    """None without any review."""


def newest_first(decided: Iterable[LinkedDecision]) -> list[LinkedDecision]:
    """The newest meeting first, its decisions in the order of its agenda."""
    meetings = [tuple(found) for _, found in groupby(decided, key=lambda one: one.meeting.id)]
    return [one for found in reversed(meetings) for one in found]


def decision_rows(decided: Iterable[LinkedDecision], graph: SiteGraph) -> tuple[DecisionRow, ...]:
    return tuple(decision_row(d, graph) for d in decided)


def decision_row(decided: LinkedDecision, graph: SiteGraph) -> DecisionRow:
    own, review, meeting = decided.decision or Decision(), decided.review, decided.meeting
    stage = review.facts.stage if review and not decided.decision else own.stage
    projects = tuple(project_link(p, graph) for p in decided.projects)
    return DecisionRow(
        date=when(meeting.date),
        projects=projects,
        about=words.listed(p.text for p in projects) or own.on or "the meeting",
        outcome=outcome(decided.outcome, graph) if decided.outcome else None,
        stage=words.stage(stage, graph.config),
        subject=own.on,
        by=own.by,
        text=own.text.text if own.text else "",
        url=addresses.of_ref(decided.ref),
        meeting=LinkTo(words.date(meeting.date), addresses.item(meeting.id, decided.item)),
    )


def decisions_pages(graph: SiteGraph) -> Iterator[Page]:
    """The newest year on the list's own page, and every year on one of its own, however few there are."""

    def counted(found: Sequence[LinkedDecision]) -> str:
        return words.counted(sum(kind_of(decided, graph.config) == "own" for decided in found), "decision")

    every, nav = newest_first(graph.decisions), addresses.DECISIONS
    for part in by_year(every, lambda decided: decided.meeting.date.year, addresses.decisions_of, counted, 0):
        summary = _summary(every if part.year is None else part.rows, graph)
        matrices = matrices_of(part.year, graph) if part.year else ()
        view = DecisionsView(part.year, decision_rows(part.rows, graph), part.years, summary, matrices)
        if part.year is None:
            description = f"Every decision of {graph.config.committee.short} in this archive, newest first."
            yield Page(nav, "decisions.html", "Decisions", view, (HOME_LINK,), nav, description)
        else:
            url, title = addresses.decisions_of(part.year), f"Decisions in {part.year}"
            above = (HOME_LINK, LinkTo("Decisions", nav))
            yield Page(url, "decisions.html", title, view, above, nav, f"{title}, newest first.")


def _summary(found: Iterable[LinkedDecision], graph: SiteGraph) -> str:
    kinds = Counter(kind_of(decided, graph.config) for decided in found)
    return words.decisions_sentence(kinds["own"], kinds["absent"], kinds["others"], graph.config)


def outcomes_page(graph: SiteGraph, findings: Findings) -> Page:
    config, given = graph.config, grouped(outcomes_given(graph))

    def row(code: str, meaning: Markup, period: str = "") -> OutcomeRow:
        found = newest_first(given.get(code, ()))
        newest, has_more = decision_rows(found[:_SHOWN], graph), len(found) > _SHOWN
        count = words.counted(len(found), "decision")
        return OutcomeRow(anchors.outcome(code), outcome(code, graph), meaning, period, count, newest, has_more)

    view = OutcomesView(
        tuple(row(code, html(s.meaning), words.period(s.from_, s.until)) for code, s in config.outcomes.items()),
        tuple(row(code, Markup("<p>{}</p>").format(text)) for code, text in words.ABSENT_MEANINGS.items()),
        outcomes_chart(graph, findings),
    )
    nav, description = addresses.OUTCOMES, f"What each outcome of {config.committee.short} means."
    return Page(nav, "outcomes.html", "What the outcomes mean", view, (HOME_LINK,), nav, description)
