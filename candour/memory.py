"""What the last build found out, so that the next need not: one file beside the site, which may always be deleted.

`.output.work/memory.sqlite` holds two kinds of values:

- what a file of records was read as, which follows from its path and bytes, those of the configuration, and the engine;
- what the last build said, which follows from every file that it read, its options and the engine. While the site has
  the very bytes that its manifest names, there is nothing to do.

Each is found under the SHA-256 of all that it follows from, and never by a time: what has changed has another key, and
what was kept under the old one is not looked up. The engine is candour's own files, the versions of its libraries, and
Python. Nothing else is remembered here: linking, findings, checks and pages are done in full every time, by stages that
know nothing of this.

What a build found out is kept when it has published, in one step, and only if nothing that it reads has changed
meanwhile. A damaged value counts as missing.
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
from candour.site.folder import MANIFEST, locked, with_a_name, work_folder

if TYPE_CHECKING:  # they take longer to load than it takes to find that nothing has changed
    from candour.model.config import Config
    from candour.reading.archive import Read, Reader
    from candour.reading.files import RecordFile

_FILE = "memory.sqlite"
_UNFINISHED = {"next", "old", "scratch"}
"""What a build leaves beside it that was killed."""
_DAMAGED = (sqlite3.Error, UnicodeDecodeError)
"""What Python raises of a damaged file: the second where the words of the first cannot be read."""


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


class Memory:
    """What a build remembers of the one before and leaves to the next.

    To be made before the rest of candour is loaded, so that the engine is the one that runs. As a context manager it
    reads and writes the file, and belongs to whoever holds the lock of the stage. Whatever happens to the file, a build
    only forgets.
    """

    def __init__(self, archive: Path, output: Path, options: Options) -> None:
        self._archive, self._output, self._options = archive, with_a_name(output), options
        self._path = work_folder(output) / _FILE
        self._before: Inputs | None = None
        with suppress(OSError):
            self._before = Inputs.now(archive, options)

    def unchanged(self) -> Built | None:
        """What the last build said, if another would read and publish the same; None when that is not certain."""
        work = self._path.parent
        with suppress(OSError, *_DAMAGED), (work / "lock").open("r+b") as lock:
            if not locked(lock.fileno()) or not self._path.is_file() or _UNFINISHED & {*os.listdir(work)}:
                return None
            with closing(_opened(self._path)) as kept:
                match self._before and _value(kept, self._before.digest):
                    case Built() as built, str(site) if site == _digest_on_disk(self._output):
                        return built
        return None

    def __enter__(self) -> "Memory":
        self._used = set[str]()
        self._kept = _opened(":memory:")
        with suppress(OSError, *_DAMAGED):
            try:
                self._kept = _opened(self._path)
            except _DAMAGED:
                self._path.unlink()
                self._kept = _opened(self._path)
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def reading(self, read: "Reader") -> "Reader":
        """Reads as `read` does, but not again what the last build has read."""
        if not (before := self._before):
            return read

        def remembered(file: "RecordFile", config: "Config | None", settings: bytes) -> "Read":
            key = _digest(before.engine, settings, file.kind, file.path, file.name, file.content)
            known: Read | None = _value(self._kept, key)
            if known:
                self._used.add(key)
                return known
            found = read(file, config, settings)
            with suppress(*_DAMAGED):
                self._store(key, found)
            return found

        return remembered

    def keep(self, built: Built, manifest: bytes) -> None:
        """Leave to the next build what this one has found out, now that the site of this manifest is published."""
        try:
            if self._before and self._before == Inputs.now(self._archive, self._options):
                self._store(self._before.digest, (built, _digest_by_manifest(manifest)))
                forgotten = {key for (key,) in self._kept.execute("SELECT key FROM kept")} - self._used
                self._kept.executemany("DELETE FROM kept WHERE key = ?", ((key,) for key in forgotten))
                self._kept.commit()
                if not _value(self._kept, self._before.digest):
                    raise sqlite3.DatabaseError("what was stored is not found again")
        except _DAMAGED:  # though it could be opened
            with suppress(OSError):
                self._path.unlink()
        except OSError:
            pass

    def _store(self, key: str, value: object) -> None:
        self._used.add(key)
        payload = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._kept.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, _checksum(key, payload) + payload))


class PreviewReader:
    """Reads a file anew only when it, or the configuration, has changed: for a preview, while it runs."""

    def __init__(self, read: "Reader") -> None:
        self._read = read
        self._settings = b""
        self._known: dict[str, tuple[RecordFile, Read]] = {}

    def __call__(self, file: "RecordFile", config: "Config | None", settings: bytes) -> "Read":
        if settings != self._settings:
            self._known.clear()
        self._settings = settings
        known, read = self._known.get(file.path, (None, None))
        if read is None or known != file:
            read = self._read(file, config, settings)
            self._known[file.path] = file, read
        return read


# --- the file -----------------------------------------------------------------------------------------------------


def _opened(path: Path | str) -> sqlite3.Connection:
    kept = sqlite3.connect(path, timeout=1)
    kept.execute("PRAGMA synchronous = OFF")  # what a power cut leaves half written has another checksum
    kept.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB)")
    return kept


def _value(kept: sqlite3.Connection, key: str) -> Any:
    """None when there is none, or when it is not as it was stored."""
    with suppress(Exception):  # whatever somebody else may have put there
        ((row,),) = kept.execute("SELECT value FROM kept WHERE key = ?", (key,))
        if row[:_LENGTH] == _checksum(key, row[_LENGTH:]):
            return _Values(io.BytesIO(row[_LENGTH:])).load()
    return None


def _checksum(key: str, payload: bytes) -> bytes:
    return hashlib.sha256(key.encode() + payload).digest()


_LENGTH = 32
"""Bytes of a checksum."""


class _Values(pickle.Unpickler):
    """Makes values of candour, and runs nothing: the file may have come from elsewhere."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.partition(".")[0] in _HARMLESS else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value")


