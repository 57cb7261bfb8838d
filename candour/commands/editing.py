"""What the commands that write records have in common: they read the archive first, and write all or nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candour.commands.report import Report
from candour.problems import Problem, errors

if TYPE_CHECKING:
    from candour.editing.changes import Change, Opened


@contextmanager
def archive_to_change(folder: Path, report: Report, *, may_have_errors: bool = False) -> Iterator["Opened"]:
    """The archive; what is refused inside ends the command with its reason."""
    from candour.editing.changes import RefusedError, opened

    archive, problems = opened(folder)
    if archive is None or (errors(problems) and not may_have_errors):
        raise stop(report, errors(problems), "Nothing was changed, because the records have errors: mend these first.")
    try:
        yield archive
    except RefusedError as error:
        text = str(error)
        raise click.ClickException(text if text[-1] in '.?"' else f"{text}.") from error


def stop(report: Report, problems: Sequence[Problem], why: str) -> Exception:
    status = report.show(problems)
    click.echo(why, err=True)
    return click.exceptions.Exit(status)


def _day(context: click.Context, option: click.Parameter, text: str) -> str:
    from candour.model.dates import parse_date

    if text and not parse_date(text):
        raise click.BadParameter(f'"{text}" is not a day: write year, month and day, as in 2023-02-08')
    return text or datetime.now().astimezone().date().isoformat()


def dated(command: Callable[..., int]) -> Callable[..., int]:
    """With the day on which it is so, and a way to look first."""
    day = click.option(
        "--date", "day", default="", callback=_day, metavar="DATE", help="The day of the change.  [default: today]"
    )
    return day(click.option("--dry-run", is_flag=True, help="Only show what would be changed.")(command))


def problems_after(archive: "Opened", changes: Sequence["Change"], report: Report, day: str) -> Sequence[Problem]:
    """Warnings that there would be. An error, or a change of what was published, ends the command."""
    from candour.ledger.changes import compare

    before, after = archive.checked, archive.changed(changes)
    assert before.graph
    assert after.graph
    found = [*(one for one in after.problems if one not in before.problems), *compare(before.graph, after.graph, day)]
    if caused := errors(found):
        why = "Nothing was changed, because there would be these errors. Change these places by hand first."
        raise stop(report, caused, why)
    return found


def carry_out(folder: Path, changes: Sequence["Change"], report: Report, dry_run: bool = False) -> None:
    """Writes the changes, or shows each changed line."""
    from candour.editing.changes import write

    if not dry_run:
        write(folder, changes)
    moved = {change.path.rpartition("/")[0]: change for change in changes if change.after is None}
    for change in (one for one in changes if one.after is not None):
        former = moved.get(change.path.rpartition("/")[0]) if change.before is None else change
        report.say(f"{former.path} becomes {change.path}" if former and former is not change else change.path)
        old, new = (text.decode().splitlines() for text in ((former and former.before) or b"", change.after or b""))
        for line in ndiff(old, new) if dry_run else ():
            if line[0] in "+-":
                report.say(f"  {line}")
