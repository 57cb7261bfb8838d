"""`docs/standing.md`, row by row: the records that the first cell describes, and whether the site says the second.

The first cell is a small fixed English. `Writer` turns each of its sentences into records.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from built import CONFIG, ROOT
from test_graph import graph_of

from candour.findings.requests import RequestState, request_states
from candour.findings.standing import Recorded, Standing, standing_of, standings
from candour.graph.graph import LinkedDecision, SiteGraph
from candour.model.records import UseStatus
from candour.pages import words

PAGE = (ROOT / "docs/standing.md").read_text("utf-8")
SCHEME = CONFIG.replace(
    "  B: {label: Change, tone: caution}\n",
    "".join(f"  {code}: {{label: Outcome {code}, tone: caution}}\n" for code in "BCF"),
).replace("short: the Committee}", "short: the Committee, gives: advice}")
HEAD = "What is recorded", "What the site says", "Why"

Row = tuple[str, str]
"""What is recorded, and what the site says."""


def rows_below(heading: str) -> list[Row]:
    """The rows of every table of three columns below a heading of the second level."""
    _, found, text = PAGE.partition(f"\n## {heading}\n")
    assert found, heading
    text, _, _ = text.partition("\n## ")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [(recorded, says) for recorded, says, why in (row for row in cells if len(row) == 3) if why.strip("- ")]


def rows(heading: str) -> list[Row]:
    return [row for row in rows_below(heading) if row != HEAD[:2]]


STANDINGS, REQUESTS = rows("Where each project is"), rows("What came of each request")

# --- from the words of a cell to records --------------------------------------------------------------------------

MONTH = "|".join(words.MONTHS[1:])
DATE = rf"((?:(?:\d{{1,2}} )?(?:{MONTH}) )?\d{{4}})"
USES = {words.label(code, "status"): code for code in get_args(UseStatus)}
STAGES = {"First look": "first", "Final report": "final"}
SILENT = {"deferred": "deferred", "not sought": "not-sought", "none recorded": "none-recorded"}


def iso(date: str) -> str:
    """`8 February 2023` is 2023-02-08."""
    *day, year = date.split()
    month = [f"{words.MONTHS.index(day[-1]):02}"] if day else []
    return "-".join([year, *month, *[f"{int(number):02}" for number in day[:-1]]])


@dataclass
class Writer:
    """Records while the sentences of a cell are read."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: str = ""
    """What `it` means: the review or the decision that was written last."""
    outcomes: dict[str, str] = field(default_factory=dict)
    """By day, the review that gave an outcome."""
    asked: list[str] = field(default_factory=list)
    """Every request, by its reference."""

    def meeting(self, date: str, suffix: str = "", **facts: str) -> str:
        name = iso(date) + suffix
        self.records.setdefault(name, {"status": "held"}).update(facts)
        return name

    def project(self) -> dict[str, Any]:
        return self.records.setdefault("project:alpha", {})

    def review(self, meeting: str, item: str = "1", **facts: Any) -> str:
        """Of the first project; a second one at the same meeting has another name."""
        number = sum(name.startswith(f"{meeting}/") for name in self.records) + 1
        name = f"{meeting}/alpha" + (f"-{number}" if number > 1 else "")
        own = {"project": "alpha"} if number > 1 else {}
        self.records[name] = {"discussed": item, "outcome": "none-recorded"} | own | facts
        return name

    def write(self, cell: str) -> dict[str, str]:
        for sentence in re.split(r"\.(?: |$)", cell):
            if sentence:
                self.sentence(sentence)
        self.project()
        return {name: yaml.safe_dump(facts, sort_keys=False) if facts else "" for name, facts in self.records.items()}

    def sentence(self, text: str) -> None:
        for pattern, write in SENTENCES.items():
            if found := re.fullmatch(pattern, text):
                write(self, *found.groups())
                return
        raise AssertionError(f"no sentence of this English: {text}")

    # Of meetings

    def held(self, date: str) -> None:
        self.meeting(date)

    def held_too(self, date: str) -> None:
        self.meeting(date, "-second")

    def happened(self, date: str, use: str) -> None:
        event = {"date": iso(date), "text": "It happened.", "status": USES[use]}
        self.project().setdefault("events", []).append(event)

    def at_meeting(self, date: str, clock: str | None, second: str | None, item: str | None, what: str) -> None:
        meeting = self.meeting(date, "-second" if second else "", **({"start": clock} if clock else {}))
        decision = re.fullmatch(
            r"a decision( of another body)?(?: that replaces (?:(it)|the outcome of (.*?)))?(?:, (.*))?", what
        )
        if decision:
            self.decided(meeting, item or "2", *decision.groups())
        else:
            self.reviewed(meeting, date, item or "1", what)

    def reviewed(self, meeting: str, date: str, item: str, what: str) -> None:
        outcome, *more = what.split(", ")
        name = self.review(meeting, item, outcome=SILENT.get(outcome, outcome))
        self.last = self.outcomes[date] = name
        facts = self.records[name]
        for one in more:
            if one in USES:
                facts["status"] = USES[one]
            elif one.startswith("at the stage "):
                facts["stage"] = STAGES[one.removeprefix("at the stage ")]
            elif one.startswith("and beside it "):
                facts["decisions"] = {"part": {"outcome": one.removeprefix("and beside it ")}}
            elif one.startswith("until "):
                facts.get("previous", facts)["until"] = iso(one.removeprefix("until "))
            else:
                facts["previous"] = reported(one)

    def decided(
        self, meeting: str, item: str, other: str | None, it: str | None, date: str | None, rest: str | None
    ) -> None:
        decisions = self.records[meeting].setdefault("decisions", {})
        name = f"d{len(decisions)}"
        decisions[name] = {"item": item, "project": "alpha", "text": "So decided."}
        decisions[name] |= {"by": "The Board"} if other else {}
        decisions[name] |= {"replaces": self.last} if it else {"replaces": self.outcomes[date]} if date else {}
        for one in (rest or "").split(", "):
            if one.startswith("with the outcome "):
                decisions[name]["outcome"] = one.removeprefix("with the outcome ")
            elif one.startswith("until "):
                decisions[name]["until"] = iso(one.removeprefix("until "))
            else:
                assert one in {"", "with no outcome"}, one
        self.last = f"{meeting}#decision-{name}"

    # Of requests

    def asks(self, how: str, date: str, projects: str | None, due: str | None) -> None:
        about: dict[str, Any] = {"project": ["alpha", "beta"]} if projects else {}
        self.records |= {"project:beta": {}} if projects else {}
        facts = {"text": "Show it.", "strength": {"Asked": "needed", "Suggested": "suggested"}[how]} | due_of(due)
        self.ask(self.review(self.meeting(date), **about), facts)

    def ask(self, record: str, facts: dict[str, Any]) -> None:
        self.records[record].setdefault("requests", {})["one"] = facts
        self.asked.append(f"{record}#request-one")

    def reported_again(self, date: str) -> None:
        before = {"asked": self.asked[0][:10], "same_as": self.asked[0]}
        self.ask(self.meeting(date), {"item": "2", "text": "Show it.", **before})

    def asked_again(self, date: str) -> None:
        self.ask(self.review(self.meeting(date)), {"text": "Show it.", "follows": self.asked[0]})

    def reported_first(self, date: str, asked: str, due: str | None) -> None:
        self.ask(self.meeting(date), {"item": "2", "text": "Show it.", "asked": iso(asked)} | due_of(due))

    def final_report(self, project: str | None, date: str) -> None:
        of = {"project": "beta"} if project == "second" else {}
        self.review(self.meeting(date), stage="final", **of)

    def answers(self, which: str | None, date: str, given: str | None, how: str) -> None:
        answer = {"how": HOWS[how], "passage": "3"} | ({"date": iso(given)} if given else {})
        self.records[self.meeting(date)].setdefault("answers", {})[self.asked[1 if which else 0]] = answer


