"""The page of all components, for those who work on the design: examples of our own, and the site's fullest pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from candour.model import addresses
from candour.model.config import Config
from candour.pages.views import HOME_LINK, Page


@dataclass(frozen=True, slots=True)
class StyleguideView:
    config: Config
    fullest: Mapping[str, Any]
    """By template, the view of the page that shows most."""


def styleguide_page(pages: Sequence[Page], config: Config) -> Page:
    by_size = sorted(pages, key=lambda page: (len(repr(page.view)), page.url))
    view = StyleguideView(config, {page.template: page.view for page in by_size})
    return Page(addresses.STYLEGUIDE, "styleguide.html", "Styleguide", view, (HOME_LINK,), noindex=True)
