"""What a hint says to write is accepted: hints that say it exactly are followed at their mark, and looked at again."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_mistakes import ALL_CASES, ARCHIVE, Case, problems_of, store

from candour.graph.check import check_archive
from candour.problems import Problem

Way = Callable[[re.Match[str], str, str, str], str]
"""The match of a hint, and the line before its mark, above it and after it -> the line that has been mended."""
WAYS: list[tuple[str, Way]] = [
    (r'did you mean "(.*)"\?', lambda hint, before, marked, after: before + re.sub("[^# ].*", hint[1], marked) + after),
    (r"write (##+)", lambda hint, before, _, after: before + hint[1] + after),
    (r"write (##+ )and a space", lambda hint, before, _, after: before + hint[1] + after),
    (r"write (##+ [^ ].*)", lambda hint, *_: hint[1]),
    (r".*end (?:it|the line|its first line) with (\{#.*\})", lambda hint, *line: "".join(line) + " " + hint[1]),
    (r"write (\{#.*\})", lambda hint, *line: re.sub(r"\{[^{}]*\}", hint[1], "".join(line))),
    (
        r"begin each entry with a hyphen and a space()",
        lambda _, before, marked, after: f"{before}- {after.lstrip(') ')}",
    ),
    (r"if it is, begin it with ([0-9]+) spaces", lambda hint, *line: " " * int(hint[1]) + "".join(line).lstrip()),
    (r"if it is, begin it with >", lambda _, *line: "> " + "".join(line)),
    (r"(?:put|to .*) a backslash before (?:it|each, .*)", lambda _, before, *line: before + escaped("".join(line))),
    (
        r"if it answers .*, indent it by four spaces.*",
        lambda _, *line: "    " + re.sub(r" *\{#.*\}", "", "".join(line)),
    ),
    (r".*, as in (Presenter: ?)", lambda hint, *line: re.sub(r"- ", f"- {hint[1]} ", "".join(line), count=1)),
]


def escaped(text: str) -> str:
    return re.sub(r"[*_~]", lambda sign: "\\" + sign[0], text)


def followed(problem: Problem) -> Iterator[str]:
    """The line that has the problem, as each thing that its hint says would leave it."""
    line, start = problem.span.excerpt, problem.span.column - 1
    end = start + problem.span.length
    for hint in problem.hint.split("; "):
        found = [(re.fullmatch(pattern, hint), way) for pattern, way in WAYS]
        yield from [way(match, line[:start], line[start:end], line[end:]) for match, way in found if match][:1]


OF_REFERENCES = {"unknown-item", "unknown-passage", "unknown-record"}
"""What these say names a part of what is written."""
OF_TEXTS = [case for case in ALL_CASES if case.source.stem[:2] in {"05", "07", "08", "09"}]


@pytest.mark.parametrize("case", OF_TEXTS, ids=lambda case: f"{case.source.stem}: {case.title}")
def test_what_a_hint_says_is_accepted(case: Case, tmp_path: Path) -> None:
    found = problems_of(case.files, tmp_path / "before")
    for number, problem in enumerate(one for one in found if one.span.line and one.name not in OF_REFERENCES):
        for way, line in enumerate(followed(problem)):
            archive = tmp_path / f"{number}-{way}"
            shutil.copytree(ARCHIVE, archive)
            for file in case.files:
                store(file, archive)
            path = archive / problem.span.file
            lines = path.read_text("utf-8").split("\n")
            lines[problem.span.line - 1] = line
            if "run together" in problem.message:  # each entry
                lines[problem.span.line] = re.sub(r"^( *)\*?", r"\1- ", lines[problem.span.line])
            path.write_text("\n".join(lines), "utf-8")
            left = [one for one in check_archive(archive).problems if one.span.file == problem.span.file]
            others = {(one.name, one.message) for one in found}
            assert problem.span.line not in [one.span.line for one in left if one.name == problem.name], line
            assert {(one.name, one.message) for one in left} <= others, line


def test_many_hints_say_exactly_what_to_write() -> None:
    hints = re.findall(r"^  hint: (.*)$", "\n".join(case.expected for case in OF_TEXTS), re.MULTILINE)
    parts = [part for hint in hints for part in hint.split("; ")]
    used = [pattern for pattern, _ in WAYS if any(re.fullmatch(pattern, part) for part in parts)]
    assert used == [pattern for pattern, _ in WAYS]