HOWS = {"in full": "fully", "in part": "partly", "not yet": "not-yet", "withdrawn": "withdrawn"}


def reported(text: str) -> dict[str, str]:
    """`and reports B of November 2022 at the stage First look`."""
    found = re.fullmatch(rf"and reports (\w|an outcome) of {DATE}(?: at the stage (.*)| that is not known)?", text)
    assert found, text
    outcome, date, stage = found.groups()
    own = {"when": iso(date), "outcome": "not-reported" if outcome == "an outcome" else outcome}
    return own | ({"stage": STAGES[stage]} if stage else {})


def due_of(text: str | None) -> dict[str, str]:
    if not text:
        return {}
    named = {"at the next meeting": "next-meeting", "at the final report": "final"}
    return {"due": named.get(text) or iso(text.removeprefix("by "))}


SENTENCES: dict[str, Callable[..., None]] = {
    rf"(?:Latest m|M)eeting: {DATE}": Writer.held,
    rf"Meeting: {DATE}, the second of that day": Writer.held_too,
    rf"Event, {DATE}: (.*)": Writer.happened,
    rf"{DATE}(?: at (\d\d:\d\d))?(, second meeting)?(?:, item (\d))?: (.*)": Writer.at_meeting,
    rf"(Asked|Suggested) {DATE}( of two projects)?(?:, due (.*))?": Writer.asks,
    rf"Reported again {DATE}": Writer.reported_again,
    rf"Asked again {DATE}": Writer.asked_again,
    rf"Reported {DATE} as asked in {DATE}(?:, due (.*))?": Writer.reported_first,
    rf"Final report(?: of the (first|second) project)?: {DATE}": Writer.final_report,
    rf"Answer(?: to the (report|second))?, {DATE}(?:, given {DATE})?: (.*)": Writer.answers,
}


