"""An archive -> its site as it is now, drafts included, each page made when it is asked for. Nothing is published.

A save costs reading what changed, linking, checking, planning and one page. All else is the ordinary build, into a
temporary folder and in another process, which the next save ends: it makes the search index, and finds what only the
finished site can show.
"""

import os
import re
import secrets
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Event, Lock, Thread

from watchfiles import watch

from candour.graph.check import check_read
from candour.graph.graph import SiteGraph
from candour.graph.link import link, published
from candour.graph.register import drafts_of
from candour.memory import Options, PreviewReader
from candour.model import addresses
from candour.model.records import Attachment
from candour.model.values import Ref
from candour.pages.views import Page
from candour.pipeline import Planned, build, plan_site
from candour.problems import Problem, errors, in_order
from candour.problems.drawing import count_words, drawing
from candour.reading.archive import read_archive, read_one
from candour.reading.files import package_folder
from candour.site.manifest import BUILD, MANIFEST
from candour.site.rendering import fragment, page_failed
from candour.site.serving import Answer, as_host, file_in

OWN = "/.candour/"
"""Where the preview's own script and style sheet are; at `next`, what is new."""
_PATIENCE = 20
"""Seconds that a browser waits for something new until it asks again, and a search for its index."""
_QUIET = 0.7
"""Seconds without a save before all of the site is built."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The site of the last state of the archive that had no error."""

    base: str
    planned: Planned
    files: Mapping[str, Page | Attachment | bytes]
    """By path within the site."""
    drafts: Mapping[str, str]
    """The address of the page of each draft, and its title."""
    drawn: dict[str, bytes] = field(default_factory=dict)


class Preview:
    """One thread calls `update` after each save, those of the server `answer`; `tell` is given the problems anew."""

    def __init__(self, archive: Path, tell: Callable[[tuple[Problem, ...]], None]) -> None:
        self._archive, self._tell = archive, tell
        self._work = TemporaryDirectory(prefix="candour-", ignore_cleanup_errors=True)
        self._site = Path(self._work.name) / "site"
        self._indexed, self._drawing, self._changed = Event(), Lock(), Condition()
        self._version, self._read = "", PreviewReader(read_one)
        self._problems: tuple[Problem, ...] = ()
        self._shown: _Shown | None = None
        self._last = dict[str, bytes]()  # of every page and file, the latest that there was
        self._builder: SpawnProcess | None = None

    def update(self) -> None:
        """Read what changed. While there is an error, the last site without one is shown."""
        shown = None
        try:
            checked = check_read(read_archive(self._archive, self._read))
            problems = checked.problems
            if checked.graph and not errors(problems):
                shown = _shown(link(published(checked.archive), checked.graph.config), drafts_of(checked.archive))
        except Exception as error:  # it must not end the preview: the next save may mend it
            problems = (page_failed(error),)
        if not shown and problems == self._problems:
            return
        with self._changed:
            self._stop()
            self._shown = shown or self._shown
            self._show(problems)
            if shown:
                self._last |= {file.path: file.content for file in shown.planned.files}
                self._indexed.clear()
                Thread(target=self._build, args=(shown,), daemon=True).start()

    def close(self) -> None:
        with self._changed:
            self._shown = None
            self._stop()
        self._work.cleanup()

    def _show(self, problems: tuple[Problem, ...]) -> None:
        with self._changed:
            if problems != self._problems:
                self._tell(problems)
            self._problems, self._version = problems, secrets.token_hex(8)
            self._changed.notify_all()

    def _found(self, problems: tuple[Problem, ...]) -> None:
        """What came to light after the update."""
        if new := {*problems} - {*self._problems}:
            self._show(in_order((*self._problems, *new)))

    # --- answers -----------------------------------------------------------------------------------------------------

    def answer(self, path: str, query: str) -> Answer:
        if path == f"{OWN}next":
            return self._next(query)
        if path.startswith(OWN):
            content = file_in(package_folder("static") / "preview", path.removeprefix(OWN))
            return Answer(content or b"", path, 404 if content is None else 200)
        if shown := self._shown:
            return as_host(shown.base, lambda name: self._file(shown, name), path, query)
        return Answer(self._laid_over(fragment("preview/nothing.html")), "nothing.html", 503)

    def _next(self, seen: str) -> Answer:
        """205: load the page again. 200: lay these mistakes over it. 204: nothing is new."""
        with self._changed:
            is_new = self._changed.wait_for(lambda: self._version != seen, _PATIENCE)
            mistakes = self._layer().encode() if is_new and errors(self._problems) else b""
            status = 200 if mistakes else 205 if is_new else 204
            return Answer(mistakes, "layer.html", status, (("ETag", self._version),))

    def _file(self, shown: _Shown, name: str) -> bytes | None:
        found = shown.files.get(name)
        if found is None and name.startswith("assets/"):  # of a page that was asked for before the last save
            return self._last.get(name)
        if isinstance(found, Page):
            return self._page(shown, name, found)
        if isinstance(found, Attachment):
            return file_in(self._archive, found.source)
        if f"/{name}".startswith(addresses.INDEX) or name in {MANIFEST, BUILD}:
            self._indexed.wait(_PATIENCE)
            return file_in(self._site, name)
        if found is None:
            return next((file.content for file in shown.planned.data(None) if file.path == name), None)
        return found

    def _page(self, shown: _Shown, name: str, page: Page) -> bytes:
        with self._drawing:
            try:
                if name not in shown.drawn:
                    shown.drawn[name] = self._last[name] = shown.planned.draw(page).content
            except Exception as error:
                self._found((page_failed(error),))
            html = self._last.get(name)
        text = html.decode() if html else fragment("preview/nothing.html")
        return self._laid_over(text, *self._notes(shown, page, text))

    def _notes(self, shown: _Shown, page: Page, text: str) -> Iterator[tuple[str, str]]:
        """What is said at the head of a page: a name, and a sentence."""
        if page.url in shown.drafts:
            yield "Draft", "This page is not published as long as its record, or that of its meeting, says draft: yes."
        linked = {link.partition("#")[0] for link in re.findall('href="([^"]*)', text)}
        others = {url: title for url, title in shown.drafts.items() if url != page.url}
        if named := {title for url, title in others.items() if addresses.relative(page.url, url) in linked}:
            yield "Drafts", f"This page names what is not published yet: {', '.join(sorted(named))}."
        if page.url == addresses.SEARCH and not self._indexed.is_set():
            yield "Search", "The index is being prepared. A search waits until it is ready."

    def _laid_over(self, text: str, *notes: tuple[str, str]) -> bytes:
        head = f'<link rel="stylesheet" href="{OWN}preview.css">\n'
        head += f'<script src="{OWN}preview.js?{self._version}" defer></script>\n</head>'
        text = text.replace("</head>", head, 1)
        return re.sub("<body[^>]*>", lambda body: body[0] + self._layer(*notes), text, count=1).encode()

    def _layer(self, *notes: tuple[str, str]) -> str:
        found = [(one, "\n".join(drawing(one.span)) if one.span.line else "") for one in self._problems]
        words, is_wrong = count_words(self._problems), bool(errors(self._problems))
        return fragment("preview/layer.html", notes=notes, problems=found, count=words, is_wrong=is_wrong)

    # --- all of the site, in the background --------------------------------------------------------------------------

    def _build(self, shown: _Shown) -> None:
        with self._changed:
            if self._changed.wait_for(lambda: self._shown is not shown, _QUIET):
                return
            spawn = get_context("spawn")
            mine, its = spawn.Pipe(duplex=False)
            self._builder = spawn.Process(target=_build, args=(self._archive, self._site, its), daemon=True)
            self._builder.start()
            its.close()
        problems: tuple[Problem, ...] = ()
        with suppress(EOFError):  # it was ended
            problems = mine.recv()
        with self._changed:
            if self._shown is shown:
                self._found(problems)
                self._indexed.set()

    def _stop(self) -> None:
        """End the build, and the program that makes its search index."""
        if self._builder and self._builder.pid:
            if sys.platform != "win32":
                with suppress(OSError):
                    os.killpg(self._builder.pid, signal.SIGKILL)
            self._builder.kill()
            self._builder.join()
        self._builder = None


