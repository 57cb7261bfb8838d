"""Archives that are spoilt in many ways by chance, and what candour must answer: problems, and never an exception.

`test_fuzz.py` has the same few examples in every run, `trials/fuzz.py` others for as long as one likes.
"""

import re
import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

import yaml
from built import FENMOOR, QUILLMARK, ROOT, made
from everything import everything
from hypothesis import strategies as st
from naughty import EVERY_NAUGHTY
from test_markup import BODIES, with_words
from test_mistakes import ARCHIVE

from candour.commands.report import as_annotation, as_json, as_text
from candour.graph.check import Checked, check_archive
from candour.model.config import Config
from candour.model.places import FieldPath
from candour.model.records import Facts, MeetingFacts, ProjectFacts, ReviewFacts
from candour.model.values import INVISIBLE
from candour.problems import SEVERITIES, Problem, errors

Files = Mapping[str, bytes]
"""What is in an archive's files, by path."""
Changes = Mapping[str, bytes | None]
"""What is to be in some of them instead; None where there is to be no file."""
MOST_JUDGED = 5_000
"""Problems of one archive: a file may have one for each of its characters."""


# --- what candour must answer -------------------------------------------------------------------------------------


@dataclass
class Bench:
    """An archive without mistakes that is spoilt, answered for, and mended again."""

    files: Files
    folder: Path
    made: int = 0
    """How many sites were made: of what was spoilt without a mistake that candour can see."""
    seen: set[str] = field(default_factory=set)
    """The names of all problems so far."""

    def __post_init__(self) -> None:
        self.write(self.files)

    def write(self, changes: Changes) -> None:
        for name in [name for name, content in changes.items() if content is None]:
            (self.folder / name).unlink(missing_ok=True)
        for name, content in changes.items():
            if content is not None:
                path = self.folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def mend(self, changes: Changes) -> None:
        if not changes.keys() <= self.files.keys():
            shutil.rmtree(self.folder / "content")
            changes = self.files
        self.write({name: self.files[name] for name in changes})

    def answer(self, changes: Changes) -> None:
        """Reads, validates and links; when there is no error, makes the pages, as a build would."""
        try:
            self.write(changes)
            checked = check_archive(self.folder)
            self.judge(checked)
        finally:
            self.mend(changes)

    def judge(self, checked: Checked) -> None:
        for problem in checked.problems[:MOST_JUDGED]:
            judge_problem(problem, self.folder)
            self.seen.add(problem.name)
        as_json(checked.problems).encode()
        if checked.graph and not errors(checked.problems):
            _, broken = made(checked.graph, self.folder)
            assert not broken, "\n".join(map(as_text, broken))
            self.made += 1


def judge_problem(problem: Problem, folder: Path) -> None:
    """It has a name, a message and a next step, can be printed, and points at words that are in its file."""
    assert problem.name in SEVERITIES
    assert problem.message
    assert problem.hint, f"{problem.name}: {problem.message}"
    as_text(problem).encode()
    as_annotation(problem).encode()
    span = problem.span
    assert span.file
    if span.line:
        lines = _lines_of((folder / span.file).read_bytes())
        at = f"{problem.name} at {span.file}:{span.line}:{span.column}+{span.length}"
        assert 1 <= span.line <= len(lines), f"{at}, of {len(lines)} lines"
        assert 1 <= span.column <= len(span.excerpt) + 1, f"{at} is outside its line"
        assert span.length >= 1, at
        assert span.column + span.length <= len(span.excerpt) + 2, f"{at} ends outside its line"
        line = lines[span.line - 1]
        assert span.excerpt in {line, INVISIBLE.sub(" ", line)}, f"{at} has another line"


