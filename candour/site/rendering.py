"""Pages -> files. The only place that knows Jinja.

Autoescape is on for everything and an undefined name is an error. Addresses in a finished page are absolute within the
site; here they become relative to the page, so that the site works under any path.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from candour.findings import Findings
from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.pages import LinkTo, Page
from candour.pages.filters import filters
from candour.pages.glossary import explainer, terms_of
from candour.pages.views import prose_html
from candour.site.assets import package_folder
from candour.site.manifest import OutFile

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'"
)


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page shows of the site."""

    config: Config
    title: str
    committee: str
    notices: Mapping[str, str]
    nav: tuple[LinkTo, ...]
    footer: tuple[LinkTo, ...]
    csp: str


def render(pages: Iterable[Page], graph: SiteGraph, findings: Findings, assets: Mapping[str, str]) -> Iterator[OutFile]:
    """One file for each page, and the attachments; `assets` gives the address of each asset."""
    environment = _environment()
    environment.filters.update(filters(graph, findings))
    environment.globals["addresses"] = addresses
    explain = explainer(graph.config)
    site = _site(graph.config)
    for page in pages:
        context = {"page": page, "view": page.view, "site": site, "asset": assets}
        text = environment.get_template(page.template).render(context)
        yield OutFile(addresses.output_path(page.url), explain(_placed(text, page, graph.config)).encode())
    for attachment in graph.attachments:
        path = addresses.output_path(addresses.attachment(attachment.path))
        yield OutFile(unquote(path), attachment.content)


def data_files(content: Mapping[str, bytes]) -> tuple[OutFile, ...]:
    """Files of data, by their addresses, as files of the site."""
    return tuple(OutFile(addresses.output_path(address), data) for address, data in content.items())


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(package_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _site(config: Config) -> SiteView:
    return SiteView(
        config=config,
        title=config.title,
        committee=f"{config.committee.name}, {config.committee.of}" if config.committee.of else config.committee.name,
        notices={name: prose_html(getattr(config.notices, name)) for name in type(config.notices).model_fields},
        nav=(
            LinkTo("Home", addresses.HOME),
            LinkTo("Projects", addresses.PROJECTS),
            LinkTo("Decisions", addresses.DECISIONS),
            LinkTo("Requests", addresses.REQUESTS),
            LinkTo("Meetings", addresses.MEETINGS),
            LinkTo("About", addresses.ABOUT),
        ),
        footer=(
            LinkTo("Search", addresses.SEARCH),
            LinkTo("Topics", addresses.TOPICS),
            LinkTo("What the outcomes mean", addresses.OUTCOMES),
            LinkTo("People", addresses.PEOPLE),
            LinkTo("Coverage", addresses.COVERAGE),
            LinkTo("Corrections", addresses.CORRECTIONS),
            *[LinkTo("Abbreviations", addresses.ABBREVIATIONS)] * bool(terms_of(config)),
            LinkTo("About", addresses.ABOUT),
        ),
        csp=CONTENT_SECURITY_POLICY,
    )


_ADDRESS = re.compile(r'(?<=\s)((?:href|src|action)="|content="0; url=)(/[^"]*)"')
"""An attribute with an address within the site. Words of records cannot look so: their quotation marks are escaped."""


def _placed(text: str, page: Page, config: Config) -> str:
    """The page's text with its addresses relative to where it lies; the 404 page is served at any depth."""

    def place(found: re.Match[str]) -> str:
        target = found[2]
        placed = (
            addresses.rooted(config.url, target)
            if page.url == addresses.NOT_FOUND
            else addresses.relative(page.url, target)
        )
        return f'{found[1]}{placed}"'

    # Pagefind joins the words of a dt and the dd that touches it.
    return _ADDRESS.sub(place, text).replace("</dt><dd", "</dt> <dd")
