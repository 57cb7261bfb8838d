"""How the page of a record is cited: `static/js/citing.js` makes BibTeX and RIS of the same, for passages as well."""

from dataclasses import dataclass

from candour.findings.entries import days_corrected
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Meeting, Review
from candour.pages import words


@dataclass(frozen=True, slots=True)
class Citation:
    text: str
    author: str
    day: PartialDate | None
    """Of the meeting; of a project's page the day up to which it is known."""
    corrected: PartialDate | None
    """When the record was last corrected."""


def citation(record: AnyRecord, title: str, url: str, graph: SiteGraph) -> Citation:
    config, corrected = graph.config, last_corrected(record)
    inner = title.translate(str.maketrans("“”", "‘’"))
    note = f"as corrected {words.on(corrected)}" if corrected else ""
    parts = author(config), f"“{inner}”", config.title, note, addresses.canonical(config.url, url)
    return Citation(", ".join(filter(None, parts)), author(config), day_of(record, graph), corrected)


def author(config: Config) -> str:
    """In brackets the body that it belongs to: what comes after a comma would be taken for a first name."""
    committee = config.committee
    return f"{committee.name} ({committee.of})" if committee.of else committee.name


def day_of(record: AnyRecord, graph: SiteGraph) -> PartialDate | None:
    match record:
        case Meeting():
            return record.date
        case Review():
            return graph.day_of(record)
    return graph.as_of


def last_corrected(record: AnyRecord) -> PartialDate | None:
    return max(days_corrected(record), default=None)
