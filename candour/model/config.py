"""The type of `site_config.yaml`: the words and rules of one committee. It is read and validated like any record."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from candour.model.colours import seen_colour
from candour.model.dates import Date
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Facts, from_text
from candour.model.values import USUAL_TIMEZONE, Id, Many, Sentences, Timezone, Url, YesNo, fault, url_error

Tone = Literal["positive", "caution", "waiting", "negative", "neutral"]


class Committee(Facts):
    """Whose decisions these are."""

    name: str
    """The committee's name."""
    of: str = ""
    """The body it belongs to."""
    short: str = "the committee"
    """What sentences call it."""
    url: Url = ""
    """Its own page."""
    minutes: Url = ""
    """Where its minutes are published."""


REPOSITORY_ISSUES = "issues"
"""A contact that is the issues of the repository, wherever that is."""


def _report(address: str) -> str:
    if wrong := url_error(address):
        is_bare = "@" in address and ":" not in address
        hint = f"write mailto:{address}" if is_bare else "write a whole address: mailto:name@example.org or https://…"
        raise fault("unsafe-link", wrong, hint)
    return address


def _contact(address: str) -> str:
    return address if address == REPOSITORY_ISSUES else _report(address)


class Publisher(Facts):
    """Who runs the site."""

    name: str
    """The person, group or organisation."""
    contact: Annotated[str, AfterValidator(_contact)] = ""
    """Where readers write to: `mailto:` or `https://`, or `issues`: those of the repository that has the records."""


class Notices(Facts):
    """What the site says of itself."""

    authority: Sentences | None = None
    """Which record is the authoritative one."""
    independence: Sentences | None = None
    """Whose site this is, or is not."""
    records: Sentences | None = None
    """Whose words the records are and how they were made."""
    licence: Sentences | None = None
    """Under which licence the records and the code may be used."""


class OutcomeScheme(Facts):
    """One outcome of the committee's scheme."""

    label: str
    """Its name, as the minutes give it."""
    tone: Tone = "neutral"
    """How it is coloured; the words always stand beside the colour."""
    meaning: Sentences | None = None
    """What it means."""
    code: str = ""
    """The code to show, where the key is not it."""
    from_: Date | None = Field(default=None, alias="from")
    """The first day it was used, where a scheme changed."""
    until: Date | None = None
    """The last day it was used."""


class StageScheme(Facts):
    """A stage at which a project comes to the committee."""

    label: str
    """Its name."""
    meaning: Sentences | None = None
    """What it means."""


class OrganisationScheme(Facts):
    """An organisation whose people attend."""

    name: str
    """Its name."""
    short: str = ""
    """Its abbreviation."""
    members: YesNo = False
    """yes for the people who decide; everyone else is in attendance."""
    part_of: str = ""
    """The organisation it belongs to."""
    also: Many[str] = ()
    """Other names it goes by in the minutes."""


class Sections(Facts):
    """Headings that this committee's records have beside the usual ones."""

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
        raise fault("bad-value", "the address must have {path} once, where the path of a record's file goes", hint)
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
    url: Url = ""
    """The site's address. Its path is used by the 404 page; canonical links and citations use it whole."""
    colour: Annotated[str, AfterValidator(seen_colour)] = ""
    """The committee's colour, as in "#0d5361": the stripe at the top and marks. Dark screens show a lighter one."""
    report: Annotated[str, AfterValidator(_report)] = ""
    """Where readers report an error in a record, when not to the publisher: `mailto:` or `https://`."""
    record_source: Annotated[str, AfterValidator(_record_source)] = ""
    """Where the records' files can be seen, with `{path}` for a file's path. Every record's page links to its own."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    """The language of the records."""
    timezone: Timezone = USUAL_TIMEZONE
    """The time zone of the meetings."""
    committee: Annotated[Committee, from_text("name")]
    """Whose decisions these are."""
    publisher: Annotated[Publisher | None, from_text("name")] = None
    """Who runs the site: every page says so. Left out, the site says that nobody is named."""
    notices: Notices = Notices()
    """What the site says of itself."""
    picture: Annotated[str, AfterValidator(_picture)] = ""
    """What a link to the site is shown with: a PNG or JPEG file below `content/files/`, best of 1200 by 630 pixels."""
    as_of: Date | None = None
    """The day the archive speaks of, when not the newest held meeting."""
    outcomes: dict[str, Annotated[OutcomeScheme, from_text("label")]] = {}
    """The committee's outcome codes."""
    stages: dict[Id, Annotated[StageScheme, from_text("label")]] = {}
    """The stages of a project."""
    project_kinds: dict[Id, str] = {}
    """What sorts of project there are."""
    request_kinds: dict[Id, str] = {}
    """What sorts of request there are."""
    organisations: dict[Id, Annotated[OrganisationScheme, from_text("name")]] = {}
    """Whose people attend."""
    topics: dict[Id, str] = {}
    """What exchanges and requests may be about."""
    glossary: dict[str, str] = {}
    """Abbreviations, explained where a page first uses them, beside the short names of the organisations."""
    sections: Sections = Sections()
    """Further headings."""

    @property
    def contact(self) -> str:
        """The address of whoever runs the site; empty where none is known."""
        contact = self.publisher.contact if self.publisher else ""
        return "" if contact == REPOSITORY_ISSUES else contact

    def with_issues(self, address: str) -> "Config":
        """The same, where the issues of the repository are now known to be at `address`."""
        if not (address and self.publisher and self.publisher.contact == REPOSITORY_ISSUES):
            return self
        return self.model_copy(update={"publisher": self.publisher.model_copy(update={"contact": address})})

    @property
    def vocabulary(self) -> dict[str, tuple[str, ...]]:
        """What records may name, by kind."""
        outcomes = (*self.outcomes, *ABSENT_OUTCOMES)
        return {
            "outcomes": outcomes,
            "reported_outcomes": (*outcomes, NOT_REPORTED),
            "stages": tuple(self.stages),
            "project_kinds": tuple(self.project_kinds),
            "request_kinds": tuple(self.request_kinds),
            "organisations": ("", *self.organisations),
            "topics": tuple(self.topics),
        }
