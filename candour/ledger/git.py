"""What git knows of the archive: the only module that runs git. It loads little: every build asks for its commit.

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

from candour.problems.drawing import printable

NOTHING = "0" * 40
"""What GitHub calls the commit before the first."""
LONGEST_LIST = 20_000_000
"""Bytes of the list of files, which is some 200,000 of them."""

_ENVIRONMENT = {
    "LC_ALL": "C",  # `why` knows what git says in English
    "GIT_ALLOW_PROTOCOL": "",  # what a partial clone lacks would be fetched by whatever its configuration names
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
}
_SETTINGS = ("-c", "safe.bareRepository=explicit", "-c", "core.warnAmbiguousRefs=true")
"""A repository among the records is not taken for theirs, and a name with two meanings is said to have them."""


class HistoryError(Exception):
    """The former commit cannot be read; the message says why, in plain words."""


def files_changed(commit: str, folder: Path) -> tuple[str, ...]:
    """The paths, from the archive's folder, of all files that the last commit has otherwise than `commit`; or than the
    one before it, where nothing was published. Raises HistoryError."""
    last = ("--root", "--no-commit-id", "--diff-merges=first-parent", "HEAD", "--")
    commits = last if commit == NOTHING else (resolved(folder, commit), "HEAD", "--")
    with git(folder, commit, "rev-parse", "--show-prefix") as (printed, _):
        own = printed.read().decode("utf-8", "surrogateescape").strip()
    with git(folder, commit, "diff-tree", "-r", "-z", "--name-only", "--no-renames", *commits) as (printed, _):
        names = printed.read(LONGEST_LIST).decode("utf-8", "surrogateescape").split("\0")[:-1]
    return tuple(name.removeprefix(own) for name in names)


def committed(folder: Path, path: str) -> bytes | None:
    """A file of the archive as the last commit has it; None where it has none. Raises HistoryError."""
    with git(folder, "HEAD", "cat-file", "--batch", given=f"HEAD:./{path}\n".encode()) as (printed, _):
        about, _, content = printed.read().partition(b"\n")
    return content[:-1] if b" blob " in about else None


def commit_of(folder: Path, name: str = "HEAD") -> str:
    """The commit of this name, else the one that `folder` is at; empty where there is none."""
    try:
        return resolved(folder, name)
    except (HistoryError, OSError):
        return ""


def resolved(folder: Path, name: str) -> str:
    if not name.isprintable():
        raise HistoryError("the name of a commit has no line breaks and no invisible characters")
    with git(folder, name, "cat-file", "--batch-check", given=name.encode()) as (printed, said):
        answer = printed.read()
        said.seek(0)
        if b" is ambiguous" in said.read() or answer.endswith(b" ambiguous\n"):
            raise HistoryError(f'"{name}" may be several commits here; write all 40 characters of the one you mean')
    found = re.fullmatch(rb"([0-9a-f]{40,64}) (\w+) [0-9]+\n", answer)
    if not found:
        raise HistoryError(f'git finds no commit "{name}" here; in a shallow clone, fetch the whole history first')
    if found[2] == b"tag":
        return resolved(folder, f"{found[1].decode()}^{{commit}}")
    if found[2] != b"commit":
        raise HistoryError(f'"{name}" is a file or a folder in the history, not a commit')
    return found[1].decode()


@contextmanager
def git(folder: Path, commit: str, *arguments: str, given: bytes = b"") -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """What git prints, and what it says of it; `commit` is for the message of the HistoryError that this raises."""
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    environment |= _ENVIRONMENT
    command = ["git", *_SETTINGS, "-C", str(folder), *arguments]
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
        asked.write(given)
        asked.seek(0)
        try:
            program = subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=said, env=environment)
        except OSError as error:
            raise HistoryError("git is not installed here, so there is no history to compare with") from error
        with program:
            assert program.stdout
            yield program.stdout, said
        if program.returncode:
            said.seek(0)
            raise why(commit, said.read().decode(errors="replace"))


def why(commit: str, said: str = "") -> HistoryError:
    """What went wrong, from what git says of it."""
    if "not a git repository" in said or "cannot use bare repository" in said:
        return HistoryError("the archive is not in a git repository, so there is no history to compare with")
    if owned := re.search(r"dubious ownership in repository at '(.*)'", said):
        command = f"git config --global --add safe.directory {shlex.quote(owned[1])}"
        return HistoryError(f"the repository is another user's of this computer; if you trust it, type: {command}")
    words = printable("".join(re.findall(r"fatal: (.*)", said)[:1]))
    message = f'git cannot read "{commit}"; if the history is damaged or not all here, clone the repository again'
    return HistoryError(f"{message} (git says: {words})" if words else message)
