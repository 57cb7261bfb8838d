"""The pages against the facts of the minutes (tests/facts), which were drawn up without looking at the records."""

from typing import Any

import pytest
import yaml
from built import ROOT, BuiltSite
from test_graph import linked

from candour.model.values import Prose

FACTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "facts" / "2023-02-08.yaml").read_text("utf-8"))


def folded(words: str) -> str:
    """White space and case do not matter."""
    return " ".join(words.split()).casefold()


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_a_fact_of_the_minutes_is_on_its_page(fact: dict[str, Any], site: BuiltSite) -> None:
    told = folded(site.page(fact["page"]).main)
    assert [words for words in fact["words"] if folded(words) not in told] == []
    assert [words for words in fact.get("absent", ()) if folded(words) in told] == []


REASONS = {
    "finance-predictions": ("good enough understanding", "best value for money", "protected characteristics", "health"),
    "frequent-service-users": ("several agencies", "enforcement strand", "parallel processes", "acted on"),
    "knife-crime": ("Project Guardian", "hotspots", "case studies", "commended", "as an example", "next 6 months"),
    "protected-characteristics": ("record no outcome", "do not say why"),
    "rfsdi-iom": (
        "must be clearer",
        "change significantly",
        "the Lab felt",
        "case study",
        "downsides",
        "Babuta",
        "training",
    ),
    "theft-of-motor-vehicles": ("little controversy", "types of vehicle", "helpful"),
}
"""What item 10 says of each project, request by request."""


def test_the_section_on_the_decision_says_by_itself_all_that_the_minutes_say_of_it() -> None:
    reviews = linked(ROOT).reviews
    assert {name.partition("/")[2] for name in reviews} == set(REASONS)
    for slug, reasons in REASONS.items():
        sections = [section for section in reviews[f"2023-02-08/{slug}"].sections if section.id == "decision"]
        text = " ".join(part.text for section in sections for part in section.parts if isinstance(part, Prose))
        assert [words for words in reasons if words not in text] == []
