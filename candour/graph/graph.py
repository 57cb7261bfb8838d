"""The types of the graph: who refers to whom, and each project's history over time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from candour.model.config import Config
from candour.model.dates import PartialDate
from candour.model.records import (
    NOT_REPORTED,
    Answer,
    AnyRecord,
    Attachment,
    Decision,
    Event,
    Meeting,
    Previous,
    Project,
    Removed,
    Request,
    Review,
    ReviewFacts,
)
from candour.model.values import Ref


@dataclass(frozen=True, slots=True)
class LinkedAnswer:
    ref: Ref
    answer: Answer
    by: Meeting | Review
    date: PartialDate
    """The day of the item that records it."""


@dataclass(frozen=True, slots=True)
class LinkedRequest:
    ref: Ref
    request: Request
    record: Meeting | Review
    projects: tuple[str, ...]
    meeting: Meeting
    """Whose minutes record it."""
    asked: PartialDate
    """When it was asked: on the day of its item, or at an earlier meeting as reported."""
    item: str
    """The agenda item under which it is recorded."""
    answers: tuple[LinkedAnswer, ...]
    same_as: Ref | None = None
    """The request in the minutes that first asked it: this one only reports it, and does not count again."""
    follows: Ref | None = None

    @property
    def is_reported(self) -> bool:
        return self.asked.first_day < self.meeting.date.first_day


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
    def day(self) -> PartialDate:
        """The day on which it was decided: its own, that of its item, else that of the items that discussed it."""
        own = self.decision.date if self.decision else None
        return own or day_of_item(self.meeting, self.item, *taken_at(self))

    @property
    def stage(self) -> str | None:
        """The one that is recorded of this decision itself."""
        if self.decision:
            return self.decision.stage
        return self.record.facts.stage if isinstance(self.record, Review) else None


def taken_at(one: LinkedRequest | LinkedDecision) -> tuple[str, ...]:
    """The items of the agenda: of a review those that discussed it, with all that it asked and decided."""
    return one.record.facts.discussed if isinstance(one.record, Review) else (one.item,)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    when: tuple[PartialDate, ...]
    """Several dates only for one reported outcome of several meetings."""
    review: Review | None = None
    """The review itself; or, for reported advice, the review that reports it."""
    previous: Previous | None = None
    """Set when the entry is known only by report."""
    event: Event | None = None
    decided: LinkedDecision | None = None
    """Set for a decision outside the project's own reviews."""

    @property
    def is_first_hand(self) -> bool:
        return self.review is not None and self.previous is None

    @property
    def facts(self) -> Previous | ReviewFacts | None:
        """Of its review, as that says itself or as another reports; None for what is no review."""
        return self.previous or (self.review.facts if self.review else None)

    @property
    def day(self) -> PartialDate:
        return max(self.when)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was recorded, to compare with other moments."""

    day: PartialDate
    meeting: str = ""
    """Of a meeting in the archive; empty for what is only reported, and for what happened outside meetings."""
    clock: str = ""
    """When that meeting began, `10:00`; empty when it is not known."""
    position: tuple[PartialDate, int] | None = None
    """On the agenda of that meeting: the day, and the place among its items."""
    reported_in: str = ""
    """The review that reports it, by name."""
    review: str = ""
    """The review itself, by name."""

    @property
    def in_order(self) -> tuple[PartialDate, str, str, tuple[PartialDate, int]]:
        """To sort by: what is certainly before something comes before it."""
        return self.day, self.clock, self.meeting, self.position or (self.day, 0)

    def is_before(self, other: "Moment") -> bool:
        """Whether this is certain: dates that are known in part, or two meetings of one day, may leave it open."""
        if self.reported_in and self.reported_in == other.review:
            return True
        if self.meeting and self.meeting == other.meeting and self.position and other.position:
            return self.position < other.position
        if self.day.day and self.day == other.day and self.clock and other.clock:
            return self.clock < other.clock
        return self.day.last_day < other.day.first_day


@dataclass(frozen=True, slots=True, eq=False)
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
    relations: Mapping[str, tuple[tuple[str, str], ...]]
    """By project, whichever of the two says it: how it is related to another, and the other's id."""
    approved_at: Mapping[str, tuple[Meeting, ...]]
    """By meeting, those that approved its minutes."""
    requests: tuple[LinkedRequest, ...]
    """Oldest first."""
    answers: Mapping[Ref, tuple[LinkedAnswer, ...]]
    """By request, oldest first; requests that are known only by their answers are among them."""
    decisions: tuple[LinkedDecision, ...]
    """Oldest first, in the order of the agenda."""
    spellings: Mapping[str, tuple[str, ...]]
    """By any spelling in `people.yaml`: the name to show of a person, and its other spellings."""
    attachments: tuple[Attachment, ...]
    held_back: Mapping[str, tuple[AnyRecord, ...]]
    """The paths of those that are not, and the drafts that name each."""
    root: tuple[Attachment, ...]
    """The archive's own files for the site's root."""
    own: Mapping[str, bytes]
    """Its templates and styles that replace candour's, by their paths."""
    removed: tuple[tuple[AnyRecord, Removed], ...]
    """Shown as tombstones; a meeting that was removed takes its reviews along."""
    as_of: PartialDate | None
    """The day the archive speaks of: the last of the latest held meeting, or `as_of:` of the configuration."""
    former: Mapping[str, str]
    meeting_by_id: Mapping[str, Meeting]
    turns: Mapping[str, Mapping[str, int]]
    """By meeting, the place of each item in the order in which they were taken."""
    names_at: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By meeting: what a turn may call someone who was there -> the names to show of those whom it may mean."""
    request_by_ref: Mapping[Ref, LinkedRequest]
    requests_by_record: Mapping[str, tuple[LinkedRequest, ...]]
    requests_by_project: Mapping[str, tuple[LinkedRequest, ...]]
    asked_again: Mapping[Ref, tuple[LinkedRequest, ...]]
    """By request, those that ask it again; oldest first."""
    reported_again: Mapping[Ref, tuple[LinkedRequest, ...]]
    """By request, those that only report it; oldest first."""
    reviews_by_project: Mapping[str, tuple[Review, ...]]
    decisions_by_record: Mapping[str, tuple[LinkedDecision, ...]]
    decisions_by_project: Mapping[str, tuple[LinkedDecision, ...]]
    decision_by_ref: Mapping[Ref, LinkedDecision]
    """Reviews' outcomes by the review; further decisions also by their former names."""
    replaced_by: Mapping[Ref, tuple[LinkedDecision, ...]]
    """By review, for its outcome, or by further decision: the decisions that rescind or amend it, oldest first."""

    @property
    def records(self) -> tuple[AnyRecord, ...]:
        return (*self.meetings, *self.reviews.values(), *self.projects.values())

    @property
    def upcoming(self) -> tuple[Meeting, ...]:
        """Planned, and after the day of which the archive speaks."""
        planned = (meeting for meeting in self.meetings if meeting.facts.status == "scheduled")
        return tuple(one for one in planned if not self.as_of or one.date.last_day > self.as_of.last_day)

    def meeting(self, meeting_id: str) -> Meeting:
        return self.meeting_by_id[meeting_id]

    def day_of(self, review: Review) -> PartialDate:
        return day_of_item(self.meeting(review.meeting), review.decided, *review.facts.discussed)

    def turn_of(self, items: Iterable[str], meeting: str) -> int:
        """When the first of these items was taken, among all; after all others when none of them is there."""
        turns = self.turns[meeting]
        return min((turns[key] for key in items if key in turns), default=len(turns))

    def moment(self, meeting: Meeting, day: PartialDate, items: Iterable[str], review: str = "") -> Moment:
        """When something happened at a meeting: on a day of it, at the first of these items that was taken."""
        clock = str(meeting.facts.start or "") if day == meeting.date else ""
        return Moment(day, meeting.id, clock, (day, self.turn_of(items, meeting.id)), review=review)

    def request(self, ref: Ref) -> LinkedRequest | None:
        """None when it is known only by its answer."""
        return self.request_by_ref.get(ref)

    def requests_of(self, record: Meeting | Review) -> tuple[LinkedRequest, ...]:
        return self.requests_by_record.get(record.name, ())

    def requests_about(self, project: str) -> tuple[LinkedRequest, ...]:
        return self.requests_by_project.get(project, ())

    def decisions_of(self, record: Meeting | Review) -> tuple[LinkedDecision, ...]:
        """Those beside a review's own outcome."""
        return self.decisions_by_record.get(record.name, ())

    def decision(self, ref: Ref) -> LinkedDecision | None:
        """What `replaces:` names: a further decision, or the outcome of a review."""
        return decision_named(ref, self.decision_by_ref)

    def decisions_about(self, project: str) -> tuple[LinkedDecision, ...]:
        """Those beside reviews' own outcomes, oldest first."""
        return self.decisions_by_project.get(project, ())

    def reviews_of(self, project: str) -> tuple[Review, ...]:
        """First-hand, oldest first."""
        return self.reviews_by_project.get(project, ())


