"""The tables of `fixtures/fenmoor/EXPECTED.md`: what a person found in the records of the invented archive, by hand."""

import re
from collections import Counter
from pathlib import Path

import yaml
from built import FENMOOR

CONTENT = FENMOOR / "content"

STANDINGS = {"current", "until", "ran out", "replaced", "unclear", "none"}
REQUESTS = {
    "overdue",
    "past its stage",
    "past its date though only suggested",
    "waiting",
    "answered in time",
    "answered late",
    "answered",
    "withdrawn",
}
ANSWERED = {
    "overdue": {"not yet", "partly"},
    "past its stage": {"not yet", "partly"},
    "past its date though only suggested": {"not yet", "partly"},
    "waiting": {"not yet", "partly"},
    "answered in time": {"fully"},
    "answered late": {"fully"},
    "answered": {"fully"},
    "withdrawn": {"withdrawn"},
}
"""What may stand beside each state of a request."""


def rows(heading: str) -> list[dict[str, str]]:
    """The first table below a heading, by the words above each column; a name between backquotes keeps them."""
    _, found, text = (FENMOOR / "EXPECTED.md").read_text("utf-8").partition(f"\n## {heading}\n")
    assert found, heading
    text, _, _ = text.partition("\n## ")
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table, heading
    head, _, *lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


def name(cell: str) -> str:
    return cell.strip("`")


def facts(path: Path) -> dict[str, object]:
    """The front matter, every value as text."""
    text = path.read_text("utf-8")
    found = yaml.load(text if path.suffix == ".yaml" else text.split("---\n")[1], yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def shown(folder: str) -> dict[str, dict[str, object]]:
    """The records of one kind that are neither drafts nor removed, by their names."""
    found = {path.relative_to(CONTENT / folder).with_suffix(""): path for path in (CONTENT / folder).rglob("*.*")}
    records = {key.as_posix(): facts(path) for key, path in found.items()}
    return {key: own for key, own in records.items() if "draft" not in own and "removed" not in own}


def counted() -> list[dict[str, str]]:
    """The requests without those that are the same as another."""
    return [row for row in rows("Requests") if not row["State"].startswith("counted with ")]


def test_every_project_has_a_row_and_is_in_one_of_the_states_each_of_which_occurs() -> None:
    told = rows("Where each project is")
    assert [name(row["Project"]) for row in told] == sorted(shown("projects"))
    assert {row["State"] for row in told} == STANDINGS


def test_every_request_of_the_records_has_a_row_and_is_in_one_of_the_states_each_of_which_occurs() -> None:
    meetings, asked = shown("meetings"), []
    reviews = {key: own for key, own in shown("reviews").items() if key.partition("/")[0] in meetings}
    for key, own in {**meetings, **reviews}.items():
        requests = own.get("requests", {})
        assert isinstance(requests, dict)
        asked += [f"{key}#request-{one}" for one in requests]
    assert sorted(name(row["Request"]) for row in rows("Requests")) == sorted(asked)
    assert {row["State"] for row in counted()} == REQUESTS
    for row in counted():
        assert row["Answered"] in ANSWERED[row["State"]], row
    for state in ("overdue", "past its stage", "waiting"):
        assert {row["Answered"] for row in counted() if row["State"] == state} == {"not yet", "partly"}


def test_the_figures_are_those_of_the_tables() -> None:
    figures = {row["What"]: int(row["How many"]) for row in rows("In figures")}
    meetings = [row for row in rows("Meetings") if row["Status"] != "no record"]
    states = Counter(row["State"] for row in counted())
    answered = Counter(row["Answered"] for row in counted())
    told = {
        "Meetings shown": len(meetings) - figures["Meetings held back as a draft"],
        "of these held": sum(row["Status"] == "held" for row in meetings) - figures["Meetings held back as a draft"],
        "Meetings known by reference only": len(rows("Meetings")) - len(meetings),
        "Reviews shown": sum(int(row["Reviews"]) for row in rows("Outcomes") if row["Reviews"].isdigit()),
        "Projects shown": len(rows("Where each project is")),
        "Projects never reviewed": sum(
            row["Advice and since"] == "never reviewed" for row in rows("Where each project is")
        ),
        "Requests, those joined by `same_as` counted once": len(counted()),
        "of these answered (no date was set)": states.pop("answered"),
        **{f"of these {state}": number for state, number in states.items()},
        "Not answered yet (overdue, past or waiting)": answered["not yet"],
        "Partly answered (overdue, past or waiting)": answered["partly"],
    }
    assert told == {key: figures[key] for key in told}


def test_what_runs_out_is_in_order_and_agrees_with_where_each_project_is() -> None:
    told = rows("What runs out")
    assert [row["Last day"] for row in told] == sorted(row["Last day"] for row in told)
    ends = {"still holds": "until", "ran out": "ran out"}
    expected = {
        (row["Project"], row["State"], row["Advice and since"])
        for row in rows("Where each project is")
        if row["State"] in ends.values()
    }
    assert expected == {
        (row["Project"], ends[row["What came of it"]], row["Advice and since"])
        for row in told
        if row["What came of it"] in ends
    }


def test_every_topic_has_a_row_and_its_numbers_add_up() -> None:
    config = yaml.load((FENMOOR / "site_config.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert [name(row["Topic"]) for row in rows("Topics")] == sorted(config["topics"])
    for row in rows("Topics"):
        *parts, total = [int(cell) for key, cell in row.items() if key != "Topic"]
        assert sum(parts) == total > 0, row
