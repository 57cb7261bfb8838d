"""The data as its users read it, with csv, json and sqlite3, Frictionless and Datasette; against pages and findings."""

import csv
import io
import json
import re
import runpy
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from built import FENMOOR, QUILLMARK, ROOT, BuiltSite, made, site_of, words_of, write_archive
from council import generate as council
from everything import everything
from naughty import NAUGHTY

from candour.exports import export
from candour.exports.rows import NOT_RECORDED, Source
from candour.exports.tables import TABLES, data_rows
from candour.findings import Findings, find
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.typography import typographic_text
from candour.pipeline import plan_site

pytestmark = pytest.mark.xdist_group("data")
Cells = list[dict[str, Any]]
"""The rows of a table; what does not apply is None."""
Everything = tuple[BuiltSite, SiteGraph, Findings]


def as_csv(site: BuiltSite, table: str) -> Cells:
    """As the dictionary says: one apostrophe is taken off, and the package tells the types."""
    package = json.loads(site.files["data/datapackage.json"])
    fields = next(one for one in package["resources"] if one["name"] == table)["schema"]["fields"]
    types = {field["name"]: field["type"] for field in fields}

    def value(name: str, cell: str) -> Any:
        if cell in ("", NOT_RECORDED):
            return cell or None
        if types[name] == "integer":
            return int(cell)
        return cell == "true" if types[name] == "boolean" else cell.removeprefix("'")

    text = io.StringIO(site.files[f"data/{table}.csv"].decode(), newline="")
    return [{name: value(name, cell) for name, cell in row.items()} for row in csv.DictReader(text, strict=True)]


def opened(site: BuiltSite) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(site.files["data/candour.sqlite"])
    database.row_factory = sqlite3.Row
    return database


def as_json(site: BuiltSite, path: str = "data/candour.json") -> Mapping[str, Cells]:
    tables: Mapping[str, Cells] = json.loads(site.files[path])["tables"]
    return tables


GENERATED = ("council", "measured", "bare")


@pytest.fixture(scope="module", params=["site", "fenmoor", "quillmark", *GENERATED])
def all_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Everything:
    """A site, and what it was made from; the first three are those that are published."""
    folder = {"site": ROOT, "fenmoor": FENMOOR, "quillmark": QUILLMARK}.get(request.param)
    folder = folder or tmp_path_factory.mktemp(request.param)
    match request.param:
        case "council":
            council(folder, meetings=4, items=60, projects=15)
        case "measured":
            runpy.run_path(str(ROOT / "benchmarks" / "generate.py"))["generate"](folder, 18)
        case "bare":
            write_archive(folder, {})
    graph = check_archive(folder).graph
    assert graph
    is_generated = request.param in GENERATED
    site = BuiltSite(made(graph, folder)[0]) if is_generated else request.getfixturevalue(request.param)
    return site, graph, find(graph)


# Every archive


def test_csv_json_and_sqlite_hold_the_same_rows(all_of: Everything) -> None:
    site, graph, findings = all_of
    rows = {table.name: found for table, found in data_rows(Source(graph, findings))}
    whole, database = as_json(site), opened(site)
    assert list(whole) == list(rows) == [table.name for table in TABLES]
    for table in TABLES:
        names = [column.name for column in table.columns]
        expected = [dict(zip(names, row, strict=True)) for row in rows[table.name]]
        assert as_csv(site, table.name) == expected
        assert whole[table.name] == [{k: cell for k, cell in row.items() if cell is not None} for row in expected]
        found = database.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid')
        assert [dict(row) for row in found] == expected, "true is 1 in SQLite, and in Python"


def test_keys_hold_and_every_row_leads_to_its_passage(all_of: Everything) -> None:
    site, graph, _ = all_of
    database = opened(site)
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for table, rows in as_json(site).items():
        assert len({row["id"] for row in rows}) == len(rows), table
        for row in rows:
            page, _, anchor = row["url"].removeprefix(graph.config.url.rstrip("/")).partition("#")
            assert page in site.pages, row["url"]
            assert not anchor or anchor in site.pages[page].ids(), row["url"]


