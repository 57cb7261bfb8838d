"""The finished files -> `output/`, which no other module touches.

    with open_stage(output) as stage:    # takes the lock, clears away what a killed build left, looks for foreign files
        write_files(stage, files)        # into a hidden folder beside output/; checks and search work on stage.folder
        exchange(stage, manifest)        # the new site takes the old one's place in one step

Everything lies in `.<output>.work/`: `lock`; `next/`, the site being written, and `scratch/`, what is needed only
meanwhile, both ours to delete; `old/`, a finished site on its way in or out, of which only what its manifest names is
deleted; and what `memory.py` keeps. So nothing is lost that is not ours.

Whenever a build is killed, either the complete old site or the complete new one is there, and the next build clears up.
(Where the system cannot exchange two folders in one step, a build killed between two renames leaves the old site in
`old/`, and the next build puts it back.) After a power cut some files may be empty: syncing each would take minutes.
"""

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from candour.problems import Problem, Span
from candour.site.folder import MANIFEST, locked, with_a_name, work_folder
from candour.site.manifest import OutFile, Written, manifest_paths

_NOT_WRITTEN = "The new site cannot be written"
_PART = 1 << 20
_NAMED = 5
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Stage:
    """The folder in which the next site is put together, held by one build at a time."""

    output: Path
    folder: Path
    lock: int = -1
    """The open lock file. A program that writes into the stage is started with `pass_fds=[stage.lock]`: should it
    outlive a killed build, the next build waits for it instead of sharing the stage with it."""
    problems: tuple[Problem, ...] = ()
    """Why there is no stage: then stop here."""

    @property
    def old(self) -> Path:
        return self.folder.with_name("old")

    @property
    def scratch(self) -> Path:
        """For files that are needed only while the site is being made; on the same disk, and gone with the stage."""
        return self.folder.with_name("scratch")


def misplaced(output: Path, archive: Path) -> tuple[Problem, ...]:
    """Why no site can be published there: it is where the archive is read from, or holds the archive itself."""
    place, archive = Path(os.path.realpath(output)), Path(os.path.realpath(archive))
    message = "The archive is in this folder, and the site would take its place" if place in archive.parents else ""
    for one in (place, *place.parents):  # compared as the system does, whatever the capitals
        if one.exists() and one.samefile(archive):
            top = place.relative_to(one).as_posix().partition("/")[0].casefold()
            if top in {"content", "static", "templates", ".git", "."}:
                message = f"The site would be in {_shown(archive / top)}, from which candour reads the archive"
    hint = f"Choose another folder, such as {_shown(archive / 'output')}"
    return (Problem("output-misplaced", _span(output), message, hint),) if message else ()


@contextmanager
def open_stage(output: Path, *, wait_seconds: float = 60, on_wait: Callable[[], None] | None = None) -> Iterator[Stage]:
    """An empty stage for `output`, for as long as the `with` lasts; afterwards whatever is left of it is removed.

    While another build holds the lock, `on_wait` is called once; after `wait_seconds` it is a problem.
    """
    output = with_a_name(output)
    stage = Stage(output, work_folder(output) / "next")
    with ExitStack() as held:
        try:
            work = stage.folder.parent
            for missing in reversed([one for one in (work, *work.parents) if not one.is_dir()]):
                missing.mkdir(exist_ok=True)
            own = work / "lock"
            if not _is_folder(work) or (os.path.lexists(own) and (own.is_symlink() or not own.is_file())):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(own))
            if locked(lock := held.enter_context(own.open("ab")).fileno(), wait_seconds, on_wait):
                stage = replace(stage, lock=lock)
                stage = replace(stage, problems=_prepare(stage))
            else:
                message = f"Another build is publishing to {_shown(output)} and has not finished."
                busy = Problem("output-busy", _span(output), message, "Build again when it is done, or stop it.")
                stage = replace(stage, problems=(busy,))
        except OSError as error:
            stage = replace(stage, problems=(_unwritable(error, output),))
        try:
            yield stage
        finally:
            if stage.lock >= 0:
                with suppress(OSError):  # the next build tries again, and says so if it cannot
                    _clear(stage)


def write_files(stage: Stage, files: Iterable[OutFile]) -> tuple[Written, ...] | Problem:
    """Write the files into the stage one by one, and stop at the first that cannot be.

    A file that the published site has, byte for byte, is linked and not written: making thousands of new files costs
    more than reading the old ones, and what did not change keeps its date. ValueError when two want the same path.
    """
    written = list[Written]()
    folders = set[Path]()
    try:
        for file in files:
            _write(stage, file, folders)
            written.append(Written(file.path, file.size, file.sha256))
    except OSError as error:
        return _unwritable(error, stage.output)
    return tuple(written)


