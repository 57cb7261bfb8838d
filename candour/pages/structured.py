"""What a page shows, in the words of https://schema.org, for programs: JSON-LD in the page's head.

Only what the page says: a review is not dated by its publication, which nobody records, but by what it covers.
"""

from collections.abc import Mapping
from typing import Any

from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.model.records import AnyRecord, Meeting, Project, Review
from candour.model.typography import typographic_text
from candour.pages import words
from candour.pages.citing import author, last_corrected
from candour.pages.titles import project_link
from candour.pages.views import Page

_MODES = {"in-person": "Offline", "virtual": "Online", "hybrid": "Mixed"}


def structured(page: Page, config: Config) -> Mapping[str, Any] | None:
    """What it is of, and the way to it; None where there is neither."""
    found = [part for part in (page.schema, _way_to(page, config)) if part]
    return printed({"@context": "https://schema.org", "@graph": found}) if found else None


def printed(value: Any) -> Any:
    """With the quotation marks that pages have."""
    if isinstance(value, str):
        return typographic_text(value)
    if isinstance(value, Mapping):
        return {name: printed(inner) for name, inner in value.items()}
    return [printed(one) for one in value] if isinstance(value, list | tuple) else value


def of_record(record: AnyRecord, page: Page, graph: SiteGraph) -> dict[str, Any]:
    match record:
        case Meeting():
            return _event(record, page, graph)
        case Review():
            outcome = words.outcome(record.facts.outcome, graph.config)
            own = {
                "description": "",  # which is the outcome with its reasons
                "abstract": outcome,
                "temporalCoverage": str(graph.day_of(record)),
                "about": [_project(one, graph) for one in record.projects],
                "recordedAt": {"@id": _url(addresses.meeting(record.meeting), graph.config)},
            }
        case Project():
            reviews = graph.reviews_of(record.id)
            own = {
                "about": [_project(record.id, graph)],
                "hasPart": [{"@id": _url(addresses.review(one.name), graph.config)} for one in reviews],
            }
    return _thing("Report", page, graph.config, author=_committee(graph.config), **_work(record, graph), **own)


def dataset(page: Page, files: Mapping[str, str], licence: str, graph: SiteGraph) -> dict[str, Any]:
    """For the page of all data: `files` gives the media type of each, by its address within the site."""
    downloads = [
        {"@type": "DataDownload", "contentUrl": _url(address, graph.config), "encodingFormat": kind}
        for address, kind in files.items()
    ]
    known = {"creator": _committee(graph.config), "license": licence, "distribution": downloads}
    return _thing("Dataset", page, graph.config, **known, temporalCoverage=_period(graph), **_site(graph.config))


def _event(meeting: Meeting, page: Page, graph: SiteGraph) -> dict[str, Any]:
    facts, first, last = meeting.facts, meeting.date, meeting.last_day
    place = {"@type": "VirtualLocation" if facts.format == "virtual" else "Place", "name": facts.place}
    mode = _MODES.get(facts.format or "")
    return _thing(
        "Event",
        page,
        graph.config,
        startDate=f"{first}T{words.clock(facts.start)}" if facts.start and first.day else str(first),
        endDate=f"{last}T{words.clock(facts.end)}" if facts.end and last.day else str(last),
        eventStatus=f"https://schema.org/Event{'Cancelled' if facts.status == 'cancelled' else 'Scheduled'}",
        eventAttendanceMode=f"https://schema.org/{mode}EventAttendanceMode" if mode else "",
        location=place if facts.place else "",
        organizer=_committee(graph.config),
    )


def _thing(kind: str, page: Page, config: Config, **known: Any) -> dict[str, Any]:
    """With what is known of it: empty values are left out."""
    url = _url(page.url, config)
    every = {"@type": kind, "@id": url, "url": url, "name": page.title, "description": page.description, **known}
    return {name: value for name, value in every.items() if value}


def _work(record: AnyRecord, graph: SiteGraph) -> dict[str, Any]:
    config, corrected = graph.config, last_corrected(record)
    known = {"correction": _url(addresses.CORRECTIONS, config), "dateModified": str(corrected)} if corrected else {}
    return {"inLanguage": config.language, **known, **_site(config)}


def _site(config: Config) -> dict[str, Any]:
    return {"isPartOf": {"@type": "WebSite", "name": config.title, "url": _url(addresses.HOME, config)}}


def _committee(config: Config) -> dict[str, Any]:
    address = {"url": config.committee.url} if config.committee.url else {}
    return {"@type": "Organization", "name": author(config), **address}


def _project(project_id: str, graph: SiteGraph) -> dict[str, Any]:
    link = project_link(project_id, graph)
    return {"@type": "Thing", "name": link.text} | ({"url": _url(link.url, graph.config)} if link.url else {})


def _period(graph: SiteGraph) -> str:
    days = [day for meeting in graph.meetings for day in (meeting.date, meeting.last_day)]
    return f"{min(days)}/{max(days)}" if days else ""


def _way_to(page: Page, config: Config) -> Mapping[str, Any] | None:
    """As the page shows it; none where it would only lead home."""
    way = (("Home", addresses.HOME), *((link.text, link.url) for link in page.above))
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": _url(url, config)}
        for number, (name, url) in enumerate(way, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps} if page.above else None


def _url(url: str, config: Config) -> str:
    return addresses.canonical(config.url, url)
