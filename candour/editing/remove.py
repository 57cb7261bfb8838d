"""A record is taken down: its text goes, and what is left says when and why; nothing leads to what is gone."""

from collections import defaultdict
from collections.abc import Sequence

from candour.editing import RefusedError
from candour.editing.changes import Change, Opened
from candour.editing.mentions import Mention, mentions_of
from candour.editing.texts import Edit, edited, last_line
from candour.graph.register import former_names
from candour.model.records import AnyRecord, Meeting
from candour.problems import nearest
from candour.reading.records import OF_A_TOMBSTONE


def record_called(name: str, archive: Opened) -> AnyRecord:
    """Raises RefusedError where there is no such record, or it cannot be taken down."""
    record = archive.record(name) or archive.record(former_names(archive.archive.records).get(name, ""))
    if record is None:
        known = {one.name for one in archive.archive.records}
        near = f"project:{name}" if f"project:{name}" in known else nearest(name, known)
        meant = f"did you mean {near}?" if near else "write 2024-03-12, 2024-03-12/bench or project:bench"
        raise RefusedError(f'there is no record "{name}": {meant}')
    if record.facts.removed:
        raise RefusedError(f"{record.name} was removed already, according to {record.places.file}")
    return record


def removed(record: AnyRecord, why: str, archive: Opened, day: str) -> tuple[Sequence[Change], Sequence[Mention]]:
    """With what names the record, or led into its text; that leads to the page which says why it is gone now.

    A meeting takes its reviews along.
    """
    of_meeting = [one for one in archive.archive.reviews if isinstance(record, Meeting) and one.meeting == record.id]
    gone = {record.name, *(one.name for one in of_meeting)}
    others = (one for one in archive.archive.records if one.name not in gone)
    found = [mention for one in others for mention in mentions_of(one) if mention.ref.record in gone]
    edits: defaultdict[str, list[Edit]] = defaultdict(list)
    for one in found:
        if one.ref.anchor and one.path != ("answers", one.written) and one.path[2:3] not in _OF_A_PLACE:
            edits[one.places.file].append(Edit(one.line, one.column, one.written, one.ref.record))
    contents = archive.contents
    changes = [Change(file, contents[file], edited(contents[file], made, file)) for file, made in sorted(edits.items())]
    for own in (record, *(one for one in of_meeting if not one.facts.removed)):
        content = contents[own.places.file]
        changes.append(Change(own.places.file, content, _tombstone(own, content, why, day)))
    return changes, found


_OF_A_PLACE = {("same_as",), ("follows",), ("replaces",)}
"""Fields that mean nothing without the place: the check says what to do with each."""


def _tombstone(record: AnyRecord, content: bytes, why: str, day: str) -> bytes:
    """What its names and its day need, as it was written; then when and why."""
    places = record.places
    keys = sorted((e.line, key) for (key, *more), e in places.keys.items() if not more and key in OF_A_TOMBSTONE)
    kept = [line for start, key in keys for line in places.lines[start : last_line(places, key)]]
    facts = [*kept, "removed:", f"  date: {day}", "  why: >", f"    {' '.join(why.split())}"]
    text = "\n".join(["---", *facts, "---", ""] if places.file.endswith(".md") else [*facts, ""])
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.replace("\n", "\r\n" if b"\r\n" in content else "\n").encode()
