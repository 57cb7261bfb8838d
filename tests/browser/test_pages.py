"""Every page in a real browser: what it asks for, what axe says of it, how it looks narrow, and where it leads."""

from urllib.parse import urldefrag

import pytest
from browser.browsing import BELOW, Served, Visit

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
    "about/",
    "404.html",
]
"""One page of each kind."""


@pytest.mark.parametrize("address", KINDS)
def test_a_page_causes_no_error_breaks_no_policy_and_asks_nobody_else(address: str, site: Served, visit: Visit) -> None:
    visit.page.goto(site.url + address, wait_until="networkidle")
    assert visit.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", KINDS)
def test_axe_finds_nothing_wrong(address: str, width: int, scheme: str, site: Served, visit: Visit) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit.page.goto(site.url + address)
    assert visit.violations() == []


@pytest.mark.parametrize("address", KINDS)
def test_nothing_lies_to_the_right_of_a_narrow_window(address: str, site: Served, narrow: Visit) -> None:
    narrow.page.goto(site.url + address)
    assert narrow.overflow() == 0


def test_a_crawl_without_javascript_reaches_every_page(site: Served, plain: Visit) -> None:
    seen: set[str] = set()
    waiting = [site.url]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = plain.page.goto(address)
        assert response is not None
        assert response.status == 200, address
        links = plain.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        waiting += [urldefrag(link).url for link in links if link.startswith(site.url)]
    assert {site.url + address for address in site.addresses} - seen == {site.url + "404.html"}


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
