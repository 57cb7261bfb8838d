"""Every problem: its name, whether it stops the build, and its explanation, from which docs/problems.md is made.

A new problem is a name in `ProblemName` and a row here; then `make docs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Literal

# fmt: off
ProblemName = Literal[
    "alias", "bad-encoding", "control-character", "duplicate-key", "empty-file", "empty-value",
    "front-matter-unclosed", "nesting-too-deep", "oversize", "tag", "text-cut-by-hash", "unexpected-file",
    "unreadable-file", "yaml-syntax", "bad-date", "bad-id", "bad-reference", "bad-value", "bracketed-list",
    "end-before-start", "missing-configuration", "missing-field", "nobody-named", "unknown-field", "unknown-kind",
    "unknown-organisation", "unknown-outcome", "unknown-setting", "unknown-stage", "unknown-topic", "wrong-type",
    "answer-not-indented", "exchange-without-id", "heading-level", "html-as-words", "html-comment", "not-a-heading",
    "not-a-list", "picture", "raw-html", "runs-on", "shown-as-code", "stray-tag", "unknown-section",
    "unknown-speaker", "unsafe-link", "words-left-out", "attachment-missing", "attachment-outside",
    "attachment-type", "duplicate-anchor", "duplicate-item", "duplicate-url", "draft-cited", "person-listed-twice",
    "review-without-reasons", "unknown-item", "unknown-passage", "unknown-record", "answered-before-asked",
    "answers-contradict", "previous-contradicts", "unknown-title", "changed-in-silence", "page-gone",
    "passage-gone", "broken-link", "duplicate-html-id", "disk-full", "output-across-disks", "output-busy",
    "output-foreign-file", "output-unwritable", "search-failed",
]
# fmt: on
"""The names once more, for the type checker, which cannot read the rows; a test holds the two together."""


class Severity(StrEnum):
    ERROR = "error"
    """Stops the build."""
    WARNING = "warning"
    """Published all the same."""


@dataclass(frozen=True, slots=True)
class Row:
    severity: Severity
    explanation: str
    """Markdown, in a maintainer's words: what it means, an example, the next step."""


error = partial(Row, Severity.ERROR)
warning = partial(Row, Severity.WARNING)

