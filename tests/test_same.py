"""`make same`: what it says of two sites."""

from pathlib import Path

import pytest
from same import differences, site_files


@pytest.mark.parametrize(
    ("before", "now", "lines"),
    [
        ({"a.html": b"one\ntwo"}, {"a.html": b"one\ntwo"}, []),
        ({"a.html": b"one"}, {}, ["a.html: gone"]),
        ({}, {"a.html": b"one"}, ["a.html: new"]),
        ({"a": b"one\ntwo\n"}, {"a": b"one\ntoo\n"}, ["a: line 2\n    before: two\n    now:    too"]),
        ({"a": b"one\n"}, {"a": b"one\nmore\n"}, ["a: line 2\n    before: \n    now:    more"]),
        ({"a": b"one"}, {"a": b"one\n"}, ["a: line 2\n    before: \n    now:     "]),
    ],
    ids=["the same", "gone", "new", "another word", "a line more", "only the end of the last line"],
)
def test_every_difference_is_one_line_with_what_it_was(
    before: dict[str, bytes], now: dict[str, bytes], lines: list[str]
) -> None:
    assert differences(before, now) == lines


def test_the_search_index_and_what_names_it_or_the_commit_are_left_out(tmp_path: Path) -> None:
    for name in ("index.html", "pagefind/pagefind.js", "manifest.json", "build.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    assert site_files(tmp_path) == {"index.html": b"index.html"}
