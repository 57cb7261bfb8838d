"""What a former commit published, held against what is here: nothing published may vanish in silence.

History is git's. There is no ledger file to forget: the records at the former commit are read again, and every page and
passage they had must still be there, or be said to have moved (`moved_from`) or to have been removed (`removed`).
"""

import io
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from candour.graph.check import check_archive
from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.anchors import anchors_of
from candour.model.places import Places
from candour.model.records import AnyRecord, Exchange, Project, Review, ReviewFacts
from candour.model.values import Prose, Ref
from candour.problems import Problem


class HistoryError(Exception):
    """The former commit cannot be read; the message says why, in plain words."""


def published_at(folder: Path, commit: str) -> SiteGraph | None:
    """The archive in `folder` as git's `commit` has it. None when that had none. Raises HistoryError.

    A commit of zeros is what GitHub names before the first one.
    """
    if not commit.strip("0"):
        return None
    packed = _git(folder, "archive", "--format=tar", commit)
    with tempfile.TemporaryDirectory() as name:
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(name, filter="data")
        return check_archive(Path(name)).graph


def changed_since(commit: str, folder: Path, now: SiteGraph | None) -> tuple[Problem, ...]:
    """What `commit` published and is gone or changed without a word. None without a commit. Raises HistoryError."""
    before = published_at(folder, commit) if commit and now else None
    return compare(before, now) if before and now else ()


def commit_of(folder: Path) -> str:
    """The commit that `folder` is at; empty where there is none."""
    try:
        return _git(folder, "rev-parse", "HEAD").decode().strip()
    except HistoryError:
        return ""


def compare(before: SiteGraph, now: SiteGraph) -> tuple[Problem, ...]:
    """A problem for all that was published and is gone, or says something else, without a word.

    Pages and passages may not vanish; outcomes, decisions, requests, answers, attendance and exchanges may not change
    unless a correction says so. Both sides are read by this candour, so that a change of its format is no change.
    """
    here, old, new = _published(now), _records(before), _records(now)
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
        problems += _changed_in_silence(old[name], new[target])
    return tuple(problems)


# --- what is gone -------------------------------------------------------------------------------------------------


def _published(graph: SiteGraph) -> Mapping[str, frozenset[str]]:
    """Every record's name and the anchors of its own page, former ones included."""
    return {record.name: frozenset(anchor.name for anchor in anchors_of(record)) for record in graph.records}


def _page_gone(name: str, before: SiteGraph, now: SiteGraph) -> Problem:
    address = addresses.of_ref(Ref(name))
    near = _renamed_to(name, before, now)
    hint = (
        f"if it is now {near}, write moved_from: {name} there; "
        if near
        else f"if it was renamed, write moved_from: {name} in the new file; "
    ) + "if it is to go, put the file back with removed: {date: …, why: …}"
    file = _records(before)[name].places.file
    return Problem("page-gone", Places(file).whole(), f"{address} was published and is gone", hint)


def _passage_gone(name: str, target: str, anchor: str, now: SiteGraph) -> Problem:
    address = f"{addresses.of_ref(Ref(name))}#{anchor}"
    former = anchor.partition("-")[2]
    hint = (
        f"give it its old id back, or add the old one to the new tag, as in {{#new #{former}}}"
        if anchor.startswith("q-")
        else f"give it its old name back ({anchor}), or keep the old one as a former name"
    )
    return Problem("passage-gone", _records(now)[target].places.whole(), f"{address} was published and is gone", hint)


def _records(graph: SiteGraph) -> Mapping[str, AnyRecord]:
    return {record.name: record for record in graph.records}


def _renamed_to(name: str, before: SiteGraph, now: SiteGraph) -> str:
    """The file that is new and most like the one that is gone; empty when none is."""
    known = _records(before)
    old = known[name].places
    folder = Path(old.file).parts[:2]
    new = [r.places for n, r in _records(now).items() if n not in known and Path(r.places.file).parts[:2] == folder]
    scored = [(SequenceMatcher(None, old.lines, p.lines, autojunk=False).ratio(), p.file) for p in new]
    best = max(scored, default=(0.0, ""))
    return best[1] if best[0] >= 0.5 else ""