READING: Mapping[ProblemName, Row] = {
    "alias": error("""
A value begins with `&` or `*`. There it would stand for something that is written elsewhere, which records may not do.

```yaml
moved: *chair           # wrong
moved: "*chair"         # right, if the asterisk is meant
moved: Ann Lee          # right, if somebody is meant
```

Write the value out. If the sign itself is meant, put the whole value in double quotes.
"""),
    "bad-encoding": error("""
The file is not stored as UTF-8, the usual way to store text. Or it once was opened as if it were not, and signs such as
`â€™` are left where an apostrophe stood. Or it is no text at all, but a document of a word processor.

In your editor, choose *Save as* and the encoding *UTF-8*. Type spoilt signs anew. Put documents into `content/files/`.
"""),
    "control-character": error("""
A sign stands there that nobody can see or make out: a soft hyphen from a PDF, a bullet of a word processor's own font,
a sign that turns the direction of reading. The message gives its number and name.

Delete it. If you cannot see it, delete the words around it and type them anew.
"""),
    "duplicate-key": error("""
One field is written twice in the same place.

```yaml
outcome: A
stage: final
outcome: B              # wrong: which one holds?
```

Keep one of the two. For several outcomes of one review, see `decisions:` in the record format.
"""),
    "empty-file": error("""
The file has nothing in it. Write the record, or delete the file.
"""),
    "empty-value": error("""
A field is there and has no value. Left out means *not recorded*; an empty field could mean anything.

```yaml
outcome:                # wrong
discussed: #7           # wrong: after a # everything is a comment
discussed: 7            # right
```

Write the value, or delete the line. If the minutes say that there was none, write `none`.
"""),
    "front-matter-unclosed": error("""
The facts must stand between two lines of exactly three hyphens. One of these lines is missing, has another number of
hyphens, or has become a dash.

```
---
discussed: 7
outcome: A
---

## Decision
```

Write `---`, alone on its line, above the facts and below them.
"""),
    "nesting-too-deep": error("""
Brackets inside brackets, or lists inside lists, go too deep to be meant. Often a bracket is left open, or lines are
indented further and further. Begin the lines further left, or close the bracket.
"""),
    "oversize": error("""
A record has more than 200,000 bytes, or an attachment more than 50 MB. Put long texts into `content/files/` as
documents, and link to very large files where they are published.
"""),
    "tag": error("""
A value begins with `!`. There it would be taken for an instruction to a program.

```yaml
moved: !important       # wrong
moved: "!important"     # right
```

Put the whole value in double quotes, or delete the sign.
"""),
    "text-cut-by-hash": warning("""
After a space, `#` begins a comment. What follows it is not part of the value.

```yaml
title: Meeting #2       # wrong: the title is only "Meeting"
title: "Meeting #2"     # right
```

Put the whole value in double quotes. If you mean a comment, write two spaces before the `#` and one after it.
"""),
    "unexpected-file": error("""
A file lies where no record is read from. Its name or its folder is not what candour looks for.

| Kind of record | Place |
| --- | --- |
| Meetings | `content/meetings/2023-02-08.md` |
| Reviews | `content/reviews/2023-02-08/knife-crime.md` |
| Projects | `content/projects/knife-crime.md` |
| Everything else | `content/files/` |

Move it, rename it so that it ends in `.md` or `.yaml`, or delete it.
"""),
    "unreadable-file": error("""
The computer does not let candour read the file or folder. Check that you may open it, and that no other program holds
it.
"""),
    "yaml-syntax": error("""
The facts cannot be read here. The message says what candour thinks is wrong. The commonest cases:

```yaml
moved: The chair: Ann Lee      # wrong: a colon inside the value
moved: "The chair: Ann Lee"    # right
outcome:A                      # wrong: no space after the colon
outcome: A                     # right
title: 'The group's view'      # wrong: the apostrophe ends the quoted text
title: "The group's view"      # right
title: [Draft] Meeting         # wrong: a bracket begins a list
title: "[Draft] Meeting"       # right
```

Use spaces and never tabs to indent, and straight quotation marks. A sentence is safest below `>`:

```yaml
text: >
  Three things: come back, explain, report.
```

A file is read only up to its first such mistake, so check again after mending it.
"""),
}