_HARMLESS = {"candour", "collections", "datetime", "markupsafe"}


# --- what is there ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a build reads, as it was at one moment."""

    engine: str
    digest: str
    """Of the engine as well, and of the options."""
    changed_at: tuple[tuple[int, ...], ...]
    """What the system notes of each one's latest change: two moments may differ in nothing else."""

    @staticmethod
    def now(archive: Path, options: Options) -> "Inputs":
        """Raises OSError when something cannot be read."""
        own = _found(
            Path(candour.__file__).parent.parent, "candour", "templates", "static", skip="__pycache__", follow=True
        )
        places = [sorted(os.listdir(folder)) for folder in sys.path if os.path.isdir(folder)]
        libraries = [name for names in places for name in names if name.endswith((".dist-info", ".egg-info"))]
        system = sys.version, sqlite3.sqlite_version, _contents(_found(Path("/usr/share/zoneinfo"), *_OF_TIME_ZONES))
        engine = _digest(system, libraries, _contents(own))
        settings = [name for name in os.listdir(archive) if name.casefold().startswith(_SETTINGS)]
        read = _found(archive, "content", "static", "templates", *settings)
        modules = {path: one for path, one in own.items() if one[0] != _FOLDER}  # Python writes into their folders
        facts = [facts for found in (modules, read) for _, (_, facts) in sorted(found.items(), key=itemgetter(0))]
        changed_at = tuple((one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in facts)
        return Inputs(engine, _digest(engine, options, _contents(read)), changed_at)


_SETTINGS = Path(CONFIG_FILE).stem
"""How the name of the configuration begins, and of what is mistaken for it."""
_OF_TIME_ZONES = ("tzdata.zi", "+VERSION")
"""What tells the version of the system's time zones."""
_FOLDER = "a folder"
_Found = dict[str, tuple[str, os.stat_result]]
"""By path: what is there, of a file the SHA-256, and what the system notes of it."""


def _found(folder: Path, *names: str, skip: str = "", follow: bool = False) -> _Found:
    """Those of the names that are in the folder, and all within them but what is called `skip`. Raises OSError."""
    found: _Found = {}
    waiting = [*names]
    buffer = memoryview(bytearray(1 << 18))  # one for all of thousands of files
    while waiting:
        path = f"{folder}{os.sep}{(name := waiting.pop())}"
        try:
            facts = os.stat(path, follow_symlinks=follow)
        except FileNotFoundError:
            continue
        holds = "something else"
        if stat.S_ISREG(facts.st_mode):
            digest = hashlib.sha256()
            with open(path, "rb", buffering=0) as file:
                while size := file.readinto(buffer):
                    digest.update(buffer[:size])
            holds = digest.hexdigest()
        elif stat.S_ISDIR(facts.st_mode):
            holds = _FOLDER
            waiting += (f"{name}/{one}" for one in os.listdir(path) if one != skip)
        elif stat.S_ISLNK(facts.st_mode):
            holds = f"a link to {os.readlink(path)}"
        found[name] = holds, facts
    return found


def _contents(found: _Found) -> list[tuple[str, str]]:
    return sorted((path, holds) for path, (holds, _) in found.items())


def _digest_on_disk(output: Path) -> str:
    """Of the site that is there. Raises OSError."""
    found = _found(output.parent, output.name)
    modes = {path: stat.S_IMODE(facts.st_mode) for path, (_, facts) in found.items()}
    begins = len(output.name) + 1
    return _digest([(path[begins:], holds, _mode(modes[path])) for path, holds in _contents(found)])


def _digest_by_manifest(manifest: bytes) -> str:
    """Of the site that this manifest names, as it is published."""
    named = json.loads(manifest)
    files = {path: entry["sha256"] for path, entry in (*named["files"].items(), *named["index"].items())}
    files[MANIFEST] = hashlib.sha256(manifest).hexdigest()
    folders = {path[:at] for path in files for at, sign in enumerate(path) if sign == "/"} | {""}
    listed = [
        *((path, holds, _mode(0o644)) for path, holds in files.items()),
        *((path, _FOLDER, _mode(0o755)) for path in folders),
    ]
    return _digest(sorted(listed))


def _mode(mode: int) -> int:
    """As far as the system has one."""
    return 0 if os.name == "nt" else mode


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()
