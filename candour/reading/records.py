"""Raw records -> records. Every fault of every field at once, each with its place and a next step.

A field that is wrong is reported and then left out, so that the rest of its record goes on to be linked and all
problems of an archive show in one run (`facts.py`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from pydantic import TypeAdapter

from candour.model.config import Config
from candour.model.places import FieldPath, Places
from candour.model.records import (
    ABSENT_OUTCOMES,
    Archive,
    Meeting,
    MeetingFacts,
    Project,
    ProjectFacts,
    Review,
    ReviewFacts,
    Section,
)
from candour.model.values import Many, PartialDate, Prose, Reading, is_none, parse_date, slug
from candour.problems import Problem, did_you_mean
from candour.reading import markdown as markup
from candour.reading.bodies import read_body
from candour.reading.fields import NONE_WORDS, facts_of
from candour.reading.files import CONFIG_FILE, RawArchive, RawRecord

REVIEW_SECTIONS = ("Earlier advice", "Presentation", "Questions and comments", "Decision")
PROJECT_SECTIONS = ("Summary", "Purpose", "Data used", "Human oversight", "How it is used")


@dataclass(frozen=True, slots=True)
class Validated:
    config: Config | None
    """None when there is none to go by; then nothing else was read."""
    archive: Archive
    problems: tuple[Problem, ...]


def validate(raw: RawArchive) -> Validated:
    """The records of an archive, and every problem in them."""
    problems: list[Problem] = []
    config = _config(raw.config, problems)
    if config is None:
        return Validated(None, Archive((), (), (), (), ()), tuple(problems))
    meetings: list[Meeting] = []
    reviews: list[Review] = []
    projects: list[Project] = []
    for record in raw.records:
        match record.kind:
            case "meeting":
                meetings += _meeting(record, config, problems)
            case "review":
                reviews += _review(record, config, problems)
            case "project":
                projects += _project(record, config, problems)
    found = {record.name for record in (*meetings, *reviews, *projects)}
    archive = Archive(
        tuple(sorted(meetings, key=lambda m: (m.date, m.id))),
        tuple(sorted(reviews, key=lambda r: r.name)),
        tuple(sorted(projects, key=lambda p: p.id)),
        _people(raw.people, problems),
        raw.attachments,
        frozenset(record.name for record in raw.records if record.name not in found),
    )
    return Validated(config, archive, tuple(problems))


# --- each kind of record ------------------------------------------------------------------------------------------


def _config(raw: RawRecord | None, problems: list[Problem]) -> Config | None:
    if raw is None:
        hint = "copy it from candour's own archive and change it, or name the archive's folder with --archive"
        span = Places(CONFIG_FILE).whole()
        problems.append(Problem("missing-configuration", span, "the archive has no site_config.yaml", hint))
        return None
    if raw.fields is None:
        return None
    config, wrong = facts_of(Config, raw, Reading(_sentence_of(""), {}))
    problems += wrong
    codes: dict[str, str] = {}
    for code, scheme in config.outcomes.items() if config else ():
        if (other := codes.setdefault(slug(code), code)) != code or not slug(code):
            span = raw.places.span(("outcomes", code), of_key=True)
            message = f'"{code}" would have the same address as "{other}"' if slug(code) else "this code has no letters"
            hint = "write another code with letters or figures; code: below it says how it is shown"
            problems.append(Problem("bad-value", span, message, hint))
        if code in ABSENT_OUTCOMES:
            message = f'"{code}" is built in and means that there is no outcome'
            problems.append(
                Problem("bad-value", raw.places.span(("outcomes", code), of_key=True), message, "choose another code")
            )
        if scheme.from_ and scheme.until and scheme.until.last_day < scheme.from_.first_day:
            span = raw.places.span(("outcomes", code, "until"))
            problems.append(Problem("end-before-start", span, "until is before from", "check both dates"))
    for name, organisation in config.organisations.items() if config else ():
        if config and organisation.part_of and organisation.part_of not in config.organisations:
            message = f'"{organisation.part_of}" is not among the organisations'
            span = raw.places.span(("organisations", name, "part_of"))
            problems.append(
                Problem("unknown-organisation", span, message, did_you_mean(organisation.part_of, config.organisations))
            )
    return config


def _meeting(raw: RawRecord, config: Config, problems: list[Problem]) -> Iterator[Meeting]:
    if raw.fields is None:
        return
    problems += _bracketed_lists(raw)
    problems += _doubtful_people(raw)
    facts, wrong = facts_of(MeetingFacts, raw, _reading(raw, config))
    problems += wrong
    sections = _sections(raw, None, config, problems)
    if facts is None:
        return
    date = _date_of_meeting(raw, facts, problems)
    if date is None:
        return
    _check_end(raw, facts, date, problems)
    if facts.timezone and facts.timezone not in _timezones():
        message = f'"{facts.timezone}" is not a time zone'
        span = raw.places.span(("timezone",))
        problems.append(Problem("bad-value", span, message, "write it as Europe/London"))
    yield Meeting(raw.name, sections, raw.places, facts, date)


def _review(raw: RawRecord, config: Config, problems: list[Problem]) -> Iterator[Review]:
    if raw.fields is None:
        return
    facts, wrong = facts_of(ReviewFacts, raw, _reading(raw, config))
    problems += wrong
    sections = _sections(raw, (*REVIEW_SECTIONS, *config.sections.review), config, problems)
    if facts:
        yield Review(raw.name, sections, raw.places, facts)


def _project(raw: RawRecord, config: Config, problems: list[Problem]) -> Iterator[Project]:
    if raw.fields is None:
        return
    facts, wrong = facts_of(ProjectFacts, raw, _reading(raw, config))
    problems += wrong
    sections = _sections(raw, (*PROJECT_SECTIONS, *config.sections.project), config, problems)
    if facts:
        yield Project(raw.name, sections, raw.places, facts)


_PEOPLE: TypeAdapter[dict[str, tuple[str, ...]]] = TypeAdapter(dict[str, Many[str]])


def _people(raw: RawRecord | None, problems: list[Problem]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names to show and their other spellings; a spelling may belong to one name only."""
    if raw is None or not raw.fields:
        return ()
    fields = dict(raw.fields)
    for name, written in raw.fields.items():
        if isinstance(written, dict) or (isinstance(written, list) and not all(isinstance(s, str) for s in written)):
            message = f'"{name}" must be followed by the other spellings of this name'
            hint = "write it as Name: [Other spelling, Another]"
            problems.append(Problem("wrong-type", raw.places.span((name,)), message, hint))
            del fields[name]
        elif isinstance(written, str) and "," in written:
            message = "several spellings stand here as one"
            hint = f"write them in brackets: [{written}]; for one name with a comma, put it after a hyphen below"
            problems.append(Problem("bad-value", raw.places.span((name,)), message, hint))
    people = _PEOPLE.validate_python(fields)
    owner: dict[str, str] = {}
    for name, spellings in people.items():
        for place, spelling in enumerate(spellings):
            if owner.setdefault(spelling, name) != name or (spelling in people and spelling != name):
                message = f'"{spelling}" is given to two people'
                hint = "each spelling belongs to one name"
                problems.append(Problem("bad-value", raw.places.span((name, place)), message, hint))
    return tuple((name, tuple(spellings)) for name, spellings in sorted(people.items()))


