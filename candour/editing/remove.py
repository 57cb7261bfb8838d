"""A record is taken down: its text goes, and what is left says when and why; nothing leads to what is gone."""

from collections import defaultdict
from dataclasses import dataclass

from candour.editing.changes import Change, Opened, RefusedError
from candour.editing.mentions import Mention, mentions_of
from candour.editing.texts import Edit, edited, last_line, lines_of
from candour.graph.register import former_names
from candour.model.records import AnyRecord, Meeting
from candour.problems import nearest
from candour.reading.records import OF_A_TOMBSTONE


@dataclass(frozen=True, slots=True)
class Removal:
    changes: tuple[Change, ...]
    led: tuple[Mention, ...]
    """What led into the text; now it leads to the page that says why it is gone, or was deleted."""
    leads: tuple[Mention, ...]
    """What names the record, and leads to that page without being changed."""


def record_called(name: str, archive: Opened) -> AnyRecord:
    """Raises RefusedError where there is no such record, or it cannot be taken down."""
    records = {record.name: record for record in archive.archive.records}
    record = records.get(name) or records.get(former_names(archive.archive.records).get(name, ""))
    if record is None:
        near = next((one for one in (f"project:{name}", *sorted(records)) if one in records and name in one), "")
        near = near or nearest(name, records)
        meant = f"did you mean {near}?" if near else "write 2024-03-12, 2024-03-12/bench or project:bench"
        raise RefusedError(f'there is no record "{name}": {meant}')
    if record.facts.removed:
        raise RefusedError(f"{record.name} was removed already, according to {record.places.file}")
    if record.facts.draft:
        raise RefusedError(f"{record.name} is a draft: if it was never published, delete {record.places.file} yourself")
    return record


def gone_with(record: AnyRecord, archive: Opened) -> tuple[AnyRecord, ...]:
    """The record itself, and the reviews that a meeting takes along, but for those that were removed before."""
    reviews = (r for r in archive.archive.reviews if isinstance(record, Meeting) and r.meeting == record.id)
    return (record, *(review for review in reviews if not review.facts.removed))


def removed(record: AnyRecord, why: str, archive: Opened, day: str) -> Removal:
    gone = {one.name: one for one in gone_with(record, archive)}
    of_meeting = {one.name for one in archive.archive.reviews if one.meeting == record.name}
    others = [one for one in archive.archive.records if one.name not in gone]
    found = [m for one in others for m in mentions_of(one) if m.ref.record in {*gone, *of_meeting}]
    led = [one for one in found if one.ref.anchor and not one.is_answer and one.path[2:3] not in _OF_A_PLACE]
    edits: defaultdict[str, list[Edit]] = defaultdict(list)
    for one in led:
        edits[one.places.file].append(Edit(one.line, one.column, one.written, one.ref.record))
    contents = {file.path: file.content or b"" for file in archive.files.records}
    changes = [Change(file, contents[file], edited(contents[file], made, file)) for file, made in sorted(edits.items())]
    for own in gone.values():
        file = own.places.file
        changes.append(Change(file, contents[file], _tombstone(own, contents[file], why, day)))
    return Removal(tuple(changes), tuple(led), tuple(one for one in found if one not in led))


_OF_A_PLACE = {("same_as",), ("follows",), ("replaces",)}
"""Fields that mean nothing without the place: the check says what to do with each."""


def _tombstone(record: AnyRecord, content: bytes, why: str, day: str) -> bytes:
    """What its names and its day need, as it was written; then when and why."""
    places = record.places
    keys = sorted((e.line, key) for (key, *more), e in places.keys.items() if not more and key in OF_A_TOMBSTONE)
    kept = "".join(lines_of(places, line + 1, last_line(places, key)) for line, key in keys)
    words = " ".join(why.split())
    facts = f"{kept}removed:\n  date: {day}\n  why: >\n    {words}\n"
    text = f"---\n{facts}---\n" if places.file.endswith(".md") else facts
    line_end = "\r\n" if b"\r\n" in content else "\n"
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.replace("\n", line_end).encode()
