"""The text of one file and the places of its fields -> edits, and the text with them; every other byte stays."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from candour.editing.changes import RefusedError
from candour.model.places import Extent, FieldPath, Places

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


def last_line(places: Places, path: FieldPath) -> int:
    """The last line (from 1) of a field. Where blocks end, YAML counts what follows them."""
    ends = [e for other, e in (*places.values.items(), *places.keys.items()) if other[: len(path)] == path]
    closed = (e for e in ends if places.line(e.line + 1)[e.column : e.column + 1] in {"{", "["})
    leaves = [*closed, *(e for e in ends if not any(_holds(e, other) for other in ends))]
    line = max(e.end_line + (e.end_column > 0) for e in leaves)
    while not places.line(line).strip():
        line -= 1
    return line


def _holds(extent: Extent, other: Extent) -> bool:
    start, end = (extent.line, extent.column), (extent.end_line, extent.end_column)
    inner, inner_end = (other.line, other.column), (other.end_line, other.end_column)
    return extent != other and start <= inner and inner_end <= end


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
        first = min((e.line for one, e in places.keys.items() if len(one) == 1), default=0)
        if (after,) in places.keys:
            return [below(places, last_line(places, (after,)), f"{key}: {entry}")]
        return [Edit(first + 1, 1, "", f"{key}: {entry}\n")]
    last, start = last_line(places, path), value.line + 1
    in_list = [e for one, e in places.values.items() if len(one) == 2 and one[0] == key and isinstance(one[1], int)]
    if in_list and value.bracketed:
        return [Edit(in_list[-1].end_line + 1, in_list[-1].end_column + 1, "", f", {entry}")]
    if in_list:
        return [below(places, last, f"{' ' * value.column}- {entry}")]
    line = places.line(start)
    if line[value.column] == "{":
        end = Edit(value.end_line + 1, value.end_column + 1, "", f", {entry}]")
        return [Edit(start, value.column + 1, "", "["), end]
    if any(one[:-1] == path for one in places.keys):  # one entry with fields of its own, each on a line
        more = [Edit(number, 1, "", "  ") for number in range(start + 1, last + 1)]
        return [Edit(start, value.column + 1, "", "- "), *more, below(places, last, f"{' ' * value.column}- {entry}")]
    written = line[value.column : value.end_column]
    own = as_yaml(written) if written[0] not in "'\"" and re.search(r"[,\[\]{}]", written) else written
    return [Edit(start, value.column + 1, written, f"[{own}, {entry}]")]


def cuts(places: Places, paths: Iterable[FieldPath]) -> list[Edit]:
    """Fields and entries of lists taken out; with them what would be left without any."""
    going = set(paths)
    while whole := {
        path[:-1] for path in going if path[:-1] and all(p in going for p in places.values if p[:-1] == path[:-1])
    }:
        going = {path for path in going if path[:-1] not in whole} | whole
    return [_cut(places, path) for path in going]


def _cut(places: Places, path: FieldPath) -> Edit:
    start, value = places.keys.get(path) or places.values[path], places.values[path]
    line = places.line(start.line + 1)
    before = line[: start.column]
    if re.fullmatch(r" *(?:- +)?" if isinstance(path[-1], int) else " *", before):
        return Edit(start.line + 1, 1, lines_of(places, start.line + 1, last_line(places, path)), "")
    end = value.end_column if value.end_line == start.line else len(line)
    if follows := re.match(r"\s*,\s*", line[end:]):
        return Edit(start.line + 1, start.column + 1, line[start.column : end + follows.end()], "")
    begins = len(re.sub(r"\s*,\s*$", "", before))
    return Edit(start.line + 1, begins + 1, line[begins:end], "")
