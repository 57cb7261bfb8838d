"""The properties of the ordinary tests, on many more archives: what findings say against a simple-minded reckoning."""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent


def main(seed: int = 0) -> int:
    """How many of them failed."""
    names = [str(TESTS / f"test_{name}.py") for name in ("by_chance", "markup", "ledger")]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", f"--hypothesis-seed={seed}", "--hypothesis-profile=long"]
    return subprocess.run([*command, *names], cwd=TESTS.parent, check=False).returncode
