"""Records -> the graph that pages are planned from: who refers to whom, and each project's history over time.

Everything here follows from the records alone. Drafts are left out, removed records become tombstones.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from candour.graph.consistency import check_consistency
from candour.graph.references import attendees, check_references, former_names
from candour.graph.requests import canonical_requests
from candour.model import anchors
from candour.model.config import Config
from candour.model.dates import PartialDate
from candour.model.records import (
    NOT_REPORTED,
    SPEAKERS,
    Answer,
    AnyRecord,
    Archive,
    Attachment,
    Decision,
    Event,
    Meeting,
    MeetingDecision,
    MeetingRequest,
    Person,
    Previous,
    Project,
    Removed,
    Request,
    Review,
    Turn,
)
from candour.model.values import Prose, Ref
from candour.problems import Problem


@dataclass(frozen=True, slots=True)
class LinkedAnswer:
    """One answer to a request: who gave it, and where."""

    answer: Answer
    by: Meeting | Review
    date: PartialDate


@dataclass(frozen=True, slots=True)
class LinkedRequest:
    """A request where it was recorded, with what came of it."""

    ref: Ref
    request: Request
    record: Meeting | Review
    projects: tuple[str, ...]
    meeting: str
    recorded: PartialDate
    """The date of the meeting whose minutes record it."""
    asked: PartialDate
    """When it was asked: at that meeting, or at an earlier one as reported."""
    item: str
    """The agenda item where it stands."""
    answers: tuple[LinkedAnswer, ...]
    """Oldest first."""
    same_as: Ref | None = None
    """The request in the minutes that first asked it: this one only reports it, and does not count again."""
    reported: tuple[Ref, ...] = ()
    """Where later minutes report it."""

    @property
    def is_reported(self) -> bool:
        return self.asked != self.recorded


@dataclass(frozen=True, slots=True)
class LinkedDecision:
    """One decision: a review's outcome, or a further decision of a review or meeting."""

    ref: Ref
    meeting: Meeting
    projects: tuple[str, ...]
    outcome: str | None
    record: Meeting | Review
    decision: Decision | None
    """None for a review's own outcome."""
    item: str

    @property
    def review(self) -> Review | None:
        return self.record if isinstance(self.record, Review) else None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One entry of a project's history."""

    when: tuple[PartialDate, ...]
    """Several dates only for one reported outcome of several meetings."""
    review: Review | None = None
    """The review itself; or, for reported advice, the review that reports it."""
    previous: Previous | None = None
    """Set when the entry is known only by report."""
    event: Event | None = None
    """Set for what happened between meetings."""
    decided: LinkedDecision | None = None
    """Set for a decision of a meeting outside any review."""

    @property
    def is_first_hand(self) -> bool:
        return self.review is not None and self.previous is None


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person at one meeting, as recorded."""

    meeting: Meeting
    how: str
    """`present`, `apologies`, `absent`, `observing`."""
    organisation: str
    person: Person
    presided: bool


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    """The name to show."""
    also: tuple[str, ...]
    """Other spellings, by `people.yaml`."""
    attended: tuple[Attendance, ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    """What the graph is asked for over and over, by name."""

    names_at: Mapping[str, Mapping[str, str]]
    meetings: Mapping[str, Meeting]
    requests: Mapping[Ref, LinkedRequest]
    requests_of: Mapping[str, tuple[LinkedRequest, ...]]
    requests_about: Mapping[str, tuple[LinkedRequest, ...]]
    decisions_of: Mapping[str, tuple[LinkedDecision, ...]]


@dataclass(frozen=True, slots=True)
class SiteGraph:
    config: Config
    meetings: tuple[Meeting, ...]
    """Oldest first."""
    reviews: Mapping[str, Review]
    projects: Mapping[str, Project]
    reviews_of_meeting: Mapping[str, tuple[Review, ...]]
    """In the order of the agenda."""
    histories: Mapping[str, tuple[HistoryEntry, ...]]
    """By project, oldest first."""
    requests: tuple[LinkedRequest, ...]
    """Oldest first."""
    decisions: tuple[LinkedDecision, ...]
    """Oldest first, in the order of the agenda."""
    people: tuple[Attendee, ...]
    attachments: tuple[Attachment, ...]
    removed: tuple[tuple[AnyRecord, Removed], ...]
    """Shown as tombstones; a meeting that was removed takes its reviews along."""
    as_of: PartialDate | None
    """The day the archive speaks of: the newest held meeting's, or `as_of:` of the configuration."""
    topics_raised: frozenset[str]
    """Topics of any exchange or request of a review."""
    former: Mapping[str, str]
    """Former name of a record -> its name."""
    tables: _Tables

    @property
    def records(self) -> tuple[AnyRecord, ...]:
        return (*self.meetings, *self.reviews.values(), *self.projects.values())

    @property
    def newest(self) -> Meeting | None:
        """The newest meeting that was held: what the archive speaks as of."""
        held = [m for m in self.meetings if m.facts.status == "held"]
        return held[-1] if held else None

    def meeting(self, meeting_id: str) -> Meeting:
        return self.tables.meetings[meeting_id]

    def names_at(self, meeting: Meeting) -> Mapping[str, str]:
        """What a turn may call someone who was at the meeting -> the name to show."""
        return self.tables.names_at[meeting.id]

    def request(self, ref: Ref) -> LinkedRequest | None:
        """None when it is known only by its answer."""
        return self.tables.requests.get(ref)

    def requests_of(self, record: Meeting | Review) -> tuple[LinkedRequest, ...]:
        return self.tables.requests_of.get(record.name, ())

    def requests_about(self, project: str) -> tuple[LinkedRequest, ...]:
        return self.tables.requests_about.get(project, ())

    def decisions_of(self, record: Meeting | Review) -> tuple[LinkedDecision, ...]:
        """Those beside a review's own outcome."""
        return self.tables.decisions_of.get(record.name, ())

    def reviews_of(self, project: str) -> tuple[Review, ...]:
        """First-hand, oldest first."""
        return tuple(step.review for step in self.histories[project] if step.is_first_hand and step.review)


