"""The names of all projects -> `search/names.json`, by which the search page finds a project before the index is read.

    {"projects": [["RFSDi / IOM predictive model", "../projects/rfsdi-iom/", ["The IOM RFSDi score", "RSFDi"]], …],
     "words": ["Accuracy", …, "IOM", "Integrated Offender Management"]}

Title, address as seen from the search page, other names: lists and not objects, as every visitor who searches loads it.
The words are those of the configuration, topics and abbreviations: what a visitor who misspelt one may have meant.
"""

import json
from typing import Any

from candour import urls
from candour.files import OutFile
from candour.link import SiteGraph


def names_file(graph: SiteGraph) -> OutFile:
    projects = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    names = [
        [p.facts.title, urls.relative(urls.SEARCH, urls.project(p.id)), [alias.name for alias in p.facts.aliases]]
        for p in projects
    ]
    config = graph.config
    words = (*config.topics.values(), *(word for pair in config.glossary.items() for word in pair))
    told = ",\n".join(map(_packed, names))
    text = f'{{"projects":[\n{told}\n],\n"words":{_packed(sorted(set(words)))}}}\n'
    return OutFile(urls.output_path(urls.NAMES), text.encode())


def _packed(names: list[Any]) -> str:
    return json.dumps(names, ensure_ascii=False, separators=(",", ":"))
