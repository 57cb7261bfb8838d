"""What a visitor wants to know, from the home page in at most three steps."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from browser.browsing import Browsing, Served


@dataclass
class Visitor:
    """Counts the pages that are opened after the home page."""

    page: Page
    steps: int = 0

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.steps += 1

    def navigate(self, name: str) -> None:
        self.page.get_by_role("navigation", name="Site", exact=True).get_by_role("link", name=name, exact=True).click()
        self.steps += 1


def _at_home(browsing: Browsing, site: Served) -> Visitor:
    visit = browsing.visit(site)
    visit.page.goto(site.url)
    return Visitor(visit.page)


def test_what_did_they_ask_about_a_project_and_was_it_answered(browsing: Browsing, fenmoor: Served) -> None:
    visitor = _at_home(browsing, fenmoor)
    visitor.navigate("Projects")
    visitor.follow("Contact triage assistant")
    asked = visitor.page.locator("section", has=visitor.page.locator("#requests")).locator(".asked > li")
    expect(asked.first).to_be_visible()
    for state in asked.locator(".state").all_inner_texts():
        assert re.match(r"Waiting|Overdue|Past|Suggested|Answered|Withdrawn", state)
    asked.filter(has_text="Answered").first.get_by_role("link").last.click()
    visitor.steps += 1
    assert visitor.steps <= 3


def test_what_did_they_ask_for_about_the_rfsdi_model_and_was_it_answered(browsing: Browsing, site: Served) -> None:
    visitor = _at_home(browsing, site)
    visitor.follow("RFSDi / IOM predictive model")
    _see_what_was_asked(visitor)
    assert visitor.steps == 1


def test_the_same_by_searching_for_it(browsing: Browsing, site: Served) -> None:
    visitor = _at_home(browsing, site)
    visitor.page.get_by_role("searchbox").fill("RSFDi")  # as item 10 of the minutes has it
    visitor.page.keyboard.press("Enter")
    visitor.steps += 1
    visitor.follow("RFSDi / IOM predictive model")
    _see_what_was_asked(visitor)
    assert visitor.steps == 2


def _see_what_was_asked(visitor: Visitor) -> None:
    asked = visitor.page.locator("section", has=visitor.page.locator("#requests"))
    expect(asked).to_contain_text("5 requests, all waiting.")
    expect(asked.locator("li")).to_have_count(5)
    for request in asked.locator("li").all():
        expect(request).to_contain_text(re.compile("Waiting|Answered in part"))


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (["Requests"], "Overdue"),
        (["Requests"], "As the minutes up to 18 September 2024 show it; more may have been done."),
        (["Decisions"], "latest meeting first"),
    ],
)
def test_lists_tell_it_in_one_step(way: list[str], words: str, browsing: Browsing, fenmoor: Served) -> None:
    visitor = _at_home(browsing, fenmoor)
    for name in way:
        visitor.navigate(name)
    expect(visitor.page.get_by_role("main")).to_contain_text(words)


@pytest.mark.parametrize(
    ("link", "words"),
    [("Topics", "passages"), ("Coverage", "only mentioned in"), ("Corrections", "Redacted")],
)
def test_what_is_raised_missing_or_corrected_is_one_step_away(
    link: str, words: str, browsing: Browsing, fenmoor: Served
) -> None:
    visitor = _at_home(browsing, fenmoor)
    visitor.page.get_by_role("contentinfo").get_by_role("link", name=link, exact=True).click()
    expect(visitor.page.get_by_role("main")).to_contain_text(words)


def test_the_list_of_requests_can_be_narrowed_and_the_choice_can_be_shared(browsing: Browsing, fenmoor: Served) -> None:
    page = _at_home(browsing, fenmoor).page
    page.goto(fenmoor.url + "requests/")
    page.get_by_text("Find and filter").click()
    page.get_by_label("State").select_option("withdrawn")
    expect(page.get_by_role("status")).to_have_text("3 requests: Withdrawn.")
    assert page.url.endswith("?state=withdrawn")
    page.reload()
    expect(page.locator(".request:visible")).to_have_count(3)


def test_without_javascript_the_whole_list_of_requests_is_there(browsing: Browsing, fenmoor: Served) -> None:
    page = browsing.visit(fenmoor, scripts=False).page
    page.goto(fenmoor.url + "requests/")
    assert page.locator(".request").count() == 62
    expect(page.locator("#choices")).to_be_hidden()


def test_typing_narrows_a_list_opens_what_is_folded_and_is_announced(browsing: Browsing, fenmoor: Served) -> None:
    visit = browsing.visit(fenmoor, width=360)
    page = visit.page
    page.goto(fenmoor.url + "requests/")
    parts = page.get_by_role("navigation", name="Parts of this list")
    expect(parts).to_be_visible()
    page.get_by_text("Find and filter").click()
    field = page.get_by_label("Find a request")
    field.fill("villages BURGLARIES")
    expect(page.locator("[data-row]:visible")).to_have_count(1)
    expect(page.locator("[data-group]:visible h2")).to_have_text(re.compile("^Answered"))
    expect(page.get_by_role("status")).to_have_text("1 request: “villages BURGLARIES”.")
    expect(parts).to_be_hidden()
    field.fill("no such words")
    expect(page.get_by_role("status")).to_have_text("No requests: “no such words”.")
    field.fill("")
    expect(page.get_by_role("status")).to_have_text("")
    expect(page.locator("details[data-group][open]")).to_have_count(0)
    expect(parts).to_be_visible()
    assert visit.faults == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_into_a_folded_part_shows_what_it_leads_to(scripts: bool, browsing: Browsing, fenmoor: Served) -> None:
    page = browsing.visit(fenmoor, width=360, scripts=scripts).page
    page.goto(fenmoor.url + "requests/#of-2022-06-15-burglary-forecast-request-small-areas")
    asked = page.locator("#of-2022-06-15-burglary-forecast-request-small-areas")
    expect(asked).to_be_in_viewport()
    expect(asked.locator("details")).to_have_attribute("open", "") if scripts else None
    page.goto(fenmoor.url + "requests/#answered")
    expect(page.locator("#answered .request").first).to_be_in_viewport()
