"""What templates may ask of a value, on plain values: no page is made."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from built import write_archive
from test_graph import linked

from candour.findings import find
from candour.graph.graph import SiteGraph
from candour.model.dates import PartialDate
from candour.model.records import Document, Person, Votes
from candour.model.values import Ref
from candour.pages import words
from candour.pages.filters import Filter, filters
from candour.pages.views import LinkTo

RECORDS = {
    "meetings/2023-02-08.md": "---\nrequests: {owed: {item: 2, asked: 2022-11, due: 2023-01, text: Report}}\n---\n\n"
    "## 1. One\n\n## 2. Two\n",
    "reviews/2023-02-08/model.md": "---\ndiscussed: 1\noutcome: A\n---\n\n## Questions and comments\n\n"
    "- Why? {#why fairness}\n\n## Decision\n\nGood.\n",
    "projects/model.md": "---\ntitle: The model\ncorrections: {date: 2023-03-01, about: A, kind: error, why: B}\n---\n",
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> SiteGraph:
    return linked(write_archive(tmp_path_factory.mktemp("filters"), RECORDS))


@pytest.fixture(scope="module")
def asked(graph: SiteGraph) -> Mapping[str, Filter]:
    return filters(graph, find(graph))


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("address", (Ref("2023-02-08/model", "q-why"),), "/reviews/2023-02-08/model/#q-why"),
        ("anchor", ("why", "exchange"), "q-why"),
        ("anchor", ("14.i", "item"), "item-14-i"),
        ("date", (PartialDate(2023, 2),), "February 2023"),
        ("document_link", (Document(file="a b.pdf"),), LinkTo("a b.pdf", "/files/a%20b.pdf", is_own=True)),
        ("document_link", (Document(title="Paper"),), LinkTo("Paper", is_own=True)),
        ("item_link", ("2", "2023-02-08"), LinkTo("item 2", "/meetings/2023-02-08/#item-2")),
        ("label", ("in-use", "status"), "in use"),
        ("label", (None, "status"), ""),
        ("label", ("not-yet", "answered"), "not answered yet"),
        ("outcome", ("A",), "A: Proceed"),
        ("outcome", (None,), "Outcome not reported"),
        ("presence", (Person(name="Ann", joined="2", left="11:30"),), "joined at item 2 and left at 11:30"),
        ("presence", (Person(name="Ann"),), ""),
        ("project_link", ("model",), LinkTo("The model", "/projects/model/", is_own=True)),
        ("project_link", ("unknown",), LinkTo("unknown")),
        ("tone", ("A",), "positive"),
        ("tone", ("none-recorded",), "absent"),
        ("topic_link", ("fairness",), LinkTo("Fairness", "/topics/fairness/", is_own=True)),
        ("topic_link", ("cost",), LinkTo("cost", is_own=True)),
        ("votes", (Votes.model_validate({"for": ("9",), "abstained": ("JB",)}),), "9 for, JB abstained"),
    ],
)
def test_a_filter_answers(asked: Mapping[str, Filter], name: str, arguments: tuple[Any, ...], answer: Any) -> None:
    assert asked[name](*arguments) == answer


def test_a_passage_is_an_exchange_a_section_or_an_item(graph: SiteGraph, asked: Mapping[str, Filter]) -> None:
    review, meeting = graph.reviews["2023-02-08/model"], graph.meetings[0]
    assert asked["passage_link"](review, "why") == LinkTo(
        "exchange 1 on The model, 8 February 2023", "/reviews/2023-02-08/model/#q-why"
    )
    assert asked["passage_link"](review, "decision") == LinkTo(
        "“Decision” on The model, 8 February 2023", "/reviews/2023-02-08/model/#decision"
    )
    assert asked["passage_link"](meeting, "2") == LinkTo(
        "meeting of 8 February 2023, item 2", "/meetings/2023-02-08/#item-2"
    )
    assert asked["passage_link"](meeting, None) is None


def test_the_state_of_a_request_says_what_is_overdue_and_since_when_nothing_is_known(
    graph: SiteGraph, asked: Mapping[str, Filter]
) -> None:
    state, due = asked["state_of"](graph.requests[0]), asked["was_due"](graph.requests[0])
    assert (asked["state"](state), state.name, due) == ("Overdue by 8 days", "overdue", "Due by January 2023")
    assert asked["came_of_it"](state).startswith("Waiting for about 3 months, as of ")


def test_corrections_are_numbered_in_the_order_of_the_file(graph: SiteGraph, asked: Mapping[str, Filter]) -> None:
    ((ref, correction),) = asked["corrections_of"](graph.projects["model"])
    assert (ref, correction.about) == (Ref("project:model", "correction-1"), "A")


def test_every_filter_is_used_by_a_template(asked: Mapping[str, Filter]) -> None:
    folder = Path(__file__).resolve().parent.parent / "templates"
    templates = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.*ml"))
    assert [name for name in asked if f"|{name}" not in templates and f'map("{name}"' not in templates] == []


CODES = """
  A: {label: Proceed}
  B-conditions: {label: Proceed with conditions, code: B}
  advances: {label: Advances}
  NO: {label: no}
  in-part: {label: Consensus (in part)}
  out: {label: Withdrawn, code: none}
