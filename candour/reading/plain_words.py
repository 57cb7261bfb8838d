"""Pydantic's errors -> names, messages and hints in our words. No word of Pydantic's reaches a maintainer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from candour.model.config import Config
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
    refused = _Refused(kind, path, context.get("input"), str(context.get("expected", "")))
    return _WORDS.get(error, _anything_else)(refused)


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
    def written(self) -> str:
        return f' "{self.value[:40]}"' if isinstance(self.value, str) else " this"

    @property
    def holder(self) -> type[BaseModel] | None:
        """The model that the field belongs to, or would."""
        return _model_at(self.kind, self.path[:-1])

    @property
    def inner_names(self) -> list[str]:
        """Names of the fields that belong into the field."""
        return _field_names(_model_at(self.kind, self.path))

    @property
    def description(self) -> str:
        fields = self.holder.model_fields if self.holder else {}
        return (self.field in fields and fields[self.field].description) or ""


def _missing(refused: _Refused) -> Words:
    hint = f"write {refused.field}: and the value. {refused.description}".rstrip(". ") + "."
    return "missing-field", f"{refused.subject} is missing", hint


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


def _no_option(refused: _Refused) -> Words:
    hint = did_you_mean(str(refused.value), re.findall(r"'([^']*)'", refused.expected))
    return "bad-value", f"{refused.subject} cannot be{refused.written}", hint


def _no_mapping(refused: _Refused) -> Words:
    inner = refused.inner_names[:8]
    hint = f"and below it, further indented: {', '.join(inner)}" if inner else "and its value"
    return "wrong-type", f"{refused.subject} must hold entries, each under a name", f"write a name and a colon, {hint}"


def _no_model(refused: _Refused) -> Words:
    hint = "write them below it, indented: " + ", ".join(refused.inner_names[:8])
    if isinstance(refused.value, str) and refused.value.casefold() in NONE_WORDS:
        is_list = refused.path[:1] == ("interests",)
        hint = "write none" if is_list else "delete the line: left out means not recorded"
    elif isinstance(refused.value, list):
        hint = "take the brackets away, or " + hint
    return "wrong-type", f"{refused.subject} must hold fields of its own", hint


def _no_text(refused: _Refused) -> Words:
    hint = "write it on one line, or below > indented"
    return "wrong-type", f"{refused.subject} must be one text, not a list or fields", hint


def _no_list(refused: _Refused) -> Words:
    return "wrong-type", f"{refused.subject} must be a list", "write each entry on a line of its own after a hyphen"


def _anything_else(refused: _Refused) -> Words:
    hint = f"{refused.description} docs/format.md shows what it may be".strip()
    return "bad-value", f"{refused.subject} cannot be{refused.written}", hint


_WORDS: Mapping[str, Callable[[_Refused], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _no_option,
    "dict_type": _no_mapping,
    "mapping_type": _no_mapping,
    "model_type": _no_model,
    "model_attributes_type": _no_model,
    "dataclass_type": _no_model,
    "string_type": _no_text,
    "tuple_type": _no_list,
    "list_type": _no_list,
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
