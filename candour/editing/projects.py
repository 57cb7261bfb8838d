"""What a person calls a project, a meeting or a day -> what records call it."""

from candour.editing.changes import Opened, RefusedError
from candour.graph.register import former_names
from candour.model.dates import named_after, parse_date
from candour.model.records import Project
from candour.model.values import id_error, slug
from candour.problems import nearest


def project_called(text: str, archive: Opened, otherwise: str = "") -> Project:
    """By its id, title or any other name. Raises RefusedError; `otherwise` is what to do if it is new."""
    projects, former = archive.archive.projects, former_names(archive.archive.records)
    wanted = text.removeprefix("project:").casefold().strip()
    wanted = former.get(f"project:{wanted}", wanted).removeprefix("project:")
    names = {p.id: {p.facts.title.casefold(), *(alias.name.casefold() for alias in p.facts.aliases)} for p in projects}
    found = [p for p in projects if p.id == wanted] or [p for p in projects if wanted in names[p.id]]
    if len(found) == 1:
        if found[0].facts.removed:
            raise RefusedError(f"the project {found[0].id} was removed, according to {found[0].places.file}")
        return found[0]
    if found:
        raise RefusedError(f'"{text}" may be {" or ".join(p.id for p in found)}: write one of these')
    ids = {name: p.id for p in projects for name in (p.id, *names[p.id])}
    near = nearest(wanted, ids) or nearest(slug(wanted), ids)
    meant = f"did you mean {ids[near]}?" if near else "the files in content/projects/ have their names."
    raise RefusedError(f'there is no project "{text}": {meant} {otherwise}'.strip())


def new_id(text: str, archive: Opened) -> str:
    """The id of a new project, or a new one of an old. Raises RefusedError where it is taken, or cannot be one."""
    id, former = slug(text), former_names(archive.archive.records)
    if error := id_error(id):
        raise RefusedError(f'"{text}" cannot become the name of a file: {error}. Choose another name')
    for project in archive.archive.projects:
        if project.id == id or text.casefold() in (project.facts.title.casefold(), project.id):
            title = project.facts.title or "removed"
            raise RefusedError(f'there is a project "{title}" already, {project.places.file}: write {project.id}')
    if now := former.get(f"project:{id}"):
        raise RefusedError(f"project:{id} is a former name of {now}, and its address leads there. Choose another name")
    return id


def meeting_called(text: str) -> str:
    """The name of a meeting, from its day. Raises RefusedError with the right way to write it."""
    day, _, rest = text[:10], text[10:11], text[11:]
    if (parse_date(text) or (parse_date(day) and text[10:11] == "-" and rest)) and not id_error(text):
        return text
    meant = named_after(text.strip().replace("/", ".").replace("2nd", "2"))
    hint = f"write {meant}" if meant else "write year, month and day with two digits each, as in 2023-02-08"
    why = "there is no such day" if parse_date(day[:7]) and len(text) == 10 else "this is not how candour writes a day"
    raise RefusedError(f'"{text}": {why}: {hint}')
