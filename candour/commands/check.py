"""`candour check`: every problem in the records, and what a change would do to what is published."""

from datetime import datetime
from pathlib import Path

import click

from candour.commands.report import Report, checking_command
from candour.problems import CONFIG_FILE, Problem, Span, errors, in_order, unfinished
from candour.problems.drawing import count_words


@checking_command
@click.option("--since", metavar="COMMIT", help="Also report what has gone or changed since this commit.")
@click.option(
    "--summary",
    "summary_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --since: write what is new, changed and gone into this file, as Markdown.",
)
def check(archive: Path, report: Report, since: str | None, summary_file: Path | None) -> int:
    """Report all problems in the records at once.

    Nothing is built. Each problem comes with its file, its line and what to do about it, and has a name, which
    docs/problems.md explains.

    \b
    Examples:
      candour check --archive ~/committee
      candour check --since HEAD~1      also say what the last commit removed or changed
    """
    from candour.graph.check import check_archive
    from candour.ledger.changes import compare
    from candour.ledger.difference import difference
    from candour.ledger.former import published
    from candour.ledger.git import NOTHING, HistoryError, commit_of, files_changed

    if since == "" or (summary_file and not since):
        raise click.UsageError("--since needs a commit to compare with: HEAD~1, or the one in the site's build.json")
    checked, today = check_archive(archive), datetime.now().astimezone().date().isoformat()
    is_first, since = since in {None, NOTHING}, since or ""
    try:
        before = None if is_first else published(since, archive)
        files = files_changed(since, archive) if summary_file else ()
    except HistoryError as error:
        report.show(checked.problems)
        raise click.UsageError(f"--since: {error}") from error
    mistaken = {problem.span.file for problem in errors(checked.problems)}
    changed: tuple[Problem, ...] = ()
    if before and checked.graph:
        changed = compare(before, checked.graph, today, mistaken)
    elif checked.graph and not is_first:
        message = f"candour can no longer read the settings of {since[:12]}, so nothing is compared with it"
        hint = "before you publish, look yourself for what has gone or changed since"
        changed = (Problem("not-compared", Span(CONFIG_FILE), message, hint),)
    problems = in_order((*checked.problems, *changed))
    if summary_file:
        from candour.commands.summary import summary

        is_known = before or is_first
        found = difference(before, checked.graph, mistaken) if checked.graph and is_known else None
        summary_file.write_text(summary(problems, found, files), encoding="utf-8")
    status = report.show(problems)
    is_same = before and checked.graph and before.records == checked.graph.records
    if is_same and commit_of(archive, since) == commit_of(archive):
        report.say(f"These records are those of {since} itself: write HEAD~1, or the commit in the site's build.json.")
    left = unfinished(problems)
    more = f", {len(left)} of them a … that is still to be filled in" if left else ""
    report.say(f"{checked.records} records read: {count_words(problems)}{more}.")
    return status
