"""A preview, sent as a zip and unpacked: opened as files, every link leads somewhere and nothing is missing."""

import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from built import FENMOOR, BuiltSite, contents

from browser.browsing import Browsing, Served
from browser.kinds import FENMOOR as KINDS
from candour.memory import Options
from candour.pipeline import build

MARK = "Preview: this is not the published site."
FORMER = "projects/call-grader"
"""The page of a project that has another name now."""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Served:
    folder = tmp_path_factory.mktemp("sent")
    assert build(FENMOOR, folder / "preview", options=Options(styleguide=True, offline=True)).hash
    packed = shutil.make_archive(str(folder / "preview"), "zip", folder / "preview")
    unpacked = folder / "Für die Sitzung, наши 100% #2?" / "preview (1)"
    shutil.unpack_archive(packed, unpacked)
    return Served(unpacked, f"{unpacked.as_uri()}/")


@pytest.fixture(scope="module")
def read(preview: Served) -> BuiltSite:
    return BuiltSite(contents(preview.folder))


def test_every_link_of_every_page_ends_in_a_file_and_at_a_place_in_it(preview: Served, read: BuiltSite) -> None:
    ids = {address: set(page.ids()) for address, page in read.pages.items()}
    faults, followed = [], 0
    for address, page in read.pages.items():
        links = [one.attributes[key] or "" for key in ("href", "src", "action") for one in page.all(f"[{key}]")]
        links += [(one.attributes["content"] or "").partition("url=")[2] for one in page.all("[http-equiv=refresh]")]
        here = (
            preview.folder / f"{address}index.html".lstrip("/") if address[-1] == "/" else preview.folder / "404.html"
        )
        for link in links:
            parts = urlsplit(link)
            if parts.scheme in {"https", "mailto"}:
                continue
            followed += 1
            target = (here.parent / unquote(parts.path)).resolve() if parts.path else here
            to = "/" + target.relative_to(preview.folder).as_posix().removesuffix("index.html")
            anchor_is_there = not parts.fragment or parts.fragment in ids.get(to, ())
            if not target.is_file() or parts.query or not anchor_is_there:
                faults.append((address, link))
    assert faults == []
    assert followed > 5_000


def test_every_page_says_that_it_is_a_preview_and_has_nothing_that_needs_a_script(read: BuiltSite) -> None:
    for page in read.pages.values():
        assert MARK in page.text("header"), page.address
        assert page.one("meta[name=robots]").attributes["content"] == "noindex"
        asking = "script, noscript, form:not(main *), [rel=canonical], [property='og:url']"
        assert [one.html for one in page.all(asking)] == [], page.address


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_page_of_each_kind_opens_by_double_click(preview: Served, browsing: Browsing, scripts: bool) -> None:
    visit = browsing.visit(preview, scripts=scripts)
    visit.page.on("requestfailed", lambda request: visit.faults.append(f"failed: {request.url}"))
    for address in (*KINDS, "search/", "404.html"):
        file = address if address.endswith(".html") else f"{address}index.html"
        visit.page.goto(preview.url + file, wait_until="load")
        mark = visit.page.get_by_text(MARK, exact=True)
        assert mark.evaluate("one => getComputedStyle(one).fontWeight") == "700", "the style sheet is there"
    assert visit.faults == []
    assert len(visit.requests) > 2 * len(KINDS), "each page and its style sheet"


def test_a_reader_goes_from_page_to_page(preview: Served, browsing: Browsing) -> None:
    page = browsing.visit(preview).page
    page.goto(preview.url + "index.html")
    page.get_by_role("link", name="Residential burglary forecast").first.click()
    assert page.url == preview.url + "projects/burglary-forecast/index.html"
    page.get_by_role("link", name="Read the review").click()
    assert page.url == preview.url + "reviews/2024-09-18/burglary-forecast/index.html"
    page.get_by_role("link", name="Who runs this site?").click()
    assert page.url == preview.url + "about/index.html#who-runs-it"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_page_that_moved_leads_to_the_new_one(preview: Served, browsing: Browsing, scripts: bool) -> None:
    page = browsing.visit(preview, scripts=scripts).page
    page.goto(f"{preview.url}{FORMER}/index.html")
    page.wait_for_url("**/projects/contact-triage/index.html")


def test_a_document_can_be_had(preview: Served, browsing: Browsing) -> None:
    page = browsing.visit(preview).page
    page.goto(preview.url + "projects/burglary-forecast/index.html")
    with page.expect_download() as started:
        page.get_by_role("link", name="Error rates by area").click()
    assert Path(started.value.path()).read_bytes() == (FENMOOR / "content/files/burglary-error-rates.csv").read_bytes()


def test_the_search_page_says_where_searching_works(preview: Served, browsing: Browsing) -> None:
    visit = browsing.visit(preview)
    visit.page.goto(preview.url + "search/index.html")
    words = visit.page.get_by_role("main").inner_text()
    assert "You cannot search in a preview." in words
    assert "candour serve" in words
    assert visit.page.get_by_role("searchbox").count() == 0
    assert visit.barriers() == []


def test_all_but_the_pages_is_what_is_published(preview: Served, fenmoor: Served, read: BuiltSite) -> None:
    def others(site: BuiltSite) -> dict[str, bytes]:
        of_the_site = ("pagefind/", "_headers", "manifest.json", "build.json")
        pages = ".html", "feed.xml"  # whose links are other ones
        return {p: c for p, c in site.files.items() if not p.endswith(pages) and not p.startswith(of_the_site)}

    published = BuiltSite(contents(fenmoor.folder))
    assert others(read) == others(published)
    assert read.pages.keys() == published.pages.keys()
    assert not any(path.startswith(("pagefind/", "_headers")) for path in read.files)
    for address, page in read.pages.items():
        if address not in {"/search/", "/styleguide/"}:
            assert page.main == published.pages[address].main, "its words are the same"
