"""Searching as readers do it: finding, filtering, sharing and coming back; and what they are told when it goes wrong."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlencode

import pytest
from browser.browsing import Browsing, Served, Visit, serve
from built import CONFIG, BuiltPage, build_site, words_of, write_archive
from playwright.sync_api import Locator, Route, expect

FACETS = ("kind", "project", "outcome", "stage", "year")
PARTS = ("pagefind.js", "pagefind-entry.json", ".pf_meta", ".pagefind", ".pf_index", ".pf_filter", ".pf_fragment")
"""What the search page loads of the index: the program, the list of contents, the machine, words, facets and texts."""
MOST = 450_000
"""How many bytes a first search may move."""

Chosen = Mapping[str, Sequence[str]]
"""Values by the names of their facets."""


class Search:
    """The search page of one site, as a reader meets it."""

    def __init__(self, site: Served, visit: Visit) -> None:
        self.site, self.visit, self.page = site, visit, visit.page
        self.box = self.page.get_by_label("Words, a phrase or the name of a project")
        self.status = self.page.locator("[data-part=status]")
        self.results = self.page.locator(".result h2 a")
        self.failed = self.page.locator("[data-part=failed]")
        self.again = self.page.get_by_role("button", name="Try again")

    def open(self, words: str = "", state: str = "results", page: int = 1, order: str = "", **chosen: Any) -> "Search":
        """Go to the address of a search, as from a shared link."""
        asked = [("q", words), ("order", order), ("page", str(page) if page > 1 else ""), *chosen.items()]
        address = urlencode([(name, value) for name, value in asked if value], doseq=True)
        self.page.goto(f"{self.site.url}search/{'?' if address else ''}{address}")
        self.expect(state)
        return self

    def ask(self, words: str) -> None:
        self.box.fill(words)
        self.box.press("Enter")
        self.expect_status(words.strip('"“”'))

    def expect(self, state: str) -> None:
        expect(self.page.locator("#search")).to_have_attribute("data-state", state)

    def expect_status(self, told: str | re.Pattern[str]) -> None:
        expect(self.status).to_contain_text(told)

    def tick(self, facet: str, value: str) -> Locator:
        box = self.page.locator(f"[data-facet={facet}]").get_by_label(value)
        box.click()
        return box

    @property
    def total(self) -> int:
        """As the status says."""
        found = re.match(r"([\d,]+) results?\b", self.status.inner_text())
        return int(found[1].replace(",", "")) if found else 0

    @property
    def found(self) -> list[str]:
        """The addresses of the results on this page, without anchors."""
        links: list[str] = self.results.evaluate_all("all => all.map(one => one.href)")
        return [urldefrag(link).url.removeprefix(self.site.url) for link in links]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The number beside each value of each facet; not those that say 0."""
        read = """all => all.map(one => [
            one.dataset.facet,
            [...one.querySelectorAll("li")].map(row => [row.querySelector("input").value,
                Number(row.querySelector(".facet__count").textContent.slice(1, -1))]),
        ])"""
        told = self.page.locator("[data-facet]").evaluate_all(read)
        return {facet: {value: number for value, number in rows if number} for facet, rows in told}

    @property
    def view(self) -> dict[str, Any]:
        """Everything by which a reader could tell two views apart."""
        boxes = "all => all.filter(one => one.checked).map(one => [one.name, one.value])"
        return {
            "title": self.page.title(),
            "words": self.box.input_value(),
            "chosen": self.page.locator("form input").evaluate_all(boxes),
            "main": self.page.get_by_role("main").inner_text(),
            "links": self.page.locator("main a:visible").evaluate_all("all => all.map(one => one.href)"),
        }


@pytest.fixture
def search(fenmoor: Served, browsing: Browsing) -> Search:
    """The search page of the invented archive."""
    return Search(fenmoor, browsing.visit(fenmoor))


@pytest.fixture
def real(site: Served, visit: Visit) -> Search:
    """The search page of the real archive."""
    return Search(site, visit)


# --- the built pages themselves, to compare with -----------------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    """A searched page, as its HTML has it."""

    facets: Mapping[str, frozenset[str]]
    order: str
    text: str
    """The words that are searched."""

    @property
    def words(self) -> list[str]:
        """Those that no sign holds together with another."""
        return re.findall(r"(?:(?<=\s)|(?<=^))[^\W_]{3,}(?=[\s.,;:?!]|$)", self.text)


def records_of(site: Served) -> dict[str, Record]:
    found = {}
    for address in site.addresses:
        page = BuiltPage(address, site.html(address))
        told = [(n.attributes["name"] or "", n.attributes["content"] or "") for n in page.all("meta[name^='candour:']")]
        if not told:
            continue
        for ignored in page.all("[data-pagefind-ignore]"):
            ignored.decompose()
        facets = {facet: frozenset(v for n, v in told if n == f"candour:{facet}") for facet in FACETS}
        found[address] = Record(facets, dict(told)["candour:order"], words_of(page.one("main").html or ""))
    return found


