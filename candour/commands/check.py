"""`candour check`: every problem in the records, and what a change would do to what is published."""

from datetime import datetime
from pathlib import Path

import click

from candour.commands.report import Report, checking_command, count_words
from candour.problems import in_order


@checking_command
@click.option("--since", metavar="COMMIT", help="Also report what has gone or changed since this commit.")
@click.option(
    "--summary",
    "summary_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --since: write what is new, changed and gone into this file, as Markdown.",
)
def check(archive: Path, report: Report, since: str | None, summary_file: Path | None) -> int:
    """Report all problems in the records at once, and build nothing.

    Each problem comes with its file, its line and what to do about it. Each has a name, which docs/problems.md
    explains.

    \b
    Examples:
      candour check --archive ~/committee
      candour check --since HEAD~1      also say what the last commit removed or changed
    """
    from candour.graph.check import check_archive
    from candour.ledger.git import NOTHING, HistoryError, commit_of, compared_since, files_changed

    if since == "" or (summary_file and not since):
        raise click.UsageError("--since needs a commit to compare with: HEAD~1, or the one in the site's build.json")
    checked, today, since = check_archive(archive), datetime.now().astimezone().date().isoformat(), since or ""
    try:
        before, changed = compared_since(since, archive, checked.graph, today)
        files = files_changed(since, archive) if summary_file else ()
    except HistoryError as error:
        report.show(checked.problems)
        raise click.UsageError(f"--since: {error}") from error
    problems = in_order((*checked.problems, *changed))
    if summary_file:
        from candour.commands.summary import summary
        from candour.ledger.difference import difference

        is_known = checked.graph and (before or since == NOTHING)
        found = difference(before, checked.graph) if checked.graph and is_known else None
        summary_file.write_text(summary(problems, found, files), encoding="utf-8")
    status = report.show(problems)
    is_same = before and checked.graph and before.records == checked.graph.records
    if is_same and commit_of(archive, since) == commit_of(archive):
        report.say(f"These records are those of {since} itself: write HEAD~1, or the commit in the site's build.json.")
    report.say(f"{checked.records} records read: {count_words(problems)}.")
    return status
