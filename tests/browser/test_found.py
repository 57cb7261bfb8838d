"""The words of a search are marked on the page that its results open; nothing of that stays in the page's address."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from browser.browsing import Browsing, Served, Visit

REVIEW = "reviews/2023-02-08/rfsdi-iom/"
MARKED = """() => [...CSS.highlights.get("found") ?? []].map((range) => {
    const { startContainer, startOffset, endOffset } = range;
    return startContainer.data.slice(startOffset, endOffset);
})"""


DONE = "() => document.readyState === 'complete' && (!history.state?.found || CSS.highlights.has('found'))"
"""A page keeps the words until they are marked; one that is loaded knows whether it has any."""


def marked(page: Page) -> list[str]:
    """The marked words, in the order of the page."""
    page.wait_for_function(DONE)
    words: list[str] = page.evaluate(MARKED)
    return words


@pytest.fixture
def of_fenmoor(fenmoor: Served, browsing: Browsing) -> Visit:
    return browsing.visit(fenmoor)


def test_a_result_opens_at_its_passage_with_the_words_marked_and_an_address_without_them(
    fenmoor: Served, of_fenmoor: Visit
) -> None:
    page = of_fenmoor.page
    page.goto(fenmoor.url + "search/?q=nobody+speaks")
    page.locator(".result h2 a").first.click()
    page.wait_for_url(re.compile(r"/reviews/[^?]*#[^?]*$"))
    words = {word.casefold() for word in marked(page)}
    assert {"nobody", "speaks"} <= words
    assert all(word.startswith(("nobody", "speak")) for word in words)
    expect(page.locator(":target")).to_be_in_viewport()
    assert of_fenmoor.faults == []


def test_whole_words_are_marked_by_their_beginning_whatever_their_accents_and_capitals(
    fenmoor: Served, of_fenmoor: Visit
) -> None:
    page = of_fenmoor.page
    page.goto(fenmoor.url + "projects/custody-risk/")
    text = page.get_by_role("main").evaluate("main => main.textContent")
    page.goto(fenmoor.url + "projects/custody-risk/?found=CÚSTODY+risks+a+x%22%3Cb%3E")
    expected = [word for word in re.findall(r"[^\W_]+", text) if re.match(r"(?i)custody|risks?$|a$|x$|b$", word)]
    assert marked(page) == expected
    assert {"Custody", "risk", "a"} <= set(expected)


def test_back_and_reload_mark_the_words_again(site: Served, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{site.url}{REVIEW}?found=data#history")
    before = marked(page)
    assert before
    page.reload()
    assert marked(page) == before
    page.goto(site.url)
    page.go_back()
    expect(page).to_have_url(f"{site.url}{REVIEW}#history")
    assert marked(page) == before
    assert visit.faults == []


def test_no_link_of_the_page_has_the_words_and_its_elements_are_as_they_were(site: Served, visit: Visit) -> None:
    page = visit.page
    plain = """() => [document.querySelector("main").innerHTML,
        ...[...document.querySelectorAll("[href]")].map((one) => one.href)]"""
    page.goto(site.url + REVIEW)
    before = page.evaluate(plain)
    page.goto(f"{site.url}{REVIEW}?found=data")
    assert marked(page)
    assert page.evaluate(plain) == before
    assert "found" not in page.url
    assert visit.barriers() == []


def test_without_words_in_the_address_nothing_is_marked(site: Served, visit: Visit) -> None:
    for address in ("", REVIEW, "projects/?found=", "no/such/page/"):
        visit.page.goto(site.url + address)
        assert marked(visit.page) == []


def test_a_browser_that_cannot_mark_shows_the_page_and_a_clean_address(site: Served, visit: Visit) -> None:
    visit.page.add_init_script("Object.defineProperty(CSS, 'highlights', { value: undefined })")
    visit.page.goto(f"{site.url}{REVIEW}?found=data#history")
    expect(visit.page).to_have_url(f"{site.url}{REVIEW}#history")
    assert visit.faults == []


def test_a_page_that_moved_takes_the_words_along(fenmoor: Served, of_fenmoor: Visit) -> None:
    page = of_fenmoor.page
    page.goto(fenmoor.url + "reviews/2021-06-16/call-grader/?found=panel#q-silence")
    page.wait_for_url(fenmoor.url + "reviews/2021-06-16/contact-triage/#q-silence")
    expect(page.locator("#q-cannot-speak")).to_be_in_viewport()
    assert "panel" in {word.casefold() for word in marked(page)}
    assert of_fenmoor.faults == []


def test_a_removed_page_and_the_404_page_bear_with_the_words(fenmoor: Served, site: Served, browsing: Browsing) -> None:
    for archive, address in ((fenmoor, "projects/school-streets/"), (site, "no/such/page/")):
        visit = browsing.visit(archive)
        visit.page.goto(f"{archive.url}{address}?found=removed+found")
        expect(visit.page).to_have_url(archive.url + address)
        assert marked(visit.page)
        assert [fault for fault in visit.faults if "404" not in fault] == []


def test_an_address_with_more_words_than_anybody_types_does_not_hold_up_the_page(site: Served, visit: Visit) -> None:
    page = visit.page
    page.goto(f"{site.url}{REVIEW}?found=data")
    many = "() => history.replaceState({ found: 'data ' + 'wordless '.repeat(9000) }, '')"
    page.evaluate(many)
    started = time.monotonic()
    page.reload()
    assert {word.casefold() for word in marked(page)} == {"data"}
    assert time.monotonic() - started < 8
