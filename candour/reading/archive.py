"""An archive's folder -> its configuration, its records and every problem in them.

Each file is read on its own (`read_config`, `read_record`); here the results are gathered.
"""

from dataclasses import dataclass
from pathlib import Path

from candour.model.config import Config
from candour.model.records import AnyRecord, Archive, Meeting, Project, Review
from candour.problems import Problem, Reported, gathered
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
    files: int
    """How many files of records there are, readable or not."""
    problems: tuple[Problem, ...]


def read_archive(folder: Path) -> ReadArchive:
    """Reads `site_config.yaml` and `content/` below `folder`. No content of a file raises an exception."""
    (config, archive, files), problems = gathered(_read(folder))
    return ReadArchive(config, archive, files, problems)


def _read(folder: Path) -> Reported[tuple[Config | None, Archive, int]]:
    files = yield from read_files(folder)
    config = yield from read_config(files.config)
    raw = (yield from read_raw(files.people)) if files.people else None
    people = (yield from people_of(raw)) if config and raw else ()
    records: list[AnyRecord] = []
    for file in files.records:
        record = yield from read_record(file, config)
        records += [record] if record else []
    archive = Archive(
        tuple(sorted((r for r in records if isinstance(r, Meeting)), key=lambda r: (r.date, r.id))),
        tuple(sorted((r for r in records if isinstance(r, Review)), key=lambda r: r.name)),
        tuple(sorted((r for r in records if isinstance(r, Project)), key=lambda r: r.id)),
        people,
        files.attachments,
        frozenset(file.name for file in files.records) - {record.name for record in records},
    )
    return config, archive, len(files.records)
