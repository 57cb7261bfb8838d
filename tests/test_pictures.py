"""The pictures of decisions over time, and the words and numbers that say the same."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from built import CONFIG, FENMOOR, BuiltPage, BuiltSite, site_of, words_of
from selectolax.lexbor import LexborNode

from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.model.records import Review
from candour.pages import words
from candour.pages.titles import project_link

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


def meeting(*items: str, facts: str = "") -> str:
    """A meeting with an agenda: `10:00`, `10:30 break`, or nothing for an item without a time."""
    entries = []
    for number, item in enumerate(items, 1):
        clock, _, kind = item.partition(" ")
        entry = [f"time: {clock}"] * bool(clock) + [f"kind: {kind}"] * bool(kind)
        entries += [f"  {number}: {{{', '.join(entry)}}}\n"] * bool(entry)
    agenda = "".join(["agenda:\n", *entries]) if entries else ""
    headings = "".join(f"\n## {number}. Item {number}\n" for number, _ in enumerate(items, 1))
    return f"---\n{facts}{agenda}---\n{headings}"


def review(outcome: str = "A", more: str = "", discussed: str = "1") -> str:
    return f"---\ndiscussed: {discussed}\noutcome: {outcome}\n{more}---\n\n## Decision\n\nFine.\n"


def archive_of(reviews: Mapping[str, str], projects: str = "alpha beta") -> dict[str, str]:
    """Meetings, projects and the reviews by `meeting/project`."""
    records = {f"projects/{name}.md": f"---\ntitle: {name.capitalize()}\n---\n" for name in projects.split()}
    for name, text in reviews.items():
        records[f"meetings/{name.partition('/')[0]}.md"] = meeting("")
        records[f"reviews/{name}.md"] = text
    return records


def rows_of(page: BuiltPage, selector: str) -> list[tuple[str, list[LexborNode]]]:
    """The name and the cells of every row."""
    found = []
    for row in page.all(f"{selector} tbody tr"):
        (name,) = row.css("th")
        found.append((words_of(name.html or ""), row.css("td")))
    return found


def heard(node: LexborNode) -> str:
    """The words of an element without what is for the eye only."""
    seen = [inner.html or "" for inner in node.css("[aria-hidden=true]")]
    html = node.html or ""
    for part in seen:
        html = html.replace(part, "")
    return words_of(html)


# Projects by meetings


def test_every_review_of_a_year_stands_once_for_each_of_its_projects_with_its_outcome_and_a_link(
    fenmoor: BuiltSite, known: SiteGraph
) -> None:
    expected: dict[int, Counter[tuple[str, str, str]]] = {}
    for one in known.reviews.values():
        year = known.meeting(one.meeting).date.year
        for project in one.projects:
            entry = (project_link(project, known).text, outcome_of(one, known), f"../../reviews/{one.name}/")
            expected.setdefault(year, Counter())[entry] += 1
    assert len(expected) == 4
    for year, entries in expected.items():
        found: Counter[tuple[str, str, str]] = Counter()
        for project, cells in rows_of(fenmoor.page(f"/decisions/{year}/"), ".matrix"):
            for link in (link for cell in cells for link in cell.css("a")):
                found[project, heard(link).partition(", and ")[0], link.attributes["href"] or ""] += 1
        assert found == entries, year


def outcome_of(one: Review, graph: SiteGraph) -> str:
    return words.outcome(one.facts.outcome, graph.config)


def test_a_column_is_a_meeting_in_order_and_two_of_one_day_are_told_apart(fenmoor: BuiltSite) -> None:
    heads = fenmoor.page("/decisions/2022/").all(".matrix thead th a")
    assert [words_of(node.css("[aria-hidden]")[0].html or "") for node in heads] == [
        "15 Jun (1)",
        "15 Jun (2)",
        "12 Oct",
    ]
    assert [heard(node) for node in heads] == [
        "Formal meeting, 15 June 2022",
        "Extraordinary meeting on bus lanes, 15 June 2022",
        "Formal meeting, 12 October 2022",
    ]


def test_an_empty_cell_says_that_the_project_was_not_reviewed(fenmoor: BuiltSite) -> None:
    empty = [cell for _, cells in rows_of(fenmoor.page("/decisions/2022/"), ".matrix") for cell in cells]
    told = Counter(heard(cell) for cell in empty if not cell.css("a"))
    assert told == {"Not reviewed": 8 * 3 - 10}


def test_a_review_with_further_decisions_says_how_many_of_the_committees_own_there_are(fenmoor: BuiltSite) -> None:
    """Of the two beside that review's outcome one is another body's."""
    page = fenmoor.page("/decisions/2023/")
    (cells,) = (cells for project, cells in rows_of(page, ".matrix") if project == "Retrospective image search")
    assert [heard(cell) for cell in cells if cell.css("a")] == ["B: Proceed with conditions, and 1 more decision"]
    assert "+1 One more decision in the same review" in page.text(".legend")


def test_two_outcomes_that_share_a_letter_are_numbered_where_both_occur(fenmoor: BuiltSite) -> None:
    legend = fenmoor.page("/decisions/2023/").text(".legend")
    assert "B₁ Proceed with minor amendments (from 1 January 2022 to 31 March 2023)" in legend
    assert "B₂ Proceed with conditions (from 1 April 2023)" in legend
    assert "B Proceed with minor amendments C" in fenmoor.page("/decisions/2022/").text(".legend")


def test_an_outcome_named_by_a_word_is_marked_by_the_letters_of_its_label(small: Site) -> None:
    config = CONFIG.replace("  B: {label: Change", "  more-work: {label: More work needed")
    site = small(archive_of({f"2024-0{n}-01/alpha": review("more-work") for n in (1, 2, 3)}), config)
    assert site.page("/decisions/2024/").text(".legend") == "MWN More work needed"


def test_two_meetings_make_no_matrix_and_three_do(small: Site) -> None:
    reviews = {f"2024-0{n}-01/alpha": review() for n in (1, 2)}
    assert small(archive_of(reviews)).page("/decisions/2024/").all(".matrix") == []
    three = small(archive_of(reviews | {"2024-03-01/beta": review("B")}))
    assert [name for name, _ in rows_of(three.page("/decisions/2024/"), ".matrix")] == ["Alpha", "Beta"]
    assert three.page("/decisions/").all(".matrix") == []


def test_meetings_without_a_review_do_not_count(small: Site) -> None:
    records = archive_of({f"2024-0{n}-01/alpha": review() for n in (1, 2)})
    records |= {"meetings/2024-03-01.md": meeting(""), "meetings/2024-04-01.md": "---\nstatus: scheduled\n---\n"}
    assert small(records).page("/decisions/2024/").all(".matrix") == []


def test_a_year_of_many_meetings_is_cut_into_parts_that_fit_side_by_side(small: Site) -> None:
    reviews = {f"2024-{n:02}-01/{'alpha' if n < 7 else 'beta'}": review() for n in range(1, 13)}
    page = small(archive_of(reviews)).page("/decisions/2024/")
    assert page.texts(".matrix caption") == [
        "Reviews in 2024, from 1 January to 1 June, by project and meeting",
        "Reviews in 2024, from 1 July to 1 December, by project and meeting",
    ]
    assert [(name, len(cells)) for name, cells in rows_of(page, ".matrix")] == [("Alpha", 6), ("Beta", 6)]


def test_two_reviews_of_a_project_at_one_meeting_stand_in_one_cell(small: Site) -> None:
    reviews = {f"2024-0{n}-01/alpha": review() for n in (1, 2, 3)}
    reviews["2024-03-01/again"] = review("B", "project: alpha\n")
    ((_, cells),) = rows_of(small(archive_of(reviews, "alpha")).page("/decisions/2024/"), ".matrix")
    assert [heard(cell) for cell in cells] == ["A: Proceed", "A: Proceed", "B: Change A: Proceed"]


# Outcomes over time


def numbers_of(page: BuiltPage) -> dict[str, dict[str, int]]:
    """The table beside the chart: by row and outcome."""
    return {
        name: {cell.attributes["data-label"] or "": int(cell.text()) for cell in cells}
        for name, cells in rows_of(page, ".matrix--numbers")
    }


def test_the_numbers_of_the_chart_are_a_count_of_the_records(fenmoor: BuiltSite, known: SiteGraph) -> None:
    counts: dict[str, Counter[str]] = {}
    for decided in known.decisions:
        if decided.outcome and not (decided.decision and decided.decision.by):
            year = counts.setdefault(str(decided.meeting.date.year), Counter())
            year.update([words.outcome(decided.outcome, known.config), "All"])
    for address in ("/", "/outcomes/"):
        told = numbers_of(fenmoor.page(address))
        sums = told.pop("All")
        assert {name: {k: n for k, n in row.items() if n} for name, row in told.items()} == counts
        assert sums == {key: sum(row[key] for row in told.values()) for key in sums}


@pytest.mark.parametrize("archive", ["site", "fenmoor"])
def test_the_chart_agrees_with_the_decisions_listed_under_each_outcome(
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


def test_the_parts_of_a_bar_are_as_long_as_their_numbers(fenmoor: BuiltSite) -> None:
    """On the scale of the longest bar, 18; the bars' letters and their order are those of the table."""
    page = fenmoor.page("/outcomes/")
    bars = page.all(".bars svg")
    years = [row for name, row in numbers_of(page).items() if name != "All"]
    for bar, row in zip(bars, years, strict=True):
        widths = [part_of_100(rect, "width") for rect in bar.css("rect")]
        assert [round((width + 0.6) * 18 / 100) for width in widths] == [
            number for name, number in row.items() if number and name != "All"
        ]
        places = [part_of_100(rect, "x") for rect in bar.css("rect")]
        assert places == sorted(places)
        assert places[-1] + widths[-1] < 100.1


