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
import subprocess
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from threading import Event, Timer
from typing import IO, Any

from pagefind_bin import get_executable  # type: ignore[import-untyped]

from candour.graph.register import grouped
from candour.model import addresses
from candour.model.typography import typographic_text
from candour.pages.views import Page, SearchEntry
from candour.problems import Problem, ProblemName, Span
from candour.site.manifest import MANIFEST, OutFile, Written, manifest_index
from candour.site.publishing import Stage, write_files

FOLDER = addresses.INDEX.strip("/")
ENTRY = "pagefind-entry.json"
"""Names the languages of the index, and how many documents each has. We add `groups`, the documents of each project by
the names of their files, `more`, and `files`: what Pagefind reads next, whatever is searched, so that it asks once."""
MORE = "more"
"""The folder of another index, of the kinds that are found only when they are asked for: so the first stays small."""
WORDS = "words.txt"
"""Every word of the index as the texts have it, a word a line."""
_SIGNS = {"␟": "h1 h2 h3 h4", "␞": "p dd li td th summary"}
"""What the index has after a heading, and after a paragraph or a fact; excerpts end there (`passage.js`)."""
_ENDS = [
    (f"</{name}>".encode(), f"</{name}> {sign} ".encode()) for sign, names in _SIGNS.items() for name in names.split()
]
_ENDS += [(b"</dt>", b":</dt>"), (b'<div class="note"', ' ␞ <div class="note"'.encode())]
_IGNORED = re.compile(rb'<([a-z0-9]+)(?: [^ ">=]+(?:="[^"]*")?)*? data-pagefind-ignore[ >]|<(svg|nav|form|label)[ >]')
"""An element of a page that Pagefind does not index."""
_PATIENCE = 120
"""Seconds that Pagefind may take, and a tenth of one for each page: 40 times what it needs."""
_RECIPE = "3"
"""To be raised when this module makes another index of the same pages."""


@dataclass(frozen=True, slots=True)
class Index:
    files: tuple[Written, ...]
    """None when there is nothing to search."""
    fingerprint: str
    """Of everything that was indexed, for the manifest: so the next build knows."""


def index_site(pages: Iterable[Page], language: str, stage: Stage) -> Index | Problem:
    """Index what the written pages are searched as, or copy the published index when it is of the same words.

    A problem says why there is no index; then nothing may be published.
    """
    try:
        with tempfile.TemporaryFile(dir=stage.scratch) as kept:
            every = [*_documents(stage.folder, pages, kept)]
            if not any(entry.has_main for entry, _ in every):
                return Index((), "")
            if (stage.folder / FOLDER).exists():
                hint = "Rename it: the search index needs this name."
                return _problem(f"The site has a folder {FOLDER}/ of its own.", hint)
            parts = grouped((MORE if entry.is_off else "", one) for entry, one in every)
            groups = {one.name: entry.project for entry, one in every if entry.project and entry.has_main}
            fingerprint = _fingerprint(parts, groups, language)
            files = _copied(stage, fingerprint) or _made(stage, language, parts, groups)
    except OSError as error:
        return _explained(error.strerror or str(error), error.errno)
    return files if isinstance(files, Problem) else Index(files, fingerprint)


@dataclass(frozen=True, slots=True)
class _Document:
    name: str
    """Pagefind makes an address of it (`people#ann-lee.html` is `/people/#ann-lee` to `results.js`)."""
    sha256: bytes
    kept: IO[bytes]
    """A file of all documents, which together are larger than the archive."""
    start: int
    size: int

    def html(self) -> str:
        self.kept.seek(self.start)
        return self.kept.read(self.size).decode()


def _documents(site: Path, pages: Iterable[Page], kept: IO[bytes]) -> Iterator[tuple[SearchEntry, _Document]]:
    """Those that are found at once before those that a reader has to ask for."""
    every = [(page.url, entry) for page in pages for entry in page.search]
    for url, entry in sorted(every, key=lambda one: one[1].is_off):
        main = _main((site / addresses.output_path(url)).read_bytes()) if entry.has_main else b""
        html = _html(entry, main)
        name, sha256 = f"{url.strip('/')}#{entry.anchor}.html", hashlib.sha256(html).digest()
        yield entry, _Document(name, sha256, kept, kept.tell(), kept.write(html))


