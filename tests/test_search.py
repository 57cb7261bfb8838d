"""What is indexed and as what, the index's gate, and when it is left alone. Searching itself is tried in a browser."""

import gzip
import hashlib
import json
import random
import re
import shutil
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from built import CONFIG, ROOT, BuiltSite, build_site, contents, words_of, write_archive
from everything import everything
from selectolax.lexbor import LexborHTMLParser

from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.records import Meeting, Review, walk
from candour.model.values import Prose, Ref
from candour.pages.views import SearchEntry
from candour.pipeline import build, plan_site
from candour.problems import errors
from candour.site import index as search
from candour.site.manifest import MANIFEST, Written, manifest_hash, manifest_index, manifest_of, manifest_paths

FACETS = ("kind", "project", "outcome", "stage", "year", "missing")
RECORDS = {
    "meetings/2024-01-02.md": "---\nagenda: {1: {project: alpha}}\n---\n\n## 1. One\n\nMany words.\n\n## 2. Two\n",
    "meetings/2024-05-06.md": "---\nstatus: scheduled\n---\n",
    "projects/alpha.md": "---\ntitle: Alpha, the first\naliases: Alfa\n---\n\n## Summary\n\nDoes something.\n",
    "projects/beta.md": "---\ntitle: Beta\n---\n\n## Summary\n\nIs only planned.\n",
    "reviews/2024-01-02/alpha.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n",
}


@dataclass(frozen=True)
class Indexed:
    """One page as the index holds it."""

    url: str
    content: str
    filters: Mapping[str, list[str]]
    meta: Mapping[str, str]
    anchors: tuple[str, ...]

    @property
    def words(self) -> frozenset[str]:
        return frozenset(tokens(self.content))


def sentences(text: str) -> list[str]:
    """Those of eight words and more."""
    found = (" ".join(tokens(part)) for part in re.split(r"(?<=[.?!])\s", text))
    return [sentence for sentence in found if sentence.count(" ") >= 7]


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def indexed(site: BuiltSite) -> dict[str, Indexed]:
    """Every page of the index by its address, from Pagefind's fragments: packed JSON after a signature."""
    found = {}
    for path, content in site.files.items():
        if not path.endswith(".pf_fragment"):
            continue
        told = gzip.decompress(content)
        assert told.startswith(b"pagefind_dcd")
        page: dict[str, Any] = json.loads(told.removeprefix(b"pagefind_dcd"))
        anchors = tuple(anchor["id"] for anchor in page["anchors"])
        url = address_of(page["url"])
        found[url] = Indexed(url, page["content"], page["filters"], page["meta"], anchors)
    return found


def address_of(document: str) -> str:
    """`/people/#ann-lee` of `/people#ann-lee.html`, and `/people/` of `/people#.html`."""
    return re.sub(r"#(.*)\.html$", lambda found: f"/{'#' * bool(found[1])}{found[1]}", document)


def records_in(site: BuiltSite) -> dict[str, Indexed]:
    """Those documents of the index that are the pages of records."""
    kinds = {"Project", "Review", "Meeting"}
    return {url: page for url, page in indexed(site).items() if kinds & {*page.filters["kind"]}}


def entries(archive: Path) -> dict[str, SearchEntry]:
    """As what everything is searched, by its address."""
    graph = check_archive(archive).graph
    assert graph
    pages = plan_site(graph).pages
    return {page.url + f"#{one.anchor}" * bool(one.anchor): one for page in pages for one in page.search}


