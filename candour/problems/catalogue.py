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
    "review-without-reasons", "unknown-item", "unknown-passage", "unknown-record", "agenda-contradicts",
    "answered-before-asked", "later-than-this", "answers-contradict", "outcomes-differ", "previous-contradicts",
    "unknown-title", "changed-in-silence", "page-gone", "passage-gone", "broken-link", "duplicate-html-id",
    "disk-full", "output-across-disks", "output-busy", "output-foreign-file", "output-unwritable", "search-failed",
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
A value begins with `&` or `*`. In YAML these refer to something that is written elsewhere, which records may not do.

```yaml
moved: *chair           # wrong
moved: "*chair"         # right, if the asterisk is meant
moved: Ann Lee          # right, if somebody is meant
```

Write the value out. If you mean the character itself, put the whole value in double quotes.
"""),
    "bad-encoding": error("""
The file is not stored as UTF-8, the usual way to store text. Or it was once opened in the wrong encoding, and
characters such as `â€™` have taken the place of an apostrophe. Or it is not text at all, but a word processor's
document.

In your editor, choose *Save as* and the encoding *UTF-8*. Retype garbled characters. Put documents into
`content/files/`.
"""),
    "control-character": error("""
The text has an invisible or unreadable character: a soft hyphen from a PDF, a bullet from a word processor's own font,
a character that reverses the direction of reading. The message gives its number and name.

Delete it. If you cannot see it, delete the words around it and type them again.
"""),
    "duplicate-key": error("""
A field is written twice in the same place.

```yaml
outcome: A
stage: final
outcome: B              # wrong: which of the two is it?
```

Keep one of the two. If a review has several outcomes, see `decisions:` in the record format.
"""),
    "empty-file": error("""
The file has nothing in it. Write the record, or delete the file.
"""),
    "empty-value": error("""
A field is there but has no value. A field that is left out means *not recorded*; an empty one could mean anything.

```yaml
outcome:                # wrong
discussed: #7           # wrong: everything after a # is a comment
discussed: 7            # right
```

Write the value, or delete the line. If the minutes say that there was none, write `none`.
"""),
    "front-matter-unclosed": error("""
The facts must be between two lines of exactly three hyphens. One of these lines is missing, has more or fewer hyphens,
or has become a dash.

```
---
discussed: 7
outcome: A
---

## Decision
```

Write `---`, on a line by itself, above the facts and below them.
"""),
    "nesting-too-deep": error("""
Brackets inside brackets, or lists inside lists, go deeper than any record needs. Often a bracket has not been closed,
or each line is indented further than the one above. Close the bracket, or begin the lines further left.
"""),
    "oversize": error("""
A record is larger than 200,000 bytes, or an attachment is larger than 50 MB. Put long texts into `content/files/` as
documents. If a file is very large, link to where it is published.
"""),
    "tag": error("""
A value begins with `!`. YAML would take it for an instruction to a program.

```yaml
moved: !important       # wrong
moved: "!important"     # right
```

Put the whole value in double quotes, or delete the exclamation mark.
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
candour reads no record from this file, because its name or its folder is not one that it looks for.

| Kind of record | Place |
| --- | --- |
| Meetings | `content/meetings/2023-02-08.md` |
| Reviews | `content/reviews/2023-02-08/knife-crime.md` |
| Projects | `content/projects/knife-crime.md` |
| Everything else | `content/files/` |

Move it, rename it so that it ends in `.md` or `.yaml`, or delete it.
"""),
    "unreadable-file": error("""
The computer does not let candour read the file or folder. Check that you may open it, and that no other program is
using it.
"""),
    "yaml-syntax": error("""
candour cannot read the facts from here on. The message says what is probably wrong. The most common cases:

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

candour reads a file only up to its first mistake of this kind, so check again after you have fixed it.
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
Names that become part of an address have only the characters a-z, 0-9 and single hyphens. This applies to the names of
files, requests, decisions and projects, and to the tags of questions.

```yaml
requests:
  Come_Back:            # wrong
  come-back:            # right
```

