"""The only place that builds sentences, dates and labels for readers. English only for now."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Sized
from datetime import time
from functools import cache
from itertools import zip_longest
from string import ascii_uppercase

from candour.findings.board import Mark, Row
from candour.findings.durations import Span
from candour.findings.requests import WAITING, RequestState, StateName
from candour.findings.reviews import Changes, why_decided
from candour.findings.standing import Advice, StandingName
from candour.model import addresses
from candour.model.config import Config
from candour.model.dates import END_OF_DAY, Due, PartialDate
from candour.model.records import NOT_REPORTED, Meeting, Request, Sitting, Votes
from candour.model.sentences import opening
from candour.model.values import is_number

MONTHS = ("", *"January February March April May June July August September October November December".split())
"""Not from the locale: the same input gives the same bytes anywhere."""
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())

ABSENCES = {
    "none-recorded": ("–", "No outcome recorded"),
    "not-sought": ("i", "No outcome sought"),
    "deferred": ("→", "Decision deferred"),
    NOT_REPORTED: ("?", "Outcome not reported"),
}
"""Of each way to have no outcome, the mark in pictures and the words."""

LABELS: Mapping[str, Mapping[str, str]] = {
    "answered": {"fully": "answered", "partly": "answered in part", "not-yet": "not answered yet"},
    "correction": {
        "error": "Our error",
        "typing": "Typing mistake",
        "late-change": "Changed later",
        "redaction": "Redacted",
    },
    "format": {"virtual": "online", "hybrid": "in person and online", "correspondence": "by correspondence"},
    "item status": {"withdrawn": "withdrawn from the agenda", "not-reached": "the meeting did not reach this item"},
    "minutes": {"unpublished": "not published"},
    "status": {"ended": "no longer in use"},
}
"""The words for the format's own codes, by what they are codes of; any other code is its own words: `in use`."""

_LONGEST_MARK = 3
"""So many characters has a code of the minutes at most; a longer key of the configuration is a name."""
NOT_RECORDED = "Not recorded"
NO_REVIEW = "No review"


def date(day: PartialDate) -> str:
    """`8 February 2023`, `February 2023`, `2023`."""
    return f"{day.day or ''} {MONTHS[day.month or 0]} {day.year}".lstrip()


def timestamp(day: PartialDate | None) -> str:
    """The first moment of a day, as Atom has it (RFC 3339); what is known of no day is before all else."""
    return f"{day.first_day if day else '1970-01-01'}T00:00:00Z"


def on(day: PartialDate) -> str:
    """`on 8 February 2023`, `in February 2023`."""
    return f"{'on' if day.day else 'in'} {date(day)}"


def dates(days: Sequence[PartialDate]) -> str:
    """`5 and 12 March 2024`, `28 February and 6 March 2024`; `days` are in order."""
    texts: list[str] = []
    for one, after in zip_longest(days, days[1:]):
        if after is None or after.year != one.year:
            texts.append(date(one))
        else:
            texts.append(str(one.day) if one.day and one.month == after.month else day(one))
    return listed(texts)


def days(meeting: Meeting) -> str:
    """`12 to 14 March 2024`, `March to May 2024`; where it was adjourned the days on which it sat, `5 and 12 March`."""
    first, last = meeting.date, meeting.last_day
    if meeting.facts.sittings or first == last:
        return dates(meeting.days) if meeting.facts.sittings else date(first)
    begin = date(first)
    if first.year == last.year:
        begin = day(first) if not first.day or first.month != last.month else str(first.day)
    return f"{begin} to {date(last)}"


def clock(moment: time) -> str:
    return "24:00" if moment == END_OF_DAY else f"{moment.hour:02}:{moment.minute:02}"


def clock_range(start: time | None, end: time | None) -> str:
    """Of one day: `10:00 to 13:00`, `from 10:00`, `until midnight`."""
    last = "midnight" if end in (time.min, END_OF_DAY) else clock(end) if end else ""
    if start and end:
        return f"{clock(start)} to {last}"
    return f"from {clock(start)}" if start else f"until {last}" if end else ""


