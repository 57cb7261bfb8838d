"""docs/format.md says what the types say."""

import re
import runpy
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from built import FENMOOR, ROOT

from candour.commands.report import as_text
from candour.model import config
from candour.model import records as model
from candour.problems import Reported, errors, gathered
from candour.reading.archive import people_of, read_config
from candour.reading.files import Kind, RecordFile
from candour.reading.raw import read_raw
from candour.reading.records import read_record

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


def test_every_file_that_a_maintainer_edits_says_first_where_its_fields_are_explained() -> None:
    headings = set(re.findall(r"^## (.*)$", FORMAT, re.MULTILINE))
    files = [path for path in (ROOT / "content").rglob("*") if path.suffix in {".md", ".yaml"}]
    assert len(files) > 10
    line = re.compile(r'(?:---\n)?# (?:Each field|This file) is explained in docs/format\.md, under "(.*)"\.\n')
    for path in (ROOT / "site_config.yaml", *files):
        first = line.match(path.read_text("utf-8"))
        assert first, path
        assert first[1] in headings, path


def test_every_field_has_an_example_that_is_yaml_and_names_it() -> None:
    rows = re.findall(r"^\| `([a-z_]+)`(?: \(needed\))? \|.*\| `(.*)` \|$", FORMAT, re.MULTILINE)
    assert len(rows) > 120
    for field, example in rows:
        assert yaml.load(example.replace("\\|", "|"), yaml.BaseLoader).keys() == {field}, example
        assert not example.endswith(": "), field


# Every example is accepted as it is printed

