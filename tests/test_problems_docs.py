"""`docs/problems.md` explains every problem, each once, in the order and the groups of `problems.py`."""

import inspect
import re

from built import ROOT

from candour import problems

WHOLE = (ROOT / "docs" / "problems.md").read_text("utf-8")
TEXT = re.sub(r"^```.*?^```$", "(example)", WHOLE, flags=re.MULTILINE | re.DOTALL)
"""Without its examples, which have headings of their own."""
ENTRIES = dict(re.findall(r"^### (\S+)\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL))


def test_every_problem_has_one_entry_and_no_entry_is_stale() -> None:
    assert re.findall(r"^### (.*)$", TEXT, re.MULTILINE) == list(problems.problem_names())


def test_entries_are_in_the_groups_of_the_code() -> None:
    source = inspect.getsource(problems).partition("ProblemName = Literal[")[2].partition("]")[0]
    in_code = [re.findall(r'"([a-z-]+)"', group) for group in source.split("    # ")[1:]]
    in_text = [
        re.findall(r"^### (\S+)$", group, re.MULTILINE) for group in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    ]
    assert in_text == in_code


def test_an_entry_says_whether_it_is_only_a_warning() -> None:
    assert {name for name, text in ENTRIES.items() if "*A warning.*" in text} == problems.WARNINGS


def test_every_entry_is_short_and_says_something() -> None:
    for name, text in ENTRIES.items():
        assert 30 < len(text) < 1200, name


def test_entries_lead_to_places_that_are_there() -> None:
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    }
    other = (ROOT / "docs" / "format.md").read_text("utf-8")
    anchors |= {
        "format.md#" + re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", other, re.MULTILINE)
    }
    for target in re.findall(r"\]\(((?:format\.md)?#[^)]*)\)", TEXT):
        assert target.removeprefix("#") in anchors, target
