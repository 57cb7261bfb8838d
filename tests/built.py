"""Small archives that tests write, the sites built from them, and pages as tests read them."""

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from candour.commands.report import as_text
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.ledger.changes import compare
from candour.ledger.former import published
from candour.memory import Options
from candour.pipeline import Site, build
from candour.problems import Problem, errors
from candour.site.publishing import open_stage

ROOT = Path(__file__).resolve().parent.parent

FENMOOR = ROOT / "tests" / "fixtures" / "fenmoor"
"""An invented archive that has something of everything."""
QUILLMARK = ROOT / "tests" / "fixtures" / "quillmark"
"""Another, of a standards body: meetings of three days, numbered stages, outcomes without codes, nothing requested."""
CONFIG = """\
title: Decisions
url: https://example.org/ethics/
committee: {name: Ethics Committee, short: the Committee}
outcomes:
  A: {label: Proceed, tone: positive, meaning: Go ahead.}
  B: {label: Change, tone: caution}
stages: {first: First look, final: Final report}
project_kinds: {model: Model}
request_kinds: {report: Report back}
organisations: {members: {name: Members, members: yes}}
topics: {fairness: Fairness}
publisher: Ann Lee
"""
"""Enough for every record that tests write."""

_INLINE = "a|abbr|b|cite|code|em|i|q|s|small|span|strong|sub|sup|time"
"""Elements that do not part words."""


def words_of(html: str) -> str:
    """The text as a reader sees it, with single spaces; no two blocks of a page run together.

    Explanations of abbreviations are left out: they are not the record's, and only the first on a page has one. So are
    the names of marks in a picture.
    """
    parted = re.sub(rf"<(?!/?(?:{_INLINE})\b)", " <", html)
    body = LexborHTMLParser(parted).body
    for unseen in body.css(".gloss, svg title") if body else ():
        unseen.decompose()
    return " ".join(body.text().split()) if body else ""


class BuiltPage:
    """One page of a built site."""

    def __init__(self, address: str, html: str) -> None:
        self.address = address
        self.html = html

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html)

    @cached_property
    def main(self) -> str:
        """The words of the main element."""
        return words_of(self.one("main").html or "")

    @property
    def title(self) -> str:
        return self.one("head > title").text()

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of every heading, in order."""
        return [(int((h.tag or "")[1]), words_of(h.html or "")) for h in self.all("h1, h2, h3, h4, h5, h6")]

    def one(self, selector: str) -> LexborNode:
        """The only element of its kind."""
        found = self.all(selector)
        assert len(found) == 1, f"{self.address} has {len(found)} of {selector}"
        return found[0]

    def all(self, selector: str) -> list[LexborNode]:
        return self.tree.css(selector)

    def text(self, selector: str) -> str:
        """The words of the only element of its kind."""
        return words_of(self.one(selector).html or "")

    def texts(self, selector: str) -> list[str]:
        return [words_of(node.html or "") for node in self.all(selector)]

    def ids(self) -> list[str]:
        return [node.attributes["id"] or "" for node in self.all("[id]")]

    def links(self, selector: str = "main a") -> list[tuple[str, str]]:
        """Words and target of every link."""
        return [(words_of(node.html or ""), node.attributes["href"] or "") for node in self.all(selector)]


@dataclass(frozen=True)
class BuiltSite:
    files: Mapping[str, bytes]
    """By path."""

    @cached_property
    def pages(self) -> Mapping[str, BuiltPage]:
        """Every page by its address within the site, as in `/projects/` or `/404.html`."""
        found = {path: "/" + path.removesuffix("index.html") for path in sorted(self.files) if path.endswith(".html")}
        return {address: BuiltPage(address, self.files[path].decode()) for path, address in found.items()}

    def page(self, address: str) -> BuiltPage:
        assert address in self.pages, f"no page at {address}; there are {list(self.pages)}"
        return self.pages[address]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def write_archive(folder: Path, records: Mapping[str, str], config: str = CONFIG) -> Path:
    """An archive; `records` gives the text of each file below `content/`, or of `static/root/…`."""
    for name, text in {"site_config.yaml": config, **records}.items():
        path = folder / name if name.startswith(("site_config", "static/")) else folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def build_site(archive: Path, output: Path) -> BuiltSite:
    """The published site of an archive without errors."""
    built = build(archive, output)
    assert built.hash, "\n".join(map(as_text, built.problems))
    return BuiltSite(contents(output))


def built_once(factory: pytest.TempPathFactory, name: str, archive: Path) -> Path:
    """The folder of a site that all workers share, built by the one that is first; the `styleguide` with that page."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    output = base / name / "output"
    with open_stage(base / name / "turn", wait_seconds=300) as turn:  # for its lock
        assert turn.problems == ()
        if not output.exists():
            built = build(archive, output, options=Options(styleguide=name == "styleguide"))
            assert built.hash, "\n".join(map(as_text, built.problems))
    return output


def site_of(
    folder: Path, records: Mapping[str, str], config: str = CONFIG, *, despite: Collection[str] = ()
) -> BuiltSite:
    """The pages of a small archive without errors, as they would be published; nothing is written or indexed.

    `despite` names errors to overlook: what would happen if they were missed.
    """
    archive = write_archive(folder, records, config)
    checked = check_archive(archive)
    assert checked.graph, "no configuration"
    found = [problem for problem in errors(checked.problems) if problem.name not in despite]
    assert not found, "\n".join(map(as_text, found))
    files, problems = made(checked.graph, archive)
    assert not problems, "\n".join(map(as_text, problems))
    return BuiltSite(files)


def made(graph: SiteGraph, archive: Path) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The files of a site by their paths, without the index, and what is wrong with them; nothing is written."""
    site = Site(graph, archive)
    return {file.path: file.content for file in site.files()}, site.problems()


def names_of_problems(archive: Path) -> list[str]:
    return [problem.name for problem in check_archive(archive).problems]


def changed_since(commit: str, archive: Path, day: str = "…") -> tuple[Problem, ...]:
    """What `check --since` adds to what is wrong with the records."""
    checked, before = check_archive(archive), published(commit, archive)
    assert checked.graph
    assert before
    return compare(before, checked.graph, day, {problem.span.file for problem in errors(checked.problems)})
