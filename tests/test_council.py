"""A large council's archive, as irregular as real ones, is checked without a false word: see `council.py`, and
`make trials ARGS=council` for one of its full size."""

import re
import shutil
from pathlib import Path

import pytest
from council import generate

from candour.commands.report import as_text
from candour.graph.check import check_archive

pytestmark = pytest.mark.xdist_group("council")  # one worker, so that it is written once


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council")
    generate(folder, meetings=9, items=320, projects=50)
    return folder


def said(archive: Path) -> str:
    return "\n".join(map(as_text, check_archive(archive).problems))


def test_nothing_is_said_of_records_that_are_irregular_and_right(archive: Path) -> None:
    assert said(archive) == ""


def test_every_mistake_in_it_is_found(archive: Path, tmp_path: Path) -> None:
    spoilt = shutil.copytree(archive, tmp_path / "spoilt")
    expected = []
    for kind, pattern, wrong, name in (
        ("reviews/*", r"moved: (.*)", "moved: Cllr Nemo Nobody", "votes-contradict"),
        ("reviews/*", r"(?<=    - )(Cllr [^:\n]*)(?=:)", "Cllr Nemo Nobody", "unknown-speaker"),
        ("reviews/*", r"votes: unanimous", "votes: {for: 99}", "votes-contradict"),
        ("meetings", r"(?<=\. )Bylaw 1\d{3}, \w+\n", "Bylaw 2345, Owls\n", "unknown-title"),
    ):
        files = ((path, path.read_text("utf-8")) for path in sorted(spoilt.glob(f"content/{kind}/*.md")))
        of, before = next((path, text) for path, text in files if re.search(pattern, text) and "Nemo" not in text)
        of.write_text(re.sub(pattern, wrong, before, count=1), "utf-8")
        expected.append((of.relative_to(spoilt).as_posix(), name))
    found = {(problem.span.file, problem.name) for problem in check_archive(spoilt).problems}
    assert found == {*expected}
