"""Outcomes by year as numbers, the list of topics, and what every drawing keeps to."""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from built import CONFIG, FENMOOR, BuiltPage, BuiltSite, site_of, words_of
from selectolax.lexbor import LexborNode

from candour.findings import find
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.pages import words

Site = Callable[..., BuiltSite]


def graph_of(archive: Path) -> SiteGraph:
    graph = check_archive(archive).graph
    assert graph
    return graph


@pytest.fixture(scope="module")
def known() -> SiteGraph:
    """What the records of the invented archive say."""
    return graph_of(FENMOOR)


@pytest.fixture
def small(tmp_path: Path) -> Site:
    def built(records: Mapping[str, str], config: str = CONFIG) -> BuiltSite:
        return site_of(tmp_path, records, config)

    return built


MEETING = "---\n---\n\n## 1. Item 1\n"


def review(outcome: str = "A", more: str = "", discussed: str = "1") -> str:
    return f"---\ndiscussed: {discussed}\noutcome: {outcome}\n{more}---\n\n## Decision\n\nFine.\n"


def archive_of(reviews: Mapping[str, str], projects: str = "alpha beta") -> dict[str, str]:
    """Meetings, projects and the reviews by `meeting/project`."""
    records = {f"projects/{name}.md": f"---\ntitle: {name.capitalize()}\n---\n" for name in projects.split()}
    for name, text in reviews.items():
        records[f"meetings/{name.partition('/')[0]}.md"] = MEETING
        records[f"reviews/{name}.md"] = text
    return records


def rows_of(page: BuiltPage, selector: str) -> list[tuple[str, list[LexborNode]]]:
    """The name and the cells of every row."""
    found = []
    for row in page.all(f"{selector} tbody tr"):
        (name,) = row.css("th")
        found.append((words_of(name.html or ""), row.css("td")))
    return found


# Outcomes by year


def numbers_of(page: BuiltPage) -> dict[str, dict[str, int]]:
    """By row and outcome."""
    return {
        name: {cell.attributes["data-label"] or "": int(cell.text()) for cell in cells}
        for name, cells in rows_of(page, ".numbers")
    }


def test_the_numbers_of_each_year_are_a_count_of_the_records(fenmoor: BuiltSite, known: SiteGraph) -> None:
    counts: dict[str, Counter[str]] = {}
    for decided in known.decisions:
        if decided.outcome and not (decided.decision and decided.decision.by):
            year = counts.setdefault(str(decided.meeting.date.year), Counter())
            year.update([words.outcome(decided.outcome, known.config), "All"])
    told = numbers_of(fenmoor.page("/outcomes/"))
    sums = told.pop("All")
    assert {name: {k: n for k, n in row.items() if n} for name, row in told.items()} == counts
    assert sums == {key: sum(row[key] for row in told.values()) for key in sums}


@pytest.mark.parametrize("archive", ["site", "fenmoor"])
def test_the_numbers_agree_with_the_decisions_listed_under_each_outcome(
    archive: str, request: pytest.FixtureRequest
) -> None:
    page: BuiltPage = request.getfixturevalue(archive).page("/outcomes/")
    told: Counter[str] = Counter()
    for name, row in numbers_of(page).items():
        told.update({} if name == "All" else row)
    listed = {
        words_of(section.css("[id]")[0].html or ""): len(section.css("li")) for section in page.all("main .section")
    }
    assert {name: number for name, number in listed.items() if number} == {
        name: number for name, number in told.items() if number and name != "All"
    }


def test_one_year_is_a_row_without_a_sum(small: Site, site: BuiltSite) -> None:
    page = small(archive_of({f"2024-0{n}-01/alpha": review() for n in (1, 2)})).page("/outcomes/")
    assert numbers_of(page) == {"2024": {"A: Proceed": 2, "All": 2}}
    assert list(numbers_of(site.page("/outcomes/"))) == ["2023"]


def test_a_year_of_meetings_without_a_decision_is_told_as_nothing(small: Site) -> None:
    records = archive_of({"2022-01-01/alpha": review(), "2024-01-01/alpha": review("B")})
    page = small(records | {"meetings/2023-01-01.md": MEETING}).page("/outcomes/")
    assert [row["All"] for row in numbers_of(page).values()] == [1, 0, 1, 2]


@pytest.mark.parametrize(
    ("archive", "codes", "labels"),
    [
        ("site", "A B E", ["No outcome recorded"]),
        (
            "fenmoor",
            "S SR A B₁ B₂ C D E F",
            ["No outcome recorded", "No outcome sought", "Decision deferred"],
        ),
    ],
)
def test_a_column_is_headed_by_a_code_of_the_minutes_or_by_its_label(
    archive: str, codes: str, labels: list[str], request: pytest.FixtureRequest
) -> None:
    page: BuiltPage = request.getfixturevalue(archive).page("/outcomes/")
    marks = [words_of(node.html or "") for node in page.all(".numbers thead [aria-hidden]")]
    assert marks == codes.split()
    assert marks == [words_of(node.html or "") for node in page.all(".legend b")]
    assert page.texts(".numbers thead .numbers__label") == labels


