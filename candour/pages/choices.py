"""What a reader may choose to see alone of a list; a choice is in the address, and one row meets all of it."""

from collections.abc import Iterable, Mapping

from candour.graph.graph import SiteGraph

Values = Mapping[str, tuple[str, ...]]
"""Of a row, by what they are: `{"outcome": ("B",), "year": ("2023",)}`."""
Titles = Mapping[str, Mapping[str, str]]
"""The titles of values by the same, in the order in which they are offered."""


def offered(rows: Iterable[Values], titles: Titles) -> Titles:
    """What occurs in these rows; nothing where there is nothing to choose."""
    held = {(by, value) for row in rows for by, values in row.items() for value in values}
    found = {by: {value: title for value, title in of.items() if (by, value) in held} for by, of in titles.items()}
    return {by: of for by, of in found.items() if of} if any(len(of) > 1 for of in found.values()) else {}


def by_title(titles: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(titles.items(), key=lambda one: (one[1].casefold(), one[0])))


def project_titles(graph: SiteGraph) -> Mapping[str, str]:
    return by_title({project: record.facts.title for project, record in graph.projects.items()})
