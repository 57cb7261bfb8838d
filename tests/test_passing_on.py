"""Who runs the site, and what is passed on of it: previews of links, and the links of passages."""

import re
from pathlib import Path

import pytest
from built import CONFIG, BuiltSite, site_of

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

    assert config("issues").contact == ""
    assert config("issues").with_issues("https://github.com/a/b/issues").contact == "https://github.com/a/b/issues"
    assert config("mailto:a@b.c").with_issues("https://github.com/a/b/issues").contact == "mailto:a@b.c"


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
