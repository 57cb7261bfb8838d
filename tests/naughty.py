"""Words that would do harm if a page took them for more than words, and what pages are made of, to be compared."""

from collections.abc import Mapping
from functools import lru_cache

from built import BuiltPage, BuiltSite
from selectolax.lexbor import LexborNode

NAUGHTY: Mapping[str, tuple[str, ...]] = {
    "elements": (
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example/x.js></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'>",
        "<base href=https://evil.example/>",
        "<meta http-equiv=refresh content='0; url=https://evil.example/'>",
        "<form action=https://evil.example/><input name=q>",
        "<a href=https://evil.example/ onclick=alert(1)>x</a>",
        "<style>*{display:none}</style>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<!--",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php echo 1 ?>",
        "<x",
        "<plaintext>",
    ),
    "ends": (
        '"><script>alert(1)</script>',
        "'><img src=x onerror=alert(1)>",
        "</title><script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "--></main></body>",
        "]]></style></noscript></template></textarea>",
        "`><img src=x onerror=alert(1)>",
    ),
    "attributes": (
        '" onmouseover="alert(1)',
        "' onfocus='alert(1)' autofocus='",
        "x onload=alert(1) y=",
        '" style="position:fixed;inset:0',
        ' href="/about/" src="/about/" action="/about/"',
        'content="0; url=/about/"',
    ),
    "schemes": (
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)//",
        "java\tscript:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "blob:https://evil.example/1",
        "//evil.example/",
        "\\\\evil.example\\x",
        "https:javascript:alert(1)",
        "https://user:word@evil.example/",
        'mailto:a@example.org?body="><script>',
    ),
    "styles": (
        "expression(alert(1))",
        "url(javascript:alert(1))",
        "red; } * { background: url(https://evil.example/) } /*",
        "#fff}body{display:none",
        "@import '//evil.example/x.css';",
    ),
    "Markdown": (
        "[x](javascript:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](java&#115;cript:alert(1))",
        "[x](data:text/html,1)",
        '[x](https://example.org/ "\\" onmouseover=\\"alert(1)")',
        "[x](https://example.org/\"onmouseover=alert(1))",
        "[x](https://example.org/`onmouseover=alert(1)`)",
        "![x](https://evil.example/x.png)",
        "![x](x\"onerror=\"alert(1))",
        "<javascript:alert(1)>",
        "<https://example.org/?<script>>",
        "[x]: javascript:alert(1)",
        "[x][y]\n\n[y]: javascript:alert(1) 'z'",
        "```html\"><script>alert(1)</script>\nx\n```",
        "~~~ onload=alert(1)\nx\n~~~",
        "`<script>alert(1)</script>`",
        "| a | b |\n| :-- | --: |\n| <script>alert(1)</script> | [x](javascript:alert(1)) |",
        "x {#\" onclick=alert(1)}",
        "[[[[[x](javascript:alert(1))](y)](z)",
        "*[**[x](vbscript:x)*](https://example.org/)**",
    ),
    "entities": ("&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;", "&amp;lt;b&amp;gt;",
                 "&quot; onclick=&quot;alert(1)", "&NewLine;&Tab;&colon;", "&#x0;&#xD800;&#x110000;"),
    "templates": (
        "{{ 7 * 7 }}",
        "{% include 'layout.html' %}",
        "{{ config.__class__.__mro__ }}",
        "{# x",
        "{% raw %}",
        "${7*7}",
        "#{7*7}",
        "%(x)s %s {0} {path}",
        "<%= 7 * 7 %>",
    ),
    "data": (
        '"}],"words":["x"]}</script><script>alert(1)</script>',
        "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
        "\u2028\u2029",
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(1+1)",
        "\\",
        "\\\"",
        "\nEND:VEVENT\nBEGIN:VEVENT",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    ),
    "signs": (
        "\u202egnp.exe",
        "\u2066x\u2069",
        "\x00",
        "\x1b[31m",
        "\ufeffx",
        "e" + "\u0301" * 50,
        "\ufdfa" * 20,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "x" * 3000,
        "9" * 400,
        "İstanbul ﬁ ß",
        "data-pagefind-ignore",
        "a", "href", "class", "div", "amp", "quot", "lt",
    ),
}  # fmt: skip
"""By kind. The last are no harm but where words are looked for in what is HTML already."""
EVERY_NAUGHTY = tuple(words for kind in NAUGHTY.values() for words in kind)