def test_counts_agree_with_the_pages_and_the_findings(all_of: Everything) -> None:
    site, graph, findings = all_of
    tables = as_json(site)
    pages = Counter(page.split("/")[1] for page in site.pages if f"{page}index.json".lstrip("/") in site.files)
    assert pages == Counter({kind: len(tables[kind]) for kind in ("meetings", "projects", "reviews") if tables[kind]})
    asked = [row for row in tables["requests"] if "same_as" not in row]
    states = [findings.states[one.ref].name for one in graph.requests if not one.same_as]
    assert Counter(row["state"] for row in asked) == Counter(states)
    assert len(tables["attendance"]) == sum(len(person.attended) for person in findings.attendance)
    assert Counter(row["topic"] for row in tables["topics"]) == {k: len(v) for k, v in findings.passages.items() if v}
    assert {row["id"]: row["standing"] for row in tables["projects"]} == {
        name: standing.name for name, standing in findings.standings.items()
    }
    given = Counter(row["outcome"] for row in tables["decisions"] if row["kind"] != "other-body" and "outcome" in row)
    assert given == sum(findings.outcomes_by_meeting.values(), Counter())
    assert len(site.page("/corrections/").all("main section")) == len(tables["corrections"])
    kinds = Counter((row["kind"], row.get("project")) for row in tables["events"])
    for name, standing in findings.standings.items():
        ends = Counter(advice.end for advice in standing.every if advice.end)
        assert {end: kinds[end, name] for end in ends} == ends
        advised = [row for row in tables["events"] if row.get("project") == name and row.get("how") == "advice"]
        assert {row.get("decision") for row in advised} - {None} == {
            str(advice.ref) for advice in standing.every if not advice.is_reported
        }
    late = {"became-overdue", "passed-its-stage"}
    for row in findings.board.values():
        about = [event for event in tables["events"] if event.get("project") == row.project]
        days = [event["date"] for event in about if event["kind"] in late]
        assert days == sorted(str(bar.late_from) for bar in row.bars if bar.late_from)
        assert kinds["asked", row.project] == len(row.bars)
    days = [row["date"] for row in tables["events"]]
    assert days == sorted(days)


def bare(text: str) -> str:
    """Words alone: pages have quotation marks as they are printed."""
    return re.sub(r"\W+", " ", text).strip()


def test_beside_a_record_is_what_its_page_shows(fenmoor: BuiltSite) -> None:
    shown = {"name", "text", "replies", "outcome_label", "listed_as", "right", "wrong", "progress"}
    several = {"exchanges", "requests", "answers"}
    whole = {
        "meetings": {*several, "attendance", "agenda_items"},
        "reviews": {*several, "reviews", "decisions", "corrections"},
        "projects": {"aliases"},
    }  # of others the page has a part
    headings = {"Decision", "Earlier advice"}
    for path in (path for path in fenmoor.files if path.endswith("/index.json")):
        page, tables = fenmoor.page(f"/{path.removesuffix('index.json')}"), as_json(fenmoor, path)
        assert page.one("head link[rel=alternate][type='application/json']").attributes["href"] == "index.json"
        own, main = page.address.split("/")[1], bare(page.main.replace("The minutes say:", ""))
        rows = [row for table in tables.keys() & whole[own] for row in tables[table]]
        lines = {line for row in rows for name in row.keys() & shown for line in row[name].split("\n")}
        said = {re.sub(r"^[A-Z][^:]*: ", "", line) for line in lines - headings - {NOT_RECORDED}}
        assert [line for line in said if bare(line) not in main] == [], path
        named = {node.attributes["id"] or "" for node in page.all("[id]:not(span)")}  # a span is a former name
        passages = {one for one in named if re.match("(q|request|decision|correction)-", one)}
        rows_of_page = {row["url"].partition("#")[2] for rows in tables.values() for row in rows}
        assert own == "projects" or passages <= rows_of_page, path


# The meeting of 8 February 2023

OUTCOMES = {
    "finance-predictions": "E",
    "frequent-service-users": "B",
    "knife-crime": "A",
    "protected-characteristics": "none-recorded",
    "rfsdi-iom": "E",
    "theft-of-motor-vehicles": "A",
}


def test_a_spreadsheet_has_the_facts_of_the_meeting(site: BuiltSite) -> None:
    decided = [row for row in as_csv(site, "decisions") if row["date"] == "2023-02-08" and row["kind"] != "further"]
    assert {row["project"]: row["outcome"] for row in decided} == OUTCOMES
    (meeting,) = as_csv(site, "meetings")
    assert (meeting["present"], meeting["apologies"], meeting["location"]) == (27, NOT_RECORDED, "Teams")
    (chair,) = (row for row in as_csv(site, "attendance") if row["chaired"])
    assert (chair["person"], chair["attendance"]) == ("Jamie Grace", "present")
    knife = next(row for row in as_csv(site, "events") if row["project"] == "knife-crime" and row["kind"] == "decided")
    assert (knife["date"], knife["is_reported"]) == ("2022-07", True), "no more of the day is known than its month"