WORDS = (
    (FENMOOR / "site_config.yaml")
    .read_text("utf-8")
    .replace("\nstages:\n", "\nstages:\n  stage-2: Stage 2\n")
    .replace("\norganisations:\n", "\norganisations:\n  committee: The Committee\n")
)
"""The configuration of the archive that the examples are from, and what the others of them name."""
AROUND: dict[str, tuple[Kind, str, dict[str, str]]] = {
    "MeetingFacts": ("meeting", "", {}),
    "Person": ("meeting", "present:\n  panel:\n    - ", {"name": "Nell Oakes"}),
    "Sitting": ("meeting", "sittings:\n  - ", {"date": "2024-03-12"}),
    "AgendaFacts": ("meeting", "agenda:\n  1:\n    ", {}),
    "MeetingRequest": ("meeting", "requests:\n  ask:\n    ", {"text": "Count.", "item": "1"}),
    "MeetingDecision": ("meeting", "decisions:\n  do:\n    ", {"text": "Count.", "item": "1"}),
    "Interest": ("meeting", "interests:\n  - ", {"name": "Nell Oakes"}),
    "Approval": ("meeting", "approves:\n  - ", {"meeting": "2021-06-16"}),
    "ReviewFacts": ("review", "", {}),
    "Request": ("review", "requests:\n  ask:\n    ", {"text": "Count."}),
    "Decision": ("review", "decisions:\n  do:\n    ", {"text": "Count."}),
    "Votes": ("review", "votes:\n  ", {}),
    "Previous": ("review", "previous:\n  - ", {"when": "2020-12"}),
    "Answer": ("review", "answers:\n  2021-06-16#request-ask:\n    ", {"how": "fully"}),
    "ProjectFacts": ("project", "", {}),
    "Alias": ("project", "aliases:\n  - ", {"name": "Kerb"}),
    "Event": ("project", "events:\n  - ", {"date": "2022-09", "text": "Switched off."}),
    "RecordFacts": ("project", "", {}),
    "Removed": ("project", "removed:\n  ", {"date": "2024-01-31", "why": "A slip."}),
    "Correction": ("project", "corrections:\n  - ", {"date": "2024-01-31", "about": "A", "kind": "error", "why": "B."}),
    "Document": ("project", "papers:\n  - ", {"title": "Register"}),
    "Config": ("config", "", {}),
    "OutcomeScheme": ("config", "outcomes:\n  A:\n    ", {"label": "Proceed"}),
    "StageScheme": ("config", "stages:\n  final:\n    ", {"label": "Final"}),
    "OrganisationScheme": (
        "config",
        "organisations:\n  fca: Fenmoor Combined Authority\n  asp:\n    ",
        {"name": "Panel"},
    ),
    "Committee": ("config", "committee:\n  ", {"name": "Panel"}),
    "Publisher": ("config", "publisher:\n  ", {"name": "Panel"}),
    "Notices": ("config", "notices:\n  ", {}),
    "Sections": ("config", "sections:\n  ", {}),
}
"""The kind of record that a type is part of, the fields around it, and what it cannot be without."""
ALSO: dict[str, dict[str, str]] = {
    "review": {"discussed": "1", "outcome": "A"},
    "project": {"title": "Kerb counter"},
    "config": {"title": "T", "committee": "{name: C}"},
}
"""What a record cannot be without."""
TABLE = re.compile(r"<!-- fields: (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)
ROW = re.compile(r"^\| `([a-z_]+)`.*\| `(.*)` \|$", re.MULTILINE)


def examples_of_tables() -> list[tuple[str, str, str]]:
    return [
        (name, row[1], row[2].replace("\\|", "|"))
        for name, table in TABLE.findall(FORMAT)
        for row in ROW.finditer(table)
    ]


def _config_of(file: RecordFile) -> Reported[config.Config | None]:
    return (yield from read_config((yield from read_raw(file))))


def said_of(kind: Kind, text: str, name: str = "2024-02-27", words: str = WORDS) -> list[str]:
    """Every error in a file, by itself."""
    name = f"{name}/example" if kind == "review" else name
    file = RecordFile(kind, "site_config.yaml" if kind == "config" else f"content/{kind}.md", name, text.encode())
    if kind == "config":
        problems = gathered(_config_of(file))[1]
    elif kind == "people":
        raw, problems = gathered(read_raw(replace(file, path="content/people.yaml")))
        problems += gathered(people_of(raw))[1]
    else:
        known, _ = gathered(_config_of(RecordFile("config", "site_config.yaml", "", words.encode())))
        _, problems = gathered(read_record(file, known))
    return [as_text(problem) for problem in errors(problems)]


@pytest.mark.parametrize(("name", "field", "example"), examples_of_tables(), ids=lambda part: part[:40])
def test_an_example_of_a_table_is_accepted_as_it_is_printed(name: str, field: str, example: str) -> None:
    kind, around, needed = AROUND[name]
    indent = "\n" + " " * len(around.rpartition("\n")[2])
    lines = [*(f"{key}: {value}" for key, value in needed.items() if key != field), example]
    text = f"{around}{indent.join(lines)}\n"
    fields = yaml.load(text, yaml.BaseLoader)
    text += "".join(f"{key}: {value}\n" for key, value in ALSO.get(kind, {}).items() if key not in fields)
    record = "meeting" if field == "date" and name == "MeetingFacts" else "2024-02-27"
    assert said_of(kind, text if kind == "config" else f"---\n{text}---\n", record) == []


def examples_in_blocks() -> list[tuple[str, str]]:
    """With the heading that each is under."""
    found, heading = [], ""
    for title, block in re.findall(r"^## ([^\n]*)$|^```yaml\n(.*?)^```$", FORMAT, re.MULTILINE | re.DOTALL):
        heading = title or heading
        found += [(heading, block)] if block else []
    return found


@pytest.mark.parametrize(("heading", "block"), examples_in_blocks(), ids=lambda part: part[:20])
def test_an_example_in_a_block_is_accepted_as_it_is_printed(heading: str, block: str) -> None:
    kinds: dict[str, Kind] = {"Meeting": "meeting", "Review": "review", "Project": "project", "People": "people"}
    kind = kinds.get(heading, "config")
    if not block.startswith("---\n"):
        block += "".join(f"{key}: {value}\n" for key, value in ALSO.get(kind, {}).items())
    assert said_of(kind, block, words=(ROOT / "site_config.yaml").read_text("utf-8")) == []


def test_every_block_of_yaml_or_markdown_is_read_by_the_tests() -> None:
    assert len(examples_in_blocks()) == FORMAT.count("\n```yaml\n") == FORMAT.count("\n```") / 2 > 5