Part = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""An element: what it is in, its name, its attributes' names, and the schemes of its addresses."""
_ADDRESSES = ("action", "cite", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href")

_OF_LANGUAGE = {"dir", "lang", "data-language"}
"""Attributes that say in which script words are; a span has nothing else when it is for that alone."""
OF_MARKDOWN = frozenset(
    "p em strong s code pre a ul ol li blockquote figure figcaption hr br h2 h3 h4 h5 h6 table thead tbody tr th td "
    "section".split()
)
"""The elements that Markdown makes."""
_ATTRIBUTES_OF_MARKDOWN = frozenset("href start scope class tabindex aria-label id".split())


@lru_cache(maxsize=200)
def _parts_of(html: str) -> frozenset[Part]:
    page = BuiltPage("", html)
    return frozenset(_part(node) for node in page.all("*"))


def parts_of(page: BuiltPage) -> frozenset[Part]:
    return _parts_of(page.html)


def _part(node: LexborNode) -> Part:
    attributes = node.attributes
    schemes = {_scheme(attributes[name] or "") for name in _ADDRESSES if name in attributes}
    if "http-equiv" in attributes:
        schemes.add(_scheme((attributes.get("content") or "").partition("url=")[2]))
    around = node.parent.tag if node.parent else ""
    return around or "", node.tag or "", tuple(sorted(attributes.keys() - _OF_LANGUAGE)), tuple(sorted(schemes))


def _scheme(address: str) -> str:
    """As a browser reads it: controls and spaces before it, and tabs and line ends in it, do not count."""
    plain = "".join(c for c in address if c not in "\t\r\n").lstrip("".join(map(chr, range(33))))
    scheme, colon, _ = plain.partition(":")
    is_scheme = colon and scheme[:1].isalpha() and all(c.isalnum() or c in "+.-" for c in scheme)
    return scheme.casefold() if is_scheme else "//" if plain.replace("\\", "/").startswith("//") else ""


Pages = Mapping[str, BuiltPage]


def strange_parts(pages: Pages, harmless: Pages, *, markdown: bool) -> dict[str, set[Part]]:
    """By address, what pages have that the same pages with harmless words have not.

    With `markdown` some fields have Markdown, which may make the elements it makes, and lead to https and mailto. A
    page that the harmless site has not is compared with all that are of its kind.
    """
    found, anywhere = {}, {part[1:] for page in harmless.values() for part in parts_of(page)}
    for address, page in pages.items():
        alike = [address] if address in harmless else [other for other in harmless if _kind(other) == _kind(address)]
        usual = set[Part]().union(*(parts_of(harmless[other]) for other in alike))
        others = {part for part in parts_of(page) - usual if part[1:] != ("span", (), ())}
        strange = {part for part in others if not (markdown and _may_be_markdown(part, anywhere))}
        if strange:
            found[address] = strange
    return found


def _kind(address: str) -> tuple[str, int]:
    return address.split("/")[1], address.count("/")


def _may_be_markdown(part: Part, usual: set[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> bool:
    """One of the elements that Markdown makes; or a usual one, wherever it is."""
    _, name, attributes, schemes = part
    is_element = name in OF_MARKDOWN and _ATTRIBUTES_OF_MARKDOWN.issuperset(attributes)
    return (is_element and set(schemes) <= {"", "https", "mailto"}) or part[1:] in usual


def strange_files(site: BuiltSite, harmless: BuiltSite) -> set[str]:
    """The paths of style sheets, scripts and such that are not as in the same site with harmless words."""
    of_words, of_records = (".html", ".json", ".xml", ".ics"), ("files/", "data/")
    ours = {path for path in site.files if not path.endswith(of_words) and not path.startswith(of_records)}
    return {path for path in ours if site.files[path] != harmless.files.get(path)}
