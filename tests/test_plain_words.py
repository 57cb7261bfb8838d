"""No sentence of a library reaches a maintainer: Pydantic's and the YAML parser's errors are told in our own words."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic_core import core_schema
from test_mistakes import ARCHIVE

from candour.model.config import Config
from candour.model.places import Places
from candour.model.records import Facts, MeetingFacts, ProjectFacts, ReviewFacts
from candour.model.values import Reading
from candour.problems import SEVERITIES, Problem
from candour.reading.fields import facts_of
from candour.reading.markdown import sentence
from candour.reading.plain_words import plain_words
from candour.reading.raw import RawRecord
from candour.reading.yaml_text import parse_yaml

KINDS: tuple[type[Facts], ...] = (MeetingFacts, ReviewFacts, ProjectFacts, Config)
READING = Reading(
    lambda text: sentence(text, "2023-02-08"),
    dict.fromkeys(
        "outcomes reported_outcomes stages project_kinds request_kinds organisations topics".split(), ("a", "b")
    ),
)

FOREIGN = re.compile(
    r"mapping|found character|could not find|did not find|expected|while (scanning|parsing)|block (end|mapping)|flow|"
    r"scalar|token|input should|should be|\bvalid|invalid|pydantic|validation|yaml|schema|unexpected|"
    r"\b(str|dict|tuple|int|bool|NoneType|(?-i:None|Ref|PartialDate|Markup)|null|instance|string|boolean|integer)\b|"
    r"exception|traceback|\bcontext\b|\bargument|\bkeys?\b|https://errors",
    re.IGNORECASE,
)


def assert_plain(problem: Problem) -> None:
    """Apart from what was written in the file, which is quoted."""
    ours = re.sub(r'"[^"]*"|\bsite_config\.yaml|\.yaml\b', "", f"{problem.message} / {problem.hint}")
    assert not FOREIGN.search(ours), problem
    assert problem.name in SEVERITIES
    assert problem.message
    assert problem.hint
    assert "\n" not in problem.message


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_that_pydantic_knows_is_told_in_our_words(kind: type[Facts]) -> None:
    field = next(iter(kind.model_fields))
    for error in get_args(core_schema.ErrorType):
        for loc in ((), (field,), (field, 0), (field, "inner"), ("no-such-field", 0, "inner")):
            for value in ("written", ["a"], {"a": "b"}, None):
                context = {"input": value, "expected": "'a' or 'b'", "error": "unexpected token"}
                name, message, hint = plain_words(error, loc, context, kind)
                assert_plain(Problem(name, Places("x").whole(), message, hint))


SIGNS = [
    *":#-?[]{},&*!|>'\"%@`\t\\~",
    ": ",
    " #",
    "- ",
    "--- ",
    "<<: ",
    "\u00a0",
    '"\\x',
    "!!",
    "*a ",
    "&a ",
    "{{",
    "[[",
]
FRONT_MATTER = [
    (ARCHIVE / f"content/{path}").read_text("utf-8").split("---\n")[1]
    for path in ("meetings/2023-02-08.md", "reviews/2023-02-08/knife-crime.md")
]


def spoilt(text: str) -> Iterator[str]:
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]
        for sign in SIGNS:
            yield text[:place] + sign + text[place:]


@pytest.mark.parametrize("text", FRONT_MATTER, ids=["meeting", "review"])
def test_whatever_sign_is_put_where_it_does_not_belong_is_told_in_our_words(text: str) -> None:
    told: dict[tuple[str, str, str], Problem] = {}
    for broken in spoilt(text):
        lines = tuple(broken.split("\n"))
        for problem in parse_yaml(Places("content/x.md", lines), 1, len(lines)):
            told[problem.name, re.sub('"[^"]*"', "", problem.message), problem.hint] = problem
            assert 1 <= problem.span.line <= len(lines)
            assert 1 <= problem.span.column <= len(lines[problem.span.line - 1]) + 1
    assert len(told) > 20
    for problem in told.values():
        assert_plain(problem)


SHAPES: list[Any] = [
    "words",
    "",
    "none",
    "7",
    ["a", "b"],
    [["a"]],
    {"a": "b"},
    {"a": {"a": "b"}},
    [{"a": "b"}],
    {"name": "a"},
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_whatever_shape_a_field_has_is_told_in_our_words(kind: type[Facts]) -> None:
    def problems_in(fields: dict[str, Any]) -> list[Problem]:
        raw = RawRecord("2023-02-08/x", fields, (), Places("content/x.md", ("---", "x", "---")))
        return list(facts_of(kind, raw, READING))

    def inside(model: type[BaseModel]) -> Iterator[dict[str, Any]]:
        for name, field in model.model_fields.items():
            for shape in SHAPES:
                yield {field.alias or name: shape}

    told = [problem for fields in inside(kind) for problem in problems_in(fields)]
    for holder in ("requests", "decisions", "answers", "agenda", "outcomes", "previous", "present", "votes", "events"):
        if holder in kind.model_fields:
            for shape in SHAPES:
                for inner in (
                    "text",
                    "kind",
                    "item",
                    "when",
                    "how",
                    "outcome",
                    "note",
                    "due",
                    "for",
                    "from",
                    "project",
                ):
                    told += problems_in({holder: {"a": {inner: shape}}}) + problems_in({holder: [{inner: shape}]})
    assert told
    for problem in told:
        assert_plain(problem)
