"""Every question of `docs/data.md` is asked: SQL, Python and spreadsheet give the answer shown, and findings agree.

How a section is read here:

- The last `sql` block and the `python` block print the lines of the `text` block, for the archive that “**Answer** for”
  names; a `…` there is the rest. In every other archive both print the same as each other, and as the findings.
- The paragraph “**Spreadsheet:**” is done as somebody would: “filter … to …”, “new column” with its formula, “rows …”
  of a pivot table, “sort by …”, “Read …”. Formulas are worked out by `filled_down`, as Python that means the same; the
  letters of columns are those of the columns that the paragraph says they are. No spreadsheet program is started.
- The pages in “**On the site:**” are pages of that archive.
"""

import csv
import io
import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, closing, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median

import pytest
from built import FENMOOR, QUILLMARK, ROOT

from candour.exports import export
from candour.exports.tables import TABLES
from candour.findings import Findings, find
from candour.findings.happened import corrections_of
from candour.graph.check import check_archive
from candour.graph.graph import SiteGraph, is_outcome
from candour.graph.speakers import speaker_of
from candour.model import addresses
from candour.model.dates import PartialDate
from candour.model.records import AnyRecord, Meeting, Project, Review
from candour.model.values import Ref
from candour.pages import plan_pages
from candour.pages.titles import page_title

DOC = (ROOT / "docs" / "data.md").read_text("utf-8")
ARCHIVES = {"the real archive": ROOT, "fenmoor": FENMOOR, "quillmark": QUILLMARK}
Lines = Sequence[str]
Table = list[dict[str, str]]