# --- bodies and dates ---------------------------------------------------------------------------------------------


def _sentence_of(record: str) -> Any:
    def sentence(text: str) -> Prose:
        return markup.sentence(text, record)

    return sentence


def _reading(raw: RawRecord, config: Config) -> Reading:
    return Reading(_sentence_of(raw.name), config.vocabulary)


def _sections(
    raw: RawRecord, known: tuple[str, ...] | None, config: Config, problems: list[Problem]
) -> tuple[Section, ...]:
    body = read_body(raw.passages, raw.places, raw.name, known)
    problems += body.problems
    for section in body.sections:
        for exchange in section.exchanges:
            for topic in exchange.topics:
                if topic not in config.topics:
                    message = f'"{topic}" is not among the topics of this committee'
                    hint = did_you_mean(topic, config.topics, "topics in site_config.yaml lists them")
                    span = raw.places.find(topic, exchange.span.line, exchange.span.line) or exchange.span
                    problems.append(Problem("unknown-topic", span, message, hint))
    return body.sections


_ATTENDANCE = ("chair", "present", "apologies", "absent", "observing")


def _bracketed_lists(raw: RawRecord) -> list[Problem]:
    """`[R. Crisp, Chairman]` would be two people."""
    message = "a list in brackets takes every comma for the start of another person"
    hint = "write one person a line, each after a hyphen: - R. Crisp, Chairman"
    return [
        Problem("bracketed-list", raw.places.span(loc), message, hint)
        for loc, mark in sorted((raw.places.values or {}).items(), key=lambda pair: pair[1].line)
        if loc and loc[0] in _ATTENDANCE and mark.bracketed and len(loc) <= 2
    ]


