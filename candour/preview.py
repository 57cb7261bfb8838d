"""An archive -> its site as it is now, drafts included, each page made when it is asked for. Nothing is published.

A save costs reading what changed, linking, checking, planning and one page. Everything else is the ordinary build, into
a temporary folder and by another process, which the next save ends: from it come the search index and what only the
finished site can show, such as a link that leads nowhere.
"""

import os
import re
import secrets
import signal
import sys
import time
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

from candour.graph.check import Checked, check_archive
from candour.model import addresses
from candour.model.values import Ref
from candour.pages.views import Page
from candour.pipeline import Planned, build, plan_site
from candour.problems import Problem, errors, in_order
from candour.problems.drawing import count_words, drawing
from candour.reading.archive import remembering
from candour.site.assets import package_folder
from candour.site.index import FOLDER as INDEX
from candour.site.manifest import BUILD, MANIFEST
from candour.site.rendering import fragment, page_failed
from candour.site.serving import Answer, as_host, base_of, file_in

OWN = "/.candour/"
"""Where the preview's own script and style sheet are."""
_NEXT = f"{OWN}next"
"""Answers when there is something new, or that there is nothing."""
_PATIENCE = 20
"""Seconds that a browser waits for something new before it asks again, and for the index of its search."""
_QUIET = 0.7
"""Seconds without a save before the site is built in the background."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The site of the last state of the archive that had no error."""

    base: str
    draw: Callable[[Page], bytes]
    pages: Mapping[str, Page]
    """By path."""
    files: Mapping[str, bytes]
    copied: Mapping[str, str]
    """Path within the site -> path within the archive."""
    drafts: Mapping[str, str]
    """Address of the page of a draft -> its title."""
    drawn: dict[str, bytes] = field(default_factory=dict)


