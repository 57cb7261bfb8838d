"""Fills the tables of docs/format.md from the types: `make docs`. A test says when they are out of date.

A table is between `<!-- fields: NAME -->` and `<!-- end -->`, where NAME is a class of candour/model/records.py
or config.py. The words are the line under each field there, and the example is the shortest that the
invented archive of the tests has.
"""

import re
from collections.abc import Mapping
from datetime import time
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml

from candour.model import config
from candour.model import records as model
from candour.model.dates import Due, PartialDate
from candour.model.descriptions import description_of
from candour.model.values import Many, Prose, Ref

FORMAT = Path(__file__).with_name("format.md")
_TABLE = re.compile(r"(<!-- fields: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """The text with every table filled from the types."""
    return _TABLE.sub(lambda found: f"{found[1]}{_table(found[2])}{found[3]}", text)


def _table(name: str) -> str:
    facts: type[model.Facts] = getattr(model, name, None) or getattr(config, name)
    rows = ["| Field | What it says | What it may be | Example |", "| --- | --- | --- | --- |"]
    examples = _examples()
    for field_name in facts.__annotations__:  # its own fields; what it shares with others is in their table
        field = facts.model_fields.get(field_name)
        if field:
            needed = " (needed)" if field.is_required() else ""
            says = description_of(facts, field_name).replace("|", "\\|")
            key = field.alias or field_name
            example = examples.get((name, key), "").replace("|", "\\|")
            kind = "people, written like `present`" if key in LIKE_PRESENT else _kind(field.annotation)
            rows.append(f"| `{key}`{needed} | {says} | {kind} | `{key}: {example}` |")
    return "\n".join(rows) + "\n"


LIKE_PRESENT = ("apologies", "absent", "observing")

_KINDS: dict[Any, str] = {
    PartialDate: "a date",
    time: "a time",
    Due: "a date, a stage or `next-meeting`",
    Prose: "sentences",
    Ref: "the name of a record or of a place in one",
    bool: "`yes` or `no`",
    int: "a number",
    str: "words",
    model.Person: "a person, as below",
}


def _kind(annotation: Any) -> str:
    """What a field may hold, in plain words: the choices themselves where they are fixed."""
    if annotation in _KINDS:
        return _KINDS[annotation]
    origin, inner = get_origin(annotation), [a for a in get_args(annotation) if a is not type(None)]
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in inner)
    if origin is tuple:
        return f"{_kind(inner[0])}, or a list of several"
    if origin is dict and inner[1] is Many[model.PersonField]:
        return "organisations, each with a list of its people"
    if origin is dict:
        return f"{_kind(inner[0]) if get_origin(inner[0]) is Literal else 'names'}, each with {_kind(inner[1])}"
    if inner:
        return _kind(inner[0])
    return "fields of its own (a table below)"


# --- examples -----------------------------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = ROOT / "tests/fixtures/fenmoor"
RECORDS = {"meetings": model.MeetingFacts, "reviews": model.ReviewFacts, "projects": model.ProjectFacts}


RARE = {
    ("MeetingFacts", "date"): "2023-02-08",
    ("MeetingFacts", "timezone"): "Europe/Paris",
    ("MeetingFacts", "sittings"): "{date: 2024-03-12, start: 18:00}",
    ("MeetingFacts", "joint_with"): "Finance Committee",
    ("MeetingFacts", "withheld"): "{present: 1}",
    ("Sitting", "date"): "2024-03-12",
    ("Sitting", "start"): "18:00",
    ("Sitting", "end"): "20:30",
    ("Sitting", "place"): "Guildhall",
    ("Sitting", "present"): "{committee: Jamie Grace}",
    ("Sitting", "quorate"): "yes",
    ("Sitting", "note"): "It began late because of the snow.",
    ("AgendaFacts", "status"): "withdrawn",
    ("AgendaFacts", "after"): "9",
    ("Votes", "answers"): "{Very useful: 3, Useful: 5}",
    ("ReviewFacts", "stage_sought"): "stage-2",
    ("Previous", "until"): "2024-03",
    ("Event", "status"): "ended",
    ("Decision", "stage"): "in-principle",
    ("Decision", "replaces"): "2023-02-08/knife-crime#decision-licence",
    ("Decision", "item"): "12",
    ("Decision", "date"): "2024-03-03",
    ("Answer", "date"): "2023-06-24",
    ("Request", "follows"): "2023-02-08/knife-crime#request-return",
    ("Decision", "formerly"): "licence",
    ("Decision", "note"): "The minutes do not say who moved it.",
    ("Request", "note"): "The minutes have it under two items.",
    ("Previous", "passage"): "presentation",
    ("Previous", "note"): "One outcome is reported for both meetings.",
    ("Document", "note"): "The scan lacks its last page.",
    ("Config", "colour"): '"#0d5361"',
    ("Config", "as_of"): "2023-06-30",
    ("Config", "picture"): "preview.png",
}
"""Examples of fields that the invented archive does not use."""
PLAIN = {
    ("MeetingFacts", "present"): "{panel: Ansel Trubshawe}",
    ("MeetingFacts", "apologies"): "{panel: Ansel Trubshawe}",
}
"""Instead of the shortest one there."""


@cache
def _examples() -> Mapping[tuple[str, str], str]:
    """By class and field, the shortest value that the invented archive gives it, on one line."""
    found = dict(RARE)
    _collect(config.Config, _yaml((ARCHIVE / "site_config.yaml").read_text("utf-8")), found)
    for folder, facts in RECORDS.items():
        for path in sorted((ARCHIVE / "content" / folder).rglob("*.*")):
            text = path.read_text("utf-8")
            _collect(facts, _yaml(text if path.suffix == ".yaml" else text.split("---\n")[1]), found)
    return found | PLAIN


def _yaml(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # texts, lists and mappings only


def _collect(annotation: Any, value: Any, found: dict[tuple[str, str], str]) -> None:
    """Goes through a value and its type side by side."""
    if isinstance(annotation, type) and issubclass(annotation, model.Facts):
        for field_name, field in annotation.model_fields.items() if isinstance(value, dict) else ():
            key = field.alias or field_name
            if key in value:
                owner = next(one for one in annotation.__mro__ if field_name in one.__annotations__)
                example = _on_one_line(_shortest(value[key], field.annotation))
                kept = found.get((owner.__name__, key), example)
                found[owner.__name__, key] = min(kept, example, key=lambda text: (len(text), text))
                _collect(field.annotation, value[key], found)
        return
    inner = get_args(annotation)
    if get_origin(annotation) is dict and isinstance(value, dict):
        for one in value.values():
            _collect(inner[1], one, found)
    elif inner:
        for kind in inner if get_origin(annotation) is not Literal else ():
            for one in value if isinstance(value, list) else [value]:
                _collect(kind, one, found)


def _shortest(value: Any, annotation: Any) -> Any:
    """Of several values, or of several by name, the shortest."""
    if isinstance(value, list):
        return min(value, key=lambda one: len(str(one)))
    while get_origin(annotation) in {Annotated, Union, UnionType}:
        annotation = get_args(annotation)[0]
    if isinstance(value, dict) and get_origin(annotation) is dict:
        name = min(value, key=lambda one: len(str(value[one])))
        return {name: _shortest(value[name], get_args(annotation)[1])}
    return value


def _on_one_line(value: Any, *, nested: bool = False) -> str:
    """YAML as a maintainer may type it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_on_one_line(one, nested=True)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_on_one_line(one, nested=True) for one in value) + "]"
    text = " ".join(value.split())
    special = ": " in text or " #" in text or (nested and any(sign in text for sign in ",[]{}"))
    return "'" + text.replace("'", "''") + "'" if special or text[:1] in "'\"[]{}>|*&!%@`#" else text


if __name__ == "__main__":
    FORMAT.write_text(filled(FORMAT.read_text(encoding="utf-8")), encoding="utf-8")