@lru_cache(maxsize=4)
def _lines_of(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("utf-8-sig") + content[error.start :].decode("cp1252", "replace")
        return text.replace("\r\n", "\n").split("\n")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")


# --- the archives that are spoilt ---------------------------------------------------------------------------------


def files_of(archive: Path) -> Files:
    """The configuration, the records and the attachments."""
    paths = [path for path in (archive / "content").rglob("*") if path.is_file()]
    paths = [path for path in paths if path.name not in {"LICENSE", "README.md"}]
    return {path.relative_to(archive).as_posix(): path.read_bytes() for path in [archive / CONFIG_NAME, *sorted(paths)]}


CONFIG_NAME = "site_config.yaml"


def full_files() -> Files:
    """An archive with every field there is."""
    files = everything(lambda name: "words", lambda name: "words")
    return {name if name == CONFIG_NAME else f"content/{name}": text.encode() for name, text in files.items()}


def small_files() -> Files:
    """An archive of a meeting, a project and its review."""
    return files_of(ARCHIVE)


def real_files() -> Files:
    """The archive that ships."""
    return files_of(ROOT)


def records_in(files: Files) -> list[str]:
    return [name for name in files if name.endswith((".md", ".yaml"))]


# --- any signs anywhere -------------------------------------------------------------------------------------------

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


def spoilt_file(files: Files) -> st.SearchStrategy[Changes]:
    def changed(name: str, changes: list[Change]) -> Changes:
        return {name: spoil(files[name], changes)}

    return st.builds(changed, st.sampled_from(records_in(files)), CHANGES)


def spoilt_files(files: Files) -> st.SearchStrategy[Changes]:
    names = records_in(files)[:12]

    def changed(changes: list[list[Change]]) -> Changes:
        return {name: spoil(files[name], some) for name, some in zip(names, changes, strict=True)}

    return st.lists(CHANGES, min_size=len(names), max_size=len(names)).map(changed)


def any_bytes(files: Files) -> st.SearchStrategy[Changes]:
    return st.dictionaries(st.sampled_from(records_in(files)), st.binary(max_size=200), min_size=1, max_size=1)


# --- anything in the fields of the small archive ------------------------------------------------------------------

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


def written(fields: Any, flow: bool | None = None) -> str:
    text = yaml.safe_dump(fields, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    return "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)


def any_fields(files: Files) -> st.SearchStrategy[Changes]:
    def changed(name: str, fields: dict[str, Any], as_yaml: bool, flow: bool | None) -> Changes:
        needed = {"discussed": "7", "outcome": "A", "title": "Knife crime"}
        known = {field.alias or key for key, field in KINDS[name].model_fields.items()}
        fields = {key: value for key, value in needed.items() if key in known} | fields
        body = "## 1. Welcome\n## 7. Knife crime\n## 10. End\n" if name.startswith("meetings") else ""
        if not as_yaml:
            return {f"content/{name}.md": f"---\n{written(fields, flow)}---\n{body}".encode()}
        headings = {"1. Welcome": "words", "7. Knife crime": "words", "10. End": "words"} if body else {}
        return {f"content/{name}.yaml": written(fields | headings, flow).encode(), f"content/{name}.md": None}

    fields = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5)
    return st.builds(
        changed, st.sampled_from(sorted(KINDS)), fields, st.booleans(), st.sampled_from([True, False, None])
    )


def any_configuration(files: Files) -> st.SearchStrategy[Changes]:
    before = yaml.load(files[CONFIG_NAME], Loader=yaml.CBaseLoader)

    def changed(settings: dict[str, Any], whole: bool) -> Changes:
        return {CONFIG_NAME: written(settings if whole else before | settings).encode()}

    return st.builds(
        changed, st.dictionaries(st.sampled_from(sorted(Config.model_fields)), VALUES, max_size=4), st.booleans()
    )


def any_people(files: Files) -> st.SearchStrategy[Changes]:
    people = st.dictionaries(WORDS, VALUES, max_size=4) | VALUES
    return people.map(lambda told: {"content/people.yaml": written(told).encode()})


# --- anything in the text of the small archive --------------------------------------------------------------------


def _front(name: str) -> str:
    return {"p": "title: Knife crime\n", "r": "discussed: 7\noutcome: A\n"}.get(name[0], "")


def any_body(files: Files) -> st.SearchStrategy[Changes]:
    def changed(text: str, name: str, how: str) -> Changes:
        text, _ = with_words(text)
        if how == "md":
            return {f"content/{name}.md": f"---\n{_front(name)}---\n{text}\n".encode()}
        block = "\n".join("    " + line for line in text.split("\n"))
        section = f'"{text}"' if how == '"' else f"{how}\n{block}"
        content = f"{_front(name)}Questions and comments: {section}\n7. Knife crime: {section}\n"
        return {f"content/{name}.yaml": content.encode(), f"content/{name}.md": None}

    return st.builds(changed, BODIES, st.sampled_from(sorted(KINDS)), st.sampled_from(["md", "|", ">", '"']))


def any_unicode(files: Files) -> st.SearchStrategy[Changes]:
    def changed(text: str, name: str) -> Changes:
        return {
            f"content/{name}.md": f"---\n{_front(name)}---\n## 7. Knife crime\n{text}".encode("utf-8", "surrogatepass")
        }

    return st.builds(changed, st.text(), st.sampled_from(sorted(KINDS)))


# --- values that would be right elsewhere -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Pool:
    """What the fixtures' records say: values by their keys, scalars by what they look like, blocks of bodies."""

    by_key: Mapping[str, list[Any]]
    by_look: Mapping[str, list[str]]
    keys: Mapping[str, list[str]]
    """The keys that stand beside each other, by the key that they stand below."""
    blocks: list[str]


@cache
def _pool() -> _Pool:
    by_key: dict[str, list[Any]] = defaultdict(list)
    by_look: dict[str, set[str]] = defaultdict(set)
    keys: dict[str, set[str]] = defaultdict(set)
    blocks: set[str] = set()
    archives = (small_files(), full_files(), real_files(), files_of(FENMOOR), files_of(QUILLMARK))
    for name, content in ((name, files[name]) for files in archives for name in records_in(files)):
        value, body = parted(name, content)
        blocks |= set(re.split(r"\n\s*\n|\n(?=#)", body))
        for path in paths_in(value):
            inner, key = at(value, path), _key(path)
            if isinstance(inner, dict):
                keys[key] |= set(inner)
            if isinstance(inner, str):
                by_look[look_of(inner)].add(inner)
            if inner not in by_key[key]:
                by_key[key].append(inner)
    sorted_looks = {look: sorted(words) for look, words in sorted(by_look.items())}
    return _Pool(by_key, sorted_looks, {key: sorted(inner) for key, inner in keys.items()}, sorted(blocks - {""}))


def _key(path: FieldPath) -> str:
    """The last key that is a word, so that what is in a list counts as what the list is called."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "")


@cache
def parted(name: str, content: bytes) -> tuple[Any, str]:
    """A record's facts as plain values, and its body."""
    text = content.decode()
    if name.endswith(".md") and text.startswith("---\n"):
        _, front, body = text.split("---\n", 2)
        return yaml.load(front, yaml.CBaseLoader) or {}, body
    return (yaml.load(text, yaml.CBaseLoader) or {}, "") if name.endswith(".yaml") else ({}, text)


def joined(name: str, value: Any, body: str) -> bytes:
    facts = written(value, False)
    return (f"---\n{facts}---\n{body}" if name.endswith(".md") else facts).encode("utf-8", "replace")


def paths_in(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths_in(one, (*path, key))


def at(value: Any, path: FieldPath) -> Any:
    for part in path:
        value = value[part]
    return value


def replaced(value: Any, path: FieldPath, new: Any) -> Any:
    """The same with another value in one place."""
    if not path:
        return new
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def look_of(text: str) -> str:
    """`2023-02-08` looks like `9999-99-99`, whatever it is; a sentence looks like another."""
    return "words" if " " in text else re.sub(r"[a-z]+", "a", re.sub(r"\d", "9", text.lower()))


_ODD = (
    "",
    "none",
    "yes",
    "0",
    "1",
    "9" * 30,
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "2023-02",
    "24:00",
    "next-meeting",
)
_MUCH = (
    *SIGNS, *EVERY_NAUGHTY, "![", "[a](b) ", "*a* ", "**a", "_a_ ", "a_", "~~a", "<a", "<!--", "`a ", "``", "\\",
    "> ", "- ", "1. ", "  - a\n", "a: ", "- - ", "[", "{", "{a: ", "?", "a\n\n", "# a\n", "## 7. a\n", "### a\n",
    "- a {#a}\n", "    - Member: a\n", "| a ", "|---", "\n| a | b |", "é", "[a](https://example.org/a)",
    "https://example.org/", "&amp;", "&#", "  \n", "\\\n", "\t", "A.B. ", "Ann Lee: ", "‘", '"a" ', "2023-02-08 ",
    "a: b\n",
)  # fmt: skip
"""Of which there may be thousands."""
Grafting = Callable[[Random, Files], Changes]


def references_in(files: Files) -> list[str]:
    """The names of the records, and of places in them, as far as these are easily seen."""
    found = []
    for name in records_in(files):
        folder, *rest = name.removeprefix("content/").rpartition(".")[0].split("/")
        record = ("project:" if folder == "projects" else "") + "/".join(rest)
        anchors = re.findall(r"\{#([\w-]+)", files[name].decode())
        anchors += [f"item-{number}" for number in re.findall(r"(?m)^## (\d+\w*)\.", files[name].decode())]
        found += [record, *(f"{record}#{anchor}" for anchor in anchors)] if rest else []
    return found


def graft_value(chance: Random, files: Files) -> Changes:
    """One to three values become others that stand elsewhere under the same key, look the same, or are odd."""
    name = chance.choice(records_in(files))
    value, body = parted(name, files[name])
    for _ in range(chance.randint(1, 3)):
        paths = [path for path in paths_in(value) if path]
        if not paths:
            break
        path = chance.choice(paths)
        value = replaced(value, path, _another(chance, path, at(value, path), files))
    return {name: joined(name, value, body)}


def _another(chance: Random, path: FieldPath, before: Any, files: Files) -> Any:
    pool, how = _pool(), chance.randrange(8)
    if isinstance(before, str) and how == 0:
        return chance.choice(pool.by_look.get(look_of(before), [before]))
    if how == 1:
        return chance.choice(references_in(files))
    if how == 2:
        return chance.choice(chance.choice((_ODD, EVERY_NAUGHTY)))
    if how == 3 and isinstance(before, str):
        return chance.choice(
            ([before], [before, before], {before: before}, {_key(path): before}, before * 2, [[before]])
        )
    if how == 4 and isinstance(before, list):
        return chance.choice((before[1:], before[::-1], before * 2, before[:1] + before, before[0] if before else ""))
    if how == 4 and isinstance(before, dict):
        kept = chance.sample(sorted(before), len(before) // 2)
        return {key: before[key] for key in kept}
    if how == 5 and isinstance(before, dict) and pool.keys.get(_key(path)):
        key = chance.choice(pool.keys[_key(path)])
        return {**before, key: chance.choice(pool.by_key.get(key, [""]))}
    return chance.choice(pool.by_key.get(_key(path), [before]))


def graft_names(chance: Random, files: Files) -> Changes:
    """One name becomes another wherever it is written in one file, or in all."""
    text = "\n".join(files[name].decode() for name in records_in(files))
    names = sorted(set(re.findall(r"[a-z]+(?:-[a-z]+)+|\d{4}(?:-\d\d){0,2}|item-\d+|\d+", text)))
    old, new = chance.choice(names), chance.choice((chance.choice(names), chance.choice(references_in(files))))
    chosen = records_in(files) if chance.random() < 0.5 else [chance.choice(records_in(files))]
    return {name: re.sub(rf"\b{re.escape(old)}\b", new, files[name].decode()).encode() for name in chosen}


def graft_text(chance: Random, files: Files) -> Changes:
    """Blocks of a body are put elsewhere, left out, doubled, or joined by some of other records."""
    name = chance.choice([name for name in records_in(files) if name.endswith(".md")])
    value, body = parted(name, files[name])
    blocks = re.split(r"\n\s*\n|\n(?=#)", body)
    for _ in range(chance.randint(1, 4)):
        place, how = chance.randrange(len(blocks) + 1), chance.randrange(5)
        if how == 0:
            chance.shuffle(blocks)
        elif how == 1:
            del blocks[place : place + 1]
        elif how == 2:
            blocks[place:place] = blocks[place : place + 2]
        else:
            blocks.insert(place, chance.choice(_pool().blocks if how == 3 else EVERY_NAUGHTY))
    separator = chance.choice(("\n\n", "\n\n", "\n"))
    return {name: joined(name, value, separator.join(blocks))}


def graft_much(chance: Random, files: Files) -> Changes:
    """One or two short things in thousands, as a body, within one, as a value, or as a whole file."""
    name = chance.choice(records_in(files))
    value, body = parted(name, files[name])
    some = "".join(chance.choices(_MUCH, k=chance.randint(1, 2)))
    much = some * (chance.choice((500, 5_000, 60_000, 190_000)) // len(some))
    paths = [path for path in paths_in(value) if isinstance(at(value, path), str)]
    how = chance.randrange(4)
    if how == 0:
        return {name: much.encode()}
    if how == 1 and paths:
        return {name: joined(name, replaced(value, chance.choice(paths), much), body)}
    if how == 2:
        return {name: joined(name, value, much)}
    place = chance.randrange(len(files[name]))
    return {name: files[name][:place] + much.encode() + files[name][place:]}


def graft_everywhere(chance: Random, files: Files) -> Changes:
    """Several records at once, each in a way of its own."""
    changed: dict[str, bytes | None] = {}
    for _ in range(chance.randint(2, 5)):
        graft = chance.choice((graft_value, graft_value, graft_names, graft_text, move_file))
        now = {name: content for name, content in {**files, **changed}.items() if content is not None}
        with suppress(yaml.YAMLError, ValueError):  # of what was spoilt already so that nothing can be read
            changed |= graft(chance, now) if len(records_in(now)) > 2 else {}
    return changed


_NAMES = (
    "a.md", "A.md", "x y.md", "é.md", "e\u0301.md", "🔪.md", "con.md", "2023-02-30.md", "2023.md", "2023-02-08.md",
    ".md", ".x.md", "x.MD", "x.markdown", "x.yml", "x.yaml", "x", "x~", "-.md", "-x-.md", "x\n.md", "x\u202e.md",
    "\udcff.md", "a" * 80 + ".md", "a" * 90 + ".md", "<b>.md", "'.md", '".md', "&amp;.md", "%2e%2e.md", "x#y.md",
    "x?y.md", "x;y.md", "index.md", "index.html.md", "files", "x.pdf", "x.PDF", "x y.pdf", "<img src=x>.pdf",
    "%.pdf", "#.pdf", "javascript:alert(1).pdf", "x.svg", "x.html", ".pdf",
)  # fmt: skip
_FOLDERS = (
    "meetings",
    "projects",
    "reviews",
    "reviews/2023-02-08",
    "reviews/2023",
    "files",
    "files/a/b",
    "x",
    ".",
    "meetings/x.md",
)


def move_file(chance: Random, files: Files) -> Changes:
    """A file gets another name or another folder, is left out, or is there twice."""
    old = chance.choice([name for name in files if name != CONFIG_NAME] or list(files))
    if chance.random() < 0.2:
        return {old: None}
    folder, _, name = old.removeprefix("content/").rpartition("/")
    other = chance.choice(sorted(files)).rpartition("/")[2]
    new_name, new_folder = chance.choice(
        ((chance.choice(_NAMES), folder), (name, chance.choice(_FOLDERS)), (other, folder))
    )
    new = f"content/{new_folder}/{new_name}" if new_folder not in {"", "."} else f"content/{new_name}"
    taken = {part.as_posix() for part in Path(new).parents} & files.keys()
    kept = dict.fromkeys(taken) if chance.random() < 0.5 else {old: None, **dict.fromkeys(taken)}
    return {**kept, new: files[old]}


def grafted(graft: Grafting) -> Callable[[Files], st.SearchStrategy[Changes]]:
    return lambda files: st.randoms(use_true_random=False).map(lambda chance: graft(chance, files))


# --- all of it ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """One way to spoil one archive."""

    archive: Callable[[], Files]
    changes: Callable[[Files], st.SearchStrategy[Changes]]
    weight: int
    """How many examples of it there are for one of the rarest."""
    is_long: bool = False
    """Takes seconds: for trials only."""


WAYS: Mapping[str, Way] = {
    "spoilt files of a small archive": Way(small_files, spoilt_file, 6),
    "spoilt files of an archive with every field": Way(full_files, spoilt_file, 4),
    "all files spoilt at once": Way(small_files, spoilt_files, 2),
    "any bytes at all": Way(small_files, any_bytes, 1),
    "anything in the fields of a record": Way(small_files, any_fields, 7),
    "anything in the configuration": Way(small_files, any_configuration, 3),
    "anything in the list of people": Way(small_files, any_people, 2),
    "anything in the text of a record": Way(small_files, any_body, 5),
    "any unicode in the text of a record": Way(small_files, any_unicode, 2),
    "values of other records in an archive with every field": Way(full_files, grafted(graft_value), 5),
    "values of other records in the archive that ships": Way(real_files, grafted(graft_value), 1),
    "other names in an archive with every field": Way(full_files, grafted(graft_names), 3),
    "texts of other records": Way(small_files, grafted(graft_text), 3),
    "texts of other records in the archive that ships": Way(real_files, grafted(graft_text), 1),
    "files with other names": Way(full_files, grafted(move_file), 2),
    "very much of something": Way(small_files, grafted(graft_much), 2, is_long=True),
    "several records spoilt at once": Way(full_files, grafted(graft_everywhere), 5),
}
