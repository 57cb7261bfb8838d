"""The commands that there are, and how each ends."""

import atexit
import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from candour import __version__
from candour.commands import CONTENT_PROBLEMS, DONE, OUR_BUG, WRONG_USAGE
from candour.commands.build import build
from candour.commands.check import check
from candour.commands.headers import headers
from candour.commands.init import init, remove_examples
from candour.commands.new import new
from candour.commands.remove import remove
from candour.commands.rename import rename
from candour.commands.report import Commands
from candour.commands.requests import requests
from candour.commands.serve import serve

atexit.register(gc.freeze)  # so that Python does not look for garbage in what goes with the process anyway


class _Commands(Commands):
    """`candour --quiet` is `candour build --quiet`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Commands,
    commands=[build, check, serve, new, requests, rename, remove, init, remove_examples, headers],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="candour")
def cli() -> None:
    """Turn a committee's records into a public site that links each project to the decisions about it.

    Without a command, candour builds the site.

    \b
    Examples:
      candour                      build the site of this folder into output/
      candour check                only report problems
      candour serve                show the site in a browser while you write
      candour build --help         list the options of a command

    \b
    A command ends with status 0 when all went well, 1 when there is an error in
    the records, 2 when the command or site_config.yaml cannot be used as it is,
    3 for a mistake in candour itself, and 130 when it was stopped.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whatever stops it, it tidies up


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
    except (click.Abort, KeyboardInterrupt) as why:
        click.echo(f"Stopped. {why}".rstrip(), err=True)
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