def listed(texts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    every = list(texts)
    return f" {last} ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else "".join(every)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 meeting`, `2 meetings`, `no meetings`."""
    return f"{number if number else 'no'} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """`412 bytes`, `35 kB`, `1.2 MB`."""
    if number < 1000:
        return counted(number, "byte")
    return f"{number / 1000:.0f} kB" if number < 999_500 else f"{number / 1_000_000:.1f} MB"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def label(code: str | None, kind: str) -> str:
    """The words for one of the format's own codes: `"in-use"|label("status")` is `in use`. Empty for none."""
    return LABELS.get(kind, {}).get(code, code.replace("-", " ")) if code else ""


def outcome(code: str | None, config: Config) -> str:
    """`A: Proceed`; an absence in its own words."""
    code = code or NOT_REPORTED
    if code in ABSENCES:
        return ABSENCES[code][1]
    return ": ".join(filter(None, (outcome_code(code, config), config.outcomes[code].label)))


def outcome_code(code: str, config: Config) -> str:
    """The code that the minutes have for an outcome of the scheme; empty where they have none but its label.

    Without `code:` the key is the code if it is as short as one; a longer key is only the archive's own name for it.
    """
    scheme = config.outcomes[code]
    own = scheme.code if scheme.code is not None else code if len(code) <= _LONGEST_MARK else ""
    return "" if _bare(own) == _bare(scheme.label) else own


@cache
def _bare(text: str) -> str:
    """Letters and digits only, in lower case."""
    return "".join(character for character in text.casefold() if character.isalnum())


def stage(name: str | None, config: Config) -> str:
    return config.stages[name].label if name else ""


def occasion(name: str | None, config: Config) -> str:
    """`when it came back with an update`; `at the stage “Update”` where the configuration has no such words."""
    if not name:
        return ""
    own = config.stages[name].occasion
    return f"when it {own}" if own else f"at the stage “{stage(name, config)}”"


def due(when: Due | None, config: Config) -> str:
    """`by August 2023`, `at the stage Final report`, `at the next meeting`."""
    if when is None:
        return ""
    if when.date:
        return f"by {date(when.date)}"
    return "at the next meeting" if when.next_meeting else f"at the stage “{stage(when.stage, config)}”"


def votes(vote: Votes) -> str:
    """`9 for, none against, JB abstained`, `Very useful: 3, Useful: 5`, or the words recorded."""
    sides = ((vote.for_, "for"), (vote.against, "against"), (vote.abstained, "abstained"))
    counts = ", ".join(f"{listed(who)} {how}" for who, how in sides if who)
    answers = ", ".join(f"{answer}: {listed(who)}" for answer, who in vote.answers.items())
    return "; ".join(filter(None, (counts, answers, vote.words)))


def item(key: str) -> str:
    """`item 7`, `item IV`; a heading without a number is called by its name."""
    return f"item {_number(key)}" if is_number(key) else f"“{capital(key.replace('-', ' '))}”"


def _number(key: str) -> str:
    return key if key[0].isdigit() else key.upper()


def items(keys: Iterable[str]) -> str:
    """`item 7`, `items 7 and 10`, `item 7 and “Any other business”`."""
    every = list(keys)
    if len(every) > 1 and all(map(is_number, every)):
        return f"items {listed(map(_number, every))}"
    return listed(map(item, every))


# --- sentences ----------------------------------------------------------------------------------------------------


def decided(code: str | None, day: PartialDate, why: str, config: Config, end: str = "") -> str:
    """What came of a review, for a link preview: `A: Proceed, 8 February 2023. It is useful.`; `end` as of `ends`."""
    return f"{', '.join(filter(None, (outcome(code, config), date(day), end)))}. {why}".rstrip()


def taken(when: PartialDate, meeting: Meeting) -> str:
    """Of a decision with a day of its own: `Taken on 3 March 2024, between meetings.`"""
    is_between_sittings = meeting.facts.sittings and when >= meeting.date and when not in meeting.days
    apart = ", between meetings" if when < meeting.date else ", between sittings" if is_between_sittings else ""
    return f"Taken {on(when)}{apart}."


def waiting(by_state: Counter[StateName]) -> str:
    """`4 requests`, `4 requests, 1 of them overdue`; empty when nothing waits for an answer."""
    every, late = sum(by_state[name] for name in WAITING), by_state["overdue"]
    return _of_them(every, "request" if every == 1 else "requests", late, "overdue")


def when_and_where(meeting: Meeting) -> str:
    """Unless it was cancelled: `Wednesday, 10:00 to 13:00, online (Teams)`, as far as the minutes say."""
    if meeting.facts.status == "cancelled":
        return ""
    facts, (first, *others) = meeting.facts, meeting.days
    is_one_day = first.day and not others
    hours = clock_range(facts.start, facts.end) if is_one_day else _over_days(meeting)
    hours += f" ({facts.timezone})" if facts.timezone and facts.start else ""
    how = label(facts.format, "format")
    where = f"{how} ({facts.place})" if how and facts.place else how or facts.place
    return capital(", ".join(filter(None, (weekday(first) if is_one_day else "", hours, where))))


def weekday(day: PartialDate) -> str:
    """Empty where no day is known."""
    return WEEKDAYS[day.first_day.weekday()] if day.day else ""


def sitting(one: Sitting) -> str:
    """What is known of one beside its day: `18:00 to 21:30, Guildhall; 9 people were there; quorate`."""
    when = ", ".join(filter(None, (clock_range(one.start, one.end), one.place)))
    present = sum(map(len, (one.present or {}).values()))
    there = counted(present, "person was there", "people were there") if present else ""
    quorate = "" if one.quorate is None else "quorate" if one.quorate else "not quorate"
    return "; ".join(filter(None, (when, there, quorate)))


def people(groups: Mapping[str, Sized], withheld: int = 0) -> str:
    """Beside the title of a list: `12 people`, or `11 named, 1 name withheld`; empty for nobody."""
    named = sum(map(len, groups.values()))
    if not withheld:
        return counted(named, "person", "people") if named else ""
    return f"{named} named, " * bool(named) + f"{counted(withheld, 'name')} withheld"


def _over_days(meeting: Meeting) -> str:
    """`from 14:00 on 28 February`; the end is that of the last day."""
    facts, first, last = meeting.facts, meeting.days[0], meeting.last_day
    start = f"from {clock(facts.start)} on {day(first)}" if facts.start and first.day else ""
    end = f"until {clock(facts.end)} on {day(last)}" if facts.end and last != first and last.day else ""
    return " ".join(filter(None, (start, end))) or clock_range(facts.start, facts.end)


def meeting_sentence(meeting: Meeting, projects: int) -> str:
    day, status = meeting.date, meeting.facts.status
    if status == "scheduled":
        return f"Planned for {date(day)}."
    if status == "cancelled":
        return f"The meeting of {date(day)} was cancelled."
    if projects:
        return f"{counted(projects, 'project')} reviewed."
    return "The minutes are not published." if meeting.facts.minutes == "unpublished" else "No review is recorded."


def decisions_counted(outcomes: int, without: int, further: int, others: int, of: str = "") -> str:
    """`5 outcomes, 1 review without an outcome and 1 further decision`; `of` says whose they are."""
    if outcomes or without:
        own = counted(outcomes, "outcome")
    else:
        own, further = counted(further, "decision"), 0
    also = [counted(without, "review without an outcome", "reviews without an outcome")] * bool(without)
    also += [counted(further, "further decision")] * bool(further)
    also += [counted(others, "decision of another body", "decisions of other bodies")] * bool(others)
    return listed([f"{own}{of}", *also])


def decisions_sentence(outcomes: int, without: int, further: int, others: int, config: Config) -> str:
    """`5 outcomes of the Committee, 1 review without an outcome and 1 further decision, latest meeting first.`"""
    of = f" of {config.committee.short}"
    return f"{capital(decisions_counted(outcomes, without, further, others, of))}, latest meeting first."


def reported_too(outcomes: int) -> str:
    """` 3 more outcomes are known only from later minutes.`; empty without any."""
    if not outcomes:
        return ""
    return f" {counted(outcomes, 'more outcome')} {'is' if outcomes == 1 else 'are'} known only from later minutes."


def headline(config: Config) -> str:
    """`What was decided about police data projects`; of the configuration, else `What the Committee decided`."""
    return config.headline or f"What {config.committee.short} decided"


def introduction(config: Config) -> str:
    """Who decides about what, in one sentence."""
    if config.introduction:
        return config.introduction.text
    committee = ", ".join(filter(None, (config.committee.name, config.committee.of)))
    return f"{committee}: the decisions on record and the reasons for them."


def site_sentence(config: Config) -> str:
    """What the site is, for those who have not seen it yet."""
    opening = headline(config)
    return f"{opening}{'' if opening.endswith(('.', '?', '!')) else '.'} {introduction(config)}"


def outcomes_sentence(given: Iterable[str], config: Config) -> str:
    """Which letters the minutes use, and which nobody knows: `The letters are those of the minutes: A, B and E.`

    `given` are the outcomes that the archive has. Nothing is said of letters where the committee has none.
    """
    silent = "If the minutes give no outcome, this site says so and does not guess."
    codes = sorted({code for key in given if key in config.outcomes and (code := outcome_code(key, config))})
    if not codes:
        return silent
    if not all(len(code) == 1 and code in ascii_uppercase for code in codes):
        return f"The codes are those of the minutes. {silent}"
    known = {outcome_code(key, config) for key in config.outcomes}
    missing = [letter for letter in ascii_uppercase if letter < codes[-1] and letter not in known]
    absent = f" No {listed(missing, 'or')} appears in them, so the meaning is not known here." if missing else ""
    return f"The letters are those of the minutes: {listed(codes)}.{absent} {silent}"


def period(first: PartialDate | None, last: PartialDate | None) -> str:
    """`from 2021`, `until March 2022`, `from 2021 to March 2022`."""
    if first and last:
        return f"from {date(first)} to {date(last)}"
    return f"from {date(first)}" if first else f"until {date(last)}" if last else ""


# --- where a project is -------------------------------------------------------------------------------------------


def valid(one: Advice) -> str:
    """How long advice is valid: `since 8 February 2023`, `until 31 January 2025`, `ran out on 31 January 2024`."""
    match one.end:
        case "ran-out" if one.ended:
            return f"ran out {'on' if one.ended.day else 'at the end of'} {date(one.ended)}"
        case "replaced" if one.ended:
            return f"replaced {on(one.ended)}"
        case _:
            return until(one.until) or f"since {date(one.day)}"


def until(day: PartialDate | None) -> str:
    """`until 31 January 2025`; empty where there is no end."""
    return f"until {date(day)}" if day else ""


def ends(one: Advice) -> str:
    """`until 31 January 2025`, `ran out on 31 January 2024`; empty for what has no end."""
    return valid(one) if one.until or one.end else ""


def advice(one: Advice, name: StandingName, config: Config, when: str = "") -> str:
    """`Current advice, since 8 February 2023, when it came with its final report`; `when` is the occasion."""
    occasion = f", {when}" if when else ""
    if name == "unclear":
        return f"{advice_of(one.day, config)}{occasion}" + (f"; {valid(one)}" if one.until else "")
    if one.end:
        return f"{advice_of(one.day, config)}{occasion}; it {'was ' * (one.end == 'replaced')}{valid(one)}"
    end = f", {until(one.until)}" if one.until else ""
    return f"Current {_GIVEN[config.committee.gives]}, since {date(one.day)}{end}{occasion}"


def advice_of(day: PartialDate, config: Config) -> str:
    """`Advice of 8 February 2023`; what a committee gives is a decision, or only called outcome, at others."""
    return f"{capital(_GIVEN[config.committee.gives])} of {date(day)}"


_GIVEN = {"advice": "advice", "decisions": "decision", "outcomes": "outcome"}
"""What one outcome of a committee is called."""


def recorded(since: PartialDate, noted: PartialDate) -> str:
    """`since 27 November 2023`, `since 27 November 2023; noted again in June 2024`."""
    return f"since {date(since)}" + (f"; noted again {on(noted)}" if noted != since else "")


# --- requests -----------------------------------------------------------------------------------------------------

REQUEST_GROUPS: Mapping[StateName, str] = {
    "overdue": "Overdue",
    "past-stage": "Past its stage",
    "past-suggested": "Suggested, and past its date",
    "waiting": "Waiting",
    "answered-late": "Answered late",
    "answered-in-time": "Answered in time",
    "answered": "Answered",
    "withdrawn": "Withdrawn",
}
"""What each state is called, in the order of what needs attention."""
DECISION_STATES = {"current": "Current", "ran-out": "Ran out", "replaced": "Replaced"}
"""The same of decisions."""


def asked_by(request: Request, config: Config) -> str:
    """`Asked by the Committee`, `Suggested by a member`, `A member said it was needed`."""
    who = config.committee.short if request.by == "committee" else "a member"
    if request.strength == "needed":
        return f"{capital(who)} said it was needed"
    return f"{'Suggested' if request.strength == 'suggested' else 'Asked'} by {who}"


def state(own: RequestState) -> str:
    """The state of a request, as a tag: `Overdue by 1 year 2 months`, `Answered in part`, `Answered late`."""
    name = REQUEST_GROUPS[own.name]
    if own.name == "overdue" and (by := span(own.late)):
        name = f"{name} by {by}"
    if own.is_partly:
        return "Answered in part" if own.name == "waiting" else f"Answered in part; {name[:1].lower()}{name[1:]}"
    return name


def came_of_it(own: RequestState, as_of: PartialDate | None) -> str:
    """What came of a request, in a sentence: `Answered 5 July 2023, after 1 year, 5 days late`; empty if not known."""
    how_long = span(own.waited)
    if own.is_waiting and as_of and own.is_partly:
        return f"The rest was still waiting {on(as_of)}"
    if own.is_waiting:
        return f"Waiting for {how_long}, as of {date(as_of)}" if how_long and as_of else ""
    given = "Withdrawn" if own.name == "withdrawn" else "Answered"
    closed = f" {date(own.closed)}" if own.closed else ""
    after = f", after {how_long}" if how_long else ""
    late = {
        "answered-late": f", {span(own.late)} late" if span(own.late) else ", late",
        "answered-in-time": ", in time",
        "answered": ". The dates do not show whether that was in time" if own.due else ". No date was set",
    }
    return f"{given}{closed}{after}{late.get(own.name, '')}"


def was_due(own: RequestState, request: Request, config: Config) -> str:
    """When an answer was due that is late: `Due by August 2023`, `Due at the meeting of 12 October 2022`."""
    if own.late is None or own.due is None or request.due is None:
        return ""
    if request.due.stage:
        return f"Due at the stage “{stage(request.due.stage, config)}”, which was reviewed {on(own.due)}"
    return f"Due at the meeting of {date(own.due)}" if request.due.next_meeting else f"Due by {date(own.due)}"


def span(of: Span | None) -> str:
    """`1 year 2 months`, `5 days`, `about 3 months`, `less than a month`; empty when it is not known, or nothing."""
    if of is None or (of.is_exact and not of.months and not of.days):
        return ""
    if not of.months:
        return counted(of.days, "day") if of.is_exact else "less than a month"
    return months(of.months) if of.is_exact else f"about {months(of.months)}"


def months(number: int) -> str:
    """`1 year 2 months`."""
    every = zip(divmod(number, 12), ("year", "month"), strict=True)
    return " ".join(counted(count, one) for count, one in every if count)


def requests_sentence(by_state: Counter[StateName]) -> str:
    """`59 requests: 25 waiting, 9 of them overdue; 31 answered; 3 withdrawn.`, `5 requests, all waiting.`"""
    if not by_state:
        return "No request is recorded yet."
    answered = sum(by_state[name] for name in REQUEST_GROUPS if name.startswith("answered"))
    parts = [
        _of_them(sum(by_state[name] for name in WAITING), "waiting", by_state["overdue"], "overdue"),
        _of_them(answered, "answered", by_state["answered-late"], "late"),
        _of_them(by_state["withdrawn"], "withdrawn", 0, ""),
    ]
    known, every = [part for part in parts if part], by_state.total()
    if len(known) == 1:
        return f"{counted(every, 'request')}, {'all ' * (every > 1)}{known[0].partition(' ')[2]}."
    return f"{counted(every, 'request')}: {'; '.join(known)}."


def _of_them(every: int, how: str, some: int, which: str) -> str:
    """`25 waiting, 9 of them overdue`, `1 waiting, overdue`; empty for none."""
    if not every or not some:
        return f"{every} {how}" if every else ""
    share = "" if every == some == 1 else f"{'all' if every == some else some} of them "
    return f"{every} {how}, {share}{which}"


REPORT_AN_ERROR = "Report an error in this record"
RECORD_FILE = "The file this page is made from"


def error_letter(title: str, address: str) -> tuple[str, str]:
    """The subject and the body of a letter that a reader only has to fill in."""
    body = f"About this page: {address}\n\nWhat is wrong:\n\n\nWhere the correct information can be found:\n\n"
    return f"An error in “{title}”", body


def raised(number: int, latest: PartialDate, meetings: int = 0) -> str:
    """`In 6 passages at 3 meetings, most recently on 8 February 2023`; `meetings` may be left out."""
    where = f" at {counted(meetings, 'meeting')}" if meetings else ""
    return f"In {counted(number, 'passage')}{where}{' ' if number == 1 else ', most recently '}{on(latest)}"


def coverage_sentence(how_known: Counter[str]) -> str:
    """`13 meetings have a full record here. Also listed: 1 cancelled and 2 only mentioned in other minutes.`"""
    here = capital(f"{counted(how_known['full'], 'meeting has', 'meetings have')} a full record here.")
    others = {
        "unpublished": "whose minutes are not published",
        "cancelled": "cancelled",
        "scheduled": "planned",
        "mentioned": "only mentioned in other minutes",
    }
    also = [f"{how_known[kind]} {what}" for kind, what in others.items() if how_known[kind]]
    return here + (f" Also listed: {listed(also)}." if also else "")


def changes_sentence(found: Changes, rows: Sequence[tuple[str, str, str]]) -> str:
    """`The outcome went from “B” to “A”, 1 request was closed and 2 requests were opened.`; `rows` say what differs."""
    names = {"Outcome": "the outcome", "Stage": "the stage", "In use?": "its status"}
    parts = [f"{names.get(what, f'“{what}”')} went from “{was}” to “{now}”" for what, was, now in rows]
    for how, refs in (("closed", found.closed), ("opened", found.opened)):
        parts += [f"{counted(len(refs), 'request was', 'requests were')} {how}"] * bool(refs)
    raised = counted(len(found.topics), "topic was", "topics were")
    parts += [f"{raised} raised for the first time"] * bool(found.topics)
    return capital(f"{listed(parts)}.") if parts else "Nothing on record changed."


LACKING = {
    "start": "when it began",
    "end": "when it ended",
    "chair": "who chaired",
    "present": "who was present",
    "apologies": "who sent apologies",
    "interests": "interests declared",
    "source": "a source",
    "agenda": "an agenda",
    "outcome": "an outcome",
    "reasons": "reasons",
    "stage": "the stage",
    "status": "whether it is in use",
    "presentation": "the presentation",
    "questions": "questions or comments",
    "votes": "whether there was a vote",
}
"""What the published minutes do not record, by the field."""


def outcome_mark(code: str, config: Config) -> str:
    """The outcome's code; the first letters of its label's words where there is none, or none so short."""
    if code in ABSENCES:
        return ABSENCES[code][0]
    short = outcome_code(code, config)
    if short and len(short) <= _LONGEST_MARK:
        return short
    return "".join(re.findall(r"\b\w", config.outcomes[code].label))[:_LONGEST_MARK].upper()


def day(when: PartialDate) -> str:
    """`8 February`, `February`; the year where no more is known."""
    return date(when).removesuffix(f" {when.year}")


def short_day(when: PartialDate) -> str:
    """`8 Feb`, `Feb`."""
    return " ".join(part[:3] if part.isalpha() else part for part in day(when).split())


# --- what is searched ---------------------------------------------------------------------------------------------

ASKED_OUTCOMES: Mapping[str, Sequence[str]] = {
    "positive": ("approved", "passed", "accepted", "agreed", "went ahead"),
    "caution": ("approved with changes", "with changes", "with conditions"),
    "waiting": ("sent back", "put off", "on hold", "not decided"),
    "negative": ("rejected", "refused", "turned down", "stopped"),
}
"""What readers may call an outcome of each tone beside its label."""
ASKED_STATES: Mapping[StateName, Sequence[str]] = {
    "overdue": ("late", "past due", "not answered in time"),
    "waiting": ("unanswered", "open", "outstanding", "not answered", "pending"),
    "answered-late": ("late answers",),
    "answered-in-time": ("answered on time",),
    "withdrawn": ("taken back", "dropped"),
}
ASKED_ENDS = (("Runs out next", "runs out", "expires"), ("Ran out", "expired", "out of date", "lapsed"))
ASKED_CHAIR = ("chair", "chaired", "presided", "chairman", "chairwoman", "chairperson")
ASKED_MEETINGS = (("next meeting", "upcoming meeting"), ("latest meeting", "last meeting"))
ASKED_PAGES = {
    addresses.ABOUT: ("contact", "licence", "who runs this site"),
    addresses.CORRECTIONS: ("mistakes", "errors", "corrected"),
    addresses.COVERAGE: ("missing minutes", "missing"),
    addresses.PEOPLE: ("attendance", "attended", "members", "apologies"),
    addresses.ABBREVIATIONS: ("glossary", "abbreviations", "terms"),
    addresses.BOARD: ("timeline", "over time"),
}


# --- the board ----------------------------------------------------------------------------------------------------


def board_sentence(as_of: PartialDate | None, config: Config, *, is_own: bool, has_requests: bool) -> str:
    """What a row of the board is, and as of when."""
    requests = ", and below it how long each request waited, thick and red once it was late"
    what = f"what {config.committee.short} decided over time, how long that was valid{requests if has_requests else ''}"
    when = f" As of {date(as_of)}." if as_of else ""
    return f"{capital(what) if is_own else f'Each row is a project: {what}'}.{when}"


def attention(row: Row, config: Config) -> str:
    """What else of a project needs attention: `1 waiting; advice ran out on 31 January 2024`; empty for nothing."""
    waiting = row.states["waiting"] + row.states["past-suggested"]
    numbers = {"past its stage": row.states["past-stage"], "waiting": waiting}
    counts = ", ".join(f"{number} {what}" for what, number in numbers.items() if number)
    ended = (f"{_GIVEN[config.committee.gives]} {end}" for one in row.standing.advice if (end := ends(one)))
    none = "" if row.standing.advice else "no outcome" if row.first else "not reviewed"
    return "; ".join(filter(None, (counts, *ended, none)))


def on_the_board(mark: Mark, config: Config) -> str:
    """What a mark shows: `A: Proceed`, what happened, or what else was decided and by whom."""
    if mark.event:
        return opening(mark.event.text)
    if mark.decided and mark.decided.decision:
        own = mark.decided.decision
        what = outcome(mark.code, config) if mark.code else why_decided(mark.decided)
        head = f"Decided by {own.by}" if own.by else "Further decision"
        return ": ".join(filter(None, (head + (f" on {own.on}" if own.on else ""), what)))
    return outcome(mark.code, config)


def state_of_mark(mark: Mark) -> str:
    """How an outcome ended, unless another followed; and whether it is only reported."""
    end = ends(mark.advice) if mark.advice and mark.advice.end != "succeeded" else ""
    return ", ".join(filter(None, (end, "known only from later minutes" if mark.is_reported else "")))