def published_site(folder: Path, records: Mapping[str, str], config: str = CONFIG) -> BuiltSite:
    return build_site(write_archive(folder / "archive", records, config), folder / "output")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return published_site(tmp_path_factory.mktemp("small"), RECORDS)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Every field filled in, each with words of its own."""
    numbers = iter(range(10**6))

    def words(name: str) -> str:
        return f"name{next(numbers)} {name.rpartition('.')[2]}"

    def prose(name: str) -> str:
        return f"Text {next(numbers)} that stands in {re.sub('[^a-z]', ' ', name)} and in no other field of any record."

    files = dict(everything(words, prose))
    config = files.pop("site_config.yaml")
    return published_site(tmp_path_factory.mktemp("full"), files, config)


# --- what is indexed ----------------------------------------------------------------------------------------------


def test_every_record_is_indexed_and_each_request_topic_outcome_person_abbreviation_and_correction_once(
    site: BuiltSite,
) -> None:
    records = {address for address in site.pages if address.startswith(("/projects/", "/meetings/", "/reviews/"))}
    assert records_in(site).keys() == records - {addresses.PROJECTS, addresses.MEETINGS}
    graph = check_archive(ROOT).graph
    assert graph
    kinds = Counter(kind for page in indexed(site).values() for kind in page.filters["kind"])
    assert kinds["Request"] == sum(not one.same_as for one in graph.requests)
    assert kinds["Topic"] == sum(address.startswith("/topics/") for address in site.pages) - 1
    assert kinds["Outcome"] == len(graph.config.outcomes)
    assert kinds["Person"] == len(site.page(addresses.PEOPLE).all("main [data-row]"))
    assert kinds["Abbreviation"] == len(site.page(addresses.ABOUT).all("#abbreviations ~ dl div"))
    assert kinds["Correction"] == sum(len(record.facts.corrections) for record in graph.records)


def test_whatever_is_indexed_is_there(site: BuiltSite, fenmoor: BuiltSite, quillmark: BuiltSite) -> None:
    for built in (site, fenmoor, quillmark):
        for url in indexed(built):
            path, _, anchor = url.partition("#")
            assert anchor in {"", *built.page(path).ids()}, url


def test_every_indexed_page_has_a_date_to_sort_by_and_a_value_of_every_facet(site: BuiltSite, small: BuiltSite) -> None:
    for built in (site, small):
        for url, page in indexed(built).items():
            assert [facet for facet in FACETS if not page.filters.get(facet)] == [], url
            assert page.meta == {"title": page.meta["title"]}, "the words of other metadata would be searched"
            assert page.content.startswith(page.meta["title"]) or {"Request", "Correction"} & {*page.filters["kind"]}, (
                url
            )
    for url, one in entries(ROOT).items():
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one.order), url


def test_facets_hold_absences_in_words(small: BuiltSite) -> None:
    found = records_in(small)
    told = {url: (page.filters["outcome"], page.filters["stage"], page.filters["year"]) for url, page in found.items()}
    assert told == {
        "/meetings/2024-01-02/": (["No review"], ["Not recorded"], ["2024"]),
        "/meetings/2024-05-06/": (["No review"], ["Not recorded"], ["2024"]),
        "/projects/alpha/": (["A: Proceed"], ["Not recorded"], ["2024"]),
        "/projects/beta/": (["No review"], ["Not recorded"], ["Not recorded"]),
        "/reviews/2024-01-02/alpha/": (["A: Proceed"], ["Not recorded"], ["2024"]),
    }
    assert found["/meetings/2024-05-06/"].filters["project"] == ["No project"]
    assert found["/meetings/2024-05-06/"].filters["shown"] == ["Scheduled"]
    assert found["/projects/alpha/"].filters["project"] == ["Alpha, the first"], "a comma does not part a value"


def test_a_project_never_reviewed_sorts_last_and_does_not_vanish(small: BuiltSite, tmp_path: Path) -> None:
    orders = {url: one.order for url, one in entries(write_archive(tmp_path, RECORDS)).items()}
    assert orders["/projects/beta/"] < min(orders[url] for url in records_in(small) if url != "/projects/beta/")
    assert "date" not in indexed(small)["/projects/beta/"].filters


def test_outcome_stage_and_year_of_a_record_are_those_of_one_decision(tmp_path: Path) -> None:
    """Of a project its latest; of a meeting none; further decisions are found by themselves."""
    again = {
        "meetings/2024-01-02.md": "---\ndecisions:\n  one: {item: 1, outcome: B, stage: first}\n"
        "  two: {item: 1, outcome: A, stage: final}\n---\n\n## 1. One\n\nWords.\n",
        "meetings/2025-05-06.md": "---\n{}\n---\n\n## 1. One\n\nWords.\n",
        "reviews/2024-01-02/alpha.md": "---\ndiscussed: 1\noutcome: A\nstage: first\n"
        "decisions:\n  more: {outcome: B, stage: final, text: More.}\n---\n\n## Decision\n\nFine.\n",
        "reviews/2025-05-06/alpha.md": "---\ndiscussed: 1\noutcome: B\nstage: final\nuntil: 2026-01-01\n---\n",
        "projects/alpha.md": "---\ntitle: Alpha\n---\n",
    }
    found = entries(write_archive(tmp_path, again))
    told = {
        url: [[v for n, v in one.filters if n == f] for f in ("outcome", "stage", "year")] for url, one in found.items()
    }
    assert told["/projects/alpha/"] == [["B: Change"], ["Final report"], ["2025"]]
    assert told["/reviews/2024-01-02/alpha/"] == [["A: Proceed"], ["First look"], ["2024"]]
    assert told["/meetings/2024-01-02/"] == [["No review"], ["Not recorded"], ["2024"]]
    assert told["/meetings/2024-01-02/#decision-one"] == [["B: Change"], ["First look"], ["2024"]]
    assert told["/meetings/2024-01-02/#decision-two"] == [["A: Proceed"], ["Final report"], ["2024"]]
    assert told["/reviews/2024-01-02/alpha/#decision-more"] == [["B: Change"], ["Final report"], ["2024"]]
    assert told["/meetings/2025-05-06/"] == [["No review"], ["Not recorded"], ["2025"]]


def test_last_reviewed_is_when_it_was_last_reviewed(tmp_path: Path) -> None:
    """Though that review gave no outcome."""
    later = {
        **RECORDS,
        "meetings/2024-05-06.md": "---\n{}\n---\n\n## 1. One\n\nWords.\n",
        "reviews/2024-05-06/alpha.md": "---\ndiscussed: 1\noutcome: not-sought\n---\n",
    }
    found = dict(entries(write_archive(tmp_path, later))["/projects/alpha/"].filters)
    assert found["date"] == "last reviewed 6 May 2024; outcome of 2 January 2024"
    assert (found["shown"], found["year"]) == ("A: Proceed", "2024")


@pytest.mark.parametrize("name", ["site", "full"])
def test_the_index_reads_the_words_that_a_reader_sees(name: str, request: pytest.FixtureRequest) -> None:
    built: BuiltSite = request.getfixturevalue(name)
    for url, page in records_in(built).items():
        main = LexborHTMLParser(built.page(url).one("main").html or "")
        for node in main.css("[data-pagefind-ignore]"):
            node.decompose()
        shown = frozenset(tokens(words_of(main.html or "")))
        linked = frozenset(tokens(" ".join(node.attributes["href"] or "" for node in main.css("a[href]"))))
        assert shown <= page.words <= shown | linked, url


def texts_of(graph: SiteGraph) -> Iterator[tuple[str, str]]:
    """Every text of every record, with the address of the page whose words it is."""
    asked = {one.ref: addresses.of_ref(Ref(one.record.name)) for one in graph.requests}
    for record in graph.records:
        url = addresses.of_ref(Ref(record.name))
        for section in record.sections:
            yield url, section.title if section.id not in {"decision", "earlier-advice"} else ""
            for part in section.parts:
                for prose in [part] if isinstance(part, Prose) else [turn.prose for turn in part.turns]:
                    yield url, prose.text
        for loc, value in walk(record.facts):
            if isinstance(value, Prose) and isinstance(record, Meeting | Review) and loc[0] == "answers":
                ref = next(ref for ref in record.facts.answers if str(ref) == loc[1])
                yield asked[ref.within(record.name)], value.text
            elif isinstance(value, Prose) and loc[0] != "corrections":
                yield url, value.text
            elif loc[-1] in {"name", "title"} and isinstance(value, str):
                yield url, value


def test_no_text_of_a_record_is_indexed_twice(full: BuiltSite) -> None:
    told = Counter(sentence for page in records_in(full).values() for sentence in sentences(page.content))
    assert len(told) > 50
    assert [sentence for sentence, times in told.items() if times > 1] == []


def test_no_text_of_the_archive_is_indexed_more_often_than_records_say_it(site: BuiltSite) -> None:
    graph = check_archive(ROOT).graph
    assert graph
    said = Counter(sentence for _, text in texts_of(graph) for sentence in sentences(text))
    told = Counter(sentence for page in records_in(site).values() for sentence in sentences(page.content))
    labels = (
        "kind information who has to answer ",  # of a request that does not say
        "topics ",  # of a passage, and again of the record as a whole
        "elsewhere ",  # of two projects that name the same pages
        "freedom of information request ",
    )
    more = {one: times for one, times in told.items() if times > max(1, said[one]) and not one.startswith(labels)}
    assert more == {}


def test_words_from_all_over_the_archive_are_indexed_on_their_page(site: BuiltSite) -> None:
    graph = check_archive(ROOT).graph
    assert graph
    found = records_in(site)
    words = sorted({(url, word) for url, text in texts_of(graph) for word in tokens(text)})
    sample = random.Random(300).sample(words, 300)
    assert [(url, word) for url, word in sample if word not in found[url].words] == []


def test_results_can_land_on_every_passage(site: BuiltSite) -> None:
    for url, page in records_in(site).items():
        passages = {name for name in site.page(url).ids() if re.match(r"(q|request|decision)-", name)}
        assert passages <= set(page.anchors), url


def test_names_of_projects_come_with_their_aliases_and_addresses(site: BuiltSite) -> None:
    names = json.loads(site.files["search/bets.json"])["projects"]
    known = [*names[4][:3], names[4][3].partition(",")[0]]
    others = ["The IOM RFSDi score", "RSFDi"]
    assert known == ["RFSDi / IOM predictive model", "../projects/rfsdi-iom/", others, "E: More information needed"]
    assert [name[0] for name in names] == sorted((name[0] for name in names), key=str.casefold)


def test_every_bet_leads_to_a_place_of_the_site(site: BuiltSite, fenmoor: BuiltSite) -> None:
    for built in (site, fenmoor):
        file = json.loads(built.files["search/bets.json"])
        rows = [*((row[2], row) for row in file["bets"]), *((row[1], row) for row in file["projects"])]
        for address, row in [*rows, *((row[0], row) for row in file["meetings"])]:
            path, _, anchor = address.removeprefix("..").partition("#")
            assert not address or not anchor or anchor in built.page(path).ids(), row
            assert not address or path in built.pages, row


def test_every_word_of_the_index_is_in_the_file_of_words_and_the_documents_of_a_project_are_together(
    site: BuiltSite,
) -> None:
    words = site.files["pagefind/words.txt"].decode().split("\n")
    assert words == sorted(set(words))
    known = {token for word in words for token in tokens(word)}
    assert {token for page in indexed(site).values() for token in tokens(page.content)} <= known
    groups = json.loads(site.files["pagefind/pagefind-entry.json"])["groups"]
    urls = {}
    for path, content in site.files.items():
        if path.endswith(".pf_fragment"):
            urls[Path(path).stem] = json.loads(gzip.decompress(content).removeprefix(b"pagefind_dcd"))["url"]
    assert ["/projects/knife-crime/", "/reviews/2023-02-08/knife-crime/"] in [
        sorted(address_of(urls[name]) for name in group) for group in groups
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            '<div class="a" data-pagefind-ignore>x<div>y</div><p>z</p></div><b>t</b>',
            '<div class="a" data-pagefind-ignore></div><b>t</b>',
        ),
        ("<form id=f>x<label for=q>y</label></form>t<nav>z</nav>", "<form id=f></form>t<nav></nav>"),
        ('<i title="x data-pagefind-ignore ">words</i>', '<i title="x data-pagefind-ignore ">words</i>'),
        (
            "<b data-pagefind-ignore>x<img src=a>y<i data-pagefind-ignore>z</i></b>",
            "<b data-pagefind-ignore>x<img src=a>y<i data-pagefind-ignore></i></b>",
        ),
        ("<br data-pagefind-ignore>words", "<br data-pagefind-ignore>words"),
    ],
    ids=["elements in it", "never indexed", "an attribute says so", "an image", "no end"],
)
def test_pagefind_is_not_given_what_it_ignores(given: str, kept: str) -> None:
    assert search._main(f"<main>{given}</main>".encode()).decode() == f"<main>{kept}"


# --- the search page ----------------------------------------------------------------------------------------------


def test_every_page_has_one_search_box_that_works_as_a_plain_form(site: BuiltSite) -> None:
    for address, page in site.pages.items():
        (form,) = page.all("form[role=search]")
        named = form.css("label[for], [name=q][aria-label]")
        assert (form.attributes["method"], bool(named), bool(form.css("[name=q]"))) == ("get", True, True), address


def test_without_scripts_the_search_page_leads_to_the_lists(site: BuiltSite) -> None:
    page = site.page(addresses.SEARCH)
    assert "needs JavaScript" in page.main
    shown = {words for words, _ in page.links("main div:not([hidden]) a")}
    assert {"Projects", "Decisions", "Requests", "Meetings", "Topics", "What the outcomes mean"} <= shown
    assert page.one("main form").attributes["method"] == "get"
    assert not page.all("main [data-part=lists][hidden], main [data-part=plain][hidden]")


def test_an_archive_without_records_has_no_index_and_says_so(tmp_path: Path) -> None:
    built = published_site(tmp_path, {})
    assert not [path for path in built.files if path.startswith(search.FOLDER)]
    assert "nothing to search yet" in built.page(addresses.SEARCH).main
    assert not built.page(addresses.SEARCH).all("script[src$='search.js'], main form")


# --- the gate -----------------------------------------------------------------------------------------------------

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for Pagefind")


def answer(**payload: object) -> str:
    """A script that answers as Pagefind's service does."""
    return f"echo {b64encode(json.dumps({'message_id': 0, 'payload': payload}).encode()).decode()},"