@pytest.mark.parametrize("selector", [".legend", ".board__legend"])
def test_two_outcomes_that_share_a_letter_are_numbered(selector: str, fenmoor: BuiltSite) -> None:
    legend = fenmoor.page("/outcomes/" if selector == ".legend" else "/board/").text(selector)
    assert "B₁ Proceed with minor amendments (from 1 January 2022 to 31 March 2023)" in legend
    assert "B₂ Proceed with conditions (from 1 April 2023)" in legend


def test_an_outcome_named_by_a_word_is_headed_by_its_label_and_marked_by_the_letters_of_it(small: Site) -> None:
    config = CONFIG.replace("  B: {label: Change", "  more-work: {label: More work needed")
    site = small(archive_of({f"2024-0{n}-01/alpha": review("more-work") for n in (1, 2, 3)}), config)
    assert site.page("/outcomes/").texts(".numbers thead th") == ["Year", "More work needed", "All"]
    assert site.page("/outcomes/").all(".legend") == []
    assert site.page("/board/").text(".board__legend") == "MWN More work needed"


def test_within_a_meeting_decisions_are_in_the_order_of_the_agenda(fenmoor: BuiltSite) -> None:
    names = fenmoor.page("/decisions/2024/").texts("[data-row] .lines__name")
    assert names[0] == "Residential burglary forecast, 18 September 2024"
    dates = [name.rpartition(", ")[2] for name in names]
    assert dates == sorted(
        dates, key=["18 September 2024", "22 May 2024", "28 February 2024", "29 February 2024"].index
    )


# Topics


def test_a_topic_tells_how_often_it_was_raised_at_how_many_meetings_and_when_last(
    fenmoor: BuiltSite, known: SiteGraph
) -> None:
    passages = {known.config.topics[topic]: raised for topic, raised in find(known).passages.items() if raised}
    rows = fenmoor.page("/topics/").all(".lines li")
    told = {words_of(row.css("strong")[0].html or ""): words_of(row.css(".fine")[0].html or "") for row in rows}
    assert told == {
        topic: words.raised(len(raised), max(one.date for one in raised), len({one.meeting for one in raised}))
        for topic, raised in passages.items()
    }
    held = [len({one.meeting for one in passages[topic]}) for topic in told]
    assert held == sorted(held, reverse=True), "those of most meetings come first"
    assert fenmoor.page("/topics/").all("main svg, main details") == []


def test_with_few_meetings_a_topic_is_not_parted_by_project(site: BuiltSite, small: Site) -> None:
    assert "meeting" not in site.page("/topics/").text("main .lines")
    raised = review() + "\n## Questions and comments\n\n- Why? {#why fairness}\n  - Because.\n"
    two = {f"2024-0{n}-01/alpha": raised for n in (1, 2)}
    assert small(archive_of(two)).page("/topics/fairness/").all("h2") == []
    over_time = small(archive_of(two | {"2024-03-01/beta": raised}))
    assert over_time.page("/topics/fairness/").texts("h2") == ["Beta", "Alpha"]
    assert over_time.page("/topics/").text("main .lines").endswith("at 3 meetings, most recently on 1 March 2024")


# All of them


@pytest.mark.parametrize("archive", ["site", "fenmoor"])
def test_what_is_for_the_eye_only_holds_nothing_to_follow_and_every_other_drawing_has_a_name(
    archive: str, request: pytest.FixtureRequest
) -> None:
    built: BuiltSite = request.getfixturevalue(archive)
    for page in built.pages.values():
        for hidden in page.all("[aria-hidden=true]"):
            assert hidden.css("a, button, summary, [tabindex]") == [], page.address
        for drawing in page.all("svg"):
            if "true" not in {one.attributes.get("aria-hidden") for one in with_parents(drawing)}:
                assert drawing.attributes["role"] == "group", page.address
                assert drawing.attributes["aria-label"], page.address
        assert page.all("[style], style") == [], page.address


def with_parents(node: LexborNode) -> list[LexborNode]:
    return [node, *(with_parents(node.parent) if node.parent else [])]


def test_the_pictures_of_an_empty_archive_are_left_out(small: Site) -> None:
    for page in small({}).pages.values():
        assert page.all("svg, .legend, .numbers, .board") == [], page.address


def test_an_archive_of_meetings_without_reviews_has_no_pictures(small: Site) -> None:
    states = ("held", "cancelled", "scheduled")
    records = {f"meetings/2024-0{n}-01.md": f"---\nstatus: {status}\n---\n" for n, status in enumerate(states, 1)}
    for page in small(records).pages.values():
        assert page.all("svg, .legend, .numbers, .board") == [], page.address
