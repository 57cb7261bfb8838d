"""The page of one meeting: all of it in the order of its agenda, the record of each review in place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from candour.findings.attendance import number_recorded
from candour.findings.counts import projects_reviewed
from candour.graph.attendance import ATTENDANCE, listed_as
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph, day_of_item
from candour.graph.register import grouped
from candour.model import addresses, anchors
from candour.model.dates import PartialDate
from candour.model.records import AgendaFacts, Meeting, Person, Review
from candour.pages import words
from candour.pages.filters import presence
from candour.pages.review import Answered, ReviewView, answers_of, is_apart, items_of, review_view
from candour.pages.titles import day_link, meeting_name
from candour.pages.views import LinkTo, Neighbours, Page, SectionView, neighbours

_PlacedDecision = tuple[LinkedDecision, str]
"""At its agenda item, with the prefix of its anchor: one of the meeting, or of a review that was decided elsewhere."""
_People = tuple[str, Mapping[str, tuple[Person, ...]], str]
"""A title; people by the code of their organisation; and how many, with the names withheld: empty where the minutes say
that there was nobody."""


@dataclass(frozen=True, slots=True)
class PlacedReview:
    """A review at one of its agenda items: the discussion where it was discussed, the outcome where it was decided."""

    view: ReviewView
    shows_decision: bool
    is_discussed: bool
    """The discussion is shown."""
    asked: tuple[LinkedRequest, ...]
    """What members asked for, where it was first discussed; what the committee asked for, where it was decided."""
    elsewhere: tuple[str, ...]
    """The other items of the same review."""


@dataclass(frozen=True, slots=True)
class ItemView:
    text: SectionView
    facts: AgendaFacts
    requests: tuple[LinkedRequest, ...]
    answers: tuple[Answered, ...]
    """Of the meeting; those of its reviews are in these."""
    decisions: tuple[_PlacedDecision, ...]
    reviews: tuple[PlacedReview, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    meeting: Meeting
    attendance: tuple[_People, ...]
    """Who was present, at the meeting and at each sitting, sent apologies, and so on."""
    present: int
    """How many people were there; 0 where nobody is recorded."""
    chaired: str
    """Who chaired, in a sentence; empty where it is not recorded."""
    days: tuple[tuple[PartialDate | None, tuple[ItemView, ...]], ...]
    """Its items by day; no date where all were on one."""
    introduction: SectionView | None
    """What comes before the first heading."""
    answers: tuple[Answered, ...]
    """Those of the meeting that name no item."""
    neighbours: Neighbours


def meeting_page(meeting: Meeting, graph: SiteGraph) -> Page:
    url, nav, view = addresses.meeting(meeting.id), addresses.MEETINGS, partial(_view, meeting, graph)
    lead = words.meeting_sentence(meeting, projects_reviewed(meeting.id, graph))
    return Page(url, "meeting.html", meeting_name(meeting), view, lead, (LinkTo("Meetings", nav),), nav)


def _view(meeting: Meeting, graph: SiteGraph) -> MeetingView:
    reviews = [review_view(r, graph, _prefix(r, graph), deeper=2) for r in graph.reviews_of_meeting[meeting.id]]
    texts = [SectionView(one, meeting.name, {}, deeper=max(0, one.level - 2)) for one in meeting.sections]
    decisions = [(one, "") for one in graph.decisions_of(meeting)]
    decisions += [(one, view.prefix) for view in reviews for one in view.decisions if is_apart(one)]
    reviews = [replace(r, decisions=tuple(one for one in r.decisions if not is_apart(one))) for r in reviews]

    answers = answers_of(meeting, graph)

    def item(text: SectionView, key: str) -> ItemView:
        section = text.section
        own = {key, section.id, *section.former, *(one.id for one in section.exchanges)}
        return ItemView(
            text,
            meeting.facts.agenda.get(key, AgendaFacts()),
            tuple(one for one in graph.requests_of(meeting) if one.item == key),
            tuple(one for one in answers if one[0].passage in own),
            tuple((one, prefix) for one, prefix in decisions if one.item == key),
            tuple(_placed(view, key) for view in reviews if key in items_of(view.review)),
        )

    items = tuple(item(text, text.section.key) for text in texts if text.section.id)
    facts = meeting.facts
    return MeetingView(
        meeting=meeting,
        attendance=tuple(_attendance(meeting)),
        present=number_recorded(meeting, "present", graph) or 0,
        chaired=words.listed(with_role(person, meeting) for person in facts.chair) + " chaired" * bool(facts.chair),
        days=_days(items, meeting),
        introduction=next((text for text in texts if not text.section.id), None),
        answers=tuple(one for one in answers if not any(one in item.answers for item in items)),
        neighbours=neighbours(meeting, graph.meetings, lambda other: day_link(other, graph)),
    )


def _attendance(meeting: Meeting) -> Iterator[_People]:
    """Those present at each sitting come after those of the whole meeting."""
    not_named: Mapping[Any, int] = meeting.facts.withheld
    for kind in ATTENDANCE:
        groups, withheld = getattr(meeting.facts, kind), not_named.get(kind, 0)
        if groups is not None or withheld:
            yield words.capital(kind), groups or {}, words.people(groups or {}, withheld)
        for number, sitting in enumerate(meeting.facts.sittings if kind == "present" else (), 1):
            if sitting.present is not None:
                title = f"Present at sitting {number}, {words.date(sitting.date)}"
                yield title, sitting.present, words.people(sitting.present)


def with_role(chair: Person, meeting: Meeting) -> str:
    """`Jamie Grace (Vice Chair)`; the role may be in the list of those present only."""
    present = (person for _, person in listed_as(meeting, "present"))
    role = chair.role or next((person.role for person in present if person.name == chair.name), "")
    known = ", ".join(filter(None, (chair.initials, role, presence(chair))))
    return f"{chair.name} ({known})" if known else chair.name


def _days(items: Sequence[ItemView], meeting: Meeting) -> tuple[tuple[PartialDate | None, tuple[ItemView, ...]], ...]:
    """Items by day, in the order of the days."""
    found = grouped((day_of_item(meeting, item.text.section.key), item) for item in items)
    if len(found) < 2:
        return ((None, tuple(items)),) if items else ()
    return tuple((day, found[day]) for day in sorted(found))


def _prefix(review: Review, graph: SiteGraph) -> str:
    """Of the review's anchors on the meeting's page: its first item, and its own name where that item has several."""
    first = review.facts.discussed[0]
    shared = sum(other.facts.discussed[0] == first for other in graph.reviews_of_meeting[review.meeting]) > 1
    return anchors.item(first) + (f"-{review.slug}-" if shared else "-")


def _placed(view: ReviewView, key: str) -> PlacedReview:
    review = view.review
    is_first, is_decided = key == review.facts.discussed[0], key == review.decided
    asked = tuple(one for one in view.requests if (is_first if one.request.by == "member" else is_decided))
    has_more = bool(view.sections or view.earlier or view.answers or review.facts.previous or review.facts.note)
    elsewhere = tuple(other for other in items_of(review) if other != key)
    return PlacedReview(view, is_decided, is_first and has_more, asked, elsewhere)
