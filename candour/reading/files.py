"""The archive's folder -> the files that records are read from, those published as they are, and the file system's
problems.

A file that no record can be read from is a problem. One that cannot be opened still counts as a record, so that nothing
else is blamed for its absence.
"""

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from candour.model.dates import named_after
from candour.model.records import Attachment
from candour.model.values import INVISIBLE, file_name_error, id_error, slug
from candour.problems import CONFIG_FILE, Problem, Reported, Span, did_you_mean, gathered, nearest
from candour.problems.drawing import printable

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
    """One that cannot be published is among them, so that whoever names it is not blamed as well."""
    root: tuple[Attachment, ...]
    own: Mapping[str, bytes]
    """The archive's templates and styles that replace candour's, by their paths."""


def package_folder(name: str) -> Path:
    """`templates` or `static`: inside the installed package, else beside it at the repository's root."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"candour's {name} folder is missing: install candour again")


def read_files(folder: Path) -> Reported[ArchiveFiles]:
    """`site_config.yaml` and all files of `content/`, `static/` and `templates/` below `folder`.

    Errors of the file system become problems. Nothing else is read, wherever links lead.
    """
    files: list[RecordFile] = []
    attachments: list[Attachment] = []
    for name in (*(yield from _config(folder)), *(yield from _paths(folder, "content"))):
        if name.startswith("content/files/"):
            attachments.append((yield from _as_it_is(folder, name, "content/files/", True)))
        else:
            is_plain = yield from _is_plain(folder / name, name)
            file = (yield from _record(folder / name, name)) if is_plain else gathered(identified(name))[0]
            files += [file] if file else []
    one = {file.kind: file for file in files}
    records = tuple(file for file in files if file.kind not in {"config", "people"})
    root: list[Attachment] = []
    for name in (yield from _paths(folder, "static/root")):
        root.append((yield from _as_it_is(folder, name, "static/root/", False)))
    own = yield from _own(folder)
    return ArchiveFiles(one.get("config"), one.get("people"), records, tuple(attachments), tuple(root), own)


def _own(folder: Path) -> Reported[dict[str, bytes]]:
    """What is in the archive's `templates/` and `static/`, where that is not candour's own folder."""
    own: dict[str, bytes] = {}
    for top in ("templates", "static"):
        ours = package_folder(top)
        if os.path.realpath(folder / top) == os.path.realpath(ours):
            continue
        known = {f"{top}/{path.relative_to(ours).as_posix()}" for path in ours.rglob("*.*") if path.is_file()}
        for name in (yield from _paths(folder, top)):
            if name in known:
                found, problems = gathered(_as_it_is(folder, name, "", False))
                contents, unread = gathered(read_contents(folder, () if problems else (found,)))
                own |= dict.fromkeys(() if unread else (name,), b"".join(contents))
                yield from (*problems, *unread)
            elif not f"{name}/".startswith("static/root/"):
                message = f"this file is not used: nothing in candour's {top}/ has this name, so it replaces nothing"
                hint = "give it the name of what it is to replace, or delete it"
                yield Problem("replaces-nothing", Span(name), message, did_you_mean(name, known, hint))
    return own


def read_contents(folder: Path, files: Iterable[Attachment]) -> Reported[list[bytes]]:
    """The bytes of files that are published as they are, but for those that have become unreadable since."""
    contents: list[bytes] = []
    for file in files:
        try:
            contents.append((folder / file.source).read_bytes())
        except OSError as error:
            yield _unreadable(file.source, error)
    return contents


def _config(folder: Path) -> Reported[list[str]]:
    if os.path.lexists(folder / CONFIG_FILE):
        return [CONFIG_FILE]
    message, hint = f"this file is not read, because its name is not {CONFIG_FILE}", f"rename it to {CONFIG_FILE}"
    for path in folder.iterdir():
        if path.stem.casefold() == "site_config":
            yield Problem("unexpected-file", Span(printable(path.name)), message, hint)
    return []


def _record(path: Path, name: str) -> Reported[RecordFile | None]:
    file = yield from identified(name)
    if file is None or not (yield from _check_name(file, path)):
        return file
    try:
        if (size := path.stat().st_size) <= LARGEST_RECORD:
            return replace(file, content=path.read_bytes())
        message = f"the file has {size:,} bytes, but a record may have only {LARGEST_RECORD:,}"
        hint = "put long texts into content/files/ as documents, and link to them"
        yield Problem("oversize", Span(name), message, hint)
    except OSError as error:
        yield _unreadable(name, error)
    return file


def _as_it_is(folder: Path, name: str, below: str, is_limited: bool) -> Reported[Attachment]:
    """A file that is published as it is. It is opened, but not read; of attachments, type and size are limited."""
    size, suffix = 0, Path(name).suffix
    if not (yield from _is_plain(folder / name, name)):
        pass
    elif is_limited and suffix.removeprefix(".").lower() not in ATTACHMENT_TYPES:
        message = f"files that end in {suffix} are not published"
        message = message if suffix else "the file's name has no ending that says its type, such as .pdf"
        yield Problem("attachment-type", Span(name), message, "use one of " + ", ".join(sorted(ATTACHMENT_TYPES)))
    else:
        try:
            with (folder / name).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
        except OSError as error:
            yield _unreadable(name, error)
    if is_limited and size > LARGEST_ATTACHMENT:
        message = f"the file is larger than {LARGEST_ATTACHMENT // 1_000_000} MB"
        yield Problem("oversize", Span(name), message, "link to where it is published instead")
    return Attachment(unicodedata.normalize("NFC", name.removeprefix(below)), name, size)


def _is_plain(path: Path, name: str) -> Reported[bool]:
    try:
        if stat.S_ISREG(path.lstat().st_mode):
            return True
        message = "this is only a link to a file somewhere else, or a device or a pipe"
        yield Problem("attachment-outside", Span(name), message, "put a copy of the file itself here, or delete it")
    except OSError as error:
        yield _unreadable(name, error)
    return False


# --- which files are there ----------------------------------------------------------------------------------------

_PASSED_OVER = re.compile(r"(?i)\.ds_store|\._.*|\.gitkeep|~\$.*|\.~lock\..*#|(?:eh)?thumbs\.db|desktop\.ini")
_SECRET = re.compile(r"(?i)\.(?:git|hg|svn|ssh|env)")


def _paths(folder: Path, top: str) -> Reported[list[str]]:
    """The paths of all files below `top`, in the order of their names. Links are among them, and not followed."""
    found: list[str] = []
    waiting = [top]
    for path in (top.partition("/")[0], top):
        if (folder / path).is_symlink():
            message = "this is a link to a folder somewhere else, and nothing outside the archive is published"
            yield Problem("attachment-outside", Span(path), message, "put a copy of the folder itself here")
            return []
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(folder / below) as entries:
                inside = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
        except OSError as error:
            if below != top or not isinstance(error, FileNotFoundError):
                yield _unreadable(below, error)
            continue
        for name in (yield from _wanted(sorted(inside), f"{below}/")):
            path = f"{below}/{name}"
            (waiting if inside[name] else found).append(path)
    return sorted({*found} - {"content/LICENSE", "content/README.md"})


def _wanted(names: Iterable[str], below: str) -> Reported[list[str]]:
    """Those of the names in the folder `below` that are not passed over; hidden files are, save in `static/root/`."""
    wanted: list[str] = []
    same: dict[str, str] = {}
    for name in names:
        span = Span(printable(below + name))
        is_hidden = name.startswith(".") and not below.startswith("static/root/")
        if is_hidden or _PASSED_OVER.fullmatch(name):
            continue
        if _SECRET.fullmatch(name):
            message = "this is not published, because it may hold what was deleted, or passwords"
            yield Problem("not-published", span, message, "move it out of static/root/")
        elif not name.isprintable() or INVISIBLE.search(name):
            message = "the file's name has invisible or unreadable characters"
            yield Problem("bad-id", span, message, "rename it, and type the new name by hand")
        else:
            wanted.append(name)
            other = same.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
            error = f'"{other}", in the same folder, has the same name for many computers' if other != name else ""
            if below.startswith(("content/files/", "static/root/")) and (error := error or file_name_error(name)):
                yield Problem("bad-id", span, error, "rename it, and write the new name where a record names it")
    return wanted


# --- what a file's path says --------------------------------------------------------------------------------------

_FOLDERS: dict[str, Kind] = {"meetings": "meeting", "reviews": "review", "projects": "project"}
"""The kind of the records in a folder below `content/`."""
PLACES = "put records into content/meetings/, content/reviews/<meeting>/ or content/projects/, "
PLACES += "and other files into content/files/"
NOT_READ = "this file is not read, because of its name or its folder"


def identified(name: str) -> Reported[RecordFile | None]:
    """The record that a file of this path holds, or was meant to hold, without its content."""
    if name == CONFIG_FILE:
        return RecordFile("config", name)
    if name == "content/people.yaml":
        return RecordFile("people", name)
    folder, *names, suffix = _parts(name)
    kind = _FOLDERS.get(_right_folder(folder), "review")
    if suffix.lower() in {"md", "yaml", "yml", "txt", "markdown"} and _right_folder(folder) != "files":
        return RecordFile(kind, name, _name(kind, names or [folder]))
    yield Problem("unexpected-file", Span(name), NOT_READ, PLACES)
    return None


def _parts(name: str) -> list[str]:
    stem, _, suffix = name.removeprefix("content/").rpartition(".")
    return [*stem.split("/"), suffix]


def _right_folder(name: str) -> str:
    return name if name in _FOLDERS else nearest(name, (*_FOLDERS, "files"))


def _misplaced(file: RecordFile, path: Path) -> Problem | None:
    """A record in a folder of a wrong name or too many folders, or whose file has a wrong ending."""
    folder, *names, suffix = _parts(file.path)
    right, span, hint = _right_folder(folder), Span(file.path), ""
    if names and right != folder:
        hint = f"rename it to {right}; if that is there already, move what is in this one there"
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
        endings = {ending, *([".md", ".yaml"] * is_own)}
        if original and any((at.parent / f"{original}{end}").exists() for end in endings):
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
    return Problem("unreadable-file", Span(printable(name)), message, hint)
