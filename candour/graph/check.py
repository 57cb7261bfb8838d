"""An archive's folder -> its graph and every problem in it: the first half of the street, and all of check."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from candour.graph.link import SiteGraph, link
from candour.problems import Problem, in_order
from candour.reading.files import read_archive
from candour.reading.records import validate

Progress = Callable[[str, int, int], None]
"""Is given the stage, how much of it is done, and how much there is (0: not known)."""


def silent(stage: str, done: int, of: int) -> None:
    """Reports nothing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive, read and linked."""

    graph: SiteGraph | None
    """None when there is no configuration to go by."""
    records: int
    problems: tuple[Problem, ...]


def check_archive(archive: Path, progress: Progress = silent) -> Checked:
    """Everything that can be said of an archive without making its pages."""
    progress("Reading", 0, 0)
    raw = read_archive(archive)
    validated = validate(raw)
    problems = [*raw.problems, *validated.problems]
    if validated.config is None:
        return Checked(None, len(raw.records), in_order(problems))
    progress("Linking", 0, 0)
    linked = link(validated.archive, validated.config)
    return Checked(linked.graph, len(raw.records), in_order((*problems, *linked.problems)))
