"""Whatever is written into the files of an archive, candour answers with problems and never with an exception.

The examples are the same in every run. To look for new ones, and for longer:

    HYPOTHESIS_PROFILE=search python -m pytest tests/test_fuzz.py
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import write_archive
from everything import everything
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from test_markup import BODIES, with_words
from test_mistakes import ARCHIVE

from candour.commands.report import as_annotation, as_text
from candour.graph.check import check_archive
from candour.model.config import Config
from candour.model.records import Facts, MeetingFacts, ProjectFacts, ReviewFacts
from candour.pipeline import make_site
from candour.problems import SEVERITIES, errors
from candour.site import rendering as render

pytestmark = pytest.mark.slow

EXAMPLES = 1 if settings().max_examples <= 100 else settings().max_examples // 100
"""How many times as many as in an ordinary run."""


def bounded(examples: int) -> settings:
    return settings(max_examples=examples * EXAMPLES, suppress_health_check=list(HealthCheck))


class Compiled(BytecodeCache):
    """Templates that are compiled once, however many sites are made."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="module", autouse=True)
def _templates_are_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        environment, compiled = render._environment, Compiled()
        patch.setattr(render, "_environment", lambda: environment().overlay(bytecode_cache=compiled))
        yield


class Bench:
    """An archive without mistakes that is spoilt, answered for, and mended again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = [path for path in folder.rglob("*") if path.suffix in {".md", ".yaml"}]
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}

    def answer(self, changed: dict[str, bytes | None]) -> None:
        """Reads, validates and links; when there is no error, makes the pages, as a build would."""
        for name, content in changed.items():
            path = self.folder / name
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        try:
            self._answer()
        finally:
            for name in changed:
                if name in self.files:
                    (self.folder / name).write_bytes(self.files[name])
                else:
                    (self.folder / name).unlink(missing_ok=True)

    def _answer(self) -> None:
        checked = check_archive(self.folder)
        if checked.graph and not errors(checked.problems):
            broken = make_site(checked.graph, self.folder).problems
            assert not broken, "\n".join(map(as_text, broken))
        for problem in checked.problems:
            assert problem.name in SEVERITIES
            assert problem.message
            assert problem.hint, f"{problem.name}: {problem.message}"
            assert problem.span.file
            as_text(problem).encode()
            as_annotation(problem).encode()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(ARCHIVE, folder, dirs_exist_ok=True)
    return Bench(folder)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """With every field there is."""
    files = dict(everything(lambda name: "words", lambda name: "words"))
    config = files.pop("site_config.yaml")
    return Bench(write_archive(tmp_path_factory.mktemp("full"), files, config))


# --- spoilt files -------------------------------------------------------------------------------------------------

SIGNS = [
    *":#-?[]{},&*!|>'\"%@`~\\/.=_+$^<(\t\0\r\u00a0\u2028\ufeff",
    *[
        ": ",
        " #",
        "- ",
        "---\n",
        "...\n",
        "<<: ",
        "!!str ",
        "&a ",
        "*a",
        "{{",
        "{%",
        "]]",
        "\u202e",
        "\ud7ff",
        "\U0001f52a",
    ],
    *[
        "none",
        "null",
        "~",
        "yes",
        "2023-02-08",
        "2023-02-30",
        "7",
        "item-7",
        "#item-7",
        "project:",
        "files/",
        "../",
        "\n  ",
    ],
    *[
        "## ",
        "# ",
        "- a\n",
        "    - a\n",
        "{#a}",
        "{#",
        "[a](",
        "](b)",
        "![",
        "```",
        "> ",
        "| a |",
        "<b>",
        "<!--",
        "&#0;",
        "\\",
    ],
]
Change = tuple[str, int, int, str | int]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "put", "delete line", "double line", "swap lines", "cut", "unicode"]),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.sampled_from(SIGNS) | st.text(max_size=4).filter(lambda text: text.isprintable()) | st.integers(0, 255),
    ),
    min_size=1,
    max_size=5,
)


def spoil(content: bytes, changes: list[Change]) -> bytes:
    for how, place, other, what in changes:
        lines = content.split(b"\n")
        at = place % len(lines)
        if how == "flip" and content:
            byte = what if isinstance(what, int) else other % 256
            content = content[: place % len(content)] + bytes([byte]) + content[place % len(content) + 1 :]
        elif how in {"put", "unicode"}:
            told = (what if isinstance(what, str) else chr(0x20 + other * 7)).encode("utf-8", "ignore")
            content = content[: place % (len(content) + 1)] + told + content[place % (len(content) + 1) :]
        elif how == "delete line":
            content = b"\n".join(lines[:at] + lines[at + 1 :])
        elif how == "double line":
            content = b"\n".join(lines[:at] + [lines[at]] * 2 + lines[at + 1 :])
        elif how == "swap lines":
            away = other % len(lines)
            lines[at], lines[away] = lines[away], lines[at]
            content = b"\n".join(lines)
        elif how == "cut":
            content = content[: place % (len(content) + 1)]
    return content


@bounded(120)
@given(st.integers(0, 100), CHANGES)
def test_spoilt_files_of_a_small_archive(small: Bench, which: int, changes: list[Change]) -> None:
    name = list(small.files)[which % len(small.files)]
    small.answer({name: spoil(small.files[name], changes)})


@bounded(80)
@given(st.integers(0, 100), CHANGES)
def test_spoilt_files_of_an_archive_with_every_field(full: Bench, which: int, changes: list[Change]) -> None:
    name = list(full.files)[which % len(full.files)]
    full.answer({name: spoil(full.files[name], changes)})


@bounded(40)
@given(st.lists(CHANGES, min_size=5, max_size=5))
def test_all_files_spoilt_at_once(small: Bench, all_changes: list[list[Change]]) -> None:
    names = list(small.files)
    small.answer({name: spoil(small.files[name], changes) for name, changes in zip(names, all_changes, strict=False)})


@bounded(60)
@given(st.binary(max_size=200), st.integers(0, 100))
def test_any_bytes_at_all(small: Bench, content: bytes, which: int) -> None:
    name = list(small.files)[which % len(small.files)]
    small.answer({name: content})


# --- anything in the fields ---------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "7 10 1 A B F none None nil yes no final 2023 2023-02 2023-02-08 2023-02-30 10:00 25:00 in-use virtual information "
    "accuracy committee police fully partly knife-crime searches decision return bench next-meeting replaces error "
    "project:knife-crime 2023-02-08#item-7 2023-02-08/knife-crime#q-searches #item-7 #x 2022-11#request-x paper.pdf "
    "../x.pdf files/paper.pdf https://example.org javascript:x http://x mailto:a@b.org A.&.B <b> [x](y) [key] * "
    "{#a}".split()
) | st.text(max_size=12)
KINDS: dict[str, type[Facts]] = {
    "meetings/2023-02-08": MeetingFacts,
    "reviews/2023-02-08/knife-crime": ReviewFacts,
    "projects/knife-crime": ProjectFacts,
}
FIELDS = sorted({field.alias or name for kind in KINDS.values() for name, field in kind.model_fields.items()})
INNER = (
    "name item text kind how when outcome note due url file title date why role joined left time lead project passage "
    "meeting for words by to stage until on at committee police 7 10 return [key] label tone from members also part_of"
).split()
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER) | WORDS, inner, max_size=4),
    max_leaves=8,
)


def written(fields: dict[str, Any], flow: bool | None) -> str:
    text = yaml.safe_dump(fields, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    return "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)


@bounded(150)
@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5),
    st.booleans(),
    st.sampled_from([True, False, None]),
)
def test_anything_in_the_fields_of_a_record(
    small: Bench, name: str, fields: dict[str, Any], as_yaml: bool, flow: bool | None
) -> None:
    needed = {"discussed": "7", "outcome": "A", "title": "Knife crime"}
    known = {field.alias or key for key, field in KINDS[name].model_fields.items()}
    fields = {key: value for key, value in needed.items() if key in known} | fields
    body = "## 1. Welcome\n## 7. Knife crime\n## 10. End\n" if name.startswith("meetings") else ""
    if as_yaml:
        headings = {"1. Welcome": "words", "7. Knife crime": "words", "10. End": "words"} if body else {}
        changed = {f"content/{name}.yaml": written(fields | headings, flow).encode()}
        small.answer({**changed, f"content/{name}.md": None})
    else:
        small.answer({f"content/{name}.md": f"---\n{written(fields, flow)}---\n{body}".encode()})


@bounded(60)
@given(st.dictionaries(st.sampled_from(sorted(Config.model_fields)), VALUES, max_size=4), st.booleans())
def test_anything_in_the_configuration(small: Bench, settings_: dict[str, Any], whole: bool) -> None:
    before = {} if whole else yaml.load(small.files["site_config.yaml"], Loader=yaml.BaseLoader)
    small.answer({"site_config.yaml": written(before | settings_, None).encode()})


@bounded(40)
@given(st.dictionaries(WORDS, VALUES, max_size=4) | VALUES)
def test_anything_in_the_list_of_people(small: Bench, people: Any) -> None:
    small.answer({"content/people.yaml": written(people, None).encode()})


# --- anything in the text -----------------------------------------------------------------------------------------


@bounded(100)
@given(BODIES, st.sampled_from(sorted(KINDS)), st.sampled_from(["md", "|", ">", '"']))
def test_anything_in_the_text_of_a_record(small: Bench, text: str, name: str, how: str) -> None:
    text, _ = with_words(text)
    front = "title: Knife crime\n" if name.startswith("projects") else ""
    front += "discussed: 7\noutcome: A\n" if name.startswith("reviews") else ""
    if how == "md":
        small.answer({f"content/{name}.md": f"---\n{front}---\n{text}\n".encode()})
        return
    block = "\n".join("    " + line for line in text.split("\n"))
    section = f'"{text}"' if how == '"' else f"{how}\n{block}"
    content = f"{front}Questions and comments: {section}\n7. Knife crime: {section}\n"
    small.answer({f"content/{name}.yaml": content.encode(), f"content/{name}.md": None})


@bounded(60)
@given(st.text(), st.sampled_from(sorted(KINDS)))
def test_any_unicode_in_the_text_of_a_record(small: Bench, text: str, name: str) -> None:
    front = "title: Knife crime\n" if name.startswith("projects") else ""
    front += "discussed: 7\noutcome: A\n" if name.startswith("reviews") else ""
    small.answer({f"content/{name}.md": f"---\n{front}---\n## 7. Knife crime\n{text}".encode("utf-8", "surrogatepass")})
