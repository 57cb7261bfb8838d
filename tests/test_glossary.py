"""Abbreviations: explained once a page, where its running prose first uses them, in the archive's own voice."""

from pathlib import Path

import pytest
from built import CONFIG, BuiltSite, site_of, words_of
from selectolax.lexbor import LexborHTMLParser

from candour.model.config import Committee, Config
from candour.pages.glossary import explainer, marked
from candour.reading.markdown import sentence

GLOSSARY = {
    "IOM": "Integrated Offender Management",
    "PCC": "Police & Crime Commissioner",
    "OPCC": "the Commissioner’s office",
    "R&D": "research <and> development",
    "amp": "ampere",
}


EXPLAIN = explainer(Config(title="", committee=Committee(name=""), glossary=GLOSSARY))


def explained(*texts: str) -> str:
    """What a page reads that has these pieces of prose, explanations in square brackets."""
    page = "".join(marked(sentence(text, "").html) for text in texts)
    told = EXPLAIN(page)
    assert "<!--" not in told
    body = LexborHTMLParser(told).body
    return " ".join(body.text().split()) if body else ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The IOM model. IOM again.", "The IOM [Integrated Offender Management] model. IOM again."),
        ("IOM’s model", "IOM’s [Integrated Offender Management] model"),
        ("IOM's model", "IOM's [Integrated Offender Management] model"),
        ("this & that amp", "this & that amp [ampere]"),
        ("(IOM)", "(IOM [Integrated Offender Management])"),
        ("The *IOM* model", "The IOM [Integrated Offender Management] model"),
        ("R&D", "R&D [research <and> development]"),
        ("the OPCC and the PCC", "the OPCC [the Commissioner’s office] and the PCC [Police & Crime Commissioner]"),
        # not this word
        ("iom, IOMs, an IOM-like model, XIOM", "iom, IOMs, an IOM-like model, XIOM"),
        # the record says it itself
        ("Integrated Offender Management (IOM), then IOM", "Integrated Offender Management (IOM), then IOM"),
        ("IOM (integrated\noffender management)", "IOM (integrated offender management)"),
        ("*Integrated Offender Management* (**IOM**)", "Integrated Offender Management (IOM)"),
        ("[Integrated Offender Management](https://example.org/) (IOM)", "Integrated Offender Management (IOM)"),
        ("the Police & Crime Commissioner, PCC", "the Police & Crime Commissioner, PCC"),
        # not running prose, or not the archive's words
        ("`IOM`", "IOM"),
        ("[IOM](https://example.org/IOM)", "IOM"),
        ("> IOM\n\nIOM", "The minutes say: IOM IOM [Integrated Offender Management]"),
    ],
)
def test_an_abbreviation_is_explained_where_it_is_first_used(written: str, read: str) -> None:
    assert explained(written) == read


def test_what_one_piece_of_prose_explained_the_next_does_not() -> None:
    told = explained("IOM", "IOM and PCC")
    assert told == "IOM [Integrated Offender Management] IOM and PCC [Police & Crime Commissioner]"


def test_an_explanation_is_html_only_as_words() -> None:
    told = EXPLAIN(str(marked(sentence("R&D", "").html)))
    assert told == '<p>R&amp;D<span class="gloss" data-pagefind-ignore> [research &lt;and&gt; development]</span></p>\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    records = {
        "meetings/2024-01-02.md": "---\npresent:\n  members:\n    - Insp. Bo (IOM)\n---\n\n## 1. The IOM model\n\n"
        "Opened by the EC.\n",
        "projects/alpha.md": "---\ntitle: IOM model\n---\n\n## Summary\n\nScores for IOM teams.\n",
        "reviews/2024-01-02/alpha.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Questions and comments\n\n"
        "- What is IOM? {#what-is-iom}\n\n## Decision\n\nIOM may use it.\n",
    }
    config = CONFIG.replace("{name: Members,", "{name: Ethics Committee, short: EC,")
    return site_of(
        tmp_path_factory.mktemp("glossary"), records, config + "glossary: {IOM: Integrated Offender Management}\n"
    )


def test_each_page_explains_it_once_in_the_order_of_reading_and_never_in_titles_or_names(built: BuiltSite) -> None:
    first = {
        "/projects/alpha/": "Scores for IOM [Integrated Offender Management] teams.",
        "/reviews/2024-01-02/alpha/": "IOM [Integrated Offender Management] may use it.",
        "/meetings/2024-01-02/": "IOM [Integrated Offender Management] may use it.",
    }
    for address, expected in first.items():
        page = built.page(address)
        (gloss,) = [node for node in page.all(".gloss") if "IOM" in (node.parent.text() if node.parent else "")]
        assert gloss.parent is not None
        assert " ".join(gloss.parent.text().split()) == expected
        assert "data-pagefind-ignore" in gloss.attributes
        for node in page.all("title, h1, h2, h3, a, .people, meta"):
            assert "[Integrated" not in (node.html or ""), address
    meeting = built.page("/meetings/2024-01-02/").one("main").text()
    assert "Opened by the EC [Ethics Committee]." in meeting


def test_anchors_and_excerpts_are_those_of_the_record(built: BuiltSite) -> None:
    assert "q-what-is-iom" in built.page("/reviews/2024-01-02/alpha/").ids()
    assert all("Integrated" not in name for page in built.pages.values() for name in page.ids())


def test_the_list_of_all_abbreviations_can_be_reached_from_every_page(built: BuiltSite) -> None:
    about = built.page("/about/")
    terms = [words_of(node.html or "") for node in about.all("#abbreviations ~ dl > div")]
    assert terms == ["EC Ethics Committee", "IOM Integrated Offender Management"]
    for address, page in built.pages.items():
        links = dict(page.links("footer a"))
        assert links["Abbreviations and terms"].endswith("about/#abbreviations") or address == "/about/"


def test_without_a_glossary_there_is_no_list_and_no_link_to_it(tmp_path: Path) -> None:
    built = site_of(tmp_path, {})
    assert not built.page("/about/").all("#abbreviations")
    assert "Abbreviations and terms" not in dict(built.page("/").links("footer a"))
