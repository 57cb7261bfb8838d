"""The archive's files -> raw records: fields as text with their places, bodies as Markdown text.

Nothing is dropped in silence: a file that no record can be read from is a problem, and a record that cannot be read
still counts as existing, so that nothing else is blamed for its absence.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from candour.model import Attachment, Passage
from candour.places import Places
from candour.problems import Problem
from candour.values import what_is_wrong_with_id
from candour.yaml_text import parse_yaml

LARGEST_RECORD = 200_000
"""Bytes. The longest real minutes that were tried have 60,000."""
ATTACHMENT_TYPES = frozenset("pdf csv txt json docx xlsx pptx odt ods odp png jpg jpeg".split())
LARGEST_ATTACHMENT = 50_000_000

CONFIG_FILE = "site_config.yaml"
Kind = Literal["config", "people", "meeting", "review", "project"]


@dataclass(frozen=True, slots=True)
class RawRecord:
    kind: Kind
    name: str
    """What references call it."""
    fields: dict[str, Any] | None
    """None: it exists and cannot be read."""
    passages: tuple[Passage, ...]
    places: Places


@dataclass(frozen=True, slots=True)
class RawArchive:
    config: RawRecord | None
    people: RawRecord | None
    records: tuple[RawRecord, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]


def read_archive(folder: Path) -> RawArchive:
    """Reads `site_config.yaml` and `content/` below `folder`. Errors of the file system become problems."""
    config, people, problems = None, None, []
    records: list[RawRecord] = []
    attachments: list[Attachment] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            outside = name.startswith("content/files/")
            message = "this is a link to another place, not a file"
            hint = "put the file itself here"
            problems.append(
                Problem("attachment-outside" if outside else "unexpected-file", Places(name).whole(), message, hint)
            )
            continue
        if name.startswith("content/files/"):
            attachment, found = _attachment(path, name)
            problems += found
            attachments += [attachment] if attachment else []
            continue
        kind, record_name, wrong = _identity(name)
        if wrong:
            problems.append(wrong)
        if kind is None:
            continue
        if wrong:
            records.append(RawRecord(kind, record_name, None, (), Places(name)))
            continue
        record, found = _read_record(path, name, kind, record_name)
        problems += found
        if kind == "config":
            config = record
        elif kind == "people":
            people = record
        else:
            records.append(record)
    return RawArchive(config, people, tuple(records), tuple(attachments), tuple(problems))


def _files(folder: Path) -> Iterator[Path]:
    """The configuration and all files of `content/`, in the order of their names; hidden files are nobody's records."""
    if (folder / CONFIG_FILE).exists():
        yield folder / CONFIG_FILE
    content = folder / "content"
    for path in sorted(content.rglob("*"), key=lambda p: p.relative_to(content).as_posix()):
        below = path.relative_to(content)
        if any(part.startswith(".") for part in below.parts) or below.as_posix() in {"LICENSE", "README.md"}:
            continue
        if path.is_symlink() or not path.is_dir():
            yield path


def _identity(name: str) -> tuple[Kind | None, str, Problem | None]:
    """What the path says the file is: its kind and its name; and what is wrong with that."""
    whole = Places(name).whole()
    if name == CONFIG_FILE:
        return "config", "", None
    if name == "content/people.yaml":
        return "people", "", None
    stem, _, suffix = name.removeprefix("content/").rpartition(".")
    folder, *rest = stem.split("/")
    kinds: dict[tuple[str, int], Kind] = {
        ("meetings", 1): "meeting",
        ("reviews", 2): "review",
        ("projects", 1): "project",
    }
    kind = kinds.get((folder, len(rest)))
    if kind is None or suffix not in {"md", "yaml"}:
        hint = (
            "rename it to end in .md or .yaml"
            if kind
            else "records lie in content/meetings/, content/reviews/<meeting>/ and content/projects/, "
            "other files in content/files/"
        )
        return None, "", Problem("unexpected-file", whole, "no record is read from this file", hint)
    record_name = f"project:{rest[0]}" if kind == "project" else "/".join(rest)
    for part in rest:
        if wrong := what_is_wrong_with_id(part):
            hint = "the file's name becomes its address: rename it, for example to knife-crime.md"
            return kind, record_name, Problem("bad-id", whole, wrong, hint)
    return kind, record_name, None


def _attachment(path: Path, name: str) -> tuple[Attachment | None, list[Problem]]:
    whole = Places(name).whole()
    suffix = path.suffix.removeprefix(".").lower()
    if suffix not in ATTACHMENT_TYPES:
        message = f"files of the type {path.suffix or 'of this name'} are not published"
        hint = "use one of " + ", ".join(sorted(ATTACHMENT_TYPES))
        return None, [Problem("attachment-type", whole, message, hint)]
    if _BAD_CHARACTER.search(name) or not name.isprintable():
        message = "the file's name holds signs that cannot be seen"
        return None, [Problem("bad-id", whole, message, "rename it")]
    try:
        if path.stat().st_size > LARGEST_ATTACHMENT:
            message = f"the file is larger than {LARGEST_ATTACHMENT // 1_000_000} MB"
            return None, [Problem("oversize", whole, message, "link to where it is published instead")]
        return Attachment(name.removeprefix("content/files/"), path.read_bytes()), []
    except OSError as error:
        return None, [_unreadable(name, error)]


