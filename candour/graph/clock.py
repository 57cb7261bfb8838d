"""Dates and times of a record against those of its meeting: what must be earlier or later, within it, or in order."""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import time

from candour.graph.agenda import in_turn
from candour.graph.attendance import people_at
from candour.graph.graph import day_of_item
from candour.graph.register import Register
from candour.model.dates import END_OF_DAY, PartialDate
from candour.model.places import FieldPath
from candour.model.records import Meeting, MeetingRequest, Review, ReviewFacts
from candour.model.values import TIME_OF_DAY
from candour.problems import Problem, ProblemName


def check_dates(register: Register) -> Iterator[Problem]:
    """Dates that must not be before or after the meeting, often with a mistyped year; and workings without a date."""
    records: tuple[Meeting | Review, ...] = (*register.archive.meetings, *register.archive.reviews)
    days = [meeting.date for meeting in register.archive.meetings if meeting.date.day]
    for record in records:
        meeting = register.meeting_of(record)
        for path, message in (*_too_late(record, meeting, days), *_too_early(record, meeting)) if meeting else ():
            may_be = isinstance(record, Meeting) and path[0] in {"source", "corrections"}  # of what announced it
            kind: ProblemName = "times-contradict" if may_be else "end-before-start"
            yield Problem(kind, record.places.span(path), message, "check the year and the month")
        for name, request in record.facts.requests.items():
            for field in ("due", "asked") if isinstance(record, Meeting) else ("due",):
                if getattr(request, f"{field}_from") and getattr(request, field) is None:  # no page would show it
                    span = record.places.span(("requests", name, f"{field}_from"), of_key=True)
                    message = f'"{field}_from" has the words that a date was worked out from, but the date is missing'
                    hint = f"write {field}: and the date, or put the words into a note"
                    yield Problem("missing-field", span, message, hint)


def _too_late(
    record: Meeting | Review, meeting: Meeting, days: Sequence[PartialDate]
) -> Iterator[tuple[FieldPath, str]]:
    facts, previous = record.facts, record.facts.previous if isinstance(record, Review) else ()
    reported = [(("previous", at, "when", n), day) for at, one in enumerate(previous) for n, day in enumerate(one.when)]
    requests = record.facts.requests if isinstance(record, Meeting) else {}
    asked = [(("requests", name, "asked"), one.asked) for name, one in requests.items()]
    decided = [(("decisions", name, "date"), one.date) for name, one in facts.decisions.items()]
    given = [(("answers", str(ref), "date"), one.date) for ref, one in facts.answers.items()]
    every: list[tuple[FieldPath, PartialDate | None]] = [*asked, *reported, *decided, *given]
    for path, day in every:
        if day and day.first_day > meeting.last_day.last_day:
            yield path, "this should be before the meeting, but is after it"
        elif path[0] == "previous" and meeting.days == (day,) and meeting.id == str(day) and days.count(day) == 1:
            yield path, "this should be before the meeting, but is the day of the meeting itself"


def _too_early(record: Meeting | Review, meeting: Meeting) -> Iterator[tuple[FieldPath, str]]:
    facts, first, ended = record.facts, meeting.date, "this ended before it was given"
    later: list[tuple[FieldPath, PartialDate | None, PartialDate, str]] = []
    for name, request in facts.requests.items():
        reported = request.asked if isinstance(request, MeetingRequest) else None
        asked, due = reported or first, request.due.date if request.due else None
        later.append((("requests", name, "due"), due, asked, "this is due before the meeting that asked for it"))
    for name, decision in facts.decisions.items():
        later.append((("decisions", name, "until"), decision.until, decision.date or first, ended))
    if isinstance(facts, ReviewFacts):
        later.append((("until",), facts.until, first, ended))
        dated = ((at, one) for at, one in enumerate(facts.previous) if one.when)
        later += [(("previous", at, "until"), one.until, min(one.when), ended) for at, one in dated]
    elif facts.status == "held":
        message = "these minutes were published before the meeting"
        later += [(("source", at, "published"), one.published, first, message) for at, one in enumerate(facts.source)]
    if meeting.facts.status == "held":
        message = "this was corrected before the meeting"
        later += [(("corrections", at, "date"), one.date, first, message) for at, one in enumerate(facts.corrections)]
    for path, day, since, message in later:
        if day and day.last_day < since.first_day:
            yield path, f"{message}, on {since}"


_DAY = 24 * 60
_UNKNOWN = math.nan
"""Neither before nor after anything."""


