"""Searching as readers do: finding, filtering, sharing, coming back; and what they are told when it goes wrong."""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlencode

import pytest
from built import CONFIG, BuiltPage, build_site, words_of, write_archive
from playwright.sync_api import Locator, Route, expect

from browser.browsing import Browsing, Served, Visit, serve

FACETS = ("kind", "project", "outcome", "stage", "year", "missing")
PARTS = ("pagefind.js", "pagefind-entry.json", ".pf_index", ".pf_filter", ".pf_fragment")
"""What the search page loads of the index: the program, the list of contents and the machine, words, facets, texts."""
Chosen = Mapping[str, Sequence[str]]
"""Values by the names of their facets."""


class Search:
    """The search page of one site, as a reader meets it."""

    def __init__(self, site: Served, visit: Visit) -> None:
        self.site, self.visit, self.page = site, visit, visit.page
        self.box = self.page.get_by_label("Words, a phrase or the name of a project")
        self.status = self.page.locator("[data-part=status]")
        self.bets = self.page.locator("[data-part=names] a")
        self.kinds = self.page.get_by_role("navigation", name="Kind")
        self.chips = self.page.get_by_role("region", name="Filters in use")
        self.results = self.page.locator(".result h2 a").filter(visible=True)
        self.failed = self.page.locator("[data-part=failed]")
        self.again = self.page.get_by_role("button", name="Try again")

    def open(
        self, words: str = "", state: str | re.Pattern[str] = "results", page: int = 1, order: str = "", **chosen: Any
    ) -> "Search":
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

    def expect(self, state: str | re.Pattern[str]) -> None:
        expect(self.page.locator("#search")).to_have_attribute("data-state", state)

    def expect_status(self, told: str | re.Pattern[str]) -> None:
        expect(self.status).to_contain_text(told)

    def sort_by(self, order: str) -> None:
        filters = self.page.locator("details[data-part=filters]")
        if filters.get_attribute("open") is None:
            filters.locator("summary").click()
        self.page.get_by_label(order).check()

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
        """The addresses of the results on this page, without anchors and the words to be marked there."""
        links: list[str] = self.results.evaluate_all("all => all.map(one => one.href)")
        return [link.partition("?")[0].removeprefix(self.site.url) for link in links]

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


def landing(link: Locator) -> str:
    """Where a result leads; the words that are to be marked there leave the address at once."""
    href: str = link.evaluate("link => link.href")
    page, _, rest = href.partition("?")
    _, mark, anchor = rest.partition("#")
    return page + mark + anchor


