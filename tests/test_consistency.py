"""What records say of each other must agree: reported history with the archive, answers with what was asked."""

import re
import shutil
from pathlib import Path

import pytest

from candour.graph.check import check_archive
from candour.problems import errors

FIXTURES = Path(__file__).parent / "fixtures"
PROBLEMS = ("previous-contradicts", "answered-before-asked", "answers-contradict", "later-than-this", "unknown-passage")
CASES = sorted((FIXTURES / "contradictions").glob("*.txt"))


def _laid_over(case: str, folder: Path) -> Path:
    """The fictional archive with the case's files in place of its own."""
    archive = folder / "archive"
    shutil.copytree(FIXTURES / "fenmoor", archive)
    for path, text in re.findall(r"^=== (\S+)\n(.*?)(?=^=== |\Z)", case, re.MULTILINE | re.DOTALL):
        (archive / path).write_text(text, encoding="utf-8")
    return archive


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_contradiction_is_found_where_it_stands_and_names_the_other_file(path: Path, tmp_path: Path) -> None:
    case = path.read_text(encoding="utf-8")
    told = dict(re.findall(r"^# (expected|words|other): (.*)$", case, re.MULTILINE))
    problems = errors(check_archive(_laid_over(case, tmp_path)).problems)
    assert [p.name for p in problems] == [told["expected"]]
    assert told["words"] in problems[0].span.excerpt
    assert told["other"] in problems[0].message + problems[0].hint


def test_each_kind_of_contradiction_has_a_case() -> None:
    told = {re.findall(r"^# expected: (.*)$", path.read_text("utf-8"), re.MULTILINE)[0] for path in CASES}
    assert {*PROBLEMS} == told


@pytest.mark.parametrize("archive", ["fenmoor", "quillmark"])
def test_an_invented_archive_contradicts_itself_nowhere(archive: str) -> None:
    assert check_archive(FIXTURES / archive).problems == ()
