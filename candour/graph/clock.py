"""Dates and times of a record against those of its meeting: what must be earlier or later, within it, or in order."""

import re
from collections.abc import Iterator
from datetime import time
from typing import Any

from candour.graph.agenda import in_turn, sat_on
from candour.graph.attendance import ATTENDANCE
from candour.graph.graph import day_of_item
from candour.graph.register import Register
from candour.model.dates import END_OF_DAY, PartialDate
from candour.model.places import FieldPath
from candour.model.records import Meeting, MeetingRequest, Person, Review, ReviewFacts
from candour.problems import Problem

# --- dates --------------------------------------------------------------------------------------------------------


def check_dates(register: Register) -> Iterator[Problem]:
    """Dates that must not be before or after the meeting, often with a mistyped year; and workings without a date."""
    records: tuple[Meeting | Review, ...] = (*register.archive.meetings, *register.archive.reviews)
    days = [meeting.date for meeting in register.archive.meetings]
    for record in records:
        meeting = register.meeting_of(record)
        for path, message in (*_too_late(record, meeting, days), *_too_early(record, meeting)) if meeting else ():
            yield Problem("end-before-start", record.places.span(path), message, "check the year and the month")
        for name, request in record.facts.requests.items():
            for field in ("due", "asked"):
                if getattr(request, f"{field}_from", "") and getattr(request, field) is None:  # no page would show it
                    span = record.places.span(("requests", name, f"{field}_from"), of_key=True)
                    message = f'"{field}_from" has the words that a date was worked out from, but the date is missing'
                    hint = f"write {field}: and the date, or put the words into a note"
                    yield Problem("missing-field", span, message, hint)


def _too_late(record: Meeting | Review, meeting: Meeting, days: list[PartialDate]) -> Iterator[tuple[FieldPath, str]]:
    earlier: list[tuple[FieldPath, PartialDate]] = []
    for name, request in record.facts.requests.items():
        if isinstance(request, MeetingRequest) and request.asked:
            earlier.append((("requests", name, "asked"), request.asked))
    for index, previous in enumerate(record.facts.previous if isinstance(record, Review) else ()):
        for number, day in enumerate(previous.when):
            earlier.append((("previous", index, "when", number), day))
            if day.day and meeting.days == (day,) and meeting.id == str(day) and days.count(day) == 1:
                yield earlier.pop()[0], "this should be before the meeting, but is the day of the meeting itself"
    for name, decision in record.facts.decisions.items():
        earlier += [(("decisions", name, "date"), decision.date)] if decision.date else []
    for path, day in earlier:
        if day.first_day > meeting.last_day.last_day:
            yield path, "this should be before the meeting, but is after it"


def _too_early(record: Meeting | Review, meeting: Meeting) -> Iterator[tuple[FieldPath, str]]:
    facts, first = record.facts, meeting.date
    for name, request in facts.requests.items():
        asked = request.asked if isinstance(request, MeetingRequest) else None
        if request.due and request.due.date and request.due.date.last_day < (asked or first).first_day:
            yield ("requests", name, "due"), "this is due before the meeting that asked for it"
    ends: list[tuple[FieldPath, PartialDate | None, PartialDate]] = [
        (("decisions", name, "until"), decision.until, decision.date or first)
        for name, decision in facts.decisions.items()
    ]
    if isinstance(facts, ReviewFacts):
        ends.append((("until",), facts.until, first))
        ends += [(("previous", at, "until"), one.until, min(one.when)) for at, one in enumerate(facts.previous)]
    for path, until, given in ends:
        if until and until.last_day < given.first_day:
            yield path, f"this ended before it was given, on {given}"
    for at, correction in enumerate(facts.corrections if isinstance(record, Review) else ()):
        if correction.date.last_day < first.first_day:
            yield ("corrections", at, "date"), f"this was corrected before the meeting, which was on {first}"


def check_published(register: Register) -> Iterator[Problem]:
    """Minutes published before their meeting, and a record of it corrected before it."""
    for meeting in register.archive.meetings:
        facts = meeting.facts
        found = [(("source", at, "published"), one.published, "published") for at, one in enumerate(facts.source)]
        found += [(("corrections", at, "date"), one.date, "corrected") for at, one in enumerate(facts.corrections)]
        for path, day, how in found if facts.status == "held" else ():
            if day and day.last_day < meeting.date.first_day:
                message = f"this was {how} on {day}, before the meeting of {meeting.date}"
                yield Problem("times-contradict", meeting.places.span(path), message, "check the year and the month")


# --- times of day, in minutes from the beginning of the meeting's first day ---------------------------------------

_DAY = 24 * 60


def check_times(register: Register) -> Iterator[Problem]:
    """Items of an agenda that began before the meeting, after its end, or before the item taken before them."""
    for meeting in register.archive.meetings:
        before, last = "", -1
        for key in in_turn(meeting):
            begin = _begin(key, meeting)
            if begin is None:
                continue
            hint = "check the time, and the start and end of the meeting"
            start, end = _hours(meeting.facts.agenda[key].date, meeting)
            if start is not None and begin < start:
                message = f"item {key} is at {_clock(begin)}, but the meeting began at {_clock(start)}"
            elif end is not None and begin > end:
                message = f"item {key} is at {_clock(begin)}, but the meeting ended at {_clock(end)}"
            else:
                message = f"item {key} is at {_clock(begin)}, but item {before}, before it, at {_clock(last)}"
                hint = f"check both times; if item {before} was taken later, write after: and a number there"
                is_later = begin >= last
                before, last = key, begin
                if is_later:
                    continue
            yield Problem("times-contradict", meeting.places.span(("agenda", key, "time")), message, hint)


