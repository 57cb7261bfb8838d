"""Raw records -> records. Every fault of every field at once, each with its place and a next step.

A field that is wrong is reported and then left out, so that the rest of its record goes on to be linked and all
problems of an archive show in one run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, get_args
from zoneinfo import available_timezones

from pydantic import BaseModel, TypeAdapter, ValidationError

from candour import markup
from candour.config import Config
from candour.model import (
    ABSENT_OUTCOMES,
    Archive,
    Facts,
    Meeting,
    MeetingFacts,
    Project,
    ProjectFacts,
    Review,
    ReviewFacts,
    Section,
    walk,
)
from candour.places import Loc, Places
from candour.problems import Problem, ProblemName, did_you_mean, problem_names
from candour.read import CONFIG_FILE, RawArchive, RawRecord
from candour.values import Many, PartialDate, Prose, Reading, is_none, parse_date, slug

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
    config = _facts(Config, raw, Reading(_sentence_of(""), {}), problems)
    codes: dict[str, str] = {}
    for code, scheme in config.outcomes.items() if config else ():
        if codes.setdefault(slug(code), code) != code or not slug(code):
            span = raw.places.span(("outcomes", code), of_key=True)
            message = f'the address made of "{code}" is empty, or that of another outcome'
            hint = "choose a code of letters or figures, and give its signs with code:"
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
    facts = _facts(MeetingFacts, raw, _reading(raw, config), problems)
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
    facts = _facts(ReviewFacts, raw, _reading(raw, config), problems)
    sections = _sections(raw, (*REVIEW_SECTIONS, *config.sections.review), config, problems)
    if facts:
        yield Review(raw.name, sections, raw.places, facts)


def _project(raw: RawRecord, config: Config, problems: list[Problem]) -> Iterator[Project]:
    if raw.fields is None:
        return
    facts = _facts(ProjectFacts, raw, _reading(raw, config), problems)
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


# --- facts --------------------------------------------------------------------------------------------------------

FactsType = TypeVar("FactsType", bound=Facts)

_STAND_INS: Mapping[str, Any] = {"title": "?", "committee": {"name": "?"}, "discussed": [], "outcome": "none-recorded"}
"""For a required field that is missing or wrong, and reported as such: lets the rest of the record be checked."""


def _facts(kind: type[FactsType], raw: RawRecord, reading: Reading, problems: list[Problem]) -> FactsType | None:
    """The typed front matter. What is wrong is reported once and left out of the second attempt."""
    remaining: dict[str, Any] = deepcopy(raw.fields or {})
    for attempt in range(8):
        try:
            facts = kind.model_validate(remaining, context=reading)
        except ValidationError as error:
            found = error.errors(include_url=False)
            if attempt == 0:
                problems += [p for e in _not_following(found) for p in _problems_of(dict(e), kind, raw.places)]
            for one in sorted(found, key=lambda e: [str(part).zfill(6) for part in e["loc"]], reverse=True):
                _leave_out(remaining, one["loc"], missing=one["type"] == "missing")
        else:
            problems += _html_in_texts(facts, raw.places)
            return facts
    return None


def _not_following(found: Sequence[Any]) -> list[Any]:
    """Without the missing fields that were written under a name which is reported as unknown."""
    unknown = [error["loc"] for error in found if error["type"] == "extra_forbidden"]

    def follows(error: Any) -> bool:
        *around, field = error["loc"]
        written = [str(loc[-1]) for loc in unknown if list(loc[:-1]) == around]
        near = get_close_matches(str(field), [name.casefold() for name in written], n=1)
        return error["type"] == "missing" and bool(near or any(re.search(r"[^\w-]", name) for name in written))

    return [error for error in found if not follows(error)]


def _html_in_texts(facts: Facts, places: Places) -> list[Problem]:
    """HTML and its codes in texts that are not Markdown, which would be printed as they stand."""
    hint = "write the words and signs themselves; such a text has no bold or italic"
    return [
        Problem(
            "raw-html",
            places.span(loc, containing=found),
            f"HTML such as {found[:40]} is not allowed and would be printed as it stands",
            hint,
        )
        for loc, value in walk(facts)
        if isinstance(value, str) and (found := markup.html_in(value))
    ]


def _leave_out(data: dict[str, Any], loc: Loc, *, missing: bool) -> None:
    """Takes the value at `loc` out of `data`, or what holds it when it was one text for several fields."""
    if len(loc) == 1 and loc[0] in _STAND_INS:
        data[str(loc[0])] = _STAND_INS[str(loc[0])]
        return
    holder: Any = data
    way = loc[:-1] if missing and len(loc) > 1 else loc
    for place, part in enumerate(way):
        inner = _inside(holder, part)
        last = place == len(way) - 1
        if last or _inside(inner, way[place + 1]) is None:
            if isinstance(holder, list) and isinstance(part, int) and part < len(holder):
                del holder[part]
            elif isinstance(holder, dict) and part in holder:
                if len(way) == 1 and part in _STAND_INS:
                    holder[part] = _STAND_INS[str(part)]
                else:
                    del holder[part]
            return
        holder = inner


def _inside(holder: Any, part: str | int) -> Any:
    if isinstance(holder, dict):
        return holder.get(part)
    if isinstance(holder, list) and isinstance(part, int) and part < len(holder):
        return holder[part]
    return None


def _problems_of(error: dict[str, Any], kind: type[Facts], places: Places) -> list[Problem]:
    """Pydantic's error as problems of ours. No word of Pydantic's reaches a maintainer."""
    loc: Loc = tuple(part for part in error["loc"] if part != "[key]")
    of_key = "[key]" in error["loc"]
    context = error.get("ctx", {})
    if error["type"] == "markdown":
        return [
            Problem(name, places.span(loc, containing=words), message, hint)
            for name, message, hint, words in context["faults"]
        ]
    if error["type"] in problem_names():
        return [Problem(error["type"], places.span(loc, of_key=of_key), context["message"], context["hint"])]
    if error["type"] == "missing" and places.has(loc):
        return []  # it was written without a value, which reading has reported
    name, message, hint = plain_words(error["type"], loc, {"input": error.get("input"), **context}, kind)
    if name in {"unknown-field", "unknown-setting"}:
        of_key = True
    if name == "missing-field":
        return [Problem(name, places.span(loc[:-1], of_key=True), message, hint)]
    return [Problem(name, places.span(loc, of_key=of_key), message, hint)]


def plain_words(error: str, loc: Loc, context: Mapping[str, Any], kind: type[Facts]) -> tuple[ProblemName, str, str]:
    """Name, message and hint for one of Pydantic's own error types; every type has an answer."""
    named = [part for part in loc if isinstance(part, str)]
    field = str(loc[-1]) if loc else ""
    told = f'"{field}"' if loc and isinstance(loc[-1], str) else f'an entry of "{named[-1]}"' if named else "this entry"
    value = context.get("input")
    written = f' "{value[:40]}"' if isinstance(value, str) else " this"
    model = _model_at(kind, loc[:-1])
    described = (model.model_fields[field].description if model and field in model.model_fields else "") or ""
    if error == "missing":
        return "missing-field", f"{told} is missing", f"write {field}: and the value. {described}".rstrip(". ") + "."
    if error == "extra_forbidden":
        known = _field_names(model)
        name: ProblemName = "unknown-setting" if issubclass(kind, Config) else "unknown-field"
        thing = "setting" if name == "unknown-setting" else "field"
        hint = did_you_mean(field, known, "the fields here are " + ", ".join(known) if known else "delete it")
        if re.search(r"[^\w-]", field):
            hint = "put the whole text in double quotes if the colon is part of it; " + hint
        return name, f"there is no {thing} called {told} here", hint
    if error == "literal_error":
        options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return "bad-value", f"{told} cannot be{written}", did_you_mean(str(value), options)
    if error in {"dict_type", "mapping_type"}:
        inner = _field_names(_model_at(kind, loc))
        hint = f"and below it, further indented: {', '.join(inner[:8])}" if inner else "and its value"
        return "wrong-type", f"{told} must hold entries, each under a name", f"write a name and a colon, {hint}"
    if error in {"model_type", "model_attributes_type", "dataclass_type"}:
        known = _field_names(_model_at(kind, loc))
        hint = "write them below it, indented: " + ", ".join(known[:8])
        if isinstance(value, str) and value.casefold() in _NONE_WORDS:
            hint = "write none"
        return "wrong-type", f"{told} must hold fields of its own", hint
    if error == "string_type":
        return (
            "wrong-type",
            f"{told} must be one text, not a list or fields",
            "write it on one line, or below > indented",
        )
    if error in {"tuple_type", "list_type"}:
        return "wrong-type", f"{told} must be a list", "write each entry on a line of its own after a hyphen"
    return "bad-value", f"{told} cannot be{written}", f"{described} docs/format.md shows what it may be".strip()


