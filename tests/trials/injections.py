"""Words that would do harm, in every place of every record and of the configuration: do they stay words?

The places are those of the archive that has every field there is: each value and each name, each text of a body, and
the files' names. Each place is given each of the words of `naughty.py`. Either `candour check` refuses them, or the
pages have no element, attribute or address scheme that the same pages with harmless words have not. At the end the
site with all of them, each place with others, is opened in a browser.
"""

import json
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

from browser.browsing import Browsing, Served, serve
from built import BuiltPage, BuiltSite, build_site, made
from chromium import OPTIONS, find
from everything import everything
from naughty import EVERY_NAUGHTY, NAUGHTY, Part, strange_files, strange_parts
from playwright.sync_api import Browser, sync_playwright
from spoiling import CONFIG_NAME, Bench, Files, at, joined, parted, paths_in
from test_render import models_in

import templates
from candour.commands.report import as_text
from candour.graph.check import check_archive
from candour.model.config import Config
from candour.model.places import FieldPath
from candour.model.records import MeetingFacts, ProjectFacts, ReviewFacts
from candour.problems import Span, errors, gathered
from candour.reading.files import RecordFile
from candour.reading.raw import read_raw

HARMLESS = "Words"


@dataclass(frozen=True)
class Place:
    """Where words can be: a value of a file, a part of its body, its name, or a name that several files have."""

    file: str
    path: FieldPath = ()
    words: str = ""
    """What is replaced, in the body or wherever it is the whole of a key or a value."""
    markdown: bool = False

    is_sentence: bool = False

    @property
    def is_everywhere(self) -> bool:
        return not self.file

    @property
    def is_file(self) -> bool:
        return bool(self.file) and not self.path and not self.words

    @property
    def is_value(self) -> bool:
        return bool(self.file) and not self.is_file

    def __str__(self) -> str:
        return f"{self.file or 'a name'} {'.'.join(map(str, self.path)) or self.words}".rstrip()


Filling = Mapping[Place, str]
FIELDS = {
    field.alias or name
    for kind in (Config, MeetingFacts, ReviewFacts, ProjectFacts)
    for model in models_in(kind)
    for name, field in model.model_fields.items()
}
"""What keys may be called by us; all others are names that somebody chose."""


def usual_files() -> Files:
    files = everything(lambda name: f"{HARMLESS} of {name}", lambda name: f"Prose of {name} ABC")
    return {name if name == CONFIG_NAME else f"content/{name}": text.encode() for name, text in files.items()}


def places_in(files: Files) -> Iterator[Place]:
    names: set[str] = set()
    for name, content in files.items():
        if name.endswith((".md", ".yaml")):
            value, body = parted(name, content)
            for path in paths_in(value):
                inner = at(value, path)
                if isinstance(inner, str):
                    yield Place(name, path, markdown=inner.startswith("Prose"), is_sentence=" of " in inner)
                names |= set(inner) - FIELDS if isinstance(inner, dict) else set()
            for words in re.findall(r"Prose of [\w.]+", body):
                yield Place(name, words=words, markdown=True, is_sentence=True)
        if name != CONFIG_NAME:
            yield Place(name)
    yield from (Place("", words=name) for name in sorted(names))


def filled(files: Files, filling: Filling) -> Files:
    """The archive with other words in some places."""
    names = {place.words: words for place, words in filling.items() if place.is_everywhere}
    new: dict[str, bytes] = {}
    for name, content in files.items():
        own = {place: words for place, words in filling.items() if place.file == name}
        moved = next((words for place, words in own.items() if place == Place(name)), "")
        folder, _, last = name.rpartition("/")
        path = f"{folder}/{moved}.{last.rpartition('.')[2]}" if moved else name
        new[path] = _filled_file(name, content, own, names) if name.endswith((".md", ".yaml")) else content
    return new


def _filled_file(name: str, content: bytes, own: Filling, names: Mapping[str, str]) -> bytes:
    value, body = parted(name, content)
    values = {place.path: words for place, words in own.items() if place.path}
    for place, words in own.items():
        if place.words:
            body = words.join(re.split(rf"{re.escape(place.words)}(?![\w.])", body))
    return joined(name, _filled_value(value, (), values, names), body)


