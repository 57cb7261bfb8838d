"""The home page and the pages that list: projects, meetings, decisions, outcomes, people; and about and 404."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from markupsafe import Markup

from candour import urls, words
from candour.glossary import terms_of
from candour.link import Attended, Attendee, Decided, SiteGraph, is_outcome
from candour.model import Meeting, Project
from candour.pages.chart import ChartView, chart_over_time, outcomes_chart
from candour.pages.matrix import MatrixView, matrices_of
from candour.pages.project import Standing, standing
from candour.pages.views import (
    LinkTo,
    OutcomeView,
    Page,
    When,
    counts_of,
    html,
    meeting_name,
    outcome,
    project_link,
    record_url,
    when,
)
from candour.pages.years import YearsView, by_year
from candour.values import Prose

HOME_LINK = LinkTo("Home", urls.HOME)
_NEWEST = 10
"""So many decisions are on the home page."""
_LONGEST = 200
"""So many characters of each."""
_DECISIONS_OF_AN_OUTCOME = 20
"""So many are named where the outcome is explained."""
_MEETINGS_OF_A_PAGE = 50
"""More of them are shown by year."""


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
class LatestRow:
    """A decision in words, for the home page."""

    row: DecisionRow
    words: str
    """How the decision or its reasons begin."""


@dataclass(frozen=True, slots=True)
class LatestMeeting:
    meeting: LinkTo
    rows: tuple[LatestRow, ...]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    name: LinkTo
    kind: str
    summary: Markup
    standing: Standing
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    name: LinkTo
    date: When
    status: str
    is_held: bool
    summary: str
    reviews: tuple[tuple[LinkTo, OutcomeView], ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    latest: tuple[LatestMeeting, ...]
    """The newest decisions: the newest meeting first, its decisions in the order of its agenda."""
    newest: MeetingRow | None
    upcoming: tuple[MeetingRow, ...]
    projects: str
    """How many there are."""
    reach: str
    """How far the archive reaches, in a sentence."""
    requests: str
    """How many requests there are, by state."""
    waiting: tuple[tuple[LinkTo, str], ...]
    """Projects with an open question, and how many."""
    chart: ChartView | None
    """Outcomes over time; None while there are too few meetings."""


@dataclass(frozen=True, slots=True)
class ProjectsView:
    projects: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class MeetingsView:
    groups: tuple[tuple[int, tuple[MeetingRow, ...]], ...]
    """By year, newest first."""
    years: YearsView | None
    """None while all of them stand on one page."""


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


@dataclass(frozen=True, slots=True)
class AttendedRow:
    meeting: LinkTo
    how: str
    organisation: str
    role: str
    presided: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    anchor: str
    name: str
    also: tuple[str, ...]
    attended: tuple[AttendedRow, ...]


@dataclass(frozen=True, slots=True)
class PeopleView:
    people: tuple[PersonRow, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class AboutView:
    counts: tuple[str, ...]
    reach: str
    abbreviations: tuple[tuple[str, str], ...]
    """Each with what it stands for."""


@dataclass(frozen=True, slots=True)
class NothingView:
    """For pages that need no more than the site's own data."""


def list_pages(graph: SiteGraph) -> tuple[Page, ...]:
    return (
        _home(graph),
        _projects(graph),
        *_meetings(graph),
        *_decisions(graph),
        _outcomes(graph),
        _people(graph),
        _about(graph),
        Page(
            urls.NOT_FOUND,
            "404.html",
            "Page not found",
            NothingView(),
            description="There is nothing at this address.",
            noindex=True,
        ),
    )


def styleguide_page() -> Page:
    """All components, with examples that stand in the template."""
    return Page(urls.STYLEGUIDE, "styleguide.html", "Styleguide", NothingView(), (HOME_LINK,), noindex=True)


def _home(graph: SiteGraph) -> Page:
    config = graph.config
    held = [m for m in graph.meetings if m.facts.status == "held"]
    upcoming = tuple(_meeting_row(m, graph) for m in graph.meetings if m.facts.status == "scheduled")
    view = HomeView(
        latest=_latest(graph),
        newest=_meeting_row(held[-1], graph) if held else None,
        upcoming=upcoming,
        projects=words.counted(len(graph.projects), "project"),
        reach=words.reach([m.date for m in held], config),
        requests=words.requests_sentence(counts_of(graph.requests), config),
        waiting=tuple(_waiting(graph)),
        chart=chart_over_time(graph),
    )
    return Page(urls.HOME, "home.html", config.title, view, nav=urls.HOME, description=words.site_sentence(config))


def _latest(graph: SiteGraph) -> tuple[LatestMeeting, ...]:
    return tuple(
        LatestMeeting(
            LinkTo(meeting_name(meeting), urls.meeting(meeting.id)),
            tuple(LatestRow(_decision_row(d, graph), _beginning(d)) for d in found),
        )
        for meeting, found in groupby(_newest_first(graph.decisions)[:_NEWEST], key=lambda decided: decided.meeting)
    )


