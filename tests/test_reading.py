"""From bytes to fields and text: nothing is given a meaning that its writer did not give it, and nothing is lost."""

import os
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from candour.commands.report import as_text
from candour.model.records import Attachment
from candour.problems import Problem, gathered
from candour.reading.files import read_files
from candour.reading.raw import RawRecord, read_raw

REVIEW = "content/reviews/2023-02-08/knife-crime.md"


@dataclass(frozen=True)
class RawArchive:
    """What is read of an archive without its configuration."""

    records: tuple[RawRecord, ...]
    attachments: tuple[Attachment, ...]
    problems: tuple[Problem, ...]


def read_archive(folder: Path) -> RawArchive:
    files, problems = gathered(read_files(folder))
    read = [gathered(read_raw(file)) for file in files.records]
    found = (*problems, *(problem for _, of_record in read for problem in of_record))
    return RawArchive(tuple(record for record, _ in read), files.attachments, found)


def archive_of(folder: Path, files: dict[str, bytes]) -> RawArchive:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return read_archive(folder)


def record_of(folder: Path, content: str | bytes, name: str = REVIEW) -> RawRecord:
    raw = archive_of(folder, {name: content if isinstance(content, bytes) else content.encode()})
    assert raw.problems == ()
    (record,) = raw.records
    return record


def fields_of(folder: Path, front_matter: str) -> dict[str, Any]:
    fields = record_of(folder, f"---\n{front_matter}\n---\n").fields
    assert fields is not None
    return fields


def names_of(folder: Path, content: str | bytes, name: str = REVIEW) -> list[str]:
    raw = archive_of(folder, {name: content if isinstance(content, bytes) else content.encode()})
    return [problem.name for problem in raw.problems]


@pytest.mark.parametrize(
    "text",
    "No;yes;on;off;y;n;true;False;010;0o10;0x1F;2.10;1_000;1e3;.5;10:00;09:30;2023-02-08;2023-02-30;.inf;+7;C#;a:b;"
    "100%;R&D;50%-60%;2023-02-08 10:00:00;a, b;Ann (AL), Chair;it's;5 < 6;a | b;a - b;(a) b;…;“a”".split(";"),
)
def test_every_value_stays_the_text_it_was_written_as(text: str, tmp_path: Path) -> None:
    assert fields_of(tmp_path, f"moved: {text}\nlist:\n  - {text}") == {"moved": text, "list": [text]}


@pytest.mark.parametrize(
    "text", ["No", "010", "2.10", "10:00", "null", "~", "a: b", "a #b", "- a", "[a]", "*a", "100%"]
)
@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotation_marks_keep_a_value_as_it_is(text: str, quote: str, tmp_path: Path) -> None:
    assert fields_of(tmp_path, f"moved: {quote}{text}{quote}") == {"moved": text}


@pytest.mark.parametrize("key", ["No", "010", "2.10", "10:00", "true", "7", "1e3"])
def test_every_name_stays_the_text_it_was_written_as(key: str, tmp_path: Path) -> None:
    assert fields_of(tmp_path, f"agenda:\n  {key}: {{time: 10:05}}") == {"agenda": {key: {"time": "10:05"}}}


def test_a_sentence_under_a_greater_sign_may_hold_anything(tmp_path: Path) -> None:
    sentence = 'It\'s 100% "done": see [a](b) #7 & *more* - {x} `y` @z | > ! %.'
    assert fields_of(tmp_path, f"text: >\n  {sentence}") == {"text": sentence}


def test_a_text_under_a_bar_keeps_its_lines(tmp_path: Path) -> None:
    assert fields_of(tmp_path, "text: |\n  a\n    b\n\n  c\n") == {"text": "a\n  b\n\nc"}


def test_non_breaking_spaces_inside_a_value_stay(tmp_path: Path) -> None:
    assert fields_of(tmp_path, "moved: 10\u00a0000\u202f%") == {"moved": "10\u00a0000\u202f%"}


