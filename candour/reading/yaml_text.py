"""YAML text -> plain values (text, list, mapping), the place of each, and the problems in it.

Every scalar stays text: the record's types give it a meaning, YAML never does. Aliases, anchors, tags and deep nesting
are refused before anything is composed, so that no small file can grow; libyaml stops at a file's first syntax error.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, Event, NodeEvent

from candour.model.places import Extent, FieldPath, Places
from candour.model.values import invisible_signs
from candour.problems import Problem, ProblemName, Span
from candour.reading.yaml_mistakes import explained, folded, slips

DEEPEST = 32
"""Levels of nesting. Records need five."""


@dataclass(frozen=True, slots=True)
class YamlText:
    value: Any
    """A mapping, list or text; None when it cannot be read or nothing is there."""
    places: Places
    problems: tuple[Problem, ...]


def parse_yaml(
    file: str, lines: tuple[str, ...], first: int, last: int, may_be_empty: Callable[[str], bool] = lambda key: False
) -> YamlText:
    """Lines `first` to `last` (from 1, both included) of a file, read as YAML. No input raises an exception.

    A key of the outermost level that `may_be_empty` has the value "" when nothing is written after it.
    """
    bare = Places(file, lines)
    text = "\n" * (first - 1) + "\n".join(lines[first - 1 : last]) + "\n"
    if indented := _non_breaking_indent(bare, first, last):
        return YamlText(None, bare, (indented,))
    try:
        problems, readable = _refused(yaml.parse(text, Loader=yaml.CBaseLoader), bare)
        node = yaml.compose(text, Loader=yaml.CBaseLoader) if readable else None
    except yaml.YAMLError as error:
        return YamlText(None, bare, (explained(error, bare, first, last),))
    if node is None:
        return YamlText(None, bare, tuple(problems))
    composer = _Composer(bare, may_be_empty)
    value = composer.value(node, ())
    return YamlText(value, composer.places(), (*problems, *composer.problems))


def _non_breaking_indent(places: Places, first: int, last: int) -> Problem | None:
    for number in range(first, last + 1):
        if re.match(" *\u00a0", places.lines[number - 1]):
            return Problem(
                "yaml-syntax",
                places.at(number, places.lines[number - 1].index("\u00a0") + 1, 1),
                "the line begins with a non-breaking space, which does not count as indentation",
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
            written = _written(event, places)
            message = f'"{written}" is taken for an instruction to a program, not for text'
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


def _written(event: Event, places: Places) -> str:
    mark = event.start_mark
    rest = places.lines[mark.line][mark.column :] if mark and mark.line < len(places.lines) else ""
    return rest.split(" ")[0][:40]


def _at(event: Event, places: Places, name: ProblemName, message: str, hint: str) -> Problem:
    mark = event.start_mark
    assert mark is not None, "libyaml marks every event"
    return Problem(name, places.at(mark.line + 1, mark.column + 1, 1), message, hint)


class _Composer:
    """Walks the composed nodes once, gathering values, places and problems."""

    def __init__(self, bare: Places, may_be_empty: Callable[[str], bool]) -> None:
        self.bare = bare
        self.may_be_empty = may_be_empty
        self.keys: dict[FieldPath, Extent] = {}
        self.values: dict[FieldPath, Extent] = {}
        self.problems: list[Problem] = []

    def places(self) -> Places:
        return Places(self.bare.file, self.bare.lines, self.keys, self.values)

    def value(self, node: yaml.Node, loc: FieldPath) -> Any:
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

    def _scalar(self, node: yaml.ScalarNode, loc: FieldPath) -> str | None:
        text: str = node.value
        plain = not node.style
        mark = self.values[loc]
        if not text.strip() or (plain and text in {"~", "null", "Null", "NULL"}):
            if len(loc) == 1 and self.may_be_empty(str(loc[0])):
                return ""
            if not text and self.bare.lines[mark.line][mark.column : mark.column + 1] in {"&", "!"}:
                return None  # an anchor or a tag and nothing else, which is reported as such
            self._empty(loc)
            return None
        if plain:
            self._warn_of_hash(loc)
            if found := list(slips(self.bare, mark.line + 1, mark.column + 1, self._last_line(mark))):
                self.problems += found
                return None
        elif node.style == ">" and (wrong := folded(self.bare, mark.line + 1, self._last_line(mark), text)):
            self.problems.append(wrong)
        elif node.style == '"':
            for _, sign in invisible_signs(text):
                message = f"the code in the quoted text stands for an invisible sign: {sign}"
                self._problem("control-character", self.places().span(loc), message, "delete the code")
        return text.strip()

    def _last_line(self, mark: Extent) -> int:
        return min(mark.end_line + (mark.end_column > 0), len(self.bare.lines))

    def _empty(self, loc: FieldPath) -> None:
        last = f'"{loc[-1]}"' if loc and isinstance(loc[-1], str) else "this entry"
        mark = self.values[loc]
        rest = self.bare.lines[mark.line][mark.column :] if mark.line < len(self.bare.lines) else ""
        hint = "write the value, or delete the line: left out means not recorded"
        if rest.strip().startswith("#"):
            hint = "what follows the # is taken for a comment: put the whole value in double quotes"
        elif re.match(r"[^ ]+:[^ ]", str(loc[-1] if loc else "")):
            hint = "put a space after the colon"
        self._problem("empty-value", self.places().span(loc), f"{last} is there but has no value", hint)

    def _warn_of_hash(self, loc: FieldPath) -> None:
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

    def _mapping(self, node: yaml.Node, loc: FieldPath) -> dict[str, Any] | None:
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
        return told if told or not loc else None

    def _problem(self, name: ProblemName, span: Span, message: str, hint: str) -> None:
        self.problems.append(Problem(name, span, message, hint))


def _mark(node: yaml.Node) -> Extent:
    start, end = node.start_mark, node.end_mark
    bracketed = isinstance(node, yaml.SequenceNode) and bool(node.flow_style)
    return Extent(start.line, start.column, end.line, end.column, bracketed)
