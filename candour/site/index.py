"""The pages -> the search index beside them, made by Pagefind's own program, and whether it is sound.

Pagefind is given a document for each thing that is found, of the page's main element or of a few paragraphs. What
browsers read is its output without the interfaces that it brings, and what we add: every word of the index, and which
documents belong to one project. The search page is ours (`static/js`). The whole index is made again when anything that
goes into it changed, and else copied from the published site: Pagefind may write other bytes for the same documents.
"""

import errno
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable  # type: ignore[import-untyped]

from candour.graph.register import grouped
from candour.model import addresses
from candour.model.typography import typographic_text
from candour.pages.views import Page, SearchEntry
from candour.problems import Problem, ProblemName, Span
from candour.site.manifest import MANIFEST, OutFile, manifest_index
from candour.site.publishing import Stage, paths_in

FOLDER = addresses.INDEX.strip("/")
ENTRY = "pagefind-entry.json"
"""Names the languages of the index, and how many documents each has. We add `groups`, the documents of each project by
the names of their files, and `more`."""
MORE = "more"
"""The folder of another index, of the kinds that are found only when they are asked for: so the first stays small."""
WORDS = "words.txt"
"""Every word of the index as the texts have it, a word a line."""
_DOCUMENTS = "documents"
"""The folder that Pagefind reads, within that of the index; it is not published."""
_SIGNS = {"␟": "h1 h2 h3 h4", "␞": "p dd li td th summary"}
"""What the index has after a heading, and after a paragraph or a fact; excerpts end there (`passage.js`)."""
_ENDS = [
    (f"</{name}>".encode(), f"</{name}> {sign} ".encode()) for sign, names in _SIGNS.items() for name in names.split()
]
_ENDS += [(b"</dt>", b":</dt>"), (b'<div class="note"', ' ␞ <div class="note"'.encode())]
_PATIENCE = 120
"""Seconds that Pagefind may take, and a tenth of one for each page: 40 times what it needs."""
_RECIPE = "2"
"""To be raised when this module makes another index of the same pages."""


@dataclass(frozen=True, slots=True)
class Index:
    sizes: Mapping[str, int]
    """In bytes, by the files' paths within the site; none when there is nothing to search."""
    fingerprint: str
    """Of everything that was indexed, for the manifest: so the next build knows."""


def index_site(files: Iterable[OutFile], pages: Iterable[Page], language: str, stage: Stage) -> Index | Problem:
    """Index what the pages are searched as, or copy the published index when it is of the same words.

    A problem says why there is no index; then nothing may be published.
    """
    every = [*_documents(files, pages)]
    if not any(entry.has_main for entry, _ in every):
        return Index({}, "")
    folder = stage.folder / FOLDER
    if folder.exists():
        hint = "Rename it: the search index needs this name."
        return _problem(f"The site has a folder {FOLDER}/ of its own.", hint)
    parts = grouped((folder / MORE if entry.is_off else folder, one) for entry, one in every)
    groups = {name: entry.project for entry, (name, _) in every if entry.project and entry.has_main}
    fingerprint = _fingerprint(parts, groups, language)
    try:
        if not _copied(stage.output, fingerprint, parts):
            for part, documents in parts.items():
                if problem := _run(stage, part, language, documents) or _defect(part, len(documents)):
                    return problem
                _drop_unused(part)
            _add(folder, groups, has_more=len(parts) > 1)
        sizes = {f"{FOLDER}/{path}": (folder / path).stat().st_size for path in paths_in(folder)}
    except OSError as error:
        return _explained(error.strerror or str(error), error.errno)
    return Index(sizes, fingerprint)


_Document = tuple[str, bytes]
"""Its name, of which Pagefind makes an address (`people#ann-lee.html` is `/people/#ann-lee` to `results.js`); HTML."""


def _documents(files: Iterable[OutFile], pages: Iterable[Page]) -> Iterator[tuple[SearchEntry, _Document]]:
    """Those that are found at once before those that a reader has to ask for."""
    every = [(page.url, entry) for page in pages for entry in page.search]
    records = {addresses.output_path(url): url for url, entry in every if entry.has_main}
    mains = {records[file.path]: _main(file.content) for file in files if file.path in records}
    for url, entry in sorted(every, key=lambda one: one[1].is_off):
        main = mains[url] if entry.has_main else b""
        yield entry, (f"{url.strip('/')}#{entry.anchor}.html", _document(entry, main))


