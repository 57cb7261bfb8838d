"""The type of `site_config.yaml`: the words and rules of one committee. It is read and checked like any record."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from candour.model.colours import seen_colour
from candour.model.dates import Date
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Facts, from_text
from candour.model.values import USUAL_TIMEZONE, Id, Many, Sentences, Timezone, Url, YesNo, fault, is_none, url_error


class Committee(Facts):
    """Whose decisions these are."""

    name: str
    """The committee's name."""
    of: str = ""
    """The body it belongs to."""
    short: str = "the committee"
    """What to call it in sentences."""
    gives: Literal["advice", "decisions", "outcomes"] = "outcomes"
    """What its outcomes are: advice to somebody who decides, or decisions; left out, the site says outcome."""
    url: Url = ""
    """Its own page."""
    minutes: Url = ""
    """Where its minutes are published."""


REPOSITORY_ISSUES = "issues"
"""A contact that is the issues of the repository, wherever that is."""


def _report(address: str) -> str:
    if wrong := url_error(address):
        is_bare = "@" in address and ":" not in address
        hint = f"write mailto:{address}" if is_bare else "write the whole address: mailto:name@example.org or https://…"
        raise fault("unsafe-link", wrong, hint)
    return address


class Publisher(Facts):
    """Who runs the site."""

    name: str
    """The person, group or organisation."""
    contact: Annotated[str, AfterValidator(lambda given: given if given == REPOSITORY_ISSUES else _report(given))] = ""
    """Where readers write to: `mailto:` or `https://`, or `issues`: those of the repository that has the records."""


class Notices(Facts):
    """What the site says about itself."""

    authority: Sentences | None = None
    """Which record is authoritative."""
    independence: Sentences | None = None
    """Whose site this is, or is not."""
    records: Sentences | None = None
    """Who wrote the records, and how."""
    licence: Sentences | None = None
    """The licence under which the records and the code may be used."""


class OutcomeScheme(Facts):
    """One outcome of the committee's scheme."""

    label: str
    """Its name, as the minutes give it."""
    tone: Literal["positive", "caution", "waiting", "negative", "neutral"] = "neutral"
    """How it is coloured; the words are always shown beside the colour."""
    meaning: Sentences | None = None
    """What it means."""
    code: Annotated[str | None, BeforeValidator(lambda value: "" if is_none(value) else value)] = None
    """The code that the minutes use, if it is not the key; none if they use only the label."""
    from_: Date | None = Field(default=None, alias="from")
    """The first day it was used, if the scheme changed."""
    until: Date | None = None
    """The last day it was used."""


class StageScheme(Facts):
    """A stage at which a project comes to the committee."""

    label: str
    """Its name."""
    occasion: str = ""
    """What a project does at this stage, after the words "when it"."""
    meaning: Sentences | None = None
    """What it means."""


class OrganisationScheme(Facts):
    """An organisation whose people attend meetings."""

    name: str
    """Its name."""
    short: str = ""
    """Its abbreviation."""
    members: YesNo = False
    """yes for the people who decide; everyone else is in attendance."""
    part_of: str = ""
    """The organisation it belongs to."""
    also: Many[str] = ()
    """Other names that the minutes use for it."""


class Sections(Facts):
    """Headings that this committee's records have in addition to the usual ones."""

    review: Many[str] = ()
    """In reviews."""
    project: Many[str] = ()
    """In projects."""


def _record_source(address: str) -> str:
    hint = "write it as https://example.org/archive/{path}"
    if wrong := url_error(address.replace("{path}", "path")):
        raise fault("unsafe-link", wrong, hint)
    _, _, path = address.removeprefix("https://").partition("/")
    if address.startswith("mailto:") or path.count("{path}") != 1 or re.search(r"[{}]", path.replace("{path}", "")):
        message = "the address must have {path} in it once, where the path of a record's file belongs"
        raise fault("bad-value", message, hint)
    return address


