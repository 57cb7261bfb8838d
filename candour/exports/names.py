"""The names of all projects -> `search/names.json`, by which the search page finds a project before the index is read.

    [["RFSDi / IOM predictive model", "../projects/rfsdi-iom/", ["The IOM RFSDi score", "RSFDi"]], …]

Title, address as seen from the search page, other names. Lists and not objects: every visitor who searches loads it.
"""

import json

from candour import urls
from candour.files import OutFile
from candour.link import SiteGraph


def names_file(graph: SiteGraph) -> OutFile:
    projects = sorted(graph.projects.values(), key=lambda p: (p.facts.title.casefold(), p.id))
    names = [
        [p.facts.title, urls.relative(urls.SEARCH, urls.project(p.id)), [alias.name for alias in p.facts.aliases]]
        for p in projects
    ]
    lines = ",\n".join(json.dumps(name, ensure_ascii=False, separators=(",", ":")) for name in names)
    return OutFile(urls.output_path(urls.NAMES), f"[\n{lines}\n]\n".encode())
