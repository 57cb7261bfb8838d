"""What a former commit published, held against what is here: nothing published may vanish in silence.

History is git's. There is no ledger file to forget: the records at the former commit are read again, and every page and
passage they had must still be there, or be said to have moved (`moved_from`) or to have been removed (`removed`).
"""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path

from candour import urls
from candour.link import SiteGraph, link
from candour.places import Places
from candour.problems import Problem
from candour.read import read_archive
from candour.references import anchors_of
from candour.validate import validate
from candour.values import Ref


class NoHistory(Exception):
    """The former commit cannot be read; the message says why, in plain words."""


def published_at(folder: Path, commit: str) -> SiteGraph | None:
    """The archive in `folder` as git's `commit` has it. None when that had none. Raises NoHistory.

    A commit of zeros is what GitHub names before the first one.
    """
    if not commit.strip("0"):
        return None
    packed = _git(folder, "archive", "--format=tar", commit)
    with tempfile.TemporaryDirectory() as name:
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(name, filter="data")
        validated = validate(read_archive(Path(name)))
    return link(validated.archive, validated.config).graph if validated.config else None


def commit_of(folder: Path) -> str:
    """The commit that `folder` is at; empty where there is none."""
    try:
        return _git(folder, "rev-parse", "HEAD").decode().strip()
    except NoHistory:
        return ""


def compare(before: SiteGraph, now: SiteGraph) -> tuple[Problem, ...]:
    """A problem for each page and each passage that was published and is gone without a word."""
    here = _published(now)
    removed = {record.name for record, _ in now.removed}
    moved = now.former
    problems: list[Problem] = []
    for name, anchors in _published(before).items():
        if name in removed:
            continue
        target = name if name in here else moved.get(name, "")
        if target not in here:
            problems.append(_page_gone(name, before, now))
            continue
        for anchor in sorted(anchors - here[target]):
            problems.append(_passage_gone(name, target, anchor, now))
    return tuple(problems)


def _published(graph: SiteGraph) -> Mapping[str, frozenset[str]]:
    """Every record's name and the anchors of its own page, former ones included."""
    return {record.name: frozenset(anchor.name for anchor in anchors_of(record)) for record in graph.records}


def _page_gone(name: str, before: SiteGraph, now: SiteGraph) -> Problem:
    address = urls.of_ref(Ref(name))
    near = _renamed_to(name, before, now)
    hint = (
        f"if it is now {near}, write moved_from: {name} there; "
        if near
        else f"if it was renamed, write moved_from: {name} in the new file; "
    ) + "if it is to go, put the file back with removed: {date: …, why: …}"
    places = _places(before)[name]
    return Problem("page-gone", Places(places.file).whole(), f"{address} was published and is gone", hint)


def _passage_gone(name: str, target: str, anchor: str, now: SiteGraph) -> Problem:
    address = f"{urls.of_ref(Ref(name))}#{anchor}"
    former = anchor.partition("-")[2]
    hint = (
        f"give it its old id back, or add the old one to the new tag, as in {{#new #{former}}}"
        if anchor.startswith("q-")
        else f"give it its old name back ({anchor}), or keep the old one as a former name"
    )
    return Problem("passage-gone", _places(now)[target].whole(), f"{address} was published and is gone", hint)


def _places(graph: SiteGraph) -> Mapping[str, Places]:
    return {record.name: record.places for record in graph.records}


def _renamed_to(name: str, before: SiteGraph, now: SiteGraph) -> str:
    """The file that is new and most like the one that is gone; empty when none is."""
    old, known = _places(before)[name], _places(before)
    folder = Path(old.file).parts[:2]
    new = [p for n, p in _places(now).items() if n not in known and Path(p.file).parts[:2] == folder]
    scored = [(SequenceMatcher(None, old.lines, p.lines, autojunk=False).ratio(), p.file) for p in new]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= 0.5 else ""


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise NoHistory("git is not installed here, so there is no history to compare with") from error
    if done.returncode == 0:
        return done.stdout
    told = done.stderr.decode(errors="replace")
    if "not a git repository" in told:
        raise NoHistory("the archive is not in a git repository, so there is no history to compare with")
    raise NoHistory(f'git knows no commit "{arguments[-1]}" here; in a shallow clone fetch the whole history first')
