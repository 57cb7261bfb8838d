"""The board: which days and states its rows hold, where they are drawn, and how it is cut into pages."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from built import CONFIG, ROOT, BuiltPage, BuiltSite, site_of, words_of
from test_graph import HELD, graph_of

from candour.findings import Findings, find
from candour.findings.board import Row
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.model.dates import PartialDate, parse_date
from candour.pages import plan_pages
from candour.pages.axis import Axis, axis_of, lanes_of, middle, percent
from candour.pages.board import BoardView, board_pages, own_board
from candour.site.assets import read_assets
from candour.site.rendering import renderer

MEETINGS = {"2023-01-10": HELD, "2023-03-01": HELD, "2023-06-01": HELD}
ALPHA = MEETINGS | {"project:alpha": ""}


def day(text: str) -> PartialDate:
    found = parse_date(text)
    assert found, text
    return found


def row_of(tmp_path: Path, records: Mapping[str, str], project: str = "alpha") -> Row:
    """Two more projects are reviewed, so that three meetings count."""
    others = {"project:other": ""} | {f"{meeting}/other": "" for meeting in MEETINGS}
    return find(graph_of(tmp_path, others | dict(records))).board[project]


def drawn(tmp_path: Path, records: Mapping[str, str], project: str = "alpha") -> BoardView:
    """The row of a project on an axis of its own."""
    others = {"project:other": ""} | {f"{meeting}/other": "" for meeting in MEETINGS}
    graph = graph_of(tmp_path, others | dict(records))
    view = own_board(project, graph, find(graph))
    assert view
    return view


# --- what a row holds ---------------------------------------------------------------------------------------------


def asking(fields: str) -> str:
    return f"requests: {{r: {{text: Do., {fields}}}}}".replace(", }", "}")


LATE: dict[str, tuple[dict[str, str], str, str | None, str | None]] = {
    "a date has passed on the day after it": (
        {"2023-01-10/alpha": asking("due: 2023-03-15")},
        "overdue",
        "2023-03-16",
        None,
    ),
    "of a month the last day counts": (
        {"2023-01-10/alpha": asking("due: 2023-02")},
        "overdue",
        "2023-03-01",
        None,
    ),
    "on the day itself nothing is late": (
        {"2023-01-10/alpha": asking("due: 2023-06-01")},
        "waiting",
        None,
        None,
    ),
    "what was due at the next meeting is late from that meeting": (
        {"2023-01-10/alpha": asking("due: next-meeting")},
        "overdue",
        "2023-03-01",
        None,
    ),
    "what was due at a stage is late from the review at that stage": (
        {"2023-01-10/alpha": asking("due: final"), "2023-06-01/alpha": "stage: final"},
        "past-stage",
        "2023-06-01",
        None,
    ),
    "a suggestion is never late": (
        {"2023-01-10/alpha": asking("due: 2023-03-15, strength: suggested")},
        "past-suggested",
        None,
        None,
    ),
    "without a date nothing is late": ({"2023-01-10/alpha": asking("")}, "waiting", None, None),
    "what was answered late was late until then": (
        {
            "2023-01-10/alpha": asking("due: 2023-03-15"),
            "2023-06-01/alpha": "answers: {2023-01-10/alpha#request-r: fully}",
        },
        "answered-late",
        "2023-03-16",
        "2023-06-01",
    ),
    "what was answered in time was never late": (
        {
            "2023-01-10/alpha": asking("due: 2023-03-15"),
            "2023-03-01/alpha": "answers: {2023-01-10/alpha#request-r: fully}",
        },
        "answered-in-time",
        None,
        "2023-03-01",
    ),
    "what was withdrawn was never late": (
        {
            "2023-01-10/alpha": asking("due: 2023-03-15"),
            "2023-06-01/alpha": "answers: {2023-01-10/alpha#request-r: withdrawn}",
        },
        "withdrawn",
        None,
        "2023-06-01",
    ),
}


@pytest.mark.parametrize(("records", "state", "late_from", "closed"), LATE.values(), ids=LATE.keys())
def test_a_request_is_late_from_its_day(
    records: Mapping[str, str], state: str, late_from: str | None, closed: str | None, tmp_path: Path
) -> None:
    (bar,) = row_of(tmp_path, ALPHA | dict(records)).bars
    assert bar.state.name == state
    assert bar.late_from == (late_from and date.fromisoformat(late_from))
    assert bar.state.closed == (closed and day(closed))


LINES: dict[str, tuple[dict[str, str], list[str]]] = {
    "an outcome goes on": ({"2023-01-10/alpha": "outcome: A"}, ["A 2023-01-10 …"]),
    "another one follows": (
        {"2023-01-10/alpha": "outcome: A", "2023-03-01/alpha": "outcome: B"},
        ["A 2023-01-10 succeeded 2023-03-01", "B 2023-03-01 …"],
    ),
    "it ran out": ({"2023-01-10/alpha": "outcome: A\nuntil: 2023-02"}, ["A 2023-01-10 ran-out 2023-02"]),
    "it is going to run out": ({"2023-01-10/alpha": "outcome: A\nuntil: 2023-08-01"}, ["A 2023-01-10 … 2023-08-01"]),
    "a decision replaced it without an outcome": (
        {
            "2023-01-10/alpha": "outcome: A",
            "2023-03-01/alpha": "decisions: {d: {text: No more., replaces: 2023-01-10/alpha}}",
        },
        ["A 2023-01-10 replaced 2023-03-01"],
    ),
    "a review without an outcome changes nothing": (
        {"2023-01-10/alpha": "outcome: A", "2023-03-01/alpha": "outcome: deferred"},
        ["A 2023-01-10 …"],
    ),
    "it is only reported": (
        {"2023-03-01/alpha": "outcome: B\nprevious: {when: 2022-11, outcome: A}"},
        ["A 2022-11 reported succeeded 2023-03-01", "B 2023-03-01 …"],
    ),
    "two meetings gave it, as is reported": (
        {"2023-03-01/alpha": "outcome: B\nprevious: {when: [2022-08, 2022-11], outcome: A}"},
        ["A 2022-08 reported succeeded 2023-03-01", "B 2023-03-01 …"],
    ),
    "there never was one": ({"2023-01-10/alpha": "outcome: not-sought"}, []),
}


@pytest.mark.parametrize(("records", "lines"), LINES.values(), ids=LINES.keys())
def test_a_line_is_as_long_as_an_outcome_was_valid(
    records: Mapping[str, str], lines: list[str], tmp_path: Path
) -> None:
    found = []
    for line in row_of(tmp_path, ALPHA | dict(records)).lines:
        parts = [line.advice.outcome, str(line.since), "reported" * line.advice.is_reported, line.advice.end or "…"]
        found.append(" ".join(filter(None, [*parts, str(line.advice.over or "")])))
    assert found == lines


def test_a_row_has_what_happened_in_the_order_of_days_and_nothing_else(tmp_path: Path) -> None:
    row = row_of(
        tmp_path,
        MEETINGS
        | {
            "project:alpha": "events: [{date: 2023-02-03, text: It began.}, {date: 2023, text: It went on.}]",
            "2023-01-10": 'status: held\ndecisions: {d: {text: "Fine.", item: 1, project: alpha, outcome: B}}',
            "2023-03-01/alpha": "outcome: A\nprevious: {when: 2022-11}\n"
            "decisions: {part: {outcome: B, text: Not so.}, other: {by: The Board, text: So.}}",
            "2023-06-01/alpha": "outcome: deferred",
        },
    )
    assert [f"{mark.day} {mark.kind} {mark.code} {'reported' * mark.is_reported}".strip() for mark in row.marks] == [
        "2022-11 absent not-reported reported",
        "2023 event",
        "2023-01-10 decision B",
        "2023-02-03 event",
        "2023-03-01 outcome A",
        "2023-03-01 decision B",
        "2023-03-01 decision",
        "2023-06-01 absent deferred",
    ]
    assert row.first == day("2023-03-01")
    assert row.bars == ()


def test_a_reported_meeting_whose_record_is_here_has_one_mark(tmp_path: Path) -> None:
    reports = "outcome: B\nprevious: {when: [2022-11-02, 2023-01-10], outcome: A}"
    row = row_of(tmp_path, ALPHA | {"2023-01-10/alpha": "outcome: A", "2023-03-01/alpha": reports})
    assert [(str(mark.day), mark.is_reported) for mark in row.marks] == [
        ("2022-11-02", True),
        ("2023-01-10", False),
        ("2023-03-01", False),
    ]


def test_a_request_that_is_reported_again_has_one_bar(tmp_path: Path) -> None:
    again = "requests: {again: {text: Do., same_as: 2023-01-10/alpha#request-r}}"
    row = row_of(tmp_path, ALPHA | {"2023-01-10/alpha": asking(""), "2023-03-01/alpha": again})
    assert [str(bar.asked.asked) for bar in row.bars] == ["2023-01-10"]


# --- the order ----------------------------------------------------------------------------------------------------

NEEDS = {
    "longest": asking("due: 2023-02-01"),
    "most": "requests: {a: {text: Do., due: 2023-03-01}, b: {text: Do., due: 2023-03-01}}",
    "less": asking("due: 2023-03-01"),
    "over": "outcome: A\nuntil: 2023-02-01",
    "next": "outcome: A\nuntil: 2023-07-01",
    "later": "outcome: A\nuntil: 2024-07-01\nrequests: {r: {text: Do.}}",
    "waits": asking(""),
    "calm": "outcome: A",
    "Easy": "outcome: B",
}


def test_what_needs_attention_most_comes_first(tmp_path: Path) -> None:
    records = {f"2023-01-10/{name.lower()}": facts for name, facts in NEEDS.items()}
    records |= {f"project:{name.lower()}": "" for name in NEEDS}
    stage = {"project:stage": "", "2023-01-10/stage": asking("due: final"), "2023-06-01/stage": "stage: final"}
    others = {"project:other": "", "2023-03-01/other": "", "2023-06-01/other": ""}
    found = find(graph_of(tmp_path, MEETINGS | records | stage | others)).board
    order = ["longest", "most", "less", "stage", "over", "next", "later", "waits", "calm", "easy", "other"]
    assert list(found) == order


def test_three_meetings_with_reviews_make_a_board_and_two_do_not(tmp_path: Path) -> None:
    def built(meetings: int) -> BuiltSite:
        days = [f"2023-0{n}-01" for n in range(1, meetings + 1)]
        records = {f"meetings/{d}.md": "---\n---\n\n## 1. One\n" for d in [*days, "2022-12-01"]}
        review = "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n"
        records |= {f"reviews/{d}/alpha.md": review for d in days}
        return site_of(tmp_path / str(meetings), records | {"projects/alpha.md": "---\ntitle: Alpha\n---\n"})

    without, with_board = built(2), built(3)
    assert [page for page in without.pages if page.startswith("/board/")] == []
    assert all("Board" not in page.texts("a") and not page.all("svg") for page in without.pages.values())
    pages = {page for page in with_board.pages if page.startswith("/board/")}
    assert pages == {"/board/", "/board/first/", "/board/name/"}
    for address in ("/", "/board/", "/projects/alpha/"):
        assert len(with_board.page(address).all(".board")) == 1
        assert "Board" in with_board.page(address).texts(".site-nav a")


def test_the_real_archive_has_no_board(site: BuiltSite) -> None:
    assert not any(page.startswith("/board/") or built.all(".board") for page, built in site.pages.items())


# --- places -------------------------------------------------------------------------------------------------------


def test_a_day_half_way_lies_half_way_and_what_is_outside_lies_at_the_end() -> None:
    axis = Axis(date(2023, 1, 1), date(2025, 1, 1), 800)
    assert axis.at(date(2024, 1, 1)) == pytest.approx(50, abs=0.1)  # 2024 has a day more
    assert (axis.at(date(2022, 5, 5)), axis.at(date(2023, 1, 1)), axis.at(date(2026, 1, 1))) == (0, 0, 100)
    assert axis.pixels(axis.at(date(2025, 1, 1))) == 800
    assert [percent(place) for place in (0, 12.5, 33.333, 100)] == ["0%", "12.5%", "33.33%", "100%"]


def test_an_axis_has_room_at_both_ends_also_for_a_single_day() -> None:
    axis = axis_of([date(2023, 6, 1)], 800)
    assert axis.at(date(2023, 6, 1)) == 50
    wide = axis_of([date(2024, 1, 1), date(2014, 1, 1)], 800)
    assert 0 < wide.at(date(2014, 1, 1)) < 3
    assert 97 < wide.at(date(2024, 1, 1)) < 100


@pytest.mark.parametrize(
    ("known", "found"), [("2023-03-05", "2023-03-05"), ("2023-02", "2023-02-14"), ("2023", "2023-07-02")]
)
def test_the_middle_of_what_is_known(known: str, found: str) -> None:
    assert middle(day(known)) == date.fromisoformat(found)


def test_what_would_touch_gives_way_to_what_was_there_before() -> None:
    assert lanes_of([(0, 24), (24, 48), (10, 34), (30, 40), (34, 40)]) == [0, 0, 1, 2, 1]


def test_bars_end_at_the_answer_or_at_the_archives_day(tmp_path: Path) -> None:
    records = {
        "2023-01-10/alpha": "requests: {a: {text: Do., due: 2023-03-21}, b: {text: Do.}}",
        "2023-03-01/alpha": "answers: {2023-01-10/alpha#request-b: fully}",
    }
    view = drawn(tmp_path, ALPHA | records)
    waiting, answered = view.rows[0].bars
    assert waiting.end_x == view.as_of_x
    assert (waiting.end, answered.end) == ("overdue", "answered")
    march = view.meetings[1][0]
    assert answered.end_x == march != view.as_of_x
    assert part(answered.x) + part(answered.width) == pytest.approx(part(march), abs=0.02)
    assert waiting.late
    assert answered.late is None
    asked, end, late = part(waiting.x), part(waiting.end_x), part(waiting.late[0])
    assert (late - asked) / (end - asked) == pytest.approx(71 / 142, abs=0.002), "71 of 142 days"


def part(place: str) -> float:
    return float(place.removesuffix("%"))


def test_a_month_is_a_band_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    view = drawn(tmp_path, ALPHA | {"project:alpha": "events: {date: 2023-02, text: So.}", "2023-06-01/alpha": ""})
    (band,) = view.rows[0].bands
    (mark, _) = view.rows[0].marks
    march, june = (part(x) for x, _ in view.meetings if x != "0%")
    of_a_day = (june - march) / 92
    assert march - part(band[0]) == pytest.approx(28 * of_a_day, abs=0.03)
    assert part(band[1]) == pytest.approx(27 * of_a_day, abs=0.03)
    assert part(mark.x) - part(band[0]) == pytest.approx(13 * of_a_day, abs=0.03)


STOPS: dict[str, tuple[dict[str, str], list[tuple[str, bool]]]] = {
    "it ran out": ({"2023-01-10/alpha": "outcome: A\nuntil: 2023-03-01"}, [("", True)]),
    "it will run out soon": ({"2023-01-10/alpha": "outcome: A\nuntil: 2023-09-01"}, [("", False), ("ahead", True)]),
    "it will run out much later": ({"2023-01-10/alpha": "outcome: A\nuntil: 2025-09-01"}, [("", False)]),
    "another followed": (
        {"2023-01-10/alpha": "outcome: A", "2023-03-01/alpha": "outcome: B"},
        [("", False), ("", False)],
    ),
    "replaced": (
        {
            "2023-01-10/alpha": "outcome: A",
            "2023-03-01/alpha": "decisions: {d: {text: No more., replaces: 2023-01-10/alpha}}",
        },
        [("", True)],
    ),
    "reported": (
        {"2023-03-01/alpha": "outcome: B\nprevious: {when: 2022-11, outcome: A}"},
        [("said", False), ("", False)],
    ),
}


@pytest.mark.parametrize(("records", "lines"), STOPS.values(), ids=STOPS.keys())
def test_a_line_has_a_stop_where_nothing_followed(
    records: Mapping[str, str], lines: list[tuple[str, bool]], tmp_path: Path
) -> None:
    view = drawn(tmp_path, ALPHA | dict(records))
    assert [(line.kind, bool(line.stop)) for line in view.rows[0].lines] == lines
    for line in view.rows[0].lines:
        assert line.stop in {"", line.x2}


def test_marks_of_one_day_are_one_below_the_other_at_the_same_place(tmp_path: Path) -> None:
    more = "outcome: A\ndecisions: {a: {text: So.}, b: {text: So., outcome: B}}"
    marks = drawn(tmp_path, ALPHA | {"2023-03-01/alpha": more}).rows[0].marks
    assert len({mark.x for mark in marks}) == 1
    assert [(one.mark.kind, one.y) for one in marks] == [("outcome", 13), ("decision", 37), ("decision", 61)]


# --- the pages ----------------------------------------------------------------------------------------------------


def items(page: BuiltPage, selector: str) -> list[str]:
    return sorted(node.attributes["href"] or "" for node in page.all(selector))


@pytest.mark.parametrize("archive", ["fenmoor", "quillmark"])
def test_the_table_holds_what_the_picture_holds(archive: str, request: pytest.FixtureRequest) -> None:
    built: BuiltSite = request.getfixturevalue(archive)
    for address in ("/board/", "/board/name/", "/board/first/"):
        page = built.page(address)
        assert items(page, ".board svg a") == items(page, ".board__words td a") != []
        names = page.texts(".board__name a")
        assert set(page.texts(".board__words th[scope=rowgroup]")) <= set(names)
        assert len(names) == len(built.page("/projects/").all("[data-row]"))


def test_every_mark_has_a_name_with_its_project_and_its_day(fenmoor: BuiltSite) -> None:
    for row in fenmoor.page("/board/").all(".board__rows li"):
        (project,) = (words_of(node.html or "") for node in row.css(".board__name a"))
        for link in row.css("svg a"):
            (title,) = link.css("title")
            assert title.text().startswith(f"{project}, ")
            assert any(year in title.text() for year in ("2020", "2021", "2022", "2023", "2024"))
    names = [node.text() for node in fenmoor.page("/board/").all(".board svg a title")]
    assert "Officer wellbeing signals, 15 November 2023, E: More information needed" in names


def test_the_three_orders_hold_the_same_rows(fenmoor: BuiltSite) -> None:
    attention, name, first = (
        fenmoor.page(f"/board/{order}").texts(".board__name a") for order in ("", "name/", "first/")
    )
    assert sorted(attention) == sorted(name) == sorted(first)
    assert name == sorted(name, key=str.casefold)
    assert attention != name != first
    assert attention[0] == "Home fire safety visits"


def test_a_row_says_what_needs_attention(fenmoor: BuiltSite) -> None:
    rows = dict(zip(*(fenmoor.page("/board/").texts(f".board__name {of}") for of in ("a", "small")), strict=False))
    assert rows["Home fire safety visits"] == "2 overdue, advice ran out at the end of March 2024"
    assert rows["Custody risk screening"] == "1 overdue, 2 waiting; advice until 31 January 2025"


def test_the_legend_explains_what_occurs_and_no_more(fenmoor: BuiltSite, quillmark: BuiltSite) -> None:
    assert "Something happened outside the meetings" in fenmoor.page("/board/").text(".board__legend")
    assert "asked for" not in quillmark.page("/board/").text(".board__legend").casefold()


def test_the_home_page_has_the_top_of_the_board_and_a_project_its_own_row(fenmoor: BuiltSite) -> None:
    home, board = fenmoor.page("/"), fenmoor.page("/board/")
    assert home.texts(".board__name a") == board.texts(".board__name a")[:12]
    own = fenmoor.page("/projects/custody-risk/")
    (row,) = [
        row for row in board.all(".board__rows li") if "Custody risk screening" in words_of(row.css("p")[0].html or "")
    ]
    assert [t.text() for t in own.all(".board title")] == [t.text() for t in row.css("title")]
    assert own.all(".board__name") == []


def test_the_days_of_two_projects_are_in_the_same_place(fenmoor: BuiltSite) -> None:
    """18 September 2024 in every row."""
    ends = {
        node.css("use")[0].attributes["x"]
        for node in fenmoor.page("/board/").all(".board svg a")
        if ", 18 September 2024, " in node.css("title")[0].text()
    }
    assert len(ends) == 1


CUT = 200_000
"""Bytes."""


def graph_with(tmp_path: Path, *arguments: str) -> tuple[SiteGraph, Findings]:
    command = [sys.executable, str(ROOT / "benchmarks/generate.py"), str(tmp_path), *arguments]
    subprocess.run(command, check=True)
    graph = check_archive(tmp_path).graph
    assert graph
    return graph, find(graph)


def test_a_large_archive_goes_on_to_further_pages_none_of_them_heavy(tmp_path: Path) -> None:
    graph, findings = graph_with(tmp_path, "--reviews", "420", "--projects", "70")
    shown = [page for page in plan_pages(graph, findings) if page.url == "/" or page.url.startswith("/board/")]
    files = {file.path: file.content for file in map(renderer(graph, findings, read_assets().addresses), shown)}
    pages = {path: content for path, content in files.items() if path.startswith("board/")}
    assert max(map(len, pages.values())) < CUT
    assert len(files["index.html"]) < CUT
    built = BuiltSite(files)
    of_order = [page for address, page in built.pages.items() if address.startswith("/board/name/")]
    assert len(of_order) > 3
    names = [name for page in of_order for name in page.texts(".board__name a")]
    assert len(names) == len(set(names)) == 70
    assert "board/2010-2019/index.html" in pages, "sixteen years, and the latest ten on the board itself"


def test_earlier_years_are_on_pages_of_their_own_that_keep_their_addresses(tmp_path: Path) -> None:
    records = ALPHA | {"1998-05-01": HELD, "2008-05-01": HELD, "project:beta": "", "project:gamma": ""}
    records |= {"1998-05-01/alpha": "outcome: A", "2008-05-01/beta": "outcome: B\nuntil: 2009-01-01"}
    records |= {f"{meeting}/gamma": "outcome: A" for meeting in MEETINGS}
    graph = graph_of(tmp_path, records)
    pages = {page.url: page.view for page in board_pages(graph, find(graph))}
    assert list(pages) == [
        *("/board/", "/board/name/", "/board/first/"),
        *("/board/2010-2019/", "/board/2000-2009/", "/board/1990-1999/"),
    ]
    rows = {url: [row.of.project for row in view.board.rows] for url, view in pages.items()}
    assert rows["/board/"] == ["beta", "alpha", "gamma"], "every project is on the board"
    assert rows["/board/2000-2009/"] == ["alpha", "beta"], "the outcome of 1998 goes on"
    assert rows["/board/1990-1999/"] == ["alpha"]
    assert rows["/board/2010-2019/"] == ["alpha"]


def test_what_goes_on_after_the_years_of_a_page_has_no_end_there(tmp_path: Path) -> None:
    records = ALPHA | {"2008-05-01": HELD, "2008-05-01/alpha": asking("due: 2009-02")}
    records |= {"2023-01-10/alpha": "answers: {2008-05-01/alpha#request-r: fully}"}
    records |= {"2023-03-01/alpha": "", "2023-06-01/alpha": ""}
    graph = graph_of(tmp_path, records)
    pages = {page.url: page.view.board for page in board_pages(graph, find(graph))}
    bars = {url: [(bar.end, bool(bar.late)) for bar in board.rows[0].bars] for url, board in pages.items()}
    assert bars["/board/2000-2009/"] == bars["/board/2010-2019/"] == [("", True)]
    assert bars["/board/"] == [("answered", True)]
    assert [board.as_of for url, board in pages.items() if "20" in url] == ["", ""]


def test_a_long_time_has_fewer_numbers_and_many_meetings_have_no_lines(tmp_path: Path) -> None:
    records = {"project:alpha": "", "1963-05-01": HELD, "1963-05-01/alpha": "outcome: A"}
    held = {f"20{year:02}-{month:02}-01": HELD for year in range(10, 24) for month in range(1, 13)}
    reviews = {f"{meeting}/alpha": "outcome: B" for meeting in list(held)[-3:]}
    graph = graph_of(tmp_path, records | held | reviews)
    view = own_board("alpha", graph, find(graph))
    assert view
    assert [label for _, _, label, _ in view.years if label] == ["1965", "1970", "1975", "1980", "1985"] + [
        str(year) for year in range(1990, 2021, 5)
    ]
    assert view.meetings == ()


def test_the_same_records_make_the_same_pages(tmp_path: Path) -> None:
    records = ALPHA | {"2023-01-10/alpha": asking("due: 2023-02"), "project:other": ""}
    records |= {f"{meeting}/other": "" for meeting in MEETINGS}
    one, other = (graph_of(tmp_path / name, records) for name in "ab")
    assert [page.view for page in board_pages(one, find(one))] == [p.view for p in board_pages(other, find(other))]


def test_a_committee_that_gives_decisions_does_not_give_advice(tmp_path: Path) -> None:
    config = CONFIG.replace("short: the Committee", "short: the Committee, gives: decisions")
    review = "---\ndiscussed: 1\noutcome: A\nuntil: 2023-01-31\n---\n\n## Decision\n\nFine.\n"
    records = {f"meetings/2023-0{n}-01.md": "---\n---\n\n## 1. One\n" for n in (1, 2, 3)}
    records |= {f"projects/p{n}.md": f"---\ntitle: P{n}\n---\n" for n in (1, 2, 3)}
    records |= {f"reviews/2023-0{n}-01/p{n}.md": review.replace("01-31", f"0{n}-28") for n in (1, 2, 3)}
    page = site_of(tmp_path, records, config).page("/board/")
    assert page.texts(".board__name small") == [
        "decision ran out on 28 January 2023",
        "decision ran out on 28 February 2023",
        "decision until 28 March 2023",
    ]
