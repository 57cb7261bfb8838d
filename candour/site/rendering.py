"""Pages -> files. The only place where Jinja makes HTML.

Autoescape is on for everything and an undefined name is an error. Addresses in a finished page are absolute within the
site; here they become relative to the page, so that the site works under any path.
"""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from traceback import extract_tb
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from candour.findings import Findings
from candour.graph.graph import SiteGraph
from candour.model import addresses
from candour.model.config import Config
from candour.model.typography import typographic
from candour.pages.filters import filters
from candour.pages.glossary import explainer, terms_of
from candour.pages.menu import menu, more
from candour.pages.views import Page
from candour.problems import Problem, Span
from candour.reading.files import package_folder
from candour.site.manifest import OutFile

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'"
)
_OFFLINE_POLICY = (
    "default-src 'none'; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"
)
"""Of pages opened as files, without scripts. Some browsers do not count a file as of its own site."""


class TemplateError(Exception):
    """A template of the archive itself cannot be used; the argument is the problem that says why."""


def renderer(
    graph: SiteGraph, findings: Findings, assets: Mapping[str, str], offline: bool = False
) -> Callable[[Page], OutFile]:
    """What makes the file of a page; `assets` gives the address of each asset. Raises TemplateError.

    `offline` pages are a preview that is opened as files: their links end in files, and they have no scripts. They do
    not know the site's address.
    """
    config = graph.config.model_copy(update={"url": ""}) if offline else graph.config
    environment = _environment(graph.own)
    environment.filters.update(filters(graph, findings))
    environment.globals |= {
        "addresses": addresses,
        "as_of": graph.as_of,
        "asset": assets,
        "config": config,
        "csp": Markup(_OFFLINE_POLICY if offline else CONTENT_SECURITY_POLICY),  # noqa: S704 - ours
        "knows_status": "status" not in findings.never_recorded,
        "menu": menu(graph, findings),
        "more": more(graph, findings),
        "offline": offline,
        "terms": terms_of(graph.config),
    }
    explain = explainer(graph.config)

    def draw(page: Page) -> OutFile:
        try:
            text = environment.get_template(page.template).render(page=page, view=page.view)
            if graph.own and not page.is_feed and not text.startswith(f'{_HEAD}{environment.globals["csp"]}">'):
                path = f"templates/{page.template}"
                is_whole = b"extends" not in graph.own.get(path, b"extends")
                raise jinja2.TemplateSyntaxError(_HEADLESS, 1, filename=path if is_whole else "templates/layout.html")
        except Exception as error:
            if mistake := _mistake(error, graph.own):
                raise TemplateError(mistake) from error
            raise
        text = _relativise(text, page, config, offline)
        # Each entry of a feed is read alone.
        text = _ENTRY.join(map(explain, _NO_XML.sub("", text).split(_ENTRY))) if page.is_feed else explain(text)
        return OutFile(addresses.output_path(page.url), text.encode())

    return draw


def fragment(template: str, **values: object) -> str:
    """What a template makes of these values: a part of a page, whose addresses stay as they are."""
    return _environment({}).get_template(template).render(values)


def page_failed(error: Exception) -> Problem:
    """Why a page could not be made, and the last line of a template, else of candour, that was at work."""
    if isinstance(error, TemplateError):
        mistake: Problem = error.args[0]
        return mistake
    frames = extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if one.filename.endswith(".html")), frames[-1])
    _, in_templates, file = frame.filename.replace("\\", "/").rpartition("/templates/")
    line, message = frame.line or "", f"the page cannot be made: {type(error).__name__}: {error}"
    hint = "correct the template" if in_templates else "this is a fault of candour: please report it, with these words"
    return Problem("page-failed", Span(in_templates[1:] + file, frame.lineno or 0, 1, len(line), line), message, hint)


