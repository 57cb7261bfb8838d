"""The fields of one record -> its typed facts. No word of Pydantic's own reaches a maintainer.

What is wrong is reported, each fault once, and then left out, so that the rest of the record can be read.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from candour.model.config import Config
from candour.model.descriptions import description_of
from candour.model.places import FieldPath, Places
from candour.model.records import Facts, MeetingFacts, Person, ProjectFacts, ReviewFacts, walk
from candour.model.values import Reading
from candour.problems import Problem, ProblemName, did_you_mean, problem_names
from candour.reading.files import RawRecord
from candour.reading.markdown_mistakes import html_in

NONE_WORDS = frozenset("none nil n/a na nobody nothing - –".split()) | {"no one", "none.", "nil."}
"""What people write who mean an empty list; only the first is read so."""

_KINDS: dict[type[Facts], str] = {MeetingFacts: "meetings", ReviewFacts: "reviews", ProjectFacts: "projects"}

FactsType = TypeVar("FactsType", bound=Facts)

_STAND_INS: Mapping[str, Any] = {"title": "", "committee": {"name": ""}, "discussed": [], "outcome": "none-recorded"}
"""For a required field that is missing or wrong, and reported as such: lets the rest of the record be checked."""


def facts_of(kind: type[FactsType], raw: RawRecord, reading: Reading) -> tuple[FactsType | None, list[Problem]]:
    """The typed front matter. What is wrong is reported once and left out of the second attempt."""
    problems: list[Problem] = []
    remaining: dict[str, Any] = deepcopy(raw.fields or {})
    for attempt in range(8):
        try:
            facts = kind.model_validate(remaining, context=reading)
        except ValidationError as error:
            found = error.errors(include_url=False)
            if attempt == 0:
                problems += [p for e in _not_following(found) for p in _problems_of(dict(e), kind, raw.places)]
            for one in sorted(found, key=lambda e: [str(part).zfill(6) for part in e["loc"]], reverse=True):
                _leave_out(remaining, one["loc"], missing=one["type"] == "missing")
        else:
            problems += _html_in_texts(facts, raw.places)
            return facts, problems
    return None, problems


def _not_following(found: Sequence[Any]) -> list[Any]:
    """Without the missing fields that were written under a name which is reported as unknown."""
    unknown = [error["loc"] for error in found if error["type"] == "extra_forbidden"]

    def follows(error: Any) -> bool:
        *around, field = error["loc"]
        written = [str(loc[-1]) for loc in unknown if list(loc[:-1]) == around]
        near = get_close_matches(str(field), [name.casefold() for name in written], n=1)
        return error["type"] == "missing" and bool(near or any(re.search(r"[^\w-]|^[A-Z]", name) for name in written))

    return [error for error in found if not follows(error)]


def _html_in_texts(facts: Facts, places: Places) -> list[Problem]:
    """HTML and its codes in texts that are not Markdown: shown as those words, which is seldom what is meant."""
    hint = "write the words and signs themselves; such a text has no bold or italic"
    return [
        Problem(
            "html-as-words",
            places.span(loc, containing=found),
            f"HTML such as {found[:40]} is shown as those very signs",
            hint,
        )
        for loc, value in walk(facts)
        if isinstance(value, str) and (found := html_in(value))
    ]


def _leave_out(data: dict[str, Any], loc: FieldPath, *, missing: bool) -> None:
    """Takes the value at `loc` out of `data`, or what holds it when it was one text for several fields."""
    if len(loc) == 1 and loc[0] in _STAND_INS:
        data[str(loc[0])] = _STAND_INS[str(loc[0])]
        return
    holder: Any = data
    way = loc[:-1] if missing and len(loc) > 1 else loc
    for place, part in enumerate(way):
        inner = _inside(holder, part)
        last = place == len(way) - 1
        if last or _inside(inner, way[place + 1]) is None:
            if isinstance(holder, list) and isinstance(part, int) and part < len(holder):
                del holder[part]
            elif isinstance(holder, dict) and part in holder:
                if len(way) == 1 and part in _STAND_INS:
                    holder[part] = _STAND_INS[str(part)]
                else:
                    del holder[part]
            return
        holder = inner


def _inside(holder: Any, part: str | int) -> Any:
    if isinstance(holder, dict):
        return holder.get(part)
    if isinstance(holder, list) and isinstance(part, int) and part < len(holder):
        return holder[part]
    return None


def _problems_of(error: dict[str, Any], kind: type[Facts], places: Places) -> list[Problem]:
    """Pydantic's error as problems of ours. No word of Pydantic's reaches a maintainer."""
    loc: FieldPath = tuple(part for part in error["loc"] if part != "[key]")
    of_key = "[key]" in error["loc"]
    context = error.get("ctx", {})
    if error["type"] == "markdown":
        return [
            Problem(name, places.span(loc, containing=words), message, hint)
            for name, message, hint, words in context["faults"]
        ]
    if error["type"] in problem_names():
        return [Problem(error["type"], places.span(loc, of_key=of_key), context["message"], context["hint"])]
    if error["type"] == "missing" and places.has(loc):
        return []  # it was written without a value, which reading has reported
    name, message, hint = plain_words(error["type"], loc, {"input": error.get("input"), **context}, kind)
    if name in {"unknown-field", "unknown-setting"}:
        of_key = True
    if name == "missing-field":
        return [Problem(name, places.span(loc[:-1], of_key=True), message, hint)]
    return [Problem(name, places.span(loc, of_key=of_key), message, hint)]


def plain_words(
    error: str, loc: FieldPath, context: Mapping[str, Any], kind: type[Facts]
) -> tuple[ProblemName, str, str]:
    """Name, message and hint for one of Pydantic's own error types; every type has an answer."""
    named = [part for part in loc if isinstance(part, str)]
    field = str(loc[-1]) if loc else ""
    told = f'"{field}"' if loc and isinstance(loc[-1], str) else f'an entry of "{named[-1]}"' if named else "this entry"
    value = context.get("input")
    written = f' "{value[:40]}"' if isinstance(value, str) else " this"
    model = _model_at(kind, loc[:-1])
    described = description_of(model, field) if model else ""
    if error == "missing":
        return "missing-field", f"{told} is missing", f"write {field}: and the value. {described}".rstrip(". ") + "."
    if error == "extra_forbidden":
        known = _field_names(model)
        name: ProblemName = "unknown-setting" if issubclass(kind, Config) else "unknown-field"
        thing = "setting" if name == "unknown-setting" else "field"
        hint = did_you_mean(field, known, f"the {thing}s here are {', '.join(known)}" if known else "delete it")
        if model is Person and isinstance(value, str) and field.isalpha():
            hint = f"write {value}, {field}"
        elsewhere = [kinds for other, kinds in _KINDS.items() if kind in _KINDS and field in other.model_fields]
        if elsewhere and len(loc) == 1:
            hint = f"it belongs to {' and '.join(elsewhere)}"
        if re.search(r"[^\w-]", field):
            hint = "put the whole text in double quotes if the colon is part of it; " + hint
        return name, f"there is no {thing} called {told} here", hint
    if error == "literal_error":
        options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        return "bad-value", f"{told} cannot be{written}", did_you_mean(str(value), options)
    if error in {"dict_type", "mapping_type"}:
        inner = _field_names(_model_at(kind, loc))
        hint = f"and below it, further indented: {', '.join(inner[:8])}" if inner else "and its value"
        return "wrong-type", f"{told} must hold entries, each under a name", f"write a name and a colon, {hint}"
    if error in {"model_type", "model_attributes_type", "dataclass_type"}:
        known = _field_names(_model_at(kind, loc))
        hint = "write them below it, indented: " + ", ".join(known[:8])
        if isinstance(value, str) and value.casefold() in NONE_WORDS:
            hint = "write none" if loc[:1] == ("interests",) else "delete the line: left out means not recorded"
        elif isinstance(value, list):
            hint = "take the brackets away, or " + hint
        return "wrong-type", f"{told} must hold fields of its own", hint
    if error == "string_type":
        return (
            "wrong-type",
            f"{told} must be one text, not a list or fields",
            "write it on one line, or below > indented",
        )
    if error in {"tuple_type", "list_type"}:
        return "wrong-type", f"{told} must be a list", "write each entry on a line of its own after a hyphen"
    return "bad-value", f"{told} cannot be{written}", f"{described} docs/format.md shows what it may be".strip()


def _model_at(kind: type[BaseModel], loc: FieldPath) -> type[BaseModel] | None:
    """The model that the fields at `loc` belong to."""
    model: type[BaseModel] | None = kind
    for part in loc:
        names = {field.alias or name: field for name, field in model.model_fields.items()} if model else {}
        if isinstance(part, str) and part in names:
            model = _model_in(names[part].annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)


def _field_names(model: type[BaseModel] | None) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()] if model else []
