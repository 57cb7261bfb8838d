"""Whether everything that a record names is there: records, passages, agenda items, projects, attachments."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from candour.graph.graph import SiteGraph
from candour.graph.register import Register, file_of, kind_of
from candour.model import anchors
from candour.model.dates import named_after, parse_date
from candour.model.places import FieldPath
from candour.model.records import AnyRecord, Meeting, Project, Review, walk
from candour.model.values import Link, Prose, Ref
from candour.problems import CONFIG_FILE, Problem, Span, did_you_mean, nearest


def check_facts(register: Register) -> Iterator[Problem]:
    """Every name in the front matter, and in the name of a review's file."""
    for record, values in register.values:
        for path, value in values:
            yield from _check_value(path, value, record, register)
        for key in record.facts.agenda if isinstance(record, Meeting) else ():
            yield from _item(key, _Place(record, record.places.span(("agenda", key), of_key=True)), register)
        if isinstance(record, Review):
            yield from _check_file_name(record, register)


def _check_value(path: FieldPath, value: Any, record: AnyRecord, register: Register) -> Iterator[Problem]:
    field = next(key for key in reversed(path) if isinstance(key, str))
    own = str(path[1]) if path[0] in {"requests", "decisions", "agenda"} else ""
    if path[0] == "related":
        at = _Place(record, record.places.span(path[:2], of_key=True))
        yield from _project(str(path[1]), at, register)
    elif path[0] == "answers" and isinstance(value, Ref):
        yield from _request(value, _Place(record, record.places.span(path, of_key=True)), register, is_answer=True)
    elif rule := _FIELDS.get(field, _reference if isinstance(value, Ref) else None):
        yield from rule(value, _Place(record, record.places.span(path), own), register)


def _check_file_name(review: Review, register: Register) -> Iterator[Problem]:
    """The meeting, and unless `project:` says otherwise the project, that a review is named after."""
    whole = review.places.whole()
    if not register.meeting_of(review) and review.meeting not in register.archive.unreadable:
        right = named_after(review.meeting)
        hint = f"add {file_of(review.meeting)}, or move them into the folder of their meeting"
        if right not in {"", review.meeting}:
            is_there = any(other.meeting == right for other in register.archive.reviews)
            hint = f"move what is in it to content/reviews/{right}" if is_there else f"rename it to {right}"
        message = f"the reviews in this folder belong to the meeting {review.meeting}, which has no record"
        yield Problem("unknown-record", Span(whole.file.rpartition("/")[0]), message, hint)
    if not review.facts.project:
        hint = "name the file after its project, or write project: and the project's name"
        yield from _project(review.slug, _Place(review, whole), register, hint)


def check_links(register: Register) -> Iterator[Problem]:
    """Every link in a sentence, and the picture that the configuration names for links to the site."""
    if path := register.config.picture:
        yield from _attachment(path, _Place(None, Span(CONFIG_FILE)), register)
    for link, record, span in _links(register):
        if isinstance(link.target, Ref):
            yield from _reference(link.target, _Place(record, span), register)
        else:
            yield from _attachment(link.target, _Place(record, span), register, "files/")


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
    for path, drafts in graph.held_back.items():
        message = "this file is not published, because no published record names it"
        escaped = re.sub(r"[^\w/.-]", lambda found: quote(found[0]), path)
        hint = f"name it in a record, as in [the paper](files/{escaped}), or delete it"
        if drafts:
            message = f"this file is not published, because only a draft names it, {drafts[0].places.file}"
            hint = "leave it as it is: it is published with the draft"
        yield Problem("not-published", Span(f"content/files/{path}"), message, hint)


def _links(register: Register) -> Iterator[tuple[Link, AnyRecord | None, Span]]:
    """With the record and where in its file; of the configuration (None) it is not known any more."""
    for record, values in register.values:
        for path, value in values:
            for link in value.links if isinstance(value, Prose) else ():
                yield link, record, record.places.span(path, containing=link.written, after="](")
        for section in record.sections:
            for link in (link for prose in section.prose for link in prose.links):
                found = record.places.find(link.written, section.span.line, len(record.places.lines), "](")
                yield link, record, found or section.span
    for _, value in walk(register.config):
        for link in value.links if isinstance(value, Prose) else ():
            yield link, None, Span(CONFIG_FILE)


