"""What is wrong, where, and what to do about it.

Every stage returns its problems as values; only the command line prints them. A problem points at a span of a file,
has a stable name (listed in `catalogue.py`), plain words and a next step.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from candour.problems.catalogue import SEVERITIES as SEVERITIES
from candour.problems.catalogue import ProblemName as ProblemName
from candour.problems.catalogue import Severity as Severity

CONFIG_FILE = "site_config.yaml"
"""Its problems come first: others may follow from them."""


class Span(NamedTuple):
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
        return SEVERITIES[self.name]


Value = TypeVar("Value")
Reported = Generator[Problem, None, Value]
"""Yields problems and returns a value: `value = yield from ...` takes the value and passes the problems on."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By file, line and column, each once; those of the configuration first."""
    return tuple(sorted(set(problems), key=lambda p: (p.span.file != CONFIG_FILE, p.span, p.name, p.message, p.hint)))


def unfinished(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those of a `…` that `candour new` left for somebody to write something in its place."""
    return tuple(problem for problem in problems if '"…"' in problem.message)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(p for p in problems if p.severity is Severity.ERROR)


def gathered(reported: Reported[Value]) -> tuple[Value, tuple[Problem, ...]]:
    """The value, and all problems that were reported on the way to it."""
    problems: list[Problem] = []
    while True:
        try:
            problems.append(next(reported))
        except StopIteration as end:
            return end.value, tuple(problems)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "", before: str = "", after: str = "") -> str:
    """A next step for a word that is not known: the nearest that is, else all of them if few, else `otherwise`.

    What is suggested is written between `before` and `after`.
    """
    options = sorted({option for option in known if option and option != word})
    if near := nearest(word, options):
        return f'did you mean "{before}{near}{after}"?'
    if options and len(options) <= 12:
        return "it can be " + ", ".join(f"{before}{option}{after}" for option in options)
    return otherwise


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is most like `word`; empty when none is so like it as `cutoff` says (1: the same)."""
    lower = {option.casefold(): option for option in known}
    near = get_close_matches(word.casefold(), lower, n=1, cutoff=cutoff)
    return lower[near[0]] if near else ""
