"""`candour check`: every problem of an archive, and nothing is written."""

from pathlib import Path

import click

from candour.commands.report import Report, command, count_words
from candour.problems import in_order


@command
@click.option("--since", metavar="COMMIT", default="", help="Also look for what this commit published and is gone.")
def check(archive: Path, report: Report, since: str) -> int:
    """Look for mistakes in the records, all of them at once, and build nothing.

    Each mistake is shown with its file and line and what to do about it. docs/problems.md explains every name.

    \b
    Examples:
      candour check --archive ~/committee
      candour check --since HEAD~1      what did the last commit publish that is gone now?
    """
    from candour.graph.check import check_archive

    checked = check_archive(archive)
    problems = checked.problems
    if since:
        from candour.ledger.git import HistoryError, changed_since

        try:
            problems = in_order((*problems, *changed_since(since, archive, checked.graph)))
        except HistoryError as error:
            raise click.UsageError(f"--since: {error}") from error
    status = report.show(problems)
    report.say(f"{checked.records} records read: {count_words(problems)}.")
    return status
