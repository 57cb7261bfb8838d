"""Files at the limits of what is read: odd, long, deep and large ones end in a site or in a problem, and soon."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from built import CONFIG, made, write_archive

from candour.commands.report import as_text
from candour.graph.check import check_archive
from candour.problems import Problem, errors, gathered
from candour.reading.files import LARGEST_RECORD, RecordFile
from candour.reading.raw import RawRecord, read_raw

MEETING = "---\ntitle: Board\n---\n## 1. Kerb counts\nWords.\n"
PROJECT = "---\ntitle: Kerb counts\nkind: model\n---\n## Summary\nCounts kerbs.\n"
REVIEW = "---\ndiscussed: 1\noutcome: A\n---\n## Decision\nGo on. The counts were sound.\n"
RECORDS = {"meetings/2024-04-09.md": MEETING, "projects/kerb.md": PROJECT, "reviews/2024-04-09/kerb.md": REVIEW}


# YAML

ODD = [
    *("?", "? a", "? a\n: ", "? a\n: b", "? A", "? 1. A", "? a\n\n\n", "? a\n# c", "? [a]\n: b", "? {a: b}", "? |\n x"),
    *(
        "-",
        "- ",
        "- -",
        "- ? a",
        "- a: b\n-",
        "a:\n-",
        "a: [",
        "a: {",
        "[",
        "{",
        "]",
        "}",
        "[?]",
        "[? a]",
        "{? a",
        "{? a, b",
    ),
    *("---", "---\n...", "...", "--- |", "--- a", "a: b\n...\nc: d", "%YAML 1.3", "%YAML 1.3\n---\na: b", "%TAG ! x"),
    *(
        "# c",
        "# c\n# d",
        "a: |",
        "a: >",
        "a: |\n\n",
        "A: |",
        "A: >-",
        "a: |2",
        "a: >-9",
        "a: |+",
        "A: |+\n\n",
        "1. A:",
        "A: []",
    ),
    *(
        "a: b\u0085c: d",
        "a\u2028b: c",
        "\u0085",
        "\ufeff",
        "a: \ufeff",
        "\t",
        "\ta: b",
        "a:\tb",
        "a: 'b",
        'a: "b',
        "a: '",
        'a: "\\x',
    ),
    *(
        "!",
        "&",
        "*",
        "!a",
        "&a",
        "*a",
        "a: !",
        "a: &",
        "a: *",
        "a: !!binary x",
        "<<: a",
        "a: <<",
        "@",
        "`",
        "%",
        ":",
        ": ",
        ": a",
    ),
    *(
        "a",
        "a\nb",
        "a: b: c",
        "~",
        "~: a",
        "null: a",
        "a: ~",
        "=",
        "a: =",
        "a: b\n c: d",
        " a: b\nc: d",
        'a: "\\ud800"',
        'a: "\\0"',
    ),
]


def raw(text: str, name: str) -> tuple[RawRecord, tuple[Problem, ...]]:
    return gathered(read_raw(RecordFile("meeting", f"content/meetings/{name}", "2024-04-09", text.encode())))


@pytest.mark.parametrize("text", ODD)
def test_odd_yaml_is_read_or_told_with_its_line_and_a_next_step(text: str) -> None:
    for name, whole in (("x.yaml", text), ("x.yaml", text + "\n"), ("x.md", f"---\n{text}\n---\nWords.\n")):
        record, problems = raw(whole, name)
        assert problems or record.fields is not None
        for problem in problems:
            assert problem.hint
            assert 0 < problem.span.line <= whole.count("\n") + 1 or problem.name == "empty-file"
            assert as_text(problem).encode()


def test_an_empty_value_at_the_very_end_is_told_where_its_name_is() -> None:
    _, (problem,) = raw("title: Board\n? chair", "x.yaml")
    assert (problem.name, problem.span.line, problem.span.column) == ("empty-value", 2, 3)
    assert problem.span.excerpt == "? chair"


# Agendas


def turns(folder: Path, meeting: str) -> list[str]:
    graph = check_archive(write_archive(folder, {**RECORDS, "meetings/2024-04-09.md": meeting})).graph
    assert graph
    return list(graph.turns["2024-04-09"])


def test_an_item_within_an_item_of_the_same_number_is_told_and_does_not_go_round_for_ever(tmp_path: Path) -> None:
    assert turns(tmp_path, "---\ntitle: Board\n---\n## 1. Kerb counts\n### 1. Kerb counts\nWords.\n") == ["1"]
    assert [problem.name for problem in errors(check_archive(tmp_path).problems)] == ["duplicate-item"]


def test_items_may_be_taken_after_each_other_however_many(tmp_path: Path) -> None:
    agenda = "".join(f"  {number}: {{after: {number - 1}}}\n" for number in range(2, 999))
    items = "".join(f"## {number}. Kerb counts\n" for number in range(1, 999))
    expected = [str(number) for number in range(1, 999)]
    assert turns(tmp_path, f"---\ntitle: Board\nagenda:\n{agenda}---\n{items}") == expected


# How long a record of an eighth of the largest size takes

LONG: dict[str, tuple[str, str, Callable[[int], str], str]] = {
    "people": ("meetings/2024-04-09.md", "---\npresent:\n", lambda n: f"- Ann Lee {n}\n", MEETING[4:]),
    "a name without an end": ("meetings/2024-04-09.md", "---\nchair: Ann", lambda n: f"x*  -{n}", f"\n{MEETING[4:]}"),
    "agenda items": ("meetings/2024-04-09.md", MEETING, lambda n: f"\n## Item {n}\n", ""),
    "sections in YAML": ("meetings/2024-04-09.yaml", "1. Kerb counts: Words.\n", lambda n: f"Item {n}: Words.\n", ""),
    "requests": (
        "reviews/2024-04-09/kerb.md",
        f"{REVIEW[:28]}requests:\n",
        lambda n: f"  r{n}: {{text: Do.}}\n",
        REVIEW[28:],
    ),
    "questions": (
        "reviews/2024-04-09/kerb.md",
        f"{REVIEW}## Questions and comments\n",
        lambda n: f"- Why? {{#q{n}}}\n",
        "",
    ),
    "unknown fields": ("projects/kerb.md", "---\n", lambda n: f"field{n}: x\n", PROJECT[4:]),
    "one line": ("projects/kerb.md", PROJECT, lambda n: f"{n} kerbs ", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", LONG)
def test_a_long_record_takes_seconds(what: str, tmp_path: Path) -> None:
    path, before, one, after = LONG[what]
    many = "".join(one(number) for number in range(LARGEST_RECORD // len(one(999)) // 8))
    records = {name: text for name, text in RECORDS.items() if name.rpartition(".")[0] != path.rpartition(".")[0]}
    archive = write_archive(tmp_path, {**records, path: before + many + after}, CONFIG)
    started = time.process_time()
    graph = check_archive(archive).graph
    assert graph
    made(graph, archive)
    assert time.process_time() - started < 5  # about one on a quiet machine; what is caught here grows with the square
