"""The finished pages, as a reader, a browser and a screen reader find them: first every page, then each kind."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from posixpath import normpath
from statistics import median
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from built import (
    CONFIG,
    FENMOOR,
    QUILLMARK,
    ROOT,
    BuiltPage,
    BuiltSite,
    names_of_problems,
    site_of,
    words_of,
    write_archive,
)
from everything import everything
from selectolax.lexbor import LexborNode

from candour.graph.check import check_archive
from candour.model import addresses, anchors
from candour.model.records import AnyRecord
from candour.model.values import Ref
from candour.site.rendering import CONTENT_SECURITY_POLICY

MEETING, KNIFE_CRIME = "/meetings/2023-02-08/", "/reviews/2023-02-08/knife-crime/"
PROJECTS = sorted(path.stem for path in (ROOT / "content" / "projects").iterdir())
REVIEWS = [f"/reviews/2023-02-08/{project}/" for project in PROJECTS]


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """A site in which every field of every kind of record is shown."""
    records = dict(everything(lambda name: f"Words of {name}", lambda name: f"Words of {name}."))
    return site_of(tmp_path_factory.mktemp("full"), records, records.pop("site_config.yaml"))


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of an archive without records."""
    return site_of(tmp_path_factory.mktemp("bare"), {})


@pytest.fixture(params=["site", "fenmoor", "quillmark", "full", "bare"])
def pages(request: pytest.FixtureRequest) -> list[BuiltPage]:
    built: BuiltSite = request.getfixturevalue(request.param)
    return list(built.pages.values())


def addresses_in(page: BuiltPage) -> list[str]:
    """Everything on the page that makes a browser fetch or follow something, but for the canonical address."""
    named = [(node, name) for name in ("href", "src", "action", "srcset", "poster") for node in page.all(f"[{name}]")]
    found = [node.attributes[name] or "" for node, name in named if node.attributes.get("rel") != "canonical"]
    refreshed = re.findall(r'http-equiv="refresh" content="\d+; url=([^"]*)"', page.html)
    return found + refreshed


def is_elsewhere(address: str) -> bool:
    return bool(urlsplit(address).scheme or urlsplit(address).netloc)


# Every page


def test_every_page_has_one_h1_and_no_heading_skips_a_level(pages: list[BuiltPage]) -> None:
    for page in pages:
        levels = [level for level, _ in page.headings]
        assert levels.count(1) == 1, page.address
        assert levels[0] == 1, page.address
        for before, after in pairwise(levels):
            assert after <= before + 1, f"{page.address}: {page.headings}"
        assert all(words for _, words in page.headings), page.address


def test_every_page_says_its_language_and_its_address(pages: list[BuiltPage]) -> None:
    for page in pages:
        assert page.one("html").attributes["lang"] == "en"
        canonical = [node.attributes["href"] or "" for node in page.all("link[rel=canonical]")]
        if page.address == "/404.html":
            assert canonical == []
        elif "has moved" not in page.title:
            (own,) = canonical
            assert re.fullmatch(
                "https://example.org/(data-ethics-decisions|ethics|fenmoor|quillmark)" + page.address, own
            )


def test_no_two_pages_have_one_title(pages: list[BuiltPage]) -> None:
    titles = Counter(page.title for page in pages)
    assert [title for title, times in titles.items() if times > 1] == []
    names = {page.title.rpartition(" – ")[2] for page in pages}
    assert len(names) == 1, "the site's own name ends every title"


def test_every_page_has_its_landmarks_and_the_navigation_parts_have_names(pages: list[BuiltPage]) -> None:
    for page in pages:
        body = page.one("body")
        assert len(page.all("main")) == 1
        for landmark in ("header", "footer"):
            assert len([child for child in body.iter() if child.tag == landmark]) == 1, page.address
        names = [nav.attributes.get("aria-label") or nav.attributes.get("aria-labelledby") for nav in page.all("nav")]
        assert None not in names, page.address
        assert len(set(names)) == len(names) >= 2, page.address


def test_the_first_thing_in_every_page_is_a_link_past_the_navigation(pages: list[BuiltPage]) -> None:
    for page in pages:
        first = next(page.one("body").iter())
        assert (first.tag, first.attributes["href"]) == ("a", "#main")
        assert page.one("main").attributes["id"] == "main"


def test_breadcrumbs_lead_from_the_home_page_to_where_one_is(pages: list[BuiltPage]) -> None:
    for page in pages:
        found = page.all("nav[aria-label=Breadcrumb] li")
        if page.address in {"/", "/404.html"}:
            assert found == []
            continue
        assert words_of(found[0].html or "") == "Home"
        targets = [link.attributes["href"] or "" for node in found for link in node.css("a")]
        places = [normpath(page.address + target) for target in targets]
        assert places[0] == "/"
        assert page.address.rstrip("/") not in places, page.address
        assert {place.rstrip("/") + "/" for place in places} <= {other.address for other in pages}


def test_no_page_holds_scripts_or_styles_of_its_own(pages: list[BuiltPage]) -> None:
    """JSON-LD is no script: browsers read it as data and never run it, so that `script-src` does not concern it."""
    for page in pages:
        assert page.all("style, [style], object, embed, iframe, base") == [], page.address
        for script in page.all("script:not([type='application/ld+json'])"):
            assert script.text() == "", page.address
            assert re.search(r"(^|/)assets/[0-9a-f]+/", script.attributes["src"] or ""), page.address
        names = {name for node in page.all("*") for name in node.attributes}
        assert [name for name in names if name.startswith("on")] == [], page.address


def test_the_security_policy_comes_before_everything_it_governs(pages: list[BuiltPage]) -> None:
    for page in pages:
        charset, policy = list(page.one("head").iter())[:2]
        assert charset.attributes == {"charset": "utf-8"}
        assert policy.attributes == {"http-equiv": "Content-Security-Policy", "content": CONTENT_SECURITY_POLICY}
        assert "unsafe-inline" not in CONTENT_SECURITY_POLICY


def test_nothing_leads_to_another_origin_but_what_a_record_names(
    site: BuiltSite, full: BuiltSite, bare: BuiltSite
) -> None:
    def elsewhere(built: BuiltSite) -> set[str]:
        return {a for page in built.pages.values() for a in addresses_in(page) if is_elsewhere(a)}

    committees = {f"https://www.westmidlands-pcc.gov.uk/governance/ethics-{name}/" for name in ("committee", "panel")}
    answers = ("predictive-policing-1353a-22", "crime-prediction-1125a-23/")
    force = {f"https://foi.west-midlands.police.uk/{name}" for name in answers}
    assert elsewhere(site) == committees | force
    assert elsewhere(bare) == set()
    feet = {node.attributes["href"] for page in full.pages.values() for node in page.all(".record-foot a")}
    own = {f"https://example.org/committee{name}" for name in ("", "/minutes")}
    named = {f"https://example.org/{name}" for name in ("minutes", "project", "event")}
    assert elsewhere(full) - feet == own | named | {"mailto:publisher@example.org", "mailto:editors@example.org"}


