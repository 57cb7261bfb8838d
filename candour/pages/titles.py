"""What records and places in them are called, on their own pages and wherever others link to them."""

from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model import addresses, anchors
from candour.model.dates import parse_date
from candour.model.records import AnyRecord, Meeting, Project, Review
from candour.model.values import Ref
from candour.pages import words
from candour.pages.views import LinkTo


def page_title(record: AnyRecord, graph: SiteGraph) -> str:
    """The h1 of a record's page. A review is called after its meeting, which may have been removed with it."""
    if isinstance(record, Meeting):
        is_dated = not record.facts.removed or record.facts.date or record.id[:4].isdigit()
        return meeting_name(record) if is_dated else record.id
    if isinstance(record, Review):
        return f"{projects_title(record, graph)}: {ref_name(Ref(record.name), graph)}"
    return record.facts.title or record.id


def meeting_name(meeting: Meeting) -> str:
    return f"{meeting.facts.title}, {words.days(meeting)}"


def projects_title(one: Review | LinkedDecision, graph: SiteGraph) -> str:
    return words.listed(project_link(p, graph).text for p in one.projects)


def review_day(review: Review, graph: SiteGraph) -> str:
    return words.date(graph.day_of(review))


def about(decided: LinkedDecision, graph: SiteGraph) -> str:
    """What a decision is about: `Knife crime and Burglary`, `the licence`; else the title of its agenda item."""
    on = decided.decision.on if decided.decision else ""
    titles = (section.title for section in decided.meeting.sections if section.key == decided.item)
    return projects_title(decided, graph) or on or next(titles, "") or "the meeting"


def ref_name(ref: Ref, graph: SiteGraph) -> str:
    """What a reader calls the place: `meeting of 8 February 2023, item 7`."""
    record = ref.record
    if record.startswith("project:"):
        return project_link(record.removeprefix("project:"), graph).text
    meeting_id = record.partition("/")[0]
    meeting = graph.meeting_by_id.get(meeting_id)
    day = meeting.date if meeting else parse_date(meeting_id)
    date = words.date(day) if day else meeting_id
    if "/" in record:
        review = graph.reviews.get(record)
        return f"review of {review_day(review, graph) if review else date}"
    keys = {anchors.item(section.key): section.key for section in (meeting.sections if meeting else ())}
    key = keys.get(ref.anchor, ref.anchor.removeprefix("item-"))
    return f"meeting of {date}" + (f", {words.item(key)}" if key else "")


def project_link(project_id: str, graph: SiteGraph) -> LinkTo:
    """To its page, or to the tombstone of one that was removed."""
    gone = (record for record, _ in graph.removed if isinstance(record, Project) and record.id == project_id)
    project = graph.projects.get(project_id) or next(gone, None)
    title = project.facts.title if project else ""
    return LinkTo(title or project_id, addresses.project(project_id) if project else "", is_own=bool(title))


def review_link(review: Review, graph: SiteGraph) -> LinkTo:
    """By the titles of its projects."""
    return LinkTo(projects_title(review, graph), addresses.review(review.name))


def day_link(record: Meeting | Review, graph: SiteGraph) -> LinkTo:
    """To a meeting or a review, by its day."""
    if isinstance(record, Meeting):
        return LinkTo(words.date(record.date), addresses.meeting(record.id))
    return LinkTo(review_day(record, graph), addresses.review(record.name))


def decision_link(decided: LinkedDecision, graph: SiteGraph) -> LinkTo:
    """To a decision, by what it is about and its day."""
    return LinkTo(f"{about(decided, graph)}, {words.date(decided.day)}", addresses.of_ref(decided.ref), is_own=True)
