"""Requests that are one: former ids, and reports of a request in later minutes."""

from collections.abc import Iterable, Mapping

from candour.model import anchors
from candour.model.records import Meeting, Request, Review
from candour.model.values import Ref


def canonical_requests(records: Iterable[Meeting | Review]) -> Mapping[Ref, Ref]:
    """A request's former id, and a report of a request (`same_as`) -> the request itself."""
    told: dict[Ref, Ref] = {}
    for record in records:
        requests: Mapping[str, Request] = record.facts.requests
        for name, request in requests.items():
            ref = Ref(record.name, anchors.request(name))
            told |= {Ref(record.name, anchors.request(old)): ref for old in request.formerly}
            if request.same_as:
                told[ref] = request.same_as.within(record.name)
    for ref in told:  # a report may name a report, or an id that has changed
        seen = {ref}
        while told[ref] in told and told[ref] not in seen:
            seen.add(told[ref])
            told[ref] = told[told[ref]]
    return {ref: first for ref, first in told.items() if first not in told}  # in a ring each counts for itself
