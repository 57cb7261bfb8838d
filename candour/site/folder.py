"""A site's folder, the folder beside it in which the next site is put together, and its lock: one build at a time."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


MANIFEST = "manifest.json"
"""Where the manifest lies in the site. It does not name itself."""


def with_a_name(output: Path) -> Path:
    """The same folder: `.` and `..` have no name to put another beside."""
    return output if output.name not in ("", "..") else output.resolve()


def work_folder(output: Path) -> Path:
    """`.<output>.work`, beside the site."""
    output = with_a_name(output)
    return output.with_name(f".{output.name}.work")


def locked(file: int, wait_seconds: float = 0, on_wait: Callable[[], None] | None = None) -> bool:
    """Whether the lock could be had in time. The system frees a killed build's lock. The file stays: were it removed,
    one build could lock the removed file and another its successor."""
    until = time.monotonic() + wait_seconds
    while True:
        try:
            if sys.platform == "win32":
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except (BlockingIOError, PermissionError):  # the second is what Windows says
            if on_wait is not None:
                on_wait()
                on_wait = None
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
