"""The commonest mistakes in YAML, in plain words.

In: where the parser stopped, or a value that it read differently from what was meant. Out: problems with their places.
None of the parser's own sentences reaches a maintainer.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from candour.model.places import Places
from candour.problems import Problem, Span

_FIELD = r"[A-Za-z_][A-Za-z0-9_-]*"
_NO_SPACE = re.compile(rf"\s*(?:- +)?(?!(?:https?|mailto|project):)({_FIELD}:)(?=[^\s/:])")
"""A field's name and a colon with no space after it. References and addresses have colons of their own."""
_BULLET = r"[•·‣▪●○◦](?=\s*\S)|-(?=[^\W\d])"
_BULLET_OR_DASH = _BULLET + r"|[–—](?=\s*\S)"
_ANY_BULLET = _BULLET_OR_DASH + r"|[0-9]{1,3}[.)](?= +\S)"
_ENTRY = re.compile(r"\s*(-) +\S")
_BEFORE_VALUE = r"^\s*(?:- +)?(?:[^:'\"\[{]+: +)?"
_SIGN = re.compile(_BEFORE_VALUE + r"([@`%*&!|>,\]}?])")
_LIST_HINT = "begin each entry with a hyphen and a space, on its own line"


def slips(places: Places, first: int, column: int, last: int) -> Iterator[Problem]:
    """What looks like fields or a list inside an unquoted value that goes from a line and column (from 1) to a line.

    YAML joins such lines into one text.
    """
    begins_its_line = not places.line(first)[: column - 1].strip()
    for number in range(first if begins_its_line else first + 1, last + 1):
        bullet = _BULLET if number > first else _ANY_BULLET if last > first else _BULLET_OR_DASH
        if slip := _slip(places, number, bullet):
            yield slip
        elif number > first and (found := _ENTRY.match(places.line(number))):
            message = "this list is below a field that already has a value"
            hint = "put that value into the list as well: " + _LIST_HINT
            yield Problem("not-a-list", places.group(number, found), message, hint)


def folded(places: Places, first: int, last: int, value: str) -> Iterator[Problem]:
    """A list under `>`, whose lines YAML joins into one. Lines are counted from 1, the one with the `>` first."""
    entry = re.compile(r"\s*(?:[-*+]|[0-9]{1,3}[.)]) +\S")
    written = [number for number in range(first + 1, last + 1) if entry.match(places.line(number))]
    if len(written) > sum(1 for line in value.split("\n") if entry.match(line)):
        message = "the lines of this list would be joined into one, because of the > above them"
        yield Problem("not-a-list", places.at(written[-1]), message, "write | instead of >")


def _slip(places: Places, number: int, bullet: str = "(?!)") -> Problem | None:
    """A field without a space after its colon, or an entry of a list that a pattern's match begins."""
    line = places.line(number)
    if found := _NO_SPACE.match(line):
        hint = f"write {found[1]} and a space"
        return _syntax(places.group(number, found), "a space is missing after the colon", hint)
    if not (found := re.match(rf"\s*({bullet})", line)):
        return None
    message = f'entries of a list do not begin with "{found[1]}"'
    message = "a space is missing after the hyphen" if found[1] == "-" else message
    return Problem("not-a-list", places.group(number, found), message, _LIST_HINT)


def _syntax(span: Span, message: str, hint: str) -> Problem:
    return Problem("yaml-syntax", span, message, hint)


@dataclass(frozen=True, slots=True)
class _Stop:
    places: Places
    first: int
    here: Span
    is_past_end: bool
    """It stopped below the last line; then `here` is on that line."""
    opening: Span
    """Where what it could not finish begins; `here`, if it does not say where."""
    words: str
    """Its own words for what it found, and for what it could not finish."""

    @property
    def rest(self) -> str:
        return self.here.excerpt[self.here.column - 1 :].strip()

    @property
    def above(self) -> int:
        """The nearest line above that is not empty; 0 when there is none."""
        return next((n for n in range(self.here.line - 1, self.first - 1, -1) if self.places.line(n).strip()), 0)


_Rule = Callable[[_Stop], Problem | None]


def explained(error: yaml.YAMLError, places: Places, first: int, last: int) -> Problem:
    """One problem for a syntax error in the lines `first` to `last` (from 1): that of the first rule that knows it."""
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    stopped = mark.line + 1 if mark else first
    number = min(max(stopped, first), last)
    here = places.at(number, min(mark.column if mark else 0, len(places.line(number))) + 1, 1)
    opening = places.at(start.line + 1, start.column + 1, 1) if start and first <= start.line + 1 <= last else here
    words = f"{getattr(error, 'problem', None)} {getattr(error, 'context', None)}"
    stop = _Stop(places, first, here, stopped > last, opening, words)
    hint = "indent it like its neighbours, and check that no quotation mark or colon is missing before it"
    anything_else = _syntax(here, "this line does not fit the lines above it", hint)
    return next(filter(None, (rule(stop) for rule in _RULES)), anything_else)


def _seen(pattern: str, message: str, hint: str) -> _Rule:
    """A rule for what the pattern's group finds on the first line that has it of those where something may be wrong."""

    def rule(stop: _Stop) -> Problem | None:
        lines = (stop.here.line, stop.above, stop.opening.line)
        found = ((number, re.search(pattern, stop.places.line(number))) for number in lines)
        return next((_syntax(stop.places.group(n, match), message, hint) for n, match in found if match), None)

    return rule


