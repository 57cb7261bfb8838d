"""`candour build`: the whole street, from an archive to its published site."""

import re
import shlex
from pathlib import Path

import click

from candour.commands import DONE
from candour.commands.report import Report, checking_command
from candour.problems.drawing import count_words


@checking_command
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The folder for the site.  [default: output/ in the archive; preview/ with --offline]",
)
@click.option("--offline", is_flag=True, help="Build a preview that opens by double-click, without a server or search.")
@click.option(
    "--url",
    metavar="ADDRESS",
    envvar="CANDOUR_URL",
    default="",
    help="The site's address, where url: is left out or still at example.org.  [env: CANDOUR_URL]",
)
@click.option(
    "--repository",
    metavar="OWNER/NAME",
    envvar="GITHUB_REPOSITORY",
    default="",
    help="The repository on GitHub whose issues are the publisher's contact, if it says so.  [env: GITHUB_REPOSITORY]",
)
@click.option("--styleguide", is_flag=True, help="Add /styleguide/, a page with examples of all components.")
def build(
    archive: Path, report: Report, output: Path | None, offline: bool, url: str, repository: str, styleguide: bool
) -> int:
    """Check the records and build the site.

    If there is an error in the records, nothing is published and the previous site stays in place. If nothing has
    changed since the last build, there is nothing to do.

    \b
    Examples:
      candour build --archive ~/committee --output /srv/www
      candour build --offline       a preview to send to someone as a folder
    """
    from candour.ledger.git import commit_of
    from candour.memory import Memory, Options

    if url and not re.match(r"https?://[^\s/]", url):
        raise click.BadParameter("write the whole address, as in https://example.org/decisions/", param_hint="--url")
    output = output or archive / ("preview" if offline else "output")
    options = Options(commit_of(archive), styleguide, url, repository, offline)
    try:
        memory = Memory(archive, output, options)
        built = memory.unchanged()
        is_same = built is not None
        if built is None:
            from candour import pipeline

            built = pipeline.build(archive, output, report.progress, report.waiting, options, memory)
            report.end()
    except KeyboardInterrupt as stopped:
        raise click.Abort("The previous site stays in place.") from stopped
    if failed := report.show(built.problems):
        if not report.as_json:
            click.echo(f"Nothing was published: {count_words(built.problems)}.", err=True)
        return failed
    facts = f"{built.pages} pages from {built.records} records: {built.files} files, {built.bytes / 1000:,.0f} KB"
    begins = "Nothing has changed since the last build. The site has" if is_same else "Built"
    report.say(f"{begins} {facts}, {count_words(built.problems)}.")
    if not is_same:
        report.say(f"Took {report.times()}.")
    if offline:
        report.say(f"This is a preview and not for publishing. Open {_near(output / 'index.html')} by double-click.")
        return DONE
    name, shown = click.get_current_context().find_root().info_name or "", shlex.quote(_near(output))
    report.say(f"To look at it:  {f'make serve ARGS={shown}' if name.endswith('.py') else f'{name} serve {shown}'}")
    return DONE


def _near(path: Path) -> str:
    """The path as you would type it from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):  # elsewhere; or the current folder was the previous site
        return str(path)