@pytest.mark.parametrize("built", ["site", "full", "bare"])
def test_every_link_is_relative_and_leads_to_a_page_and_a_place_on_it(
    built: str, request: pytest.FixtureRequest
) -> None:
    site: BuiltSite = request.getfixturevalue(built)
    files = {**site.files, "pagefind/pagefind.js": b"", "pagefind/pagefind-entry.json": b""}  # which only a build makes
    for page in site.pages.values():
        for address in addresses_in(page):
            if is_elsewhere(address):
                continue
            assert address, f"{page.address} has an empty link"
            path, _, anchor = unquote(address).partition("#")
            path = path.partition("?")[0]
            if page.address == "/404.html" or address.endswith("/js/slash.js"):
                assert address.startswith(("/", "#"))
                path = path.removeprefix("/data-ethics-decisions").removeprefix("/ethics")
            else:
                assert not address.startswith("/"), f"{page.address}: {address}"
            where = page.address.rpartition("/")[0] + "/" + path if not path.startswith("/") else path
            target = normpath(where if path else page.address).strip("/")
            target = target if target in files else f"{target}/index.html".lstrip("/")
            assert target in files, f"{page.address}: {address} leads to no file"
            if anchor:
                there = BuiltPage(target, files[target].decode())
                assert anchor in there.ids(), f"{page.address}: {address} leads to no place"


def test_no_id_stands_twice_on_a_page_and_none_is_empty(pages: list[BuiltPage]) -> None:
    for page in pages:
        assert [name for name, times in Counter(page.ids()).items() if times > 1 or not name] == [], page.address
        named = {node.attributes["aria-labelledby"] for node in page.all("[aria-labelledby]")}
        assert named <= set(page.ids())


def test_every_time_element_holds_a_date_or_a_time_that_machines_can_read(pages: list[BuiltPage]) -> None:
    for page in pages:
        for node in page.all("time"):
            told = node.attributes.get("datetime") or node.text()
            if found := re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", told):
                date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
            else:
                assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", told), f"{page.address}: {told}"


def test_search_engines_are_kept_from_people_and_from_what_is_no_content(pages: list[BuiltPage]) -> None:
    for page in pages:
        hidden = page.address in {"/404.html", "/people/"} or "has moved" in page.title
        hidden = hidden or "was removed on" in page.main
        assert bool(page.all("meta[name=robots][content=noindex]")) == hidden, page.address


def test_every_table_says_what_it_is_and_its_cells_what_they_belong_to(pages: list[BuiltPage]) -> None:
    for page in pages:
        for table in page.all("table"):
            if not _is_prose(table):  # Markdown has no captions
                assert len(table.css("caption")) == 1, page.address
            scopes = {cell.attributes.get("scope") for cell in table.css("th")}
            assert scopes <= {"row", "col", "rowgroup"}, page.address


