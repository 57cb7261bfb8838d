"""Ordinary mistakes and what candour says about them, as texts that a maintainer can read: `tests/mistakes/`."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from candour.commands.report import as_text
from candour.graph.check import check_archive
from candour.problems import SEVERITIES, Problem

CASES = Path(__file__).parent / "mistakes"
ARCHIVE = CASES / "archive"
NO_PROBLEMS = "no problems"


@dataclass(frozen=True)
class File:
    path: str
    stored: str
    """How, when not as plain text."""
    text: str


@dataclass(frozen=True)
class Case:
    source: Path
    title: str
    files: tuple[File, ...]
    expected: str


def read_cases(source: Path) -> Iterator[Case]:
    for written in re.split(r"^====== ", source.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = written.partition("\n")
        files, _, expected = rest.partition("\n--- expected\n")
        parts = re.split(r"^=== (.+?)(?: \(([^)]*)\))?\n", files + "\n", flags=re.MULTILINE)[1:]
        written_files = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        yield Case(
            source, title, tuple(File(path, how or "", text) for path, how, text in written_files), expected.strip()
        )


ALL_CASES = [case for source in sorted(CASES.glob("*.txt")) for case in read_cases(source)]


def store(file: File, folder: Path) -> None:
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    text = file.text
    if file.stored == "without":
        path.unlink()
        return
    if file.stored == "link":
        path.unlink(missing_ok=True)
        path.symlink_to(folder / text.strip())
        return
    if file.stored == "codes":
        text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text).replace("\\t", "\t")
    if size := re.fullmatch(r"([0-9,]+) bytes", file.stored):
        text += "More words.\n" * (int(size[1].replace(",", "")) // 12)
    if file.stored == "CRLF":
        text = text.replace("\n", "\r\n")
    encoding = {"Windows-1252": "cp1252", "UTF-16": "utf-16", "byte order mark": "utf-8-sig"}.get(file.stored, "utf-8")
    path.write_bytes(text.encode(encoding))


def problems_of(files: tuple[File, ...], folder: Path) -> tuple[Problem, ...]:
    archive = folder / "archive"
    shutil.copytree(ARCHIVE, archive)
    for file in files:
        store(file, archive)
    return check_archive(archive).problems


def rewrite(case: Case, answer: str) -> None:
    before, title, after = case.source.read_text("utf-8").partition(f"====== {case.title}\n")
    files, mark, rest = after.partition("\n--- expected\n")
    _, following, more = rest.partition("\n\n====== ")
    case.source.write_text(before + title + files + mark + answer + (following + more or "\n"), "utf-8")


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.source.stem}: {case.title}")
def test_a_mistake_is_reported_as_expected(case: Case, tmp_path: Path) -> None:
    found = problems_of(case.files, tmp_path)
    answer = "\n".join(map(as_text, found)) or NO_PROBLEMS
    if os.environ.get("REWRITE"):
        rewrite(case, answer)
        return
    assert answer.splitlines() == case.expected.splitlines()
    for problem in found:
        assert problem.hint, f"{problem.name} says no next step"
        assert not problem.message.endswith("."), "a message is one sentence without its full stop"


def test_the_archive_below_the_cases_has_no_mistakes(tmp_path: Path) -> None:
    assert problems_of((), tmp_path) == ()


def test_the_titles_of_the_cases_are_unique() -> None:
    titles = [case.title for case in ALL_CASES]
    assert len(titles) == len(set(titles))


def test_every_problem_that_a_record_can_cause_has_a_failing_case() -> None:
    """The others are found by comparing records, commits or finished files, and have their own tests."""
    page = (CASES.parents[1] / "docs" / "problems.md").read_text("utf-8").partition("\n## What records say")[0]
    needed = {*re.findall("^### (.*)$", page, re.MULTILINE)}
    shown = re.compile(r"^\S.*?: (?:error|warning)\[([a-z-]+)\]", re.MULTILINE)
    reported = {name for case in ALL_CASES for name in shown.findall(case.expected)}
    assert needed - reported == {"unreadable-file"}
    others = [path for path in CASES.parent.rglob("*") if path.suffix in {".py", ".txt"} and path != Path(__file__)]
    tests = "\n".join(path.read_text("utf-8") for path in others)
    assert [name for name in SEVERITIES if name not in tests] == []
