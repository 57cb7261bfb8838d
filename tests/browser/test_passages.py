"""The link of a passage: it copies the address or the citation, and what it opens says what it is part of."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.browsing import Served, Visit

REVIEW = "reviews/2023-02-08/knife-crime/"
SECTION_60 = REVIEW + "#q-section-60"
NAME = "exchange 1 on Knife crime and serious violence, 8 February 2023"


@pytest.fixture
def page(visit: Visit, site: Served) -> Page:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return visit.page


def _link(page: Page) -> Locator:
    return page.locator("#q-section-60 > .passage-link > a")


def _copied(page: Page, what: str) -> str:
    expect(page.get_by_role("status")).to_have_text(f"The {what} was copied.")
    text: str = page.evaluate("() => navigator.clipboard.readText()")
    return text


def test_the_link_of_a_passage_is_seen_and_its_name_makes_sense_alone(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    expect(_link(page)).to_be_visible()
    expect(_link(page)).to_have_accessible_name(f"Link to {NAME}")
    assert _link(page).evaluate("link => link.getBoundingClientRect().width") < 60


def test_by_keyboard_it_offers_the_address_and_the_citation_and_copies_either(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    _link(page).press("Enter")
    expect(page.get_by_role("group", name=NAME)).to_be_visible()
    expect(_link(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="Copy address")).to_be_focused()
    page.keyboard.press("Enter")
    assert _copied(page, "address") == site.url + SECTION_60
    expect(_link(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expected = f"“E{NAME[1:]}”, Data ethics decisions, {site.url}{SECTION_60}"
    assert _copied(page, "citation") == expected
    assert page.url == site.url + REVIEW


def test_escape_or_a_click_elsewhere_takes_the_offer_back(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    _link(page).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Copy address")).to_have_count(0)
    expect(_link(page)).to_be_focused()
    _link(page).click()
    page.locator("h1").click()
    expect(page.get_by_role("button", name="Copy address")).to_have_count(0)


def test_on_the_page_of_the_meeting_it_copies_the_permanent_address(page: Page, site: Served) -> None:
    page.goto(site.url + "meetings/2023-02-08/")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    page.locator("#item-7-q-section-60 > .passage-link > a").click()
    page.get_by_role("button", name="Copy address").click()
    assert _copied(page, "address") == site.url + SECTION_60


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_offered_fits_the_screen(width: int, page: Page, site: Served) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(site.url + REVIEW)
    for link in page.locator(".passage-link > a").all():
        link.press("Enter")
        box = page.locator(".copy").bounding_box()
        assert box, "nothing is offered"
        assert box["x"] >= 0, link.inner_text()
        assert box["x"] + box["width"] <= width, link.inner_text()


@pytest.mark.parametrize("anchor", ["q-section-60", "request-return", "decision"])
def test_opened_by_its_address_a_passage_says_what_it_is_part_of(anchor: str, page: Page, site: Served) -> None:
    context = page.get_by_text(", items 7 and 10. A: Proceed.")
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(site.url + REVIEW)
    expect(context.and_(page.locator(":visible"))).to_have_count(0)
    page.goto("about:blank")
    page.goto(f"{site.url}{REVIEW}#{anchor}")
    expect(context.and_(page.locator(":visible"))).to_have_count(1)
    expect(context.and_(page.locator(":visible"))).to_be_in_viewport()


def test_where_copying_is_not_allowed_the_link_is_a_link(visit: Visit, site: Served) -> None:
    visit.page.goto(site.url + REVIEW)
    visit.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    _link(visit.page).click()
    visit.page.get_by_role("button", name="Copy address").click()
    expect(visit.page).to_have_url(re.compile(re.escape(SECTION_60) + "$"))
