"""Meetings and due dates as an iCalendar (RFC 5545): `/calendar.ics`."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from candour.findings import Findings
from candour.findings.counts import projects_reviewed
from candour.findings.entries import Names, days_corrected
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph
from candour.graph.register import grouped
from candour.model import addresses
from candour.model.dates import END_OF_DAY, PartialDate
from candour.model.records import Meeting
from candour.pages import words
from candour.pages.titles import about

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_DAY = timedelta(1)
_Facts = dict[str, Any]
"""Of an event, by the names of its properties; empty where nothing is known."""


def calendar(graph: SiteGraph, findings: Findings) -> bytes:
    """An event for each meeting, or each sitting of one; an all-day event for the due date of each open request."""
    from icalendar import Calendar, Event, vText  # noqa: PLC0415 - which takes a tenth as long as all of candour

    names, decided = Names(graph), grouped((one.meeting.id, one) for one in graph.decisions)
    found, title = Calendar(), f"{graph.config.title}: meetings and due dates"
    for name, value in {"PRODID": "-//candour//EN", "VERSION": "2.0", "NAME": title, "X-WR-CALNAME": title}.items():
        found.add(name, vText(_CONTROLS.sub("", value)))  # which icalendar does not take for text by itself
    events = [event for one in graph.meetings for event in _meeting(one, decided.get(one.id, ()), graph, names)]
    waiting = (one for one in graph.requests if findings.states[one.ref].is_waiting and not one.same_as)
    for one in waiting:
        due = findings.states[one.ref].due
        events += [_due(one, due, graph, names)] if due and due.day else []
    for facts in events:
        event = Event()
        for name, value in facts.items():
            if value or value == 0:
                event.add(name, _CONTROLS.sub("", value) if isinstance(value, str) else value)
        found.add_component(event)
    content: bytes = found.to_ical()
    return content


def _meeting(meeting: Meeting, decisions: Iterable[LinkedDecision], graph: SiteGraph, names: Names) -> Iterator[_Facts]:
    facts, corrected = meeting.facts, [*days_corrected(meeting)]
    decided = (f"{about(one, graph)}: {words.outcome(one.outcome, graph.config)}" for one in decisions if one.outcome)
    sentence = words.meeting_sentence(meeting, projects_reviewed(meeting.id, graph))
    for number, (first, last, place) in enumerate(_parts(meeting, graph.config.timezone)):
        yield {
            "SUMMARY": f"{graph.config.committee.name}: {facts.title}",
            "DTSTART": first,
            "DTEND": last,
            "DTSTAMP": _stamp(max((min(meeting.date, graph.as_of or meeting.date), *corrected))),
            "UID": str(names.id(meeting.name, "meeting", number)),
            "SEQUENCE": len(corrected) + (facts.status != "scheduled"),
            "STATUS": "CANCELLED" if facts.status == "cancelled" else "CONFIRMED",
            "TRANSP": "TRANSPARENT",
            "LOCATION": place or facts.place or words.label(facts.format, "format"),
            "DESCRIPTION": "\n".join((sentence, *decided)),
            "URL": addresses.canonical(graph.config.url, addresses.meeting(meeting.id)),
        }


def _parts(meeting: Meeting, usual: str) -> Iterator[tuple[date, date | None, str]]:
    """When each begins and ends, and where; none of a day that is not known. Times are in UTC, which calendars show as
    their owner's own; what has no time, or several days, takes whole days, and then the end is the day after."""
    facts, zone = meeting.facts, ZoneInfo(meeting.facts.timezone or usual)
    sittings = [(one.date, one.date, one.start, one.end, one.place) for one in facts.sittings]
    for first, last, start, end, place in sittings or [(meeting.date, meeting.last_day, facts.start, facts.end, "")]:
        if first.day and last.day and (not start or first != last):
            yield first.first_day, last.last_day + _DAY, place
        elif first.day and start:
            begin, over = (datetime.combine(first.first_day, at, zone) for at in (start, end or time.min))
            over += timedelta.resolution * (end == END_OF_DAY)
            yield begin.astimezone(UTC), over.astimezone(UTC) if over > begin else None, place


def _due(one: LinkedRequest, due: PartialDate, graph: SiteGraph, names: Names) -> _Facts:
    corrected = [*days_corrected(one.record)]
    return {
        "SUMMARY": f"Due: {one.request.text.text}",
        "DTSTART": due.first_day,
        "DTEND": due.first_day + _DAY,
        "DTSTAMP": _stamp(max((one.meeting.date, *corrected))),
        "UID": str(names.of(one, "due")),
        "SEQUENCE": len(corrected),
        "TRANSP": "TRANSPARENT",
        "DESCRIPTION": f"{words.asked_by(one.request, graph.config)}, {words.date(one.asked)}.",
        "URL": addresses.canonical(graph.config.url, addresses.of_ref(one.ref)),
    }


def _stamp(day: PartialDate) -> datetime:
    return datetime.combine(day.first_day, time.min, UTC)
