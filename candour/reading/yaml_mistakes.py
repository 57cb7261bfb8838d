"""The commonest mistakes in YAML, in plain words.

In: what the parser stopped at, or a value that it read in silence and nobody meant. Out: problems with their places.
No sentence of the parser's own reaches a maintainer.
"""

import re
from collections.abc import Iterator

import yaml

from candour.model.places import Places
from candour.problems import Problem, ProblemName, Span

_FIELD = r"[A-Za-z_][A-Za-z0-9_-]*"
_NO_SPACE = re.compile(rf"\s*(?:- +)?(?!(?:https?|mailto|project):)({_FIELD}:)(?=[^\s/:])")
"""A field's name and a colon with no space after it. References and addresses have colons of their own."""
_BULLET = re.compile(r"\s*([•·‣▪●○◦])\s*\S")
_DASH = re.compile(r"\s*([–—])\s*\S")
_HYPHEN = re.compile(r"\s*(-)[^\W\d]")
_NUMBERED = re.compile(r"\s*([0-9]{1,3}[.)]) +\S")
_ENTRY = re.compile(r"\s*(-) +\S")
_BEFORE_VALUE = r"\s*(?:- +)?(?:[^:'\"\[{]+: +)?"
_SIGN = re.compile(_BEFORE_VALUE + r"([@`%*&!|>,\]}?])")
_AFTER_QUOTES = re.compile(_BEFORE_VALUE + r"""(?:"[^"]*"|'[^']*')\s*([^\s,:\]}#])""")
_AFTER_BRACKETS = re.compile(_BEFORE_VALUE + r"(?:\[[^\]]*\]|\{[^}]*\})\s*([^\s,:#])")
_BREAKING = re.compile(r"(?::|-)(\u00a0)")
LIST_HINT = "begin each entry with a hyphen and a space, on a line of its own"


def slips(places: Places, first: int, column: int, last: int) -> Iterator[Problem]:
    """What looks like fields or a list inside an unquoted value that goes from a line and column (from 1) to a line.

    YAML joins such lines to one text, in silence.
    """
    has_own_line = not places.lines[first - 1][: column - 1].strip()
    for number in range(first if has_own_line else first + 1, last + 1):
        line = places.lines[number - 1]
        list_like = _BULLET.match(line) or _HYPHEN.match(line)
        if number == first:
            list_like = list_like or _DASH.match(line) or (_NUMBERED.match(line) if last > first else None)
        if found := _NO_SPACE.match(line):
            yield _no_space(places, number, found)
        elif list_like:
            yield _not_a_list(places, number, list_like)
        elif number > first and (found := _ENTRY.match(line)):
            span = places.at(number, found.start(1) + 1, 1)
            message = "this list stands below a field that has a value already"
            yield Problem("not-a-list", span, message, "put the first value into the list as well: " + LIST_HINT)


def folded(places: Places, first: int, last: int, value: str) -> Problem | None:
    """A list under `>`, whose lines YAML joins to one. Lines are counted from 1, the one with the `>` first."""
    entry = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.)]) +\S")
    written = [n for n in range(first + 1, last + 1) if n <= len(places.lines) and entry.match(places.lines[n - 1])]
    if len(written) <= sum(1 for line in value.split("\n") if entry.match(line)):
        return None
    message = "the lines of this list are joined to one, because > stands above them"
    return Problem("not-a-list", places.at(written[-1]), message, "write | in place of the >")


def explained(error: yaml.YAMLError, places: Places, first: int, last: int) -> Problem:
    """One problem for a syntax error in the lines `first` to `last` (from 1)."""
    return _Explanation(error, places, first, last).problem()


def _no_space(places: Places, number: int, found: re.Match[str]) -> Problem:
    span = places.at(number, found.start(1) + 1, len(found[1]))
    return Problem("yaml-syntax", span, "a space is missing after the colon", f"write {found[1]} and a space")


def _not_a_list(places: Places, number: int, found: re.Match[str]) -> Problem:
    sign = found[1]
    message = "a space is missing after the hyphen" if sign == "-" else f'entries of a list do not begin with "{sign}"'
    return Problem("not-a-list", places.at(number, found.start(1) + 1, len(sign)), message, LIST_HINT)


