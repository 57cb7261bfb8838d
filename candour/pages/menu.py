"""Where every page leads: the navigation at the top, and what is below. Nothing there leads to an empty list."""

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.pages.glossary import terms_of

Entry = tuple[str, str]
"""Words and address."""
_MENU = {"Projects", "Board", "Decisions", "Requests", "Meetings", "About"}


def menu(graph: SiteGraph, findings: Findings) -> tuple[Entry, ...]:
    """The main navigation."""
    return tuple(entry for entry in more(graph, findings) if entry[0] in _MENU)


def more(graph: SiteGraph, findings: Findings) -> tuple[Entry, ...]:
    """All of the site, in the foot: where the menu leads without a script."""
    every = (
        ("Home", addresses.HOME, True),
        ("Projects", addresses.PROJECTS, True),
        ("Board", addresses.BOARD, bool(findings.board)),
        ("Decisions", addresses.DECISIONS, True),
        ("Requests", addresses.REQUESTS, bool(graph.requests)),
        ("Meetings", addresses.MEETINGS, True),
        ("Search", addresses.SEARCH, True),
        ("Topics", addresses.TOPICS, any(findings.passages.values()) or bool(findings.about_topic)),
        ("What the outcomes mean", addresses.OUTCOMES, True),
        ("Owners", addresses.OWNERS, bool(findings.owners)),
        ("People", addresses.PEOPLE, bool(findings.attendance)),
        ("Coverage", addresses.COVERAGE, True),
        ("Corrections", addresses.CORRECTIONS, True),
        ("Data", addresses.DATA, True),
        ("Abbreviations and terms", addresses.ABBREVIATIONS, bool(terms_of(graph.config))),
        ("Follow", addresses.FOLLOW, True),
        ("About", addresses.ABOUT, True),
    )
    return tuple((words, address) for words, address, leads_somewhere in every if leads_somewhere)
