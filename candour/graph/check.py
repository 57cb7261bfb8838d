"""An archive's folder -> its graph and every problem in it: the first half of the street, and all of check."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from candour.graph import (
    agenda,
    attendance,
    clock,
    consistency,
    references,
    register,
    relations,
    speakers,
    spellings,
    status,
    titles,
    votes,
)
from candour.graph.graph import SiteGraph
from candour.graph.link import link
from candour.model.config import Config
from candour.model.records import PEOPLE, Archive
from candour.problems import Problem, Reported, errors, gathered, in_order
from candour.reading.archive import Reader, read_archive, read_one

Progress = Callable[[str, int, int], None]
"""Is given the stage, how much of it is done, and how much there is (0: not known)."""


def silent(stage: str, done: int, of: int) -> None:
    """Reports nothing."""


@dataclass(frozen=True, slots=True)
class Checked:
    graph: SiteGraph | None
    """None when there is no readable configuration."""
    records: int
    problems: tuple[Problem, ...]
    archive: Archive
    """The records themselves, drafts and removed ones included."""


def check_archive(archive: Path, progress: Progress = silent, read: Reader = read_one) -> Checked:
    """Everything that can be said about an archive without making its pages."""
    progress("Reading", 0, 0)
    return check_read(read_archive(archive, read), progress)


def check_read(read: Reported[tuple[Config | None, Archive, int]], progress: Progress = silent) -> Checked:
    """The same of an archive that is being read, or whose files were changed in memory."""
    (config, records, files), problems = gathered(read)
    if config is None:
        return Checked(None, files, in_order(problems), records)
    progress("Linking", 0, 0)
    graph = link(records, config)
    found = (*problems, *problems_between(records, config, graph))
    found += tuple(references.check_held_back(graph)) if not errors(found) else ()
    return Checked(graph, files, in_order(not_accepted(records, found)), records)


def problems_between(archive: Archive, config: Config, graph: SiteGraph) -> Iterator[Problem]:
    """Everything that is wrong with readable records: what they name, and what they say about each other."""
    known = register.register_of(archive, config)
    rules = CHECKS if PEOPLE in archive.unreadable else CHECKS + OF_PEOPLE
    yield from chain(*(check(known) for check in rules), *(check(graph) for check in AGREEMENTS))


def not_accepted(archive: Archive, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Without the warnings that their record accepts; and a warning for each one accepted that there is not.

    An error may hide a warning, so that nothing is said of those while there is one.
    """
    accepted = {(r.places.file, name): r for r in archive.records for name in r.facts.accepts}
    yield from (problem for problem in problems if (problem.span.file, problem.name) not in accepted)
    found = {(problem.span.file, problem.name) for problem in problems}
    for file, name in accepted.keys() - found if not errors(problems) else ():
        span = accepted[file, name].places.span(("accepts", name), of_key=True)
        message = f"this record has no warning {name} any more"
        yield Problem("accepted-in-vain", span, message, "delete this line")


CHECKS = (
    register.check_names,
    register.check_anchors,
    references.check_facts,
    references.check_links,
    agenda.check_days,
    agenda.check_order,
    agenda.check_taken,
    clock.check_dates,
    clock.check_times,
    clock.check_order,
    consistency.check_reasons,
    titles.check_titles,
)
"""The rules for the records of an archive, drafts included."""
OF_PEOPLE = (
    attendance.check_chair,
    attendance.check_listed_once,
    speakers.check_speakers,
    spellings.check_spellings,
    votes.check_votes,
)
"""Those that need all spellings of names: nothing is said while `people.yaml` cannot be read."""
AGREEMENTS = (
    status.check_status,
    status.check_year,
    status.check_approvals,
    status.check_quorate,
    consistency.check_outcomes,
    consistency.check_previous,
    consistency.check_answers,
    consistency.check_order,
    relations.check_relations,
    relations.check_reports,
    references.check_size,
)
"""The rules for the finished graph: whether records say the same about what is shown."""