def _main(page: bytes) -> bytes:
    """The main element, with signs where blocks end."""
    start = page.index(b"<main")
    main = page[start : page.index(b"</main>", start)]
    for end, signed in _ENDS:
        main = main.replace(end, signed)
    return main


def _document(entry: SearchEntry, main: bytes) -> bytes:
    facts = [('meta="title', entry.title), ('sort="date', entry.order)]
    facts += [(f'filter="{name}', value) for name, value in entry.filters]
    shown = ((name, escape(typographic_text(value))) for name, value in facts)
    head = "".join(f'<meta content="{value}" data-pagefind-{name}[content]">' for name, value in shown)
    text = "".join(f"<p>{escape(typographic_text(one))}</p> ␞ " for one in entry.text)
    return f"<html><head>{head}</head><body>".encode() + main + text.encode()


_Parts = Mapping[Path, tuple[_Document, ...]]
"""By the folder of an index."""


def _fingerprint(parts: _Parts, groups: Mapping[str, str], language: str) -> str:
    """Of everything that the index is made of: the documents, their projects, the language, Pagefind's version."""
    digest = hashlib.sha256("\0".join((_RECIPE, version("pagefind-bin"), language, repr(groups))).encode())
    for name, content in sorted(one for documents in parts.values() for one in documents):
        for text in (name.encode(), content):
            digest.update(hashlib.sha256(text).digest())
    return digest.hexdigest()


def _copied(published: Path, fingerprint: str, parts: _Parts) -> bool:
    """Whether the published index is sound and of the same words; then it is in its folder now."""
    folder = next(iter(parts))
    with suppress(OSError, ValueError):  # then the index is made from the pages instead
        indexed, paths = manifest_index((published / MANIFEST).read_bytes())
        if indexed == fingerprint:
            shutil.copytree(published / FOLDER, folder, copy_function=shutil.copyfile)
            is_whole = paths == {f"{FOLDER}/{path}" for path in paths_in(folder)}
            if is_whole and not any(_defect(part, len(documents)) for part, documents in parts.items()):
                return True
    shutil.rmtree(folder, ignore_errors=True)
    return False


def _run(stage: Stage, folder: Path, language: str, documents: Sequence[_Document]) -> Problem | None:
    """Let Pagefind write the index of the documents into `folder`; why it did not, if it did not."""
    for name, content in documents:
        path = folder / _DOCUMENTS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    seconds = _PATIENCE + len(documents) // 10
    paths = ("--site", (folder / _DOCUMENTS).resolve(), "--output-path", folder.resolve())
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
    shutil.rmtree(folder / _DOCUMENTS)
    return _explained(done.stderr + done.stdout, status=done.returncode) if done.returncode else None


def _add(folder: Path, groups: Mapping[str, str], has_more: bool) -> None:
    """The words of the index, which documents belong together, and whether there are more."""
    words, of_project = set[str](), list[tuple[str, str]]()
    for path in sorted((folder / "fragment").iterdir()):
        found = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        words.update(found["content"].split(), found["meta"]["title"].split())
        if project := groups.get(found["url"][1:]):
            of_project.append((project, path.stem))
    bare = {re.sub(r"^\W+|\W+$", "", word) for word in words}
    (folder / WORDS).write_text("\n".join(sorted(bare - {""})), "utf-8", newline="\n")
    entry = json.loads((folder / ENTRY).read_bytes())
    entry["more"] = has_more
    entry["groups"] = [stems for stems in grouped(of_project).values() if len(stems) > 1]
    (folder / ENTRY).write_text(json.dumps(entry, separators=(",", ":")), "utf-8")


def _drop_unused(folder: Path) -> None:
    """Remove Pagefind's own interfaces, its worker (our page does without) and what belongs to other languages."""
    used = {ENTRY}
    if folder.name != MORE:
        used |= {"pagefind.js", *(f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in _languages(folder))}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in used and path.suffix != ".pf_meta":
            path.unlink()


def _defect(folder: Path, pages: int) -> Problem | None:
    """On a full disk Pagefind ends well and leaves empty files; a document that it skips it does not name."""
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
