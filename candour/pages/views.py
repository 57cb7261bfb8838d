"""What templates are given: plain words, addresses and safe HTML. Nothing in a template is looked up or sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from candour.findings import Findings
from candour.findings.requests import STATE_AFTER
from candour.graph.link import LinkedDecision, LinkedRequest, SiteGraph, is_outcome, speaker_of
from candour.model import addresses, anchors
from candour.model.dates import PartialDate
from candour.model.records import (
    NOT_REPORTED,
    Decision,
    Document,
    Exchange,
    Meeting,
    Project,
    Request,
    Review,
    Section,
)
from candour.model.values import Prose
from candour.pages import words
from candour.pages.glossary import marked
from candour.reading.markdown import shift_headings

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class LinkTo:
    text: str
    url: str = ""
    """Empty: only the words."""


HOME_LINK = LinkTo("Home", addresses.HOME)
"""Where the way to every page begins."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What stands before and after a page in a row of pages."""

    before: LinkTo | None
    after: LinkTo | None


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What the search index is told of a page beside its words. Every facet has a value, absences in words."""

    kind: str
    title: str
    """The h1: where the index's text of the page begins."""
    order: str
    """An ISO date to sort by. Pagefind leaves a page without one out of a sorted list."""
    date: str
    """The date to show; empty when there is none."""
    outcome: str
    """The outcome to show, in words; empty for a meeting."""
    projects: tuple[str, ...]
    outcomes: tuple[str, ...]
    stages: tuple[str, ...]
    years: tuple[str, ...]
    missing: tuple[str, ...]
    """What the published minutes do not record."""

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each filter. `date` and `shown` stand beside a result and are no facets: as metadata their
        words would be searched as well."""
        facets = (
            ("project", self.projects),
            ("outcome", self.outcomes),
            ("stage", self.stages),
            ("year", self.years),
            ("missing", self.missing),
        )
        shown = (("date", self.date), ("shown", self.outcome))
        return (
            ("kind", self.kind),
            *((name, value) for name, values in facets for value in values),
            *((name, value) for name, value in shown if value),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it goes, how it is drawn and with what."""

    url: str
    template: str
    title: str
    """The h1, and the start of the title element."""
    view: Any
    """Plain data for the template, a frozen dataclass."""
    breadcrumbs: tuple[LinkTo, ...] = ()
    """The pages above this one, from the home page down."""
    nav: str = ""
    """The address in the navigation that this page belongs to."""
    description: str = ""
    """One sentence for search engines and link previews."""
    noindex: bool = False
    canonical: str = ""
    """The address to cite, when it is another page's."""
    search: SearchEntry | None = None
    """What the search index is told of it; None keeps the page out of the index."""
    citation: str = ""
    """How to cite a record's page."""
    foot: tuple[LinkTo, ...] = ()
    """About the record that it shows: its file, and where to report an error in it."""


@dataclass(frozen=True, slots=True)
class When:
    """A date as read and as machines read it."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class OutcomeView:
    text: str
    """`A: Proceed`, or an absence in words."""
    tone: str
    """`positive`, `caution`, `waiting`, `negative`, `neutral`; `absent` when there is no outcome."""
    url: str
    """Where it is explained."""


@dataclass(frozen=True, slots=True)
class AnswerView:
    how: str
    when: When
    source: LinkTo
    html: Markup
    note: Markup


@dataclass(frozen=True, slots=True)
class StateView:
    """How a request stands as of the newest meeting, where time may pass; on a record's page, what an answer said."""

    text: str
    """`Open`, `Partly answered`, `Answered`, `Withdrawn`."""
    tone: str
    is_waiting: bool
    overdue: str
    """That its date has passed, in words; empty when it has not."""
    note: str
    """What is known of an answer, in neutral words."""


@dataclass(frozen=True, slots=True)
class RequestView:
    anchor: str
    former: tuple[str, ...]
    """Anchors it had before."""
    url: str
    """Its permanent address."""
    html: Markup
    strength: str
    by: str
    request: Request
    kind: str
    due: str
    due_from: str
    topics: tuple[str, ...]
    passage: LinkTo | None
    asked: When
    asked_from: str
    """The words an earlier date was worked out from; empty when the minutes themselves are of that date."""
    reported_at: LinkTo | None
    """The meeting whose minutes report it, when it was asked earlier."""
    progress: Markup
    projects: tuple[LinkTo, ...]
    """Those it names, where the record as a whole is about others as well."""
    answers: tuple[AnswerView, ...]
    note: Markup


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request where it stands in a list of several records' requests."""

    request: RequestView
    about: tuple[LinkTo, ...]
    """The projects."""
    asked_at: LinkTo
    """The day it was recorded; where."""
    state: StateView
    age: str
    """How long ago it was asked, as of the newest meeting."""
    group: str
    """For the live filters: `open`, `partly-answered`, `answered`, `withdrawn`."""
    project_ids: tuple[str, ...]
    kind_id: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    anchor: str
    former: tuple[str, ...]
    """Anchors it had before."""
    url: str
    decision: Decision
    outcome: OutcomeView | None
    html: Markup
    votes: str
    until: When | None
    stage: str
    projects: tuple[LinkTo, ...]
    """Those it names, where the record as a whole is about others as well."""
    note: Markup


