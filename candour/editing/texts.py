"""The text of one file and the places of its fields -> edits, and the text with them; every other byte stays."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from candour.editing.changes import RefusedError
from candour.model.places import Places

_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Words of a file and those that take their place; line and column from 1, lines end in `\\n`."""

    line: int
    column: int
    old: str
    new: str


def edited(content: bytes, edits: Iterable[Edit], file: str) -> bytes:
    """The content with all edits; what they add has the line ends of the file.

    Raises RefusedError where the words to be replaced are written in a way that only a person can change.
    """
    text = content.decode()
    starts = [0, *(found.end() for found in _END.finditer(text))]
    line_end = found[0] if (found := _END.search(text)) else "\n"
    for edit in sorted(set(edits), reverse=True):
        start, after = starts[edit.line - 1], starts[edit.line] if edit.line < len(starts) else len(text)
        at = start + _place(_END.sub("", text[start:after]), edit.column - 1)
        old = re.compile(re.escape(edit.old).replace("\\\n", r"(?:\r\n|\r|\n)")).match(text, at)
        if not old:
            raise RefusedError(
                f"{file}:{edit.line} is written in a way that this command cannot change: change it by hand"
            )
        text = text[:at] + edit.new.replace("\n", line_end) + text[old.end() :]
    return text.encode()


def _place(line: str, column: int) -> int:
    """Where a column, from 0, of the line as it is read is in the line as it is stored: with a mark of byte order, and
    with accents beside their letters."""
    first = line.startswith("\ufeff")
    read = unicodedata.normalize("NFC", line[first:])[:column]
    return next(at for at in range(first, len(line) + 1) if unicodedata.normalize("NFC", line[first:at]) == read)


def as_yaml(text: str) -> str:
    """The text as a value, in double quotes where it could be read as anything else."""
    is_plain = re.fullmatch(r"[^\W\d_](?:[\w .()/%£&’'–+-]*[\w.)%’])?", text) and text.casefold() not in _NOT_TEXT
    return text if is_plain else json.dumps(text, ensure_ascii=False)


_NOT_TEXT = {"null", "none", "yes", "no", "true", "false"}


# --- fields -------------------------------------------------------------------------------------------------------


def last_line(places: Places, key: str) -> int:
    """The last line (from 1) of a field of the outermost level, without the comments below it."""
    start = places.keys[key,].line + 1
    ends = [e.line + 1 for path, e in places.keys.items() if len(path) == 1 and e.line >= start]
    ends += [n for n, line in enumerate(places.lines, 1) if n > start and line.rstrip() == "---"]
    line = min(ends, default=len(places.lines) + 1) - 1
    while re.match(r"\s*$|#", places.line(line)):
        line -= 1
    return line


def lines_of(places: Places, first: int, last: int) -> str:
    """Lines, from 1, both included, with the end of the last."""
    return "".join(f"{places.line(number)}\n" for number in range(first, last + 1))


def below(places: Places, line: int, text: str) -> Edit:
    """New lines below a line."""
    return Edit(line, len(places.line(line)) + 1, "", f"\n{text}")


def added(places: Places, key: str, entry: str, after: str) -> list[Edit]:
    """One more entry in the list `key`, which may be a single value or missing: then it goes below `after`."""
    path = (key,)
    value = places.values.get(path)
    if value is None:
        if (after,) in places.keys:
            return [below(places, last_line(places, after), f"{key}: {entry}")]
        return [Edit(min(e.line for e in places.keys.values()) + 1, 1, "", f"{key}: {entry}\n")]
    start, line, last = value.line + 1, places.line(value.line + 1), last_line(places, key)
    one_more = below(places, last, f"{' ' * value.column}- {entry}")
    entries = [e for one, e in places.values.items() if one[:-1] == path and isinstance(one[-1], int)]
    if entries and not value.bracketed:
        return [one_more]
    if entries:
        return [Edit(entries[-1].end_line + 1, entries[-1].end_column + 1, "", f", {entry}")]
    if line[value.column] != "{" and any(one[:-1] == path for one in places.keys):  # one with fields on lines
        further = [Edit(number, 1, "", "  ") for number in range(start + 1, last + 1)]
        return [Edit(start, value.column + 1, "", "- "), *further, one_more]
    own = line[value.column : value.end_column] if value.end_line == value.line else ""
    if own[:1] not in {"'", '"', ""} and re.search(r"^[^{].*[,\[\]{}]", own):
        return [Edit(start, value.column + 1, own, f"[{as_yaml(own)}, {entry}]")]
    end = Edit(value.end_line + 1, value.end_column + 1, "", f", {entry}]")
    return [Edit(start, value.column + 1, "", "["), end]
