"""A site over http, for this computer alone: each request is answered as a host of static files would answer it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from candour.model import addresses
from candour.site.rendering import CONTENT_SECURITY_POLICY

HERE = "127.0.0.1"
PREFERRED = 8000
"""The port that is tried first; if it is taken, the nine after it, then any."""
_TEXT = {"application/json", "application/xml", "image/svg+xml", "text/javascript"}
"""Types of text whose names do not begin with text/."""


@dataclass(frozen=True, slots=True)
class Answer:
    content: bytes = b""
    name: str = ""
    """The ending says the type."""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


Ask = Callable[[str, str], Answer]
"""The path of an address, as it was asked for, and what follows its question mark -> the answer."""


def as_host(base: str, read: Callable[[str], bytes | None], path: str, query: str) -> Answer:
    """A file of the site at `base`; `read` gives what is at a path below it, if anything is."""
    after = f"?{query}" if query else ""
    if not path.startswith(base):
        is_above = base.startswith(path.rstrip("/") + "/")
        return Answer(status=302, headers=(("Location", base + after),)) if is_above else _not_found(read)
    wanted = unquote(path.removeprefix(base))
    name = addresses.output_path(f"/{wanted}") if wanted else "index.html"
    if (content := read(name)) is not None:
        return Answer(content, name)
    if not name.endswith("/index.html") and read(f"{name}/index.html") is not None:
        return Answer(status=301, headers=(("Location", f"{path}/{after}"),))
    return _not_found(read)


def _not_found(read: Callable[[str], bytes | None]) -> Answer:
    name = addresses.output_path(addresses.NOT_FOUND)
    content = read(name)
    return Answer(b"There is nothing here.\n", "none.txt", 404) if content is None else Answer(content, name, 404)


def file_in(folder: Path, path: str) -> bytes | None:
    """What is in a file of the folder; None when it is not there, or not in the folder."""
    try:
        file = (folder / path).resolve()
        return file.read_bytes() if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except (OSError, ValueError):  # a null character
        return None


def built_site(folder: Path) -> Ask:
    """A site that is already built, below the path of its own address."""
    html = LexborHTMLParser((folder / "index.html").read_bytes()).css_first("link[rel=canonical]")
    return partial(as_host, base_of((html.attributes.get("href") or "") if html else ""), partial(file_in, folder))


def base_of(url: str) -> str:
    """The path of a site's address, with a slash at its end."""
    return addresses.rooted(url, "/")


class Host(ThreadingHTTPServer):
    """Answers what this computer's own browsers ask. Raises OSError when the port cannot be had."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would share a port that is taken

    def __init__(self, ask: Ask, port: int) -> None:
        self.ask = ask
        super().__init__((HERE, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a browser may close what it asked for
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else many an answer comes 40 ms late
    _types = MimeTypes()  # what the system says of types is not asked
    _types.add_type("text/javascript", ".js")

    def do_GET(self) -> None:
        port = self.server.server_port
        if self.headers.get("Host") in {f"{name}:{port}" for name in (HERE, "localhost")}:
            path, _, query = self.path.partition("?")
            answer = self.server.ask(path, query)
        else:  # another site's name leads here: its scripts could read what is not published
            answer = Answer(f"Open http://{HERE}:{port}/ instead.\n".encode(), "elsewhere.txt", 421)
        self._send(answer)

    do_HEAD = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        kind = self._types.guess_type(answer.name)[0] or "application/octet-stream"
        self.send_response(answer.status)
        headers = {
            "Content-Type": kind + ("; charset=utf-8" if kind.startswith("text/") or kind in _TEXT else ""),
            "Content-Length": str(len(answer.content)),
            "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        for name, value in (*headers.items(), *answer.headers):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    def log_message(self, format: str, *values: object) -> None:
        """Says nothing."""


def open_host(ask: Ask, port: int | None) -> Host:
    """At this port; without one, at the first that is free. Raises OSError when it cannot be had."""
    for free in (*range(PREFERRED, PREFERRED + 10), 0) if port is None else ():
        try:
            return Host(ask, free)
        except OSError:
            continue
    return Host(ask, port or 0)