def fits(record: Record, chosen: Chosen) -> bool:
    """Any of the values of each facet, and all facets."""
    return all(record.facets[facet] & set(values) for facet, values in chosen.items() if values)


def counted(records: Sequence[Record], chosen: Chosen) -> dict[str, dict[str, int]]:
    """For each value, how many results there are with it in place of what is chosen in its facet."""
    counts = {}
    for facet in FACETS:
        others = {name: values for name, values in chosen.items() if name != facet}
        counts[facet] = dict(Counter(v for r in records if fits(r, others) for v in r.facets[facet]))
    return counts


OPEN_INDEX = """async () => {
    const { createInstance } = await import("../pagefind/pagefind.js");
    window.index = await createInstance({ noWorker: true });
    const all = await window.index.search(null);
    const pages = await Promise.all(all.results.map((one) => one.data()));
    window.urls = new Map(all.results.map((one, place) => [one.id, new URL(pages[place].url, location.href).href]));
}"""
ASK_INDEX = """async (questions) => {
    const found = [];
    for (const question of questions) found.push(await window.index.search(question));
    return found.map(({ results }) => results.map(({ id }) => window.urls.get(id)));
}"""


def found_by_index(search: Search, questions: Sequence[str]) -> list[set[str]]:
    """The addresses that Pagefind itself finds for each question."""
    search.open(state="idle")
    search.page.evaluate(OPEN_INDEX)
    found: list[list[str]] = search.page.evaluate(ASK_INDEX, list(questions))
    return [{url.removeprefix(search.site.url) for url in urls} for urls in found]


# --- finding -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "project"),
    [
        ("knife crime and serious violence", "knife-crime"),
        ("RSFDi", "rfsdi-iom"),
        ("IOM", "rfsdi-iom"),
        ("top service users", "frequent-service-users"),
        ("Frequent service users", "frequent-service-users"),
    ],
)
def test_a_project_is_found_by_its_name_and_by_its_other_names_before_all_else(
    words: str, project: str, real: Search
) -> None:
    real.open(state="idle").ask(words)
    real.expect("results")
    first = real.page.locator("[data-part=names] a, .result a").first
    expect(first).to_have_attribute("href", f"{real.site.url}projects/{project}/")
    expect(real.page.get_by_role("region", name="Project pages")).to_be_visible()
    assert f"projects/{project}/" in real.found, "the page itself is searched, too"


def test_other_scripts_and_renamed_projects_are_found_by_name(search: Search) -> None:
    search.open(state="idle")
    for words, project in (("call grader", "contact-triage"), ("TRIAGE ASSISTANT", "contact-triage")):
        search.ask(words)
        link = search.page.locator("[data-part=names] a").first
        expect(link).to_have_attribute("href", f"{search.site.url}projects/{project}/")


@pytest.mark.parametrize("marks", ['"{}"', "“{}”"], ids=["straight", "curly"])
def test_a_phrase_in_quotation_marks_is_found_in_that_order_only(marks: str, search: Search) -> None:
    phrase = "a member asked"
    expected = {address for address, one in records_of(search.site).items() if phrase in one.text.casefold()}
    search.open(marks.format(phrase))
    assert search.total == len(expected) > 0
    assert set(search.found) <= expected
    search.ask(marks.format("member a asked"))
    search.expect("nothing")
    expect(search.page.locator("[data-part=reasons]")).to_contain_text("without the quotation marks")


def test_filters_of_one_group_widen_and_groups_together_narrow_and_every_number_is_right(search: Search) -> None:
    records = records_of(search.site)
    (found,) = found_by_index(search, ["officers"])
    chosen: dict[str, list[str]] = {}
    search.open("officers")
    search.page.get_by_text("Filters", exact=True).click()
    steps = [
        ("outcome", "F: Do not proceed"),
        ("outcome", "A: Proceed"),
        ("year", "2024"),
        ("year", "2022"),
        ("kind", "Review"),
        ("project", "Officer wellbeing signals"),
    ]
    for facet, value in steps:
        chosen.setdefault(facet, []).append(value)
        search.tick(facet, value)
        matching = [records[address] for address in found]
        total = sum(fits(record, chosen) for record in matching)
        many = sum(map(len, chosen.values()))
        told = f"{total or 'Nothing was found'}{f' result{chr(115) * (total > 1)}' if total else ''} for “officers” with {many} filter"
        search.expect_status(told)
        assert search.counts == counted(matching, chosen)
        assert {address for address in search.found if total} <= {a for a in found if fits(records[a], chosen)}
    assert search.visit.faults == []
