"""The records against the minutes they summarise: our own words, and a list of facts that is fit to check them by.

The minutes are not part of the repository; without them the first test is skipped. Whether the built pages hold the
facts is tested elsewhere.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
MINUTES = ROOT.parent / "shared" / "sources" / "2023-02-08-minutes.md"
FACTS = ROOT / "tests" / "facts" / "2023-02-08.yaml"

LONGEST_SHARED_RUN = 7
"""This many words in a row may be the minutes'; one more is a copied sentence."""

AS_RECORDED = frozenset({"source", "present", "aliases"})
"""Fields that hold names, titles and labels, which stay as the minutes give them. So do `##` headings."""

ID = r"[a-z0-9]+(-[a-z0-9]+)*"
ITEMS = {str(number) for number in range(1, 11)}
OTHER_PARTS = {"meeting", "present", "break", "close"}
PAGE = (
    r"/|/(about|decisions|meetings|outcomes|people|projects)/|/decisions/2023/"
    rf"|/meetings/2023-02-08/|/projects/{ID}/|/reviews/2023-02-08/{ID}/"
)

Run = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Small letters and figures; tags, links' targets and punctuation fall away."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    text = re.sub(r"\]\([^)]*\)|\{#[^}]*\}", " ", text)
    text = re.sub(r"['’‘`]", "", unicodedata.normalize("NFKC", text).casefold())
    return re.findall(r"[^\W_]+", text)


def runs_of(text: str) -> set[Run]:
    words = words_of(text)
    length = LONGEST_SHARED_RUN + 1
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def parts_of(record: str) -> tuple[Any, str]:
    """The front matter as texts, and the body."""
    _, front, body = re.split(r"^---\n", record, maxsplit=2, flags=re.MULTILINE)
    return yaml.load(front, Loader=yaml.BaseLoader), body


def texts_of(value: Any) -> Iterator[str]:
    """Every text in the front matter but what is given as recorded."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in AS_RECORDED:
                yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)
    else:
        yield value


def own_words_of(record: str) -> Iterator[str]:
    """What the record says in our words, one text at a time."""
    front, body = parts_of(record)
    yield from texts_of(front)
    yield from re.split(r"^#.*$", body, flags=re.MULTILINE)


def shared_runs(record: str, minutes: str) -> list[str]:
    theirs = runs_of(minutes)
    return sorted({" ".join(run) for text in own_words_of(record) for run in runs_of(text) & theirs})


def facts() -> list[dict[str, Any]]:
    loaded = yaml.load(FACTS.read_text("utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, list)
    return loaded


RECORDS = [path.relative_to(ROOT).as_posix() for path in sorted(CONTENT.glob("**/*.md"))]


def test_there_are_records_to_compare() -> None:
    assert len(RECORDS) == 13


@pytest.mark.skipif(not MINUTES.is_file(), reason="the minutes are not part of the repository")
@pytest.mark.parametrize("record", RECORDS)
def test_a_record_shares_no_eight_words_in_a_row_with_the_minutes(record: str) -> None:
    text = (ROOT / record).read_text("utf-8")
    assert shared_runs(text, MINUTES.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "record",
    [
        "---\nstage: final\n---\n\n## Decision\n\nIt said: one two three four five six seven “eight”.\n",
        "---\nrequests:\n  a:\n    text: >\n      One two three, four five\n      six seven eight.\n---\n",
        "---\nstage: final\n---\n- One two [three four](#item-7) five six seven eight. {#id topic}\n",
    ],
    ids=["in the body", "in the front matter", "across a link"],
)
def test_eight_copied_words_are_found_wherever_they_stand(record: str) -> None:
    minutes = "<p>zero</p> One two <b>three</b> four,\n five six seven 'eight' nine"
    assert shared_runs(record, minutes) == ["one two three four five six seven eight"]


@pytest.mark.parametrize(
    "record",
    [
        "---\nstage: final\n---\n\n## 3. One two three four five six seven eight\n\nOurs.\n",
        "---\nsource: {title: One two three four five six seven eight}\n---\n",
        "---\naliases:\n  - {name: One two three four five six seven eight, at: 2023-02-08}\n---\n",
        "---\nstage: final\n---\nOne two three four five six seven, and then eight.\n",
    ],
    ids=["heading", "source", "alias", "seven words"],
)
def test_titles_names_and_short_runs_may_be_the_minutes_own(record: str) -> None:
    assert shared_runs(record, "one two three four five six seven eight") == []


def test_every_fact_is_well_formed() -> None:
    for fact in facts():
        name = fact["id"]
        assert set(fact) in ({"id", "item", "page", "words"}, {"id", "item", "page", "words", "absent"}), name
        assert re.fullmatch(ID, name), name
        assert fact["item"] in ITEMS | OTHER_PARTS, name
        assert re.fullmatch(PAGE, fact["page"]), name
        for words in (fact["words"], fact.get("absent", ["-"])):
            assert isinstance(words, list), name
            assert words, name
            assert all(isinstance(word, str) and word and word == word.strip() for word in words), name


def test_no_two_facts_have_one_id() -> None:
    assert [name for name, times in Counter(fact["id"] for fact in facts()).items() if times > 1] == []


def test_every_agenda_item_the_break_and_the_close_have_facts() -> None:
    assert {fact["item"] for fact in facts()} == ITEMS | OTHER_PARTS


def test_twenty_seven_people_are_facts() -> None:
    people = [fact for fact in facts() if fact["item"] == "present"]
    assert len(people) == 27
    assert len({fact["words"][0] for fact in people}) == 27
    assert all(len(fact["words"]) == 2 for fact in people), "each has a name and a role or organisation"


def test_a_fact_about_a_record_names_a_record_there_is() -> None:
    for fact in facts():
        page = fact["page"].strip("/")
        if re.match(r"(meetings|projects|reviews)/.", page):
            assert (CONTENT / f"{page}.md").is_file(), fact["id"]