def _write(stage: Stage, file: OutFile, folders: set[Path]) -> None:
    path = stage.folder / file.path
    try:
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        published = stage.output / file.path
        if not (_has(published, file.content) and _linked(published, path)):
            with path.open("xb") as opened:
                opened.write(file.content)
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
        raise ValueError(f"{file.path!r} is in the way of another file of the site") from error


def _has(path: Path, content: bytes) -> bool:
    """Whether this is a plain file of these bytes. The largest is a seventh of the site: it is not held twice."""
    with suppress(OSError):
        facts = path.lstat()
        if stat.S_ISREG(facts.st_mode) and facts.st_size == len(content):
            with path.open("rb", buffering=0) as file:
                return all(file.read(_PART) == content[at : at + _PART] for at in range(0, len(content), _PART))
    return False


def _linked(published: Path, path: Path) -> bool:
    """Whether the file has a second name now: not every system can do that. Raises FileExistsError."""
    try:
        path.hardlink_to(published)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        return False
    return True


def paths_in(folder: Path) -> frozenset[str]:
    """The path of every plain file below the folder, with forward slashes. Raises OSError."""
    return frozenset(path for path, kind in _walk(folder) if kind == "file")


def exchange(stage: Stage, manifest: bytes) -> tuple[Problem, ...]:
    """Publish the staged site, with its manifest, and remove the previous one.

    With a problem the old site is untouched, unless its message says that the new one is published. Raises ValueError
    when the manifest does not name exactly the staged files: the next build would find files it does not know.
    """
    failure = _NOT_WRITTEN
    try:
        _seal(stage.folder, manifest)
        if problems := _foreign_in_output(stage.output):
            return problems
        _swap(stage)
        failure = "The new site is published, but the previous one cannot be removed"
        _remove_own(stage.old)
        return _kept_in_old(stage, "The new site is published, but the previous one held")
    except OSError as error:
        return (_unwritable(error, stage.output, failure),)


