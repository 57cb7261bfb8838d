"""The questions of `questions/` are put to the search, each once; see the README there.

Which archive a file of questions is about is its name's; `council` is about 1,000 reviews in meetings of two days.
"""

import gzip
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from built import built_once
from council import generate
from playwright.sync_api import Page, expect

from browser.browsing import Browsing, Served, serve

AGREED = {"content": 30, "fenmoor": 40, "quillmark": 20, "council": 30}
"""How many questions there are at least about each archive."""
LEAST = (0.95, 0.8)
"""The shares that succeed within the first three links and with the first."""
LINKS = 3
OFFERED = """links => [...document.querySelectorAll("#search a[href]")]
    .filter((link) => link.checkVisibility() && !link.closest("form, [data-part=lists]"))
    .filter((link) => link.origin + link.pathname !== location.origin + location.pathname)
    .slice(0, links).map((link) => link.href)"""
"""The first links to other pages, in order. Those to whole lists, as after any search without results, do not count."""


@dataclass(frozen=True)
class Question:
    typed: str
    wants: str
    kind: str
    right: Sequence[str]
    filters: Mapping[str, str]
    changed: str

    def __str__(self) -> str:
        return " + ".join([f"“{self.typed}”", *self.filters.values()])

    def place(self, offered: Sequence[str]) -> int | None:
        """Of the first address among those offered that answers it."""
        return next((at for at, one in enumerate(offered) if any(leads(one, right) for right in self.right)), None)


def questions(name: str) -> list[Question]:
    text = (Path(__file__).parent / "questions" / f"{name}.yaml").read_text("utf-8")
    return [Question(**{"filters": {}, "changed": "", **one}) for one in yaml.safe_load(text)]


def leads(offered: str, right: str) -> bool:
    """Does a link lead to an address, as the README has it? The words that a page is to mark are no part of either."""
    one, other = urlsplit(offered), urlsplit(right)
    choices = sorted((name, value) for name, value in parse_qsl(one.query) if name != "found")
    return (
        one.path == other.path
        and (not other.query or choices == sorted(parse_qsl(other.query)))
        and (not other.fragment or f"{one.fragment}-".startswith(f"{other.fragment}-"))
    )


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    archive = tmp_path_factory.mktemp("council-archive")
    generate(archive, meetings=75, items=2700, projects=300, seed=13, details=True)
    yield from serve(built_once(tmp_path_factory, "council", archive))


@pytest.fixture
def asked(request: pytest.FixtureRequest) -> Served:
    """The site of the archive that the questions are about."""
    served: Served = request.getfixturevalue("site" if request.param == "content" else request.param)
    return served


LARGE = pytest.mark.slow, pytest.mark.xdist_group("large")  # one worker, so that the large site is built once
each = pytest.mark.parametrize(
    ("asked", "name"),
    [pytest.param(one, one, marks=LARGE if one == "council" else (), id=one) for one in AGREED],
    indirect=["asked"],
)


@pytest.mark.parametrize("name", AGREED)
def test_there_are_as_many_questions_as_were_agreed_none_of_them_twice(name: str) -> None:
    every = questions(name)
    assert len(every) >= AGREED[name]
    assert len({str(one) for one in every}) == len(every)


@each
def test_the_search_answers(asked: Served, name: str, browsing: Browsing, record_property: Any) -> None:
    page, every = browsing.visit(asked).page, questions(name)
    for address in {address for one in every for address in one.right}:
        path, _, anchor = address.partition("#")
        html = asked.html(path.partition("?")[0].removeprefix("/"))
        assert not anchor or f' id="{anchor}"' in html, f"{address} is no place of the site"
    places, seen = [], []
    for one in every:
        links = offered(page, asked, one)
        places.append(one.place(links))
        seen.append(f"  {one} ({one.kind}): {', '.join(links) or 'nothing'}")
    three, first = (sum(place is not None and place < most for place in places) / len(every) for most in (LINKS, 1))
    told = f"questions to the search, {name}: {three:.0%} within three links, {first:.0%} with the first; missed:"
    misses = [line for line, place in zip(seen, places, strict=True) if place is None]
    late = [line for line, place in zip(seen, places, strict=True) if place]
    record_property("measured", "\n".join([told, *misses]))
    assert three >= LEAST[0], "\n".join([told, *misses])
    assert first >= LEAST[1], "\n".join([told, *misses, "second or third:", *late])


@pytest.mark.slow
@pytest.mark.xdist_group("large")
def test_the_first_search_of_a_large_archive_is_small(
    council: Served, browsing: Browsing, record_property: Any
) -> None:
    visit = browsing.visit(council)
    visit.page.goto(f"{council.url}search/?q=harbour")
    expect(visit.page.locator("#search[data-state=results]")).to_be_attached()
    visit.settle()
    paths = {urlsplit(url).path.removeprefix(urlsplit(council.url).path) for url in visit.requests}
    files = [council.folder / (path + "index.html" if path.endswith("/") else path) for path in sorted(paths)]
    sizes = [len(gzip.compress(file.read_bytes())) for file in files]  # what is packed already stays as it is
    record_property(
        "measured", f"a first search of 1,000 reviews: {sum(sizes):,} bytes, {len(visit.requests)} requests"
    )
    assert sum(sizes) < 205_000
    assert len(visit.requests) <= 20


def offered(page: Page, site: Served, question: Question) -> list[str]:
    """The first links of the search page, as addresses of the site."""
    ready = page.locator("#search:is([data-state=results], [data-state=nothing])")
    if not page.url.startswith(f"{site.url}search/") or "&" in page.url:
        page.goto(f"{site.url}search/")
    field = page.locator("#search input[name=q]")
    field.fill(question.typed)
    field.press("Enter")
    expect(page).to_have_title(re.compile(f"^{re.escape(' '.join(question.typed.split()))} – "))
    expect(ready).to_be_attached()
    if question.filters:
        page.locator("[data-part=filters] summary").click()
    for group, value in question.filters.items():
        page.get_by_role("group", name=group).get_by_label(value).check()
        expect(page.get_by_role("region", name="Filters in use")).to_contain_text(value)
        expect(ready).to_be_attached()
    return [f"/{link.removeprefix(site.url)}" for link in page.evaluate(OFFERED, LINKS)]


@pytest.mark.parametrize(
    ("link", "right", "is_right"),
    [
        ("/projects/x/?found=owls#history", "/projects/x/", True),
        ("/projects/xy/", "/projects/x/", False),
        ("/meetings/2031-02-03/#item-7-decision", "/meetings/2031-02-03/#item-7", True),
        ("/meetings/2031-02-03/#item-70", "/meetings/2031-02-03/#item-7", False),
        ("/meetings/2031-02-03/", "/meetings/2031-02-03/#item-7", False),
        ("/decisions/?year=2031&stage=report", "/decisions/?stage=report&year=2031", True),
        ("/decisions/?year=2031&stage=report&outcome=B", "/decisions/?stage=report&year=2031", False),
        ("/decisions/", "/decisions/?stage=report", False),
    ],
)
def test_what_counts_as_an_answer(link: str, right: str, is_right: bool) -> None:
    assert leads(link, right) is is_right