def part_of_100(node: LexborNode, name: str) -> float:
    return float((node.attributes[name] or "").removesuffix("%"))


def test_every_part_of_a_bar_has_its_letter_and_the_legend_has_every_letter(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/outcomes/")
    letters = [words_of(node.html or "").split()[0] for node in page.all(".bars text")]
    assert len(letters) == len(page.all(".bars rect"))
    assert set(letters) == {words_of(node.html or "") for node in page.all(".legend b")}


def test_more_decisions_than_fit_go_on_in_another_line_without_a_number_of_a_part(small: Site) -> None:
    projects = " ".join(f"p{n:02}" for n in range(20))
    reviews = {f"2024-01-01/{name}": review() for name in projects.split()}
    page = small(archive_of(reviews, projects)).page("/outcomes/")
    assert page.texts(".bars text") == ["A", "A"]
    assert numbers_of(page) == {"1 January 2024": {"A: Proceed": 20, "All": 20}}


def test_one_year_is_told_by_meeting_and_one_meeting_alone(small: Site, site: BuiltSite) -> None:
    page = small(archive_of({f"2024-0{n}-01/alpha": review() for n in (1, 2)})).page("/outcomes/")
    assert list(numbers_of(page)) == ["1 January 2024", "1 February 2024", "All"]
    assert list(numbers_of(site.page("/outcomes/"))) == ["8 February 2023"]


def test_a_year_of_meetings_without_a_decision_is_told_as_nothing(small: Site) -> None:
    records = archive_of({"2022-01-01/alpha": review(), "2024-01-01/alpha": review("B")})
    page = small(records | {"meetings/2023-01-01.md": meeting("")}).page("/outcomes/")
    assert [row["All"] for row in numbers_of(page).values()] == [1, 0, 1, 2]
    assert "None" in page.text(".bars")


def test_the_home_page_shows_the_chart_from_three_meetings_on(small: Site, site: BuiltSite, fenmoor: BuiltSite) -> None:
    reviews = {f"2024-0{n}-01/alpha": review() for n in (1, 2)}
    assert small(archive_of(reviews)).page("/").all(".bars") == []
    assert len(small(archive_of(reviews | {"2024-03-01/alpha": review()})).page("/").all(".bars")) == 1
    assert site.page("/").all(".bars") == []
    assert len(fenmoor.page("/").all("details .matrix--numbers")) == 1


# Topics over time


def test_the_home_page_shows_the_newest_five_years_and_the_outcomes_all_of_them(small: Site) -> None:
    built = small(archive_of({f"20{year}-01-02/alpha": review() for year in range(17, 24)}))
    assert list(numbers_of(built.page("/"))) == ["2019", "2020", "2021", "2022", "2023", "All"]
    assert len(numbers_of(built.page("/outcomes/"))) == 8


def test_within_a_meeting_decisions_are_in_the_order_of_the_agenda(fenmoor: BuiltSite) -> None:
    names = fenmoor.page("/decisions/2024/").texts("[data-row] .lines__name")
    assert names[0] == "Residential burglary forecast, 18 September 2024"
    dates = [name.rpartition(", ")[2] for name in names]
    assert dates == sorted(
        dates, key=["18 September 2024", "22 May 2024", "28 February 2024", "29 February 2024"].index
    )


def test_a_topic_tells_how_often_it_was_raised_at_how_many_meetings_and_about_whom(
    fenmoor: BuiltSite, known: SiteGraph
) -> None:
    passages: dict[str, Counter[str]] = {}
    meetings: dict[str, set[str]] = {}
    about: dict[str, Counter[str]] = {}
    for one in known.reviews.values():
        found = [topic for section in one.sections for exchange in section.exchanges for topic in exchange.topics]
        found += [topic for request in one.facts.requests.values() for topic in request.topics]
        found += [topic for topic in one.facts.topics if topic not in found]
        for topic in found:
            title = known.config.topics[topic]
            passages.setdefault(title, Counter()).update([one.meeting])
            meetings.setdefault(title, set()).add(one.meeting)
            about.setdefault(title, Counter()).update(project_link(p, known).text for p in one.projects)
    rows = rows_of(fenmoor.page("/topics/"), ".recurring")
    assert {name for name, _ in rows} == set(passages)
    for name, (raised, projects) in rows:
        number, held = passages[name].total(), len(meetings[name])
        said = f"In {words.counted(number, 'passage')} at {words.counted(held, 'meeting')}"
        assert heard(raised).partition(" most recently ")[0].rstrip(",").startswith(said), name
        assert len(raised.css("rect")) == held, name
        told = {}
        for link in projects.css("a"):
            found_number = re.fullmatch(r"(.+) (\d+) passages?", words_of(link.html or ""))
            assert found_number
            told[found_number[1]] = int(found_number[2])
        assert told == about[name], name


def test_the_topics_of_most_meetings_come_first(fenmoor: BuiltSite) -> None:
    rows = rows_of(fenmoor.page("/topics/"), ".recurring")
    held = [int(heard(raised).partition(" at ")[2].split()[0]) for _, (raised, _) in rows]
    assert held == sorted(held, reverse=True)


def test_each_number_leads_to_so_many_passages_about_that_project(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/topics/")
    for link in page.all(".recurring td a"):
        address, _, anchor = (link.attributes["href"] or "").partition("#")
        topic = fenmoor.page(f"/topics/{address}")
        heading = topic.one(f"[id='{anchor}']")
        following = heading.next
        while following is not None and following.tag != "ul":
            following = following.next
        assert following is not None
        (number,) = (int(words_of(b.html or "")) for b in link.css("b"))
        assert len(following.css("[data-row]")) == number, (address, anchor)
        assert words_of(heading.html or "") in words_of(link.html or "")


def test_with_few_meetings_topics_are_a_plain_list(site: BuiltSite, small: Site) -> None:
    assert site.page("/topics/").all(".recurring") == []
    raised = review() + "\n## Questions and comments\n\n- Why? {#why fairness}\n  - Because.\n"
    two = {f"2024-0{n}-01/alpha": raised for n in (1, 2)}
    plain = small(archive_of(two))
    assert plain.page("/topics/").all(".recurring") == []
    assert plain.page("/topics/fairness/").all("h2") == []
    over_time = small(archive_of(two | {"2024-03-01/beta": raised}))
    assert len(over_time.page("/topics/").all(".recurring")) == 1
    assert over_time.page("/topics/fairness/").texts("h2") == ["Beta", "Alpha"]


def test_the_many_projects_of_a_topic_are_folded_but_all_there(small: Site) -> None:
    raised = review() + "\n## Questions and comments\n\n- Why? {#why fairness}\n  - Because.\n"
    projects = " ".join(f"p{n:02}" for n in range(12))
    reviews = {f"2024-0{1 + n % 3}-01/{name}": raised for n, name in enumerate(projects.split())}
    page = small(archive_of(reviews, projects)).page("/topics/")
    assert page.text(".recurring summary") == "9 more projects"
    assert len(page.all(".recurring td a")) == 12


# The length of an agenda's items


def test_at_a_meeting_of_two_days_only_the_times_of_one_day_are_compared(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/meetings/2024-02-28/")
    assert page.texts(".agenda__what") == [
        "1. Welcome 10 minutes",
        "2. Actions 30 minutes",
        "3. Fraud report sorting (trial report)",
        "4. Missing people risk prompt (final report) 120 minutes",
        "5. N1 45 minutes",
        "6. Close of the second day 15 minutes",
    ]


def test_the_agenda_of_the_real_meeting_shows_what_took_long(site: BuiltSite) -> None:
    page = site.page("/meetings/2023-02-08/")
    lengths = [words_of(node.html or "") for node in page.all(".agenda .length")]
    assert lengths == [f"{n} minutes" for n in (5, 5, 20, 15, 20, 30, 15, 15, 25, 15, 15)]
    widths = [part_of_100(node, "width") for node in page.all(".agenda .length svg")]
    assert [round(width / 2) for width in widths] == [5, 5, 20, 15, 20, 30, 15, 15, 25, 15, 15]
    assert words.LENGTHS in page.text(".agenda")


def test_an_agenda_without_times_says_nothing_of_lengths(fenmoor: BuiltSite) -> None:
    page = fenmoor.page("/meetings/2021-11/")
    assert page.all(".length") == []
    assert words.LENGTHS not in page.main


# All of them


@pytest.mark.parametrize("archive", ["site", "fenmoor"])
def test_every_drawing_is_for_the_eye_only_and_holds_nothing_to_follow(
    archive: str, request: pytest.FixtureRequest
) -> None:
    """What it shows stands in words beside it."""
    built: BuiltSite = request.getfixturevalue(archive)
    drawings = 0
    for page in built.pages.values():
        for drawing in page.all("svg"):
            drawings += 1
            assert "true" in {one.attributes.get("aria-hidden") for one in with_parents(drawing)}, page.address
        for hidden in page.all("[aria-hidden=true]"):
            assert hidden.css("a, button, summary, [id], [tabindex]") == [], page.address
    assert drawings


def with_parents(node: LexborNode) -> list[LexborNode]:
    return [node, *(with_parents(node.parent) if node.parent else [])]


def test_the_pictures_of_an_empty_archive_are_left_out(small: Site) -> None:
    for page in small({}).pages.values():
        assert page.all("svg, .legend, .matrix, .recurring") == [], page.address


def test_an_archive_of_meetings_without_reviews_has_no_pictures(small: Site) -> None:
    states = ("held", "cancelled", "scheduled")
    records = {f"meetings/2024-0{n}-01.md": f"---\nstatus: {status}\n---\n" for n, status in enumerate(states, 1)}
    for page in small(records).pages.values():
        assert page.all("svg, .legend, .matrix, .recurring") == [], page.address
