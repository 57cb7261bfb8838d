"""Archives of any size for measuring and testing: invented records that look like real ones.

    python benchmarks/generate.py FOLDER --reviews 1000
    python benchmarks/generate.py FOLDER --reviews 1120 --projects 362 --days 3 --items 22    # as of a standards body

The same arguments give the same bytes. About six reviews make a meeting, four more for each further day, and about five
a project; every review has a presentation, exchanges, reasons, requests and answers to earlier requests, as the
committee's own records have.
"""

import argparse
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

REVIEWS_OF_A_MEETING = 6
REVIEWS_OF_A_FURTHER_DAY = 4
REVIEWS_OF_A_PROJECT = 5

CONFIG = """\
title: Decisions on models and data
url: https://example.org/decisions/
committee: {name: Ethics Committee, of: Example City Police, short: the Committee}
publisher: Ann Lee
notices:
  authority: The authoritative record is the minutes.
  records: These records are invented.
outcomes:
  A: {label: Proceed, tone: positive, meaning: The advice is to go ahead.}
  B: {label: Proceed with minor amendments, tone: caution, meaning: The advice is to go ahead with changes.}
  C: {label: Pause, tone: waiting, meaning: The advice is to wait.}
  D: {label: Reject, tone: negative, meaning: The advice is to stop.}
  E: {label: More information needed, tone: waiting, meaning: The Committee needs to know more.}
stages:
  in-principle: In principle
  update: Update
  final: Final report
project_kinds: {predictive-model: Predictive model, analysis: Analysis, data-collection: Data collection}
request_kinds: {information: Information, amendment: Amendment, report-back: Report back}
organisations:
  members: {name: Ethics Committee, members: yes}
  police: {name: Example City Police}
  lab: {name: Data Lab, part_of: police}
topics:
  accuracy: Accuracy
  data-quality: Data quality
  deployment: Effect on deployment
  guidance: Guidance and training
  public-trust: Public trust
  stop-and-search: Stop and search
  vulnerability: Victims and vulnerability
"""

_FIRST = "Ada Ben Cleo Dan Eve Finn Gita Hal Ines Jo Kai Lena Max Nia Otto Pia Rosa Sam Tess Uma Vic Zoe".split()
_LAST = "Abbott Baker Chandra Dale Evans Fofana Grant Hughes Iqbal Jones Khan Lewis Mensah Novak Okoro Patel".split()
_TOPICS = "accuracy data-quality deployment guidance public-trust stop-and-search vulnerability".split()
_WHAT = "burglary,violence,vehicle theft,fraud,missing persons,domestic abuse,public disorder,hate crime".split(",")
_HOW = "prediction,demand forecast,network analysis,text classification,risk score,hotspot map,triage tool".split(",")
_WHO = "A member,The Committee,The presenter,The Data Lab,The force,A colleague from the policy team".split(",")
_DID = (
    "asked how,explained how,was concerned about how,wished to understand how,noted how,wanted more evidence on how,"
    "described in detail how,questioned whether anyone had tested how"
).split(",")
_THING = (
    "the model,the dashboard,the score,the sampling of records,the data on individuals,the training for officers,"
    "the comparison with earlier years,the missing part of the data,the evaluation"
).split(",")
_DOES = (
    "affects decisions on deployment,is explained to those who use it,treats areas with few records,"
    "compares with the judgement of officers,changes when the data is of poor quality,weighs older reports,"
    "is checked for bias against protected groups,would be shared with partner agencies,"
    "reflects what victims have said,is kept separate from enforcement"
).split(",")
_BESIDE = "Report on,Questions about,Plans for,A letter about,The wording of,Thanks for".split(",")
_ENDS = (
    "",
    ", and asked for figures",
    " in the twelve months before the meeting",
    ", although the numbers are small",
    ", which the earlier paper had left open",
    ", and whether the public has been told",
)


