"""The files of the finished site as values, and the manifest that names every one of them.

The manifest is published at the site's root, so that anyone can check a copy of the site, and so that the next build
knows which files in `output/` are ours:

    {"files": {"index.html": {"bytes": 812, "sha256": "…"}, …}, "index": {"pagefind/words.txt": {…}, …}, "indexed": "…"}

`index` are the files of the search index, apart because Pagefind may write other bytes for the same pages. `indexed` is
a fingerprint of what went into it, so that the next build can leave it alone.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, Field

from candour import __version__
from candour.site.folder import MANIFEST as MANIFEST

BUILD = "build.json"
"""Which commit the site was built from: the one file that may differ between two builds of equal records."""


@dataclass(frozen=True, slots=True)
class OutFile:
    path: str
    """Relative to the site's root, with forward slashes: `reviews/2023-02-08/knife-crime/index.html`."""
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def __post_init__(self) -> None:
        if "\\" in self.path or "\0" in self.path or not {"", ".", ".."}.isdisjoint(self.path.split("/")):
            raise ValueError(f"{self.path!r} is not a path inside the site")


@dataclass(frozen=True, slots=True)
class Written:
    """What is remembered of a file when its bytes are on the disk."""

    path: str
    size: int
    sha256: str


class _Entry(BaseModel, strict=True, extra="forbid"):
    bytes: int
    sha256: str = Field(min_length=64, max_length=64)


class _Manifest(BaseModel, strict=True, extra="forbid"):
    """Strict about the shape: another tool's manifest.json must not make its files look like ours."""

    files: dict[str, _Entry]
    index: dict[str, _Entry] | list[str]
    """Older manifests have its names only."""
    indexed: str = ""
    """Older manifests lack it."""


def manifest_of(files: Collection[OutFile | Written], index: Collection[Written] = (), indexed: str = "") -> bytes:
    """The manifest of these files and of those of the search index: the same bytes for the same site, in any order.

    Raises ValueError when two files want one path, or one wants the manifest's.
    """
    path, times = Counter((*(file.path for file in (*files, *index)), MANIFEST)).most_common(1)[0]
    if times > 1:
        raise ValueError(f"two files want the path {path!r}")
    return _json({"files": _entries(files), "index": _entries(index)} | ({"indexed": indexed} if indexed else {}))


def _entries(files: Iterable[OutFile | Written]) -> dict[str, dict[str, int | str]]:
    return {file.path: {"bytes": file.size, "sha256": file.sha256} for file in files}


def manifest_hash(manifest: bytes) -> str:
    """SHA-256 over the manifest's `files` but `build.json`: equal for equal records, whatever the commit."""
    files = {path: entry for path, entry in json.loads(manifest)["files"].items() if path != BUILD}
    return hashlib.sha256(_json(files)).hexdigest()


def build_file(manifest: bytes, commit: str, records: int) -> OutFile:
    """`build.json`: what the site was built from and by. `commit` is empty where there is no history."""
    facts = {"commit": commit, "engine": __version__, "manifest": manifest_hash(manifest), "records": records}
    return OutFile(BUILD, _json(facts))


def manifest_paths(manifest: bytes) -> frozenset[str]:
    """Every path the manifest answers for, its own included. Raises ValueError when it is not one of our manifests."""
    read = _Manifest.model_validate_json(manifest)
    return frozenset({*read.files, *read.index, MANIFEST})


def manifest_index(manifest: bytes) -> tuple[str, Mapping[str, str]]:
    """The fingerprint of what the search index was made from, and the SHA-256 of each of its files.

    Raises like `manifest_paths`.
    """
    read = _Manifest.model_validate_json(manifest)
    known = read.index if isinstance(read.index, dict) else {}
    return read.indexed, {path: entry.sha256 for path, entry in known.items()}


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"
