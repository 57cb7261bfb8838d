"""Decisions over time on the finished pages: requests, topics, what changed, what is not known, corrections."""

import re

import pytest
from built import BuiltPage, BuiltSite

from candour.pages import words

KNIFE_CRIME = "/projects/knife-crime/"


def _request(page: BuiltPage, anchor: str) -> str:
    found = page.all(f'[id="{anchor}"]')
    assert found, f"{anchor} is not on {page.address}"
    return " ".join(found[0].text(separator=" ").split())


def _items(page: BuiltPage, selector: str) -> list[str]:
    return [" ".join(node.text(separator=" ").split()) for node in page.all(selector)]


# Requests


@pytest.mark.parametrize(
    ("anchor", "state"),
    [
        ("of-2023-02-08-request-wider-exploitation", "waiting"),
        ("of-2023-02-08-request-suspect-data", "waiting"),
        ("of-2023-02-08-request-four-weekly-update", "answered"),
        ("of-2023-02-08-knife-crime-request-return", "waiting"),
        ("of-2023-02-08-finance-predictions-request-best-value", "waiting"),
    ],
)
def test_each_request_of_the_real_archive_stands_in_the_list_with_its_state(
    anchor: str, state: str, site: BuiltSite
) -> None:
    row = site.page("/requests/").one(f"[id='{anchor}']")
    assert row.attributes["data-state"] == state


