"""An archive -> the register of everything in it, drafts and removed records included: where rules look names up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from candour.model import anchors
from candour.model.anchors import anchors_of, is_reserved
from candour.model.config import Config
from candour.model.dates import PartialDate
from candour.model.places import FieldPath
from candour.model.records import AnyRecord, Archive, Meeting, Review, walk
from candour.model.values import Prose, Ref, parse_ref
from candour.problems import Problem, Span

Key = TypeVar("Key")
Value = TypeVar("Value")


Spellings = Mapping[str, tuple[str, ...]]
"""Any spelling of a name in `people.yaml` -> the name to show, and all its other spellings."""


def spellings_of(people: Iterable[tuple[str, tuple[str, ...]]]) -> Spellings:
    """Of `people.yaml`: the names to show, each with its other spellings."""
    return {spelling: (name, *others) for name, others in people for spelling in (name, *others)}


def shown(name: str, spellings: Spellings) -> str:
    return spellings.get(name, (name,))[0]


OpenRequest = tuple[Ref, PartialDate, tuple[str, ...]]
"""A request, the last day of the meeting that asked it, and the projects that it is about."""


@dataclass(frozen=True, slots=True)
class Register:
    archive: Archive
    config: Config
    records: Mapping[str, AnyRecord]
    anchors: Mapping[str, frozenset[str]]
    """Of each record, former ones included."""
    passages: tuple[tuple[AnyRecord, tuple[tuple[str, Span], ...]], ...]
    """Of every record its anchors, and where in its file they are from."""
    attachments: frozenset[str]
    drafts: frozenset[str]
    """Names of drafts, and of the reviews of meetings that are drafts."""
    removed: frozenset[str]
    """Names of removed records, and of the reviews of removed meetings."""
    former: Mapping[str, str]
    values: tuple[tuple[AnyRecord, tuple[tuple[FieldPath, Any], ...]], ...]
    """Of every record all that its facts say, with the path to each."""
    spellings: Spellings
    open_requests: tuple[OpenRequest, ...]
    """Those that no record answers in full or says to be withdrawn, and that are no reports of others; by name."""

    def meeting_of(self, record: AnyRecord) -> Meeting | None:
        """The meeting itself, or that of a review; None when it has no record."""
        found = self.records.get(record.meeting) if isinstance(record, Review) else record
        return found if isinstance(found, Meeting) else None


def register_of(archive: Archive, config: Config) -> Register:
    passages = tuple((r, tuple(anchors_of(r))) for r in archive.records)
    return Register(
        archive=archive,
        config=config,
        records={r.name: r for r in archive.records},
        anchors={r.name: frozenset(name for name, _ in own) for r, own in passages},
        passages=passages,
        attachments=frozenset(a.path for a in archive.attachments),
        drafts=drafts_of(archive),
        removed=_with_reviews({r.name for r in archive.records if r.facts.removed}, archive),
        former=former_names(archive.records),
        values=tuple((r, tuple(walk(r.facts))) for r in archive.records),
        spellings=spellings_of(archive.people),
        open_requests=tuple(_open_requests(archive)),
    )


def _open_requests(archive: Archive) -> Iterator[OpenRequest]:
    records: tuple[Meeting | Review, ...] = (*archive.meetings, *archive.reviews)
    days = {m.id: m.last_day for m in archive.meetings}
    answers = ((record.name, ref, answer) for record in records for ref, answer in record.facts.answers.items())
    closed = {ref.within(name) for name, ref, answer in answers if answer.how in {"fully", "withdrawn"}}
    for record in sorted(records, key=lambda r: r.name):
        meeting, projects = (record.meeting, record.projects) if isinstance(record, Review) else (record.id, ())
        for name, request in sorted(record.facts.requests.items()):
            names = {Ref(record.name, anchors.request(one)) for one in (name, *request.formerly)}
            if meeting in days and not request.same_as and not names & closed:
                yield Ref(record.name, anchors.request(name)), days[meeting], request.project or projects


def drafts_of(archive: Archive) -> frozenset[str]:
    """Names of drafts, and of the reviews of meetings that are drafts."""
    return _with_reviews({r.name for r in archive.records if r.facts.draft}, archive)


def _with_reviews(names: set[str], archive: Archive) -> frozenset[str]:
    return frozenset(names | {r.name for r in archive.reviews if r.meeting in names})


def former_names(records: Sequence[AnyRecord]) -> Mapping[str, str]:
    """Former name -> name of every record that moved. A renamed project or meeting takes its reviews along."""
    found = {ref.record: record.name for record in records for ref in record.facts.moved_from if ref.record}
    names_of = grouped((new, old) for old, new in found.items())
    reviews = {record.name for record in records if isinstance(record, Review)}
    for name in sorted(reviews):
        meeting, _, slug = name.partition("/")
        for old_meeting in (meeting, *names_of.get(meeting, ())):
            for old_project in (slug, *names_of.get(f"project:{slug}", ())):
                old = f"{old_meeting}/{old_project.removeprefix('project:')}"
                if old not in reviews:
                    found.setdefault(old, name)
    return found


def grouped(pairs: Iterable[tuple[Key, Value]]) -> Mapping[Key, tuple[Value, ...]]:
    """The values of each key, in the order in which they come."""
    found: dict[Key, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def held_back(archive: Archive, config: Config) -> Mapping[str, tuple[AnyRecord, ...]]:
    """The paths of attachments that no published record names, and the drafts that do."""
    drafts = drafts_of(archive)
    removed = _with_reviews({r.name for r in archive.records if r.facts.removed}, archive)
    published = {config.picture, *_files_in(config)}
    others: list[tuple[str, AnyRecord]] = []
    for record in archive.records if archive.attachments else ():
        of_body = (file for section in record.sections for prose in section.prose for file in _linked(prose))
        named = {*_files_in(record.facts), *of_body}
        if record.name in drafts:
            others += ((file, record) for file in named)
        elif record.name not in removed:
            published |= named
        elif record.facts.removed:
            published |= {*_files_in(record.facts.removed)}
    by_file = grouped(others)
    return {file.path: by_file.get(file.path, ()) for file in archive.attachments if file.path not in published}


def _files_in(facts: BaseModel | None) -> Iterator[str]:
    for path, value in walk(facts):
        if isinstance(value, Prose):
            yield from _linked(value)
        elif path[-1] == "file":
            yield value


def _linked(prose: Prose) -> Iterator[str]:
    return (link.target for link in prose.links if isinstance(link.target, str))


_EXAMPLES = {"project": "project:bench", "review": "2024-03-12/bench", "meeting": "2024-03-12"}


def check_names(register: Register) -> Iterator[Problem]:
    """Two files of one name; a former name of another kind of record, of one that is still there, or of two."""
    files: dict[str, str] = {}
    for record in register.archive.records:
        other = files.setdefault(record.name, record.places.file)
        if other != record.places.file:
            message = f"this record and {other} have the same name and would be the same page"
            yield Problem("duplicate-url", record.places.whole(), message, "keep one, or rename one")
    taken: dict[str, str] = {}
    for record in register.archive.records:
        kind = kind_of(record.name)
        for index, ref in enumerate(record.facts.moved_from):
            span = record.places.span(("moved_from", index))
            if kind_of(ref.record) != kind:
                message = f'"{ref}" is not the name of a {kind}'
                bare = f"project:{ref}" if kind == "project" and parse_ref(f"project:{ref}") else ""
                is_free = bare and bare not in register.records and bare not in taken
                hint = f"write {bare}" if is_free else f"write its former name, as in {_EXAMPLES[kind]}"
                yield Problem("bad-reference", span, message, hint)
            elif ref.record in register.records and not ref.anchor:
                message = f'"{ref}" still has its own record, {register.records[ref.record].places.file}'
                hint = "delete that file, or this line"
                if ref.record == record.name:
                    message = f'"{ref}" is the name that this record has now'
                    hint = "write its former name, or delete this"
                yield Problem("duplicate-url", span, message, hint)
            elif taken.setdefault(str(ref), record.name) != record.name:
                hint = "keep one of the two lines"
                yield Problem("duplicate-url", span, f'two records say that "{ref}" is their former name', hint)


def kind_of(name: str) -> str:
    return "project" if name.startswith("project:") else "review" if "/" in name else "meeting"


def file_of(name: str) -> str:
    """Where the record of this name would be."""
    return f"content/{kind_of(name)}s/{name.removeprefix('project:')}.md"


def check_anchors(register: Register) -> Iterator[Problem]:
    """Two passages of a record with one anchor, or one with an anchor that the page uses itself."""
    for record, passages in register.passages:
        seen: dict[str, Span] = {}
        for anchor, span in passages:
            is_item = anchor.startswith("item-")
            if anchor in seen:
                hint = "give one of the two another number" if is_item else "give one of the two another name"
                if not is_item and any(section.span == span for section in record.sections):
                    hint = f"put both under one heading, or end one of them with another name, as in {{#{anchor}-2}}"
                message = f'"{anchor}" is the address of two places, this one and line {seen[anchor].line}'
                is_on_agenda = isinstance(record, Meeting) and not anchor.startswith(("request-", "decision-"))
                yield Problem("duplicate-item" if is_on_agenda else "duplicate-anchor", span, message, hint)
            elif is_reserved(anchor):
                hint = f"give the heading another name: end it with {{#{anchor}-2}}"
                yield Problem("duplicate-anchor", span, f'the page needs the name "{anchor}" for itself', hint)
            seen.setdefault(anchor, span)
