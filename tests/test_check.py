"""The last gate before publishing: links and anchors of the finished pages."""

import pytest

from candour.model.config import Config
from candour.model.values import Reading
from candour.problems import Problem
from candour.site.links import check_links, linked
from candour.site.manifest import OutFile

CONFIG = Config.model_validate(
    {"title": "Decisions", "url": "https://example.org/ethics/", "committee": "Ethics Committee"},
    context=Reading(lambda text: pytest.fail("no sentence is read here"), {}),
)


def site(**more: str) -> tuple[OutFile, ...]:
    pages = {
        "index.html": '<h1 id="top">Home</h1><a href="projects/x/">x</a> <a href="projects/x/#history">its history</a>',
        "projects/x/index.html": '<h2 id="history">History</h2><a href="../../#top">up</a> <a href="#history">here</a>',
        "moved.html": '<a id="to" href="./">one element may have both</a>',
        "files/a b.pdf": "paper",
        "assets/site.css": "",
    }
    pages |= {path.replace("__", "/"): text for path, text in more.items()}
    return tuple(OutFile(path, text.encode()) for path, text in pages.items())


def checked(files: tuple[OutFile, ...]) -> tuple[Problem, ...]:
    pages = [linked(file) for file in files if file.path.endswith(".html")]
    return check_links(pages, [file.path for file in files], CONFIG)


def told(**more: str) -> list[tuple[str, str, str]]:
    return [(p.name, p.span.file, p.message) for p in checked(site(**more))]


def test_a_site_whose_links_all_lead_somewhere_has_no_problems() -> None:
    assert told() == []


@pytest.mark.parametrize(
    "address",
    ["projects/x/", "projects/x/index.html", "./", "#x", "files/a%20b.pdf", "https://example.org/x", "mailto:a@b.org"],
)
def test_links_that_lead_somewhere(address: str) -> None:
    assert told(**{"page.html": f'<p id="x"><a href="{address}">x</a>'}) == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("projects/y/", "leads to a page that does not exist"),
        ("projects/x", "leads to a page that does not exist"),
        ("files/a.pdf", "leads to a page that does not exist"),
        ("projects/x/#requests", "leads to a place that is not on its page"),
        ("#nowhere", "leads to a place that is not on its page"),
        ("/projects/x/", "is not relative to its page"),
        ("http://example.org/", "begins with neither https: nor mailto:"),
        ("javascript:alert(1)", "begins with neither https: nor mailto:"),
        ("//example.org/", "begins with neither https: nor mailto:"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_page(address: str, message: str) -> None:
    assert told(**{"page.html": f'<a href="{address}">x</a><a href="{address}">again</a>'}) == [
        ("broken-link", "output/page.html", f'"{address}" {message}')
    ]


@pytest.mark.parametrize("element", ['<script src="js/x.js"></script>', '<form action="search/"></form>'])
def test_not_only_links_are_followed(element: str) -> None:
    assert [name for name, *_ in told(**{"page.html": element})] == ["broken-link"]


def test_the_page_for_lost_readers_is_served_at_any_depth() -> None:
    assert told(**{"404.html": '<a href="/ethics/projects/x/">x</a>'}) == []
    assert [name for name, *_ in told(**{"404.html": '<a href="/ethics/projects/y/">y</a>'})] == ["broken-link"]


def test_an_id_that_stands_twice_on_a_page_is_told() -> None:
    problems = checked(site(**{"page.html": '<p id="x"><p id="y"><p id="x">'}))
    assert [(p.name, p.span.file, p.message) for p in problems] == [
        ("duplicate-html-id", "output/page.html", 'the id "x" is there 2 times')
    ]


def test_what_is_wrong_with_a_finished_page_is_said_to_be_our_fault() -> None:
    problems: tuple[Problem, ...] = checked(site(**{"page.html": '<p id="x"><p id="x"><a href="y">'}))
    assert len(problems) == 2
    assert all("fault of a template" in problem.hint for problem in problems)


def test_two_files_whose_names_differ_only_in_capital_letters_are_one_address() -> None:
    told = checked(site(**{"page.html": "", "Page.html": ""}))
    assert [(p.name, p.span.file) for p in told] == [("duplicate-url", "output/Page.html")]
