"""Pages -> files. The only place that knows Jinja.

Autoescape is on for everything and an undefined name is an error. Addresses in a finished page are absolute within the
site; here they become relative to the page, so that the site works under any path.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from candour import urls
from candour.assets import package_folder
from candour.config import Config
from candour.files import OutFile
from candour.glossary import explainer, terms_of
from candour.link import SiteGraph
from candour.pages import LinkTo, Page
from candour.pages.views import html

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


def render(pages: Iterable[Page], graph: SiteGraph, assets: Mapping[str, str]) -> Iterator[OutFile]:
    """One file for each page, and the attachments; `assets` gives the address of each asset."""
    environment = _environment()
    explain = explainer(graph.config)
    site = _site(graph.config)
    for page in pages:
        context = {"page": page, "view": page.view, "site": site, "asset": assets, "urls": urls}
        text = environment.get_template(page.template).render(context)
        yield OutFile(urls.output_path(page.url), explain(_placed(text, page, graph.config)).encode())
    for attachment in graph.attachments:
        path = urls.output_path(urls.attachment(attachment.path))
        yield OutFile(unquote(path), attachment.content)


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
        notices={name: html(getattr(config.notices, name)) for name in type(config.notices).model_fields},
        nav=(
            LinkTo("Home", urls.HOME),
            LinkTo("Projects", urls.PROJECTS),
            LinkTo("Decisions", urls.DECISIONS),
            LinkTo("Requests", urls.REQUESTS),
            LinkTo("Meetings", urls.MEETINGS),
            LinkTo("About", urls.ABOUT),
        ),
        footer=(
            LinkTo("Search", urls.SEARCH),
            LinkTo("Topics", urls.TOPICS),
            LinkTo("What the outcomes mean", urls.OUTCOMES),
            LinkTo("People", urls.PEOPLE),
            LinkTo("Coverage", urls.COVERAGE),
            LinkTo("Corrections", urls.CORRECTIONS),
            *[LinkTo("Abbreviations", urls.ABBREVIATIONS)] * bool(terms_of(config)),
            LinkTo("About", urls.ABOUT),
        ),
        csp=CONTENT_SECURITY_POLICY,
    )


_ADDRESS = re.compile(r'(?<=\s)((?:href|src|action)="|content="0; url=)(/[^"]*)"')
"""An attribute with an address within the site. Words of records cannot look so: their quotation marks are escaped."""


def _placed(text: str, page: Page, config: Config) -> str:
    """The page's text with its addresses relative to where it lies; the 404 page is served at any depth."""

    def place(found: re.Match[str]) -> str:
        target = found[2]
        placed = urls.rooted(config.url, target) if page.url == urls.NOT_FOUND else urls.relative(page.url, target)
        return f'{found[1]}{placed}"'

    # Pagefind joins the words of a dt and the dd that touches it.
    return _ADDRESS.sub(place, text).replace("</dt><dd", "</dt> <dd")
