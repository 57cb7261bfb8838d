"""Where former addresses lead: pages that moved, records that were taken down, passages with another id."""

import pytest
from playwright.sync_api import expect

from browser.browsing import Browsing, Served

OLD, NEW = "reviews/2021-06-16/call-grader/", "reviews/2021-06-16/contact-triage/"
"""The project was renamed, and its reviews with it."""


def test_the_former_address_of_a_renamed_project_leads_to_the_new_one_and_keeps_the_anchor(
    fenmoor: Served, browsing: Browsing
) -> None:
    visit = browsing.visit(fenmoor)
    visit.page.goto(fenmoor.url)
    visit.page.goto(fenmoor.url + "projects/call-grader/#history")
    visit.page.wait_for_url(fenmoor.url + "projects/contact-triage/#history")
    expect(visit.page.locator("#history")).to_be_in_viewport()
    visit.page.go_back()
    expect(visit.page).to_have_url(fenmoor.url)
    assert visit.faults == []


@pytest.mark.parametrize("old", ["q-silence", "request-silent-calls"])
def test_a_former_id_at_a_former_address_still_scrolls_to_its_passage(
    old: str, fenmoor: Served, browsing: Browsing
) -> None:
    visit = browsing.visit(fenmoor)
    visit.page.goto(fenmoor.url + OLD + "#" + old)
    visit.page.wait_for_url(fenmoor.url + NEW + "#" + old)
    now = {"q-silence": "q-cannot-speak", "request-silent-calls": "request-silent-callers"}[old]
    expect(visit.page.locator(f"#{now}")).to_be_in_viewport()
    assert visit.page.evaluate("() => scrollY") > 0
    assert visit.faults == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("projects/call-grader/", "projects/contact-triage/"), (OLD, NEW)],
    ids=["project", "review"],
)
def test_without_javascript_a_former_address_leads_to_the_new_page(
    old: str, new: str, fenmoor: Served, browsing: Browsing
) -> None:
    visit = browsing.visit(fenmoor, scripts=False)
    visit.page.goto(fenmoor.url + old)
    visit.page.wait_for_url(fenmoor.url + new)
    assert visit.faults == []


def test_a_page_that_moved_can_be_read_and_followed_where_nothing_leads_on_by_itself(
    fenmoor: Served, browsing: Browsing
) -> None:
    visit = browsing.visit(fenmoor)
    visit.page.route("**/js/moved.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    visit.page.goto(fenmoor.url + OLD)
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("has moved")
    assert visit.barriers() == []
    visit.page.get_by_role("main").get_by_role("link").click()
    expect(visit.page).to_have_url(fenmoor.url + NEW)


@pytest.mark.parametrize("address", ["projects/school-streets/", "reviews/2024-05-22/officer-wellbeing/"])
def test_a_tombstone_says_when_and_why_and_leads_on(address: str, fenmoor: Served, browsing: Browsing) -> None:
    visit = browsing.visit(fenmoor)
    visit.page.goto(fenmoor.url + address)
    main = visit.page.get_by_role("main")
    expect(main).to_contain_text("was removed on")
    assert main.locator("p").count() > 1, "there is a reason"
    assert visit.barriers() == []
    visit.page.get_by_role("contentinfo").get_by_role("link", name="Projects").click()
    expect(visit.page).to_have_url(fenmoor.url + "projects/")
    assert visit.faults == []