def _filled_value(value: Any, path: FieldPath, values: Mapping[FieldPath, str], names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {names.get(key, key): _filled_value(one, (*path, key), values, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled_value(one, (*path, number), values, names) for number, one in enumerate(value)]
    return values.get(path, names.get(value, value))


@dataclass
class Trial:
    files: Files
    folder: Path
    numbers: Mapping[Place, int]
    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    """Places, by the kind of words."""
    faults: list[str] = field(default_factory=list)

    def words(self, place: Place, words: str) -> str:
        """What is put into a place: in a sentence with a number, so that no two are the same by chance."""
        return f"{words} {self.numbers[place]}" if place.is_sentence else words

    def fill(self, filling: Filling) -> bool:
        """Writes the archive; whether the system can store it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if any("/" in words for place, words in filling.items() if place.is_file):
            return False
        try:
            Bench(filled(self.files, filling), self.folder)
        except (OSError, ValueError):
            return False
        return True

    def accepted(self, filling: Filling) -> Filling:
        """What of it is accepted at once: without those at which errors point, and those that cause others."""
        while filling and self.fill(filling):
            wrong = errors(check_archive(self.folder).problems)
            if not wrong:
                return filling
            blamed = {place for problem in wrong for place in self._places_at(problem.span, filling)}
            blamed = blamed or {place for place in filling if any(self._is_missed(place, one.message) for one in wrong)}
            if not blamed:
                return self._accepted_by_halves(filling)
            filling = {place: words for place, words in filling.items() if place not in blamed}
        return filling

    def _is_missed(self, place: Place, message: str) -> bool:
        """Whether a problem names what was in a place before."""
        before = at(parted(place.file, self.files[place.file])[0], place.path) if place.path else place.words
        return f'"{before}"' in message

    def _places_at(self, span: Span, filling: Filling) -> Iterator[Place]:
        """The values and texts that are on the line of a file to which a problem points."""
        path = self.folder / span.file
        if not span.line or not path.exists():
            return
        raw, _ = gathered(read_raw(RecordFile("project", span.file, "", path.read_bytes())))
        for place, words in filling.items():
            if place.file == span.file and place.path:
                extent = raw.places.values.get(place.path)
                if extent and extent.line < span.line <= max(extent.end_line, extent.line + 1):
                    yield place
            elif place.file == span.file and place.words:
                start = "\n".join(raw.places.lines).partition(words)[0].count("\n") + 1
                if start <= span.line <= start + words.count("\n"):
                    yield place

    def is_accepted(self, filling: Filling) -> bool:
        """Whether `candour check` finds no error."""
        checked = check_archive(self.folder) if self.fill(filling) else None
        return checked is not None and checked.graph is not None and not errors(checked.problems)

    def _accepted_by_halves(self, filling: Filling) -> Filling:
        if not filling or self.is_accepted(filling):
            return filling
        if len(filling) == 1:
            return {}
        places = list(filling)
        halves = (places[: len(places) // 2], places[len(places) // 2 :])
        first, second = (self._accepted_by_halves({place: filling[place] for place in half}) for half in halves)
        if self.is_accepted({**first, **second}):
            return {**first, **second}
        found = dict(first)
        for place, words in second.items():
            if self.is_accepted({**found, place: words}):
                found[place] = words
        return found

    def site(self, filling: Filling) -> BuiltSite:
        assert self.fill(filling)
        graph = check_archive(self.folder).graph
        assert graph
        files, problems = made(graph, self.folder)
        assert not problems, "\n".join(map(as_text, problems))
        return BuiltSite(files)

    def try_words(self, kind: str, words: str, groups: Sequence["Group"]) -> Filling:
        """Put into every place; what was accepted."""
        found: dict[Place, str] = {}
        for group in groups:
            wanted = {place: self.words(place, words) for place in group.places}
            kept = self.accepted({place: told for place, told in wanted.items() if place.is_value})
            for place in (place for place in group.places if not place.is_value):  # names, which others need
                kept = {**kept, place: words} if self.is_accepted({**kept, place: words}) else kept
            self.tried[kind] += len(group.places)
            self.refused[kind] += len(group.places) - len(kept)
            if kept:
                self.compare(words, kept, group)
            found |= kept
        return found

    def compare(self, words: str, filling: Filling, group: "Group") -> None:
        """With the site that has harmless words in the same places."""
        harmless = self.site({place: told for place, told in group.harmless.items() if place in filling})
        try:
            site = self.site(filling)
        except Exception as error:
            self.fault(words, filling, f"{type(error).__name__}: {error}")
            return
        if strange := strange_parts(site.pages, harmless.pages, markdown=group.is_lenient):
            parts = sorted(set[Part]().union(*strange.values()))
            self.fault(words, filling, f"{', '.join(strange)} has {parts}")
        if others := strange_files(site, harmless):
            self.fault(words, filling, f"{', '.join(sorted(others))} is another")
        for path in [path for path in site.files if path.endswith(".json")]:
            json.loads(site.files[path])

    def fault(self, words: str, filling: Filling, told: str) -> None:
        self.faults.append(f"{words[:60]!r}: {told[:300]}")
        print(
            f"\nFAULT {self.faults[-1]}\n  in {len(filling)} places: {', '.join(map(str, filling))[:500]}", flush=True
        )


@dataclass(frozen=True)
class Group:
    """Places that are filled at once."""

    places: Sequence[Place]
    is_lenient: bool
    """Markdown may be in them, or abbreviations to be explained."""
    harmless: Filling
    """For places that may have any words."""


def groups_of(trial: Trial) -> tuple[Group, ...]:
    """Sentences without Markdown, Markdown, and whatever may not be any words: dates, addresses, names."""
    usual = trial.accepted(
        {place: f"Other words {number}" for place, number in trial.numbers.items() if place.is_value}
    )
    plain = [place for place in usual if not place.markdown]
    markdown = [place for place in usual if place.markdown]
    rest = [place for place in trial.numbers if place not in usual]
    return Group(plain, False, usual), Group(markdown, True, usual), Group(rest, True, {})


# --- in a browser -------------------------------------------------------------------------------------------------

_TRAP = """
window.trapped = [];
for (const name of ["alert", "confirm", "prompt", "open"])
    window[name] = () => { window.trapped.push(name); };
document.addEventListener("securitypolicyviolation", (event) => { window.trapped.push(event.violatedDirective); });
"""


def visited(browser: Browser, served: Served) -> tuple[dict[str, BuiltPage], list[str]]:
    """Every page as it is when its scripts have run, and everything that should not have happened."""
    browsing, pages, faults = Browsing(browser), dict[str, BuiltPage](), list[str]()
    visit = browsing.visit(served)
    visit.page.add_init_script(_TRAP)
    visit.page.on("dialog", lambda dialog: faults.append(f"a dialog: {dialog.message}"))
    searches = [
        f"search/?q={quote(words)}" for words in ("Words", "alert", "script", *EVERY_NAUGHTY[::9]) if len(words) < 200
    ]
    for address in (*served.addresses, *searches):
        visit.page.goto(served.url + address, wait_until="load")
        if "?q=" in address:
            visit.page.wait_for_timeout(400)
        kept = "/search/?" if "?q=" in address else f"/{address}"
        pages[kept] = BuiltPage(
            kept, pages[kept].html + visit.page.content() if kept in pages else visit.page.content()
        )
        faults += [f"{address}: {told}" for told in (*visit.page.evaluate("window.trapped"), *visit.faults)]
        visit.faults.clear()
    browsing.close()
    return pages, faults


def in_a_browser(trial: Trial, filling: Filling, harmless: Filling) -> list[str]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(OPTIONS))
        found = []
        for told in (harmless, filling):
            assert trial.fill(told)
            with tempfile.TemporaryDirectory() as output:
                build_site(trial.folder, Path(output) / "site")
                for served in serve(Path(output) / "site"):
                    found.append(visited(browser, served))
        browser.close()
    (usual, before), (pages, faults) = found
    faults = [f"with harmless words: {fault}" for fault in before] + faults
    strange = strange_parts(pages, usual, markdown=True)
    return faults + [f"{address} in a browser: {sorted(parts)[:3]}" for address, parts in strange.items()]


# --- the trial ----------------------------------------------------------------------------------------------------


def main(minutes: float = 60, seed: int = 0) -> int:
    """All words, in an order of chance, until the time is over; then the browser."""
    started = time.monotonic()
    chance = Random(seed)
    order = [(kind, words) for kind, some in NAUGHTY.items() for words in some]
    chance.shuffle(order)
    files = usual_files()
    numbers = {place: number for number, place in enumerate(places_in(files))}
    with tempfile.TemporaryDirectory(prefix="candour-words-") as work, templates.compiled_once():
        trial = Trial(files, Path(work) / "archive", numbers)
        groups = groups_of(trial)
        print(f"{len(numbers)} places, {len(order)} words", flush=True)
        may_be: dict[Place, list[str]] = {}
        for number, (kind, words) in enumerate(order, 1):
            if time.monotonic() - started > minutes * 60:
                break
            for place, told in trial.try_words(kind, words, groups).items():
                may_be.setdefault(place, []).append(told)
            if number % 10 == 0:
                print(f"{number} of {len(order)} words, {len(trial.faults)} faults", flush=True)
        filling = trial.accepted({place: chance.choice(told) for place, told in may_be.items() if place.is_value})
        harmless = trial.accepted({place: f"Other words {numbers[place]}" for place in filling if place.is_sentence})
        trial.faults += in_a_browser(trial, filling, harmless)
    for kind, tried in trial.tried.items():
        print(f"{kind}: {tried:,} times, refused {trial.refused[kind]:,}, else shown as words")
    print(f"In a browser: {len(filling)} places at once")
    print("\n".join(trial.faults))
    return len(trial.faults)