@dataclass(frozen=True, slots=True)
class Linked:
    graph: SiteGraph
    problems: tuple[Problem, ...]


def link(archive: Archive, config: Config) -> Linked:
    problems = (*check_references(archive, config), *check_consistency(archive))
    draft_meetings = {m.id for m in archive.meetings if m.facts.draft or m.facts.removed}
    meetings = tuple(m for m in archive.meetings if not m.facts.draft and not m.facts.removed)
    dates = {m.id: m.date for m in meetings}
    reviews = {
        r.name: r
        for r in archive.reviews
        if not r.facts.draft and not r.facts.removed and r.meeting in dates and r.meeting not in draft_meetings
    }
    projects = {p.id: p for p in archive.projects if not p.facts.draft and not p.facts.removed}
    held_at = _grouped((r.meeting, r) for r in reviews.values())
    of_project = _grouped((project, r) for r in reviews.values() for project in dict.fromkeys(r.projects))
    by_meeting = {m.id: _in_order_of_agenda(m, held_at.get(m.id, ())) for m in meetings}
    as_of = config.as_of or max((m.date for m in meetings if m.facts.status == "held"), default=None)
    requests, decisions = _requests(meetings, by_meeting), _decisions(meetings, by_meeting)
    outside_reviews = _grouped((project, d) for d in decisions if not d.review for project in dict.fromkeys(d.projects))
    graph = SiteGraph(
        config=config,
        meetings=meetings,
        reviews=reviews,
        projects=projects,
        reviews_of_meeting=by_meeting,
        histories={
            p.id: _history(p, of_project.get(p.id, ()), outside_reviews.get(p.id, ()), dates) for p in projects.values()
        },
        requests=requests,
        decisions=decisions,
        people=_people(meetings, archive.people),
        attachments=archive.attachments,
        removed=_removed(archive),
        as_of=as_of,
        topics_raised=frozenset(topic for review in reviews.values() for topic in topics_raised_in(review)),
        former=former_names((*meetings, *reviews.values(), *projects.values())),
        tables=_Tables(
            meetings={m.id: m for m in meetings},
            names_at={m.id: attendees(m, archive.people) for m in meetings},
            requests={asked.ref: asked for asked in requests},
            requests_of=_grouped((asked.record.name, asked) for asked in requests),
            requests_about=_grouped(
                (project, asked) for asked in requests for project in dict.fromkeys(asked.projects)
            ),
            decisions_of=_grouped((decided.record.name, decided) for decided in decisions if decided.decision),
        ),
    )
    return Linked(graph, problems)


