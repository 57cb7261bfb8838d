"""Archives that are spoilt by chance, tens of thousands in an hour: is each answered for, and soon?

The ways are those of `spoiling.py`, and histories of two versions. Each round has a seed of its own, which is printed
with what it found; the spoilt archive is left in a folder.
"""

import faulthandler
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from types import FrameType

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from spoiling import WAYS, Bench, Changes, Files, full_files, graft_everywhere, judge_problem

import templates
from candour.commands.summary import summary
from candour.graph.check import check_archive
from candour.ledger.changes import compare
from candour.ledger.difference import difference
from candour.ledger.former import published
from candour.problems import SEVERITIES, Problem, errors

LONGEST = 30
"""Seconds of the processor that one archive may take: the largest record there may be takes 20, if it is all `![`."""
EVERY = 60
"""Seconds between two lines of progress."""
ROUND = settings(
    max_examples=60,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
HISTORIES = "two versions of an archive"


class TooLongError(Exception):
    """An archive took longer than it may."""


@dataclass
class Trial:
    work: Path
    """For the archives."""
    benches: dict[str, Bench] = field(default_factory=dict)
    examples: Counter[str] = field(default_factory=Counter)
    """By way."""
    slowest: tuple[float, str, int] = (0, "", 0)
    """Seconds, the way and the seed."""
    faults: dict[str, str] = field(default_factory=dict)
    """What each was, by where it was raised."""

    def bench(self, way: str) -> Bench:
        if way not in self.benches:
            files = full_files() if way == HISTORIES else WAYS[way].archive()
            self.benches[way] = Bench(files, self.work / str(len(self.benches)))
        return self.benches[way]

    def round(self, way: str, seed: int) -> None:
        """Some examples of one way. A fault that is known already counts no more."""
        bench = self.bench(way)
        last: dict[str, Changes] = {}

        def answered(changes: Changes) -> None:
            last["changes"] = changes
            started = time.process_time()
            try:
                with limited(LONGEST):
                    changed_twice(bench, changes) if way == HISTORIES else bench.answer(changes)
            except OSError as error:
                if not {error.filename, error.filename2} - {None} or "candour/" in where(error):
                    raise  # else the system has no such file names
            except Exception as error:
                if where(error) not in self.faults:
                    raise
            self.examples[way] += 1
            self.slowest = max(self.slowest, (time.process_time() - started, way, seed))

        strategy = histories(bench.files) if way == HISTORIES else WAYS[way].changes(bench.files)
        try:
            hypothesis.seed(seed)(ROUND(given(strategy)(answered)))()
        except Exception as error:
            self.note(error, way, seed, bench, last["changes"])

    def note(self, error: Exception, way: str, seed: int, bench: Bench, changes: Changes) -> None:
        left = Path(tempfile.mkdtemp(prefix="candour-trial-"))
        bench.write(changes)
        shutil.copytree(bench.folder, left, dirs_exist_ok=True, symlinks=True)
        bench.mend(changes)
        told = "".join(traceback.format_tb(error.__traceback__)[-3:]) + f"{type(error).__name__}: {str(error)[:500]}"
        self.faults[where(error)] = f"{way}, seed {seed}"
        print(
            f"\nFAULT in {way}, seed {seed}; the archive is in {left}, changed: {sorted(changes)}\n{told}", flush=True
        )

    def progress(self, seconds: float) -> str:
        made = sum(bench.made for bench in self.benches.values())
        seen = set[str]().union(*(bench.seen for bench in self.benches.values()))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
        took, way, seed = self.slowest
        return (
            f"{seconds / 60:5.1f} min: {self.examples.total():,} archives, {made:,} of them made into sites; "
            f"{len(seen)} of {len(SEVERITIES)} kinds of problems; slowest {took:.1f} s ({way}, seed {seed}); "
            f"{memory:,.0f} MB; {len(self.faults)} faults"
        )


def where(error: BaseException) -> str:
    """The kind of an exception and the last line of candour's, or of ours, that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/candour/" in frame.filename] or [frames[-1]]
    said = str(error).partition(" at ")[0][:40] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} {'/'.join(Path(ours[-1].filename).parts[-3:])}:{ours[-1].lineno} {said}"


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raises TooLongError after these seconds; what hangs outside Python ends the trial later."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLongError(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # of the processor: others may be busy on this machine
    faulthandler.dump_traceback_later(seconds * 30, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGPROF, before)


# --- histories ----------------------------------------------------------------------------------------------------


def histories(files: Files) -> st.SearchStrategy[Changes]:
    return st.randoms(use_true_random=False).map(lambda chance: graft_everywhere(chance, files))


def changed_twice(bench: Bench, changes: Changes) -> None:
    """What is spoilt is compared with the sound archive before it, and the other way round."""
    git(bench.folder, "init", "-q")
    try:
        commit(bench.folder)
        bench.write(changes)
        compared(bench.folder)
        commit(bench.folder)
        bench.mend(changes)
        compared(bench.folder)
    finally:
        bench.mend(changes)
        shutil.rmtree(bench.folder / ".git", ignore_errors=True)


def compared(folder: Path) -> None:
    before, now, mistaken = published("HEAD", folder), check_archive(folder), set[str]()
    problems: tuple[Problem, ...] = ()
    if before and now.graph:
        mistaken = {problem.span.file for problem in errors(now.problems)}
        problems = compare(before, now.graph, "2023-03-01", mistaken)
        assert summary(problems, difference(before, now.graph, mistaken), ()).startswith("## ")
    for problem in problems:
        if not problem.span.line or (folder / problem.span.file).exists():
            judge_problem(problem, folder)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "--allow-empty", "-m", "x")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


# --- the trial ----------------------------------------------------------------------------------------------------


def main(minutes: float = 60, seed: int = 0) -> int:
    """With no minutes: the one round of this seed."""
    weights = {**{name: way.weight for name, way in WAYS.items()}, HISTORIES: 3}
    started = said = time.monotonic()
    clock: Callable[[], float] = time.monotonic
    with tempfile.TemporaryDirectory(prefix="candour-fuzz-") as work, templates.compiled_once():
        trial = Trial(Path(work))
        for number in count(seed):
            (way,) = Random(number).choices(list(weights), list(weights.values()))
            trial.round(way, number)
            if clock() - started >= minutes * 60:
                break
            if clock() - said >= EVERY:
                said = clock()
                print(trial.progress(said - started), flush=True)
    print(trial.progress(clock() - started))
    for fault, found in trial.faults.items():
        print(f"  {fault}: {found}")
    return len(trial.faults)
