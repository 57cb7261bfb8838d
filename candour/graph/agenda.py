"""What an agenda says of its items: on which day each was taken, in which order, and whether it was taken at all."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from candour.graph.register import Register
from candour.model.places import FieldPath
from candour.model.records import Meeting, Review, Section
from candour.problems import Problem

_NOT_TAKEN = {"withdrawn": "withdrawn from the agenda", "not-reached": "not reached"}


def in_turn(meeting: Meeting) -> tuple[str, ...]:
    """The items of the agenda in the order in which they were taken: after each its parts, then what was taken next."""
    items = [section for section in meeting.sections if section.key]
    keys, agenda = dict.fromkeys(section.key for section in items), meeting.facts.agenda
    parts: defaultdict[str, list[str]] = defaultdict(list)
    next_up: defaultdict[str, list[str]] = defaultdict(list)
    above: list[Section] = []
    for section in items:
        while above and above[-1].level >= section.level:
            above.pop()
        after = agenda[section.key].after if section.key in agenda else None
        if after in keys:
            next_up[after].append(section.key)
        else:
            parts[above[-1].key if above else ""].append(section.key)
        above.append(section)

    found: dict[str, None] = {}
    waiting = parts[""][::-1]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = None
            waiting += reversed((*parts[key], *next_up[key]))
    return tuple(found | keys)  # those in a ring, which is a problem, come last


def check_days(register: Register) -> Iterator[Problem]:
    """An item on a day on which its meeting did not sit."""
    for meeting in register.archive.meetings:
        for key, item in meeting.facts.agenda.items():
            day = item.date
            if day and not any(first <= day.last_day and day.first_day <= last for first, last in spans_of(meeting)):
                days = (" and " if meeting.facts.sittings else " to ").join(map(str, meeting.days))
                message = f"item {key} is on {item.date}, but the meeting was on {days}"
                hint = "correct the day; or write the meeting's last_day, or its sittings"
                yield Problem("end-before-start", meeting.places.span(("agenda", key, "date")), message, hint)


def spans_of(meeting: Meeting) -> list[tuple[date, date]]:
    """From when to when it was held: an adjourned meeting on each of its days, any other from the first to the last."""
    days = [(day.first_day, day.last_day) for day in meeting.days]
    return days if meeting.facts.sittings else [(meeting.date.first_day, meeting.last_day.last_day)]


def check_order(register: Register) -> Iterator[Problem]:
    """Items that cannot have been taken when the agenda says."""
    for meeting in register.archive.meetings:
        for key, item in meeting.facts.agenda.items():
            if item.after and (message := _out_of_turn(key, item.after, meeting)):
                span = meeting.places.span(("agenda", key, "after"))
                yield Problem("agenda-contradicts", span, message, "correct the number, or leave out after:")


def _out_of_turn(key: str, after: str, meeting: Meeting) -> str:
    """Why an item cannot have been taken after another; empty where it can."""
    agenda = meeting.facts.agenda
    for one in (key, after):
        if one in agenda and (status := agenda[one].status):
            return f"item {key} is said to be taken after item {after}, but item {one} was {_NOT_TAKEN[status]}"
    seen = {key}
    while after in agenda and after not in seen:
        seen.add(after)
        after = agenda[after].after or ""
    return f"item {key} would be taken after itself" if after == key else ""


def check_taken(register: Register) -> Iterator[Problem]:
    """What was discussed or decided at an item that was withdrawn or not reached."""
    records: tuple[Meeting | Review, ...] = (*register.archive.meetings, *register.archive.reviews)
    for record in records:
        meeting = register.meeting_of(record)
        agenda = meeting.facts.agenda if meeting else {}
        for path, key in _items_taken(record):
            if meeting and key in agenda and (status := agenda[key].status):
                said = meeting.places.span(("agenda", key, "status"))
                message = f"item {key} was {_NOT_TAKEN[status]}, according to {said.file}:{said.line}"
                hint = "correct the number of the item, or delete its status if it was taken after all"
                yield Problem("agenda-contradicts", record.places.span(path), message, hint)


def _items_taken(record: Meeting | Review) -> Iterator[tuple[FieldPath, str]]:
    """The items at which a record says that something was discussed or decided, and where it says so."""
    if isinstance(record, Review):
        for number, key in enumerate(record.facts.discussed):
            yield ("discussed", number), key
        if record.facts.decided:
            yield ("decided",), record.facts.decided
    for name, decision in record.facts.decisions.items():
        if decision.item:
            yield ("decisions", name, "item"), decision.item
