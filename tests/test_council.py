"""A large council's archive, as irregular as real ones, is checked without a false word: see `council.py`, and
`make trials ARGS=council` for one of its full size."""

import re
from pathlib import Path

import pytest
from council import generate

from candour.commands.report import as_text
from candour.graph.check import check_archive


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council")
    generate(folder, meetings=20, items=700, projects=100)
    return folder


def said(archive: Path) -> str:
    return "\n".join(map(as_text, check_archive(archive).problems))


def test_nothing_is_said_of_records_that_are_irregular_and_right(archive: Path) -> None:
    assert said(archive) == ""


@pytest.mark.parametrize(
    ("pattern", "wrong", "expected"),
    [
        (r"moved: (.*)", "moved: Cllr Nemo Nobody", "votes-contradict"),
        (r"(?<=    - )(Cllr [^:\n]*)(?=:)", "Cllr Nemo Nobody", "unknown-speaker"),
        (r"votes: unanimous", "votes: {for: 99}", "votes-contradict"),
    ],
)
def test_one_mistake_in_it_is_found(pattern: str, wrong: str, expected: str, archive: Path) -> None:
    of = next(path for path in sorted(archive.glob("content/reviews/*/*.md")) if re.search(pattern, path.read_text()))
    before = of.read_text("utf-8")
    of.write_text(re.sub(pattern, wrong, before, count=1), "utf-8")
    found = said(archive)
    of.write_text(before, "utf-8")
    assert found.startswith(of.relative_to(archive).as_posix())
    assert f"[{expected}]" in found


def test_a_heading_about_another_bylaw_is_found(archive: Path) -> None:
    of = next(
        path for path in sorted(archive.glob("content/meetings/*.md")) if "Bylaw 1234, Parking\n" in path.read_text()
    )
    before = of.read_text("utf-8")
    of.write_text(before.replace("Bylaw 1234, Parking\n", "Bylaw 1243, Dogs\n"), "utf-8")
    found = said(archive)
    of.write_text(before, "utf-8")
    assert 'it seems to be about "Bylaw 1243, Dogs"' in found