def _unreadable(name: str, error: OSError) -> Problem:
    message = f"the file cannot be read: {(error.strerror or 'unknown reason').lower()}"
    return Problem("unreadable-file", Places(name).whole(), message, "check the file and its permissions")


# --- one file -----------------------------------------------------------------------------------------------------


def _read_record(path: Path, name: str, kind: Kind, record_name: str) -> tuple[RawRecord, list[Problem]]:
    def unread(places: Places | None = None) -> RawRecord:
        return RawRecord(kind, record_name, None, (), places or Places(name))

    try:
        raw = path.read_bytes()
    except OSError as error:
        return unread(), [_unreadable(name, error)]
    text, problem = _decoded(raw, name)
    if problem:
        return unread(), [problem]
    places = Places(name, tuple(text.split("\n")))
    problems = _strange_characters(places)
    text = _BAD_CHARACTER.sub(" ", text)
    places = Places(name, tuple(text.split("\n")))
    if not text.strip():
        hint = "write the record, or delete the file"
        return unread(), [*problems, Problem("empty-file", places.whole(), "the file is empty", hint)]
    if len(raw) > LARGEST_RECORD:
        message = f"the file has {len(raw):,} bytes, and a record may have {LARGEST_RECORD:,}"
        hint = "attach long texts as files in content/files/"
        return unread(), [*problems, Problem("oversize", places.whole(), message, hint)]

    first, last, body = _front_matter(places) if name.endswith(".md") else (1, len(places.lines), 0)
    if not last:
        hint = "put a line of three hyphens between the facts and the text"
        message = "the front matter that begins here never ends"
        return unread(places), [*problems, Problem("front-matter-unclosed", places.at(first), message, hint)]
    read = parse_yaml(name, places.lines, first, last) if last >= first else None
    problems += read.problems if read else []
    value = read.value if read else {}
    if value is None and not problems:
        value = {}
    if value is not None and not isinstance(value, dict):
        message = "the file must hold fields, as in name: value"
        problems.append(Problem("yaml-syntax", places.at(first), message, "write each field as name: value"))
        value = None
    if value is None:
        return unread(read.places if read else places), problems
    found_places = read.places if read else places
    if body:
        passages: tuple[Passage, ...] = (Passage("", "\n".join(places.lines[body - 1 :]), body),)
    elif kind in {"config", "people"}:
        passages = ()
    else:
        passages, found = _yaml_passages(value, found_places)
        problems += found
        value = {key: inner for key, inner in value.items() if not _is_heading(key)}
    return RawRecord(kind, record_name, value, passages, found_places), problems


def _decoded(raw: bytes, name: str) -> tuple[str, Problem | None]:
    """UTF-8 text with plain line ends, composed as NFC."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        message, hint = "the file is written in UTF-16", "save it as UTF-8"
        return "", Problem("bad-encoding", Places(name).whole(), message, hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace").replace("\r\n", "\n")
        byte = raw[error.start : error.start + 1]
        sign = byte.decode("cp1252", "replace")
        lines = tuple(raw.decode("cp1252", "replace").replace("\r\n", "\n").split("\n"))
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        message = f'the file is not UTF-8: "{sign}" is written as Windows does it'
        span = Places(name, lines).at(line, column, 1)
        return "", Problem("bad-encoding", span, message, "save the file as UTF-8")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")), None


_BAD_CHARACTER = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


def _strange_characters(places: Places) -> list[Problem]:
    """Signs that cannot be seen and change what is read: control characters and overrides of direction."""
    problems = []
    for number, line in enumerate(places.lines, 1):
        for found in _BAD_CHARACTER.finditer(line):
            code = f"U+{ord(found[0]):04X}"
            what = unicodedata.name(found[0], "a control character").lower()
            problems.append(
                Problem(
                    "control-character",
                    places.at(number, found.start() + 1, 1),
                    f"an invisible sign stands here: {code}, {what}",
                    "delete it; if it cannot be seen, type the words around it anew",
                )
            )
    return problems


def _front_matter(places: Places) -> tuple[int, int, int]:
    """First and last line of the front matter's inside and first line of the body, from 1. Last is 0: it never ends."""
    lines = places.lines
    start = next(number for number, line in enumerate(lines, 1) if line.strip())
    if lines[start - 1].rstrip() != "---":
        return 1, -1, 1
    for number in range(start + 1, len(lines) + 1):
        if lines[number - 1].rstrip() == "---":
            return start + 1, number - 1 or -1, number + 1
    return start, 0, 0


def _is_heading(key: str) -> bool:
    """In a `.yaml` record, keys that begin with a capital letter or a figure are headings; fields are lower case."""
    return key[:1].isupper() or key[:1].isdigit()


def _yaml_passages(value: dict[str, Any], places: Places) -> tuple[tuple[Passage, ...], list[Problem]]:
    passages, problems = [], []
    for key, text in value.items():
        if not _is_heading(key):
            continue
        if not isinstance(text, str):
            hint = "put | after the colon and the text indented below"
            problems.append(Problem("wrong-type", places.span((key,)), "a section must be text", hint))
            continue
        mark = (places.values or {})[(key,)]
        block = places.lines[mark.line][mark.column : mark.column + 1] in {"|", ">"}
        passages.append(Passage(key, text, mark.line + (2 if block else 1)))
    return tuple(passages), problems