def entry_of(pages: int) -> str:
    return b64encode(json.dumps({"languages": {"en": {"wasm": "en", "page_count": pages}}}).encode()).decode()


FAILURES = {
    "it met a read-only folder": (
        "echo 'panicked: Os { code: 30, kind: ReadOnlyFilesystem }' >&2; exit 101",
        "output-unwritable",
        "not yours or is read-only",
    ),
    "it met a full disk": ("echo 'No space left on device (os error 28)' >&2; exit 101", "disk-full", "is full"),
    "it failed for another reason": ("echo 'what is this' >&2; exit 3", "search-failed", "status 3: what is this"),
    "it said nothing": ("exit 1", "search-failed", "it said nothing"),
    "it was stopped": ("kill -9 $$", "search-failed", "signal 9"),
    "it answered nothing": ("exit 0", "search-failed", "it said nothing"),
    "it could not do what it was asked": (
        answer(type="Error", message="Invalid config"),
        "search-failed",
        "ended: Invalid config",
    ),
    "it made nothing": (answer(type="GetFiles", files=[]), "search-failed", "cannot be read"),
    "it left out a page": (
        answer(type="GetFiles", files=[{"path": search.ENTRY, "content": entry_of(4)}]),
        "search-failed",
        "holds 4 pages, but the site has 7",
    ),
    "it left an empty part": (
        answer(
            type="GetFiles",
            files=[{"path": search.ENTRY, "content": entry_of(7)}, {"path": "index/en_1.pf_index", "content": ""}],
        ),
        "search-failed",
        "empty files: en_1.pf_index",
    ),
}


