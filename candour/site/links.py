"""The finished files -> what is wrong with them: links and anchors that lead nowhere, ids given twice.

The last gate before publishing. Records were checked before; what is found here is a fault of a template, and is
reported with the page and the address.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from candour.model import addresses
from candour.model.config import Config
from candour.problems import Problem, ProblemName, Span
from candour.site.manifest import BUILD, MANIFEST, OutFile

_OUR_FAULT = "this is a fault of a template, not of a record: please report it"


@dataclass(frozen=True, slots=True)
class Linked:
    """What there is to check of a page."""

    path: str
    ids: Mapping[str, int]
    """How often each is there."""
    links: tuple[str, ...]
    """Its addresses as they are written, each once, but for those of its own places."""


def linked(file: OutFile) -> Linked:
    """Small: what most pages have in common, as the addresses in the header and the foot, is there once for all."""
    tree = LexborHTMLParser(file.content)
    ids, *links = (
        [sys.intern(node.attributes[name] or "") for node in tree.css(f"[{name}]")]
        for name in ("id", "href", "src", "action")
    )
    count = Counter(ids)
    elsewhere = (link for link in chain(*links) if not (link.startswith("#") and link[1:] in count))
    return Linked(file.path, count, tuple(dict.fromkeys(elsewhere)))


def check_links(pages: Sequence[Linked], paths: Sequence[str], config: Config) -> tuple[Problem, ...]:
    """Every internal link and anchor of these pages, followed; `paths` are those of all files."""
    ids = {page.path: page.ids for page in pages}
    later = map(addresses.output_path, (addresses.PAGEFIND, addresses.ENTRY))
    resolve = _resolver({*paths, *later}, config)
    faults = ((page.path, *fault) for page in pages for fault in _faults(page, ids, resolve))
    problems = (Problem(name, Span(f"output/{path}"), message, _OUR_FAULT) for path, name, message in faults)
    return (*same_addresses(paths), *problems)


def same_addresses(paths: Iterable[str]) -> Iterator[Problem]:
    """Files whose paths differ only in capital letters, or that have the place of a folder or of the manifest."""
    taken, folders = {MANIFEST, BUILD}, set[str]()
    for written in paths:
        path = written.casefold()
        above = {path[:end] for end, sign in enumerate(path) if sign == "/"}
        for clash in {path} if path in taken or path in folders else above & taken:
            message = "two files would be published at this address"
            yield Problem("duplicate-url", Span(f"output/{written[: len(clash)]}"), message, "rename one of them")
        taken.add(path)
        folders |= above


_Resolve = Callable[[str, str], tuple[str, str]]
"""The path of a page, and an address without its anchor -> what is wrong with it, and the file that it leads to; empty
for an address elsewhere."""
_PLAIN = re.compile(r"((?:\.\./)*)((?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?)", re.ASCII)
"""An address as nearly all of ours are: some folders up, and then down."""
_NOT_FOUND = addresses.output_path(addresses.NOT_FOUND)


def _faults(page: Linked, ids: Mapping[str, Mapping[str, int]], resolve: _Resolve) -> Iterator[tuple[ProblemName, str]]:
    """The names and messages of what is wrong on a page; `ids` are those of all pages."""
    yield from (
        ("duplicate-html-id", f'the id "{name}" is there {times} times')
        for name, times in page.ids.items()
        if times > 1
    )
    for address in page.links:
        written, _, anchor = address.partition("#")
        fault, target = resolve(page.path, written) if written else ("", page.path)
        if not fault and target and anchor and anchor not in ids.get(target, {}):
            fault = "leads to a place that is not on its page"
        if fault:
            yield "broken-link", f'"{address}" {fault}'


def _resolver(paths: Collection[str], config: Config) -> _Resolve:
    own = addresses.canonical(config.url, "/")
    """Begins with http: where GitHub Pages has no certificate yet."""
    site = addresses.rooted(config.url, "")

    def resolve(page: str, written: str) -> tuple[str, str]:
        if plain := _PLAIN.fullmatch(written):
            folders = page.split("/")[: -1 - len(plain[1]) // len("../")]
            target = addresses.output_path("/".join([*folders, plain[2]]))
        else:
            parts = urlsplit(written)
            if parts.scheme in {"https", "mailto"} or (own and written.startswith(own)):
                return "", ""
            if parts.scheme or parts.netloc:
                return "begins with neither https: nor mailto:", ""
            base = page if page == _NOT_FOUND or written[:1] == "?" else page[: page.rfind("/") + 1]
            if page == _NOT_FOUND or written.endswith(addresses.SLASH):
                written = written.removeprefix(site)
            elif parts.path.startswith("/"):
                return "is not relative to its page", ""
            target = unquote(addresses.output_path(urlsplit(urljoin(f"https://site.invalid/{base}", written)).path))
        return ("", target) if target in paths else ("leads to a page that does not exist", "")

    return resolve
