"""`candour remove`: a record is taken down."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candour.commands import DONE
from candour.commands.editing import archive_to_change, carry_out, dated, problems_after
from candour.commands.report import Report, command

if TYPE_CHECKING:
    from candour.editing.changes import Opened
    from candour.model.records import AnyRecord


@command
@click.argument("name")
@click.option("--why", required=True, metavar="TEXT", help="The reason, for readers of the old address.")
@dated
def remove(archive: Path, report: Report, name: str, why: str, day: str, dry_run: bool) -> int:
    """Take a record down.

    Its text goes, and its page says when and why. NAME is a meeting (2024-03-12), a review (2024-03-12/bench)
    or a project (project:bench). A meeting takes its reviews along; the reviews of a project stay. What leads to
    a passage of it leads to its page then.

    \b
    Example:
      candour remove 2024-03-12/bench --why "Entered by mistake." --dry-run
    """
    from candour.editing.changes import RefusedError
    from candour.editing.remove import gone_with, record_called, removed

    with archive_to_change(archive, report) as read:
        record = record_called(name, read)
        if not why.strip(" .…"):
            raise RefusedError('say why, as in --why "Entered by mistake."')
        _check_kept(archive, gone_with(record, read), read)
        removal = removed(record, why, read, day)
        warnings = problems_after(read, removal.changes, report, day)
        carry_out(archive, removal.changes, report, dry_run=dry_run)
    for title, mentions in {
        "These led to its text, and lead to its page now:": removal.led,
        "These name it, and lead to its page. Change the words there if they say too much:": removal.leads,
    }.items():
        for line in [title, *(f"  {one.where}: {one.written}" for one in mentions)] if mentions else ():
            report.say(line)
    report.show(warnings)
    report.say("Nothing was changed." if dry_run else "Type candour check, look at the changes, and commit them.")
    report.say("Git keeps the former text, and on GitHub anyone who sees the repository can open it. If it must go")
    report.say('altogether, the title too, see "When a text must go altogether" in docs/publishing.md of candour.')
    return DONE


def _check_kept(folder: Path, records: Sequence["AnyRecord"], archive: "Opened") -> None:
    """Raises RefusedError where git does not have the text that would go."""
    from candour.editing.changes import RefusedError
    from candour.ledger.git import HistoryError, committed

    for record in records:
        file = record.places.file
        try:
            kept = committed(folder, file)
        except HistoryError as error:
            hint = f"Keep a copy of {file} elsewhere, and write removed: in it yourself (docs/format.md)"
            raise RefusedError(f"{error}, and the text would be lost. {hint}") from error
        if kept is None or kept.replace(b"\r\n", b"\n") != archive.content(record).replace(b"\r\n", b"\n"):
            hint = "commit it first, or, if it was never published, change or delete the file yourself"
            raise RefusedError(f"{file} has words that are not committed, so that they would be lost: {hint}")
