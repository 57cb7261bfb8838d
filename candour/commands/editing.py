"""What the commands that write records have in common: they read the archive first, and check before they write."""

from collections.abc import Callable, Sequence
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from candour.commands.report import Report
from candour.problems import Problem, errors

if TYPE_CHECKING:
    from candour.editing.changes import Change, Opened


def read_to_change(folder: Path, report: Report, *, may_have_errors: bool = False) -> "Opened":
    from candour.editing.changes import opened

    archive, problems = opened(folder)
    if archive is None or not may_have_errors:
        _stop_at(problems, report, "because the records have errors: mend these first")
    assert archive
    return archive


def _stop_at(problems: Sequence[Problem], report: Report, why: str) -> None:
    if status := report.show(errors(problems)):
        click.echo(f"Nothing was changed, {why}.", err=True)
        raise click.exceptions.Exit(status)


def carry_out(
    folder: Path, archive: "Opened", changes: Sequence["Change"], report: Report, day: str, dry_run: bool
) -> None:
    """Unless it would cause an error, or change in silence what was published."""
    from candour.ledger.changes import compare

    after = archive.changed(changes)
    assert after.graph
    found = [one for one in after.problems if one not in archive.problems]
    found += compare(archive.graph, after.graph, day) if not errors(found) else ()
    _stop_at(found, report, "because there would be these errors. Change these places by hand first")
    write_and_say(folder, changes, report, dry_run)
    report.show(found)
    then = "Type candour check, look at the changes, and commit them all: git add --all, then git commit."
    report.say("Nothing was changed." if dry_run else then)


def write_and_say(folder: Path, changes: Sequence["Change"], report: Report, dry_run: bool = False) -> None:
    """In a dry run each changed line is shown instead."""
    from candour.editing.changes import write

    if not dry_run:
        write(folder, changes)
    for change in changes:
        report.say(f"{change.former} becomes {change.path}" if change.former else change.path)
        old, new = ((text or b"").decode().splitlines() for text in (change.before, change.after))
        for line in [*unified_diff(old, new, n=0, lineterm="")][2:] if dry_run else ():
            if line[0] != "@":
                report.say(f"  {line}")


def _day(context: click.Context, option: click.Parameter, text: str) -> str:
    from candour.model.dates import parse_date

    if parse_date(text):
        return text
    raise click.BadParameter(f'"{text}" is not a day: write year, month and day, as in 2023-02-08')


def dated(command: Callable[..., int]) -> Callable[..., int]:
    """With the day on which it is so, and a way to look first."""
    options: Any = {"callback": _day, "metavar": "DATE", "help": "The day of the change.", "show_default": "today"}
    day = click.option("--date", "day", default=lambda: f"{datetime.now().astimezone():%Y-%m-%d}", **options)
    return day(click.option("--dry-run", is_flag=True, help="Only show what would be changed.")(command))
