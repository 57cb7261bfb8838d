"""Who runs the site, and what is passed on of it: previews of links, and the links of passages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from built import CONFIG, ROOT, BuiltSite, made, site_of, write_archive

from candour.graph.check import check_archive
from candour.model.config import Committee, Config, Publisher


def test_every_page_says_which_record_counts_who_runs_the_site_and_where_the_minutes_are(
    site: BuiltSite,
) -> None:
    for page in site.pages.values():
        foot = page.text(".site-footer")
        assert "Who runs this site? The makers of candour, the free software behind it, as a demonstration." in foot, (
            page.address
        )
        assert "The minutes of the Committee are the authoritative record. Where the minutes are published" in foot
        assert "This is not the Committee’s own website. The Committee’s own page" in foot
        assert "You may use the records under CC BY 4.0 and the code under the MIT licence." in foot
    about = site.page("/about/").main
    runs = "This site is run by the makers of candour, the free software behind it, as a demonstration."
    assert f"Who runs this site? {runs}" in about
    assert "Mistakes can be reported in the public repository that holds the records." in about


@pytest.mark.parametrize(
    ("publisher", "foot", "about"),
    [
        ("", "Nobody is named.", "Nobody is named as running this site."),
        ("publisher: Ann Lee\n", "Ann Lee.", "This site is run by Ann Lee. No address is given."),
        (
            "publisher: {name: Ann Lee, contact: mailto:ann@example.org}\n",
            "Ann Lee.",
            "This site is run by Ann Lee. To reach them, write to ann@example.org.",
        ),
    ],
)
def test_who_runs_the_site_is_said_as_far_as_the_configuration_says_it(
    publisher: str, foot: str, about: str, tmp_path: Path
) -> None:
    page = site_of(tmp_path, {}, CONFIG.replace("publisher: Ann Lee\n", publisher)).page("/about/")
    assert f"Who runs this site? {foot}" in page.text(".site-footer")
    assert f"Who runs this site? {about}" in page.main


def test_the_issues_of_the_repository_are_the_contact_where_they_are_known() -> None:
    def config(contact: str) -> Config:
        publisher = Publisher(name="Ann Lee", contact=contact)
        return Config(title="T", committee=Committee(name="C"), publisher=publisher)

    issues = "https://github.com/a/b/issues"
    assert config("issues").contact == ""
    assert config("issues").as_published("", issues).contact == issues
    assert config("mailto:a@b.c").as_published("", issues).contact == "mailto:a@b.c"


@pytest.mark.parametrize(
    ("written", "is_open"),
    [
        ("", True),
        ("https://example.org/decisions/", True),
        ("https://www.example.com", True),
        ("https://EXAMPLE.net/", True),
        ("https://notexample.org/", False),
        ("https://example.org.uk/", False),
        ("https://council.gov.uk/example.org/", False),
    ],
)
def test_where_the_site_is_known_to_be_takes_the_place_of_a_placeholder_only(written: str, is_open: bool) -> None:
    config = Config(title="T", committee=Committee(name="C")).model_copy(update={"url": written})
    assert config.as_published("https://a.github.io/b/", "").url == ("https://a.github.io/b/" if is_open else written)
    assert config.as_published("", "").url == written


def test_a_site_that_knows_its_address_and_its_issues_uses_them_everywhere(tmp_path: Path) -> None:
    """As on GitHub Pages, where a project's site is below its name; the form is one that the repository has."""
    publisher = "publisher: {name: Ann Lee, contact: issues}"
    records = {"projects/crime.md": "---\ntitle: Crime\nkind: model\n---\n\n## Summary\n\nIt counts.\n"}
    archive = write_archive(tmp_path, records, CONFIG.replace("publisher: Ann Lee", publisher))
    graph = check_archive(archive).graph
    assert graph
    known = graph.config.as_published("https://a.github.io/b/", "https://github.com/a/b/issues")
    files, _ = made(replace(graph, config=known), archive)
    pages = {path: content.decode() for path, content in files.items() if path.endswith(".html")}
    page = pages["projects/crime/index.html"]
    assert '<link rel="canonical" href="https://a.github.io/b/projects/crime/">' in page
    assert re.search(r'src="/b/assets/\w+/js/slash\.js"', page)
    assert 'href="/b/projects/"' in pages["404.html"]
    form = "https://github.com/a/b/issues/new?template=error-on-a-page.yml&amp;page="
    assert f'href="{form}https%3A%2F%2Fa.github.io%2Fb%2Fprojects%2Fcrime%2F"' in page
    fields = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/error-on-a-page.yml").read_text("utf-8"))["body"]
    assert "page" in [field.get("id") for field in fields]


def test_a_link_to_a_page_is_shown_with_its_title_a_sentence_and_a_picture(site: BuiltSite) -> None:
    for page in site.pages.values():
        told = {node.attributes["property"]: node.attributes["content"] for node in page.all("meta[property]")}
        assert told["og:site_name"] == "Data ethics decisions", page.address
        assert told["og:title"], page.address
        assert (told["og:description"] or "").endswith("."), page.address
        assert told["og:type"] == ("website" if page.address == "/" else "article")
        assert re.fullmatch(
            r"https://example\.org/data-ethics-decisions/assets/\w+/icons/preview\.png", told["og:image"] or ""
        )
        assert ("og:url" in told) == (page.address != "/404.html")


def test_a_picture_of_the_archives_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    full = site_of(tmp_path / "full", {"files/picture.png": "A picture."}, CONFIG + "picture: picture.png\n")
    image = full.page("/").one("meta[property='og:image']").attributes["content"]
    assert image == "https://example.org/ethics/files/picture.png"
    assert full.files["files/picture.png"]
    without = site_of(tmp_path / "without", {}, CONFIG.replace("url: https://example.org/ethics/\n", ""))
    assert without.page("/").all("meta[property='og:image'], meta[property='og:url']") == []


def test_each_passage_has_one_link_that_says_what_it_leads_to_and_on_its_own_page_what_it_is_part_of(
    site: BuiltSite,
) -> None:
    link = site.page("/reviews/2023-02-08/knife-crime/").text("#q-section-60 > .passage-link")
    assert link == (
        "Link to exchange 1 on Knife crime and serious violence, 8 February 2023, items 7 and 10. A: Proceed."
    )
    link = site.page("/meetings/2023-02-08/").text("#item-7-q-section-60 > .passage-link")
    assert link == "Link to exchange 1 on Knife crime and serious violence, 8 February 2023"
