"""One file's bytes -> its fields as text, with their places, and its body as Markdown text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from candour.model.places import Places
from candour.model.records import Passage
from candour.model.values import INVISIBLE, invisible_characters
from candour.problems import Problem, Reported, Span, gathered
from candour.reading.files import RecordFile
from candour.reading.yaml_text import parse_yaml


@dataclass(frozen=True, slots=True)
class RawRecord:
    name: str
    fields: dict[str, Any] | None
    """None: the file exists but cannot be read."""
    passages: tuple[Passage, ...]
    places: Places


def read_raw(file: RecordFile) -> Reported[RawRecord]:
    """The fields and passages of a file. No input raises an exception."""
    unread = RawRecord(file.name, None, (), Places(file.path))
    if file.content is None:
        return unread
    text = _decoded(file.content, unread.places)
    if isinstance(text, Problem):
        yield text
        return unread
    places = Places(file.path, tuple(text.split("\n")))
    if found := _MARKER.search(text):
        yield _two_versions(places.at(text.count("\n", 0, found.start()) + 1))
        return unread
    if INVISIBLE.search(text) or (not text.isascii() and _GARBLED.search(text)):
        yield from _odd_characters(places)
        places = Places(file.path, tuple(INVISIBLE.sub(" ", text).split("\n")))
    if not any(map(str.strip, places.lines)):
        yield Problem("empty-file", places.whole(), "the file is empty", "write the record, or delete the file")
        return unread
    if len(places.lines) > MOST_LINES:
        message = f"the file has {len(places.lines):,} lines, but a record may have only {MOST_LINES:,}"
        yield Problem("oversize", places.whole(), message, "put long texts into content/files/ as documents")
        return unread
    front = _front_matter(places) if file.path.endswith(".md") else (1, len(places.lines), 0)
    if isinstance(front, Problem):
        yield front
        return unread

    first, last, body = front
    has_headings = not body and file.kind not in {"config", "people"}
    may_be_empty = _is_heading if has_headings else lambda key: False
    (fields, places), problems = gathered(parse_yaml(places, first, last, may_be_empty))
    yield from problems
    if not isinstance(fields, dict):
        if not problems:
            message, hint = "the file must have fields, as in name: value", "write each field as name: value"
            yield Problem("yaml-syntax", places.at(first), message, hint)
        return unread
    if has_headings:
        passages = yield from _sections(fields, places)
        return RawRecord(file.name, {k: v for k, v in fields.items() if not _is_heading(k)}, passages, places)
    passages = (Passage("", _with_spaces("\n".join(places.lines[body - 1 :])), body),) if body else ()
    return RawRecord(file.name, fields, passages, places)


MOST_LINES = 20_000
"""The longest real minutes that were tried have 1,500."""


_OTHER_FORMATS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF", b"\xff\xfe", b"\xfe\xff")
"""What a word processor's documents, other packed files, PDFs and texts in UTF-16 begin with."""
_SAVE_AS = "in your editor, choose Save as and the encoding UTF-8"


def _decoded(raw: bytes, places: Places) -> str | Problem:
    """UTF-8 text with plain line ends, composed as NFC."""
    if raw.startswith(_OTHER_FORMATS) or raw[:200].count(0) > len(raw[:200]) // 4:
        message = "this is not plain text in UTF-8, but a PDF, a word processor's document or text in UTF-16"
        hint = f"put a document into content/files/, and write the record as plain text; {_SAVE_AS}"
        return Problem("bad-encoding", places.whole(), message, hint)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before, after = raw[: error.start].decode("utf-8-sig"), raw[error.start :].decode("cp1252", "replace")
        lines = tuple((before + after).replace("\r\n", "\n").split("\n"))
        span = Places(places.file, lines).at(before.count("\n") + 1, len(before) - before.rfind("\n"), 1)
        message = f'the file is not stored as UTF-8: "{after[0]}" is in an old Windows encoding'
        return Problem("bad-encoding", span, message, _SAVE_AS)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _odd_characters(places: Places) -> Iterator[Problem]:
    for number, line in enumerate(places.lines, 1):
        for position, name in invisible_characters(line):
            message = f"there is an invisible or unreadable character here: {name}"
            hint = "delete it; if you cannot see it, retype the words around it"
            yield Problem("control-character", places.at(number, position + 1, 1), message, hint)
        for found in _GARBLED.finditer(line):
            message = f'"{found[0]}" is a garbled character: the file was once opened in the wrong encoding'
            hint = "retype the character: often it was an apostrophe, a dash or a letter with an accent"
            yield Problem("bad-encoding", places.group(number, found), message, hint)