VALUES: Mapping[ProblemName, Row] = {
    "bad-date": error("""
This is not a date or a time, or there is no such day.

```yaml
until: 8/2/2023         # wrong
until: 2023-02-08       # right; or 2023-02, or 2023, when no more is known
start: 10.05            # wrong
start: 10:05            # right
```
"""),
    "bad-id": error("""
Names that become addresses have only small letters a to z, figures and single hyphens. That goes for the names of
files, requests, decisions, projects and the tags of questions.

```yaml
requests:
  Come_Back:            # wrong
  come-back:            # right
```

The hint often has a name that works. Names that are published already should not change: see
[passage-gone](#passage-gone).
"""),
    "bad-reference": error("""
This is not the name of a record, an item or a place; or a link is not written as links are.

```yaml
sources: Minutes of 8 February     # wrong
sources: 2023-02-08#item-7         # right
discussed: item 7                  # wrong
discussed: 7                       # right
moved_from: knife-crime            # wrong in a project: that would be a meeting
moved_from: project:knife-crime    # right
```

```markdown
See [the project] (project:knife-crime).     <- wrong: a space before the bracket
See [the project](project:knife-crime).      <- right
```

[Names of records and places](format.md#names-of-records-and-places) lists what can be written.
"""),
    "bad-value": error("""
The field is right and its value is not one that it knows, or would be read as something else than you mean.

```yaml
format: online          # wrong
format: virtual         # right
apologies: nil          # wrong: somebody called "nil"
apologies: none         # right
```

The hint lists what the field knows.
"""),
    "bracketed-list": error("""
People stand in square brackets, where every comma begins another person.

```yaml
chair: [R. Crisp, Chairman]        # wrong: two people
chair: R. Crisp, Chairman          # right
```

Write one person a line, each after a hyphen.
"""),
    "end-before-start": error("""
One date or time must come after another, and does not: a meeting ends before it starts, a request is due before it was
asked, earlier advice is later than the meeting that reports it. Often a year is mistyped. For a meeting that went on
past midnight write its `last_day`.
"""),
    "missing-configuration": error("""
There is no `site_config.yaml` in this folder. Copy candour's own and change it, or start the check in the folder that
holds yours.
"""),
    "missing-field": error("""
A field that every such record needs is not there. The message names it. If you wrote it, look for a typing mistake in
its name.
"""),
    "nobody-named": warning("""
The configuration does not say who runs the site, so every page says that nobody is named. A site that asks others to
account for what they decide should be open about itself.

```yaml
publisher:
  name: Ann Lee
  contact: mailto:ann@example.org
```

Write who runs it, and where readers can reach them: an e-mail address, a form, or `issues` for the issues of the
repository that the site is built from.
"""),
    "unknown-field": error("""
There is no field with this name here. It may be mistyped, begin with a capital letter, or belong to another kind of
record or another place in this one.

```yaml
outcme: A               # wrong
Outcome: A              # wrong
outcome: A              # right
```

If the line was meant as a text with a colon in it, put the whole of it in double quotes.
"""),
    "unknown-kind": error("""
The kind of project or request is not one that `site_config.yaml` lists under `project_kinds` or `request_kinds`. Use one
of those, or add it there.
"""),
    "unknown-organisation": error("""
The list of people stands below an organisation that `site_config.yaml` does not list. Use the short name from the left
side of its list, not the full name.

```yaml
present:
  Ethics Committee:     # wrong
  committee:            # right
```
"""),
    "unknown-outcome": error("""
The outcome is not one of the committee's. Write the code as `site_config.yaml` has it, without its meaning. Where there
is no outcome, write `none-recorded`, `not-sought` or `deferred`.

```yaml
outcome: "A: Proceed"   # wrong
outcome: A              # right
```
"""),
    "unknown-setting": error("""
`site_config.yaml` has a setting that candour does not know. Look for a typing mistake, or delete the line.
"""),
    "unknown-stage": error("""
The stage is not one that `site_config.yaml` lists under `stages`. Use one of those, or add it there.
"""),
    "unknown-topic": error("""
The topic is not one that `site_config.yaml` lists under `topics`. Use one of those, or add it there. Several topics
stand in brackets: `topics: [accuracy, stop-and-search]`.
"""),
    "wrong-type": error("""
The value has the wrong shape: a list where one text is expected, a text where further fields are expected, a word where
yes or no is expected.

```yaml
requests:
  return: Come back.           # wrong
  return:                      # right
    text: Come back.
```
"""),
}