class _Explanation:
    """Looks at the lines around the place where the parser stopped, the most telling sign first."""

    def __init__(self, error: yaml.YAMLError, places: Places, first: int, last: int) -> None:
        self.found: str = getattr(error, "problem", None) or ""
        self.opened: str = getattr(error, "context", None) or ""
        mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        self.places = places
        self.first = first
        self.number = min(max((mark.line if mark else first - 1) + 1, first), max(first, last))
        self.is_past_end = mark is not None and mark.line + 1 > last
        self.line = places.lines[self.number - 1] if self.number <= len(places.lines) else ""
        self.column = min(mark.column if mark else 0, len(self.line))
        self.here = places.at(self.number, self.column + 1, 1)
        inside = start is not None and first <= start.line + 1 <= last
        self.begun_line = start.line + 1 if start is not None and inside else self.number
        self.begun = places.at(self.begun_line, start.column + 1, 1) if start is not None and inside else self.here
        above = [n for n in range(first, self.number) if places.lines[n - 1].strip()]
        self.above = above[-1] if above else 0

    def problem(self) -> Problem:
        for look in (
            self._tab,
            self._breaking_space,
            self._colon,
            self._quotes,
            self._brackets,
            self._sign,
            self._list,
            self._no_colon,
            self._indentation,
        ):
            if told := look():
                return told
        return self._say(
            self.here,
            "this line does not fit the lines above it",
            "check that it is indented like its neighbours and that no quotation mark or colon is missing before it",
        )

    def _say(self, span: Span, message: str, hint: str, name: ProblemName = "yaml-syntax") -> Problem:
        return Problem(name, span, message, hint)

    def _tab(self) -> Problem | None:
        if "\t" not in self.line[: len(self.line) - len(self.line.lstrip())]:
            return None
        span = self.places.at(self.number, self.line.index("\t") + 1, 1)
        return self._say(span, "the line is indented with a tab", "use spaces, two for each level")

    def _breaking_space(self) -> Problem | None:
        for number in (self.begun_line, self.number, self.above):
            if number and (found := _BREAKING.search(self.places.lines[number - 1])):
                span = self.places.at(number, found.start(1) + 1, 1)
                message = "a non-breaking space stands here, which does not separate a name from its value"
                return self._say(span, message, "delete it and type the space anew")
        return None

    def _colon(self) -> Problem | None:
        if "mapping values are not allowed" not in self.found:
            return None
        above = self.places.lines[self.above - 1] if self.above else ""
        is_own = bool(re.fullmatch(rf"\s*(?:- +)?{_FIELD}", self.line[: self.column]))
        if is_own and (found := _NO_SPACE.match(above)):
            return _no_space(self.places, self.above, found)
        if is_own and _indent(self.line) > _indent(above) and above:
            return self._say(
                self.places.at(self.number),
                "this line is indented more than the one above it, which has a value already",
                "begin both lines with the same number of spaces",
            )
        if "“" in self.line or "”" in self.line:
            return self._say(
                self.here,
                "a colon followed by a space stands inside the value, and curly quotation marks do not protect it",
                'use straight quotation marks, as in "text: more text"',
            )
        return self._say(
            self.here,
            "a colon followed by a space stands inside the value",
            "put the value in double quotes, or put > after the first colon and the sentence indented on the next line",
        )

    def _quotes(self) -> Problem | None:
        if apostrophe := self._apostrophe():
            message = "an apostrophe ends the quoted text too early"
            return self._say(apostrophe, message, "use double quotes around the whole value")
        for number in (self.number, self.above):
            line = self.places.lines[number - 1] if number else ""
            if found := _AFTER_QUOTES.match(line):
                span = self.places.at(number, found.start(1) + 1, 1)
                hint = "put the whole value in one pair of quotation marks, single ones if it holds double ones"
                return self._say(span, "more text follows the closing quotation mark", hint)
        if "escape" in self.found or "hexdecimal" in self.found:
            return self._say(
                self.here,
                "a backslash inside double quotes begins a code, and this is none",
                "write two backslashes, or use single quotes",
            )
        if "quoted scalar" in self.opened:
            return self._say(
                self.begun, "the quoted text that begins here never ends", "add the closing quotation mark"
            )
        return None

    def _apostrophe(self) -> Span | None:
        """A value in single quotes that holds an apostrophe, on the line of the error or the one before it."""
        for number in (self.number, self.number - 1):
            if self.first <= number <= len(self.places.lines):
                line = self.places.lines[number - 1]
                if found := re.search(r"(?:: |- |^)'[^']*[^'\W](')[^'\W]", line):
                    return self.places.at(number, found.start(1) + 1, 1)
        return None

    def _brackets(self) -> Problem | None:
        for number in (self.number, self.above):
            line = self.places.lines[number - 1] if number else ""
            if found := _AFTER_BRACKETS.match(line):
                span = self.places.at(number, found.start(1) + 1, 1)
                message = "more text follows the closing bracket"
                return self._say(span, message, "put the whole value in double quotes")
        if "flow sequence" not in self.opened and "flow mapping" not in self.opened:
            return None
        if self.number == self.begun_line and not self.is_past_end and self.line[self.column :].strip():
            message = "inside the bracket that opens here a comma or a quotation mark is missing"
            hint = "put a comma between two entries, and quotes around text with brackets, commas or colons"
            return self._say(self.begun, message, hint)
        message = "the bracket that opens here is not closed"
        return self._say(self.begun, message, "close it, or put text that begins with a bracket in double quotes")

    def _sign(self) -> Problem | None:
        value = _SIGN.match(self.line)
        if not value or not (
            "cannot start" in self.found
            or "alphabetic" in self.found
            or "scanning" in self.opened
            or value[1] in "@`%,]}?"
            or re.fullmatch(r"[*&!]\S*\s*", self.line[value.start(1) : self.column])
        ):
            return None
        sign, span = value[1], self.places.at(self.number, value.start(1) + 1, 1)
        if re.match(r"\s*\* +\S", self.line):
            return self._say(span, 'entries of a list do not begin with "*"', LIST_HINT, "not-a-list")
        if sign in "|>":
            message = f"text stands on the line of the {sign}, which announces it for the next lines"
            return self._say(span, message, "put the text on the next line, indented")
        return self._say(span, f"a value cannot begin with {sign}", "put the whole value in double quotes")

    def _list(self) -> Problem | None:
        if "block sequence entries are not allowed" not in self.found:
            return None
        if self.line[self.column :].strip() == "-":
            hint = "write the value, none where a list is said to be empty, or delete the line"
            return self._say(self.here, "a hyphen alone is no value", hint)
        hint = "put each - on a line of its own, below the field's name"
        return self._say(self.here, "a list cannot begin on this line", hint)

    def _no_colon(self) -> Problem | None:
        """A line that should begin with a field's name."""
        if "could not find expected ':'" not in self.found:
            return None
        number = self.begun_line
        line = self.places.lines[number - 1]
        if found := _NO_SPACE.match(line):
            return _no_space(self.places, number, found)
        if found := _BULLET.match(line) or _DASH.match(line) or _HYPHEN.match(line) or _NUMBERED.match(line):
            return _not_a_list(self.places, number, found)
        span = self.places.at(number)
        above = next((self.places.lines[n - 1] for n in range(number - 1, self.first - 1, -1) if n), "")
        if re.search(r": *[|>][-+]?\s*$", above):
            return self._say(span, "this text is not indented below its field", "begin it with two spaces more")
        if re.match(r"[^:]* #", line):
            message = "this line has no colon after the field's name, because # begins a comment"
            return self._say(span, message, "delete the space before the #")
        hint = "write it as name: value, or indent it if it belongs to the text above"
        return self._say(span, "this line has no colon after the field's name", hint)

    def _indentation(self) -> Problem | None:
        indents = {_indent(line) for line in self.places.lines[self.first - 1 : self.number - 1] if line.strip()}
        if not self.line.strip() or _indent(self.line) in indents or self.number == self.first:
            return None
        spaces = _indent(self.line)
        message = f"this line begins with {spaces} space{'' if spaces == 1 else 's'}, and no line above it does"
        hint = "begin it with as many spaces as the field it stands beside"
        return self._say(self.places.at(self.number), message, hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