def _newest_first(decided: Iterable[Decided]) -> list[Decided]:
    """The newest meeting first, its decisions in the order of its agenda."""
    meetings = [tuple(found) for _, found in groupby(decided, key=lambda one: one.meeting.id)]
    return [one for found in reversed(meetings) for one in found]


def _beginning(decided: Decided) -> str:
    """The first words of a decision, or of a review's reasons."""
    if decided.decision:
        told = decided.decision.text.text if decided.decision.text else ""
    else:
        reasons = next((s for s in decided.record.sections if s.id == "decision"), None)
        told = next((part.text for part in reasons.parts if isinstance(part, Prose)), "") if reasons else ""
    return words.shortened(told, _LONGEST)


def _waiting(graph: SiteGraph) -> Iterator[tuple[LinkTo, str]]:
    """Projects with requests that wait for an answer, most of them first."""
    told = []
    for project in graph.projects.values():
        counts = counts_of(graph.requests_about(project.id))
        waiting = counts["open"] + counts["partly-answered"]
        if waiting:
            link = LinkTo(project.facts.title, f"{urls.project(project.id)}#requests")
            told.append((-waiting, project.facts.title.casefold(), link, words.counted(waiting, "open request")))
    for _, _, link, number in sorted(told, key=lambda row: row[:2]):
        yield link, number


def _projects(graph: SiteGraph) -> Page:
    view = ProjectsView(_project_rows(graph))
    description = f"Every project that {graph.config.committee.short} has considered, and where each stands."
    return Page(urls.PROJECTS, "projects.html", "Projects", view, (HOME_LINK,), urls.PROJECTS, description)


def _project_rows(graph: SiteGraph) -> tuple[ProjectRow, ...]:
    return tuple(
        _project_row(p, graph) for p in sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    )


def _project_row(project: Project, graph: SiteGraph) -> ProjectRow:
    summary = next((s for s in project.sections if s.id in {"summary", ""}), None)
    return ProjectRow(
        project_link(project.id, graph),
        graph.config.project_kinds.get(project.facts.kind or "", ""),
        Markup("").join(html(part) for part in summary.parts if not hasattr(part, "turns")) if summary else Markup(""),
        standing(project, graph),
        tuple(alias.name for alias in project.facts.aliases),
    )


def _meetings(graph: SiteGraph) -> Iterator[Page]:
    def counted(meetings: Sequence[Meeting]) -> str:
        return words.counted(len(meetings), "meeting")

    every = f"Every meeting of {graph.config.committee.short} in this archive."
    newest_first = tuple(reversed(graph.meetings))
    for part in by_year(newest_first, lambda m: m.date.year, urls.meetings_of, counted, _MEETINGS_OF_A_PAGE):
        groups = groupby(part.rows, key=lambda meeting: meeting.date.year)
        view = MeetingsView(
            tuple((year, tuple(_meeting_row(m, graph) for m in found)) for year, found in groups), part.years
        )
        if part.year is None:
            told = f"{every} {part.shown}".strip()
            yield Page(urls.MEETINGS, "meetings.html", "Meetings", view, (HOME_LINK,), urls.MEETINGS, told)
        else:
            above = (HOME_LINK, LinkTo("Meetings", urls.MEETINGS))
            title = f"Meetings in {part.year}"
            told = f"{words.capital(counted(part.rows))}, newest first."
            yield Page(urls.meetings_of(part.year), "meetings.html", title, view, above, urls.MEETINGS, told)


def _meeting_row(meeting: Meeting, graph: SiteGraph) -> MeetingRow:
    reviews = graph.reviews_of_meeting[meeting.id]
    return MeetingRow(
        LinkTo(meeting_name(meeting), urls.meeting(meeting.id)),
        when(meeting.date),
        words.MEETING_STATUS[meeting.facts.status],
        meeting.facts.status == "held",
        words.meeting_sentence(meeting.date, meeting.facts.status, len(reviews), graph.config),
        tuple(
            (
                LinkTo(words.listed(project_link(p, graph).text for p in r.projects), urls.review(r.name)),
                outcome(r.facts.outcome, graph),
            )
            for r in reviews
        ),
    )


def decision_rows(decided: Iterable[Decided], graph: SiteGraph) -> tuple[DecisionRow, ...]:
    return tuple(_decision_row(d, graph) for d in decided)


def _decision_row(decided: Decided, graph: SiteGraph) -> DecisionRow:
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
        url=urls.of_ref(decided.ref) if own else record_url(decided.record),
        meeting=LinkTo(words.date(meeting.date), urls.item(meeting.id, decided.item)),
    )


