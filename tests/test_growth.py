"""An archive that grows fourfold takes about four times as long: nothing compares everything with everything.

One project with a meeting every week, as a committee has that meets about one thing. Records are copies of a few that
are read once, with another day each: so the tests take no longer than what they measure.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import process_time

import pytest
from built import CONFIG
from test_graph import graph_of

from candour.findings import Findings, find
from candour.graph.check import problems_between
from candour.graph.graph import SiteGraph
from candour.graph.link import link
from candour.model.anchors import decision, request
from candour.model.config import Config
from candour.model.dates import PartialDate
from candour.model.records import Answer, Archive, Meeting, Previous, Review
from candour.model.values import Ref

BEGUN = date(1900, 1, 5)
EXCHANGES = "## Questions and comments\n\n- Why? {#why fairness}\n  - Because.\n- How? {#how}\n"
REVIEW = f"""outcome: %s
stage: %s
status: %s
requests: {{ask: {{text: Show it., topics: fairness, due: %s}}}}
---
{EXCHANGES.replace("%", "%%")}"""
DECISION = "decisions: {take-back: {item: 2, project: alpha, text: Taken back., replaces: 2023-02-08/alpha}}"
RECORDS = {
    "project:alpha": "",
    "2023-01-04": "status: held",
    "2023-02-08": "status: held",
    "2023-03-01": DECISION,
    "2023-01-04/alpha": REVIEW % ("A\nuntil: 2023", "first", "on-trial", "next-meeting"),
    "2023-02-08/alpha": REVIEW % ("B", "first", "in-use", "2024-01"),
    "2023-03-01/alpha": REVIEW % ("deferred", "final", "in-use", "final"),
}


def templates(folder: Path) -> tuple[SiteGraph, list[tuple[Meeting, Review]]]:
    graph = graph_of(folder, RECORDS, CONFIG)
    return graph, [(meeting, graph.reviews[f"{meeting.id}/alpha"]) for meeting in graph.meetings]


def archive_of(number: int, graph: SiteGraph, pairs: list[tuple[Meeting, Review]]) -> Archive:
    """So many meetings with a review each; each answers what was asked the time before, every third takes it back."""
    meetings, reviews, before = [], [], ""
    for week in range(number):
        day = BEGUN + timedelta(weeks=week)
        meeting, review = pairs[week % len(pairs)]
        decisions = {
            name: own.model_copy(update={"replaces": (Ref(before),)}) for name, own in meeting.facts.decisions.items()
        }
        facts = meeting.facts.model_copy(update={"decisions": decisions})
        meetings.append(replace(meeting, name=str(day), date=PartialDate(day.year, day.month, day.day), facts=facts))
        how = ("fully", "partly", "not-yet", "withdrawn")[week % 4]
        answers = {Ref(before, request("ask")): Answer.model_validate({"how": how})} if before else {}
        before = f"{day}/alpha"
        report = Previous.model_construct(when=(PartialDate(1800 + week % 100),), outcome="B", until=None)
        own = review.facts.model_copy(update={"answers": answers, "previous": (report,)})
        reviews.append(replace(review, name=before, facts=own))
    return Archive(tuple(meetings), tuple(reviews), tuple(graph.projects.values()), (), ())


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, the least of five times: whatever else the machine does counts as little as possible."""
    found = []
    for _ in range(5):
        begun = process_time()
        work()
        found.append(process_time() - begun)
    return min(found)


def work_on(archive: Archive, config: Config, what: str) -> Callable[[], object]:
    graph = link(archive, config)
    works: dict[str, Callable[[], object]] = {
        "link": partial(link, archive, config),
        "check": lambda: list(problems_between(archive, config, graph)),
        "find": partial(find, graph),
    }
    return works[what]


@pytest.mark.parametrize("what", ["link", "check", "find"])
def test_four_times_the_meetings_of_one_project_take_less_than_ten_times_as_long(what: str, tmp_path: Path) -> None:
    graph, pairs = templates(tmp_path)
    small, large = (seconds(work_on(archive_of(n, graph, pairs), graph.config, what)) for n in (200, 800))
    assert large < 10 * small, f"{what}: {small:.3f} s for 200 meetings, {large:.3f} s for 800"


def test_the_archive_that_is_measured_has_something_of_everything(tmp_path: Path) -> None:
    graph, pairs = templates(tmp_path)
    found: Findings = find(link(archive_of(12, graph, pairs), graph.config))
    ends = {one.end for one in found.standings["alpha"].every}
    assert ends == {"replaced", "succeeded"}
    assert len(found.passages["fairness"]) == 24
    assert len(found.changes) == 11
    assert len({state.name for state in found.states.values()}) >= 4
    assert (
        Ref(f"{BEGUN + timedelta(weeks=2)}", decision("take-back"))
        in link(archive_of(3, graph, pairs), graph.config).decision_by_ref
    )