def _shown(graph: SiteGraph, drafts: frozenset[str]) -> _Shown:
    base, planned = addresses.rooted(graph.config.url, "/"), plan_site(graph)
    files: dict[str, Page | Attachment | bytes] = {file.path: file.content for file in planned.files}
    files |= {**dict(planned.copied), **{addresses.output_path(page.url): page for page in planned.pages}}
    urls = {addresses.of_ref(Ref(name)) for name in drafts}
    return _Shown(base, planned, files, {page.url: page.title for page in planned.pages if page.url in urls})


def _build(archive: Path, output: Path, answer: Connection) -> None:
    if sys.platform != "win32":
        os.setsid()  # it is ended together with the program that it starts
        os.nice(10)
    try:
        answer.send(build(archive, output, options=Options(with_drafts=True)).problems)
    except Exception as error:
        answer.send((page_failed(error),))


def changes(archive: Path) -> Iterator[None]:
    """Yields at once, and whenever a file that the site is made from has changed since then; within a second even where
    the system reports nothing.

    Folders are watched one by one: those of a checkout's tools may have thousands more.
    """
    before: dict[str, tuple[int, ...]] | None = None
    while True:
        if (now := _state(archive)) != before:
            before = now
            yield
            continue
        folders = [path for path, facts in now.items() if not facts]
        with suppress(OSError):  # one has just gone
            next(watch(*folders, recursive=False, watch_filter=None, yield_on_timeout=True, rust_timeout=1000))


def _state(archive: Path) -> dict[str, tuple[int, ...]]:
    """What tells whether a file has changed, by path; of a folder, nothing."""
    tops = {*map(archive.joinpath, ("content", "static", "templates")), *map(package_folder, ("static", "templates"))}
    state: dict[str, tuple[int, ...]] = {str(archive): ()} if archive.is_dir() else {}
    files = [str(path) for path in archive.glob("site_config*")]
    for folder, _, names in chain.from_iterable(map(os.walk, tops)):
        state[folder] = ()
        files += (f"{folder}{os.sep}{name}" for name in names)
    for path in files:
        with suppress(OSError):
            facts = os.lstat(path)
            state[path] = facts.st_mtime_ns, facts.st_size, facts.st_ino
    return state
