"""`candour remove`: a record is taken down."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from candour.commands import DONE
from candour.commands.editing import carry_out, dated, read_to_change
from candour.commands.report import Report, command
from candour.editing import RefusedError

if TYPE_CHECKING:
    from candour.editing.changes import Change


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
    from candour.editing.remove import record_called, removed

    if not why.strip(" .…"):
        raise RefusedError('say why, as in --why "Entered by mistake."')
    read = read_to_change(archive, report)
    changes, mentions = removed(record_called(name, read), why, read, day)
    _check_kept(archive, changes)
    carry_out(archive, read, changes, report, day, dry_run)
    if mentions:
        report.say("These places name it, and lead to the page that says why it is gone. Do their words still fit?")
    for place in sorted({(one.places.file, one.line, one.written) for one in mentions}):
        report.say("  {}:{}: {}".format(*place))
    report.say("Git's history keeps the text, and on GitHub anyone who sees the repository can open it. If it must go")
    report.say('altogether, the title too, see "When a text must go altogether" in docs/publishing.md of candour.')
    return DONE


def _check_kept(folder: Path, changes: Sequence["Change"]) -> None:
    """Raises RefusedError where git does not have the text that would go."""
    from candour.ledger.git import HistoryError, committed

    for change in changes:
        why = "has words that are not committed"
        try:
            kept = committed(folder, change.path) or b""
        except HistoryError as error:
            kept, why = b"", f"is not kept by git: {error}"
        if kept.replace(b"\r\n", b"\n") != (change.before or b"").replace(b"\r\n", b"\n"):
            hint = "Commit it first, or, if it was never published, change or delete the file yourself"
            raise RefusedError(f"{change.path} {why}. {hint}")