def _colon(stop: _Stop) -> Problem | None:
    """A second colon on a line, or a field below one that has a value."""
    if "mapping values are not allowed" not in stop.words:
        return None
    line, above = stop.here.excerpt, stop.places.line(stop.above)
    if re.fullmatch(rf"\s*(?:- +)?{_FIELD}", line[: stop.here.column - 1]):
        if slip := _slip(stop.places, stop.above):
            return slip
        if above and _indent(line) > _indent(above):
            message = "this line is indented further than the one above it, which already has a value"
            return _syntax(stop.places.at(stop.here.line), message, "begin both lines with the same number of spaces")
    message = "there is a colon followed by a space inside the value"
    hint = "put the value in double quotes, or put > after the first colon and the sentence indented on the next line"
    if "“" in line or "”" in line:
        message += ", and curly quotation marks do not help"
        hint = 'use straight quotation marks, as in "text: more text"'
    return _syntax(stop.here, message, hint)


def _quotes(stop: _Stop) -> Problem | None:
    if "escape" in stop.words or "hexdecimal" in stop.words:
        message = "inside double quotes a backslash begins a code, but this is not one"
        return _syntax(stop.here, message, "write two backslashes, or use single quotes")
    if "quoted scalar" in stop.words:
        return _syntax(stop.opening, "the quoted text that begins here never ends", "add the closing quotation mark")
    return None


def _brackets(stop: _Stop) -> Problem | None:
    if "flow sequence" not in stop.words and "flow mapping" not in stop.words:
        return None
    message = "the bracket that opens here is not closed"
    hint = "close it, or put text that begins with a bracket in double quotes"
    if stop.here.line == stop.opening.line and not stop.is_past_end and stop.rest:
        message = "a comma or a quotation mark is missing inside the bracket that opens here"
        hint = "put a comma between two entries, and quotes around text with brackets, commas or colons"
    return _syntax(stop.opening, message, hint)


def _first_character(stop: _Stop) -> Problem | None:
    """A value that begins with a character that means something to YAML."""
    line = stop.here.excerpt
    value = _SIGN.match(line)
    if not value or not (
        re.search("cannot start|alphabetic|scanning", stop.words)
        or value[1] in "@`%,]}?"
        or re.fullmatch(r"[*&!]\S*\s*", line[value.start(1) : stop.here.column - 1])
    ):
        return None
    span = stop.places.group(stop.here.line, value)
    if re.match(r"\s*\* +\S", line):
        return Problem("not-a-list", span, 'entries of a list do not begin with "*"', _LIST_HINT)
    if value[1] in "|>":
        message = f"there is text on the same line as the {value[1]}, but it belongs on the next line"
        return _syntax(span, message, "put the text on the next line, indented")
    return _syntax(span, f"a value cannot begin with {value[1]}", "put the whole value in double quotes")


def _hyphen(stop: _Stop) -> Problem | None:
    if "block sequence entries are not allowed" not in stop.words:
        return None
    if stop.rest == "-":
        hint = "write the value after it, or delete the line; if the minutes say that there was none, write none"
        return _syntax(stop.here, "there is nothing after this hyphen", hint)
    hint = "put each - on its own line, below the field's name"
    return _syntax(stop.here, "a list cannot begin on this line", hint)


def _entry(stop: _Stop) -> Problem | None:
    """An entry of a list that is not below the others, or a line among entries without a hyphen."""
    line, above = stop.here.excerpt, stop.places.line(stop.above)
    if "did not find expected '-'" in stop.words and line.strip():
        message = "this line is among the entries of a list, but has no hyphen"
        hint = "begin it with a hyphen and a space; or, if the entries above belong to it, move them below it, indented"
        return Problem("not-a-list", stop.places.at(stop.here.line), message, hint)
    if "did not find expected key" not in stop.words or not _ENTRY.match(line):
        return None
    message, hint = "this entry is further to the left than the name of its list", "indent it, below that name"
    if _ENTRY.match(above):
        message = f"the hyphen has {_indent(line)} spaces before it, but that of the entry above has {_indent(above)}"
        hint = "put the hyphens of a list exactly below each other"
    return Problem("not-a-list", stop.places.at(stop.here.line), message, hint)


def _no_colon(stop: _Stop) -> Problem | None:
    """A line that should begin with a field's name."""
    if "could not find expected ':'" not in stop.words:
        return None
    number, line = stop.opening.line, stop.opening.excerpt
    if slip := _slip(stop.places, number, _ANY_BULLET):
        return slip
    message = "this line has no colon after the field's name"
    hint = "write it as name: value; if it belongs to the text above, indent it; if to a list, begin it with a hyphen"
    if number > stop.first and re.search(r": *[|>][-+]?\s*$", stop.places.line(number - 1)):
        message, hint = "this text is not indented below its field", "indent it by two more spaces"
    elif re.match(r"[^:]* #", line):
        message += ", because everything after the # is a comment"
        hint = "delete the space before the #"
    return _syntax(stop.places.at(number), message, hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_RULES: tuple[_Rule, ...] = (
    _seen(r"^\s*?(\t)", "the line is indented with a tab", "use spaces, two for each level"),
    _seen(
        r"[:-](\u00a0)",
        "there is a non-breaking space here, which does not separate a name from its value",
        "delete it and type an ordinary space",
    ),
    _colon,
    _seen(
        r"(?:: |- |^)'[^']*[^'\W](')[^'\W]",
        "an apostrophe ends the quoted text too early",
        "use double quotes around the whole value",
    ),
    _seen(
        _BEFORE_VALUE + r"""(?:(?:"[^"]*"|'[^']*')\s*(?![\]}])|\[[^\]]*\]\s*|\{[^}]*\}\s*)([^\s,:#])""",
        "more text follows the closing quotation mark or bracket",
        "put the whole value in one pair of quotation marks, single ones if there are double ones in it",
    ),
    _quotes,
    _brackets,
    _first_character,
    _hyphen,
    _entry,
    _no_colon,
)
"""The surest rule first."""
