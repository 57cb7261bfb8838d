"""The css, js and icons of `static/` -> files under one fingerprinted folder, and the map of their addresses."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

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
    served |= joined({name: content for name, content in served.items() if name.startswith("js/")})
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


def joined(scripts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The scripts that no other imports, each as one file with all that it imports: so a page asks for one.

    The archive's own may be written otherwise than ours; what imports such a script is left for browsers to join.
    """
    imports = {name: [f"js/{one.decode()}.js" for _, one in _IMPORT.findall(text)] for name, text in scripts.items()}
    needed: dict[str, list[str]] = {}
    try:
        for name in TopologicalSorter(imports).static_order():
            needed[name] = [*dict.fromkeys(one for other in imports[name] for one in needed[other]), name]
    except (CycleError, KeyError):
        return {}
    imported = {other for others in imports.values() for other in others}
    first = [name for name, others in imports.items() if others and name not in imported]
    files = {name: b"".join(_scoped(one, scripts[one]) for one in needed[name]) for name in first}
    return {name: content for name, content in files.items() if not _OTHERWISE.search(content)}


def _scoped(name: str, script: bytes) -> bytes:
    """A module in a scope of its own, under a name that has what it exports."""
    exported = b", ".join(one for _, one in _EXPORT.findall(script))
    body = _IMPORT.sub(_taken, _EXPORT.sub(rb"\1 \2", _LINES.sub(b"", script)))
    return b"const $%b = await (async () => {\n%breturn { %b };\n})();\n" % (name[3:-3].encode(), body, exported)


def _taken(found: re.Match[bytes]) -> bytes:
    names, module = found.groups()
    return b"const {%b} = $%b;" % (names.replace(b" as ", b": "), module) if names else b""


_IMPORT = re.compile(rb'^import (?:\{([^}]*)\} from )?"\./(\w+)\.js";', re.MULTILINE)
_EXPORT = re.compile(rb"^export (const|class|function|async function) (\w+)", re.MULTILINE)
_LINES = re.compile(rb"^[ \t]*(?://.*|/\*\*[\s\S]*?\*/)\n", re.MULTILINE)
"""Remarks on lines of their own."""
_OTHERWISE = re.compile(rb"^\s*(?:import|export)\b|\bimport\([\"'`]", re.MULTILINE)
"""What is left of modules that are not written so."""