def check_times(register: Register) -> Iterator[Problem]:
    """Items of an agenda that began before the meeting, after its end, or before the item taken before them."""
    for meeting in register.archive.meetings:
        (start, end), before, last = _hours(meeting), "", _UNKNOWN
        for key in in_turn(meeting):
            begin, against = _begin(key, meeting), ""
            if begin < start:
                against = f"the meeting began at {_clock(start)}"
            elif begin > end:
                against = f"the meeting ended at {_clock(end)}"
            elif begin < last:
                against = f"item {before}, before it, at {_clock(last)}"
            if against:
                span = meeting.places.span(("agenda", key, "time"))
                message = f"item {key} is at {_clock(begin)}, but {against}"
                hint = "check both times; if items were not taken in this order, write after: and the number before"
                yield Problem("times-contradict", span, message, hint)
            if not (begin < start or begin > end or math.isnan(begin)):
                before, last = key, begin


def check_order(register: Register) -> Iterator[Problem]:
    """Somebody who left before joining, joined after the end or left before the start, and a review that was decided
    before it was discussed."""
    hint = "correct the one that is wrong; if somebody left and came back, say so in a note of that person"
    for meeting in register.archive.meetings:
        start, end = _hours(meeting)
        for path, person in people_at(meeting):
            wrong = (
                ("left", "before joining", person.joined and is_before(person.left, person.joined, meeting)),
                ("left", "before the meeting began", _minute(person.left, meeting) < start),
                ("joined", "after the meeting ended", _minute(person.joined, meeting) > end),
            )
            for field, when, is_wrong in wrong:
                if is_wrong and getattr(person, field):
                    span = meeting.places.span((*path, field))
                    yield Problem("times-contradict", span, f"{person.name} {field} {when}", hint)
                    break
    hint = "correct the one that is wrong; if it was also discussed there, add the item to discussed"
    turns = {meeting.id: in_turn(meeting) for meeting in register.archive.meetings}
    for review in register.archive.reviews:
        of, decided, discussed = register.meeting_of(review), review.facts.decided, review.facts.discussed
        if of and decided and discussed and all(is_before(decided, key, of, turns[of.id]) for key in discussed):
            message = f"this was decided at item {decided}, before it was discussed, at item {discussed[0]}"
            yield Problem("agenda-contradicts", review.places.span(("decided",)), message, hint)


def is_before(one: str, other: str, meeting: Meeting, turns: Sequence[str] = ()) -> bool:
    """Whether of two items, or times of day, of a meeting the first was certainly over before the other began.

    `turns` are those of the meeting, where they are known already.
    """
    turns = turns or in_turn(meeting)
    if other.startswith(f"{one}."):
        return False  # a part of it
    if one in turns and other in turns:
        first, second = ((day_of_item(meeting, key), turns.index(key)) for key in (one, other))
        return first < second
    if one not in turns and other not in turns:
        return _minute(one, meeting) < _minute(other, meeting)
    if one not in turns:  # at the latest known beginning up to that item
        begun = [minute for key in turns[: turns.index(other) + 1] if not math.isnan(minute := _begin(key, meeting))]
        return _minute(one, meeting) <= max(begun, default=_UNKNOWN)
    level = {section.key: section.level for section in meeting.sections}
    later = (_begin(key, meeting) for key in turns[turns.index(one) + 1 :] if level[key] <= level[one])
    over = next((minute for minute in later if not math.isnan(minute)), _UNKNOWN)  # it lasted until one of these
    return over <= _minute(other, meeting)


def _begin(key: str, meeting: Meeting) -> float:
    """When an item began; not known of one that was not taken."""
    item = meeting.facts.agenda.get(key)
    return _minute(item.time, meeting) if item and not item.status else _UNKNOWN


def _hours(meeting: Meeting) -> tuple[float, float]:
    """When a meeting began and ended: 0:00 is at the end of the day."""
    return _minute(meeting.facts.start, meeting), _minute(meeting.facts.end, meeting) or _DAY


def _minute(moment: time | str | None, meeting: Meeting) -> float:
    """Not known where it is no time of day."""
    if isinstance(moment, str):
        found = re.fullmatch(TIME_OF_DAY, moment)
        return int(found[1]) * 60 + int(found[2]) if found and len(meeting.days) == 1 else _UNKNOWN
    if moment is None or len(meeting.days) > 1:
        return _UNKNOWN
    return _DAY if moment == END_OF_DAY else moment.hour * 60 + moment.minute


def _clock(minute: float) -> str:
    return f"{int(minute) // 60 % 24:02}:{int(minute) % 60:02}"
