"""What a host has to send with the files, from one policy: as `_headers`, which several hosts read, and for nginx.

Where nobody can set headers (GitHub Pages), the policy in each page's meta element holds. There it cannot say who may
show the page in a frame.

Formats: https://developers.cloudflare.com/pages/configuration/headers/, https://docs.netlify.com/routing/headers/,
https://nginx.org/en/docs/http/ngx_http_headers_module.html
"""

from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from candour.model import addresses
from candour.site.rendering import CONTENT_SECURITY_POLICY

HEADERS = "_headers"
POLICY = {
    "Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_LASTING = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Of assets, whose addresses change with their content."""
_CHANGING = {"Cache-Control": "no-cache"}
"""Of all else: browsers keep it, and ask each time whether it is still the same."""
_TEXT = (
    "text/css text/csv text/plain text/javascript application/javascript application/json application/manifest+json "
    "text/xml text/calendar image/svg+xml"
)
"""Types of files in UTF-8, which are smaller when compressed; HTML always counts."""


def headers_file() -> bytes:
    """The content of `_headers`. Where two rules fit, such hosts send the headers of both."""
    rules = [("/*", POLICY), (f"{addresses.ASSETS}*", _LASTING)]
    lines = ["# Hosts such as Netlify and Cloudflare Pages read this file; elsewhere it does nothing."]
    for path, headers in rules:
        lines += [path, *(f"  {name}: {value}" for name, value in headers.items())]
    return "".join(f"{line}\n" for line in lines).encode()


def nginx(site: str, folder: PurePath) -> str:
    """What belongs into the `server { }` of the host of `site`, whose files are in `folder`.

    nginx drops the headers of what is around a location that has headers of its own, so each location has all of them.
    """
    path = urlsplit(site).path.rstrip("/")
    below = unquote(path)
    lines = [f"# For {site or 'a site'}, printed by candour headers nginx: put it into the server {{ }} of that host."]
    lines += [
        "# What is added in the server { } itself, such as Strict-Transport-Security, is not sent for these places."
    ]
    if below:
        redirect = ["absolute_redirect off;", *_added(POLICY), f"return 301 {_quoted(f'{path}/$is_args$args')};"]
        lines += _block(f"location = {_quoted(below)}", redirect)
    settings = [
        f"alias {_quoted(f'{folder.as_posix()}/')};",
        "index index.html;",
        "absolute_redirect off;",
        f"error_page 403 404 =404 {_quoted(below + addresses.NOT_FOUND)};",
        "include mime.types;",
        "types { text/csv csv; text/calendar ics; }",
        "default_type application/octet-stream;",
        "charset utf-8;",
        f"charset_types {_TEXT};",
        "gzip on;",
        "gzip_vary on;",
        "gzip_proxied any;",
        f"gzip_types {_TEXT} application/wasm;",
        *_added(POLICY | _CHANGING),
        *_block(f"location ^~ {_quoted(below + addresses.ASSETS)}", _added(POLICY | _LASTING)),
    ]
    return "".join(f"{line}\n" for line in lines + _block(f"location ^~ {_quoted(f'{below}/')}", settings))


def _added(headers: dict[str, str]) -> list[str]:
    """Sent with errors and redirects as well."""
    return [f'add_header {name} "{value}" always;' for name, value in headers.items()]


def _block(head: str, lines: list[str]) -> list[str]:
    return [f"{head} {{", *(f"    {line}" for line in lines), "}"]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
