"""Whether what records say of their relations can all be true. Drafts and removed records are not compared."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import NamedTuple

from candour.graph.graph import SiteGraph
from candour.graph.register import grouped
from candour.model import anchors
from candour.problems import Problem, Span

_ORDERS = (("replaces", "merged-into"), ("split-from", "part-of"))
"""What one project went on as, and what it belongs to: nothing comes to itself in this way."""


class _Said(NamedTuple):
    """What one project says of another."""

    by: str
    how: str
    of: str
    span: Span

    @property
    def ends(self) -> tuple[str, str]:
        """From what went on to what it went on as; from the part to what it belongs to."""
        return (self.of, self.by) if self.how == "replaces" else (self.by, self.of)


def check_relations(graph: SiteGraph) -> Iterator[Problem]:
    """A project that is related to itself; and several that lead in a circle, once for each circle."""
    relations = ((one, how, of) for one in graph.projects.values() for of, how in one.facts.related.items())
    every = [_Said(one.id, how, of, one.places.span(("related", of), of_key=True)) for one, how, of in relations]
    for said in every:
        if said.of == said.by:
            message = "this project is said to be related to itself"
            yield Problem("relations-contradict", said.span, message, "name another project, or delete this relation")
    for order in _ORDERS:
        ways = {said.ends: said for said in every if said.how in order and said.of != said.by}
        while circle := _circle(ways):
            first, *others = sorted(circle, key=lambda said: said.span)
            against = " and ".join(f'{s.span.file}:{s.span.line} says "{s.how}" of {s.of}' for s in others)
            message = f'this says "{first.how}" of {first.of}, but {against}; they cannot all be true'
            yield Problem("relations-contradict", first.span, message, "correct the one that is wrong, or delete it")
            del ways[first.ends]


def _circle(ways: Mapping[tuple[str, str], _Said]) -> list[_Said]:
    """What leads back to where it begins; empty where nothing does."""
    try:
        TopologicalSorter(grouped(ways)).prepare()
    except CycleError as error:
        return [ways[pair] for pair in pairwise(reversed(error.args[1]))]
    return []


def check_reports(graph: SiteGraph) -> Iterator[Problem]:
    """A request that reports itself or one of later minutes, or that reports in a ring."""
    for asked in graph.requests:
        if asked.request.same_as is None:
            continue
        first = graph.request(asked.same_as or asked.request.same_as.within(asked.record.name))
        if asked.same_as:
            is_wrong = first is not None and first.meeting.date.first_day > asked.meeting.last_day.last_day
        else:  # in a ring; of which one at least leads onwards
            is_wrong = first is None or (first.meeting.date, str(first.ref)) >= (asked.meeting.date, str(asked.ref))
        if is_wrong:
            span = asked.record.places.span(("requests", asked.ref.anchor.removeprefix(anchors.request("")), "same_as"))
            message = "this request does not come after the one that it reports"
            hint = "name the request in the minutes that first asked it, or delete this line"
            yield Problem("later-than-this", span, message, hint)
