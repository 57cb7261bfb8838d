"""The link of a passage: it copies the address or the citation, and what it opens says what it is part of."""

import re
from datetime import date
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from naughty import EVERY_NAUGHTY
from playwright.sync_api import Locator, Page, expect

from browser.browsing import Browsing, Served, Visit

REVIEW = "reviews/2023-02-08/knife-crime/"
SECTION_60 = REVIEW + "#q-section-60"
PUBLISHED = "https://example.org/data-ethics-decisions/"
COMMITTEE = "Data Ethics Committee (West Midlands Police and Crime Commissioner)"
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
    assert _copied(page, "citation") == f"{COMMITTEE}, “E{NAME[1:]}”, Data ethics decisions, {PUBLISHED}{SECTION_60}"
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


def test_whoever_goes_on_by_keyboard_leaves_nothing_open(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    _link(page).press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(_link(page)).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy RIS entry")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy RIS entry")).to_have_count(0)


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


# --- citations, read as reference managers read them --------------------------------------------------------------


def _bibtex(text: str) -> dict[str, Any]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks, text
    assert "title = {{" in text  # or names would lose their capital letters
    (entry,) = library.entries
    return {"ID": entry.key, "TYPE": entry.entry_type, **{field.key: field.value for field in entry.fields}}


def _ris(text: str) -> dict[str, Any]:
    assert re.fullmatch(r"(?:[A-Z][A-Z0-9]  - [^\r\n]*\r\n)+", text), text
    (entry,) = rispy.loads(text)
    return dict(entry)


def _as_printed(text: str) -> str:
    """Without what TeX prints in another form: dashes, quotation marks, a circumflex by itself, spaces."""
    for typed, printed in {"---": "\u2014", "--": "\u2013", "``": "“", "''": "”", "^": "\u02c6", "'": "’"}.items():
        text = text.replace(typed, printed)
    return " ".join(text.casefold().split())


def _entries(page: Page, link: Locator) -> tuple[dict[str, Any], dict[str, Any]]:
    copied = []
    for what in ("BibTeX entry", "RIS entry"):
        link.click()
        page.get_by_role("button", name=f"Copy {what}").click()
        copied.append(_copied(page, what))
    return _bibtex(copied[0]), _ris(copied[1])


def test_a_reference_manager_finds_in_either_entry_who_what_where_and_when(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    bibtex, ris = _entries(page, _link(page))
    today: str = page.evaluate("() => new Date().toLocaleDateString('sv')")
    assert (bibtex["TYPE"], bibtex["ID"]) == ("online", "reviews-2023-02-08-knife-crime-q-section-60")
    assert (bibtex["author"], bibtex["title"]) == (COMMITTEE, f"E{NAME[1:]}")
    assert (bibtex["date"], bibtex["urldate"], bibtex["url"]) == ("2023-02-08", today, PUBLISHED + SECTION_60)
    assert (ris["type_of_reference"], ris["authors"], ris["title"]) == ("ELEC", [COMMITTEE], f"E{NAME[1:]}")
    assert (ris["year"], ris["date"], ris["urls"]) == ("2023", "2023/02/08/", [PUBLISHED + SECTION_60])
    assert ris["access_date"] == today.replace("-", "/") + "/"
    assert ris["secondary_title"] == bibtex["titleaddon"] == "Data ethics decisions"
    assert date.fromisoformat(today)


def test_the_citation_of_a_page_is_copied_as_it_is_shown(browsing: Browsing, fenmoor: Served) -> None:
    visit = browsing.visit(fenmoor)
    page = visit.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for address in ("reviews/2023-02-01/vehicle-stops/", "meetings/2021-06-16/", "projects/bus-lane-reader/"):
        page.goto(fenmoor.url + address)
        page.locator(".cite a").click()
        page.get_by_role("button", name="Copy citation").click()
        shown = page.locator(".cite dd").evaluate("one => one.firstChild.textContent.trim()")
        assert _copied(page, "citation") == shown
        bibtex, ris = _entries(page, page.locator(".cite a"))
        note = "As c" + shown.partition(", as c")[2].partition(", https:")[0]
        assert (bibtex["note"], ris["notes"]) == (note, [note])
    assert visit.faults == []


def test_a_passage_of_a_review_is_cited_by_its_own_day_on_the_page_of_its_meeting(
    browsing: Browsing, quillmark: Served
) -> None:
    page = browsing.visit(quillmark).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    meeting = next(
        one for one in quillmark.addresses if one.startswith("meetings/20") and "data-date" in quillmark.html(one)
    )
    page.goto(quillmark.url + meeting)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    days = page.locator(".cite a").get_attribute("data-date")
    other = page.locator(f".passage-link > a[data-date]:not([data-date='{days}'])").first
    bibtex, _ = _entries(page, other)
    assert bibtex["date"] == other.get_attribute("data-date") != days
    assert "/reviews/" in bibtex["url"]


def test_no_words_of_a_record_break_an_entry(page: Page, site: Served) -> None:
    page.goto(site.url + REVIEW)
    script = page.locator("script[src$='js/page.js']").get_attribute("src") or ""
    titles = [
        *filter(str.strip, EVERY_NAUGHTY),
        "{",
        "}",
        "}{",
        "a{b",
        "100 % & #1 _x_ $5 ~ ^ \\",
        "Køn “og” łódź – 日本",
    ]
    made: list[list[str]] = page.evaluate(
        """async ([script, titles]) => {
          const { bibtex, ris } = await import(new URL(script.replace("page.js", "citing.js"), location));
          const link = document.querySelector(".cite a");
          return titles.map((title) => {
            link.querySelector("span").textContent = `to ${title}`;
            return [bibtex(link), ris(link)];
          });
        }""",
        [script, titles],
    )
    for title, (bibtex, ris) in zip(titles, made, strict=True):
        plain = " ".join(re.split(r"[\s\ufeff]+", title)).strip()
        assert _ris(ris)["title"].casefold() == plain.casefold()
        assert bibtex.count("{") == bibtex.count("}")
        assert _as_printed(_bibtex(bibtex)["title"]) == _as_printed(plain)
