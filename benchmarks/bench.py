"""Did a change make candour faster? What its commands take on an invented archive, of the processor and of memory.

  make bench                             the commands on 1,000 reviews: cold, one review edited, nothing changed, check
  make bench REF=main                    the same in pairs with another commit, and the ratio: below 1.00 is faster here
  make bench ARGS="--reviews 70 -n 9"    on another archive, more often
  make bench ARGS=growth                 each stage on 250, 1,000 and 4,000 reviews, and how it grows
  make bench ARGS=preview                from a saved file to the page that shows it

Read the processor's seconds: user and system, of everything that the command started. By the clock a build also waits
for whatever else the machine does. Every number is a median; the two of a pair follow each other, and a ratio is the
median of the pairs'. Below 3 % it says something only after ten runs. Memory is the peak of one process (Linux only).

An exponent of 1: four times the reviews take four times as long. Above that of n log n something compares everything
with everything: run cProfile on two sizes, and compare how often each function is called.
"""

import argparse
import gc
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import NamedTuple

import preview
from generate import generate

from candour.pipeline import build

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = {"cold": "build", "one review edited": "build", "nothing changed": "build", "check": "check"}
"""In the order in which they follow each other, and the command of each."""


class Side(NamedTuple):
    """One of two that are compared, with an archive of its own."""

    name: str
    checkout: Path
    archive: Path


Used = tuple[float, float, float, float]
"""Seconds of the processor and by the clock, megabytes of Python and of Pagefind."""


def run(side: Side, command: str) -> Used:
    """The command must succeed."""
    begun, peaks = time.perf_counter(), {"python": 0.0, "pagefind": 0.0}
    arguments = [sys.executable, str(side.checkout / "build.py"), command, "--quiet", "--archive", str(side.archive)]
    child = subprocess.Popen(arguments, cwd=side.checkout, stdout=subprocess.DEVNULL)
    while not (ended := os.wait4(child.pid, os.WNOHANG))[0]:
        for name, peak in _peaks(child.pid):
            peaks[name] = max(peak, peaks.get(name, 0))
        time.sleep(0.005)
    clock, child.returncode = time.perf_counter() - begun, os.waitstatus_to_exitcode(ended[1])
    if child.returncode:
        sys.exit(f"{command} of {side.name} ended with {child.returncode}")
    return sum(ended[2][:2]), clock, peaks["python"], peaks["pagefind"]


def _peaks(process: int) -> Iterator[tuple[str, float]]:
    """Of a process and of those that it started, the program's name and its peak.

    Not from `getrusage`: there a program that has only just begun has the peak of the process that started it.
    """
    with suppress(OSError):  # it has ended; or this is not Linux
        status = Path(f"/proc/{process}/status").read_text()
        if found := re.search(r"Name:\s+([a-z]+)(?s:.*)VmHWM:\s+(\d+)", status):
            yield found[1], int(found[2]) / 1000
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _peaks(int(child))


