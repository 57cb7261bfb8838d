"""The street: read, validate, link, plan, render, check, index, publish. Readable from top to bottom, once each way."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from candour.assets import read_assets
from candour.check import check_site
from candour.exports import names_file
from candour.files import build_file, manifest_hash, manifest_of
from candour.link import SiteGraph, link
from candour.pages import plan_pages
from candour.problems import Problem, errors, in_order
from candour.publish import Stage, exchange, open_stage, write_files
from candour.read import read_archive
from candour.render import render
from candour.search import index_site
from candour.since import compare, published_at
from candour.validate import validate

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done, and how much there is (0: not known)."""


def _silent(stage: str, done: int, of: int) -> None:
    """Reports nothing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive, read and linked."""

    graph: SiteGraph | None
    """None when there is no configuration to go by."""
    records: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    records: int
    pages: int
    files: int
    bytes: int
    hash: str
    """Of the manifest: equal for two equal sites. Empty when nothing was published."""
    problems: tuple[Problem, ...]


def check_archive(archive: Path, progress: Progress = _silent, since: str = "") -> Checked:
    """Everything that can be said of an archive without building it.

    `since` is a commit that was published: what is gone without a word is a problem. Raises `HistoryError`.
    """
    progress("Reading", 0, 0)
    raw = read_archive(archive)
    validated = validate(raw)
    if validated.config is None:
        return Checked(None, len(raw.records), in_order((*raw.problems, *validated.problems)))
    progress("Linking", 0, 0)
    linked = link(validated.archive, validated.config)
    problems = [*raw.problems, *validated.problems, *linked.problems]
    if since and (before := published_at(archive, since)):
        problems += compare(before, linked.graph)
    return Checked(linked.graph, len(raw.records), in_order(problems))


def build(
    archive: Path,
    output: Path,
    progress: Progress = _silent,
    on_wait: Callable[[], None] | None = None,
    commit: str = "",
    styleguide: bool = False,
) -> Built:
    """The whole street, from the archive's files to the published site. With an error, nothing is published.

    `commit` is only told in `build.json`; `styleguide` adds the page of all components.
    """
    with open_stage(output, on_wait=on_wait) as stage:  # before reading: who waits publishes what is there then
        checked = check_archive(archive, progress)
        if stage.problems or checked.graph is None or errors(checked.problems):
            return _not_built(checked, stage.problems)
        return _build(archive, checked, checked.graph, stage, progress, commit, styleguide)


def _build(
    archive: Path,
    checked: Checked,
    graph: SiteGraph,
    stage: Stage,
    progress: Progress,
    commit: str,
    styleguide: bool,
) -> Built:
    progress("Planning", 0, 0)
    pages = plan_pages(graph, styleguide)
    assets = read_assets(archive, graph.config.colour)
    files = [*assets.files, names_file(graph)]
    for done, file in enumerate(render(pages, graph, assets.addresses)):
        progress("Rendering", done, len(pages))
        files.append(file)
    progress("Checking", 0, 0)
    if wrong := check_site(files, graph.config):
        return _not_built(checked, wrong)
    progress("Writing", 0, 0)
    if wrong := write_files(stage, files):
        return _not_built(checked, wrong)
    progress("Indexing", 0, 0)
    index = index_site(files, pages, graph.config, staged=stage.folder, published=stage.output, lock=stage.lock)
    if index.problems:
        return _not_built(checked, index.problems)
    files.append(build_file(manifest_of(files), commit, checked.records))
    manifest = manifest_of(files, index.files, index.fingerprint)
    progress("Publishing", 0, 0)
    if wrong := write_files(stage, files[-1:]) or exchange(stage, manifest):
        return _not_built(checked, wrong)
    size = sum(len(file.content) for file in files) + index.bytes
    number = len(files) + len(index.files) + 1
    return Built(checked.records, len(pages), number, size, manifest_hash(manifest), checked.problems)


def _not_built(checked: Checked, wrong: tuple[Problem, ...] = ()) -> Built:
    return Built(checked.records, 0, 0, 0, "", in_order((*checked.problems, *wrong)))
