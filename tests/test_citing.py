"""How pages and passages are cited, and what reference managers and search engines read of them.

What “Link” copies is tried in `browser/test_passages.py`.
"""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import CONFIG, FENMOOR, QUILLMARK, ROOT, BuiltPage, BuiltSite, site_of, words_of
from naughty import NAUGHTY
from selectolax.lexbor import LexborNode

from candour.commands.init import _filled
from candour.graph.check import check_archive
from candour.ledger.parts import parts_of
from candour.model import anchors
from candour.model.typography import typographic_text
from candour.pages.structured import dataset
from candour.pages.views import Page

RECORDS = {
    "meetings/2024-01-02.md": "---\nformat: virtual\nplace: Teams\nstart: 10:00\nend: 12:30\n---\n\n## 1. One\n",
    "projects/alpha.md": "---\ntitle: Alpha\n---\n\n## Summary\n\nA model.\n",
    "reviews/2024-01-02/alpha.md": """\
---
discussed: 1
outcome: A
requests:
  figures: {text: Give the figures., by: committee}
decisions:
  pause: {text: Pause it until then.}
corrections:
CORRECTIONS
---

## Decision

Fine.

## Questions and comments

- A member asked why. {#why}
    - Because.
""",
}
FIGURES = "  - {date: 2024-03-01, about: request figures, kind: error, wrong: x, right: y, why: z}"


def corrected(folder: Path, *entries: str) -> BuiltPage:
    """The page of the review, with these corrections."""
    name = "reviews/2024-01-02/alpha.md"
    text = RECORDS[name].replace("CORRECTIONS", "\n".join(entries)).replace("corrections:\n\n", "")
    return site_of(folder, {**RECORDS, name: text}, CONFIG).page("/reviews/2024-01-02/alpha/")


@pytest.fixture(scope="module", params=["site", "fenmoor", "quillmark"])
def built(request: pytest.FixtureRequest) -> BuiltSite:
    found: BuiltSite = request.getfixturevalue(request.param)
    return found


def known_of(page: BuiltPage) -> dict[str, Any]:
    """What JSON-LD says of a page, by the type."""
    scripts = page.all("script[type='application/ld+json']")
    assert len(scripts) < 2, page.address
    every = [one for script in scripts for one in json.loads(script.text())["@graph"]]
    return {one["@type"]: one for one in every}


def meta(page: BuiltPage, name: str) -> str:
    return "".join(node.attributes["content"] or "" for node in page.all(f"meta[name='{name}']"))


# --- what is cited ------------------------------------------------------------------------------------------------


def test_what_reference_managers_read_is_what_the_page_says(built: BuiltSite) -> None:
    cited = [page for page in built.pages.values() if page.all(".cite")]
    assert {page.address.split("/")[1] for page in cited} == {"meetings", "projects", "reviews"}
    for page in cited:
        text, link = page.text(".cite dd"), page.one(".cite a").attributes
        assert text.startswith(f"{meta(page, 'DC.creator')}, “"), page.address
        assert meta(page, "DC.date") == link["data-date"], page.address
        assert bool(meta(page, "DCTERMS.modified")) == bool(link["data-corrected"]) == (", as corrected " in text)
        if "/meetings/" in page.address:
            assert meta(page, "DC.date") == page.one("h1 time").attributes["datetime"]
    others = [page for page in built.pages.values() if page not in cited]
    assert not [page.address for page in others if page.all("meta[name^='DC']")]


def test_each_exchange_request_and_decision_has_what_its_citation_needs(built: BuiltSite) -> None:
    seen = set()
    for page in (page for page in built.pages.values() if page.all(".cite")):
        for node in page.all("main .passage-link > a"):
            home = (node.attributes["href"] or "").startswith("#")
            assert words_of(node.html or "").startswith("Link to "), page.address
            if not home and page.one(".cite a").html != node.html:
                assert node.attributes.keys() >= {"data-date", "data-corrected"}, page.address
            seen.add((node.attributes["href"] or "").partition("#")[2].partition("-")[0])
    assert seen >= {"q", "decision"}