def graph_from(cell: str, folder: Path) -> SiteGraph:
    return graph_of(folder, Writer().write(cell), SCHEME)


# --- what the site says -------------------------------------------------------------------------------------------


def standing_said(standing: Standing, graph: SiteGraph) -> str:
    return " ".join(f"{one}." for one in _standing_said(standing, graph))


def _standing_said(standing: Standing, graph: SiteGraph) -> Iterator[str]:
    yield words.capital(standing.name.replace("-", " "))
    yield from (f"{one.outcome}: {words.advice(one, standing.name, graph.config)}" for one in standing.advice)
    if standing.name == "unclear":
        yield "The dates do not show which of these came later"
    without = [(r.facts.outcome, graph.day_of(r)) for r in standing.without if standing.advice]
    if without:
        yield "Since then: " + "; ".join(
            f"{words.outcome(code, graph.config)}, {words.date(day)}" for code, day in without
        )
    if standing.beside:
        yield "Beside it: " + "; ".join(map(beside_said, standing.beside))
    yield from (f"Stage: {words.stage(one.code, graph.config)}, {since(one)}" for one in standing.stage)
    yield from (f"Use: {words.label(one.code, 'status')}, {since(one)}" for one in standing.use)
    yield from (f"History: {one.outcome} {words.valid(one)}" for one in standing.every if one.end == "ran-out")


def beside_said(decided: LinkedDecision) -> str:
    day = words.date(decided.day)
    return f"{decided.outcome}, {day}" if decided.outcome else f"a decision of {day}"


def since(one: Recorded) -> str:
    return words.recorded(one.since, one.noted)


def requests_said(graph: SiteGraph) -> str:
    """Of every request that is not a report of another."""
    states = request_states(graph)
    own = [state_said(states[asked.ref], graph) for asked in graph.requests if not asked.same_as]
    return " The second: ".join(own)


def state_said(state: RequestState, graph: SiteGraph) -> str:
    came_of_it = words.came_of_it(state, graph.as_of)
    return f"{words.state(state)}." + (f" {came_of_it}." if came_of_it else "")


def ends_of(cell: str, folder: Path, as_of: str = "") -> list[str]:
    """How each outcome of a project ended, oldest first."""
    graph = graph_of(folder, Writer().write(cell), SCHEME + as_of)
    every = standing_of("alpha", graph).every
    return [f"{one.outcome} {one.end or 'lasts'} {one.ended or ''}".strip() for one in every]


# --- the tests ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("recorded", "says"), STANDINGS, ids=[cell for cell, _ in STANDINGS])
def test_the_site_says_where_a_project_is_as_its_row_has_it(recorded: str, says: str, tmp_path: Path) -> None:
    graph = graph_from(recorded, tmp_path)
    assert standing_said(standing_of("alpha", graph), graph) == says


@pytest.mark.parametrize(("recorded", "says"), REQUESTS, ids=[cell for cell, _ in REQUESTS])
def test_the_site_says_what_came_of_a_request_as_its_row_has_it(recorded: str, says: str, tmp_path: Path) -> None:
    graph = graph_from(recorded, tmp_path)
    assert requests_said(graph) == says


