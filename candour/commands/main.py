"""The commands: what each does, and how it ends."""

import io
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from candour import __version__
from candour.commands import CONTENT_PROBLEMS, DONE, OUR_BUG, WRONG_USAGE
from candour.commands.report import Report, command, count_words
from candour.problems import in_order


@command
@click.option(
    "--output", type=click.Path(path_type=Path), help="The folder for the site.  [default: output/ in the archive]"
)
@click.option(
    "--repository",
    metavar="OWNER/NAME",
    envvar="GITHUB_REPOSITORY",
    default="",
    help="The repository on GitHub whose issues are the publisher's contact, if it says so.  [env: GITHUB_REPOSITORY]",
)
@click.option("--styleguide", is_flag=True, help="Add /styleguide/, a page with examples of all components.")
def build(archive: Path, report: Report, output: Path | None, repository: str, styleguide: bool) -> int:
    """Check the records and build the site.

    If there is an error in the records, nothing is published and the previous site stays in place.

    \b
    Example:
      candour build --archive ~/committee --output /srv/www
    """
    from candour import pipeline
    from candour.ledger.git import commit_of
    from candour.model.addresses import issues

    output, issues_at = output or archive / "output", issues(repository)
    built = pipeline.build(archive, output, report.progress, report.waiting, commit_of(archive), styleguide, issues_at)
    report.end()
    if failed := report.show(built.problems):
        if not report.as_json:
            click.echo(f"Nothing was published: {count_words(built.problems)}.", err=True)
        return failed
    report.say(
        f"Built {built.pages} pages from {built.records} records: "
        f"{built.files} files, {built.bytes / 1000:,.0f} KB, {count_words(built.problems)}."
    )
    report.say(f"Took {report.times()}.")
    report.say(f"Open {_near(output / 'index.html')} in a browser, or copy {_near(output)} to any web server.")
    return DONE


@command
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


class _BuildByDefault(click.Group):
    """`candour --quiet` is `candour build --quiet`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"--help", "-h", "--version"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_BuildByDefault, commands=[build, check], context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="candour")
def cli() -> None:
    """Turn a committee's records into a public site that links each project to the decisions about it.

    Without a command, candour builds the site.

    \b
    Examples:
      candour                      build the site of this folder into output/
      candour check                only report problems
      candour build --help         list the options of a command
    """


def run(default_archive: Path, arguments: Sequence[str] | None = None) -> int:
    """Runs a command line and returns its exit status. `default_archive` is used where --archive is not given.

    Raises ImportError when a library is not installed.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or pipe that lacks a character shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        status: int | None = cli.main(
            arguments,
            prog_name=Path(sys.argv[0]).name or "candour",
            standalone_mode=False,
            obj=default_archive,
            color=False if os.environ.get("NO_COLOR") else None,
        )
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. The previous site stays in place.", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return CONTENT_PROBLEMS
    except Exception as error:
        if isinstance(error, ImportError) and not (error.name or "").startswith("candour"):
            raise
        click.echo("This is a bug in candour, not in your records. Please report it with the lines below.", err=True)
        sys.excepthook(*sys.exc_info())
        return OUR_BUG
    return status or DONE


def main() -> None:
    """The `candour` script: works on the folder it is started in."""
    sys.exit(run(Path.cwd()))


def _near(path: Path) -> str:
    """The path as you would type it from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):  # elsewhere; or the current folder was the previous site
        return str(path)
