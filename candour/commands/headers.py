"""`candour headers`: what the server of another host has to send."""

from pathlib import Path

import click

from candour.commands import DONE
from candour.commands.report import Report, command
from candour.problems import CONFIG_FILE


@command
@click.argument("server", type=click.Choice(["nginx"]))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The folder that the server shows.  [default: output/ in the archive]",
)
def headers(archive: Path, report: Report, server: str, output: Path | None) -> int:
    """Print the settings of a web server.

    They are for headers, types of files, compression and the 404 page. Hosts that read a file named _headers (Netlify,
    Cloudflare Pages and others) need none: each build has one.

    \b
    Example:
      candour headers nginx --output /srv/www/decisions > decisions.conf
    """
    from candour.graph.check import check_archive
    from candour.site.headers import nginx

    checked = check_archive(archive)
    failed = report.show([problem for problem in checked.problems if problem.span.file == CONFIG_FILE])
    if failed or checked.graph is None:
        return failed
    click.echo(nginx(checked.graph.config.url, (output or archive / "output").absolute()), nl=False)
    return DONE
