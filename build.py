"""Builds the site of the archive in this file's folder: the thin door to `candour.commands.main`.

Old Pythons must be able to read this file as well, so that it can tell their owners what is missing.
"""

import os
import sys
from pathlib import Path

NEEDED = (3, 11)


def main() -> int:
    if sys.version_info < NEEDED:
        return _refuse("candour needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))
    try:
        from candour.commands.main import run

        return run(Path(__file__).resolve().parent)
    except ImportError as error:
        if (error.name or "").startswith("candour."):
            raise
        return _refuse("candour's libraries are not installed here ({}).".format(error))


def _refuse(reason: str) -> int:
    python, bin_ = ("py", ".venv\\Scripts\\") if os.name == "nt" else ("python3", ".venv/bin/")
    print(reason + " Run:  make site", file=sys.stderr)
    print("Or, without make:", file=sys.stderr)
    for line in (
        python + " -m venv .venv",
        bin_ + "python -m pip install -c constraints.txt -e .",
        bin_ + "python build.py",
    ):
        print("  " + line, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
