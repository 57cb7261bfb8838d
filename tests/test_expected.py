"""The tables of `fixtures/fenmoor/EXPECTED.md`: what a person found in the records of the invented archive, by hand."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from built import FENMOOR
from test_graph import linked

from candour.findings import Findings, find
from candour.findings.requests import RequestState
from candour.findings.standing import Advice, Recorded, Standing
from candour.graph.graph import LinkedRequest, SiteGraph
from candour.model.records import Review
from candour.pages import words

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
    table = rows("Where each project is")
    assert [name(row["Project"]) for row in table] == sorted(shown("projects"))
    assert {row["State"] for row in table} == STANDINGS


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
    table = {
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
    assert table == {key: figures[key] for key in table}


def test_what_runs_out_is_in_order_and_agrees_with_where_each_project_is() -> None:
    table = rows("What runs out")
    assert [row["Last day"] for row in table] == sorted(row["Last day"] for row in table)
    ends = {"still holds": "until", "ran out": "ran out"}
    expected = {
        (row["Project"], row["State"], row["Advice and since"])
        for row in rows("Where each project is")
        if row["State"] in ends.values()
    }
    assert expected == {
        (row["Project"], ends[row["What came of it"]], row["Advice and since"])
        for row in table
        if row["What came of it"] in ends
    }


def test_every_topic_has_a_row_and_its_numbers_add_up() -> None:
    config = yaml.load((FENMOOR / "site_config.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert [name(row["Topic"]) for row in rows("Topics")] == sorted(config["topics"])
    for row in rows("Topics"):
        *parts, total = [int(cell) for key, cell in row.items() if key != "Topic"]
        assert sum(parts) == total > 0, row


# --- what candour finds in the same records -----------------------------------------------------------------------


@cache
def graph() -> SiteGraph:
    return linked(FENMOOR)


@cache
def findings() -> Findings:
    return find(graph())


def given(one: Advice) -> str:
    """An outcome as the table has it: code, day and record."""
    how = "reported by " if one.is_reported else "decision " if one.ref.anchor else ""
    return f"`{one.outcome}`, {one.day}, {how}`{one.ref}`"


ABSENT = {
    "none-recorded": "none recorded",
    "not-sought": "not sought",
    "deferred": "deferred",
    "not-reported": "not reported",
}


def absences(project: str) -> str:
    """The words of all reviews and reports of a project that never had an outcome."""
    found = []
    for entry in graph().histories[project]:
        if entry.review:
            outcome = (entry.previous or entry.review.facts).outcome or "not-reported"
            by = "reported by " if entry.previous else ""
            found.append(f"{ABSENT[outcome]}, {entry.day}, {by}`{entry.review.name}`")
    return "; ".join(found) or "never reviewed"


def recorded(one: Recorded) -> str:
    return f"`{one.code}`, {one.since}" + (f", again {one.noted}" if one.noted != one.since else "")


def used(one: Recorded) -> str:
    source = f"review `{one.source.name}`" if isinstance(one.source, Review) else "event"
    return f"{one.code}, {source}, {one.noted}"


def end_of(standing: Standing) -> str:
    for one in standing.advice:
        if one.end == "replaced":
            return f"replaced by `{one.replaced_by}`, {one.ended}"
        if one.until:
            return f"{'ran out' if one.end else 'until'} {one.until}"
    return "none"


def standing_row(project: str) -> dict[str, str]:
    standing = findings().standings[project]
    later = (f"{ABSENT[r.facts.outcome]}, {graph().day_of(r)}, `{r.name}`" for r in standing.without)
    return {
        "Project": f"`{project}`",
        "State": standing.name.replace("-", " "),
        "Advice and since": "; ".join(map(given, standing.advice)) or absences(project),
        "Until, ran out, replaced by": end_of(standing),
        "Later, without an outcome": ("; ".join(later) if standing.advice else "") or "none",
        "Stage, since, noted again": "; ".join(map(recorded, standing.stage)) or "none",
        "In use, source, date": "; ".join(map(used, standing.use)) or "none",
    }


@pytest.mark.parametrize("row", rows("Where each project is"), ids=lambda row: name(row["Project"]))
def test_a_project_is_where_a_reader_of_its_records_finds_it(row: dict[str, str]) -> None:
    assert standing_row(name(row["Project"])) == row


def test_advice_runs_out_when_the_table_says() -> None:
    found = [
        (str(one.until.last_day), f"`{project}`", given(one), "yes" if one.end == "ran-out" else "no")
        for project, standing in findings().standings.items()
        for one in standing.every
        if one.until
    ]
    columns = ("Last day", "Project", "Advice and since", "Entry of the history")
    assert sorted(found) == [tuple(row[column] for column in columns) for row in rows("What runs out")]


def how_much(state: RequestState) -> str:
    """How late it is or was; else, while it waits, for how long."""
    span = state.late or (state.waited if state.name == "waiting" else None)
    if span is None or state.name in {"past-stage", "past-suggested", "withdrawn"}:
        return "none"
    return words.span(span) or "0 days"


def request_row(asked: LinkedRequest) -> dict[str, str]:
    about = ", ".join(f"`{project}`" for project in asked.projects) or "none"
    head = {"Request": f"`{asked.ref}`", "About": about}
    if asked.same_as:
        left_out = dict.fromkeys(("Answered", "By how much", "Due", "Answers"), "")
        return {**head, "State": f"counted with `{asked.same_as}`", **left_out}
    state, due = findings().states[asked.ref], asked.request.due
    name = REQUEST_NAMES.get(state.name, state.name.replace("-", " "))
    answered = {"withdrawn": "withdrawn"}.get(state.name, "fully")
    if state.is_waiting:
        answered = "partly" if state.is_partly else "not yet"
    when = "none"
    if due and due.stage:
        when = f"stage `{due.stage}`"
    elif state.due and due:
        when = f"{state.due.last_day}, {'derived' if due.next_meeting or asked.request.due_from else 'stated'}"
    elif due:
        when = "next meeting, not held yet"
    answers = "; ".join(f"{a.answer.how} `{a.by.name}`" for a in asked.answers) or "none"
    rest = {"Answered": answered, "By how much": how_much(state), "Due": when, "Answers": answers}
    return {**head, "State": name, **rest}


REQUEST_NAMES = {"past-stage": "past its stage", "past-suggested": "past its date though only suggested"}


@pytest.mark.parametrize("row", rows("Requests"), ids=lambda row: name(row["Request"]))
def test_a_request_is_in_the_state_in_which_a_reader_of_its_records_finds_it(row: dict[str, str]) -> None:
    asked = next(one for one in graph().requests if str(one.ref) == name(row["Request"]))
    assert {**request_row(asked), "Why": row["Why"]} == row


def test_a_topic_is_carried_by_as_many_passages_as_a_reader_counts() -> None:
    found = []
    for topic, passages in sorted(findings().passages.items()):
        kinds = Counter((one.kind, "/" in one.ref.record) for one in passages)
        columns = [kinds["exchange", True], kinds["request", True], kinds["request", False], kinds["review", True]]
        found.append([f"`{topic}`", *map(str, columns), str(len(passages))])
    assert found == [list(row.values()) for row in rows("Topics")]
