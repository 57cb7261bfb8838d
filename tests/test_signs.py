"""Signs of Markdown that would stay on the page, lists that would run together."""

# ruff: noqa: RUF001
import re

import pytest

from candour.reading.markdown import parse


def told(text: str) -> list[tuple[str, str]]:
    """The name of each fault and what its mark is below."""
    return [(fault.name, fault.words) for fault in parse(text, "2023-02-08/x")[1]]


LISTS = [
    ("The Board resolved\na) to note it\nb) to ask again", "a)"),
    ("The Board resolved\na. to note it\nb. to ask again", "a."),
    ("A. Note it\nB. Ask again", "A."),
    ("The Board resolved\n(a) to note\nthe report\n(b) to ask", "(a)"),
    ("(i) note it\n(ii) ask again", "(i)"),
    ("Resolved\ni) note it\nii) ask again", "i)"),
    ("Resolved\nIV. note it\nV. ask again", "IV."),
    ("Resolved\n(1) note it\n(2) ask again", "(1)"),
    ("Resolved\n2. note it\n3. ask again", "2."),
    ("1.1 first\n1.2 second", "1.1"),
    ("1.9. first\n1.10. second", "1.9."),
    ("- Resolved\n  a) note *it*\n  b) **ask** again", "a)"),
    ("> a) note it\n> b) ask again", "a)"),
    ("a) note it\\\nb) ask again", "a)"),
    ("– note it\n– ask again", "–"),
    ("It is —\n— noted\nat once\n— asked", "—"),
    ("*note it\n*ask again", "*"),
    ("Fee\n: Ten pounds", ":"),
]


@pytest.mark.parametrize(("text", "mark"), LISTS)
def test_lines_that_would_run_together_are_said_to_be_no_list(text: str, mark: str) -> None:
    ((name, found),) = told(text)
    assert (name, found) == ("not-a-list", mark)


@pytest.mark.parametrize(
    "text",
    [
        "a) to note it",
        "The Board (i) noted it and (ii) asked again.",
        "a) to note it\n\nb) to ask again",
        "- a) to note it\n- b) to ask again",
        "presented by\nA. Moss, who thanked\nC. Reed",
        "a) to note it\nc) to ask again",
        "a) to note it\nb. to ask again",
        "a\\) to note it\nb\\) to ask again",
        "`a) to note it\nb) to ask again`",
        "```\na) to note it\nb) to ask again\n```",
        "in the years to\n2019. The years to\n2020. After that",
        "It rose by\n1.1 percent in May",
        "– to note it",
        "– to note it\n\n– to ask again",
        "*Provisional figures",
        "*to note it*\n*to ask again*",
    ],
)
def test_a_single_line_or_one_out_of_turn_is_no_list(text: str) -> None:
    assert told(text) == []


SIGNS = [
    ("**合意事項：**次", "**合意事項：**"),
    ("前文**「合意」**です", "**「合意」**"),
    ("*決定。*次", "*決定。*"),
    ("_決定。_次", "_決定。_"),
    ("~~旧：~~新", "~~旧：~~"),
    ("**Note:**the Board", "**Note:**"),
    ("**Agreed [here](project:x):**次", "**Agreed"),
    ("**Agreed: the plan", "**"),
    ("**Agreed*", "*"),
    ("*Agreed**", "*"),
    ("See the annex.[^1]", "[^1]"),
    ("[^note]: From the annex.", "[^note]"),
]


@pytest.mark.parametrize(("text", "mark"), SIGNS)
def test_a_sign_that_readers_would_see_is_said(text: str, mark: str) -> None:
    ((name, found),) = told(text)
    assert (name, found[: len(mark)]) == ("shown-as-typed", mark)


@pytest.mark.parametrize(
    "text",
    [
        "3 * 4 * 5",
        "C* and A*",
        "A*-algebras and C*-algebras",
        "the total* is *provisional",
        "a 4* hotel and a 5* hotel",
        "marked (*) here and (*) there",
        "**x** and 2 ** 3 ** 4",
        "snake_case and other_snake_case_",
        "Signed ____ on ____",
        "F*** and s**t",
        "total** of all",
        "`**合意：**次` and `[^1]`",
        "\\*\\*合意：\\*\\*次",
        "\\[^1] and x\\[^1\\]",
        "**合意事項**：次",
        "**合意事項：** 次",
        "*.md and *.txt",
        "~5 and ~~6",
        "un*frigging*believable",
        "x[^1",
        "the pages /_doc/_static/ and foo._bar, foo._baz",
        "the folders /*a/*b",
    ],
)
def test_signs_that_are_meant_are_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", ["3*4*5", "2**3**4", "it is 3*4*5 long"])
def test_a_product_would_lose_its_signs(text: str) -> None:
    ((name, mark),) = told(text)
    assert (name, mark) == ("words-left-out", re.search(r"\*+", text)[0])  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("[words][name]\n\n[name]: https://example.org/", "[words][name]"),
        ("See [words][].", "[words][]"),
        ("[name]: project:x", "[name]:"),
        ("[name]: <https://example.org/>", "[name]:"),
        ("[the report] (https://example.org/)", "] (https:"),
        ("[the report] (#item-3)", "] (#i"),
        ("[the report](https://example.org/a b)", "](https://example.org/a"),
        ("array[0](https://example.org/a b)", "](https://example.org/a"),
    ],
)
def test_a_link_that_is_none_is_said(text: str, mark: str) -> None:
    assert told(text)[0] == ("bad-reference", mark)


@pytest.mark.parametrize(
    "text",
    [
        "Adding Reflect[Symbol.toStringTag] (#2057)",
        "Adding Reflect\\[Symbol.toStringTag\\] (#2057)",
        "foo[bar] (#12) and array[0] (x)",
        "[sic] (#12) and [sic] (2023-02-08)",
        "\\[the report\\] (https://example.org/)",
        "array[0](an argument)",
        "array\\[0\\](x)",
        "array[0][1] and m[a][b]",
        "[Chair]: Welcome to all.",
        "\\<b> and `<b>`",
    ],
)
@pytest.mark.parametrize("before", ["", "## ", "- "])
def test_brackets_that_are_no_link_are_left_alone(text: str, before: str) -> None:
    assert told(before + text) == []