def topics_raised_in(review: Review) -> tuple[str, ...]:
    """Of its exchanges and requests, each once, in the order of the record."""
    found = [topic for section in review.sections for exchange in section.exchanges for topic in exchange.topics]
    found += [topic for request in review.facts.requests.values() for topic in request.topics]
    return tuple(dict.fromkeys(found))


def speaker_of(turn: Turn, names: Mapping[str, str]) -> tuple[str, Prose]:
    """Who speaks, and what: a label counts only when it is a known one or someone present (`attendees`)."""
    if turn.label and turn.unlabelled:
        if turn.label in SPEAKERS:
            return turn.label, turn.unlabelled
        if turn.label in names:
            return names[turn.label], turn.unlabelled
    return ("Presenter" if turn.nested else "Member"), turn.prose


# --- how it is joined ---------------------------------------------------------------------------------------------

Grouped = TypeVar("Grouped")
Name = TypeVar("Name", str, Ref)


def _grouped(pairs: Iterable[tuple[Name, Grouped]]) -> Mapping[Name, tuple[Grouped, ...]]:
    """What belongs to each name, in the order in which it comes."""
    told: dict[Name, list[Grouped]] = {}
    for name, value in pairs:
        told.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in told.items()}


def agenda_place(meeting: Meeting, key: str) -> int:
    """Where an item stands on the agenda; after all others when it is not there."""
    keys = [section.key for section in meeting.sections]
    return keys.index(key) if key in keys else len(keys)


def _removed(archive: Archive) -> tuple[tuple[AnyRecord, Removed], ...]:
    meetings = {m.id: m.facts.removed for m in archive.meetings if not m.facts.draft}
    told: list[tuple[AnyRecord, Removed]] = []
    for record in archive.records:
        removed = record.facts.removed or (meetings.get(record.meeting) if isinstance(record, Review) else None)
        if removed and not record.facts.draft:
            told.append((record, removed))
    return tuple(told)


def _in_order_of_agenda(meeting: Meeting, reviews: Iterable[Review]) -> tuple[Review, ...]:
    def place(review: Review) -> tuple[int, str]:
        return min((agenda_place(meeting, key) for key in review.facts.discussed), default=999), review.name

    return tuple(sorted(reviews, key=place))


def _history(
    project: Project, own: tuple[Review, ...], decided: tuple[LinkedDecision, ...], dates: Mapping[str, PartialDate]
) -> tuple[HistoryEntry, ...]:
    """Its own reviews, what they report of earlier ones, decisions outside reviews, and events; oldest first.

    What is reported gives way to the review itself once that is in the archive.
    """
    steps = [HistoryEntry((dates[r.meeting],), review=r) for r in own]
    first_hand = {dates[r.meeting] for r in own}
    for review in sorted(own, key=lambda r: (dates[r.meeting], r.meeting, r.name)):
        for previous in review.facts.previous:
            known = [when for when in previous.when if any(_same(when, day) for day in first_hand)]
            told = any(step.previous and step.when == previous.when for step in steps)
            if len(known) < len(previous.when) and not told:
                steps.append(HistoryEntry(previous.when, review, previous))
    steps += [HistoryEntry((event.date,), event=event) for event in project.facts.events]
    steps += [HistoryEntry((d.meeting.date,), decided=d) for d in decided]

    def place(step: HistoryEntry) -> tuple[PartialDate, bool, tuple[str, ...]]:
        return max(step.when), step.is_first_hand, (step.review.meeting, step.review.name) if step.review else ()

    return tuple(sorted(steps, key=place))


def _same(reported: PartialDate, day: PartialDate) -> bool:
    """A reported date, often only a month, means a meeting of that month."""
    return reported.first_day <= day.first_day and day.last_day <= reported.last_day