def _main(page: bytes) -> bytes:
    """The main element, with signs where blocks end, without what is in elements that Pagefind ignores."""
    start = page.index(b"<main")
    page = page[: page.index(b"</main>", start)]
    kept = []
    while ignored := _IGNORED.search(page, start):
        tag_ends = page.index(b">", ignored.end() - 1) + 1
        kept.append(page[start:tag_ends])
        start = _end(page, ignored[1] or ignored[2], tag_ends)
    main = b"".join((*kept, page[start:]))
    for end, signed in _ENDS:
        main = main.replace(end, signed)
    return main


def _end(page: bytes, name: bytes, start: int) -> int:
    """Where the element ends whose tag ends at `start`; there, if it has no end or an image, which Pagefind notes."""
    depth = 1
    for tag in re.compile(rb"<(/?)(?:%b|(img))[ >]" % name).finditer(page, start):
        if tag[2]:
            break
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return start


def _html(entry: SearchEntry, main: bytes) -> bytes:
    facts = [('meta="title', entry.title), ('sort="date', entry.order)]
    facts += [(f'filter="{name}', value) for name, value in entry.filters]
    shown = ((name, escape(typographic_text(value))) for name, value in facts)
    head = "".join(f'<meta content="{value}" data-pagefind-{name}[content]">' for name, value in shown)
    text = "".join(f"<p>{escape(typographic_text(one))}</p> ␞ " for one in entry.text)
    return f"<html><head>{head}</head><body>".encode() + main + text.encode()


_Parts = Mapping[str, tuple[_Document, ...]]
"""By the folder of an index within that of the first."""
_Files = dict[str, bytes]
"""Of an index, by their paths within its folder."""


def _fingerprint(parts: _Parts, groups: Mapping[str, str], language: str) -> str:
    """Of everything that the index is made of: the documents, their projects, the language, Pagefind's version."""
    digest = hashlib.sha256("\0".join((_RECIPE, version("pagefind-bin"), language, repr(groups))).encode())
    for name, sha256 in sorted((one.name, one.sha256) for documents in parts.values() for one in documents):
        digest.update(hashlib.sha256(name.encode()).digest() + sha256)
    return digest.hexdigest()


def _copied(stage: Stage, fingerprint: str) -> tuple[Written, ...] | Problem:
    """The published index, if it is of the same words and has the bytes that its manifest says; else nothing."""
    with suppress(OSError, ValueError):  # then the index is made from the pages instead
        indexed, files = manifest_index((stage.output / MANIFEST).read_bytes())
        if indexed == fingerprint:
            found = [OutFile(path, (stage.output / path).read_bytes()) for path in files]
            if all(file.sha256 == files[file.path] for file in found):
                return write_files(stage, found)
    return ()


def _made(stage: Stage, language: str, parts: _Parts, groups: Mapping[str, str]) -> tuple[Written, ...] | Problem:
    """Write the index that Pagefind makes of the documents, or say why there is none."""
    every = list[Written]()
    with closing(_indexes(stage, language, parts.values())) as indexes:
        for (part, documents), files in zip(parts.items(), indexes, strict=False):
            if isinstance(files, Problem):
                return files
            entry = files.get(ENTRY, b"")
            if problem := _defect({path: len(content) for path, content in files.items()}, entry, len(documents)):
                return problem
            if not part:
                files |= _added(files, groups, has_more=len(parts) > 1)
            place = f"{FOLDER}/{part}/".replace("//", "/")
            written = write_files(stage, (OutFile(place + path, files[path]) for path in _used(files, part)))
            if isinstance(written, Problem):
                return written
            every += written
    return tuple(every)


def _indexes(stage: Stage, language: str, parts: Collection[Sequence[_Document]]) -> Generator[_Files | Problem]:
    """What Pagefind makes of each part; at last, if it failed, why. It is run as a service: it is handed the documents
    and hands back the files (decision 31)."""
    seconds = _PATIENCE + sum(map(len, parts)) // 10
    too_late = Event()
    with tempfile.TemporaryFile(dir=stage.scratch) as said:
        try:
            program = subprocess.Popen(
                [get_executable(), "--service"],
                # Neither a pagefind.toml where the build was started nor PAGEFIND_… may change the index.
                cwd=stage.folder.parent,
                env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                pass_fds=() if sys.platform == "win32" else (stage.lock,),
            )
        except OSError as error:
            hint = "Install candour's libraries again: pagefind-bin has a program for each system."
            yield _problem(f"{_PAGEFIND} cannot be started ({error.strerror or error}).", hint)
            return
        assert program.stdin is not None
        assert program.stdout is not None

        def stop() -> None:
            too_late.set()
            program.kill()

        patience = Timer(seconds, stop)
        patience.start()
        try:
            answers = _answers(program.stdout.fileno())
            for number, documents in enumerate(parts):
                with suppress(OSError):  # then it has ended, and does not answer
                    program.stdin.writelines(_requests(number, documents, language))
                    program.stdin.flush()
                answer = next((one for one in answers if one["type"] in {"GetFiles", "Error"}), {})
                if "files" not in answer:
                    break
                yield {file["path"].replace("\\", "/"): b64decode(file.pop("content")) for file in answer["files"]}
            else:
                return
            status = 0 if answer else program.wait()
        finally:
            program.kill()
            patience.cancel()
            with suppress(OSError):
                program.communicate()
        said.seek(0)
        text = said.read().decode(errors="replace") + answer.get("message", "")
    late = _problem(f"{_PAGEFIND} had not finished after {seconds} seconds, and was stopped.", _AGAIN)
    yield late if too_late.is_set() else _explained(text, status=status)


