"""The names of all projects -> `search/names.json`, by which the search page finds a project before the index is read.

    {"projects": [["RFSDi / IOM predictive model", "../projects/rfsdi-iom/", ["The IOM RFSDi score", "RSFDi"]], …],
     "words": ["Accuracy", …, "IOM", "Integrated Offender Management"]}

Title, address as seen from the search page, other names: lists and not objects, as every visitor who searches loads it.
The words are those of the configuration, topics and abbreviations: what a visitor who misspelt one may have meant.
"""

import json
from typing import Any

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses


def names(graph: SiteGraph, _: Findings) -> bytes:
    projects = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    rows = [
        [
            p.facts.title,
            addresses.relative(addresses.SEARCH, addresses.project(p.id)),
            [alias.name for alias in p.facts.aliases],
        ]
        for p in projects
    ]
    config = graph.config
    words = {*config.topics.values(), *(word for pair in config.glossary.items() for word in pair)}
    lines = ",\n".join(map(_packed, rows))
    return f'{{"projects":[\n{lines}\n],\n"words":{_packed(sorted(words))}}}\n'.encode()


def _packed(row: list[Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
