"""Changes to files: what an archive would be with them, and how they are written."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from candour.editing import RefusedError
from candour.graph.check import Checked, check_read
from candour.graph.graph import SiteGraph
from candour.model.records import AnyRecord, Archive
from candour.problems import CONFIG_FILE, Problem, gathered
from candour.reading.archive import read_records
from candour.reading.files import ArchiveFiles, identified, read_files


@dataclass(frozen=True, slots=True)
class Change:
    path: str
    """Relative to the archive's folder, with forward slashes."""
    before: bytes | None
    """None: no file may be there."""
    after: bytes
    former: str = ""
    """Where the file is, if it moves; then none may be at `path`."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive, read to be changed."""

    files: ArchiveFiles
    graph: SiteGraph
    archive: Archive
    problems: tuple[Problem, ...]

    @property
    def contents(self) -> dict[str, bytes]:
        """Of the configuration and the records."""
        return {file.path: file.content or b"" for file in (self.files.config, *self.files.records) if file}

    def record(self, name: str) -> AnyRecord | None:
        return next((one for one in self.archive.records if one.name == name), None)

    def changed(self, changes: Sequence[Change]) -> Checked:
        """What there would be after the changes."""
        files, config = {file.path: file for file in self.files.records}, self.files.config
        for change in changes:
            files.pop(change.former, None)
            if config and change.path == CONFIG_FILE:
                config = replace(config, content=change.after)
            elif file := gathered(identified(change.path))[0]:
                files[change.path] = replace(file, content=change.after)
        records = tuple(file for _, file in sorted(files.items()))
        return check_read(read_records(replace(self.files, records=records, config=config)))


def opened(folder: Path) -> tuple[Opened | None, tuple[Problem, ...]]:
    """The archive, None when it has no configuration that can be read; and its problems."""
    files, found = gathered(read_files(folder))
    checked = check_read(read_records(files))
    problems = (*found, *checked.problems)
    return Opened(files, checked.graph, checked.archive, problems) if checked.graph else None, problems


def write(folder: Path, changes: Sequence[Change]) -> None:
    """Everything is written aside before anything is put in its place.

    Raises RefusedError when a file is not as it was read, or cannot be written.
    """
    for change in changes:
        target, source = folder / change.path, folder / (change.former or change.path)
        if (change.before is None or change.former) and (target.exists() or target.is_symlink()):
            raise RefusedError(f"{change.path} is there already, and candour never overwrites a file")
        if change.before is not None and (not source.is_file() or source.read_bytes() != change.before):
            raise RefusedError(f"{change.path} was changed in the meantime. Save it, and type the command again")
    try:
        with tempfile.TemporaryDirectory(prefix=".candour-", dir=folder) as name:
            aside = [Path(name) / str(number) for number in range(len(changes))]
            for change, new in zip(changes, aside, strict=True):
                (folder / change.path).parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(change.after)
                if change.before is not None:
                    shutil.copymode(folder / (change.former or change.path), new)
            for change, new in zip(changes, aside, strict=True):
                new.replace(folder / change.path)
                if change.former:
                    (folder / change.former).unlink()
    except OSError as error:
        raise RefusedError(f"the files cannot be written: {(error.strerror or 'unknown reason').lower()}") from error
