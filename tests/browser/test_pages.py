"""Every page in a real browser: what it asks for, what axe says of it, how it looks narrow, and where it leads."""

from urllib.parse import unquote, urldefrag

import pytest

from browser.browsing import BELOW, Browsing, Served, Visit

KINDS = [
    "",
    "projects/",
    "projects/knife-crime/",
    "reviews/2023-02-08/rfsdi-iom/",
    "reviews/2023-02-08/protected-characteristics/",
    "meetings/",
    "meetings/2023-02-08/",
    "decisions/",
    "decisions/2023/",
    "outcomes/",
    "people/",
    "search/",
    "about/",
    "404.html",
]
"""One page of each kind."""
FORMER = ('id="moved-to"', '<p class="lead">This review was removed', '<p class="lead">This project was removed')
"""What the pages say to which only old links lead."""


@pytest.mark.parametrize("address", KINDS)
def test_a_page_causes_no_error_asks_nobody_else_fits_its_window_and_passes_axe(
    address: str, site: Served, visit: Visit
) -> None:
    visit.page.goto(site.url + address, wait_until="networkidle")
    assert visit.barriers() == []
    assert visit.faults == []


@pytest.mark.parametrize("archive", ["site", "fenmoor"])
def test_a_crawl_without_javascript_reaches_every_page_and_every_attachment(
    archive: str, browsing: Browsing, request: pytest.FixtureRequest
) -> None:
    site: Served = request.getfixturevalue(archive)
    page = browsing.visit(site, scripts=False).page
    seen: set[str] = set()
    waiting = [site.url]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if address.startswith(f"{site.url}files/"):  # a browser would save it
            assert page.request.get(address).status == 200, address
            continue
        response = page.goto(address, wait_until="domcontentloaded")
        assert response is not None
        assert response.status == 200, address
        targets = page.eval_on_selector_all("a[href], form", "all => all.map(one => one.href || one.action)")
        waiting += [urldefrag(target).url for target in targets if target.startswith(site.url)]
    reached = {unquote(address.removeprefix(site.url)) for address in seen}
    apart = {address for address in site.addresses if any(sign in site.html(address) for sign in FORMER)}
    assert {*site.addresses, *site.attachments} - reached <= apart | {"404.html"}


def test_the_404_page_leads_on_from_any_depth(site: Served, visit: Visit) -> None:
    response = visit.page.goto(site.url + "no/such/page/")
    assert response is not None
    assert response.status == 404
    assert visit.page.title().startswith("Page not found")
    visit.page.get_by_role("link", name="All projects").click()
    assert visit.page.url == site.url + "projects/"


def test_the_skip_link_is_the_first_stop_and_leads_past_the_navigation(site: Served, visit: Visit) -> None:
    visit.page.goto(site.url + "projects/")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => document.activeElement.className") == "skip-link"
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("() => !!document.activeElement.closest('main')")


def test_the_site_works_below_a_path(site: Served, visit: Visit) -> None:
    assert site.url.endswith(BELOW)
    visit.page.goto(site.url)
    visit.page.get_by_role("navigation", name="Site").get_by_role("link", name="Projects").click()
    visit.page.get_by_role("main").get_by_role("link", name="Knife crime and serious violence").first.click()
    assert visit.page.url == site.url + "projects/knife-crime/"
