"""From pages to HTML: every word of a record is shown as words, whatever it looks like; addresses are relative."""

import html
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from posixpath import normpath
from typing import Any, get_args
from urllib.parse import urljoin

import pytest
import yaml
from built import FENMOOR, QUILLMARK, ROOT, BuiltPage, BuiltSite, site_of, words_of
from everything import everything
from hypothesis import assume, given
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from naughty import NAUGHTY, strange_files, strange_parts
from pydantic import BaseModel

from candour.findings import find
from candour.graph.check import check_archive
from candour.model import addresses
from candour.model.config import Config
from candour.model.records import MeetingFacts, ProjectFacts, ReviewFacts
from candour.model.typography import typographic_text
from candour.pages.filters import filters
from candour.problems import gathered
from candour.reading.archive import read_archive
from candour.reading.attendance import attendance_problems
from candour.reading.files import RecordFile, package_folder
from candour.reading.raw import read_raw
from candour.site.rendering import _environment

NOT_SHOWN_YET = {
    "config.organisation.also",
    "config.stage.meaning",
}
"""Fields that no page shows so far."""

HOSTILE = [words for kind in NAUGHTY for words in NAUGHTY[kind] if words.isprintable() and "`" not in words]


def can_be_a_name(words: str) -> bool:
    line = yaml.safe_dump({"chair": [{"name": f"{words} meeting.chair.name"}]}, allow_unicode=True, width=1000)
    raw, _ = gathered(read_raw(RecordFile("meeting", "a.md", "a", f"---\n{line}---\n".encode())))
    return not list(attendance_problems(raw))


OF_PEOPLE = [words for words in HOSTILE if can_be_a_name(words)]
"""The check refuses the others in lists of people."""


def site_saying(folder: Path, words: Callable[[str], str]) -> BuiltSite:
    """A site in which every text of every record begins with the words for its name: plainly, and in Markdown as code.

    HTML in a plain text is a problem of its own; this is what would happen if one were missed.
    """
    records = dict(everything(lambda name: f"{words(name)} {name}", lambda name: f"`{words(name)} {name}`"))
    return site_of(folder, records, records.pop("site_config.yaml"))


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site_saying(tmp_path_factory.mktemp("harmless"), lambda name: "Words of")


@pytest.mark.parametrize("turn", range(3))
def test_hostile_words_in_every_field_stay_words(tmp_path: Path, turn: int, harmless: BuiltSite) -> None:
    """Each field has others in each turn; `make trials` puts all of them into all fields."""
    chosen: dict[str, str] = {}

    def words(name: str) -> str:
        usable = OF_PEOPLE if re.search(r"meeting\..*\.name$", name) else HOSTILE
        return chosen.setdefault(name, usable[(3 * len(chosen) + turn) % len(usable)])

    site = site_saying(tmp_path, words)
    assert site.pages.keys() == harmless.pages.keys()
    assert strange_parts(site.pages, harmless.pages, markdown=False) == {}
    assert strange_files(site, harmless) == set()
    project, review = site.page("/projects/alpha/"), site.page("/reviews/2025-03-04/both/")
    shown = ("project.title", "project.owner", "config.outcome.label")
    title, owner, label = (typographic_text(f"{chosen[name]} {name}") for name in shown)
    assert " ".join(project.title.split()).startswith(title)
    assert owner in project.main
    assert f"{chosen['project.summary']} project.summary" in project.main, "code stays as it was typed"
    assert label in " ".join((review.one("meta[name=description]").attributes["content"] or "").split())


@pytest.mark.parametrize(
    ("before", "after", "strange"),
    [
        ("<p>words</p>", "<p>wo<b>r</b>ds</p>", ("p", "b", (), ())),
        ("<p>words</p>", "<p onclick=x>words</p>", ("body", "p", ("onclick",), ())),
        ("<a href='/x/'>words</a>", "<a href=' java\tScript:x'>words</a>", ("body", "a", ("href",), ("javascript",))),
        ("<a href='/x/'>words</a>", "<a href='\\\\x'>words</a>", ("body", "a", ("href",), ("//",))),
    ],
    ids=["element", "attribute", "scheme", "host"],
)
@pytest.mark.parametrize("markdown", [False, True])
def test_what_gets_in_is_noticed(
    before: str, after: str, strange: tuple[str, str, tuple[str, ...], tuple[str, ...]], markdown: bool
) -> None:
    pages = [{"/": BuiltPage("/", f"<html><body>{html}</body></html>")} for html in (after, before)]
    assert strange_parts(*pages, markdown=markdown) == {"/": {strange}}


