"""An archive's folder -> its configuration, its records and every problem in them.

Each file is read on its own (`read_config`, `read_record`); here the results are gathered.
"""

from dataclasses import dataclass
from pathlib import Path

from candour.model.config import Config
from candour.model.records import Archive, Meeting, Project, Review
from candour.problems import Problem
from candour.reading.config import read_config
from candour.reading.files import read_files
from candour.reading.people import people_of
from candour.reading.raw import read_raw
from candour.reading.records import read_record


@dataclass(frozen=True, slots=True)
class ReadArchive:
    config: Config | None
    """None when it cannot be read; then no record is."""
    archive: Archive
    records: int
    """How many meetings, reviews and projects there are, readable or not."""
    problems: tuple[Problem, ...]


def read_archive(folder: Path) -> ReadArchive:
    """Reads `site_config.yaml` and `content/` below `folder`. No content of a file raises an exception."""
    files = read_files(folder)
    config, problems = read_config(files.config)
    raw_people = read_raw(files.people) if files.people else None
    people, found = people_of(raw_people) if config and raw_people else ((), ())
    problems = (*files.problems, *problems, *(raw_people.problems if raw_people else ()), *found)
    read = [read_record(file, config) for file in files.records]
    records = [record for record, _ in read if record]
    names = {record.name for record in records}
    archive = Archive(
        tuple(sorted((r for r in records if isinstance(r, Meeting)), key=lambda r: (r.date, r.id))),
        tuple(sorted((r for r in records if isinstance(r, Review)), key=lambda r: r.name)),
        tuple(sorted((r for r in records if isinstance(r, Project)), key=lambda r: r.id)),
        people,
        files.attachments,
        frozenset(file.name for file in files.records) - names,
    )
    of_records = (problem for _, found in read for problem in found)
    return ReadArchive(config, archive, len(files.records), (*problems, *of_records))