def _decisions(graph: SiteGraph) -> Iterator[Page]:
    """The newest year on the list's own page, and every year on one of its own, however few there are."""

    def counted(found: Sequence[Decided]) -> str:
        return words.counted(sum(_counts(d, graph) for d in found), "decision")

    for part in by_year(_newest_first(graph.decisions), lambda d: d.meeting.date.year, urls.decisions_of, counted, 0):
        rows, nav = decision_rows(part.rows, graph), urls.DECISIONS
        if part.year is None:
            view = DecisionsView(None, rows, part.years, _decisions_sentence(graph.decisions, graph), ())
            description = f"Every decision of {graph.config.committee.short} in this archive, newest first."
            yield Page(urls.DECISIONS, "decisions.html", "Decisions", view, (HOME_LINK,), nav, description)
        else:
            summary = _decisions_sentence(part.rows, graph)
            view = DecisionsView(part.year, rows, part.years, summary, matrices_of(part.year, graph))
            above = (HOME_LINK, LinkTo("Decisions", urls.DECISIONS))
            title = f"Decisions in {part.year}"
            url = urls.decisions_of(part.year)
            yield Page(url, "decisions.html", title, view, above, nav, f"{title}, newest first.")


def _decisions_sentence(found: Iterable[Decided], graph: SiteGraph) -> str:
    own, others, without = 0, 0, 0
    for decided in found:
        own += _counts(decided, graph)
        others += _by_others(decided)
        without += not _counts(decided, graph) and not _by_others(decided)
    return words.decisions_sentence(own, without, others, graph.config)


def _counts(decided: Decided, graph: SiteGraph) -> bool:
    """Whether it is a decision of the committee: not another body's, and not the absence of a review's outcome."""
    return not _by_others(decided) and (decided.decision is not None or is_outcome(decided.outcome, graph.config))


def _by_others(decided: Decided) -> bool:
    return decided.decision is not None and decided.decision.by != ""


def _outcomes(graph: SiteGraph) -> Page:
    config = graph.config

    def row(code: str, meaning: Markup, period: str = "") -> OutcomeRow:
        found = [d for d in _newest_first(graph.decisions) if d.outcome == code and not _by_others(d)]
        count, newest = words.counted(len(found), "decision"), decision_rows(found[:_DECISIONS_OF_AN_OUTCOME], graph)
        shown = outcome(code, graph)
        return OutcomeRow(
            urls.outcome_anchor(code), shown, meaning, period, count, newest, has_more=len(found) > len(newest)
        )

    view = OutcomesView(
        tuple(row(code, html(s.meaning), words.period(s.from_, s.until)) for code, s in config.outcomes.items()),
        tuple(row(code, Markup("<p>{}</p>").format(text)) for code, text in words.ABSENT_MEANINGS.items()),
        outcomes_chart(graph),
    )
    description = f"What each outcome of {config.committee.short} means."
    return Page(
        urls.OUTCOMES, "outcomes.html", "What the outcomes mean", view, (HOME_LINK,), urls.OUTCOMES, description
    )


def _people(graph: SiteGraph) -> Page:
    view = PeopleView(
        tuple(_person(person, anchor, graph) for person, anchor in zip(graph.people, _anchors(graph), strict=True)),
        words.counted(len(graph.people), "person is", "people are"),
    )
    return Page(
        urls.PEOPLE,
        "people.html",
        "People",
        view,
        (HOME_LINK,),
        urls.PEOPLE,
        "Who attended which meeting.",
        noindex=True,
    )


def _anchors(graph: SiteGraph) -> Iterator[str]:
    """An anchor for each person; `A. Smith` and `A Smith` must not share one."""
    taken = {"main"}
    for person in graph.people:
        wanted = urls.person_anchor(person.name) or "person"
        free = next(name for n in count(1) if (name := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
        taken.add(free)
        yield free


def _person(attendee: Attendee, anchor: str, graph: SiteGraph) -> PersonRow:
    def row(attended: Attended) -> AttendedRow:
        organisation = graph.config.organisations.get(attended.organisation)
        return AttendedRow(
            LinkTo(words.date(attended.meeting.date), f"{urls.meeting(attended.meeting.id)}#attendance"),
            words.ATTENDANCE[attended.how],
            organisation.name if organisation else words.NO_ORGANISATION,
            attended.person.role,
            attended.presided,
        )

    return PersonRow(
        anchor,
        attendee.name,
        attendee.also,
        tuple(row(attended) for attended in reversed(attendee.attended)),
    )


def _about(graph: SiteGraph) -> Page:
    held = [m.date for m in graph.meetings if m.facts.status == "held"]
    counts = (
        words.counted(len(graph.meetings), "meeting"),
        words.counted(len(graph.reviews), "review"),
        words.counted(len(graph.projects), "project"),
        words.counted(len(graph.requests), "request"),
    )
    view = AboutView(counts, words.reach(held, graph.config), tuple(terms_of(graph.config).items()))
    return Page(
        urls.ABOUT, "about.html", "About this site", view, (HOME_LINK,), urls.ABOUT, words.site_sentence(graph.config)
    )
