"""YAML text -> plain values (text, list, mapping), the extent of each, and the problems in it.

Every scalar stays text: the record's types give it a meaning, YAML never does. Aliases, anchors, tags and deep nesting
are refused before anything is composed, so that no small file can grow; libyaml stops at a file's first syntax error.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from candour.model.places import Extent, FieldPath, Places
from candour.model.values import invisible_characters
from candour.problems import Problem, Reported
from candour.reading.yaml_mistakes import IN_QUOTES, explained, folded, slips

DEEPEST = 32
"""Levels of nesting. Records need five."""


def parse_yaml(
    places: Places, first: int, last: int, may_be_empty: Callable[[str], bool] = lambda key: False
) -> Reported[tuple[Any, Places]]:
    """Lines `first` to `last` (from 1, both included) of a file, read as YAML. No input raises an exception.

    The value is a mapping, list or text; {} when nothing is there, None when it cannot be read. A key of the outermost
    level that `may_be_empty` has the value "" when nothing is written after it.
    """
    text = "\n" * (first - 1) + "\n".join(places.lines[first - 1 : last]) + "\n"
    if "\u00a0" in text:
        text = _NO_BREAK.sub(lambda spaces: spaces[0].replace("\u00a0", " "), text)
    try:
        if refused := _refused(yaml.parse(text, Loader=yaml.CBaseLoader), places):
            yield refused
            return None, places
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        yield explained(error, places, first, last)
        return None, places
    if node is None:
        return {}, places
    nodes = _Nodes(places, may_be_empty)
    value = yield from nodes.value(node, ())
    return value, replace(places, keys=nodes.keys, values=nodes.values)


_NO_BREAK = re.compile("(?m)^[ \u00a0]*(?:-[ \u00a0]+)?(?:[a-zA-Z_]+:\u00a0)?")
"""Where a no-break space is meant as indentation, or to divide a name from its value."""


def _refused(events: Iterator[yaml.Event], places: Places) -> Problem | None:
    """What may not be in a record, whatever it says."""
    depth, documents = 0, 0
    for event in events:
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        is_marked = getattr(event, "anchor", None) or getattr(event, "tag", None)
        if not is_marked and documents < 2 and depth <= DEEPEST:
            continue
        mark = event.start_mark
        assert mark is not None, "libyaml marks every event"
        span = places.at(mark.line + 1, mark.column + 1, 1)
        if is_marked:
            sign = span.excerpt[mark.column : mark.column + 1]
            return Problem("yaml-syntax", span, f"a value cannot begin with {sign}", IN_QUOTES)
        if documents == 2:
            message = "this line of three hyphens begins a second document"
            return Problem("yaml-syntax", span, message, "delete the line; each file has one record")
        message = f"this is nested more than {DEEPEST} levels deep"
        hint = "close the brackets that are open, or begin the lines further left"
        return Problem("nesting-too-deep", span, message, hint)
    return None


@dataclass(frozen=True, slots=True)
class _Nodes:
    """Composed nodes -> values, None (and a problem) where there is nothing; keeps the extents of all that it reads."""

    places: Places
    may_be_empty: Callable[[str], bool]
    keys: dict[FieldPath, Extent] = field(default_factory=dict)
    values: dict[FieldPath, Extent] = field(default_factory=dict)

    def value(self, node: yaml.Node, path: FieldPath) -> Reported[Any]:
        extent, of_key = _extent(node), self.keys.get(path)
        if of_key and not node.value and not getattr(node, "style", "x") and extent.line > of_key.line:
            extent = of_key  # of "? key" alone libyaml looks for the value on later lines, or after the last
        self.values[path] = extent
        if isinstance(node, yaml.ScalarNode):
            if _is_empty(node) and len(path) == 1 and self.may_be_empty(str(path[0])):
                return ""
            return (yield from _scalar(node, path, extent, self.places))
        if not node.value:
            yield _empty(path, extent, self.places)
        if isinstance(node, yaml.MappingNode):
            return (yield from self._fields(node, path))
        entries: list[Any] = []
        for child in node.value:
            value = yield from self.value(child, (*path, len(entries)))
            entries += [value] if value is not None else []
        return entries or None

    def _fields(self, node: yaml.MappingNode, path: FieldPath) -> Reported[dict[str, Any] | None]:
        fields: dict[str, Any] = {}
        starts: dict[str, Extent] = {}
        for key_node, value_node in node.value:
            key = key_node.value.strip() if isinstance(key_node, yaml.ScalarNode) else ""
            start = _extent(key_node)
            if key and key not in starts:
                inside = (*path, key)
                self.keys[inside] = starts[key] = start
                value = yield from self.value(value_node, inside)
                fields |= {key: value} if value is not None else {}
                continue
            span = self.places.at(start.line + 1, start.column + 1, max(1, len(key)))
            if key:
                message = f'"{key}" is written twice; it is already in line {starts[key].line + 1}'
                yield Problem("duplicate-key", span, message, "keep one of the two, and delete the other")
            else:
                hint = "write the field's name; put text that begins with { or [ in quotes"
                yield Problem("yaml-syntax", span, "a name is missing before the colon", hint)
        return fields if fields or not path else None


def _scalar(node: yaml.ScalarNode, path: FieldPath, extent: Extent, places: Places) -> Reported[str | None]:
    """The text; None when there is nothing, or it was meant as something else."""
    text: str = node.value
    first, last = extent.line + 1, min(extent.end_line + (extent.end_column > 0), len(places.lines))
    if _is_empty(node):
        yield _empty(path, extent, places)
        return None
    if not node.style:
        yield from _cut_by_hash(extent, places)
        slipped = list(slips(places, first, extent.column + 1, last))
        yield from slipped
        return None if slipped else text.strip()
    if node.style == ">":
        yield from folded(places, first, last, text)
    for _, name in invisible_characters(text) if node.style == '"' else ():
        message = f"a code in the quoted text means an invisible or unreadable character: {name}"
        yield Problem("control-character", places.span_of(extent), message, "delete the code")
    return text.strip()


def _is_empty(node: yaml.ScalarNode) -> bool:
    return not node.value.strip() or (not node.style and node.value in {"~", "null", "Null", "NULL"})


def _empty(path: FieldPath, extent: Extent, places: Places) -> Problem:
    key = path[-1] if path else ""
    hint = "write the value, or delete the line; a field that is left out means not recorded"
    line = places.line(extent.line + 1)
    if line[extent.column :].strip().startswith("#"):
        hint = "everything after the # is read as a comment: put the whole value in double quotes"
    elif ":" in str(key):
        hint = "put a space after the colon"
    elif "," in line and line[: extent.column].rstrip().endswith(str(key)):  # and not with its colon
        hint = "between { and } a comma begins another field: put a value with a comma in double quotes, several in [ ]"
    subject = f'"{key}"' if path and isinstance(key, str) else "this entry"
    span = places.span_of(extent) if path else places.at(1)
    return Problem("empty-value", span, f"{subject} is there but has no value", hint)


def _cut_by_hash(extent: Extent, places: Places) -> Iterator[Problem]:
    """A `#` after a space ends a value: a problem where it does not look like a comment."""
    rest = places.line(extent.end_line + 1)[extent.end_column :]
    if re.match(r" #|\s+#[^\s#]", rest):
        span = places.at(extent.end_line + 1, extent.end_column + rest.index("#") + 1, len(rest.strip()))
        message = "everything after the # is read as a comment and left out"
        hint = "put the whole value in double quotes; for a comment, write two spaces before the # and one after it"
        yield Problem("text-cut-by-hash", span, message, hint)


def _extent(node: yaml.Node) -> Extent:
    start, end = node.start_mark, node.end_mark
    bracketed = isinstance(node, yaml.SequenceNode) and bool(node.flow_style)
    return Extent(start.line, start.column, end.line, end.column, bracketed)
