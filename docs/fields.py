"""Fills the tables of docs/format.md from the types: `make docs`, and a test that they are not stale.

A table stands between `<!-- fields: NAME -->` and `<!-- end -->`, where NAME is a class of candour/model.py or
candour/config.py. The words are the line under each field there.
"""

import re
import sys
from datetime import time
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from candour import config, model
from candour.values import Due, PartialDate, Prose, Ref

FORMAT = Path(__file__).with_name("format.md")
_TABLE = re.compile(r"(<!-- fields: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """The text with every table made anew."""
    return _TABLE.sub(lambda found: f"{found[1]}{_table(found[2])}{found[3]}", text)


def _table(name: str) -> str:
    facts: type[model.Facts] = getattr(model, name, None) or getattr(config, name)
    rows = ["| Field | What it says | What it may be |", "| --- | --- | --- |"]
    for field_name in facts.__annotations__:  # its own fields; what it shares with others stands in their table
        field = facts.model_fields.get(field_name)
        if field:
            needed = " (needed)" if field.is_required() else ""
            told = (field.description or "").replace("|", "\\|")
            rows.append(f"| `{field.alias or field_name}`{needed} | {told} | {_kind(field.annotation)} |")
    return "\n".join(rows) + "\n"


_KINDS: dict[Any, str] = {
    PartialDate: "a date",
    time: "a time",
    Due: "a date, a stage or `next-meeting`",
    Prose: "sentences",
    Ref: "the name of a record or place",
    bool: "`yes` or `no`",
    int: "a number",
    str: "words",
}


def _kind(annotation: Any) -> str:
    """What a field may hold, in plain words: the choices themselves where they are fixed."""
    if annotation in _KINDS:
        return _KINDS[annotation]
    origin, inner = get_origin(annotation), [a for a in get_args(annotation) if a is not type(None)]
    if origin is Literal:
        return ", ".join(f"`{choice}`" for choice in inner)
    if origin is tuple:
        return f"one or several: {_kind(inner[0])}"
    if origin is dict:
        return f"by name: {_kind(inner[1])}"
    if inner:
        return _kind(inner[0])
    return "fields, see below"


if __name__ == "__main__":
    before = FORMAT.read_text(encoding="utf-8")
    FORMAT.write_text(filled(before), encoding="utf-8")
    sys.exit(0)
