"""A former commit -> the graph that was published then, compared with today's. The only module that runs git.

Git keeps the history, so there is no ledger file to forget: the records at the former commit are read again, and every
page and passage they had must still be there, unless a record says that it moved (`moved_from`) or was removed
(`removed`).
"""

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.ledger.changes import compare
from candour.problems import Problem


class HistoryError(Exception):
    """The former commit cannot be read; the message says why, in plain words."""


def changed_since(commit: str, folder: Path, now: SiteGraph | None) -> tuple[Problem, ...]:
    """What `commit` published and is gone, or was changed without saying so. Raises HistoryError.

    Nothing without a commit; GitHub names one of zeros before the first.
    """
    if not commit.strip("0") or now is None:
        return ()
    packed = _git(folder, "archive", "--format=tar", commit)
    with tempfile.TemporaryDirectory() as name:
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(name, filter="data")
        before = check_archive(Path(name)).graph
    return compare(before, now) if before else ()


def commit_of(folder: Path) -> str:
    """The commit that `folder` is at; empty where there is none."""
    try:
        return _git(folder, "rev-parse", "HEAD").decode().strip()
    except HistoryError:
        return ""


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise HistoryError("git is not installed here, so there is no history to compare with") from error
    if done.returncode == 0:
        return done.stdout
    if b"not a git repository" in done.stderr:
        raise HistoryError("the archive is not in a git repository, so there is no history to compare with")
    raise HistoryError(f'git finds no commit "{arguments[-1]}" here; in a shallow clone, fetch the whole history first')
