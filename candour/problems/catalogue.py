"""Every problem's name, and whether it stops the build. `docs/problems.md` explains each; tests hold them together."""

from enum import StrEnum
from typing import Literal, get_args

ErrorName = Literal[
    "agenda-contradicts",
    "answer-not-indented",
    "ambiguous-speaker",
    "answered-before-asked",
    "answers-contradict",
    "attachment-missing",
    "attachment-outside",
    "attachment-type",
    "bad-date",
    "bad-encoding",
    "bad-id",
    "bad-reference",
    "bad-value",
    "bracketed-list",
    "broken-link",
    "changed-in-silence",
    "control-character",
    "disk-full",
    "draft-cited",
    "duplicate-anchor",
    "duplicate-html-id",
    "duplicate-item",
    "duplicate-key",
    "duplicate-url",
    "empty-file",
    "empty-value",
    "end-before-start",
    "front-matter-unclosed",
    "heading-level",
    "later-than-this",
    "missing-configuration",
    "missing-field",
    "nesting-too-deep",
    "not-a-heading",
    "not-a-list",
    "output-busy",
    "output-foreign-file",
    "output-misplaced",
    "output-unwritable",
    "oversize",
    "page-failed",
    "page-gone",
    "passage-gone",
    "picture",
    "previous-contradicts",
    "raw-html",
    "relations-contradict",
    "runs-on",
    "search-failed",
    "shown-as-code",
    "status-contradicts",
    "stray-tag",
    "template-mistake",
    "two-versions",
    "unexpected-file",
    "unknown-field",
    "unknown-item",
    "unknown-kind",
    "unknown-organisation",
    "unknown-outcome",
    "unknown-passage",
    "unknown-record",
    "unknown-section",
    "unknown-setting",
    "unknown-stage",
    "unknown-topic",
    "unreadable-file",
    "unsafe-link",
    "words-left-out",
    "wrong-type",
    "yaml-syntax",
]
"""These stop the build."""
WarningName = Literal[
    "accepted-in-vain",
    "exchange-without-id",
    "html-as-words",
    "nobody-named",
    "not-compared",
    "not-published",
    "outcomes-differ",
    "person-in-two-spellings",
    "person-listed-twice",
    "replaces-nothing",
    "review-without-reasons",
    "shown-as-typed",
    "status-doubtful",
    "speaker-not-there",
    "still-named",
    "text-cut-by-hash",
    "times-contradict",
    "unknown-speaker",
    "unknown-title",
    "votes-contradict",
]
"""What has one of these is published all the same."""
ProblemName = ErrorName | WarningName


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


SEVERITIES: dict[str, Severity] = dict.fromkeys(get_args(ErrorName), Severity.ERROR)
SEVERITIES |= dict.fromkeys(get_args(WarningName), Severity.WARNING)
"""Of every problem, by its name."""
