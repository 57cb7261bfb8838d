"""New records to be filled in: a meeting like the latest one, a review of each project, new projects.

Their skeletons are beside this module. What is still to be written is a `…`, which the check does not accept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from candour.editing import RefusedError
from candour.editing.changes import Change, Opened
from candour.editing.names import meeting_called, new_id, project_called
from candour.editing.texts import Edit, below, edited
from candour.findings.requests import request_states
from candour.graph.titles import is_about
from candour.ledger.entries import as_yaml
from candour.model.dates import PartialDate, parse_date
from candour.model.records import Meeting, Person, Section
from candour.model.values import slug
from candour.problems import Span


def new_project(archive: Opened, name: str) -> Change:
    """Raises RefusedError where there is such a project."""
    return _file(f"content/projects/{new_id(name, archive)}.md", "project.md", archive, title=name)


def new_review(archive: Opened, date: str, project: str) -> Change:
    """Of a meeting that has a record. Raises RefusedError."""
    name, id = meeting_called(date), project_called(project, archive).id
    meeting = archive.record(name)
    if not isinstance(meeting, Meeting) or meeting.facts.status != "held":
        both = f"Start both: candour new meeting {name} --project {id}"
        raise RefusedError(f"there is no record of a meeting {name} that was held. {both}")
    return _review(name, id, _item_about(id, meeting, archive), archive)


def new_meeting(
    archive: Opened, date: str, title: str, scheduled: bool, projects: Sequence[str], new_projects: Sequence[str]
) -> tuple[Change, ...]:
    """The meeting, a review of each project unless it is only scheduled, and the new projects. Raises RefusedError.

    A scheduled meeting that has a record already becomes a held one.
    """
    name = meeting_called(date)
    there, latest = archive.record(name), _latest(name, archive)
    becomes_held = isinstance(there, Meeting) and there.facts.status == "scheduled" and not scheduled
    if there and not becomes_held:
        hint = f"To add a review: candour new review {name} PROJECT; another meeting of that day is {name}-second"
        raise RefusedError(f"{there.places.file} is there already. {hint}")
    known = [project_called(each, archive) for each in projects]
    fresh = {new_id(one, archive): one for one in new_projects}
    titles = {one.id: one.facts.title for one in known} | fresh
    started = [new_project(archive, one) for one in fresh.values()]
    if isinstance(there, Meeting):
        return (*_held(there, latest, titles, archive), *started)
    opening, closing = _around(latest, archive)
    number = "1" if any(section.number for section in (*opening, *closing)) else ""
    items, numbers = [*opening, *(_item(one, number) for one in titles.values()), *closing], count(1)
    items = [replace(one, number=str(next(numbers))) if one.number else one for one in items]
    own = {id: item.key for id, item in zip(titles, items[len(opening) :], strict=False)}
    agenda = latest.facts.agenda if latest else {}
    kinds = {one.key: agenda[one.key].kind for one in items if one.key in agenda and not one.number}
    facts = {"name": name, "title": title or (latest.facts.title if latest else "Meeting"), "items": items, "own": own}
    template = "scheduled.md" if scheduled else "meeting.md"
    path, more = f"content/meetings/{name}.md", _of_latest(latest)
    reviews = [_review(name, id, item, archive) for id, item in own.items() if not scheduled]
    return (_file(path, template, archive, **facts, **more, kinds=kinds), *reviews, *started)


def _file(path: str, template: str, archive: Opened, **facts: Any) -> Change:
    return Change(path, None, _filled(template, archive, **facts).encode())


def _filled(template: str, archive: Opened, **facts: Any) -> str:
    skeletons = Environment(loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, **_OF_TEXT)
    skeletons.filters |= {"yaml": as_yaml, "heading": _heading}
    return skeletons.get_template(template).render(facts, config=archive.graph.config)


_OF_TEXT: Any = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True}
"""Nothing is escaped, as there is no HTML."""

# --- like the latest meeting --------------------------------------------------------------------------------------


def _latest(name: str, archive: Opened) -> Meeting | None:
    """The last one that was held before this one, else the first after it."""
    held = [one for one in archive.graph.meetings if one.facts.status == "held"]
    return next((one for one in reversed(held) if one.id < name), held[0] if held else None)


def _item(title: str, number: str = "") -> Section:
    return Section(slug(title), title, (), Span(""), number=number)


def _heading(item: Section) -> str:
    if item.number:
        return f"## {item.number}. {item.title}"
    return f"## {item.title}" + (f" {{#{item.id}}}" if item.id != slug(item.title) else "")


def _around(latest: Meeting | None, archive: Opened) -> tuple[Sequence[Section], Sequence[Section]]:
    """The items before and after those on projects."""
    if latest is None:
        return [_item("Welcome", "1")], [_item("Any other business", "1")]
    items = [section for section in latest.sections if section.level == 2 and section.key]
    reviews = archive.graph.reviews_of_meeting[latest.id]
    about = {key for one in reviews for key in one.facts.discussed}
    places = [place for place, item in enumerate(items) if item.key in about] or [len(items) - 1]
    return items[: places[0]], items[places[-1] + bool(about) :]


def _of_latest(latest: Meeting | None, written: Iterable[str] = ()) -> Mapping[str, Any]:
    """What a new meeting takes over, but for the fields that are written already: where, and who may be there."""
    facts = latest.facts if latest else None
    groups = [facts.present, facts.apologies, facts.absent, *(s.present for s in facts.sittings)] if facts else []
    people: dict[str, dict[str, str]] = {}
    for organisation, own in (pair for group in groups for pair in (group or {}).items()):
        people.setdefault(organisation, {}).update({person.name: _line_of(person) for person in own})
    if len(people) > 1:
        people.pop("", None)  # a list without organisations can have no others
    named = latest.id if latest else ""
    return {"latest": facts, "latest_name": named, "written": {*written}, "people": people}


def _line_of(person: Person) -> str:
    if re.search("[,(]", person.name):
        return f"{{name: {as_yaml(person.name)}, role: {as_yaml(person.role)}}}"
    words = f"{person.name}{f' ({person.initials})' * bool(person.initials)}{f', {person.role}' * bool(person.role)}"
    return words if as_yaml(words.replace(", ", " "))[0] != '"' else as_yaml(words)


def _held(meeting: Meeting, latest: Meeting | None, projects: dict[str, str], archive: Opened) -> Sequence[Change]:
    """A scheduled meeting becomes a held one: its line `status:` gives way to who was there.

    Without `projects`, those on its agenda are meant; others are added before the closing items, which have no number.
    """
    places, titles = meeting.places, {one.id: one.facts.title for one in archive.archive.projects}
    on_agenda = (id for item in meeting.facts.agenda.values() for id in item.project)
    projects = projects or {id: titles[id] for id in on_agenda if id in titles}
    own = {id: _item_about(id, meeting, archive) for id in projects}
    numbered = [(n, int(one.number)) for n, one in enumerate(meeting.sections, 1) if one.number.isdigit()]
    last, number = max(numbered, default=(len(meeting.sections) - 1, 0))
    end = next((one.span.line - 1 for one in meeting.sections[last:]), len(places.lines))
    while not places.line(end).strip():
        end -= 1
    written = (str(key) for key, *more in places.keys if not more)
    held, status = _filled("held.md", archive, **_of_latest(latest, written)), places.keys["status",].line + 1
    edits, headings = [Edit(status, 1, places.line(status), held.rstrip("\n"))], list[str]()
    for id, item in own.items() if places.file.endswith(".md") else ():
        if item == "…":
            new = _item(projects[id], str(number + len(headings) + 1) if numbered else "")
            headings.append(f"\n{_heading(new)}")
            own[id] = new.key
    edits += [below(places, end, "\n".join(headings))] if headings else []
    content = archive.contents[places.file]
    reviews = [_review(meeting.id, id, item, archive) for id, item in own.items()]
    return [Change(places.file, content, edited(content, edits, places.file)), *reviews]


# --- a review -----------------------------------------------------------------------------------------------------


def _item_about(id: str, meeting: Meeting, archive: Opened) -> str:
    """The item of a meeting that is about a project, as its agenda or a heading says; `…` unless it is one."""
    found = [key for key, item in meeting.facts.agenda.items() if id in item.project]
    for project in archive.archive.projects if not found else ():
        if project.id == id:
            names = (project.facts.title, *(alias.name for alias in project.facts.aliases))
            found = [s.key for s in meeting.sections if is_about(s.title, names) and not is_about(s.title, ())]
    return found[0] if len(found) == 1 else "…"


def _review(name: str, id: str, item: str, archive: Opened) -> Change:
    graph, day = archive.graph, parse_date(name[:10]) or PartialDate(9999)
    states = request_states(graph)
    asked = [one for one in graph.requests_about(id) if not one.same_as and one.meeting.last_day < day]
    waiting = [one for one in asked if states[one.ref].is_waiting]
    status = any(one.facts.status for one in graph.reviews.values())
    return _file(f"content/reviews/{name}/{id}.md", "review.md", archive, item=item, open=waiting, status=status)
