"""The commands. The only module that prints, reads the clock and the environment, and knows exit statuses."""

import io
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from candour import __version__
from candour.graph.check import check_archive
from candour.ledger.git import HistoryError, changed_since, commit_of
from candour.pipeline import build as build_site
from candour.problems import Problem, Severity, as_annotation, as_json, as_text, count_words, errors, in_order
from candour.reading.files import CONFIG_FILE

DONE, CONTENT_PROBLEMS, WRONG_USAGE, OUR_BUG = 0, 1, 2, 3


class _BuildByDefault(click.Group):
    """`candour --quiet` is `candour build --quiet`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"--help", "-h", "--version"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)


def _common(command: Any) -> Any:
    """The options of every command."""
    folder = click.Path(path_type=Path, file_okay=False, exists=True)
    for option in (
        click.option("--quiet", "-q", is_flag=True, help="Say nothing but problems."),
        click.option(
            "--annotations", is_flag=True, help="Show problems as GitHub shows them on the lines of a commit."
        ),
        click.option("--json", "as_json_", is_flag=True, help="Print problems as JSON, for programs."),
        click.option("--archive", type=folder, help="The folder that holds site_config.yaml and content/."),
    ):
        command = option(command)
    return command


@click.group(cls=_BuildByDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="candour")
def cli() -> None:
    """Turn a committee's records into a public site that links each model to its decisions.

    Without a command, candour builds the site.

    \b
    Examples:
      candour                      build the site of this folder into output/
      candour check                only look for mistakes
      candour build --help         what a command can do
    """


@cli.command()
@_common
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where the site goes.  [default: output/ in the archive]"
)
@click.option("--styleguide", is_flag=True, help="Add /styleguide/, a page of all components with their examples.")
@click.pass_obj
def build(
    default_archive: Path,
    archive: Path | None,
    output: Path | None,
    styleguide: bool,
    as_json_: bool,
    annotations: bool,
    quiet: bool,
) -> None:
    """Check the records and build the site.

    With a mistake in the records nothing is published, and the site of before stays as it is.

    \b
    Example:
      candour build --archive ~/committee --output /srv/www
    """
    archive = archive or default_archive
    output = output or archive / "output"
    report = _Report(quiet or as_json_)
    built = build_site(archive, output, report.progress, report.waiting, commit_of(archive), styleguide)
    report.end()
    _show(built.problems, as_json_, annotations)
    if errors(built.problems):
        if not as_json_:
            click.echo(f"Nothing was published: {count_words(built.problems)}.", err=True)
        sys.exit(_status(built.problems))
    report.say(
        f"Built {built.pages} pages from {built.records} records: "
        f"{built.files} files, {built.bytes / 1000:,.0f} KB, {count_words(built.problems)}."
    )
    report.say(f"Took {report.times()}.")
    report.say(f"Open {_near(output / 'index.html')}, or put {_near(output)} on any web server.")


@cli.command()
@_common
@click.option("--since", metavar="COMMIT", default="", help="Also look for what this commit published and is gone.")
@click.pass_obj
def check(
    default_archive: Path, archive: Path | None, as_json_: bool, annotations: bool, quiet: bool, since: str
) -> None:
    """Look for mistakes in the records, all of them at once, and build nothing.

    Each mistake is shown with its file and line and what to do about it. docs/problems.md explains every name.

    \b
    Examples:
      candour check --archive ~/committee
      candour check --since HEAD~1      what did the last commit publish that is gone now?
    """
    report = _Report(quiet=True)
    try:
        folder = archive or default_archive
        checked = check_archive(folder, report.progress)
        problems = in_order((*checked.problems, *changed_since(since, folder, checked.graph)))
    except HistoryError as wrong:
        raise click.UsageError(f"--since: {wrong}") from wrong
    _show(problems, as_json_, annotations)
    if not quiet and not as_json_:
        click.echo(f"{checked.records} records read: {count_words(problems)}.")
    sys.exit(_status(problems))


def run(default_archive: Path, arguments: Sequence[str] | None = None) -> int:
    """Runs a command line and returns its exit status. `default_archive` is used where --archive is not given."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal or pipe that lacks a sign shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(
            None if arguments is None else list(arguments),
            prog_name=Path(sys.argv[0]).name or "candour",
            standalone_mode=False,
            obj=default_archive,
            color=False if os.environ.get("NO_COLOR") else None,
        )
    except click.ClickException as wrong:
        wrong.show()
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. The site of before is as it was.", err=True)
        return 130
    except SystemExit as status:
        return int(status.code or 0)
    except BrokenPipeError:
        sys.stderr.close()
        return CONTENT_PROBLEMS
    except Exception:
        click.echo("This is a bug in candour, not in your records. Please report it with the lines below.", err=True)
        sys.excepthook(*sys.exc_info())
        return OUR_BUG
    return DONE


def main() -> None:
    """The `candour` script: works on the folder it is started in."""
    sys.exit(run(Path.cwd()))


# --- what is printed ----------------------------------------------------------------------------------------------


def _status(problems: Sequence[Problem]) -> int:
    found = errors(problems)
    if any(problem.span.file == CONFIG_FILE for problem in found):
        return WRONG_USAGE
    return CONTENT_PROBLEMS if found else DONE


def _show(problems: Sequence[Problem], as_json_: bool, annotations: bool) -> None:
    if as_json_:
        click.echo(as_json(problems))
        return
    for problem in problems:
        text = as_text(problem)
        place, _, rest = text.partition("\n")
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        click.echo(click.style(place, fg=colour, bold=True) + (f"\n{rest}" if rest else ""), err=True)
    if annotations or os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in problems:
            click.echo(as_annotation(problem))


def _near(path: Path) -> str:
    """The path as one would type it from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):  # elsewhere; or the folder one stands in was the site of before
        return str(path)


class _Report:
    """Says how far a build is: a bar on a terminal, a line for each stage elsewhere; and how long each took."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.live = sys.stderr.isatty() and not quiet and not os.environ.get("NO_COLOR")
        self.stages: list[tuple[str, float]] = []
        self.drawn = 0.0

    def progress(self, stage: str, done: int, of: int) -> None:
        now = time.perf_counter()
        if not self.stages or self.stages[-1][0] != stage:
            self.stages.append((stage, now))
            if not self.live and not self.quiet:
                click.echo(f"{stage} …", err=True)
        if self.live and (not done or now - self.drawn > 0.1):
            self.drawn = now
            told = f" {'█' * (20 * done // of):░<20} {done} of {of}" if of else " …"
            click.echo(f"\r\033[K{stage}{told}", nl=False, err=True)

    def waiting(self) -> None:
        if not self.quiet:
            click.echo("Another build is at work here; waiting for it …", err=True)

    def end(self) -> None:
        self.stages.append(("", time.perf_counter()))
        if self.live:
            click.echo("\r\033[K", nl=False, err=True)

    def say(self, text: str) -> None:
        if not self.quiet:
            click.echo(text)

    def times(self) -> str:
        pairs = zip(self.stages, self.stages[1:], strict=False)
        told = [f"{stage.lower()} {after - begun:.2f} s" for (stage, begun), (_, after) in pairs]
        total = self.stages[-1][1] - self.stages[0][1]
        return f"{total:.2f} s: {', '.join(told)}"
