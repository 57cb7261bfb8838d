"""The street: check, find, plan, render and write, check links, index, publish. Readable from top to bottom."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from candour.exports import export
from candour.exports.page import data_page
from candour.findings import find
from candour.graph.check import Checked, Progress, check_archive, silent
from candour.graph.graph import SiteGraph
from candour.graph.link import link, published
from candour.memory import USUAL, Built, Memory, Options
from candour.model.addresses import attachment, issues, output_path
from candour.model.records import Attachment
from candour.pages import plan_pages
from candour.pages.views import Page
from candour.problems import Problem, errors, gathered, in_order
from candour.reading.archive import read_one
from candour.reading.files import read_contents
from candour.site.assets import read_assets
from candour.site.headers import HEADERS, headers_file
from candour.site.index import index_site
from candour.site.links import Linked, check_links, linked, same_addresses
from candour.site.manifest import OutFile, build_file, manifest_hash, manifest_of
from candour.site.publishing import exchange, misplaced, open_stage, write_files
from candour.site.rendering import TemplateError, renderer


@dataclass(frozen=True, slots=True)
class Planned:
    """A site of which each page is made when it is asked for."""

    pages: tuple[Page, ...]
    draw: Callable[[Page], OutFile]
    files: tuple[OutFile, ...]
    copied: tuple[tuple[str, Attachment], ...]
    """Files that are published as they are, after their path within the site."""
    data: Callable[[Path | None], Iterator[OutFile]]
    """Makes the files that programs read, in this folder if it needs one, one after another and anew each time: not
    those of a page that is only looked at while it is written."""


def plan_site(graph: SiteGraph, styleguide: bool = False, offline: bool = False) -> Planned:
    """What is to be made of the graph; `styleguide` adds the page of all components.

    `offline` makes a preview that is opened as files.
    """
    findings = find(graph)
    assets = read_assets(graph.config.colour, graph.own)
    copied = ((unquote(output_path(attachment(file.path))), file) for file in graph.attachments)
    sizes = dict[str, int]()

    def data(scratch: Path | None) -> Iterator[OutFile]:
        made = dict[str, int]()
        for url, content in export(graph, findings, pages, scratch):
            made[url] = len(content)
            if (path := output_path(url)) not in own:
                yield OutFile(path, content)
        sizes.update(made)

    def known() -> Mapping[str, int]:
        for _ in () if sizes else data(None):
            pass
        return sizes

    pages = (*plan_pages(graph, findings, styleguide), data_page(graph, known))
    own = {file.path for file in graph.root}
    headers = [] if offline or HEADERS in own else [OutFile(HEADERS, headers_file())]
    return Planned(
        pages,
        renderer(graph, findings, assets.addresses, offline),
        (*assets.files, *headers),
        (*copied, *((file.path, file) for file in graph.root)),
        data,
    )


class Site:
    """The second half of the street: the files of a site, made one after another so that none has to be kept."""

    def __init__(self, graph: SiteGraph, archive: Path, progress: Progress = silent, options: Options = USUAL) -> None:
        progress("Planning", 0, 0)
        self._planned = plan_site(graph, options.styleguide, options.offline)
        self.pages = self._planned.pages
        self._graph, self._archive, self._progress = graph, archive, progress
        self._paths, self._linked, self._unmade = list[str](), list[Linked](), list[Problem]()

    def files(self, scratch: Path | None = None) -> Iterator[OutFile]:
        """To be asked for once. Raises OSError when there is no room in the folder for what is put there meanwhile."""
        own = {file.path for file in self._graph.root}
        for file in self._made(scratch):
            self._paths.append(file.path)
            if file.path.endswith(".html") and file.path not in own:
                self._linked.append(linked(file))
            yield file

    def _made(self, scratch: Path | None) -> Iterator[OutFile]:
        planned = self._planned
        self._progress("Writing", 0, 0)
        yield from planned.files
        yield from planned.data(scratch)
        for path, file in planned.copied:
            contents, unread = gathered(read_contents(self._archive, [file]))
            self._unmade += unread
            yield from (OutFile(path, content) for content in contents)
        for done, page in enumerate(planned.pages):
            self._progress("Rendering", done, len(planned.pages))
            try:
                drawn = planned.draw(page)
            except TemplateError as mistake:
                self._unmade += mistake.args
                return
            yield drawn

    def clashes(self) -> tuple[Problem, ...]:
        """Files that want the place of another one."""
        return tuple(same_addresses(self._paths))

    def problems(self) -> tuple[Problem, ...]:
        """Once the files were made, what came to light: then nothing may be published.

        Links that lead nowhere, a template's fault, files that have become unreadable.
        """
        self._progress("Checking", 0, 0)
        return (*self._unmade,) or check_links(self._linked, self._paths, self._graph.config)


def build(
    archive: Path,
    output: Path,
    progress: Progress = silent,
    on_wait: Callable[[], None] | None = None,
    options: Options = USUAL,
    memory: Memory | None = None,
) -> Built:
    """The whole street, from the archive's files to the published site. With an error, nothing is published."""
    if problems := misplaced(output, archive):
        return Built(0, problems)
    # The stage before reading: a build that has waited for another reads the files as they are then.
    with open_stage(output, on_wait=on_wait) as stage, memory or Memory(archive, output, options) as memory:
        checked = check_archive(archive, progress, memory.reading(read_one))
        graph = checked.graph
        if stage.problems or graph is None or errors(checked.problems):
            return _not_built(checked, stage.problems)
        graph = link(published(checked.archive), graph.config) if options.with_drafts else graph
        graph = replace(graph, config=graph.config.as_published(options.url, issues(options.repository)))
        site = Site(graph, archive, progress, options)
        try:
            written = write_files(stage, site.files(stage.scratch))
        except ValueError:
            if problems := site.clashes():
                return _not_built(checked, problems)
            raise
        if isinstance(written, Problem):
            return _not_built(checked, (written,))
        if problems := site.problems():
            return _not_built(checked, problems)
        about = write_files(stage, [build_file(manifest_of(written), options.commit, checked.records)])
        if isinstance(about, Problem):
            return _not_built(checked, (about,))
        files = (*written, *about)
        if not options.offline:
            progress("Indexing", 0, 0)
        index = index_site(() if options.offline else site.pages, graph.config.language, stage)
        if isinstance(index, Problem):
            return _not_built(checked, (index,))
        progress("Publishing", 0, 0)
        manifest = manifest_of(files, index.files, index.fingerprint)
        if problems := exchange(stage, manifest):
            return _not_built(checked, problems)
        built = Built(
            checked.records,
            checked.problems,
            pages=sum(not page.is_feed for page in site.pages),
            files=len(files) + len(index.files) + 1,
            bytes=sum(file.size for file in (*files, *index.files)),
            hash=manifest_hash(manifest),
        )
        memory.keep(built, manifest)
    return built


def _not_built(checked: Checked, problems: tuple[Problem, ...]) -> Built:
    return Built(checked.records, in_order((*checked.problems, *problems)))
