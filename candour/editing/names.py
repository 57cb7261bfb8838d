"""What a person calls a project, a meeting or a day -> what records call it."""

from candour.editing import RefusedError
from candour.editing.changes import Opened
from candour.graph.register import former_names
from candour.model.dates import named_after, parse_date
from candour.model.records import Project
from candour.model.values import id_error, slug
from candour.problems import nearest


def project_called(text: str, archive: Opened) -> Project:
    """By its id, title or any other name. Raises RefusedError."""
    projects, former = archive.archive.projects, former_names(archive.archive.records)
    wanted = text.removeprefix("project:").casefold().strip()
    wanted = former.get(f"project:{wanted}", wanted).removeprefix("project:")
    names = {p.id: [n.casefold() for n in (p.id, p.facts.title, *(a.name for a in p.facts.aliases))] for p in projects}
    found = [p for p in projects if p.id == wanted] or [p for p in projects if wanted in names[p.id]]
    if len(found) > 1:
        raise RefusedError(f'"{text}" may be {" or ".join(p.id for p in found)}: write one of these')
    if not found:
        ids = {name: id for id, own in names.items() for name in own}
        near = ids.get(nearest(wanted, ids) or next((name for name in ids if wanted in name), ""))
        meant = f"did you mean {near}?" if near else "the files in content/projects/ have their names."
        new = "Or start a new one: candour new project NAME, or --new-project NAME of candour new meeting"
        raise RefusedError(f'there is no project "{text}": {meant} {new}')
    return found[0]


def new_id(text: str, archive: Opened) -> str:
    """The id of a new project, or a new one of an old. Raises RefusedError where it is taken, or cannot be one."""
    id = slug(text)
    if error := id_error(id):
        raise RefusedError(f'"{text}" cannot become the name of a file: {error}. Choose another name')
    for project in archive.archive.projects:
        if project.id == id or project.facts.title.casefold() == text.casefold():
            taken = f"{project.places.file} has a project of this name"
            raise RefusedError(f"{taken}: write {project.id} as one that is there already")
    return id


def meeting_called(text: str) -> str:
    """The name of a meeting, from its day. Raises RefusedError with the right way to write it."""
    if parse_date(text) or (parse_date(text[:10]) and text[10:11] == "-" and text[11:] and not id_error(text)):
        return text
    meant = named_after(text.strip().replace("/", "."))
    hint = f"write {meant}" if meant else "no month has that day, or it is not year, month and day, as in 2023-02-08"
    raise RefusedError(f'"{text}" is not the day of a meeting: {hint}')
