"""The archive's files -> raw records: fields as text with their places, bodies as Markdown text.

Nothing is dropped in silence: a file that no record can be read from is a problem, and a record that cannot be read
still counts as existing, so that nothing else is blamed for its absence.
"""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from candour.model.places import Places
from candour.model.records import Attachment, Passage
from candour.model.values import INVISIBLE, invisible_signs, slug, what_is_wrong_with_id
from candour.problems import Problem, ProblemName
from candour.reading.yaml_text import parse_yaml

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
    config, people = None, None
    records: list[RawRecord] = []
    attachments: list[Attachment] = []
    paths, problems = _files(folder)
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if not name.isprintable() or INVISIBLE.search(name):
            message = "the file's name holds signs that cannot be seen or made out"
            problems.append(Problem("bad-id", Places(_printable(name)).whole(), message, "rename it"))
            continue
        if path.is_symlink() or not path.is_file():
            wrong_name: ProblemName = "attachment-outside" if name.startswith("content/files/") else "unexpected-file"
            message = "this is a link to another place, not a file"
            problems.append(Problem(wrong_name, Places(name).whole(), message, "put the file itself here"))
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


def _files(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The configuration and all files of `content/`, in the order of their names; hidden files are nobody's records."""
    found: list[Path] = []
    problems: list[Problem] = []

    def unreadable(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            problems.append(_unreadable(Path(error.filename).relative_to(folder).as_posix(), error))

    content = folder / "content"
    for place, folders, files in os.walk(content, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        found += [Path(place) / name for name in (*files, *links) if not name.startswith(".")]
    found = [path for path in found if path not in {content / "LICENSE", content / "README.md"}]
    config = [folder / CONFIG_FILE] if (folder / CONFIG_FILE).exists() else []
    if not config:
        problems += [_unexpected(path.name) for path in folder.iterdir() if path.stem.casefold() == "site_config"]
    return config + sorted(found, key=lambda path: path.relative_to(content).as_posix()), problems


def _unexpected(name: str) -> Problem:
    message, hint = f"this is not read, because its name is not {CONFIG_FILE}", f"rename it to {CONFIG_FILE}"
    return Problem("unexpected-file", Places(name).whole(), message, hint)


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
        hint = "records lie in content/meetings/, content/reviews/<meeting>/ and content/projects/, "
        hint += "other files in content/files/"
        if kind and suffix.lower() in {"md", "yaml", "yml", "txt", "markdown"}:
            hint = "rename it to end in .md or .yaml, in small letters"
        elif name.endswith(("~", ".bak", ".tmp", ".orig")):
            hint = "delete it"
        elif kind:
            hint = "put it into content/files/, or copy its text into a plain text file that ends in .md"
        return None, "", Problem("unexpected-file", whole, "no record is read from this file", hint)
    record_name = f"project:{rest[0]}" if kind == "project" else "/".join(rest)
    for part in rest:
        if wrong := what_is_wrong_with_id(part):
            made = slug(part)
            better = f"rename it to {made}" if made and not what_is_wrong_with_id(made) else "rename it"
            hint = f"the name becomes a part of the address: {better}"
            return kind, record_name, Problem("bad-id", whole, wrong, hint)
    return kind, record_name, None


def _attachment(path: Path, name: str) -> tuple[Attachment | None, list[Problem]]:
    whole = Places(name).whole()
    suffix = path.suffix.removeprefix(".").lower()
    if suffix not in ATTACHMENT_TYPES:
        message = (
            f"files that end in {path.suffix} are not published" if path.suffix else "the file's type is not known"
        )
        hint = "use one of " + ", ".join(sorted(ATTACHMENT_TYPES))
        return None, [Problem("attachment-type", whole, message, hint)]
    try:
        if path.stat().st_size > LARGEST_ATTACHMENT:
            message = f"the file is larger than {LARGEST_ATTACHMENT // 1_000_000} MB"
            return None, [Problem("oversize", whole, message, "link to where it is published instead")]
        written = unicodedata.normalize("NFC", name.removeprefix("content/files/"))
        return Attachment(written, path.read_bytes()), []
    except OSError as error:
        return None, [_unreadable(name, error)]


def _unreadable(name: str, error: OSError) -> Problem:
    message = f"the file cannot be read: {(error.strerror or 'unknown reason').lower()}"
    return Problem("unreadable-file", Places(_printable(name)).whole(), message, "check the file and its permissions")


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() and not INVISIBLE.match(c) else "\N{REPLACEMENT CHARACTER}" for c in name)


# --- one file -----------------------------------------------------------------------------------------------------


def _read_record(path: Path, name: str, kind: Kind, record_name: str) -> tuple[RawRecord, list[Problem]]:
    def unread(places: Places | None = None) -> RawRecord:
        return RawRecord(kind, record_name, None, (), places or Places(name))

    try:
        if (size := path.stat().st_size) > LARGEST_RECORD:
            message = f"the file has {size:,} bytes, and a record may have {LARGEST_RECORD:,}"
            hint = "attach long texts as files in content/files/"
            return unread(), [Problem("oversize", Places(name).whole(), message, hint)]
        raw = path.read_bytes()
    except OSError as error:
        return unread(), [_unreadable(name, error)]
    text, problem = _decoded(raw, name)
    if problem:
        return unread(), [problem]
    places = Places(name, tuple(text.split("\n")))
    problems = [*_strange_characters(places), *_garbled(places)]
    text = INVISIBLE.sub(" ", text)
    places = Places(name, tuple(text.split("\n")))
    if not text.strip():
        hint = "write the record, or delete the file"
        return unread(), [*problems, Problem("empty-file", places.whole(), "the file is empty", hint)]

    front = _front_matter(places) if name.endswith(".md") else _Front(1, len(places.lines))
    if front.wrong:
        return unread(places), [*problems, front.wrong]
    with_headings = kind not in {"config", "people"} and not front.body
    read = parse_yaml(name, places.lines, front.first, front.last, _is_heading if with_headings else _nothing)
    problems += read.problems
    value = {} if read.value is None and not read.problems else read.value
    if value is not None and not isinstance(value, dict):
        if not read.problems:
            message = "the file must hold fields, as in name: value"
            problems.append(Problem("yaml-syntax", places.at(front.first), message, "write each field as name: value"))
        value = None
    if value is None:
        return unread(read.places), problems
    passages: tuple[Passage, ...] = ()
    if front.body:
        passages = (Passage("", "\n".join(places.lines[front.body - 1 :]), front.body),)
    elif with_headings:
        passages, found = _yaml_passages(value, read.places)
        problems += found
        value = {key: inner for key, inner in value.items() if not _is_heading(key)}
    return RawRecord(kind, record_name, value, passages, read.places), problems


_NOT_TEXT = {
    b"PK\x03\x04": "a word processor's document or another packed file",
    b"\xd0\xcf\x11\xe0": "a word processor's document",
    b"{\\rtf": "a word processor's document",
    b"%PDF": "a PDF",
}


def _decoded(raw: bytes, name: str) -> tuple[str, Problem | None]:
    """UTF-8 text with plain line ends, composed as NFC."""
    whole = Places(name).whole()
    for beginning, what in _NOT_TEXT.items():
        if raw.startswith(beginning):
            hint = "put it into content/files/, and write the record as plain text"
            return "", Problem("bad-encoding", whole, f"this is no text file but {what}", hint)
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} or raw[:200].count(0) > len(raw[:200]) // 4:
        return "", Problem("bad-encoding", whole, "the file is written in UTF-16", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before, after = raw[: error.start].decode("utf-8-sig"), raw[error.start :].decode("cp1252", "replace")
        lines = tuple((before + after).replace("\r\n", "\n").split("\n"))
        line = before.replace("\r\n", "\n").count("\n") + 1
        span = Places(name, lines).at(line, len(before) - before.rfind("\n"), 1)
        message = f'the file is not UTF-8: "{after[0]}" is written as Windows does it'
        return "", Problem("bad-encoding", span, message, "save the file as UTF-8")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")), None


def _strange_characters(places: Places) -> list[Problem]:
    """Signs that cannot be seen and change what is read: control characters, overrides of direction, and the like."""
    return [
        Problem(
            "control-character",
            places.at(number, position + 1, 1),
            f"a sign stands here that cannot be seen or made out: {what}",
            "delete it; if it cannot be seen, type the words around it anew",
        )
        for number, line in enumerate(places.lines, 1)
        for position, what in invisible_signs(line)
    ]


_GARBLED = re.compile(
    "â€[\u0153\u2122\u02dc\u201c\u201d¦¢\u009d]?|Ã[\u0080-\u00bf\u0192\u201a-\u203a\u20ac]|Â[\u00a0-\u00bf]"
)
"""What is left of ’ “ – é £ when text in UTF-8 was taken for Windows text and saved so."""


def _garbled(places: Places) -> list[Problem]:
    return [
        Problem(
            "bad-encoding",
            places.at(number, found.start() + 1, len(found[0])),
            f'"{found[0]}" is what is left of another sign, because the file was once opened in the wrong encoding',
            "type the sign anew: often it was an apostrophe, a dash or a letter with an accent",
        )
        for number, line in enumerate(places.lines, 1)
        for found in _GARBLED.finditer(line)
    ]


# --- the two parts of an .md file -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Front:
    """First and last line of the facts and first line of the body, from 1."""

    first: int
    last: int
    body: int = 0
    wrong: Problem | None = None


_ALMOST_A_FENCE = re.compile(r"\s*(?:[-–—_=*+]{2,}|[–—])\s*")
_HEADING = re.compile(r"#{2,6}\s")
_FIELD = re.compile(r"[a-z][a-z_]*:(?:\s|$)")


def _front_matter(places: Places) -> _Front:
    """Where the facts stand, between two lines of three hyphens; or what is wrong with those lines."""

    def wrong(line: int, message: str, hint: str) -> _Front:
        return _Front(0, 0, 0, Problem("front-matter-unclosed", places.at(line), message, hint))

    lines = places.lines
    start = next(number for number, line in enumerate(lines, 1) if line.strip())
    if lines[start - 1].rstrip() != "---":
        if _ALMOST_A_FENCE.fullmatch(lines[start - 1]):
            return wrong(start, "this is not a line of three hyphens", "write exactly three hyphens and nothing else")
        if _FIELD.match(lines[start - 1]):
            message = "the facts begin here without a line of three hyphens above them"
            return wrong(start, message, "write --- on a line of its own above the facts, and again below them")
        return _Front(1, 0, 1)
    for number in range(start + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.rstrip() == "---":
            return _Front(start + 1, number - 1, number + 1)
        if _ALMOST_A_FENCE.fullmatch(line) and len(line) - len(line.lstrip()) < 2:
            return wrong(number, "this is not a line of three hyphens", "write exactly three hyphens and nothing else")
        if _HEADING.match(line):
            message = "a heading stands here, and the facts above it have not ended"
            return wrong(number, message, "write --- on a line of its own between the facts and the text")
    hint = "write --- on a line of its own between the facts and the text"
    return wrong(start, "the facts that begin here never end", hint)


# --- the sections of a .yaml file -----------------------------------------------------------------------------------


def _nothing(key: str) -> bool:
    """No key may be without a value."""
    return False


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
        line = mark.line + 1
        if places.lines[mark.line][mark.column : mark.column + 1] in {"|", ">"}:
            below = range(line + 1, len(places.lines) + 1)
            line = next((number for number in below if places.lines[number - 1].strip()), line)
        passages.append(Passage(key, text, line))
    return tuple(passages), problems
