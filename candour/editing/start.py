"""New records to be filled in: a meeting like the latest one, a review of each project, new projects.

Their skeletons are beside this module. What is still to be written is a `…`, which the check does not accept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from candour.editing.changes import Change, Opened, RefusedError
from candour.editing.projects import meeting_called, new_id, project_called
from candour.editing.texts import Edit, as_yaml, below, edited
from candour.findings.requests import request_states
from candour.graph.register import former_names
from candour.graph.titles import is_about
from candour.model.dates import PartialDate, parse_date
from candour.model.records import Meeting, Person, Project
from candour.model.values import slug

DOCS = "docs/format.md of candour"
"""Where fields are explained, from any archive."""
_IF_NEW = "If it is new, add it: --new-project NAME, or candour new project NAME"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of an agenda."""

    number: str
    """Empty for a heading without one."""
    title: str
    id: str = ""
    kind: str = "item"

    @property
    def key(self) -> str:
        return self.number or self.id or slug(self.title)

    @property
    def heading(self) -> str:
        tag = f" {{#{self.id}}}" if self.key == self.id != slug(self.title) else ""
        return f"## {self.number}{'. ' * bool(self.number)}{self.title}{tag}"


def new_project(name: str, archive: Opened) -> Change:
    """Raises RefusedError where there is such a project."""
    return _file(f"content/projects/{new_id(name, archive)}.md", "project.md", archive, title=name)


def new_review(day: str, called: str, archive: Opened) -> Change:
    """Of a meeting that has a record. Raises RefusedError."""
    name, project = meeting_called(day), project_called(called, archive, _IF_NEW)
    meeting = next((one for one in archive.archive.meetings if one.id == name), None)
    start = f"candour new meeting {name} --project {project.id}"
    if meeting is None:
        raise RefusedError(f"there is no meeting {name}. Start both: {start}")
    if meeting.facts.status != "held":
        raise RefusedError(f"{meeting.places.file} says that it is {meeting.facts.status}. If it was held: {start}")
    return _review(name, project.id, _item_about(project, meeting) or "…", archive)


def new_meeting(
    day: str, title: str, scheduled: bool, called: Sequence[str], new: Sequence[str], archive: Opened
) -> tuple[Change, ...]:
    """The meeting, a review of each project unless it is only scheduled, and the new projects. Raises RefusedError.

    A scheduled meeting that has a record already becomes a held one.
    """
    name = meeting_called(day)
    projects = {one.id: one.facts.title for one in (project_called(each, archive, _IF_NEW) for each in called)}
    fresh = {new_id(one, archive): one for one in new}
    projects |= fresh
    made = [new_project(one, archive) for one in fresh.values()]
    if now := former_names(archive.archive.records).get(name):
        raise RefusedError(f"{name} is a former name of the meeting {now}, and its address leads there")
    if there := next((one for one in archive.archive.meetings if one.id == name), None):
        if scheduled or there.facts.status != "scheduled":
            hint = f"To add a review: candour new review {name} PROJECT; another meeting of that day is {name}-second"
            raise RefusedError(f"{there.places.file} is there already. {hint}")
        return (*_held_after_all(there, projects, archive), *made)
    latest = _latest(name, archive)
    opening, closing = _around(latest, archive)
    number, items = 0, []
    for item in (*opening, *(_Item("1", one) for one in projects.values()), *closing):
        number += bool(item.number)
        items.append(_Item(str(number) if item.number else "", item.title, item.id, item.kind))
    own = dict(zip(projects, items[len(opening) :], strict=False))
    title = title or (latest.facts.title if latest else "Meeting")
    facts: dict[str, Any] = {
        "items": items,
        "agenda": [item for item in items if item.kind != "item"],
        "own": own,
        "name": name,
    }
    facts |= {"written": (), "latest": latest and latest.facts, "people": _people(latest, archive), "title": title}
    template = "scheduled.md" if scheduled else "meeting.md"
    meeting = _file(f"content/meetings/{name}.md", template, archive, **facts)
    reviews = [_review(name, id, item.key, archive) for id, item in own.items() if not scheduled]
    return (meeting, *reviews, *made)


def _file(path: str, template: str, archive: Opened, **facts: Any) -> Change:
    return Change(path, None, _filled(template, archive, **facts).encode())


def _filled(template: str, archive: Opened, **facts: Any) -> str:
    return _skeletons().get_template(template).render(facts, docs=DOCS, config=archive.config)


