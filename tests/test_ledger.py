"""What counts as a change of what was published, and what a correction covers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import time
from typing import Any

import pytest
from built import write_archive
from everything import everything
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup
from pasting import READING, after_pasting, only
from pydantic import BaseModel, ValidationError
from trials.ledger_edits import main

from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph
from candour.graph.link import link
from candour.ledger.changes import compare
from candour.ledger.parts import is_respelt
from candour.model.config import Committee, Config
from candour.model.dates import Due, PartialDate
from candour.model.places import Places
from candour.model.records import (
    AnyRecord,
    Archive,
    Correction,
    Editorial,
    Exchange,
    Meeting,
    Review,
    ReviewFacts,
    Section,
    Turn,
)
from candour.model.values import Prose, Ref
from candour.problems import Span

# --- every field of every record ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> SiteGraph:
    """An archive in which every field is written."""
    files = dict(everything(lambda name: f"Words of {name}", lambda name: f"Words of {name}."))
    config = files.pop("site_config.yaml")
    graph = check_archive(write_archive(tmp_path_factory.mktemp("full"), files, config)).graph
    assert graph
    return graph


def another(value: Any) -> Any:
    """Another value of the same type."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case Prose():
            return replace(value, text=value.text + " Not so.")
        case PartialDate():
            return replace(value, year=value.year - 1)
        case Due():
            return Due(stage="another")
        case time():
            return value.replace(minute=59)
        case Ref():
            return replace(value, record="1999-12-31")
        case str():
            return value + "-another"
    raise AssertionError(f"no other value for {value!r}")


Path_ = tuple[Any, ...]


def variants(value: Any, path: Path_ = (), editorial: bool = False) -> Iterator[tuple[Path_, bool, Any]]:
    """A value with one change in it, in every way: where, whether a type calls that editorial, and the whole."""
    inside: list[tuple[Any, Any, bool]] = []
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            is_own = any(isinstance(mark, Editorial) for mark in field.metadata)
            inside.append((name, getattr(value, name), editorial or is_own))
    elif isinstance(value, Mapping):
        inside = [(key, one, editorial) for key, one in value.items()]
    elif isinstance(value, tuple):
        inside = [(place, one, editorial) for place, one in enumerate(value)]
        if value:
            yield (*path, "one less"), editorial, value[:-1]
    elif value not in (None, ""):
        yield path, editorial, another(value)
    for key, one, is_editorial in inside:
        for where, own, changed_one in variants(one, (*path, key), is_editorial):
            if isinstance(value, BaseModel):
                yield where, own, value.model_copy(update={key: changed_one})
            elif isinstance(value, Mapping):
                yield where, own, {**value, key: changed_one}
            else:
                yield where, own, (*value[:key], changed_one, *value[key + 1 :])


def edits(graph: SiteGraph) -> Iterator[tuple[str, bool, AnyRecord, AnyRecord]]:
    """Every record, and the same with one field changed."""
    for record in graph.records:
        for path, editorial, facts in variants(record.facts):
            now: AnyRecord = replace(record, facts=facts)
            if isinstance(now, Meeting) and path == ("date",):  # of which the record's own is made
                now = replace(now, date=facts.date)
            yield f"{record.name} {'.'.join(map(str, path))}", editorial, record, now


def test_a_change_of_any_field_is_noticed_unless_its_type_calls_it_editorial(full: SiteGraph) -> None:
    wrong, tried = [], 0
    for where, editorial, before, now in edits(full):
        found = compare(only(before, full), only(now, full))
        tried += 1
        if editorial is any(problem.name == "changed-in-silence" for problem in found):
            wrong.append(where)
    assert wrong == []
    assert tried > 300


UNSAID = {
    ("Section", "span"): "a place in a file",
    ("Section", "level"): "how far in a heading is",
    ("Exchange", "span"): "a place in a file",
    ("Exchange", "topics"): "the archive's own index",
    ("Prose", "html"): "how its words are set",
    ("Prose", "links"): "where its words lead",
}
"""Of a body: what is editorial, and why."""