TEXT: Mapping[ProblemName, Row] = {
    "answer-not-indented": warning("""
What looks like an answer stands as a question of its own, because its hyphen is not far enough to the right.

```markdown
- A member asked whether it works. {#works}
    - The presenter said that it does.
```

Begin the answer four spaces to the right of its question.
"""),
    "exchange-without-id": warning("""
A question has no name of its own, so its address is made of its first words, and changes when they do.
End its first line with the name that the hint offers, or a shorter one: `{#works}`.
"""),
    "heading-level": error("""
Headings in a record begin with `##`, and the parts below them with `###`. One `#` is the page's own title, and no level
may be left out. A heading cannot stand in a list, a quotation or among the facts.
"""),
    "html-as-words": warning("""
A title or another short text holds HTML, such as `<b>` or `&amp;`. Such texts have no bold or italic, so the
page shows the signs themselves. Write the words and signs you mean: `&`, not `&amp;`.
"""),
    "html-comment": error("""
`<!--` begins a comment in HTML, and here it would be printed. Delete it. Among the facts, a comment for editors begins
with `#`.
"""),
    "not-a-heading": error("""
A line was meant as a heading and is none, or is one by accident.

```markdown
##7. Update             <- wrong: no space after ##
## 7 Update             <- wrong: no full stop after the number
## 7. Update            <- right
## 4 weekly figures {#weekly-figures}     <- right, if 4 is not the item's number
```

A line of hyphens directly below a line makes that line a heading: leave an empty line between them.
"""),
    "not-a-list": error("""
Lines were meant as a list (or as a table) and would run together, or an entry has no words.

```markdown
• It is used.           <- wrong: a bullet of a word processor
-It is used.            <- wrong: no space after the hyphen
- It is used.           <- right
```

Begin each entry with a hyphen and a space. Among the facts, put a list below `|`, not `>`, when it is part of a text.
"""),
    "picture": error("""
A record cannot show pictures. Put the file into `content/files/` and link to it: `[The chart](files/chart.png)`.
"""),
    "raw-html": error("""
HTML is not allowed, and would be printed as it stands.

```markdown
It is <b>used</b>.      <- wrong
It is **used**.         <- right
```

Use Markdown in texts and sentences. Titles and names have neither: write `R&D`, not `R&amp;D`.
"""),
    "runs-on": error("""
A line was meant to stand by itself and is read as a part of the entry or quotation above it.

```markdown
- A member asked whether it works.
The presenter said that it does.        <- wrong: becomes a part of the question
```

Leave an empty line above it. If it does belong to the entry, begin it with as many spaces as the entry's words; if it
belongs to the quotation, begin it with `>`.
"""),
    "shown-as-code": error("""
This would be shown as computer code, in the letters of a typewriter: the line begins too far to the right, or a line of
three backticks never ends. Begin the line further left, or delete the backticks.
"""),
    "stray-tag": error("""
A tag such as `{#works}` stands where it has no effect, and would be printed. A tag ends a heading of a meeting, or the
first paragraph of a question; each has one.

```markdown
- A member {#works} asked whether it works.     <- wrong
- A member asked whether it works. {#works}     <- right
```
"""),
    "unknown-section": error("""
Reviews and projects have fixed sections, so that all of them read alike, and this is not one of them. Use one that the
hint names, or add the heading to `sections` in `site_config.yaml`.
"""),
    "unknown-speaker": warning("""
The words before a colon nearly name a speaker, but not quite, so they are shown as part of the text.

```markdown
    - Membre: It does not.          <- wrong
    - **Member:** It does not.      <- wrong: no bold letters
    - Member: It does not.          <- right
```

The chair, too, is written as in the list of those present. Speakers are `Member`, `Presenter`, `Chair`, `Committee`, `Noted`, and the people who were present, as the meeting's
record writes them.
"""),
    "unsafe-link": error("""
A link may lead to an address that begins with `https:` or `mailto:`, to a record, or to a file of the archive. Others
are refused because they are not safe for readers. Try the address with `https:` in place of `http:`.
"""),
    "words-left-out": error(r"""
Some words would not appear on the page: more cells in a row of a table than its first row has, words inside the address
of a link, or numbers of a list that would change.

```markdown
1. First
2. Second
4. Fourth               <- wrong: it would become 3
4\. Fourth              <- right, as a paragraph of its own
```
"""),
}

LINKING: Mapping[ProblemName, Row] = {
    "attachment-missing": error("""
There is no such file in `content/files/`. Names must be the same to the letter, capital letters included. Leave out
`content/files/` itself.
"""),
    "attachment-outside": error("""
The file lies outside the archive, or is only a link to another place. Copy the file into `content/files/` and write its
name.
"""),
    "attachment-type": error("""
Files of this type are not published: web pages and programs could harm readers. The hint lists the types that are.
"""),
    "duplicate-anchor": error("""
Two places of one page have the same address, or a heading has a name that the page uses for itself. Give one of them
another name.
"""),
    "duplicate-item": error("""
Two headings of a meeting have one number or one name. Correct the number, or give one heading a name of its own:
`## Break {#lunch}`.
"""),
    "duplicate-url": error("""
Two records would be one page: a `.md` and a `.yaml` file with one name, a former name (`moved_from`) that still has a
record, or a file of your own where a page goes. Keep one, or rename one.
"""),
    "draft-cited": error("""
A published record names a draft, which readers cannot see. Publish the draft, or leave the reference out until then.
"""),
    "person-listed-twice": warning("""
One person stands in the attendance twice, perhaps in two spellings that `people.yaml` makes one. Keep one
entry. If they are two people, write their names so that readers can tell them apart.
"""),
    "review-without-reasons": warning("""
A review has an outcome and says nothing under `## Decision`. Write the reasons there; if the minutes give
none, say so there.
"""),
    "unknown-item": error("""
The meeting has no such agenda item. Look at the headings of the meeting's record: `## 7. Title` is item 7, and the full
stop is needed.
"""),
    "unknown-passage": error("""
The record is there, but has no question, request, decision or section with this name. Look for its name in that record;
the hint has the nearest.
"""),
    "unknown-record": error("""
There is no record with this name. Correct the name, or add the file. A review needs the record of its meeting and of its
project.
"""),
}

