"""YAML text -> plain values (text, list, mapping), the extent of each, and the problems in it.

Every scalar stays text: the record's types give it a meaning, YAML never does. Aliases, anchors, tags and deep nesting
are refused before anything is composed, so that no small file can grow; libyaml stops at a file's first syntax error.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
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

from candour.model.places import Extent, FieldPath, Places
from candour.model.values import invisible_characters
from candour.problems import Problem, ProblemName
from candour.reading.yaml_mistakes import explained, folded, slips

DEEPEST = 32
"""Levels of nesting. Records need five."""


@dataclass(frozen=True, slots=True)
class YamlText:
    value: Any
    """A mapping, list or text; None when it cannot be read or nothing is there."""
    places: Places
    problems: tuple[Problem, ...] = ()


def parse_yaml(
    places: Places, first: int, last: int, may_be_empty: Callable[[str], bool] = lambda key: False
) -> YamlText:
    """Lines `first` to `last` (from 1, both included) of a file, read as YAML. No input raises an exception.

    A key of the outermost level that `may_be_empty` has the value "" when nothing is written after it.
    """
    text = "\n" * (first - 1) + "\n".join(places.lines[first - 1 : last]) + "\n"
    if indented := _non_breaking_indent(places, first, last):
        return YamlText(None, places, (indented,))
    try:
        problems, readable = _refused(yaml.parse(text, Loader=yaml.CBaseLoader), places)
        node = yaml.compose(text, Loader=yaml.CBaseLoader) if readable else None
    except yaml.YAMLError as error:
        return YamlText(None, places, (explained(error, places, first, last),))
    if node is None:
        return YamlText(None, places, tuple(problems))
    read = _read(node, (), places, may_be_empty)
    return YamlText(read.value, replace(places, keys=read.keys, values=read.values), (*problems, *read.problems))


def _non_breaking_indent(places: Places, first: int, last: int) -> Problem | None:
    message = "the line begins with a non-breaking space, which does not count as indentation"
    hint = "delete the spaces before the first word and type them anew"
    for number in range(first, last + 1):
        if found := re.match(" *(\u00a0)", places.line(number)):
            return Problem("yaml-syntax", places.group(number, found), message, hint)
    return None


# --- what YAML allows and records do not --------------------------------------------------------------------------


def _refused(events: Iterator[Event], places: Places) -> tuple[list[Problem], bool]:
    """The problems, and whether the rest can still be read."""
    problems: list[Problem] = []
    readable, depth, documents = True, 0, 0
    for event in events:
        problems += _refused_of(event, places)
        readable = readable and not isinstance(event, AliasEvent)
        documents += isinstance(event, DocumentStartEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if documents == 2:
            message = "a line of three hyphens begins a second document here"
            hint = "delete the line; one file is one record"
            return [*problems, _at(event, places, "yaml-syntax", message, hint)], False
        if depth > DEEPEST:
            message, hint = f"this is nested more than {DEEPEST} levels deep", "no record needs so many brackets"
            return [*problems, _at(event, places, "nesting-too-deep", message, hint)], False
    return problems, readable


def _refused_of(event: Event, places: Places) -> Iterator[Problem]:
    if isinstance(event, AliasEvent):
        message = f'"*{event.anchor}" stands for something written elsewhere, which records may not do'
        yield _at(event, places, "alias", message, "write it out; put text that begins with * in quotes")
    elif isinstance(event, NodeEvent) and event.anchor is not None:
        message = f'"&{event.anchor}" names a value for use elsewhere, which records may not do'
        yield _at(event, places, "alias", message, "delete it; put text that begins with & in quotes")
    if getattr(event, "tag", None) is not None:
        mark = event.start_mark
        tag = places.line(mark.line + 1)[mark.column :].split(" ")[0][:40] if mark else ""
        message = f'"{tag}" is taken for an instruction to a program, not for text'
        yield _at(event, places, "tag", message, "delete it; put text that begins with ! in quotes")


def _at(event: Event, places: Places, name: ProblemName, message: str, hint: str) -> Problem:
    mark = event.start_mark
    assert mark is not None, "libyaml marks every event"
    return Problem(name, places.at(mark.line + 1, mark.column + 1, 1), message, hint)


# --- the composed nodes -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Read:
    """A node's value, None (and a problem) when there is nothing; extents and problems of all that is in it."""

    value: Any
    values: dict[FieldPath, Extent]
    keys: dict[FieldPath, Extent] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, inner: "_Read") -> Any:
        """Adds what was read of an inner node, and gives its value."""
        self.keys |= inner.keys
        self.values |= inner.values
        self.problems += inner.problems
        return inner.value