def _is_prose(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and ("prose" in (parent.attributes.get("class") or "") or _is_prose(parent))


def test_no_template_mark_and_no_python_is_left_on_a_page(pages: list[BuiltPage]) -> None:
    for page in pages:
        assert not re.search(r"\{\{|\}\}|\{%|<bound|Markup\(|Undefined", words_of(page.html)), page.address
        assert not re.search(r'[>"]\s*None\s*[<"]', page.html), page.address


# What pages weigh, before compression

STYLE_BYTES, SCRIPT_BYTES, PAGE_BYTES = 37_500, 17_500, 40_000
WHOLE = {"a meeting", "requests", "data"}
"""They show everything at once, to be read and printed as a whole."""


def kind_of(page: BuiltPage) -> str:
    parts = page.address.strip("/").split("/")
    if page.all("head meta[http-equiv=refresh]"):
        return "moved"
    return f"a {parts[0].removesuffix('s')}" if len(parts) > 1 else parts[0] or "home"


def scripts_of(built: BuiltSite, pages: list[BuiltPage]) -> dict[str, bytes]:
    """The scripts that these pages load, and what those import, at once or later."""
    found: dict[str, bytes] = {}
    asked = [(s.attributes["src"] or "") for page in pages for s in page.all("script[src]")]
    waiting = [address[address.index("assets/") :] for address in asked]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = built.files[path]
            imported = re.findall(r"""(?:from|import)\s*\(?["'](\./[^"']+)["']""", found[path].decode())
            waiting += [normpath(f"{path}/../{name}") for name in imported]
    return found


@pytest.fixture(scope="session")
def weights(site: BuiltSite, fenmoor: BuiltSite) -> dict[str, list[int]]:
    """The bytes of every page of the real and the invented archive, by kind."""
    told: dict[str, list[int]] = {}
    for page in [*site.pages.values(), *fenmoor.pages.values()]:
        told.setdefault(kind_of(page), []).append(len(page.html.encode()))
    return told


def test_styles_and_scripts_are_small(fenmoor: BuiltSite, record_property: Callable[[str, object], None]) -> None:
    styles = sum(len(content) for path, content in fenmoor.files.items() if path.endswith(".css"))
    pages = [page for page in fenmoor.pages.values() if page.address not in {"/search/", "/404.html"}]
    scripts = sum(map(len, scripts_of(fenmoor, pages).values()))
    record_property("measured", f"all styles {styles:,} bytes; scripts outside the search page {scripts:,}")
    assert styles < STYLE_BYTES
    assert scripts < SCRIPT_BYTES


def test_no_page_of_the_real_archive_is_heavy_but_those_that_show_everything(site: BuiltSite) -> None:
    heavy = {page.address: len(page.html.encode()) for page in site.pages.values() if kind_of(page) not in WHOLE}
    assert {address: weight for address, weight in heavy.items() if weight >= PAGE_BYTES} == {}


def test_a_typical_page_is_light_whatever_its_kind(
    weights: dict[str, list[int]], record_property: Callable[[str, object], None]
) -> None:
    middles = {kind: median(found) for kind, found in weights.items()}
    everywhere = median(weight for found in weights.values() for weight in found)
    heaviest = {kind: max(found) for kind, found in weights.items() if max(found) >= PAGE_BYTES}
    told = ", ".join(f"{kind} {weight:,}" for kind, weight in sorted(heaviest.items())) or "none"
    record_property("measured", f"median of all pages {everywhere:,.0f} bytes; over {PAGE_BYTES:,}: {told}")
    assert everywhere < PAGE_BYTES
    whole = {"requests", "board", "a board", "data"}
    assert {kind: weight for kind, weight in middles.items() if weight >= PAGE_BYTES and kind not in whole} == {}


# The real archive


def test_the_site_has_every_kind_of_page_and_no_other(site: BuiltSite) -> None:
    lists = ["/", "/projects/", "/meetings/", "/decisions/", "/decisions/2023/", "/outcomes/", "/people/", "/about/"]
    projects = [f"/projects/{name}/" for name in PROJECTS]
    expected = {*lists, *projects, *REVIEWS, MEETING, "/404.html"}
    assert expected <= set(site.pages)
    kinds = {address.split("/")[1] for address in set(site.pages) - expected}
    assert kinds.isdisjoint({"projects", "reviews", "meetings", "decisions", "outcomes", "people", "about"})


def test_every_page_can_be_reached_from_the_home_page(site: BuiltSite) -> None:
    found, waiting = {"/"}, ["/"]
    while waiting:
        page = site.page(waiting.pop())
        for address in addresses_in(page):
            target = normpath(page.address.rpartition("/")[0] + "/" + address.partition("#")[0]) + "/"
            target = target.replace("//", "/")
            if target in site.pages and target not in found:
                found.add(target)
                waiting.append(target)
    assert set(site.pages) - found == {"/404.html"}


def test_a_project_page_begins_with_what_it_is_what_was_decided_last_and_what_waits(site: BuiltSite) -> None:
    page = site.page("/projects/rfsdi-iom/")
    opening = page.main.partition("What was asked")[0]
    parts = ["RFSDi / IOM predictive model", "E: More information needed", "Current advice, since 8 February 2023"]
    parts += ["Read the review", "In use according to the minutes of 8 February 2023"]
    parts += ["Waiting 5 requests", "Nothing after 8 February 2023 is recorded here."]
    places = [opening.index(words) for words in parts]
    assert places == sorted(places)
    assert ("Read the review", "../../reviews/2023-02-08/rfsdi-iom/") in page.links()


@pytest.mark.parametrize(
    ("project", "words"),
    [
        ("theft-of-motor-vehicles", "A: Proceed, 8 February 2023. "),
        ("finance-predictions", "E: More information needed, 8 February 2023. The Committee "),
        ("protected-characteristics", "No outcome recorded, 8 February 2023."),
    ],
)
def test_search_engines_and_previews_say_what_was_decided_and_why(site: BuiltSite, project: str, words: str) -> None:
    for address in (f"/projects/{project}/", f"/reviews/2023-02-08/{project}/"):
        description = site.page(address).one("meta[name=description]").attributes["content"] or ""
        assert description.startswith(words)


def under(page: BuiltPage, anchor: str) -> LexborNode:
    """The part of the page whose heading has this id."""
    node = page.one(f"[id='{anchor}']").parent
    while node is not None and node.tag not in {"section", "article", "main"}:
        node = node.parent
    assert node is not None
    return node


def history(page: BuiltPage) -> list[tuple[list[str], str]]:
    """Dates and words of every entry of a project's history, as on the page."""
    (timeline,) = (node for node in under(page, "history").css("ol") if node.parent and node.parent.tag == "section")
    entries = [child for child in timeline.iter() if child.tag == "li"]
    return [
        ([t.attributes["datetime"] or "" for t in entry.css("h3 time")], words_of(entry.html or ""))
        for entry in entries
    ]


def test_the_history_of_a_project_is_in_order_and_what_is_only_reported_says_so(site: BuiltSite) -> None:
    (newest, first_hand), (earlier, reported) = history(site.page("/projects/knife-crime/"))
    assert (newest, earlier) == (["2023-02-08"], ["2022-07", "2022-11"])
    assert "A: Proceed" in first_hand
    assert "eported" not in first_hand
    assert "July 2022 and November 2022" in reported
    assert "eported in the minutes of 8 February 2023" in reported
    assert "B: Proceed with minor amendments" in reported
    assert "The minutes report one outcome" in reported


def test_the_history_leads_to_the_review_and_to_the_passages_of_the_meeting(site: BuiltSite) -> None:
    page = site.page("/projects/knife-crime/")
    targets = {link.attributes["href"] for link in under(page, "history").css("a")}
    assert targets >= {
        "../../reviews/2023-02-08/knife-crime/",
        "../../meetings/2023-02-08/#item-7",
        "../../meetings/2023-02-08/#item-10",
        "../../reviews/2023-02-08/knife-crime/#earlier-advice",
    }  # that each leads somewhere is tested for every link of the site


def test_a_project_page_says_what_came_of_a_request_and_those_that_wait_come_first(site: BuiltSite) -> None:
    asked = [words_of(one.html or "") for one in under(site.page("/projects/rfsdi-iom/"), "requests").css("li")]
    assert len(asked) == 5
    assert (
        "Asked by the Committee, November 2022 (“the last meeting”). The rest was still waiting on 8 February 2023."
        in asked[0]
    )
    assert all(one.startswith(words) for one, words in zip(asked, ["Answered in part"] + ["Waiting"] * 4, strict=True))


@pytest.mark.parametrize("address", REVIEWS)
def test_a_review_gives_the_decision_first_and_its_source_last(site: BuiltSite, address: str) -> None:
    told = site.page(address).main
    headings = [words for _, words in site.page(address).headings[1:]]
    order = [
        "Outcome and reasons",
        "What was agreed",
        "What was also agreed",
        "What was asked for",
        "Earlier requests",
        "Presentation",
    ]
    order += ["Questions and comments", "Earlier outcomes, as reported", "Sources and completeness"]
    assert headings == [words for words in order if words in headings]
    assert {"Presentation", "Questions and comments", "Sources and completeness"} <= set(headings)
    outcome = re.search("[ABE]: [A-Z][a-z ]+|No outcome recorded", told)
    assert outcome
    assert outcome.start() < told.index(headings[0])


def test_a_review_names_its_speakers_only_by_their_part(site: BuiltSite) -> None:
    exchange = words_of(site.page(KNIFE_CRIME).one("#q-section-60").html or "")
    speakers = (
        "A member was glad",
        "Presenter The tool",
        "A member (the minutes do not say",
        "It was noted, the minutes",
    )
    places = [exchange.index(words) for words in speakers]
    assert places == sorted(places)


def test_the_meeting_is_in_the_order_of_its_agenda_with_times_and_leads(site: BuiltSite) -> None:
    page = site.page(MEETING)
    agenda = [f"{time} {title}" for time, title, _ in AGENDA]
    assert [re.sub(r" \d+ minutes$", "", told) for told in page.texts(".agenda ol > li")] == agenda
    titles = [title for _, title, _ in AGENDA]
    assert [words for level, words in page.headings if level == 2 and words in titles] == titles
    for time, title, lead in AGENDA:
        said = page.main[page.main.rindex(title) :][len(title) :].strip()
        assert said.startswith(f"{time}, led by {lead}" if lead else time)


AGENDA = [
    ("10:00", "1. Welcome", "Jamie Grace"),
    ("10:05", "2. Update on actions", "Jack Tracey"),
    (
        "10:10",
        "3. Theft of Motor Vehicle Predictions (final technical report – last presented in principle in Nov 2022)",
        "Lab",
    ),
    ("10:30", "4. Finance Predictions (in principle briefing)", "Lab"),
    ("10:45", "5. New West Midlands Police Chief Constable – update from the Assistant PCC", "Tom McNeil"),
    ("11:05", "6. Frequent Service Users (in principle briefing)", "Lab"),
    ("11:35", "Break", ""),
    (
        "11:50",
        "7. 4 weekly predictions of Knife Crime & Serious Violence (update as requested in the advice provided after "
        "the meetings in July 2022 & November 2022)",
        "Lab",
    ),
    ("12:05", "8. RFSDi/ IOM predictive model (update on issues raised at Nov 2022 meeting)", "Lab"),
    ("12:30", "9. Protected Characteristic Data", "ACC Hill"),
    ("12:45", "10. Committee discussion", "Jamie Grace"),
    ("13:00", "Meeting Close", ""),
]


def test_the_meeting_lists_27_people_by_organisation(site: BuiltSite) -> None:
    attendance = under(site.page(MEETING), "attendance")
    assert [words_of(node.html or "") for node in attendance.css("h3")] == ["Present (27 people)"]
    organisations = ["Data Ethics Committee", "Office of the Police and Crime Commissioner", "West Midlands Police"]
    assert [words_of(node.html or "") for node in attendance.css("h4")] == organisations
    assert [len(people.css("li")) for people in attendance.css("ul")] == [13, 2, 12]
    assert words_of(attendance.css("li")[1].html or "") == "Jamie Grace, Vice Chair of Ethics Committee"


@pytest.mark.parametrize("address", REVIEWS)
def test_the_meeting_holds_what_was_said_and_decided_and_leads_to_what_was_asked_for(
    site: BuiltSite, address: str
) -> None:
    meeting, review = site.page(MEETING), site.page(address)
    parts = [
        words_of(node.html or "")
        for node in review.all(".verdict__why p:not(.passage-link), .exchange .turn > :last-child")
    ]
    parts += [
        words_of(node.html or "") for node in review.all(".decisions > li > p:not(.passage-link), main .prose > *")
    ]
    assert parts
    assert [part for part in parts if part not in meeting.main] == []
    asked = {f"../..{address}#{name}" for name in review.ids() if name.startswith("request-")}
    assert asked <= {target for _, target in meeting.links()}


@pytest.mark.parametrize("address", REVIEWS)
def test_every_passage_of_a_review_has_a_place_on_the_meeting_that_leads_to_its_own_address(
    site: BuiltSite, address: str
) -> None:
    meeting, review = site.page(MEETING), site.page(address)
    project = address.split("/")[-2]
    front = yaml.safe_load((ROOT / f"content/reviews/2023-02-08/{project}.md").read_text("utf-8").split("---")[1])
    anchors = [name for name in review.ids() if name.startswith(("q-", "decision-"))]
    assert anchors
    for anchor in anchors:
        place = meeting.one(f"[id='item-{front['discussed']}-{anchor}']")
        if anchor.startswith("q-"):
            assert f"../..{address}#{anchor}" in [a.attributes["href"] for a in place.css("a")]


def test_the_passage_of_section_60_has_its_two_places(site: BuiltSite) -> None:
    place = site.page(MEETING).one("[id='item-7-q-section-60']")
    assert [a.attributes["href"] for a in place.css("a")] == ["../../reviews/2023-02-08/knife-crime/#q-section-60"]
    assert "Section 60" in words_of(site.page(KNIFE_CRIME).one("[id='q-section-60']").html or "")


def test_decisions_and_what_is_no_decision_are_counted_apart(site: BuiltSite) -> None:
    for address in ("/decisions/", "/decisions/2023/"):
        page = site.page(address)
        said = "5 outcomes of the Committee, 1 review without an outcome and 1 further decision, latest meeting first."
        assert said in page.main
        assert len(page.all("[data-row]")) == 7


def test_decisions_come_newest_first_and_within_a_meeting_last_item_first_or_as_on_the_agenda(site: BuiltSite) -> None:
    rows = site.page("/decisions/2023/").texts("[data-row] a")
    listed = [row.partition(",")[0].partition(":")[0] for row in rows]
    meeting = [words_of(node.html or "") for node in site.page(MEETING).all("main ul")[0].css("a")]
    assert list(dict.fromkeys(listed)) in (meeting, meeting[::-1])


def test_outcomes_are_explained_with_the_decisions_that_have_them(site: BuiltSite) -> None:
    page = site.page("/outcomes/")
    a = words_of(under(page, "outcome-a").html or "")
    assert "The Committee advises going ahead" in a
    assert "Knife crime and serious violence" in a
    assert "Finance predictions" not in a
    assert "Protected characteristic data" in words_of(under(page, "outcome-none-recorded").html or "")


def test_people_are_listed_once_with_their_other_spellings_and_who_chaired(site: BuiltSite) -> None:
    page = site.page("/people/")
    names = [name.partition(" also written ")[0] for name in page.texts("[data-row] .lines__name")]
    assert len(names) == len(set(names)) == 27
    assert names == sorted(names, key=lambda name: name.split()[-1])
    assert "Tom McNeil" not in names
    assert "“Tom McNeil”" in page.text("#thomas-mcneil")
    assert "chaired" in page.text("#jamie-grace")
    assert "chaired" not in page.text("#marion-oswald")


def test_the_page_for_lost_readers_works_at_any_depth(site: BuiltSite) -> None:
    page = site.page("/404.html")
    assert {a for a in addresses_in(page) if not a.startswith(("/data-ethics-decisions/", "#", "https:"))} == set()
    assert "404" not in page.main


@pytest.mark.parametrize(
    ("url", "start"),
    [("https://example.org/a/b/", "/a/b/"), ("https://example.org/a", "/a/"), ("https://example.org", "/"), ("", "/")],
)
def test_the_page_for_lost_readers_uses_the_path_of_the_sites_address(tmp_path: Path, url: str, start: str) -> None:
    config = CONFIG.replace("url: https://example.org/ethics/\n", f"url: {url}\n" if url else "")
    page = site_of(tmp_path, {}, config).page("/404.html")
    assert ("All projects", f"{start}projects/") in page.links()
    for address in addresses_in(page):
        assert address in {"#main", "#more"} or re.match(rf"{start}([a-z]+/|feed.xml$|$)", address)


# Small archives: what is empty, unusual or not to be shown

ALPHA = "---\ntitle: Alpha\n---\n\n## Summary\n\nDoes something.\n"
BETA = "---\ntitle: Beta\n---\n"
HELD = "---\ntitle: Meeting\n---\n\n## 1. First thing\n\nWords.\n\n## 2. Second thing\n"
REVIEW = "---\ndiscussed: 1\noutcome: A\n---\n\n## Questions and comments\n\n- Why? {#why}\n\n## Decision\n\nFine.\n"
REMOVED = "removed: {date: 2024-05-06, why: It named a person.}\n"
ONE_REVIEW = {"meetings/2024-01-02.md": HELD, "projects/alpha.md": ALPHA, "reviews/2024-01-02/alpha.md": REVIEW}


def with_field(record: str, field: str) -> str:
    return record.replace("---\n", f"---\n{field}", 1)


def test_an_archive_with_nothing_but_its_configuration_says_so_on_every_page(bare: BuiltSite) -> None:
    said = {
        "/": ["No meeting is recorded here yet", "No project has been reviewed yet"],
        "/projects/": ["No project is recorded yet"],
        "/meetings/": ["No meeting is recorded yet"],
        "/decisions/": ["No decision is recorded yet"],
        "/outcomes/": ["A: Proceed", "No meeting that is recorded here gave this outcome."],
        "/people/": ["No attendance is recorded yet"],
        "/requests/": ["Requests No request is recorded yet."],
        "/about/": ["No meeting is recorded yet", "no meetings"],
    }
    for address, words in said.items():
        assert [word for word in words if word not in bare.page(address).main] == []


def test_a_project_that_was_never_reviewed_says_so(tmp_path: Path) -> None:
    site = site_of(tmp_path, {"projects/alpha.md": ALPHA})
    assert "Does something. No review of it by the Committee is in this archive." in site.page("/projects/alpha/").main
    assert "Not reviewed" in site.page("/projects/").main


@pytest.mark.parametrize(
    ("status", "on_its_page", "in_the_list", "at_home"),
    [
        ("scheduled", "The agenda is not recorded yet", "Planned for 2 January 2024", "Next meeting"),
        ("cancelled", "The meeting did not take place.", "was cancelled", "No meeting is recorded here yet"),
        ("held", "No agenda is recorded", "No review is recorded", "This site covers one meeting, 2 January 2024"),
    ],
)
def test_a_meeting_says_whether_it_took_place(
    tmp_path: Path, status: str, on_its_page: str, in_the_list: str, at_home: str
) -> None:
    site = site_of(tmp_path, {"meetings/2024-01-02.md": f"---\nstatus: {status}\n---\n"})
    assert on_its_page in site.page("/meetings/2024-01-02/").main
    assert in_the_list in site.page("/meetings/").main
    assert at_home in site.page("/").main


@pytest.mark.parametrize(
    ("outcome", "label"),
    [
        ("none-recorded", "No outcome recorded"),
        ("not-sought", "No outcome sought"),
        ("deferred", "Decision deferred"),
    ],
)
def test_the_absence_of_an_outcome_is_said_and_not_guessed(tmp_path: Path, outcome: str, label: str) -> None:
    records = ONE_REVIEW | {"reviews/2024-01-02/alpha.md": REVIEW.replace("outcome: A", f"outcome: {outcome}")}
    site = site_of(tmp_path, records)
    for address in ("/reviews/2024-01-02/alpha/", "/projects/alpha/", "/decisions/2024/", "/meetings/2024-01-02/"):
        assert label in site.page(address).main, address
        assert "Proceed" not in site.page(address).main, address
    assert "No outcomes of the Committee and 1 review without an outcome" in site.page("/decisions/2024/").main


def test_a_draft_meeting_holds_back_its_reviews(tmp_path: Path) -> None:
    records = ONE_REVIEW | {"meetings/2024-01-02.md": with_field(HELD, "draft: yes\n")}
    site = site_of(tmp_path, records)
    assert [address for address in site.pages if "2024" in address] == []
    assert "No review of it" in site.page("/projects/alpha/").main
    assert not any("Fine." in page.html for page in site.pages.values())


@pytest.mark.parametrize("kind", ["reviews/2024-01-02/alpha.md", "projects/alpha.md"])
def test_a_draft_is_nowhere_on_the_site(tmp_path: Path, kind: str) -> None:
    records = {name: text for name, text in ONE_REVIEW.items() if name == kind or name.startswith("meetings")}
    records = ONE_REVIEW if kind.startswith("reviews") else records
    site = site_of(tmp_path, records | {kind: with_field(records[kind], "draft: yes\n")})
    assert f"/{kind.removesuffix('.md')}/" not in site.pages
    words = "Fine." if kind.startswith("reviews") else "Does something"
    assert not any(words in page.html for page in site.pages.values())


@pytest.mark.parametrize(
    "name",
    ["meetings/2024-01-02.md", "projects/alpha.md", "reviews/2024-01-02/alpha.md"],
    ids=lambda n: n.split("/")[0],
)
def test_a_record_that_was_removed_leaves_a_tombstone_at_its_address(tmp_path: Path, name: str) -> None:
    site = site_of(tmp_path, ONE_REVIEW | {name: with_field(ONE_REVIEW[name], REMOVED)})
    page = site.page(f"/{name.removesuffix('.md')}/")
    for words in ("was removed on 6 May 2024", "It named a person."):
        assert words in page.main
    for words in ("Fine.", "Does something", "First thing"):
        assert words not in page.main
    titles = [other.title for other in site.pages.values()]
    assert titles.count(page.title) == 1
    if not name.startswith("projects"):
        assert "No review of it" in site.page("/projects/alpha/").main


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("meetings/2024-01-02.md", "Meeting, 2 January 2024"),
        ("meetings/away-day.md", "away-day"),
        ("projects/alpha.md", "alpha"),
        ("reviews/2024-01-02/alpha.md", "Alpha: review of 2024-01-02"),
    ],
)
def test_a_removed_record_needs_nothing_but_when_and_why(tmp_path: Path, name: str, title: str) -> None:
    site = site_of(tmp_path, ONE_REVIEW | {name: f"---\n{REMOVED}---\n"})
    page = site.page(f"/{name.removesuffix('.md')}/")
    assert page.title.split(" · ")[0].startswith(title.partition(": ")[0])
    assert "was removed on 6 May 2024" in page.main


