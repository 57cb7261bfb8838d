"""The page of one meeting: all of it in the order of its agenda, the record of each review in place."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph
from candour.model import addresses, anchors
from candour.model.records import AgendaFacts, Meeting, Person, Review, Section
from candour.pages import words
from candour.pages.corrections import CorrectionView, corrections_of
from candour.pages.coverage import lacking_in
from candour.pages.lengths import LengthView, lengths_of
from candour.pages.review import ReviewView, review_view
from candour.pages.titles import day_link, meeting_name
from candour.pages.views import HOME_LINK, LinkTo, Neighbours, Page, SectionView, neighbours


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """Who was present, or sent apologies, and so on; nobody: said to be none."""

    kind: str
    organisations: tuple[tuple[str, tuple[Person, ...]], ...]
    """Each by its name."""
    count: str


@dataclass(frozen=True, slots=True)
class PlacedReview:
    """A review at one of its agenda items: the discussion where it was discussed, the outcome where it was decided."""

    view: ReviewView
    shows_discussion: bool
    shows_decision: bool
    elsewhere: tuple[str, ...]
    """The other items of the same review."""


@dataclass(frozen=True, slots=True)
class ItemView:
    section: Section
    anchor: str
    facts: AgendaFacts
    length: LengthView | None
    """None where the recorded times do not say."""
    text: SectionView
    requests: tuple[LinkedRequest, ...]
    decisions: tuple[LinkedDecision, ...]
    reviews: tuple[PlacedReview, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    meeting: Meeting
    attendance: tuple[AttendanceView, ...]
    items: tuple[ItemView, ...]
    lengths: str
    """Where the lengths of the items come from; empty where none is known."""
    introduction: SectionView | None
    """What stands before the first heading."""
    lacking: tuple[str, ...]
    """What the published minutes do not record."""
    corrections: tuple[CorrectionView, ...]
    reviews: tuple[ReviewView, ...]
    neighbours: Neighbours


def meeting_page(meeting: Meeting, graph: SiteGraph) -> Page:
    reviews = {
        review.name: review_view(review, graph, _prefix(review, graph), deeper=2)
        for review in graph.reviews_of_meeting[meeting.id]
    }
    lengths = lengths_of(meeting)
    view = MeetingView(
        meeting=meeting,
        attendance=_attendance(meeting, graph),
        items=tuple(_item(s, meeting, reviews, lengths.get(s.key), graph) for s in meeting.sections if s.id),
        lengths=words.LENGTHS if lengths else "",
        introduction=next((_text(s, meeting) for s in meeting.sections if not s.id), None),
        lacking=lacking_in(meeting),
        corrections=corrections_of(meeting, graph),
        reviews=tuple(reviews.values()),
        neighbours=neighbours(meeting, graph.meetings, lambda other: day_link(other, graph)),
    )
    return Page(
        url=addresses.meeting(meeting.id),
        template="meeting.html",
        title=meeting_name(meeting),
        view=view,
        breadcrumbs=(HOME_LINK, LinkTo("Meetings", addresses.MEETINGS)),
        nav=addresses.MEETINGS,
        description=words.meeting_sentence(meeting.date, meeting.facts.status, len(reviews), graph.config),
    )


def _attendance(meeting: Meeting, graph: SiteGraph) -> tuple[AttendanceView, ...]:
    found = ((kind, getattr(meeting.facts, kind)) for kind in words.ATTENDANCE)
    known = graph.config.organisations
    return tuple(
        AttendanceView(
            kind,
            tuple((known[name].name if name in known else words.NO_ORGANISATION, who) for name, who in groups.items()),
            words.counted(sum(map(len, groups.values())), "person", "people"),
        )
        for kind, groups in found
        if groups is not None
    )


def _text(section: Section, meeting: Meeting) -> SectionView:
    return SectionView(section, addresses.meeting(meeting.id), {}, deeper=max(0, section.level - 2))


def _prefix(review: Review, graph: SiteGraph) -> str:
    """Of the review's anchors on the meeting's page: its first item, and its own name where that item has several."""
    first = review.facts.discussed[0]
    shared = sum(other.facts.discussed[0] == first for other in graph.reviews_of_meeting[review.meeting]) > 1
    return anchors.item(first) + (f"-{review.slug}-" if shared else "-")


def _item(
    section: Section, meeting: Meeting, reviews: Mapping[str, ReviewView], length: LengthView | None, graph: SiteGraph
) -> ItemView:
    return ItemView(
        section,
        anchors.item(section.key),
        meeting.facts.agenda.get(section.key, AgendaFacts()),
        length,
        _text(section, meeting),
        tuple(one for one in graph.requests_of(meeting) if one.item == section.key),
        tuple(one for one in graph.decisions_of(meeting) if one.item == section.key),
        tuple(_placed(view, section.key) for view in reviews.values() if section.key in _items(view.review)),
    )


def _items(review: Review) -> tuple[str, ...]:
    """Where it was discussed and decided, each item once."""
    return tuple(dict.fromkeys((*review.facts.discussed, review.decided)))


def _placed(view: ReviewView, key: str) -> PlacedReview:
    """The discussion is shown where it was first discussed, the decision where it was decided."""
    review = view.review
    elsewhere = tuple(other for other in _items(review) if other != key)
    return PlacedReview(view, key == review.facts.discussed[0], key == review.decided, elsewhere)