@cache
def _skeletons() -> Environment:
    """Of text files: nothing in them is escaped, as there is no HTML."""
    loader = FileSystemLoader(Path(__file__).parent)
    skeletons = Environment(
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    skeletons.filters["yaml"] = as_yaml
    return skeletons


# --- like the latest meeting --------------------------------------------------------------------------------------


def _latest(name: str, archive: Opened) -> Meeting | None:
    """The last one that was held before this one, else the first after it."""
    held = [m for m in archive.archive.meetings if m.facts.status == "held" and not (m.facts.draft or m.facts.removed)]
    return next((m for m in reversed(held) if m.id < name), held[0] if held else None)


def _around(latest: Meeting | None, archive: Opened) -> tuple[list[_Item], list[_Item]]:
    """The items before and after those on projects."""
    if latest is None:
        return [_Item("1", "Welcome")], [_Item("1", "Any other business")]
    sections = [section for section in latest.sections if section.level == 2 and section.key]
    about = {key for one in archive.archive.reviews if one.meeting == latest.id for key in one.facts.discussed}
    about |= {key for key, facts in latest.facts.agenda.items() if facts.project}
    places = [place for place, section in enumerate(sections) if section.key in about]
    agenda = latest.facts.agenda
    items = [_Item(s.number, s.title, s.id, agenda[s.key].kind if s.key in agenda else "item") for s in sections]
    return (items[: places[0]], items[places[-1] + 1 :]) if places else (items[:-1], items[-1:])


def _people(latest: Meeting | None, archive: Opened) -> dict[str, list[str]]:
    """All who were expected at the latest meeting, by organisation; the last entry is left to be written."""
    facts = latest.facts if latest else None
    groups = [facts.present, facts.apologies, facts.absent, *(s.present for s in facts.sittings)] if facts else []
    people: dict[str, dict[str, str]] = {}
    for organisation, own in (pair for group in groups for pair in (group or {}).items()):
        people.setdefault(organisation, {}).update({person.name: _line_of(person) for person in own})
    if len(people) > 1:
        people.pop("", None)  # a list without organisations can have no others
    members = [id for id, one in archive.config.organisations.items() if one.members]
    found = {id: [*lines.values()] for id, lines in people.items()} or {id: [] for id in members[:1] or [""]}
    found[[*found][-1]].append("…")
    return found


def _line_of(person: Person) -> str:
    if re.search("[,(]", person.name):
        return f"{{name: {as_yaml(person.name)}, role: {as_yaml(person.role)}}}"
    words = f"{person.name}{f' ({person.initials})' * bool(person.initials)}{f', {person.role}' * bool(person.role)}"
    is_plain = as_yaml(words.replace(", ", " "))[0] != '"'
    return words if is_plain else as_yaml(words)


def _held_after_all(meeting: Meeting, projects: dict[str, str], archive: Opened) -> tuple[Change, ...]:
    """A scheduled meeting becomes a held one: its line `status:` gives way to who was there.

    Without `projects`, those on its agenda are meant; others are added below it.
    """
    places, known = meeting.places, {one.id: one for one in archive.archive.projects}
    on_agenda = (id for item in meeting.facts.agenda.values() for id in item.project)
    projects = projects or {id: known[id].facts.title for id in on_agenda if id in known}
    latest, written = _latest(meeting.id, archive), [str(key) for key, *more in places.keys if not more]
    people = _people(latest, archive)
    held = _filled("held.md", archive, latest=latest and latest.facts, written=written, people=people)
    status = places.keys["status",].line + 1
    last = len(places.lines) - next(n for n, line in enumerate(reversed(places.lines)) if line.strip())
    number = next((int(s.number) for s in reversed(meeting.sections) if s.number.isdigit()), 0)
    if not re.fullmatch(r"status: *scheduled *(#.*)?", places.line(status)):
        raise RefusedError(f"{places.file}:{status}: write status: scheduled on a line by itself")
    edits, reviews = [Edit(status, 1, places.line(status), held.rstrip("\n"))], []
    for id, title in projects.items():
        item = _item_about(known[id], meeting) if id in known else ""
        if not item and places.file.endswith(".md"):
            new = _Item(str(number + len(edits)) if number else "", title)
            edits.append(below(places, last, f"\n{new.heading}"))
            item = new.key
        reviews.append(_review(meeting.id, id, item or "…", archive))
    content = archive.content(meeting)
    return (Change(places.file, content, edited(content, edits, places.file)), *reviews)


# --- a review -----------------------------------------------------------------------------------------------------


def _item_about(project: Project, meeting: Meeting) -> str:
    """The item of a meeting that is about a project, as its agenda or a heading says; empty unless it is one."""
    names = (project.facts.title, *(alias.name for alias in project.facts.aliases))
    found = [key for key, item in meeting.facts.agenda.items() if project.id in item.project]
    found = found or [s.key for s in meeting.sections if is_about(s.title, names) and not is_about(s.title, ())]
    return found[0] if len(found) == 1 else ""


def _review(name: str, id: str, item: str, archive: Opened) -> Change:
    graph, day = archive.checked.graph, parse_date(name[:10]) or PartialDate(9999)
    assert graph
    states = request_states(graph)
    asked = [one for one in graph.requests_about(id) if not one.same_as and one.meeting.last_day < day]
    waiting = [one for one in asked if states[one.ref].is_waiting]
    return _file(f"content/reviews/{name}/{id}.md", "review.md", archive, item=item, open=waiting)