def test_of_a_removed_record_whatever_is_left_is_not_asked_to_make_sense(tmp_path: Path) -> None:
    left = f"---\n{REMOVED}outcome: A\nrequests: {{more: {{text: More., passage: gone}}}}\n---\n"
    assert (
        "was removed"
        in site_of(tmp_path, ONE_REVIEW | {"reviews/2024-01-02/alpha.md": left}).page("/reviews/2024-01-02/alpha/").main
    )
    emptied = ONE_REVIEW | {"meetings/2024-01-02.md": f"---\n{REMOVED}---\n"}
    assert "was removed" in site_of(tmp_path / "too", emptied).page("/reviews/2024-01-02/alpha/").main


def test_the_tombstone_of_a_project_leads_to_its_reviews(tmp_path: Path) -> None:
    site = site_of(tmp_path, ONE_REVIEW | {"projects/alpha.md": f"---\n{REMOVED}moved_from: project:omega\n---\n"})
    page = site.page("/projects/alpha/")
    assert "Its reviews are still published: 2 January 2024." in page.main
    assert ("2 January 2024", "../../reviews/2024-01-02/alpha/") in page.links()
    assert site.page("/reviews/2024-01-02/alpha/").main.startswith("alpha: review of 2 January 2024")
    assert ("alpha", "../alpha/") in site.page("/projects/omega/").links()


