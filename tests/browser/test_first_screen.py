"""What a visitor with a phone sees before scrolling: the text whose box ends within 360 x 640 pixels."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from browser.browsing import Browsing, Served

SEEN = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [];
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    const isShown = texts.currentNode.parentElement.checkVisibility({ visibilityProperty: true });
    if (isShown && box.width > 1 && box.top >= 0 && box.bottom <= innerHeight) seen.push(texts.currentNode.data);
  }
  return seen.join(" ").replaceAll(/\\s+/g, " ");
}"""
"""The text that is whole in the window, after what may be folded or only for ears is left out."""


def phone(browsing: Browsing, site: Served, address: str = "", *, scripts: bool = True) -> Page:
    page = browsing.visit(site, scripts=scripts).page
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(site.url + address)
    return page


def seen(page: Page) -> str:
    text: str = page.evaluate(SEEN)
    return text


FIRST = [
    (
        "site",
        "",
        [
            "What the Committee advised on police data projects",
            "No later minutes are recorded here",
            "8 February 2023",
            "Finance predictions",
            "E: More information needed",
            "The Committee did not understand the “best value for money”",
        ],
    ),
    (
        "site",
        "projects/rfsdi-iom/",
        [
            "what it predicts",
            "E: More information needed",
            "8 February 2023",
            "when it came back with an update",
            "It was not clear enough how data about suspects",
        ],
    ),
    ("site", "projects/protected-characteristics/", ["No outcome recorded", "would like to be engaged"]),
    ("site", "reviews/2023-02-08/knife-crime/", ["A: Proceed", "8 February 2023", "Outcome and reasons"]),
    (
        "site",
        "meetings/2023-02-08/",
        [
            "Wednesday, 10:00 to 13:00, online (Teams)",
            "27 people were there",
            "chaired",
            "Theft of motor vehicles",
            "A: Proceed",
            "Finance predictions",
            "Frequent service",
        ],
    ),
    ("site", "decisions/", ["Theft of motor vehicles", "A: Proceed", "The Committee found this a good use of a tool"]),
    (
        "site",
        "projects/",
        ["Finance predictions", "E: More information needed", "8 February 2023", "finance department"],
    ),
    ("site", "requests/", ["14 waiting", "Explain how vehicle theft is linked", "Waiting for about 3 months"]),
    ("site", "topics/", ["Suspect data", "In 7 passages, most recently on 8 February 2023"]),
    (
        "site",
        "topics/suspect-data/",
        ["A member still had concerns about including suspect data", "E: More information"],
    ),
    ("site", "outcomes/", ["The letters are those of the minutes: A, B and E. No C or D", "A: Proceed"]),
    ("site", "people/", ["27 people are listed", "Anindya Banerjee", "Present"]),
    ("site", "meetings/", ["Formal group meeting, 8 February 2023"]),
    ("site", "coverage/", ["Formal group meeting, 8 February 2023", "Full record on this site", "November 2022"]),
    ("site", "about/", ["Who runs this site?", "the makers of candour"]),
    ("site", "404.html", ["Page not found", "All projects"]),
    ("fenmoor", "", ["What the Panel advised about algorithms in Fenmoor", "F: Do not proceed", "wishes to go on"]),
    ("fenmoor", "projects/burglary-forecast/", ["Ranks streets", "A: Proceed", "18 September 2024"]),
    ("fenmoor", "projects/public-register/", ["No review of it"]),
    ("fenmoor", "reviews/2023-07-05/retrospective-image-search/", ["B: Proceed with conditions", "5 July 2023"]),
    ("fenmoor", "meetings/2024-12-11/", ["Scheduled"]),
    ("fenmoor", "requests/", ["26 waiting, 9 of them overdue", "Say how many households refuse a visit"]),
    ("fenmoor", "decisions/2023/", ["2023"]),
    ("quillmark", "", ["What goes into the notation for board games", "Letters for pieces in any script", "Advances"]),
    ("quillmark", "meetings/2024-12-03/", ["3 to 5 December 2024", "were there"]),
    ("quillmark", "projects/", ["No outcome recorded", "4 December 2024"]),
]


@pytest.mark.parametrize(
    ("archive", "address", "words"), FIRST, ids=[f"{archive}/{address}" for archive, address, _ in FIRST]
)
def test_the_first_screen_says(
    archive: str, address: str, words: Sequence[str], browsing: Browsing, request: pytest.FixtureRequest
) -> None:
    page = phone(browsing, request.getfixturevalue(archive), address)
    shown = seen(page)
    assert [one for one in words if one not in shown] == [], shown
    header = page.locator(".site-header").bounding_box()
    assert header is not None
    assert header["height"] <= 60