def _requests(number: int, documents: Iterable[_Document], language: str) -> Iterator[bytes]:
    """Of one index, as Pagefind's own packages put them: JSON in Base64, each with a comma after it."""
    index: dict[str, Any] = {"index_id": number}
    yield _request({"type": "NewIndex", "config": {"force_language": language}})
    for one in documents:
        yield _request(index | {"type": "AddFile", "file_path": one.name, "file_contents": one.html()})
    yield _request(index | {"type": "GetFiles"})
    yield _request(index | {"type": "DeleteIndex"})


def _request(payload: Mapping[str, Any]) -> bytes:
    return b64encode(json.dumps({"message_id": 0, "payload": payload}, ensure_ascii=False).encode()) + b","


def _answers(stream: int) -> Iterator[Mapping[str, Any]]:
    """Base64 is taken apart as it comes: an answer may be larger than the archive."""
    begun, rest = bytearray(), b""
    while chunk := os.read(stream, 1 << 20):
        *ends, rest = (rest + chunk).split(b",")
        for end in ends:
            begun += b64decode(end)
            text = begun.decode()
            begun.clear()
            yield json.loads(text)["payload"]
        whole = len(rest) // 4 * 4
        begun += b64decode(rest[:whole])
        rest = rest[whole:]


def _added(files: _Files, groups: Mapping[str, str], has_more: bool) -> _Files:
    """The words of the index, which documents belong together, and whether there are more."""
    words, of_project = set[str](), list[tuple[str, str]]()
    for path in sorted(path for path in files if path.endswith(".pf_fragment")):
        found = json.loads(gzip.decompress(files[path]).removeprefix(b"pagefind_dcd"))
        words.update(found["content"].split(), found["meta"]["title"].split())
        if project := groups.get(found["url"][1:]):
            of_project.append((project, PurePosixPath(path).stem))
    bare = {re.sub(r"^\W+|\W+$", "", word) for word in words}
    entry = json.loads(files[ENTRY])
    entry["more"] = has_more
    entry["groups"] = [stems for stems in grouped(of_project).values() if len(stems) > 1]
    machine = {f"wasm.{one['wasm'] or 'unknown'}.pagefind" for one in _languages(files[ENTRY])}
    first = (path for path in sorted(files) if path in machine or path.endswith(".pf_meta"))
    entry["files"] = {path: b64encode(files[path]).decode() for path in first}
    return {
        WORDS: "\n".join(sorted(bare - {""})).encode(),
        ENTRY: json.dumps(entry, separators=(",", ":")).encode(),
    }


def _used(files: _Files, part: str) -> Iterator[str]:
    """All but Pagefind's own interfaces, its worker (our page does without), what belongs to other languages, and what
    is in the list of contents."""
    used = {ENTRY} if part else {ENTRY, WORDS, "pagefind.js"}
    return (path for path in sorted(files) if path in used or "/" in path or (part and path.endswith(".pf_meta")))


def _defect(sizes: Mapping[str, int], entry: bytes, pages: int) -> Problem | None:
    """Files may have become empty on a disk that was full; a document that Pagefind skips it does not name."""
    if empty := sorted(PurePosixPath(path).name for path, size in sizes.items() if not size):
        return _problem(f"The search index has empty files: {', '.join(empty[:3])}.", "Is the disk full? Build again.")
    try:
        indexed = sum(one["page_count"] for one in _languages(entry))
    except (ValueError, KeyError, TypeError, AttributeError):
        return _problem(f"{ENTRY.capitalize()} cannot be read.", _AGAIN)
    if indexed != pages:
        return _problem(f"The search index holds {indexed} pages, but the site has {pages} to search.", _AGAIN)
    return None


def _languages(entry: bytes) -> list[Any]:
    return list(json.loads(entry)["languages"].values())


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
