"""A record -> every place where it names another: in fields, in keys, and in the links of its sentences."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from candour.model.places import FieldPath, Places
from candour.model.records import AnyRecord, Facts, Section, walk
from candour.model.values import Link, Prose, Ref


@dataclass(frozen=True, slots=True)
class Mention:
    places: Places
    """Of the file that names it."""
    line: int
    column: int
    written: str
    """As the file has it."""
    ref: Ref
    """What it names, complete."""
    path: FieldPath
    """Of the field; empty in the text below the facts."""


def mentions_of(record: AnyRecord) -> Iterator[Mention]:
    return mentions_in(record.name, record.facts, record.sections, record.places)


def mentions_in(name: str, facts: Facts, sections: Iterable[Section], places: Places) -> Iterator[Mention]:
    """Each once. Former names (`moved_from`) name what is no longer there, and are not among them."""
    for path, value in walk(facts):
        field = next(part for part in reversed(path) if isinstance(part, str))
        if path[0] == "related":
            yield _mention(str(path[1]), Ref(f"project:{path[1]}"), places, path[:2], of_key=True)
        elif field == "project" and isinstance(value, str):
            yield _mention(value, Ref(f"project:{value}"), places, path)
        elif isinstance(value, Ref) and path[0] != "moved_from":
            of_key = path[0] == "answers" and path[-1] == str(value)
            yield _mention(str(value), value.within(name), places, path, of_key=of_key)
        elif isinstance(value, Prose):
            first = places.span(path).line
            yield from _links(value.links, places, first, first + max(1, places.lines_of(path)) - 1, path)
    links = [link for section in sections for prose in section.prose for link in prose.links]
    first = min((section.span.line for section in sections), default=0)
    yield from _links(links, places, first, len(places.lines), ())


def _mention(written: str, ref: Ref, places: Places, path: FieldPath, *, of_key: bool = False) -> Mention:
    span = places.span(path, of_key=of_key, containing=written)
    column = max(0, places.line(span.line).find(written, span.column - 1))
    return Mention(places, span.line, column + 1, written, ref, path)


def _links(links: Iterable[Link], places: Places, first: int, last: int, path: FieldPath) -> Iterator[Mention]:
    for written, target in {link.written: link.target for link in links if isinstance(link.target, Ref)}.items():
        pattern = re.compile(rf"\]\(\s*<?({re.escape(written)})(?=[\s>)])")
        for number in range(first, last + 1):
            for found in pattern.finditer(places.line(number)):
                yield Mention(places, number, found.start(1) + 1, written, target, path)