def check_comings(register: Register) -> Iterator[Problem]:
    """Somebody who left before joining, who joined after the end, or who left before the start."""
    for meeting in register.archive.meetings:
        start, end = _hours(None, meeting)
        for path, person in people_at(meeting):
            came, went = (_minute_of(text, meeting) for text in (person.joined, person.left))
            hint = "check the time, and the start and end of the meeting"
            if person.joined and person.left and is_before(person.left, person.joined, meeting):
                field, message = "left", f"{person.name} left before joining"
                hint = "correct the one that is wrong; if somebody left and came back, say so in a note of that person"
            elif end is not None and came is not None and came > end:
                field, message = "joined", f"{person.name} joined after the meeting ended, at {_clock(end)}"
            elif start is not None and went is not None and went < start:
                field, message = "left", f"{person.name} left before the meeting began, at {_clock(start)}"
            else:
                continue
            yield Problem("times-contradict", meeting.places.span((*path, field)), message, hint)


def check_decided(register: Register) -> Iterator[Problem]:
    """A review that was decided before it was discussed."""
    for review in register.archive.reviews:
        meeting, decided, discussed = register.meeting_of(review), review.facts.decided, review.facts.discussed
        if meeting and decided and all(is_before(decided, key, meeting) for key in discussed):
            message = f"this was decided at item {decided}, before it was discussed, at item {discussed[0]}"
            hint = "correct the one that is wrong; if it was also discussed there, add the item to discussed"
            yield Problem("agenda-contradicts", review.places.span(("decided",)), message, hint)


def people_at(meeting: Meeting) -> Iterator[tuple[FieldPath, Person]]:
    """Everyone in the attendance of a meeting and of its sittings, with the path there, which ends with the
    organisation and a number."""
    lists: list[tuple[FieldPath, Any]] = [((field,), getattr(meeting.facts, field)) for field in ATTENDANCE]
    lists += [(("sittings", at, "present"), sitting.present) for at, sitting in enumerate(meeting.facts.sittings)]
    for path, groups in lists:
        for code, people in (groups or {}).items():
            yield from (((*path, code, at), person) for at, person in enumerate(people))


def is_before(one: str, other: str, meeting: Meeting) -> bool:
    """Whether of two items, or times of day, of a meeting the first was certainly over before the other began."""
    turns = in_turn(meeting)
    if one in turns and other in turns:
        first, second = ((day_of_item(meeting, key), turns.index(key)) for key in (one, other))
        return first < second
    over, begin = _minute_of(one, meeting), _begin(other, meeting) if other in turns else _minute_of(other, meeting)
    if one in turns:  # it lasted at least until the next that is no part of it
        level = {section.key: section.level for section in meeting.sections}
        later = (key for key in turns[turns.index(one) + 1 :] if level[key] <= level[one])
        over = next((minute for key in later if (minute := _begin(key, meeting)) is not None), None)
    return over is not None and begin is not None and over < begin


def _minute_of(text: str, meeting: Meeting) -> int | None:
    """None where it is not a time of day."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-4]):([0-5][0-9])", text)
    return _minute(int(found[1]) * 60 + int(found[2]), None, meeting) if found else None


def _begin(key: str, meeting: Meeting) -> int | None:
    """When an item began; None where it is not known, or not taken on a day of the meeting."""
    item = meeting.facts.agenda.get(key)
    if item is None or item.time is None or item.status or (item.date and not sat_on(item.date, meeting)):
        return None
    return _minute(_of_day(item.time), item.date, meeting)


def _minute(minute: int, day: PartialDate | None, meeting: Meeting) -> int | None:
    """Of a meeting of several days None where the day is not known, unless it only went on past midnight."""
    first = meeting.date
    if day == first or (day is None and meeting.days == (first,)):
        return minute
    if day:
        return minute + _DAY * (day.first_day - first.first_day).days if day.day and first.day else None
    start, end = _hours(None, meeting)
    if start is None or end is None or end >= start + _DAY:
        return None
    return minute if minute >= start else minute + _DAY


def _hours(day: PartialDate | None, meeting: Meeting) -> tuple[int | None, int | None]:
    """When the meeting began and ended; of one with sittings, that of the day."""
    sitting = next((one for one in meeting.facts.sittings if one.date == day), None)
    if meeting.facts.sittings and not sitting:
        return None, None
    hours = sitting or meeting.facts
    first, last = (sitting.date, sitting.date) if sitting else (meeting.date, meeting.last_day)
    end = _of_day(hours.end) or (_DAY if first == last else 0) if hours.end else None
    start = _minute(_of_day(hours.start), first, meeting) if hours.start else None
    return start, None if end is None else _minute(end, last, meeting)


def _of_day(moment: time) -> int:
    return _DAY if moment == END_OF_DAY else moment.hour * 60 + moment.minute


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"
