"""The staged pages -> the search index beside them, made by Pagefind's own program, and whether it is whole.

What browsers read is Pagefind's output without the interfaces that it brings; the search page is ours (`static/js`).
The index is made anew, whole, when anything that goes into it changed, and else copied from the published site:
Pagefind needs 2.4 ms a page, and may write other bytes for the same pages.
"""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pagefind_bin import get_executable  # type: ignore[import-untyped]

from candour.model import addresses
from candour.model.config import Config
from candour.pages import Page
from candour.problems import Problem, ProblemName, Span
from candour.site.manifest import MANIFEST, OutFile, manifest_index

FOLDER = addresses.INDEX.strip("/")
ENTRY = "pagefind-entry.json"
"""Names the languages of the index, and how many pages each has."""
_RECIPE = "1"
"""To be raised when this module makes another index of the same pages."""


@dataclass(frozen=True, slots=True)
class Index:
    files: tuple[str, ...] = ()
    """Their paths within the site; none when there is nothing to search."""
    bytes: int = 0
    fingerprint: str = ""
    """Of everything that was indexed, for the manifest: so the next build knows."""
    problems: tuple[Problem, ...] = ()
    """Why there is no index; then nothing may be published."""


def index_site(
    files: Iterable[OutFile], pages: Iterable[Page], config: Config, *, staged: Path, published: Path, lock: int
) -> Index:
    """Index the pages that have a `search` entry, written in the folder `staged`.

    `published` is the site of before, whose index may serve again. `lock` is kept open while Pagefind runs.
    """
    searched = {addresses.output_path(page.url): page for page in pages if page.search}
    if not searched:
        return Index()
    folder = staged / FOLDER
    if folder.exists():
        return _failed(f"the site has a folder {FOLDER}/ of its own", "Rename it: the search index needs this name.")
    fingerprint = _fingerprint(files, searched, config)
    try:
        if not _copied(published, fingerprint, folder, len(searched)):
            if wrong := _run(staged, folder, config.language, lock):
                return wrong
            if wrong := _wrong_with(folder, len(searched)):
                return wrong
            _drop_unused(folder)
        sizes = {path.relative_to(staged).as_posix(): path.stat().st_size for path in _files_in(folder)}
    except OSError as error:
        return _explained(error.strerror or str(error), error.errno)
    return Index(tuple(sorted(sizes)), sum(sizes.values()), fingerprint)


def _fingerprint(files: Iterable[OutFile], searched: Mapping[str, Page], config: Config) -> str:
    """Of all that Pagefind is given: each page's main element and entry, the language, Pagefind's version."""
    told = hashlib.sha256("\0".join((_RECIPE, version("pagefind-bin"), config.language)).encode())
    for file in sorted((file for file in files if file.path in searched), key=lambda file: file.path):
        start = file.content.index(b"<main")
        main = file.content[start : file.content.index(b"</main>", start)]
        for part in (file.path.encode(), repr(searched[file.path].search).encode(), main):
            told.update(hashlib.sha256(part).digest())
    return told.hexdigest()


def _copied(published: Path, fingerprint: str, folder: Path, pages: int) -> bool:
    """Whether the published index was made from the same and is whole; then it is in `folder` now."""
    try:
        made_from, paths = manifest_index((published / MANIFEST).read_bytes())
        if made_from != fingerprint or not all(path.startswith(f"{FOLDER}/") for path in paths):
            return False
        for path in sorted(paths):
            target = folder.parent / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(published / path, target)
    except (OSError, ValueError):
        whole = False
    else:
        whole = _wrong_with(folder, pages) is None
    if not whole:
        shutil.rmtree(folder, ignore_errors=True)
    return whole


def _run(staged: Path, folder: Path, language: str, lock: int) -> Index | None:
    """Let Pagefind make the index; what went wrong, if anything did."""
    # Settings of the surroundings (PAGEFIND_…, a pagefind.toml where the build was started) must not change the index.
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    paths = ("--site", staged.resolve(), "--output-path", folder.resolve())
    try:
        done = subprocess.run(
            [get_executable(), "--silent", *paths, "--force-language", language],
            cwd=staged.parent,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            pass_fds=() if sys.platform == "win32" or lock < 0 else (lock,),
            check=False,
        )
    except OSError as error:
        told = f"Pagefind, the program that makes the search index, cannot be started ({error.strerror or error})"
        return _failed(told, "Install candour's libraries again: pagefind-bin has a program for each system.")
    if done.returncode:
        return _explained(done.stderr + done.stdout, status=done.returncode)
    return None


def _drop_unused(folder: Path) -> None:
    """Remove Pagefind's own interfaces, its worker (our page does without) and what belongs to other languages."""
    languages = json.loads((folder / ENTRY).read_bytes())["languages"].values()
    used = {ENTRY, "pagefind.js", *(f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in languages)}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in used and path.suffix != ".pf_meta":
            path.unlink()


def _wrong_with(folder: Path, pages: int) -> Index | None:
    """On a full disk Pagefind ends well and leaves empty files; a page that it skips it does not name."""
    empty = [path.name for path in _files_in(folder) if not path.stat().st_size]
    if empty:
        return _failed(f"the search index has empty files: {', '.join(empty[:3])}", "Is the disk full? Build again.")
    try:
        languages = json.loads((folder / ENTRY).read_bytes())["languages"].values()
        indexed = sum(one["page_count"] for one in languages)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return _failed(f"{ENTRY} cannot be read", _AGAIN)
    if indexed != pages:
        return _failed(f"the search index holds {indexed} pages, and the site has {pages} to search", _AGAIN)
    return None


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


_AGAIN = "Build again. If it stays, it is a fault of candour: please report it."
_FULL = ("os error 28", "storagefull", "no space left", "quota exceeded")
_FORBIDDEN = ("os error 13", "os error 30", "permissiondenied", "permission denied", "readonlyfilesystem", "read-only")


def _explained(told: str, number: int | None = None, status: int = 0) -> Index:
    """What Pagefind or the system said, in a maintainer's words. Pagefind ends with 101 whatever it did not expect."""
    lower = told.casefold()
    if number in (errno.ENOSPC, errno.EDQUOT) or any(words in lower for words in _FULL):
        return _failed(
            "the search index cannot be written: the disk, or your share of it, is full",
            "Free some space and build again.",
            "disk-full",
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or any(words in lower for words in _FORBIDDEN):
        return _failed(
            "the search index cannot be written: the folder is not yours or is read-only",
            "Check that the folder above the site is yours, or choose another for the site.",
            "output-unwritable",
        )
    if status < 0:
        return _failed(
            f"Pagefind, the program that makes the search index, was stopped by signal {-status}",
            "Build again. If it stays, the machine may be short of memory: Pagefind needs about 0.2 MB a page.",
        )
    last = next((line.strip() for line in reversed(told.splitlines()) if line.strip()), "")
    told = f" with status {status}" if status else ""
    return _failed(
        f"Pagefind, the program that makes the search index, ended{told}: {last or 'it said nothing'}", _AGAIN
    )


def _failed(message: str, hint: str, name: ProblemName = "search-failed") -> Index:
    return Index(problems=(Problem(name, Span(f"output/{FOLDER}"), message[:1].upper() + message[1:] + ".", hint),))