def test_a_database_has_the_facts_of_the_meeting(site: BuiltSite) -> None:
    database = opened(site)
    question = """
        SELECT projects.id, decisions.outcome, agenda_items.number FROM decisions
        JOIN projects ON projects.id = decisions.project JOIN agenda_items ON agenda_items.id = decisions.item
        JOIN meetings ON meetings.id = decisions.meeting
        WHERE meetings.start_date = '2023-02-08' AND decisions.kind <> 'further'
    """
    found = database.execute(question).fetchall()
    assert {row[0]: row[1] for row in found} == OUTCOMES
    assert {row[0]: row[2] for row in found} == dict.fromkeys(OUTCOMES, "10") | {"protected-characteristics": "9"}
    waiting = "SELECT count(*) FROM requests WHERE state = 'waiting' AND same_as IS NULL"
    assert database.execute(waiting).fetchone()[0] == len(site.page("/requests/").all("[data-state=waiting]"))


def test_a_program_has_the_facts_of_the_meeting(site: BuiltSite) -> None:
    (review,) = as_json(site, "reviews/2023-02-08/knife-crime/index.json")["reviews"]
    assert (review["outcome_label"], review["stage"], review["votes"]) == ("A: Proceed", "update", NOT_RECORDED)
    assert json.loads(site.files["data/candour.json"])["as_of"] == "2023-02-08"


# Other people's programs


