"""An archive in which every field of every record is filled in, each text with words of the test's own choice."""

from collections.abc import Callable, Mapping
from typing import Any

import yaml

Words = Callable[[str], str]
"""The name of a field -> what stands in it."""


def everything(text: Words, prose: Words) -> Mapping[str, str]:
    """The archive's files; `text` writes the plain fields and `prose` the Markdown ones."""

    def record(body: str = "", **fields: Any) -> str:
        return f"---\n{_yaml(fields)}---\n{body}"

    def document(name: str, **more: str) -> dict[str, str]:
        plain = {key: text(f"{name}.{key}") for key in ("title", "publisher", "pages")}
        return {**plain, "published": "2021-04", "note": prose(f"{name}.note"), **more}

    def people(name: str) -> list[Any]:
        full = {key: text(f"{name}.{key}") for key in ("name", "initials", "role")}
        return [{**full, "joined": "1", "left": "10:30", "note": prose(f"{name}.note")}]

    def votes(name: str) -> dict[str, Any]:
        sides = {key: text(f"{name}.votes.{key}") for key in ("for", "against", "abstained", "words")}
        return {**sides, "answers": {text(f"{name}.votes.answer"): text(f"{name}.votes.answers")}}

    def decision(name: str, **more: Any) -> dict[str, Any]:
        plain = {key: text(f"{name}.{key}") for key in ("on", "by", "moved", "seconded")}
        told = {"text": prose(f"{name}.text"), "note": prose(f"{name}.note")}
        return {
            **plain,
            **told,
            "votes": votes(name),
            "outcome": "A",
            "stage": "first",
            "until": "2027",
            "date": "2025-02-10",
            "replaces": "2024-11#decision-first",
            "formerly": "old",
            **more,
        }

    def request(name: str, **more: Any) -> dict[str, Any]:
        plain = {key: text(f"{name}.{key}") for key in ("to", "due_from", "ref")}
        told = {"text": prose(f"{name}.text"), "note": prose(f"{name}.note")}
        fixed = {"kind": "report", "strength": "suggested", "by": "member", "due": "2026-05", "topics": "fairness"}
        return {**plain, **told, **fixed, "passage": "asking", "formerly": "old", **more}

    def corrections(name: str) -> list[dict[str, str]]:
        told = {key: prose(f"{name}.corrections.{key}") for key in ("wrong", "right", "why")}
        return [{"date": "2025-06", "kind": "error", "about": text(f"{name}.corrections.about"), **told}]

    def common(name: str, former: str) -> dict[str, Any]:
        accepts = {"accepts": {"html-as-words": "They are meant as words."}}
        return {
            "note": prose(f"{name}.note"),
            "moved_from": former,
            "corrections": corrections(name),
            "draft": "no",
            **accepts,
        }

    config = {
        "title": text("config.title"),
        "headline": text("config.headline"),
        "introduction": prose("config.introduction"),
        "url": "https://example.org/ethics/",
        "colour": "#7a1f3d",
        "report": "mailto:editors@example.org",
        "record_source": "https://example.org/archive/{path}",
        "language": "en",
        "timezone": "Europe/London",
        "committee": {
            **{key: text(f"config.committee.{key}") for key in ("name", "of", "short")},
            "gives": "advice",
            "url": "https://example.org/committee",
            "minutes": "https://example.org/committee/minutes",
        },
        "publisher": {"name": text("config.publisher.name"), "contact": "mailto:publisher@example.org"},
        "picture": "picture.png",
        "notices": {key: prose(f"config.notices.{key}") for key in ("authority", "independence", "records", "licence")},
        "as_of": "2025-12-31",
        "outcomes": {
            "A": {
                "label": text("config.outcome.label"),
                "code": text("config.outcome.code"),
                "tone": "positive",
                "meaning": prose("config.outcome.meaning"),
                "from": "2019",
                "until": "2029",
            }
        },
        "stages": {
            "first": {
                "label": text("config.stage.label"),
                "occasion": text("config.stage.occasion"),
                "meaning": prose("config.stage.meaning"),
            },
            "second": {"label": text("config.second.label")},
        },
        "project_kinds": {"model": text("config.project_kind")},
        "request_kinds": {"report": text("config.request_kind")},
        "organisations": {
            "whole": {"name": text("config.whole.name"), "members": "yes"},
            "part": {
                "name": text("config.organisation.name"),
                "short": text("config.organisation.short"),
                "members": "no",
                "part_of": "whole",
                "also": text("config.organisation.also"),
            },
        },
        "topics": {"fairness": text("config.topic")},
        "glossary": {"ABC": text("config.glossary")},
        "sections": {"review": "Equality", "project": "Costs"},
    }
    earlier = record(
        f"## 1. Opening {{#1}}\n\n{prose('earlier.body')}\n",
        requests={"old": {"item": "1", "text": prose("earlier.request.text")}},
        decisions={"first": {"item": "1", "text": prose("earlier.decision.text")}},
    )
    meeting = record(
        f"{prose('meeting.introduction')}\n\n## 1. {prose('meeting.heading')}\n\n{prose('meeting.body')}\n\n"
        f"### 1.a. {prose('meeting.subheading')}\n\n> {prose('meeting.quotation')}\n\n## Break\n\n## 2. Other\n",
        title=text("meeting.title"),
        date="2025-03-04",
        last_day="2025-03-05",
        status="held",
        minutes="approved",
        format="hybrid",
        place=text("meeting.place"),
        start="9:30",
        end="12:00",
        sittings=[
            {
                "date": "2025-03-04",
                "start": "9:30",
                "end": "11:00",
                "place": text("meeting.sitting.place"),
                "present": {"part": people("meeting.sitting.present")},
                "quorate": "no",
                "note": prose("meeting.sitting.note"),
            },
            {"date": "2025-03-05"},
        ],
        joint_with=[text("meeting.joint_with"), text("meeting.joint_with_another")],
        timezone="Europe/Paris",
        source=document("meeting.source", url="https://example.org/minutes"),
        papers=document("meeting.paper", file="paper.pdf"),
        chair=people("meeting.chair"),
        present={"whole": people("meeting.present")},
        apologies={"part": people("meeting.apologies")},
        absent={"part": people("meeting.absent")},
        observing=people("meeting.observing"),
        withheld={"present": "1"},
        public="4",
        quorate="yes",
        interests=[
            {"name": text("interest.name"), "item": "1", "text": text("interest.text"), "took_part": "no"},
        ],
        approves={
            "meeting": "2024-11",
            "moved": text("approval.moved"),
            "seconded": text("approval.seconded"),
            "amendments": prose("approval.amendments"),
        },
        agenda={
            "1": {
                "time": "9:35",
                "lead": text("agenda.lead"),
                "kind": "item",
                "date": "2025-03-04",
                "project": "beta",
                "private": "yes",
                "ref": text("agenda.ref"),
                "note": prose("agenda.note"),
            },
            "break": {"status": "not-reached"},
            "2": {"after": "1"},
        },
        requests={
            "due": request(
                "meeting.request",
                item="2",
                asked="2024-11",
                asked_from=text("meeting.request.asked_from"),
                progress=prose("meeting.request.progress"),
                same_as="2024-11#request-old",
                project="alpha",
                passage="2",
            ),
            "again": {"item": "2", "text": prose("meeting.again.text"), "follows": "2024-11#request-old"},
        },
        decisions={"bench": decision("meeting.decision", item="2", project="beta")},
        answers={
            "2024-11#request-old": {
                "how": "partly",
                "date": "2025-02-17",
                "passage": "1",
                "text": prose("meeting.answer.text"),
                "note": prose("meeting.answer.note"),
            }
        },
        **common("meeting", "2025-03-03"),
    )
    review = record(
        f"## Earlier advice\n\n{prose('review.earlier')}\n\n## Presentation\n\n{prose('review.presentation')}\n\n"
        f"## Equality\n\n{prose('review.equality')}\n\n## Questions and comments\n\n{prose('review.questions')}\n\n"
        f"- {prose('review.turn')} {{#asking fairness}}\n    - Presenter: {prose('review.answer')}\n\n"
        f"## Decision\n\n{prose('review.decision')}\n",
        project=["alpha", "beta"],
        discussed=["1", "2"],
        decided="2",
        stage="first",
        stage_sought="second",
        status="on-trial",
        outcome="A",
        until="2026",
        votes=votes("review"),
        why=text("review.why"),
        moved=text("review.moved"),
        seconded=text("review.seconded"),
        presented_by=text("review.presented_by"),
        topics="fairness",
        papers=document("review.paper", file="paper.pdf"),
        previous={
            "when": ["2024-05", "2024-06"],
            "stage": "first",
            "outcome": "A",
            "until": "2025-01",
            "passage": "earlier-advice",
            "note": prose("previous.note"),
        },
        answers={
            "2024-11#request-old": {
                "how": "fully",
                "date": "2025-02-18",
                "passage": "asking",
                "text": prose("review.answers.text"),
                "note": prose("review.answers.note"),
            }
        },
        requests={
            "more": request("review.request", same_as="2024-11#request-old", project="alpha"),
            "again": {"text": prose("review.again.text"), "follows": "2024-11#request-old"},
        },
        decisions={"part": decision("review.decisions", project="alpha", item="1")},
        **common("review", "2025-03-03/both"),
    )
    project = record(
        f"## Summary\n\n{prose('project.summary')}\n\n## Costs\n\n{prose('project.costs')}\n",
        title=text("project.title"),
        kind="model",
        owner=[text("project.owner"), text("project.owner_too")],
        supplier=text("project.supplier"),
        aliases=[{"name": text("alias.name"), "at": "2025-03-04#item-1", "until": "2025", "note": prose("alias.note")}],
        related={"beta": "replaces"},
        topics="fairness",
        sources="2025-03-04#item-1",
        links=document("project.link", url="https://example.org/project"),
        papers=document("project.paper", file="paper.pdf"),
        events=[
            {
                "date": "2025-05",
                "text": prose("event.text"),
                "status": "in-use",
                "source": document("event.source", url="https://example.org/event"),
            }
        ],
        **common("project", "project:before"),
    )
    gone = record(title=text("gone.title"), removed={"date": "2025-07-08", "why": prose("gone.why")})
    return {
        "site_config.yaml": _yaml(config),
        "people.yaml": _yaml({text("meeting.present.name"): [text("people.also")]}),
        "files/paper.pdf": "A paper.",
        "files/picture.png": "A picture.",
        "meetings/2024-11.md": earlier,
        "meetings/2025-03-04.md": meeting,
        "reviews/2025-03-04/both.md": review,
        "projects/alpha.md": project,
        "projects/beta.md": record(title=text("other.title"), owner=text("project.owner")),
        "projects/gone.md": gone,
    }


def _yaml(fields: Any) -> str:
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