def prepare(scenario: str, side: Side, turn: int) -> None:
    if scenario == "cold":
        for left in side.archive.iterdir():  # the site, and whatever is remembered beside it
            if left.name not in ("content", "site_config.yaml"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
    elif scenario == "one review edited":
        with min(side.archive.glob("content/reviews/*/*.md")).open("a") as review:
            review.write(f"\nOne more sentence, of turn {turn}.\n")


def commands(sides: Sequence[Side], turns: int) -> Iterator[list[str]]:
    found: dict[str, dict[str, list[Used]]] = {scenario: {side.name: [] for side in sides} for scenario in SCENARIOS}
    for side in sides:
        run(side, "check")  # so that Python has compiled it
    for turn in range(turns):
        for scenario, command in SCENARIOS.items():
            for side in sides[:: -1 if turn % 2 else 1]:
                say(f"run {turn + 1} of {turns}: {scenario}, {side.name}")
                prepare(scenario, side, turn)
                found[scenario][side.name].append(run(side, command))
    for scenario, by_side in found.items():
        for name, every in by_side.items():
            processor, clock, *peaks = map(statistics.median, zip(*every, strict=True))
            shown = (f"{peak:.0f} MB" if peak else "–" for peak in peaks)
            yield [f"{scenario}, {name}", f"{processor:.2f} s", f"{clock:.2f} s", *shown]
        if len(sides) > 1:
            pairs = zip(*(zip(*every, strict=True) for every in by_side.values()), strict=True)
            yield [f"{scenario}: ratio", *(_ratio([*zip(*pair, strict=True)]) for pair in pairs)]


def _ratio(pairs: Sequence[tuple[float, float]]) -> str:
    return f"{statistics.median(now / before for now, before in pairs):.2f}" if all(map(all, pairs)) else "–"


def stages(archive: Path) -> Mapping[str, float]:
    """The processor seconds of each stage of a build, and of the program that it starts."""
    starts = list[tuple[str, float]]()

    def progress(stage: str, _done: int, _of: int) -> None:
        if not starts or starts[-1][0] != stage:
            starts.append((stage, sum(getrusage(RUSAGE_SELF)[:2])))

    gc.disable()  # as the command does
    build(archive, archive / "output", progress)
    progress("", 0, 0)
    found = {stage: end - start for (stage, start), (_, end) in pairwise(starts)}
    return found | {"Pagefind": sum(getrusage(RUSAGE_CHILDREN)[:2])}


def growth(sizes: Sequence[int], turns: int, work: Path) -> Iterator[list[str]]:
    found: dict[int, list[Mapping[str, float]]] = {size: [] for size in sizes}
    for turn in range(turns):
        for size in sizes:
            say(f"run {turn + 1} of {turns}: {size:,} reviews")
            shutil.rmtree(work, ignore_errors=True)
            generate(work, size)
            with get_context("spawn").Pool(1) as fresh:  # what one build leaves in memory would slow the next
                found[size].append(fresh.apply(stages, (work,)))
    for stage in found[sizes[0]][0]:
        seconds = [statistics.median(one[stage] for one in found[size]) for size in sizes]
        yield [stage, *(f"{one:.2f} s" for one in seconds), exponent(sizes, seconds)]
    yield ["n log n", *("" for _ in sizes), exponent(sizes, [size * math.log(size) for size in sizes])]


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> str:
    """Of the growth between the two largest; less than a tenth of a second says nothing."""
    if len(sizes) < 2 or seconds[-2] <= 0 or seconds[-1] < 0.1:
        return "–"
    return f"{math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1] / sizes[-2]):.2f}"


def show(head: Sequence[str], rows: Iterator[list[str]]) -> None:
    """As a table in Markdown."""
    every = [[*head], *rows]
    widths = [max(map(len, column)) for column in zip(*every, strict=True)]
    every.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    for first, *rest in every:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        print(f"| {' | '.join(cells)} |")


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(usage="make bench [REF=COMMIT] [ARGS=...]", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", nargs="?", choices=["commands", "growth", "preview"], default="commands")
    parser.add_argument("--ref", metavar="COMMIT", help="what to compare the commands with")
    parser.add_argument("--reviews", type=int, nargs="+", metavar="N", help="of the archive; for growth, several sizes")
    parser.add_argument("-n", "--runs", type=int, default=5, metavar="N", help="how often each is measured (5)")
    chosen = parser.parse_args()
    sizes, turns = chosen.reviews or ([250, 1000, 4000] if chosen.what == "growth" else [1000]), chosen.runs
    with tempfile.TemporaryDirectory() as made, ExitStack() as at_end:
        work, sides = Path(made), [Side("here", ROOT, Path(made) / "here")]
        if chosen.what == "growth":
            show(["", *(f"{size:,} reviews" for size in sizes), "exponent"], growth(sizes, turns, work / "grown"))
            return
        generate(sides[0].archive, sizes[0])
        if chosen.what == "preview":
            preview.main(sides[0].archive, turns)
            return
        if chosen.ref:
            there = Side(chosen.ref, work / "checkout", work / "there")
            git = ["git", "-C", str(ROOT), "worktree"]
            subprocess.run([*git, "add", "--quiet", "--detach", str(there.checkout), chosen.ref], check=True)
            at_end.callback(lambda: subprocess.run([*git, "remove", "--force", str(there.checkout)], check=True))
            shutil.copytree(sides[0].archive, there.archive)
            sides.append(there)
        show([f"{sizes[0]:,} reviews", "processor", "by the clock", "Python", "Pagefind"], commands(sides, turns))


if __name__ == "__main__":
    main()
