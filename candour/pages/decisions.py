"""Every decision, newest first: `/decisions/`, a page for each year, and `/outcomes/` with what each outcome means."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from candour.graph.graph import LinkedDecision, SiteGraph, is_outcome
from candour.model import addresses, anchors
from candour.pages import words
from candour.pages.chart import ChartView, outcomes_chart
from candour.pages.legacy import OutcomeView, When, html, outcome, record_url, when
from candour.pages.matrix import MatrixView, matrices_of
from candour.pages.titles import project_link
from candour.pages.views import HOME_LINK, LinkTo, Page
from candour.pages.years import YearsView, by_year

_DECISIONS_OF_AN_OUTCOME = 20
"""So many are named where the outcome is explained."""


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
    own, review = decided.decision, decided.review
    meeting = decided.meeting
    stage = own.stage if own else review.facts.stage if review else None
    projects = tuple(project_link(p, graph) for p in decided.projects)
    return DecisionRow(
        date=when(meeting.date),
        projects=projects,
        about=words.listed(p.text for p in projects) or (own.on if own else "") or "the meeting",
        outcome=outcome(decided.outcome, graph) if decided.outcome else None,
        stage=words.stage(stage, graph.config),
        subject=own.on if own else "",
        by=own.by if own else "",
        text=own.text.text if own and own.text else "",
        url=addresses.of_ref(decided.ref) if own else record_url(decided.record),
        meeting=LinkTo(words.date(meeting.date), addresses.item(meeting.id, decided.item)),
    )


def decisions_pages(graph: SiteGraph) -> Iterator[Page]:
    """The newest year on the list's own page, and every year on one of its own, however few there are."""

    def counted(found: Sequence[LinkedDecision]) -> str:
        return words.counted(sum(_counts(d, graph) for d in found), "decision")

    for part in by_year(
        newest_first(graph.decisions), lambda d: d.meeting.date.year, addresses.decisions_of, counted, 0
    ):
        rows, nav = decision_rows(part.rows, graph), addresses.DECISIONS
        if part.year is None:
            view = DecisionsView(None, rows, part.years, _decisions_sentence(graph.decisions, graph), ())
            description = f"Every decision of {graph.config.committee.short} in this archive, newest first."
            yield Page(addresses.DECISIONS, "decisions.html", "Decisions", view, (HOME_LINK,), nav, description)
        else:
            summary = _decisions_sentence(part.rows, graph)
            view = DecisionsView(part.year, rows, part.years, summary, matrices_of(part.year, graph))
            above = (HOME_LINK, LinkTo("Decisions", addresses.DECISIONS))
            title = f"Decisions in {part.year}"
            url = addresses.decisions_of(part.year)
            yield Page(url, "decisions.html", title, view, above, nav, f"{title}, newest first.")


def _decisions_sentence(found: Iterable[LinkedDecision], graph: SiteGraph) -> str:
    own, others, without = 0, 0, 0
    for decided in found:
        own += _counts(decided, graph)
        others += _by_others(decided)
        without += not _counts(decided, graph) and not _by_others(decided)
    return words.decisions_sentence(own, without, others, graph.config)


def _counts(decided: LinkedDecision, graph: SiteGraph) -> bool:
    """Whether it is a decision of the committee: not another body's, and not the absence of a review's outcome."""
    return not _by_others(decided) and (decided.decision is not None or is_outcome(decided.outcome, graph.config))


def _by_others(decided: LinkedDecision) -> bool:
    return decided.decision is not None and decided.decision.by != ""


def outcomes_page(graph: SiteGraph) -> Page:
    config, decided = graph.config, newest_first(graph.decisions)

    def row(code: str, meaning: Markup, period: str = "") -> OutcomeRow:
        found = [d for d in decided if d.outcome == code and not _by_others(d)]
        count, newest = words.counted(len(found), "decision"), decision_rows(found[:_DECISIONS_OF_AN_OUTCOME], graph)
        shown = outcome(code, graph)
        return OutcomeRow(
            anchors.outcome(code), shown, meaning, period, count, newest, has_more=len(found) > len(newest)
        )

    view = OutcomesView(
        tuple(row(code, html(s.meaning), words.period(s.from_, s.until)) for code, s in config.outcomes.items()),
        tuple(row(code, Markup("<p>{}</p>").format(text)) for code, text in words.ABSENT_MEANINGS.items()),
        outcomes_chart(graph),
    )
    description = f"What each outcome of {config.committee.short} means."
    return Page(
        addresses.OUTCOMES,
        "outcomes.html",
        "What the outcomes mean",
        view,
        (HOME_LINK,),
        addresses.OUTCOMES,
        description,
    )
