"""Archives by chance: the findings against the simple-minded way of `naive.py`, and against each other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from built import CONFIG, write_archive
from hypothesis import event, given, settings
from hypothesis import strategies as st
from naive import (
    ITEMS,
    OUTCOMES,
    PROJECTS,
    SILENT,
    STAGES,
    TWO_DAYS,
    USES,
    Answer,
    Decision,
    Event,
    Place,
    Plan,
    Report,
    Request,
    Review,
    days_of,
    due_days,
    files_of,
    known,
    place_of,
    state_of,
)
from test_graph import files_from

from candour.findings import Findings, find
from candour.findings.counts import outcomes_given
from candour.findings.requests import RequestState, count_requests, request_states
from candour.findings.standing import Recorded, Standing, standings
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.model.dates import PartialDate
from candour.model.records import Review as ReviewRecord
from candour.pages.requests import requests_pages
from candour.pages.years import ListView
from candour.problems import errors

MEETINGS = (
    "2022-11 2023 2023-02 2023-02-second 2023-02-08 2023-02-08-second 2023-03-01 2023-06-30 2023-12-31 2024 2024-01 "
    "2024-01-31 2024-02-28 2024-02-29"
).split()
"""When meetings may be: on last and on first days, two of one day, of two days, and known by less than the day."""
DAYS = "2022 2022-10 2022-11 2023 2023-01 2023-02 2023-02-07 2023-02-08 2023-06 2023-07-01 2023-12 2024-01".split()
LATER = [*DAYS, *"2024 2024-01-30 2024-01-31 2024-02 2024-02-28 2024-03".split()]
SCHEME = CONFIG.replace("  B: {label: Change", "  C: {label: Wait, tone: waiting}\n  B: {label: Change")
OVERLOOKED = {"outcomes-differ", "previous-contradicts", "answers-contradict", "answered-before-asked"}
"""What chance may contradict itself in."""

Draw = Callable[[st.SearchStrategy[Any]], Any]


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


# --- plans by chance ----------------------------------------------------------------------------------------------


@st.composite
def plans(draw: Draw) -> Plan:
    names = draw(st.lists(st.sampled_from(MEETINGS), min_size=2, max_size=7, unique=True))
    starts = {name: draw(one_of("", "", "10:00", "14:00")) for name in names}
    places = sorted(((m, item) for m in names for item in ITEMS), key=lambda place: in_time(starts, *place))
    reviews = draw_reviews(draw, names)
    decisions = draw_decisions(draw, reviews, places)
    events = draw(st.lists(st.builds(Event, one_of(*PROJECTS), one_of(*LATER), one_of(*USES)), max_size=2))
    requests = draw_requests(draw, reviews, names, places)
    return Plan(starts, reviews, decisions, events, requests, draw_answers(draw, requests, places))


def in_time(starts: dict[str, str], meeting: str, item: str) -> tuple[str, str, str, str]:
    """To sort by, as an archive has its meetings."""
    return known(meeting), starts[meeting], meeting, item


def draw_reviews(draw: Draw, meetings: Sequence[str]) -> list[Review]:
    found = {}
    for _ in range(draw(st.integers(2, 7))):
        meeting = draw(st.sampled_from(meetings))
        projects = draw(one_of(*[("alpha",)] * 4, ("beta",), ("alpha", "beta"), ("beta", "alpha")))
        outcome = draw(one_of(*OUTCOMES, *SILENT))
        until = draw_until(draw, meeting) if outcome in OUTCOMES else ""
        stage, use = draw(one_of("", *STAGES)), draw(one_of("", "", *USES))
        one = Review(meeting, draw(one_of(*ITEMS)), projects, outcome, until, stage, use, draw_report(draw, meeting))
        found[one.name] = one
    return list(found.values())


def draw_until(draw: Draw, meeting: str) -> str:
    """Not before the meeting was over, of which less than the day may be known."""
    later = [day for day in LATER if days_of(day)[1] >= days_of(TWO_DAYS.get(meeting, meeting))[1]]
    until: str = draw(one_of("", *later))
    return until


def draw_report(draw: Draw, meeting: str) -> Report | None:
    earlier = [day for day in DAYS if days_of(day)[0] < days_of(meeting)[0] or meeting.startswith(day + "-")]
    if not earlier or not draw(one_of(True, False, False)):
        return None
    when, outcome = draw(st.sampled_from(earlier)), draw(one_of(*OUTCOMES))
    until = draw(one_of("", *(day for day in LATER if days_of(day)[1] >= days_of(when)[1])))
    return Report(when, outcome, until, draw(one_of("", *STAGES)))


def draw_decisions(draw: Draw, reviews: Sequence[Review], places: Sequence[tuple[str, str]]) -> list[Decision]:
    """Oldest first; each replaces nothing, or something that came before it."""
    found: list[Decision] = []
    at = {review.name: places.index((review.meeting, review.item)) for review in reviews}
    for place in sorted(draw(st.lists(st.integers(0, len(places) - 1), min_size=1, max_size=4, unique=True))):
        meeting, item = places[place]
        before = [name for name, other in at.items() if other < place]
        replaces = draw(one_of(*before, *before[-1:], ""))
        projects = draw(one_of(("alpha",), ("alpha",), ("beta",), PROJECTS))
        outcome = draw(one_of("", "", *OUTCOMES))
        until = draw_until(draw, meeting) if outcome else ""
        is_own = draw(one_of(True, True, True, False))
        found.append(Decision(len(found), meeting, item, projects, outcome, replaces, is_own, until))
        at[found[-1].name] = place
    return found


def draw_requests(
    draw: Draw, reviews: Sequence[Review], meetings: Sequence[str], places: Sequence[tuple[str, str]]
) -> list[Request]:
    found: list[Request] = []
    for number in range(draw(st.integers(1, 5))):
        first = draw(one_of(None, None, *(one for one in found if not one.same_as)))
        if first is None and draw(st.booleans()):
            review = draw(st.sampled_from(reviews))
            record, item, projects = review.name, review.item, review.projects
        else:
            record, item = draw(st.sampled_from(meetings)), draw(one_of(*ITEMS))
            projects = draw(one_of((), PROJECTS))
        later = [day for day in LATER if days_of(day)[1] >= days_of(record.partition("/")[0])[0]]
        due = draw(one_of("", "next-meeting", *STAGES, *later))
        place = places.index((record.partition("/")[0], item))
        is_later = first is not None and places.index((first.meeting, first.item)) < place
        again = draw(one_of("same_as", "follows")) if is_later else ""
        names = {again: first.name} if first and again else {}
        one = Request(number, record, item, projects, due, draw(one_of(True, False, False)), **names)
        found.append(one)
    return found


def draw_answers(draw: Draw, requests: Sequence[Request], places: Sequence[tuple[str, str]]) -> list[Answer]:
    """In the order of the meetings; each of one request at a meeting comes once, and after it was asked."""
    found: dict[tuple[int, str], Answer] = {}
    for _ in range(draw(st.integers(1, 6))):
        asked = draw(st.sampled_from(requests))
        later = range(places.index((asked.meeting, asked.item)) + 1, len(places))
        if later:
            place = draw(st.sampled_from(later))
            meeting, item = places[place]
            how = draw(one_of("fully", "fully", "fully", "partly", "not-yet", "withdrawn"))
            on = draw(one_of("", "", known(asked.meeting), known(meeting)[:7]))
            answer = Answer(meeting, item, asked.name, how, on)
            found.setdefault((place - place % len(ITEMS), asked.same_as or asked.name), answer)
    return [found[key] for key in sorted(found)]


# --- what is found in them ----------------------------------------------------------------------------------------


def read(plan: Plan, folder: str, *, is_reversed: bool = False) -> SiteGraph:
    files = files_from(files_of(plan))
    files = dict(reversed(files.items())) if is_reversed else files
    checked = check_archive(write_archive(Path(folder), files, SCHEME))
    wrong = {problem.name for problem in errors(checked.problems)} - OVERLOOKED
    assert not wrong, wrong
    assert checked.graph
    return checked.graph


def place_found(standing: Standing) -> Place:
    return Place(
        standing.name,
        frozenset((one.outcome, str(one.ref), one.end, str(one.ended or "")) for one in standing.advice),
        frozenset((one.outcome, str(one.ended)) for one in standing.every if one.end == "ran-out"),
        frozenset(map(note_of, standing.stage)),
        frozenset(map(note_of, standing.use)),
    )


def note_of(one: Recorded) -> tuple[str, str, str]:
    return one.code, str(one.since), str(one.noted)


def state_found(state: RequestState) -> str:
    return state.name + (", in part" if state.is_partly else "")


@given(plans())
@settings(max_examples=settings().max_examples // 2)
def test_a_project_is_where_somebody_finds_it_who_lives_through_its_days(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        graph = read(plan, folder)
    found = standings(graph)
    assert str(graph.as_of) == plan.as_of
    assert set(found) == set(PROJECTS)
    for project, standing in found.items():
        expected = place_of(project, plan)
        assert place_found(standing) == expected
        event(expected.name)


@given(plans())
@settings(max_examples=settings().max_examples // 2)
def test_a_request_is_in_the_state_in_which_somebody_finds_it_who_lives_through_its_days(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        graph = read(plan, folder)
    found = request_states(graph)
    by_name = {one.name: one for one in plan.requests}
    for asked in graph.requests:
        own = by_name[str(asked.ref)]
        expected = state_of(by_name[own.same_as] if own.same_as else own, plan)
        assert state_found(found[asked.ref]) == expected
        assert_says_no_more_than_it_knows(found[asked.ref])
        event(expected)
    assert len(graph.requests) == len(plan.requests)


def assert_says_no_more_than_it_knows(state: RequestState) -> None:
    assert state.is_partly is (state.is_waiting and state.is_partly)
    assert state.late is None or state.name not in {"waiting", "answered-in-time", "answered", "withdrawn"}
    assert (state.closed is None) is state.is_waiting


# --- a state changes on its own days only -------------------------------------------------------------------------


def meeting_days(plan: Plan) -> set[date]:
    texts = [text for meeting in plan.starts for text in (known(meeting), plan.last_day(meeting))]
    return {day for days in map(days_of, texts) for day in days}


def ends(plan: Plan) -> set[date]:
    """The days by which requests were due, and the last days of advice."""
    texts = [*(one.until for one in plan.reviews), *(one.until for one in plan.decisions)]
    texts += [review.report.until for review in plan.reviews if review.report]
    due = [days for asked in plan.requests if (days := due_days(asked, plan))]
    return {day for days in (*(days_of(text) for text in texts if text), *due) for day in days}


def names_on(graph: SiteGraph, day: date) -> tuple[dict[str, str], dict[str, Standing]]:
    """The state of every request by its name, and every standing, if the archive spoke of that day."""
    then = replace(graph, as_of=PartialDate(day.year, day.month, day.day))
    states = {str(ref): state_found(state) for ref, state in request_states(then).items()}
    return states, dict(standings(then))


@given(plans(), st.data())
@settings(max_examples=settings().max_examples // 2)
def test_a_state_changes_only_on_a_day_that_a_record_names_or_on_the_day_after(plan: Plan, data: st.DataObject) -> None:
    named = meeting_days(plan) | ends(plan)
    near = data.draw(one_of(*sorted(ends(plan) or named), *sorted(named)))
    day = near + timedelta(days=data.draw(one_of(0, 0, -1, -2, 1)))
    after = day + timedelta(days=1)
    with TemporaryDirectory() as folder:
        graph = read(plan, folder)
    before, now = names_on(graph, day), names_on(graph, after)
    if not {day, after} & named:
        assert before == now
    for when, (found, _) in ((day, before), (after, now)):
        assert found == {one.name: state_of(first_of(one, plan), plan, str(when)) for one in plan.requests}
    if day >= days_of(plan.as_of)[1]:
        for project, standing in now[1].items():
            assert place_found(standing) == place_of(project, plan, str(after))
    event("something changes" if before != now else "nothing changes")


def first_of(asked: Request, plan: Plan) -> Request:
    """The request itself, of one that is only reported again."""
    return next((one for one in plan.requests if one.name == asked.same_as), asked)


# --- sums agree ---------------------------------------------------------------------------------------------------


@given(plans())
@settings(max_examples=settings().max_examples // 2)
def test_whatever_is_counted_in_two_ways_comes_to_the_same(plan: Plan) -> None:
    with TemporaryDirectory() as folder, TemporaryDirectory() as other:
        graph, reversed_graph = read(plan, folder), read(plan, other, is_reversed=True)
    found = find(graph)
    assert find(reversed_graph) == found, "the order in which the files were written changes something"
    assert_requests_agree(plan, graph, found)
    own = [one.outcome for one in plan.decisions if one.is_own and one.outcome]
    every = Counter([*(review.outcome for review in plan.reviews), *own])
    assert Counter(code for code, _ in outcomes_given(graph)) == every
    assert sum(found.outcomes_by_year.values(), Counter()) == every
    assert sum(found.outcomes_by_meeting.values(), Counter()) == every
    assert_standings_agree(graph, found)


def assert_requests_agree(plan: Plan, graph: SiteGraph, found: Findings) -> None:
    first = [asked for asked in graph.requests if not asked.same_as]
    total = count_requests(graph.requests, found.states)
    assert total.total() == len(first) == sum(not one.same_as for one in plan.requests)
    about = [asked.ref for project in PROJECTS for asked in graph.requests_about(project) if not asked.same_as]
    without = [asked.ref for asked in first if not asked.projects]
    assert Counter(about) == {asked.ref: len(asked.projects) for asked in first if asked.projects}
    assert len({*about, *without}) == total.total()
    page = next(requests_pages(graph, found)).view
    assert isinstance(page, ListView)
    assert Counter(one.ref for group in page.rows.groups for one in group.rows) == Counter(one.ref for one in first)


def assert_standings_agree(graph: SiteGraph, found: Findings) -> None:
    for project, standing in found.standings.items():
        assert set(standing.advice) <= set(standing.every)
        assert [one.end for one in standing.every].count("") <= len(standing.advice)
        assert standing.latest is (graph.reviews_of(project) or (None,))[-1]
        assert len({one.ref for one in standing.beside} | {one.ref for one in standing.every}) == len(
            standing.beside
        ) + len({one.ref for one in standing.every}), "a decision is both advice and beside it"
        assert all(isinstance(review, ReviewRecord) for review in standing.without)
