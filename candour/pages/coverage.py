"""How complete the archive is: `/coverage/`, and what each record lacks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from candour.findings import Findings
from candour.findings.coverage import Mention, lacking
from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.records import Meeting, Review
from candour.model.values import PartialDate
from candour.pages import words
from candour.pages.legacy import When, when
from candour.pages.titles import meeting_name, projects_title
from candour.pages.views import HOME_LINK, LinkTo, Page
from candour.pages.years import MEETINGS_OF_A_PAGE, YearsView, by_year


@dataclass(frozen=True, slots=True)
class Lacking:
    """A record and what the published minutes do not say of it."""

    record: LinkTo
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One meeting."""

    date: When
    name: LinkTo
    held: str
    """`Held`, `Scheduled`, `Cancelled`; empty where it is not known."""
    minutes: str
    """The state of the committee's own minutes."""
    recorded: str
    """`Recorded here`, or `Known by reference only` and by which record."""
    references: tuple[LinkTo, ...]
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    lead: str
    rows: tuple[CoverageRow, ...]
    """Newest first."""
    years: YearsView | None
    """None while all of them stand on one page."""


def coverage_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    def counted(rows: Sequence[CoverageRow]) -> str:
        return words.counted(len(rows), "meeting")

    every = [_recorded(meeting, graph) for meeting in graph.meetings]
    every += [_by_reference(day, mentions, graph) for day, mentions in findings.known_by_reference.items()]
    every.sort(key=lambda row: (row.date.iso, row.name.text), reverse=True)
    lead, nav = words.coverage_sentence(len(graph.meetings), len(findings.known_by_reference)), addresses.COVERAGE
    for part in by_year(every, lambda row: int(row.date.iso[:4]), addresses.coverage_of, counted, MEETINGS_OF_A_PAGE):
        if part.year is None:
            view = CoverageView(f"{lead} {part.shown}".strip(), part.rows, part.years)
            description = (
                "Which meetings are recorded here, which are known only from other minutes, and what is missing."
            )
            yield Page(nav, "coverage.html", "Coverage", view, (HOME_LINK,), nav, description)
        else:
            view = CoverageView(f"{words.capital(counted(part.rows))}, newest first.", part.rows, part.years)
            url, above = addresses.coverage_of(part.year), (HOME_LINK, LinkTo("Coverage", nav))
            yield Page(url, "coverage.html", f"Coverage of {part.year}", view, above, nav, view.lead)


def lacking_in(record: Meeting | Review) -> tuple[str, ...]:
    """What the published minutes do not record, in words."""
    return tuple(words.LACKING[field] for field in lacking(record))


def _recorded(meeting: Meeting, graph: SiteGraph) -> CoverageRow:
    reviews = graph.reviews_of_meeting[meeting.id]
    name = LinkTo(meeting_name(meeting), addresses.meeting(meeting.id))
    records = [Lacking(LinkTo("The meeting", name.url), lacking_in(meeting))]
    records += [Lacking(LinkTo(projects_title(r, graph), addresses.review(r.name)), lacking_in(r)) for r in reviews]
    return CoverageRow(
        when(meeting.date),
        name,
        words.MEETING_STATUS[meeting.facts.status],
        words.MINUTES[meeting.facts.minutes] if meeting.facts.minutes else words.NOT_RECORDED,
        "Recorded here",
        (),
        tuple(one for one in records if one.fields),
    )


def _by_reference(day: PartialDate, mentions: Sequence[Mention], graph: SiteGraph) -> CoverageRow:
    name = LinkTo(f"Meeting of {words.date(day)}")
    links = tuple(_mention(one, graph) for one in mentions)
    return CoverageRow(when(day), name, "", "Not in this archive", "Known by reference only", links, ())


def _mention(one: Mention, graph: SiteGraph) -> LinkTo:
    date = words.date(graph.meeting(one.meeting).date)
    if one.review:
        return LinkTo(f"{projects_title(graph.reviews[one.review], graph)}, {date}", addresses.review(one.review))
    return LinkTo(f"{date}, {words.item(one.item)}", addresses.item(one.meeting, one.item))