# --- what was corrected -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "where"),
    [
        ("request figures", "#request-figures"),
        ("the Request  Figures", "#request-figures"),
        ("decision pause", "#decision-pause"),
        ("question why", "#q-why"),
        ("section decision", ".verdict__why"),
        ("outcome", "div:has(> h1)"),
        ("A number", "div:has(> h1)"),
    ],
)
def test_a_correction_is_shown_once_and_where_its_passage_is(tmp_path: Path, about: str, where: str) -> None:
    page = corrected(tmp_path, FIGURES.replace("request figures", about))
    (shown,) = page.all("a[href$='corrections/#of-2024-01-02-alpha-correction-1'] ")[:-1]
    assert words_of(shown.html or "") == "Corrected on 1 March 2024"
    assert "Corrected on 1 March 2024: " in page.text(where)
    of_all = {node.text() for node in page.all(".passage-link > span")}
    assert all("The record was corrected on 1 March 2024." in text for text in of_all) == (where == "div:has(> h1)")


def test_a_passage_that_was_corrected_itself_does_not_speak_of_its_record(tmp_path: Path) -> None:
    page = corrected(tmp_path, FIGURES, FIGURES.replace("request figures", "A number").replace("03-01", "04-01"))
    assert "The record was" not in page.text("#request-figures")
    assert "The record was corrected on 1 April 2024." in page.text("#q-why")


def test_the_citation_names_the_last_correction(tmp_path: Path) -> None:
    page = corrected(tmp_path, FIGURES.replace("2024-03-01", "2024-05"), FIGURES)
    assert "Decisions, as corrected in May 2024, https://" in page.text(".cite dd")
    assert meta(page, "DCTERMS.modified") == known_of(page)["Report"]["dateModified"] == "2024-05"


def test_what_was_never_corrected_says_nothing_of_it(tmp_path: Path) -> None:
    page = corrected(tmp_path)
    assert "orrected" not in page.main
    assert meta(page, "DCTERMS.modified") == ""


@pytest.mark.parametrize("archive", [ROOT, FENMOOR, QUILLMARK], ids=lambda path: path.name)
def test_a_correction_finds_each_passage_by_the_name_that_the_check_gives_it(archive: Path) -> None:
    graph = check_archive(archive).graph
    assert graph
    for record in graph.records:
        named = {part.names for part in parts_of(record, lambda ref: ref) if part.has_address}
        found, known = dict(anchors.parts_of(record)), dict(anchors.anchors_of(record))
        assert found.keys() == {name for names in named for name in names}, record.name
        assert set(found.values()) <= known.keys(), record.name


# --- what programs read -------------------------------------------------------------------------------------------


def test_the_way_to_a_page_is_the_one_that_it_shows(built: BuiltSite) -> None:
    home = next(iter(known_of(page) for page in built.pages.values() if "/reviews/" in page.address))
    base = home["BreadcrumbList"]["itemListElement"][0]["item"]
    for page in built.pages.values():
        shown = page.texts(".breadcrumbs a")
        steps = known_of(page).get("BreadcrumbList", {}).get("itemListElement", [])
        assert [one["name"] for one in steps] == (shown if len(shown) > 1 else []), page.address
        assert [one["position"] for one in steps] == [*range(1, len(steps) + 1)]
        assert {one["item"].removeprefix(base[:-1]) for one in steps} <= built.pages.keys(), page.address
        assert all(after["item"].startswith(before["item"]) for before, after in pairwise(steps[:2]))


