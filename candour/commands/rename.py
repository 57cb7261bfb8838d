"""`candour rename`: another name for a project, in every file."""

from pathlib import Path

import click

from candour.commands import DONE
from candour.commands.editing import carry_out, dated, read_to_change
from candour.commands.report import Commands, Report, command


@click.group(cls=Commands)
def rename() -> None:
    """Give a project another name."""


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
    from candour.editing.names import project_called
    from candour.editing.rename import renamed

    read = read_to_change(archive, report)
    carry_out(archive, read, renamed(project_called(old, read), new, read, day), report, day, dry_run)
    return DONE