# --- what says something else -------------------------------------------------------------------------------------


def _changed_in_silence(before: AnyRecord, now: AnyRecord) -> Iterator[Problem]:
    """What of a record's substance changed, unless a correction was written since."""
    known = [_plain(correction) for correction in before.facts.corrections]
    if any(_plain(correction) not in known for correction in now.facts.corrections):
        return
    old, new = _substance(before), _substance(now)
    for part, (field, value) in new.items():
        if old[part][1] != value:
            wrong, right = _difference(old[part][1], value)
            entry = f"{{date: …, about: {part}, kind: error, wrong: {wrong}, right: {right}, why: …}}"
            message = f"{part} was published as something else"
            hint = f"say so under corrections: - {entry}; kind: typing is for slips that change no meaning"
            yield Problem("changed-in-silence", now.places.span((field,), of_key=True), message, hint)


def _substance(record: AnyRecord) -> Mapping[str, tuple[str, Any]]:
    """What may not change in silence: in a maintainer's words, the field where it stands, and its plain value."""
    if isinstance(record, Project):
        return {}
    facts = record.facts
    told: dict[str, tuple[str, Any]] = {
        "a request": ("requests", _plain(tuple(facts.requests.values()))),
        "an answer": ("answers", _plain(tuple(facts.answers.values()))),
        "a further decision": ("decisions", _plain(tuple(facts.decisions.values()))),
    }
    if isinstance(facts, ReviewFacts) and isinstance(record, Review):
        told["the outcome"] = ("outcome", facts.outcome)
        decision = [part for section in record.sections if section.id == "decision" for part in section.parts]
        told["the decision"] = ("outcome", _plain(tuple(decision)))
        told["an exchange"] = ("discussed", _plain(tuple(e for s in record.sections for e in s.exchanges)))
    else:
        for field in ("present", "apologies", "absent", "observing"):
            told[f"the attendance ({field})"] = (field, _plain(getattr(facts, field)))
    return told


_NAMES = frozenset({"formerly", "project", "same_as", "passage"})


def _plain(value: Any) -> Any:
    """Words and structure only: not where they stand, how they were written, or what other records are called."""
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields if name not in _NAMES}
    if isinstance(value, Prose):
        return value.text
    if isinstance(value, Exchange):
        return [_plain(turn.prose) for turn in value.turns]
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return str(value)


def _difference(before: Any, now: Any) -> tuple[str, str]:
    """The first words that differ, as YAML texts to paste."""
    old, new = json.dumps(before, ensure_ascii=False), json.dumps(now, ensure_ascii=False)
    if isinstance(before, str) and isinstance(now, str):
        return old, new
    blocks = SequenceMatcher(None, old.split(), new.split(), autojunk=False).get_opcodes()
    changed = next(((a, b, c, d) for tag, a, b, c, d in blocks if tag != "equal"), (0, 0, 0, 0))
    first, second = " ".join(old.split()[changed[0] : changed[1]]), " ".join(new.split()[changed[2] : changed[3]])
    return _quoted(first), _quoted(second)


def _quoted(text: str) -> str:
    return json.dumps(text.strip('",[]{}')[:80], ensure_ascii=False)


# --- git ----------------------------------------------------------------------------------------------------------


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise HistoryError("git is not installed here, so there is no history to compare with") from error
    if done.returncode == 0:
        return done.stdout
    told = done.stderr.decode(errors="replace")
    if "not a git repository" in told:
        raise HistoryError("the archive is not in a git repository, so there is no history to compare with")
    raise HistoryError(f'git knows no commit "{arguments[-1]}" here; in a shallow clone fetch the whole history first')
