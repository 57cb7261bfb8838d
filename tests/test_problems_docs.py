"""`docs/problems.md` is made from the catalogue, which explains every problem once."""

import re
import runpy
from typing import get_args

from built import ROOT

from candour.problems import ProblemName
from candour.problems.catalogue import CATALOGUE, GROUPS

WHOLE = (ROOT / "docs" / "problems.md").read_text("utf-8")
TEXT = re.sub(r"^```.*?^```$", "(example)", WHOLE, flags=re.MULTILINE | re.DOTALL)
"""Without its examples, which have headings of their own."""


def test_the_page_is_that_of_the_catalogue() -> None:
    filled = runpy.run_path(str(ROOT / "docs" / "problems.py"))["filled"]
    assert filled(WHOLE) == WHOLE, "run: make docs"


def test_the_names_that_the_type_checker_knows_are_those_of_the_catalogue() -> None:
    assert list(get_args(ProblemName)) == [name for rows in GROUPS.values() for name in rows] == list(CATALOGUE)


def test_every_explanation_is_short_and_says_something() -> None:
    for name, row in CATALOGUE.items():
        assert 30 < len(re.sub(r"^```.*?^```$", "", row.explanation, flags=re.MULTILINE | re.DOTALL)) < 1200, name


def test_explanations_lead_to_places_that_are_there() -> None:
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