def _doubtful_people(raw: RawRecord) -> list[Problem]:
    """Lines of the attendance that would be read as somebody, and not as they were meant."""
    told: list[Problem] = []

    def say(loc: FieldPath, message: str, hint: str) -> None:
        told.append(Problem("bad-value", raw.places.span(loc), message, hint))

    for loc, text in _people_lines(raw):
        if text.casefold() in NONE_WORDS and not (len(loc) == 1 and is_none(text) and loc[0] != "chair"):
            of_one = loc[0] == "chair" or any(isinstance(part, str) for part in loc[1:])
            hint = "delete the line: left out means not recorded" if of_one else f"write {loc[0]}: none"
            say(loc, f'"{text}" would be taken for a person\'s name', hint)
        elif ";" in text or ("," in text and isinstance(loc[-1], str) and (loc[0] != "chair" or text.count(",") > 1)):
            hint = "write one person a line, each after a hyphen: - R. Crisp, Chairman"
            say(loc, "several people seem to stand on one line", hint)
        elif raw.places.lines_of(loc) > 1:
            say(loc, "several lines are read as one person here", "begin each person's line with a hyphen and a space")
        elif re.search(r" [-–—] ", text.partition(",")[0]):
            say(loc, "the name is not parted from the role by a comma", "write it as Name (initials), role")
        elif text.count("(") != text.count(")") or re.search(r"\([^)]*,", text):
            say(loc, "the bracket after the name does not end before the comma", "write it as Name (initials), role")
    return told


def _people_lines(raw: RawRecord) -> Iterator[tuple[FieldPath, str]]:
    """Every person written as one text, with the way to it."""
    waiting: list[tuple[FieldPath, Any]] = [((field,), (raw.fields or {}).get(field)) for field in _ATTENDANCE]
    for loc, value in waiting:
        if isinstance(value, str):
            yield loc, value
        elif isinstance(value, list):
            waiting += [((*loc, place), inner) for place, inner in enumerate(value)]
        elif isinstance(value, dict) and len(loc) == 1:
            waiting += [((*loc, key), inner) for key, inner in value.items()]


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _date_of_meeting(raw: RawRecord, facts: MeetingFacts, problems: list[Problem]) -> PartialDate | None:
    """From the file's name, else from `date:`."""
    written = re.match(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?=-|$)", raw.name)
    if not written:
        if facts.date is None and "date" not in (raw.fields or {}):
            hint = "name the file after the day, as in 2023-02-08.md, or write date: 2023-02-08"
            message = "neither the file's name nor a field gives the meeting's date"
            problems.append(Problem("missing-field", raw.places.whole(), message, hint))
        return facts.date
    date = parse_date(written[0])
    if date is None:
        hint = "rename the file to the day of the meeting, as in 2023-02-08.md"
        problems.append(Problem("bad-date", raw.places.whole(), f"there is no such day as {written[0]}", hint))
    elif not date.day and re.match(r"-?[0-9]", raw.name[written.end() :]):
        hint = "rename the file to the day of the meeting with two figures for month and day, as in 2023-02-08.md"
        problems.append(Problem("bad-date", raw.places.whole(), f"{raw.name} is not a whole date", hint))
    elif facts.date and facts.date != date:
        hint = "delete the line: the file's name gives the date"
        message = f"the file's name says {date}"
        problems.append(Problem("bad-date", raw.places.span(("date",)), message, hint))
    return date


def _check_end(raw: RawRecord, facts: MeetingFacts, date: PartialDate, problems: list[Problem]) -> None:
    if facts.start and facts.end and facts.end < facts.start and not facts.last_day:
        message = "the meeting ends before it starts"
        hint = "check both times; for a meeting past midnight give its last_day"
        problems.append(Problem("end-before-start", raw.places.span(("end",)), message, hint))
    if facts.last_day and facts.last_day.last_day < date.first_day:
        message = "the last day is before the first"
        problems.append(Problem("end-before-start", raw.places.span(("last_day",)), message, "check the date"))
