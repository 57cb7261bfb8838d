"""`candour remove`: a record is taken down."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candour.commands import DONE
from candour.commands.editing import archive_to_change, carry_out, dated, stop
from candour.commands.report import Report, command

if TYPE_CHECKING:
    from candour.editing.changes import Opened
    from candour.editing.mentions import Mention
    from candour.model.records import AnyRecord


@command
@click.argument("name")
@click.option("--why", required=True, metavar="TEXT", help="The reason, for readers of the old address.")
@dated
def remove(archive: Path, report: Report, name: str, why: str, day: str, dry_run: bool) -> int:
    """Take the record NAME down: its text goes, and its page says when and why.

    NAME is a meeting (2023-02-08), a review (2023-02-08/knife-crime) or a project (project:knife-crime). A meeting
    takes its reviews along; the reviews of a project stay. What leads to a passage of it leads to its page then.

    \b
    Example:
      candour remove 2023-02-08/knife-crime --why "Entered by mistake." --dry-run
    """
    from candour.editing.changes import RefusedError
    from candour.editing.remove import gone_with, record_called, removed
    from candour.problems import errors

    with archive_to_change(archive, report) as read:
        record = record_called(name, read)
        if not why.strip(" .…"):
            raise RefusedError('say why, as in --why "Entered by mistake."')
        _check_kept(archive, gone_with(record, read), read)
        removal = removed(record, why, read, day)
        after = read.changed(removal.changes)
        if caused := errors(after.problems):
            raise stop(
                report, caused, "Nothing was removed, because there would be these errors. Change these places first."
            )
        carry_out(archive, removal.changes, report, dry_run=dry_run)
    _list(
        "What led to its text leads to its page now, or was taken out where only the text counted:", removal.led, report
    )
    _list("These name it, and lead to its page. Change the words there if they say too much:", removal.leads, report)
    report.show([one for one in after.problems if one not in read.checked.problems])
    report.say(
        "Its title stays. Git keeps the former text, and on GitHub anyone who sees the repository can open it: if"
    )
    report.say('it must go altogether, see "When a text must go altogether" in docs/publishing.md of candour.')
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


def _list(title: str, mentions: Sequence["Mention"], report: Report) -> None:
    if mentions:
        report.say(title)
    for one in mentions:
        report.say(f"  {one.where}: {one.written}")
