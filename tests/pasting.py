"""The entry of `corrections:` that a problem shows, written into the record as a maintainer would."""

import re
from dataclasses import replace
from functools import partial

from candour.graph.graph import SiteGraph
from candour.ledger.changes import compare
from candour.model.places import Places
from candour.model.records import AnyRecord, Correction, Meeting, Project, Review
from candour.model.values import Reading
from candour.problems import Problem, gathered
from candour.reading.markdown import sentence
from candour.reading.yaml_text import parse_yaml

READING = Reading(partial(sentence, record="2023-02-08"), {})


def only(record: AnyRecord, graph: SiteGraph) -> SiteGraph:
    """The graph with no other record, so that thousands are compared in no time."""
    return replace(
        graph,
        meetings=(record,) if isinstance(record, Meeting) else (),
        reviews={record.name: record} if isinstance(record, Review) else {},
        projects={record.id: record} if isinstance(record, Project) else {},
    )


def pasted(hint: str) -> Correction:
    """The entry that a hint shows, with its reason and its date written."""
    found = re.search(r"- (\{.*\})", hint)
    assert found, hint
    (fields, _), problems = gathered(parse_yaml(Places("a.yaml", (found[1],)), 1, 1))
    assert problems == (), hint
    assert isinstance(fields, dict)
    assert (fields["date"], fields["why"]) == ("…", "…")
    return Correction.model_validate({**fields, "date": "2024-05-06", "why": "It was wrong."}, context=READING)


def after_pasting(before: AnyRecord, now: AnyRecord, graph: SiteGraph) -> tuple[Problem, ...]:
    """What is still said once every entry that was shown is in the record."""
    found = compare(only(before, graph), only(now, graph))
    entries = [pasted(problem.hint) for problem in found if problem.name == "changed-in-silence"]
    facts = now.facts.model_copy(update={"corrections": (*now.facts.corrections, *entries)})
    return compare(only(before, graph), only(replace(now, facts=facts), graph))  # type: ignore[arg-type]
