"""Items that minutes number in their own way, as 82/17, 1234, S-22-013 or IV: addresses that hold, and hints."""

from pathlib import Path

import pytest
from built import names_of_problems, site_of, words_of, write_archive

from candour.graph.check import check_archive
from candour.model import anchors
from candour.model.values import is_number, item_key, slug
from candour.pages import words

MEETING = "meetings/2024-04-09.md"


def meeting(*headings: str, facts: str = "") -> dict[str, str]:
    return {MEETING: f"---\ntitle: Ordinary meeting\n{facts}---\n" + "\n\n".join(headings) + "\n"}


@pytest.mark.parametrize(
    ("written", "key", "anchor", "shown"),
    [
        ("7", "7", "item-7", "item 7"),
        ("7A.", "7a", "item-7a", "item 7a"),
        ("14.i", "14.i", "item-14-i", "item 14.i"),
        ("82/17", "82/17", "item-82-17", "item 82/17"),
        ("82-17", "82-17", "item-82-17", "item 82-17"),
        ("2017.45", "2017.45", "item-2017-45", "item 2017.45"),
        ("1234", "1234", "item-1234", "item 1234"),
        ("S-22-013", "s-22-013", "item-s-22-013", "item S-22-013"),
        ("iv", "iv", "item-iv", "item IV"),
        ("break", "break", "break", "“Break”"),
        ("covid-19", "covid-19", "covid-19", "“Covid 19”"),
        ("mix", "mix", "mix", "“Mix”"),
        ("2022-in-numbers", "2022-in-numbers", "item-2022-in-numbers", "“2022 in numbers”"),
    ],
)
def test_a_number_has_an_address_and_is_shown_as_the_minutes_have_it(
    written: str, key: str, anchor: str, shown: str
) -> None:
    assert item_key(written) == key
    assert (anchors.item(key), words.item(key)) == (anchor, shown)
    assert is_number(key) == shown.startswith("item")


def test_several_are_counted_together() -> None:
    assert words.items(["82/17", "iv"]) == "items 82/17 and IV"


NUMBERS = ["82/17", "2017.45", "1234", "S-22-013", "IV", "I", "83-17", "14/2b", "2017/18/3", "AB/12"]


def test_the_number_of_a_heading_is_usable_wherever_an_item_is_named(tmp_path: Path) -> None:
    records, facts = {}, {"agenda": "", "present": "  members:\n", "decisions": ""}
    for at, number in enumerate(NUMBERS):
        facts["agenda"] += f"  {number}: {{time: 10:00}}\n  {at + 20}: {{after: {number}}}\n"
        facts["present"] += f"    - {{name: Ann Moss {at}, joined: {number}, left: {at + 20}}}\n"
        facts["decisions"] += f"  d{at}: {{item: {number}, text: It comes back in July.}}\n"
        source = f"2024-04-09#{anchors.item(number.casefold())}"
        records[f"projects/kerbs{at}.md"] = f"---\ntitle: Kerbs {at}\nsources: {source}\n---\n"
        review = (
            f"---\ndiscussed: [{number}, {at + 20}]\ndecided: {number}\noutcome: A\n---\n## Decision\nIt is done.\n"
        )
        records[f"reviews/2024-04-09/kerbs{at}.md"] = review
    headings = [f"## {number}. Kerbs {at}" for at, number in enumerate(NUMBERS)]
    links = [f"[It](#{anchors.item(number.casefold())})." for number in NUMBERS]
    others = [f"## {at + 20}. Later" for at in range(len(NUMBERS))]
    written = "".join(f"{field}:\n{text}" for field, text in facts.items())
    site = site_of(tmp_path, records | meeting(*headings, *links, *others, facts=written))
    assert names_of_problems(tmp_path) == []
    page = site.page("/meetings/2024-04-09/").html
    for at, number in enumerate(NUMBERS):
        assert f'id="{anchors.item(number.casefold())}"' in page
        assert f"{number}. Kerbs {at}" in words_of(page)
        shown = number.lower() if number[0].isdigit() else number
        assert f"item {shown}" in words_of(page)
        assert f"meeting of 9 April 2024, item {shown}" in words_of(site.page(f"/projects/kerbs{at}/").html)


def test_the_address_stays_when_the_title_changes(tmp_path: Path) -> None:
    for title in ("Finance", "Money"):
        assert anchors_in(write_archive(tmp_path, meeting(f"## 82/17. {title}"))) == ["item-82-17"]


def anchors_in(archive: Path) -> list[str]:
    graph = check_archive(archive).graph
    return [name for one in (graph.meetings if graph else ()) for name, _ in anchors.anchors_of(one)]


def test_two_numbers_with_one_address_are_a_problem(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, meeting("## 82/17. Finance", "## 82-17. Money"))
    assert names_of_problems(archive) == ["duplicate-item"]


HEADINGS = [
    "2017 budget",
    "2017/18 budget",
    "24/7 opening",
    "50/50 split",
    "3D printing",
    "IV fluids",
    "COVID-19. Update",
    "Dr. Moss's paper",
    "J. Moss's paper",
    "L. Moss's paper",
    "St. Mary's",
    "Mix. And match",
    "No. 7 bus",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_that_begins_with_something_else_has_no_number(heading: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path, meeting(f"## {heading}"))
    assert names_of_problems(archive) == []
    assert anchors_in(archive) == [anchors.item(slug(heading))]


@pytest.mark.parametrize("heading", ["82/17 Finance", "82/17: Finance", "S-22-013 Finance", "Item 82/17 – Finance"])
def test_a_number_without_its_full_stop_is_said(heading: str, tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "a", meeting(f"## {heading}"))
    (problem,) = check_archive(archive).problems
    assert problem.name == "not-a-heading"
    for way in problem.hint.split("; "):
        tag = way.rpartition("with ")[2]
        repaired = way.removeprefix("write ") if way.startswith("write") else f"## {heading} {tag}"
        assert names_of_problems(write_archive(tmp_path / tag.strip("{#}")[:9], meeting(repaired))) == []


def test_an_initial_that_is_no_number_may_have_a_name(tmp_path: Path) -> None:
    records = meeting("## V. Moss's paper {#moss}", "## V. Reed's paper {#reed}")
    assert names_of_problems(write_archive(tmp_path, records)) == []


def test_in_a_yaml_record_the_numbers_of_minutes_are_items_too(tmp_path: Path) -> None:
    text = "title: Ordinary meeting\ndecisions:\n  a: {item: 82/17, text: Agreed.}\n82/17. Finance: Noted.\n"
    text += "2017.45. Rates: Noted.\nIV. Close: Noted.\n"
    page = site_of(tmp_path, {"meetings/2024-04-09.yaml": text}).page("/meetings/2024-04-09/").html
    assert all(f'<h2 id="item-{name}"' in page for name in ("82-17", "2017-45", "iv"))