ENDS = {
    "1 February 2023: C. 5 July 2023: A.": ["C succeeded 2023-07-05", "A lasts"],
    "1 February 2023: C. 5 July 2023: A. 4 October 2023: B.": [
        *("C succeeded 2023-07-05", "A succeeded 2023-10-04", "B lasts"),
    ],
    "April 2024: F. 9 April 2024: A. 9 May 2024: C.": [
        *("F succeeded 2024-05-09", "A succeeded 2024-05-09", "C lasts"),
    ],
    "1 February 2023: C, until 31 March 2023. 5 July 2023: A.": ["C ran-out 2023-03-31", "A lasts"],
    "1 February 2023: A. 5 July 2023: a decision that replaces it, with no outcome.": ["A replaced 2023-07-05"],
    "1 February 2023: A. 5 July 2023: a decision that replaces it, with the outcome B.": [
        *("A succeeded 2023-07-05", "B lasts"),
    ],
    "February 2023: A. 5 February 2023: a decision that replaces it, with the outcome B.": [
        *("A succeeded 2023-02-05", "B lasts"),
    ],
    "1 February 2023: A. 5 July 2023: a decision that replaces it, with no outcome. 4 October 2023: C.": [
        *("A replaced 2023-07-05", "C lasts"),
    ],
    "8 February 2023, item 3: F. 8 February 2023, item 2: A.": ["A succeeded 2023-02-08", "F lasts"],
    "2023: A, and reports B of February 2023.": ["A lasts", "B succeeded 2023"],
}


@pytest.mark.parametrize(("recorded", "ends"), ENDS.items(), ids=ENDS)
def test_every_outcome_ends_by_the_first_thing_that_ends_it(recorded: str, ends: list[str], tmp_path: Path) -> None:
    assert ends_of(recorded, tmp_path) == ends


def test_advice_that_ran_out_before_the_next_one_had_run_out_whatever_day_the_archive_speaks_of(tmp_path: Path) -> None:
    cell = "1 February 2023: C, until 31 March 2023. 5 July 2023: A."
    assert ends_of(cell, tmp_path, "as_of: 2023-03-01\n") == ["C ran-out 2023-03-31", "A lasts"]


def test_what_replaced_advice_is_named_with_it(tmp_path: Path) -> None:
    graph = graph_from("1 February 2023: A. 5 July 2023: a decision that replaces it, with no outcome.", tmp_path)
    (advice,) = standing_of("alpha", graph).advice
    assert (str(advice.ref), str(advice.replaced_by)) == ("2023-02-01/alpha", "2023-07-05#decision-d0")


def test_stage_and_use_lead_to_where_they_were_recorded_last(tmp_path: Path) -> None:
    cell = "1 February 2023: A, at the stage First look, in use. 5 July 2023: C, at the stage First look. "
    graph = graph_from(cell + "Event, 6 November 2023: no longer in use.", tmp_path)
    standing = standing_of("alpha", graph)
    assert standing.stage[0].source is graph.reviews["2023-07-05/alpha"]
    assert standing.use[0].source is graph.projects["alpha"].facts.events[0]
    assert standing.latest is graph.reviews["2023-07-05/alpha"]


TWO_DAYS = "status: held\nstart: {}\nlast_day: 2024-02-29\nagenda: {{3: {{date: 2024-02-29}}}}"


def test_when_a_meeting_began_shows_nothing_of_its_second_day(tmp_path: Path) -> None:
    records = {"project:alpha": "", "2024-02-28": TWO_DAYS.format("14:00"), "2024-02-29": "start: 10:00"}
    records |= {"2024-02-28/alpha": "discussed: 3\noutcome: A", "2024-02-29/alpha": "outcome: F"}
    assert standing_of("alpha", graph_of(tmp_path, records, SCHEME)).name == "unclear"


def test_the_second_day_of_a_meeting_comes_after_its_first(tmp_path: Path) -> None:
    records = {"project:alpha": "", "2024-02-28": TWO_DAYS.format("14:00")}
    records |= {"2024-02-28/alpha": "discussed: 3\noutcome: A", "2024-02-28/first": "project: alpha\noutcome: F"}
    standing = standing_of("alpha", graph_of(tmp_path, records, SCHEME))
    assert [(one.outcome, str(one.day)) for one in standing.advice] == [("A", "2024-02-29")]


