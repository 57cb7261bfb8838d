"""The page of one meeting: all of it in the order of its agenda, the record of each review in place."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from candour.graph.link import SiteGraph
from candour.model import addresses, anchors
from candour.model.records import AgendaFacts, Interest, Meeting, MeetingFacts, Person, Review, Section
from candour.pages import words
from candour.pages.corrections import CorrectionView, corrections_of
from candour.pages.coverage import lacking_in
from candour.pages.lengths import LengthView, lengths_of
from candour.pages.project import ref_name
from candour.pages.review import ReviewView, review_view
from candour.pages.views import (
    HOME_LINK,
    DecisionView,
    DocumentView,
    LinkTo,
    Neighbours,
    Page,
    RequestView,
    SectionView,
    When,
    decision,
    documents,
    html,
    meeting_name,
    project_link,
    request,
    section,
    when,
)


@dataclass(frozen=True, slots=True)
class PersonView:
    person: Person
    name: str
    initials: str
    presence: str
    """When the person came or left, in words; empty when recorded throughout."""
    note: Markup


@dataclass(frozen=True, slots=True)
class OrganisationView:
    name: str
    is_members: bool
    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class AttendanceView:
    title: str
    """`Present`, `Apologies`, ..."""
    organisations: tuple[OrganisationView, ...]
    count: str
    none: bool
    """The minutes say that there were none."""


@dataclass(frozen=True, slots=True)
class PlacedReview:
    """A review at one item of the agenda: its discussion, its decision, or both."""

    review: ReviewView
    shows_discussion: bool
    shows_decision: bool
    elsewhere: tuple[LinkTo, ...]
    """The items that hold the rest of it."""


@dataclass(frozen=True, slots=True)
class ItemView:
    anchor: str
    former: tuple[str, ...]
    """Anchors it had before."""
    number: str
    title: str
    level: int
    facts: AgendaFacts
    time: str
    length: LengthView | None
    """None where the recorded times do not say."""
    lead: str
    day: When | None
    text: SectionView
    projects: tuple[LinkTo, ...]
    requests: tuple[RequestView, ...]
    decisions: tuple[DecisionView, ...]
    reviews: tuple[PlacedReview, ...]
    note: Markup


@dataclass(frozen=True, slots=True)
class ApprovalView:
    meeting: LinkTo
    moved: str
    seconded: str
    amendments: Markup


@dataclass(frozen=True, slots=True)
class MeetingView:
    id: str
    facts: MeetingFacts
    name: str
    date: When
    dates: str
    time: str
    status: str
    format: str
    minutes: str
    chairs: tuple[PersonView, ...]
    attendance: tuple[AttendanceView, ...]
    interests: tuple[Interest, ...] | None
    approvals: tuple[ApprovalView, ...]
    items: tuple[ItemView, ...]
    lengths: str
    """Where the lengths of the items come from; empty where none is known."""
    introduction: SectionView | None
    """What stands before the first heading."""
    source: tuple[DocumentView, ...]
    papers: tuple[DocumentView, ...]
    lacking: tuple[str, ...]
    """What the published minutes do not record."""
    corrections: tuple[CorrectionView, ...]
    note: Markup
    outcomes: tuple[ReviewView, ...]
    """The reviews, for the list of outcomes at the top."""
    neighbours: Neighbours


def meeting_page(meeting: Meeting, graph: SiteGraph) -> Page:
    facts = meeting.facts
    place = graph.meetings.index(meeting)
    reviews = {
        review.name: review_view(review, graph, _prefix(review, graph), deeper=2)
        for review in graph.reviews_of_meeting[meeting.id]
    }
    lengths = lengths_of(meeting)
    view = MeetingView(
        id=meeting.id,
        facts=facts,
        name=facts.title,
        date=when(meeting.date),
        dates=words.date_range(meeting.date, facts.last_day),
        time=words.clock_range(facts.start, facts.end),
        status=words.MEETING_STATUS[facts.status],
        format=words.FORMAT[facts.format] if facts.format else "",
        minutes=words.MINUTES[facts.minutes] if facts.minutes else "",
        chairs=tuple(_person(person, graph) for person in facts.chair),
        attendance=_attendance(meeting, graph),
        interests=facts.interests,
        approvals=tuple(
            ApprovalView(
                LinkTo(ref_name(a.meeting, graph), addresses.of_ref(a.meeting)), a.moved, a.seconded, html(a.amendments)
            )
            for a in facts.approves
        ),
        items=tuple(_item(s, meeting, reviews, lengths.get(s.key), graph) for s in meeting.sections if s.id),
        lengths=words.LENGTHS if lengths else "",
        introduction=next((_text(s, meeting, graph) for s in meeting.sections if not s.id), None),
        source=documents(facts.source),
        papers=documents(facts.papers),
        lacking=lacking_in(meeting),
        corrections=corrections_of(meeting, graph),
        note=html(facts.note),
        outcomes=tuple(reviews.values()),
        neighbours=Neighbours(
            _link(graph.meetings[place - 1]) if place else None,
            _link(graph.meetings[place + 1]) if place + 1 < len(graph.meetings) else None,
        ),
    )
    return Page(
        url=addresses.meeting(meeting.id),
        template="meeting.html",
        title=meeting_name(meeting),
        view=view,
        breadcrumbs=(HOME_LINK, LinkTo("Meetings", addresses.MEETINGS)),
        nav=addresses.MEETINGS,
        description=words.meeting_sentence(meeting.date, facts.status, len(reviews), graph.config),
    )


def _link(meeting: Meeting) -> LinkTo:
    return LinkTo(words.date(meeting.date), addresses.meeting(meeting.id))


def _attendance(meeting: Meeting, graph: SiteGraph) -> tuple[AttendanceView, ...]:
    told = []
    for field, title in words.ATTENDANCE.items():
        groups = getattr(meeting.facts, field)
        if groups is None:
            continue
        organisations = tuple(
            OrganisationView(
                graph.config.organisations[name].name if name in graph.config.organisations else words.NO_ORGANISATION,
                name in graph.config.organisations and graph.config.organisations[name].members,
                tuple(_person(person, graph) for person in people),
            )
            for name, people in groups.items()
        )
        number = sum(len(o.people) for o in organisations)
        told.append(AttendanceView(title, organisations, words.counted(number, "person", "people"), not groups))
    return tuple(told)


def _person(person: Person, graph: SiteGraph) -> PersonView:
    told = [f"{how} at {_moment(at)}" for how, at in (("joined", person.joined), ("left", person.left)) if at]
    return PersonView(person, person.name, person.initials, words.listed(told), html(person.note))


def _moment(text: str) -> str:
    return text if ":" in text else words.item(text)


def _text(one: Section, meeting: Meeting, graph: SiteGraph) -> SectionView:
    return section(one, {}, graph, addresses.meeting(meeting.id), deeper=max(0, one.level - 2))


def _prefix(review: Review, graph: SiteGraph) -> str:
    """Of the review's anchors on the meeting's page: its first item, and its own name where that item has several."""
    first = review.facts.discussed[0]
    shared = sum(1 for other in graph.reviews_of_meeting[review.meeting] if other.facts.discussed[0] == first) > 1
    return anchors.within_item(first, review.slug if shared else "", "") + "-"


def _item(
    one: Section, meeting: Meeting, reviews: Mapping[str, ReviewView], length: LengthView | None, graph: SiteGraph
) -> ItemView:
    facts = meeting.facts.agenda.get(one.key, AgendaFacts())
    return ItemView(
        anchor=anchors.item(one.key),
        former=tuple(anchors.item(name) for name in one.former),
        number=one.number,
        title=one.title,
        level=one.level,
        facts=facts,
        time=words.clock(facts.time) if facts.time else "",
        length=length,
        lead=words.listed(facts.lead),
        day=when(facts.date) if facts.date else None,
        text=_text(one, meeting, graph),
        projects=tuple(project_link(p, graph) for p in facts.project),
        requests=tuple(request(a, graph) for a in graph.requests_of(meeting) if a.item == one.key),
        decisions=tuple(decision(d, graph) for d in graph.decisions_of(meeting) if d.item == one.key),
        reviews=_placed(one.key, meeting, reviews, graph),
        note=html(facts.note),
    )


def _placed(
    key: str, meeting: Meeting, reviews: Mapping[str, ReviewView], graph: SiteGraph
) -> tuple[PlacedReview, ...]:
    """The discussion stands where it was first discussed, the decision where it was decided."""
    told = []
    for review in graph.reviews_of_meeting[meeting.id]:
        discussed = review.facts.discussed
        if key not in discussed and key != review.decided:
            continue
        elsewhere = [k for k in dict.fromkeys((*discussed, review.decided)) if k != key]
        told.append(
            PlacedReview(
                reviews[review.name],
                shows_discussion=key == discussed[0],
                shows_decision=key == review.decided,
                elsewhere=tuple(LinkTo(words.item(k), addresses.item(meeting.id, k)) for k in elsewhere),
            )
        )
    return tuple(told)
