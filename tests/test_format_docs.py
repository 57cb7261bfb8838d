"""docs/format.md says what the types say."""

import re
import runpy
from pathlib import Path

import yaml

from candour.model import config
from candour.model import records as model

DOCS = Path(__file__).parent.parent / "docs"
FORMAT = (DOCS / "format.md").read_text(encoding="utf-8")


def test_the_tables_of_the_format_are_those_of_the_types() -> None:
    filled = runpy.run_path(str(DOCS / "fields.py"))["filled"]
    assert filled(FORMAT) == FORMAT, "run: make docs"


def test_every_type_of_a_record_and_of_the_configuration_has_its_table() -> None:
    types = {
        name
        for module in (model, config)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, model.Facts) and kind.__module__ == module.__name__
    }
    assert types - {"Facts"} == set(re.findall(r"<!-- fields: (\w+) -->", FORMAT))


def test_every_field_has_an_example_that_is_yaml_and_names_it() -> None:
    rows = re.findall(r"^\| `([a-z_]+)`(?: \(needed\))? \|.*\| `(.*)` \|$", FORMAT, re.MULTILINE)
    assert len(rows) > 120
    for field, example in rows:
        assert yaml.load(example.replace("\\|", "|"), yaml.BaseLoader).keys() == {field}, example
        assert not example.endswith(": "), field