ASKED = "requests: {plan: {text: Make a plan.}}\n"
TO_WHAT_WAS_REMOVED = {
    "an answer": ("answers: {2024-01-02/alpha#request-plan: fully}\n", ""),
    "the same request": (
        "requests: {again: {text: A plan., same_as: 2024-01-02/alpha#request-plan}}\n",
        "delete the line; this request then counts by itself",
    ),
    "a request asked again": (
        "requests: {again: {text: A plan., follows: 2024-01-02/alpha#request-plan}}\n",
        "delete the line; this request then counts by itself",
    ),
    "what is replaced": (
        "decisions: {new: {text: No plan., replaces: 2024-01-02/alpha#decision-plan}}\n",
        "delete the name, because what it replaces is not shown",
    ),
    "a link": ("note: See [it](2024-01-02/alpha#request-plan).\n", "name only the record: write 2024-01-02/alpha"),
    "a link to the record": ("note: See [it](2024-01-02/alpha).\n", ""),
}


@pytest.mark.parametrize("what", TO_WHAT_WAS_REMOVED)
def test_what_leads_into_a_removed_record_gets_advice_that_helps(tmp_path: Path, what: str) -> None:
    fields, hint = TO_WHAT_WAS_REMOVED[what]
    records = ONE_REVIEW | {
        "reviews/2024-01-02/alpha.md": f"---\n{REMOVED}---\n",
        "meetings/2024-03-04.md": HELD,
        "reviews/2024-03-04/alpha.md": with_field(REVIEW, fields),
    }
    found = [
        problem for problem in check_archive(write_archive(tmp_path, records)).problems if problem.severity == "error"
    ]
    assert [problem.hint for problem in found] == [hint] * bool(hint)


