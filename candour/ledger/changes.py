"""Two graphs -> what the first has and the second has lost or changed without saying so.

Pages and passages may not vanish. What a record says may not change unless a correction says so, but for what its types
call editorial and for spelling (docs/decisions/0019). Both sides are read by this candour, so that a change of its
format is no change.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

from candour.graph.graph import SiteGraph
from candour.ledger.entries import entry, is_about, unsaid
from candour.ledger.parts import Called, Part, is_same, kept, parts_of, shown
from candour.model import addresses
from candour.model.anchors import anchors_of, places_of
from candour.model.places import Places
from candour.model.records import AnyRecord, Correction, Meeting
from candour.model.values import Ref
from candour.problems import Problem, in_order


def compare(before: SiteGraph, now: SiteGraph, day: str = "…") -> tuple[Problem, ...]:
    """A problem for everything that `before` published and that is gone, or was changed without saying so.

    `day` is the date of the corrections to paste; without it, it is left to be written like their reasons.
    """
    old, new = ({record.name: record for record in graph.records} for graph in (before, now))
    added = [record for name, record in new.items() if name not in old]
    removed = {record.name for record, _ in now.removed}
    called = called_now(now)
    found: list[Problem] = []
    for name in old.keys() - removed:
        if here := new.get(name) or new.get(now.former.get(name, "")):
            gone = dict(anchors_of(old[name])).keys() - dict(anchors_of(here)).keys()
            found += [_passage_gone(name, anchor, here) for anchor in gone]
            found += _changed_in_silence(old[name], here, called, day, may_be_new=not gone)
        else:
            found.append(_page_gone(old[name], added, day))
    known = {*old, *new, *removed, *now.former}
    found += [_page_gone(record, added, day) for record, _ in before.removed if record.name not in known]
    for name, to in before.former.items():
        if name not in known and (here := new.get(to) or new.get(now.former.get(to, ""))):
            message = f"{addresses.of_ref(Ref(name))} led to this record but no longer leads anywhere"
            hint = f"write {name} under moved_from: here, beside other former names"
            found.append(Problem("page-gone", here.places.span(("moved_from",)), message, hint))
    return in_order(found)


def called_now(graph: SiteGraph) -> Called:
    """What records and their passages are called in `graph`, whatever they were called before."""
    places = ((record.name, names) for record in graph.records for names, _ in places_of(record))
    renamed = {Ref(record, former): own for record, (own, *others) in places for former in others}
    return partial(_called, graph.former, renamed, frozenset(record.name for record, _ in graph.removed))


def _called(records: Mapping[str, str], places: Mapping[Ref, str], removed: frozenset[str], ref: Ref) -> Ref | None:
    record = records.get(ref.record, ref.record)
    return None if record in removed else Ref(record, places.get(Ref(record, ref.anchor), ref.anchor))


def _page_gone(record: AnyRecord, added: Sequence[AnyRecord], day: str) -> Problem:
    near = _most_like(record.places, [other.places for other in added])
    renamed, where = (f"is now {near}", "there") if near else ("was renamed", "in the new file")
    hint = f"if it {renamed}, write moved_from: {record.name} {where}"
    hint += f"; if you want to take it down, put the file back and write removed: {{date: {day}, why: …}}"
    message = f"{addresses.of_ref(Ref(record.name))} was published but is no longer there"
    return Problem("page-gone", Places(record.places.file).whole(), message, hint)


def _passage_gone(name: str, anchor: str, now: AnyRecord) -> Problem:
    hint = f"give it its old name back ({anchor}), or keep that as a former name"
    if anchor.startswith("q-"):
        hint = f"give it its old name back, or add that to the new tag, as in {{#new #{anchor[2:]}}}"
    message = f"{addresses.of_ref(Ref(name, anchor))} was published but is no longer there"
    return Problem("passage-gone", now.places.whole(), message, hint)


def _most_like(old: Places, added: Sequence[Places]) -> str:
    """The new file of the same kind that is most like the one that is gone; empty when none is, or two are."""
    kind = Path(old.file).parts[:2]
    new = [places for places in added if Path(places.file).parts[:2] == kind]
    scored = [(SequenceMatcher(None, old.lines, p.lines, autojunk=False).ratio(), p.file) for p in new]
    best = max((score for score, _ in scored), default=0.0)
    files = [file for score, file in scored if score == best >= 0.5]
    return files[0] if len(files) == 1 else ""


def _changed_in_silence(
    before: AnyRecord, now: AnyRecord, called: Called, day: str, *, may_be_new: bool
) -> Iterator[Problem]:
    """Every part that changed in substance, unless corrections written since say so. A new one with an address may be
    one that is gone under another name, which is said first."""
    if isinstance(before, Meeting) and before.facts.status == "scheduled":
        return  # nothing had been recorded yet
    old, new = {p.names[0]: p for p in parts_of(before, called)}, list(parts_of(now, called))
    written = [(n, one) for n, one in enumerate(now.facts.corrections) if one not in before.facts.corrections]
    for part in new:
        was = next((old.pop(name) for name in part.names if name in old), None)
        if was or (not part.grows and (may_be_new or not part.has_address)):
            yield from _difference(was, part, now, written, day)
    for part in old.values():
        if not part.has_address:  # else its passage is gone
            yield from _difference(part, None, now, written, day)


def _difference(
    was: Part | None, part: Part | None, now: AnyRecord, written: Sequence[tuple[int, Correction]], day: str
) -> Iterator[Problem]:
    """What one part says differently, unless corrections of it say so."""
    if was and part and part.names == ("corrections",):
        part = kept(was, part)  # without the new ones, which may be about this
    before, after = shown(was), shown(part)
    known = part or was
    if not known or before == after or (was and part and is_same(was, part)):
        return
    about = known.names[0]
    own = [(index, one) for index, one in written if is_about(one, about)]
    span, message = part.span if part else now.places.at(1), f'"{about}" was published, and now says something else'
    hint = f"say so under corrections: - {entry(about, before, after, day)}; write the reason, and another kind if it "
    hint += "was no error of the archive: typing, late-change, or redaction without wrong"
    if own:
        if not (field := unsaid(before, after, [one for _, one in own])):
            return
        span = now.places.span(("corrections", own[-1][0], field))
        then = "was there before" if field == "wrong" else "is there now"
        message = f'the correction of "{about}" does not quote what {then}'
        hint = f"it can be: - {entry(about, before, after, day)}"
    yield Problem("changed-in-silence", span, message, hint)
