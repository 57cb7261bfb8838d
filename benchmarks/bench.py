"""How long the whole commands take on an invented archive: medians of several runs, each in a process of its own.

    python benchmarks/bench.py --reviews 1000 --runs 5

`first` builds into an empty folder, `again` over an unchanged site, and `check` builds nothing. Processor time is the
better number on a machine that does other things as well. What the last build says of its stages stands below.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

COMMAND = Path(__file__).resolve().parent.parent / "build.py"


def run(archive: Path, *arguments: str) -> tuple[float, float, str]:
    """Seconds by the clock and of the processor, and what the command printed. It must succeed."""
    before, begun = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, COMMAND, *arguments, "--archive", archive], capture_output=True, text=True, check=False
    )
    clock, after = time.perf_counter() - begun, os.times()
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return clock, used, done.stdout


def measure(reviews: int, runs: int, archive: Path) -> None:
    generate(archive, reviews)
    output = archive / "output"
    kinds: dict[str, list[tuple[float, float, str]]] = {"first": [], "again": [], "check": []}
    for _ in range(runs):
        shutil.rmtree(output, ignore_errors=True)
        kinds["first"].append(run(archive, "build"))
        kinds["again"].append(run(archive, "build"))
        kinds["check"].append(run(archive, "check"))
    print(f"{reviews} reviews, Python {sys.version.split()[0]}, medians of {runs}:")
    for kind, found in kinds.items():
        clock, used = statistics.median(each[0] for each in found), statistics.median(each[1] for each in found)
        print(f"  {kind:<6} {clock:7.2f} s by the clock {used:7.2f} s of the processor")
    print("".join(f"  {line}\n" for line in kinds["first"][-1][2].splitlines()[:2]), end="")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure candour on an invented archive.")
    parser.add_argument("--reviews", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        measure(chosen.reviews, chosen.runs, Path(made))
