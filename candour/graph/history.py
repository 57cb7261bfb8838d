"""The history of each project: its reviews, what they report of earlier ones, other decisions, and events."""

from collections.abc import Mapping

from candour.graph.graph import HistoryEntry, LinkedDecision
from candour.model.dates import PartialDate
from candour.model.records import Project, Review


def history_of(
    project: Project,
    reviews: tuple[Review, ...],
    decisions: tuple[LinkedDecision, ...],
    dates: Mapping[str, PartialDate],
) -> tuple[HistoryEntry, ...]:
    """The entries of one project, oldest first, from its own reviews and its decisions outside reviews.

    What is reported gives way to the review itself once that is in the archive. `dates` are those of the meetings.
    """
    first_hand = {dates[r.meeting] for r in reviews}
    reported: dict[tuple[PartialDate, ...], HistoryEntry] = {}
    for review in sorted(reviews, key=lambda r: (dates[r.meeting], r.meeting, r.name)):
        for previous in review.facts.previous:
            if not all(any(falls_in(day, when) for day in first_hand) for when in previous.when):
                reported.setdefault(previous.when, HistoryEntry(previous.when, review, previous))
    entries = [HistoryEntry((dates[r.meeting],), review=r) for r in reviews]
    entries += reported.values()
    entries += [HistoryEntry((event.date,), event=event) for event in project.facts.events]
    entries += [HistoryEntry((d.meeting.date,), decided=d) for d in decisions]
    return tuple(sorted(entries, key=_order))


def _order(entry: HistoryEntry) -> tuple[PartialDate, bool, tuple[str, ...]]:
    name = (entry.review.meeting, entry.review.name) if entry.review else ()
    return max(entry.when), entry.is_first_hand, name


def falls_in(day: PartialDate, reported: PartialDate) -> bool:
    """A reported date, often only a month, means a meeting of that month."""
    return reported.first_day <= day.first_day and day.last_day <= reported.last_day
