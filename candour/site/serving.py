"""A site over http, for this computer alone: each request is answered as a host of static files would answer it."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import MimeTypes
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from candour.model import addresses
from candour.site.headers import POLICY

HERE = "127.0.0.1"
PREFERRED = range(8000, 8010)
"""The ports that are tried before any other."""


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
    """What is at an address of the site at `base`; `read` gives the file at a path below it, if there is one."""
    after = f"?{query}" if query else ""
    if path.startswith(base):
        name = addresses.output_path(unquote(path.removeprefix(base)))
        if (content := read(name)) is not None:
            return Answer(content, name)
        if read(f"{name}/index.html") is not None:
            return Answer(status=301, headers=(("Location", f"{path}/{after}"),))
    elif base.startswith(path.rstrip("/") + "/"):
        return Answer(status=302, headers=(("Location", base + after),))
    elif read(addresses.output_path(unquote(path[1:]))) is not None:  # as the guide writes addresses
        return Answer(status=302, headers=(("Location", base + path[1:] + after),))
    name = addresses.output_path(addresses.NOT_FOUND)
    return Answer(read(name) or b"", name, 404)


def file_in(folder: Path, path: str) -> bytes | None:
    """What is in a file of the folder; None when it is not there, or not in the folder."""
    with suppress(OSError, ValueError):  # the second for a null character
        file = (folder / path).resolve()
        return file.read_bytes() if file.is_relative_to(folder.resolve()) and file.is_file() else None
    return None


def built_site(folder: Path) -> Ask:
    """A site that is already built, below the path of its own address."""
    link = LexborHTMLParser((folder / "index.html").read_bytes()).css_first("link[rel=canonical]")
    address = link.attributes.get("href") if link else ""
    return partial(as_host, addresses.rooted(address or "", "/"), partial(file_in, folder))


class Host(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it would share a port that is taken

    def __init__(self, ask: Ask, port: int) -> None:
        self.ask = ask
        super().__init__((HERE, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a browser may go away
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else many an answer comes 40 ms late
    _types = MimeTypes()  # not those of this computer
    _types.add_type("text/javascript", ".js")
    _types.add_type("text/calendar", ".ics")

    def do_GET(self) -> None:
        port = self.server.server_port
        if self.headers.get("Host") in {f"{HERE}:{port}", f"localhost:{port}"}:
            path, _, query = self.path.partition("?")
            answer = self.server.ask(path, query)
        else:  # a page elsewhere whose name leads here could read what is not published
            answer = Answer(f"Open http://{HERE}:{port}/ instead.\n".encode(), "elsewhere.txt", 421)
        kind = self._types.guess_type(answer.name)[0] or "application/octet-stream"
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        self.send_response(answer.status)
        for name, value in (
            ("Content-Type", f"{kind}; charset=utf-8" if is_text else kind),
            ("Content-Length", str(len(answer.content))),
            *POLICY.items(),
            ("Cache-Control", "no-store"),
            *answer.headers,
        ):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.content)

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, format: str, *values: object) -> None:
        """Says nothing."""


def open_host(ask: Ask, port: int | None) -> Host:
    """At this port; without one, at the first that is free. Raises OSError when it cannot be had."""
    for preferred in PREFERRED if port is None else ():
        with suppress(OSError):
            return Host(ask, preferred)
    return Host(ask, port or 0)