@dataclass(frozen=True)
class Question:
    title: str
    text: str

    def blocks(self, kind: str) -> list[str]:
        return re.findall(rf"^```{kind}\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL)

    def paragraph(self, begins: str) -> str:
        (found,) = re.findall(rf"^\*\*{begins}:?\*\*(.*?)(?=\n\n)", self.text, re.MULTILINE | re.DOTALL)
        return " ".join(found.split())

    @property
    def archive(self) -> str:
        (found,) = (name for name in ARCHIVES if self.paragraph("Answer").startswith(f"for {name}"))
        return found

    @property
    def answer(self) -> list[str]:
        (found,) = self.blocks("text")
        return found.splitlines()


BEFORE, *_SECTIONS = re.split(r"^## ", DOC, flags=re.MULTILINE)
SECTIONS = {title: Question(title, text) for title, _, text in (one.partition("\n") for one in _SECTIONS)}
QUESTIONS = [one for one in SECTIONS.values() if re.match(r"\d+\. ", one.title)]
(LOADER,) = SECTIONS["Before you begin"].blocks("python")


@dataclass(frozen=True)
class Data:
    """The files of data of one archive, and what they were made of."""

    folder: Path
    graph: SiteGraph
    findings: Findings
    pages: frozenset[str]
    """Their addresses."""

    def by_sql(self, query: str) -> list[str]:
        with closing(sqlite3.connect(self.folder / "candour.sqlite")) as database:
            rows = database.execute(query).fetchall()
        return lines_of([str("" if cell is None else cell) for cell in row] for row in rows)

    def by_python(self, block: str) -> list[str]:
        printed = io.StringIO()
        with chdir(self.folder), redirect_stdout(printed):
            exec(compile(f"{LOADER}\n{block}", "docs/data.md", "exec"), {})
        return printed.getvalue().splitlines()

    def table(self, name: str) -> Table:
        """As a spreadsheet shows it whose columns are text."""
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def lines_of(rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> list[str]:
    return "\n".join(" | ".join(row) for row in rows).splitlines()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Data]:
    found = {}
    for name, archive in ARCHIVES.items():
        graph = check_archive(archive).graph
        assert graph
        findings, folder = find(graph), tmp_path_factory.mktemp("data")
        pages = plan_pages(graph, findings)
        for address, content in export(graph, findings, pages):
            if Path(address).parent.as_posix() == addresses.DATA.rstrip("/"):
                (folder / Path(address).name).write_bytes(content)
        found[name] = Data(folder, graph, findings, frozenset(page.url for page in pages))
    return found


def test_there_are_twelve_questions_and_each_has_every_way_to_its_answer() -> None:
    assert [one.title.partition(".")[0] for one in QUESTIONS] == [str(number) for number in range(1, 13)]
    for one in QUESTIONS:
        assert one.paragraph("What the data cannot say")
        assert re.match(r"`\w+\.csv`", one.paragraph("Spreadsheet"))
        assert f"[{one.title.partition('. ')[2]}](#" in BEFORE


each_question = pytest.mark.parametrize("asked", QUESTIONS, ids=lambda one: one.title)


@each_question
def test_sql_python_and_spreadsheet_give_the_answer_shown(asked: Question, data: Mapping[str, Data]) -> None:
    of, shown = data[asked.archive], asked.answer
    *before, query = asked.blocks("sql")
    assert all(map(of.by_sql, before))
    found = of.by_sql(query)
    if shown[-1] == "…":
        shown = shown[:-1]
        assert len(found) > len(shown) > 2, "there is nothing to leave out"
        found = found[: len(shown)]
    assert shown
    assert found == shown
    (block,) = asked.blocks("python")
    assert of.by_python(block)[: len(shown)] == shown
    paragraph = asked.paragraph("Spreadsheet")
    in_sheet = by_spreadsheet(paragraph, of)[: len(shown)]
    if "AGGREGATE" in paragraph:  # of one year
        shown = [line for line in shown if line in in_sheet]
    width = in_sheet[0].count(" | ") + 1
    assert in_sheet == [" | ".join(line.split(" | ")[:width]) for line in shown]


@each_question
@pytest.mark.parametrize("name", ARCHIVES)
def test_sql_python_and_findings_agree_in_every_archive(asked: Question, name: str, data: Mapping[str, Data]) -> None:
    of, (block,) = data[name], asked.blocks("python")
    found = of.by_sql(asked.blocks("sql")[-1])
    assert of.by_python(block) == found
    expected = FOUND[int(asked.title.partition(".")[0])]
    rows = lines_of(list(expected(of.graph, of.findings)))
    if expected is since:
        assert [line[:10] for line in found] == sorted(line[:10] for line in found)
        found, rows = sorted(line.rpartition(" | ")[0] for line in found), sorted(rows)
    assert found == rows


@pytest.mark.parametrize("day", ["2022-04-30", "2022-05-01", "2024-02-28", "2024-04-01", "2024-09-18", "2024-12-31"])
def test_the_advice_on_any_other_day_is_what_findings_say(day: str, data: Mapping[str, Data]) -> None:
    (asked,) = (one for one in QUESTIONS if "advice on a given day" in one.title)
    query, block = (text.replace("2023-04-30", day) for text in (asked.blocks("sql")[-1], asked.blocks("python")[0]))
    for of in data.values():
        expected = lines_of(list(advice_on(day, of.graph, of.findings)))
        assert of.by_sql(query) == of.by_python(block) == expected


@each_question
def test_the_pages_that_answer_it_are_on_the_site(asked: Question, data: Mapping[str, Data]) -> None:
    named = re.findall(r"`(/[^`?]*)(?:\?[^`]*)?`", asked.paragraph("On the site"))
    assert named or "on each project's page" in asked.paragraph("On the site")
    assert set(named) <= data[asked.archive].pages


def test_a_file_that_is_not_the_one_published_is_named(data: Mapping[str, Data], tmp_path: Path) -> None:
    (block,) = SECTIONS["Checking a download, now and in a year"].blocks("python")
    assert data["fenmoor"].by_python(block) == []
    copy = replace(data["fenmoor"], folder=Path(shutil.copytree(data["fenmoor"].folder, tmp_path / "copy")))
    (copy.folder / "events.csv").write_bytes((copy.folder / "events.csv").read_bytes() + b"\r\n")
    assert copy.by_python(block) == ["events.csv is not the file that was published"]


def test_the_loader_gives_every_value_as_the_database_has_it(data: Mapping[str, Data]) -> None:
    of = data["fenmoor"]
    as_loaded = of.by_python('for row in rows("exchanges"): print(row["id"], row["text"], row["replies"], sep=" | ")')
    assert as_loaded == of.by_sql("SELECT id, text, replies FROM exchanges ORDER BY rowid")


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="the program sqlite3 is not installed")
def test_the_command_line_prints_what_is_shown(data: Mapping[str, Data]) -> None:
    asked = QUESTIONS[0]
    folder, query = data[asked.archive].folder, asked.blocks("sql")[-1]
    (command,) = re.findall(r"`(sqlite3 [^`]*) < question\.sql`", DOC)
    run = subprocess.run(command, shell=True, cwd=folder, input=query, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == asked.answer


def test_every_table_is_in_the_picture_and_every_name_in_backticks_is_a_column_of_one() -> None:
    picture = SECTIONS["How the tables fit together"].blocks("text")[0]
    assert {one.name for one in TABLES} == set(re.findall(r"[a-z_]{4,}", picture)) & {one.name for one in TABLES}
    for table, column in re.findall(r"`([a-z_]+)\.([a-z_]+)`", DOC):
        for found in (one for one in TABLES if one.name == table):
            assert column == "csv" or column in [one.name for one in found.columns], f"{table}.{column}"


# --- as a spreadsheet does it -----------------------------------------------------------------------------------------


def by_spreadsheet(paragraph: str, of: Data) -> list[str]:
    """What is to be read when its steps are done."""
    name = re.findall(r"`(\w+)\.csv`", paragraph)[0]
    table, columns = of.table(name), [column.name for column in next(t for t in TABLES if t.name == name).columns]
    letters = dict(re.findall(r"\b([A-Z]{1,2})(?: is|, which is) `(\w+)`", paragraph))
    for letter, column in letters.items():
        assert columns.index(column) == index_of(letter), f"{column} is not {letter}"
    steps = re.sub(r"`=[^`]+`", "", paragraph)
    read = re.findall(r"`(\w+)`", (re.findall(r"Read ([^;.]+)[;.]", steps) or [""])[0])
    if "projects" in read:  # a row about several is about each
        table = [row | {"projects": one} for row in table for one in row["projects"].split(" ")]
    for by, order in re.findall(r"sort by ((?:`\w+`(?:, then )?)+), (largest|smallest) first", steps, re.IGNORECASE):
        keys = re.findall(r"`(\w+)`", by)
        is_number = keys == ["days_late"]
        table.sort(
            key=lambda row: [int(row[k] or 0) if is_number else row[k] for k in keys], reverse=order == "largest"
        )
    if new := re.findall(r"new column `=([^`]+)`", paragraph):
        table = filled_down(new[0], table, letters, of)
    for column, other, wanted in re.findall(
        r"(?:`(\w+)`|the (new) column) to ((?:(?!the new column)[^“`;.]|“[^”]*”)+)", steps
    ):
        table = [row for row in table if is_kept(row[column or other], wanted)]
    if "=AGGREGATE(12,5," in paragraph:  # the median of the numbers that a filter leaves
        (column,), (year,) = letters.values(), {row["date"][:4] for row in table}
        days = [int(row[column]) for row in table if row[column].isdigit()]
        return [f"{year} | {len(days)} | {median(days):.1f}"]
    if "`COUNT`, `MEDIAN` and `MAX`" in paragraph:
        numbers = [int(row["new"]) for row in table if row["new"]]
        return [f"{len(numbers)} | {median(numbers):.1f} | {max(numbers)}"]
    if "values the count" in steps:
        ((column, other),) = re.findall(r"rows (?:`(\w+)`|the (new) column)", steps)
        counts = Counter(row[column or other] for row in table)
        return [f"{value} | {count}" for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
    return lines_of([[row[column] for column in read] for row in table])


def filled_down(formula: str, table: Table, letters: Mapping[str, str], of: Data) -> Table:
    """With the column “new”: the formula as Python reads it, its highest row being the one that it is in."""
    here = max(map(int, re.findall(r"(?<=[A-Z])\d+", formula)))
    code = re.sub(r"\b(\w+)!A:([A-Z]+)", r"sheet('\1', '\2')", formula)
    code = re.sub(r"\b([A-Z]{1,2}):\1\b", r"column('\1')", code)
    code = re.sub(r"\b([A-Z]{1,2})(\d+)", lambda cell: f"cell('{cell[1]}', {here - int(cell[2])})", code)
    code = re.sub(r"(?<![<>])=", "==", code).replace("<>", "!=").replace("FALSE", "False")
    line = compile(code, formula, "eval")
    known = {
        "AND": lambda *values: all(values),
        "OR": lambda *values: any(values),
        "IF": lambda test, yes, no: yes if test else no,
        "IFERROR": lambda value, other: other if value is None else value,
        "LEN": len,
        "DATEVALUE": lambda text: date.fromisoformat(text).toordinal() if len(text) == 10 else 0,
        "COUNTIFS": lambda one, a, two, b: sum(x == a and y == b for x, y in zip(one, two, strict=True)),
        "VLOOKUP": lambda value, rows, number, _: next((row[number - 1] for row in rows if row[0] == value), None),
        "sheet": cache(lambda name, to: [list(row.values())[: index_of(to) + 1] for row in of.table(name)]),
        "column": cache(lambda letter: [row[letters[letter]] for row in table]),
    }
    made = []
    for number, row in enumerate(table):
        cells = {"cell": lambda letter, up, at=number: table[at - up][letters[letter]] if at >= up else ""}
        value = eval(line, known | cells)
        made.append(row | {"new": str(value).upper() if isinstance(value, bool) else str(value)})
    return made


def is_kept(cell: str, wanted: str) -> bool:
    values = re.findall(r"“([^”]*)”", wanted)
    assert values or "empty cells" in wanted, wanted
    if "begins with" in wanted:
        return any(map(cell.startswith, values))
    return any(value in cell for value in values) if "contains" in wanted else cell in (values or [""])


def index_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


# --- what findings say, without the tables ----------------------------------------------------------------------------


Said = Iterator[Sequence[str]]


def sent_back(graph: SiteGraph, findings: Findings) -> Said:
    codes = {code for code, outcome in graph.config.outcomes.items() if code in {"D", "E"}}
    for one in graph.decisions:
        if one.outcome in codes and not (one.decision and one.decision.by):
            label = f"{one.outcome}: {graph.config.outcomes[one.outcome].label}"
            yield str(one.day), " ".join(one.projects), label


def time_to_answer(graph: SiteGraph, findings: Findings) -> Said:
    every = []
    for one in graph.requests:
        state = findings.states[one.ref]
        if (
            state.name.startswith("answered")
            and not one.same_as
            and state.closed
            and one.asked.day
            and state.closed.day
        ):
            every.append((one.asked.year, (state.closed.first_day - one.asked.first_day).days))
    for year, found in groupby(sorted(every), key=lambda pair: pair[0]):
        days = [each for _, each in found]
        yield str(year), str(len(days)), f"{median(days):.1f}"


def attended_most(graph: SiteGraph, findings: Findings) -> Said:
    people = []
    for person in findings.attendance:
        deciding = [o for o in person.attended if o.organisation and graph.config.organisations[o.organisation].members]
        if deciding:
            people.append((-sum(one.how == "present" for one in deciding), person.name, len(deciding)))
    for times, name, recorded in sorted(people)[:3]:
        yield name, str(-times), str(recorded)


def about_accuracy(graph: SiteGraph, findings: Findings) -> Said:
    marked = {one.ref for one in findings.passages.get("accuracy", ()) if one.kind == "exchange"}
    for meeting in graph.meetings:
        records: tuple[Meeting | Review, ...] = (meeting, *graph.reviews_of_meeting[meeting.id])
        for record in records:
            corrections = [one.date for one in record.facts.corrections]
            corrected = f", as corrected on {max(corrections)}" if corrections else ""
            for said in (one for section in record.sections for one in section.exchanges):
                ref = Ref(record.name, f"q-{said.id}")
                if ref in marked:
                    _, text = speaker_of(said.turns[0], graph.names_at[meeting.id])
                    address = graph.config.url + addresses.of_ref(ref)[1:]
                    yield text.text, address, page_title(record, graph) + corrected


def advice_on(day: str, graph: SiteGraph, findings: Findings) -> Said:
    at = date.fromisoformat(day)
    every = set[tuple[str, str, str]]()
    for project, standing in findings.standings.items():
        for one in standing.every:
            over = one.ended and (one.ended.last_day if one.end == "ran-out" else one.ended.first_day)
            is_over = over and (at > over if one.end == "ran-out" else at >= over)
            days = [one.day]
            if one.is_reported:  # one outcome may be reported of several meetings
                entries = [e for e in graph.histories[project] if e.previous and e.review and one.day in e.when]
                days = [when for e in entries if e.review and e.review.name == one.ref.record for when in e.when]
            given = [when for when in days if when.first_day <= at]
            if given and not is_over:
                every.add((project, str(max(given)), one.outcome))
    yield from sorted(every)


def runs_out(graph: SiteGraph, findings: Findings) -> Said:
    every = []
    for project, standing in findings.standings.items():
        for one in standing.advice:
            if standing.name in {"until", "ran-out"} and one.until and one.until.year == 2024:
                outcome = graph.config.outcomes[one.outcome]
                label = f"{outcome.code or one.outcome}: {outcome.label}"
                every.append((str(one.until), project, standing.name, label))
    yield from sorted(every)


def overdue(graph: SiteGraph, findings: Findings) -> Said:
    as_of, every = graph.as_of, []
    for one in graph.requests:
        state = findings.states[one.ref]
        if state.name == "overdue" and not one.same_as:
            assert state.due
            assert as_of
            late = (as_of.first_day - state.due.last_day).days
            every.append((late, next(iter(one.projects), ""), one.request.text.text))
    for late, project, text in sorted(every, key=lambda row: -row[0]):
        yield str(late), project, text


def reviewed_once(graph: SiteGraph, findings: Findings) -> Said:
    every = []
    for project, history in graph.histories.items():
        reviews = [(when, one.facts) for one in history if one.facts for when in one.when]
        if len(reviews) == 1:
            every.append((str(reviews[0][0]), project, reviews[0][1].outcome))
    for when, project, outcome in sorted(every):
        yield project, when, outcome or "not-reported"


def since(graph: SiteGraph, findings: Findings) -> Said:
    """Without the addresses, in no order."""
    every: list[tuple[PartialDate, str, Sequence[str]]] = []
    for meeting in graph.meetings:
        kind = {"held": "met", "scheduled": "planned"}.get(meeting.facts.status, meeting.facts.status)
        every += [(day, kind, ()) for day in meeting.days]
    for review in graph.reviews.values():
        every.append((graph.day_of(review), "reviewed", review.projects))
    for one in graph.decisions:
        if one.decision or is_outcome(one.outcome, graph.config):
            every.append((one.day, "decided", one.projects))
    for asked in graph.requests:
        state = findings.states[asked.ref]
        if not asked.same_as:
            every.append((asked.asked, "asked", asked.projects))
            if state.name in {"overdue", "answered-late"} and state.due:
                after = state.due.last_day + timedelta(1)
                if asked.request.due and asked.request.due.next_meeting:
                    after -= timedelta(1)
                every.append((PartialDate(after.year, after.month, after.day), "became-overdue", asked.projects))
    for ref, answers in graph.answers.items():
        known = graph.request(ref)
        for given in answers:
            projects = known.projects if known else about(given.by)
            every.append((given.answer.date or given.date, "answered", projects))
    for project, standing in findings.standings.items():
        every += [(advice.ended, advice.end, (project,)) for advice in standing.every if advice.ended]
        every += [(event.date, "happened", (project,)) for event in graph.projects[project].facts.events]
    for record in graph.records:
        every += [(said.date, "corrected", about(record)) for _, said in corrections_of(record)]
    every += [(said.date, "removed", about(record)) for record, said in graph.removed]
    for day, kind, projects in every:
        for project in dict.fromkeys(projects) or ("",):
            if str(day) > "2024-05-22":
                yield str(day), kind, project


def about(record: AnyRecord) -> Sequence[str]:
    if isinstance(record, Project):
        return (record.id,)
    return record.projects if isinstance(record, Review) else ()


def gaps(graph: SiteGraph, findings: Findings) -> Said:
    found = []
    for history in graph.histories.values():
        days = sorted({when for one in history if one.facts for when in one.when})
        found += [(b.first_day - a.first_day).days for a, b in pairwise(days) if a.day and b.day]
    if found:
        yield str(len(found)), f"{median(found):.1f}", str(max(found))


def owing(graph: SiteGraph, findings: Findings) -> Said:
    every = []
    for one in graph.requests:
        state = findings.states[one.ref]
        if state.is_waiting and not one.same_as:
            project = graph.projects.get(next(iter(one.projects), ""))
            who = one.request.to or ("; ".join(project.facts.owner) if project else "") or "not-recorded"
            every.append((who, state.name == "overdue", bool(one.request.to)))
    grouped = {who: [row for row in every if row[0] == who] for who, _, _ in every}
    for who, rows in sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield who, str(len(rows)), str(sum(row[1] for row in rows)), str(sum(row[2] for row in rows))


def corrected(graph: SiteGraph, findings: Findings) -> Said:
    every: list[tuple[str, str, str, str]] = []
    for record in graph.records:
        for ref, one in corrections_of(record):
            every.append((str(one.date), "corrected", one.kind, addresses.of_ref(ref)))
    every += [(str(one.date), "removed", "", addresses.of_ref(Ref(record.name))) for record, one in graph.removed]
    for row in sorted(row for row in every if row[0] >= "2023-10-01"):
        yield *row[:3], f"{graph.config.url}{row[3][1:]}"


FOUND: Mapping[int, Callable[[SiteGraph, Findings], Said]] = dict(
    enumerate(
        (
            sent_back,
            time_to_answer,
            attended_most,
            about_accuracy,
            partial(advice_on, "2023-04-30"),
            runs_out,
            overdue,
            reviewed_once,
            since,
            gaps,
            owing,
            corrected,
        ),
        1,
    )
)
"""By the number of the question."""