def _prepare(stage: Stage) -> tuple[Problem, ...]:
    """Everything that can stop publishing is looked for before the work begins."""
    _clear(stage)
    found = _kept_in_old(stage, "An earlier build replaced a site that held") or _foreign_in_output(stage.output)
    for path, kind in _walk(stage.output) if not found else ():
        if kind == "folder" and not os.access(folder := stage.output / path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    if not found:
        stage.folder.mkdir()
        stage.scratch.mkdir()
    return found


def _clear(stage: Stage) -> None:
    """Remove what a killed build left; had it moved the old site away and not yet put the new one there, put it back.

    `old/` may also be half removed, and `output/` deleted by hand since: an incomplete site is not put back.
    """
    shutil.rmtree(stage.scratch, ignore_errors=True)
    if not os.path.lexists(stage.output) and (own := _own_paths(stage.old)) and own <= paths_in(stage.old):
        stage.old.rename(stage.output)
    _remove_own(stage.old)
    if os.path.lexists(stage.folder):
        shutil.rmtree(stage.folder)


def _remove_own(folder: Path) -> None:
    """Remove the files that the folder's own manifest names and every folder left empty. The manifest goes last: a
    build killed here leaves a folder whose files are still known."""
    own = _own_paths(folder)
    for path, kind in _walk(folder):
        if kind == "file" and path in own and path != MANIFEST:
            (folder / path).unlink()
        elif kind == "folder":
            if own and not path:
                (folder / MANIFEST).unlink()
            if not any((folder / path).iterdir()):
                (folder / path).rmdir()


def _own_paths(folder: Path) -> frozenset[str]:
    """The paths that the folder's manifest says are ours; none without a plain, sound manifest."""
    manifest = folder / MANIFEST
    with suppress(ValueError):
        if _is_folder(folder) and manifest.is_file() and not manifest.is_symlink():
            return manifest_paths(manifest.read_bytes())
    return frozenset()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _walk(folder: Path) -> Iterator[tuple[str, Literal["file", "folder", "other"]]]:
    """The path and kind of everything in a folder, by name: what is in it, then every folder after those within it, at
    last itself as "".

    Nothing for a folder that is not there; a link is something other, and not followed."""
    waiting, folders = [""] if _is_folder(folder) else [], list[str]()
    while waiting:
        folders.append(below := waiting.pop())
        with os.scandir(folder / below) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield below + entry.name, "file" if entry.is_file(follow_symlinks=False) else "other"
        waiting += (f"{below}{entry.name}/" for entry in reversed(entries) if entry.is_dir(follow_symlinks=False))
    yield from ((below, "folder") for below in reversed(folders))


def _foreign_in_output(output: Path) -> tuple[Problem, ...]:
    if os.path.lexists(output) and not _is_folder(output):
        message = f"{_shown(output)} is not a plain folder, and publishing would replace it."
        hint = "Move it away, or choose another folder for the site."
    elif found := _foreign(output):
        message = f"{_shown(output)} holds files that candour did not write, and publishing would remove them: {found}."
        hint = "Move them away, or choose another folder. Put files that belong to the site into static/root/."
        if not _own_paths(output):
            hint = f"Choose another folder for the site. If this is a site that has lost its {MANIFEST}, delete it."
    else:
        return ()
    return (Problem("output-foreign-file", _span(output), message, hint),)


def _kept_in_old(stage: Stage, beginning: str) -> tuple[Problem, ...]:
    """Files that appeared in `output/` at the very moment of the exchange. They wait here for their owner."""
    if not os.path.lexists(stage.old):
        return ()
    kept = _foreign(stage.old) or _shown(stage.old)
    message = f"{beginning} files that candour did not write. They are kept: {kept}."
    hint = f"Move them to where you want them and delete {_shown(stage.old)}. Until then nothing else is published."
    return (Problem("output-foreign-file", _span(stage.output), message, hint),)


def _foreign(folder: Path) -> str:
    """The first files in the folder that its manifest does not name, for a message; empty when there are none."""
    own = _own_paths(folder)
    found = (path for path, kind in _walk(folder) if kind == "other" or (kind == "file" and path not in own))
    *first, more = *islice(found, _NAMED), next(found, "")
    return ", ".join(_shown(folder / path) for path in first) + (" and more" if more else "")


def _seal(folder: Path, manifest: bytes) -> None:
    """Add the manifest, and make the modes the same whatever the umask: a web server must be able to read the site."""
    with (folder / MANIFEST).open("wb") as written:
        written.write(manifest)
        written.flush()
        os.fsync(written.fileno())
    staged = list(_walk(folder))
    if unlike := manifest_paths(manifest) ^ {path for path, kind in staged if kind != "folder"}:
        raise ValueError(f"the manifest and the staged files differ: {sorted(unlike)[:_NAMED]}")
    for path, kind in staged:
        (folder / path).chmod(0o755 if kind == "folder" else 0o644)


def _swap(stage: Stage) -> None:
    if not os.path.lexists(stage.output):
        stage.folder.rename(stage.output)
        return
    # Under its new name the folder is no longer ours to delete: in a moment it is the old site, or still the new one.
    stage.folder.rename(stage.old)
    if _swapped_in_one_step(stage.old, stage.output):
        return
    stage.old.rename(stage.folder)
    stage.output.rename(stage.old)
    try:
        stage.folder.rename(stage.output)
    except OSError:
        stage.old.rename(stage.output)
        raise


def _swapped_in_one_step(one: Path, other: Path) -> bool:
    """Whether the system has exchanged the two folders; the reason why not shows again in the renames that follow."""
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux":
        here, flag = ctypes.c_long(-100), ctypes.c_long(2)  # AT_FDCWD, RENAME_EXCHANGE: renameat2(2)
        library = ctypes.CDLL(None)
        if hasattr(library, "renameat2"):
            return bool(library.renameat2(here, first, here, second, flag) == 0)
    if sys.platform == "darwin":
        return bool(ctypes.CDLL(None).renamex_np(first, second, 2) == 0)  # RENAME_SWAP: renamex_np(2)
    return False


def _unwritable(error: OSError, output: Path, failure: str = _NOT_WRITTEN) -> Problem:
    """An OSError in a maintainer's words."""
    words = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = f"{failure}: the disk, or your share of it, is full."
        return Problem("disk-full", _span(output), message, "Free some space and build again.")
    message = f"{failure}: {_shown(error.filename or output)}: {words}."
    hint = "Check that the folder is yours, not read-only, not open elsewhere and no disk of its own"
    return Problem("output-unwritable", _span(output), message, f"{hint}, or choose another.")


def _span(output: Path) -> Span:
    return Span(_shown(output))


def _shown(path: object) -> str:
    """A file name as people can read it: any bytes are allowed in one, line breaks too, and thousands of them."""
    text = path.as_posix() if isinstance(path, Path) else str(path)
    text = text if len(text) < _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
