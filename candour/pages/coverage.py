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
from candour.pages.titles import meeting_link, projects_title, review_link
from candour.pages.views import HOME_LINK, LinkTo, Page
from candour.pages.years import MEETINGS_OF_A_PAGE, YearsView, by_year


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One meeting."""

    date: PartialDate
    name: LinkTo
    meeting: Meeting | None = None
    """None where it is known by reference only."""
    references: tuple[LinkTo, ...] = ()
    """The records that name it."""
    lacking: tuple[tuple[LinkTo, tuple[str, ...]], ...] = ()
    """Each record and what the published minutes do not say of it."""


@dataclass(frozen=True, slots=True)
class CoverageView:
    lead: str
    rows: tuple[CoverageRow, ...]
    """Latest first."""
    years: YearsView | None
    """None while all of them are on one page."""


def coverage_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    every = [
        CoverageRow(m.date, meeting_link(m), m, lacking=tuple(_lacking(m, graph, findings))) for m in graph.meetings
    ]
    for day, mentions in findings.known_by_reference.items():
        references = tuple(_mention(one, graph) for one in mentions)
        every.append(CoverageRow(day, LinkTo(f"Meeting of {words.date(day)}"), references=references))
    every.sort(key=lambda row: (str(row.date), row.name.text), reverse=True)
    held = [m for m in graph.meetings if m.facts.status == "held"]
    how_known = Counter("full" if m.facts.minutes != "unpublished" else "unpublished" for m in held)
    how_known.update(m.facts.status for m in graph.meetings if m.facts.status != "held")
    how_known["mentioned"] = len(findings.known_by_reference)
    lead, nav = words.coverage_sentence(how_known), addresses.COVERAGE
    for part in by_year(every, lambda row: row.date.year, addresses.COVERAGE, words.how_many, MEETINGS_OF_A_PAGE):
        if part.year is None:
            view = CoverageView(f"{lead} {part.shown}".strip(), part.rows, part.years)
            what = "Which meetings are recorded here, which are known only from other minutes, and what is missing."
            yield Page(nav, "coverage.html", "Coverage", view, (HOME_LINK,), nav, what)
        else:
            view = CoverageView(
                f"{words.capital(words.counted(len(part.rows), 'meeting'))}, latest first.", part.rows, part.years
            )
            url, above = addresses.of_year(nav, part.year), (HOME_LINK, LinkTo("Coverage", nav))
            yield Page(url, "coverage.html", f"Coverage of {part.year}", view, above, nav, view.lead)


def lacking_in(record: Meeting | Review, graph: SiteGraph, findings: Findings) -> tuple[str, ...]:
    """What the published minutes do not record, in words."""
    fields = tuple(words.LACKING[field] for field in lacking(record, findings.never_recorded))
    is_silent = isinstance(record, Meeting) and record.facts.status == "held" and record.facts.minutes is None
    return (*fields, words.APPROVAL) if is_silent and record.name not in graph.approved_at else fields


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
