"""Whether what records say of their relations can all be true. Drafts and removed records are not compared."""

from collections.abc import Iterator, Mapping, Sequence
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

    @property
    def words(self) -> str:
        return f'says "{self.how}" of {self.of}'


def check_relations(graph: SiteGraph) -> Iterator[Problem]:
    """A project that is related to itself; and several that lead in a circle, once for each circle."""
    every = [
        _Said(one.id, how, of, one.places.span(("related", of), of_key=True))
        for one in graph.projects.values()
        for of, how in one.facts.related.items()
    ]
    for said in every:
        if said.of == said.by:
            message = "this project is said to be related to itself"
            yield Problem("relations-contradict", said.span, message, "name another project, or delete this relation")
    for order in _ORDERS:
        inner = [said for said in every if said.how in order and said.of != said.by]
        onward = grouped((said.ends[0], said) for said in inner)
        known: set[_Said] = set()
        for said in inner:
            begin, end = said.ends
            if said not in known and (circle := _way(end, begin, onward)):
                known |= {said, *circle}
                others = " and ".join(
                    f"{one.span.file}:{one.span.line} {one.words}" for one in sorted(circle, key=lambda one: one.span)
                )
                message = f"this {said.words}, but {others}; they cannot all be true"
                hint = "correct the one that is wrong, or delete it"
                yield Problem("relations-contradict", said.span, message, hint)


def _way(begin: str, end: str, onward: Mapping[str, Sequence[_Said]]) -> tuple[_Said, ...]:
    """The shortest way from one project to another; empty when there is none."""
    ways: dict[str, tuple[_Said, ...]] = {begin: ()}
    waiting = [begin]
    for name in waiting:
        for said in onward.get(name, ()):
            if (there := said.ends[1]) not in ways:
                ways[there] = (*ways[name], said)
                waiting.append(there)
    return ways.get(end, ())


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