_GARBLED = re.compile(
    "(â€[\u0153\u2122\u02dc\u201c\u201d¦¢\u009d]?|Ã[\u0080-\u00bf\u0192\u201a-\u203a\u20ac]|Â[\u00a0-\u00bf])"
)
"""What is left of ’ “ – é £ when text in UTF-8 was taken for Windows text and saved so."""


_MARKER = re.compile(r"(?m)^(?:<{7}|>{7}) \S")


def _two_versions(span: Span) -> Problem:
    """The lines that git leaves where two people changed the same ones."""
    message = "two people changed this part of the file, which has two versions of it now"
    hint = "keep one version, or make one of both, and delete the lines that begin with <<<<<<<, ======= or >>>>>>>"
    return Problem("two-versions", span, message, hint)


_ALMOST_A_FENCE = re.compile(r"\s*(?:[-–—_=*+]{2,}|[–—])\s*")
_HEADING = re.compile(r"#{2,6}\s")
_FIELD = re.compile(r"[a-z][a-z_]*:(?:\s|$)")
_SECOND = re.compile(r"(?m)^---\s*\n(?:[a-z][a-z_]*:(?:[ \t].*)?\n(?:[ \t#-].*\n|\n)*?)+---\s*$")


def _front_matter(places: Places) -> tuple[int, int, int] | Problem:
    """The first and last line of the facts, and the first of the body, from 1; or the problem with the lines around."""
    unclosed = partial(Problem, "front-matter-unclosed")
    not_hyphens = "this should be a line of three hyphens", "write exactly three hyphens and nothing else"
    start, beginning = next((number, line) for number, line in enumerate(places.lines, 1) if line.strip())
    if _ALMOST_A_FENCE.fullmatch(beginning) and beginning.rstrip() != "---":
        return unclosed(places.at(start), *not_hyphens)
    if _FIELD.match(beginning):
        hint = "write --- on a line by itself above the facts, and again below them"
        return unclosed(places.at(start), "there is no line of three hyphens above the facts, which begin here", hint)
    if beginning.rstrip() != "---":
        return 1, 0, 1
    hint = "write --- on a line by itself between the facts and the text"
    for number, line in enumerate(places.lines[start:], start + 1):
        if line.rstrip() == "---":
            if again := _SECOND.search("\n".join(places.lines[number:])):
                at = number + 1 + again.string.count("\n", 0, again.start())
                message = "facts are written here a second time"
                return unclosed(places.at(at), message, "put them under the first facts, and delete the rest here")
            return start + 1, number - 1, number + 1
        if _ALMOST_A_FENCE.fullmatch(line) and len(line) - len(line.lstrip()) < 2:
            return unclosed(places.at(number), *not_hyphens)
        if _HEADING.match(line):
            message = "there is a heading here, but the facts above it have not ended"
            return unclosed(places.at(number), message, hint)
    return unclosed(places.at(start), "the facts that begin here never end", hint)


def _with_spaces(text: str) -> str:
    """The text, with spaces for no-break spaces after the signs of a heading or of an entry of a list."""
    signs = r"(?m)^([ \t>]*(?:#{1,6}|[-*+]|[0-9]{1,3}[.)]))[\u00a0\u2007\u202f\u3000]"
    return text if text.isascii() else re.sub(signs, r"\1 ", text)


def _is_heading(key: str) -> bool:
    """In a `.yaml` record, keys that begin with a capital letter or a digit are headings; fields are lower case."""
    return key[:1].isupper() or key[:1].isdigit()


def _sections(fields: dict[str, Any], places: Places) -> Reported[tuple[Passage, ...]]:
    passages: list[Passage] = []
    for key, text in fields.items():
        if not _is_heading(key):
            continue
        if not isinstance(text, str):
            hint = "write | after the colon, and the text indented on the lines below"
            yield Problem("wrong-type", places.span((key,)), "a section must be text", hint)
            continue
        extent = places.values[(key,)]
        line = extent.line + 1
        if places.lines[extent.line][extent.column : extent.column + 1] in {"|", ">"}:
            below = range(line + 1, len(places.lines) + 1)
            line = next((number for number in below if places.lines[number - 1].strip()), line)
        passages.append(Passage(key, _with_spaces(text), line))
    return tuple(passages)
