"""Whether everything that a record names is there: records, passages, agenda items, projects, attachments."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from candour.graph.graph import SiteGraph
from candour.graph.register import Register
from candour.model import anchors
from candour.model.places import FieldPath
from candour.model.records import AnyRecord, Meeting, Review, walk
from candour.model.values import Link, Prose, Ref
from candour.problems import CONFIG_FILE, Problem, Span, did_you_mean


def check_facts(register: Register) -> Iterator[Problem]:
    """Every name in the front matter, and in the name of a review's file."""
    for record in register.archive.records:
        for path, value in walk(record.facts):
            yield from _check_value(path, value, record, register)
        for key in record.facts.agenda if isinstance(record, Meeting) else ():
            yield from _item(key, record, record.places.span(("agenda", key), of_key=True), register)
        if isinstance(record, Review):
            yield from _check_file_name(record, register)


def _check_value(path: FieldPath, value: Any, record: AnyRecord, register: Register) -> Iterator[Problem]:
    field = next(key for key in reversed(path) if isinstance(key, str))
    if path[0] == "related":
        yield from _project(str(path[1]), record, record.places.span(path[:2], of_key=True), register)
    elif path[0] == "answers" and isinstance(value, Ref):
        yield from _request(value, record, record.places.span(path, of_key=True), register, is_answer=True)
    elif rule := _FIELDS.get(field, _reference if isinstance(value, Ref) else None):
        yield from rule(value, record, record.places.span(path), register)


def _check_file_name(review: Review, register: Register) -> Iterator[Problem]:
    """The meeting, and unless `project:` says otherwise the project, that a review is named after."""
    whole = review.places.whole()
    if not register.meeting_of(review) and review.meeting not in register.archive.unreadable:
        known = (m.id for m in register.archive.meetings)
        hint = did_you_mean(review.meeting, known, f"add content/meetings/{review.meeting}.md")
        message = f"this review belongs to the meeting {review.meeting}, which has no record"
        yield Problem("unknown-record", whole, message, hint)
    if not review.facts.project:
        hint = "name the file after its project, or write project: and the project's name"
        yield from _project(review.slug, review, whole, register, hint)


def check_links(register: Register) -> Iterator[Problem]:
    """Every link in a sentence."""
    for link, record, span in _links(register):
        if isinstance(link.target, Ref):
            yield from _reference(link.target, record, span, register)
        else:
            yield from _attachment(link.target, record, span, register)


def check_picture(register: Register) -> Iterator[Problem]:
    """The picture that the configuration names for links to the site."""
    if path := register.config.picture:
        yield from _attachment(path, None, Span(CONFIG_FILE), register)


LARGEST_FILES = 1_000_000_000
"""Bytes of all files that are published as they are. They are in memory together; GitHub Pages has the same limit."""


def check_size(graph: SiteGraph) -> Iterator[Problem]:
    size = sum(file.size for file in (*graph.attachments, *graph.root))
    if size > LARGEST_FILES:
        message = f"the files to be published have {size // 1_000_000:,} MB in all, but a site may have only "
        hint = "publish the largest elsewhere, and link to them there"
        yield Problem("oversize", Span("content/files"), f"{message}{LARGEST_FILES // 1_000_000:,} MB", hint)


def check_held_back(graph: SiteGraph) -> Iterator[Problem]:
    """Attachments that are not published. To be asked without errors: what cannot be read may name them."""
    for path, records in graph.held_back.items():
        who, verb = " and ".join(map(_hidden, records)), "name" if records[1:] else "names"
        message = f"this file is not published, because {f'only {who} {verb}' if records else 'no record names'} it"
        hint = "name it in a record that is published, or delete it"
        if not records:
            escaped = re.sub(r"[^\w/.-]", lambda found: quote(found[0]), path)
            hint = f"name it in a record, as in [the paper](files/{escaped}), or delete it"
        elif any(record.facts.draft for record in records):
            hint = "leave it as it is: it is published with the draft"
        yield Problem("not-published", Span(f"content/files/{path}"), message, hint)


def _hidden(record: AnyRecord) -> str:
    file = record.places.file
    if record.facts.draft or record.facts.removed:
        return f"the {'draft' if record.facts.draft else 'removed record'} {file}"
    return f"{file}, whose meeting is not published,"


def _links(register: Register) -> Iterator[tuple[Link, AnyRecord | None, Span]]:
    """With the record and where in its file; of the configuration (None) it is not known any more."""
    for record in register.archive.records:
        for path, value in walk(record.facts):
            for link in value.links if isinstance(value, Prose) else ():
                yield link, record, record.places.span(path, containing=link.written)
        for section in record.sections:
            for link in (link for prose in section.prose for link in prose.links):
                found = record.places.find(link.written, section.span.line, len(record.places.lines))
                yield link, record, found or section.span
    for _, value in walk(register.config):
        for link in value.links if isinstance(value, Prose) else ():
            yield link, None, Span(CONFIG_FILE)


# --- one name: what it is, the record that uses it (None: the configuration), and where ---------------------------


def _reference(ref: Ref, record: AnyRecord | None, span: Span, register: Register) -> Iterator[Problem]:
    ref = ref.within(record.name if record else "")
    if ref.record in register.archive.unreadable or ref.record.partition("/")[0] in register.archive.unreadable:
        return
    if ref.record not in register.records:
        yield _unknown_record(ref, span, register)
        return
    if ref.record in register.drafts and (record is None or record.name not in register.drafts):
        message = f'"{ref.record}" is a draft, but this record is published'
        yield Problem("draft-cited", span, message, "publish the draft, or leave the reference out until then")
    if ref.anchor and ref.record in register.removed:
        message = f'"{ref.record}" was removed, and "{ref.anchor}" with it'
        yield Problem("unknown-passage", span, message, f"name only the record: write {ref.record}")
    elif ref.anchor and ref.anchor not in register.anchors[ref.record]:
        yield _unknown_anchor(ref, record, span, register)


