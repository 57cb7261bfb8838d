"""The engine has no committee's trade: what it says of a body that standardises, has no codes and asks for nothing."""

import re

import pytest
from built import BuiltPage, BuiltSite, words_of

from candour.model import addresses

_OF_ANOTHER_TRADE = r"\b(models?|data|advice|advised|police|force|algorithms?|in use|trial on|letters are those)\b"
"""What the words of the engine may not take for granted. The archive's own records say none of it."""


def test_nothing_is_said_that_only_another_committee_would_say(quillmark: BuiltSite) -> None:
    for address, page in quillmark.pages.items():
        if address == addresses.DATA:  # it explains the columns of every committee
            continue
        told = f"{page.title} {page.one('meta[name=description]').attributes['content']} {words_of(page.html)}"
        told = told.replace("These rows as data", "").replace("Corrections Data ", "")
        assert re.findall(_OF_ANOTHER_TRADE, told, re.IGNORECASE) == [], address


def test_nothing_is_said_of_minutes_that_is_not_true_of_these(quillmark: BuiltSite) -> None:
    assert "Bettina Quarrie" in quillmark.page("/reviews/2024-03-12/hexagonal-coordinates/").main
    assert "do not say who" not in quillmark.page("/people/").main
    assert "“section 60”" not in quillmark.page("/search/").main


def test_the_menu_leads_to_no_empty_list(quillmark: BuiltSite, fenmoor: BuiltSite) -> None:
    def navigation(site: BuiltSite) -> set[str]:
        return {words for words, _ in site.page("/").links("header nav a, footer nav a")}

    assert {"Requests", "Topics"} & navigation(quillmark) == set()
    assert {"Requests", "Topics"} <= navigation(fenmoor)
    for page in quillmark.pages.values():
        assert not [a for a in page.all("a[href]") if re.search(r"(requests|topics)/$", a.attributes["href"] or "")]


def test_no_page_but_the_list_itself_speaks_of_requests(quillmark: BuiltSite) -> None:
    speaking = [address for address, page in quillmark.pages.items() if "request" in words_of(page.html).casefold()]
    assert speaking == [addresses.DATA, addresses.REQUESTS]


def test_an_outcome_without_a_code_is_its_label_alone(quillmark: BuiltSite) -> None:
    badges = {text for address in ("/projects/", "/meetings/") for text in quillmark.page(address).texts(".outcome")}
    absent = {"No outcome recorded", "Decision deferred", "No outcome sought"}
    assert badges - absent == {"Advances", "Consensus, with conditions", "No consensus", "Withdrawn"}


def test_what_was_decided_on_the_third_day_has_that_day(quillmark: BuiltSite) -> None:
    first, second = (quillmark.page(f"/reviews/2024-12-03/letters-for-pieces{end}/") for end in ("", "-continued"))
    assert first.title.startswith("Letters for pieces in any script: review of 4 December 2024")
    assert second.title.startswith("Letters for pieces in any script: review of 5 December 2024")
    assert "The outcome went from “No consensus” to “Advances”" in second.main
    assert "What changed since 4 December 2024" in second.main
    assert "Letters for pieces in any script, 5 December 2024" in quillmark.page("/decisions/2024/").main
    assert "Letters for pieces in any script, 5 December 2024" in quillmark.page("/outcomes/").main


def test_the_archive_reaches_to_the_last_day_of_its_latest_meeting(quillmark: BuiltSite) -> None:
    assert "from 12 March 2024 to 5 December 2024. No later minutes are recorded here." in quillmark.page("/").main
    assert "Nothing after 5 December 2024 is recorded here." in quillmark.page("/projects/hidden-pieces/").main


def test_a_meeting_of_three_days_has_both_ends_in_its_name(quillmark: BuiltSite) -> None:
    assert quillmark.page("/meetings/2024-03-12/").title.startswith("Spring meeting, 12 to 14 March 2024")


@pytest.mark.parametrize(("facet", "is_shown"), [("stage", True), ("project", True), ("year", False)])
def test_a_filter_without_a_choice_is_not_offered(quillmark: BuiltSite, facet: str, is_shown: bool) -> None:
    page: BuiltPage = quillmark.page("/search/")
    assert ("hidden" not in page.one(f"[data-facet={facet}]").attributes) is is_shown
