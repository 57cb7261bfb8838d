"""Straight quotation marks and apostrophes, as they are typed -> ’ “ ”, as they are shown.

Records keep what was typed: it is what messages quote, what is compared and what data files hold. Code, the marks of
other languages, a mark between two letters that is no apostrophe (as in Hebrew abbreviations) and one after a number
(feet, inches) stay as they are.
"""

import re

from markupsafe import Markup, escape

_WITHIN_LINES = r"a|abbr|b|cite|del|em|i|q|s|small|span|strong|sub|sup|time"
_PIECE = re.compile(
    r"<(?P<code>code|pre)\b.*?</(?P=code)>"
    rf"|</?(?:(?:{_WITHIN_LINES})|(?P<block>\w+))\b[^>]*>"
    r"|(?P<single>'|&#39;)|(?P<double>&(?:#34|quot);)",
    re.DOTALL,
)
_NEXT = re.compile(rf"(?:</?(?:{_WITHIN_LINES})\b[^>]*>)*(.?)", re.DOTALL)
_CLOSED = re.compile(rf"(?:(?!</?(?!(?:{_WITHIN_LINES})\b)\w).)*?[^\s<](?:'|&#39;)(?!\w)", re.DOTALL)
"""A text with a mark that can close another, before the paragraph ends."""
_OPENERS = "([{<-–—/“‘„«"


def typographic(html: Markup) -> Markup:
    """`The Committee's "view"` as `The Committee’s “view”`."""
    if "'" not in html and not re.search("&(?:#3[49]|quot);", html):
        return html
    pieces, end, before = [], 0, " "
    opened: set[str] = set()
    for one in _PIECE.finditer(html):
        text, shown, end = html[end : one.start()], one[0], one.end()
        before = text[-1:] or before
        if one["single"] or one["double"]:
            before = shown = (_double if one["double"] else _single)(one[0], before, html, end, opened)
        elif one["code"]:
            before = "x"
        elif one["block"]:
            before = " "
            opened.clear()
        pieces += [text, shown]
    return Markup("".join([*pieces, html[end:]]))  # noqa: S704


def typographic_text(text: str) -> str:
    return typographic(escape(text)).unescape() if re.search("['\"]", text) else text


def _double(typed: str, before: str, html: str, end: int, opened: set[str]) -> str:
    """`end` is where the mark ends in `html`; `opened` are the marks that are not closed yet."""
    after = _after(html, end)
    if "“" in opened and not (_opens(before) and after.isalnum()):
        opened.discard("“")
        return "”"
    if before.isdigit() or (before.isalpha() and after.isalpha()):
        return typed
    opened.add("“")
    return "“" if _opens(before) else "”"


def _single(typed: str, before: str, html: str, end: int, opened: set[str]) -> str:
    after = _after(html, end)
    if "‘" in opened and not after.isalnum():
        opened.discard("‘")
        return "’"
    if before.isdigit() and not after.isalpha():
        return typed
    if _opens(before) and not after.isspace() and not after.isdigit() and _CLOSED.match(html, end):
        opened.add("‘")
        return "‘"
    return "’"


def _opens(before: str) -> bool:
    return before.isspace() or before in _OPENERS


def _after(html: str, end: int) -> str:
    found = _NEXT.match(html, end)
    return (found[1] if found else "") or " "
