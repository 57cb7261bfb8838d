"""Lists that grow long have a page for each year; short ones stay on one page."""

from collections.abc import Sequence
from pathlib import Path
from posixpath import normpath

import pytest
from built import BuiltSite, site_of, write_archive

from candour.graph.check import check_archive
from candour.ledger.changes import compare
from candour.pages.years import Part, by_year


def parts_of(rows: Sequence[tuple[int, str]], most: int) -> tuple[Part[tuple[int, str]], ...]:
    return by_year(rows, lambda row: row[0], "/list/", most, lambda found: f"{len(found)} rows")


ROWS = [(2024, "a"), (2023, "b"), (2023, "c"), (2021, "d")]


def test_a_short_list_is_whole_on_its_own_page() -> None:
    (part,) = parts_of(ROWS, 4)
    assert part == Part(None, tuple(ROWS), None, "")
    assert parts_of([], 0) == (Part(None, (), None, ""),)


@pytest.mark.parametrize(("most", "shown"), [(3, "abc"), (2, "a"), (1, "a"), (0, "a")])
def test_a_long_list_shows_as_many_of_its_newest_years_as_fit_and_at_least_one(most: int, shown: str) -> None:
    own = parts_of(ROWS, most)[0]
    assert own.year is None
    assert "".join(letter for _, letter in own.rows) == shown
    assert own.years is not None
    assert own.years.later is None
    assert own.years.earlier is not None
    assert own.years.earlier.text == {"abc": "2021", "a": "2023"}[shown]
    assert ("2024 and 2023" in own.shown) == (shown == "abc")


def test_every_year_has_a_page_the_newest_too_and_each_knows_the_years_around_it() -> None:
    _, *years = parts_of(ROWS, 3)
    assert [(part.year, "".join(letter for _, letter in part.rows)) for part in years] == [
        (2024, "a"),
        (2023, "bc"),
        (2021, "d"),
    ]
    around = [
        (part.years.later and part.years.later.text, part.years.earlier and part.years.earlier.text)
        for part in years
        if part.years
    ]
    assert around == [(None, "2023"), ("2024", "2021"), ("2023", None)]
    assert years[0].years
    assert [(link.text, link.url, count) for link, count in years[0].years.links] == [
        ("2024", "/list/2024/", "1 rows"),
        ("2023", "/list/2023/", "2 rows"),
        ("2021", "/list/2021/", "1 rows"),
    ]


def test_rows_keep_their_order_within_a_year_though_years_are_mixed() -> None:
    own, *years = parts_of([(2020, "a"), (2021, "b"), (2020, "c")], 2)
    assert [letter for _, letter in own.rows] == ["b"]
    assert [[letter for _, letter in part.rows] for part in years] == [["b"], ["a", "c"]]


def meetings(number: int) -> dict[str, str]:
    """So many meetings, ten a year from 2019 on, with two requests and a review each."""
    asked = "".join(f"  {name}: {{item: 1, text: Bring {name} back.}}\n" for name in ("this", "that"))
    record = f"---\nrequests:\n{asked}---\n\n## 1. One\n"
    review = "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n"
    days = [f"{2019 + n // 10}-{n % 10 + 1:02}-15" for n in range(number)]
    return {
        "projects/alpha.md": "---\ntitle: Alpha\n---\n",
        **{f"meetings/{day}.md": record for day in days},
        **{f"reviews/{day}/alpha.md": review for day in days},
    }


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    records = {**meetings(51), "meetings/year.md": "---\ndate: 2018-01-01\n---\n\n## 1. One\n"}
    return site_of(tmp_path_factory.mktemp("long"), records)


def test_a_long_archive_can_be_walked_from_the_home_page_without_javascript(long: BuiltSite) -> None:
    found, waiting = {"/"}, ["/"]
    while waiting:
        page = long.page(waiting.pop())
        for link in page.all("a[href]"):
            href = (link.attributes["href"] or "").partition("#")[0]
            target = normpath(page.address.rpartition("/")[0] + "/" + href).rstrip("/").replace("//", "/") + "/"
            if target in long.pages and target not in found:
                found.add(target)
                waiting.append(target)
    assert set(long.pages) - found == {"/404.html", "/people/", "/topics/"}, "nothing leads to an empty list"


@pytest.mark.parametrize(
    ("address", "year", "selector"),
    [
        ("/meetings/", "/meetings/year/{}/", "[data-row]"),
        ("/coverage/", "/coverage/{}/", "main .lines > li"),
        ("/requests/", "/requests/{}/", "li.request"),
    ],
)
def test_a_long_list_is_parted_and_nothing_of_it_is_lost(
    long: BuiltSite, address: str, year: str, selector: str
) -> None:
    own, years = long.page(address), [long.page(year.format(number)) for number in range(2019, 2025)]
    counts = [len(page.all(selector)) for page in years]
    each = 20 if address == "/requests/" else 10
    assert counts == [each] * 5 + [each // 10]
    assert len(own.all(selector)) < sum(counts)
    for page in [own, *years]:
        named = [words for words, _ in page.links("nav.years a")]
        assert named[:6] == ["2024", "2023", "2022", "2021", "2020", "2019"], page.address
        current = [node.text() for node in page.all("nav.years [aria-current=page]")]
        assert current == ([] if page is own else [page.address.rstrip("/").rpartition("/")[2]])
    assert [words for words, _ in years[1].links("nav.neighbours a")] == ["2019", "2021"]
    shows = {"/requests/": "This page shows 25 of those that wait, overdue ones first"}
    assert shows.get(address, "This page shows 2024") in own.main


def test_of_many_requests_the_oldest_that_wait_come_first_not_the_newest(long: BuiltSite) -> None:
    asked = [node.attributes["id"] or "" for node in long.page("/requests/").all("li.request")]
    assert len(asked) == 25
    assert asked[0].startswith("of-2019-01-15-")
    assert not [one for one in asked if one.startswith("of-2024")]


def test_a_meeting_called_year_has_its_own_page(long: BuiltSite) -> None:
    assert "1 January 2018" in long.page("/meetings/year/").main
    assert "Meetings in 2018" in long.page("/meetings/year/2018/").main


def test_an_outcome_names_its_latest_decisions_and_leads_to_all(long: BuiltSite) -> None:
    page = long.page("/outcomes/")
    assert "51 decisions, latest first" in page.main
    assert "These are the latest 20. All of them are listed by year." in page.main
    assert len(page.all("#outcome-a ~ details li")) == 20


def test_a_short_archive_has_each_list_on_one_page(fenmoor: BuiltSite) -> None:
    for address in ("/meetings/", "/requests/", "/coverage/"):
        assert fenmoor.page(address).all("nav.years") == [], address
    assert not [a for a in fenmoor.pages if a.startswith(("/meetings/year/", "/requests/2", "/coverage/2"))]


def test_a_list_that_begins_to_be_parted_is_no_change_of_what_was_published(tmp_path: Path) -> None:
    """Lists are no records: their pages may come and go, and `check --since` compares records only."""
    before = check_archive(write_archive(tmp_path / "before", meetings(50))).graph
    now = check_archive(write_archive(tmp_path / "now", meetings(51))).graph
    assert before
    assert now
    assert compare(before, now) == ()
