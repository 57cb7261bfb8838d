"""Texts that no one writes: a clear problem, soon."""

import time

import pytest

from candour.model.places import Places
from candour.model.records import Passage
from candour.problems import gathered
from candour.reading.bodies import read_body
from candour.reading.files import RecordFile
from candour.reading.raw import read_raw

LONGEST = 190_000
DEEP = {
    "brackets": "[" * LONGEST,
    "pictures": "![" * (LONGEST // 2),
    "pairs": "[" * (LONGEST // 2) + "]" * (LONGEST // 2),
    "everything": "*_~~[`<&!" * (LONGEST // 9),
    "letters": "*a **b " * 4000 + "c** d* " * 4000,
    "letters in an entry": "- " + "*a **b " * 400 + "c** d* " * 400,
    "quotations": ">" * LONGEST,
    "lists": "- " * 20_000 + "a",
    "lists below lists": "\n".join("  " * level + "- a" for level in range(400)),
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
@pytest.mark.parametrize("headings", [None, ("Questions and comments",)])
def test_what_is_nested_too_deep_is_said_soon(text: str, headings: tuple[str, ...] | None) -> None:
    text = "## Questions and comments\n" + text
    started = time.process_time()
    passage, places = Passage("", text, 1), Places("x.md", tuple(text.split("\n")))
    _, problems = gathered(read_body([passage], places, "2023-02-08/x", headings))
    assert time.process_time() - started < 1.5
    assert "nesting-too-deep" in {problem.name for problem in problems}


MANY = {
    "bullets": "• a\n" * 19_000,
    "html": "<b>" * 60_000,
    "links": "[a](" * 10_000,
    "footnotes": "[^1] " * 15_000,
    "tags": "{#a} " * 30_000,
    "headings": "## a\n" * 6_000,
    "columns": "|a" * 3_000 + "|\n" + "|-" * 3_000 + "|\n" + "|b" * 3_001 + "|\n",
    "backticks": "".join("`" * length + " " for length in range(1, 600)),
    "underscores": "_" * LONGEST,
    "codes": "&#8238;" * 20_000,
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY)
def test_many_mistakes_of_one_kind_are_said_soon(text: str) -> None:
    started = time.process_time()
    passage, places = Passage("", text, 1), Places("x.md", tuple(text.split("\n")))
    gathered(read_body([passage], places, "2023-02-08/x", None))
    assert time.process_time() - started < 3


def test_a_record_of_too_many_lines_is_not_read() -> None:
    file = RecordFile("review", "content/reviews/2023-02-08/x.md", "2023-02-08/x", b"- a\n" * 20_001)
    record, problems = gathered(read_raw(file))
    assert (record.fields, [problem.name for problem in problems]) == (None, ["oversize"])
