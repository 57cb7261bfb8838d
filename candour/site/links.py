"""The finished files -> what is wrong with them: links and anchors that lead nowhere, ids given twice.

The last gate before publishing. Records were checked before; what is found here is a fault of a template, and is
reported with the page and the address.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from candour.model import addresses
from candour.model.config import Config
from candour.problems import Problem, ProblemName, Span
from candour.site.manifest import BUILD, MANIFEST, OutFile

_OUR_FAULT = "this is a fault of a template, not of a record: please report it"


_Html = tuple[Counter[str], tuple[str, ...]]
"""The ids of a page, and its addresses as written, each once."""


def check_links(files: Collection[OutFile], config: Config, apart: Collection[str] = ()) -> tuple[Problem, ...]:
    """Every internal link and anchor of the site, followed; `apart` are the paths of pages that are not candour's."""
    html = (file for file in files if file.path.endswith(".html") and file.path not in apart)
    pages = {file.path: _parsed(file.content) for file in html}
    paths = {file.path for file in files} | {addresses.output_path(addresses.PAGEFIND)}
    resolve = _resolver(paths, config)
    faults = ((path, *fault) for path in pages for fault in _faults(path, pages, resolve))
    problems = (Problem(name, Span(f"output/{path}"), message, _OUR_FAULT) for path, name, message in faults)
    return (*_same_addresses(files), *problems)


def _parsed(content: bytes) -> _Html:
    tree = LexborHTMLParser(content.decode())
    ids = Counter(node.attributes["id"] or "" for node in tree.css("[id]"))
    attributes = ("href", "src", "action")
    links = (node.attributes.get(name) or "" for name in attributes for node in tree.css(f"[{name}]"))
    return ids, tuple(dict.fromkeys(links))


def _same_addresses(files: Collection[OutFile]) -> Iterator[Problem]:
    """Files whose paths differ only in capital letters, or that have the place of a folder or of the manifest."""
    taken, folders = {MANIFEST, BUILD}, set[str]()
    for file in files:
        path = file.path.casefold()
        above = {path[:end] for end, sign in enumerate(path) if sign == "/"}
        for clash in {path} & (taken | folders) or above & taken:
            message = "two files would be published at this address"
            yield Problem("duplicate-url", Span(f"output/{file.path[: len(clash)]}"), message, "rename one of them")
        taken.add(path)
        folders |= above


def _faults(path: str, pages: Mapping[str, _Html], resolve: "_Resolve") -> Iterator[tuple[ProblemName, str]]:
    """The names and messages of what is wrong on the page at `path`."""
    ids, links = pages[path]
    yield from (
        ("duplicate-html-id", f'the id "{name}" is there {times} times') for name, times in ids.items() if times > 1
    )
    for address in links:
        if fault := _fault(path, address, pages, resolve):
            yield "broken-link", f'"{address}" {fault}'


def _fault(path: str, address: str, pages: Mapping[str, _Html], resolve: "_Resolve") -> str:
    """What is wrong with an address on the page at `path`; empty when it leads somewhere."""
    written, _, anchor = address.partition("#")
    is_of_folder = written and not written.startswith("?") and path != _NOT_FOUND
    base = path[: path.rfind("/") + 1] if is_of_folder else path
    fault, target = resolve(base, written) if written else ("", path)
    if fault or not target or not anchor:
        return fault
    return "" if target in pages and anchor in pages[target][0] else "leads to a place that is not on its page"


_Resolve = Callable[[str, str], tuple[str, str]]
"""A page, or the folder of many, and an address without its anchor -> what is wrong with it, and the file that it leads
to; empty for an address elsewhere."""
_NOT_FOUND = addresses.output_path(addresses.NOT_FOUND)


def _resolver(paths: Collection[str], config: Config) -> _Resolve:
    """Remembers what it resolved: most addresses of a folder's pages are those of the page before."""
    own = addresses.canonical(config.url, "/")
    """Begins with http: where GitHub Pages has no certificate yet."""

    @cache
    def resolve(base: str, written: str) -> tuple[str, str]:
        parts = urlsplit(written)
        if parts.scheme in {"https", "mailto"} or (own and written.startswith(own)):
            return "", ""
        if parts.scheme or parts.netloc:
            return "begins with neither https: nor mailto:", ""
        if base == _NOT_FOUND or written.endswith(addresses.SLASH):
            written = written.removeprefix(urlsplit(config.url).path.rstrip("/"))
        elif parts.path.startswith("/"):
            return "is not relative to its page", ""
        target = unquote(addresses.output_path(urlsplit(urljoin(f"https://site.invalid/{base}", written)).path))
        return ("", target) if target in paths else ("leads to a page that does not exist", "")

    return resolve