class Gate:
    """Holds back what the page asks for, until it is opened."""

    def __init__(self, search: Search, pattern: str) -> None:
        self.page = search.page
        self.held: list[Route] = []
        self.is_open = False
        self.page.route(pattern, self.meet)

    def meet(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def wait(self) -> None:
        """Until something waits."""
        for _ in range(1000):
            if self.held:
                return
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        pytest.fail("the page asks for nothing that is held back")

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()


@pytest.fixture
def search(fenmoor: Served, browsing: Browsing) -> Search:
    """The search page of the invented archive."""
    return Search(fenmoor, browsing.visit(fenmoor))


@pytest.fixture
def real(site: Served, visit: Visit) -> Search:
    """The search page of the real archive."""
    return Search(site, visit)


# --- the built pages themselves, to compare with ---------------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    """A searched page or part of one, with the words of its HTML."""

    facets: Mapping[str, frozenset[str]]
    text: str
    """The words that are searched."""

    @property
    def words(self) -> list[str]:
        """Those that no sign holds together with another."""
        return re.findall(r"(?:(?<=\s)|(?<=^))[^\W_]{3,}(?=[\s.,;:?!]|$)", self.text)


@cache
def records_of(site: Served) -> Mapping[str, Record]:
    """What is searched, by its address."""
    found = {}
    for path in sorted(site.folder.glob("pagefind/**/*.pf_fragment")):
        told = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        address = re.sub(r"#(.*)\.html$", lambda found: f"/{'#' * bool(found[1])}{found[1]}", told["url"])[1:]
        facets = {facet: frozenset(told["filters"][facet]) for facet in FACETS}
        text = f"{told['meta']['title']} {told['content']}"
        if "#" not in address and {"Project", "Review", "Meeting"} & facets["kind"]:
            page = BuiltPage(address, site.html(address))
            for ignored in page.all("[data-pagefind-ignore]"):
                ignored.decompose()
            text = words_of(page.one("main").html or "")
        found[address] = Record(facets, text)
    return found


def fits(record: Record, chosen: Chosen) -> bool:
    """Any of the values of each facet, and all facets; a kind that would drown the rest only if it is chosen."""
    is_on = bool(chosen.get("kind")) or not record.facets["kind"] & {"Request", "Person"}
    return is_on and all(record.facets[facet] & set(values) for facet, values in chosen.items() if values)


def counted(records: Sequence[Record], chosen: Chosen) -> dict[str, dict[str, int]]:
    """For each value, how many results there are with it in place of what is chosen in its facet."""
    counts = {}
    for facet in FACETS:
        others = {name: values for name, values in chosen.items() if name != facet}
        counts[facet] = dict(Counter(v for r in records if fits(r, others) for v in r.facets[facet]))
    return counts


def having_word(word: str, site: Served) -> set[str]:
    """The addresses of the pages with a word that has no other forms."""
    records = records_of(site).items()
    return {address for address, one in records if fits(one, {}) and re.search(rf"\b{word}\b", one.text, re.I)}


OPEN_INDEX = """async () => {
    const { createInstance } = await import("../pagefind/pagefind.js");
    window.index = await createInstance({ noWorker: true });
    await window.index.mergeIndex(new URL("../pagefind/more/", location.href).href);
    const all = await window.index.search(null);
    const pages = await Promise.all(all.results.map((one) => one.data()));
    const ours = (url) => url.replace(/#(.*)\\.html$/, (_, to) => `/${to && "#"}${to}`);
    const address = ({ url }) => new URL(ours(url), location.href).href;
    window.urls = new Map(all.results.map((one, place) => [one.id, address(pages[place])]));
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


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "project"),
    [
        ("knife crime and serious violence", "knife-crime"),
        ("RSFDi", "rfsdi-iom"),
        ("IOM predictive", "rfsdi-iom"),
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
    expect(real.page.get_by_role("region", name="Best matches")).to_be_visible()
    assert f"projects/{project}/" in real.found, "the page itself is searched, too"


def test_former_names_beginnings_of_names_and_names_in_other_scripts_are_found(search: Search) -> None:
    search.open(state="idle")
    for words, project in (
        ("call grader", "contact-triage"),
        ("TRIAGE ASSIST", "contact-triage"),
        ("tłumacz", "translation-tool"),
        ("柜台翻译", "translation-tool"),
        ("مترجم مكتب الاستقبال", "translation-tool"),
    ):
        search.ask(words)
        link = search.page.locator("[data-part=names] a")
        expect(link).to_have_attribute("href", f"{search.site.url}projects/{project}/")


@pytest.mark.parametrize("marks", ['"{}"', "“{}”"], ids=["straight", "curly"])
def test_a_phrase_in_quotation_marks_is_found_in_that_order_only(marks: str, search: Search) -> None:
    records = records_of(search.site).items()
    having = {address for address, one in records if fits(one, {}) and "a member asked" in one.text.casefold()}
    expected = {address.partition("#")[0] for address in having}
    search.open(marks.format("a member asked"))
    assert search.total == len(having) > 0
    assert set(search.found) <= expected
    search.ask(marks.format("member a asked"))
    search.expect("nothing")
    expect(search.page.locator("[data-part=reasons]")).to_contain_text("without the quotation marks")


@pytest.mark.parametrize("archive", ["site", "fenmoor"])
def test_a_word_of_every_record_is_found_on_its_page(
    archive: str, browsing: Browsing, request: pytest.FixtureRequest
) -> None:
    site: Served = request.getfixturevalue(archive)
    chance, records = random.Random(2023), records_of(site)
    samples = [(address, chance.choice(record.words)) for address, record in records.items()]
    places = [(address, word) for address, record in records.items() for word in record.words]
    samples += chance.sample(places, 300 - len(samples))
    found = found_by_index(Search(site, browsing.visit(site)), [word for _, word in samples])
    missed = [sample for sample, pages in zip(samples, found, strict=True) if sample[0] not in pages]
    assert len(samples) == 300
    assert missed == []


def test_the_words_that_the_index_does_not_know_are_named(search: Search) -> None:
    search.open("data vqxz wqxz")
    expect(search.page.locator("[data-part=ignored]")).to_contain_text(
        "Nothing was found for “vqxz” or “wqxz”, so we searched for the other words."
    )
    assert search.total == len(having_word("data", search.site))
    search.ask("data")
    expect(search.page.locator("[data-part=ignored]")).to_be_empty()


def test_a_word_that_begins_like_another_is_not_known_for_that(search: Search) -> None:
    search.open("data custodyxyz")
    expect(search.page.locator("[data-part=ignored]")).to_contain_text("Nothing was found for “custodyxyz”")
    assert search.total == len(having_word("data", search.site))
    search.open("custodyxyz", state="nothing")
    expect(search.page.locator("[data-part=reasons]")).to_have_text("Check the spelling, or try another word.")


@pytest.mark.parametrize(
    ("words", "instead", "first"),
    [
        ("custdoy rsik", "“custdoy” or “rsik”, so we searched for “custody” and “risk”.", "projects/custody-risk/"),
        (
            "officr welbeing signls",
            "“officr” or “signls”, so we searched for “officer” and “signals”.",
            "projects/officer-wellbeing/",
        ),
        (
            "caal grader",
            "Nothing was found for “caal”, so we searched for the other words.",
            "projects/contact-triage/",
        ),
        ("humna oversihgt", "“Human” and “oversight”.", "topics/human-oversight/"),
        ("DIPA", "Nothing was found for “DIPA”, so we searched for “DPIA”.", "about/#abbreviations-dpia"),
        ("custodyrisk", "", "projects/custody-risk/"),
    ],
    ids=["words of a name", "name", "other name", "topic", "abbreviation", "no space"],
)
def test_what_is_nearly_a_word_or_a_name_of_the_archive_is_searched_instead_and_said(
    words: str, instead: str, first: str, search: Search
) -> None:
    search.open(words, state=re.compile("results|nothing"))
    expect(search.page.locator("[data-part=ignored]")).to_contain_text(instead)
    expect(search.bets.first).to_have_attribute("href", search.site.url + first)
    assert search.visit.faults == []


def test_beside_a_word_that_is_known_a_slip_is_mended_and_a_phrase_is_as_well(search: Search) -> None:
    search.open("data custdoy")
    assert search.total == len(having_word("data", search.site) & having_word("custody", search.site))
    search.open('"custdoy risk"')
    assert search.total == len(
        {a for a, one in records_of(search.site).items() if "custody risk" in one.text.lower() and fits(one, {})}
    )


def test_a_slip_that_is_part_of_another_word_leaves_that_word_as_it_is(search: Search) -> None:
    search.open("leaflet eaflet")
    assert search.total == len(having_word("leaflet", search.site))


def test_the_words_of_the_index_are_loaded_only_when_it_does_not_know_one(search: Search) -> None:
    search.open("data")
    assert not [url for url in search.visit.requests if url.endswith("words.txt")]
    search.page.route("**/words.txt", lost)
    search.open("vqxz", state="nothing")
    expect(search.page.locator("[data-part=reasons]")).to_contain_text("We could not look at all words.")
    search.page.unroute("**/words.txt")
    search.open("vqxz", state="nothing")
    expect(search.page.locator("[data-part=reasons]")).to_have_text("Check the spelling, or try another word.")


def test_words_that_no_page_has_together_find_pages_without_one_of_them(search: Search) -> None:
    together = "leaflet gritting"
    assert not having_word("leaflet", search.site) & having_word("gritting", search.site)
    search.open(together)
    told = r"Nothing was found with all of the words\. These results are without “(leaflet|gritting)”\."
    expect(search.page.locator("[data-part=ignored]")).to_have_text(re.compile(told))


def test_nothing_found_says_so_and_why_and_leads_on(search: Search) -> None:
    search.open("vqxz", state="nothing")
    search.expect_status("No results for “vqxz”.")
    expect(search.page.locator("[data-part=reasons]")).to_have_text("Check the spelling, or try another word.")
    search.open('"vqxz wqxz"', state="nothing")
    expect(search.page.locator("[data-part=reasons]")).to_contain_text("Nothing was found for “vqxz” or “wqxz”.")
    expect(search.failed).to_be_hidden()
    expect(search.page.get_by_role("main").get_by_role("link", name="Decisions", exact=True)).to_be_visible()
    search.open("leaflet", state="nothing", outcome=["No outcome sought"])
    expect(search.page.locator("[data-part=reasons]")).to_contain_text("Without the filters there are")
    search.page.get_by_role("link", name="Search again without filters").click()
    search.expect("results")
    assert search.total == len(having_word("leaflet", search.site))
    assert search.visit.faults == []


def test_latest_first_goes_by_the_date_of_the_meeting(search: Search) -> None:
    search.open("panel")
    search.sort_by("Latest first")
    expect(search.page).to_have_url(re.compile("order=latest"))
    seen: list[str] = []
    for page in range(1, -(-search.total // 10) + 1):
        search.open("panel", order="latest", page=page)
        seen += search.found
    assert len(seen) == search.total
    assert set(seen) == {address.partition("#")[0] for address in having_word("panel", search.site)}
    dates = [address.split("/")[1][:10] for address in seen if address.startswith(("reviews/", "meetings/"))]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("words", ["cameras", "call grader", "cameras vqxz"], ids=["word", "name", "unknown word"])
def test_with_words_the_first_result_is_on_the_first_screen_of_a_phone(words: str, search: Search) -> None:
    search.page.set_viewport_size({"width": 360, "height": 640})
    search.open(words)
    first = search.page.locator(".result__excerpt").first.bounding_box()
    assert first
    assert first["y"] + first["height"] <= 640
    assert search.page.get_by_role("searchbox").count() == 1
    assert search.visit.overflow() == 0


def test_a_link_to_an_order_from_before_still_holds(search: Search) -> None:
    search.open("panel", order="newest")
    search.expect_status("results for “panel”, latest first, page 1 of")


def test_words_with_an_apostrophe_are_found_however_it_is_typed(search: Search) -> None:
    totals = set()
    for words in ("panel's", "panel’s", '"the panel\'s"', "“the panel’s”"):
        search.open(words)
        expect(search.page.locator("[data-part=ignored]")).to_be_empty()
        expect(search.page.locator(".result mark").filter(has_text="panel").first).to_be_visible()
        totals.add((words[0] in '"“', search.total))
    assert len(totals) == 2, "both marks find the same"


SIGNS = {
    "meetings/2024-04-09.md": "---\npresent: {members: [Aoife O’Brannigan]}\n---\n\n## 1. Kerb counter\n\n"
    "The vendor—Quibblesoft—was asked about d’Arcy Lane. 委員会は、このモデルの精度について説明を求めた。\n\n"
    "คณะกรรมการขอข้อมูลเพิ่มเติม Minute REB-2024-032: £1,369.50 at stage 2.7 of the programme of the town centre.\n",
    "projects/lodz.md": "---\ntitle: Łódź tram counter\n---\n\n## Summary\n\n"
    "Counts in Gdańsk, at the Øresund café on Straße 9, for Đorđević and Mæve; ﬁne ﬁling.\n",
}
HIDDEN = {
    "meetings/2024-04-09/": "Quibblesoft Brannigan Arcy 精度 モデル ข้อมูล 1369 2024-032 2.7 program center",
    "projects/lodz/": "Lodz Oresund Dordevic Strasse Maeve Gdansk cafe filing",
}


def test_a_word_is_found_behind_a_sign_within_a_number_or_a_text_without_spaces_and_in_plain_letters(
    tmp_path: Path, browsing: Browsing
) -> None:
    build_site(write_archive(tmp_path / "archive", SIGNS), tmp_path / "output")
    for site in serve(tmp_path / "output"):
        search = Search(site, browsing.visit(site)).open("kerb")
        for address, words in HIDDEN.items():
            for word in words.split():
                search.ask(word)
                assert address in search.found, word
        for words, state in (("2024-04-09", "nothing"), ("09/04/2024", "nothing"), ("9th of April", "results")):
            search.open(words, state=re.compile("results|nothing"))
            expect(search.bets.first).to_have_attribute("href", f"{site.url}meetings/2024-04-09/")
            assert state == "results" or "No other results" in search.status.inner_text()
        assert search.visit.faults == []


def test_excerpts_end_where_sentences_end_and_hold_no_more_than_one_block(search: Search) -> None:
    for words in ("panel", "custody", "leaflet", "cameras"):
        search.open(words)
        for excerpt in search.page.locator(".result__excerpt").all_inner_texts():
            assert not re.search("[␞␟]", excerpt)
            is_fact = re.match(r"(?:\S.{0,60}\. )?[A-Z][\w ’]+: ", excerpt)
            assert is_fact or re.search(r"[.?!…”’)\w]$", excerpt.strip()), excerpt
            assert len(excerpt.split()) <= 32 + 12 + 2, excerpt


def test_a_letter_is_not_marked_where_a_word_only_begins_with_it_and_a_number_is_though_it_has_a_comma(
    search: Search,
) -> None:
    search.open("outcome B 2023")
    marked = {text.casefold() for text in search.page.locator(".result__excerpt mark").all_inner_texts()}
    assert "b" in marked
    assert {word for word in marked if word.startswith("b")} == {"b"}
    search.open("31870")
    expect(search.page.locator(".result__excerpt mark").first).to_have_text("31,870")


@pytest.mark.parametrize(
    ("words", "address", "line"),
    [
        ("outcome F", "decisions/?outcome=F", "4 decisions"),
        ("sent back", "decisions/?outcome=D", "decisions"),
        ("overdue requests about custody risk", "requests/?state=overdue&project=custody-risk", "1 request"),
        ("overdue burglary", "requests/?state=overdue", "9 requests"),
        ("trial reports in 2023", "decisions/?stage=trial&year=2023", "5 decisions"),
        ("keeping data", "topics/retention/", "In 6 passages"),
        ("vantongeren", "people/#acc-ruaridh-vantongeren", "At "),
        ("item 14.ii", "meetings/2023-02-01/#item-14-ii", "reviewed"),
        ("who chaired in october 2022", "meetings/2022-10-12/", "Chaired by"),
        ("next meeting", "meetings/2024-12-11/", "Wednesday"),
        ("expired", "projects/", "2 projects"),
        ("FFRS", "about/#abbreviations-ffrs", "Fenmoor Fire and Rescue Service"),
        ("F", "decisions/?outcome=F", "4 decisions"),
        ("which requests are overdue and from whom", "requests/?state=overdue", "9 requests"),
        ("when does the advice on the custody model run out", "projects/custody-risk/", "until 31 January 2025"),
        ("15.6.22", "meetings/2022-06-15-extraordinary/", "1 project"),
        ("8 February", "meetings/", "None of that day"),
    ],
)
def test_what_is_asked_in_the_archives_own_words_leads_to_the_page_that_answers(
    words: str, address: str, line: str, search: Search
) -> None:
    search.open(words, state=re.compile("results|nothing"))
    expect(search.bets.first).to_have_attribute("href", search.site.url + address)
    expect(search.page.locator("[data-part=names] li").first).to_contain_text(line)


def test_a_phrase_or_a_list_that_would_be_empty_is_no_best_match(search: Search) -> None:
    search.open('"a member asked"')
    expect(search.bets).to_have_count(0)
    search.open("outcome F 2021", state=re.compile("results|nothing"))
    expect(search.bets.first).to_have_attribute("href", f"{search.site.url}decisions/?outcome=F")


def test_requests_and_people_are_found_when_they_are_asked_for_or_nothing_else_is(search: Search) -> None:
    search.open("leaflet")
    assert not [url for url in search.visit.requests if "/more/" in url]
    search.kinds.get_by_role("link", name="Requests").click()
    search.expect_status("2 results for “leaflet” with 1 filter.")
    assert all(link.startswith("reviews/") for link in search.found)
    search.results.first.click()
    search.page.wait_for_url("**/reviews/**#request-*")
    search.open("Chair", kind=["Person"])
    assert all(link == "people/" for link in search.found)
    assert search.visit.faults == []


# --- filters ---------------------------------------------------------------------------------------------------------


def test_values_of_one_group_widen_and_groups_together_narrow_and_every_number_is_right(search: Search) -> None:
    records = records_of(search.site)
    matching = [one for one in records.values() if re.search(r"\bdata\b", one.text, re.I)]
    chosen: dict[str, list[str]] = {}
    steps = [
        ("outcome", "F: Do not proceed"),
        ("outcome", "A: Proceed"),
        ("year", "2024"),
        ("year", "2022"),
        ("kind", "Review"),
        ("project", "Officer wellbeing signals"),
        ("stage", "Final report"),
    ]
    search.open("data")
    search.page.get_by_text("Filter and sort", exact=True).click()
    expect(search.page.locator("[data-facet] input").first).to_be_visible()
    assert search.counts == counted(matching, {})
    for many, (facet, value) in enumerate(steps, 1):
        chosen.setdefault(facet, []).append(value)
        search.tick(facet, value)
        search.expect_status(f"with {many} filter")
        assert search.total == sum(fits(record, chosen) for record in matching) > 0
        assert search.counts == counted(matching, chosen)
        assert all(fits(records[address], chosen) for address in search.found)
    assert search.visit.faults == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"outcome": ["F: Do not proceed"]},
        {"outcome": ["No outcome recorded", "Decision deferred", "No outcome sought"]},
        {"year": ["2021"]},
        {"kind": ["Project"], "outcome": ["No review"]},
        {"kind": ["Review", "Meeting"], "stage": ["Trial report", "Update"], "year": ["2023", "2024"]},
    ],
    ids=["outcome", "outcomes", "year", "never reviewed", "combined"],
)
def test_filters_without_words_find_every_page_that_has_them(chosen: Chosen, search: Search) -> None:
    records = list(records_of(search.site).values())
    asked: dict[str, Any] = dict(chosen)
    search.open(**asked)
    assert search.total == sum(fits(record, chosen) for record in records) > 0
    assert search.counts == counted(records, chosen)


def test_many_projects_are_narrowed_by_typing_and_chosen_ones_stay(search: Search) -> None:
    search.open("data")
    search.page.get_by_text("Filter and sort", exact=True).click()
    group = search.page.locator("[data-facet=project]")
    search.tick("project", "Custody risk screening")
    search.expect_status("with 1 filter")
    group.get_by_label("Narrow down").fill("burglary")
    expect(group.get_by_role("checkbox")).to_have_count(2)
    expect(group.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(group.get_by_role("status")).to_contain_text("2 of ")
    group.get_by_label("Narrow down").press("Enter")
    search.expect_status("with 1 filter")


def test_the_kinds_of_pages_are_one_tap_each_and_tell_how_many_there_are(search: Search) -> None:
    records = records_of(search.site)
    matching = [records[address] for address in having_word("data", search.site)]
    kinds = ("Project", "Review", "Meeting", "Request", "Topic", "Outcome", "Person", "Abbreviation", "Correction")
    numbers = {kind: sum(fits(one, {"kind": [kind]}) for one in matching) for kind in kinds}
    off = {"Request": "Requests", "Person": "People"}
    told = [f"All {len(matching)}", *(off.get(k, f"{k}s {n}") for k, n in numbers.items() if n or k in off)]
    search.open("data")
    assert search.kinds.get_by_role("link").all_inner_texts() == told
    search.kinds.get_by_role("link", name="Meetings").click()
    search.expect_status(f"{numbers['Meeting']} results for “data” with 1 filter.")
    expect(search.page).to_have_url(f"{search.site.url}search/?q=data&kind=Meeting")
    assert {address.split("/")[0] for address in search.found} == {"meetings"}
    assert search.kinds.get_by_role("link").all_inner_texts() == told, "the others are still one tap away"
    expect(search.kinds.locator("[aria-current]")).to_have_text(told[3])
    search.kinds.get_by_role("link", name="All").click()
    expect(search.page).to_have_url(f"{search.site.url}search/?q=data")
    expect(search.kinds.locator("[aria-current]")).to_have_text(told[0])
    search.open("data", kind=["Project", "Review"])
    assert search.kinds.locator("[aria-current]").all_inner_texts() == told[1:3]


def test_every_filter_that_is_on_is_one_tap_from_being_off(search: Search) -> None:
    search.open("data", kind=["Review"], outcome=["D: Pause and return", "E: More information needed"], year=["2023"])
    names = ["Kind: Review", "Outcome: D: Pause and return", "Outcome: E: More information needed", "Year: 2023"]
    for name in names:
        expect(search.chips.get_by_role("link", name=f"Remove filter {name}", exact=True)).to_be_visible()
    views = [search.view]
    for many, name in ((3, names[2]), (2, names[0])):
        search.chips.get_by_role("link", name=f"Remove filter {name}").click()
        search.expect_status(f"with {many} filter")
        expect(search.status).to_be_focused()
        expect(search.chips.get_by_role("link", name=name)).to_have_count(0)
        views.append(search.view)
    expect(search.page).to_have_url(f"{search.site.url}search/?q=data&outcome=D%3A+Pause+and+return&year=2023")
    search.chips.get_by_role("link", name="Clear all filters").click()
    search.expect_status(f"{len(having_word('data', search.site))} results for “data”, page")
    expect(search.chips).to_be_hidden()
    for before in reversed(views):
        search.page.go_back()
        expect(search.chips.get_by_role("link")).to_have_count(before["main"].count("×") + 1)
        assert search.view == before
    assert search.visit.faults == []


def test_without_the_last_filter_and_without_words_one_is_back_in_the_box(search: Search) -> None:
    search.open(year=["2021"])
    expect(search.chips.get_by_role("link")).to_have_count(1)
    tab_to(search, search.chips.get_by_role("link"))
    search.page.keyboard.press("Enter")
    search.expect("idle")
    expect(search.box).to_be_focused()
    expect(search.page).to_have_url(f"{search.site.url}search/")


def test_filters_are_out_of_the_way_unless_they_were_opened_and_stay_open_on_the_way_back(search: Search) -> None:
    opened = search.page.locator("details[data-part=filters]")
    search.open("data", year=["2023"])
    expect(opened).not_to_have_attribute("open", "")
    search.page.get_by_text("Filter and sort (1 filter)", exact=True).click()
    search.tick("kind", "Review")
    search.expect_status("with 2 filters")
    search.results.first.click()
    search.page.wait_for_url("**/reviews/**")
    search.page.go_back()
    search.expect("results")
    expect(opened).to_have_attribute("open", "")


# --- coming back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["leaflet", "nobody speaks", '"open actions"'])
def test_a_result_leads_to_its_passage_and_back_leads_to_the_results(words: str, search: Search) -> None:
    search.open(words)
    before = search.view
    for number in range(min(3, search.results.count())):
        link = search.results.nth(number)
        marked = search.page.locator(".result").nth(number).locator("mark").first.inner_text()
        address = landing(link)
        link.click()
        search.page.wait_for_url(address)
        target = urldefrag(address)
        assert target.fragment, "it leads into the page"
        passage = search.page.locator(f"[id='{target.fragment}']")
        expect(passage).to_be_in_viewport()
        expect(search.page.get_by_role("main")).to_contain_text(marked)
        search.page.go_back()
        search.expect("results")
        assert search.view == before
    assert search.visit.faults == []


def test_back_and_forward_lead_through_words_filters_order_and_pages(search: Search) -> None:
    search.open(state="idle")
    search.page.get_by_text("Filter and sort", exact=True).click()
    expect(search.page.locator("[data-facet] input").first).to_be_visible()
    views = [search.view]
    changes: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: search.ask("panel"), "for “panel”, page 1"),
        (lambda: search.page.get_by_role("link", name="Next page").click(), "page 2"),
        (lambda: search.sort_by("Latest first"), "page 1"),
        (lambda: search.ask("leaflet"), "for “leaflet”"),
    )
    for change, told in changes:
        change()
        search.expect_status(told)
        views.append(search.view)
    assert len({view["main"] for view in views}) == len(views)
    for before in views[-2::-1]:
        search.page.go_back()
        expect(search.page).to_have_title(before["title"])
        expect(search.results).to_have_count(10 if before["words"] else 0)
        assert search.view == before
    for after in views[1:]:
        search.page.go_forward()
        expect(search.page).to_have_title(after["title"])
        assert search.view == after


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "data", "page": 2, "order": "latest", "year": ["2023", "2024"], "kind": ["Review", "Meeting"]},
        {"words": "call grader"},
        {"words": '"a member" & <b> 100% +more', "state": "nothing", "outcome": ["A: Proceed", "no such outcome"]},
    ],
    ids=["everything", "name", "signs"],
)
def test_a_reload_and_a_shared_address_give_the_same_view(
    asked: Mapping[str, Any], search: Search, browsing: Browsing
) -> None:
    before = search.open(**asked).view
    search.page.reload()
    search.expect(asked.get("state", "results"))
    assert search.view == before
    other = Search(search.site, browsing.visit(search.site))
    other.page.goto(search.page.url)
    other.expect(asked.get("state", "results"))
    assert other.view == before
    assert search.visit.faults == other.visit.faults == []


def test_results_come_in_pages_with_addresses_of_their_own_and_each_project_once(search: Search) -> None:
    expected = {address.partition("#")[0] for address in having_word("panel", search.site)}
    seen: list[str] = []
    search.open("panel")
    told = re.search(r"page 1 of (\d+)", search.status.inner_text())
    assert told
    for number in range(1, int(told[1]) + 1):
        search.expect_status(f"results for “panel”, page {number} of {told[1]}")
        expect(search.page.get_by_role("link", name=f"Page {number}", exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        seen += search.found
        following = search.page.get_by_role("link", name="Next page")
        if following.count():
            following.click()
            expect(search.page).to_have_url(f"{search.site.url}search/?q=panel&page={number + 1}")
    assert set(seen) <= expected
    titles = [next(iter(records_of(search.site)[one].facets["project"])) for one in seen if one.startswith("reviews/")]
    assert len(titles) == len(set(titles)) > 5
    assert {one for one in expected if one.startswith("meetings/")} <= set(seen)
    assert Search(search.site, search.visit).open("panel", page=2).found == seen[10:20]
    search.open("panel", page=99)
    search.expect_status(f"page {told[1]} of {told[1]}")


def test_what_else_was_found_of_a_project_is_below_its_best_result(search: Search) -> None:
    search.open("triage")
    first = search.page.locator(".result").filter(has=search.page.locator(".result__also")).first
    rest = first.get_by_role("link", name=re.compile("more results? about this project"))
    before = first.get_by_role("link").count() - 1
    rest.click()
    search.expect_status(re.compile(r"results for “triage” with 1 filter"))
    assert search.total > before
    known = records_of(search.site)
    of_project = set.intersection(*(set(known[one].facets["project"]) for one in search.found if one in known))
    assert len(of_project) == 1


def test_typing_searches_by_itself_and_is_one_step_back(search: Search) -> None:
    search.open(state="idle")
    search.box.press_sequentially("lea")
    search.expect_status("for “lea”")
    search.box.press_sequentially("flet")
    search.expect_status("3 results for “leaflet”.")
    expect(search.box).to_be_focused()
    expect(search.page).to_have_url(f"{search.site.url}search/?q=leaflet")
    search.page.go_back()
    search.expect("idle")
    expect(search.box).to_be_empty()


def test_who_goes_back_while_typing_stays_there(search: Search) -> None:
    search.open("data")
    for number in ("2", "3"):
        search.page.get_by_role("link", name="Next page").click()
        search.expect_status(f"page {number}")
    search.box.evaluate("""box => {
        box.value += " and";
        box.dispatchEvent(new Event("input"));
        history.back();
    }""")
    search.expect_status("page 2")
    search.page.wait_for_timeout(150)  # longer than a pause in typing
    assert search.page.url.endswith("?q=data&page=2")


def test_a_search_that_ends_late_does_not_replace_a_later_one(search: Search) -> None:
    search.open(state="idle")
    gate = Gate(search, "**/*.pf_fragment")
    search.box.fill("leaflet")
    search.box.press("Enter")
    gate.wait()
    search.expect("loading")
    gate.is_open = True
    search.ask("rota")
    search.expect("results")
    before = search.view
    with search.page.expect_event("requestfinished", lambda request: request.url == gate.held[-1].request.url):
        gate.open()
    search.page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert search.view == before


def test_the_status_region_is_there_before_it_speaks_and_tells_the_number(search: Search) -> None:
    search.open(state="idle")
    region = search.page.get_by_role("status").and_(search.status)
    expect(region).to_be_empty()
    region.evaluate("region => { window.region = region; }")
    search.ask("leaflet")
    expect(region).to_have_text("3 results for “leaflet”.")
    search.ask("vqxz")
    expect(region).to_have_text("No results for “vqxz”.")
    assert region.evaluate("region => region === window.region"), "another region would stay silent"


# --- when it goes wrong ----------------------------------------------------------------------------------------------


def lost(route: Route) -> None:
    """The connection breaks."""
    route.abort()


def unexpected(visit: Visit) -> list[str]:
    """Faults beside those that a part of the index which did not load causes."""
    return [fault for fault in visit.faults if not re.search("Failed to|The search did not load|^Pagefind: ", fault)]


@pytest.mark.parametrize("part", PARTS)
def test_without_a_part_of_the_index_the_search_has_failed_and_can_be_tried_again(part: str, search: Search) -> None:
    blocked = re.compile(re.escape(part) + r"(\?.*)?$")
    search.page.route(blocked, lost)
    search.open("data", state="failed", outcome=["A: Proceed"])
    search.expect_status("The search did not load")
    expect(search.failed).to_be_visible()
    assert "No results" not in search.page.get_by_role("main").inner_text()
    expect(search.page.get_by_role("main").get_by_role("link", name="Decisions", exact=True)).to_be_visible()
    search.again.click()
    search.expect_status("The search did not load")
    search.page.unroute(blocked)
    search.again.click()
    search.expect("results")
    records = records_of(search.site)
    found = [records[address] for address in having_word("data", search.site)]
    assert search.total == sum(fits(record, {"outcome": ["A: Proceed"]}) for record in found)
    assert unexpected(search.visit) == []


ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "not found": {"status": 404, "body": "<h1>Not found</h1>", "content_type": "text/html"},
    "a page in its place": {"status": 200, "body": "<h1>Welcome</h1>", "content_type": "text/html"},
    "empty": {"status": 200, "body": ""},
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("part", [".pf_index", ".pf_filter"])
def test_a_wrong_answer_of_the_server_never_reads_as_nothing_found(part: str, answer: str, search: Search) -> None:
    search.page.route(f"**/*{part}", lambda route: route.fulfill(**ANSWERS[answer]))
    search.open("data", state="failed")
    search.page.unroute(f"**/*{part}")
    search.again.click()
    search.expect("results")
    assert search.total == len(having_word("data", search.site))


def test_an_index_that_is_lost_while_one_searches_has_failed(search: Search) -> None:
    search.open("data")
    search.page.route("**/pagefind/**", lost)
    search.page.get_by_role("link", name="Next page").click()
    search.expect("failed")
    search.page.unroute("**/pagefind/**")
    search.again.click()
    search.expect("results")
    search.expect_status("page 2")


def test_without_the_best_matches_the_search_answers_and_says_so(real: Search) -> None:
    lacking, bets = real.page.locator("[data-part=ignored]"), re.compile("The best matches did not load")
    real.page.route("**/bets.json", lost)
    real.open("IOM")
    expect(lacking).to_have_text(bets)
    real.open("vqxz", state="nothing")
    expect(lacking).to_have_text(bets)
    real.page.unroute("**/bets.json")
    real.ask("IOM")
    expect(real.page.get_by_role("region", name="Best matches")).to_be_visible()
    expect(lacking).to_be_empty()


def test_without_the_index_the_best_matches_are_there(search: Search) -> None:
    search.page.route("**/pagefind/more/**", lost)
    search.open("data")
    search.page.route("**/pagefind/**", lost)
    search.box.fill("overdue")
    search.expect("failed")
    expect(search.page.get_by_role("region", name="Best matches")).to_contain_text("Overdue")
    search.box.fill("")
    search.expect("idle")
    expect(search.page.get_by_role("region", name="Best matches")).to_be_hidden()


def test_a_very_slow_index_is_waited_for_in_words(search: Search) -> None:
    search.page.clock.install()
    gate = Gate(search, "**/*.pf_index")
    search.open("data", state="loading")
    search.expect_status("Searching …")
    search.page.clock.fast_forward(5000)
    search.expect_status("Still loading the search index.")
    expect(search.page.get_by_role("main").get_by_role("link", name="Decisions", exact=True)).to_be_visible()
    expect(search.failed).to_be_hidden()
    gate.open()
    search.expect("results")
    assert search.visit.faults == []


# --- every state, for everyone ---------------------------------------------------------------------------------------

STATES: Mapping[str, Mapping[str, Any]] = {
    "idle": {"state": "idle"},
    "results": {"words": "data"},
    "a name": {"words": "call grader"},
    "filters": {"words": "data vqxz", "outcome": ["A: Proceed"], "order": "latest"},
    "nothing": {"words": "vqxz", "state": "nothing"},
    "meant": {"words": "custdoy"},
    "a list": {"words": "outcome F 2024"},
    "failed": {"words": "data", "state": "failed"},
    "loading": {"words": "data", "state": "loading"},
}


@pytest.mark.parametrize("state", STATES)
def test_every_state_passes_axe_fits_its_window_causes_no_error_and_asks_nobody_else(
    state: str, search: Search
) -> None:
    if state == "failed":
        search.page.route("**/*.pf_index", lost)
    if state == "loading":
        Gate(search, "**/*.pf_index")
    search.open(**STATES[state])
    if state == "meant":
        expect(search.page.locator("[data-part=ignored]")).to_contain_text("so we searched for")
    if state == "filters":
        search.page.get_by_text("Filter and sort (1 filter)", exact=True).click()
    assert search.visit.barriers() == []
    assert (unexpected(search.visit) if state == "failed" else search.visit.faults) == []


def test_on_paper_there_is_what_was_found_and_by_which_filters_and_nothing_to_tap(search: Search) -> None:
    search.open("data", kind=["Review"], year=["2023"])
    search.page.emulate_media(media="print")
    expect(search.box).to_be_hidden()
    expect(search.kinds).to_be_hidden()
    expect(search.page.get_by_role("link", name="Clear all filters")).to_be_hidden()
    expect(search.chips.get_by_role("link")).to_have_text([re.compile("Kind: Review"), re.compile("Year: 2023")])
    expect(search.chips.get_by_text("×").first).to_be_hidden()
    after = "link => getComputedStyle(link, '::after').content"
    assert {link.evaluate(after) for link in search.results.all()} == {"none"}, "no address with the words to be marked"


def tab_to(search: Search, target: Locator) -> None:
    """Press Tab until it has the focus; every stop on the way shows that it has it."""
    for _ in range(60):
        search.page.keyboard.press("Tab")
        assert search.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("Tab does not lead there")


def test_the_keyboard_alone_is_enough(search: Search) -> None:
    search.open(state="idle")
    tab_to(search, search.box)
    search.page.keyboard.type("leaflet")
    search.page.keyboard.press("Enter")
    search.expect_status("3 results for “leaflet”")
    tab_to(search, search.page.locator(".facets > summary"))
    search.page.keyboard.press("Enter")
    box = search.page.get_by_role("checkbox", name=re.compile(r"^Review \("))
    expect(box).to_be_visible()
    tab_to(search, box)
    search.page.keyboard.press("Space")
    search.expect_status("with 1 filter")
    expect(box).to_be_focused()
    before = search.view
    tab_to(search, search.results.first)
    target = landing(search.results.first)
    search.page.keyboard.press("Enter")
    search.page.wait_for_url(target)
    search.page.go_back()
    search.expect("results")
    assert search.view == before
    assert search.visit.faults == []


def test_the_arrow_keys_lead_from_the_box_through_names_and_results_and_back(search: Search) -> None:
    search.open(state="idle")
    expect(search.page.get_by_text("The ↓ key takes you to the results.")).to_be_visible()
    search.open("call grader")
    expect(search.page.get_by_text("The ↓ key takes you to the results.")).to_be_hidden()
    name = search.page.locator("[data-part=names] a")
    stops = [search.box, name, search.results.nth(0), search.results.nth(1)]
    search.box.focus()
    for key, at in (("Down", 1), ("Down", 2), ("Down", 3), ("Up", 2), ("Up", 1), ("Up", 0), ("Up", 0), ("Down", 1)):
        search.page.keyboard.press(f"Arrow{key}")
        expect(stops[at]).to_be_focused()
    search.page.keyboard.press("ArrowDown")
    search.page.keyboard.press("Escape")
    expect(search.box).to_be_focused()
    expect(search.box).to_have_value("call grader")
    search.results.last.focus()
    search.page.keyboard.press("ArrowDown")
    expect(search.results.last).to_be_focused()
    search.ask("vqxz")
    search.page.keyboard.press("ArrowDown")
    expect(search.box).to_be_focused()
    assert search.visit.faults == []


def test_who_goes_to_the_results_before_the_last_letter_was_looked_for_stays_among_results(search: Search) -> None:
    search.open("panel")
    search.box.fill("leaflet")
    search.box.press("ArrowDown")
    expect(search.results.first).to_be_focused()
    search.expect_status("3 results for “leaflet”.")
    expect(search.results.first).to_be_focused()


def test_another_page_of_results_moves_the_focus_to_what_is_said_of_it(search: Search) -> None:
    search.open("panel")
    tab_to(search, search.page.get_by_role("link", name="Next page"))
    search.page.keyboard.press("Enter")
    search.expect_status("page 2")
    expect(search.status).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["that did not load", "switched off"])
def test_without_its_script_the_form_explains_itself_and_leads_to_the_lists(
    scripts: bool, fenmoor: Served, browsing: Browsing
) -> None:
    search = Search(fenmoor, browsing.visit(fenmoor, scripts=scripts))
    search.page.route("**/js/search.js", lost)
    for words in ("", "data"):
        search.open(words, state="plain")
        main = search.page.get_by_role("main")
        expect(main).to_contain_text("needs JavaScript, which is off or did not load")
        expect(search.failed).to_be_hidden()
        expect(search.page.get_by_text("Filter and sort", exact=True)).to_be_hidden()
        lists: list[str] = main.get_by_role("link").evaluate_all("all => all.map(one => one.href)")
        assert {f"{fenmoor.url}{name}/" for name in ("projects", "decisions", "meetings", "outcomes")} <= set(lists)
    if scripts:  # axe is a script, too
        assert search.visit.barriers() == []
    assert unexpected(search.visit) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize(
    "address", ["", "reviews/2023-02-08/rfsdi-iom/", "no/such/page/"], ids=["home", "review", "404"]
)
def test_the_search_box_of_every_page_is_a_plain_form(
    address: str, scripts: bool, site: Served, browsing: Browsing
) -> None:
    search = Search(site, browsing.visit(site, scripts=scripts))
    search.page.goto(site.url + address)
    box = search.page.get_by_role("banner").get_by_label("Search this site")
    box.fill("top service users")
    box.press("Enter")
    expect(search.page).to_have_url(f"{site.url}search/?q=top+service+users")
    search.expect("results" if scripts else "plain")
    if scripts:
        expect(search.box).to_have_value("top service users")


# --- what records say is never markup --------------------------------------------------------------------------------

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def hostile(tmp_path: Path, browsing: Browsing) -> Iterator[Search]:
    """An archive that says the same everywhere."""
    title = f"'{HOSTILE}'"
    records = {
        "meetings/2024-01-02.md": f"---\ntitle: {title}\nsource: {{title: {title}, url: 'https://example.org/'}}\n---\n"
        "\n## 1. One\n\nSaid.\n\n## 2. Two\n\nMore.\n",
        "projects/alpha.md": f"---\ntitle: {title}\naliases: [{title}, 'Alias {HOSTILE}']\nowner: {title}\n"
        f"papers: {{title: {title}, url: 'https://example.org/paper'}}\n---\n\n## Summary\n\nDoes something.\n",
        "projects/beta.md": "---\ntitle: Beta\n---\n",
        "reviews/2024-01-02/beta.md": "---\ndiscussed: 2\noutcome: B\nstage: final\n---\n\n## Decision\n\nChange it.\n",
        "reviews/2024-01-02/alpha.md": f"---\ndiscussed: 1\noutcome: A\nstage: first\npapers: {{title: {title}, "
        "url: 'https://example.org/other'}\n---\n\n## Decision\n\nFine.\n",
    }
    config = CONFIG.replace("label: Proceed", f"label: {title}").replace("first: First look", f"first: {title}")
    build_site(write_archive(tmp_path / "archive", records, config), tmp_path / "output")
    for site in serve(tmp_path / "output"):
        yield Search(site, browsing.visit(site))


def test_a_hostile_title_is_shown_as_those_words_in_results_names_filters_and_titles(hostile: Search) -> None:
    page, faults = hostile.page, hostile.visit.faults
    page.on("dialog", lambda dialog: faults.append(f"a dialog says {dialog.message}"))
    hostile.open(HOSTILE)
    assert hostile.total == 4, "the outcome as well"
    expect(page.locator("[data-part=names] a").filter(has_text=HOSTILE)).to_have_count(4)
    expect(page.locator(".result h2").filter(has_text=HOSTILE)).to_have_count(3)
    hostile.expect_status(HOSTILE)
    expect(page).to_have_title(re.compile(f"^{re.escape(HOSTILE)} – "))
    page.get_by_text("Filter and sort", exact=True).click()
    for many, (facet, value) in enumerate((("project", HOSTILE), ("outcome", f"A: {HOSTILE}"), ("stage", HOSTILE)), 1):
        hostile.tick(facet, value)
        hostile.expect_status(f"with {many} filter")
    assert page.locator("img").count() == 0
    hostile.open("Alias")
    expect(page.locator("[data-part=names]")).to_contain_text(f"also called “Alias {HOSTILE}”")
    expect(page.locator(".result__excerpt").filter(has_text=HOSTILE).first).to_be_visible()
    assert page.locator("img").count() == 0
    hostile.open(f"{HOSTILE} vqxz", state="nothing", outcome=[HOSTILE])
    assert page.locator("img").count() == 0
    page.goto(hostile.site.url + "projects/alpha/")
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0
    assert faults == []
