"""What the last build found out, so that the next need not: one file beside the site, which may always be deleted.

Two kinds of values are kept there:

- what a file of records was read as, which follows from its path and bytes, the configuration and the engine;
- what a build said of itself, which follows from every file that it read, its options and the engine. While the site
  still has the very bytes that its manifest names, there is nothing to do.

Each is found under the SHA-256 of all that it follows from, never under a time: so none can be out of date, whatever
was edited, renamed, checked out or copied here. The engine is candour's own files, the versions of its libraries, and
Python. Nothing else is remembered: linking, findings, checks and pages are done in full every time, by stages that know
nothing of this.

What a build found out is kept when it has published, in one step, and only if nothing that it reads was touched
meanwhile. What cannot be read as it was written was never there.
"""

import hashlib
import io
import json
import os
import pickle
import sqlite3
import stat
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import candour
from candour.problems import CONFIG_FILE, Problem
from candour.site.folder import MANIFEST, locked, work_folder

if TYPE_CHECKING:  # they take longer to load than it takes to find that nothing has changed
    from candour.model.config import Config
    from candour.reading.archive import Read, Reader
    from candour.reading.files import RecordFile

_FILE = "memory.sqlite"


@dataclass(frozen=True, slots=True)
class Options:
    """How a site is built."""

    commit: str = ""
    """Only named in `build.json`."""
    styleguide: bool = False
    """Adds the page of all components."""
    url: str = ""
    """The site's address, where the configuration leaves it open."""
    repository: str = ""
    """On GitHub, as OWNER/NAME, whose issues are the publisher's contact if the configuration says so."""
    offline: bool = False
    """Makes a preview that is opened as files, without the search."""
    with_drafts: bool = False
    """Makes a preview with drafts, which is not for the public."""


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Built:
    """What was published; nothing, when only the records and the problems are given."""

    records: int
    problems: tuple[Problem, ...]
    pages: int = 0
    files: int = 0
    bytes: int = 0
    hash: str = ""
    """Of the manifest: equal for two equal sites. Empty when nothing was published."""


def unchanged(archive: Path, output: Path, options: Options) -> Built | None:
    """What the last build said, if another would read and publish the same; None when that is not certain."""
    work = work_folder(output)
    with suppress(OSError, sqlite3.Error), (work / "lock").open("r+b") as lock:
        if locked(lock.fileno()) and (work / _FILE).is_file() and not {"next", "old"} & {*os.listdir(work)}:
            with closing(_opened(work / _FILE)) as kept:
                built, site = _value(kept, Seen.now(archive, options).digest) or (None, "")
            return built if built and site == _site_in(output) else None
    return None


class Memory:
    """What a build remembers of the one before and leaves to the next, while it holds the lock of its stage.

    Whatever happens to the file, a build only forgets.
    """

    def __init__(self, archive: Path, output: Path, options: Options) -> None:
        self._read_from, self._output, self._path = (archive, options), output, work_folder(output) / _FILE

    def __enter__(self) -> "Memory":
        self._used = set[str]()
        self._before: Seen | None = None
        self._kept = _opened(":memory:")
        with suppress(OSError, sqlite3.Error):
            self._before = Seen.now(*self._read_from)
            try:
                self._kept = _opened(self._path)
            except sqlite3.DatabaseError:  # damaged
                self._path.unlink()
                self._kept = _opened(self._path)
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def reading(self, read: "Reader") -> "Reader":
        """Reads as `read` does, but not again what the last build has read."""
        settings, prefix = object(), ""

        def remembered(file: "RecordFile", config: "Config | None") -> "Read":
            nonlocal settings, prefix
            if settings is not config:
                settings, prefix = config, _digest(self._before and self._before.engine, pickle.dumps(config))
            key = _digest(prefix, pickle.dumps(file))
            known: Read | None = _value(self._kept, key)
            found = known or read(file, config)
            self._keep(key, None if known else found)
            return found

        return remembered

    def keep(self, built: Built, manifest: bytes) -> None:
        """Leave to the next build what this one has found out, now that the site of this manifest is published."""
        try:
            if self._before and self._before == Seen.now(*self._read_from):
                self._keep(self._before.digest, (built, _site_of(self._output, manifest)))
                forgotten = {key for (key,) in self._kept.execute("SELECT key FROM kept")} - self._used
                self._kept.executemany("DELETE FROM kept WHERE key = ?", ((key,) for key in forgotten))
                self._kept.commit()
        except sqlite3.DatabaseError:  # damaged, though it could be opened
            with suppress(OSError):
                self._path.unlink()
        except OSError:
            pass

    def _keep(self, key: str, value: object) -> None:
        """None: it is kept already."""
        self._used.add(key)
        if value is not None:
            payload = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            with suppress(sqlite3.Error):
                row = key, hashlib.sha256(payload).digest() + payload
                self._kept.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", row)


