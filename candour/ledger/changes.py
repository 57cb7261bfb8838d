"""Two graphs -> what the first has and the second has lost or changed without saying so.

Pages and passages may not vanish; outcomes, decisions, requests, answers, attendance and exchanges may not change
unless a correction says so. Both sides are read by this candour, so that a change of its format is no change.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from candour.graph.attendance import ATTENDANCE
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.anchors import anchors_of
from candour.model.places import Places
from candour.model.records import AnyRecord, Exchange, Project, Review
from candour.model.values import Prose, Ref
from candour.problems import Problem, in_order


def compare(before: SiteGraph, now: SiteGraph) -> tuple[Problem, ...]:
    """A problem for everything that `before` published and that is gone, or was changed without saying so."""
    old, new = ({record.name: record for record in graph.records} for graph in (before, now))
    added = [record for name, record in new.items() if name not in old]
    removed = {record.name for record, _ in now.removed}
    found: list[Problem] = []
    for name in old.keys() - removed:
        if here := new.get(name) or new.get(now.former.get(name, "")):
            gone = dict(anchors_of(old[name])).keys() - dict(anchors_of(here)).keys()
            found += [_passage_gone(name, anchor, here) for anchor in gone]
            found += _changed_in_silence(old[name], here)
        else:
            found.append(_page_gone(old[name], added))
    return in_order(found)


# --- what is gone -------------------------------------------------------------------------------------------------


def _page_gone(record: AnyRecord, added: Sequence[AnyRecord]) -> Problem:
    near = _most_like(record.places, [other.places for other in added])
    renamed, where = (f"is now {near}", "there") if near else ("was renamed", "in the new file")
    hint = f"if it {renamed}, write moved_from: {record.name} {where}"
    hint += "; if you want to take it down, put the file back and write removed: {date: …, why: …}"
    message = f"{addresses.of_ref(Ref(record.name))} was published but is no longer there"
    return Problem("page-gone", Places(record.places.file).whole(), message, hint)


def _passage_gone(name: str, anchor: str, now: AnyRecord) -> Problem:
    hint = f"give it its old name back ({anchor}), or keep that as a former name"
    if anchor.startswith("q-"):
        hint = f"give it its old name back, or add that to the new tag, as in {{#new #{anchor[2:]}}}"
    message = f"{addresses.of_ref(Ref(name, anchor))} was published but is no longer there"
    return Problem("passage-gone", now.places.whole(), message, hint)


def _most_like(old: Places, added: Sequence[Places]) -> str:
    """The new file of the same kind that is most like the one that is gone; empty when none is."""
    kind = Path(old.file).parts[:2]
    new = [places for places in added if Path(places.file).parts[:2] == kind]
    scored = [(SequenceMatcher(None, old.lines, p.lines, autojunk=False).ratio(), p.file) for p in new]
    score, file = max(scored, default=(0.0, ""))
    return file if score >= 0.5 else ""


# --- what says something else -------------------------------------------------------------------------------------


def _changed_in_silence(before: AnyRecord, now: AnyRecord) -> Iterator[Problem]:
    """What changed in a record's substance, unless a correction was written since."""
    known = [_plain(correction) for correction in before.facts.corrections]
    if any(_plain(correction) not in known for correction in now.facts.corrections):
        return
    old = _substance(before)
    for about, (field, value) in _substance(now).items():
        was = old[about][1]
        if was != value:
            wrong, right = _difference(was, value)
            entry = f"{{date: …, about: {about}, kind: error, wrong: {wrong}, right: {right}, why: …}}"
            message = f"{about} was published, and now says something else"
            hint = f"say so under corrections: - {entry}; if only a typing error was corrected, write kind: typing"
            yield Problem("changed-in-silence", now.places.span((field,), of_key=True), message, hint)


def _substance(record: AnyRecord) -> Mapping[str, tuple[str, Any]]:
    """What may not change in silence, in a maintainer's words -> the field where it is written, and its plain value."""
    if isinstance(record, Project):
        return {}
    entries = {"a request": "requests", "an answer": "answers", "a further decision": "decisions"}
    found = {about: (field, _plain(tuple(getattr(record.facts, field).values()))) for about, field in entries.items()}
    if isinstance(record, Review):
        decision = tuple(part for section in record.sections if section.id == "decision" for part in section.parts)
        exchanges = tuple(exchange for section in record.sections for exchange in section.exchanges)
        found["the outcome"] = ("outcome", record.facts.outcome)
        found["the decision"] = ("outcome", _plain(decision))
        found["an exchange"] = ("discussed", _plain(exchanges))
    else:
        found |= {f"the attendance ({field})": (field, _plain(getattr(record.facts, field))) for field in ATTENDANCE}
    return found


_NAMES = frozenset({"formerly", "project", "same_as", "passage"})
"""Fields that say what other things are called."""


def _plain(value: Any) -> Any:
    """Words and structure only: not where they are, how they were written, or what other records are called."""
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
    old_words, new_words = old.split(), new.split()
    blocks = SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes()
    a, b, c, d = next((spans for tag, *spans in blocks if tag != "equal"), (0, 0, 0, 0))
    return _quoted(old_words[a:b]), _quoted(new_words[c:d])


def _quoted(words: Sequence[str]) -> str:
    return json.dumps(" ".join(words).strip('",[]{}')[:80], ensure_ascii=False)
