"""Meetings and due dates as an iCalendar (RFC 5545): `/calendar.ics`."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from candour.findings import Findings
from candour.findings.entries import Names, last_corrected
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.model import addresses
from candour.model.dates import END_OF_DAY, PartialDate
from candour.model.records import Meeting
from candour.model.values import Ref
from candour.pages import words
from candour.pages.titles import about

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def calendar(graph: SiteGraph, findings: Findings) -> bytes:
    """An event for each meeting, or each sitting of one; an all-day event for the due date of each open request."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - which takes a tenth as long as all of candour

    names, config = Names(graph), graph.config
    found = Calendar()
    title = f"{config.title}: meetings and due dates"
    for name, value in (("PRODID", "-//candour//EN"), ("VERSION", "2.0"), ("NAME", title), ("X-WR-CALNAME", title)):
        found.add(name, _clean(value))
    due = (_due(one, graph, findings, names) for one in graph.requests if findings.states[one.ref].is_waiting)
    meetings = (facts for meeting in graph.meetings for facts in _meeting(meeting, graph, names))
    for facts in (*meetings, *filter(None, due)):
        event = Event()
        for name, value in facts.items():
            event.add(name, _clean(value) if isinstance(value, str) else value)
        found.add_component(event)
    content: bytes = found.to_ical()
    return content


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text)


_Facts = dict[str, Any]
"""Of an event, by the names of its properties."""


def _meeting(meeting: Meeting, graph: SiteGraph, names: Names) -> Iterator[_Facts]:
    facts = meeting.facts
    corrected, happened = [*last_corrected(meeting)], facts.status != "scheduled"
    first_known = min(meeting.date, graph.as_of) if graph.as_of else meeting.date
    decided = (
        f"{about(one, graph)}: {words.outcome(one.outcome, graph.config)}"
        for one in graph.decisions
        if one.meeting is meeting and one.outcome
    )
    sentence = words.meeting_sentence(meeting, len(graph.reviews_of_meeting[meeting.id]))
    where = next((sitting.place for sitting in facts.sittings if sitting.place), facts.place)
    common: _Facts = {
        "SUMMARY": f"{graph.config.committee.name}: {facts.title}",
        "DTSTAMP": _stamp(max((first_known, *corrected))),
        "SEQUENCE": len(corrected) + happened,
        "STATUS": "CANCELLED" if facts.status == "cancelled" else "CONFIRMED",
        "TRANSP": "TRANSPARENT",
        "DESCRIPTION": "\n".join((sentence, *decided)),
        **_at(Ref(meeting.name), graph),
    }
    common |= {"LOCATION": where or words.label(facts.format, "format")} if where or facts.format else {}
    for number, (first, last) in enumerate(_spans(meeting, graph.config.timezone)):
        yield (
            common
            | {"UID": str(names.id(meeting.name, "meeting", number)), "DTSTART": first}
            | ({"DTEND": last} if last else {})
        )


_When = date | datetime


def _spans(meeting: Meeting, usual: str) -> Iterator[tuple[_When, _When | None]]:
    """Beginning and end of each of its parts; none of a day that is not known. Times are in UTC, which every calendar
    shows as its owner's own; a part without a time is of the whole day, and the end of a day is the next one."""
    facts, zone = meeting.facts, ZoneInfo(meeting.facts.timezone or usual)
    parts = [(one.date, one.date, one.start, one.end) for one in facts.sittings]
    for first, last, start, end in parts or [(meeting.date, meeting.last_day, facts.start, facts.end)]:
        if not first.day or not last.day:
            continue
        if not start or first != last:
            yield first.first_day, last.last_day + timedelta(1)
            continue
        begin = datetime.combine(first.first_day, start, zone)
        over = end and datetime.combine(first.first_day, end.replace(second=0, microsecond=0), zone)
        if end == END_OF_DAY:
            over = datetime.combine(first.first_day + timedelta(1), datetime.min.time(), zone)
        yield begin.astimezone(ZoneInfo("UTC")), over.astimezone(ZoneInfo("UTC")) if over and over > begin else None


def _due(one: LinkedRequest, graph: SiteGraph, findings: Findings, names: Names) -> _Facts | None:
    """None without a day; a later report of a request is not due again."""
    due, corrected = findings.states[one.ref].due, [*last_corrected(one.record)]
    if due is None or not due.day or one.same_as:
        return None
    return {
        "SUMMARY": f"Due: {one.request.text.text}",
        "DTSTAMP": _stamp(max((one.meeting.date, *corrected))),
        "SEQUENCE": len(corrected),
        "UID": str(names.id(one.record.name, "due", *one.request.formerly[:1] or (one.ref.anchor,))),
        "TRANSP": "TRANSPARENT",
        "DTSTART": due.first_day,
        "DTEND": due.first_day + timedelta(1),
        "DESCRIPTION": f"{words.asked_by(one.request, graph.config)}, {words.date(one.asked)}.",
        **_at(one.ref, graph),
    }


def _at(ref: Ref, graph: SiteGraph) -> _Facts:
    address = addresses.canonical(graph.config.url, addresses.of_ref(ref))
    return {"URL": address} if address else {}


def _stamp(day: PartialDate) -> datetime:
    return datetime.combine(day.first_day, datetime.min.time(), ZoneInfo("UTC"))