class Remembered:
    """Reads a file anew only when it, or the configuration, has changed: for a preview, while it runs."""

    def __init__(self, read: "Reader") -> None:
        self._read = read
        self._config: Config | None = None
        self._known: dict[str, tuple[RecordFile, Read]] = {}

    def __call__(self, file: "RecordFile", config: "Config | None") -> "Read":
        if config is not self._config and config != self._config:
            self._known.clear()
        self._config = config
        known, read = self._known.get(file.path, (None, None))
        if read is None or known != file:
            read = self._read(file, config)
            self._known[file.path] = file, read
        return read


# --- the file -----------------------------------------------------------------------------------------------------


def _opened(path: Path | str) -> sqlite3.Connection:
    kept = sqlite3.connect(path, timeout=1)
    kept.execute("PRAGMA synchronous = OFF")  # what a power cut leaves half written is not read
    kept.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB)")
    return kept


def _value(kept: sqlite3.Connection, key: str) -> Any:
    """None when there is none, or when it is not as it was written."""
    with suppress(Exception):  # whatever somebody else may have put there
        ((row,),) = kept.execute("SELECT value FROM kept WHERE key = ?", (key,))
        if hashlib.sha256(row[32:]).digest() == row[:32]:
            return _Values(io.BytesIO(row[32:])).load()
    return None


class _Values(pickle.Unpickler):
    """Makes values of candour, and runs nothing."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if (module.partition(".")[0] in _HARMLESS) else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value")


_HARMLESS = {"candour", "collections", "datetime", "markupsafe"}


# --- what is there ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that a build reads, as it was at one moment."""

    engine: str
    digest: str
    """Of the engine as well, and of the options."""
    touched: tuple[tuple[int, ...], ...]
    """What the system notes of each one's latest change: two moments may differ in nothing else."""

    @staticmethod
    def now(archive: Path, options: Options) -> "Seen":
        """Raises OSError when something cannot be read."""
        own = _found(Path(candour.__file__).parent.parent, "candour", "templates", "static", but="__pycache__")
        libraries = [name for folder in sys.path if os.path.isdir(folder) for name in os.listdir(folder)]
        engine = _digest(sys.version, sorted(one for one in libraries if one.endswith(".dist-info")), _held(own))
        settings = [name for name in os.listdir(archive) if Path(name).stem == Path(CONFIG_FILE).stem]
        read = _found(archive, "content", "static", "templates", *settings)
        modules = {path: one for path, one in own.items() if one[0] != _FOLDER}  # Python writes into their folders
        facts = [facts for found in (modules, read) for _, (_, facts) in sorted(found.items(), key=itemgetter(0))]
        touched = tuple((one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in facts)
        return Seen(engine, _digest(engine, options, _held(read)), touched)


_FOLDER = "a folder"
_Found = dict[str, tuple[str, os.stat_result]]
"""By path: what is there, of a file the SHA-256, and what the system notes of it."""


def _found(folder: Path, *names: str, but: str = "") -> _Found:
    """Those of the names that are in the folder, and all within them; links are not followed. Raises OSError."""
    found: _Found = {}
    waiting = [*names]
    while waiting:
        path = os.path.join(folder, name := waiting.pop())
        if not os.path.lexists(path):
            continue
        holds, facts = "something else", os.lstat(path)
        if stat.S_ISREG(facts.st_mode):
            with open(path, "rb") as file:
                holds = hashlib.sha256(file.read()).hexdigest()
        elif stat.S_ISDIR(facts.st_mode):
            holds = _FOLDER
            waiting += (f"{name}/{one}" for one in os.listdir(path) if one != but)
        elif stat.S_ISLNK(facts.st_mode):
            holds = f"a link to {os.readlink(path)}"
        found[name] = holds, facts
    return found


def _held(found: _Found) -> list[tuple[str, str]]:
    return sorted((path, holds) for path, (holds, _) in found.items())


def _site_in(output: Path) -> str:
    """Of the site that is there. Raises OSError."""
    found = _found(output, *os.listdir(output))
    is_open = all(os.name == "nt" or stat.S_IMODE(facts.st_mode) in _MODES for _, facts in found.values())
    return _digest([one for one in _held(found) if one[1] != _FOLDER]) if is_open else ""


_MODES = {0o644, 0o755}
"""That a site is published with."""


def _site_of(output: Path, manifest: bytes) -> str:
    """Of the site that this manifest names. Raises OSError."""
    named = json.loads(manifest)
    files = {path: entry["sha256"] for path, entry in named["files"].items()}
    files |= {path: hashlib.sha256((output / path).read_bytes()).hexdigest() for path in named["index"]}
    return _digest(sorted((files | {MANIFEST: hashlib.sha256(manifest).hexdigest()}).items()))


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
