"""The css, js and icons of `static/` -> files under one fingerprinted folder, and the map of their addresses."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from candour.model import addresses
from candour.model.colours import on_dark
from candour.reading.files import package_folder
from candour.site.manifest import OutFile

STYLE = "site.css"
"""All of `static/css`, in the order of the files' names."""


@dataclass(frozen=True, slots=True)
class Assets:
    files: tuple[OutFile, ...]
    addresses: Mapping[str, str]
    """Path below `static/` (`site.css` for all style sheets) -> address within the site."""


def read_assets(colour: str = "", own: Mapping[str, bytes] = {}) -> Assets:
    """The engine's assets, in the committee's colour; `own` are the files of the archive that replace them."""
    folder = package_folder("static")
    paths = sorted(p for kind in ("css", "icons", "js") for p in (folder / kind).iterdir() if p.name[0] != ".")
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    found |= {name.removeprefix("static/"): content for name, content in own.items() if name.startswith("static/")}
    styles = [content for name, content in sorted(found.items()) if name.startswith("css/")]
    served = {name: content for name, content in found.items() if not name.startswith("css/")}
    served[STYLE] = b"\n".join(_REMARKS.sub(b"", style) for style in (*styles, _in_colour(colour)))
    fingerprint = hashlib.sha256(b"".join(n.encode() + b"\0" + c for n, c in sorted(served.items()))).hexdigest()[:12]
    found_at = {name: addresses.asset(name, fingerprint) for name in sorted(served)}
    files = [OutFile(addresses.output_path(found_at[name]), content) for name, content in sorted(served.items())]
    return Assets(tuple(files), found_at)


def _in_colour(colour: str) -> bytes:
    """The rule that puts a committee's colour in the place of ours."""
    if not colour:
        return b""
    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {on_dark(colour)}; }} }}"
    return f"@layer tokens {{ :root {{ --accent: {colour}; }} {dark} }}\n".encode()


_REMARKS = re.compile(rb"/\*.*?\*/\s*|^[ \t]+| (?=\{)|\n(?=\n)", re.DOTALL | re.MULTILINE)
"""Remarks, indentation and the space before a brace are for us."""