def _environment(own: Mapping[str, bytes]) -> jinja2.Environment:
    """`own` templates come before ours of the same name, which they may extend as `candour/layout.html`."""

    def replaced(name: str) -> tuple[str, str, None] | None:
        if (path := f"templates/{name}") not in own:
            return None
        text = own[path].decode(errors="replace")
        if found := re.search(r"\{%[-+]?\s*autoescape", text):
            message = "autoescape would let the words of records become HTML, and is not allowed"
            raise jinja2.TemplateSyntaxError(message, text.count("\n", 0, found.start()) + 1, name, path)
        return text, path, None

    ours = jinja2.FileSystemLoader(package_folder("templates"))
    environment = _Environment(
        loader=jinja2.ChoiceLoader([jinja2.FunctionLoader(replaced), ours, jinja2.PrefixLoader({"candour": ours})]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        optimized=False,  # see _Generator
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    del environment.filters["safe"]
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


_HEAD = """\
<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="\
"""
_HEADLESS = "its pages must begin as those of candour's layout.html do, with the Content-Security-Policy"


def _mistake(error: Exception, own: Mapping[str, bytes]) -> Problem | None:
    """What is wrong with a template of the archive; None if the fault is ours."""
    at = [(frame.filename, frame.lineno or 1) for frame in extract_tb(error.__traceback__) if frame.filename in own]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename and error.filename in own:
        at.append((error.filename, error.lineno))
    if not at:
        return None
    path, line = at[-1]
    excerpt = own[path].decode(errors="replace").split("\n")[line - 1]
    said = f'there is no "{error}"' if isinstance(error, jinja2.TemplateNotFound) else getattr(error, "message", error)
    hint = "mend this line; if you delete the file, candour's own is used again"
    span = Span(path, line, 1, len(excerpt), excerpt)
    return Problem("template-mistake", span, f"this template cannot be used: {said}", hint)


_ANY_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|[/#])\S+")


_SPECIAL = re.compile("[&<>'\"]")


def _printed(value: Any) -> str:
    """What a template puts out: words with quotation marks as they are printed, an address as it is.

    Most have nothing to escape. They stay strings: what a template joins needs no Markup.
    """
    if type(value) is Markup:
        return value
    text = value if isinstance(value, str) else str(value)
    if not _SPECIAL.search(text):
        return text
    is_as_typed = text is not value or not re.search("['\"]", text) or _ANY_ADDRESS.fullmatch(text)
    return escape(value) if is_as_typed else typographic(escape(value))


class _Generator(CodeGenerator):
    """Templates put values out by `_printed`, always: none can say that it should not be escaped."""

    def _output_child_to_const(self, node: nodes.Expr, *how: Any) -> str:
        """No filter is asked while a template is compiled: it may answer something else for the next archive."""
        if not isinstance(node, nodes.TemplateData | nodes.Const):
            raise nodes.Impossible
        return super()._output_child_to_const(node, *how)

    def _output_child_pre(self, *_: object) -> None:
        self.write("environment.printed(")

    def _output_child_post(self, *_: object) -> None:
        self.write(")")


class _Context(Context):
    def call(self, called: Any, *given: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any) -> Any:
        """As Jinja's, which a macro does not need whose parameters are all given in their order, or have a default."""
        if type(called) is Macro and not (named or called.caller or called.catch_kwargs or called.catch_varargs):
            lacking = len(called.arguments) - len(given)
            if lacking >= 0:
                return str.__new__(Markup, called._func(*given, *(missing,) * lacking))  # what it puts out is escaped
        return super().call(called, *given, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)


class _Environment(jinja2.Environment):
    code_generator_class, context_class = _Generator, _Context
    printed = staticmethod(_printed)


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Templates as they were compiled, where Jinja keeps them for each user of a computer, as Python keeps modules."""

    def get_source_checksum(self, source: str) -> str:
        return sha256(f"{jinja2.__version__} {_COMPILER} {source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            content = self._path(bucket).read_bytes()
            if content[:32] == sha256(content[32:]).digest():  # else it is damaged
                bucket.bytecode_from_string(content[32:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        content, path = bucket.bytecode_to_string(), self._path(bucket)
        own = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            own.write_bytes(sha256(content).digest() + content)
            own.replace(path)

    def _path(self, bucket: Bucket) -> Path:
        return Path(self._get_cache_filename(bucket))


_COMPILER = sha256(Path(__file__).read_bytes()).hexdigest()


@cache
def _compiled() -> _Compiled | None:
    with suppress(OSError, RuntimeError):  # there is no folder that is only this user's
        return _Compiled()
    return None


_ENTRY = "<entry>"
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot have (2.2)."""
_ADDRESS = re.compile(r'(/(?:(?<=\shref="/)|(?<=\ssrc="/)|(?<=\saction="/)|(?<=\scontent="0; url=/))[^"]*)(?=")')
"""An address within the site, in an attribute. Words of records cannot look so: their quotation marks are escaped.

It begins with what is searched for, which is seven times as fast as beginning with what comes before.
"""
_SCRIPT = re.compile(r"<script [^>]*></script>\n?")


def _relativise(text: str, page: Page, config: Config, offline: bool) -> str:
    """The page's text with its addresses relative to the page.

    The 404 page is served at any depth, and the script that adds a missing slash is needed where relative ones fail.
    """

    @cache
    def relative(target: str) -> str:
        if offline:
            return addresses.relative(addresses.in_file(page.url), addresses.in_file(target))
        if page.is_feed and config.url:  # a feed's entries are read far from it
            return addresses.canonical(config.url, target)
        if page.url == addresses.NOT_FOUND or target.endswith(addresses.SLASH):
            return addresses.rooted(config.url, target)
        return addresses.relative(page.url, target)

    if offline:
        text = _SCRIPT.sub("", text)
    # Pagefind joins the words of a dt and the dd that touches it.
    pieces = _ADDRESS.split(text.replace("</dt><dd", "</dt> <dd"))
    pieces[1::2] = map(relative, pieces[1::2])
    return "".join(pieces)