def run(*command: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-m", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def written(site: BuiltSite, folder: Path) -> Path:
    for path, content in site.files.items():
        if path.startswith("data/"):
            (folder / path.removeprefix("data/")).write_bytes(content)
    return folder


def test_frictionless_finds_types_keys_and_hashes_right(fenmoor: BuiltSite, tmp_path: Path) -> None:
    package = written(fenmoor, tmp_path) / "datapackage.json"
    report = json.loads(run("frictionless", "validate", str(package), "--json"))
    assert report["valid"], [task["errors"] for task in report["tasks"] if task["errors"]]
    assert report["stats"]["tasks"] == len(TABLES)


def test_datasette_opens_the_file_as_it_is(fenmoor: BuiltSite, tmp_path: Path) -> None:
    file = written(fenmoor, tmp_path) / "candour.sqlite"
    question = "/candour.json?_shape=array&sql=select+count(*)+as+n+from+requests+where+state='overdue'"
    found = json.loads(run("datasette", str(file), "--get", question))
    assert found == [{"n": sum(row["state"] == "overdue" for row in as_csv(fenmoor, "requests"))}]


# The dictionary


def test_every_column_is_in_the_dictionary_with_an_example_of_its_type(fenmoor: BuiltSite) -> None:
    package, page = json.loads(fenmoor.files["data/datapackage.json"]), fenmoor.page("/data/")
    for table, resource in zip(TABLES, package["resources"], strict=True):
        header = next(csv.reader([fenmoor.files[f"data/{table.name}.csv"].decode().partition("\r\n")[0]]))
        fields = resource["schema"]["fields"]
        assert header == [field["name"] for field in fields]
        rows = page.all(f"#table-{table.name} ~ details tbody tr")
        told = [[words_of(cell.html or "") for cell in row.css("th, td")] for row in rows]
        assert [row[0] for row in told] == header
        for column, field, (_, meaning, _, example, _) in zip(table.columns, fields, told, strict=True):
            where = f"{table.name}.{column.name}"
            assert len(table.meaning(column)) > 3, where
            assert field["description"] == table.meaning(column), where
            assert meaning.startswith(typographic_text(table.meaning(column))), where
            assert example == typographic_text(column.example), where
            assert ("Worked out by us" in meaning) == (field["origin"] == "worked out") == column.is_found, where
            kinds = {"number": r"\d+", "yes-no": "true|false", "date": r"\d{4}(-\d\d){0,2}", "time": r"\d\d:\d\d"}
            assert re.fullmatch(kinds.get(column.kind, ".+"), column.example), where


def test_the_page_about_the_data_leads_to_every_file_and_says_how_to_use_it(site: BuiltSite) -> None:
    page = site.page("/data/")
    files = {path.removeprefix("data/") for path in site.files if re.match(r"data/(?!index\.html)", path)}
    assert {target for _, target in page.links() if "." in target and "/" not in target} == files
    assert "CC BY 4.0" in page.main
    assert (
        "Data ethics decisions, data, as of 8 February 2023, https://example.org/data-ethics-decisions/data/"
        in page.main
    )


@pytest.mark.parametrize(
    "address",
    "projects meetings decisions requests people topics topics/accuracy owners coverage corrections board".split(),
)
def test_every_list_leads_to_its_rows_as_data(address: str, fenmoor: BuiltSite) -> None:
    page = fenmoor.page(f"/{address}/")
    (target,) = (target for words, target in page.links() if words == "These rows as data")
    assert target.lstrip("./") in {f"data/{table.name}.csv" for table in TABLES}


# What records say


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Every field of every record, each with other hostile words that a record may have."""
    hostile = ["=1+1", "+1", "-1", "@SUM", "'1", "''", '"a","b"', "'=1", "مرحبا", "\uff1d1", *NAUGHTY["data"][3:8]]
    hostile = [words for words in hostile if words.isprintable() and "(" not in words]

    def words(name: str) -> str:
        return "=1+1" if name.endswith(".name") else hostile[sum(map(ord, name)) % len(hostile)]

    records = dict(
        everything(lambda name: f"{words(name)} Words of {name}", lambda name: f"`{words(name)}` Words of {name}.")
    )
    return site_of(tmp_path_factory.mktemp("full"), records, records.pop("site_config.yaml"))


def test_no_cell_is_a_formula_and_every_word_comes_back(full: BuiltSite) -> None:
    for table, rows in as_json(full).items():
        text = full.files[f"data/{table}.csv"].decode()
        cells = [cell for row in csv.reader(io.StringIO(text, newline=""), strict=True) for cell in row]
        assert [cell for cell in cells if re.match("[=+@\uff1d\t\r\n-]", cell)] == []
        assert text.count("\r\n") == len(rows) + 1
        assert [{k: v for k, v in row.items() if v is not None} for row in as_csv(full, table)] == rows
    cells = [cell for rows in as_json(full).values() for row in rows for cell in row.values() if isinstance(cell, str)]
    assert {cell[0] for cell in cells} >= set("=+-@'\"م")


def test_every_field_of_every_record_is_in_the_data(full: BuiltSite) -> None:
    names: list[str] = []

    def noted(name: str) -> str:
        names.append(name)
        return name

    everything(noted, noted)
    whole = re.sub(r"[^\w.]+", " ", full.files["data/candour.json"].decode())
    of_records = [name for name in names if not name.startswith("config.") and name != "gone.title"]
    assert [name for name in of_records if f"of {name}" not in whole] == [], "the title of what was removed is not data"


def test_what_was_removed_or_redacted_does_not_come_back(fenmoor: BuiltSite) -> None:
    removed = [row for row in as_csv(fenmoor, "events") if row["kind"] == "removed"]
    for row in removed:
        assert "was removed on" in fenmoor.page("/" + row["url"].split("/", 4)[4]).main
    assert removed
    every = "".join(fenmoor.files[path].decode() for path in fenmoor.files if path.endswith((".csv", ".json")))
    gone = (FENMOOR / "content/projects/school-streets.md").read_text("utf-8").partition("\n---\n")[2]
    for sentence in (line for line in re.split(r"[.\n]", gone) if len(line) > 30):
        assert sentence.strip() not in every
    redacted = [row for row in as_csv(fenmoor, "corrections") if row["kind"] == "redaction"]
    assert [row["wrong"] for row in redacted] == [None] * len(redacted)


def test_requests_about_a_project_that_was_removed_stay(tmp_path: Path) -> None:
    gone = "---\ntitle: Bench\nowner: [Parks Office]\nremoved: {date: 2024-02-01, why: By mistake.}\n---\n"
    asked = "---\ndiscussed: [1]\noutcome: none-recorded\nrequests: {return: {text: Come back.}}\n---\n"
    records = {
        "projects/bench.md": gone,
        "meetings/2024-01-02.md": "---\npresent: [Bo]\n---\n\n## 1. Bench\n",
        "reviews/2024-01-02/bench.md": asked,
    }
    (row,) = as_csv(site_of(tmp_path, records), "requests")
    assert (row["text"], row["project"], row["owner"]) == ("Come back.", None, None)


def test_a_row_without_its_site_has_an_address_within_it(tmp_path: Path) -> None:
    records = {"meetings/2024-01-02.md": "---\npresent: [Bo]\n---\n\n## 1. One\n"}
    config = "title: T\ncommittee: C\n"
    site = site_of(tmp_path, records, config)
    assert [row["url"] for row in as_csv(site, "agenda_items")] == ["meetings/2024-01-02/#item-1"]
    assert json.loads(site.files["data/candour.json"])["url"] is None


def test_the_same_records_give_the_same_bytes() -> None:
    def files() -> Mapping[str, bytes]:
        graph = check_archive(QUILLMARK).graph
        assert graph
        return dict(export(graph, find(graph), ()))

    assert files() == files()


def test_no_data_is_made_until_it_is_asked_for_and_its_page_makes_none_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    def counted(*given: object) -> Iterator[tuple[str, bytes]]:
        made.append(given)
        yield "/data/x.csv", b"x"

    monkeypatch.setattr("candour.pipeline.export", counted)
    graph = check_archive(QUILLMARK).graph
    assert graph
    planned = plan_site(graph)
    assert made == []
    assert [file.path for file in planned.data(None)] == ["data/x.csv"]
    sizes = next(page.view.sizes for page in planned.pages if page.url == addresses.DATA)
    assert sizes == {"/data/x.csv": "1 byte"}
    assert len(made) == 1
