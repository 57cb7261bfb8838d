"""What depends on how a site is served, and on the width of the window: addresses without a slash, wide tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from built import CONFIG, build_site, write_archive
from playwright.sync_api import expect

from browser.browsing import Browsing, Served, serve

HEADINGS = ("Lot", "Net (£)", "VAT (£)", "Gross (£)", "Remarks", *(f"Week {week}" for week in range(1, 20)))
ROW = ("Lamp posts", "1,487.50", "297.50", "1,785.00", "Repainted", *["210.75"] * 19)
TABLE = "\n".join(f"| {' | '.join(row)} |" for row in (HEADINGS, ("---", *["---:"] * 3, *["---"] * 20), ROW))
RECORDS = {
    "meetings/2024-01-02.md": f"---\ntitle: Quarterly meeting\n---\n\n## 1. Spending\n\n{TABLE}\n",
    "projects/lamps.md": "---\ntitle: Lamp counter\n---\n\n## Summary\n\nCounts lamps.\n",
    "reviews/2024-01-02/lamps.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("served")
    build_site(write_archive(base / "archive", RECORDS), base / "output")
    return base / "output"


@pytest.fixture
def without_redirects(folder: Path) -> Iterator[Served]:
    yield from serve(folder, redirects=False)


@pytest.fixture
def plain(folder: Path) -> Iterator[Served]:
    yield from serve(folder)


@pytest.mark.parametrize("address", ["", "projects/lamps", "reviews/2024-01-02/lamps", "search"])
def test_where_a_server_leaves_out_the_last_slash_the_page_has_its_style_and_links_that_hold(
    address: str, without_redirects: Served, browsing: Browsing
) -> None:
    url = without_redirects.url
    page = browsing.visit(without_redirects).page
    page.goto(f"{url}{address}".rstrip("/") + ("?q=lamp#main" if address == "search" else "#main"))
    expect(page).to_have_url(f"{url}{address}{'/' if address else ''}{'?q=lamp' if address == 'search' else ''}#main")
    assert page.evaluate("() => [...document.styleSheets].some((sheet) => sheet.cssRules.length > 0)")
    if address == "search":
        expect(page.locator(".result").first).to_be_visible()
    page.get_by_role("contentinfo").get_by_role("link", name="About").click()
    expect(page).to_have_url(f"{url}about/")
    page.go_back()
    expect(page.get_by_role("contentinfo").get_by_role("link", name="About")).to_be_visible()


def test_where_the_address_of_the_site_is_not_known_nothing_is_asked_for_by_a_path(tmp_path: Path) -> None:
    config = CONFIG.replace("url: https://example.org/ethics/\n", "")
    built = build_site(write_archive(tmp_path / "archive", RECORDS, config), tmp_path / "output")
    assert not built.page("/projects/lamps/").all("script[src$='slash.js']")


def test_a_wide_table_scrolls_in_its_box_and_no_number_breaks(plain: Served, browsing: Browsing) -> None:
    visit = browsing.visit(plain, width=320)
    visit.page.goto(f"{plain.url}meetings/2024-01-02/")
    assert visit.overflow() == 0
    box = visit.page.get_by_role("region", name="Table: Lot, Net (£), VAT (£)")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    lines = (
        "cell => { const r = document.createRange(); r.selectNodeContents(cell); return r.getClientRects().length; }"
    )
    for number in ("1,487.50", "297.50", "1,785.00", "210.75"):
        assert box.get_by_role("cell", name=number).first.evaluate(lines) == 1, number
    box.focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("() => document.querySelector('.table-box').scrollLeft > 0")
    assert visit.violations() == []


def test_printed_a_wide_table_is_whole(plain: Served, browsing: Browsing) -> None:
    visit = browsing.visit(plain)
    visit.page.goto(f"{plain.url}meetings/2024-01-02/")
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".table-box").evaluate("box => getComputedStyle(box).overflowX") == "visible"