def _unknown_record(ref: Ref, span: Span, register: Register) -> Problem:
    if new := register.former.get(ref.record):
        return Problem("unknown-record", span, f'"{ref.record}" has another name now', f"write {new}")
    known = [name for name in register.records if ("/" in name) == ("/" in ref.record)]
    hint = did_you_mean(ref.record, known, "correct the name, or add the file of the record")
    return Problem("unknown-record", span, f'there is no record "{ref.record}"', hint)


def _unknown_anchor(ref: Ref, record: AnyRecord | None, span: Span, register: Register) -> Problem:
    message = f'"{ref.record}" has no place called "{ref.anchor}"'
    kind = ref.anchor.partition("-")[0] + "-"
    alike = [anchor for anchor in register.anchors[ref.record] if anchor.startswith(kind)]
    hint = f"look up the name in {register.records[ref.record].places.file}"
    hint = "; ".join(filter(None, (hint, did_you_mean(ref.anchor, alike))))
    if isinstance(record, Review) and ref.anchor in register.anchors.get(record.meeting, ()):
        hint = f"write {record.meeting}#{ref.anchor}"
    return Problem("unknown-item" if ref.anchor.startswith("item-") else "unknown-passage", span, message, hint)


def _request(ref: Ref, record: AnyRecord, span: Span, register: Register, is_answer: bool = False) -> Iterator[Problem]:
    """A request of a meeting that is not in the archive is known only by its answer."""
    if not ref.anchor.startswith("request-"):
        hint = "write the request's name, as in 2023-02-08/knife-crime#request-return"
        yield Problem("bad-reference", span, f'"{ref}" is not the name of a request', hint)
    name = ref.within(record.name).record
    meeting = name.partition("/")[0]
    if not is_answer or name in register.records or meeting in register.records or meeting in register.former:
        yield from _reference(ref, record, span, register)


def _replaced(ref: Ref, record: AnyRecord, span: Span, register: Register) -> Iterator[Problem]:
    """A review, for its outcome, or a decision."""
    named = ref.within(record.name)
    if "/" not in named.record and not named.anchor.startswith("decision-"):
        hint = "name a review (2023-02-08/knife-crime), or a decision, as in 2023-02-08#decision-co-option"
        yield Problem("bad-reference", span, f'"{ref}" is not the name of a decision', hint)
    yield from _reference(ref, record, span, register)


def _project(project: str, record: AnyRecord, span: Span, register: Register, otherwise: str = "") -> Iterator[Problem]:
    name = f"project:{project}"
    if name in register.records or name in register.archive.unreadable:
        yield from _reference(Ref(name), record, span, register)
        return
    near = did_you_mean(project, (p.id for p in register.archive.projects), f"add content/projects/{project}.md")
    hint = f"{near}; {otherwise}" if otherwise else near
    yield Problem("unknown-record", span, f'there is no project "{project}"', hint)


def _attachment(path: str, record: AnyRecord | None, span: Span, register: Register) -> Iterator[Problem]:
    if path in register.attachments:
        return
    if path.startswith("/") or "\\" in path or ".." in path.split("/"):
        hint = "put the file into content/files/ and write its name"
        yield Problem("attachment-outside", span, f'"{path}" is outside the archive', hint)
        return
    hint = did_you_mean(path, register.attachments, "put the file into content/files/")
    below = path.removeprefix("content/").removeprefix("files/")
    if below in register.attachments:
        hint = f"write {below}"
    elif path.startswith("www."):
        hint = f"write https://{path}"
    yield Problem("attachment-missing", span, f'there is no file "{path}" in content/files/', hint)


def _passage(name: str, record: AnyRecord, span: Span, register: Register) -> Iterator[Problem]:
    known = register.anchors[record.name]
    if not known & {name, anchors.exchange(name), anchors.item(name)}:
        exchanges = [anchor.removeprefix("q-") for anchor in known]
        message = f'this record has no exchange or section called "{name}"'
        hint = did_you_mean(name, exchanges, "write the name in the tag of an exchange, or the name of a section")
        yield Problem("unknown-passage", span, message, hint)


def _item(key: str, record: AnyRecord, span: Span, register: Register) -> Iterator[Problem]:
    """An agenda item of the record's meeting; people may also join and leave at a time of day."""
    meeting = register.meeting_of(record)
    if meeting and ":" not in key and key not in (keys := [section.key for section in meeting.sections]):
        number = re.search(r"[0-9]+[a-z]?$", key)
        hint = did_you_mean(key, keys, f"add a heading such as ## {key}. Title; the full stop is needed")
        if number and number[0] in keys:
            hint = f"write {number[0]}"
        yield Problem("unknown-item", span, f'the meeting {meeting.id} has no agenda item "{key}"', hint)


_FIELDS: Mapping[str, Callable[[Any, AnyRecord, Span, Register], Iterator[Problem]] | None] = {
    "file": _attachment,
    "passage": _passage,
    "project": _project,
    **dict.fromkeys(("item", "after", "discussed", "decided", "joined", "left"), _item),
    **dict.fromkeys(("same_as", "follows"), _request),
    "replaces": _replaced,
    "moved_from": None,  # names what is no longer there
}
"""What a field names. One that holds a reference and is not here names any record or passage."""
