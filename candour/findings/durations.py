"""How long things took, and how far apart they are: in minutes and in whole months, by the recorded times alone."""

from collections.abc import Mapping, Sequence
from datetime import time
from itertools import pairwise

from candour.graph.agenda import in_turn
from candour.graph.graph import HistoryEntry
from candour.model.dates import PartialDate
from candour.model.records import AgendaFacts, Meeting

Moment = tuple[PartialDate, int]
"""A day, and the minutes since its midnight."""


def months_between(first: PartialDate, second: PartialDate) -> int | None:
    """Whole months, by the months alone where a day is not known; None where a month is not."""
    if not first.month or not second.month:
        return None
    months = (second.year - first.year) * 12 + second.month - first.month
    return months - (1 if first.day and second.day and second.day < first.day else 0)


def age(asked: PartialDate, as_of: PartialDate | None) -> int | None:
    """Of a request, in months; None for what was asked on that day itself, and for an unknown month."""
    return None if as_of is None or asked >= as_of else months_between(asked, as_of)


def gaps(history: Sequence[HistoryEntry]) -> tuple[int | None, ...]:
    """For each entry the months since the one before it; None for the first, and for an unknown month."""
    between = [months_between(before.when[-1], after.when[0]) for before, after in pairwise(history)]
    return (None, *between) if history else ()


def item_minutes(meeting: Meeting) -> Mapping[str, int]:
    """How long each item of the agenda took, by its key; without those of which it is not known.

    Only of a meeting that its minutes describe: an agenda says what was planned.
    """
    if meeting.facts.status != "held" or meeting.facts.minutes == "unpublished":
        return {}
    last_sitting = meeting.facts.sittings[-1].end if meeting.facts.sittings else None
    close = _moment(meeting.facts.end or last_sitting, meeting.last_day)
    by_key, facts_by_key = {section.key: section for section in meeting.sections}, meeting.facts.agenda
    every = ((by_key[key], facts_by_key.get(key, AgendaFacts())) for key in in_turn(meeting))
    items = [(section, facts) for section, facts in every if facts.status is None]  # others took no time
    agenda = [(section.level, _start(facts, meeting, close)) for section, facts in items]
    minutes = {one.key: _minutes(n, agenda, close) for n, (one, facts) in enumerate(items) if facts.kind != "close"}
    return {key: number for key, number in minutes.items() if number}


def _minutes(index: int, agenda: Sequence[tuple[int, Moment | None]], close: Moment | None) -> int:
    """From an item's start to the next item's of its level, or to the close; 0 when that is not known.

    It is not known either when another item began in between or at the same time: then the agenda was not followed, or
    items were taken together. `agenda` has the level and the start of every item.
    """
    level, start = agenda[index]
    end = next((begin for other, begin in agenda[index + 1 :] if other <= level), close)
    if not start or not end or start[0] != end[0]:
        return 0
    parent = next((n for n in reversed(range(index)) if agenda[n][0] < level), None)
    others = [begin for n, (other, begin) in enumerate(agenda) if other <= level and n not in {index, parent}]
    if any(start <= begin < end for begin in others if begin):
        return 0
    return max(0, end[1] - start[1])


def _start(facts: AgendaFacts, meeting: Meeting, close: Moment | None) -> Moment | None:
    if facts.time is None:
        return close if facts.kind == "close" else None
    only_day = meeting.days[0] if len(meeting.days) == 1 else None
    return _moment(facts.time, facts.date or only_day)


def _moment(clock: time | None, day: PartialDate | None) -> Moment | None:
    return (day, clock.hour * 60 + clock.minute) if clock is not None and day else None
