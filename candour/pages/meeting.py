"""The page of one meeting: all of it in the order of its agenda, the record of each review in place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from candour.findings.counts import projects_reviewed
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph
from candour.model import addresses, anchors
from candour.model.records import AgendaFacts, Meeting, Person, Review
from candour.pages import words
from candour.pages.pictures import lengths_of
from candour.pages.review import ReviewView, items_of, review_view
from candour.pages.titles import day_link, meeting_name
from candour.pages.views import HOME_LINK, LinkTo, Neighbours, Page, SectionView, neighbours


@dataclass(frozen=True, slots=True)
class PlacedReview:
    """A review at one of its agenda items: the discussion where it was discussed, the outcome where it was decided."""

    view: ReviewView
    shows_discussion: bool
    """At the first item of its discussion."""
    shows_decision: bool
    elsewhere: tuple[str, ...]
    """The other items of the same review."""


@dataclass(frozen=True, slots=True)
class ItemView:
    text: SectionView
    facts: AgendaFacts
    length: tuple[int, str] | None
    """In minutes, and the width of its bar; None where the recorded times do not say."""
    requests: tuple[LinkedRequest, ...]
    decisions: tuple[LinkedDecision, ...]
    reviews: tuple[PlacedReview, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    meeting: Meeting
    attendance: tuple[tuple[str, Mapping[str, tuple[Person, ...]]], ...]
    """Who was present, or sent apologies, and so on, by the code of the organisation; nobody: said to be none."""
    items: tuple[ItemView, ...]
    lengths: str
    """Where the lengths of the items come from; empty where none is known."""
    introduction: SectionView | None
    """What comes before the first heading."""
    reviews: tuple[ReviewView, ...]
    neighbours: Neighbours


def meeting_page(meeting: Meeting, graph: SiteGraph) -> Page:
    url, nav, lengths = addresses.meeting(meeting.id), addresses.MEETINGS, lengths_of(meeting)
    reviews = [review_view(r, graph, _prefix(r, graph), deeper=2) for r in graph.reviews_of_meeting[meeting.id]]
    texts = [SectionView(one, url, {}, deeper=max(0, one.level - 2)) for one in meeting.sections]
    view = MeetingView(
        meeting=meeting,
        attendance=tuple(
            (kind, groups)
            for kind in words.LABELS["attendance"]
            if (groups := getattr(meeting.facts, kind)) is not None
        ),
        items=tuple(_item(text, meeting, reviews, lengths, graph) for text in texts if text.section.id),
        lengths=words.LENGTHS if lengths else "",
        introduction=next((text for text in texts if not text.section.id), None),
        reviews=tuple(reviews),
        neighbours=neighbours(meeting, graph.meetings, lambda other: day_link(other, graph)),
    )
    lead = words.meeting_sentence(meeting.date, meeting.facts.status, projects_reviewed(meeting.id, graph))
    return Page(url, "meeting.html", meeting_name(meeting), view, (HOME_LINK, LinkTo("Meetings", nav)), nav, lead)


def _prefix(review: Review, graph: SiteGraph) -> str:
    """Of the review's anchors on the meeting's page: its first item, and its own name where that item has several."""
    first = review.facts.discussed[0]
    shared = sum(other.facts.discussed[0] == first for other in graph.reviews_of_meeting[review.meeting]) > 1
    return anchors.item(first) + (f"-{review.slug}-" if shared else "-")


def _item(
    text: SectionView,
    meeting: Meeting,
    reviews: Sequence[ReviewView],
    lengths: Mapping[str, tuple[int, str]],
    graph: SiteGraph,
) -> ItemView:
    key = text.section.key
    return ItemView(
        text,
        meeting.facts.agenda.get(key, AgendaFacts()),
        lengths.get(key),
        tuple(one for one in graph.requests_of(meeting) if one.item == key),
        tuple(one for one in graph.decisions_of(meeting) if one.item == key),
        tuple(_placed(view, key) for view in reviews if key in items_of(view.review)),
    )


def _placed(view: ReviewView, key: str) -> PlacedReview:
    first, decided = view.review.facts.discussed[0], view.review.decided
    elsewhere = tuple(other for other in items_of(view.review) if other != key)
    return PlacedReview(view, key == first, key == decided, elsewhere)
