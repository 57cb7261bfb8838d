"""The lines and columns of a file's fields, so that every problem can point at them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from candour.problems import Span

FieldPath = tuple[str | int, ...]
"""The path to a field: keys and positions in lists, as in `("present", "committee", 0)`."""


class Extent(NamedTuple):
    """Start and end of a key or value; lines and columns count from 0, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    bracketed: bool = False
    """Written as `[a, b]`."""


@dataclass(frozen=True, slots=True)
class Places:
    file: str
    """Relative to the archive's folder, with forward slashes."""
    lines: tuple[str, ...] = ()
    keys: Mapping[FieldPath, Extent] = field(default_factory=dict)
    values: Mapping[FieldPath, Extent] = field(default_factory=dict)

    def whole(self) -> Span:
        return Span(self.file)

    def span(self, path: FieldPath, *, of_key: bool = False, containing: str = "", after: str = "") -> Span:
        """Of a field, or of the nearest field around it that was written; in it, of words that `find` finds."""
        path = self._written(path)
        for end in range(len(path), 0, -1):
            key, value = self.keys.get(path[:end]), self.values.get(path[:end])
            extent = (key or value) if of_key else (value or key)
            if extent is not None:
                lines = (value.line + 1, value.end_line + 1) if value and containing else (1, 0)
                return self.find(containing, *lines, after, value.column if value else 0) or self.span_of(extent)
        return self.at(1) if self.lines else self.whole()

    def has(self, path: FieldPath) -> bool:
        return self._written(path) in self.keys

    def lines_of(self, path: FieldPath) -> int:
        """How many lines a value takes; 0 when it was not written."""
        extent = self.values.get(self._written(path))
        return extent.end_line - extent.line + (extent.end_column > 0) if extent else 0

    def _written(self, path: FieldPath) -> FieldPath:
        """The path without what was not written: positions of single values, the name "" of no organisation."""
        written: FieldPath = ()
        for part in path:
            if (part and isinstance(part, str)) or (*written, part) in self.values:
                written = (*written, part)
        return written

    def find(self, words: str, first: int, last: int, after: str = "", column: int = 0) -> Span | None:
        """Where `words` are first, directly `after` others, between two lines (from 1, both included), in the first of
        them from a column on (from 0)."""
        for number in range(max(1, first), min(last, len(self.lines)) + 1):
            place = self.line(number).find(after + words, column if number == first else 0)
            if place >= 0:
                return self.at(number, place + len(after) + 1, len(words))
        return None

    def at(self, line: int, column: int = 0, length: int = 0) -> Span:
        """A line (from 1). Without a column: its first word to its end."""
        text = self.line(line)
        if not column:
            column = len(text) - len(text.lstrip()) + 1
            length = len(text.strip())
        return Span(self.file, line, column, max(1, length), text)

    def group(self, line: int, found: re.Match[str]) -> Span:
        """What the first group of a pattern found on a line (from 1)."""
        return self.at(line, found.start(1) + 1, len(found[1]))

    def span_of(self, extent: Extent) -> Span:
        """An extent, or what of it is on its first line."""
        text = self.line(extent.line + 1)
        end = extent.end_column if extent.end_line == extent.line else len(text)
        return self.at(extent.line + 1, extent.column + 1, end - extent.column)

    def line(self, number: int) -> str:
        """The text of a line (from 1); empty for one that the file does not have."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""