def _in_order(
    meetings: tuple[Meeting, ...], by_meeting: Mapping[str, tuple[Review, ...]]
) -> Iterator[tuple[Meeting, Meeting | Review]]:
    """Each meeting, then its reviews, oldest first; with the meeting that each belongs to."""
    for meeting in meetings:
        yield meeting, meeting
        for review in by_meeting[meeting.id]:
            yield meeting, review


def _requests(meetings: tuple[Meeting, ...], by_meeting: Mapping[str, tuple[Review, ...]]) -> tuple[LinkedRequest, ...]:
    """Every request with its answers; a request and its reports share them."""
    records = tuple(_in_order(meetings, by_meeting))
    canonical = canonical_requests(record for _, record in records)
    answers = _grouped(
        (canonical.get(ref.within(record.name), ref.within(record.name)), LinkedAnswer(answer, record, meeting.date))
        for meeting, record in records
        for ref, answer in record.facts.answers.items()
    )
    own = {Ref(record.name, anchors.request(name)) for _, record in records for name in _requests_in(record)}
    reports = _grouped((first, ref) for ref, first in canonical.items() if ref in own)
    made: dict[Ref, LinkedRequest] = {}
    for meeting, record in records:
        for name, request in _requests_in(record).items():
            ref = Ref(record.name, anchors.request(name))
            asked, item, projects = meeting.date, "", request.project
            if isinstance(request, MeetingRequest):
                asked, item = request.asked or meeting.date, request.item
            elif isinstance(record, Review):
                item, projects = record.decided, request.project or record.projects
            found = answers.get(canonical.get(ref, ref), ())
            place = (meeting.id, meeting.date, asked, item)
            made[ref] = LinkedRequest(
                ref, request, record, projects, *place, found, canonical.get(ref), reports.get(ref, ())
            )
    return tuple(sorted(made.values(), key=lambda one: one.asked))


def _requests_in(record: Meeting | Review) -> Mapping[str, Request]:
    return record.facts.requests


def _decisions(
    meetings: tuple[Meeting, ...], by_meeting: Mapping[str, tuple[Review, ...]]
) -> tuple[LinkedDecision, ...]:
    told: list[LinkedDecision] = []
    for meeting, record in _in_order(meetings, by_meeting):
        projects: tuple[str, ...] = ()
        if isinstance(record, Review):
            projects, outcome = record.projects, record.facts.outcome
            told.append(LinkedDecision(Ref(record.name), meeting, projects, outcome, record, None, record.decided))
        decisions: Mapping[str, Decision] = record.facts.decisions
        for name, decision in decisions.items():
            ref = Ref(record.name, anchors.decision(name))
            item = decision.item if isinstance(decision, MeetingDecision) else ""
            item = item or (record.decided if isinstance(record, Review) else "")
            about = decision.project or projects
            told.append(LinkedDecision(ref, meeting, about, decision.outcome, record, decision, item))
    return tuple(told)


def _people(meetings: tuple[Meeting, ...], spellings: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Attendee, ...]:
    """Everyone recorded at a meeting, by name. People are one only by exact name or by `people.yaml`."""
    shown = {spelling: name for name, others in spellings for spelling in others}
    attended: dict[str, list[Attendance]] = {}
    for meeting in meetings:
        presiding = {shown.get(person.name, person.name) for person in meeting.facts.chair}
        for how in ("present", "apologies", "absent", "observing"):
            for organisation, people in (getattr(meeting.facts, how) or {}).items():
                for person in people:
                    name = shown.get(person.name, person.name)
                    presided = how == "present" and name in presiding
                    attended.setdefault(name, []).append(Attendance(meeting, how, organisation, person, presided))
    also = dict(spellings)
    return tuple(
        Attendee(name, also.get(name, ()), tuple(entries))
        for name, entries in sorted(attended.items(), key=lambda pair: (pair[0].split()[-1].casefold(), pair[0]))
    )


def is_outcome(code: str | None, config: Config) -> bool:
    """Whether it is one of the committee's own outcomes, not an absence."""
    return code is not None and code != NOT_REPORTED and code in config.outcomes
