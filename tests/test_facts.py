"""The pages against the facts of the minutes (tests/facts), which were drawn up without looking at the records."""

from typing import Any

import pytest
import yaml
from built import ROOT, BuiltSite

FACTS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests" / "facts" / "2023-02-08.yaml").read_text("utf-8"))


def folded(words: str) -> str:
    """White space and case do not matter."""
    return " ".join(words.split()).casefold()


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_a_fact_of_the_minutes_is_on_its_page(fact: dict[str, Any], site: BuiltSite) -> None:
    told = folded(site.page(fact["page"]).main)
    assert [words for words in fact["words"] if folded(words) not in told] == []
    assert [words for words in fact.get("absent", ()) if folded(words) in told] == []
