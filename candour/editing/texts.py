"""The text of one file and the places of its fields -> edits, and the text with them; every other byte stays."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from candour.editing import RefusedError
from candour.model.places import Places


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Words of a line and those that take their place; line and column from 1, new lines begin with `\\n`."""

    line: int
    column: int
    old: str
    new: str


def edited(content: bytes, edits: Iterable[Edit], file: str) -> bytes:
    """The content with all edits; what they add has the line ends of the file.

    Raises RefusedError where the words to be replaced are written in a way that only a person can change.
    """
    text = content.decode()
    lines, end = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text), re.search(r"\r\n|\r|\n", text)
    for edit in sorted(set(edits), reverse=True):
        line = lines[edit.line - 1]
        at = _place(line.rstrip("\r\n"), edit.column - 1)
        if not line.startswith(edit.old, at):
            raise RefusedError(f"{file}:{edit.line} is written in a way that no command can change: change it by hand")
        new = edit.new.replace("\n", end[0] if end else "\n")
        lines[edit.line - 1] = line[:at] + new + line[at + len(edit.old) :]
    return "".join(lines).encode()


def _place(line: str, column: int) -> int:
    """Where a column, from 0, of the line as it is read is in the line as it is stored: with a mark of byte order, and
    with accents beside their letters."""
    read = (unicodedata.normalize("NFC", line[:at].removeprefix("\ufeff")) for at in range(len(line) + 1))
    return max((at for at, before in enumerate(read) if len(before) == column), default=0)


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


def below(places: Places, line: int, text: str) -> Edit:
    """New lines below a line."""
    return Edit(line, len(places.line(line)) + 1, "", f"\n{text}")


def added(places: Places, key: str, entry: str) -> list[Edit]:
    """One more entry in the list `key` of a project; without one it begins below the title.

    Raises RefusedError where the list is a single value that is written in another way than as a few plain words.
    """
    value = places.values.get((key,))
    if value is None:
        return [below(places, last_line(places, "title"), f"{key}: {entry}")]
    entries = [extent for path, extent in places.values.items() if path[:1] == (key,) and len(path) == 2]
    if value.bracketed and entries:
        return [Edit(entries[-1].end_line + 1, entries[-1].end_column + 1, "", f", {entry}")]
    if entries and places.line(value.line + 1)[value.column] == "-":
        return [below(places, last_line(places, key), f"{' ' * value.column}- {entry}")]
    own = places.line(value.line + 1)[value.column : value.end_column]
    if value.line != value.end_line or not re.fullmatch(r"""[\w :.'"’-]+|\{.*\}""", own):
        where = f"{places.file}:{value.line + 1}"
        raise RefusedError(f"{where}: write {key} as a list first, each entry on a line of its own after a hyphen")
    return [Edit(value.line + 1, value.column + 1, own, f"[{own}, {entry}]")]
