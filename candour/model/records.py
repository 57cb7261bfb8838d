"""The records: what a meeting, a review and a project consist of.

Facts are in the front matter (`...Facts`, read by Pydantic from text); headings and discussion are in the body
(`Section`, `Exchange`). A record joins the two. The line under a field is its entry in `docs/format.md`.

Words follow Popolo (attendance, role), Open Civic Data (agenda item, vote) and schema.org (outcome, document).
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from candour.model.dates import Date, DueField, EndTime, PartialDate, Time
from candour.model.people import is_initials
from candour.model.places import FieldPath, Places
from candour.model.sentences import Sentence
from candour.model.values import (
    Count,
    Id,
    ItemKey,
    ItemOrTime,
    Many,
    ManyOrNone,
    Organisation,
    Outcome,
    ProjectKind,
    Prose,
    Ref,
    Reference,
    ReportedOutcome,
    RequestKind,
    Sentences,
    Stage,
    Stored,
    Timezone,
    Topic,
    Url,
    Written,
    YesNo,
    fault,
    is_none,
)
from candour.problems import SEVERITIES, Severity, Span, did_you_mean

ABSENT_OUTCOMES = ("none-recorded", "not-sought", "deferred")
"""Say openly that there is no outcome; silence is never a code. Built in, beside the committee's own outcomes."""
NOT_REPORTED = "not-reported"
"""Of earlier advice only: the minutes report that there was advice, but not what it was."""
SPEAKERS = ("Member", "Presenter", "Chair", "Committee", "Noted", "Clerk", "Officer", "Public")
"""Labels that may begin a turn at any meeting."""


UseStatus = Literal["proposed", "in-development", "on-trial", "in-use", "paused", "ended"]
"""Whether a project is in use."""


@dataclass(frozen=True, slots=True)
class Editorial:
    """On a field: the archive's own work, or a name. It may change without a correction; all else may not (0019)."""

    why: str


@dataclass(frozen=True, slots=True)
class Grows:
    """On a list: entries may be added without a correction, but not changed or taken out."""


os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # to find any, it reads about every installed package


class Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Note = Annotated[Sentences | None, Editorial("a remark of the archive's own")]
Formerly = Annotated[Many[Id], Editorial("says what it was called")]
Topics = Annotated[Many[Topic], Editorial("the archive's own index")]


def from_text(field: str) -> BeforeValidator:
    """A single text means a mapping with that one field."""
    return BeforeValidator(lambda value: {field: value} if isinstance(value, str) else value)


# --- parts of records ---------------------------------------------------------------------------------------------