def in_a_body(value: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    """A part of a body with one field changed, in every way."""
    if isinstance(value, tuple):
        for place, one in enumerate(value):
            for where, inner in in_a_body(one):
                yield where, (*value[:place], inner, *value[place + 1 :])
    elif is_dataclass(value) and type(value).__name__ in {"Section", "Exchange", "Turn", "Prose"}:
        for field in fields(value):
            inner = getattr(value, field.name)
            own = (type(value).__name__, field.name)
            if isinstance(inner, str | bool):
                yield own, replace(value, **{field.name: another(inner)})  # type: ignore[type-var]
            elif field.name in {"former", "topics", "links"}:
                yield own, replace(value, **{field.name: (*inner, "another")})  # type: ignore[type-var]
            for where, changed_one in in_a_body(inner):
                yield where, replace(value, **{field.name: changed_one})  # type: ignore[type-var]


def test_a_change_of_anything_in_a_body_is_noticed_unless_it_is_named_here(full: SiteGraph) -> None:
    found: dict[tuple[str, str], bool] = {}
    for record in full.records:
        for where, sections in in_a_body(record.sections):
            was, now = only(record, full), only(replace(record, sections=sections), full)
            found[where] = bool(compare(was, now) or compare(now, was)) or found.get(where, False)
    assert {where for where, is_noticed in found.items() if not is_noticed} == set(UNSAID) & set(found)
    names = {(kind.__name__, field.name) for kind in (Section, Exchange, Turn, Prose) for field in fields(kind)}
    around = {("Section", "parts"), ("Exchange", "turns"), ("Turn", "prose"), ("Turn", "unlabelled")}
    assert names - set(found) - set(UNSAID) == around


# --- the entry to paste -------------------------------------------------------------------------------------------


def test_the_entry_that_is_shown_satisfies_the_next_check_whatever_field_has_changed(full: SiteGraph) -> None:
    for where, editorial, before, now in edits(full):
        if not editorial:
            assert (where, after_pasting(before, now, full)) == (where, ())


EMPTY = link(Archive((), (), (), (), ()), Config.model_construct(title="", committee=Committee(name="C"), as_of=None))


def review_saying(words: str) -> Review:
    """A review whose decision has these words."""
    text = " ".join(words.split())
    section = Section("decision", "Decision", (Prose(Markup(), text),), Span("a.md"))
    facts = ReviewFacts.model_construct(discussed=("1",), outcome="A")
    return Review("2023-02-08/alpha", (section,), Places("a.md"), facts)


SIGNS = st.text(st.sampled_from(list("ab 1.)(-–•*_`~#&;<>[]!|:{}\"'\\ …?%£=+@/é漢\n")), max_size=60)


@given(SIGNS | st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])), SIGNS)
@example("<b>", "[a](b")
@example("- a", "– b")
@example("1. a", "``a` <i")
@example("a" * 100 + " b" * 100, "b " * 80)
def test_the_entry_can_be_pasted_whatever_signs_were_written(before: str, now: str) -> None:
    if before.split() != now.split() and all(any(map(str.isalnum, text)) or not text.split() for text in (before, now)):
        assert after_pasting(review_saying(before), review_saying(now), EMPTY) == ()


def test_random_edits_are_noticed_when_they_change_the_substance_and_only_then() -> None:
    assert main(seed=20240506, count=20) == 0


# --- spelling -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("the Police said", "the police said"),
        ("It works; it is safe.", "It works, it is safe"),
        ('a "risk" score', "a “risk” score"),
        ("well-being", "well being"),
        ("the members' view", "the members’ view"),
        ("by the goverment", "by the government"),
        ("a recomendation", "a recommendation"),
        ("an acheivement", "an achievement"),
        ("in 2019-20", "in 2019–20"),
    ],
)
def test_spelling_marks_and_capital_letters_may_change(before: str, now: str) -> None:
    assert is_respelt(before, now)
    assert is_respelt(now, before)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("it was agreed", "it was not agreed"),
        ("1.5 per cent", "15 per cent"),
        ("12 stops", "13 stops"),
        ("-5", "5"),
        ("20-30", "2030"),
        ("5%", "5"),
        ("£5", "$5"),
        ("on 3 March", "on 3 May"),
        ("Ann Lee", "Ann Lea"),
        ("Ann Featherstone-Hough", "Ann Fetherstone-Hough"),
        ("Featherstonehaugh", "Fetherstonehaugh"),
        ("outcome A", "outcome a"),
        ("the US", "the us"),
        ("it was adopted", "it was adapted"),
        ("they confirmed", "they conformed"),
        ("it is compliant", "it is complaint"),
        ("it was deferred", "it was referred"),
        ("the recommendation", "the recommendations"),
        ("it is symmetrical", "it is asymmetrical"),
        ("it was agreed.", "was it agreed?"),
        ("it was agreed.", "it was agreed?"),
        ("no", "now"),
        ("Ann Lee: agreed", "Ann Lee agreed"),
        ("may", "must"),
        ("seventeen", "seventeenth"),
        ("a yes/no question", "a yes no question"),
        ("resign", "re-sign"),
    ],
)
def test_words_numbers_names_and_codes_always_count(before: str, now: str) -> None:
    assert not is_respelt(before, now)
    assert not is_respelt(now, before)


# --- what is still to be written ----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["…", "...", "TODO", "todo.", "tbc", "-"])
@pytest.mark.parametrize("field", ["date", "why", "right"])
def test_what_holds_the_place_of_words_is_refused(field: str, words: str) -> None:
    fields_ = {
        "date": "2024-05-06",
        "about": "outcome",
        "kind": "error",
        "right": "A",
        "why": "It was a mistake.",
        field: words,
    }
    with pytest.raises(ValidationError, match=re.escape(f'there is only "{words}" here')):
        Correction.model_validate(fields_, context=READING)


def test_a_redaction_does_not_repeat_what_was_redacted() -> None:
    fields_ = {
        "date": "2024-05-06",
        "about": "present",
        "kind": "redaction",
        "wrong": "Ann",
        "why": "She asked for it.",
    }
    with pytest.raises(ValidationError, match='a redaction has no "wrong"'):
        Correction.model_validate(fields_, context=READING)
