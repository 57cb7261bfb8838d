"""A former commit -> the graph that was published then.

Git keeps the history, so there is no ledger file to forget: the records at the former commit are read again, and every
page and passage they had must still be there, unless a record says that it moved (`moved_from`) or was removed
(`removed`).
"""

import re
import tempfile
from pathlib import Path

from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.ledger.git import LONGEST_LIST, HistoryError, git, resolved, why
from candour.problems import CONFIG_FILE
from candour.problems.drawing import printable
from candour.reading.files import LARGEST_ATTACHMENT

LARGEST_ARCHIVE = 2_000_000_000
"""Bytes of all files. A small repository can claim any size: it names the same file again and again."""


def published(commit: str, folder: Path) -> SiteGraph | None:
    """What was published at a commit, as this candour reads it; None where it can no longer read the settings of then.

    Raises HistoryError.
    """
    try:
        with tempfile.TemporaryDirectory() as name:
            _write_files(folder, commit, Path(name))
            return check_archive(Path(name)).graph
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise HistoryError(f'"{commit}" cannot be read into a temporary folder: {reason}') from error


def _write_files(folder: Path, commit: str, to: Path) -> None:
    files = _files(folder, commit)
    if CONFIG_FILE not in {path for path, _, _ in files}:
        message = f'there is no {CONFIG_FILE} in this folder at "{commit}", so there is nothing to compare with'
        raise HistoryError(message)
    ids = b"".join(id_ + b"\n" for _, id_, _ in files)
    with git(folder, commit, "cat-file", "--batch", given=ids) as (printed, _):
        for path, id_, size in files:
            if printed.readline() != b"%b blob %d\n" % (id_, size) or len(content := printed.read(size)) < size:
                raise why(commit)
            printed.read(1)
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            (to / path).write_bytes(content)


def _files(folder: Path, commit: str) -> list[tuple[str, bytes, int]]:
    """The path, id and size of each file of the archive. Links, and names that no record can have, are left out."""
    files: list[tuple[str, bytes, int]] = []
    arguments = "ls-tree", "-r", "-l", "-z", resolved(folder, commit), CONFIG_FILE, "content"
    with git(folder, commit, *arguments) as (printed, _):
        listed = printed.read(LONGEST_LIST)
        for line in listed.split(b"\0")[:-1]:
            facts, _, name = line.partition(b"\t")
            mode, kind, id_, size = facts.split()
            path = name.decode("utf-8", "surrogateescape")
            if kind == b"commit" or path == "content":
                message = f'at "{commit}" {printable(path)} is a link or another repository, which is not compared'
                raise HistoryError(message)
            if not size.isdigit():
                raise why(commit)
            is_plain = path.isprintable() and not re.search(r"[\\:]|(^|/)(\.|/|$)", path)
            if mode.startswith(b"100") and is_plain and int(size) <= LARGEST_ATTACHMENT:
                files.append((path, id_, int(size)))
        if len(listed) == LONGEST_LIST or sum(size for _, _, size in files) > LARGEST_ARCHIVE:
            raise HistoryError(f'at "{commit}" the archive has more files, or larger ones, than can be compared')
    return files
