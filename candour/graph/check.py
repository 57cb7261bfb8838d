"""An archive's folder -> its graph and every problem in it: the first half of the street, and all of check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from candour.graph import agenda, attendance, consistency, references, register
from candour.graph.graph import SiteGraph
from candour.graph.link import link
from candour.model.config import Config
from candour.model.records import Archive
from candour.problems import Problem, errors, gathered, in_order
from candour.reading.archive import read_archive

Progress = Callable[[str, int, int], None]
"""Is given the stage, how much of it is done, and how much there is (0: not known)."""


def silent(stage: str, done: int, of: int) -> None:
    """Reports nothing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive, read and linked."""

    graph: SiteGraph | None
    """None when there is no readable configuration."""
    records: int
    problems: tuple[Problem, ...]


def check_archive(archive: Path, progress: Progress = silent) -> Checked:
    """Everything that can be said about an archive without making its pages."""
    progress("Reading", 0, 0)
    (config, records, files), problems = gathered(read_archive(archive))
    if config is None:
        return Checked(None, files, in_order(problems))
    progress("Linking", 0, 0)
    graph = link(records, config)
    found = (*problems, *problems_between(records, config, graph))
    return Checked(graph, files, in_order((*found, *(references.check_held_back(graph) if not errors(found) else ()))))


def problems_between(archive: Archive, config: Config, graph: SiteGraph) -> Iterator[Problem]:
    """Everything that is wrong with readable records: what they name, and what they say about each other."""
    known = register.register_of(archive, config)
    yield from chain(*(check(known) for check in CHECKS), *(check(graph) for check in AGREEMENTS))


CHECKS = (
    register.check_names,
    register.check_anchors,
    references.check_facts,
    references.check_links,
    references.check_picture,
    agenda.check_days,
    agenda.check_order,
    agenda.check_taken,
    attendance.check_chair,
    attendance.check_listed_once,
    attendance.check_speakers,
    consistency.check_dates,
    consistency.check_reasons,
    consistency.check_titles,
)
"""The rules for the records of an archive, drafts included."""
AGREEMENTS = (
    consistency.check_outcomes,
    consistency.check_previous,
    consistency.check_answers,
    consistency.check_order,
    references.check_size,
)
"""The rules for the finished graph: whether records say the same about what is shown."""