def test_the_menu_leads_to_the_foot_without_scripts_and_opens_a_list_with_them(
    browsing: Browsing, site: Served
) -> None:
    plain = phone(browsing, site, scripts=False)
    plain.get_by_role("link", name="Menu", exact=True).click()
    assert "Topics" in seen(plain)
    page = phone(browsing, site)
    menu = page.get_by_role("button", name="Menu")
    assert menu.get_attribute("aria-expanded") == "false"
    menu.click()
    assert menu.get_attribute("aria-expanded") == "true"
    assert "Requests" in seen(page)
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    assert menu.evaluate("button => button === document.activeElement")


# Each way is what is clicked, from the home page: two clicks at most. What was asked is on the screen that opens.
QUESTIONS = {
    "what was decided about knife crime, and why": (
        ["Knife crime and serious violence"],
        ["A: Proceed", "useful and better than earlier hotspot analysis"],
    ),
    "what was sent back, and why": (
        ["Finance predictions", "What it means"],
        ["E: More information needed", "predictions well enough", "how data about suspects would be used"],
    ),
    "who chaired": (["8 February 2023"], ["27 people were there", "Jamie Grace", "chaired"]),
    "who was there": (["8 February 2023", "27 people were there"], ["Marion Oswald", "Jamie Grace"]),
    "everything asked about suspect data": (["Topics", "Suspect data"], ["In 7 passages", "including suspect data"]),
    "has the paper on protected characteristics an outcome": (
        ["Protected characteristic data"],
        ["No outcome recorded", "would like to be engaged"],
    ),
    "what does B mean": (
        ["Frequent service users", "What it means"],
        ["B: Proceed with minor amendments", "The Committee advises"],
    ),
    "what is RFSDi": (
        ["RFSDi / IOM predictive model"],
        ["The minutes do not say what it predicts", "Integrated Offender Management"],
    ),
    "what is waiting longest": (
        ["Menu", "Requests"],
        ["Explain how vehicle theft is linked to wider problems", "Waiting for about 3 months"],
    ),
    "who runs this site": (["Who runs this site?"], ["This site is run by the makers of candour"]),
}


# The same of the invented archive, which has years to look back on.
TASKS = {
    "what is overdue longest": (
        ["All requests"],
        ["Answered in part; overdue by 1 year 5 months", "Say how many households refuse a visit"],
    ),
    "what was answered late, and by how much": (
        ["All requests", "Answered late"],
        ["Explain how Call Grader grades a caller", "after 2 years 11 months, 1 year 10 months late"],
    ),
    "which advice runs out next": (["All 23 projects"], ["Runs out next", "Kerb use count", "September 2024"]),
    "which advice ran out": (["All 23 projects"], ["Ran out", "Home fire safety visits", "March 2024"]),
    "where is custody risk screening": (
        ["All 23 projects", "Custody risk screening"],
        ["C: Proceed with major amendments", "Current advice, since 1 February 2023, until 31 January 2025"],
    ),
    "is the domestic abuse list still used": (
        ["All 23 projects", "Domestic abuse priority list"],
        ["F: Do not proceed", "No longer in use", "6 November 2023"],
    ),
    "everything about accuracy": (["Topics", "Accuracy"], ["In 24 passages"]),
}


@pytest.mark.parametrize("question", [*QUESTIONS, *TASKS])
def test_a_visitor_is_answered_in_two_clicks(question: str, browsing: Browsing, site: Served, fenmoor: Served) -> None:
    page = phone(browsing, site if question in QUESTIONS else fenmoor)
    way, words = (QUESTIONS | TASKS)[question]
    assert len(way) <= 2
    for name in way:
        page.locator("a, button").and_(page.get_by_text(re.compile(f"^{re.escape(name)}$"))).first.click()
        page.wait_for_load_state()
    shown = seen(page)
    assert [one for one in words if one not in shown] == [], shown


def test_what_changed_between_two_reviews_is_two_clicks_away(browsing: Browsing, fenmoor: Served) -> None:
    page = phone(browsing, fenmoor)
    page.get_by_role("link", name="Residential burglary forecast").first.click()
    page.get_by_role("link", name="Read the review").click()
    changes = page.locator(".changes")
    assert "What changed since 5 July 2023" in changes.inner_text()
    assert "1 request was closed" in changes.inner_text()


def test_every_page_leads_to_the_minutes_themselves_in_one_click(browsing: Browsing, site: Served) -> None:
    page = phone(browsing, site)
    link = page.get_by_role("link", name="Where the minutes are published").first
    assert (link.get_attribute("href") or "").startswith("https://www.westmidlands-pcc.gov.uk/")
