"""Pydantic's errors -> names, messages and hints in our words. No word of Pydantic's reaches a maintainer."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from candour.model.config import Config
from candour.model.descriptions import description_of
from candour.model.people import ROLES
from candour.model.places import FieldPath
from candour.model.records import Facts, MeetingFacts, Person, ProjectFacts, ReviewFacts
from candour.problems import ProblemName, did_you_mean

NONE_WORDS = frozenset("none nil n/a na nobody nothing - – —".split()) | {"no one", "none.", "nil."}
"""What people write when they mean an empty list; only the first is read as one."""
LEAVE_OUT = "delete the line; a field that is left out means not recorded"
OTHER_LISTS = "write apologies:, absent:, observing: or present: at the left margin, and the people below it"

_KINDS: Mapping[type[Facts], str] = {MeetingFacts: "meetings", ReviewFacts: "reviews", ProjectFacts: "projects"}
Words = tuple[ProblemName, str, str]


def plain_words(error: str, path: FieldPath, context: Mapping[str, Any], kind: type[Facts]) -> Words:
    """Words for one of Pydantic's types of error at a field of `kind`; every type has an answer."""
    value, field = context.get("input"), str(path[-1]) if path else ""
    holder, inner = _model_at(kind, path[:-1]), ", ".join(list(_fields_of(_model_at(kind, path)))[:8])
    words = {
        "thing": "setting" if kind is Config else "field",
        "subject": _subject(path),
        "field": field,
        "value": f'"{value[:40]}"' if isinstance(value, str) else "this",
        "description": f" {description_of(holder, field)}".rstrip() if holder else "",
        "choices": did_you_mean(str(value), re.findall(r"'([^']*)'", str(context.get("expected", "")))),
        "entries": f"below it, further indented: {inner}" if inner else "its value",
        "fields": _fields_hint(path, value, inner),
        "unknown": _unknown_hint(kind, path, value, holder),
    }
    name, message, hint = _WORDS.get(error, _ANYTHING_ELSE)
    is_setting = name == "unknown-field" and kind is Config
    return "unknown-setting" if is_setting else name, message.format_map(words), hint.format_map(words).lstrip()


_WORDS: Mapping[str, Words] = {
    "extra_forbidden": ("unknown-field", "there is no {thing} called {subject} here", "{unknown}"),
    "missing": ("missing-field", "{subject} is missing", "write {field}: and the value.{description}"),
    "literal_error": ("bad-value", "{subject} cannot be {value}", "{choices}"),
    "string_type": ("wrong-type", "{subject} must be one text", "write it on one line, or indented below >"),
    "tuple_type": ("wrong-type", "{subject} must be a list", "write each entry on its own line, after a hyphen"),
    "dict_type": ("wrong-type", "{subject} must have named entries", "write a name and a colon, and {entries}"),
    "model_type": ("wrong-type", "{subject} must have fields of its own", "{fields}"),
}
"""By Pydantic's type of error: those that the types of records and of the configuration raise."""
_ANYTHING_ELSE: Words = ("bad-value", "{subject} cannot be {value}", "{description} See docs/format.md")


def _subject(path: FieldPath) -> str:
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    if not name:
        return "this entry"
    return f'"{name}"' if name == path[-1] else f'an entry of "{name}"'


def _fields_hint(path: FieldPath, value: Any, inner: str) -> str:
    if isinstance(value, str) and value.casefold() in NONE_WORDS:
        return "write none" if path[:1] == ("interests",) else LEAVE_OUT
    brackets = "remove the brackets, or " if isinstance(value, list) else ""
    return f"{brackets}write them below it, indented: {inner}"


def _unknown_hint(kind: type[Facts], path: FieldPath, value: Any, holder: type[BaseModel] | None) -> str:
    field, names, is_list = str(path[-1]) if path else "", list(_fields_of(holder)), isinstance(value, list)
    elsewhere = [kinds for other, kinds in _KINDS.items() if kind in _KINDS and field in other.model_fields]
    if holder is Person and isinstance(value, str):
        return without_colon(field, value)
    if holder is Person:
        return "write a person as - Name, role, without a colon; an organisation without a hyphen, its people below it"
    if elsewhere and len(path) == 1:
        hint = f"this field is for {' and '.join(elsewhere)}"
    elif kind is MeetingFacts and len(path) == 1 and is_list:
        return "if it is an organisation whose people were there, indent it and its people, below present:"
    else:
        things = "settings" if kind is Config else "fields"
        hint = did_you_mean(field, names, f"the {things} here are {', '.join(names)}" if names else "delete it")
    in_quotes = "put the whole text in double quotes if the colon is part of it; " * bool(re.search(r"[^\w-]", field))
    return in_quotes + hint


def without_colon(first: str, second: str) -> str:
    """What to write instead of `Di Roe: Secretary` or `Secretary: Di Roe` for a person."""
    first, second = first.strip(), second.strip()
    if first.casefold() in {"public", "apologies", "absent", "observing", "present"}:
        return f"write {first.casefold()}: at the left margin"
    if "," in first:
        return f'put the whole text in double quotes: "{first}: {second}"'
    is_role = " " not in first or any(word in ROLES for word in first.casefold().split())
    return f"write {second}, {first}" if is_role else f"write {first}, {second}"


def _model_at(kind: type[BaseModel], path: FieldPath) -> type[BaseModel] | None:
    model: type[BaseModel] | None = kind
    for part in path:
        fields = _fields_of(model)
        if isinstance(part, str) and part in fields:
            model = _model_in(fields[part].annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)


def _fields_of(model: type[BaseModel] | None) -> Mapping[str, FieldInfo]:
    """By the name that a file gives each."""
    return {field.alias or name: field for name, field in model.model_fields.items()} if model else {}
