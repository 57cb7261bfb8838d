"""`candour rename`: another name for a project, in every file."""

from pathlib import Path

import click

from candour.commands import DONE
from candour.commands.editing import archive_to_change, carry_out, dated, problems_after
from candour.commands.report import Commands, Report, command


@click.group(cls=Commands)
def rename() -> None:
    """Give a project another name.

    \b
    Example:
      candour rename project bench "New seats"
    """


@rename.add_command
@command
@click.argument("old")
@click.argument("new")
@dated
def project(archive: Path, report: Report, old: str, new: str, day: str, dry_run: bool) -> int:
    """Give the project OLD the name NEW, and rewrite everything that refers to it.

    If NEW is a title, as in "New seats", the project is called so from now on; its files and its address become
    new-seats, and the former title stays as a name until DATE. If NEW is an id, as in new-seats, the title stays. Old
    addresses lead to the new ones. Nothing else in the files changes.

    \b
    Examples:
      candour rename project bench "New seats" --dry-run
      candour rename project bench new-seats
    """
    from candour.editing.projects import project_called
    from candour.editing.rename import renamed
    from candour.ledger.entries import entry

    with archive_to_change(archive, report) as read:
        one = project_called(old, read)
        correction = entry("title", one.facts.title, new, day).replace("kind: error", "kind: late-change")
        changes = renamed(one, new, read, day, correction.replace("why: …", "why: The project has a new name."))
        problems_after(read, changes, report, day)
        carry_out(archive, changes, report, dry_run=dry_run)
    if not dry_run:
        report.say(f"{one.id} is renamed. Type candour check --since HEAD, look at the changes, and commit them.")
    return DONE