"""


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> SiteGraph:
    config = f"title: T\ncommittee: C\noutcomes:{CODES}stages:\n  first: First look\n"
    config += "  update: {label: Update, occasion: came back with an update}\n"
    return linked(write_archive(tmp_path_factory.mktemp("codes"), {}, config))


@pytest.mark.parametrize(
    ("code", "shown", "mark"),
    [
        ("A", "A: Proceed", "A"),
        ("B-conditions", "B: Proceed with conditions", "B"),
        ("advances", "Advances", "A"),
        ("NO", "no", "N"),
        ("in-part", "Consensus (in part)", "CIP"),
        ("out", "Withdrawn", "W"),
    ],
)
def test_a_code_is_shown_only_where_the_minutes_have_one(code: str, shown: str, mark: str, scheme: SiteGraph) -> None:
    assert words.outcome(code, scheme.config) == shown
    assert words.outcome_mark(code, scheme.config) == mark


def test_the_codes_are_said_to_be_the_minutes_own_only_where_there_are_any(scheme: SiteGraph, graph: SiteGraph) -> None:
    without = {name: own for name, own in scheme.config.outcomes.items() if name in {"advances", "out"}}
    whose = "The letters are those of the minutes: B. If the minutes"
    assert words.outcomes_sentence(("B", "none-recorded"), graph.config).startswith(whose)
    lettered = dict.fromkeys("AE", graph.config.outcomes["B"])
    gap = words.outcomes_sentence(("A", "E"), graph.config.model_copy(update={"outcomes": lettered}))
    assert "A and E. No B, C or D appears in them, so the meaning is not known here." in gap
    words_for_codes = {"NO": graph.config.outcomes["B"]}
    coded = words.outcomes_sentence(("NO",), graph.config.model_copy(update={"outcomes": words_for_codes}))
    assert coded.startswith("The codes are those of the minutes. If")
    bare = scheme.config.model_copy(update={"outcomes": without})
    assert "are those of the minutes" not in words.outcomes_sentence(without, bare)


def test_a_stage_is_an_occasion_in_the_committees_own_words_or_by_its_label(scheme: SiteGraph) -> None:
    assert words.occasion("update", scheme.config) == "when it came back with an update"
    assert words.occasion("first", scheme.config) == "at the stage “First look”"


def test_without_words_of_its_own_a_site_says_only_whose_decisions_it_has(scheme: SiteGraph) -> None:
    said = words.site_sentence(scheme.config)
    assert said == "What the committee decided. C: the decisions on record and the reasons for them."
