"""Every table of the data with its columns, and how each value is got from a record, a link of the graph or a finding.

A field that is to be in the data is a line here: every format, the dictionary and the page about the data follow. Names
follow Popolo (https://www.popoloproject.com/specs/), Open Civic Data (https://open-civic-data.readthedocs.io/) and
schema.org where these have a term.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from candour.exports.rows import BLANK, NOT_RECORDED, Column, Source, Table, rows_of
from candour.exports.rows import Column as Col
from candour.findings.attendance import Attendance, Attendee, number_recorded
from candour.findings.counts import kind_of
from candour.findings.happened import (
    ORDER,
    Happened,
    Place,
    corrections_of,
    place_of,
    place_of_decision,
    place_of_request,
)
from candour.findings.requests import WAITING, RequestState, StateName, count_requests, days_late, days_waited
from candour.findings.reviews import why_of
from candour.findings.standing import Advice, Standing
from candour.findings.topics import Passage
from candour.graph.graph import LinkedDecision, LinkedRequest, SiteGraph, day_of_item
from candour.graph.speakers import speaker_of
from candour.model import addresses, anchors, records
from candour.model.records import Exchange, Meeting, Project, Review, Section
from candour.model.values import Ref, parse_ref, slug
from candour.pages import titles, words
from candour.pages.citing import last_corrected
from candour.pages.coverage import lacking_in
from candour.pages.filters import document_link, source_link, summary
from candour.pages.meeting import with_role
from candour.pages.review import compared, items_of
from candour.pages.standings import why

_Recorded = Meeting | Review
_Attended = tuple[Attendee, Attendance]
_Item = tuple[Meeting, Section]
_Named = tuple[Project, int, records.Alias]
_Said = tuple[_Recorded, Section, Exchange, list[tuple[str, str]]]
"""An exchange where it is recorded, and who said what in it."""
_Corrected = tuple[records.AnyRecord, Ref, records.Correction]
_Filed = tuple[records.AnyRecord, str, int, records.Document]


def _field(name: str, kind: Any, example: str, term: str = "", says: str = "", **more: Any) -> Column[Any]:
    """A field as the record has it, with its own words unless others are given."""
    return Column(name, kind, example, says, term=term, **more)


def _found(name: str, kind: Any, example: str, says: str, value: Callable[[Any, Source], object]) -> Column[Any]:
    """What we worked out."""
    return Column(name, kind, example, says, value, is_found=True)


_NOTE = _field("note", "text", "Numbered 6 twice.", "Popolo note")
_TOPICS_OF = _field("topics", "codes", "noise", "schema.org about")
_VOTE = (
    _field("votes", "text", "9 for, none against", "Popolo counts", "How the vote went", is_open=True),
    _field("moved_by", "text", "Ann Lee", "Popolo creator", field="moved"),
    _field("seconded_by", "text", "Bo Ford", field="seconded"),
)
_OF_RECORD: tuple[Column[Any], ...] = (
    Col("corrected", "date", "2024-09-01", "The day of its record's latest correction",
        lambda one, at: last_corrected(one), "schema.org dateModified"),
    _NOTE,
)  # fmt: skip


def _placed(
    example: str,
    only: str = "id url meeting item review project projects date",
    key: Callable[[Any, Source], object] | None = None,
    link: Callable[[Any, Source], object] | None = None,
    where: str = "",
    **says: str,
) -> Iterator[Column[Any]]:
    """What says where a row belongs; `where` is an example of a place, if its `key` is not its name."""
    ref, here = parse_ref(where or example) or Ref(where), partial(Col, is_of_place=True)
    for one in (
        here("id", "code", example, "What it is called here", key, "Popolo id", field="ref"),
        here("url", "address", addresses.of_ref(ref)[1:], "Where it is on this site", link, "schema.org url",
            field="ref"),
        here("meeting", "code", "2024-03-12", "The meeting that records it", None, "Popolo event_id", "meetings"),
        here("item", "code", "2024-03-12#item-7", "The agenda item", None, "OCD EventAgendaItem", "agenda_items"),
        here("review", "code", "2024-03-12/skate-park", "The review that records it, if one does", of="reviews"),
        here("project", "code", "skate-park", "The project; of several, the first", of="projects"),
        here("projects", "codes", "skate-park", "All projects"),
        here("date", "date", "2024-03-12", "The day", term="Popolo date"),
    ):  # fmt: skip
        if one.name in only.split():
            yield replace(one, says=says.get(one.name, one.says))


# --- how values are got -----------------------------------------------------------------------------------------------


def _text(sections: Iterable[Section]) -> str:
    """Headings and paragraphs, each a line, without questions and comments, which have rows of their own."""
    every = ((section.title if section.id else "", _paragraphs(section)) for section in sections)
    return "\n".join(line for title, said in every if said for line in (title, said) if line)


def _paragraphs(section: Section) -> str:
    return "\n".join(part.text for part in section.parts if not isinstance(part, Exchange))


def _interests(every: tuple[records.Interest, ...] | None) -> tuple[str, ...] | None:
    if every is None:
        return None
    part = {None: "", True: " (took part)", False: " (did not take part)"}
    named = [(", ".join(filter(None, (one.name, words.items(one.item)))), one) for one in every]
    return tuple(": ".join(filter(None, (who, one.text))) + part[one.took_part] for who, one in named) or ("none",)


def _earlier(one: records.Previous, graph: SiteGraph) -> str:
    """`2022-11: Final report, Outcome not reported`."""
    stage, until = words.stage(one.stage, graph.config), f"until {one.until}" if one.until else ""
    said = ", ".join(filter(None, (stage, words.outcome(one.outcome, graph.config), until)))
    note = f" ({one.note.text})" if one.note else ""
    return f"{' and '.join(map(str, one.when))}: {said}{note}"


def _approval(one: records.Approval) -> str:
    """`2023-11-14, moved by Bo Ford, seconded by Ann Lee: The date was corrected.`"""
    by = [f", {how} by {who}" for how, who in (("moved", one.moved), ("seconded", one.seconded)) if who]
    return f"{one.meeting}{''.join(by)}{f': {one.amendments.text}' if one.amendments else ''}"


def _changed(review: Review, at: Source) -> str:
    found = at.findings.changes.get(review.name)
    if found is None or not found.is_later:
        return ""
    return words.changes_sentence(found, compared(found, review, at.graph.config))


def _silence(field: str, at: Source) -> object:
    """Of a stage or a use: a committee that never records any lacks none."""
    return BLANK if field in at.findings.never_recorded else NOT_RECORDED


def _standing(project: Project, at: Source) -> Standing:
    return at.findings.standings[project.id]


def _last(project: Project, at: Source, value: Callable[[Advice], object]) -> tuple[object, ...]:
    """Of the last advice on a project; of several where the dates do not show which is the last."""
    return tuple(found for one in _standing(project, at).advice if (found := value(one)))


def _last_outcome(project: Project, at: Source) -> object:
    latest = _standing(project, at).latest
    return _last(project, at, lambda one: one.outcome) or (latest.facts.outcome if latest else "not-reviewed")


def _in_state(project: Project, at: Source, *names: StateName) -> int:
    every = count_requests(at.graph.requests_about(project.id), at.findings.states)
    return sum(every[name] for name in names)


def _kind(one: LinkedDecision, at: Source) -> str:
    own = "further" if one.decision else "outcome"
    return {"absent": "no-outcome", "others": "other-body"}.get(kind_of(one, at.graph.config), own)


def _stage(one: LinkedDecision, at: Source) -> object:
    if one.decision:
        return one.decision.stage or BLANK
    return getattr(one.record.facts, "stage", None) or _silence("stage", at)


def _advice(one: LinkedDecision, at: Source, project: str | None = None) -> Advice | None:
    """What it is as advice on a project, if not another its first; None for what gave none."""
    standing = at.findings.standings.get(project or next(iter(one.projects), ""))
    every = standing.every if standing else ()
    return next((advice for advice in every if advice.ref == one.ref and not advice.is_reported), None)


def _how(one: Happened, at: Source) -> str | None:
    if not isinstance(one.of, LinkedDecision):
        return one.how
    return "advice" if _advice(one.of, at, one.place.project) else "other-body" if one.how == "others" else "further"


def _owners(asked: LinkedRequest, at: Source) -> object:
    known = [at.graph.projects[name].facts.owner for name in asked.projects if name in at.graph.projects]
    return (tuple(dict.fromkeys(name for owners in known for name in owners)) or None) if known else BLANK


def _still(one: LinkedDecision, at: Source) -> str:
    return "unclear" if at.findings.standings[one.projects[0]].name == "unclear" else "current"


def _state(asked: LinkedRequest, at: Source) -> RequestState:
    return at.findings.states[asked.ref]


def _late(asked: LinkedRequest, at: Source) -> object:
    state = _state(asked, at)
    return days_late(state, at.graph.as_of) if state.late else BLANK


def _replies(said: _Said, at: Source) -> str:
    return "\n".join(": ".join(filter(None, turn)) for turn in said[3][1:])


def _of_exchange(said: _Said, at: Source) -> Place:
    record, section, exchange, _ = said
    if isinstance(record, Review):
        item, day = record.facts.discussed[0], at.graph.day_of(record)
    else:
        item, day = section.key, day_of_item(record, section.key)
    return place_of(record, Ref(record.name, anchors.exchange(exchange.id)), day, item)


def _of_item(at_item: _Item, at: Source) -> Place:
    meeting, section = at_item
    return place_of(meeting, Ref(meeting.id, anchors.item(section.key)), day_of_item(meeting, section.key), section.key)


def _of_passage(one: Passage, at: Source) -> Place:
    asked, review = at.graph.request(one.ref), at.graph.reviews.get(one.ref.record)
    item = asked.item if asked else review.facts.discussed[0] if review else None
    return Place(review or at.graph.meeting(one.meeting), one.ref, one.date, item, one.projects)


# --- the rows of each table -------------------------------------------------------------------------------------------


def _attended(at: Source) -> list[_Attended]:
    every = [(person, one) for person in at.findings.attendance for one in person.attended]
    return sorted(every, key=lambda pair: (pair[1].date, pair[1].meeting))


def _aliases(at: Source) -> Iterator[_Named]:
    for project in at.graph.projects.values():
        yield from ((project, number, alias) for number, alias in enumerate(project.facts.aliases, 1))


def _exchanges(at: Source) -> Iterator[_Said]:
    for meeting in at.graph.meetings:
        both: tuple[_Recorded, ...] = (meeting, *at.graph.reviews_of_meeting[meeting.id])
        names = at.graph.names_at[meeting.id]
        for record, section in ((one, section) for one in both for section in one.sections):
            for said in section.exchanges:
                turns = (speaker_of(turn, names) for turn in said.turns)
                yield record, section, said, [(who, prose.text) for who, prose in turns]


def _answers(at: Source) -> list[Happened]:
    every = (one for one in at.findings.happened if one.kind == "answered")
    return sorted(every, key=lambda one: (one.of.answer.date or one.of.date, one.of.by.name))


def _corrections(at: Source) -> list[_Corrected]:
    every = [(record, ref, one) for record in at.graph.records for ref, one in corrections_of(record)]
    return sorted(every, key=lambda row: row[2].date)


def _events(at: Source) -> list[Happened]:
    """Each with one project, if it concerns any."""
    every = (
        replace(one, place=replace(one.place, projects=(own,))) if len(one.place.projects) > 1 else one
        for one in at.findings.happened
        if one.how != "absent"
        for own in dict.fromkeys(one.place.projects) or [""]
    )
    return sorted(every, key=lambda e: (str(e.place.date), ORDER.index(e.kind), str(e.place.ref), e.place.projects))


def _documents(at: Source) -> Iterator[_Filed]:
    """By the field of the record that has them; a project's sources are those of what happened to it."""
    for record in at.graph.records:
        facts: Any = record.facts
        events = getattr(facts, "events", ())
        lists = {name: getattr(facts, name, ()) for name in ("source", "papers", "links")}
        lists["source"] += tuple(one for event in events for one in event.source)
        for name, documents in lists.items():
            yield from ((record, name, number, one) for number, one in enumerate(documents, 1))


