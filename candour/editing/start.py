"""New records to be filled in: a meeting like the latest one, a review of each project, new projects.

What is still to be written is a `…`, which the check does not accept.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from textwrap import shorten

from candour.editing.changes import Change, Opened, RefusedError
from candour.editing.projects import meeting_called, new_id, project_called
from candour.editing.texts import Edit, as_yaml, below, cuts, edited
from candour.graph.register import OpenRequest, former_names, register_of
from candour.graph.titles import is_about
from candour.model.anchors import request as request_anchor
from candour.model.dates import parse_date
from candour.model.records import ABSENT_OUTCOMES, Meeting, Person, Project, Review, Section
from candour.model.values import slug

DOCS = "docs/format.md of candour"
"""Where fields are explained, from any archive."""
_MISSING = "…"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of an agenda to be written."""

    number: str
    """Empty for a heading without one."""
    title: str
    id: str = ""
    facts: str = ""
    """Written under `agenda:`."""

    @property
    def key(self) -> str:
        return self.number or self.id or slug(self.title)

    @property
    def heading(self) -> str:
        tag = f" {{#{self.id}}}" if self.id and not self.number and self.id != slug(self.title) else ""
        return f"## {self.number}{'. ' * bool(self.number)}{self.title}{tag}"


def new_project(name: str, archive: Opened) -> Change:
    """Raises RefusedError where there is such a project."""
    kinds = archive.config.project_kinds
    kind = f"# {_choice(kinds)}:\nkind: {_MISSING}" if kinds else ""
    return _file(f"content/projects/{new_id(name, archive)}.md", "project", title=as_yaml(name), kind=kind)


def new_review(day: str, called: str, archive: Opened) -> Change:
    """Of a meeting that has a record. Raises RefusedError."""
    name, project = meeting_called(day), project_called(called, archive, _NEW_PROJECT)
    meeting = next((one for one in archive.archive.meetings if one.id == name), None)
    if meeting is None:
        raise RefusedError(f"there is no meeting {name}. Start both: candour new meeting {name} --project {project.id}")
    if meeting.facts.status != "held":
        hint = f"candour new meeting {name} --project {project.id}, or delete its status"
        raise RefusedError(
            f"the meeting {name} is {meeting.facts.status}, so nothing was reviewed. If it was held: {hint}"
        )
    return _review(name, project.id, _item_of(project, meeting), "", archive)


_NEW_PROJECT = "If it is new, add it: --new-project NAME, or candour new project NAME"


def new_meeting(
    day: str, title: str, scheduled: bool, called: Sequence[str], new: Sequence[str], archive: Opened
) -> tuple[Change, ...]:
    """The meeting, a review of each project unless it is only scheduled, and the new projects. Raises RefusedError.

    A scheduled meeting that has a record already becomes a held one.
    """
    name = meeting_called(day)
    known = [project_called(one, archive, _NEW_PROJECT) for one in called]
    projects = {one.id: one.facts.title for one in known} | {new_id(one, archive): one for one in new}
    made = [new_project(one, archive) for one in dict.fromkeys(new)]
    there = next((one for one in archive.archive.meetings if one.id == name), None)
    if now := former_names(archive.archive.records).get(name):
        raise RefusedError(f"{name} is a former name of the meeting {now}, and its address leads there")
    if there:
        if scheduled or there.facts.status != "scheduled" or there.facts.draft:
            hint = f"To add a review: candour new review {name} PROJECT; another meeting of that day is {name}-second"
            raise RefusedError(f"{there.places.file} is there already. {hint}")
        return (*_held_after_all(there, projects, archive), *made)
    latest = _latest(name, archive)
    opening, closing = _around(latest, archive)
    items = _numbered([*opening, *(_Item("1", one) for one in projects.values()), *closing], latest)
    own = dict(zip(projects, items[len(opening) :], strict=False))
    ids = {item.key: id for id, item in own.items()}
    agenda = [f"  {i.key}: {{project: {ids[i.key]}}}" for i in items if i.key in ids and scheduled]
    agenda += [f"  {item.key}: {{{item.facts}}}" for item in items if item.facts]
    agenda.insert(0, "agenda:" if agenda else "#agenda:")
    agenda += [f"#  {item.key}: {{time: 10:00, lead: The name of who led it}}" for item in items[:1] if not scheduled]
    made.insert(
        0,
        _file(
            f"content/meetings/{name}.md",
            "scheduled" if scheduled else "meeting",
            date=name,
            title=as_yaml(title or (latest.facts.title if latest else "Meeting")),
            facts=_same(latest, ("format", "place")),
            held=_held(latest, ("format", "place", "start", "end", "chair"), archive),
            agenda="\n".join(agenda),
            headings="\n\n".join(item.heading for item in items),
        ),
    )
    if not scheduled:
        decided = _decided(latest, closing, items[len(items) - len(closing) :], archive)
        made += [_review(name, id, item.key, decided, archive) for id, item in own.items()]
    return tuple(made)


