"""`docs/problems.md` explains every problem of the catalogue once."""

import re

from built import ROOT

from candour.problems import SEVERITIES, Severity

WHOLE = (ROOT / "docs" / "problems.md").read_text("utf-8")
TEXT = re.sub(r"^```.*?^```$", "(example)", WHOLE, flags=re.MULTILINE | re.DOTALL)
"""Without its examples, which have headings of their own."""


EXPLANATIONS = dict(re.findall(r"^### (\S+)\n\n(.*?)(?=\n##|\Z)", TEXT, re.MULTILINE | re.DOTALL))


def test_the_page_explains_every_problem_once() -> None:
    assert sorted(re.findall(r"^### (.*)$", TEXT, re.MULTILINE)) == sorted(SEVERITIES)


def test_the_page_says_what_is_a_warning() -> None:
    warnings = [name for name, text in EXPLANATIONS.items() if text.startswith("*A warning.* ")]
    assert sorted(warnings) == sorted(n for n, severity in SEVERITIES.items() if severity is Severity.WARNING)


def test_every_explanation_is_short_and_says_something() -> None:
    for name, text in EXPLANATIONS.items():
        assert 30 < len(text.replace("(example)", "")) < 1200, name


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
