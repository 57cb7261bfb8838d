"""An archive's folder -> its graph and every problem in it: the first half of the street, and all of check."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from candour.graph.link import SiteGraph, link
from candour.problems import Problem, in_order
from candour.reading.archive import read_archive

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
    read = read_archive(archive)
    if read.config is None:
        return Checked(None, read.files, in_order(read.problems))
    progress("Linking", 0, 0)
    linked = link(read.archive, read.config)
    return Checked(linked.graph, read.files, in_order((*read.problems, *linked.problems)))
