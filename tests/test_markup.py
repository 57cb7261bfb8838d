"""Markdown: what becomes of it on a page, and that no word of a record is lost on the way."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from built import CONFIG, ROOT, BuiltSite, site_of, words_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from selectolax.lexbor import LexborHTMLParser

from candour.model.places import Places
from candour.model.records import SPEAKERS, Exchange, Passage, Section
from candour.model.values import Prose
from candour.problems import Problem, errors, gathered
from candour.reading import markdown as markup
from candour.reading.bodies import read_body

SECTIONS = ("Earlier advice", "Presentation", "Questions and comments", "Decision")


@dataclass(frozen=True)
class Body:
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]


def body_of(text: str, headings: tuple[str, ...] | None = SECTIONS) -> Body:
    """The body of a review; of a meeting without `headings`."""
    places = Places("x.md", tuple(text.split("\n")))
    return Body(*gathered(read_body([Passage("", text, 1)], places, "2023-02-08/x", headings)))


def html_of(text: str) -> str:
    (section,) = body_of(text).sections
    return "".join(part.html for part in section.parts if isinstance(part, Prose)).strip()


def exchanges_of(text: str) -> tuple[Exchange, ...]:
    found = body_of(f"## Questions and comments\n{text}\n")
    assert errors(found.problems) == ()
    return found.sections[0].exchanges


def turns_of(text: str) -> list[tuple[bool, str, str]]:
    """Of the only exchange: whether each turn is an answer, its label, and its words."""
    (exchange,) = exchanges_of(text)
    return [(turn.nested, turn.label, turn.prose.text) for turn in exchange.turns]


# --- HTML ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("R&amp;D &copy; &#233;", "<p>R&amp;D © é</p>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("a\\*b", "<p>a*b</p>"),
        ("see report.md and www.example.org", "<p>see report.md and www.example.org</p>"),
        ("[a](https://example.org/x%20y?a=1&b=2)", '<p><a href="https://example.org/x%20y?a=1&amp;b=2">a</a></p>'),
        ("[a](https://example.org/%2F%26)", '<p><a href="https://example.org/%2F%26">a</a></p>'),
        ("[a](2023-02-08#item-7)", '<p><a href="/meetings/2023-02-08/#item-7">a</a></p>'),
        ("[a](2023-02-08/knife-crime)", '<p><a href="/reviews/2023-02-08/knife-crime/">a</a></p>'),
        ("[a](#q-b)", '<p><a href="/reviews/2023-02-08/x/#q-b">a</a></p>'),
        ("[a](project:knife-crime)", '<p><a href="/projects/knife-crime/">a</a></p>'),
        ("[a](files/a%20b.pdf)", '<p><a href="/files/a%20b.pdf">a</a></p>'),
        ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
        ("\\[a]: https://example.org", "<p>[a]: https://example.org</p>"),
        ("4\\. a", "<p>4. a</p>"),
        ("4. a\n5. b", '<ol start="4">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("1. a\n1. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("```\n<b> & c\n```", "<pre><code>&lt;b&gt; &amp; c\n</code></pre>"),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert body_of(text).problems == ()
    assert html_of(text) == html


def test_a_quotation_says_whose_words_it_holds() -> None:
    assert words_of(html_of("> Exactly so.")) == "The minutes say: Exactly so."


def test_a_table_says_what_its_cells_belong_to() -> None:
    assert '<th scope="col">a</th>' in html_of("| a | b |\n| --- | --- |\n| 1 | 2 |")


@pytest.mark.parametrize(
    "text", ["<b>a</b>", "<br>", "</p>", "<BR/>", "<a href=x>", "<!-- a -->", "<script>a</script>", "<svg onload=x>"]
)
def test_html_is_never_passed_on(text: str) -> None:
    assert errors(body_of(f"x {text}").problems)
    assert set(re.findall(r"<(\w+)", html_of(f"x {text}"))) <= {"p"}


@given(st.text(alphabet=st.sampled_from("<>/!-&;:#=\"'`[]()\\ \nabjsx"), max_size=60))
def test_whatever_is_written_becomes_only_elements_of_our_own(text: str) -> None:
    allowed = (
        "p em strong s code pre a ul ol li blockquote figure figcaption hr br h2 h3 h4 h5 h6 table thead tbody tr th td"
    )
    for section in body_of(text, None).sections:
        for part in section.parts:
            tree = LexborHTMLParser(part.html if isinstance(part, Prose) else "")
            inside = tree.body.css("*") if tree.body else []
            assert {node.tag for node in inside} <= {*allowed.split(), "body", "html", "h1"}
            for node in inside:
                assert set(node.attributes) <= {"href", "start", "scope", "class", "style"}
                assert re.match(r"/|#|https://|mailto:|$", node.attributes.get("href") or "")


def test_fields_may_hold_lists_and_links_and_no_headings() -> None:
    assert "<li>a</li>" in markup.sentence("- a\n- b", "2023-02-08").html
    with pytest.raises(PydanticCustomError):
        markup.sentence("## a", "2023-02-08")


def test_headings_are_shifted_below_the_heading_of_their_page() -> None:
    html = body_of("## Presentation\n### a\n#### b").sections[0].parts[0]
    assert isinstance(html, Prose)
    assert re.findall(r"<h\d>", markup.shift_headings(html.html, 2)) == ["<h5>", "<h6>"]
    assert re.findall(r"</h\d>", markup.shift_headings(html.html, 4)) == ["</h6>", "</h6>"]


# --- sections -----------------------------------------------------------------------------------------------------


def keys_of(text: str) -> list[tuple[str, str, str, int]]:
    found = body_of(text, None)
    assert errors(found.problems) == ()
    return [(section.number, section.id, section.title, section.level) for section in found.sections]


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("## 7. Knife crime", "7", "Knife crime"),
        ("## 7a. Knife crime", "7a", "Knife crime"),
        ("## 14.i. Knife crime", "14.i", "Knife crime"),
        ("## 2.10. Knife crime", "2.10", "Knife crime"),
        ("## 7. 4 weekly predictions", "7", "4 weekly predictions"),
        ("## Break", "", "Break"),
        ("## 2022 in numbers", "", "2022 in numbers"),
        ("## 4-weekly predictions", "", "4-weekly predictions"),
        ("## 4 weekly predictions {#weekly}", "", "4 weekly predictions"),
        ("## *Knife* crime & more", "", "Knife crime & more"),
        ("## Knife crime ##", "", "Knife crime"),
    ],
)
def test_headings_of_a_meeting(heading: str, number: str, title: str) -> None:
    ((told_number, _, told_title, _),) = keys_of(heading)
    assert (told_number, told_title) == (number, title)


def test_a_numbered_heading_of_the_third_level_is_an_item_of_its_own() -> None:
    assert keys_of("## 14. Reports\na\n### 14.i. One\nb\n### Detail\nc\n## 15. End") == [
        ("14", "reports", "Reports", 2),
        ("14.i", "one", "One", 3),
        ("15", "end", "End", 2),
    ]


def test_what_stands_before_the_first_heading_is_a_section_without_a_title() -> None:
    assert keys_of("words\n## Break") == [("", "", "", 2), ("", "break", "Break", 2)]


def test_a_heading_may_choose_its_name() -> None:
    assert keys_of("## Meeting Close {#close}") == [("", "close", "Meeting Close", 2)]


# --- exchanges ----------------------------------------------------------------------------------------------------


def test_the_outermost_speaks_first_and_what_is_indented_answers() -> None:
    told = turns_of("- One? {#a}\n    - Yes.\n    - No.\n")
    assert told == [(False, "", "One?"), (True, "", "Yes."), (True, "", "No.")]


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "     ", "\t"])
def test_an_answer_may_be_indented_in_many_ways(indent: str) -> None:
    assert turns_of(f"- One? {{#a}}\n{indent}- Yes.\n") == [(False, "", "One?"), (True, "", "Yes.")]


def test_answers_may_be_numbered() -> None:
    told = turns_of("- One? {#a}\n    1. Yes.\n    2. No.\n")
    assert told == [(False, "", "One?"), (True, "", "Yes."), (True, "", "No.")]


def test_a_member_may_speak_again_after_an_answer() -> None:
    assert turns_of("- One? {#a}\n\n    - Yes.\n\n    And again.\n") == [
        (False, "", "One?"),
        (True, "", "Yes."),
        (False, "", "And again."),
    ]


def test_an_answer_may_have_paragraphs_and_a_list() -> None:
    (question, answer) = turns_of("- One? {#a}\n    - Yes:\n\n      more\n\n        - by day\n        - by night\n")
    assert answer == (True, "Yes", "Yes: more by day by night")
    assert question == (False, "", "One?")


@pytest.mark.parametrize("label", ["Member", "Presenter", "Chair", "Committee", "Noted", "Ann Lee", "AL"])
def test_a_label_stands_before_a_colon(label: str) -> None:
    assert turns_of(f"- One? {{#a}}\n    - {label}: Yes.\n")[1] == (True, label, f"{label}: Yes.")
    (exchange,) = exchanges_of(f"- One? {{#a}}\n    - {label} : Yes.\n")
    assert exchange.turns[1].unlabelled
    assert exchange.turns[1].unlabelled.text == "Yes."


@pytest.mark.parametrize(
    "text", ["It is so: yes.", "In 2023 it was so. Why: x", "a: b", "https://example.org", "10:00"]
)
def test_what_stands_before_another_colon_stays_in_the_text(text: str) -> None:
    """It may be a label, which counts only when it names someone who was there."""
    (_, answer) = turns_of(f"- One? {{#a}}\n    - {text}\n")
    assert answer[1] not in SPEAKERS
    assert answer[2] == text


@pytest.mark.parametrize(
    ("tag", "name", "former", "topics"),
    [
        ("{#a}", "a", (), ()),
        ("{#a accuracy cost}", "a", (), ("accuracy", "cost")),
        ("{#a accuracy, cost}", "a", (), ("accuracy", "cost")),
        ("{# a  accuracy }", "a", (), ("accuracy",)),
        ("{#a #old #older accuracy}", "a", ("old", "older"), ("accuracy",)),
    ],
)
def test_a_tag_names_an_exchange_its_former_names_and_its_topics(
    tag: str, name: str, former: tuple[str, ...], topics: tuple[str, ...]
) -> None:
    for text in (f"- One? {tag}\n    - Yes.\n", f"- One\n  more? {tag}\n    - Yes.\n", f"- *One?* {tag}\n"):
        (exchange,) = exchanges_of(text)
        assert (exchange.id, exchange.former, exchange.topics) == (name, former, topics)
        assert "{" not in exchange.turns[0].prose.text


def test_an_exchange_without_a_tag_is_called_by_its_first_words() -> None:
    (exchange,) = exchanges_of("- A member asked whether it works at all.\n")
    assert exchange.id == "a-member-asked-whether-it-works"


# --- no word is lost ----------------------------------------------------------------------------------------------

BITS = [
    *[
        "w ",
        "w",
        "w\n",
        "\n",
        "\n\n",
        "- ",
        "- w\n",
        "    - w\n",
        "    ",
        "  ",
        "* ",
        "+ w\n",
        "1. ",
        "2. ",
        "10) ",
        "> ",
    ],
    *[
        "## Presentation\n",
        "### w w\n",
        "#### w\n",
        "##w\n",
        "| w | w |\n",
        "|---|---|\n",
        "|",
        "```\n",
        "```w\n",
        "~~~\n",
    ],
    *[
        "`",
        "**",
        "*",
        "_",
        "[w](project:x)",
        "[w]: ",
        "[",
        "]",
        "](",
        "(",
        ")",
        "<",
        ">",
        "\\",
        "#",
        "~~",
        "---\n",
        "===\n",
    ],
    *["{#", "{#a}", "{#b accuracy}\n", "}", ":", "Member: ", "**Member:** ", "!", "<b>", "<!--", "\t", "[^1]", "w|w"],
    *["- [ ] w\n", ". ", "\u00a0", "“", "w\\\n", "w  \n", "[w](<", '"w")', "'", "<https://example.org/>"],
]
"""Pieces of Markdown, whole and broken; each w becomes a word of its own."""
BODIES = st.builds(
    lambda beginning, bits: beginning + "".join(bits),
    st.sampled_from(["", "## Presentation\n", "## Questions and comments\n", "## Questions and comments\n- "]),
    st.lists(st.sampled_from(BITS), max_size=40),
)


def with_words(text: str) -> tuple[str, list[str]]:
    number = count()
    told = re.sub(r"(?<![a-z])w(?![a-z])", lambda _: f"zq{next(number)}x", text)
    return told, re.findall(r"zq\d+x", told)


def words_in(sections: tuple[Section, ...]) -> str:
    parts = [part for section in sections for part in section.parts]
    html = [part.html for part in parts if isinstance(part, Prose)]
    html += [turn.prose.html for part in parts if isinstance(part, Exchange) for turn in part.turns]
    return " ".join([section.title for section in sections] + [words_of(text) for text in html])


@settings(max_examples=600, suppress_health_check=list(HealthCheck))
@given(BODIES, st.sampled_from([SECTIONS, None]))
def test_every_word_of_a_body_without_errors_is_shown(text: str, sections: tuple[str, ...] | None) -> None:
    text, words = with_words(text)
    found = body_of(text, sections)
    if not errors(found.problems):
        shown = words_in(found.sections)
        assert [word for word in words if word not in shown] == []


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(BODIES)
def test_every_word_of_a_sentence_without_faults_is_shown(text: str) -> None:
    text, words = with_words(text)
    try:
        prose = markup.sentence(text, "2023-02-08")
    except PydanticCustomError:
        return
    assert [word for word in words if word not in words_of(prose.html)] == []
    assert [word for word in words if word not in prose.text] == []


@pytest.mark.slow
@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(st.lists(BODIES, min_size=60, max_size=60))
def test_every_word_of_a_body_without_errors_is_on_its_page(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str]
) -> None:
    records = {"meetings/2023-02-08.md": "---\ntitle: Formal\n---\n## 7. Knife crime\n"}
    expected: dict[str, list[str]] = {}
    config = CONFIG.replace("{fairness: Fairness}", "{fairness: Fairness, accuracy: Accuracy}")
    for number, body in enumerate(bodies):
        text, words = with_words(body.replace("project:x", f"project:p{number}"))
        if not errors(body_of(text).problems) and len(set(re.findall(r"\{#([ab])", text))) == text.count("{#"):
            records[f"projects/p{number}.md"] = f"---\ntitle: P{number}\n---\n"
            records[f"reviews/2023-02-08/p{number}.md"] = f"---\ndiscussed: 7\noutcome: A\n---\n{text}\n"
            expected[f"/reviews/2023-02-08/p{number}/"] = words
    site = site_of(tmp_path_factory.mktemp("words"), records, config, despite={"duplicate-anchor"})
    for address, words in expected.items():
        assert [word for word in words if word not in site.page(address).main] == []


def page_of(path: Path) -> str:
    name = path.relative_to(ROOT / "content").with_suffix("").as_posix()
    return f"/{name}/"


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=page_of)
def test_every_word_of_the_archive_that_ships_is_on_its_page(path: Path, site: BuiltSite) -> None:
    """Of its text, and of every sentence among its facts but the one on why, which stands for its reasons elsewhere."""
    _, facts, text = unicodedata.normalize("NFC", path.read_text("utf-8")).split("---\n", 2)
    facts = re.sub(r"^why: .*\n( .*\n)*", "", facts, flags=re.MULTILINE)
    sentences = [found[2] for found in re.finditer(r"^( *)[a-z_]+: >\n((?:\1 +\S.*\n|\n)+)", facts, re.MULTILINE)]
    written = re.sub(r"\]\([^)]*\)|\{#[^}]*\}|^ *[0-9]+\. ", " ", " ".join([text, *sentences]), flags=re.MULTILINE)
    headings = {"Decision", "Summary", "Earlier", "advice", "Questions", "comments", "Presentation"}
    headings |= {"Member", "Noted"}  # labels: not shown where the words begin with them
    shown = set(re.findall(r"[^\W_]+", site.page(page_of(path)).main))
    assert [word for word in re.findall(r"[^\W_]+", written) if word not in shown | headings] == []
