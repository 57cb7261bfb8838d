"""The archive's folder -> the files that records are read from, the attachments, and the file system's problems.

A file that no record can be read from is a problem. One that cannot be opened still counts as a record, so that nothing
else is blamed for its absence.
"""

import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from candour.model.dates import named_after
from candour.model.records import Attachment
from candour.model.values import INVISIBLE, id_error, slug
from candour.problems import CONFIG_FILE, Problem, ProblemName, Reported, Span, nearest

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

    @property
    def is_placed(self) -> bool:
        """Whether it is in a folder of its kind; a review is in that of its meeting."""
        return self.kind != "review" or "/" in self.name


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
        is_named = yield from _check_name(file, path)
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

_FOLDERS: dict[str, Kind] = {"meetings": "meeting", "reviews": "review", "projects": "project"}
"""The kind of the records in a folder below `content/`."""
PLACES = "put records into content/meetings/, content/reviews/<meeting>/ or content/projects/, "
PLACES += "and other files into content/files/"
NOT_READ = "this file is not read, because of its name or its folder"


def _identified(name: str) -> Reported[RecordFile | None]:
    """The record that a file of this path holds, or was meant to hold, without its content."""
    if name == CONFIG_FILE:
        return RecordFile("config", name)
    if name == "content/people.yaml":
        return RecordFile("people", name)
    folder, *names, suffix = _parts(name)
    kind = _FOLDERS.get(_right_folder(folder), "review")
    if suffix.lower() in {"md", "yaml", "yml", "txt", "markdown"} and _right_folder(folder) != "files":
        return RecordFile(kind, name, _name(kind, names or [folder]))
    hint = PLACES
    if name.endswith(("~", ".bak", ".tmp", ".orig")):
        hint = "it looks like a copy that a program left behind: delete it"
    elif names and folder in _FOLDERS:
        hint = "put it into content/files/, or copy its text into a plain text file that ends in .md"
    yield Problem("unexpected-file", Span(name), NOT_READ, hint)
    return None


def _parts(name: str) -> list[str]:
    """The folders below `content/`, the file's name, and its ending."""
    stem, _, suffix = name.removeprefix("content/").rpartition(".")
    return [*stem.split("/"), suffix]


def _right_folder(name: str) -> str:
    return name if name in _FOLDERS else nearest(name, (*_FOLDERS, "files"))


def _misplaced(file: RecordFile, path: Path) -> Problem | None:
    """A record in a folder of a wrong name or too many folders, or whose file has a wrong ending."""
    folder, *names, suffix = _parts(file.path)
    right, span, hint = _right_folder(folder), Span(file.path), ""
    if names and right != folder:
        is_there = right in {other.name for other in path.parents[len(names)].iterdir()}
        hint = f"move what is in it to content/{right}" if is_there else f"rename it to {right}"
        message, span = "no record in this folder is read, because of its name", Span(f"content/{folder}")
        return Problem("unexpected-file", span, message, hint if right else PLACES)
    if suffix not in {"md", "yaml"}:
        hint = "rename it so that it ends in .md or .yaml, in lower-case letters"
    elif len(names) > (2 if file.kind == "review" else 1):
        hint = f"move it to content/{right}/{file.name.removeprefix('project:')}.{suffix}"
    return Problem("unexpected-file", span, NOT_READ, hint) if hint else None


def _name(kind: Kind, names: Sequence[str]) -> str:
    """What references call a record below folders of these names, once wrong ones among them are put right."""
    *folders, own = names
    dated = [folder for folder in folders if re.match("[0-9]{4}-", folder)]
    meeting = _right(dated[-1] if dated else folders[-1], True) if folders and kind == "review" else ""
    own = _right(own, kind == "meeting")
    return f"project:{own}" if kind == "project" else f"{meeting}/{own}" if meeting else own


def _right(part: str, is_meeting: bool) -> str:
    """The name that a file or folder should have; empty when it says none."""
    text = _original(part, by_number=False) or part
    better = (named_after(text) if is_meeting else "") or slug(text)
    return part if not id_error(part) else "" if id_error(better) else better


_COPY = re.compile(r"(?i)copy[ -]of[ -](.+)|(.+?)[ _-]*(?:\([0-9]+\)|[ _-]copy[ _-]*[0-9()]*|\(copy\))|(.+) [0-9]+")
"""Names that programs give to copies of a file; each has the original's in one of its groups."""


def _original(name: str, by_number: bool = True) -> str:
    found = _COPY.fullmatch(name)
    return "".join(filter(None, found.groups()[: 3 if by_number else 2])) if found else ""


def _check_name(file: RecordFile, path: Path) -> Reported[bool]:
    """Whether the names of the file and its folder can become parts of an address, and are not those of copies."""
    if file.kind in {"config", "people"}:
        return True
    if problem := _misplaced(file, path):
        yield problem
        return False
    names = file.path.rpartition(".")[0].split("/")[2:]
    for number, part in enumerate(names, 1):
        is_own = number == len(names)
        at, ending = (path, path.suffix) if is_own else (path.parent, "")
        span = Span(file.path if is_own else file.path.rpartition("/")[0])
        is_meeting = file.kind == "meeting" or not is_own
        original, better = _original(part), _right(part, is_meeting)
        if original and any(
            (at.parent / f"{original}{end}").exists() for end in {ending, *([".md", ".yaml"] * is_own)}
        ):
            hint = "delete it, or give it its own name"
            yield Problem("unexpected-file", span, f"this looks like a copy of {original}", hint)
            return False
        if message := id_error(part):
            is_free = better and not (at.parent / f"{better}{ending}").exists()
            hint = f"rename it to {better}{ending}" if is_free else "choose another"
            if is_meeting and named_after(better) and not part.startswith(better[:10]):
                message = f'"{part}" is the day of a meeting, but not written as year, month and day with hyphens'
                yield Problem("bad-date", span, message, hint if is_free else f"{better} is there already: delete one")
            else:
                yield Problem("bad-id", span, message, f"the name becomes part of the page's address: {hint}")
            return False
    return True


def _unreadable(name: str, error: OSError) -> Problem:
    message = f"the file cannot be read: {(error.strerror or 'unknown reason').lower()}"
    hint = "check that you may open it and that no other program is using it"
    return Problem("unreadable-file", Span(_printable(name)), message, hint)


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() and not INVISIBLE.match(c) else "\N{REPLACEMENT CHARACTER}" for c in name)
