"""A project gets another name: its files, everything that refers to it, and what says so."""

from collections import defaultdict

from candour.editing import RefusedError
from candour.editing.changes import Change, Opened
from candour.editing.mentions import mentions_in, mentions_of
from candour.editing.names import new_id
from candour.editing.texts import Edit, added, edited
from candour.ledger.entries import as_yaml, entry
from candour.model.records import Project
from candour.model.values import id_error, slug
from candour.problems import gathered
from candour.reading.raw import read_raw


def renamed(project: Project, new: str, archive: Opened, day: str) -> tuple[Change, ...]:
    """`new` is an id, or a title, which makes an id; then the former title is an alias until `day`, and a correction
    says that it changed. Raises RefusedError."""
    old, title, is_title = project.id, project.facts.title, bool(id_error(new))
    if new in {old, title}:
        raise RefusedError(f'the project is called "{new}" already')
    id = old if slug(new) == old and is_title else new_id(new, archive)
    reviews = (review for review in archive.archive.reviews if review.slug == old and old in review.projects)
    moving = (project, *reviews) if id != old else ()
    now = {one.name: one.name.removesuffix(old) + id for one in moving}
    files = {one.places.file: one.places.file.replace(f"/{old}.", f"/{id}.") for one in moving}
    found = [mention for record in archive.archive.records for mention in mentions_of(record)]
    if archive.files.config:
        places = gathered(read_raw(archive.files.config))[0].places
        found += mentions_in("", archive.graph.config, (), places)
    edits: defaultdict[str, list[Edit]] = defaultdict(list)
    for one in found:
        if (name := one.ref.record) in now and not one.written.startswith("#"):
            before, after = (name, now[name]) if one.written.startswith(name) else (old, id)  # the bare id of a project
            edit = Edit(one.line, one.column, one.written, one.written.replace(before, after, 1))
            edits[one.places.file].append(edit)
    places, own = project.places, edits[project.places.file]
    if is_title:
        extent = places.values["title",]
        written = places.line(extent.line + 1)[extent.column : extent.end_column]
        if extent.line != extent.end_line:
            raise RefusedError(f"{places.file}:{extent.line + 1}: write the title on one line first")
        own.append(Edit(extent.line + 1, extent.column + 1, written, as_yaml(new)))
        correction = entry("title", title, new, day).replace("kind: error", "kind: late-change")
        own += added(places, "corrections", correction.replace("why: …", "why: The project has a new name."))
        own += added(places, "aliases", f"{{name: {as_yaml(title)}, until: {day}}}")
    own += added(places, "moved_from", project.name) if now else []
    changes: list[Change] = []
    for path in sorted({*edits, *files}):
        content, to = archive.contents[path], files.get(path, path)
        changes.append(Change(to, content, edited(content, edits[path], path), path if to != path else ""))
    return tuple(changes)
