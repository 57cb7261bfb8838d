"""Whether everything that a record names is there, and every address is given once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from candour.model import anchors
from candour.model.anchors import RESERVED_ANCHORS, anchors_of
from candour.model.config import Config
from candour.model.dates import Due, PartialDate
from candour.model.places import FieldPath
from candour.model.records import SPEAKERS, AnyRecord, Archive, Meeting, Project, Review, Section, walk
from candour.model.values import Link, Prose, Ref
from candour.problems import Problem, ProblemName, Span, did_you_mean


def check_references(archive: Archive, config: Config) -> tuple[Problem, ...]:
    checker = _Checker(archive, config)
    for record in archive.records:
        checker.check(record)
    checker.check_config()
    checker.check_names()
    return tuple(checker.problems)


People = tuple[tuple[str, tuple[str, ...]], ...]
"""The name to show, and its other spellings (`people.yaml`)."""


def attendees(meeting: Meeting, people: People) -> Mapping[str, str]:
    """What a turn may call someone present or observing (name, other spelling, initials) -> the name to show."""
    known = {spelling: (name, *others) for name, others in people for spelling in (name, *others)}
    told: dict[str, str] = {}
    for attendance in (meeting.facts.present or {}, meeting.facts.observing or {}):
        for group in attendance.values():
            for person in group:
                names = known.get(person.name, (person.name,))
                told |= dict.fromkeys((*names, person.initials or person.name), names[0])
    return told


def former_names(records: Iterable[AnyRecord]) -> Mapping[str, str]:
    """Former name -> name of every record that moved. A renamed project or meeting takes its reviews along."""
    told: dict[str, str] = {}
    reviews: set[str] = set()
    for record in records:
        told |= {ref.record: record.name for ref in record.facts.moved_from if ref.record}
        reviews |= {record.name} if isinstance(record, Review) else set()
    names: dict[str, list[str]] = {}
    for old, new in told.items():
        names.setdefault(new, [new]).append(old)
    for name in sorted(reviews):
        meeting, _, slug = name.partition("/")
        for old_meeting in names.get(meeting, [meeting]):
            for old_project in names.get(f"project:{slug}", [slug]):
                old = f"{old_meeting}/{old_project.removeprefix('project:')}"
                if old not in reviews:
                    told.setdefault(old, name)
    return told


class _Checker:
    """Looks every name up in tables made once."""

    def __init__(self, archive: Archive, config: Config) -> None:
        self.archive = archive
        self.config = config
        self.meetings = {m.name: m for m in archive.meetings}
        self.projects = {p.id: p for p in archive.projects}
        self.reviews = {r.name: r for r in archive.reviews}
        self.files = {r.name: r.places.file for r in archive.records}
        self.anchors = {r.name: {a.name for a in anchors_of(r)} for r in archive.records}
        self.attachments = {a.path for a in archive.attachments}
        self.unreadable = archive.unreadable
        self.drafts = {r.name for r in archive.records if r.facts.draft}
        self.drafts |= {r.name for r in archive.reviews if r.meeting in self.drafts}
        self.removed = {r.name for r in archive.records if r.facts.removed}
        self.removed |= {r.name for r in archive.reviews if r.meeting in self.removed}
        self.former = former_names(archive.records)
        self.problems: list[Problem] = []

    # --- one record

    def check(self, record: AnyRecord) -> None:
        self._check_anchors(record)
        for loc, value in walk(record.facts):
            self._check_value(record, loc, value)
        for section in record.sections:
            for prose in _all_prose(section):
                for link in prose.links:
                    found = record.places.find(link.written, section.span.line, len(record.places.lines))
                    self._check_link(record, link, found or section.span)
        if isinstance(record, Meeting):
            self._check_meeting(record)
        elif isinstance(record, Review):
            self._check_review(record)

    def _check_value(self, record: AnyRecord, loc: FieldPath, value: Any) -> None:
        places = record.places
        if loc[0] == "related" and isinstance(record, Project):
            self._check_project(record, str(loc[1]), places.span(loc[:2], of_key=True))
        elif isinstance(value, Ref):
            if loc[0] != "moved_from":
                is_answer = loc[0] == "answers"
                self._check_ref(record, value, places.span(loc, of_key=is_answer), is_answer=is_answer)
                if is_answer or loc[-1] == "same_as":
                    self._check_names_request(value, places.span(loc, of_key=is_answer))
        elif isinstance(value, Prose):
            for link in value.links:
                self._check_link(record, link, places.span(loc, containing=link.written))
        elif loc[-1] == "file":
            self._check_attachment(value, places.span(loc))
        elif loc[-1] == "passage":
            self._check_passage(record, value, places.span(loc))
        elif loc[-1] == "project" or loc[-2:-1] == ("project",):
            self._check_project(record, value, places.span(loc))

    def _check_anchors(self, record: AnyRecord) -> None:
        seen: dict[str, Span] = {}
        for anchor in anchors_of(record):
            if anchor.name in seen:
                first = seen[anchor.name].line
                is_item = isinstance(record, Meeting) and not anchor.name.startswith(("request-", "decision-"))
                name: ProblemName = "duplicate-item" if is_item else "duplicate-anchor"
                message = f'"{anchor.name}" is the address of two places; the other is in line {first}'
                hint = "give one of the two another id"
                if anchor.name.startswith("item-"):
                    hint = "give one of the two another number"
                elif any(section.span == anchor.span for section in record.sections):
                    hint = f"put both under one heading, or end one with a name of its own, as in {{#{anchor.name}-2}}"
                self._problem(name, anchor.span, message, hint)
            elif anchor.name in RESERVED_ANCHORS:
                message = f'the page uses "{anchor.name}" for itself'
                hint = f"give the heading another name, as in {{#{anchor.name}-2}}"
                self._problem("duplicate-anchor", anchor.span, message, hint)
            seen.setdefault(anchor.name, anchor.span)

    def _check_meeting(self, meeting: Meeting) -> None:
        facts, places = meeting.facts, meeting.places
        for key in facts.agenda:
            self._check_item(meeting, key, places.span(("agenda", key), of_key=True))
        for kind, entries in (("requests", facts.requests), ("decisions", facts.decisions)):
            for name, entry in entries.items():
                self._check_item(meeting, entry.item, places.span((kind, name, "item")))
        for place, interest in enumerate(facts.interests or ()):
            for number, key in enumerate(interest.item):
                self._check_item(meeting, key, places.span(("interests", place, "item", number)))
        self._check_order(meeting, meeting)
        self._check_workings(meeting)
        there = attendees(meeting, self.archive.people)
        for place, person in enumerate(facts.chair if facts.present else ()):
            if person.name not in there and (near := _nearly(person.name, there)):
                message = f'"{person.name}" presides and is not among those present'
                span = places.span(("chair", place))
                self._problem("unknown-speaker", span, message, f'did you mean "{near}"?')
        people = [
            (loc, value) for loc, value in walk(facts) if loc[-1] in {"joined", "left"} and isinstance(value, str)
        ]
        for loc, value in people:
            if ":" not in value:
                self._check_item(meeting, value, places.span(loc))
        shown = {spelling: name for name, others in self.archive.people for spelling in others}
        seen: dict[str, Span] = {}
        for loc, value in walk(facts):
            if loc[0] in {"present", "apologies", "absent", "observing"} and loc[-1] == "name":
                name, span = shown.get(value, value), places.span(loc)
                if name in seen:
                    message = f"{name} is listed twice; the other place is line {seen[name].line}"
                    self._problem(
                        "person-listed-twice", span, message, "keep one, or tell two people apart in the list"
                    )
                seen.setdefault(name, span)

    def _check_review(self, review: Review) -> None:
        facts, places = review.facts, review.places
        meeting = self.meetings.get(review.meeting)
        if meeting is None and review.meeting not in self.unreadable:
            message = f"the review is of the meeting {review.meeting}, which has no record"
            hint = did_you_mean(review.meeting, self.meetings, f"add content/meetings/{review.meeting}.md")
            self._problem("unknown-record", places.whole(), message, hint)
        if not facts.project:
            hint = "rename the file after its project, or name the project with project:"
            self._check_project(review, review.slug, places.whole(), hint)
        if meeting:
            for place, key in enumerate(facts.discussed):
                self._check_item(meeting, key, places.span(("discussed", place)))
            if facts.decided:
                self._check_item(meeting, facts.decided, places.span(("decided",)))
            self._check_speakers(review, meeting)
        self._check_order(review, meeting)
        self._check_workings(review)
        has_reasons = any(section.id == "decision" and section.parts for section in review.sections)
        if facts.outcome in self.config.outcomes and not has_reasons:
            message = f"the outcome {facts.outcome} stands here without its reasons"
            hint = "write them under ## Decision, or there that the minutes give none"
            self._problem("review-without-reasons", places.span(("outcome",)), message, hint)

    def _check_order(self, record: Meeting | Review, meeting: Meeting | None) -> None:
        """Dates that must not be before or after the meeting; a slip in a year shows here."""
        if meeting is None:
            return
        held, last = meeting.date, (meeting.facts.last_day or meeting.date).last_day
        for loc, value in walk(record.facts):
            field = next((part for part in reversed(loc) if isinstance(part, str)), "")
            asked = getattr(record.facts.requests.get(str(loc[1])), "asked", None) if len(loc) > 1 else None
            if isinstance(value, Due) and value.date and value.date.last_day < (asked or held).first_day:
                self._out_of_order(record, loc, "this is due before the meeting that asked for it")
            elif field in {"when", "asked"} and isinstance(value, PartialDate) and value.first_day > last:
                self._out_of_order(record, loc, "this is said to be earlier, and is after the meeting")

    def _check_workings(self, record: Meeting | Review) -> None:
        """The words that a date was worked out from, without that date: no page would show them."""
        for loc, _ in walk(record.facts.requests, ("requests",)):
            field = str(loc[-1]).removesuffix("_from")
            request = record.facts.requests[str(loc[1])]
            if str(loc[-1]).endswith("_from") and getattr(request, field, None) is None:
                message = f'"{loc[-1]}" has the words that a date was worked out from, and the date is missing'
                hint = f"write {field}: and the date, or put the words into a note"
                self._problem("missing-field", record.places.span(loc, of_key=True), message, hint)

    def _out_of_order(self, record: AnyRecord, loc: FieldPath, message: str) -> None:
        self._problem("end-before-start", record.places.span(loc), message, "check the year and the month")

    def _check_speakers(self, review: Review, meeting: Meeting) -> None:
        """A label that nearly names a speaker is a slip; anything else before a colon is part of the sentence."""
        known = {*SPEAKERS, *attendees(meeting, self.archive.people)}
        for section in review.sections:
            for exchange in section.exchanges:
                for turn in exchange.turns:
                    if turn.label and turn.label not in known and _nearly(turn.label, known):
                        start, end = exchange.span.line, len(review.places.lines)
                        span = review.places.find(f"{turn.label}:", start, end) or exchange.span
                        message = (
                            f'"{turn.label}" is neither a label nor someone present, so it is shown as part of the text'
                        )
                        self._problem("unknown-speaker", span, message, f'did you mean "{_nearly(turn.label, known)}"?')

    # --- one name

    def _check_names_request(self, ref: Ref, span: Span) -> None:
        """Answers, and `same_as`, name requests and nothing else."""
        if not ref.anchor.startswith("request-"):
            message = f'"{ref}" is not a request'
            hint = "name the request, as in 2023-02-08/knife-crime#request-return"
            self._problem("bad-reference", span, message, hint)

    def _check_ref(self, record: AnyRecord | None, ref: Ref, span: Span, *, is_answer: bool = False) -> None:
        whole = ref.within(record.name if record else "")
        if whole.record in self.unreadable or whole.record.partition("/")[0] in self.unreadable:
            return
        if whole.record not in self.anchors:
            is_known_meeting = whole.record.partition("/")[0] in {*self.meetings, *self.former}
            if is_answer and not is_known_meeting:
                return  # asked at a meeting that is not in the archive: known only by its answer
            if whole.record in self.former:
                message = f'"{whole.record}" has another name now'
                self._problem("unknown-record", span, message, f"write {self.former[whole.record]}")
                return
            known = [name for name in self.anchors if ("/" in name) == ("/" in whole.record)]
            hint = did_you_mean(whole.record, known, "add its file, or name another record")
            self._problem("unknown-record", span, f'there is no record "{whole.record}"', hint)
            return
        self._check_draft(record, whole.record, span)
        if whole.anchor and whole.record in self.removed:
            message = f'"{whole.record}" was removed, and "{whole.anchor}" with it'
            self._problem("unknown-passage", span, message, f"name the record only, as in {whole.record}")
            return
        if whole.anchor and whole.anchor not in self.anchors[whole.record]:
            is_item = whole.anchor.startswith("item-")
            message = f'"{whole.record}" has no place called "{whole.anchor}"'
            kind = whole.anchor.partition("-")[0] + "-"
            alike = [anchor for anchor in self.anchors[whole.record] if anchor.startswith(kind)]
            hint = f"look for its id in {self.files[whole.record]}"
            hint = "; ".join(filter(None, (hint, did_you_mean(whole.anchor, alike))))
            if isinstance(record, Review) and whole.anchor in self.anchors.get(record.meeting, ()):
                hint = f"write {record.meeting}#{whole.anchor}"
            self._problem("unknown-item" if is_item else "unknown-passage", span, message, hint)

    def _check_draft(self, record: AnyRecord | None, name: str, span: Span) -> None:
        if name in self.drafts and (record is None or record.name not in self.drafts):
            message = f'"{name}" is a draft, and this record is published'
            self._problem("draft-cited", span, message, "publish the draft, or leave the reference out until then")

    def _check_link(self, record: AnyRecord | None, link: Link, span: Span) -> None:
        if isinstance(link.target, Ref):
            self._check_ref(record, link.target, span)
        else:
            self._check_attachment(link.target, span)

    def _check_attachment(self, path: str, span: Span) -> None:
        if path in self.attachments or f"file:{path}" in self.unreadable:
            return
        if path.startswith("/") or "\\" in path or ".." in path.split("/"):
            message = f'"{path}" lies outside the archive'
            self._problem("attachment-outside", span, message, "put the file into content/files/ and write its name")
            return
        hint = did_you_mean(path, self.attachments, "put the file into content/files/")
        below = path.removeprefix("content/").removeprefix("files/")
        if below in self.attachments:
            hint = f"write {below}"
        elif path.startswith("www."):
            hint = f"write https://{path}"
        self._problem("attachment-missing", span, f'there is no file "{path}" in content/files/', hint)

    def _check_project(self, record: AnyRecord, project: str, span: Span, hint: str = "") -> None:
        if project in self.projects or f"project:{project}" in self.unreadable:
            self._check_draft(record, f"project:{project}", span)
            return
        near = did_you_mean(project, self.projects, f"add content/projects/{project}.md")
        self._problem("unknown-record", span, f'there is no project "{project}"', f"{near}; {hint}" if hint else near)

    def _check_passage(self, record: AnyRecord, name: str, span: Span) -> None:
        known = self.anchors[record.name]
        if name in known or anchors.exchange(name) in known or anchors.item(name) in known:
            return
        exchanges = [anchor.removeprefix("q-") for anchor in known]
        message = f'this record has no exchange or section called "{name}"'
        self._problem("unknown-passage", span, message, did_you_mean(name, exchanges, "write the id of an exchange"))

    def _check_item(self, meeting: Meeting, key: str, span: Span) -> None:
        keys = [section.key for section in meeting.sections]
        if key not in keys:
            message = f'the meeting {meeting.id} has no agenda item "{key}"'
            number = re.search(r"[0-9]+[a-z]?$", key)
            hint = did_you_mean(key, keys, f"a heading such as ## {key}. Title makes it; the full stop is needed")
            if number and number[0] in keys:
                hint = f"write {number[0]}"
            self._problem("unknown-item", span, message, hint)

    # --- the archive as a whole

    def check_config(self) -> None:
        """The sentences of the configuration; where in the file each stands is not known any more."""
        for _, value in walk(self.config):
            for link in value.links if isinstance(value, Prose) else ():
                self._check_link(None, link, Span("site_config.yaml"))

    def check_names(self) -> None:
        """Two files, or a file and a former name, that would be published at one address."""
        counted = Counter(record.name for record in self.archive.records)
        files: dict[str, str] = {}
        for record in self.archive.records:
            if counted[record.name] > 1:
                other = files.setdefault(record.name, record.places.file)
                if other != record.places.file:
                    message = f"this record and {other} have one name and would be one page"
                    self._problem("duplicate-url", record.places.whole(), message, "keep one, or rename one")
        taken: dict[str, str] = {}
        for record in self.archive.records:
            for place, ref in enumerate(record.facts.moved_from):
                span = record.places.span(("moved_from", place))
                kind = _kind_of(record.name)
                if _kind_of(ref.record) != kind:
                    message = f'"{ref}" is not the name of a {kind}'
                    bare = kind == "project" and _kind_of(ref.record) == "meeting"
                    hint = f"write project:{ref.record}" if bare else f"write it as {_EXAMPLES[kind]}"
                    self._problem("bad-reference", span, message, hint)
                elif ref.record in self.anchors and not ref.anchor:
                    message = f'"{ref}" still has a record of its own'
                    self._problem("duplicate-url", span, message, "delete that file, or this line")
                elif taken.setdefault(str(ref), record.name) != record.name:
                    message = f'"{ref}" is said to have become two records'
                    self._problem("duplicate-url", span, message, "keep one of the two lines")

    def _problem(self, name: ProblemName, span: Span, message: str, hint: str) -> None:
        self.problems.append(Problem(name, span, message, hint))


_EXAMPLES = {"project": "project:knife-crime", "review": "2023-02-08/knife-crime", "meeting": "2023-02-08"}


def _kind_of(name: str) -> str:
    return "project" if name.startswith("project:") else "review" if "/" in name else "meeting"


def _nearly(label: str, known: Iterable[str]) -> str:
    """The speaker that a label nearly names; empty when it is no slip of a speaker's name."""
    lower = {name.casefold(): name for name in known}
    near = get_close_matches(label.casefold(), lower, n=1, cutoff=0.8)
    return lower[near[0]] if near else ""


def _all_prose(section: Section) -> Iterator[Prose]:
    for part in section.parts:
        if isinstance(part, Prose):
            yield part
        else:
            yield from (turn.prose for turn in part.turns)
