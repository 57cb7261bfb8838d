"""`candour new`: files for a meeting, a review or a project, to be filled in."""

from pathlib import Path
from typing import Any

import click

from candour.commands import DONE
from candour.commands.editing import read_to_change, write_and_say
from candour.commands.report import Commands, Report, command


@click.group(cls=Commands)
def new() -> None:
    """Start a meeting, a review or a project.

    The check reports each … that is still to be written in the new files. No file is ever overwritten.
    """


@new.add_command
@command
@click.argument("date")
@click.option("--title", default="", help="The kind of meeting.  [default: that of the latest]")
@click.option("--scheduled", is_flag=True, help="It is still to come. Later the same command makes it a held one.")
@click.option("--project", "-p", "projects", multiple=True, metavar="PROJECT", help="A project on its agenda; repeat.")
@click.option("--new-project", "new_projects", multiple=True, metavar="NAME", help="One that has no file yet; repeat.")
def meeting(archive: Path, report: Report, **wanted: Any) -> int:
    """Start a meeting, with a review of each project.

    Its agenda and its people are those of the latest meeting, to be changed; each review lists the requests that are
    open. A project may be called by its id, its title or a former name. Prints the names of the files.

    \b
    Examples:
      candour new meeting 2024-05-14 --project bench --new-project "Bicycle stands"
      candour new meeting 2024-09-10 --scheduled
    """
    from candour.editing.start import new_meeting

    write_and_say(archive, new_meeting(read_to_change(archive, report, may_have_errors=True), **wanted), report)
    return DONE


@new.add_command
@command
@click.argument("date")
@click.argument("project")
def review(archive: Path, report: Report, **wanted: Any) -> int:
    """Start a review.

    The meeting of DATE has a file already, and so has the project, which may be called by any of its names.

    \b
    Example:
      candour new review 2024-05-14 "Bench by the entrance"
    """
    from candour.editing.start import new_review

    write_and_say(archive, [new_review(read_to_change(archive, report, may_have_errors=True), **wanted)], report)
    return DONE


@new.add_command
@command
@click.argument("name")
def project(archive: Path, report: Report, name: str) -> int:
    """Start a project. NAME is its title.

    \b
    Example:
      candour new project "Bicycle stands"
    """
    from candour.editing.start import new_project

    write_and_say(archive, [new_project(read_to_change(archive, report, may_have_errors=True), name)], report)
    return DONE