def stand_in(folder: Path, script: str) -> Path:
    """A program in Pagefind's place."""
    program = folder / "stand-in"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    return program


@posix_only
@pytest.mark.parametrize("case", FAILURES)
def test_when_pagefind_fails_nothing_is_published(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script, name, words = FAILURES[case]
    archive = write_archive(tmp_path / "archive", RECORDS)
    monkeypatch.setattr(search, "get_executable", lambda: stand_in(tmp_path, script))
    built = build(archive, tmp_path / "output")
    assert not built.hash
    assert [(problem.name, words in problem.message) for problem in errors(built.problems)] == [(name, True)]
    assert not (tmp_path / "output").exists()


@posix_only
def test_pagefind_is_not_waited_for_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, output = write_archive(tmp_path / "archive", RECORDS), tmp_path / "output"
    assert build(archive, output).hash
    before = contents(output)
    write_archive(archive, {"projects/more.md": "---\ntitle: More\n---\n"})
    monkeypatch.setattr(search, "get_executable", lambda: stand_in(tmp_path, "exec sleep 60"))
    monkeypatch.setattr(search, "_PATIENCE", 1)
    problems = errors(build(archive, output).problems)
    assert [problem.name for problem in problems] == ["search-failed"]
    assert "after 1 seconds" in problems[0].message
    assert contents(output) == before


def test_without_pagefind_the_maintainer_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, output = write_archive(tmp_path / "archive", RECORDS), tmp_path / "output"
    build(archive, output)
    before = contents(output)
    write_archive(archive, {"projects/more.md": "---\ntitle: More\n---\n"})
    monkeypatch.setattr(search, "get_executable", lambda: tmp_path / "missing")
    built = build(archive, output)
    assert contents(output) == before
    assert [problem.name for problem in errors(built.problems)] == ["search-failed"]
    assert "pagefind-bin" in errors(built.problems)[0].hint


def test_a_folder_of_the_archive_cannot_take_the_place_of_the_index(tmp_path: Path) -> None:
    archive = write_archive(tmp_path / "archive", {**RECORDS, "static/root/pagefind/mine.txt": "mine"})
    built = build(archive, tmp_path / "output")
    assert [problem.name for problem in errors(built.problems)] == ["search-failed"]


def test_settings_of_the_surroundings_do_not_reach_pagefind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    monkeypatch.setenv("PAGEFIND_GLOB", "nothing")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pagefind.toml").write_text('root_selector = "nav"\n', "utf-8")
    assert "Does something." in indexed(published_site(tmp_path, RECORDS))["/projects/alpha/"].content


def test_only_what_the_search_page_loads_is_published(site: BuiltSite) -> None:
    found = {path.removeprefix("pagefind/") for path in site.files if path.startswith("pagefind/")}
    assert {re.sub(r"\.en_\w+", "", name) for name in found if "/" not in name} == {
        "pagefind.js",
        "pagefind-entry.json",
        "words.txt",
    }


def test_an_index_of_another_language_works_as_well(tmp_path: Path) -> None:
    built = published_site(tmp_path, RECORDS, f"{CONFIG}language: cy\n")
    assert len(records_in(built)) == 5


# --- left alone ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = write_archive(tmp_path_factory.mktemp("once") / "archive", RECORDS)
    build_site(archive, archive / "output")
    return archive


@pytest.fixture
def published(once: Path, tmp_path: Path) -> Path:
    """A small archive whose site is published in `output`."""
    return shutil.copytree(once.parent, tmp_path / "here") / "archive"


def change(archive: Path, path: str, old: str, new: str) -> None:
    text = (archive / path).read_text("utf-8")
    assert old in text
    (archive / path).write_text(text.replace(old, new), "utf-8")


def index_files(archive: Path) -> dict[str, bytes]:
    return {path: content for path, content in contents(archive / "output").items() if "pagefind/" in path}


@posix_only
def test_the_index_is_left_alone_when_no_indexed_word_changed(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = index_files(published)
    monkeypatch.setattr(search, "get_executable", lambda: stand_in(tmp_path, "exit 1"))
    change(published, "site_config.yaml", "publisher: Ann Lee", "publisher: Bob Ray")
    built = build_site(published, published / "output")
    assert "Bob Ray" in built.page("/about/").main
    assert index_files(published) == before


@posix_only
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/projects/alpha.md", "something", "anything"),
        ("content/reviews/2024-01-02/alpha.md", "outcome: A", "outcome: B"),
        ("site_config.yaml", "label: Change", "label: Alter"),
    ],
    ids=["a word", "a facet", "an outcome's label that no record has"],
)
def test_the_index_is_made_anew_when_an_indexed_word_changed(
    path: str, old: str, new: str, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(published, path, old, new)
    monkeypatch.setattr(search, "get_executable", lambda: stand_in(tmp_path, "exit 1"))
    stops = [problem.name for problem in errors(build(published, published / "output").problems)]
    assert stops == ["search-failed"]
    monkeypatch.undo()
    built = build_site(published, published / "output")
    assert ("anything" in indexed(built)["/projects/alpha/"].content) == (new == "anything")


@pytest.mark.parametrize("damage", ["emptied", "removed", "entry"])
def test_a_damaged_index_is_not_copied(damage: str, published: Path) -> None:
    folder = published / "output" / search.FOLDER
    part = folder / search.ENTRY if damage == "entry" else next((folder / "index").iterdir())
    if damage == "removed":
        part.unlink()
    else:
        part.write_text("{}" if damage == "entry" else "", "utf-8")
    build_site(published, published / "output")
    assert all(content for content in index_files(published).values())
    assert len(records_in(BuiltSite(contents(published / "output")))) == 5


def test_a_page_that_is_gone_leaves_the_index(published: Path) -> None:
    (published / "content/projects/beta.md").unlink()
    assert "/projects/beta/" not in indexed(build_site(published, published / "output"))


def test_two_builds_index_the_same_text(tmp_path: Path, small: BuiltSite) -> None:
    again = published_site(tmp_path, RECORDS)
    assert {url: page.content for url, page in indexed(again).items()} == {
        url: page.content for url, page in indexed(small).items()
    }


# --- the manifest -------------------------------------------------------------------------------------------------


def test_the_manifest_names_the_index_and_what_it_was_made_from(small: BuiltSite) -> None:
    manifest = small.files[MANIFEST]
    fingerprint, paths = manifest_index(manifest)
    assert len(fingerprint) == 64
    assert paths.keys() == {path for path in small.files if path.startswith(f"{search.FOLDER}/")}
    assert all(hashlib.sha256(small.files[path]).hexdigest() == digest for path, digest in paths.items())
    one, other = (manifest_of((), [Written(name, 1, "0" * 64)], name) for name in "ab")
    assert manifest_hash(one) == manifest_hash(other)


def test_a_manifest_from_before_there_were_fingerprints_is_still_ours() -> None:
    old = b'{"files": {}, "index": ["pagefind/pagefind.js"]}'
    assert manifest_index(old) == ("", {})
    assert manifest_paths(old) == {"pagefind/pagefind.js", MANIFEST}