def _document(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value.startswith(("https:", "mailto:", "http:")):
        return {"url": value}
    is_file = _FILE.fullmatch(value) or ("/" not in value and "." in value.rstrip(".")[1:] and " " not in value)
    return {"file": value} if is_file else {"title": value}


_FILE = re.compile(r".*\.(?:pdf|csv|txt|json|docx?|xlsx?|pptx?|od[tsp]|png|jpe?g)|[./]\S*", re.IGNORECASE)
"""Text that is meant as a file, wherever it is, and never as a title."""


class Document(Facts):
    """Minutes, a paper, or anything else a record points to."""

    title: str = ""
    """What it is called."""
    publisher: str = ""
    """Who published it."""
    url: Annotated[Url, Editorial("addresses elsewhere change by themselves")] = ""
    """Its address on the web; https only."""
    file: str = ""
    """Its name in `content/files/`, if the archive has a copy."""
    pages: str = ""
    """The pages that are meant, as in 3 to 5."""
    published: Date | None = None
    """When it was published."""
    note: Note = None
    """The archive's own remark."""


Documents = Annotated[Many[Annotated[Document, BeforeValidator(_document)]], Grows()]


class Correction(Facts):
    """A change to something already published."""

    date: Date
    """When it was corrected."""
    about: str
    """What was corrected: the name of the part, as in outcome or request figures; else a few words."""
    kind: Literal["error", "typing", "late-change", "redaction"]
    """Why: our error, a typing error, a later change, or a redaction."""
    wrong: Written | None = None
    """What the record said before; left out for a redaction."""
    right: Written | None = None
    """What the record says now."""
    why: Written
    """The reason."""

    @model_validator(mode="after")
    def _keeps_what_was_redacted(self) -> "Correction":
        if self.kind == "redaction" and self.wrong:
            message = 'a redaction has no "wrong", which would publish the words again'
            raise fault("bad-value", message, "delete wrong: and its words")
        return self

    def is_about(self, part: str) -> bool:
        """In any mixture of capital and lower-case letters, with or without "the"."""
        return self._named == part.casefold().split()

    def is_about_another(self, part: str) -> bool:
        """Whether it names one request, decision or answer, and not this one."""
        return not self.is_about(part) and len(self._named) > 1 and self._named[0] in {"request", "decision", "answer"}

    @property
    def _named(self) -> list[str]:
        return self.about.casefold().removeprefix("the ").split()


class Removed(Facts):
    """Why a record is no longer shown. The file stays and becomes a tombstone at the old address."""

    date: Date
    """When it was removed."""
    why: Written
    """The reason, for readers of the old address."""


def _warning(name: str) -> str:
    if SEVERITIES.get(name) is Severity.WARNING:
        return name
    is_error = "is an error, which stops the build, so it cannot be accepted"
    message = f'"{name}" {is_error if name in SEVERITIES else "is not the name of a warning"}'
    warnings = (known for known, severity in SEVERITIES.items() if severity is Severity.WARNING)
    raise fault("bad-value", message, did_you_mean(name, warnings, "copy the name from the warning, after its line"))


class RecordFacts(Facts):
    """What every record may say about itself."""

    draft: Annotated[YesNo, Editorial("a draft is not published")] = False
    """yes keeps the record off the site."""
    note: Note = None
    """A remark in the archive's own voice."""
    moved_from: Annotated[Many[Reference], Editorial("says what it was called")] = ()
    """Former names of this record; their addresses lead here."""
    removed: Annotated[Removed | None, Editorial("says itself what happened")] = None
    """When and why the record was taken down."""
    corrections: Annotated[Many[Correction], Grows()] = ()
    """What was changed after publication."""
    accepts: Annotated[dict[Annotated[str, AfterValidator(_warning)], Written], Editorial("readers do not see it")] = {}
    """Names of warnings about this record that are right but wanted, and why; readers do not see them."""


class Votes(Facts):
    """A vote, in numbers, names or words."""

    model_config = ConfigDict(serialize_by_alias=True)

    for_: Many[str] = Field(default=(), alias="for")
    """How many were for it, or who."""
    against: Many[str] = ()
    """How many were against it, or who."""
    abstained: Many[str] = ()
    """How many abstained, or who."""
    answers: dict[str, Many[str]] = {}
    """How many gave each answer, or who, in a poll that has other answers than for and against."""
    words: str = ""
    """The vote in words, as in unanimous."""


VotesField = Annotated[Votes, from_text("words")]


class Decision(Facts):
    """A decision in addition to a review's own outcome, or outside a review."""

    on: str = ""
    """What it is about, when the record does not say so."""
    outcome: Outcome | None = None
    """The outcome's code."""
    text: Sentences | None = None
    """What was decided."""
    by: str = ""
    """The body that decided, if not the committee; then it is never counted as the committee's."""
    votes: VotesField | None = None
    """How the vote went."""
    moved: str = ""
    """Who moved it."""
    seconded: str = ""
    """Who seconded it."""
    stage: Stage | None = None
    """The stage it belongs to."""
    until: Date | None = None
    """The date until which it is valid."""
    replaces: Many[Reference] = ()
    """The earlier decisions that it rescinds or amends: reviews, for their outcomes, or further decisions."""
    item: ItemKey | None = None
    """The agenda item where it was taken, if not that of the review."""
    date: Date | None = None
    """The day on which it was taken, if that was between two meetings."""
    project: Many[Id] = ()
    """The projects it concerns, when not the review's own."""
    formerly: Formerly = ()
    """Ids it had before; their addresses still lead here."""
    note: Note = None
    """The archive's own remark."""


class MeetingDecision(Decision):
    """A decision of a meeting that belongs to no review."""

    item: ItemKey
    """The agenda item where it was taken."""


class Request(Facts):
    """Something that was asked for."""

    text: Sentences
    """What was asked."""
    kind: RequestKind | None = None
    """The kind of request."""
    strength: Literal["requested", "suggested", "needed"] = "requested"
    """How strongly it was asked; a suggestion is never overdue."""
    by: Literal["committee", "member"] = "committee"
    """Who asked."""
    to: str = ""
    """Who has to answer."""
    due: DueField | None = None
    """When the answer is due: a date, a stage, or next-meeting."""
    due_from: str = ""
    """The words of the minutes from which you worked out when it is due; left out, they give it themselves."""
    topics: Topics = ()
    """What it is about."""
    passage: Annotated[Id | None, Editorial("leads to words that count themselves")] = None
    """The exchange or section where it was asked."""
    ref: str = ""
    """The number that the minutes give it."""
    same_as: Reference | None = None
    """The same request in the minutes that first asked it: reported again, and counted once."""
    follows: Reference | None = None
    """An earlier request that this one asks again; the earlier one stays open until it is answered itself."""
    project: Many[Id] = ()
    """The projects it concerns, when not the review's own."""
    formerly: Formerly = ()
    """Ids it had before; their addresses still lead here."""
    note: Note = None
    """The archive's own remark."""


class MeetingRequest(Request):
    """A request made, or reported, outside a review."""

    item: ItemKey
    """The agenda item under which the minutes have it."""
    asked: Date | None = None
    """When it was first made, if at an earlier meeting."""
    asked_from: str = ""
    """The words of the minutes from which you worked out that date."""
    progress: Sentences | None = None
    """What the minutes say about its progress."""


class Answer(Facts):
    """What came of an earlier request."""

    how: Literal["fully", "partly", "not-yet", "withdrawn"]
    """How far it is answered."""
    date: Date | None = None
    """When it was given, if that was before the meeting that records it."""
    passage: Annotated[ItemKey | None, Editorial("leads to words that count themselves")] = None
    """The exchange or section that answers it; in a meeting the agenda item."""
    text: Sentences | None = None
    """The answer in a sentence."""
    note: Note = None
    """The archive's own remark."""


Answers = dict[Reference, Annotated[Answer, from_text("how")]]


# --- meeting ------------------------------------------------------------------------------------------------------


def _person(value: Any) -> Any:
    """`Name (initials), role as recorded`."""
    if not isinstance(value, str):
        return value
    name, _, role = value.partition(",")
    found = re.fullmatch(r"(.*?) *\(([^()]*)\) *", name)
    name, initials = found.groups() if found and is_initials(found[2]) else (name, "")
    return {k: v for k, v in (("name", name.strip()), ("initials", initials), ("role", role.strip())) if v}


class Person(Facts):
    """Someone present, as recorded."""

    name: str
    """The name as the minutes write it."""
    initials: str = ""
    """The initials the minutes use for this person."""
    role: str = ""
    """The role as recorded."""
    joined: ItemOrTime = ""
    """The agenda item or the time at which the person joined."""
    left: ItemOrTime = ""
    """The agenda item or the time at which the person left."""
    note: Note = None
    """The archive's own remark."""


PersonField = Annotated[Person, BeforeValidator(_person)]


def _by_organisation(value: Any) -> Any:
    """`none` is an empty attendance; a plain list names people without their organisation."""
    if is_none(value):
        return {}
    return value if isinstance(value, dict) else {"": value}


AttendanceField = Annotated[dict[Organisation, Many[PersonField]], BeforeValidator(_by_organisation)]
"""The key "" is people whose organisation is not recorded."""


class Interest(Facts):
    """An interest declared."""

    name: str
    """Who declared it."""
    item: Many[ItemKey] = ()
    """The agenda items it concerns."""
    text: str = ""
    """The interest, as recorded."""
    took_part: YesNo | None = None
    """Whether the person took part in those items."""


class AgendaFacts(Facts):
    """What the minutes say about one agenda item, apart from its heading."""

    time: Time | None = None
    """When it began, or was due to begin."""
    lead: Many[str] = ()
    """Who led it, as recorded."""
    kind: Literal["item", "break", "close"] = "item"
    """The kind of entry."""
    date: Date | None = None
    """The day, if the meeting lasted several days; without it, the first."""
    project: Many[Id] = ()
    """The projects it concerns that have no review at this meeting."""
    private: YesNo = False
    """yes when the public was excluded."""
    status: Literal["withdrawn", "not-reached"] | None = None
    """Why it was not discussed, if it was withdrawn from the agenda or the meeting did not reach it."""
    after: ItemKey | None = None
    """The item after which it was taken, if not in the order of the agenda."""
    ref: str = ""
    """The number of its paper."""
    note: Note = None
    """The archive's own remark."""


class Sitting(Facts):
    """One sitting of a meeting that was adjourned and went on later."""

    date: Date
    """Its day."""
    start: Time | None = None
    """When it began."""
    end: EndTime | None = None
    """When it ended."""
    place: str = ""
    """Where it was held, if not where the meeting was."""
    present: AttendanceField | None = None
    """Who was present at this sitting, if the minutes say so for each."""
    quorate: YesNo | None = None
    """Whether enough members were there."""
    note: Note = None
    """The archive's own remark."""


class Approval(Facts):
    """Earlier minutes that this meeting approved."""

    meeting: Reference
    """The meeting whose minutes were approved."""
    moved: str = ""
    """Who moved it."""
    seconded: str = ""
    """Who seconded it."""
    amendments: Sentences | None = None
    """What was amended."""


class MeetingFacts(RecordFacts):
    """The front matter of a meeting: `content/meetings/2023-02-08.md`."""

    title: str = "Meeting"
    """The kind of meeting."""
    date: Date | None = None
    """Its date, if the file's name does not give it."""
    last_day: Date | None = None
    """The last day, if it went on for several days or past midnight."""
    status: Literal["scheduled", "held", "cancelled"] = "held"
    """Whether it took place."""
    minutes: Annotated[
        Literal["draft", "published", "approved", "unpublished"] | None, Editorial("goes on after publication")
    ] = None
    """The state of the committee's own minutes."""
    format: Literal["in-person", "virtual", "hybrid", "correspondence"] | None = None
    """How people attended."""
    place: str = ""
    """Where it was held, or by what means."""
    start: Time | None = None
    """When it began."""
    end: EndTime | None = None
    """When it ended."""
    sittings: Many[Sitting] = ()
    """Its sittings, if it was adjourned and went on later; each with its day, and who was there."""
    joint_with: Many[str] = ()
    """The other committees, if they met in joint session."""
    timezone: Timezone = ""
    """Its time zone, if that is not the committee's."""
    source: Documents = ()
    """The minutes that this record was made from."""
    papers: Documents = ()
    """Papers for the meeting as a whole."""
    chair: Many[PersonField] = ()
    """Who presided."""
    present: AttendanceField | None = None
    """Who was present, by organisation, one person per line: Name (initials), role as recorded."""
    apologies: AttendanceField | None = None
    """Who sent apologies; none when the minutes say so."""
    absent: AttendanceField | None = None
    """Who was absent."""
    observing: AttendanceField | None = None
    """Who observed."""
    withheld: dict[Literal["present", "apologies", "absent", "observing"], Count] = {}
    """How many names are not published, of those present, of apologies, absent or observing."""
    public: Count | None = None
    """How many members of the public were there."""
    quorate: YesNo | None = None
    """Whether enough members were there."""
    interests: ManyOrNone[Interest] | None = None
    """Interests that were declared; none when the minutes say so."""
    approves: Many[Annotated[Approval, from_text("meeting")]] = ()
    """Earlier minutes that were approved; a meeting that the archive does not hold is named by its day."""
    agenda: dict[ItemKey, AgendaFacts] = {}
    """Facts about the agenda's items, by number or name."""
    requests: dict[Id, MeetingRequest] = {}
    """Requests made or reported outside a review."""
    decisions: dict[Id, MeetingDecision] = {}
    """Decisions outside a review."""
    answers: Answers = {}
    """Earlier requests that this meeting answered outside a review."""


# --- review -------------------------------------------------------------------------------------------------------


class Previous(Facts):
    """Earlier advice that these minutes report."""

    when: Many[Date]
    """The meetings that gave it; several if they share one outcome."""
    stage: Stage | None = None
    """The stage of that review, as reported."""
    outcome: ReportedOutcome | None = None
    """Its outcome as reported, or not-reported."""
    until: Date | None = None
    """The date until which the outcome was valid, as reported."""
    passage: Annotated[Id | None, Editorial("leads to words that count themselves")] = None
    """The section that reports it; left out, Earlier advice."""
    note: Note = None
    """The archive's own remark."""


class ReviewFacts(RecordFacts):
    """The front matter of a review: `content/reviews/2023-02-08/knife-crime.md`."""

    project: Many[Id] = ()
    """The projects that were reviewed, if the file's name does not say."""
    discussed: Many[ItemKey]
    """The agenda items where it was discussed."""
    decided: ItemKey | None = None
    """The agenda item where it was decided; left out, where it was discussed."""
    stage: Stage | None = None
    """The stage of the work; where the minutes grant a stage, the one that it reached."""
    stage_sought: Stage | None = None
    """The stage that was asked for, if it is not the one that was reached."""
    status: UseStatus | None = None
    """Whether it is in use, according to the minutes of this meeting."""
    outcome: Outcome
    """The outcome's code, or none-recorded, not-sought or deferred."""
    why: Sentence = ""
    """Why, in one sentence of at most 160 characters; left out, the first sentence of the Decision section."""
    until: Date | None = None
    """The date until which the outcome is valid."""
    votes: VotesField | None = None
    """How the vote went."""
    moved: str = ""
    """Who moved it."""
    seconded: str = ""
    """Who seconded it."""
    presented_by: Many[str] = ()
    """Who presented; left out, whoever led the item."""
    topics: Topics = ()
    """What the review is about, in addition to the topics of its exchanges."""
    papers: Documents = ()
    """Papers for this review."""
    previous: Many[Previous] = ()
    """Earlier advice that these minutes report."""
    answers: Answers = {}
    """Earlier requests that this review answers."""
    requests: dict[Id, Request] = {}
    """What was asked."""
    decisions: dict[Id, Decision] = {}
    """Further decisions, or the parts of a divided result."""


# --- project ------------------------------------------------------------------------------------------------------


class Alias(Facts):
    """Another name of a project."""

    name: str
    """The name."""
    at: Reference | None = None
    """Where that name was used."""
    until: Date | None = None
    """When that name was given up."""
    note: Note = None
    """The archive's own remark."""


RELATIONS = {
    "replaces": "replaced-by",
    "merged-into": "merged-from",
    "split-from": "split-into",
    "part-of": "has-part",
    "see-also": "see-also",
}
"""How a project is related to another, and how that one is then related to it."""


class Event(Facts):
    """Something that happened between meetings."""

    date: Date
    """When it happened."""
    text: Sentences
    """What happened."""
    status: UseStatus | None = None
    """Whether it is in use since then, according to the source."""
    source: Documents = ()
    """The source for this."""


class ProjectFacts(RecordFacts):
    """The front matter of a project: `content/projects/knife-crime.md`."""

    title: str
    """The name to show."""
    kind: ProjectKind | None = None
    """The kind of project."""
    owner: Many[str] = ()
    """Who owns it."""
    supplier: str = ""
    """Who made or sold it."""
    aliases: Annotated[Many[Annotated[Alias, from_text("name")]], Grows()] = ()
    """Other names that the minutes use for it."""
    related: Annotated[dict[Id, Literal["replaces", "split-from", "merged-into", "part-of", "see-also"]], Grows()] = {}
    """Other projects, and how this one is related to them; their pages show it as well."""
    topics: Topics = ()
    """The topics that it raises."""
    sources: Annotated[Many[Reference], Grows()] = ()
    """The records that the description was taken from."""
    links: Documents = ()
    """Pages elsewhere about it."""
    papers: Documents = ()
    """Papers about it."""
    events: Annotated[Many[Event], Grows()] = ()
    """What happened to it between meetings."""


# --- bodies and records -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown text of a record: a whole body (no heading), or one section of a `.yaml` record."""

    heading: str
    text: str
    line: int
    """Where the text begins in the file, from 1."""


@dataclass(frozen=True, slots=True)
class Turn(Stored):
    """One contribution to an exchange."""

    prose: Prose
    """All of it."""
    nested: bool = False
    """Indented below a member's turn: the presenter's, unless a label says otherwise."""
    label: str = ""
    """The words before a colon at its start, which may name the speaker."""
    unlabelled: Prose | None = None
    """What follows the label."""


@dataclass(frozen=True, slots=True)
class Exchange(Stored):
    """A question or comment and what was said to it."""

    id: str
    topics: tuple[str, ...]
    turns: tuple[Turn, ...]
    span: Span
    former: tuple[str, ...] = ()
    """Ids it had before; their addresses still lead here."""


@dataclass(frozen=True, slots=True)
class Section(Stored):
    """A heading and what is under it, in the order of the file."""

    id: str
    title: str
    parts: tuple[Prose | Exchange, ...]
    span: Span
    former: tuple[str, ...] = ()
    """Names that its heading had before; their addresses still lead here."""
    number: str = ""
    """In a meeting: the agenda item's number, as `7` or `14.i`; empty for a heading without one."""
    level: int = 2

    @property
    def prose(self) -> Iterator[Prose]:
        """All of its text, in the order of the file."""
        for part in self.parts:
            yield from [part] if isinstance(part, Prose) else [turn.prose for turn in part.turns]

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return tuple(part for part in self.parts if isinstance(part, Exchange))

    @property
    def key(self) -> str:
        """What `agenda:` and references to items call it."""
        return self.number.casefold() or self.id


@dataclass(frozen=True, slots=True)
class Record:
    name: str
    """What references call it: `2023-02-08`, `2023-02-08/knife-crime`, `project:knife-crime`."""
    sections: tuple[Section, ...]
    places: Places


@dataclass(frozen=True, slots=True)
class Meeting(Record):
    facts: MeetingFacts
    date: PartialDate

    @property
    def last_day(self) -> PartialDate:
        """Of its last sitting, if it was adjourned."""
        return self.facts.last_day or max((self.date, *(sitting.date for sitting in self.facts.sittings)))

    @property
    def days(self) -> tuple[PartialDate, ...]:
        """Of an adjourned meeting every day on which it sat, else its first and its last; each once, in order."""
        sat = {sitting.date for sitting in self.facts.sittings}
        own = {self.date, self.last_day}
        return tuple(sorted(sat | {day for day in own if not any(one.falls_in(day) for one in sat)}))

    @property
    def id(self) -> str:
        return self.name

    def may_precede(self, other: "Meeting") -> bool:
        """Whether it did not certainly begin after the other was over: what is reported there may be of it."""
        return self.date.first_day <= other.last_day.last_day


@dataclass(frozen=True, slots=True)
class Review(Record):
    facts: ReviewFacts

    @property
    def meeting(self) -> str:
        return self.name.partition("/")[0]

    @property
    def slug(self) -> str:
        return self.name.partition("/")[2]

    @property
    def projects(self) -> tuple[str, ...]:
        return self.facts.project or (self.slug,)

    @property
    def decided(self) -> str:
        """The item of the decision; empty only while the record has problems."""
        return self.facts.decided or "".join(self.facts.discussed[:1])


@dataclass(frozen=True, slots=True)
class Project(Record):
    facts: ProjectFacts

    @property
    def id(self) -> str:
        return self.name.removeprefix("project:")


AnyRecord = Meeting | Review | Project


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be published as it is, not yet read: of `content/files/`, or of `static/root/` for the site's root."""

    path: str
    """Below that folder, with forward slashes."""
    source: str
    """The file itself, relative to the archive's folder."""
    size: int


PEOPLE = "people.yaml"
"""What it is called among the records that could not be read."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything the files of one archive say, each record on its own."""

    meetings: tuple[Meeting, ...]
    reviews: tuple[Review, ...]
    projects: tuple[Project, ...]
    people: tuple[tuple[str, tuple[str, ...]], ...]
    """The name to show, and its other spellings."""
    attachments: tuple[Attachment, ...]
    root: tuple[Attachment, ...] = ()
    """Of `static/root/`."""
    unreadable: frozenset[str] = frozenset()
    """Names of records that exist but could not be read: nothing follows from their absence."""
    own: Mapping[str, bytes] = field(default_factory=dict)
    """Its templates and styles that replace candour's, by their paths."""

    @property
    def records(self) -> tuple[AnyRecord, ...]:
        return (*self.meetings, *self.reviews, *self.projects)


def walk(value: Any, loc: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Every value in a record's facts, with its path: references, sentences and texts, in the order of the types."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        for name, inner in value.__dict__.items():
            if inner or isinstance(inner, int):  # no and 0 are values; most fields have none
                yield from walk(inner, (*loc, fields[name].alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(key, Ref):
                yield (*loc, str(key)), key
            yield from walk(inner, (*loc, str(key)))
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from walk(inner, (*loc, place))
    elif value not in (None, ""):
        yield loc, value
