"""How complete the archive is: `/coverage/`, and what each record lacks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from candour.findings import Findings
from candour.findings.coverage import Mention, lacking
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.model.records import Meeting, Review
from candour.pages import words
from candour.pages.titles import meeting_name, projects_title, review_link
from candour.pages.views import LinkTo, Page
from candour.pages.years import MEETINGS_OF_A_PAGE, ListView, Part, by_year, pages_by_year


@dataclass(frozen=True, slots=True)
class CoverageRow:
    date: PartialDate
    name: LinkTo
    meeting: Meeting | None = None
    """None where it is known by reference only."""
    references: tuple[LinkTo, ...] = ()
    lacking: tuple[tuple[LinkTo, tuple[str, ...]], ...] = ()
    """Each record and what the published minutes do not say of it."""


def coverage_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    every = []
    for one in graph.meetings:
        link, lacks = LinkTo(meeting_name(one), addresses.meeting(one.id)), tuple(_lacking(one, graph, findings))
        every.append(CoverageRow(one.date, link, one, lacking=lacks))
    for day, mentions in findings.known_by_reference.items():
        references = tuple(_mention(one, graph) for one in mentions)
        every.append(CoverageRow(day, LinkTo(f"Meeting of {words.date(day)}"), references=references))
    every.sort(key=lambda row: (str(row.date), row.name.text), reverse=True)
    facts = [meeting.facts for meeting in graph.meetings]
    how_known = Counter("unpublished" if m.minutes == "unpublished" else "full" for m in facts if m.status == "held")
    how_known.update(m.status for m in facts if m.status != "held")
    how_known["mentioned"] = len(findings.known_by_reference)
    sentence = words.coverage_sentence(how_known)

    def view(part: Part[CoverageRow]) -> ListView[tuple[CoverageRow, ...]]:
        lead = part.latest_first("meeting") if part.year else f"{sentence} {part.shown}".strip()
        return ListView(lead, part.rows, part.years)

    def description(part: Part[CoverageRow]) -> str:
        what = "Which meetings are recorded here, which are known only from other minutes, and what is missing."
        return part.latest_first("meeting") if part.year else what

    parts = by_year(every, lambda row: row.date.year, addresses.COVERAGE, MEETINGS_OF_A_PAGE)
    yield from pages_by_year(parts, addresses.COVERAGE, "coverage.html", "Coverage", "Coverage of", view, description)


def lacking_in(record: Meeting | Review, graph: SiteGraph, findings: Findings) -> tuple[str, ...]:
    """What the published minutes do not record, in words."""
    fields = tuple(words.LACKING[field] for field in lacking(record, findings.never_recorded))
    is_silent = isinstance(record, Meeting) and record.facts.status == "held" and record.facts.minutes is None
    approval = "whether these minutes were approved"
    return (*fields, approval) if is_silent and record.name not in graph.approved_at else fields


def _lacking(meeting: Meeting, graph: SiteGraph, findings: Findings) -> Iterator[tuple[LinkTo, tuple[str, ...]]]:
    """The meeting and its reviews, each with what it lacks; those that lack nothing are left out."""
    if fields := lacking_in(meeting, graph, findings):
        yield LinkTo(f"The meeting of {words.date(meeting.date)}", addresses.meeting(meeting.id)), fields
    for review in graph.reviews_of_meeting[meeting.id]:
        if fields := lacking_in(review, graph, findings):
            link = review_link(review, graph)
            yield replace(link, text=f"{link.text}, {words.date(graph.day_of(review))}"), fields


def _mention(one: Mention, graph: SiteGraph) -> LinkTo:
    date = words.date(graph.meeting(one.meeting).date)
    if one.review:
        return LinkTo(f"{projects_title(graph.reviews[one.review], graph)}, {date}", addresses.review(one.review))
    if not one.item:
        return LinkTo(f"Meeting of {date}", addresses.meeting(one.meeting))
    return LinkTo(f"{date}, {words.item(one.item)}", addresses.item(one.meeting, one.item))
