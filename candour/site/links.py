"""The finished files -> what is wrong with them: links and anchors that lead nowhere, ids given twice.

The last gate before publishing. Records were checked before; what is found here is a fault of a template, and is told
with the page and the address.
"""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from candour.model import addresses
from candour.model.config import Config
from candour.problems import Problem, Span
from candour.site.manifest import BUILD, MANIFEST, OutFile


def check_links(files: Iterable[OutFile], config: Config) -> tuple[Problem, ...]:
    """Every internal link and anchor of the site, followed."""
    paths: set[str] = set()
    folded = {MANIFEST, BUILD}
    anchors: dict[str, Counter[str]] = {}
    links: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for file in files:
        if file.path.casefold() in folded:
            message = "two files would be published at this address"
            problems.append(Problem("duplicate-url", Span(f"output/{file.path}"), message, "rename one of them"))
        folded.add(file.path.casefold())
        paths.add(file.path)
        if file.path.endswith(".html"):
            tree = LexborHTMLParser(file.content.decode())
            anchors[file.path] = Counter(node.attributes["id"] or "" for node in tree.css("[id]"))
            links[file.path] = [
                node.attributes.get(name) or "" for name in ("href", "src", "action") for node in tree.css(f"[{name}]")
            ]
    problems += [
        Problem("duplicate-html-id", Span(f"output/{path}"), f'the id "{name}" stands {times} times', _OUR_FAULT)
        for path, found in anchors.items()
        for name, times in found.items()
        if times > 1
    ]
    for path, found_links in links.items():
        for address in dict.fromkeys(found_links):
            if wrong := _wrong_with(path, address, paths, anchors, config):
                problems.append(Problem("broken-link", Span(f"output/{path}"), wrong, _OUR_FAULT))
    return tuple(problems)


_OUR_FAULT = "this is a fault of a template, not of a record: please report it"


def _wrong_with(path: str, address: str, paths: set[str], anchors: dict[str, Counter[str]], config: Config) -> str:
    """What is wrong with an address on the page at `path`; empty when it leads somewhere."""
    parts = urlsplit(address)
    if parts.scheme in {"https", "mailto"}:
        return ""
    if parts.scheme or parts.netloc:
        return f'"{address}" leads to another kind of place'
    if path == addresses.output_path(addresses.NOT_FOUND):
        address = address.removeprefix(urlsplit(config.url).path.rstrip("/"))
    elif parts.path.startswith("/"):
        return f'"{address}" is not relative to its page'
    target = addresses.output_path(unquote(urlsplit(urljoin(f"https://site.invalid/{path}", address)).path))
    if target not in paths:
        return f'"{address}" leads to no page'
    if parts.fragment and parts.fragment not in anchors.get(target, ()):
        return f'"{address}" leads to no place on its page'
    return ""
