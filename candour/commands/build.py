"""`candour build`: the archive's folder -> the published site."""

from pathlib import Path

import click

from candour.commands import DONE
from candour.commands.report import Report, command, count_words


@command
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where the site goes.  [default: output/ in the archive]"
)
@click.option("--styleguide", is_flag=True, help="Add /styleguide/, a page of all components with their examples.")
def build(archive: Path, report: Report, output: Path | None, styleguide: bool) -> int:
    """Check the records and build the site.

    With a mistake in the records nothing is published, and the site of before stays as it is.

    \b
    Example:
      candour build --archive ~/committee --output /srv/www
    """
    from candour import pipeline
    from candour.ledger.git import commit_of

    output = output or archive / "output"
    built = pipeline.build(archive, output, report.progress, report.waiting, commit_of(archive), styleguide)
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
    report.say(f"Open {_near(output / 'index.html')}, or put {_near(output)} on any web server.")
    return DONE


def _near(path: Path) -> str:
    """The path as one would type it from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):  # elsewhere; or the folder one is in was the site before
        return str(path)