@dataclass(frozen=True, slots=True)
class TurnView:
    speaker: str
    role: str
    """`member` or `answer`, for the eye; the speaker's name says it in words."""
    html: Markup


@dataclass(frozen=True, slots=True)
class ExchangeView:
    anchor: str
    former: tuple[str, ...]
    """Anchors it had before."""
    url: str
    turns: tuple[TurnView, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartView:
    """Prose, or the exchanges of one list; one of the two is set."""

    html: Markup = NOTHING
    exchanges: tuple[ExchangeView, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    title: str
    anchor: str
    url: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    title: str
    url: str
    document: Document
    published: When | None
    note: Markup


# --- making them --------------------------------------------------------------------------------------------------


def when(day: PartialDate) -> When:
    return When(words.date(day), str(day))


def html(prose: Prose | None, deeper: int = 0) -> Markup:
    """The prose's HTML, empty when there is none, its headings `deeper` levels down and marked for the glossary."""
    if prose is None:
        return Markup("")
    return marked(shift_headings(prose.html, deeper) if deeper else prose.html)


def outcome(code: str | None, graph: SiteGraph) -> OutcomeView:
    tone = graph.config.outcomes[code].tone if code and is_outcome(code, graph.config) else "absent"
    return OutcomeView(words.outcome(code, graph.config), tone, addresses.outcome(code or NOT_REPORTED))


def project_link(project_id: str, graph: SiteGraph) -> LinkTo:
    """To its page, or to the tombstone of one that was removed."""
    project = graph.projects.get(project_id)
    if project is None:
        gone = (record for record, _ in graph.removed if isinstance(record, Project) and record.id == project_id)
        project = next(gone, None)
    return LinkTo(project.facts.title, addresses.project(project_id)) if project else LinkTo(project_id)


def projects_title(review: Review, graph: SiteGraph) -> str:
    return words.listed(project_link(p, graph).text for p in review.projects)


def meeting_name(meeting: Meeting) -> str:
    return f"{meeting.facts.title}, {words.date_range(meeting.date, meeting.facts.last_day)}"


def meeting_link(meeting: Meeting) -> LinkTo:
    return LinkTo(words.date(meeting.date), addresses.meeting(meeting.id))


def topics(names: Iterable[str], graph: SiteGraph) -> tuple[str, ...]:
    """Unknown ones are problems elsewhere; here they keep their own name."""
    return tuple(graph.config.topics.get(name, name) for name in names)


def passage_link(record: Meeting | Review, name: str | None) -> LinkTo | None:
    """The exchange, section or agenda item of a record that a `passage:` names."""
    if not name:
        return None
    if isinstance(record, Meeting):
        return LinkTo(words.item(name), addresses.item(record.id, name))
    exchanges = [e.id for section in record.sections for e in section.exchanges]
    if name in exchanges:
        return LinkTo("the exchange", f"{addresses.review(record.name)}#{anchors.exchange(name)}")
    title = next((section.title for section in record.sections if section.id == name), name)
    return LinkTo(title, f"{addresses.review(record.name)}#{name}")


def request(asked: LinkedRequest, graph: SiteGraph, prefix: str = "") -> RequestView:
    config, own = graph.config, asked.request
    meeting = graph.meeting(asked.meeting)
    return RequestView(
        anchor=prefix + asked.ref.anchor,
        former=tuple(prefix + anchors.request(name) for name in own.formerly),
        url=addresses.of_ref(asked.ref),
        html=html(own.text),
        strength=words.STRENGTH[own.strength],
        by=words.ASKED_BY[own.by],
        request=own,
        kind=config.request_kinds.get(own.kind or "", ""),
        due=words.due(own.due, config),
        due_from=own.due_from,
        topics=topics(own.topics, graph),
        passage=passage_link(asked.record, own.passage),
        asked=when(asked.asked),
        asked_from=getattr(own, "asked_from", ""),
        reported_at=LinkTo(words.date(meeting.date), addresses.item(meeting.id, asked.item))
        if asked.is_reported
        else None,
        progress=html(getattr(own, "progress", None)),
        projects=tuple(project_link(p, graph) for p in own.project),
        answers=tuple(
            AnswerView(
                words.ANSWERED[a.answer.how],
                when(a.date),
                passage_link(a.by, a.answer.passage) or LinkTo(record_title(a.by, graph), record_url(a.by)),
                html(a.answer.text),
                html(a.answer.note),
            )
            for a in asked.answers
        ),
        note=html(own.note),
    )


def state(asked: LinkedRequest, graph: SiteGraph, findings: Findings) -> StateView:
    own = findings.states[asked.ref]
    return StateView(
        words.REQUEST_GROUPS[own.name],
        own.name,
        own.is_waiting,
        words.overdue(own.due, own.is_derived) if own.is_overdue else "",
        words.no_answer_yet(own.name, graph.as_of) if own.is_waiting else "",
    )


def answer_state(how: str) -> StateView:
    """What an answer made of its request."""
    name = STATE_AFTER.get(how, "open")
    return StateView(words.capital(words.ANSWERED[how]), name, False, "", "")


def request_row(asked: LinkedRequest, graph: SiteGraph, findings: Findings) -> RequestRow:
    """For pages that list requests of several records: their anchors carry the record's name."""
    return RequestRow(
        request(asked, graph, prefix=f"of-{asked.ref.record.replace('/', '-')}-"),
        tuple(project_link(p, graph) for p in asked.projects),
        LinkTo(words.date(asked.recorded), record_url(asked.record)),
        state(asked, graph, findings),
        words.age(asked.asked, graph.as_of),
        findings.states[asked.ref].name,
        asked.projects,
        asked.request.kind or "",
    )


def topic_links(names: Iterable[str], graph: SiteGraph) -> tuple[LinkTo, ...]:
    """Topics with their pages; one that no passage raised has none."""
    return tuple(
        LinkTo(graph.config.topics.get(name, name), addresses.topic(name) if name in graph.topics_raised else "")
        for name in names
    )


def request_anchor_url(record: Meeting | Review, name: str) -> str:
    return f"{record_url(record)}#{anchors.request(name)}"


def record_url(record: Meeting | Review) -> str:
    return addresses.meeting(record.id) if isinstance(record, Meeting) else addresses.review(record.name)


def page_title(record: Meeting | Review | Project, graph: SiteGraph) -> str:
    """The h1 of a record's page."""
    if isinstance(record, Meeting):
        return meeting_name(record)
    if isinstance(record, Review):
        return f"{projects_title(record, graph)}: review of {words.date(graph.meeting(record.meeting).date)}"
    return record.facts.title


def record_title(record: Meeting | Review, graph: SiteGraph) -> str:
    return meeting_name(record) if isinstance(record, Meeting) else f"Review of {projects_title(record, graph)}"


def decision(decided: LinkedDecision, graph: SiteGraph, prefix: str = "") -> DecisionView:
    own = decided.decision or Decision()
    return DecisionView(
        anchor=prefix + decided.ref.anchor,
        former=tuple(prefix + anchors.decision(name) for name in own.formerly),
        url=addresses.of_ref(decided.ref),
        decision=own,
        outcome=outcome(own.outcome, graph) if own.outcome else None,
        html=html(own.text),
        votes=words.votes(own.votes) if own.votes else "",
        until=when(own.until) if own.until else None,
        stage=words.stage(own.stage, graph.config),
        projects=tuple(project_link(p, graph) for p in own.project),
        note=html(own.note),
    )


def section(
    one: Section, names: Mapping[str, str], graph: SiteGraph, page: str, prefix: str = "", deeper: int = 0
) -> SectionView:
    """A section of the record whose page is `page`; on another page its anchors carry a prefix."""

    def exchange(inner: Exchange) -> ExchangeView:
        anchor = anchors.exchange(inner.id)
        turns = []
        for turn in inner.turns:
            speaker, prose = speaker_of(turn, names)
            turns.append(TurnView(speaker, "answer" if turn.nested else "member", html(prose, deeper)))
        former = tuple(prefix + anchors.exchange(name) for name in inner.former)
        return ExchangeView(prefix + anchor, former, f"{page}#{anchor}", tuple(turns), topics(inner.topics, graph))

    parts: list[PartView] = []
    for is_exchange, group in groupby(one.parts, key=lambda part: isinstance(part, Exchange)):
        if is_exchange:
            parts.append(PartView(exchanges=tuple(exchange(part) for part in group if isinstance(part, Exchange))))
        else:
            parts += [PartView(html=html(part, deeper)) for part in group if isinstance(part, Prose)]
    return SectionView(
        one.title,
        prefix + one.id if one.id else "",
        f"{page}#{one.id}",
        tuple(parts),
    )


def documents(found: Iterable[Document]) -> tuple[DocumentView, ...]:
    return tuple(
        DocumentView(
            d.title or d.file or d.url,
            addresses.attachment(d.file) if d.file else d.url,
            d,
            when(d.published) if d.published else None,
            html(d.note),
        )
        for d in found
    )