# --- the tables -------------------------------------------------------------------------------------------------------
# A line: the name, the type, an example, then the meaning and how the value is got, unless both are the field's.

TABLES: tuple[Table[Any], ...] = (
    Table[Meeting]("meetings", "Every meeting, planned and cancelled ones included", "Popolo Event",
        lambda at: at.graph.meetings, lambda m: m.facts, records.MeetingFacts, (
        *_placed("2024-03-12", "id url", url="Its page"),
        _field("name", "text", "Meeting", "Popolo name", field="title"),
        Col("start_date", "date", "2024-03-12", "Its first day", lambda m, at: m.date, "Popolo start_date"),
        Col("end_date", "date", "2024-03-12", "Its last day", lambda m, at: m.last_day, "Popolo end_date"),
        _field("status", "code", "held", "Popolo status", "Whether it was held: held, scheduled or cancelled"),
        _field("minutes", "code", "published", "",
            "The state of its minutes: draft, published, approved or unpublished", is_open=True),
        _field("format", "code", "in-person", "schema.org eventAttendanceMode", is_open=True),
        _field("location", "text", "Village hall", "Popolo location", field="place", is_open=True),
        _field("start_time", "time", "10:00", "schema.org startDate", field="start", is_open=True),
        _field("end_time", "time", "13:00", field="end", is_open=True),
        Col("timezone", "text", "Europe/London", "Its time zone",
            lambda m, at: m.facts.timezone or at.graph.config.timezone, "OCD timezone"),
        Col("sittings", "names", "2024-03-12: 18:00 to 21:30", "Its sittings, if it was adjourned and went on later",
            lambda m, at: tuple(": ".join(filter(None, (str(s.date), words.sitting(s)))) for s in m.facts.sittings)),
        _field("joint_with", "names", "Audit Panel"),
        Col("chair", "names", "Ann Lee (Vice Chair)", "Who chaired, and in which role",
            lambda m, at: tuple(with_role(person, m) for person in m.facts.chair), is_open=True),
        Col("present", "number", "12", "How many people were there, those not named included",
            lambda m, at: number_recorded(m, "present", at.graph), is_open=True),
        Col("apologies", "number", "0", "How many sent apologies; 0 when the minutes say that nobody did",
            lambda m, at: number_recorded(m, "apologies", at.graph), is_open=True),
        Col("withheld", "number", "0", "How many people are recorded and not named here",
            lambda m, at: sum(m.facts.withheld.values())),
        _field("public", "number", "3", is_open=True),
        _field("quorate", "yes-no", "true", is_open=True),
        Col("interests", "names", "none", "Interests that were declared; none when the minutes say so",
            lambda m, at: _interests(m.facts.interests), is_open=True),
        Col("approves", "codes", "2023-11-14", "The meetings whose minutes it approved",
            lambda m, at: tuple(one.meeting for one in m.facts.approves)),
        Col("approvals", "names", "2023-11-14, moved by Bo Ford", "How, and what was amended in them",
            lambda m, at: tuple(map(_approval, m.facts.approves))),
        Col("approved_at", "codes", "2024-06-11", "The meetings that approved its minutes",
            lambda m, at: tuple(one.id for one in at.graph.approved_at.get(m.id, ()))),
        _found("reviews", "number", "6", "How many reviews it has",
            lambda m, at: len(at.graph.reviews_of_meeting[m.id])),
        _found("lacks", "names", "when it ended", "What the published minutes do not record",
            lambda m, at: lacking_in(m, at.graph, at.findings)),
        Col("text", "text", "All were welcomed.", "What the record says before its first item",
            lambda m, at: _text(s for s in m.sections if not s.id), "schema.org text"),
        Col("notes", "names", "The second sitting is undated.", "The archive's own remarks on sittings and who chaired",
            lambda m, at: tuple(note.text for note in (*(one.note for one in m.facts.sittings),
                *(one.note for one in m.facts.chair)) if note)),
        *_OF_RECORD,
    ), lambda m, at: place_of(m, Ref(m.id), m.date),
        lambda m: m.facts.status == "held" and m.facts.minutes != "unpublished"),
    Table[_Attended]("attendance", "Who is recorded at which meeting, each once", "schema.org attendee", _attended,
        lambda a: a[1].listed, records.Person, (
        Col("id", "code", "2024-03-12/ann-lee", "The meeting and the person",
            lambda a, at: f"{a[1].meeting}/{slug(a[0].name)}"),
        *_placed("2024-03-12#attendance", "url meeting date", meeting="The meeting", date="Its first day"),
        Col("person", "text", "Ann Lee", "The name, the same at every meeting", lambda a, at: a[0].name,
            "Popolo name"),
        Col("also", "names", "Anne Lee", "Other spellings of it", lambda a, at: a[0].also, "Popolo other_names"),
        _field("listed_as", "text", "A. Lee", field="name"),
        _field("initials", "text", "AL"),
        _field("role", "text", "Vice Chair", "Popolo role", is_open=True),
        Col("organization", "text", "Planning Committee", "The organisation",
            lambda a, at: a[1].organisation and at.graph.config.organisations[a[1].organisation].name,
            "Popolo organization", is_open=True),
        Col("decides", "yes-no", "true", "Whether its people decide; others only attend",
            lambda a, at: a[1].organisation and at.graph.config.organisations[a[1].organisation].members, is_open=True),
        Col("attendance", "code", "present", "present, apologies, absent or observing", lambda a, at: a[1].how),
        Col("chaired", "yes-no", "true", "Whether this person chaired", lambda a, at: a[1].chaired),
        _field("joined_at", "text", "7", field="joined"),
        _field("left_at", "text", "11:30", field="left"),
        _NOTE,
    ), lambda a, at: place_of(at.graph.meeting(a[1].meeting), Ref(a[1].meeting, "attendance"), a[1].date)),
    Table[_Item]("agenda_items", "Every item of every agenda", "OCD EventAgendaItem",
        lambda at: ((meeting, one) for meeting in at.graph.meetings for one in meeting.sections if one.id),
        lambda i: i[0].facts.agenda.get(i[1].key, records.AgendaFacts()), records.AgendaFacts, (
        *_placed("2024-03-12#item-7", "id url"),
        Col("meeting", "code", "2024-03-12", "The meeting", lambda i, at: i[0].id, "OCD event", "meetings"),
        Col("number", "text", "7", "Its number in the minutes, if it has one", lambda i, at: i[1].number),
        Col("name", "text", "Skate park", "Its heading", lambda i, at: i[1].title, "OCD description"),
        _found("position", "number", "7", "Its place among the items as they were taken",
            lambda i, at: at.graph.turn_of((i[1].key,), i[0].id) + 1),
        *_placed("2024-03-12#item-7", "date"),
        _field("time", "time", "10:10", is_open=True),
        _field("led_by", "names", "Parks Office", field="lead", is_open=True),
        _field("kind", "code", "item", "OCD classification", "item, break or close"),
        _field("status", "code", "withdrawn", "", "Why it was not discussed: withdrawn or not-reached"),
        _field("private", "yes-no", "false", "", "Whether the public was excluded"),
        _field("paper", "text", "PC/24/04", field="ref"),
        _field("projects", "codes", "skate-park", field="project"),
        Col("reviews", "codes", "2024-03-12/skate-park", "The reviews that were discussed or decided under it",
            lambda i, at: tuple(one.name for one in at.graph.reviews_of_meeting[i[0].id]
                if i[1].key in items_of(one))),
        Col("text", "text", "The minutes were agreed.", "What the record says under it",
            lambda i, at: _paragraphs(i[1]), "schema.org text"),
        _NOTE,
    ), _of_item, lambda i: i[0].facts.status == "held"),
    Table[Project]("projects", "Every project, and where it is", "schema.org Project",
        lambda at: at.graph.projects.values(), lambda p: p.facts, records.ProjectFacts, (
        *_placed("skate-park", "id url", lambda p, at: p.id, where="project:skate-park", url="Its page"),
        _field("name", "text", "Skate park", "Popolo name", field="title"),
        _field("kind", "code", "building", "Popolo classification"),
        _field("owner", "names", "Parks Office", is_open=True),
        _field("supplier", "text", "Parks Office", "schema.org provider"),
        _TOPICS_OF,
        Col("summary", "text", "Ramps for skaters.", "What it is, in one sentence", lambda p, at: summary(p),
            "schema.org description"),
        Col("text", "text", "Ramps for skaters.", "Everything that its own record says",
            lambda p, at: _text(p.sections), "schema.org text"),
        Col("related", "names", "replaces old-ramps", "Other projects, and how it is related to each",
            lambda p, at: tuple(f"{how} {other}" for how, other in at.graph.relations.get(p.id, ()))),
        _found("standing", "code", "current",
            "Of the last advice: current, until (an end is set), ran-out, replaced, unclear (the dates do not show "
            "which is the last) or none", lambda p, at: _standing(p, at).name),
        _found("outcome", "names", "A",
            "The outcome of the last advice; where there never was any, what the latest review has instead, or "
            "not-reviewed", _last_outcome),
        _found("outcome_label", "names", "A: Proceed", "The same in words",
            lambda p, at: _last(p, at, lambda one: words.outcome(one.outcome, at.graph.config))),
        _found("outcome_date", "names", "2024-03-12", "When that was given",
            lambda p, at: _last(p, at, lambda one: one.day)),
        _found("outcome_url", "address", "reviews/2024-03-12/skate-park/", "Where that is recorded",
            lambda p, at: next(iter(_last(p, at, lambda one: one.ref)), None)),
        _found("until", "names", "2025-01-31", "The last day on which it is valid",
            lambda p, at: _last(p, at, lambda one: one.until)),
        _found("stage", "names", "final", "The stage that was recorded last",
            lambda p, at: tuple(one.code for one in _standing(p, at).stage) or _silence("stage", at)),
        _found("in_use", "names", "in-use",
            "As was recorded last: proposed, in-development, on-trial, in-use, paused or ended",
            lambda p, at: tuple(one.code for one in _standing(p, at).use) or _silence("status", at)),
        _found("reviews", "number", "2", "How many reviews of it are here",
            lambda p, at: len(at.graph.reviews_of(p.id))),
        _found("first_reviewed", "date", "2024-03-12", "The day of its first review here",
            lambda p, at: next((at.graph.day_of(one) for one in at.graph.reviews_of(p.id)), None)),
        _found("last_reviewed", "date", "2024-03-12", "The day of its latest review",
            lambda p, at: (latest := _standing(p, at).latest) and at.graph.day_of(latest)),
        _found("waiting", "number", "2", "How many requests about it wait, overdue ones included",
            lambda p, at: _in_state(p, at, *WAITING)),
        _found("overdue", "number", "1", "How many of these are overdue", lambda p, at: _in_state(p, at, "overdue")),
        *_OF_RECORD,
    ), lambda p, at: place_of(p, Ref(p.name), None)),
    Table[_Named]("aliases", "Other names of projects", "Popolo other_names", _aliases, lambda a: a[2], records.Alias, (
        Col("id", "code", "skate-park/1", "The project, and a number", lambda a, at: f"{a[0].id}/{a[1]}"),
        *_placed("project:skate-park", "url project", url="The page of the project", project="The project"),
        _field("name", "text", "Skatepark", "Popolo name"),
        _field("used_in", "code", "2024-03-12#item-9", field="at"),
        _field("end_date", "date", "2023-02", "Popolo end_date", field="until"),
        _NOTE,
    ), lambda a, at: place_of(a[0], Ref(a[0].name), None)),
    Table[Review]("reviews", "Every review of a project at a meeting, and its outcome", "schema.org Review",
        lambda at: (one for found in at.graph.reviews_of_meeting.values() for one in found), lambda r: r.facts,
        records.ReviewFacts, (
        *_placed("2024-03-12/skate-park", "id url meeting item project projects date"),
        Col("name", "text", "Skate park: review of 12 March 2024", "The title of its page",
            lambda r, at: titles.page_title(r, at.graph), "schema.org name"),
        Col("items", "codes", "2024-03-12#item-7", "All items under which it was discussed or decided",
            lambda r, at: tuple(Ref(r.meeting, anchors.item(key)) for key in items_of(r))),
        Col("stage", "code", "final", "The stage of the work, or the one that it reached",
            lambda r, at: r.facts.stage or _silence("stage", at), is_open=True),
        _field("stage_sought", "code", "final"),
        Col("in_use", "code", "in-use", "Whether it is in use, according to these minutes",
            lambda r, at: r.facts.status or _silence("status", at), is_open=True),
        _field("outcome", "code", "A", "Popolo result"),
        Col("outcome_label", "text", "A: Proceed", "The same in words",
            lambda r, at: words.outcome(r.facts.outcome, at.graph.config)),
        Col("why", "text", "It will be useful.", "Why, in one sentence", lambda r, at: why_of(r), is_open=True),
        _field("until", "date", "2025-01-31", "schema.org validThrough"),
        *_VOTE,
        _field("presented_by", "names", "Parks Office", "", "Who presented, where that is not who led the item"),
        _TOPICS_OF,
        Col("earlier_advice", "names", "2023-11: Outcome not reported", "Earlier advice that these minutes report",
            lambda r, at: tuple(_earlier(one, at.graph) for one in r.facts.previous)),
        _found("changed", "text", "The stage went from “Update” to “Final report”.",
            "What changed since the review before", _changed),
        Col("text", "text", "The Committee agreed.", "Everything the record says, without its questions and comments",
            lambda r, at: _text(r.sections), "schema.org reviewBody"),
        _found("lacks", "names", "whether there was a vote", "What the published minutes do not record",
            lambda r, at: lacking_in(r, at.graph, at.findings)),
        *_OF_RECORD,
    ), lambda r, at: place_of(r, Ref(r.name), at.graph.day_of(r))),
    Table[_Said]("exchanges", "Every question or comment, and what was said to it", "schema.org Question", _exchanges,
        lambda e: e[2], records.Facts, (
        *_placed("2024-03-12/skate-park#q-noise"),
        Col("heading", "text", "Questions and comments", "The heading that it is under", lambda e, at: e[1].title),
        Col("speaker", "text", "Member", "Who asked or said it, as the minutes have it",
            lambda e, at: e[3][0][0], "Popolo creator", is_open=True),
        Col("text", "text", "How loud is it?", "The question or comment", lambda e, at: e[3][0][1],
            "Popolo text"),
        Col("replies", "text", "Presenter: Not very loud.", "What was said to it: a line each, the speaker first",
            _replies, "schema.org suggestedAnswer"),
        Col("topics", "codes", "noise", "What it is about", None, "schema.org about"),
    ), _of_exchange),
    Table[LinkedDecision]("decisions",
        "Every outcome, and every further decision; events has those as well that are known only from later minutes",
        "Popolo Motion",
        lambda at: at.graph.decisions, lambda d: d.decision or d.record.facts, records.Decision, (
        *_placed("2024-03-12/skate-park"),
        _found("kind", "code", "outcome",
            "outcome, no-outcome (a review without one), further (the committee's, beside an outcome) or other-body",
            _kind),
        Col("about", "text", "Skate park", "What it is about", lambda d, at: titles.about(d, at.graph)),
        _field("part", "text", "the licence", "", "The part of it that this decides on its own", field="on"),
        Col("outcome", "code", "A", "The outcome; of a review without one none-recorded, not-sought or deferred",
            lambda d, at: d.outcome, "Popolo result"),
        Col("outcome_label", "text", "A: Proceed", "The same in words",
            lambda d, at: words.outcome(d.outcome, at.graph.config) if d.outcome else ""),
        Col("stage", "code", "final", "The stage it belongs to", _stage, is_open=True),
        Col("why", "text", "It will be useful.", "Why, or what was decided, in one sentence",
            lambda d, at: why(d, at.graph), is_open=True),
        Col("text", "text", "It was agreed to wait.", "What was decided beside an outcome",
            lambda d, at: d.decision and d.decision.text, "Popolo text"),
        Col("organization", "text", "Planning Committee", "The body that decided",
            lambda d, at: (d.decision and d.decision.by) or at.graph.config.committee.name, "Popolo organization"),
        *_VOTE,
        _field("until", "date", "2025-01-31", "schema.org validThrough"),
        Col("replaces", "codes", "2023-11-14/skate-park", "The earlier decisions that it rescinds or amends",
            lambda d, at: tuple(ref.within(d.record.name) for ref in d.decision.replaces) if d.decision else ()),
        Col("replaced_by", "codes", "2024-06-11#decision-stop", "The decisions that rescind or amend it",
            lambda d, at: tuple(one.ref for one in at.graph.replaced_by.get(d.ref, ()))),
        _found("ending", "code", "succeeded",
            "Of advice on the project: current, unclear (which of several is), ran-out, replaced or succeeded (by a "
            "later outcome); events has it for every project",
            lambda d, at: (one := _advice(d, at)) and (one.end or _still(d, at))),
        _found("ended", "date", "2025-01-31", "When it ended so", lambda d, at: (one := _advice(d, at)) and one.ended),
        Col("note", "text", "Decided by e-mail.", "The archive's own remark",
            lambda d, at: d.decision and d.decision.note, "Popolo note"),
    ), lambda d, at: place_of_decision(d)),
    Table[LinkedRequest]("requests", "Everything that was asked for, and what came of it", "schema.org AskAction",
        lambda at: at.graph.requests, lambda q: q.request, records.MeetingRequest, (
        *_placed("2024-03-12/skate-park#request-return", date="When it was asked"),
        _field("text", "text", "Come back in August.", "Popolo text"),
        _field("kind", "code", "report-back", "Popolo classification"),
        _field("strength", "code", "requested", "", "requested, suggested (then it is never overdue) or needed"),
        _field("asked_by", "code", "committee", "schema.org agent", "Who asked: committee or member", field="by"),
        _field("asked_of", "text", "Parks Office", "schema.org recipient", field="to", is_open=True),
        _field("due", "code", "2024-08", "", "When the answer is due: a date, a stage or next-meeting", is_open=True),
        _field("due_from", "text", "in six months", "",
            "The words of the minutes that it was worked out from, if it was"),
        _found("due_date", "date", "2024-08", "The day by which it was due, once that is known",
            lambda q, at: _state(q, at).due),
        _TOPICS_OF,
        _field("passage", "code", "noise"),
        _field("reference", "text", "Action 4", field="ref"),
        Col("same_as", "code", "2023-11-14#request-1",
            "The request that this one only reports: then it does not count again", lambda q, at: q.same_as,
            of="requests"),
        Col("follows", "code", "2023-11-14#request-1", "The earlier request that this one asks again",
            lambda q, at: q.follows, of="requests"),
        _field("asked_from", "text", "at the last meeting", "",
            "The words that its day was worked out from, if it was"),
        _found("state", "code", "overdue",
            "overdue, past-stage, past-suggested, waiting, answered-late, answered-in-time, answered or withdrawn",
            lambda q, at: _state(q, at).name),
        _found("is_partly", "yes-no", "false", "Whether it waits and was answered in part",
            lambda q, at: _state(q, at).is_partly),
        _found("closed", "date", "2024-07-05", "When it was answered in full or withdrawn",
            lambda q, at: _state(q, at).closed),
        Col("days_waited", "number", "147", "Days until then or, while it waits, until the archive's day",
            lambda q, at: days_waited(q, _state(q, at), at.graph.as_of), is_open=True, is_found=True),
        _found("months_waited", "number", "4", "The same in whole months, also where only the months are known",
            lambda q, at: (waited := _state(q, at).waited) and waited.months),
        Col("days_late", "number", "31", "How many of them were after it was due", _late, is_open=True, is_found=True),
        _field("progress", "text", "Work has begun."),
        _NOTE,
        Col("owner", "names", "Parks Office", "Who owns its projects, whoever was asked", _owners, is_open=True),
    ), lambda q, at: place_of_request(q)),
    Table[Happened]("answers", "What came of earlier requests", "schema.org Answer", _answers, lambda a: a.of.answer,
        records.Answer, (
        *_placed("2024-06-11/skate-park:2024-03-12/skate-park#request-return",
            key=lambda a, at: f"{a.of.by.name}:{a.of.ref}", link=lambda a, at: source_link(a.of, at.graph).url,
            where="2024-03-12/skate-park", date="When it was given"),
        Col("request", "code", "2024-03-12/skate-park#request-return", "The request", lambda a, at: a.request,
            "schema.org parentItem", "requests"),
        Col("request_named", "code", "2023-11-14#request-1", "The same, also of one that is not recorded here",
            lambda a, at: a.request),
        _field("how", "code", "fully", "", "fully, partly, not-yet or withdrawn"),
        _field("text", "text", "It came back.", "Popolo text", is_open=True),
        _NOTE,
    ), lambda a, at: a.place),
    Table[Passage]("topics", "Where each topic was raised: every exchange, request and review that has it",
        "schema.org about", lambda at: (one for found in at.findings.passages.values() for one in found), lambda t: t,
        records.Facts, (
        *_placed("noise:2024-03-12/skate-park#q-noise", key=lambda t, at: f"{t.topic}:{t.ref}",
            where="2024-03-12/skate-park#q-noise"),
        Col("topic", "code", "noise", "The topic"),
        Col("name", "text", "Accuracy", "Its name", lambda t, at: at.graph.config.topics[t.topic], "schema.org name"),
        Col("kind", "code", "exchange", "What raised it: exchange, request or review"),
        Col("exchange", "code", "2024-03-12/skate-park#q-noise", "The exchange",
            lambda t, at: t.ref if t.kind == "exchange" else None, of="exchanges"),
        Col("request", "code", "2024-03-12/skate-park#request-return", "The request",
            lambda t, at: t.ref if t.kind == "request" else None, of="requests"),
        Col("text", "text", "How loud is it?", "How the exchange begins, the request, or why it was decided so",
            None, "Popolo text", is_open=True),
    ), _of_passage),
    Table[Happened]("events",
        "Everything that happened, in the order of its date: a row for each project that it concerns",
        "schema.org Event", _events, lambda e: e, records.Facts, (
        *_placed("2024-03-12 decided 2024-03-12/skate-park skate-park", "id url meeting item review project date",
            lambda e, at: " ".join((str(e.place.date), e.kind, str(e.place.ref), *e.place.projects)),
            where="2024-03-12/skate-park"),
        _found("kind", "code", "decided",
            "planned, cancelled, met, reviewed, decided, replaced or succeeded (advice, by a later outcome), ran-out, "
            "asked, answered, passed-its-stage, became-overdue, happened (between meetings), corrected or removed",
            lambda e, at: e.kind),
        Col("decision", "code", "2024-03-12/skate-park",
            "The decision that was given or ended; none of what is only reported", None, of="decisions"),
        Col("request", "code", "2024-03-12/skate-park#request-return", "The request", None, of="requests"),
        Col("outcome", "code", "A", "The outcome, of a review or a decision", None, "Popolo result"),
        Col("how", "code", "fully",
            "Of what was decided: advice (the outcome that counts from then on), further or other-body; how far it was "
            "answered; whether it is in use since then; why it was corrected", _how),
        Col("text", "text", "Come back in August.",
            "Why it was decided so, what was asked, answered or corrected, or what happened", None,
            "schema.org description"),
        Col("is_reported", "yes-no", "false", "Whether it is known only from the minutes of a later meeting"),
    ), lambda e, at: e.place),
    Table[_Corrected]("corrections", "Everything that was changed after it was published",
        "schema.org CorrectionComment", _corrections, lambda c: c[2], records.Correction, (
        *_placed("2024-03-12/skate-park#correction-1", date="When it was corrected"),
        _field("about", "text", "outcome", "schema.org about", "What was corrected"),
        _field("kind", "code", "error", "", "Why: error (ours), typing, late-change or redaction"),
        _field("wrong", "text", "B", "", "What the record said before; never of a redaction"),
        _field("right", "text", "A"),
        _field("why", "text", "We misread the minutes.", "schema.org text"),
    ), lambda c, at: place_of(c[0], c[1], c[2].date)),
    Table[_Filed]("documents", "Minutes, papers and whatever else records point to", "schema.org DigitalDocument",
        _documents, lambda d: d[3], records.Document, (
        *_placed("2024-03-12#source-1", key=lambda d, at: f"{d[0].name}#{d[1]}-{d[2]}", where="2024-03-12",
            date="When it was published"),
        Col("kind", "code", "source", "source, papers or links", lambda d, at: d[1]),
        Col("name", "text", "Minutes, 12 March 2024", "What it is called", lambda d, at: document_link(d[3]).text,
            "schema.org name"),
        Col("document_url", "address", "https://example.org/minutes.pdf", "Where it is, if it is online",
            lambda d, at: document_link(d[3]).url, "schema.org url"),
        _field("publisher", "text", "Parish Council", "schema.org publisher"),
        _field("pages", "text", "3 to 5", "schema.org pagination"),
        _NOTE,
    ), lambda d, at: place_of(d[0], Ref(d[0].name), d[3].published)),
)  # fmt: skip

data_rows = partial(rows_of, TABLES)
