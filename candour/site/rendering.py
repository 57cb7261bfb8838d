"""Pages -> files. The only place that knows Jinja.

Autoescape is on for everything and an undefined name is an error. Addresses in a finished page are absolute within the
site; here they become relative to the page, so that the site works under any path.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.model.typography import typographic
from candour.pages.filters import filters
from candour.pages.glossary import explainer, terms_of
from candour.pages.menu import menu, more
from candour.pages.views import Page
from candour.site.assets import package_folder
from candour.site.manifest import OutFile

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'"
)
_OFFLINE_POLICY = (
    "default-src 'none'; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"
)
"""Of pages opened as files, without scripts. Some browsers do not count a file as of its own site."""


def render(
    pages: Iterable[Page], graph: SiteGraph, findings: Findings, assets: Mapping[str, str], offline: bool = False
) -> Iterator[OutFile]:
    """One file for each page; `assets` gives the address of each asset.

    `offline` pages are a preview that is opened as files: their links end in files, and they have no scripts. They do
    not know the site's address.
    """
    config = graph.config.model_copy(update={"url": ""}) if offline else graph.config
    environment = _environment()
    environment.filters.update(filters(graph, findings))
    environment.globals |= {
        "addresses": addresses,
        "as_of": graph.as_of,
        "asset": assets,
        "config": config,
        "csp": Markup(_OFFLINE_POLICY if offline else CONTENT_SECURITY_POLICY),  # noqa: S704 - ours
        "knows_status": "status" not in findings.never_recorded,
        "menu": menu(graph, findings),
        "more": more(graph, findings),
        "offline": offline,
        "terms": terms_of(graph.config),
    }
    explain = explainer(graph.config)
    for page in pages:
        text = environment.get_template(page.template).render(page=page, view=page.view)
        yield OutFile(addresses.output_path(page.url), explain(_relativise(text, page, config, offline)).encode())


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(package_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


_ANY_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|[/#])\S+")


def _printed(value: Any) -> Any:
    """What a template puts out: words with quotation marks as they are printed, an address as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    if not re.search("['\"]", value) or _ANY_ADDRESS.fullmatch(value):
        return value
    return typographic(escape(value))


_ADDRESS = re.compile(r'(?<=\s)((?:href|src|action)="|content="0; url=)(/[^"]*)"')
"""An attribute with an address within the site. Words of records cannot look so: their quotation marks are escaped."""
_SCRIPT = re.compile(r"<script [^>]*></script>\n?")


def _relativise(text: str, page: Page, config: Config, offline: bool) -> str:
    """The page's text with its addresses relative to the page.

    The 404 page is served at any depth, and the script that adds a missing slash is needed where relative ones fail.
    """

    @cache
    def relative(target: str) -> str:
        if offline:
            return addresses.relative(addresses.in_file(page.url), addresses.in_file(target))
        if page.url == addresses.NOT_FOUND or target.endswith(addresses.SLASH):
            return addresses.rooted(config.url, target)
        return addresses.relative(page.url, target)

    if offline:
        text = _SCRIPT.sub("", text)
    # Pagefind joins the words of a dt and the dd that touches it.
    return _ADDRESS.sub(lambda found: f'{found[1]}{relative(found[2])}"', text).replace("</dt><dd", "</dt> <dd")