@dataclass(frozen=True, slots=True)
class _Place:
    record: AnyRecord | None
    span: Span
    own: str = ""
    """What has the field: the name of the request or decision, or the key of the agenda item."""
    until: date | None = None
    """What is named cannot be later."""

    @property
    def name(self) -> str:
        return self.record.name if self.record else ""


def _reference(ref: Ref, at: _Place, register: Register, gone: str = "") -> Iterator[Problem]:
    """`gone` is what to do when the passage was removed, where naming only the record would say something else."""
    named = ref.within(at.name)
    if named.record in register.archive.unreadable or named.record.partition("/")[0] in register.archive.unreadable:
        return
    if named.record not in register.records:
        yield _unknown_record(named, at, register)
        return
    if named.record in register.drafts and at.name not in register.drafts:
        file = register.records[named.record].places.file
        message = f'"{named.record}" is a draft, but {"this record" if at.record else "the site"} is published'
        yield Problem("draft-cited", at.span, message, f"publish {file}, or leave the reference out until then")
    if named.anchor and named.record in register.removed:
        message = f'"{named.record}" was removed, and "{named.anchor}" with it'
        yield Problem("unknown-passage", at.span, message, gone or f"name only the record: write {named.record}")
    elif named.anchor and named.anchor not in register.anchors[named.record]:
        yield _unknown_anchor(ref, at, register)


def _citable(at: _Place, register: Register) -> Iterator[str]:
    """The records that may be named here: others than this one, drafts only in drafts, and none that is too late."""
    for name in register.records:
        meeting = register.records.get(name.partition("/")[0]) if at.until else None
        is_late = at.until and isinstance(meeting, Meeting) and meeting.date.first_day > at.until
        if name != at.name and not is_late and (name not in register.drafts or at.name in register.drafts):
            yield name


def _unknown_record(ref: Ref, at: _Place, register: Register) -> Problem:
    """`ref` is complete. What is suggested for it has the same place in it."""
    place, citable = str(Ref("", ref.anchor)), [*_citable(at, register)]
    if (new := register.former.get(ref.record)) and new in citable and _has(ref.anchor, new, register):
        return Problem("unknown-record", at.span, f'"{ref.record}" has another name now', f"write {new}{place}")
    kind = kind_of(ref.record)
    known = [name for name in citable if kind_of(name) == kind and _has(ref.anchor, name, register)]
    hint = did_you_mean(ref.record, known, f"correct the name, or add {file_of(ref.record)}", after=place)
    if f"project:{ref.record}" in citable and _has(ref.anchor, f"project:{ref.record}", register):
        hint = f"write project:{ref}"
    return Problem("unknown-record", at.span, f'there is no record "{ref.record}"', hint)


def _has(anchor: str, name: str, register: Register) -> bool:
    return not anchor or (anchor in register.anchors.get(name, ()) and name not in register.removed)


def _unknown_anchor(ref: Ref, at: _Place, register: Register) -> Problem:
    named = ref.within(at.name)
    message = f'"{named.record}" has no place called "{named.anchor}"'
    kind = named.anchor.partition("-")[0] + "-"
    hint = f"look up the name in {register.records[named.record].places.file}"
    if isinstance(at.record, Review) and _has(named.anchor, at.record.meeting, register):
        hint = f"write {at.record.meeting}#{named.anchor}"
    elif named.record == at.name or named.record in _citable(at, register):
        own = {anchors.request(at.own), anchors.decision(at.own)} if named.record == at.name else set()
        alike = [one.removeprefix(kind) for one in register.anchors[named.record] - own if one.startswith(kind)]
        near = did_you_mean(named.anchor.removeprefix(kind), alike, before=f"{ref.record}#{kind}")
        hint = "; ".join(filter(None, (hint, near)))
    return Problem("unknown-item" if kind == "item-" else "unknown-passage", at.span, message, hint)


