"""How many small changes to the findings and the ledger the tests notice:

    make mutants

Every change is one that a person might make by mistake: a `<` for a `<=`, an `or` for an `and`, another text, a call
without one of its arguments. What no test notices is printed as a survivor, with what was changed. The settings, and
the tests that are tried, are under `[tool.mutmut]` in `pyproject.toml`.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_LEAST = 85
"""Per cent of all changes that have to be noticed."""
NOTICED = frozenset({"killed", "timeout", "segfault", "caught by type check"})


def mutmut(*arguments: str, is_shown: bool = False) -> str:
    """What the command printed. Without `is_shown` it must succeed."""
    command = [str(Path(sys.executable).parent / "mutmut"), *arguments]
    stdout = None if is_shown else subprocess.PIPE
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "mutants"}
    done = subprocess.run(command, cwd=ROOT, text=True, check=not is_shown, stdout=stdout, env=environment)
    if is_shown and done.returncode:
        sys.exit(done.returncode)
    return done.stdout or ""


def main() -> None:
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    mutmut("run", is_shown=True)
    lines = (line.strip().rpartition(": ") for line in mutmut("results", "--all", "true").splitlines())
    statuses = {name: status for name, _, status in lines if name}
    survivors = [name for name, status in statuses.items() if status not in NOTICED]
    for name in survivors:
        print(f"\n{mutmut('show', name).strip()}")
    noticed = len(statuses) - len(survivors)
    score = 100 * noticed / len(statuses)
    how = ", ".join(f"{number} {status}" for status, number in Counter(statuses.values()).most_common())
    print(f"\n{noticed} of {len(statuses)} changes were noticed, {score:.1f} per cent: {how}.")
    if score < AT_LEAST:
        sys.exit(f"At least {AT_LEAST} per cent have to be.")


if __name__ == "__main__":
    main()