CONSISTENCY: Mapping[ProblemName, Row] = {
    "answered-before-asked": error("""
An answer stands before the request that it answers. Check which request is meant, the dates, and the agenda items.
"""),
    "answers-contradict": error("""
One record says that a request was answered in full or withdrawn, and a later one says something else. Correct the one
that is wrong.
"""),
    "previous-contradicts": error("""
The minutes of a later meeting report advice that the archive's own record of the earlier meeting does not have, or has
otherwise. Compare both minutes and correct the record that is wrong. If the minutes themselves disagree, say so in a
`note`.
"""),
    "unknown-title": warning("""
An item of the agenda is reviewed as a project, and its heading holds none of the names that the project goes by. Either
the review is of another project, or the project has one more name: add it under `aliases:` of the project, with `at:` to
say where it was called so.
"""),
}

LEDGER: Mapping[ProblemName, Row] = {
    "changed-in-silence": error("""
An outcome, a decision, a request, an answer, an attendance or an exchange was published and says something else now.
Say so under `corrections:` of the record; the message shows the entry to paste:

```yaml
corrections:
  - {date: 2023-06-01, about: the outcome, kind: error, wrong: A, right: E, why: The minutes say E.}
```

For slips that change no meaning write `kind: typing`. Leave `wrong` out for a redaction.
"""),
    "page-gone": error("""
A page was published and is not there any more, so that links to it would break. If the record was renamed, write its
former name in the new file: `moved_from: 2023-02-08`. If it is to go, put the file back and write
`removed: {date: 2023-06-01, why: …}`.
"""),
    "passage-gone": error("""
A place on a page was published and is not there any more. Give it its old name back, or keep the old name beside the
new one: `{#new-name #old-name}`; for a request or decision, `formerly: old-name`.
"""),
}

PAGES: Mapping[ProblemName, Row] = {
    "broken-link": error("""
A link on a finished page leads nowhere.
"""),
    "duplicate-html-id": error("""
Two places of a finished page have one address.
"""),
}

PUBLISHING: Mapping[ProblemName, Row] = {
    "disk-full": error("""
There is no space left for the new site. Free some and build again.
"""),
    "output-across-disks": error("""
The folder for the site lies on a disk of its own, so that the new site cannot take its place in one step. Choose a
folder inside it.
"""),
    "output-busy": error("""
Another build works in the same folder. Wait until it has ended, and build again.
"""),
    "output-foreign-file": error("""
The folder for the site holds files that candour did not make, and it deletes nothing that is not its own. Move them
away, or choose another folder. Files of your own that belong on the site lie in `static/root/`.
"""),
    "output-unwritable": error("""
The computer does not let candour write the site. Check that the folder is yours and that no other program holds it.
"""),
    "search-failed": error("""
The search index could not be made, and a site whose search finds nothing would mislead. The message says why. Build
again; if it happens twice, report it.
"""),
}

GROUPS: Mapping[str, Mapping[ProblemName, Row]] = {
    "Reading the files": READING,
    "Names and values": VALUES,
    "The text": TEXT,
    "Between records": LINKING,
    "What records say of each other": CONSISTENCY,
    "What was published before": LEDGER,
    "The finished pages": PAGES,
    "Publishing": PUBLISHING,
}
"""By the titles that docs/problems.md gives them."""
CATALOGUE: Mapping[ProblemName, Row] = {name: row for rows in GROUPS.values() for name, row in rows.items()}