def _request(ref: Ref, at: _Place, register: Register, is_answer: bool = False) -> Iterator[Problem]:
    """A request of a meeting that is not in the archive, or was removed, is known only by its answer."""
    named = ref.within(at.name)
    meeting = named.record.partition("/")[0]
    if is_answer and named.record in register.removed:
        return
    if not named.anchor.startswith("request-"):
        hint = _requests(named, at, register) or "write the request's name, as its page says under Details"
        yield Problem("bad-reference", at.span, f'"{ref}" is not the name of a request', hint)
    elif not is_answer or {named.record, meeting} & register.records.keys() or meeting in register.former:
        own = register.meeting_of(at.record) if at.record else None
        at = replace(at, until=own.date.first_day - timedelta(1) if own else None)
        for problem in _reference(ref, at, register, "delete the line; this request then counts by itself"):
            if named.record not in register.former.keys() | register.removed:
                every = _requests(named, at, register)
                look, near = problem.hint.partition(";")[::2] if problem.name == "unknown-passage" else ("", "")
                if near.endswith("?") and named.record != at.name:  # though it may be answered already
                    look, every = problem.hint, every.rpartition("Otherwise, ")[2]
                hint = (" Otherwise, " if look.endswith("?") else "; ").join(filter(None, (look, every)))
                problem = replace(problem, hint=hint or problem.hint)
            yield problem


def _requests(ref: Ref, at: _Place, register: Register) -> str:
    """The requests that may be meant, as a hint: those of the project that were asked before, and are open."""
    record = at.record
    meeting = register.meeting_of(record) if record else None
    if meeting is None or not isinstance(record, Meeting | Review):
        return ""
    own = record.facts.requests.get(at.own)
    about = {*(own.project if own and own.project else record.projects if isinstance(record, Review) else ())}
    citable = {*_citable(at, register)} - register.removed
    found = [
        str(asked)
        for asked, day, projects in register.open_requests
        if asked.record in citable and day.last_day < meeting.date.first_day
        if (not about or about & {*projects}) and asked not in record.facts.answers
    ]
    if not found:
        return ""
    of, more = f" about {' or '.join(sorted(about))}" * bool(about), f" and {len(found) - 8} more" * (len(found) > 8)
    every, near = f"the open requests{of} are {', '.join(found[:8])}{more}", nearest(str(ref), found)
    return f'did you mean "{near}"? Otherwise, {every}' if near else every


def _approved(ref: Ref, at: _Place, register: Register) -> Iterator[Problem]:
    """An earlier meeting; one that the archive does not hold is named by its day."""
    known, day = register.records.get(ref.record), parse_date(ref.record)
    own, meetings = at.record, register.archive.meetings
    assert isinstance(own, Meeting)
    date = known.date if isinstance(known, Meeting) else day
    if ref.anchor or kind_of(ref.record) != "meeting":
        hint = "name a meeting, as in 2023-02-08"
        yield Problem("bad-reference", at.span, f'"{ref}" is not the name of a meeting', hint)
    elif date and (known is own or date.first_day > own.last_day.last_day or (known is None and date == own.date)):
        message = "a meeting approves the minutes of earlier meetings only"
        yield Problem("later-than-this", at.span, message, f"name a meeting before {own.date}, or delete this")
    elif known or ref.record in register.former:
        yield from _reference(ref, at, register)
    elif ref.record not in register.archive.unreadable:
        earlier = [m for m in meetings if m.date.last_day < own.date.first_day and m.id in {*_citable(at, register)}]
        held = [m.id for m in earlier if day and m.date.falls_in(day)]
        if held or not day:
            hint = did_you_mean(ref.record, [m.id for m in earlier], "write the day of the meeting, as in 2023-02-08")
            hint = f"write {held[-1]}" if held else hint
            yield Problem("unknown-record", at.span, f'there is no meeting "{ref.record}"', hint)


