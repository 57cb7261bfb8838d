"""Makes docs/problems.md from the catalogue of problems: `make docs`. A test says when it is out of date.

Only what comes before the first group is written by hand.
"""

from collections.abc import Iterator
from pathlib import Path

from candour.problems.catalogue import GROUPS, Severity

PAGE = Path(__file__).with_name("problems.md")
INTRODUCTIONS = {
    "The finished pages": "These are faults of candour or of a changed template, not of your records. "
    "Please report them.",
    "Publishing": "In all of these cases the previous site stays in place.",
}


def filled(text: str) -> str:
    """The page with all its groups made from the catalogue."""
    return "\n\n".join((text.partition("\n\n## ")[0], *_blocks())) + "\n"


def _blocks() -> Iterator[str]:
    for title, rows in GROUPS.items():
        yield f"## {title}"
        if title in INTRODUCTIONS:
            yield INTRODUCTIONS[title]
        for name, row in rows.items():
            yield f"### {name}"
            yield ("*A warning.* " if row.severity is Severity.WARNING else "") + row.explanation.strip()


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