def decision_named(ref: Ref, decisions: Mapping[Ref, LinkedDecision]) -> LinkedDecision | None:
    return decisions.get(ref) or decisions.get(Ref(ref.record))


def day_of_item(meeting: Meeting, *keys: str) -> PartialDate:
    """At a meeting of several days that of the first of these items that has one in the record; else the meeting's."""
    items = (meeting.facts.agenda.get(key) for key in keys)
    return next((item.date for item in items if item and item.date), meeting.date)


def agenda_position(meeting: Meeting, items: Iterable[str]) -> int:
    """The index on the agenda of the first of these items; after all others when none of them is there."""
    agenda = [section.key for section in meeting.sections]
    return min((agenda.index(key) for key in items if key in agenda), default=len(agenda))


def topics_raised_in(review: Review) -> tuple[str, ...]:
    """Of its exchanges and requests, each once, in the order of the record."""
    found = [topic for section in review.sections for exchange in section.exchanges for topic in exchange.topics]
    found += [topic for request in review.facts.requests.values() for topic in request.topics]
    return tuple(dict.fromkeys(found))


def is_outcome(code: str | None, config: Config) -> bool:
    """Whether it is one of the committee's own outcomes, not an absence."""
    return code is not None and code != NOT_REPORTED and code in config.outcomes
