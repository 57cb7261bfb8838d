"""The archive's folder -> the files that records are read from, the attachments, and the file system's problems.

A file that no record can be read from is a problem. One that cannot be opened still counts as a record, so that nothing
else is blamed for its absence.
"""

import os
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from candour.model.records import Attachment
from candour.model.values import INVISIBLE, id_error, slug
from candour.problems import CONFIG_FILE, Problem, ProblemName, Reported, Span

LARGEST_RECORD = 200_000
"""Bytes. The longest real minutes that were tried have 60,000."""
ATTACHMENT_TYPES = frozenset("pdf csv txt json docx xlsx pptx odt ods odp png jpg jpeg".split())
LARGEST_ATTACHMENT = 50_000_000

Kind = Literal["config", "people", "meeting", "review", "project"]


@dataclass(frozen=True, slots=True)
class RecordFile:
    kind: Kind
    path: str
    """Relative to the archive's folder, with forward slashes."""
    name: str = ""
    """What references call the record."""
    content: bytes | None = None
    """None when it cannot be read or its name cannot be used; a problem says why."""


@dataclass(frozen=True, slots=True)
class ArchiveFiles:
    config: RecordFile | None
    people: RecordFile | None
    records: tuple[RecordFile, ...]
    attachments: tuple[Attachment, ...]


def read_files(folder: Path) -> Reported[ArchiveFiles]:
    """`site_config.yaml` and all files of `content/` below `folder`. Errors of the file system become problems."""
    found: list[RecordFile | Attachment | None] = []
    for path in (yield from _paths(folder)):
        found.append((yield from _file(path, path.relative_to(folder).as_posix())))
    files = [file for file in found if isinstance(file, RecordFile)]
    one = {file.kind: file for file in files}
    records = tuple(file for file in files if file.kind not in {"config", "people"})
    attachments = tuple(file for file in found if isinstance(file, Attachment))
    return ArchiveFiles(one.get("config"), one.get("people"), records, attachments)


def _paths(folder: Path) -> Reported[list[Path]]:
    """The configuration and all files of `content/`, in the order of their names; hidden files are passed over."""
    content, config = folder / "content", folder / CONFIG_FILE
    message, hint = f"this file is not read, because its name is not {CONFIG_FILE}", f"rename it to {CONFIG_FILE}"
    for path in folder.iterdir() if not config.exists() else ():
        if path.stem.casefold() == "site_config":
            yield Problem("unexpected-file", Span(path.name), message, hint)
    paths: list[Path] = []
    errors: list[OSError] = []
    for directory, folders, files in os.walk(content, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(directory) / name).is_symlink()]
        paths += [Path(directory) / name for name in (*files, *links) if not name.startswith(".")]
    for error in errors:
        if not isinstance(error, FileNotFoundError):
            yield _unreadable(Path(error.filename).relative_to(folder).as_posix(), error)
    paths = sorted(set(paths) - {content / "LICENSE", content / "README.md"}, key=Path.as_posix)
    return [config, *paths] if config.exists() else paths


def _file(path: Path, name: str) -> Reported[RecordFile | Attachment | None]:
    """What one file is; `name` is its path in the archive."""
    if not name.isprintable() or INVISIBLE.search(name):
        message = "the file's name has invisible or unreadable characters"
        yield Problem("bad-id", Span(_printable(name)), message, "rename it, and type the new name by hand")
    elif path.is_symlink() or not path.is_file():
        message = "this is a link to a file somewhere else, not the file itself"
        problem: ProblemName = "attachment-outside" if name.startswith("content/files/") else "unexpected-file"
        yield Problem(problem, Span(name), message, "put a copy of the file itself here")
    elif name.startswith("content/files/"):
        return (yield from _attachment(path, name))
    elif file := (yield from _identified(name)):
        message = f"the file has {{size:,}} bytes, but a record may have only {LARGEST_RECORD:,}"
        hint = "put long texts into content/files/ as documents, and link to them"
        is_named = yield from _check_name(file)
        content = (yield from _content(path, name, LARGEST_RECORD, message, hint)) if is_named else None
        return replace(file, content=content)
    return None


def _attachment(path: Path, name: str) -> Reported[Attachment | None]:
    if path.suffix.removeprefix(".").lower() not in ATTACHMENT_TYPES:
        message = f"files that end in {path.suffix} are not published"
        message = message if path.suffix else "the file's name has no ending that says its type, such as .pdf"
        yield Problem("attachment-type", Span(name), message, "use one of " + ", ".join(sorted(ATTACHMENT_TYPES)))
        return None
    message = f"the file is larger than {LARGEST_ATTACHMENT // 1_000_000} MB"
    content = yield from _content(path, name, LARGEST_ATTACHMENT, message, "link to where it is published instead")
    written = unicodedata.normalize("NFC", name.removeprefix("content/files/"))
    return Attachment(written, content) if content is not None else None


def _content(path: Path, name: str, largest: int, message: str, hint: str) -> Reported[bytes | None]:
    """The bytes of a file; None when there are more than `largest`, or the file cannot be read."""
    try:
        size = path.stat().st_size
        if size <= largest:
            return path.read_bytes()
        yield Problem("oversize", Span(name), message.format(size=size), hint)
    except OSError as error:
        yield _unreadable(name, error)
    return None


# --- what a file's path says --------------------------------------------------------------------------------------

_KINDS: dict[tuple[str, int], Kind] = {("meetings", 1): "meeting", ("reviews", 2): "review", ("projects", 1): "project"}
"""The kind of the records in a folder below `content/`, by the number of names that their paths have in it."""


def _identified(name: str) -> Reported[RecordFile | None]:
    """The record that a file of this path holds, without its content."""
    if name == CONFIG_FILE:
        return RecordFile("config", name)
    if name == "content/people.yaml":
        return RecordFile("people", name)
    stem, _, suffix = name.removeprefix("content/").rpartition(".")
    folder, *names = stem.split("/")
    kind = _KINDS.get((folder, len(names)))
    if kind and suffix in {"md", "yaml"}:
        return RecordFile(kind, name, f"project:{names[0]}" if kind == "project" else "/".join(names))
    if kind and suffix.lower() in {"md", "yaml", "yml", "txt", "markdown"}:
        hint = "rename it so that it ends in .md or .yaml, in lower-case letters"
    elif name.endswith(("~", ".bak", ".tmp", ".orig")):
        hint = "it looks like a copy that a program left behind: delete it"
    elif kind:
        hint = "put it into content/files/, or copy its text into a plain text file that ends in .md"
    else:
        hint = "put records into content/meetings/, content/reviews/<meeting>/ or content/projects/, "
        hint += "and other files into content/files/"
    message = "this file is not read, because of its name or its folder"
    yield Problem("unexpected-file", Span(name), message, hint)
    return None


def _check_name(file: RecordFile) -> Reported[bool]:
    """Whether the file's name can become a part of an address."""
    for part in file.path.rpartition(".")[0].split("/")[2:]:
        if message := id_error(part):
            better = slug(part)
            rename = f"rename it to {better}" if better and not id_error(better) else "choose another"
            hint = f"the name becomes part of the page's address: {rename}"
            yield Problem("bad-id", Span(file.path), message, hint)
            return False
    return True


def _unreadable(name: str, error: OSError) -> Problem:
    message = f"the file cannot be read: {(error.strerror or 'unknown reason').lower()}"
    hint = "check that you may open it and that no other program is using it"
    return Problem("unreadable-file", Span(_printable(name)), message, hint)


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() and not INVISIBLE.match(c) else "\N{REPLACEMENT CHARACTER}" for c in name)
