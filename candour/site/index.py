"""The staged pages -> the search index beside them, made by Pagefind's own program, and whether it is sound.

What browsers read is Pagefind's output without the interfaces that it brings; the search page is ours (`static/js`).
The whole index is made again when anything that goes into it changed, and else copied from the published site: Pagefind
needs 2.4 ms a page, and may write other bytes for the same pages.
"""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable  # type: ignore[import-untyped]

from candour.model import addresses
from candour.pages.views import Page
from candour.problems import Problem, ProblemName, Span
from candour.site.manifest import MANIFEST, OutFile, manifest_index
from candour.site.publishing import Stage, paths_in

FOLDER = addresses.INDEX.strip("/")
ENTRY = "pagefind-entry.json"
"""Names the languages of the index, and how many pages each has."""
_PATIENCE = 120
"""Seconds that Pagefind may take, and a tenth of one for each page: 40 times what it needs."""
_RECIPE = "1"
"""To be raised when this module makes another index of the same pages."""


@dataclass(frozen=True, slots=True)
class Index:
    sizes: Mapping[str, int]
    """In bytes, by the files' paths within the site; none when there is nothing to search."""
    fingerprint: str
    """Of everything that was indexed, for the manifest: so the next build knows."""


def index_site(files: Iterable[OutFile], pages: Iterable[Page], language: str, stage: Stage) -> Index | Problem:
    """Index the staged pages that have a `search` entry, or copy the published index when it is of the same words.

    A problem says why there is no index; then nothing may be published.
    """
    searched = {addresses.output_path(page.url): page for page in pages if page.search}
    if not searched:
        return Index({}, "")
    folder = stage.folder / FOLDER
    if folder.exists():
        hint = "Rename it: the search index needs this name."
        return _problem(f"The site has a folder {FOLDER}/ of its own.", hint)
    fingerprint = _fingerprint(files, searched, language)
    try:
        if not _copied(stage.output, fingerprint, folder, len(searched)):
            if problem := _run(stage, folder, language, len(searched)) or _defect(folder, len(searched)):
                return problem
            _drop_unused(folder)
        sizes = {f"{FOLDER}/{path}": (folder / path).stat().st_size for path in paths_in(folder)}
    except OSError as error:
        return _explained(error.strerror or str(error), error.errno)
    return Index(sizes, fingerprint)


def _fingerprint(files: Iterable[OutFile], searched: Mapping[str, Page], language: str) -> str:
    """Of everything that Pagefind is given: each page's main element and entry, the language, Pagefind's version."""
    digest = hashlib.sha256("\0".join((_RECIPE, version("pagefind-bin"), language)).encode())
    for file in sorted((file for file in files if file.path in searched), key=lambda file: file.path):
        start = file.content.index(b"<main")
        main = file.content[start : file.content.index(b"</main>", start)]
        for text in (file.path.encode(), repr(searched[file.path].search).encode(), main):
            digest.update(hashlib.sha256(text).digest())
    return digest.hexdigest()


def _copied(published: Path, fingerprint: str, folder: Path, pages: int) -> bool:
    """Whether the published index is sound and of the same words; then it is in `folder` now."""
    with suppress(OSError, ValueError):  # then the index is made from the pages instead
        indexed, paths = manifest_index((published / MANIFEST).read_bytes())
        if indexed == fingerprint:
            shutil.copytree(published / FOLDER, folder, copy_function=shutil.copyfile)
            if paths == {f"{FOLDER}/{path}" for path in paths_in(folder)} and not _defect(folder, pages):
                return True
    shutil.rmtree(folder, ignore_errors=True)
    return False


def _run(stage: Stage, folder: Path, language: str, pages: int) -> Problem | None:
    """Let Pagefind write the index into `folder`; why it did not, if it did not."""
    seconds = _PATIENCE + pages // 10
    paths = ("--site", stage.folder.resolve(), "--output-path", folder.resolve())
    try:
        done = subprocess.run(
            [get_executable(), "--silent", *paths, "--force-language", language],
            # Neither a pagefind.toml where the build was started nor PAGEFIND_… may change the index.
            cwd=stage.folder.parent,
            env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            pass_fds=() if sys.platform == "win32" else (stage.lock,),
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return _problem(f"{_PAGEFIND} had not finished after {seconds} seconds, and was stopped.", _AGAIN)
    except OSError as error:
        hint = "Install candour's libraries again: pagefind-bin has a program for each system."
        return _problem(f"{_PAGEFIND} cannot be started ({error.strerror or error}).", hint)
    return _explained(done.stderr + done.stdout, status=done.returncode) if done.returncode else None


def _drop_unused(folder: Path) -> None:
    """Remove Pagefind's own interfaces, its worker (our page does without) and what belongs to other languages."""
    used = {ENTRY, "pagefind.js", *(f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in _languages(folder))}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in used and path.suffix != ".pf_meta":
            path.unlink()


def _defect(folder: Path, pages: int) -> Problem | None:
    """On a full disk Pagefind ends well and leaves empty files; a page that it skips it does not name."""
    if empty := [path.name for path in sorted(map(folder.joinpath, paths_in(folder))) if not path.stat().st_size]:
        return _problem(f"The search index has empty files: {', '.join(empty[:3])}.", "Is the disk full? Build again.")
    try:
        indexed = sum(one["page_count"] for one in _languages(folder))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return _problem(f"{ENTRY.capitalize()} cannot be read.", _AGAIN)
    if indexed != pages:
        return _problem(f"The search index holds {indexed} pages, but the site has {pages} to search.", _AGAIN)
    return None


def _languages(folder: Path) -> list[Any]:
    return list(json.loads((folder / ENTRY).read_bytes())["languages"].values())


_PAGEFIND = "Pagefind, the program that makes the search index,"
_AGAIN = "Build again. If it happens again, it is a fault of candour: please report it."
_FULL = ("os error 28", "storagefull", "no space left", "quota exceeded")
_FORBIDDEN = ("os error 13", "os error 30", "permissiondenied", "permission denied", "readonlyfilesystem", "read-only")


def _explained(text: str, number: int | None = None, status: int = 0) -> Problem:
    """What Pagefind or the system said, in a maintainer's words. Pagefind ends with 101 whatever it did not expect."""
    lower = text.casefold()
    if number in (errno.ENOSPC, errno.EDQUOT) or any(words in lower for words in _FULL):
        message = "The search index cannot be written: the disk, or your share of it, is full."
        return _problem(message, "Free some space and build again.", "disk-full")
    if number in (errno.EACCES, errno.EPERM, errno.EROFS) or any(words in lower for words in _FORBIDDEN):
        message = "The search index cannot be written: the folder is not yours or is read-only."
        hint = "Check that the folder above the site is yours, or choose another for the site."
        return _problem(message, hint, "output-unwritable")
    if status < 0:
        hint = "Build again. If it happens again, memory may be short: Pagefind needs about 0.2 MB a page."
        return _problem(f"{_PAGEFIND} was stopped by signal {-status}.", hint)
    last = next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it said nothing")
    ended = f"ended with status {status}" if status else "ended"
    return _problem(f"{_PAGEFIND} {ended}: {last}.", _AGAIN)


def _problem(message: str, hint: str, name: ProblemName = "search-failed") -> Problem:
    return Problem(name, Span(f"output/{FOLDER}"), message, hint)
