"""Long lists in parts: what is folded, what is not, and that nothing is lost."""

import re
from pathlib import Path

import pytest
from built import BuiltSite, site_of

from candour.model.config import Committee, Config
from candour.pages import words
from candour.pages.groups import Group, GroupedList, by_letter, grouped_list
from candour.pages.views import LinkTo

COMMITTEE = Config(title="", committee=Committee(name="Ethics Committee", short="the Committee"))


def of(*sizes: int, together: bool = False) -> GroupedList[int]:
    groups = [Group(str(n), LinkTo(str(n)), tuple(range(size))) for n, size in enumerate(sizes)]
    return grouped_list(groups, together=together)


@pytest.mark.parametrize(
    ("sizes", "folded"),
    [
        ((), ""),
        ((30,), "-"),
        ((31,), "-f"),
        ((10, 15, 1), "---"),
        ((10, 15, 6), "--f"),
        ((26, 4, 1), "-fff"),
        ((90, 5), "-ff"),
    ],
)
def test_a_long_list_is_folded_from_where_it_does_not_fit(sizes: tuple[int, ...], folded: str) -> None:
    assert "".join("f" if group.is_folded else "-" for group in of(*sizes).groups) == folded


def test_parts_that_belong_together_are_folded_together() -> None:
    assert [group.is_folded for group in of(1, 30, together=True).groups] == [True, True]
    assert [group.is_folded for group in of(1, 29, together=True).groups] == [False, False]


def test_of_very_many_parts_a_reader_asks_for_the_rest() -> None:
    found = of(*[1] * 45)
    assert (len(found.groups), len(found.rest)) == (40, 5)


def test_names_are_under_their_first_letters_once_there_are_many() -> None:
    names = ["1st list", "Alpha", *[f"B{n:02}" for n in range(28)], "Élan", "Ωmega"]
    groups = by_letter(names, str, "name").groups
    assert [(one.anchor, one.title.text, one.count) for one in groups] == [
        ("letter-0–9", "0–9", "1 name"),
        ("letter-a", "A", "1 name"),
        ("letter-b", "B", "28 names"),
        ("letter-e", "E", "1 name"),
        ("letter-ω", "Ω", "1 name"),
    ]
    (whole,) = by_letter(names[:30], str, "name").groups
    assert (whole.title.text, whole.is_folded, whole.rows) == ("", False, tuple(names[:30]))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """36 projects, each reviewed at one of twelve meetings of a year, with a person and a request of its own."""
    records = {}
    for n in range(36):
        day, name = f"2024-{n % 12 + 1:02}-01", f"{chr(97 + n % 20)}{n:02}"
        records[f"projects/{name}.md"] = f"---\ntitle: {name.upper()}\n---\n\n## Summary\n\nOne thing. Another.\n"
        asked = "requests:\n  it: {text: Say how.}\n"
        records[f"reviews/{day}/{name}.md"] = (
            f"---\ndiscussed: 1\noutcome: A\n{asked}---\n\n## Decision\n\nBecause of {name}. And so on.\n"
        )
        people = "".join(f"    - Person {chr(65 + (n % 12 * 3 + k) % 26)}{n % 12 * 3 + k}\n" for k in range(3))
        records[f"meetings/{day}.md"] = f"---\npresent:\n  members:\n{people}---\n\n## 1. One\n"
    return site_of(tmp_path_factory.mktemp("many"), records)


@pytest.mark.parametrize("address", ["/projects/", "/people/", "/decisions/2024/", "/requests/"])
def test_a_folded_part_says_how_much_it_holds_and_its_address_is_inside_it(many: BuiltSite, address: str) -> None:
    page = many.page(address)
    assert len(page.all("[data-row]")) == 36
    folded = page.all("details[data-group]")
    assert folded
    for one in folded:
        said = re.search(r"\d+", one.css("summary")[0].text().partition(":")[2] or one.css("small")[0].text())
        assert said
        assert int(said[0]) == len(one.css("[data-row]"))
        (inside,) = one.css("div[id]")
        assert inside.attributes["id"]
    assert len(page.all("script[src*='filter']")) == 1


def test_the_links_to_the_parts_of_a_year_name_its_meetings(many: BuiltSite) -> None:
    page = many.page("/decisions/2024/")
    assert page.links("[data-whole] a")[0] == ("1 Dec", "#meeting-2024-12-01")
    assert len(page.links("[data-whole] a")) == 12
    assert page.all("section[data-group] > h2")[0].attributes["id"] == "meeting-2024-12-01"


def test_a_row_of_a_decision_says_why_in_one_sentence_and_leads_to_the_record(many: BuiltSite) -> None:
    row = many.page("/decisions/2024/").all("[data-row]")[0]
    assert " ".join(row.text().split()) == "D23, 1 December 2024 A: Proceed Because of d23."
    assert [a.attributes["href"] for a in row.css("a")] == ["../../reviews/2024-12-01/d23/"]


def test_a_short_list_has_neither_links_to_parts_nor_a_script(tmp_path: Path) -> None:
    page = site_of(tmp_path, {"projects/alpha.md": "---\ntitle: Alpha\n---\n"}).page("/projects/")
    assert page.all("[data-whole], [data-filter-list], [data-group], script[src*='filter']") == []


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (
            (5, 1, 1, 0),
            "5 outcomes of the Committee, 1 review without an outcome and 1 further decision, latest meeting first.",
        ),
        ((0, 2, 0, 1), "No outcomes of the Committee, 2 reviews without an outcome and 1 decision of another body"),
        ((0, 0, 3, 0), "3 decisions of the Committee, latest meeting first."),
        ((0, 0, 0, 2), "No decisions of the Committee and 2 decisions of other bodies, latest meeting first."),
    ],
)
def test_a_list_of_decisions_says_how_many_there_are_of_which_kind(
    numbers: tuple[int, int, int, int], said: str
) -> None:
    assert words.decisions_sentence(*numbers, COMMITTEE).startswith(said)
