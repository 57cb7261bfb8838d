"""`candour new`: files for a meeting, a review or a project, to be filled in."""

from collections.abc import Sequence
from pathlib import Path

import click

from candour.commands import DONE
from candour.commands.editing import archive_to_change, carry_out
from candour.commands.report import Commands, Report, command


@click.group(cls=Commands)
def new() -> None:
    """Start a meeting, a review or a project.

    The check reports each … that is still to be written in the new files. No file is ever overwritten.

    \b
    Examples:
      candour new meeting 2024-05-14 --project bench --new-project "Bicycle stands"
      candour new review 2024-05-14 bench
      candour new project "Bicycle stands"
    """


@new.add_command
@command
@click.argument("date")
@click.option("--title", default="", help="The kind of meeting.  [default: that of the latest]")
@click.option("--scheduled", is_flag=True, help="It is still to come. Later the same command makes it a held one.")
@click.option("--project", "-p", "projects", multiple=True, metavar="PROJECT", help="A project on its agenda; repeat.")
@click.option("--new-project", "new_projects", multiple=True, metavar="NAME", help="One that has no file yet; repeat.")
def meeting(
    archive: Path,
    report: Report,
    date: str,
    title: str,
    scheduled: bool,
    projects: Sequence[str],
    new_projects: Sequence[str],
) -> int:
    """Start a meeting, with a review of each project.

    Its agenda and its people are those of the latest meeting, to be changed; each review lists the requests that are
    open. A project may be called by its id, its title or a former name. Prints the names of the files.

    \b
    Examples:
      candour new meeting 2024-05-14 --project bench --new-project "Bicycle stands"
      candour new meeting 2024-09-10 --scheduled
    """
    from candour.editing.start import new_meeting

    with archive_to_change(archive, report, may_have_errors=True) as read:
        carry_out(archive, new_meeting(date, title, scheduled, projects, new_projects, read), report)
    return DONE


@new.add_command
@command
@click.argument("date")
@click.argument("project")
def review(archive: Path, report: Report, date: str, project: str) -> int:
    """Start a review.

    The meeting of DATE has a file already, and so has the project, which may be called by any of its names.

    \b
    Example:
      candour new review 2024-05-14 "Bench by the entrance"
    """
    from candour.editing.start import new_review

    with archive_to_change(archive, report, may_have_errors=True) as read:
        carry_out(archive, [new_review(date, project, read)], report)
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

    with archive_to_change(archive, report, may_have_errors=True) as read:
        carry_out(archive, [new_project(name, read)], report)
    return DONE
