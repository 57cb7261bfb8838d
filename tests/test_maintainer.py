"""A maintainer from the first day on: an archive begins, and each task of the guide is done in it, one after the other.

After each, the check compares with what was published last, the site is built, and every address that was ever public
still leads somewhere.
"""

import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from built import BuiltSite, build_site
from click.testing import CliRunner, Result

from candour.commands.main import cli

DAY = "2026-03-20"
FIRST, SECOND = "content/meetings/2026-03-10.md", "content/meetings/2026-04-14.md"
BENCH, LAMPS = "content/reviews/2026-03-10/a-bench.md", "content/reviews/2026-03-10/lamps-in-mill-lane.md"


@dataclass
class Maintainer:
    archive: Path
    published: str = ""
    """The commit that readers see."""
    addresses: set[str] = field(default_factory=set)
    """All that were ever public."""

    def types(self, *arguments: str) -> Result:
        result = CliRunner().invoke(cli, arguments, obj=self.archive)
        assert result.exit_code == 0, (arguments, result.output)
        return result

    def problems(self) -> list[dict[str, str | int]]:
        since = ["--since", self.published] if self.published else []
        found: list[dict[str, str | int]] = json.loads(
            CliRunner().invoke(cli, ["check", "--json", *since], obj=self.archive).stdout
        )
        return found

    def writes(self, file: str, *changes: tuple[str, str]) -> None:
        text = (self.archive / file).read_text("utf-8")
        for old, new in changes:
            assert old in text, (file, old, text)
            text = text.replace(old, new)
        (self.archive / file).write_text(text, "utf-8")

    def git(self, *arguments: str) -> str:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, cwd=self.archive, check=True, capture_output=True, text=True).stdout.strip()

    def publishes(self) -> BuiltSite:
        assert self.problems() == []
        site = build_site(self.archive, self.archive / "output")
        assert [address for address in self.addresses if address not in site.pages] == []
        self.addresses |= site.pages.keys()
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "As published")
        self.published = self.git("rev-parse", "HEAD")
        return site


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new archive without its examples, and in it a first meeting with two projects, filled in."""
    maintainer = Maintainer(tmp_path_factory.mktemp("maintainer") / "archive")
    given = ["--name", "Planning Committee", "--about", "planning applications", "--contact", "clerk@example.org"]
    maintainer.types("init", str(maintainer.archive), *given, "--outcomes", "approve-amend-refuse", "--yes")
    maintainer.types("remove-examples")
    maintainer.git("init", "--quiet", "--initial-branch", "main")
    projects = ["--new-project", "A bench", "--new-project", "Lamps in Mill Lane"]
    maintainer.types("new", "meeting", "2026-03-10", "--title", "Ordinary meeting", *projects)
    assert [problem for problem in maintainer.problems() if not problem["line"]] == []
    fills_in_meeting(maintainer, FIRST)
    fills_in_review(maintainer, BENCH, "amend")
    fills_in_review(maintainer, LAMPS, "approve")
    for name, text in (("a-bench", "A bench at the bus stop."), ("lamps-in-mill-lane", "Three lamps for a lane.")):
        maintainer.writes(f"content/projects/{name}.md", ("…", text))
    request = (
        "requests:\n  yearly-cost:\n    due: next-meeting\n    text: Say what the bench would cost each year.\n---\n\n#"
    )
    maintainer.writes(BENCH, ("---\n\n#", request))
    assert maintainer.problems() == []
    return maintainer.archive


def fills_in_meeting(maintainer: Maintainer, file: str) -> None:
    text = (maintainer.archive / file).read_text("utf-8")
    for line in re.findall(r"^.*…$", text, re.MULTILINE):
        if not line.startswith("#"):
            name = line.strip().partition(":")[0]
            written = {"start": "19:00", "end": "20:30", "chair": "Ada Moss"}.get(name)
            text = text.replace(f"{line}\n", f"{name}: {written}\n" if written else "")
    there = "present:\n  committee:\n    - Ada Moss, Chair\n    - Ben Penn\n"
    text = re.sub(r"^present:.*\n(?: .*\n)*", there, text, flags=re.MULTILINE)
    (maintainer.archive / file).write_text(text, "utf-8")


def fills_in_review(maintainer: Maintainer, file: str, outcome: str) -> None:
    words = {
        "## Presentation\n\n…": "## Presentation\n\nThe Clerk showed a plan.",
        "## Questions and comments\n\n…": "## Questions and comments\n\n- A member asked what it costs. {#cost cost}\n"
        "    - About £40 a year.",
        "## Decision\n\n…": "## Decision\n\nThe committee saw no harm in it.",
        "stage: …": "stage: first",
        "outcome: …": f"outcome: {outcome}",
        "why: >\n  …": "why: Nobody saw any harm in it.",
    }
    maintainer.writes(file, *words.items())


@pytest.fixture
def maintainer(begun: Path, tmp_path: Path) -> Maintainer:
    subprocess.run(["cp", "-R", begun, tmp_path / "archive"], check=True)
    return Maintainer(tmp_path / "archive")


# --- mistakes -----------------------------------------------------------------------------------------------------

ORDINARY: dict[str, tuple[str, str, str]] = {
    "an outcome is mistyped": (BENCH, "outcome: amend", "outcome: ammend"),
    "a field is mistyped": (BENCH, "outcome: amend", "outcomes: amend"),
    "a space is missing": (BENCH, "stage: first", "stage:first"),
    "a sentence has a colon": (BENCH, "why: Nobody saw", "why: One thing: nobody saw"),
    "a list has a tab": (FIRST, "    - Ben Penn", "\t- Ben Penn"),
    "a time is written with a point": (FIRST, "start: 19:00", "start: 19.00"),
    "a name is mistyped": (FIRST, "chair: Ada Moss", "chair: Ada Mos"),
    "a person is listed twice": (FIRST, "    - Ben Penn", "    - Ben Penn\n    - Ben Penn"),
    "a topic is mistyped": (BENCH, "{#cost cost}", "{#cost costs}"),
    "a heading is mistyped": (BENCH, "## Decision", "## Decisoin"),
    "an item is wrong": (BENCH, "discussed: ", "discussed: 2"),
    "a field has no value": (FIRST, "title: Ordinary", "place:\ntitle: Ordinary"),
    "a link is not safe": (BENCH, "a plan", "a [plan](http://example.org/plan)"),
    "the facts end with two hyphens": (BENCH, "---\n\n## Pre", "--\n\n## Pre"),
}
STEPS: dict[str, Callable[[str, str, str], str]] = {
    r'did you mean "(.*?)"\?': lambda line, marked, right: line.replace(marked, right),
    r"write it as ([^ ,]+)": lambda line, marked, right: line.replace(marked, right),
    r"put the value in double quotes": lambda line, marked, right: re.sub(r": (.*)", r': "\1"', line, count=1),
    r"write (\w+:) and a space": lambda line, marked, right: line.replace(marked, f"{right} "),
    r"use spaces, two for each level": lambda line, marked, right: line.replace("\t", "    "),
    r"delete the line|keep one of the two": lambda line, marked, right: "",
    r"write exactly three hyphens": lambda line, marked, right: "---",
    r"link to (https:)//…": lambda line, marked, right: line.replace("http:", right),
}
"""What a maintainer does who follows a hint: the line, what is marked in it and what the hint says -> the line then."""


def follows(maintainer: Maintainer, problem: dict[str, str | int]) -> None:
    """Changes the one line that the problem shows, as its hint says."""
    step, found = next((step, m) for hint, step in STEPS.items() if (m := re.search(hint, str(problem["hint"]))))
    path, number = maintainer.archive / str(problem["file"]), int(problem["line"]) - 1
    lines = path.read_text("utf-8").splitlines()
    start = int(problem["column"]) - 1
    marked = lines[number][start : start + int(problem["length"])]
    line = step(lines[number], marked, found[1] if found.groups() else "")
    lines[number : number + 1] = [line] if line else []
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize("mistake", ORDINARY)
def test_an_ordinary_mistake_is_mended_by_the_printed_advice_alone(mistake: str, maintainer: Maintainer) -> None:
    file, right, wrong = ORDINARY[mistake]
    maintainer.writes(file, (right, wrong))
    assert maintainer.problems()
    for _ in range(3):
        if problems := maintainer.problems():
            follows(maintainer, problems[-1] if mistake == "a heading is mistyped" else problems[0])
    assert maintainer.problems() == []


def test_a_file_named_after_the_day_in_another_order_is_mended_by_its_advice(maintainer: Maintainer) -> None:
    (maintainer.archive / FIRST).rename(maintainer.archive / "content/meetings/10-03-2026.md")
    problem = next(one for one in maintainer.problems() if "10-03-2026" in str(one["file"]))
    name = re.search("rename it to ([^ ]+)", str(problem["hint"]))
    assert name
    (maintainer.archive / str(problem["file"])).rename(maintainer.archive / "content/meetings" / name[1])
    assert maintainer.problems() == []


# --- the tasks ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_year_of_a_maintainer_every_address_holds_and_nothing_changes_in_silence(maintainer: Maintainer) -> None:
    site = maintainer.publishes()
    assert site.page("/requests/").texts("h2") == ["Waiting"]

    # The next meeting answers what was asked, and a project comes that nobody had on the agenda.
    maintainer.types("new", "meeting", "2026-04-14", "--title", "Ordinary meeting", "--project", "A bench")
    maintainer.types("new", "project", "A tree in the square")
    maintainer.writes("content/projects/a-tree-in-the-square.md", ("…", "A lime tree in the square."))
    maintainer.writes(SECOND, ("## 3. Any", "## 3. A tree in the square\n\n## 4. Any"))
    maintainer.types("new", "review", "2026-04-14", "A tree in the square")
    asked = maintainer.types("requests", "--project", "a-bench", "--open").output.split()[0]
    assert asked == "2026-03-10/a-bench#request-yearly-cost"
    answered, tree = (f"content/reviews/2026-04-14/{name}.md" for name in ("a-bench", "a-tree-in-the-square"))
    fills_in_meeting(maintainer, SECOND)
    fills_in_review(maintainer, answered, "approve")
    fills_in_review(maintainer, tree, "refuse")
    text = (maintainer.archive / answered).read_text("utf-8")
    assert asked in text
    text = re.sub(r"(?m)^#?answers:\n(?:#? .*\n)*", f"answers:\n  {asked}: fully\n", text)
    (maintainer.archive / answered).write_text(text, "utf-8")
    site = maintainer.publishes()
    assert site.page("/requests/").texts("h2") == ["Answered in time"]

    # A figure was wrong: the check shows the entry to paste.
    maintainer.writes(BENCH, ("About £40 a year", "About £50 a year"))
    (silent,) = maintainer.problems()
    entry = re.search(r"corrections: - (\{.*?\})(?:;|$)", str(silent["hint"]))
    assert entry
    correction = f"corrections:\n  - {entry[1]}\n---\n\n## Pre".replace("why: …", "why: A slip of ours.")
    maintainer.writes(BENCH, ("---\n\n## Pre", correction))
    site = maintainer.publishes()
    assert "£50" in site.page("/corrections/").main

    # A project is renamed, and another taken down.
    maintainer.types("rename", "project", "lamps-in-mill-lane", "lights-in-mill-lane", "--date", DAY)
    site = maintainer.publishes()
    assert "/projects/lights-in-mill-lane/" in site.page("/projects/lamps-in-mill-lane/").html.replace(
        "../", "/projects/"
    )
    result = maintainer.types(
        "remove", "2026-04-14/a-tree-in-the-square", "--why", "It was another tree.", "--date", DAY
    )
    assert "history" in result.output
    site = maintainer.publishes()
    assert "It was another tree." in site.page("/reviews/2026-04-14/a-tree-in-the-square/").main
    assert "lime" not in (maintainer.archive / tree).read_text("utf-8")

    # A meeting is announced, and held.
    maintainer.types("new", "meeting", "2026-05-12", "--scheduled", "--project", "a-bench")
    fills_in_meeting(maintainer, "content/meetings/2026-05-12.md")
    maintainer.publishes()
