"""What changed between a project's review and the one before it."""

from dataclasses import dataclass

from candour.graph.graph import SiteGraph, topics_raised_in
from candour.model import addresses
from candour.model.records import Review
from candour.pages import words
from candour.pages.legacy import topic_links
from candour.pages.views import LinkTo


@dataclass(frozen=True, slots=True)
class ChangeRow:
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """In one sentence and in a small table."""

    before: LinkTo
    """The review it is compared with."""
    sentence: str
    rows: tuple[ChangeRow, ...]
    """Stage, outcome and status, where they differ."""
    closed: tuple[LinkTo, ...]
    """Requests that this review answered in full or that were withdrawn in it."""
    opened: tuple[LinkTo, ...]
    """Requests that this review made."""
    topics: tuple[LinkTo, ...]
    """Topics that no earlier review of the project raised."""


def changes_since_the_one_before(review: Review, graph: SiteGraph) -> ChangesView | None:
    """Of its first project's history; None for a first review."""
    history = graph.reviews_of(review.projects[0]) if review.projects[0] in graph.histories else ()
    place = next((n for n, other in enumerate(history) if other is review), 0)
    if not place:
        return None
    before, earlier = history[place - 1], history[:place]
    known = {topic for other in earlier for topic in topics_raised_in(other)}
    rows = _rows(before, review, graph)
    closed = tuple(
        LinkTo(asked.request.text.text, addresses.of_ref(asked.ref))
        for ref, answer in review.facts.answers.items()
        if answer.how in {"fully", "withdrawn"} and (asked := graph.request(ref.within(review.name)))
    )
    opened = tuple(LinkTo(asked.request.text.text, addresses.of_ref(asked.ref)) for asked in graph.requests_of(review))
    new = topic_links((topic for topic in topics_raised_in(review) if topic not in known), graph)
    return ChangesView(
        LinkTo(words.date(graph.meeting(before.meeting).date), addresses.review(before.name)),
        words.changes_sentence([(row.what, row.before, row.after) for row in rows], len(closed), len(opened), len(new)),
        rows,
        closed,
        opened,
        new,
    )


def _rows(before: Review, after: Review, graph: SiteGraph) -> tuple[ChangeRow, ...]:
    config = graph.config

    def told(review: Review) -> tuple[tuple[str, str], ...]:
        facts = review.facts
        status = words.capital(words.STATUS[facts.status]) if facts.status else ""
        return (
            ("Outcome", words.outcome(facts.outcome, config)),
            ("Stage", words.stage(facts.stage, config)),
            ("In use?", status),
        )

    pairs, none = zip(told(before), told(after), strict=True), words.NOT_RECORDED
    return tuple(ChangeRow(what, was or none, now or none) for (what, was), (_, now) in pairs if was != now)
