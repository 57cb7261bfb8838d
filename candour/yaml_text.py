"""YAML text -> plain values (text, list, mapping), the place of each, and the problems in it.

Every scalar stays text: the record's types give it a meaning, YAML never does. Aliases, anchors, tags and deep nesting
are refused before anything is composed, so that no small file can grow; libyaml stops at a file's first syntax error.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
)

from candour.places import Loc, Mark, Places
from candour.problems import Problem, ProblemName, Span

DEEPEST = 32
"""Levels of nesting. Records need five."""


@dataclass(frozen=True, slots=True)
class YamlText:
    value: Any
    """A mapping, list or text; None when it cannot be read or nothing is there."""
    places: Places
    problems: tuple[Problem, ...]


def parse_yaml(file: str, lines: tuple[str, ...], first: int, last: int) -> YamlText:
    """Lines `first` to `last` (from 1, both included) of a file, read as YAML. No input raises an exception."""
    bare = Places(file, lines)
    text = "\n" * (first - 1) + "\n".join(lines[first - 1 : last]) + "\n"
    if indented := _non_breaking_indent(bare, first, last):
        return YamlText(None, bare, (indented,))
    try:
        problems, readable = _refused(yaml.parse(text, Loader=yaml.CBaseLoader), bare)
        node = yaml.compose(text, Loader=yaml.CBaseLoader) if readable else None
    except yaml.YAMLError as error:
        return YamlText(None, bare, (_explained(error, bare, first, last),))
    if node is None:
        return YamlText(None, bare, tuple(problems))
    composer = _Composer(bare)
    value = composer.value(node, ())
    return YamlText(value, composer.places(), (*problems, *composer.problems))


def _non_breaking_indent(places: Places, first: int, last: int) -> Problem | None:
    for number in range(first, last + 1):
        if re.match(" *\u00a0", places.lines[number - 1]):
            return Problem(
                "yaml-syntax",
                places.at(number, places.lines[number - 1].index("\u00a0") + 1, 1),
                "the line begins with a non-breaking space, which YAML does not count as indentation",
                "delete the spaces before the first word and type them anew",
            )
    return None


def _refused(events: Any, places: Places) -> tuple[list[Problem], bool]:
    """What YAML allows and records do not; and whether the rest can still be read."""
    problems: list[Problem] = []
    readable, depth, documents = True, 0, 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents == 2:
                message = "a line of three hyphens begins a second document here"
                problems.append(_at(event, places, "yaml-syntax", message, "delete the line; one file is one record"))
                return problems, False
        if isinstance(event, AliasEvent):
            message = f'"*{event.anchor}" stands for something written elsewhere, which records may not do'
            problems.append(_at(event, places, "alias", message, "write it out; put text that begins with * in quotes"))
            readable = False
        elif isinstance(event, NodeEvent) and event.anchor is not None:
            message = f'"&{event.anchor}" names a value for use elsewhere, which records may not do'
            problems.append(_at(event, places, "alias", message, "delete it; put text that begins with & in quotes"))
        if getattr(event, "tag", None) is not None:
            message = f'"{event.tag}" is a YAML tag, which records may not have'
            problems.append(_at(event, places, "tag", message, "delete it; put text that begins with ! in quotes"))
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                message = f"this is nested more than {DEEPEST} levels deep"
                problems.append(_at(event, places, "nesting-too-deep", message, "no record needs so many brackets"))
                return problems, False
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
    return problems, readable


def _at(event: Event, places: Places, name: ProblemName, message: str, hint: str) -> Problem:
    mark = event.start_mark
    assert mark is not None, "libyaml marks every event"
    return Problem(name, places.at(mark.line + 1, mark.column + 1, 1), message, hint)


class _Composer:
    """Walks the composed nodes once, gathering values, places and problems."""

    def __init__(self, bare: Places) -> None:
        self.bare = bare
        self.keys: dict[Loc, Mark] = {}
        self.values: dict[Loc, Mark] = {}
        self.problems: list[Problem] = []

    def places(self) -> Places:
        return Places(self.bare.file, self.bare.lines, self.keys, self.values)

    def value(self, node: yaml.Node, loc: Loc) -> Any:
        """The plain value; None (and a problem) when there is nothing."""
        self.values[loc] = _mark(node)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, loc)
        if isinstance(node, yaml.SequenceNode):
            kept: list[Any] = []
            for child in node.value:
                value = self.value(child, (*loc, len(kept)))
                kept += [value] if value is not None else []
            if not node.value:
                self._empty(loc)
            return kept or None
        return self._mapping(node, loc)

    def _scalar(self, node: yaml.ScalarNode, loc: Loc) -> str | None:
        text: str = node.value
        plain = node.style is None
        if not text.strip() or (plain and text in {"~", "null", "Null", "NULL"}):
            self._empty(loc)
            return None
        if plain:
            self._warn_of_hash(loc)
        return text.strip()

    def _empty(self, loc: Loc) -> None:
        last = f'"{loc[-1]}"' if loc and isinstance(loc[-1], str) else "this entry"
        self._problem(
            "empty-value",
            self.places().span(loc),
            f"{last} is there but has no value",
            "write the value, or delete the line: left out means not recorded",
        )

    def _warn_of_hash(self, loc: Loc) -> None:
        """A `#` after a space ends the value in silence: say so where it does not look like a comment."""
        mark = self.values[loc]
        rest = self.bare.lines[mark.end_line][mark.end_column :] if mark.end_line < len(self.bare.lines) else ""
        if re.match(r" #|\s+#[^\s#]", rest):
            column = mark.end_column + rest.index("#") + 1
            self._problem(
                "text-cut-by-hash",
                self.bare.at(mark.end_line + 1, column, len(rest.strip())),
                "what follows the # is taken for a comment and left out",
                "put the whole value in double quotes; for a comment, write two spaces before the # and one after it",
            )

    def _mapping(self, node: yaml.Node, loc: Loc) -> dict[str, Any] | None:
        told: dict[str, Any] = {}
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            mark = _mark(key_node)
            if not isinstance(key_node, yaml.ScalarNode) or not key_node.value.strip():
                self._problem(
                    "yaml-syntax",
                    self.bare.at(mark.line + 1, mark.column + 1, 1),
                    "a name is missing before the colon",
                    "write the field's name; put text that begins with { or [ in quotes",
                )
                continue
            key = key_node.value.strip()
            if key in seen:
                self._problem(
                    "duplicate-key",
                    self.bare.at(mark.line + 1, mark.column + 1, len(key)),
                    f'"{key}" is written twice; it stands in line {seen[key]} already',
                    "keep one of the two",
                )
                continue
            seen[key] = mark.line + 1
            self.keys[(*loc, key)] = mark
            value = self.value(value_node, (*loc, key))
            if value is not None:
                told[key] = value
        if not node.value:
            self._empty(loc)
        return told

    def _problem(self, name: ProblemName, span: Span, message: str, hint: str) -> None:
        self.problems.append(Problem(name, span, message, hint))


def _mark(node: yaml.Node) -> Mark:
    start, end = node.start_mark, node.end_mark
    bracketed = isinstance(node, yaml.SequenceNode) and bool(node.flow_style)
    return Mark(start.line, start.column, end.line, end.column, bracketed)


# --- the commonest mistakes, in plain words -------------------------------------------------------------------------


def _explained(error: yaml.YAMLError, places: Places, first: int, last: int) -> Problem:
    """One problem for a syntax error. The parser's own sentences never reach a maintainer."""
    found = getattr(error, "problem", None) or ""
    opened = getattr(error, "context", None) or ""
    mark, start = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    number = min(max((mark.line if mark else first - 1) + 1, first), max(first, last))
    line = places.lines[number - 1] if number <= len(places.lines) else ""
    here = places.at(number, min(mark.column if mark else 0, len(line)) + 1, 1)
    begun = places.at(start.line + 1, start.column + 1, 1) if start and first <= start.line + 1 <= last else here

    def say(span: Span, message: str, hint: str) -> Problem:
        return Problem("yaml-syntax", span, message, hint)

    if "\t" in line[: len(line) - len(line.lstrip())]:
        return say(
            places.at(number, line.index("\t") + 1, 1),
            "the line is indented with a tab",
            "use spaces, two for each level",
        )
    if "mapping values are not allowed" in found:
        return say(
            here,
            "a colon followed by a space stands inside the value",
            "put the value in double quotes, or put > after the first colon and the sentence indented on the next line",
        )
    if apostrophe := _apostrophe(places, first, number):
        return say(
            apostrophe,
            "an apostrophe ends the quoted text too early",
            "use double quotes around the whole value",
        )
    if "quoted scalar" in opened:
        return say(begun, "the quoted text that begins here never ends", "add the closing quotation mark")
    if "flow sequence" in opened or "flow mapping" in opened:
        return say(
            begun,
            "the bracket that opens here is not closed, or a comma or quotation mark is missing in it",
            "close it, or put text that begins with a bracket in double quotes",
        )
    value = re.match(r"\s*(?:- +)?(?:[^\s:#]+: +)?([@`%*&!|>])", line)
    if value and ("cannot start" in found or "alphabetic" in found or "scanning" in opened):
        sign = value[1]
        return say(
            places.at(number, value.start(1) + 1, 1),
            f"a value cannot begin with {sign}",
            "put the whole value in double quotes",
        )
    if "block sequence entries are not allowed" in found:
        return say(here, "a list cannot begin on this line", "put each - on a line of its own, below the field's name")
    if "could not find expected ':'" in found:
        span = places.at(start.line + 1) if start and first <= start.line + 1 <= last else places.at(number)
        return say(span, "this line has no colon after the field's name", "write it as name: value")
    return say(
        here,
        "this line does not fit the lines above it",
        "check that it is indented like its neighbours and that no quotation mark or colon is missing before it",
    )


def _apostrophe(places: Places, first: int, number: int) -> Span | None:
    """A value in single quotes that holds an apostrophe, on the line of the error or the one before it."""
    for candidate in (number, number - 1):
        if first <= candidate <= len(places.lines):
            line = places.lines[candidate - 1]
            if found := re.search(r"(?:: |- |^)'[^']*[^'\W](')[^'\W]", line):
                return places.at(candidate, found.start(1) + 1, 1)
    return None