def test_a_name_that_is_withheld_is_counted_where_it_was(tmp_path: Path) -> None:
    fields = "present: \n  members:\n    - Ann Lee\n    - Bo Dy\nwithheld: {present: 1, apologies: 2}\n"
    page = site_of(tmp_path, ONE_REVIEW | {"meetings/2024-01-02.md": with_field(HELD, fields)}).page(
        "/meetings/2024-01-02/"
    )
    assert "Present (2 named, 1 name withheld)" in page.main
    assert "Apologies (2 names withheld)" in page.main
    assert "None, according to the minutes" not in page.main


def test_the_reviews_of_a_removed_meeting_leave_tombstones_too(tmp_path: Path) -> None:
    records = ONE_REVIEW | {"meetings/2024-01-02.md": with_field(HELD, REMOVED)}
    assert "was removed on 6 May 2024" in site_of(tmp_path, records).page("/reviews/2024-01-02/alpha/").main


def test_a_review_of_a_removed_project_leads_to_its_tombstone(tmp_path: Path) -> None:
    site = site_of(tmp_path, ONE_REVIEW | {"projects/alpha.md": with_field(ALPHA, REMOVED)})
    page = site.page("/reviews/2024-01-02/alpha/")
    assert page.main.startswith("Alpha: review of 2 January 2024")
    assert ("Alpha", "../../../projects/alpha/") in page.links()


def test_a_published_review_of_a_draft_project_is_a_problem(tmp_path: Path) -> None:
    records = ONE_REVIEW | {"projects/alpha.md": with_field(ALPHA, "draft: yes\n")}
    assert "draft-cited" in names_of_problems(write_archive(tmp_path, records))


def test_a_review_of_two_projects_stands_in_both_histories(tmp_path: Path) -> None:
    both = with_field(REVIEW, "project: [alpha, beta]\n")
    records = {"meetings/2024-01-02.md": HELD, "projects/alpha.md": ALPHA, "projects/beta.md": BETA}
    site = site_of(tmp_path, records | {"reviews/2024-01-02/both.md": both})
    assert site.page("/reviews/2024-01-02/both/").main.startswith("Alpha and Beta: review of 2 January 2024")
    for project in ("alpha", "beta"):
        page = site.page(f"/projects/{project}/")
        assert [dates for dates, _ in history(page)] == [["2024-01-02"]]
        assert ("Full review of 2 January 2024", "../../reviews/2024-01-02/both/") in page.links()
    assert ("Alpha and Beta", "../../reviews/2024-01-02/both/") in site.page("/meetings/2024-01-02/").links()


def test_a_meeting_counts_projects_and_not_reviews(tmp_path: Path) -> None:
    records = {"projects/alpha.md": ALPHA, "projects/beta.md": BETA} | {
        "meetings/2024-01-02.md": HELD,
        "reviews/2024-01-02/both.md": with_field(REVIEW, "project: [alpha, beta]\n"),
        "meetings/2024-02-02.md": HELD,
        "reviews/2024-02-02/alpha.md": REVIEW,
        "reviews/2024-02-02/again.md": with_field(REVIEW.replace("discussed: 1", "discussed: 2"), "project: alpha\n"),
    }
    site = site_of(tmp_path, records)
    for meeting, counted in (("2024-01-02", "2 projects reviewed."), ("2024-02-02", "1 project reviewed.")):
        description = site.page(f"/meetings/{meeting}/").one("meta[name=description]")
        assert description.attributes["content"] == counted
        assert counted in site.page("/meetings/").main


def test_two_reviews_of_one_item_have_passages_of_their_own(tmp_path: Path) -> None:
    records = ONE_REVIEW | {"projects/beta.md": BETA, "reviews/2024-01-02/beta.md": REVIEW}
    page = site_of(tmp_path, records).page("/meetings/2024-01-02/")
    for project in ("alpha", "beta"):
        place = page.one(f"[id='item-1-{project}-q-why']")
        assert f"../../reviews/2024-01-02/{project}/#q-why" in [a.attributes["href"] for a in place.css("a")]
    assert "item-1-q-why" not in page.ids()


def test_a_review_over_several_items_stands_whole_on_the_meeting_once(tmp_path: Path) -> None:
    agenda = HELD + "\n## 3. Third thing\n"
    over = REVIEW.replace("discussed: 1", "discussed: [1, 2]\ndecided: 3")
    page = site_of(tmp_path, ONE_REVIEW | {"meetings/2024-01-02.md": agenda, "reviews/2024-01-02/alpha.md": over}).page(
        "/meetings/2024-01-02/"
    )
    assert page.main.count("Why?") == 1
    assert page.main.count("Fine.") == 1
    assert page.main.index("Why?") < page.main.index("Third thing", page.main.index("Why?")) < page.main.index("Fine.")
    assert "See also item 2 and item 3" in page.main