def _read(node: yaml.Node, path: FieldPath, places: Places, may_be_empty: Callable[[str], bool]) -> _Read:
    extent = _extent(node)
    if isinstance(node, yaml.ScalarNode):
        if _is_empty(node) and len(path) == 1 and may_be_empty(str(path[0])):
            return _Read("", {path: extent})
        text, problems = _scalar(node, path, extent, places)
        return _Read(text, {path: extent}, {}, problems)
    read = _Read(None, {path: extent}, {}, [] if node.value else [_empty(path, extent, places)])
    if isinstance(node, yaml.SequenceNode):
        entries: list[Any] = []
        for child in node.value:
            value = read.take(_read(child, (*path, len(entries)), places, may_be_empty))
            entries += [value] if value is not None else []
        read.value = entries or None
        return read
    fields: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value.strip() if isinstance(key_node, yaml.ScalarNode) else ""
        start = _extent(key_node)
        if not key:
            span = places.at(start.line + 1, start.column + 1, 1)
            hint = "write the field's name; put text that begins with { or [ in quotes"
            read.problems.append(Problem("yaml-syntax", span, "a name is missing before the colon", hint))
        elif first := read.keys.get((*path, key)):
            span = places.at(start.line + 1, start.column + 1, len(key))
            message = f'"{key}" is written twice; it stands in line {first.line + 1} already'
            read.problems.append(Problem("duplicate-key", span, message, "keep one of the two"))
        else:
            read.keys[(*path, key)] = start
            value = read.take(_read(value_node, (*path, key), places, may_be_empty))
            fields |= {key: value} if value is not None else {}
    read.value = fields if fields or not path else None
    return read


def _scalar(node: yaml.ScalarNode, path: FieldPath, extent: Extent, places: Places) -> tuple[str | None, list[Problem]]:
    """The text, None when there is nothing or it was meant as something else; and its problems."""
    text: str = node.value
    first, last = extent.line + 1, min(extent.end_line + (extent.end_column > 0), len(places.lines))
    if _is_empty(node):
        # An anchor or a tag and nothing else is reported as such.
        is_reported = not text and places.line(first)[extent.column : extent.column + 1] in {"&", "!"}
        return None, [] if is_reported else [_empty(path, extent, places)]
    if not node.style:
        slipped = list(slips(places, first, extent.column + 1, last))
        return None if slipped else text.strip(), [*_cut_by_hash(extent, places), *slipped]
    if node.style == ">":
        return text.strip(), list(folded(places, first, last, text))
    codes = invisible_characters(text) if node.style == '"' else ()
    return text.strip(), [
        Problem(
            "control-character",
            places.span_of(extent),
            f"the code in the quoted text stands for an invisible sign: {name}",
            "delete the code",
        )
        for _, name in codes
    ]


def _is_empty(node: yaml.ScalarNode) -> bool:
    return not node.value.strip() or (not node.style and node.value in {"~", "null", "Null", "NULL"})


def _empty(path: FieldPath, extent: Extent, places: Places) -> Problem:
    key = path[-1] if path else ""
    written = places.line(extent.line + 1)[extent.column :]
    hint = "write the value, or delete the line: left out means not recorded"
    if written.strip().startswith("#"):
        hint = "what follows the # is taken for a comment: put the whole value in double quotes"
    elif re.match(r"[^ ]+:[^ ]", str(key)):
        hint = "put a space after the colon"
    subject = f'"{key}"' if path and isinstance(key, str) else "this entry"
    span = places.span_of(extent) if path else places.at(1)
    return Problem("empty-value", span, f"{subject} is there but has no value", hint)


def _cut_by_hash(extent: Extent, places: Places) -> Iterator[Problem]:
    """A `#` after a space ends a value: a problem where it does not look like a comment."""
    rest = places.line(extent.end_line + 1)[extent.end_column :]
    if re.match(r" #|\s+#[^\s#]", rest):
        span = places.at(extent.end_line + 1, extent.end_column + rest.index("#") + 1, len(rest.strip()))
        message = "what follows the # is taken for a comment and left out"
        hint = "put the whole value in double quotes; "
        hint += "for a comment, write two spaces before the # and one after it"
        yield Problem("text-cut-by-hash", span, message, hint)


def _extent(node: yaml.Node) -> Extent:
    start, end = node.start_mark, node.end_mark
    bracketed = isinstance(node, yaml.SequenceNode) and bool(node.flow_style)
    return Extent(start.line, start.column, end.line, end.column, bracketed)
