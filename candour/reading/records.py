"""One file's bytes and the configuration -> a meeting, review or project, and every problem in it.

A field that cannot be read is reported and left out, so that the rest of its record goes on to be linked and all
problems of an archive show in one run.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from datetime import time
from functools import partial
from pathlib import Path
from typing import Any

from candour.model.config import Config
from candour.model.dates import PartialDate, named_after, parse_date
from candour.model.places import FieldPath
from candour.model.records import (
    AnyRecord,
    Facts,
    Meeting,
    MeetingFacts,
    Project,
    ProjectFacts,
    RecordFacts,
    Review,
    ReviewFacts,
    Section,
    Sitting,
)
from candour.model.values import Reading
from candour.problems import Problem, Reported, did_you_mean, gathered
from candour.reading import markdown
from candour.reading.attendance import attendance_problems
from candour.reading.bodies import read_body
from candour.reading.fields import facts_of
from candour.reading.files import NOT_READ, PLACES, Kind, RecordFile
from candour.reading.raw import RawRecord, read_raw

REVIEW_SECTIONS = ("Earlier advice", "Presentation", "Questions and comments", "Decision")
PROJECT_SECTIONS = ("Summary", "Purpose", "Data used", "Human oversight", "How it is used")


def read_record(file: RecordFile, config: Config | None) -> Reported[AnyRecord | None]:
    """The record in a file; None when it cannot be read, or when there is no configuration to go by."""
    raw, problems = gathered(read_raw(file))
    if raw.fields is None and problems and not file.is_placed:
        problems = (Problem("unexpected-file", raw.places.whole(), NOT_READ, PLACES),)
    yield from problems
    if raw.fields is None or config is None:
        return None
    if "removed" not in raw.fields and (problem := _in_wrong_folder(raw, file)):
        yield problem
        return None
    record = yield from _record(file, raw, config)
    return _bare(record) if record and record.facts.removed else record


def _bare(record: AnyRecord) -> AnyRecord:
    """A removed record: nothing follows from what is left in its file."""
    facts: Any = record.facts
    empty = {name: field.default for name, field in type(facts).model_fields.items() if name not in OF_A_TOMBSTONE}
    empty |= {"discussed": (), "outcome": "none-recorded"} if isinstance(record, Review) else {}
    return replace(record, sections=(), facts=facts.model_copy(update=empty))


OF_A_TOMBSTONE = ("draft", "moved_from", "removed", "title", "date", "last_day", "project")


def _record(file: RecordFile, raw: RawRecord, config: Config) -> Reported[AnyRecord | None]:
    reading = Reading(partial(markdown.sentence, record=raw.name), config.vocabulary)
    sections = yield from _sections(raw, file.kind, config)
    if file.kind == "meeting":
        return (yield from _meeting(raw, sections, reading))
    if file.kind == "review":
        review = yield from facts_of(ReviewFacts, raw, reading)
        return Review(raw.name, sections, raw.places, review) if review else None
    project = yield from facts_of(ProjectFacts, raw, reading)
    return Project(raw.name, sections, raw.places, project) if project else None


_FACTS: Mapping[Kind, type[Facts]] = {"meeting": MeetingFacts, "review": ReviewFacts, "project": ProjectFacts}


def _in_wrong_folder(raw: RawRecord, file: RecordFile) -> Problem | None:
    """A record whose fields are those of another kind than its folder's, or that is in no folder of its kind."""
    own = raw.name.rpartition("/")[2].removeprefix("project:")
    needed = {name for name, field in _FACTS[file.kind].model_fields.items() if field.is_required()}
    if file.is_placed and (needed & (raw.fields or {}).keys() or (file.kind == "meeting" and named_after(own))):
        return None
    fields, day = (raw.fields or {}).keys() - RecordFacts.model_fields.keys(), named_after(own)
    fits = {kind: _fit(fields, facts) for kind, facts in _FACTS.items()}
    best = max(fits, key=lambda kind: (fits[kind], kind == ("meeting" if day else "project")))
    if file.is_placed and fits[best] <= max(fits[file.kind], 0):
        return None
    if fits[best] <= 0:
        return Problem("unexpected-file", raw.places.whole(), NOT_READ, PLACES)
    message = f"this looks like the record of a {best}, but it is not in the folder of one"
    hint = f"move it to content/{best}s/{day if best == 'meeting' and day else own}"
    if best == "review":
        hint = f"move it into the folder of its meeting: content/reviews/<meeting>/{own}"
        hint = f"move it to content/reviews/{day[:10]}/{day[11:]}" if day[11:] else hint
    return Problem("unexpected-file", raw.places.whole(), message, hint + Path(file.path).suffix)


