"""How long each item of an agenda took, by the recorded times alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from candour.model.dates import PartialDate
from candour.model.records import AgendaFacts, Meeting, Section
from candour.pages import words

_LONGEST = 60
"""Of 100: the longest item's bar. The rest of the line is for its words."""


@dataclass(frozen=True, slots=True)
class LengthView:
    words: str
    width: str
    """Of its bar, as a part of the line."""


def lengths_of(meeting: Meeting) -> Mapping[str, LengthView]:
    """By the item's name; without those of which it is not known."""
    known = {key: told for key in _items(meeting) if (told := _minutes(key, meeting))}
    longest = max(known.values(), default=0)
    return {key: LengthView(words.minutes(told), f"{_LONGEST * told / longest:.4g}%") for key, told in known.items()}


def _items(meeting: Meeting) -> list[str]:
    """Only of a meeting that its minutes tell of: an agenda says what was planned."""
    told = meeting.facts.status == "held" and meeting.facts.minutes != "unpublished"
    return [section.key for section in meeting.sections if section.id] if told else []


def _minutes(key: str, meeting: Meeting) -> int:
    """From its own time to the next item's, or to the close; 0 when that is not known.

    It is not known either when another item began in between or at the same time: then the agenda was not followed, or
    items were taken together.
    """
    sections = [section for section in meeting.sections if section.id]
    place = next(n for n, section in enumerate(sections) if section.key == key)
    own, whole = sections[place], _whole(sections, place)
    start, end = _start(own, meeting), _end(sections, place, meeting)
    if not start or not end or start.day != end.day or _facts(own, meeting).kind == "close":
        return 0
    others = [_start(s, meeting) for s in sections if s.level <= own.level and s is not own and s is not whole]
    if any(other and other.day == start.day and start.clock <= other.clock < end.clock for other in others):
        return 0
    return max(0, end.clock - start.clock)


@dataclass(frozen=True, slots=True)
class _Moment:
    day: PartialDate
    clock: int
    """In minutes."""


def _start(section: Section, meeting: Meeting) -> _Moment | None:
    facts = _facts(section, meeting)
    if facts.time is None and facts.kind == "close":
        return _close(meeting)
    return _moment(facts.time, facts.date or (None if _has_days(meeting) else meeting.date))


def _end(sections: list[Section], place: int, meeting: Meeting) -> _Moment | None:
    after = (section for section in sections[place + 1 :] if section.level <= sections[place].level)
    following = next(after, None)
    return _start(following, meeting) if following else _close(meeting)


def _close(meeting: Meeting) -> _Moment | None:
    return _moment(meeting.facts.end, meeting.facts.last_day or meeting.date)


def _moment(clock: time | None, day: PartialDate | None) -> _Moment | None:
    return _Moment(day, clock.hour * 60 + clock.minute) if clock is not None and day else None


def _facts(section: Section, meeting: Meeting) -> AgendaFacts:
    return meeting.facts.agenda.get(section.key, AgendaFacts())


def _has_days(meeting: Meeting) -> bool:
    return meeting.facts.last_day not in {None, meeting.date}


def _whole(sections: list[Section], place: int) -> Section | None:
    """The item that this one is a part of."""
    above = (section for section in reversed(sections[:place]) if section.level < sections[place].level)
    return next(above, None)
