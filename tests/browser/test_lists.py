"""Lists narrowed by choices that one row must meet, over all years, with the choice in the address."""

import re
from collections import Counter
from itertools import product

import pytest
from built import FENMOOR
from playwright.sync_api import Page, Route, expect

from browser.browsing import Browsing, Served, Visit
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph

BOTH = "decisions/?outcome=E&stage=in-principle"


@pytest.fixture(scope="module")
def graph() -> SiteGraph:
    found = check_archive(FENMOOR).graph
    assert found
    return found


@pytest.fixture
def visit(browsing: Browsing, fenmoor: Served) -> Visit:
    """At the home page, in a narrow window."""
    visit = browsing.visit(fenmoor, width=360)
    visit.page.goto(fenmoor.url)
    return visit


def open_at(visit: Visit, address: str) -> Page:
    """At an address below that of the site."""
    home = re.split("/(?:decisions|requests)/", visit.page.url)[0].rstrip("/")
    visit.page.goto(f"{home}/{address}")
    return visit.page


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_have_text(words)


def shown(page: Page) -> list[str]:
    """Where the rows that can be seen lead."""
    links = page.locator("[data-row]:visible .lines__name a")
    return [one.get_attribute("href") or "" for one in links.all()]


def test_outcome_stage_and_year_hold_of_one_and_the_same_decision(visit: Visit, graph: SiteGraph) -> None:
    meets = [
        (code, stage, str(graph.meeting(review.meeting).date.year), review.name)
        for review in graph.reviews.values()
        for code, stage in [(review.facts.outcome, review.facts.stage)]
    ]
    codes, stages = Counter(one[0] for one in meets).most_common(3), ("in-principle", "final")
    for (code, _), stage, year in product(codes, stages, ("", "2023")):
        open_at(visit, f"decisions/?outcome={code}&stage={stage}&year={year}")
        expect(visit.page.get_by_role("status")).to_have_text(re.compile(r"^(No|\d+) decision"))
        reviews = {name for *of, name in meets if of[:2] == [code, stage] and year in ("", of[2])}
        found = {re.sub(r".*/reviews/(.+)/(#.*)?$", r"\1", one) for one in shown(visit.page) if "#" not in one}
        assert found == reviews, (code, stage, year)


def test_a_choice_is_narrowed_over_all_years_and_says_so_in_a_sentence(visit: Visit) -> None:
    page = open_at(visit, BOTH)
    said(page, "4 decisions: E: More information needed, In principle.")
    expect(page.locator("[data-group]:visible h2 a").first).to_have_attribute("href", re.compile("/meetings/2023-"))
    expect(page.locator("[data-group]:visible h2").last).to_have_text(re.compile("2022"))
    page.locator("[data-row]:visible a").last.click()
    expect(page).to_have_url(re.compile(r"/reviews/2022-[^/]+/[^/]+/$"))
    page.go_back()
    said(page, "4 decisions: E: More information needed, In principle.")
    assert visit.barriers() == []
    page.get_by_role("link", name="Show all").click()
    said(page, "")
    assert page.url.endswith("/decisions/")
    assert visit.faults == []


def test_choosing_by_keyboard_writes_the_address_and_the_words_go_with_it(visit: Visit) -> None:
    page = open_at(visit, "decisions/")
    page.get_by_text("Find and filter").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("burglary")
    page.keyboard.press("Tab")
    page.keyboard.type("A")
    expect(page).to_have_url(re.compile(r"decisions/\?outcome=A&q=burglary$"))
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ decisions?: A: Proceed, “burglary”\.$"))


def test_a_choice_that_nothing_meets_says_what_to_leave_out(visit: Visit) -> None:
    page = open_at(visit, f"{BOTH}&year=2031")
    said(page, "No decisions: E: More information needed, In principle, 2031.")
    page.get_by_role("link", name="Without “2031”").click()
    said(page, "4 decisions: E: More information needed, In principle.")


def test_years_that_cannot_be_loaded_are_named_and_are_asked_for_again(visit: Visit) -> None:
    is_down = True

    def answer(route: Route) -> None:
        if is_down:
            route.abort()
        else:
            route.continue_()

    visit.page.route("**/decisions/2022/", answer)
    page = open_at(visit, BOTH)
    expect(page.get_by_role("status")).to_have_text(re.compile("Not loaded: 2022. Check your connection"))
    year = page.get_by_role("main").get_by_role("link", name="2022", exact=True).last
    assert (year.get_attribute("href") or "").endswith("/decisions/2022/?outcome=E&stage=in-principle")
    is_down = False
    page.get_by_text("Find and filter").click()
    page.get_by_label("Stage").select_option("")
    page.get_by_label("Stage").select_option("in-principle")
    said(page, "4 decisions: E: More information needed, In principle.")


def test_a_year_s_page_is_narrowed_by_itself(visit: Visit) -> None:
    page = open_at(visit, "decisions/2022/?outcome=E&stage=in-principle")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^[23] decisions: E"))
    page.get_by_role("link", name="The same in all years").click()
    said(page, "4 decisions: E: More information needed, In principle.")


def test_what_ran_out_is_a_choice_of_decisions_and_what_was_withdrawn_of_requests(visit: Visit) -> None:
    said(open_at(visit, "decisions/?state=ran-out"), "1 decision: Ran out.")
    said(open_at(visit, "requests/?state=withdrawn&year=2023"), "1 request: Withdrawn, 2023.")


def test_a_narrowed_list_shows_no_numbers_of_the_whole_list(visit: Visit) -> None:
    page = open_at(visit, "requests/?state=waiting&year=2023")
    assert page.locator("[data-whole]").count()
    assert not page.locator("[data-whole]:visible").count()
    assert open_at(visit, "requests/").locator("[data-whole]:visible").count()


def test_a_printed_list_says_what_it_was_narrowed_to_and_has_no_controls(visit: Visit) -> None:
    page = open_at(visit, "decisions/?outcome=E&stage=in-principle")
    said(page, "4 decisions: E: More information needed, In principle.")
    page.emulate_media(media="print")
    expect(page.get_by_role("status")).to_be_visible()
    for control in ("#choices", "text=Show all"):
        expect(page.locator(control)).to_be_hidden()