def test_sub_items_and_lettered_items_have_their_numbers_and_addresses(tmp_path: Path) -> None:
    meeting = (
        "---\nagenda: {14.i: {lead: JB}, 7a: {time: 10:05}}\n---\n\n"
        "## 7. Seven\n\n## 7a. Added\n\n## 14. Many\n\nTogether.\n\n### 14.i. One\n\nFirst.\n\n### 14.ii. Two\n"
    )
    records = ONE_REVIEW | {"meetings/2024-01-02.md": meeting}
    records["reviews/2024-01-02/alpha.md"] = REVIEW.replace("discussed: 1", "discussed: 14.i")
    page = site_of(tmp_path, records).page("/meetings/2024-01-02/")
    numbered = [(level, words) for level, words in page.headings if words[0].isdigit()]
    assert numbered == [(2, "7. Seven"), (2, "7a. Added"), (2, "14. Many"), (3, "14.i. One"), (3, "14.ii. Two")]
    assert {"item-7", "item-7a", "item-14", "item-14-i", "item-14-ii", "item-14-i-q-why"} <= set(page.ids())
    assert "14.i. One led by JB First." in page.main
    review = site_of(tmp_path, records).page("/reviews/2024-01-02/alpha/")
    assert ("item 14.i", "../../../meetings/2024-01-02/#item-14-i") in review.links()


def test_meetings_known_only_by_month_or_year_and_two_of_one_day_have_pages_in_order(tmp_path: Path) -> None:
    names = ["2021", "2022-11", "2023-02-08", "2023-02-08-extraordinary"]
    records = {f"meetings/{name}.md": HELD for name in names}
    records["meetings/2023-02-08-extraordinary.md"] = HELD.replace("title: Meeting", "title: Extraordinary meeting")
    records |= {"projects/alpha.md": ALPHA} | {f"reviews/{name}/alpha.md": REVIEW for name in names}
    site = site_of(tmp_path, records)
    listed = site.page("/meetings/").texts("[data-row] .lines__name")
    assert listed == [
        "Extraordinary meeting, 8 February 2023",
        "Meeting, 8 February 2023",
        "Meeting, November 2022",
        "Meeting, 2021",
    ]
    dates = [dates for dates, _ in history(site.page("/projects/alpha/"))]
    assert dates == [["2023-02-08"], ["2023-02-08"], ["2022-11"], ["2021"]]
    assert "A: Proceed November 2022." in site.page("/reviews/2022-11/alpha/").main
    assert "A: Proceed 2021." in site.page("/reviews/2021/alpha/").main
    assert site.page("/decisions/2021/").main.count("Alpha")
    before = ("November 2022", "../2022-11/")
    assert before in site.page("/meetings/2023-02-08/").links()


def test_a_decision_of_another_body_is_never_counted_as_the_committees(tmp_path: Path) -> None:
    decisions = "decisions:\n  one: {on: A plan, by: The council, outcome: A}\n"
    site = site_of(tmp_path, ONE_REVIEW | {"reviews/2024-01-02/alpha.md": with_field(REVIEW, decisions)})
    page = site.page("/decisions/2024/")
    assert "1 outcome of the Committee and 1 decision of another body" in page.main
    assert "Decided by The council" in page.main
    assert len(site.page("/outcomes/").all("#outcome-a ~ ul li")) == 1


def test_people_whose_names_differ_only_in_signs_have_places_of_their_own(tmp_path: Path) -> None:
    people = (
        "---\npresent:\n  members:\n    - A. Smith\n    - A Smith\n    - José Díaz\n    - Jose Diaz\n    - Main\n---\n"
    )
    page = site_of(tmp_path, {"meetings/2024-01-02.md": people}).page("/people/")
    assert len({node.attributes["id"] for node in page.all("[data-row]")}) == 5


def test_nothing_moves_by_itself() -> None:
    """So there is nothing to hold still for those who ask for less motion."""
    styles = "".join(path.read_text("utf-8") for path in (ROOT / "static/css").glob("*.css"))
    assert not re.search(r"(?<![\w-])(animation|transition|scroll-behavior)\b|@keyframes", styles)
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "static/js").glob("*.js"))
    assert not re.search(r"\.animate\(|behavior: *[\"']smooth", scripts)


@pytest.mark.parametrize(
    "summary",
    [
        "```\na = 1\n```\n",
        "- It counts.\n",
        "### Heading\n\nIt counts.\n",
        "> It counts.\n",
        "It counts.\n\nMore of it.\n",
    ],
    ids=["code", "list", "heading", "quotation", "paragraphs"],
)
def test_a_summary_may_begin_with_anything_and_keeps_its_address(tmp_path: Path, summary: str) -> None:
    above = f"---\ntitle: Alpha\n---\n\nAbove it all.\n\n## Summary\n\n{summary}\n## Costs\n\n[See](#summary).\n"
    config = CONFIG + "sections: {project: Costs}\n"
    page = site_of(tmp_path, ONE_REVIEW | {"projects/alpha.md": above}, config).page("/projects/alpha/")
    assert page.ids().count("summary") == 1
    assert "Above it all." in page.main


def test_the_days_of_a_meeting_are_in_order_each_folded_under_its_date(tmp_path: Path) -> None:
    meeting = (
        "---\nlast_day: 2024-01-03\nagenda: {1: {date: 2024-01-03}, 2: {date: 2024-01-02}}\n---\n\n"
        "## 1. First thing\n\nWords.\n\n## 2. Second thing\n"
    )
    site = site_of(tmp_path, ONE_REVIEW | {"meetings/2024-01-02.md": meeting})
    page = site.page("/meetings/2024-01-02/")
    assert page.texts(".day summary h2") == ["2 January 2024", "3 January 2024"]
    assert {"day-2024-01-02", "day-2024-01-03"} <= set(page.ids())
    assert "3 January 2024" in site.page("/reviews/2024-01-02/alpha/").main


def test_an_item_without_a_date_is_of_the_first_day_wherever_its_day_is_shown(tmp_path: Path) -> None:
    meeting = (
        "---\nlast_day: 2024-01-03\nagenda: {2: {date: 2024-01-03}}\n---\n\n"
        "## 1. First\n\nWords.\n\n## 2. Second\n\n## 3. Third\n"
    )
    third = REVIEW.replace("discussed: 1", "discussed: 3")
    site = site_of(tmp_path, {**ONE_REVIEW, "meetings/2024-01-02.md": meeting, "reviews/2024-01-02/alpha.md": third})
    page = site.page("/meetings/2024-01-02/")
    assert page.texts("#day-2024-01-02 h3")[-1].startswith("3. Third")
    assert [dates for dates, _ in history(site.page("/projects/alpha/"))] == [["2024-01-02"]]