class Preview:
    """One thread calls `update` after each save, those of the server `answer`; `tell` is given the problems anew."""

    def __init__(self, archive: Path, tell: Callable[[tuple[Problem, ...]], None]) -> None:
        self._archive, self._tell, self._read = archive, tell, remembering()
        self._work = TemporaryDirectory(prefix="candour-")
        self._site = Path(self._work.name) / "site"
        self._indexed, self._drawing, self._changed = Event(), Lock(), Condition()
        self._start, self._number = secrets.token_hex(4), 0
        self._problems: tuple[Problem, ...] = ()
        self._shown: _Shown | None = None
        self._last: dict[str, bytes] = {}
        self._builder: SpawnProcess | None = None

    @property
    def base(self) -> str:
        return self._shown.base if self._shown else "/"

    def update(self) -> None:
        """Read what changed. With an error, the last site without one goes on being shown below what is wrong."""
        try:
            checked = check_archive(self._archive, read=self._read, with_drafts=True)
            problems, shown = checked.problems, None
            if checked.graph and not errors(problems):
                shown = _shown(plan_site(checked.graph), checked, base_of(checked.graph.config.url))
        except Exception as error:  # a template's, or ours: the next save may mend it
            problems, shown = (page_failed(error),), None
        with self._changed:
            self._stop_builder()
            self._shown, self._number = shown or self._shown, self._number + 1
            self._set_problems(problems)
        if shown:
            self._indexed.clear()
            Thread(target=self._build, args=(self._number,), daemon=True).start()

    def close(self) -> None:
        with self._changed:
            self._number += 1
            self._stop_builder()
        self._work.cleanup()

    # --- answers ------------------------------------------------------------------------------------------------------

    def answer(self, path: str, query: str) -> Answer:
        if path == _NEXT:
            return self._next(query.removeprefix("seen="))
        if path.startswith(OWN):
            content = file_in(package_folder("static") / "preview", path.removeprefix(OWN))
            return Answer(content or b"", path, 404 if content is None else 200)
        return as_host(self.base, self._file, path, query) if self._shown else self._only_problems()

    def _next(self, seen: str) -> Answer:
        """205: load the page again. 200: show these mistakes over it. 204: nothing is new."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != seen, timeout=_PATIENCE)
            headers, is_wrong = (("ETag", self._version),), errors(self._problems)
            content = self._layer().encode() if is_wrong else b""
            status = 204 if self._version == seen else 200 if is_wrong else 205
        return Answer(content if status == 200 else b"", "layer.html", status, headers)

    def _file(self, path: str) -> bytes | None:
        shown = self._shown
        assert shown
        if path in shown.pages:
            return self._page(shown, path)
        if path in shown.copied:
            return file_in(self._archive, shown.copied[path])
        if path.startswith(f"{INDEX}/") or path in {MANIFEST, BUILD}:
            self._indexed.wait(_PATIENCE)
            return file_in(self._site, path)
        return shown.files.get(path)

    def _page(self, shown: _Shown, path: str) -> bytes:
        with self._drawing:
            if path not in shown.drawn:
                try:
                    shown.drawn[path] = self._last[path] = shown.draw(shown.pages[path])
                except Exception as error:
                    self._found((page_failed(error),))
            html = shown.drawn.get(path) or self._last.get(path)
        if html is None:
            return self._only_problems().content
        text = html.decode()
        return self._with_layer(text, *self._notes(shown, shown.pages[path], text))

    def _notes(self, shown: _Shown, page: Page, text: str) -> Iterator[tuple[str, str]]:
        """What is said at the head of a page: a name, and a sentence."""
        if page.url in shown.drafts:
            yield "Draft", "This page is not published as long as its record, or that of its meeting, says draft: yes."
        named = [
            title
            for url, title in shown.drafts.items()
            if url != page.url and re.search(rf'"{re.escape(addresses.relative(page.url, url))}["#]', text)
        ]
        if named:
            yield "Drafts", f"This page names what is not published yet: {', '.join(sorted({*named}))}."
        if page.url == addresses.SEARCH and not self._indexed.is_set():
            yield "Search", "The index is being prepared. A search waits until it is ready."

    def _only_problems(self) -> Answer:
        return Answer(self._with_layer(fragment("preview/nothing.html")), "nothing.html", 503)

    def _with_layer(self, text: str, *notes: tuple[str, str]) -> bytes:
        script = f'<script src="{OWN}preview.js?{self._version}" defer></script>'
        text = text.replace("</head>", f'<link rel="stylesheet" href="{OWN}preview.css">\n{script}\n</head>', 1)
        return re.sub("<body[^>]*>", lambda body: body[0] + self._layer(*notes), text, count=1).encode()

    def _layer(self, *notes: tuple[str, str]) -> str:
        found = [(one, "\n".join(drawing(one.span)) if one.span.line else "") for one in self._problems]
        words, is_wrong = count_words(self._problems), bool(errors(self._problems))
        return fragment("preview/layer.html", notes=notes, problems=found, count=words, is_wrong=is_wrong)

    # --- what is new ---------------------------------------------------------------------------------------------

    @property
    def _version(self) -> str:
        """Another one after each change, and after each start of the preview."""
        return f"{self._start}-{self._number}"

    def _found(self, problems: tuple[Problem, ...]) -> None:
        """What came to light after the update."""
        with self._changed:
            if not {*problems} <= {*self._problems}:
                self._start = secrets.token_hex(4)
                self._set_problems(in_order((*self._problems, *problems)))

    def _set_problems(self, problems: tuple[Problem, ...]) -> None:
        if problems != self._problems:
            self._tell(problems)
        self._problems = problems
        self._changed.notify_all()

    # --- the rest of the site, in the background --------------------------------------------------------------------

    def _build(self, number: int) -> None:
        with self._changed:
            if self._changed.wait_for(lambda: number != self._number, timeout=_QUIET):
                return
            spawn = get_context("spawn")
            mine, its = spawn.Pipe(duplex=False)
            builder = spawn.Process(target=_build, args=(self._archive, self._site, its), daemon=True)
            builder.start()
            its.close()
            self._builder = builder
        problems: tuple[Problem, ...] = ()
        with suppress(EOFError):  # it was ended
            problems = mine.recv()
        with self._changed:
            if number == self._number:
                self._found(problems)
                self._indexed.set()

    def _stop_builder(self) -> None:
        """Ends it, and the program that makes its search index."""
        if self._builder and self._builder.pid:
            if sys.platform != "win32":
                with suppress(OSError):
                    os.killpg(self._builder.pid, signal.SIGKILL)
            self._builder.kill()
            self._builder.join()
        self._builder = None


def _shown(planned: Planned, checked: Checked, base: str) -> _Shown:
    pages = {addresses.output_path(page.url): page for page in planned.pages}
    urls = {addresses.of_ref(Ref(name)) for name in checked.drafts}
    return _Shown(
        base,
        lambda page: planned.draw(page).content,
        pages,
        {file.path: file.content for file in (*planned.assets, *planned.exports)},
        {path: file.source for path, file in planned.copied},
        {page.url: page.title for page in planned.pages if page.url in urls},
    )


def _build(archive: Path, output: Path, answer: Connection) -> None:
    if sys.platform != "win32":
        os.setsid()  # it is ended together with the programs that it starts
        os.nice(10)
    try:
        problems = build(archive, output, with_drafts=True).problems
    except Exception as error:
        problems = (page_failed(error),)
    answer.send(problems)


def changes(archive: Path) -> Iterator[None]:
    """Yields when a file that the site is made from has changed; within a second even where the system reports nothing.

    Folders are watched one by one: those of a checkout's tools may have thousands more.
    """
    before, watched, watcher = _state(archive), set[str](), None
    while True:
        now = _state(archive)
        if now != before:
            before = now
            yield
        folders = {path for path, facts in now.items() if not facts}
        if watcher is None or folders != watched:
            watched = folders
            watcher = watch(*folders, recursive=False, watch_filter=None, yield_on_timeout=True, rust_timeout=1000)
        try:
            next(watcher)
        except (OSError, StopIteration):  # a folder went away before it was watched
            watcher = None
            time.sleep(0.1)


def _state(archive: Path) -> dict[str, tuple[int, ...]]:
    """What tells whether a file has changed, by path; of a folder, nothing."""
    state: dict[str, tuple[int, ...]] = {str(archive): ()} if archive.is_dir() else {}
    tops = {
        *(archive / name for name in ("content", "static", "templates")),
        *map(package_folder, ("static", "templates")),
    }
    files = [*archive.glob("site_config*")]
    for folder, _, names in chain.from_iterable(map(os.walk, tops)):
        state[folder] = ()
        files += (Path(folder, name) for name in names)
    for path in files:
        with suppress(OSError):
            facts = path.lstat()
            state[str(path)] = facts.st_mtime_ns, facts.st_size, facts.st_ino
    return state
