"""`candour serve`: a site in the browser of this computer, as it is being written."""

import threading
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import click

from candour.commands import DONE
from candour.commands.report import Report, command
from candour.problems import CONFIG_FILE, Problem
from candour.problems.drawing import count_words


@command
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Where browsers find it.  [default: 8000, or another that is free]"
)
def serve(archive: Path, report: Report, folder: Path | None, port: int | None) -> int:
    """Show the site in a browser while you write.

    Every change is shown as soon as it is saved, on this computer only. FOLDER is an archive, or a site that is already
    built. Drafts are shown too, and marked. Nothing is published. Ctrl-C ends it.

    \b
    Examples:
      candour serve              the archive in this folder, while you write
      candour serve output       the site that candour build has made
    """
    from candour.preview import Preview, changes
    from candour.site.manifest import MANIFEST
    from candour.site.serving import HERE, built_site, open_host

    folder = folder or archive
    is_built = all((folder / name).is_file() for name in ("index.html", MANIFEST))
    if not is_built and not any((folder / name).exists() for name in (CONFIG_FILE, "content")):
        message = f"{folder} is neither an archive, which has {CONFIG_FILE} and content/, nor a site that candour built"
        raise click.UsageError(f"{message}: name the folder of one")

    def tell(problems: tuple[Problem, ...]) -> None:
        report.show(problems)
        report.say(f"{count_words(problems).capitalize()}.")

    with ExitStack() as stack:
        preview = None if is_built else stack.enter_context(closing(Preview(folder, tell)))
        try:
            host = stack.enter_context(open_host(preview.answer if preview else built_site(folder), port))
        except OSError as error:
            message = f"port {port} cannot be had ({error.strerror}): name another, or leave out --port"
            raise click.UsageError(message) from error
        with suppress(KeyboardInterrupt):
            opened = f"Open http://{HERE}:{host.server_port}/ in a browser. Ctrl-C ends this."
            if not preview:
                report.say(opened)
                host.serve_forever()
            else:
                for number, _ in enumerate(changes(folder)):
                    preview.update()
                    if not number:
                        threading.Thread(target=host.serve_forever, daemon=True).start()
                        report.say(opened)
        report.say("Stopped.")
    return DONE
