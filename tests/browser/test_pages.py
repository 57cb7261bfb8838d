"""Every page in a real browser: what it asks for, what axe says of it, how it looks narrow, and where it leads."""

from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import Page
from selectolax.lexbor import LexborHTMLParser

from browser.browsing import BELOW, Browsing, Served, Visit
from browser.kinds import FENMOOR_KINDS, QUILLMARK_KINDS, SITE_KINDS

FORMER = ('id="moved-to"', '<p class="lead">This review was removed', '<p class="lead">This project was removed')
"""What the pages say to which only old links lead."""


APART = {"404.html", "styleguide/"}
"""Pages to which no page leads."""
EMPTY = {"quillmark": {"requests/", "topics/"}}
"""Lists to which no page leads while there is nothing in them."""


STOPS = """() => {
  const all = document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']");
  const radios = new Set();
  return [...all].filter((one) => {
    if (!one.checkVisibility() || one.disabled || one.tabIndex < 0) return false;
    if (one.type !== "radio") return true;
    return !radios.has(one.name) && radios.add(one.name);
  }).length;
}"""
"""How many places the Tab key should come to."""

NOTING = """() => addEventListener("focusin", ({ target: one }) => {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const labels = [...one.labels ?? []].map((label) => label.textContent);
  const name = (one.getAttribute("aria-label") ?? "") + one.textContent + labels;
  const wrong = [
    !name.trim() && "has no name",
    style.outlineStyle === "none" && "shows no outline",
    (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) && "is outside the window",
    Number(style.opacity) < 1 && "is faint",
  ].filter(Boolean).join(", ");
  const place = [...document.querySelectorAll("*")].indexOf(one);
  (window.seen ??= []).push({ place, wrong: wrong && `${one.outerHTML.slice(0, 120)} ${wrong}` });
})"""
"""From then on, each place that the keyboard comes to is noted, with what is wrong with it."""

SPACED_OUT = """() => {
  const style = new CSSStyleSheet();
  style.replaceSync(`p { margin-bottom: 2em !important; }
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }`);
  document.adoptedStyleSheets = [style];
}"""
"""The text spacing of WCAG 1.4.12."""

CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
  const style = getComputedStyle(one);
  const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  return hides && style.clipPath === "none" && !(one instanceof SVGElement)
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 120))"""
"""Elements that hide a part of what they hold, those that are for ears only aside."""


@pytest.mark.parametrize("kind", SITE_KINDS + FENMOOR_KINDS + QUILLMARK_KINDS, ids="-".join)
def test_a_page_of_each_kind_is_for_everyone(
    kind: tuple[str, str], browsing: Browsing, request: pytest.FixtureRequest
) -> None:
    """One visit for all: opening a page takes as long as looking at it."""
    archive, address = kind
    site: Served = request.getfixturevalue(archive)
    visit = browsing.visit(site)
    visit.page.goto(site.url + address, wait_until="load")
    _has_every_stop_of_the_keyboard_named_and_seen_and_none_a_trap(visit.page)
    assert visit.barriers() == [], "it fits its window, wide and narrow, and passes axe, in the dark too"
    _loses_nothing_with_its_text_spaced_out_at_any_width(visit)
    assert visit.faults == [], "it causes no error and asks nobody else"


def _has_every_stop_of_the_keyboard_named_and_seen_and_none_a_trap(page: Page) -> None:
    stops: int = page.evaluate(STOPS)
    page.evaluate(NOTING)
    for _ in range(stops):
        page.keyboard.press("Tab")
    seen = page.evaluate("() => window.seen")
    assert [stop for stop in seen if stop["wrong"]] == []
    assert [stop["place"] for stop in seen] == sorted({stop["place"] for stop in seen}), "in the order of the page"
    assert len(seen) == stops > 10


def _loses_nothing_with_its_text_spaced_out_at_any_width(visit: Visit) -> None:
    visit.page.evaluate(SPACED_OUT)
    for width in (1280, 320):  # 320 pixels are 1280 at 400 % zoom
        visit.page.set_viewport_size({"width": width, "height": 640})
        assert visit.overflow() == 0
        assert visit.page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("archive", ["site", "fenmoor", "quillmark"])
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
        response = page.request.get(address)
        assert response.status == 200, address
        if "text/html" in response.headers["content-type"]:
            links = LexborHTMLParser(response.text()).css("a[href], form")
            targets = (urljoin(address, link.attributes.get("href") or link.attributes.get("action")) for link in links)
            waiting += [urldefrag(target).url for target in targets if target.startswith(site.url)]
    reached = {unquote(address.removeprefix(site.url)) for address in seen}
    apart = {address for address in site.addresses if any(sign in site.html(address) for sign in FORMER)}
    assert {*site.addresses, *site.attachments} - reached <= apart | APART | EMPTY.get(archive, set())


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
