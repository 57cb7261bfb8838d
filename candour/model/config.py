"""The type of `site_config.yaml`: the words and rules of one committee. It is read and checked like any record."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from candour.model.colours import seen_colour
from candour.model.dates import Date
from candour.model.records import ABSENT_OUTCOMES, NOT_REPORTED, Facts, from_text
from candour.model.values import USUAL_TIMEZONE, Id, Many, Sentences, Timezone, Url, YesNo, fault, is_none, url_error

Tone = Literal["positive", "caution", "waiting", "negative", "neutral"]


class Committee(Facts):
    """Whose decisions these are."""

    name: str
    """The committee's name."""
    of: str = ""
    """The body it belongs to."""
    short: str = "the committee"
    """What to call it in sentences."""


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
    tone: Tone = "neutral"
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


def _report(address: str) -> str:
    if wrong := url_error(address):
        is_bare = "@" in address and ":" not in address
        hint = f"write mailto:{address}" if is_bare else "write the whole address: mailto:name@example.org or https://…"
        raise fault("unsafe-link", wrong, hint)
    return address


def _record_source(address: str) -> str:
    hint = "write it as https://example.org/archive/{path}"
    if wrong := url_error(address.replace("{path}", "path")):
        raise fault("unsafe-link", wrong, hint)
    _, _, path = address.removeprefix("https://").partition("/")
    if address.startswith("mailto:") or path.count("{path}") != 1 or re.search(r"[{}]", path.replace("{path}", "")):
        raise fault(
            "bad-value", "the address must have {path} in it once, where the path of a record's file belongs", hint
        )
    return address


class Config(Facts):
    """`site_config.yaml`."""

    title: str
    """The site's name."""
    headline: str = ""
    """The home page's headline: what was decided, and about what."""
    introduction: Sentences | None = None
    """One sentence for the home page: who decides about what, and who is advised."""
    url: Url = ""
    """The site's address. Citations use all of it, the 404 page and a missing slash only its path."""
    colour: Annotated[str, AfterValidator(seen_colour)] = ""
    """The committee's colour, as in "#0d5361", for the stripe at the top and for symbols; lighter on dark screens."""
    report: Annotated[str, AfterValidator(_report)] = ""
    """Where readers report an error in a record: `mailto:` or `https://`. Every record's page links to it."""
    record_source: Annotated[str, AfterValidator(_record_source)] = ""
    """Where the records' files can be seen, with `{path}` for a file's path. Each record's page links to its file."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    """The language of the records, as in en or en-GB. The site's own words are always English."""
    timezone: Timezone = USUAL_TIMEZONE
    """The time zone of the meetings."""
    committee: Annotated[Committee, from_text("name")]
    """Whose decisions these are."""
    notices: Notices = Notices()
    """What the site says about itself."""
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
    def vocabulary(self) -> dict[str, tuple[str, ...]]:
        """The words that records may use, by kind."""
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