The hint often suggests a name. Names that have already been published should not change: see
[passage-gone](#passage-gone).
"""),
    "bad-reference": error("""
This is not the name of a record, of an item or of a place in a record; or a link is not written correctly.

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
The field exists, but its value is not one that it can have, or would be read as something that you do not mean.

```yaml
format: online          # wrong
format: virtual         # right
apologies: nil          # wrong: somebody called "nil"
apologies: none         # right
```

The hint says what the field can have.
"""),
    "bracketed-list": error("""
People are listed in square brackets, where every comma begins another person.

```yaml
chair: [R. Crisp, Chairman]        # wrong: two people
chair: R. Crisp, Chairman          # right
```

Write one person per line, each after a hyphen.
"""),
    "end-before-start": error("""
One date or time must come after another, but does not: a meeting ends before it starts, its sittings are not in order, an
item of the agenda is on a day on which the meeting did not sit, a request is due before it was asked, or a decision or
earlier advice is dated after the meeting that reports it. Often a year is mistyped. If a meeting went on past midnight,
write its `last_day`; if it was adjourned, its `sittings`.
"""),
    "missing-configuration": error("""
There is no `site_config.yaml` in this folder. Copy candour's own and change it, or run the check in the folder that has
yours.
"""),
    "missing-field": error("""
A field that every record of this kind needs is missing. The message names it. If you did write it, look for a typing
mistake in its name.
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

If you meant the line as text with a colon in it, put the whole text in double quotes.
"""),
    "unknown-kind": error("""
The kind of project or request is not one that `site_config.yaml` lists under `project_kinds` or `request_kinds`. Use
one of those, or add it there.
"""),
    "unknown-organisation": error("""
The people are listed under an organisation that `site_config.yaml` does not have. Use the short name from the left side
of its list, not the full name.

```yaml
present:
  Ethics Committee:     # wrong
  committee:            # right
```
"""),
    "unknown-outcome": error("""
The outcome is not one of the committee's. Write the code as `site_config.yaml` has it, without its meaning. If there is
no outcome, write `none-recorded`, `not-sought` or `deferred`.

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
The topic is not one that `site_config.yaml` lists under `topics`. Use one of those, or add it there. Write several
topics in brackets: `topics: [accuracy, stop-and-search]`.
"""),
    "wrong-type": error("""
The value is of the wrong kind: a list where one text is expected, a text where further fields are expected, or another
word where yes or no is expected.

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
This looks like an answer but is written as a separate question, because its hyphen is too far to the left.

```markdown
- A member asked whether it works. {#works}
    - The presenter said that it does.
```

Begin the answer four spaces to the right of its question.
"""),
    "exchange-without-id": warning("""
You have not given this question a name, so its address is made from its first words and changes with them.
End its first line with the name that the hint suggests, or a shorter one: `{#works}`.
"""),
    "heading-level": error("""
Headings in a record begin with `##`, and those one level below with `###`. A single `#` is for the page's own title,
and no level may be skipped. A heading cannot be inside a list, a quotation or the facts.
"""),
    "html-as-words": warning("""
A title or another short text has HTML in it, such as `<b>` or `&amp;`. Such texts cannot be bold or
italic, so the page shows exactly what is typed. Write the characters that readers should see: `&`, not `&amp;`.
"""),
    "html-comment": error("""
`<!--` begins a comment in HTML, but here readers would see it. Delete it. Among the facts, a comment for editors begins
with `#`.
"""),
    "not-a-heading": error("""
A line was meant as a heading but is not one, or has become one by accident.

```markdown
##7. Update             <- wrong: no space after ##
## 7 Update             <- wrong: no full stop after the number
## 7. Update            <- right
## 4 weekly figures {#weekly-figures}     <- right, if 4 is not the item's number
```

A line of hyphens directly below a line of text makes that line a heading: leave an empty line between them.
"""),
    "not-a-list": error("""
Lines were meant as a list (or as a table) but would run together, or an entry of a list has no words.

```markdown
• It is used.           <- wrong: a bullet of a word processor
-It is used.            <- wrong: no space after the hyphen
- It is used.           <- right
```

Begin each entry with a hyphen and a space. Among the facts, a list inside a text goes below `|`, not `>`.
"""),
    "picture": error("""
A record cannot show pictures. Put the file into `content/files/` and link to it: `[The chart](files/chart.png)`.
"""),
    "raw-html": error("""
HTML is not allowed, and would be shown as plain text.

```markdown
It is <b>used</b>.      <- wrong
It is **used**.         <- right
```

Use Markdown in texts and sentences. Titles and names can have neither: write `R&D`, not `R&amp;D`.
"""),
    "runs-on": error("""
A line was meant to be separate, but is read as part of the entry or quotation above it.

```markdown
- A member asked whether it works.
The presenter said that it does.        <- wrong: becomes part of the question
```

Leave an empty line above it. If it does belong to the entry, indent it as far as the entry's words; if it belongs to
the quotation, begin it with `>`.
"""),
    "shown-as-code": error("""
This would be shown as computer code, in the letters of a typewriter: the line begins too far to the right, or three
backticks have no closing line. Begin the line further left, or delete the backticks.
"""),
    "stray-tag": error("""
A tag such as `{#works}` has no effect where it is, and readers would see it. Put it at the end of a meeting's heading
or of a question's first paragraph, one tag for each.

```markdown
- A member {#works} asked whether it works.     <- wrong
- A member asked whether it works. {#works}     <- right
```
"""),
    "unknown-section": error("""
Reviews and projects have fixed sections, so that they are all alike, and this is not one of them. Use one that the hint
names, or add the heading to `sections` in `site_config.yaml`.
"""),
    "unknown-speaker": warning("""
The words before a colon are almost the name of a speaker. They are shown as part of the text.

```markdown
    - Membre: It does not.          <- wrong
    - **Member:** It does not.      <- wrong: in bold
    - Member: It does not.          <- right
```

Speakers are `Member`, `Presenter`, `Chair`, `Committee`, `Noted`, and the people who were present, as the meeting's
record writes them. Write whoever is under `chair:` as in the list of those present.
"""),
    "unsafe-link": error("""
A link may lead to an address that begins with `https:` or `mailto:`, to a record, or to a file of the archive. Others
are not allowed, because they are not safe for readers. Try the address with `https:` instead of `http:`.
"""),
    "words-left-out": error(r"""
The page would not show what you wrote: a row of a table has more cells than its first row, there are words inside the
address of a link, or the numbers of a list would change.

```markdown
1. First
2. Second
4. Fourth               <- wrong: it would become 3
4\. Fourth              <- right, as a separate paragraph
```
"""),
}

LINKING: Mapping[ProblemName, Row] = {
    "attachment-missing": error("""
There is no such file in `content/files/`. The name must match exactly, capital letters included. Leave out
`content/files/` itself.
"""),
    "attachment-outside": error("""
The file is outside the archive, or is only a link to another place. Copy the file into `content/files/` and write its
name.
"""),
    "attachment-type": error("""
Files of this type are not published, because they could harm readers. The hint lists the types that are.
"""),
    "duplicate-anchor": error("""
Two places on a page have the same address, or a heading has a name that the page needs for itself. Give one of them
another name.
"""),
    "duplicate-item": error("""
Two headings of a meeting have the same number or name. Correct the number, or give one of the headings another name:
`## Break {#lunch}`.
"""),
    "duplicate-url": error("""
Two records would become the same page: a `.md` and a `.yaml` file have the same name, a former name (`moved_from`)
still has a record, or a file of your own is where a page goes. Keep one, or rename one.
"""),
    "draft-cited": error("""
A published record refers to a draft, which readers cannot see. Publish the draft, or leave the reference out until
then.
"""),
    "person-listed-twice": warning("""
The same person is listed twice in the attendance, perhaps in two spellings that `people.yaml` has under
one name. Keep one entry. If they are two people, write their names so that readers can tell them apart.
"""),
    "review-without-reasons": warning("""
A review has an outcome, but `## Decision` is missing or only repeats the outcome. Readers see that
section by itself, beside the outcome, so write there what was decided and why. If the minutes give no reasons, say so there.
"""),
    "unknown-item": error("""
The meeting has no such agenda item. Look at the headings of the meeting's record: `## 7. Title` is item 7, and the full
stop is needed.
"""),
    "unknown-passage": error("""
The record is there, but has no question, request, decision or section with this name. Look for the name in that record;
the hint suggests the nearest.
"""),
    "unknown-record": error("""
There is no record with this name. Correct the name, or add the file. A review needs the record of its meeting and of
its project.
"""),
}

CONSISTENCY: Mapping[ProblemName, Row] = {
    "agenda-contradicts": error("""
The agenda says that an item was withdrawn, or that the meeting did not reach it, and yet something is discussed or decided
there, or another item is taken after it; or two items would each be taken after the other. Correct the number of the item,
its `status:` or its `after:`.
"""),
    "answered-before-asked": error("""
An answer comes before the request that it answers. Check which request is meant, the dates, and the agenda items.
"""),
    "later-than-this": error("""
A decision says that it replaces one that came later, or a request that it asks again what was asked later; or one names
itself. Check which one is meant, and the dates.
"""),
    "answers-contradict": error("""
One record says that a request was answered in full or withdrawn, but a later one says something else. Correct the one
that is wrong.
"""),
    "outcomes-differ": warning("""
Two reviews of one meeting have different outcomes for one project. Correct the one that is wrong. If the committee came
back to the project on another day of the meeting, say so at the item where it was decided:

```yaml
agenda:
  4: {date: 2024-03-12}
  19: {date: 2024-03-14}
```

The same goes for a project that came at two stages (`stage:` in both reviews). If two parts of the project had an outcome
each, write one review, and the other outcome under its `decisions:`.
"""),
    "previous-contradicts": error("""
The minutes of a later meeting report advice that the archive's record of the earlier meeting does not have, or gives
differently. Compare both minutes and correct the record that is wrong. If the minutes themselves disagree, say so in a
`note`.
"""),
    "unknown-title": warning("""
A project was reviewed under an agenda item whose heading does not mention it under any of its names.
Either the review is about another project, or the project has one more name: add it under `aliases:` of the project,
with `at:` for where that name was used.
"""),
}

LEDGER: Mapping[ProblemName, Row] = {
    "changed-in-silence": error("""
An outcome, a decision, a request, an answer, an attendance or an exchange was published, and now says something else.
Say so under `corrections:` of the record; the message shows the entry to paste:

```yaml
corrections:
  - {date: 2023-06-01, about: the outcome, kind: error, wrong: A, right: E, why: The minutes say E.}
```

If only a typing error was corrected, write `kind: typing`. For a redaction, leave out `wrong`.
"""),
    "page-gone": error("""
A page was published but is no longer there, so links to it would break. If you renamed the record, write its former
name in the new file: `moved_from: 2023-02-08`. If you want to take it down, put the file back and write
`removed: {date: 2023-06-01, why: …}`.
"""),
    "passage-gone": error("""
A place on a page was published but is no longer there. Give it its old name back, or keep the old name beside the new
one: `{#new-name #old-name}`; for a request or decision, `formerly: old-name`.
"""),
}

PAGES: Mapping[ProblemName, Row] = {
    "broken-link": error("""
A link on a finished page leads nowhere.
"""),
    "duplicate-html-id": error("""
Two places on a finished page have the same address.
"""),
}

PUBLISHING: Mapping[ProblemName, Row] = {
    "disk-full": error("""
There is no space left for the new site. Free some space and build again.
"""),
    "output-across-disks": error("""
The folder for the site is on a disk of its own, so the new site cannot take its place in one step. Choose a folder
inside it.
"""),
    "output-busy": error("""
Another build is working in the same folder. Wait until it has finished, and build again.
"""),
    "output-foreign-file": error("""
The folder for the site has files in it that candour did not write, and candour does not delete other people's files.
Move them away, or choose another folder. Put files of your own that belong on the site into `static/root/`.
"""),
    "output-unwritable": error("""
The computer does not let candour write the site. Check that the folder is yours and that no other program is using it.
"""),
    "search-failed": error("""
candour could not make the search index, and a site whose search finds nothing would mislead. The message says why.
Build again; if it happens twice, please report it.
"""),
}

GROUPS: Mapping[str, Mapping[ProblemName, Row]] = {
    "Reading the files": READING,
    "Names and values": VALUES,
    "The text": TEXT,
    "Between records": LINKING,
    "What records say about each other": CONSISTENCY,
    "What was published before": LEDGER,
    "The finished pages": PAGES,
    "Publishing": PUBLISHING,
}
"""By their titles in docs/problems.md."""
CATALOGUE: Mapping[ProblemName, Row] = {name: row for rows in GROUPS.values() for name, row in rows.items()}
