"""Quotation marks and apostrophes as they are shown."""

import re

import pytest
from built import BuiltSite
from markupsafe import Markup

from candour.model.typography import typographic, typographic_text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("the Committee's view", "the Committee’s view"),
        ("members' views and the lab's", "members’ views and the lab’s"),
        ('"best value for money"', "“best value for money”"),
        ('("suspect data")', "(“suspect data”)"),
        ("""He said "the 'best' one".""", "He said “the ‘best’ one”."),
        ("""'The "best" one', he said""", "‘The “best” one’, he said"),
        ("""'The Committee's view of item 7'""", "‘The Committee’s view of item 7’"),
        ('"What?" "This."', "“What?” “This.”"),
        ('—"so" and/"or"', "—“so” and/“or”"),
        ('graded "A"s', "graded “A”s"),
        ("the '90s and the 1990's", "the ’90s and the 1990’s"),
        ("'tis so", "’tis so"),
        ("a 12\" board, 5'10\" high, 6' wide", "a 12\" board, 5'10\" high, 6' wide"),
        ('"a 12 and 3"', "“a 12 and 3”"),
        ("l'école, „so“, «si», “x” ‘y’", "l’école, „so“, «si», “x” ‘y’"),
        ('ארה"ב', 'ארה"ב'),
        ("no marks & <b>", "no marks & <b>"),
        ("a < b's", "a < b’s"),
        ("", ""),
    ],
)
def test_typed_marks_are_shown_as_printed_ones(typed: str, shown: str) -> None:
    assert typographic_text(typed) == shown
    assert typographic_text(shown) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<p>The <em>'best'</em> one's</p>", "<p>The <em>‘best’</em> one’s</p>"),
        ("<p>&quot;<strong>a</strong>&quot; b</p>", "<p>“<strong>a</strong>” b</p>"),
        ("<p><code>it's &quot;x&quot;</code>'s</p>", "<p><code>it's &quot;x&quot;</code>’s</p>"),
        ("<pre><code>'a'\n</code></pre>\n<p>'b'</p>", "<pre><code>'a'\n</code></pre>\n<p>‘b’</p>"),
        ("""<p><a href="https://x.example/o'b">o'b</a></p>""", """<p><a href="https://x.example/o'b">o’b</a></p>"""),
        ("<p>&quot;a</p>\n<p>&quot;b&quot;</p>", "<p>“a</p>\n<p>“b”</p>"),
        ("<p>'em all</p>\n<p>members' views</p>", "<p>’em all</p>\n<p>members’ views</p>"),
    ],
)
def test_in_html_only_the_text_is_touched(typed: str, shown: str) -> None:
    assert typographic(Markup(typed)) == shown  # noqa: S704


def test_no_attribute_of_any_page_is_in_printed_quotation_marks(site: BuiltSite, fenmoor: BuiltSite) -> None:
    pages = [*site.pages.values(), *fenmoor.pages.values()]
    assert [page.address for page in pages if re.search(r"<[a-z][^>]*=[“”]", page.html)] == []
