"""How complete the archive is: what each record lacks, and which meetings are known only because others name them."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from candour.graph.agenda import spans_of
from candour.graph.graph import SiteGraph
from candour.graph.register import grouped
from candour.model.dates import PartialDate, parse_date
from candour.model.records import Meeting, Review

MEETING_FIELDS: Mapping[str, Callable[[Meeting], object]] = {
    "start": lambda meeting: meeting.facts.start or _all_sittings(meeting, "start"),
    "end": lambda meeting: meeting.facts.end or _all_sittings(meeting, "end"),
    "chair": lambda meeting: meeting.facts.chair,
    "present": lambda meeting: meeting.facts.present or _all_sittings(meeting, "present"),
    "apologies": lambda meeting: meeting.facts.apologies is not None,
    "interests": lambda meeting: meeting.facts.interests is not None,
    "source": lambda meeting: meeting.facts.source,
    "agenda": lambda meeting: meeting.sections,
}
"""What the minutes of a meeting usually say, and what is true of a record that has it."""
REVIEW_FIELDS: Mapping[str, Callable[[Review], object]] = {
    "outcome": lambda review: review.facts.outcome != "none-recorded",
    "reasons": lambda review: _has(review, "decision") or review.facts.outcome == "none-recorded",
    "stage": lambda review: review.facts.stage,
    "status": lambda review: review.facts.status,
    "presentation": lambda review: _has(review, "presentation"),
    "questions": lambda review: _has(review, "questions-and-comments"),
    "votes": lambda review: review.facts.votes,
}


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a record names a meeting that the archive lacks: in a review, under an item of a meeting's agenda, or where
    its minutes were approved."""

    meeting: str
    review: str = ""
    item: str = ""


def never_recorded(graph: SiteGraph) -> frozenset[str]:
    """Of `stage` and `status`, those that no record has: a committee that knows no stages lacks none."""
    reviews = [review.facts for review in graph.reviews.values()]
    stages = (
        *(facts.stage for facts in reviews),
        *(previous.stage for facts in reviews for previous in facts.previous),
        *(decided.decision.stage for decided in graph.decisions if decided.decision),
    )
    known = {"stage": any(stages), "status": any(facts.status for facts in reviews)}
    return frozenset(field for field, is_known in known.items() if not is_known)


def lacking(record: Meeting | Review, never: Collection[str] = ()) -> tuple[str, ...]:
    """The fields that the published minutes do not record; none of a meeting not held, or without published minutes.

    `never` are fields that no record of the archive has, and that none is said to lack.
    """
    if isinstance(record, Review):
        return tuple(field for field, known in REVIEW_FIELDS.items() if field not in never and not known(record))
    fields = MEETING_FIELDS if record.facts.status == "held" and record.facts.minutes != "unpublished" else {}
    return tuple(field for field, is_known in fields.items() if not is_known(record))


def _all_sittings(meeting: Meeting, field: str) -> bool:
    """Whether it is known of every sitting of an adjourned meeting."""
    sittings = meeting.facts.sittings
    return bool(sittings) and all(getattr(sitting, field) is not None for sitting in sittings)


def _has(review: Review, section: str) -> bool:
    return any(one.id == section for one in review.sections)


def known_by_reference(graph: SiteGraph) -> Mapping[PartialDate, tuple[Mention, ...]]:
    """Dates of meetings that records name and the archive lacks, each with where it is named."""
    recorded = sorted(span for meeting in graph.meetings for span in spans_of(meeting))
    last_so_far = tuple(accumulate((last for _, last in recorded), max))

    def is_recorded(day: PartialDate) -> bool:
        """Whether a meeting that began by then was not over before."""
        number = bisect_right(recorded, day.last_day, key=lambda span: span[0])
        return number > 0 and last_so_far[number - 1] >= day.first_day

    mentions = dict.fromkeys(_mentions(graph))
    return grouped((day, mention) for day, mention in mentions if not is_recorded(day))


def _mentions(graph: SiteGraph) -> Iterator[tuple[PartialDate, Mention]]:
    for review in graph.reviews.values():
        for previous in review.facts.previous:
            for day in previous.when:
                yield day, Mention(review.meeting, review=review.name)
    for asked in graph.requests:
        if asked.is_reported:
            yield asked.asked, Mention(asked.meeting.id, item=asked.item)
    for meeting_id, meetings in graph.approved_at.items():
        if approved := parse_date(meeting_id):
            yield from ((approved, Mention(meeting.id)) for meeting in meetings)
