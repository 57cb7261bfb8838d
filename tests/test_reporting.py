"""All the mistakes of `tests/mistakes/` in one archive, told in one run: for people, programs and GitHub."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from test_mistakes import ALL_CASES, ARCHIVE, NO_PROBLEMS, Case, File, store

from candour.commands import CONTENT_PROBLEMS, DONE, WRONG_USAGE
from candour.commands.main import run
from candour.commands.report import as_text
from candour.graph.check import check_archive
from candour.problems import Problem, in_order

pytestmark = pytest.mark.xdist_group("reporting")  # one worker, so that the archive of all mistakes is written once

MEETING, PROJECT = "2023-02-08", "knife-crime"
FIRST_LINE = re.compile(
    r"^(?P<file>\S.*?)(?::(?P<line>\d+):(?P<column>\d+))?: (?:error|warning)\[[a-z-]+\] .*$", re.MULTILINE
)


def told_apart(text: str, number: int) -> str:
    """The same case with a meeting and a project of its own; no column moves."""
    day = date(2024, 1, 1) + timedelta(days=number)
    return text.replace(MEETING, day.isoformat()).replace(PROJECT, f"knife-{number:05}")


def cases_that_fit_together() -> Iterator[tuple[int, Case]]:
    """All but those about the configuration and the people, those whose files another case has, and what is said only
    where there is no mistake: which attachments nothing names."""
    taken: set[str] = set()
    for number, case in enumerate(ALL_CASES):
        paths = {told_apart(file.path, number) for file in case.files}
        is_of_none = case.expected == NO_PROBLEMS or "[not-published] this file" in case.expected
        if is_of_none or paths & {"site_config.yaml", "content/people.yaml"} or paths & taken:
            continue
        taken |= paths
        yield number, case


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("together")
    shutil.copytree(ARCHIVE, archive, dirs_exist_ok=True)
    own = {path.relative_to(ARCHIVE).as_posix(): path.read_text("utf-8") for path in ARCHIVE.rglob("*.md")}
    for number, case in cases_that_fit_together():
        for path, text in own.items():
            store(File(told_apart(path, number), "", told_apart(text, number)), archive)
        for file in case.files:
            store(File(told_apart(file.path, number), file.stored, told_apart(file.text, number)), archive)
    return archive


@pytest.fixture(scope="module")
def found(together: Path) -> tuple[Problem, ...]:
    return check_archive(together).problems


@pytest.fixture(autouse=True)
def _no_github(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def lines_that_name_a_problem(text: str) -> list[str]:
    return [found[0] for found in FIRST_LINE.finditer(text)]


def test_all_mistakes_of_an_archive_are_told_in_one_run_in_order(
    together: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = [
        line
        for number, case in cases_that_fit_together()
        for line in lines_that_name_a_problem(told_apart(case.expected, number))
    ]
    assert len(expected) > 250
    assert run(together, ["check"]) == CONTENT_PROBLEMS
    told = capsys.readouterr()
    assert sorted(lines_that_name_a_problem(told.err)) == sorted(expected)
    places = [
        (found["file"], int(found["line"] or 0), int(found["column"] or 0)) for found in FIRST_LINE.finditer(told.err)
    ]
    assert places == sorted(places)
    severities = re.findall(r": (error|warning)\[", told.err)
    errors, warnings = severities.count("error"), severities.count("warning")
    assert warnings > 20
    said = f"{errors} errors and {warnings} warnings, 2 of them a … that is still to be filled in"
    assert re.fullmatch(rf"[0-9]+ records read: {said}\.\n", told.out)


def test_programs_are_told_the_same_as_people(
    together: Path, found: tuple[Problem, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(together, ["check", "--json"]) == CONTENT_PROBLEMS
    told = capsys.readouterr()
    assert told.err == ""
    keys = ("file", "line", "column", "length", "severity", "name", "message", "hint")
    assert [tuple(one[key] for key in keys) for one in json.loads(told.out)] == [
        (p.span.file, p.span.line, p.span.column, p.span.length, p.severity.value, p.name, p.message, p.hint)
        for p in found
    ]


def test_github_is_told_the_same_as_people(
    together: Path, found: tuple[Problem, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(together, ["check", "--annotations"]) == CONTENT_PROBLEMS
    told = capsys.readouterr()
    *annotations, summary = told.out.splitlines()
    assert "records read" in summary
    assert len(annotations) == len(lines_that_name_a_problem(told.err)) == len(found)
    command = re.compile(r"::(error|warning) file=[^,:]+,title=[a-z-]+(,line=\d+,col=\d+,endColumn=\d+)?::\S.*")
    assert [line for line in annotations if not command.fullmatch(line)] == []


def test_on_github_annotations_need_no_asking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_with(tmp_path, **{"content/meetings/2023-02-08.md": "\n"})
    assert run(archive, ["check", "--annotations"]) == CONTENT_PROBLEMS
    asked = capsys.readouterr()
    assert "::error file=" in asked.out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run(archive, ["check"]) == CONTENT_PROBLEMS
    assert capsys.readouterr() == asked


def test_the_caret_stands_under_the_words_that_are_meant(found: tuple[Problem, ...]) -> None:
    for problem in found:
        span = problem.span
        drawn = as_text(problem).split("\n")
        if not span.line or len(drawn) < 3 or " | " not in drawn[1]:
            continue
        line, caret = drawn[1], drawn[2]
        under = line[caret.index("^") : caret.rindex("^") + 1]
        meant = span.excerpt[span.column - 1 : span.column - 1 + span.length]
        assert under == "".join(c if c.isprintable() else "␣" for c in meant), as_text(problem)


def archive_with(tmp_path: Path, **files: str) -> Path:
    archive = tmp_path / "archive"
    shutil.copytree(ARCHIVE, archive)
    for path, text in files.items():
        (archive / path).write_text(text, "utf-8")
    return archive


def test_an_archive_without_mistakes_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(archive_with(tmp_path), ["check"]) == DONE
    told = capsys.readouterr()
    assert (told.out, told.err) == ("3 records read: no problems.\n", "")


def test_a_warning_alone_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review = "---\ndiscussed: 7\noutcome: A\n---\n"
    archive = archive_with(tmp_path, **{"content/reviews/2023-02-08/knife-crime.md": review})
    assert run(archive, ["check"]) == DONE
    told = capsys.readouterr()
    assert told.out == "3 records read: 1 warning.\n"
    assert "warning[review-without-reasons]" in told.err


def test_one_error_is_counted_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review = "---\ndiscussed: 7\noutcome: F\n---\n"
    archive = archive_with(tmp_path, **{"content/reviews/2023-02-08/knife-crime.md": review})
    assert run(archive, ["check"]) == CONTENT_PROBLEMS
    assert capsys.readouterr().out == "3 records read: 1 error.\n"


def test_a_mistake_in_the_configuration_is_told_first_and_has_its_own_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = (ARCHIVE / "site_config.yaml").read_text("utf-8") + "theme: dark\n"
    archive = archive_with(tmp_path, **{"site_config.yaml": config, "content/meetings/2023-02-08.md": "\n"})
    assert run(archive, ["check"]) == WRONG_USAGE
    told = lines_that_name_a_problem(capsys.readouterr().err)
    assert [line.partition(":")[0] for line in told] == ["site_config.yaml", "content/meetings/2023-02-08.md"]


def test_with_a_mistake_nothing_is_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = archive_with(tmp_path, **{"content/meetings/2023-02-08.md": "\n"})
    assert run(archive, ["build", "--quiet"]) == CONTENT_PROBLEMS
    assert "Nothing was published: 1 error." in capsys.readouterr().err
    assert not (archive / "output").exists()


@pytest.mark.parametrize(
    ("before", "drawn"),
    [
        ("plain words ", "plain words "),
        ("\N{ROCKET}\N{HOCHO} ", "     "),  # two columns each, as terminals draw them
        ("cafe\N{COMBINING ACUTE ACCENT} q\N{COMBINING DIAERESIS} ", "caf\u00e9 q "),
        ("\N{CJK UNIFIED IDEOGRAPH-4E2D} ", "   "),
        ("\t", " "),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\N{BYTE ORDER MARK}"])
def test_the_caret_is_not_moved_by_what_stands_before_it(
    before: str, drawn: str, line_end: str, mark: str, tmp_path: Path
) -> None:
    lines = [f"{mark}---", "discussed: 7", "outcome: A", "---", "## Decision", f"x{before}<b>bold"]
    archive = archive_with(tmp_path)
    review = archive / "content/reviews/2023-02-08/knife-crime.md"
    review.write_bytes(line_end.join(lines).encode())
    (problem,) = check_archive(archive).problems
    caret = as_text(problem).split("\n")[2]
    assert problem.span.line == 6
    assert problem.span.excerpt[problem.span.column - 1 :].startswith("<b>bold")
    assert caret == "    | x".replace("x", " ") + " " * len(drawn) + "^^^"


def test_a_caret_far_to_the_right_is_drawn_in_a_window(tmp_path: Path) -> None:
    archive = archive_with(tmp_path)
    review = archive / "content/reviews/2023-02-08/knife-crime.md"
    review.write_text(f"---\ndiscussed: 7\noutcome: A\n---\n## Decision\n{'word ' * 200}<b>bold\n", "utf-8")
    (problem,) = check_archive(archive).problems
    line, caret = as_text(problem).split("\n")[1:3]
    assert len(line) < 120
    assert line[caret.index("^") : caret.rindex("^") + 1] == "<b>"


def test_problems_that_are_equal_are_told_once(found: tuple[Problem, ...]) -> None:
    assert found == in_order((*found, *found))
