"""The foot of a record's page: the file that it is made from, and where to report an error in it."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from built import CONFIG, BuiltSite, site_of

from candour.pages import words

TITLE = "Køn & “alder”: 100 % / <b>?subject=x"
RECORDS = {
    "meetings/2024-01-02.md": "## 1. One\n",
    "projects/alpha.md": f"---\ntitle: '{TITLE}'\n---\n",
    "reviews/2024-01-02/alpha.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Decision\n\nFine.\n",
}
PAGES = {"/meetings/2024-01-02/": "content/meetings/2024-01-02.md", "/projects/alpha/": "content/projects/alpha.md"}
PAGES |= {"/reviews/2024-01-02/alpha/": "content/reviews/2024-01-02/alpha.md"}


def site_with(folder: Path, settings: str) -> BuiltSite:
    return site_of(folder, RECORDS, CONFIG + settings)


@pytest.mark.parametrize("address", PAGES)
def test_a_letter_says_which_page_it_is_about_and_nothing_of_a_title_becomes_a_header(
    tmp_path: Path, address: str
) -> None:
    site = site_with(tmp_path, "report: mailto:editors@example.org\n")
    ((_, href),) = [link for link in site.page(address).links() if link[0] == words.REPORT_AN_ERROR]
    assert href.isascii()
    assert href.count("?") == href.count("&") == 1
    parts = urlsplit(href)
    assert (parts.scheme, parts.path) == ("mailto", "editors@example.org")
    told = parse_qs(parts.query, strict_parsing=True)
    assert set(told) == {"subject", "body"}
    assert ("Køn & “alder”: 100 % / <b>?subject=x" in told["subject"][0]) == ("meetings" not in address)
    lines = told["body"][0].split("\r\n")
    assert f"https://example.org/ethics{address}" in lines[0]
    assert "\n" not in "".join(lines)


@pytest.mark.parametrize("address", PAGES)
def test_a_form_is_linked_as_it_is(tmp_path: Path, address: str) -> None:
    site = site_with(tmp_path, "report: https://example.org/form?about=errors\n")
    assert (words.REPORT_AN_ERROR, "https://example.org/form?about=errors") in site.page(address).links()


@pytest.mark.parametrize("address", PAGES)
def test_a_record_leads_to_its_own_file(tmp_path: Path, address: str) -> None:
    site = site_with(tmp_path, "record_source: https://example.org/blob/main/{path}?plain=1\n")
    assert (words.RECORD_FILE, f"https://example.org/blob/main/{PAGES[address]}?plain=1") in site.page(address).links()


def test_without_the_addresses_there_is_no_foot(tmp_path: Path) -> None:
    for page in site_with(tmp_path, "").pages.values():
        assert not page.all(".record-foot"), page.address


def test_the_foot_is_not_searched(tmp_path: Path) -> None:
    site = site_with(tmp_path, "report: mailto:editors@example.org\n")
    feet = [node for address in PAGES for node in site.page(address).all(".record-foot")]
    assert len(feet) == len(PAGES)
    assert all("data-pagefind-ignore" in foot.attributes for foot in feet)


@pytest.mark.parametrize("address", PAGES)
def test_a_record_says_how_to_cite_it_by_whose_it_is_its_title_the_site_and_its_address(
    tmp_path: Path, address: str
) -> None:
    page = site_with(tmp_path, "").page(address)
    title = page.one("title").text().rpartition(" – ")[0]
    quoted = title.replace("“", "‘").replace("”", "’")
    cited = f"Cite this page as Ethics Committee, “{quoted}”, Decisions, https://example.org/ethics{address}"
    assert cited in page.main
