"""How problems look to people, on a terminal and in a preview: how many there are, and the line with a caret."""

import unicodedata
from collections import Counter
from collections.abc import Iterable

from candour.problems import Problem, Severity, Span


def count_words(problems: Iterable[Problem]) -> str:
    """`no problems`, `2 errors and 1 warning`."""
    counts = Counter(problem.severity for problem in problems)
    parts = [f"{n} {severity}{'' if n == 1 else 's'}" for severity in Severity if (n := counts[severity])]
    return " and ".join(parts) or "no problems"


def drawing(span: Span, width: int = 96) -> list[str]:
    """The line and a caret under the span; a long line is cut to a window around it. Tabs and controls show as ␣."""
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


def printable(name: str) -> str:
    """A name that anybody may have given, as it can be shown."""
    return "".join(
        c if c.isprintable() and c != "\N{OBJECT REPLACEMENT CHARACTER}" else "\N{REPLACEMENT CHARACTER}" for c in name
    )
