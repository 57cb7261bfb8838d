"""Feeds and the calendar, read by libraries of their kinds, as a feed reader and a calendar would."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
from built import CONFIG, FENMOOR, QUILLMARK, ROOT, BuiltPage, BuiltSite, site_of
from everything import everything
from icalendar import Calendar
from naughty import strange_parts

from candour.commands.main import run
from candour.exports.calendar import calendar
from candour.findings import find
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.model.records import Correction
from candour.pages.following import MOST
from candour.pipeline import plan_site

ATOM = "{http://www.w3.org/2005/Atom}"
MEETING = "---\ntitle: Meeting\n{more}\n---\n\n## 1. Bench\n"
REVIEW = "---\ndiscussed: 1\noutcome: {outcome}\n{more}\n---\n\n## Decision\n\n{why}\n"
PROJECT = "---\ntitle: Bench\n{more}\n---\n\n## Summary\n\nA bench.\n"
WHERE = {"real": ROOT, "fenmoor": FENMOOR, "quillmark": QUILLMARK}


def archive(*, meeting: str = "", review: str = "", project: str = "", outcome: str = "A") -> dict[str, str]:
    return {
        "meetings/2024-03-12.md": MEETING.format(more=meeting),
        "reviews/2024-03-12/bench.md": REVIEW.format(more=review, outcome=outcome, why="It is useful."),
        "projects/bench.md": PROJECT.format(more=project),
    }


def feeds(site: BuiltSite) -> Iterator[tuple[str, bytes]]:
    return ((path, content) for path, content in site.files.items() if path.endswith("feed.xml"))


def entries(site: BuiltSite, path: str = "feed.xml") -> list[Any]:
    read = feedparser.parse(site.files[path])
    assert not read.bozo, read.get("bozo_exception")
    return list(read.entries)


def ids_in(site: BuiltSite, path: str = "feed.xml") -> list[str]:
    found = ElementTree.fromstring(site.files[path]).iterfind(f"{ATOM}entry/{ATOM}id")
    return [one.text or "" for one in found]


def events(site: BuiltSite) -> list[Any]:
    return Calendar.from_ical(site.files["calendar.ics"]).events


@cache
def graph_of(folder: Path) -> SiteGraph:
    graph = check_archive(folder).graph
    assert graph
    return graph


@pytest.fixture(params=["site", "fenmoor", "quillmark"])
def built(request: pytest.FixtureRequest) -> BuiltSite:
    found: BuiltSite = request.getfixturevalue(request.param)
    return found


# --- 8 February 2023 ----------------------------------------------------------------------------------------------


def test_a_feed_reader_finds_what_was_decided_on_8_february_2023(site: BuiltSite) -> None:
    outcomes = dict(one.title.split(": ", 1) for one in entries(site))
    assert outcomes["Knife crime and serious violence"] == "A: Proceed"
    assert outcomes["RFSDi / IOM predictive model"] == "E: More information needed"
    assert outcomes["Protected characteristic data"].casefold() in {"no outcome recorded", "also agreed"}
    assert {one.published for one in entries(site)} == {"2023-02-08T00:00:00Z"}
    summary = next(one.summary for one in entries(site) if one.title.startswith("RFSDi"))
    for words in ("case study", "DATA ETHICS COMMITTEE", "8 February 2023"):
        assert words in summary


def test_the_feed_of_a_project_has_its_requests_and_what_came_of_earlier_ones(site: BuiltSite) -> None:
    titles = [one.title for one in entries(site, "projects/rfsdi-iom/feed.xml")]
    assert sum(": Asked by the Committee: Report on progress" in title for title in titles) == 1
    assert any(": answered in part: Answer the Committee" in title for title in titles)
    assert any(title.endswith("E: More information needed") for title in titles)


def test_a_calendar_shows_the_meeting_of_8_february_2023(site: BuiltSite) -> None:
    [event] = events(site)
    assert (event.start, event.end) == (datetime(2023, 2, 8, 10, tzinfo=UTC), datetime(2023, 2, 8, 13, tzinfo=UTC))
    assert event["SUMMARY"] == "Data Ethics Committee: Formal group meeting"
    assert "Knife crime and serious violence: A: Proceed" in event["DESCRIPTION"]


# --- every archive ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WHERE)
def test_entries_are_what_the_records_say_one_for_one(name: str, request: pytest.FixtureRequest) -> None:
    site: BuiltSite = request.getfixturevalue("site" if name == "real" else name)
    graph = graph_of(WHERE[name])
    findings = find(graph)
    asked = [one for one in graph.requests if not one.same_as]
    assert len(ids_in(site)) == min(MOST, len(graph.decisions))
    answers = sum(map(len, graph.answers.values()))
    assert len(ids_in(site, "requests/feed.xml")) == min(MOST, len(asked) + answers)
    for id, project in graph.projects.items():
        about = [one for one in asked if id in one.projects]
        of = Counter(
            decision=sum(id in one.projects for one in graph.decisions),
            request=len(about),
            answer=sum(len(one.answers) for one in about),
            event=len(project.facts.events),
            end=sum(one.end == "ran-out" or bool(one.replaced_by) for one in findings.standings[id].every),
            correction=len(project.facts.corrections) + sum(len(r.facts.corrections) for r in graph.reviews_of(id)),
            unknown=sum(
                id in getattr(one.by, "projects", ()) and not graph.request(ref)
                for ref, given in graph.answers.items()
                for one in given
            ),
        )
        assert len(ids_in(site, f"projects/{id}/feed.xml")) == of.total(), (id, of)


def test_feeds_have_what_atom_requires_and_ids_are_unique(built: BuiltSite) -> None:
    """RFC 4287, 4.1.1 and 4.1.2."""
    titles: dict[str, str] = {}
    seen = set[str]()
    for path, content in feeds(built):
        feed = ElementTree.fromstring(content)
        assert feed.tag == f"{ATOM}feed"
        own = feed.findtext(f"{ATOM}id") or ""
        assert own.startswith("urn:uuid:")
        assert own not in seen
        seen.add(own)
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        links = {one.get("rel"): one.get("href") or "" for one in feed.findall(f"{ATOM}link")}
        assert links["self"].endswith(f"/{path}")
        found = feed.findall(f"{ATOM}entry")
        ids = [one.findtext(f"{ATOM}id") or "" for one in found]
        assert len({*ids}) == len(ids), path
        updated = [one.findtext(f"{ATOM}updated") or "" for one in found]
        assert updated == sorted(updated, reverse=True)
        assert (feed.findtext(f"{ATOM}updated") or "") == max(updated, default=feed.findtext(f"{ATOM}updated"))
        for id, one in zip(ids, found, strict=True):
            title = one.findtext(f"{ATOM}title") or ""
            assert titles.setdefault(id, title) == title, "one entry is the same in two feeds"
            assert title == " ".join(title.split())
            assert one.findtext(f"{ATOM}content")
            assert (one.findtext(f"{ATOM}updated") or "") >= (one.findtext(f"{ATOM}published") or "x")


def test_every_link_of_a_feed_leads_to_a_place_of_the_site(built: BuiltSite) -> None:
    base = (ElementTree.fromstring(built.files["feed.xml"])[3].get("href") or "").removesuffix("feed.xml")
    assert base.startswith("https://")
    links = set[str]()
    for path, content in feeds(built):
        root = ElementTree.fromstring(content)
        links |= {one.get("href") or "" for one in root.iter(f"{ATOM}link")}
        for text in root.iter(f"{ATOM}content"):
            page = BuiltPage(path, text.text or "")
            links |= {node.attributes["href"] or "" for node in page.all("[href]")}
    own = {urldefrag(link.removeprefix(base)) for link in links if link.startswith(base)}
    assert not [link for link in links if not link.startswith(("https://", "mailto:"))]
    ids = {path: set(built.pages[f"/{path}"].ids()) for path, _ in own if f"/{path}" in built.pages}
    minutes = "minutes/"  # of one archive are on the same host, elsewhere
    own = {one for one in own if one[0] not in built.files and not one[0].startswith(minutes)}
    lost = [one for one in own if one[0] not in ids or one[1] not in {"", *ids[one[0]]}]
    assert not lost


def test_pages_name_their_feeds(fenmoor: BuiltSite) -> None:
    selector = "head link[type='application/atom+xml']"
    page = fenmoor.page("/projects/custody-risk/")
    assert [to for _, to in page.links(selector)] == ["../../feed.xml", "feed.xml"]
    assert ("the feed of this project", "feed.xml") in page.links()
    assert {"../feed.xml", "../requests/feed.xml", "../calendar.ics"} <= {
        to for _, to in fenmoor.page("/follow/").links()
    }


# --- what stays, and what goes ------------------------------------------------------------------------------------


def ids(site: BuiltSite) -> Mapping[str, int]:
    return Counter(id for path, _ in feeds(site) for id in ids_in(site, path)) + Counter(
        str(one["UID"]) for one in events(site)
    )


def test_a_rename_and_another_address_keep_every_id(tmp_path: Path, fenmoor: BuiltSite) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(FENMOOR, folder)
    config = folder / "site_config.yaml"
    config.write_text(config.read_text("utf-8").replace("https://example.org/fenmoor/", "https://fenmoor.example/"))
    assert run(folder, ["rename", "project", "bus-lane-reader", "bus-eye", "--date", "2025-01-01"]) == 0
    assert run(folder, ["rename", "project", "bus-eye", "bus-lanes", "--date", "2025-01-01"]) == 0
    site = site_of(folder, {}, config.read_text("utf-8"))
    assert "projects/bus-lanes/feed.xml" in site.files
    assert b"https://fenmoor.example/reviews/2022-10-12/bus-lanes/" in site.files["feed.xml"]
    assert ids(site) == ids(fenmoor)


def test_a_request_keeps_its_ids_when_it_gets_another_name(tmp_path: Path) -> None:
    request = "requests:\n  {name}: {{text: Count them., due: 2024-05-01{more}}}"
    before = site_of(tmp_path / "a", archive(review=request.format(name="count", more="")))
    after = site_of(tmp_path / "b", archive(review=request.format(name="sum", more=", formerly: count")))
    assert ids(before) == ids(after)


def test_a_corrected_entry_is_the_same_and_later_updated(tmp_path: Path) -> None:
    correction = "corrections:\n  - {{date: 2024-06-01, about: {}, kind: error, wrong: B, right: A, why: We misread.}}"
    asked = "requests:\n  count: {text: Count them.}\n  weigh: {text: Weigh them.}\n"
    before = site_of(tmp_path / "a", archive(review=asked, outcome="B"))
    after = site_of(tmp_path / "b", archive(review=asked + correction.format("outcome")))
    [old], [new] = entries(before), entries(after)
    assert (old.id, old.updated) == (new.id, "2024-03-12T00:00:00Z")
    assert (new.published, new.updated) == ("2024-03-12T00:00:00Z", "2024-06-01T00:00:00Z")
    kinds = [one.title for one in entries(after, "projects/bench/feed.xml")]
    assert "Bench: corrected: outcome" in kinds
    one_only = site_of(tmp_path / "c", archive(review=asked + correction.format("request count")))
    updated = {one.title.rpartition(": ")[2]: one.updated[:10] for one in entries(one_only, "requests/feed.xml")}
    assert updated == {"Count them.": "2024-06-01", "Weigh them.": "2024-03-12"}


def test_what_is_removed_redacted_or_a_draft_is_in_no_feed(tmp_path: Path) -> None:
    secret = "requests:\n  secret: {text: Ask Zebra Quux., due: 2024-05-01}\n"
    for number, gone in enumerate(("removed: {date: 2024-07-01, why: A court said so.}", "draft: yes")):
        site = site_of(tmp_path / str(number), archive(review=secret + gone))
        assert entries(site) == entries(site, "requests/feed.xml") == []
        files = [content for path, content in site.files.items() if path.endswith((".xml", ".ics"))]
        assert len(files) == 5
        assert not [content for content in files if b"Zebra" in content]
    redacted = "corrections:\n  - {date: 2024-06-01, about: present, kind: redaction, right: One name, why: By law.}"
    site = site_of(tmp_path / "redacted", archive(review=redacted))
    assert "By law." in entries(site, "projects/bench/feed.xml")[0].summary


def test_hostile_words_stay_words_in_feeds_and_calendar(tmp_path: Path) -> None:
    hostile = "]]></content><entry> <script>alert</script> <body onload=x> \" ' & END:VEVENT"

    def site(folder: str, words: str) -> BuiltSite:
        def said(name: str) -> str:  # brackets in a person's name are an error
            return f"{'Words of' if name.startswith('meeting.') and name.endswith('.name') else words} {name}"

        records = dict(everything(said, lambda name: f"`{said(name)}`"))
        return site_of(tmp_path / folder, records, records.pop("site_config.yaml"))

    naughty, harmless = site("naughty", hostile), site("harmless", "Words of")
    assert [len(entries(naughty, path)) for path, _ in feeds(naughty)] == [
        len(entries(harmless, path)) for path, _ in feeds(harmless)
    ]

    def contents(site: BuiltSite) -> dict[str, BuiltPage]:
        found = {
            path: [one.text or "" for one in ElementTree.fromstring(c).iter(f"{ATOM}content")]
            for path, c in feeds(site)
        }
        return {f"/{path}/": BuiltPage(path, "\n".join(texts)) for path, texts in found.items()}

    assert strange_parts(contents(naughty), contents(harmless), markdown=False) == {}
    assert any("<script>alert</script>" in one.title for one in entries(naughty))
    assert len(events(naughty)) == len(events(harmless)) > 1
    for path, content in naughty.files.items():
        if path.endswith(".xml"):
            ElementTree.fromstring(content)


# --- the calendar -------------------------------------------------------------------------------------------------


def test_a_calendar_has_meetings_planned_held_and_cancelled_and_due_dates(fenmoor: BuiltSite) -> None:
    found = events(fenmoor)
    status = {event.start: str(event["STATUS"]) for event in found if event.get("STATUS")}
    assert status[date(2022, 1, 19)] == "CANCELLED"
    graph = graph_of(FENMOOR)
    states = find(graph).states
    due = {
        state.due.first_day
        for one in graph.requests
        if not one.same_as and (state := states[one.ref]).is_waiting and state.due and state.due.day
    }
    assert {event.start for event in found if event["SUMMARY"].startswith("Due: ")} == due
    assert date(2024, 12, 31) in due
    assert len({str(event["UID"]) for event in found}) == len(found)
    assert not [
        event for event in found if event.start.year == 2021 and event.start.month == 11 and event.start.day == 1
    ]


@pytest.mark.parametrize(
    ("about", "is_of_figures"),
    [("request figures", True), ("The request  Figures", True), ("why", True), ("request other", False)],
)
def test_a_correction_is_of_what_it_names_however_it_is_typed(about: str, is_of_figures: bool) -> None:
    facts: dict[str, Any] = {"about": about}
    assert Correction.model_construct(**facts).is_about_another("request figures") is not is_of_figures


def test_a_calendar_has_the_title_of_its_site_whatever_is_in_it() -> None:
    graph = graph_of(FENMOOR)
    named = replace(graph, config=graph.config.model_copy(update={"title": "One; two, three\\n\nfour"}))
    lines = calendar(named, find(graph)).split(b"\r\n")
    assert rb"NAME:One\; two\, three\\n\nfour: meetings and due dates" in lines
    assert rb"X-WR-CALNAME:One\; two\, three\\n\nfour: meetings and due dates" in lines


@pytest.mark.parametrize(
    ("meeting", "begins", "ends"),
    [
        ("", date(2024, 3, 12), date(2024, 3, 13)),
        ("last_day: 2024-03-14\nstart: 10:00", date(2024, 3, 12), date(2024, 3, 15)),
        ("start: 10:00", datetime(2024, 3, 12, 10, tzinfo=UTC), None),
        ("start: 22:00\nend: 24:00", datetime(2024, 3, 12, 22, tzinfo=UTC), datetime(2024, 3, 13, tzinfo=UTC)),
        ("start: 10:00\ntimezone: Asia/Tokyo", datetime(2024, 3, 12, 1, tzinfo=UTC), None),
    ],
)
def test_an_event_is_as_long_as_the_record_says(meeting: str, begins: date, ends: date | None, tmp_path: Path) -> None:
    [event] = events(site_of(tmp_path, archive(meeting=meeting)))
    assert event["DTSTART"].dt == begins
    assert ("DTEND" in event) == bool(ends)
    assert not ends or event["DTEND"].dt == ends


def test_of_an_adjourned_meeting_each_sitting_is_an_event_and_a_month_is_none(tmp_path: Path) -> None:
    sittings = "sittings:\n  - {date: 2024-03-12, start: 10:00}\n  - {date: 2024-03-19, place: Guildhall}"
    first, second = events(site_of(tmp_path / "a", archive(meeting=sittings)))
    assert (first.start, second.start) == (datetime(2024, 3, 12, 10, tzinfo=UTC), date(2024, 3, 19))
    assert (first["UID"] == second["UID"], second["LOCATION"]) == (False, "Guildhall")
    assert events(site_of(tmp_path / "b", {"meetings/2024-03.md": MEETING.format(more="")})) == []


def test_a_meeting_that_was_planned_counts_on_when_it_is_held_or_corrected(tmp_path: Path) -> None:
    corrected = (
        "corrections:\n  - {date: 2024-06-01, about: start, kind: error, wrong: 9:00, right: 10:00, why: Typed.}"
    )
    sequence = []
    for number, meeting in enumerate(("status: scheduled", "status: cancelled", f"status: cancelled\n{corrected}")):
        [event] = events(site_of(tmp_path / str(number), {"meetings/2024-03-12.md": MEETING.format(more=meeting)}))
        sequence.append((int(event["SEQUENCE"]), str(event["UID"])))
    assert [number for number, _ in sequence] == [0, 1, 2]
    assert len({uid for _, uid in sequence}) == 1


def test_feeds_and_calendar_are_the_same_each_time(fenmoor: BuiltSite) -> None:
    planned = plan_site(graph_of(FENMOOR))
    again = [*planned.files, *(planned.draw(page) for page in planned.pages if page.is_feed)]
    assert sum(file.path.endswith((".xml", ".ics")) for file in again) > 5
    assert [file.path for file in again if file.content != fenmoor.files[file.path]] == []


# --- for search engines -------------------------------------------------------------------------------------------


def test_the_sitemap_has_every_page_to_be_found_with_its_day(fenmoor: BuiltSite) -> None:
    base = "https://example.org/fenmoor"
    rows = list(ElementTree.fromstring(fenmoor.files["sitemap.xml"]))
    days = {row[0].text: row[1].text if len(row) > 1 else "" for row in rows}
    hidden = {address for address, page in fenmoor.pages.items() if page.all("meta[name=robots]")}
    assert days.keys() == {base + address for address in fenmoor.pages.keys() - hidden}
    assert days[f"{base}/meetings/2021-06-16/"] == "2021-09-06", "corrected then"
    assert days[f"{base}/meetings/2024-12-11/"] == "", "it is only planned"
    assert fenmoor.files["robots.txt"] == f"User-agent: *\nDisallow:\nSitemap: {base}/sitemap.xml\n".encode()


def test_without_an_address_feeds_are_relative_and_there_is_no_sitemap(tmp_path: Path) -> None:
    site = site_of(tmp_path, archive(), CONFIG.replace("url: https://example.org/ethics/\n", ""))
    assert "sitemap.xml" not in site.files
    assert site.files["robots.txt"] == b"User-agent: *\nDisallow:\n"
    [entry] = ElementTree.fromstring(site.files["projects/bench/feed.xml"]).findall(f"{ATOM}entry")
    assert [one.get("href") for one in entry.findall(f"{ATOM}link")] == ["../../reviews/2024-03-12/bench/"]
    assert "URL" not in events(site)[0]


def test_a_robots_txt_of_ones_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    own = "User-agent: *\nDisallow: /\n"
    assert site_of(tmp_path, {**archive(), "static/root/robots.txt": own}).files["robots.txt"] == own.encode()


def test_an_empty_archive_has_feeds_that_can_be_followed(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"projects/bench.md": PROJECT.format(more="")})
    read = feedparser.parse(site.files["projects/bench/feed.xml"])
    assert (read.bozo, read.entries, read.feed.updated) == (False, [], "1970-01-01T00:00:00Z")
