"""Where in a file each field stands, so that every problem can point at its line and column."""

from collections.abc import Mapping
from dataclasses import dataclass

from candour.problems import Span

FieldPath = tuple[str | int, ...]
"""The way to a field: keys and positions in lists, as in `("present", "committee", 0)`."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Start and end of a key or value; lines and columns count from 0, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    bracketed: bool = False
    """Written as `[a, b]`."""


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of one file and the marks of its fields."""

    file: str
    """Relative to the archive's folder, with forward slashes."""
    lines: tuple[str, ...] = ()
    keys: Mapping[FieldPath, Extent] | None = None
    values: Mapping[FieldPath, Extent] | None = None

    def whole(self) -> Span:
        return Span(self.file)

    def span(self, loc: FieldPath, *, of_key: bool = False, containing: str = "") -> Span:
        """The place of a field, or of the nearest one around it that was written; in it, of the words `containing`."""
        loc = self._written(loc)
        for end in range(len(loc), 0, -1):
            key, value = (self.keys or {}).get(loc[:end]), (self.values or {}).get(loc[:end])
            mark = (key or value) if of_key else (value or key)
            if mark is not None:
                if containing and value and (found := self.find(containing, value.line + 1, value.end_line + 1)):
                    return found
                return self._marked(mark)
        return self.at(1) if self.lines else self.whole()

    def has(self, loc: FieldPath) -> bool:
        """Whether a field was written, be it without a value."""
        return self._written(loc) in (self.keys or {})

    def lines_of(self, loc: FieldPath) -> int:
        """How many lines a value takes; 0 when it was not written."""
        mark = (self.values or {}).get(self._written(loc))
        return mark.end_line - mark.line + (mark.end_column > 0) if mark else 0

    def _written(self, loc: FieldPath) -> FieldPath:
        """The way without positions in lists of one that were written as a single value."""
        told: FieldPath = ()
        for part in loc:
            if isinstance(part, str) or (*told, part) in (self.values or {}):
                told = (*told, part)
        return told

    def find(self, words: str, first_line: int, last_line: int) -> Span | None:
        """The first place of `words` between two lines (counted from 1, both included)."""
        for number in range(max(1, first_line), min(last_line, len(self.lines)) + 1):
            column = self.lines[number - 1].find(words)
            if column >= 0:
                return self.at(number, column + 1, len(words))
        return None

    def at(self, line: int, column: int = 0, length: int = 0) -> Span:
        """A line (from 1). Without a column: its first word to its end."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        if not column:
            column = len(text) - len(text.lstrip()) + 1
            length = len(text.strip())
        return Span(self.file, line, column, max(1, length), text)

    def _marked(self, mark: Extent) -> Span:
        text = self.lines[mark.line] if mark.line < len(self.lines) else ""
        end = mark.end_column if mark.end_line == mark.line else len(text)
        return Span(self.file, mark.line + 1, mark.column + 1, max(1, end - mark.column), text)