def _file(path: str, template: str, **values: str) -> Change:
    """From a skeleton beside this module; a line that would say nothing is left out."""
    return Change(path, None, _filled(template, **values).encode())


def _filled(template: str, **values: str) -> str:
    suffix = ".yaml" if template == "held" else ".md"
    text = Path(__file__).with_name(template + suffix).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    empty = {f"${name}\n" for name, value in values.items() if not value}
    text = "".join(line for line in lines if line not in empty)
    return Template(text).substitute(values, docs=DOCS)


def _choice(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


# --- like the latest meeting --------------------------------------------------------------------------------------


def _latest(name: str, archive: Opened) -> Meeting | None:
    """The last one that was held before this one, else the first after it."""
    held = [m for m in archive.archive.meetings if m.facts.status == "held" and not (m.facts.draft or m.facts.removed)]
    return next((m for m in reversed(held) if m.id < name), held[0] if held else None)


def _around(latest: Meeting | None, archive: Opened) -> tuple[list[_Item], list[_Item]]:
    """The items before and after those on projects."""
    if latest is None:
        return [_Item("1", "Welcome")], [_Item("2", "Any other business")]
    sections = [section for section in latest.sections if section.level == 2 and section.key]
    reviews = [one for one in archive.archive.reviews if one.meeting == latest.id]
    about = {key for review in reviews for key in review.facts.discussed}
    about |= {key for key, facts in latest.facts.agenda.items() if facts.project}
    places = [place for place, section in enumerate(sections) if section.key in about] or [max(0, len(sections) - 1)]
    end = places[-1] + 1 if about else places[-1]
    items = [_Item(s.number and "1", s.title, s.id, _kind(latest, s)) for s in sections]
    return items[: places[0]], items[end:]


def _kind(meeting: Meeting, section: Section) -> str:
    facts = meeting.facts.agenda.get(section.key)
    return f"kind: {facts.kind}" if facts and facts.kind != "item" else ""


def _numbered(items: Sequence[_Item], latest: Meeting | None) -> list[_Item]:
    """From 1, or on from the latest meeting's last number, as its own numbers do; without numbers where it has none."""
    numbers = [s.number for s in latest.sections if s.level == 2 and s.number] if latest else ["1"]
    goes_on = bool(numbers) and all(one.isdigit() for one in numbers) and int(numbers[0]) > 1
    number, found = int(numbers[-1]) if goes_on else 0, []
    for item in items:
        number += bool(item.number)
        found.append(_Item(str(number) if item.number and numbers else "", item.title, item.id, item.facts))
    return found


def _decided(latest: Meeting | None, old: Sequence[_Item], new: Sequence[_Item], archive: Opened) -> str:
    """The item after the projects where all was decided at the latest meeting, by its key now; else empty."""
    reviews = [one for one in archive.archive.reviews if latest and one.meeting == latest.id]
    decided = {one.facts.decided for one in reviews if one.facts.decided}
    titles = {s.title for s in latest.sections if {s.key} == decided} if latest else set()
    return next((item.key for item in new if item.title in titles), "")


def _same(meeting: Meeting | None, fields: Sequence[str]) -> str:
    """The fields that the latest meeting has; what is another each time is left to be written."""
    lines: list[str] = []
    for field in fields:
        value = getattr(meeting.facts, field) if meeting else field in {"start", "end", "chair"}
        if field == "chair" and value:
            was = ", ".join(one.name for one in meeting.facts.chair) if meeting else ""
            lines.append(f"chair: {_MISSING}{f'  # at the meeting before: {was}' * bool(was)}")
        elif value:
            lines.append(f"{field}: {as_yaml(value) if isinstance(value, str) else _MISSING}")
    return "\n".join(lines)


def _held(latest: Meeting | None, fields: Sequence[str], archive: Opened) -> str:
    """What is known only of a meeting that was held; for its attendance all who were expected at the latest one."""
    facts = latest.facts if latest else None
    groups = [facts.present, facts.apologies, facts.absent, *(s.present for s in facts.sittings)] if facts else []
    people: dict[str, dict[str, Person]] = {}
    for organisation, own in (pair for group in groups for pair in (group or {}).items()):
        people.setdefault(organisation, {}).update({person.name: person for person in own})
    if len(people) != 1:
        people.pop("", None)  # a list without organisations can have no others
    since = f", from the meeting of {latest.date}" if people and latest else ""
    for id in [id for id, one in archive.config.organisations.items() if one.members] or [""] if not people else ():
        people[id] = {}
    lines: list[str] = []
    for organisation, by_name in people.items():
        indent = "  " + "  " * bool(organisation)
        lines += [f"  {organisation}:"] * bool(organisation)
        lines += [f"{indent}- {_line_of(person)}" for person in by_name.values()] or [f"{indent}- {_MISSING}"]
    lines += [f"{indent}- {_MISSING}"] if since else []
    return _filled("held", facts=_same(latest, fields), present="\n".join(lines), since=since).rstrip("\n")


def _line_of(person: Person) -> str:
    if re.search("[,(]", person.name):
        return f"{{name: {as_yaml(person.name)}, role: {as_yaml(person.role or _MISSING)}}}"
    words = f"{person.name}{f' ({person.initials})' * bool(person.initials)}{f', {person.role}' * bool(person.role)}"
    is_plain = as_yaml(words.replace(", ", " ")) == words.replace(", ", " ")
    return words if is_plain else as_yaml(words)


def _held_after_all(meeting: Meeting, projects: Mapping[str, str], archive: Opened) -> tuple[Change, ...]:
    """A scheduled meeting becomes a held one: its line `status:` gives way to who was there, and its projects to
    reviews; without `projects`, those on its agenda are meant."""
    places, agenda = meeting.places, meeting.facts.agenda
    known = {one.id: one for one in archive.archive.projects}
    projects = projects or {id: known[id].facts.title for item in agenda.values() for id in item.project}
    missing = [one for one in ("format", "place", "start", "end", "chair") if not places.has((one,))]
    status = places.keys["status",].line + 1
    edits = [Edit(status, 1, places.line(status), _held(_latest(meeting.id, archive), missing, archive))]
    changes: list[Change] = []
    last = len(places.lines) - next(n for n, line in enumerate(reversed(places.lines)) if line.strip())
    for id, title in projects.items():
        item = _item_of(known[id], meeting) if id in known else ""
        if item in {"", _MISSING}:
            numbers = [s.number for s in meeting.sections if s.number.isdigit()]
            number = str(int(numbers[-1]) + 1 + len(edits)) if numbers else ""
            new = _Item(number, title)
            edits.append(below(places, last, f"\n{new.heading}"))
            item = new.key
        changes.append(_review(meeting.id, id, item, "", archive))
    reviewed = [key for key, item in agenda.items() if item.project and {*item.project} <= projects.keys()]
    edits += cuts(places, [("agenda", key, "project") for key in reviewed])
    content = archive.content(meeting)
    return (Change(places.file, content, edited(content, edits, places.file)), *changes)


# --- a review -----------------------------------------------------------------------------------------------------


def _item_of(project: Project, meeting: Meeting) -> str:
    """The item of a meeting that is about a project: as its agenda says, or by the words of a heading."""
    names = (project.facts.title, *(alias.name for alias in project.facts.aliases))
    found = [key for key, item in meeting.facts.agenda.items() if project.id in item.project]
    found = found or [s.key for s in meeting.sections if is_about(s.title, names) and not is_about(s.title, ())]
    return found[0] if len(found) == 1 else _MISSING


def _review(name: str, id: str, item: str, decided: str, archive: Opened) -> Change:
    config, date = archive.config, parse_date(name[:10]) or parse_date(name[:7]) or parse_date(name[:4])
    register = register_of(archive.archive, config)
    asked = [one for one in register.open_requests if date and id in one.projects and one.day < date]
    answers = [
        f"#  {one.ref}: {_MISSING}  # {_words(one, archive)}" for one in asked if one.ref.record not in register.drafts
    ]
    outcomes = "; ".join(f"{code} ({one.label})" for code, one in config.outcomes.items())
    return _file(
        f"content/reviews/{name}/{id}.md",
        "review",
        discussed=item,
        decided=f"decided: {decided}" if decided else "#decided: 10",
        stage=f"# {_choice(config.stages)}:\nstage: {_MISSING}" if config.stages else "",
        outcomes=f"{outcomes}; or {_choice(ABSENT_OUTCOMES)}:".removeprefix("; or "),
        answers="\n".join([_OPEN, *answers]) if answers else "",
        topic="".join(f" {topic}" for topic in [*config.topics][:1]),
    )


_OPEN = """\
# Open requests about the project. If the minutes answer one, delete the # before answers: and before its name,
# and write fully, partly, not-yet or withdrawn in the place of its …
#answers:"""


def _words(asked: OpenRequest, archive: Opened) -> str:
    """What was asked, and when an answer is due."""
    records: Sequence[Meeting | Review] = (*archive.archive.meetings, *archive.archive.reviews)
    record = next(one for one in records if one.name == asked.ref.record)
    request = record.facts.requests[asked.ref.anchor.removeprefix(request_anchor(""))]
    due = request.due and (request.due.date or request.due.stage or "at the next meeting")
    return f"{shorten(request.text.text, 120, placeholder=' …')}{f' Due: {due}.' * bool(due)}"
