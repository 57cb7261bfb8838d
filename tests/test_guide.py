"""Every example of `docs/guide/` is tried: its files are laid over an archive, and what it says one sees is seen.

How the guide is written, and read here:

- A block below a paragraph that ends in a colon and names a file is that file: all of it, or what is put "above the
  second `---`", "below `outcomes:`" or "at the end". A `diff` takes lines out and puts others in.
- A block with a problem in it is what the check of the pull request says then: it compares with the archive as it was.
  When a section ends, the check must have nothing to say that the section does not show.
- A paragraph that begins with "Change the name of" moves a file.
- A `console` block is typed, and prints what it shows; `…` is anything.
- A paragraph that begins with "You see" names pages in backticks, each after the “words” that are on it.
- Each section begins with the archive that ships, as it was; or, if it or its page says that it goes on from another
  page, with the files of that one.
"""

import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise
from pathlib import Path
from typing import Self

import pytest
from built import ROOT, BuiltPage, changed_since

from candour.commands import check as check_command
from candour.commands.main import cli, run
from candour.commands.report import as_text
from candour.findings import find
from candour.graph.check import check_archive
from candour.pages import plan_pages
from candour.problems import in_order
from candour.site.assets import read_assets
from candour.site.rendering import renderer

DOCS = ROOT / "docs"
GUIDE = DOCS / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
ONCE = {"another-host.md", "start.md"}
"""What somebody sits down for once; it may take longer."""
ALSO_TRIED = {"start.md"}
"""By `test_init.py` and `test_own_look.py`, in an archive of its own."""
LASTING = {"serve"}
"""Commands that do not end by themselves."""
ELSEWHERE = {"make", "git", "python3", "nginx", "cd", "cp"}
"""What a terminal has besides candour."""

BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>[a-z]*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    kind: str
    text: str
    intro: str
    """The paragraph above, if it ends in a colon."""


@dataclass(frozen=True)
class Section:
    page: Path
    title: str
    goes_on_from: str
    """`meeting.md#the-files`, the section whose files are there already; or nothing."""
    published: bool
    """Whether those are public."""
    steps: tuple[Block | str, ...]
    """Its blocks, and its paragraphs that begin with "You see" or "Change the name of"."""


def sections(page: Path) -> Iterator[Section]:
    text = page.read_text("utf-8")
    blocks = list(BLOCK.finditer(text))
    bare = BLOCK.sub(lambda block: "\0" * len(block[0]), text)
    starts = [0, *(heading.start() for heading in re.finditer(r"^## ", bare, re.MULTILINE)), len(text)]
    for start, end in pairwise(starts):
        steps: list[tuple[int, Block | str]] = []
        for block in blocks:
            if start <= block.start() < end:
                above = bare[start : block.start()].rstrip(" \n").rpartition("\n\n")[2]
                intro = " ".join(above.split()) if above.endswith(":") else ""
                text_of = re.sub(f"^{block['indent']}", "", block["text"], flags=re.MULTILINE)
                steps.append((block.start(), Block(block["kind"], text_of, intro)))
        for seen in re.finditer(
            r"(?<=\n\n) *(?:You see|Change the name of) .*?(?=\n\n|\Z)", bare[start:end], re.DOTALL
        ):
            steps.append((start + seen.start(), " ".join(seen[0].split())))
        title = bare[start:end].strip().partition("\n")[0].lstrip("# ")
        said = re.search(r"\bgoe?s?\s+on\s+from\s+\[[^]]*\]\(([^)]+)\)([^.]*)", bare[: starts[1]] + bare[start:end])
        name, _, anchor = said[1].partition("#") if said else ("", "", "")
        earlier = f"{name or page.name}#{anchor or 'the-files'}" if said else ""
        if steps:
            done = tuple(step for _, step in sorted(steps, key=lambda step: step[0]))
            yield Section(page, title, earlier, bool(said and "published" in said[2]), done)


def changed(text: str, block: Block) -> str:
    """The file's text after what the block says was done to it."""
    lines, new = text.splitlines(keepends=True), block.text
    if block.kind == "diff":
        rows = new.splitlines(keepends=True)
        old = "".join(row[1:] for row in rows if row[0] != "+")
        assert text.count(old) == 1, f"not once in the file:\n{old}"
        return text.replace(old, "".join(row[1:] for row in rows if row[0] != "-"))
    if "above the second `---`" in block.intro:
        at = lines.index("---\n", 1)
    elif below := re.search(r"below `([^`]+)`", block.intro):
        assert text.count(f"\n{below[1]}\n") == 1, below[1]
        at = lines.index(f"{below[1]}\n") + 1
    elif "at the end" in block.intro:
        at = len(lines)
    else:
        return new
    return "".join([*lines[:at], new, *lines[at:]])


def like(shown: str, said: str) -> bool:
    pattern = ".*?".join(re.escape(part.strip(" \n")) for part in shown.split("…"))
    return re.fullmatch(rf"\s*{pattern}\s*", said, re.DOTALL) is not None


def typed(archive: Path, command: str) -> str:
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(output):
        run(archive, shlex.split(command)[1:])
    return output.getvalue()