@pytest.mark.parametrize("indent", ["\u00a0", "\u00a0\u00a0", " \u00a0", "  \u00a0"])
def test_non_breaking_spaces_indent_and_divide_as_others_do(indent: str, tmp_path: Path) -> None:
    written = f"votes:\n{indent}for: 9\nplace:\u00a010\u00a0000 m"
    assert fields_of(tmp_path, written) == {"votes": {"for": "9"}, "place": "10\u00a0000 m"}


def test_text_is_composed_so_that_equal_words_are_equal(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "café Ångström")
    record = record_of(tmp_path, f"---\nmoved: {decomposed}\n---\n{decomposed}\n")
    assert record.fields == {"moved": "café Ångström"}
    assert record.passages[0].text.strip() == "café Ångström"


def test_names_of_attachments_are_composed_too(tmp_path: Path) -> None:
    raw = archive_of(tmp_path, {"content/files/" + unicodedata.normalize("NFD", "café.pdf"): b"paper"})
    assert [attachment.path for attachment in raw.attachments] == ["café.pdf"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_and_byte_order_marks_change_nothing(end: str, mark: str, last: bool, tmp_path: Path) -> None:
    lines = ["---", "discussed: 7", "text: >", "  a", "  b", "---", "## Decision", "words"]
    record = record_of(tmp_path, mark + end.join(lines) + end * last)
    assert record.fields == {"discussed": "7", "text": "a b"}
    assert record.passages[0].text == "## Decision\nwords" + "\n" * last
    assert record.passages[0].line == 7


@pytest.mark.parametrize("byte", [0x92, 0x93, 0x96, 0xA3, 0xE9, 0x81, 0xFF, 0xC3])
def test_bytes_that_are_no_text_are_told_with_their_place(byte: int, tmp_path: Path) -> None:
    raw = archive_of(tmp_path, {REVIEW: b"---\r\nmoved: caf\xc3\xa9 " + bytes([byte]) + b" x\r\n---\r\n"})
    (problem,) = raw.problems
    assert (problem.name, problem.span.line, problem.span.column) == ("bad-encoding", 2, 13)
    assert problem.span.excerpt.startswith("moved: café ")
    assert [record.name for record in raw.records] == ["2023-02-08/knife-crime"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_told_once(encoding: str, tmp_path: Path) -> None:
    assert names_of(tmp_path, "---\ndiscussed: 7\n---\nwords\n".encode(encoding)) == ["bad-encoding"]


def test_a_record_that_cannot_be_read_still_exists(tmp_path: Path) -> None:
    for number, content in enumerate([b"", b"\xff\xfe", b"---\n", b"---\na: b: c\n---\n", b"---\n- a\n---\n"]):
        raw = archive_of(tmp_path, {f"content/projects/p{number}.md": content})
        assert [(r.name, r.fields) for r in raw.records if r.name == f"project:p{number}"] == [
            (f"project:p{number}", None)
        ]


def test_a_file_that_the_system_does_not_give_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: Any, **__: Any) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    names = ("content/files/paper.pdf", REVIEW, "static/root/CNAME")
    archive_of(tmp_path, dict.fromkeys(names, b"words"))
    monkeypatch.setattr(Path, "open", refuse)
    told = [(p.span.file, p.name, p.message) for p in read_archive(tmp_path).problems]
    assert told == [(name, "unreadable-file", "the file cannot be read: permission denied") for name in names]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_the_system_does_not_open_is_told(tmp_path: Path) -> None:
    archive_of(tmp_path, {REVIEW: b"---\n---\n"})
    closed = tmp_path / "content/reviews/2023-02-08"
    closed.chmod(0)
    try:
        raw = read_archive(tmp_path)
    finally:
        closed.chmod(0o755)
    assert [(p.name, p.span.file) for p in raw.problems] == [("unreadable-file", "content/reviews/2023-02-08")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
@pytest.mark.parametrize(
    "name", [b"caf\xe9.md", b"a\nb.md", b"a\x1bb.md", "a\u202eb.md".encode(), b"files/caf\xe9.pdf"]
)
def test_names_of_files_that_cannot_be_shown_are_told_so_that_they_can(name: bytes, tmp_path: Path) -> None:
    path = tmp_path / "content" / "projects" / os.fsdecode(name)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"---\ntitle: x\n---\n")
    (problem,) = read_archive(tmp_path).problems
    assert problem.name == "bad-id"
    assert problem.span.file.isprintable()
    assert as_text(problem).encode()


def test_a_file_in_the_place_of_the_content_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("words", "utf-8")
    assert [(p.name, p.span.file) for p in read_archive(tmp_path).problems] == [("unreadable-file", "content")]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    archive_of(tmp_path, {"elsewhere/secret.pdf": b"secret", "content/files/paper.pdf": b"paper"})
    (tmp_path / "content/files/more").symlink_to(tmp_path / "elsewhere")
    raw = read_archive(tmp_path)
    assert [attachment.path for attachment in raw.attachments if attachment.size] == ["paper.pdf"]
    assert [(p.name, p.span.file) for p in raw.problems] == [("attachment-outside", "content/files/more")]


def test_hidden_files_and_the_licence_are_nobodys_records(tmp_path: Path) -> None:
    names = ["LICENSE", "README.md", ".DS_Store", "meetings/.2023.md.swp", ".git/x.md", "files/.gitkeep"]
    raw = archive_of(tmp_path, {f"content/{name}": b"x" for name in names})
    assert raw == RawArchive((), (), ())


def test_files_are_read_in_the_order_of_their_names_wherever_they_lie(tmp_path: Path) -> None:
    names = ["content/reviews/2023-02-08/b.md", "content/projects/z.md", "content/meetings/2023-02-08.md"]
    names += ["content/reviews/2023-02-08/a.yaml", "content/projects/a.md"]
    raw = archive_of(tmp_path, {name: b"---\na: b\n---\n" if name.endswith(".md") else b"a: b" for name in names})
    assert [record.places.file for record in raw.records] == sorted(names)


def test_an_archive_without_content_is_empty(tmp_path: Path) -> None:
    assert read_archive(tmp_path) == RawArchive((), (), ())


def test_in_a_yaml_record_capital_letters_and_figures_begin_headings(tmp_path: Path) -> None:
    text = "title: Formal\n1. Welcome: Hello.\n7. Knife crime:\nBreak: >\n  Some\n  tea.\n"
    text += "Übersicht: |\n  a\n\n  b\nagenda:\n  7: {time: 10:05}\n"
    record = record_of(tmp_path, text, "content/meetings/2023-02-08.yaml")
    assert record.fields == {"title": "Formal", "agenda": {"7": {"time": "10:05"}}}
    assert [(p.heading, p.text, p.line) for p in record.passages] == [
        ("1. Welcome", "Hello.", 2),
        ("7. Knife crime", "", 3),
        ("Break", "Some tea.", 5),
        ("Übersicht", "a\n\nb", 8),
    ]


def test_a_small_file_cannot_grow(tmp_path: Path) -> None:
    """869 bytes of merge keys once ran for 40 seconds."""
    lines = ["a0: &a0 {x: y}"] + [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 30)]
    assert set(names_of(tmp_path, "---\n" + "\n".join(lines) + "\n---\n")) == {"yaml-syntax"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_told_and_never_exhausts_the_stack(opening: str, tmp_path: Path) -> None:
    assert names_of(tmp_path, f"---\na: {opening * 5000}\n---\n") in (["nesting-too-deep"], ["yaml-syntax"])


def test_the_front_matter_may_be_empty(tmp_path: Path) -> None:
    assert record_of(tmp_path, "---\n---\nwords\n").fields == {}
    assert record_of(tmp_path, "---\n# nothing yet\n---\nwords\n").fields == {}
    assert record_of(tmp_path, "words\n").fields == {}


def test_hyphens_in_the_text_do_not_end_it(tmp_path: Path) -> None:
    record = record_of(tmp_path, "---\na: b\n---\none\n\n---\n\ntwo\n")
    assert record.passages[0].text == "one\n\n---\n\ntwo\n"


def test_hyphens_inside_a_text_under_a_bar_do_not_end_the_facts(tmp_path: Path) -> None:
    assert fields_of(tmp_path, "text: |\n  a\n  ---\n  ----\n  b") == {"text": "a\n---\n----\nb"}
