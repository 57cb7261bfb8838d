"""The fields of one record -> its typed facts.

Each fault is reported once and its value left out, so that the rest of the record can be read and linked, and all
problems of an archive show in one run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError

from candour.model.places import FieldPath, Places
from candour.model.records import Facts, walk
from candour.model.values import Reading
from candour.problems import SEVERITIES, Problem, Reported
from candour.reading.markdown_mistakes import html_in
from candour.reading.plain_words import plain_words
from candour.reading.raw import RawRecord

FactsType = TypeVar("FactsType", bound=Facts)

_ATTEMPTS = 8
_PLACEHOLDERS: Mapping[str, Any] = {"title": "", "committee": {"name": ""}, "discussed": [], "outcome": "none-recorded"}
"""For a required field that is missing or cannot be read, and is reported: lets the rest of the record be checked."""


def facts_of(kind: type[FactsType], raw: RawRecord, reading: Reading) -> Reported[FactsType | None]:
    """The typed fields. None when what can be read of them does not make such a record."""
    remaining: dict[str, Any] = raw.fields or {}
    for attempt in range(_ATTEMPTS):
        try:
            facts = kind.model_validate(remaining, context=reading)
        except ValidationError as error:
            errors = error.errors(include_url=False)
            remaining = deepcopy(remaining) if attempt == 0 else remaining
            for one in errors if attempt == 0 else ():
                if not _follows(one, errors) and not (one["type"] == "missing" and "removed" in remaining):
                    yield from _problems_of(one, kind, raw.places)
            for one in sorted(errors, key=lambda e: [str(part).zfill(6) for part in e["loc"]], reverse=True):
                _leave_out(remaining, one["loc"], missing=one["type"] == "missing")
        else:
            yield from _html_in_texts(facts, raw.places)
            return facts
    return None


def _follows(error: Mapping[str, Any], errors: Sequence[Mapping[str, Any]]) -> bool:
    """A missing field that was written under a name which is reported as unknown."""
    if error["type"] != "missing":
        return False
    *around, field = error["loc"]
    unknown = [other["loc"] for other in errors if other["type"] == "extra_forbidden"]
    written = [str(path[-1]) for path in unknown if list(path[:-1]) == around]
    near = get_close_matches(str(field), [name.casefold() for name in written], n=1)
    return bool(near) or any(re.search(r"[^\w-]|^[A-Z]", name) for name in written)


def _html_in_texts(facts: Facts, places: Places) -> Iterator[Problem]:
    """HTML and its codes in texts that are not Markdown: shown as typed, which is seldom what is meant."""
    hint = "write the characters that readers should see; this text cannot be bold or italic"
    for path, value in walk(facts):
        if isinstance(value, str) and (found := html_in(value)):
            message = f"HTML such as {found[:40]} would be shown exactly as it is typed here"
            yield Problem("html-as-words", places.span(path, containing=found), message, hint)


def _leave_out(fields: dict[str, Any], path: FieldPath, *, missing: bool) -> None:
    """Removes the value at `path` from `fields`, or what holds it when it was one text for several fields."""
    path = path[:-1] if missing and len(path) > 1 else path
    if len(path) == 1 and path[0] in _PLACEHOLDERS:
        fields[str(path[0])] = _PLACEHOLDERS[str(path[0])]
        return
    holder: Any = None
    value: Any = fields
    for part in path:
        inside = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        if part not in inside:
            break
        holder, key, value = value, part, inside[part]
    if holder is not None:
        del holder[key]


def _problems_of(error: Mapping[str, Any], kind: type[Facts], places: Places) -> Iterator[Problem]:
    path: FieldPath = tuple(part for part in error["loc"] if part != "[key]")
    of_key, context = "[key]" in error["loc"], error.get("ctx", {})
    if error["type"] == "markdown":
        for found in context["faults"]:
            yield Problem(found.name, places.span(path, containing=found.words), found.message, found.hint)
    elif error["type"] in SEVERITIES:
        yield Problem(error["type"], places.span(path, of_key=of_key), context["message"], context["hint"])
    elif error["type"] != "missing" or not places.has(path):  # a field without a value is reported as such
        name, message, hint = plain_words(error["type"], path, {"input": error.get("input"), **context}, kind)
        of_key = of_key or name in {"unknown-field", "unknown-setting", "missing-field"}
        around = path[:-1] if name == "missing-field" else path
        yield Problem(name, places.span(around, of_key=of_key), message, hint)