class Archive:
    """The archive of a section while its steps are done."""

    def __init__(self, folder: Path, section: Section) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "content", folder / "content")
        shutil.copy(ROOT / "site_config.yaml", folder)
        if section.goes_on_from and section.published:
            self.go_on_from(section.goes_on_from)
        git = ["git", "-c", "user.name=Ann Lee", "-c", "user.email=ann@example.org"]
        for command in (["init", "-qb", "main"], ["add", "."], ["commit", "-qm", "As published"]):
            subprocess.run([*git, *command], cwd=folder, check=True)
        if section.goes_on_from and not section.published:
            self.go_on_from(section.goes_on_from)
        self.looked_at = True
        """Whether the check has been read since the last change."""

    def go_on_from(self, name: str) -> None:
        page, _, anchor = name.partition("#")
        (section,) = (one for one in sections(GUIDE / page) if id_of(one.title) == anchor)
        for step in section.steps:
            if isinstance(step, Block):
                self.write(step)

    def said_by_check(self) -> str:
        checked = check_archive(self.folder)
        problems = (*checked.problems, *changed_since("HEAD", self.folder, f"{Noon.now():%Y-%m-%d}"))
        return "\n".join(map(as_text, in_order(problems)))

    def do(self, step: Block | str) -> None:
        if isinstance(step, str):
            self.see(step) if step.startswith("You see") else self.move(step)
        elif step.kind == "console":
            self.type(step.text)
        elif re.search(r"\b(error|warning)\[", step.text):
            assert like(step.text, self.said_by_check()), self.said_by_check()
            self.looked_at = True
        else:
            self.write(step)

    def write(self, block: Block) -> None:
        named = re.findall(r"`((?:content/|site_config)[^`]*)`", block.intro)
        assert named, f"no file is named above:\n{block.text}"
        file = self.folder / named[-1]
        text = changed(file.read_text("utf-8") if file.exists() else "", block)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        self.looked_at = False

    def move(self, paragraph: str) -> None:
        old, new = re.findall(r"`(content/[^`]*)`", paragraph)
        (self.folder / old).rename(self.folder / new)
        self.looked_at = False

    def type(self, text: str) -> None:
        for entered in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, shown = entered.partition("\n")
            program, name = f"{command} ".split(" ")[:2]
            if program == "candour" and name not in cli.commands:
                pytest.skip(f"there is no candour {name} yet")
            if program in ELSEWHERE or name in LASTING:
                continue
            assert program == "candour", command
            said = typed(self.folder, command)
            assert like(shown, said), f"$ {command}\n{said}"
            self.looked_at = name == "check"

    def see(self, paragraph: str) -> None:
        graph = check_archive(self.folder).graph
        assert graph
        findings, words = find(graph), list[str]()
        pages = {page.url: page for page in plan_pages(graph, findings)}
        for found in re.finditer(r"“(?P<words>[^”]*)”|`(?P<address>/[^`]*)`", paragraph):
            if not found["address"]:
                words.append(found["words"])
                continue
            file = renderer(graph, findings, read_assets("").addresses)(pages[found["address"]])
            page = BuiltPage(found["address"], file.content.decode()).main
            assert not [one for one in words if one not in page], f"{words} on {found['address']}: {page}"
            words = []
        assert not words, f"on which page is “{words}”?"


class Noon(datetime):
    """A clock that stands on the day that the guide shows."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2023, 6, 12, 12, tzinfo=tz)


@pytest.mark.parametrize(
    "section",
    [one for page in PAGES if page.name not in ALSO_TRIED for one in sections(page)],
    ids=lambda one: f"{one.page.stem}: {one.title}",
)
def test_what_the_guide_shows_is_what_happens(
    section: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_command, "datetime", Noon, raising=False)
    archive = Archive(tmp_path, section)
    for step in section.steps:
        archive.do(step)
    assert archive.looked_at or not archive.said_by_check(), archive.said_by_check()


def test_the_index_leads_to_every_page_and_a_page_is_read_in_two_minutes() -> None:
    index = (GUIDE / "README.md").read_text("utf-8")
    for page in PAGES:
        words = BLOCK.sub("", page.read_text("utf-8")).split()
        assert len(words) < (750 if page.name in ONCE else 500), f"{page.name} has {len(words)} words"
        assert page.name == "README.md" or f"]({page.name})" in index, page.name


def test_the_readme_is_short_and_says_how_to_look_at_the_site() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "`make serve`" in readme
    assert "index.html" not in readme
    assert len(readme.splitlines()) < 80


def heading_ids(page: Path) -> set[str]:
    bare = BLOCK.sub("", page.read_text("utf-8"))
    titles = re.findall(r"^#+ (.*)$", bare, re.MULTILINE)
    return {id_of(title) for title in titles}


def id_of(title: str) -> str:
    """The id that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_between_the_documents_leads_somewhere(page: Path) -> None:
    bare = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", page.read_text("utf-8")))
    for target in re.findall(r"\]\(([^)\s]+)\)", bare):
        if not re.match(r"https?:|mailto:", target):
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            assert file.exists(), target
            assert not anchor or anchor in heading_ids(file), target
