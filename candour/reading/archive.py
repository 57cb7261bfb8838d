"""An archive's folder -> its configuration, its records and every problem in them.

Each file is read on its own (`read_config`, `read_record`); here the results are gathered.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from candour.model.config import Config
from candour.model.dates import named_after
from candour.model.places import Places
from candour.model.records import ABSENT_OUTCOMES, PEOPLE, AnyRecord, Archive, Meeting, Project, Review
from candour.model.values import Reading, is_none, slug
from candour.problems import CONFIG_FILE, Problem, Reported, Span, did_you_mean, gathered
from candour.reading import markdown
from candour.reading.fields import facts_of
from candour.reading.files import ArchiveFiles, RecordFile, read_files
from candour.reading.raw import RawRecord, read_raw
from candour.reading.records import read_record

Read = tuple[AnyRecord | None, tuple[Problem, ...]]
Reader = Callable[[RecordFile, Config | None, bytes], Read]
"""Is given a file, the configuration, and the bytes that this was read from."""


def read_one(file: RecordFile, config: Config | None, _: bytes = b"") -> Read:
    """What is in one file, and what is wrong with it."""
    return gathered(read_record(file, config))


def read_archive(folder: Path, read: Reader = read_one) -> Reported[tuple[Config | None, Archive, int]]:
    """The configuration and the records in `folder`, and how many files of records there are, readable or not.

    Without a configuration that can be read there are no records. No content of a file raises an exception. `read` may
    remember what it has read before.
    """
    return (yield from read_records((yield from read_files(folder)), read))


def read_records(files: ArchiveFiles, read: Reader = read_one) -> Reported[tuple[Config | None, Archive, int]]:
    """The same of files whose bytes are here."""
    settings = (yield from read_raw(files.config)) if files.config else None
    written = (files.config.content if files.config else None) or b""
    config = yield from read_config(settings)
    unknown = {*_not_known(settings.fields or {}, config)} if settings and config else set[str]()
    raw = (yield from read_raw(files.people)) if files.people else None
    people = (yield from people_of(raw)) if config and raw else ()
    records: list[AnyRecord] = []
    for file in files.records:
        record, problems = read(file, config, written)
        yield from (problem for problem in problems if problem.name not in unknown)
        records += [record] if record else []
    known = {record.name for record in records}
    unread = {name for file in files.records if file.name not in known for name in _may_be(file.name)} - known
    unread |= {PEOPLE} if raw and raw.fields is None else set()
    records.sort(key=lambda record: record.name)
    meetings = [r for r in records if isinstance(r, Meeting)]
    archive = Archive(
        tuple(sorted(meetings, key=lambda meeting: (meeting.date, str(meeting.facts.start or "")))),
        tuple(r for r in records if isinstance(r, Review)),
        tuple(r for r in records if isinstance(r, Project)),
        people,
        files.attachments,
        files.root,
        frozenset(unread),
        files.own,
    )
    return config, archive, len(files.records)


def _may_be(name: str) -> Iterator[str]:
    """What a file that is no record may hold, by its name: it may be in a wrong folder."""
    own = name.rpartition("/")[2].removeprefix("project:")
    return filter(None, (name, own, f"project:{own}", named_after(own)))


# --- the configuration --------------------------------------------------------------------------------------------


def read_config(raw: RawRecord | None) -> Reported[Config | None]:
    """The configuration; None when there is none or it cannot be read, and a problem says why."""
    if raw is None:
        hint = "begin an archive with: candour init FOLDER; or name the folder that has yours with --archive"
        yield Problem("missing-configuration", Span(CONFIG_FILE), "the archive has no site_config.yaml", hint)
        return None
    if raw.fields is None:
        return None
    config = yield from facts_of(Config, raw, Reading(lambda text: markdown.sentence(text, ""), {}))
    if config:
        yield from _outcomes(config, raw.places)
        yield from _organisations(config, raw.places)
        if not config.publisher:
            hint = "add publisher: with a name: and a contact: (docs/problems.md, nobody-named)"
            yield Problem("nobody-named", Span(CONFIG_FILE), "publisher: is missing, so nobody is named", hint)
    return config


_CHOICES = {
    "outcomes": "unknown-outcome",
    "stages": "unknown-stage",
    "project_kinds": "unknown-kind",
    "request_kinds": "unknown-kind",
    "organisations": "unknown-organisation",
    "topics": "unknown-topic",
    "sections": "unknown-section",
}
"""The problem of a record that uses a word which a setting lacks."""


def _not_known(fields: Mapping[str, Any], config: Config) -> Iterator[str]:
    """Problems of which nobody can be blamed, because not all of a setting could be read."""
    for setting, problem in _CHOICES.items():
        written, known = fields.get(setting, {}), getattr(config, setting)
        read = known if isinstance(known, dict) else {name for name, words in known if words}
        if not isinstance(written, dict) or written.keys() - read:
            yield problem


def _outcomes(config: Config, places: Places) -> Iterator[Problem]:
    codes: dict[str, str] = {}
    for code, scheme in config.outcomes.items():
        span = places.span(("outcomes", code), of_key=True)
        if (other := codes.setdefault(slug(code), code)) != code or not slug(code):
            message = f'"{code}" would have the same address as "{other}"'
            message = message if slug(code) else "this code has no letters or digits"
            hint = "use another code, with letters or digits; code: below it says what is shown"
            yield Problem("bad-value", span, message, hint)
        if code in ABSENT_OUTCOMES:
            message = f'"{code}" always means that there is no outcome'
            yield Problem("bad-value", span, message, "choose another code")
        if scheme.from_ and scheme.until and scheme.until.last_day < scheme.from_.first_day:
            until = places.span(("outcomes", code, "until"))
            yield Problem("end-before-start", until, '"until" is before "from"', "check both dates")


def _organisations(config: Config, places: Places) -> Iterator[Problem]:
    for name, organisation in config.organisations.items():
        if organisation.part_of and organisation.part_of not in config.organisations:
            message = f'"{organisation.part_of}" is not among the organisations'
            others = config.organisations.keys() - {name}
            hint = did_you_mean(organisation.part_of, others, "delete the line, or add it")
            yield Problem("unknown-organisation", places.span(("organisations", name, "part_of")), message, hint)
        above = [name]
        while (part_of := config.organisations[above[-1]].part_of) in config.organisations and part_of not in above:
            above.append(part_of)
        if part_of == name:
            message = f"this organisation would be part of itself: {' is part of '.join((*above, name))}"
            hint = "correct it, or delete this line"
            yield Problem("bad-value", places.span(("organisations", name, "part_of")), message, hint)


# --- people -------------------------------------------------------------------------------------------------------


def people_of(raw: RawRecord) -> Reported[tuple[tuple[str, tuple[str, ...]], ...]]:
    """The names and the other spellings of each (`none`: it has no other). A spelling may belong to one name only."""
    people: dict[str, tuple[str, ...]] = {}
    for name, written in (raw.fields or {}).items():
        spellings = [] if is_none(written) else written if isinstance(written, list) else [written]
        if not all(isinstance(spelling, str) for spelling in spellings):
            message = f'"{name}" must be followed by the other spellings of this name'
            hint = "write it as Name: [Other spelling, Another]"
            yield Problem("wrong-type", raw.places.span((name,)), message, hint)
            continue
        if isinstance(written, str) and "," in written:
            hint = f"write them in brackets: [{written}]; for one name with a comma, put it after a hyphen below"
            yield Problem("bad-value", raw.places.span((name,)), "several spellings are written here as one", hint)
        people[name] = tuple(spellings)
    owners: dict[str, str] = {}
    for name, index, spelling in ((n, i, s) for n, spellings in people.items() for i, s in enumerate(spellings)):
        if owners.setdefault(spelling, name) != name or (spelling in people and spelling != name):
            message, hint = f'"{spelling}" is listed for two people', "each spelling can belong to one name only"
            yield Problem("bad-value", raw.places.span((name, index)), message, hint)
    return tuple(sorted(people.items()))
