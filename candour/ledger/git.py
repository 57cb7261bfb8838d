"""A former commit -> the graph that was published then. The only module that runs git.

Git keeps the history, so there is no ledger file to forget: the records at the former commit are read again, and every
page and passage they had must still be there, unless a record says that it moved (`moved_from`) or was removed
(`removed`).

The name of a commit may be any text, and a repository may be anyone's. So git is given the name as input, never among
its arguments; files are read as git keeps them, where no attribute, filter or hook has a say; and in `_ENVIRONMENT` it
starts no other program and asks no network. It may take its time: the network is what git would wait for.
"""

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.problems import CONFIG_FILE
from candour.reading.files import LARGEST_ATTACHMENT, printable

NOTHING = "0" * 40
"""What GitHub calls the commit before the first."""
LARGEST_ARCHIVE = 2_000_000_000
"""Bytes of all files. A small repository can claim any size: it names the same file again and again."""
LONGEST_LIST = 20_000_000
"""Bytes of the list of files, which is some 200,000 of them."""

_ENVIRONMENT = {
    "LC_ALL": "C",  # `_why` knows what git says in English
    "GIT_ALLOW_PROTOCOL": "",  # what a partial clone lacks would be fetched by whatever its configuration names
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
}
_SETTINGS = ("-c", "safe.bareRepository=explicit", "-c", "core.warnAmbiguousRefs=true")
"""A repository among the records is not taken for theirs, and a name with two meanings is said to have them."""


class HistoryError(Exception):
    """The former commit cannot be read; the message says why, in plain words."""


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


def files_changed(commit: str, folder: Path) -> tuple[str, ...]:
    """The paths, from the archive's folder, of all files that the last commit has otherwise than `commit`; or than the
    one before it, where nothing was published. Raises HistoryError."""
    last = ("--root", "--no-commit-id", "--diff-merges=first-parent", "HEAD", "--")
    commits = last if commit == NOTHING else (_resolve(folder, commit), "HEAD", "--")
    with _git(folder, commit, "rev-parse", "--show-prefix") as (printed, _):
        own = printed.read().decode("utf-8", "surrogateescape").strip()
    with _git(folder, commit, "diff-tree", "-r", "-z", "--name-only", "--no-renames", *commits) as (printed, _):
        names = printed.read(LONGEST_LIST).decode("utf-8", "surrogateescape").split("\0")[:-1]
    return tuple(name.removeprefix(own) for name in names)


def committed(folder: Path, path: str) -> bytes | None:
    """A file of the archive as the last commit has it; None where it has none. Raises HistoryError."""
    with _git(folder, "HEAD", "cat-file", "--batch", given=f"HEAD:./{path}\n".encode()) as (printed, _):
        about, _, content = printed.read().partition(b"\n")
    return content[:-1] if b" blob " in about else None


def commit_of(folder: Path, name: str = "HEAD") -> str:
    """The commit of this name, else the one that `folder` is at; empty where there is none."""
    try:
        return _resolve(folder, name)
    except (HistoryError, OSError):
        return ""


def _resolve(folder: Path, name: str) -> str:
    if not name.isprintable():
        raise HistoryError("the name of a commit has no line breaks and no invisible characters")
    with _git(folder, name, "cat-file", "--batch-check", given=name.encode()) as (printed, said):
        answer = printed.read()
        said.seek(0)
        if b" is ambiguous" in said.read() or answer.endswith(b" ambiguous\n"):
            raise HistoryError(f'"{name}" may be several commits here; write all 40 characters of the one you mean')
    found = re.fullmatch(rb"([0-9a-f]{40,64}) (\w+) [0-9]+\n", answer)
    if not found:
        raise HistoryError(f'git finds no commit "{name}" here; in a shallow clone, fetch the whole history first')
    if found[2] == b"tag":
        return _resolve(folder, f"{found[1].decode()}^{{commit}}")
    if found[2] != b"commit":
        raise HistoryError(f'"{name}" is a file or a folder in the history, not a commit')
    return found[1].decode()


def _write_files(folder: Path, commit: str, to: Path) -> None:
    files = _files(folder, commit)
    if CONFIG_FILE not in {path for path, _, _ in files}:
        message = f'there is no {CONFIG_FILE} in this folder at "{commit}", so there is nothing to compare with'
        raise HistoryError(message)
    ids = b"".join(id_ + b"\n" for _, id_, _ in files)
    with _git(folder, commit, "cat-file", "--batch", given=ids) as (printed, _):
        for path, id_, size in files:
            if printed.readline() != b"%b blob %d\n" % (id_, size) or len(content := printed.read(size)) < size:
                raise _why(commit)
            printed.read(1)
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            (to / path).write_bytes(content)


def _files(folder: Path, commit: str) -> list[tuple[str, bytes, int]]:
    """The path, id and size of each file of the archive. Links, and names that no record can have, are left out."""
    files: list[tuple[str, bytes, int]] = []
    arguments = "ls-tree", "-r", "-l", "-z", _resolve(folder, commit), CONFIG_FILE, "content"
    with _git(folder, commit, *arguments) as (printed, _):
        listed = printed.read(LONGEST_LIST)
        for line in listed.split(b"\0")[:-1]:
            facts, _, name = line.partition(b"\t")
            mode, kind, id_, size = facts.split()
            path = name.decode("utf-8", "surrogateescape")
            if kind == b"commit" or path == "content":
                message = f'at "{commit}" {printable(path)} is a link or another repository, which is not compared'
                raise HistoryError(message)
            if not size.isdigit():
                raise _why(commit)
            is_plain = path.isprintable() and not re.search(r"[\\:]|(^|/)(\.|/|$)", path)
            if mode.startswith(b"100") and is_plain and int(size) <= LARGEST_ATTACHMENT:
                files.append((path, id_, int(size)))
        if len(listed) == LONGEST_LIST or sum(size for _, _, size in files) > LARGEST_ARCHIVE:
            raise HistoryError(f'at "{commit}" the archive has more files, or larger ones, than can be compared')
    return files


@contextmanager
def _git(folder: Path, commit: str, *arguments: str, given: bytes = b"") -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """What git prints, and what it says of it; `commit` is for the message of the HistoryError that this raises."""
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    environment |= _ENVIRONMENT
    command = ["git", *_SETTINGS, "-C", str(folder), *arguments]
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
        asked.write(given)
        asked.seek(0)
        try:
            git = subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=said, env=environment)
        except OSError as error:
            raise HistoryError("git is not installed here, so there is no history to compare with") from error
        with git:
            assert git.stdout
            yield git.stdout, said
        if git.returncode:
            said.seek(0)
            raise _why(commit, said.read().decode(errors="replace"))


def _why(commit: str, said: str = "") -> HistoryError:
    """What went wrong, from what git says of it."""
    if "not a git repository" in said or "cannot use bare repository" in said:
        return HistoryError("the archive is not in a git repository, so there is no history to compare with")
    if owned := re.search(r"dubious ownership in repository at '(.*)'", said):
        command = f"git config --global --add safe.directory {shlex.quote(owned[1])}"
        return HistoryError(f"the repository is another user's of this computer; if you trust it, type: {command}")
    words = printable("".join(re.findall(r"fatal: (.*)", said)[:1]))
    message = f'git cannot read "{commit}"; if the history is damaged or not all here, clone the repository again'
    return HistoryError(f"{message} (git says: {words})" if words else message)
