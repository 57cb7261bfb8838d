"""What commands print: how far they are, the problems for people, programs and GitHub, and the result."""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property, wraps
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from candour.commands import CONTENT_PROBLEMS, DONE, WRONG_USAGE
from candour.editing import RefusedError
from candour.problems import CONFIG_FILE, Problem, Severity, did_you_mean, errors
from candour.problems.drawing import drawing


@dataclass
class Report:
    """What one run prints: a bar on a terminal or a line for each stage elsewhere, the problems, the result."""

    quiet: bool
    """Prints nothing except problems."""
    as_json: bool
    annotations: bool
    stages: list[tuple[str, float]] = field(default_factory=list)
    """The name of each and the seconds at its start."""
    drawn: float = 0.0
    """When the bar was last drawn."""

    @cached_property
    def live(self) -> bool:
        return sys.stderr.isatty() and not self.quiet and not os.environ.get("NO_COLOR")

    def progress(self, stage: str, done: int, of: int) -> None:
        now = time.perf_counter()
        if not self.stages or self.stages[-1][0] != stage:
            self.stages.append((stage, now))
            if not self.live and not self.quiet:
                click.echo(f"{stage} …", err=True)
        if self.live and (not done or now - self.drawn > 0.1):
            self.drawn = now
            bar = f" {'█' * (20 * done // of):░<20} {done} of {of}" if of else " …"
            click.echo(f"\r\033[K{stage}{bar}", nl=False, err=True)

    def waiting(self) -> None:
        if not self.quiet:
            click.echo("Waiting for another build in this folder to finish …", err=True)

    def end(self) -> None:
        self.stages.append(("", time.perf_counter()))
        if self.live:
            click.echo("\r\033[K", nl=False, err=True)

    def times(self) -> str:
        """How long the build took in all and each stage of it."""
        parts = [f"{stage.lower()} {after - start:.2f} s" for (stage, start), (_, after) in pairwise(self.stages)]
        return f"{self.stages[-1][1] - self.stages[0][1]:.2f} s: {', '.join(parts)}"

    def say(self, text: str) -> None:
        if not self.quiet:
            click.echo(text)

    def show(self, problems: Sequence[Problem]) -> int:
        """Prints the problems, and returns the exit status that they mean."""
        if self.as_json:
            click.echo(as_json(problems))
        else:
            for problem in problems:
                where, line_end, rest = as_text(problem).partition("\n")
                colour = "red" if problem.severity is Severity.ERROR else "yellow"
                click.echo(click.style(where, fg=colour, bold=True) + line_end + rest, err=True)
            if self.annotations or os.environ.get("GITHUB_ACTIONS") == "true":
                for problem in problems:
                    click.echo(as_annotation(problem))
        files = {problem.span.file for problem in errors(problems)}
        return WRONG_USAGE if CONFIG_FILE in files else CONTENT_PROBLEMS if files else DONE


class Commands(click.Group):
    """In the order in which they are given; an unknown one suggests a known one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands:
            hint = did_you_mean(args[0], self.commands, f"see {ctx.info_name} --help")
            raise click.UsageError(f'there is no command "{args[0]}": {hint}', ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def command(function: Callable[..., int]) -> click.Command:
    """A command with the options that all of them have: it is given the folder of the archive and a report."""

    @click.command()
    @click.option(
        "--archive",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        help="The folder with site_config.yaml and content/.",
    )
    @click.option("--quiet", "-q", is_flag=True, help="Print nothing except problems.")
    @wraps(function)
    @click.pass_obj
    def with_report(
        default: Path,
        /,
        archive: Path | None,
        quiet: bool,
        as_json: bool = False,
        annotations: bool = False,
        **options: object,
    ) -> int:
        try:
            return function(archive or default, Report(quiet or as_json, as_json, annotations), **options)
        except RefusedError as error:
            raise click.ClickException(f"{error}" if f"{error}"[-1] in '.?"' else f"{error}.") from error

    return with_report


def checking_command(function: Callable[..., int]) -> click.Command:
    """A command that shows problems in other ways, too."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON, for programs.")
    annotations = click.option(
        "--annotations", is_flag=True, help="Let GitHub show the problems on the lines of a commit."
    )

    @wraps(function)
    def without_collector(*given: Any, **options: Any) -> int:
        """What these commands make is needed until they end, so looking for garbage finds none: a tenth of the time."""
        gc.disable()
        try:
            return function(*given, **options)
        finally:
            gc.enable()

    return as_json(annotations(command(without_collector)))


def as_text(problem: Problem) -> str:
    """The problem as a terminal shows it: where and what, the line with a caret, and the next step."""
    span = problem.span
    where = f"{span.file}:{span.line}:{span.column}" if span.line else span.file
    lines = [f"{where}: {problem.severity}[{problem.name}] {problem.message}"]
    if span.line and span.excerpt.strip():
        lines += drawing(span)
    if problem.hint:
        lines.append(f"  hint: {problem.hint}")
    return "\n".join(lines)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list for programs. Line and column count from 1; both are 0 when the whole file is meant."""
    rows = []
    for problem in problems:
        row = problem.span._asdict() | {"severity": problem.severity} | asdict(problem)
        rows.append({key: value for key, value in row.items() if key not in {"excerpt", "span"}})
    return json.dumps(rows, indent=2)


def as_annotation(problem: Problem) -> str:
    """A GitHub Actions workflow command, which GitHub shows on the line it names.

    Format: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    span = problem.span
    properties = {"file": span.file, "title": problem.name}
    if span.line:
        properties |= {"line": str(span.line), "col": str(span.column), "endColumn": str(span.column + span.length)}
    written = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    text = problem.message + (f"\nhint: {problem.hint}" if problem.hint else "")
    return f"::{problem.severity} {written}::{_escape(text)}"


def _escape(text: str, more: str = "") -> str:
    return text.translate({ord(character): f"%{ord(character):02X}" for character in "%\r\n" + more})
