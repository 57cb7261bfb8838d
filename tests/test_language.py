"""Whose words are in which language, and in which direction they run."""

import pytest
from built import CONFIG, BuiltSite, site_of

RECORDS = {
    "meetings/2024-01-02.md": "---\ntitle: Cyfarfod cyffredin\n---\n\n## 1. One\n\nUn.\n\n- Dau\n- Tri\n\n"
    "| Pedwar |\n| --- |\n| Pump |\n\n> Chwech\n",
    "projects/alpha.md": "---\ntitle: עוזר תרגום (2)!\n---\n\n## Summary\n\nמתרגם מכתבים (3).\n",
    "projects/beta.md": "---\ntitle: Cyfrifydd\n---\n\n## Summary\n\nYn cyfri.\n",
    "reviews/2024-01-02/alpha.md": "---\nproject: [alpha, beta]\ndiscussed: 1\noutcome: A\n---\n"
    "\n## Decision\n\nIawn.\n",
}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site_of(tmp_path_factory.mktemp("english"), RECORDS)


@pytest.fixture(scope="module")
def welsh(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return site_of(tmp_path_factory.mktemp("welsh"), RECORDS, f"{CONFIG}language: cy\n")


def test_the_pages_own_words_are_english_whatever_the_language_of_the_records(
    english: BuiltSite, welsh: BuiltSite
) -> None:
    for page in (*english.pages.values(), *welsh.pages.values()):
        attributes = page.one("html").attributes
        assert (attributes["lang"], attributes["dir"]) == ("en", "ltr"), page.address


def test_every_paragraph_entry_and_cell_of_a_record_has_its_direction(english: BuiltSite) -> None:
    page = english.page("/meetings/2024-01-02/")
    for words, tag in (("Un.", "p"), ("Dau", "li"), ("Tri", "li"), ("Pedwar", "th"), ("Pump", "td"), ("Chwech", "p")):
        (node,) = [node for node in page.all(f"main {tag}") if node.text().strip() == words]
        assert node.attributes["dir"] == "auto", words
    assert not page.all("main [lang]"), "it is the language of the page"


def test_records_in_another_language_say_so_and_our_words_about_them_do_not(welsh: BuiltSite) -> None:
    page = welsh.page("/meetings/2024-01-02/")
    for words, tag in (("Un.", "p"), ("Dau", "li"), ("Pump", "td")):
        (node,) = [node for node in page.all(f"main {tag}") if node.text().strip() == words]
        assert (node.attributes["lang"], node.attributes["dir"]) == ("cy", "auto"), words
    assert "Cyfrifydd" in {node.text() for node in welsh.page("/search/").all("main a span[lang=cy]")}
    assert welsh.page("/search/").one("#search").attributes["data-language"] == "cy"


def test_a_name_that_runs_from_right_to_left_is_kept_apart_from_the_words_around_it(english: BuiltSite) -> None:
    links = english.page("/search/").all("main a span[dir=auto]")
    assert [link.text() for link in links] == ["עוזר תרגום (2)!"], "and no other name needs it"
