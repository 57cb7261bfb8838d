"""Changes to files: what an archive would be with them, and how they are written, all or none."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from candour.graph.check import Checked, check_read
from candour.model.config import Config
from candour.model.records import AnyRecord, Archive
from candour.problems import CONFIG_FILE, Problem, gathered
from candour.reading.archive import read_records
from candour.reading.files import ArchiveFiles, identified, read_files


class RefusedError(Exception):
    """Nothing is written; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    path: str
    """Relative to the archive's folder, with forward slashes."""
    before: bytes | None
    """None: no file may be there."""
    after: bytes | None
    """None: the file is deleted."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive, read to be changed."""

    files: ArchiveFiles
    config: Config
    archive: Archive
    checked: Checked

    def content(self, record: AnyRecord) -> bytes:
        return next(file.content or b"" for file in self.files.records if file.path == record.places.file)

    def changed(self, changes: Sequence[Change]) -> Checked:
        """What there would be after the changes."""
        files = {file.path: file for file in self.files.records}
        config = self.files.config
        for change in changes:
            file = files.pop(change.path, None) or gathered(identified(change.path))[0]
            if config and change.path == CONFIG_FILE:
                config = replace(config, content=change.after)
            elif file and change.after is not None:
                files[change.path] = replace(file, content=change.after)
        records = tuple(file for _, file in sorted(files.items()))
        return check_read(read_records(replace(self.files, records=records, config=config)))


def opened(folder: Path) -> tuple[Opened | None, tuple[Problem, ...]]:
    """The archive, None when it has no configuration that can be read; and its problems."""
    files, problems = gathered(read_files(folder))
    checked = check_read(read_records(files))
    found = (*problems, *checked.problems)
    return Opened(files, checked.graph.config, checked.archive, checked) if checked.graph else None, found


def write(folder: Path, changes: Sequence[Change]) -> None:
    """Writes all changes, or none: new files are written aside first, and former ones are kept until the end.

    Raises RefusedError when a file is not as it was read, or cannot be written.
    """
    for change in changes:
        _check(folder, change)
    undo: list[Callable[[], object]] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".candour-", dir=folder) as name:
            for number, change in enumerate(changes):
                if change.after is not None:
                    (Path(name) / f"{number}.new").write_bytes(change.after)
            try:
                for number, change in enumerate(changes):
                    _put(folder / change.path, Path(name) / str(number), undo)
            except BaseException:
                for step in reversed(undo):
                    step()
                raise
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise RefusedError(f"the files cannot be written: {reason}. Nothing was changed") from error


def _check(folder: Path, change: Change) -> None:
    path = folder / change.path
    is_inside = path.parent.resolve().is_relative_to(folder.resolve())
    now = path.read_bytes() if path.is_file() else None
    if path.is_symlink() or path.is_dir() or not is_inside:
        raise RefusedError(f"{change.path} is a folder or a link, or in a folder that is one. Put a file there instead")
    if now is not None and change.before is None:
        raise RefusedError(f"{change.path} is there already, and candour never overwrites a file")
    if now != change.before:
        raise RefusedError(f"{change.path} was changed in the meantime. Save it, and type the command again")


def _put(target: Path, aside: Path, undo: list[Callable[[], object]]) -> None:
    """Moves the new file, if there is one, to its place, and the former one aside."""
    new, old = aside.with_suffix(".new"), aside.with_suffix(".old")
    for above in [one for one in reversed(target.parents) if not one.exists()]:
        above.mkdir()
        undo.append(above.rmdir)
    if target.exists():
        if new.exists():
            shutil.copymode(target, new)
        target.replace(old)
        undo.append(lambda: old.replace(target))
    if new.exists():
        new.replace(target)
        undo.append(target.unlink)
