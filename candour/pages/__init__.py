"""The graph and what follows from it -> the pages of the site, in words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.model.records import AnyRecord
from candour.pages import words
from candour.pages.board import board_pages
from candour.pages.citing import citation
from candour.pages.coverage import coverage_pages
from candour.pages.decisions import decisions_pages, outcomes_page
from candour.pages.following import following_pages
from candour.pages.former import former_pages
from candour.pages.home import home_page
from candour.pages.lists import about_page, corrections_page, list_pages, owners_pages, styleguide_page
from candour.pages.meeting import meeting_page
from candour.pages.people import people_page
from candour.pages.project import planned, project_page
from candour.pages.requests import requests_pages
from candour.pages.review import review_page
from candour.pages.search import search_page, searched
from candour.pages.structured import of_record
from candour.pages.topics import topic_pages
from candour.pages.views import LinkTo, Page


def plan_pages(graph: SiteGraph, findings: Findings, styleguide: bool = False) -> tuple[Page, ...]:
    """Every page of the site; with `styleguide` also the page of all components, which no other page leads to."""
    pages = (
        home_page(graph, findings),
        *list_pages(graph, findings),
        *board_pages(graph, findings),
        *decisions_pages(graph, findings),
        outcomes_page(graph, findings),
        *owners_pages(graph, findings),
        people_page(findings),
        *requests_pages(graph, findings),
        *topic_pages(graph, findings),
        *coverage_pages(graph, findings),
        about_page(graph),
        corrections_page(graph),
        *_record_pages(graph, findings),
        *former_pages(graph),
        *following_pages(graph, findings),
    )
    pages = tuple(searched(pages, graph, findings))
    pages = (*pages, search_page(graph, (entry for page in pages for entry in page.search if entry.has_main)))
    return (*pages, styleguide_page(pages)) if styleguide else pages


def _record_pages(graph: SiteGraph, findings: Findings) -> Iterator[Page]:
    to_come = planned(graph)
    for project in graph.projects.values():
        yield _of_record(project_page(project, to_come, graph, findings), project, graph)
    for meeting in graph.meetings:
        yield _of_record(meeting_page(meeting, graph), meeting, graph)
    for review in graph.reviews.values():
        yield _of_record(review_page(review, graph), review, graph)


def _of_record(page: Page, record: AnyRecord, graph: SiteGraph) -> Page:
    """What the pages of all records have: a foot, a citation, and what programs read."""
    foot = tuple(_foot(page, record, graph.config))
    cited, schema = citation(record, page.title, page.url, graph), of_record(record, page, graph)
    data = addresses.json_of(page.url)
    return replace(page, foot=foot, citation=cited, schema=schema, json=data)


def _foot(page: Page, record: AnyRecord, config: Config) -> Iterator[LinkTo]:
    """The file that the page is made from, and where to report an error in it, if the configuration says where."""
    if config.record_source:
        yield LinkTo(words.RECORD_FILE, addresses.record_file(config.record_source, record.places.file))
    if report := config.report or config.contact:
        address = addresses.canonical(config.url, page.url) or page.url
        if report.startswith("mailto:"):
            report = addresses.mail(report, *words.error_letter(page.title, address))
        elif re.fullmatch(r"https://github\.com/[^/]+/[^/]+/issues", report):
            report = addresses.error_form(report, address)
        yield LinkTo(words.REPORT_AN_ERROR, report)