def _fit(fields: Set[str], facts: type[Facts]) -> int:
    """How well fields are those of a kind of record: those it knows, less those it lacks and those it does not know."""
    known = {field.alias or name: field for name, field in facts.model_fields.items()}
    lacking = {name for name, field in known.items() if field.is_required()} - fields
    return len(fields & known.keys()) - 2 * len(fields - known.keys()) - 2 * len(lacking)


def _meeting(raw: RawRecord, sections: tuple[Section, ...], reading: Reading) -> Reported[Meeting | None]:
    yield from attendance_problems(raw)
    facts = yield from facts_of(MeetingFacts, raw, reading)
    date = (yield from _date_of(raw, facts)) if facts else None
    if facts is None or date is None:
        return None
    yield from _time_problems(raw, facts, date)
    return Meeting(raw.name, sections, raw.places, facts, date)


def _sections(raw: RawRecord, kind: Kind, config: Config) -> Reported[tuple[Section, ...]]:
    headings = {
        "review": (*REVIEW_SECTIONS, *config.sections.review),
        "project": (*PROJECT_SECTIONS, *config.sections.project),
    }.get(kind)
    sections = yield from read_body(raw.passages, raw.places, raw.name, headings)
    for topic, tag in ((topic, e.span) for section in sections for e in section.exchanges for topic in e.topics):
        if topic not in config.topics:
            message = f'"{topic}" is not among the topics of this committee'
            hint = did_you_mean(topic, config.topics, "topics in site_config.yaml has the list")
            before = re.search(rf"\{{#[^{{}}]*?[\s,](?={re.escape(topic)}[\s,}}])", tag.excerpt)
            after = before[0] if before else ""
            yield Problem("unknown-topic", raw.places.find(topic, tag.line, tag.line, after) or tag, message, hint)
    return sections


def _date_of(raw: RawRecord, facts: MeetingFacts) -> Reported[PartialDate | None]:
    """From the file's name, else from `date:`."""
    written = re.match(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?=-|$)", raw.name)
    right, whole = named_after(raw.name), raw.places.whole()
    hint = f"rename it to {right}{Path(raw.places.file).suffix}"
    hint = hint if right else "name the file after the day of the meeting, as in 2023-02-08.md"
    if not written:
        if facts.removed:
            return facts.date or facts.removed.date
        if facts.date is None and "date" not in (raw.fields or {}):
            if right:
                message = f'"{raw.name}" is the day of a meeting, but not written as year, month and day with hyphens'
                yield Problem("bad-date", whole, message, hint)
            else:
                message = "the date of the meeting is neither in the file's name nor under date:"
                yield Problem("missing-field", whole, message, f"{hint}, or write date: 2023-02-08")
        return facts.date
    date = parse_date(written[0])
    if date is None:
        yield Problem("bad-date", whole, f"there is no such day as {written[0]}", hint)
    elif not date.day and re.match(r"-?[0-9]", raw.name[written.end() :]):
        yield Problem("bad-date", whole, f"{raw.name} is not a complete date", hint)
        return None
    elif facts.date and facts.date != date:
        hint = "delete the line, because the file's name gives the date; or correct the file's name"
        yield Problem("bad-date", raw.places.span(("date",)), f"the file's name gives another date, {date}", hint)
    return date


def _time_problems(raw: RawRecord, facts: MeetingFacts, date: PartialDate) -> Iterator[Problem]:
    """Ends before their starts, and days of sittings and of the end that are not in order."""
    hours: list[tuple[FieldPath, MeetingFacts | Sitting]] = [] if facts.last_day or facts.sittings else [((), facts)]
    hours += ((("sittings", at), one) for at, one in enumerate(facts.sittings))
    for path, one in hours:
        if one.start and one.end and time.min < one.end < one.start:  # as an end, 0:00 is at the end of the day
            of_sitting = "leave out the end if it was past midnight, and say so in the note"
            hint = f"check both times; {of_sitting if path else 'if it went on past midnight, write last_day'}"
            yield Problem("end-before-start", raw.places.span((*path, "end")), "it ends before it starts", hint)
    before = date
    days: list[tuple[FieldPath, PartialDate | None]] = [((*path, "date"), one.date) for path, one in hours if path]
    for path, day in (*days, (("last_day",), facts.last_day)):
        if day and day.last_day < before.first_day:
            message = f"this is {day}, but the meeting was already held on {before}"
            hint = "write the days in order, or check the year, the month and the day"
            yield Problem("end-before-start", raw.places.span(path), message, hint)
        before = day or before