def _picture(path: str) -> str:
    if not path.lower().endswith((".png", ".jpg", ".jpeg")):
        hint = "put the picture into content/files/ as a PNG or JPEG file, and write its name"
        raise fault("bad-value", f'"{path}" is not the name of a PNG or JPEG file', hint)
    return path


class Config(Facts):
    """`site_config.yaml`."""

    title: str
    """The site's name."""
    headline: str = ""
    """The home page's headline: what was decided, and about what."""
    introduction: Sentences | None = None
    """One sentence for the home page: who decides about what, and who is advised."""
    url: Url = ""
    """The site's address. Left out, or at example.org, that of GitHub Pages if known. The 404 page needs its path."""
    colour: Annotated[str, AfterValidator(seen_colour)] = ""
    """The committee's colour, as in "#0d5361", for the stripe at the top and for symbols; lighter on dark screens."""
    report: Annotated[str, AfterValidator(_report)] = ""
    """Where readers report an error in a record, when not to the publisher: `mailto:` or `https://`."""
    record_source: Annotated[str, AfterValidator(_record_source)] = ""
    """Where the records' files can be seen, with `{path}` for a file's path. Each record's page links to its file."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    """The language of the records, as in en or en-GB. The site's own words are always English."""
    timezone: Timezone = USUAL_TIMEZONE
    """The time zone of the meetings."""
    committee: Annotated[Committee, from_text("name")]
    """Whose decisions these are."""
    publisher: Annotated[Publisher | None, from_text("name")] = None
    """Who runs the site: every page says so. Left out, the site says that nobody is named."""
    notices: Notices = Notices()
    """What the site says about itself."""
    picture: Annotated[str, AfterValidator(_picture)] = ""
    """The picture beside a link to the site: a PNG or JPEG file in `content/files/`, ideally 1200 by 630 pixels."""
    as_of: Date | None = None
    """The day up to which the records go, if that is not the latest meeting held."""
    outcomes: dict[str, Annotated[OutcomeScheme, from_text("label")]] = {}
    """The committee's outcome codes."""
    stages: dict[Id, Annotated[StageScheme, from_text("label")]] = {}
    """The stages of a project."""
    project_kinds: dict[Id, str] = {}
    """The kinds of project."""
    request_kinds: dict[Id, str] = {}
    """The kinds of request."""
    organisations: dict[Id, Annotated[OrganisationScheme, from_text("name")]] = {}
    """The organisations whose people attend meetings."""
    topics: dict[Id, str] = {}
    """What exchanges and requests can be about."""
    glossary: dict[str, str] = {}
    """Abbreviations to explain where a page first uses them, in addition to the organisations' short names."""
    sections: Sections = Sections()
    """Additional headings."""

    @property
    def contact(self) -> str:
        """The address of whoever runs the site; empty where none is known."""
        contact = self.publisher.contact if self.publisher else ""
        return "" if contact == REPOSITORY_ISSUES else contact

    def as_published(self, url: str, issues: str) -> "Config":
        """The same, with the addresses that only whoever publishes it knows, wherever it leaves them open: the site's
        where `url` is unset or a placeholder (RFC 2606), and that of the repository's issues. Empty: not known."""
        update: dict[str, object] = {}
        if url and re.fullmatch(r"(.*\.)?example\.(com|net|org)|", urlsplit(self.url).hostname or ""):
            update["url"] = url
        if issues and self.publisher and self.publisher.contact == REPOSITORY_ISSUES:
            update["publisher"] = self.publisher.model_copy(update={"contact": issues})
        return self.model_copy(update=update)

    @property
    def vocabulary(self) -> dict[str, tuple[str, ...]]:
        """The words that records may use, by kind."""
        outcomes = (*self.outcomes, *ABSENT_OUTCOMES)
        return {
            "outcomes": outcomes,
            "reported_outcomes": (*outcomes, NOT_REPORTED),
            "organisations": ("", *self.organisations),
            **{kind: tuple(getattr(self, kind)) for kind in ("stages", "project_kinds", "request_kinds", "topics")},
        }