def _replaced(ref: Ref, at: _Place, register: Register) -> Iterator[Problem]:
    """A review, for its outcome, or a decision."""
    named = ref.within(at.name)
    if "/" not in named.record and not named.anchor.startswith("decision-"):
        hint = "name a review (2024-03-12/bench), or a decision, as in 2024-03-12#decision-co-option"
        yield Problem("bad-reference", at.span, f'"{ref}" is not the name of a decision', hint)
    else:
        meeting = register.meeting_of(at.record) if at.record else None
        at = replace(at, until=meeting.last_day.last_day if meeting else None)
        yield from _reference(ref, at, register, "delete the name, because what it replaces is not shown")


def _project(project: str, at: _Place, register: Register, otherwise: str = "") -> Iterator[Problem]:
    name = f"project:{project}"
    if name in register.records or name in register.archive.unreadable:
        yield from _reference(Ref(name), at, register)
        return
    related = at.record.facts.related if isinstance(at.record, Project) else {}
    citable = (id for kind, _, id in (name.partition(":") for name in _citable(at, register)) if kind == "project")
    near = did_you_mean(project, {*citable} - related.keys(), f"add {file_of(name)}")
    hint = f"{near}; {otherwise}" if otherwise else near
    yield Problem("unknown-record", at.span, f'there is no project "{project}"', hint)


def _attachment(path: str, at: _Place, register: Register, before: str = "") -> Iterator[Problem]:
    """`before` is what a link has before the name."""
    if path in register.attachments:
        return
    if path.startswith("/") or "\\" in path or ".." in path.split("/"):
        hint = "put the file into content/files/ and write its name"
        yield Problem("attachment-outside", at.span, f'"{path}" is outside the archive', hint)
        return
    hint = did_you_mean(path, register.attachments, "put the file into content/files/", before)
    below = path.removeprefix("content/").removeprefix("files/")
    if below in register.attachments:
        hint = f"write {before}{below}"
    elif path.startswith("www."):
        hint = f"write https://{path}"
    yield Problem("attachment-missing", at.span, f'there is no file "{path}" in content/files/', hint)


def _passage(name: str, at: _Place, register: Register) -> Iterator[Problem]:
    """An exchange or section of the record; in a meeting an agenda item."""
    sections = at.record.sections if at.record else ()
    known = {name for section in sections for name in (section.key, section.id, *section.former)}
    known |= {name for section in sections for one in section.exchanges for name in (one.id, *one.former)}
    if name not in known:
        message = f'this record has no exchange or section called "{name}"'
        hint = did_you_mean(name, known, "write the name in the tag of an exchange, or the name of a section")
        yield Problem("unknown-passage", at.span, message, hint)


def _item(key: str, at: _Place, register: Register) -> Iterator[Problem]:
    """An agenda item of the record's meeting; people may also join and leave at a time of day."""
    meeting = register.meeting_of(at.record) if at.record else None
    if not meeting or meeting.facts.removed:
        return
    if ":" not in key and key not in (keys := [section.key for section in meeting.sections]):
        others = [other for other in keys if other != at.own]
        number = re.search(r"[0-9]+[a-z]?$", key)
        hint = did_you_mean(key, others, f"add a heading such as ## {key}. Title; the full stop is needed")
        if number and number[0] in others:
            hint = f"write {number[0]}"
        yield Problem("unknown-item", at.span, f'the meeting {meeting.id} has no agenda item "{key}"', hint)


_FIELDS: Mapping[str, Callable[[Any, _Place, Register], Iterator[Problem]] | None] = {
    "file": _attachment,
    "passage": _passage,
    "project": _project,
    **dict.fromkeys(("item", "after", "discussed", "decided", "joined", "left"), _item),
    **dict.fromkeys(("same_as", "follows"), _request),
    "meeting": _approved,
    "replaces": _replaced,
    "moved_from": None,  # names what is no longer there
}
"""What a field names. One that holds a reference and is not here names any record or passage."""