def test_a_record_titled_with_an_element_shows_it_as_words_wherever_it_is_named(tmp_path: Path) -> None:
    title = "<img src=x onerror=alert(1)>"
    records = {
        "meetings/2024-01-02.md": "---\npresent:\n  members:\n    - <b>Bo</b>\n---\n\n## 1. One\n",
        "projects/alpha.md": f"---\ntitle: {title}\naliases: <u>Other</u>\n---\n",
        "reviews/2024-01-02/alpha.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n",
    }
    site = site_of(tmp_path, records)
    for address in (
        "/",
        "/projects/",
        "/projects/alpha/",
        "/meetings/",
        "/meetings/2024-01-02/",
        "/decisions/",
        "/decisions/2024/",
        "/outcomes/",
        "/reviews/2024-01-02/alpha/",
    ):
        page = site.page(address)
        assert title in page.main, address
        assert page.all("img") == [], address
        assert html.escape(title, quote=False) in page.html, address
    assert site.page("/projects/alpha/").title.startswith(title)
    assert "<u>Other</u>" in site.page("/projects/alpha/").main
    assert "<b>Bo</b>" in site.page("/people/").main


# Nothing of a record is left out


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuiltSite, set[str]]:
    """A site in which every text is its own name, and those names."""
    names: set[str] = set()

    def name(field: str) -> str:
        names.add(field)
        return f"«{field}»"

    records = dict(everything(name, name))
    return site_of(tmp_path_factory.mktemp("marked"), records, records.pop("site_config.yaml")), names


def test_every_text_of_every_record_is_on_some_page(marked: tuple[BuiltSite, set[str]]) -> None:
    site, names = marked
    shown = " ".join(words_of(page.html) for page in site.pages.values())
    assert {name for name in names if f"«{name}»" not in shown} == NOT_SHOWN_YET


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/meetings/2025-03-04/", {"meeting", "interest", "approval", "agenda"}),
        ("/reviews/2025-03-04/both/", {"review", "previous"}),
        ("/projects/alpha/", {"project", "alias", "event", "previous"}),
    ],
)
def test_every_text_of_a_record_is_on_its_own_page(
    marked: tuple[BuiltSite, set[str]], address: str, kinds: set[str]
) -> None:
    site, names = marked
    elsewhere = {
        "meeting.answer.text",  # with the request that they answer, on its record's page
        "meeting.answer.note",
        "review.why",  # wherever one line must do; the review's own page has its reasons
    }
    own = {name for name in names if name.partition(".")[0] in kinds} - NOT_SHOWN_YET - elsewhere
    assert {name for name in own if f"«{name}»" not in site.page(address).main} == set()


@pytest.mark.parametrize("address", ["/meetings/2025-03-04/", "/projects/alpha/", "/projects/beta/"])
def test_the_discussion_of_a_review_is_on_the_meeting_and_why_is_on_its_projects(
    marked: tuple[BuiltSite, set[str]], address: str
) -> None:
    page = marked[0].page(address)
    names = {"review.decision", "review.decisions.text", "review.request.text"}
    if address.startswith("/meetings"):
        names |= {"review.earlier", "review.presentation", "review.equality", "review.questions", "review.turn"}
        names |= {"review.answer", "review.note"}
    names = {"review.why"} if address.startswith("/projects") else names
    assert {name for name in names if f"«{name}»" not in page.main} == set()


def test_the_archive_of_everything_has_every_field_there_is(tmp_path: Path) -> None:
    """So that a new field cannot be forgotten by the tests above."""
    from_yaml = everything(lambda name: f"Words of {name}", lambda name: f"Words of {name}")
    for name, text in from_yaml.items():
        path = tmp_path / name if name == "site_config.yaml" else tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (config, archive, _), problems = gathered(read_archive(tmp_path))
    assert problems == ()
    written: dict[str, set[str]] = defaultdict(set)
    for facts in (config, *(record.facts for record in archive.records)):
        collect(facts, written)
    for kind in (Config, MeetingFacts, ReviewFacts, ProjectFacts):
        for model in models_in(kind):
            left_out = set(model.model_fields) - written[model.__name__]
            assert left_out - {"removed"} == set(), model.__name__  # a removed record shows nothing else