def generate(
    folder: Path, reviews: int = 1000, seed: int = 1, *, projects: int = 0, days: int = 1, items: int = 0
) -> None:
    """Writes an archive with so many reviews below `folder`.

    `projects`: how many (0: as many as fit the reviews); `days`: of each meeting; `items`: on each agenda, beside those
    that are reviewed.
    """
    words = _Words(random.Random(seed))
    names = [f"project-{n:04}" for n in range(1, (projects or max(1, reviews // REVIEWS_OF_A_PROJECT)) + 1)]
    titles = {name: f"{words.pick(_WHAT).capitalize()} {words.pick(_HOW)} {name[-4:]}" for name in names}
    of_a_meeting = REVIEWS_OF_A_MEETING + REVIEWS_OF_A_FURTHER_DAY * (days - 1)
    _write(folder / "site_config.yaml", CONFIG)
    asked: dict[str, list[str]] = {name: [] for name in names}
    met: dict[str, str] = {}
    left = reviews
    for day in _days(max(1, -(-reviews // of_a_meeting)), words):
        chosen = words.random.sample(names, min(of_a_meeting, left, len(names)))
        left -= len(chosen)
        agenda = words.mixed([*chosen, *[""] * items]) if items else chosen
        headings = [titles[project] if project else words.subject() for project in agenda]
        _write(folder / f"content/meetings/{day}.md", _meeting(day, days, headings, words))
        for project in chosen:
            name, item = f"{day}/{project}", agenda.index(project) + 2
            decided = item if days > 1 else len(agenda) + 2
            text = _review(name, item, decided, asked[project], met.get(project, ""), words)
            _write(folder / f"content/reviews/{name}.md", text)
            met[project] = day
    for project in names:
        _write(folder / f"content/projects/{project}.md", _project(titles[project], met.get(project, ""), words))


class _Words:
    """Sentences, always the same for the same start."""

    def __init__(self, source: random.Random) -> None:
        self.random = source

    def pick(self, options: Sequence[str]) -> str:
        return self.random.choice(options)

    def mixed(self, options: Sequence[str]) -> list[str]:
        return self.random.sample(options, len(options))

    def subject(self) -> str:
        return f"{self.pick(_BESIDE)} {self.pick(_THING)}"

    def sentence(self, who: str = "") -> str:
        return f"{who or self.pick(_WHO)} {self.pick(_DID)} {self.pick(_THING)} {self.pick(_DOES)}{self.pick(_ENDS)}."

    def sentences(self, fewest: int, most: int) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(fewest, most)))


_THIRTY_YEARS = 10_950


def _days(number: int, words: _Words) -> list[str]:
    """Meetings about five weeks apart, the last in 2024; many lie closer, so that they cover thirty years or so."""
    day, found = date(2024, 12, 4), []
    for _ in range(number):
        found.append(day.isoformat())
        fewest, most = (7, 14) if number < 1400 else (1, 2 * _THIRTY_YEARS // number)
        day -= timedelta(days=words.random.randint(5, 9) * 7 if number < 200 else words.random.randint(fewest, most))
    return found[::-1]


def _meeting(day: str, days: int, titles: list[str], words: _Words) -> str:
    """Its items are spread evenly over its days."""
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    present = words.random.sample(names[::3], 12)
    people = {"members": present[:8], "police": present[8:11], "lab": present[11:]}
    listed = "".join(
        f"  {organisation}:\n" + "".join(f"    - {name}\n" for name in group) for organisation, group in people.items()
    )
    headings = ["Welcome", *titles, "Committee discussion"]
    agenda, last_day = _agenda(day, days, len(headings))
    body = "\n".join(f"## {number}. {title}\n\n{words.sentences(1, 3)}\n" for number, title in enumerate(headings, 1))
    return (
        f"---\ntitle: Formal meeting\n{last_day}format: virtual\nplace: Teams\nstart: 10:00\nend: 13:00\n"
        f"source: {{title: Minutes of {day}, publisher: Example City Police}}\nchair: {present[0]}\n"
        f"present:\n{listed}agenda:\n{agenda}---\n\n{body}"
    )


def _agenda(day: str, days: int, number: int) -> tuple[str, str]:
    """The facts of so many items, and the last day of the meeting when it has several."""
    if days == 1:
        return "".join(f"  {item}: {{{_time(item)}lead: Data Lab}}\n" for item in range(1, number + 1)), ""
    of_a_day, first, agenda = -(-number // days), date.fromisoformat(day), ""
    for item in range(number):
        on = first + timedelta(days=item // of_a_day)
        agenda += f"  {item + 1}: {{date: {on}, {_time(item % of_a_day)}lead: Data Lab}}\n"
    return agenda, f"last_day: {first + timedelta(days=days - 1)}\n"


def _time(quarter: int) -> str:
    """A quarter of an hour of the day, counted from ten o'clock; nothing after midnight."""
    return f"time: '{10 + quarter // 4}:{quarter % 4 * 15:02}', " if quarter < 4 * 14 else ""


def _review(name: str, item: int, decided: int, asked: list[str], before: str, words: _Words) -> str:
    """`asked` are the requests of the project still without an answer; what this review asks is added to it."""
    stage = words.pick(["in-principle", "update", "final"])
    front = f"discussed: {item}\ndecided: {decided}\nstage: {stage}\noutcome: {words.pick('AABBCDE')}\n"
    if words.random.random() < 0.5:
        front += f"status: {words.pick(['proposed', 'in-development', 'on-trial', 'in-use'])}\n"
    if not before and words.random.random() < 0.2:
        front += f"previous: {{when: {int(name[:4]) - 1}-11, outcome: B}}\n"
    if asked and words.random.random() < 0.7:
        front += f"answers:\n  {asked.pop(0)}: {words.pick(['fully', 'partly', 'not-yet'])}\n"
    slug = "".join(words.pick("abcdefghijklmnop") for _ in range(6))
    front += "requests:\n"
    for number in range(1, words.random.randint(1, 3) + 1):
        asked.append(f"{name}#request-ask-{number}")
        front += f"  ask-{number}:\n    kind: {words.pick(['information', 'amendment', 'report-back'])}\n"
        front += f"    topics: {words.pick(_TOPICS)}\n    text: >\n      {words.sentence()}\n"
    points = "".join(f"- {words.sentences(1, 2)}\n" for _ in range(words.random.randint(2, 4)))
    exchanges = ""
    for number in range(1, words.random.randint(3, 5) + 1):
        tag = f"{{#{slug}-{number} {words.pick(_TOPICS)}}}"
        exchanges += f"- {words.sentence('A member')} {words.sentences(0, 2)}\n  {tag}\n"
        exchanges += "".join(f"    - {words.sentences(1, 2)}\n" for _ in range(words.random.randint(1, 3)))
    earlier = f"## Earlier advice\n\n{words.sentences(1, 2)}\n\n" if before else ""
    return (
        f"---\n{front}---\n\n{earlier}## Presentation\n\n{points}\n"
        f"## Questions and comments\n\n{exchanges}\n## Decision\n\n{words.sentences(1, 3)}\n"
    )


def _project(title: str, newest: str, words: _Words) -> str:
    sources = f"sources: {newest}#item-1\n" if newest else ""
    kind = words.pick(["predictive-model", "analysis", "data-collection"])
    return (
        f"---\ntitle: {title}\nkind: {kind}\nowner: Example City Police\naliases: The {title.lower()}\n"
        f"topics: [{', '.join(sorted(words.random.sample(_TOPICS, 2)))}]\n{sources}---\n\n"
        f"## Summary\n\n{words.sentences(1, 2)}\n\n## Human oversight\n\n{words.sentence()}\n"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write an invented archive.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reviews", type=int, default=1000)
    parser.add_argument("--projects", type=int, default=0, help="how many (otherwise a fifth of the reviews)")
    parser.add_argument("--days", type=int, default=1, help="of each meeting")
    parser.add_argument("--items", type=int, default=0, help="on each agenda, beside those that are reviewed")
    parser.add_argument("--seed", type=int, default=1)
    generate(**vars(parser.parse_args()))
