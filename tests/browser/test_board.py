"""The board in a real browser: what is in view, where the keyboard comes; forced colours, and paper."""

import pytest

from browser.browsing import Browsing, Served

PHONE = 360
NAMES = """() => [...document.querySelectorAll(".board__name")].map((one) => {
  const box = one.getBoundingClientRect();
  return box.left >= 0 && box.right <= innerWidth;
})"""
"""Of each name whether all of it is in the window."""
BOXES = """() => [...document.querySelectorAll(".board__rows li")].map((row) =>
  [...row.querySelectorAll("svg a:not([tabindex])")].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x, y, width, height];
  }))"""
"""By row, the place and the size of each mark."""
PAINT = """() => [".mark--positive use", ".mark--negative use", ".late"].map((of) =>
  getComputedStyle(document.querySelector(`.board__rows ${of}`)).fill)"""


@pytest.mark.parametrize("address", ["board/", "", "projects/custody-risk/"])
def test_on_a_phone_time_scrolls_in_its_frame_from_its_latest_end_and_the_page_does_not(
    address: str, browsing: Browsing, fenmoor: Served
) -> None:
    visit = browsing.visit(fenmoor, width=PHONE)
    visit.page.goto(fenmoor.url + address)
    assert visit.overflow() == 0
    frame = visit.page.locator(".board")
    wide, shown = frame.evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert wide > 1.5 * shown
    as_of = visit.page.locator(".board__axis > .board__as-of, .board__axis > .board__day").first.bounding_box()
    assert as_of
    assert 0 <= as_of["x"] + as_of["width"] <= PHONE, "the archive's day is in view"
    assert all(visit.page.evaluate(NAMES))
    frame.focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.wait_for_function("() => document.querySelector('.board').scrollLeft < 0")
    assert all(visit.page.evaluate(NAMES)), "names stay"
    assert visit.overflow() == 0


def test_the_keyboard_may_skip_the_picture_or_walk_its_marks_by_row_and_day(
    browsing: Browsing, fenmoor: Served
) -> None:
    page = browsing.visit(fenmoor).page
    page.goto(fenmoor.url + "board/")
    skip = page.get_by_role("link", name="Skip the picture")
    skip.focus()
    box = skip.bounding_box()
    assert box
    assert box["height"] > 15, "it is seen"
    names = []
    for _ in range(8):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.querySelector(':scope > title')?.textContent ?? ''"))
    assert names[:2] == ["", ""], "the frame, and the first project"
    assert names[2].startswith("Home fire safety visits, 12 October 2022, B: ")
    assert not any("asked" in name for name in names), "requests are in the table"
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "What the signs mean"


def test_a_mark_is_as_large_as_a_finger_needs_and_no_two_of_a_row_touch(browsing: Browsing, fenmoor: Served) -> None:
    for width in (PHONE, 1280):
        page = browsing.visit(fenmoor, width=width).page
        page.goto(fenmoor.url + "board/")
        for row in page.evaluate(BOXES):
            for number, (x, y, wide, high) in enumerate(row):
                assert min(wide, high) >= 23.9
                assert all(abs(x - a) >= 23.9 or abs(y - b) >= 23.9 for a, b, _, _ in row[:number])


def test_where_colours_are_forced_every_mark_has_that_of_the_text(browsing: Browsing, fenmoor: Served) -> None:
    page = browsing.visit(fenmoor).page
    page.goto(fenmoor.url + "board/")
    ours = page.evaluate(PAINT)
    assert len(set(ours)) > 1
    page.emulate_media(forced_colors="active")
    forced = set(page.evaluate(PAINT))
    assert len(forced) == 1
    assert forced == {page.evaluate("getComputedStyle(document.querySelector('h1')).color")}


def test_it_is_printed_across_and_names_and_marks_are_on_the_paper(browsing: Browsing, fenmoor: Served) -> None:
    page = browsing.visit(fenmoor, width=1000).page
    page.goto(fenmoor.url + "board/")
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841.9" in printed, "A4, landscape"
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".board").evaluate("one => getComputedStyle(one).overflowX") == "visible"
    assert not page.locator(".board__words").is_visible()
