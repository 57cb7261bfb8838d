"""The commonest mistakes in YAML, in plain words.

In: where the parser stopped, or a value that it read differently from what was meant. Out: problems with their places.
None of the parser's own sentences reaches a maintainer.
"""

import re
from collections.abc import Iterator

import yaml

from candour.model.places import Places
from candour.problems import Problem, ProblemName, Span

_FIELD = r"[A-Za-z_][A-Za-z0-9_-]*"
_NO_SPACE = re.compile(rf"\s*(?:- +)?(?!(?:https?|mailto|project):)({_FIELD}:)(?=[^\s/:])")
"""A field's name and a colon with no space after it. References and addresses have colons of their own."""
_BULLET = r"[•·‣▪●○◦](?=\s*\S)|-(?=[^\W\d])"
_BULLET_OR_DASH = _BULLET + r"|[–—](?=\s*\S)"
_ANY_BULLET = _BULLET_OR_DASH + r"|[0-9]{1,3}[.)](?= +\S)"
_ENTRY = re.compile(r"\s*(-) +\S")
IN_QUOTES = "put the whole value in double quotes"
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


_ON_A_LINE = (
    (r"^\s*?(\t)", "the line is indented with a tab", "use spaces, two for each level"),
    (
        r"""(?:: |- |^)'[^']*[^'\W](')[^'\W]|^\s*(?:- +)?(?:[^:'"\[{]+: +)?"""
        r"""(?:(?:"[^"]*"|'[^']*')\s*(?![\]}])|\[[^\]]*\]\s*|\{[^}]*\}\s*)([^\s,:#])""",
        "an apostrophe, quotation mark or bracket ends the value before this",
        "put the whole value in double quotes, or in single ones if there are double ones in it",
    ),
)
"""What shows on a line itself, in the pattern's group."""
_SIGN = re.compile(r"^\s*(?:- +)?(?:[^:'\"\[{]+: +)?([@`%*&!,\]}?])")
_STOPS: tuple[tuple[str, str, str], ...] = (
    (
        "escape|hexdecimal",
        "inside double quotes a backslash begins a code, but this is not one",
        "write two backslashes, or use single quotes",
    ),
    ("quoted scalar", "the quoted text that begins here never ends", "add the closing quotation mark"),
    (
        "flow",
        "the bracket that opens here is not closed, or a comma or a quotation mark is missing inside it",
        "put a comma between two entries, and double quotes around text with brackets, commas or colons",
    ),
    (
        "comment or line break",
        "there is text on the same line as the sign | or >, but it belongs on the next line",
        "put the text on the next line, indented",
    ),
    (
        "sequence entries are not",
        "a list cannot begin on this line, or nothing is after its hyphen",
        "put each - and its words on a line of their own, below the field's name; if there was none, write none",
    ),
    (
        "expected '-'",
        "this line is among the entries of a list, but has no hyphen",
        "begin it with a hyphen and a space; or, if the entries above belong to it, move them below it, indented",
    ),
    (
        "expected ':'",
        "this line has no colon after the field's name",
        "write it as name: value; if it belongs to the text above, indent it; if to a list, begin it with a hyphen",
    ),
    (
        "",
        "this line does not fit the lines above it",
        "indent it like its neighbours, and check that no quotation mark or colon is missing before it",
    ),
)
"""The parser's words for where it stopped, and ours."""


def explained(error: yaml.YAMLError, places: Places, first: int, last: int) -> Problem:
    """One problem for a syntax error in the lines `first` to `last` (from 1)."""
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    number = min(max(mark.line + 1 if mark else first, first), last)
    here = places.at(number, min(mark.column if mark else 0, len(places.line(number))) + 1, 1)
    opening = places.at(start.line + 1, start.column + 1, 1) if start and first <= start.line + 1 <= last else here
    above = next((n for n in range(number - 1, first - 1, -1) if places.line(n).strip()), 0)
    words, line = f"{getattr(error, 'problem', None)} {getattr(error, 'context', None)}", here.excerpt
    for pattern, message, hint in _ON_A_LINE:
        for one in (number, above, opening.line):
            if found := re.search(pattern, places.line(one)):
                return _syntax(places.at(one, found.start(found.lastindex or 0) + 1, 1), message, hint)
    if "mapping values are not allowed" in words:
        return _colon(places, here, above)
    if "expected ':'" in words:
        if slip := _slip(places, opening.line, _ANY_BULLET):
            return slip
        if opening.line > first and re.search(r": *[|>][-+]?\s*$", places.line(opening.line - 1)):
            message = "this text is not indented below its field"
            return _syntax(places.at(opening.line), message, "indent it by two more spaces")
    if re.match(r"\s*\* +\S", line):
        return Problem("not-a-list", places.at(number), 'entries of a list do not begin with "*"', _LIST_HINT)
    if "expected key" in words and _ENTRY.match(line):
        message, hint = "this entry is further to the left than the name of its list", "indent it, below that name"
        if _ENTRY.match(beside := places.line(above)):
            here_and_there = "the hyphen has {} spaces before it, but that of the entry above has {}"
            message = here_and_there.format(_indent(line), _indent(beside))
            hint = "put the hyphens of a list exactly below each other"
        return Problem("not-a-list", places.at(number), message, hint)
    if (sign := _SIGN.match(line)) and not re.search("quoted|flow", words):
        return _syntax(places.group(number, sign), f"a value cannot begin with {sign[1]}", IN_QUOTES)
    _, message, hint = next(stop for stop in _STOPS if re.search(stop[0], words))
    span = opening if re.search("quoted|flow|expected ':'", words) and "escape" not in words else here
    name: ProblemName = "not-a-list" if "expected '-'" in words else "yaml-syntax"
    return Problem(name, places.at(span.line) if re.search("expected '[-:]'", words) else span, message, hint)


def _colon(places: Places, here: Span, above: int) -> Problem:
    """A second colon on a line, or a field below one that has a value."""
    if re.fullmatch(rf"\s*(?:- +)?{_FIELD}", here.excerpt[: here.column - 1]):
        if slip := _slip(places, above):
            return slip
        if above and _indent(here.excerpt) > _indent(places.line(above)):
            message = "this line is indented further than the one above it, which already has a value"
            return _syntax(places.at(here.line), message, "begin both lines with the same number of spaces")
    message = "there is a colon followed by a space inside the value"
    hint = "put the value in double quotes, or put > after the first colon and the sentence indented on the next line"
    return _syntax(here, message, hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