def collect(value: Any, written: dict[str, set[str]]) -> None:
    if isinstance(value, BaseModel):
        written[type(value).__name__] |= value.model_fields_set
        for name in type(value).model_fields:
            collect(getattr(value, name), written)
    elif isinstance(value, dict):
        for inner in value.values():
            collect(inner, written)
    elif isinstance(value, tuple):
        for inner in value:
            collect(inner, written)


def models_in(kind: Any) -> set[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        inner = (models_in(field.annotation) for field in kind.model_fields.values())
        return {kind}.union(*inner)
    return set[type[BaseModel]]().union(*(models_in(part) for part in get_args(kind)))


# Templates


def test_a_name_that_is_not_there_stops_the_rendering() -> None:
    environment = _environment({})
    assert environment.undefined is StrictUndefined
    assert environment.autoescape is True
    with pytest.raises(UndefinedError):
        environment.from_string("{{ page.titel }}").render(page={"title": "x"})
    with pytest.raises(UndefinedError):
        environment.from_string("{% if nothing %}{% endif %}").render()


def test_no_template_says_that_something_is_safe() -> None:
    for path in package_folder("templates").rglob("*.html"):
        source, name = path.read_text("utf-8"), path.name
        assert not re.search(r"\|\s*safe\b|autoescape|Markup\b|\son[a-z]+=|\sstyle=|<style|href=[^\"]", source), name


# Addresses

parts = st.text(alphabet="abz019-", min_size=1, max_size=6)
folders = st.lists(parts, max_size=4).map(lambda names: "/" + "".join(f"{name}/" for name in names))
pages = st.one_of(folders, st.tuples(folders, parts).map(lambda pair: f"{pair[0]}{pair[1]}.html"))
anchors = st.one_of(st.just(""), parts.map(lambda name: f"#{name}"))


@given(page=pages, target=pages, anchor=anchors)
def test_a_relative_address_leads_where_the_absolute_one_does(page: str, target: str, anchor: str) -> None:
    assume(page.endswith("/") or target != page)  # the only page that is a file, 404.html, is rooted
    base = "https://example.org/some/where"
    told = addresses.relative(page, target + anchor)
    assert urljoin(base + page, told) == base + target + anchor
    assert told
    assert not told.startswith("/")


@given(page=pages, target=pages)
def test_a_relative_address_never_climbs_above_the_site(page: str, target: str) -> None:
    depth = page.count("/") - 1
    assert addresses.relative(page, target).count("../") <= depth


@given(page=pages, target=pages)
def test_files_on_a_disk_lie_as_the_addresses_say(page: str, target: str) -> None:
    assume(page.endswith("/") or target != page)
    told = addresses.relative(page, target)
    here = addresses.output_path(page).rpartition("/")[0]
    there = normpath(f"{here}/{told}").lstrip("/") + ("/" if told.endswith("/") else "")
    assert addresses.output_path("/" + there.removeprefix("./")) == addresses.output_path(target)


@pytest.mark.parametrize(
    ("page", "target", "told"),
    [
        ("/", "/", "./"),
        ("/", "/projects/", "projects/"),
        ("/projects/", "/", "../"),
        ("/projects/", "/projects/#x", "#x"),
        ("/a/b/", "/c/#x", "../../c/#x"),
        ("/a/b/", "/a/", "../"),
        ("/a/", "/a/b/", "b/"),
        ("/meetings/2023-02-08/", "/meetings/2023-02-08-extraordinary/", "../2023-02-08-extraordinary/"),
        ("/404.html", "/about/", "about/"),
        ("/a/", "/manifest.json", "../manifest.json"),
    ],
)
def test_relative_addresses(page: str, target: str, told: str) -> None:
    assert addresses.relative(page, target) == told


def test_what_a_template_is_compiled_to_depends_on_no_archive() -> None:
    """So that one compilation does for all sites of these tests: see `templates.py`."""
    names = [path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")]

    def compiled(archive: Path) -> dict[str, str]:
        graph = check_archive(archive).graph
        assert graph
        environment = _environment(graph.own)
        assert environment.loader
        environment.filters.update(filters(graph, find(graph)))
        sources = {name: environment.loader.get_source(environment, name)[0] for name in names}
        return {name: environment.compile(text, name, raw=True) for name, text in sources.items()}

    assert compiled(FENMOOR) == compiled(QUILLMARK)