def test_what_one_day_of_a_recorded_meeting_is_reported_for_is_no_gap_and_no_second_entry(tmp_path: Path) -> None:
    days = "---\nlast_day: 2024-01-03\nagenda: {1: {date: 2024-01-03}}\n---\n\n## 1. First thing\n"
    later = with_field(REVIEW, "previous: {when: 2024-01-03, outcome: A}\n")
    records = ONE_REVIEW | {
        "meetings/2024-01-02.md": days,
        "meetings/2024-05-01.md": HELD,
        "reviews/2024-05-01/alpha.md": later,
    }
    site = site_of(tmp_path, records)
    assert [dates for dates, _ in history(site.page("/projects/alpha/"))] == [["2024-05-01"], ["2024-01-03"]]
    assert "Meeting of 3 January 2024" not in site.page("/coverage/").main


def test_a_planned_meeting_whose_day_has_passed_is_no_longer_the_next(tmp_path: Path) -> None:
    planned = "---\nstatus: scheduled\n---\n"
    past = site_of(tmp_path / "past", ONE_REVIEW | {"meetings/2023-12-01.md": planned})
    assert "Next meeting" not in past.page("/").main
    two = {"meetings/2024-02-01.md": planned, "meetings/2024-03-01.md": planned}
    assert "Next meetings" in site_of(tmp_path / "two", ONE_REVIEW | two).page("/").main


def test_many_requests_and_a_long_history_are_partly_folded_and_all_there(tmp_path: Path) -> None:
    days = [f"2024-01-{day:02}" for day in range(1, 14)]
    asked = "requests: {it: {text: Do it.}}\n"
    records = {"projects/alpha.md": ALPHA} | {f"meetings/{day}.md": HELD for day in days}
    records |= {f"reviews/{day}/alpha.md": with_field(REVIEW, asked) for day in days}
    page = site_of(tmp_path, records).page("/projects/alpha/")
    assert page.texts("details:not(#b_end) > summary") == ["5 more requests", "5 earlier entries"]
    assert len(page.all(".asked > li")) == len(page.all(".timeline > li")) == 13
    assert len(page.all("details li.asked__request")) == len(page.all("details .step")) == 5


@pytest.mark.parametrize(("name", "folder"), [("site", ROOT), ("fenmoor", FENMOOR), ("quillmark", QUILLMARK)])
def test_no_heading_of_a_record_can_have_a_name_that_its_page_uses_itself(
    name: str, folder: Path, request: pytest.FixtureRequest
) -> None:
    """But those that begin with the anchor of an item: two such places would be found when the pages are checked."""
    graph = check_archive(folder).graph
    assert graph
    records: list[AnyRecord] = [*graph.meetings, *graph.reviews.values(), *graph.projects.values()]
    for record in records:
        page = request.getfixturevalue(name).page(addresses.of_ref(Ref(record.name)))
        own = {anchor for anchor, _ in anchors.anchors_of(record)} | {"earlier-advice"}
        begins = ("item-", "day-", *(f"{anchor}-" for anchor in own))
        used = {found for found in re.findall(r' id="([a-z0-9-]+)"', page.html) if not found.startswith(begins)}
        assert {found for found in used - own if not anchors.is_reserved(found)} == set()


def test_a_project_on_the_agenda_of_a_planned_meeting_says_so(tmp_path: Path) -> None:
    planned = "---\nstatus: scheduled\nagenda: {2: {project: alpha}}\n---\n\n## 1. Welcome\n\n## 2. Alpha\n"
    records = ONE_REVIEW | {"meetings/2024-02-01.md": planned, "meetings/2023-12-01.md": planned}
    page = site_of(tmp_path, records).page("/projects/alpha/")
    assert page.links(".glance a")[-1] == ("1 February 2024", "../../meetings/2024-02-01/#item-2")
    assert "1 December 2023" not in page.text(".glance")


def test_a_meeting_that_is_planned_says_when_it_begins_and_where(tmp_path: Path) -> None:
    planned = "---\nstatus: scheduled\nstart: 14:00\nformat: hybrid\nplace: Guildhall\n---\n"
    page = site_of(tmp_path, {"meetings/2023-02-08.md": planned}).page("/meetings/2023-02-08/")
    assert "Scheduled Wednesday, from 14:00, in person and online (Guildhall)." in page.main


ANSWERED = {
    "projects/alpha.md": "---\ntitle: Alpha\n---\n",
    "meetings/2023-02-08.md": "---\ntitle: Meeting\n---\n\n## 1. Alpha\n",
    "reviews/2023-02-08/alpha.md": """---
discussed: 1
outcome: none-recorded
requests:
  plan: {text: Show the plan., due: 2023-06-30}
  cost: {text: Show the cost., due: next-meeting}
  map: {text: Show the map., by: member}
---
""",
    "meetings/2023-07-05.md": """---
title: Meeting
answers:
  2023-02-08/alpha#request-plan: {how: fully, date: 2023-06-24, passage: 2, text: The plan is online.}
  2023-02-08/alpha#request-map: {how: partly, text: Half a map.}
---

## 1. Welcome

## 2. Actions

Nothing else.
""",
    "reviews/2023-07-05/alpha.md": """---
discussed: 1
outcome: none-recorded
answers: {2023-02-08/alpha#request-cost: {how: fully, text: It cost nothing.}}
---

## Questions and comments

- How far is it? {#far}
""",
}


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site_of(tmp_path_factory.mktemp("answered"), ANSWERED)


def test_what_a_meeting_asked_for_says_when_it_is_due(answered: BuiltSite) -> None:
    asked = answered.page("/meetings/2023-02-08/").texts(".placed-review li")
    assert [one.split(". ", 1)[1] for one in asked] == [
        "Asked by the Committee, due by 30 June 2023",
        "Asked by the Committee, due at the next meeting",
        "Asked by a member",
    ]


def test_an_answer_is_at_the_item_that_gives_it_and_under_no_earlier_outcome(answered: BuiltSite) -> None:
    page, review = (answered.page(f"/{kind}/") for kind in ("meetings/2023-07-05", "reviews/2023-07-05/alpha"))
    assert "Earlier outcomes" not in page.main + review.main
    assert page.texts(".item:has(#item-2) .answers li") == [
        "Show the plan. Answered 24 June 2023 The plan is online.",
    ]
    assert [words for words in page.texts(".answers li") if "Half a map" in words] == [
        "Show the map. Answered in part Half a map."
    ]
    headings = [words for _, words in review.headings]
    assert headings.index("Earlier requests") < headings.index("Questions and comments")


def test_an_answer_given_before_its_meeting_was_in_time(answered: BuiltSite) -> None:
    assert "Answered 24 June 2023, after 4 months, in time" in answered.page("/projects/alpha/").main
    assert "24 June 2023: answered (meeting of 5 July 2023, item 2)" in answered.page("/reviews/2023-02-08/alpha/").main