def test_what_a_page_is_of_agrees_with_the_page(built: BuiltSite) -> None:
    kinds = set()
    for page in built.pages.values():
        known = known_of(page)
        for one in (known[kind] for kind in ("Event", "Report") if kind in known):
            kinds.add(page.address.split("/")[1])
            assert one["url"] == page.one("link[rel=canonical]").attributes["href"]
            assert one["name"] == meta_title(page)
            assert (one.get("author") or one.get("organizer"))["name"] == meta(page, "DC.creator")
            if "abstract" in one:
                assert one["abstract"] == page.text(".verdict__outcome .outcome"), page.address
                assert one["temporalCoverage"] == page.one("h1 time").attributes["datetime"]
                (projects,) = (dd.css("a") for dt, dd in facts_of(page) if dt == "Project")
                assert [about["name"] for about in one["about"]] == [words_of(link.html or "") for link in projects]
            if "startDate" in one:
                assert one["startDate"][:10] == page.one("h1 time").attributes["datetime"]
                assert one["eventStatus"].endswith("Cancelled") == ("The meeting did not take place." in page.main)
    assert kinds == {"meetings", "projects", "reviews"}


def facts_of(page: BuiltPage) -> list[tuple[str, LexborNode]]:
    rows = page.all(".columns__side > .facts > div")
    return [(words_of(row.css("dt")[0].html or ""), row.css("dd")[0]) for row in rows]


def meta_title(page: BuiltPage) -> str:
    return page.one("meta[property='og:title']").attributes["content"] or ""


def test_a_meeting_is_an_event_with_its_times_and_its_place(tmp_path: Path) -> None:
    records = {"meetings/2024-01-02.md": RECORDS["meetings/2024-01-02.md"]}
    event = known_of(site_of(tmp_path, records, CONFIG).page("/meetings/2024-01-02/"))["Event"]
    assert (event["startDate"], event["endDate"]) == ("2024-01-02T10:00", "2024-01-02T12:30")
    assert event["location"] == {"@type": "VirtualLocation", "name": "Teams"}
    assert event["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_nothing_is_said_to_programs_where_the_site_does_not_know_its_address(tmp_path: Path) -> None:
    config = CONFIG.replace("url: https://example.org/ethics/\n", "")
    site = site_of(tmp_path, {"meetings/2024-01-02.md": "## 1. One\n"}, config)
    assert not [page.address for page in site.pages.values() if known_of(page)]


def test_hostile_titles_stay_words_for_programs(tmp_path: Path) -> None:
    kinds = ("elements", "ends", "attributes", "entities", "data", "templates")
    naughty = [" ".join(one.split()) for kind in kinds for one in NAUGHTY[kind] if one.strip() and one.isprintable()]
    records = {f"projects/p{n}.md": f"---\ntitle: {json.dumps(one)}\n---\n" for n, one in enumerate(naughty)}
    site = site_of(tmp_path, records, CONFIG, despite={"raw-html"})
    assert len(naughty) > 40
    for number, title in enumerate(naughty):
        page = site.page(f"/projects/p{number}/")
        assert known_of(page)["Report"]["name"] == typographic_text(title)
        assert len(page.all("script")) == len(page.all("head > script")) == 3


def test_the_data_of_an_archive_are_a_dataset() -> None:
    graph = check_archive(FENMOOR).graph
    assert graph
    page = Page("/data/", "data.html", "Everything as data", None, "Every table.")
    found = dataset(page, {"/data/reviews.csv": "text/csv"}, "https://creativecommons.org/licenses/by/4.0/", graph)
    assert found["@type"] == "Dataset"
    assert found["temporalCoverage"].split("/")[0] == str(graph.meetings[0].date)
    (download,) = found["distribution"]
    assert download["contentUrl"] == graph.config.url.rstrip("/") + "/data/reviews.csv"


def test_an_archive_says_on_github_how_it_is_cited() -> None:
    answers = {"name": 'A "B" Committee', "of": "Body", "url": "https://example.org/x", "about": "x", "does": "y"}
    cited = yaml.safe_load(_filled(answers, "approve-amend-refuse")["CITATION.cff"])
    assert cited["authors"] == [{"name": 'A "B" Committee (Body)'}]
    assert (cited["type"], cited["url"]) == ("dataset", "https://example.org/x/data/")
    own = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert own.keys() - {"abstract", "license"} == cited.keys() - {"url"}
