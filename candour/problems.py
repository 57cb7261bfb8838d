"""What is wrong, where, and what to do about it.

Every stage returns its problems as values; only the command line prints them. A problem points at a span of a file,
has a stable name (listed here, explained in `docs/problems.md`), plain words and a next step.
"""

import json
import unicodedata
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Literal, TypeVar, get_args

ProblemName = Literal[
    # reading
    "alias",
    "bad-encoding",
    "control-character",
    "duplicate-key",
    "empty-file",
    "empty-value",
    "front-matter-unclosed",
    "nesting-too-deep",
    "oversize",
    "tag",
    "text-cut-by-hash",
    "unexpected-file",
    "unreadable-file",
    "yaml-syntax",
    # validating
    "bad-date",
    "bad-id",
    "bad-reference",
    "bad-value",
    "bracketed-list",
    "end-before-start",
    "missing-configuration",
    "missing-field",
    "unknown-field",
    "unknown-kind",
    "unknown-organisation",
    "unknown-outcome",
    "unknown-setting",
    "unknown-stage",
    "unknown-topic",
    "wrong-type",
    # Markdown
    "answer-not-indented",
    "exchange-without-id",
    "heading-level",
    "html-as-words",
    "html-comment",
    "not-a-heading",
    "not-a-list",
    "picture",
    "raw-html",
    "runs-on",
    "shown-as-code",
    "stray-tag",
    "unknown-section",
    "unknown-speaker",
    "unsafe-link",
    "words-left-out",
    # linking
    "attachment-missing",
    "attachment-outside",
    "attachment-type",
    "duplicate-anchor",
    "duplicate-item",
    "duplicate-url",
    "draft-cited",
    "person-listed-twice",
    "review-without-reasons",
    "unknown-item",
    "unknown-passage",
    "unknown-record",
    # what records say of each other
    "answered-before-asked",
    "answers-contradict",
    "previous-contradicts",
    "unknown-title",
    # what was published before
    "changed-in-silence",
    "page-gone",
    "passage-gone",
    # the finished pages
    "broken-link",
    "duplicate-html-id",
    # publishing
    "disk-full",
    "output-across-disks",
    "output-busy",
    "output-foreign-file",
    "output-unwritable",
    "search-failed",
]

WARNINGS: frozenset[ProblemName] = frozenset(
    {
        "answer-not-indented",
        "exchange-without-id",
        "html-as-words",
        "person-listed-twice",
        "review-without-reasons",
        "text-cut-by-hash",
        "unknown-speaker",
        "unknown-title",
    }
)
"""These are published all the same; every other problem stops the build."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file: line and column count from 1, in characters; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    """How many characters the caret underlines."""
    excerpt: str = ""
    """The line itself, for drawing."""


@dataclass(frozen=True, slots=True)
class Problem:
    name: ProblemName
    span: Span
    message: str
    """One sentence in a maintainer's words."""
    hint: str = ""
    """The next step."""

    @property
    def severity(self) -> Severity:
        return Severity.WARNING if self.name in WARNINGS else Severity.ERROR


Value = TypeVar("Value")
Reported = Generator[Problem, None, Value]
"""Yields problems and returns a value: `value = yield from ...` takes the value and passes the problems on."""


def problem_names() -> tuple[str, ...]:
    return get_args(ProblemName)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, line and column, each once. Problems of the configuration come first: others may follow from them."""
    return tuple(
        sorted(set(problems), key=lambda p: (p.span.file != "site_config.yaml", p.span, p.name, p.message, p.hint))
    )


def gathered(reported: Reported[Value]) -> tuple[Value, tuple[Problem, ...]]:
    """The value, and all problems that were reported on the way to it."""
    problems: list[Problem] = []
    while True:
        try:
            problems.append(next(reported))
        except StopIteration as end:
            return end.value, tuple(problems)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(p for p in problems if p.severity is Severity.ERROR)


def as_text(problem: Problem) -> str:
    """The problem as a terminal shows it: where and what, the line with a caret, and the next step."""
    span = problem.span
    place = f"{span.file}:{span.line}:{span.column}" if span.line else span.file
    lines = [f"{place}: {problem.severity}[{problem.name}] {problem.message}"]
    if span.line and span.excerpt.strip():
        lines += _drawing(span)
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def _drawing(span: Span, width: int = 96) -> list[str]:
    """The line and a caret under the place; a long line is cut to a window around it. Tabs and controls show as ␣."""
    start = max(0, span.column - 1 - width // 2) if span.column > width - 16 else 0
    window = "".join(c if c.isprintable() else "␣" for c in span.excerpt[start : start + width])
    column = max(0, span.column - 1 - start)
    before, under = window[:column], window[column : column + span.length]
    number = str(span.line)
    caret = "^" * max(1, _columns(under))
    return [f"  {number} | {window}", f"  {' ' * len(number)} | {' ' * _columns(before)}{caret}"]


def _columns(text: str) -> int:
    """How wide a terminal draws it: an emoji takes two columns, an accent set on a letter none."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me", "Cf"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def as_json(problems: Sequence[Problem]) -> str:
    """A JSON list for programs. Line and column count from 1; both are 0 when the whole file is meant."""
    return json.dumps(
        [
            {
                "file": p.span.file,
                "line": p.span.line,
                "column": p.span.column,
                "length": p.span.length,
                "severity": p.severity.value,
                "name": p.name,
                "message": p.message,
                "hint": p.hint,
            }
            for p in problems
        ],
        indent=2,
    )


def as_annotation(problem: Problem) -> str:
    """A GitHub Actions workflow command, which GitHub shows on the line it names.

    Format: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    span = problem.span
    properties = {"file": span.file, "title": problem.name}
    if span.line:
        properties |= {"line": str(span.line), "col": str(span.column), "endColumn": str(span.column + span.length)}
    told = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    text = problem.message + (f"\nhint: {problem.hint}" if problem.hint else "")
    return f"::{problem.severity} {told}::{_escape(text)}"


def _escape(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def count_words(problems: Iterable[Problem]) -> str:
    """`no problems`, `2 errors and 1 warning`."""
    found = [p.severity for p in problems]
    told = [
        f"{n} {severity}{'' if n == 1 else 's'}"
        for severity in Severity
        if (n := sum(1 for s in found if s is severity))
    ]
    return " and ".join(told) or "no problems"


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A next step for a word that is not known: the nearest that is, else all of them if few, else `otherwise`."""
    options = sorted({option for option in known if option})
    lower = {option.casefold(): option for option in options}
    if near := get_close_matches(word.casefold(), lower, n=1, cutoff=0.6):
        return f'did you mean "{lower[near[0]]}"?'
    if options and len(options) <= 12:
        return "it can be " + ", ".join(options)
    return otherwise
