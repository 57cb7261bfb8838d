"""Pydantic's errors -> names, messages and hints in our words. No word of Pydantic's reaches a maintainer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from candour.model.config import Config
from candour.model.descriptions import description_of
from candour.model.places import FieldPath
from candour.model.records import Facts, MeetingFacts, Person, ProjectFacts, ReviewFacts
from candour.problems import ProblemName, did_you_mean

NONE_WORDS = frozenset("none nil n/a na nobody nothing - –".split()) | {"no one", "none.", "nil."}
"""What people write who mean an empty list; only the first is read so."""

_KINDS: Mapping[type[Facts], str] = {MeetingFacts: "meetings", ReviewFacts: "reviews", ProjectFacts: "projects"}

Words = tuple[ProblemName, str, str]
"""A problem's name, message and hint."""


def plain_words(error: str, path: FieldPath, context: Mapping[str, Any], kind: type[Facts]) -> Words:
    """Words for one of Pydantic's types of error at a field of `kind`; every type has an answer."""
    value = context.get("input")
    refused = _Refused(kind, path, value, str(context.get("expected", "")))
    if error == "extra_forbidden":
        return _unknown(refused)
    name, message, hint = _WORDS.get(error, _ANYTHING_ELSE)
    written = f' "{value[:40]}"' if isinstance(value, str) else " this"
    return name, message.format(field=refused.subject, written=written), hint(refused)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A value that Pydantic refuses."""

    kind: type[Facts]
    path: FieldPath
    value: Any
    expected: str
    """Pydantic's list of what it may be."""

    @property
    def field(self) -> str:
        return str(self.path[-1]) if self.path else ""

    @property
    def subject(self) -> str:
        """The field, as a message calls it."""
        names = [part for part in self.path if isinstance(part, str)]
        if not names:
            return "this entry"
        return f'"{names[-1]}"' if names[-1] == self.path[-1] else f'an entry of "{names[-1]}"'

    @property
    def holder(self) -> type[BaseModel] | None:
        """The model that the field belongs to, or would."""
        return _model_at(self.kind, self.path[:-1])

    @property
    def inner_names(self) -> str:
        """Names of the first fields that belong into the field."""
        return ", ".join(_field_names(_model_at(self.kind, self.path))[:8])

    @property
    def description(self) -> str:
        return description_of(self.holder, self.field) if self.holder else ""


def _unknown(refused: _Refused) -> Words:
    field, value, names = refused.field, refused.value, _field_names(refused.holder)
    name: ProblemName = "unknown-setting" if issubclass(refused.kind, Config) else "unknown-field"
    thing = name.removeprefix("unknown-")
    elsewhere = [kinds for kind, kinds in _KINDS.items() if refused.kind in _KINDS and field in kind.model_fields]
    if elsewhere and len(refused.path) == 1:
        hint = f"it belongs to {' and '.join(elsewhere)}"
    elif refused.holder is Person and isinstance(value, str) and field.isalpha():
        hint = f"write {value}, {field}"
    else:
        hint = did_you_mean(field, names, f"the {thing}s here are {', '.join(names)}" if names else "delete it")
    if re.search(r"[^\w-]", field):
        hint = "put the whole text in double quotes if the colon is part of it; " + hint
    return name, f"there is no {thing} called {refused.subject} here", hint


def _entries_hint(refused: _Refused) -> str:
    below = f"below it, further indented: {refused.inner_names}" if refused.inner_names else "its value"
    return f"write a name and a colon, and {below}"


def _fields_hint(refused: _Refused) -> str:
    if isinstance(refused.value, str) and refused.value.casefold() in NONE_WORDS:
        is_list = refused.path[:1] == ("interests",)
        return "write none" if is_list else "delete the line: left out means not recorded"
    hint = f"write them below it, indented: {refused.inner_names}"
    return f"take the brackets away, or {hint}" if isinstance(refused.value, list) else hint


_Row = tuple[ProblemName, str, Callable[[_Refused], str]]
_LIST: _Row = ("wrong-type", "{field} must be a list", lambda _: "write each entry on a line of its own after a hyphen")
_ENTRIES: _Row = ("wrong-type", "{field} must hold entries, each under a name", _entries_hint)
_FIELDS: _Row = ("wrong-type", "{field} must hold fields of its own", _fields_hint)
_ANYTHING_ELSE: _Row = (
    "bad-value",
    "{field} cannot be{written}",
    lambda refused: f"{refused.description} docs/format.md shows what it may be".strip(),
)
_WORDS: Mapping[str, _Row] = {
    "missing": (
        "missing-field",
        "{field} is missing",
        lambda refused: f"write {refused.field}: and the value. {refused.description}".rstrip(". ") + ".",
    ),
    "literal_error": (
        "bad-value",
        "{field} cannot be{written}",
        lambda refused: did_you_mean(str(refused.value), re.findall(r"'([^']*)'", refused.expected)),
    ),
    "string_type": (
        "wrong-type",
        "{field} must be one text, not a list or fields",
        lambda _: "write it on one line, or below > indented",
    ),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _ENTRIES,
    "mapping_type": _ENTRIES,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "dataclass_type": _FIELDS,
}
"""By Pydantic's type of error."""


def _model_at(kind: type[BaseModel], path: FieldPath) -> type[BaseModel] | None:
    """The model that the fields at `path` belong to."""
    model: type[BaseModel] | None = kind
    for part in path:
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
