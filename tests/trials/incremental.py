"""Whether what a build remembers ever shows: sequences of edits by chance, each build compared with a clean one.

    make trials ARGS="incremental"

A sequence starts with a small archive and a copy of the engine. Then records, settings, templates and files are edited,
renamed and removed, an earlier state is checked out, the engine changes, the memory is damaged or comes from elsewhere,
the disk is full, a build is killed, or two build at once. The next build that succeeds always has the bytes of one from
nothing.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from built import QUILLMARK, ROOT, contents, write_archive

from candour.site.folder import MANIFEST, work_folder
from trials.kills import version

STEPS = 4
"""So many edits has a sequence."""
_SMALL = 60_000
"""Bytes that a file may have on a disk that is full: less than the memory, and than some pages."""


class Sequence:
    """An archive with its engine, and what happens to them."""

    def __init__(self, work: Path, by: Random) -> None:
        self.work, self.by = work, by
        self.archive, self.engine, self.output = work / "archive", work / "engine", work / "site"
        self.kept = work_folder(self.output) / "memory.sqlite"
        self.options = () if by.random() < 0.2 else ("--offline",)
        self.states = list[Path]()
        self.begin(self.archive)
        self.engine.mkdir()
        shutil.copyfile(ROOT / "build.py", self.engine / "build.py")
        for name in ("candour", "templates", "static"):
            shutil.copytree(ROOT / name, self.engine / name, ignore=shutil.ignore_patterns("__pycache__"))

    def begin(self, archive: Path) -> None:
        if self.by.random() < 0.5:
            write_archive(archive, version(self.by.choice(["first", "second"])))
        else:
            shutil.copytree(QUILLMARK / "content", archive / "content")
            shutil.copyfile(QUILLMARK / "site_config.yaml", archive / "site_config.yaml")

    def start(self, output: Path, largest: int = 0) -> subprocess.Popen[str]:
        command = [sys.executable, str(self.engine / "build.py"), "build", "--quiet", *self.options]
        command += ["--archive", str(self.archive), "--output", str(output)]

        def limited() -> None:
            if largest:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=limited)

    def site(self, output: Path, largest: int = 0) -> tuple[int, Mapping[str, bytes]]:
        """How a build ended, and what is there then; not the index, of which Pagefind writes other bytes each time."""
        with self.start(output, largest) as building:
            building.communicate()
        found = contents(output) if output.exists() else {}
        return building.returncode, {p: c for p, c in found.items() if not p.startswith("pagefind/") and p != MANIFEST}

    def clean(self) -> tuple[int, Mapping[str, bytes]]:
        with tempfile.TemporaryDirectory(dir=self.work) as empty:
            return self.site(Path(empty) / "site")

    # --- what happens ------------------------------------------------------------------------------------------------

    def record(self) -> Path:
        return self.by.choice(sorted((self.archive / "content").rglob("*.md")))

    def edits_a_record(self) -> None:
        path = self.record()
        text = path.read_text()
        word = self.by.choice(text.split())
        path.write_text(text.replace(word, self.by.choice(["outcome", "A", "2024", word * 2, ""]), 1))

    def adds_a_sentence(self) -> None:
        path = self.record()
        path.write_text(path.read_text() + f"\nNumber {self.by.randrange(10**6)}.\n")

    def swaps_two_records(self) -> None:
        one, other = self.record(), self.record()
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)

    def renames_a_record(self) -> None:
        path = self.record()
        path.rename(path.with_name(f"renamed-{self.by.randrange(99)}.md"))

    def removes_a_record(self) -> None:
        self.record().unlink()

    def edits_the_settings(self) -> None:
        path = self.archive / "site_config.yaml"
        old, new = self.by.choice([("title: ", "title: The "), ("label: ", "label: Not "), ("url:", "#"), ("a", "e")])
        path.write_text(path.read_text().replace(old, new, 1))

    def has_an_own_template(self) -> None:
        path = self.archive / "templates/home.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text((self.engine / "templates/home.html").read_text() + f"<!-- {self.by.random()} -->\n")

    def has_own_files(self) -> None:
        for name in ("static/root/notes.txt", "static/css/90-own.css", "content/files/paper.pdf"):
            path = self.archive / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{self.by.randrange(4)}")

    def has_another_engine(self) -> None:
        path = self.engine / self.by.choice(["templates/layout.html", "candour/pages/words.py", "static/js/menu.js"])
        text = path.read_text() if path.exists() else ""
        path.write_text(text.replace("Decisions", f"Decisions {self.by.randrange(9)}", 1))

    def checks_an_earlier_state_out(self) -> None:
        state = self.by.choice(self.states)
        shutil.rmtree(self.archive)
        shutil.copytree(state, self.archive)

    def is_done_by_another(self) -> None:
        """The memory is that of another archive, of another state."""
        with tempfile.TemporaryDirectory(dir=self.work) as elsewhere:
            other = Path(elsewhere) / "site"
            now = self.archive
            self.archive = Path(elsewhere) / "archive"
            self.begin(self.archive)
            self.site(other)
            self.archive = now
            shutil.copyfile(work_folder(other) / self.kept.name, self.kept)

    def damages_the_memory(self) -> None:
        content = bytearray(self.kept.read_bytes())
        for _ in range(self.by.choice([1, 20, 400])):
            content[self.by.randrange(len(content))] = self.by.randrange(256)
        self.kept.write_bytes(content[: self.by.choice([len(content), len(content) // 2, 0])])

    def touches_the_site(self) -> None:
        path = self.by.choice(sorted(self.output.rglob("*.html")))
        if self.by.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(path.read_bytes().replace(b"e", b"a", 1))

    def is_killed(self) -> None:
        self.adds_a_sentence()
        with self.start(self.output) as building:
            time.sleep(self.by.uniform(0.1, 1.5))
            building.kill()
            building.communicate()

    def has_a_full_disk(self) -> None:
        self.adds_a_sentence()
        self.site(self.output, self.by.choice([_SMALL // 10, _SMALL, _SMALL * 10]))

    def is_built_twice_at_once(self) -> None:
        with self.start(self.output) as one:
            time.sleep(self.by.uniform(0, 1))
            self.adds_a_sentence()
            with self.start(self.output) as other:
                other.communicate()
            one.communicate()

    # --- and what has to be true -------------------------------------------------------------------------------------

    def faults(self) -> list[str]:
        found, done = list[str](), list[str]()
        self.site(self.output)
        for _ in range(STEPS):
            self.states.append(Path(shutil.copytree(self.archive, self.work / f"state-{len(self.states)}")))
            what = self.by.choice(HAPPENS)
            what(self)
            done.append(what.__name__)
            (status, site), (expected, clean) = self.site(self.output), self.clean()
            if status != expected:
                found.append(f"{done}: the build ended with {status}, a clean one with {expected}")
            elif not status and site != clean:
                other = sorted(path for path in {*site, *clean} if site.get(path) != clean.get(path))
                found.append(f"{done}: {', '.join(other[:5])}")
        return found


HAPPENS: list[Callable[[Sequence], None]] = [
    Sequence.edits_a_record,
    Sequence.adds_a_sentence,
    Sequence.swaps_two_records,
    Sequence.renames_a_record,
    Sequence.removes_a_record,
    Sequence.edits_the_settings,
    Sequence.has_an_own_template,
    Sequence.has_own_files,
    Sequence.has_another_engine,
    Sequence.checks_an_earlier_state_out,
    Sequence.is_done_by_another,
    Sequence.damages_the_memory,
    Sequence.touches_the_site,
    Sequence.is_killed,
    Sequence.has_a_full_disk,
    Sequence.is_built_twice_at_once,
]


def main(seed: int = 0, count: int = 300) -> int:
    """How many faults `count` sequences showed."""
    faults = list[str]()
    for number in range(count):
        with tempfile.TemporaryDirectory(prefix="candour-incremental-") as work:
            faults += (f"sequence {number}: {fault}" for fault in Sequence(Path(work), Random(seed + number)).faults())
        if number % 20 == 19:
            print(f"{number + 1} of {count} sequences, {len(faults)} faults {faults[-1:]}", flush=True)
    print(*faults, sep="\n", flush=True)
    return len(faults)
