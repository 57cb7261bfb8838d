"""A project gets another name: its files, everything that refers to it, and what says so."""

from collections import defaultdict

from candour.editing.changes import Change, Opened, RefusedError
from candour.editing.mentions import mentions_in, mentions_of
from candour.editing.projects import new_id
from candour.editing.texts import Edit, added, as_yaml, edited, last_line, lines_of
from candour.model.records import Project
from candour.model.values import id_error, slug
from candour.problems import CONFIG_FILE, gathered
from candour.reading.raw import read_raw


def renamed(project: Project, new: str, archive: Opened, day: str, correction: str) -> tuple[Change, ...]:
    """`new` is an id, or a title, which makes an id; then the former title stays as an alias until `day`.

    `correction` says of the title that it changed. Raises RefusedError.
    """
    old, is_title = project.id, bool(id_error(new))
    if new in {old, project.facts.title}:
        raise RefusedError(f'the project is called "{new}" already')
    id = old if slug(new) == old and is_title else new_id(new, archive)
    moved = {project.name: f"project:{id}"} if id != old else {}
    reviews = [r for r in archive.archive.reviews if r.slug == old and old in r.projects and moved]
    moved |= {r.name: f"{r.meeting}/{id}" for r in reviews}
    taken = next((r for r in archive.archive.reviews if r.name in moved.values()), None)
    if taken:
        raise RefusedError(f"{taken.places.file} is there already: give that review's file another name first")
    edits: defaultdict[str, list[Edit]] = defaultdict(list)
    found = [mention for record in archive.archive.records for mention in mentions_of(record)]
    if archive.files.config:
        places = gathered(read_raw(archive.files.config))[0].places
        found += mentions_in("", archive.config, (), places)
    for one in found:
        if (now := moved.get(one.ref.record)) and not one.written.startswith("#"):
            before, after = one.ref.record, now
            if not one.written.startswith(before):  # the bare id of a project
                before, after = old, id
            written = one.written.replace(before, after, 1)
            edits[one.places.file].append(Edit(one.line, one.column, one.written, written))
    own, file = project.places, project.places.file
    if is_title:
        edits[file] += [_titled(project, new), *added(own, "corrections", correction, "title")]
        alias = f"{{name: {as_yaml(project.facts.title)}, until: {day}}}"
        edits[file] += added(own, "aliases", alias, "title")
    edits[file] += added(own, "moved_from", project.name, "title") if moved else []
    files = {one.path: one.content or b"" for one in archive.files.records}
    files[CONFIG_FILE] = (archive.files.config and archive.files.config.content) or b""
    to = {record.places.file: record.places.file.replace(f"/{old}.", f"/{id}.") for record in (project, *reviews)}
    changes: list[Change] = []
    for path in sorted({*edits, *(to if moved else ())}):
        content, target = edited(files[path], edits[path], path), to.get(path, path)
        changes += [Change(path, files[path], content)] if target == path else []
        changes += [Change(target, None, content), Change(path, files[path], None)] if target != path else []
    return tuple(changes)


def _titled(project: Project, title: str) -> Edit:
    places, extent = project.places, project.places.values["title",]
    lines = lines_of(places, extent.line + 1, last_line(places, "title"))
    end = extent.end_column if extent.line == extent.end_line else len(lines) - 1
    return Edit(extent.line + 1, extent.column + 1, lines[extent.column : end], as_yaml(title))