def test_what_is_overdue_longest_comes_first_and_each_state_is_a_part_of_the_list(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/requests/")
    groups = [words for level, words in page.headings if level == 2]
    assert [re.sub(r" \d+ requests?$", "", group) for group in groups] == list(words.REQUEST_GROUPS.values())
    overdue = [" ".join(node.text().split()) for node in page.all("[data-state=overdue] .state")]
    late = [re.search(r"by (?:(\d+) years? ?)?(?:(\d+) months?)?", text) for text in overdue]
    months = [12 * int(found[1] or 0) + int(found[2] or 0) for found in late if found]
    assert months == sorted(months, reverse=True)
    assert months[0] == 17
    waiting = [node.attributes["id"] or "" for node in page.all("[data-state=waiting]")]
    dates = [found[1] for one in waiting if (found := re.match(r"of-(\d{4}-\d{2})", one))]
    assert dates == sorted(dates)


@pytest.mark.parametrize("choice", ["state", "project", "topic", "organisation", "year"])
def test_the_list_of_requests_can_be_narrowed_to_what_occurs_in_it(choice: str, fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/requests/")
    offered = {node.attributes["value"] for node in page.all(f"[data-choice={choice}] option")} - {""}
    held = {value for row in page.all("[data-row]") for value in (row.attributes.get(f"data-{choice}") or "").split()}
    assert offered == held
    assert len(offered) > 3


def test_who_has_to_answer_is_said_only_where_the_minutes_say_it(fenmoor: BuiltSite) -> None:
    rows = fenmoor.page("/requests/").all("[data-row]")
    said = {row.attributes["data-organisation"] != "none": row.text() for row in rows}
    assert "Not said whom" in said[False]
    assert "Not said whom" not in said[True]


PLACES_OF_AN_OUTCOME = [
    "/",
    "/board/",
    "/projects/",
    "/projects/missing-people/",
    "/decisions/",
    "/decisions/2024/",
    "/outcomes/",
    "/meetings/",
    "/meetings/2024-02-28/",
    "/reviews/2024-02-28/missing-people/",
    "/topics/human-oversight/",
]


@pytest.mark.parametrize("address", PLACES_OF_AN_OUTCOME)
def test_until_when_an_outcome_is_valid_is_said_wherever_the_outcome_is(address: str, fenmoor: BuiltSite) -> None:
    assert "until February 2026" in " ".join(fenmoor.page(address).main.split())


def test_words_about_missing_answers_are_neutral(site: BuiltSite, fenmoor: BuiltSite) -> None:
    for built, day in ((site, "8 February 2023"), (fenmoor, "18 September 2024")):
        said = f"As the minutes up to {day} show it; more may have been done."
        assert built.page("/requests/").main.count(said) == 1
        assert not re.search(r"not done|ignored|failed to", built.page("/requests/").main, re.IGNORECASE)


def test_a_suggestion_whose_date_has_passed_is_not_overdue(fenmoor: BuiltSite) -> None:
    rows = _items(fenmoor.page("/requests/"), "[data-group] .request")
    suggestions = [row for row in rows if "Suggested by" in row]
    assert suggestions
    assert not [row for row in suggestions if "verdue" in row]
    past = _items(fenmoor.page("/requests/"), "[data-state=past-suggested]")
    assert past
    assert all("Suggested by" in row for row in past)
    assert [row for row in rows if "Overdue" in row]


def test_the_home_page_shows_what_has_waited_longest(site: BuiltSite) -> None:
    home = site.page("/")
    assert "Asked, and not answered in these minutes: 14 requests" in home.main
    assert len(_items(home, ".asked > li")) == 5
    assert "the Committee, November 2022" in _items(home, ".asked > li")[0]


def test_a_review_page_never_says_how_a_request_stands_today(site: BuiltSite, fenmoor: BuiltSite) -> None:
    for built in (site, fenmoor):
        for address, page in built.pages.items():
            if address.startswith(("/reviews/", "/meetings/20")):
                assert not page.all(".request__state"), address
                assert "No answer in minutes" not in page.main, address


def test_both_ends_of_an_answer_lead_to_each_other(site: BuiltSite) -> None:
    asked = site.page("/meetings/2023-02-08/")
    answer = [a for a in asked.all("#request-four-weekly-update a") if "knife-crime" in (a.attributes["href"] or "")]
    assert answer
    review = site.page("/reviews/2023-02-08/knife-crime/")
    assert [a for a in review.all("a") if (a.attributes["href"] or "").endswith("#request-four-weekly-update")]


def test_a_request_and_its_report_are_counted_once(fenmoor: BuiltSite) -> None:
    assert "62 requests" in fenmoor.page("/requests/").main


# History, names and changes


def test_consecutive_reviews_are_compared_in_a_sentence_and_a_table(fenmoor: BuiltSite) -> None:
    compared = [
        page for page in fenmoor.pages.values() if page.address.startswith("/reviews/") and page.all(".changes")
    ]
    assert compared
    for page in compared:
        assert "What changed since" in page.main
    tables = [page for page in compared if page.all(".changes table")]
    assert tables
    assert "Before" in tables[0].main


def test_a_first_review_is_compared_with_nothing(site: BuiltSite) -> None:
    assert not site.page("/reviews/2023-02-08/knife-crime/").all(".changes")


def test_every_name_a_project_went_by_stands_on_its_page_with_where(site: BuiltSite) -> None:
    page = site.page("/projects/rfsdi-iom/").main
    assert "RSFDi" in page
    assert re.search(r"meeting of 8 February 2023, item 10", page)


def test_events_are_visibly_not_the_committees(fenmoor: BuiltSite) -> None:
    steps = [text for page in fenmoor.pages.values() for text in _items(page, ".step--event")]
    assert steps
    of_others = [step for step in steps if "ran out" not in step]
    assert of_others
    assert all("Not a decision of the Panel" in step for step in of_others)


def test_that_advice_ran_out_is_an_entry_of_the_history_and_said_to_be_worked_out(fenmoor: BuiltSite) -> None:
    steps = {
        address: [text for text in _items(page, ".step") if "ran out" in text]
        for address, page in fenmoor.pages.items()
        if address.startswith("/projects/") and page.all(".step")
    }
    ran_out = {address: found for address, found in steps.items() if found}
    assert set(ran_out) == {f"/projects/{name}/" for name in ("flood-cameras", "gritting-routes", "home-fire-visits")}
    for (text,) in ran_out.values():
        assert "Worked out by this site" in text
    assert ran_out["/projects/home-fire-visits/"][0].startswith("March 2024 B: Proceed with minor amendments ran out")


# Topics


def test_topics_are_listed_with_how_often_and_when_last_raised(site: BuiltSite) -> None:
    rows = _items(site.page("/topics/"), "main li")
    assert any(re.match(r"Suspect data In \d+ passages, most recently on 8 February 2023", row) for row in rows)
    counts = [int(found[1]) for row in rows if (found := re.search(r"In (\d+) passages", row))]
    assert counts == sorted(counts, reverse=True)


def test_a_topics_page_leads_to_each_of_its_passages(site: BuiltSite) -> None:
    page = site.page("/topics/suspect-data/")
    targets = [a.attributes["href"] or "" for a in page.all("[data-row] a")]
    assert any(target.endswith("reviews/2023-02-08/rfsdi-iom/#q-noise") for target in targets)


# What is not known


def test_meetings_known_only_by_reference_are_listed_with_what_names_them(site: BuiltSite) -> None:
    page = site.page("/coverage/").main
    for day in ("July 2022", "November 2022"):
        assert f"Meeting of {day}" in page
    assert page.count("Not recorded here, but mentioned in") == 2


def test_what_minutes_do_not_record_is_said_on_the_record_and_on_the_coverage_page(site: BuiltSite) -> None:
    review = site.page("/reviews/2023-02-08/protected-characteristics/").main
    assert "Not recorded in the published minutes" in review
    assert "an outcome" in review
    assert "Protected characteristic data, 8 February 2023: an outcome" in site.page("/coverage/").main.replace(
        " :", ":"
    )


# Corrections


def test_a_correction_stands_on_its_record_and_on_the_list_and_each_leads_to_the_other(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/corrections/")
    targets = [a.attributes["href"] or "" for a in page.all("h2 a")]
    assert len(targets) == 6
    for target in targets:
        address = "/" + target.removeprefix("../").partition("#")[0]
        record = fenmoor.page(address)
        back = [a.attributes["href"] or "" for a in record.all("#corrections ~ ul a, .corrections a")]
        assert any("corrections/#" in link for link in back), address


def test_a_redaction_does_not_show_the_old_words(fenmoor: BuiltSite) -> None:
    redacted = [text for text in _items(fenmoor.page("/corrections/"), "section.section") if "Redacted" in text]
    assert redacted
    assert all("It said" not in text for text in redacted)


def test_an_answered_request_waited_until_its_answer_and_no_longer(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/requests/")
    asked = _request(page, "of-2022-10-12-bus-lane-reader-request-delete-plates")
    assert "Answered 1 February 2023, after 3 months" in asked
    assert not [row for row in _items(page, "[data-state^=answered]") if "Waiting for" in row]


# The history as a drawing


def _steps(page: BuiltPage) -> dict[str, str]:
    """Each entry of a history, by its date."""
    return {words.split(":")[0].rpartition(" ")[0]: words for words in _items(page, ".step--review")}


def test_a_project_page_shows_each_request_once_with_its_state_and_when_it_was_answered(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/projects/burglary-forecast/")
    asked = _items(page, ".asked > li")
    small_areas = (
        "Show whether the forecast says anything at all about villages with fewer than five burglaries a year."
    )
    assert [one for one in asked if small_areas in one] == [
        f"Answered in time {small_areas} Asked by the Panel, 15 June 2022 . "
        "Answered 5 July 2023, after 1 year, in time."
    ]
    assert asked[0].startswith("Waiting Show on the map itself how often it has been wrong.")
    assert page.main.count(small_areas) == 1


def test_a_gap_in_time_is_said_and_a_short_one_is_not(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/projects/burglary-forecast/")
    steps = _steps(page)
    assert steps["18 September 2024"].endswith("1 year 1 month earlier")
    assert steps["5 July 2023"].endswith("8 months earlier")
    assert " earlier" not in steps["12 October 2022"], "four weeks short of four months"
    assert " earlier" not in steps["24 February 2021"], "nothing is below it"
    assert [words for words in _items(page, ".step--after-long") if words.startswith("18 September 2024")]


def test_the_list_of_requests_says_of_each_whose_it_is_and_when_it_was_asked(fenmoor: BuiltSite) -> None:
    for row in fenmoor.page("/requests/").all("[data-row]"):
        said = row.css(".fine")[0]
        assert said.css("a[href*='projects/']") or "data-project" not in row.attributes, row.text()
        assert re.search(r"(Asked|Suggested) by|said it was needed", said.text()), row.text()
        assert said.css("time"), row.text()


def test_a_review_leads_to_the_ones_beside_it_at_its_meeting_and_in_its_history(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/reviews/2023-07-05/missing-people/")
    ways = [(a.attributes["rel"], a.attributes["href"]) for a in page.all("nav.neighbours a")]
    assert ways == [
        ("prev", "../../2022-06-15/missing-people/"),
        ("next", "../../2024-02-28/missing-people/"),
        ("prev", "../retrospective-image-search/"),
        ("next", "../welfare-referrals/"),
    ]


def test_the_home_page_says_of_each_project_what_was_decided_and_why_what_was_sent_back_first(site: BuiltSite) -> None:
    rows = _items(site.page("/"), ".lines--three > li")
    assert rows[0].startswith("Finance predictions E: More information needed The Committee")
    assert rows[-1].startswith("Protected characteristic data No outcome recorded")
    assert len(rows) == 6
