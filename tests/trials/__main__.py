"""Runs the trials that are named, or all, one after the other:

    make trials
    make trials ARGS="fuzz --minutes 10"
    make trials ARGS="fuzz --minutes 0 --seed 4711"    # what was found with this seed, once more

Every module of this folder is a trial: its `main(minutes, seed)` prints how far it is and what it found, and returns
the number of faults. One that takes no `minutes` or no `seed` is given none.
"""

import argparse
import inspect
import pkgutil
import secrets
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

TRIALS = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name[0] != "_")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make trials ARGS=…", description="Long trials.")
    parser.add_argument("trials", nargs="*", metavar="trial", help=f"any of: {', '.join(TRIALS)}")
    parser.add_argument("--minutes", type=float, help="for each trial; left out, as long as it takes")
    parser.add_argument("--seed", type=int, help="to repeat what was found with this seed")
    asked = parser.parse_args()
    if unknown := set(asked.trials) - set(TRIALS):
        parser.error(f"there is no trial {', '.join(sorted(unknown))}; there are {', '.join(TRIALS)}")
    seed = secrets.randbelow(10**9) if asked.seed is None else asked.seed
    names = asked.trials or TRIALS
    if len(names) == 1:
        return run(names[0], asked.minutes, seed)
    options = [f"--seed={seed}", *([] if asked.minutes is None else [f"--minutes={asked.minutes}"])]
    failed = [name for name in names if subprocess.run([sys.executable, "-m", "trials", name, *options]).returncode]
    print(f"{len(names)} trials: {'failed: ' + ', '.join(failed) if failed else 'no faults'}")
    return len(failed)


def run(name: str, minutes: float | None, seed: int) -> int:
    print(f"{name}: seed {seed}", flush=True)
    started = time.monotonic()
    trial = import_module(f"trials.{name}").main
    given = {"seed": seed, **({} if minutes is None else {"minutes": minutes})}
    faults = trial(**{key: value for key, value in given.items() if key in inspect.signature(trial).parameters})
    print(f"{name}: {faults or 'no'} faults in {(time.monotonic() - started) / 60:.1f} minutes", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
