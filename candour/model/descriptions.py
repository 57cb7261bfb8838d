"""What the line under a field says, read from the source of its class: for hints and docs/format.md.

Pydantic can do the same for every field of every class, and takes longer for it than a check takes for the rest.
"""

import ast
import inspect
import sys
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


def description_of(model: type[BaseModel], name: str) -> str:
    """The line under a field, of the class or of the nearest above it that has the field; empty where there is none."""
    *classes, _, _ = model.__mro__  # without BaseModel and object
    found = (_descriptions(one.__module__).get((one.__name__, name)) for one in classes)
    return next(filter(None, found), "")


@cache
def _descriptions(module: str) -> Mapping[tuple[str, str], str]:
    """By class and field, the line under each field of a module's classes."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {
        (one.name, field.target.id): inspect.cleandoc(line.value.value)
        for one in tree.body
        if isinstance(one, ast.ClassDef)
        for field, line in pairwise(one.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)
    }
