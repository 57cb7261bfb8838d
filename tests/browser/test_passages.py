"""The link of a passage: it shows itself, and copies its address."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.browsing import Served, Visit

REVIEW = "reviews/2023-02-08/knife-crime/"
SECTION_60 = REVIEW + "#q-section-60"


@pytest.fixture
def page(visit: Visit, site: Served) -> Page:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return visit.page


def _copied(page: Page) -> str:
    expect(page.get_by_role("status").filter(has_text="copied")).to_be_visible()
    text: str = page.evaluate("() => navigator.clipboard.readText()")
    return text


def test_the_link_of_a_passage_shows_itself_on_hover_and_focus_only(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    link = page.locator("#q-section-60 .passage-link a")
    expect(link).to_have_css("opacity", "0")
    page.locator("#q-section-60").hover()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    expect(link).to_have_css("opacity", "0")
    page.keyboard.press("Tab")  # from now on focus is shown
    link.focus()
    expect(link).to_have_css("opacity", "1")
    expect(link).to_have_accessible_name("Link to this passage")


def test_a_click_copies_the_address_and_leads_to_the_passage(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    page.locator("#q-section-60 .passage-link a").click()
    assert _copied(page) == site.url + SECTION_60
    assert page.url == site.url + SECTION_60


def test_on_the_page_of_the_meeting_a_click_copies_the_permanent_address_and_stays(page: Page, site: Served) -> None:
    page.goto(site.url + "meetings/2023-02-08/")
    page.locator("#item-7-q-section-60 .passage-link a").click()
    assert _copied(page) == site.url + SECTION_60
    assert page.url == site.url + "meetings/2023-02-08/"


def test_where_copying_is_not_allowed_the_link_is_a_link(visit: Visit, site: Served) -> None:
    visit.page.goto(site.url + "meetings/2023-02-08/")
    visit.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); }")
    visit.page.locator("#item-7-q-section-60 .passage-link a").click()
    expect(visit.page).to_have_url(re.compile(re.escape(SECTION_60) + "$"))
