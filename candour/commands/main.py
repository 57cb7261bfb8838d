"""The commands that there are, and how each ends."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from candour import __version__
from candour.commands import CONTENT_PROBLEMS, DONE, OUR_BUG, WRONG_USAGE
from candour.commands.build import build
from candour.commands.check import check
from candour.commands.serve import serve
from candour.problems import did_you_mean


class _Commands(click.Group):
    """`candour --quiet` is `candour build --quiet`; an unknown command suggests a known one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            hint = did_you_mean(args[0], self.commands, f"see {ctx.info_name} --help")
            raise click.UsageError(f'there is no command "{args[0]}": {hint}', ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, commands=[build, check, serve], context_settings={"help_option_names": ["-h", "--help"]})
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
