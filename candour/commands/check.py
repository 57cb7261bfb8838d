"""`candour check`: every problem in the records, and what a change would do to what is published."""

from datetime import datetime
from pathlib import Path

import click

from candour.commands.report import Report, checking_command, count_words
from candour.problems import in_order


@checking_command
@click.option("--since", metavar="COMMIT", default="", help="Also report what has gone or changed since this commit.")
def check(archive: Path, report: Report, since: str) -> int:
    """Report all problems in the records at once, and build nothing.

    Each problem comes with its file, its line and what to do about it. Each has a name, which docs/problems.md
    explains.

    \b
    Examples:
      candour check --archive ~/committee
      candour check --since HEAD~1      also say what the last commit removed or changed
    """
    from candour.graph.check import check_archive
    from candour.ledger.git import HistoryError, changed_since

    checked, today = check_archive(archive), datetime.now().astimezone().date().isoformat()
    try:
        problems = in_order((*checked.problems, *changed_since(since, archive, checked.graph, today)))
    except HistoryError as error:
        report.show(checked.problems)
        raise click.UsageError(f"--since: {error}") from error
    status = report.show(problems)
    report.say(f"{checked.records} records read: {count_words(problems)}.")
    return status
