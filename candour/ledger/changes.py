"""Two graphs -> what the first has and the second has lost or changed without saying so.

Pages and passages may not vanish. What a record says may not change unless a correction says so, but for what its types
call editorial and for spelling (docs/decisions/0019). Both sides are read by this candour, so that a change of its
format is no change.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from operator import attrgetter

from candour.graph.attendance import people_at
from candour.graph.graph import SiteGraph
from candour.ledger.entries import entry, unsaid
from candour.ledger.parts import Called, Part, is_same, kept, parts_of, shown
from candour.model import addresses
from candour.model.anchors import anchors_of, places_of
from candour.model.people import name_words, plain
from candour.model.places import Places
from candour.model.records import AnyRecord, Correction, Meeting, Person
from candour.model.values import Ref
from candour.problems import Problem, in_order

_Entry = Callable[[str, str, str], str]  # of what a part is called, said and says now


def compare(before: SiteGraph, now: SiteGraph, day: str = "…", mistaken: Collection[str] = ()) -> tuple[Problem, ...]:
    """A problem for everything that `before` published and that is gone, or was changed without saying so.

    `day` is the date of the corrections to paste; without it, it is left to be written like their reasons. `mistaken`
    are the files that have an error: nothing is said of their records, which may lack only what could not be read.
    """
    pairs = [*matched(before, now, mistaken)]
    known = {name for was, here in pairs for name in (was.name, here and here.name)}
    new = {record.name: record for record in now.records}
    added = [record for name, record in new.items() if name not in known]
    called, found = called_now(now), list[Problem]()
    withheld = {here.id: [*_withheld(was, here)] for was, here in pairs if isinstance(here, Meeting)}
    words = (word for people in withheld.values() for one in people for word in (*name_words(one.name), one.initials))
    to_paste = partial(entry, day=day, withheld={*re.findall(r"\w\w+", plain(" ".join(words)))})
    for was, here in pairs:
        if here is None:
            found.append(_page_gone(was, added, day))
        elif here.places.file not in mistaken and not (isinstance(was, Meeting) and was.facts.status == "scheduled"):
            # One that had not been held has nothing recorded yet.
            gone = dict(anchors_of(was)).keys() - dict(anchors_of(here)).keys()
            found += [_passage_gone(was.name, anchor, here) for anchor in gone]
            found += _changed_in_silence(was, here, called, to_paste, may_be_new=not gone)
    found += [problem for id, people in withheld.items() for problem in _still_named(people, id, now)]
    known |= {*new, *now.former, *(record.name for record, _ in now.removed)}
    found += [_page_gone(record, added, day) for record, _ in before.removed if record.name not in known]
    for name, to in before.former.items():
        if name not in known and (here := new.get(to) or new.get(now.former.get(to, ""))):
            message = f"{addresses.of_ref(Ref(name))} led to this record but no longer leads anywhere"
            hint = f"write {name} under moved_from: here, beside other former names"
            found.append(Problem("page-gone", here.places.span(("moved_from",)), message, hint))
    return in_order(found)


def matched(
    before: SiteGraph, now: SiteGraph, mistaken: Collection[str] = ()
) -> Iterator[tuple[AnyRecord, AnyRecord | None]]:
    """What was published, and what it is now, under whatever name; None when it is gone, and was not taken down.

    It is not gone if its file, that of its meeting, or a new one of its kind has an error, and may hold it.
    """
    new, taken_down = {record.name: record for record in now.records}, {record.name for record, _ in now.removed}
    own = {record.name: record.places.file for record in before.records}
    unsure = {*mistaken, *(_kind(file) for file in {*mistaken} - {*own.values()})}
    for name, record in zip(own, before.records, strict=True):
        name_now = now.former.get(name, name)
        here = new.get(name) or new.get(name_now)
        may_be_there = unsure & {own[name], own.get(name.partition("/")[0], ""), _kind(own[name])}
        if here or not (taken_down & {name, name_now} or may_be_there):
            yield record, here


def _kind(file: str) -> str:
    """The folder of all files of its kind."""
    return "/".join(file.split("/")[:2])


def called_now(graph: SiteGraph) -> Called:
    """What records and their passages are called in `graph`, whatever they were called before."""
    places = ((record.name, names) for record in graph.records for names, _ in places_of(record))
    renamed = {Ref(record, former): own for record, (own, *others) in places for former in others}
    removed = {record.name for record, _ in graph.removed}

    def called(ref: Ref) -> Ref | None:
        record = graph.former.get(ref.record, ref.record)
        return None if record in removed else Ref(record, renamed.get(Ref(record, ref.anchor), ref.anchor))

    return called


def _withheld(before: AnyRecord, now: Meeting) -> Iterator[Person]:
    """Who is in no list of people any more, if more names are withheld."""
    left = {one.name for _, one in people_at(now)}
    if isinstance(before, Meeting) and sum(now.facts.withheld.values()) > sum(before.facts.withheld.values()):
        yield from (one for _, one in people_at(before) if one.name not in left)


def _still_named(people: Sequence[Person], meeting: str, now: SiteGraph) -> Iterator[Problem]:
    """A warning for every line of the meeting and its reviews with a whole name that is withheld."""
    names = {one.name: " ".join(name_words(one.name)) for one in people}
    hint = "put other words in its place, or a number among votes, unless the name may be published here"
    for record in (now.meeting(meeting), *now.reviews_of_meeting[meeting]):
        for number, line in enumerate(record.places.lines, 1):
            for name, words in names.items():
                if words in " ".join(name_words(line)):
                    message = f'"{name}" is no longer in the list of people, but is still named here'
                    yield Problem("still-named", record.places.at(number), message, hint)


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
    new = [places for places in added if _kind(places.file) == _kind(old.file)]
    scored = [(SequenceMatcher(None, old.lines, p.lines, autojunk=False).ratio(), p.file) for p in new]
    best = max((score for score, _ in scored), default=0.0)
    files = [file for score, file in scored if score == best >= 0.5]
    return files[0] if len(files) == 1 else ""


def _changed_in_silence(
    before: AnyRecord, now: AnyRecord, called: Called, to_paste: _Entry, *, may_be_new: bool
) -> Iterator[Problem]:
    """Every part that changed in substance, unless corrections written since say so. A new one with an address may be
    one that is gone under another name, which is said first; so is an old one whose passage is gone."""
    (old, new), head = (one.facts.corrections for one in (before, now)), attrgetter("date", "about", "kind")
    reworded = {head(one) for one in old if one not in new}
    written = [(n, one) for n, one in enumerate(new) if one not in old and head(one) not in reworded]
    for was, part in paired(before, now, called):
        is_new = part and not was and not part.grows and (may_be_new or not part.has_address)
        if (was and part) or is_new or (was and not was.has_address):
            yield from _difference(was, part, now, written, to_paste)


def paired(before: AnyRecord, now: AnyRecord, called: Called) -> Iterator[tuple[Part | None, Part | None]]:
    """What each part said and says now, under whatever name; None where it is not recorded."""
    old = {part.names[0]: part for part in parts_of(before, called)}
    for part in parts_of(now, called):
        yield next((old.pop(name) for name in part.names if name in old), None), part
    yield from ((part, None) for part in old.values())


def _difference(
    was: Part | None, part: Part | None, now: AnyRecord, written: Sequence[tuple[int, Correction]], to_paste: _Entry
) -> Iterator[Problem]:
    """What one part says differently, unless corrections of it say so."""
    if was and part and part.names == ("corrections",):
        part = kept(was, part)  # without the new ones, which may be about this
    before, after = shown(was), shown(part)
    known = part or was
    if not known or before == after or (was and part and is_same(was, part)):
        return
    about = known.names[0]
    own = [(index, one) for index, one in written if one.is_about(about)]
    span, message = part.span if part else now.places.at(1), f'"{about}" was published, and now says something else'
    own_entry = to_paste(about, before, after)
    hint = f"say so under corrections: - {own_entry}; write the reason, and another kind if it "
    hint += "was no error of the archive: typing, late-change, or redaction without wrong"
    if own:
        if not (field := unsaid(before, after, [one for _, one in own])):
            return
        span = now.places.span(("corrections", own[-1][0], field))
        then = "was there before" if field == "wrong" else "is there now"
        message = f'the correction of "{about}" does not quote what {then}'
        hint = f"it can be: - {own_entry}"
    yield Problem("changed-in-silence", span, message, hint)
