"""How complete the archive is: `/coverage/`, and what each record lacks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from candour.graph.link import SiteGraph
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.model.records import Meeting, Review
from candour.pages import words
from candour.pages.views import HOME_LINK, LinkTo, Page, When, meeting_name, projects_title, when
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


def coverage_pages(graph: SiteGraph) -> Iterator[Page]:
    known = [_recorded(meeting, graph) for meeting in graph.meetings]
    reported = [_by_reference(day, links) for day, links in _references(graph).items()]
    rows = sorted([*known, *reported], key=lambda row: (row.date.iso, row.name.text), reverse=True)
    lead = words.coverage_sentence(len(known), len(reported))
    for part in by_year(rows, _year, addresses.coverage_of, _counted, MEETINGS_OF_A_PAGE):
        if part.year is None:
            view = CoverageView(f"{lead} {part.shown}".strip(), part.rows, part.years)
            told = "Which meetings are recorded here, which are known only from other minutes, and what is missing."
            yield Page(addresses.COVERAGE, "coverage.html", "Coverage", view, (HOME_LINK,), addresses.COVERAGE, told)
        else:
            told = f"{words.capital(_counted(part.rows))}, newest first."
            above = (HOME_LINK, LinkTo("Coverage", addresses.COVERAGE))
            view, title = CoverageView(told, part.rows, part.years), f"Coverage of {part.year}"
            yield Page(addresses.coverage_of(part.year), "coverage.html", title, view, above, addresses.COVERAGE, told)


def _year(row: CoverageRow) -> int:
    return int(row.date.iso[:4])


def _counted(rows: Sequence[CoverageRow]) -> str:
    return words.counted(len(rows), "meeting")


def lacking_in(record: Meeting | Review) -> tuple[str, ...]:
    """What the record does not say, in words: left out means not recorded in the published minutes."""
    return tuple(_meeting_lacks(record) if isinstance(record, Meeting) else _review_lacks(record))


def _meeting_lacks(meeting: Meeting) -> Iterator[str]:
    facts = meeting.facts
    if facts.status != "held":
        return
    for value, name in (
        (facts.start, "when it began"),
        (facts.end, "when it ended"),
        (facts.chair, "who chaired"),
        (facts.present, "who was present"),
        (facts.apologies is not None, "who sent apologies"),
        (facts.interests is not None, "interests declared"),
        (facts.source, "a source"),
        (meeting.sections, "an agenda"),
    ):
        if not value:
            yield name


def _review_lacks(review: Review) -> Iterator[str]:
    facts, sections = review.facts, {section.id for section in review.sections}
    for value, name in (
        (facts.outcome != "none-recorded", "an outcome"),
        ("decision" in sections or facts.outcome == "none-recorded", "reasons"),
        (facts.stage, "the stage"),
        (facts.status, "whether the model is in use"),
        ("presentation" in sections, "the presentation"),
        ("questions-and-comments" in sections, "questions or comments"),
        (facts.votes, "a vote"),
    ):
        if not value:
            yield name


def _recorded(meeting: Meeting, graph: SiteGraph) -> CoverageRow:
    reviews = graph.reviews_of_meeting[meeting.id]
    lacking = [Lacking(LinkTo("The meeting", addresses.meeting(meeting.id)), lacking_in(meeting))]
    lacking += [Lacking(LinkTo(projects_title(r, graph), addresses.review(r.name)), lacking_in(r)) for r in reviews]
    return CoverageRow(
        when(meeting.date),
        LinkTo(meeting_name(meeting), addresses.meeting(meeting.id)),
        words.MEETING_STATUS[meeting.facts.status],
        words.MINUTES[meeting.facts.minutes] if meeting.facts.minutes else words.NOT_RECORDED,
        "Recorded here",
        (),
        tuple(one for one in lacking if one.fields),
    )


def _by_reference(day: PartialDate, links: tuple[LinkTo, ...]) -> CoverageRow:
    name = LinkTo(f"Meeting of {words.date(day)}")
    return CoverageRow(when(day), name, "", "Not in this archive", "Known by reference only", links, ())


def _references(graph: SiteGraph) -> dict[PartialDate, tuple[LinkTo, ...]]:
    """Dates of meetings that records name and the archive lacks, with the records that name them."""
    held = [m.date for m in graph.meetings]
    told: dict[PartialDate, dict[str, LinkTo]] = {}

    def mention(day: PartialDate, link: LinkTo) -> None:
        if not any(day.first_day <= h.last_day and h.first_day <= day.last_day for h in held):
            told.setdefault(day, {})[link.url] = link

    for review in graph.reviews.values():
        date = words.date(graph.meeting(review.meeting).date)
        for previous in review.facts.previous:
            for day in previous.when:
                mention(day, LinkTo(f"{projects_title(review, graph)}, {date}", addresses.review(review.name)))
    for asked in graph.requests:
        if asked.is_reported:
            text = f"{words.date(asked.recorded)}, {words.item(asked.item)}"
            mention(asked.asked, LinkTo(text, addresses.item(asked.meeting, asked.item)))
    return {day: tuple(links.values()) for day, links in told.items()}