@pytest.mark.parametrize(("discussed", "last"), [("1", "A"), ("3", "B")])
def test_a_decision_in_the_review_of_another_project_comes_where_that_was_discussed(
    discussed: str, last: str, tmp_path: Path
) -> None:
    decision = "decisions: {alpha: {project: alpha, outcome: B, replaces: 2023-02-01/alpha, text: So decided.}}"
    records = {"project:alpha": "", "project:beta": "", "2023-02-01": "status: held", "2023-07-05": "status: held"}
    records |= {"2023-02-01/alpha": "outcome: C", "2023-07-05/alpha": "discussed: 2\noutcome: A"}
    records |= {"2023-07-05/beta": f"discussed: {discussed}\ndecided: 3\noutcome: F\n{decision}"}
    standing = standing_of("alpha", graph_of(tmp_path, records, SCHEME))
    assert [one.outcome for one in standing.advice] == [last]


@pytest.mark.parametrize(
    ("project", "ends"),
    [("alpha", ["A replaced 2023-07-05"]), ("beta", ["A lasts"])],
)
def test_a_decision_about_one_project_replaces_the_outcome_of_a_joint_review_for_that_one(
    project: str, ends: list[str], tmp_path: Path
) -> None:
    decision = "decisions: {back: {item: 2, project: alpha, replaces: 2023-02-01/both, text: Taken back.}}"
    records = {"project:alpha": "", "project:beta": "", "2023-02-01": "status: held", "2023-07-05": decision}
    records |= {"2023-02-01/both": "project: [alpha, beta]\noutcome: A"}
    every = standing_of(project, graph_of(tmp_path, records, SCHEME)).every
    assert [f"{one.outcome} {one.end or 'lasts'} {one.ended or ''}".strip() for one in every] == ends


def test_a_decision_about_no_project_replaces_an_outcome_for_all_of_them(tmp_path: Path) -> None:
    decision = "decisions: {back: {item: 2, replaces: 2023-02-01/both, text: Taken back.}}"
    records = {"project:alpha": "", "project:beta": "", "2023-02-01": "status: held", "2023-07-05": decision}
    records |= {"2023-02-01/both": "project: [alpha, beta]\noutcome: A"}
    found = standings(graph_of(tmp_path, records, SCHEME))
    assert {project: standing.name for project, standing in found.items()} == {"alpha": "replaced", "beta": "replaced"}


def test_an_answer_that_may_have_been_in_time_has_no_time_by_which_it_was_late(tmp_path: Path) -> None:
    cell = "Asked 1 February 2023, due by 10 November 2023. Answer, November 2023: in full."
    (state,) = request_states(graph_from(cell, tmp_path)).values()
    assert (state.name, state.late) == ("answered", None)


def test_every_place_of_a_project_and_every_state_of_a_request_has_a_row() -> None:
    places = {says.partition(".")[0] for _, says in STANDINGS}
    assert places == {"Current", "Until", "Ran out", "Replaced", "Unclear", "None"}
    states = {says.partition(".")[0].partition(" by ")[0] for _, says in REQUESTS}
    in_part = {f"Answered in part; {name[:1].lower()}{name[1:]}" for name in list(words.REQUEST_GROUPS.values())[:3]}
    assert states == {*words.REQUEST_GROUPS.values(), "Answered in part", *in_part}


def test_no_row_is_there_twice_and_each_says_why() -> None:
    recorded = [cell for cell, _ in (*STANDINGS, *REQUESTS)]
    assert len(recorded) == len(set(recorded)) > 100
    assert len(re.findall(r"^\|(?:[^|\n]+\|){3}$", PAGE, re.MULTILINE)) == len(recorded) + 2 * PAGE.count(
        " | ".join(HEAD)
    )


def test_a_sentence_that_is_not_of_this_english_is_refused() -> None:
    with pytest.raises(AssertionError, match="no sentence of this English"):
        Writer().write("Somewhen in 2023: A.")


def test_the_guide_leads_to_the_page() -> None:
    assert "](../standing.md)" in (ROOT / "docs/guide/README.md").read_text("utf-8")