def _model_at(kind: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model that the fields at `loc` belong to."""
    model: type[BaseModel] | None = kind
    for part in loc:
        names = {field.alias or name: field for name, field in model.model_fields.items()} if model else {}
        if isinstance(part, str) and part in names:
            model = _model_in(names[part].annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)


def _field_names(model: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


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
    body = markup.body(raw.passages, raw.places, raw.name, known)
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
_NONE_WORDS = frozenset("none nil n/a na nobody nothing - –".split()) | {"no one", "none.", "nil."}


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

    def say(loc: Loc, message: str, hint: str) -> None:
        told.append(Problem("bad-value", raw.places.span(loc), message, hint))

    for loc, text in _people_lines(raw):
        if text.casefold() in _NONE_WORDS and not (len(loc) == 1 and is_none(text) and loc[0] != "chair"):
            of_one = loc[0] == "chair" or any(isinstance(part, str) for part in loc[1:])
            hint = "delete the line: left out means not recorded" if of_one else f"write {loc[0]}: none"
            say(loc, f'"{text}" would be taken for a person\'s name', hint)
        elif ";" in text or (isinstance(loc[-1], str) and text.count(",") > 1):
            hint = "write one person a line, each after a hyphen: - R. Crisp, Chairman"
            say(loc, "several people seem to stand on one line", hint)
        elif text.count("(") != text.count(")") or re.search(r"\([^)]*,", text):
            say(loc, "the bracket after the name does not end before the comma", "write it as Name (initials), role")
    return told


def _people_lines(raw: RawRecord) -> Iterator[tuple[Loc, str]]:
    """Every person written as one text, with the way to it."""
    waiting: list[tuple[Loc, Any]] = [((field,), (raw.fields or {}).get(field)) for field in _ATTENDANCE]
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
