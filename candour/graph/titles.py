"""Whether headings mention the projects reviewed under them: by words, since a heading may shorten, lengthen or inflect
a name."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain

from candour.graph.register import Register, grouped
from candour.problems import Problem


def check_titles(register: Register) -> Iterator[Problem]:
    """Headings without any name of the project reviewed under them; where an item reviews several, that is usual.

    One problem for each project, at the first of them.
    """
    own = [p for p in register.archive.projects if not p.facts.removed]
    names = {p.id: (p.facts.title, *(a.name for a in p.facts.aliases)) for p in own}
    files = {p.id: p.places.file for p in register.archive.projects}
    stages = frozenset(word for scheme in register.config.stages.values() for word in _words(scheme.label))
    with_word = grouped((word, id) for id, own in names.items() for word in set().union(*map(_words, own)))
    sections = {(m.id, section.key): section for m in register.archive.meetings for section in reversed(m.sections)}
    shown = [r for r in register.archive.reviews if r.name not in register.drafts | register.removed]
    under = grouped(((r.meeting, key), r) for r in shown for key in r.facts.discussed[:1])
    found = grouped(
        (reviews[0].projects, section)
        for at, reviews in under.items()
        if (section := sections.get(at)) and len(reviews) == 1
        if (known := [name for project in reviews[0].projects for name in names.get(project, ())])  # else reported
        if "" not in known and not is_about(section.title, known, stages | _words(section.key))
    )
    for projects, headings in found.items():
        first = min(headings, key=lambda section: section.span)
        known = [id for id in projects if id in names]
        others = f" and {len(headings) - 1} others do" if len(headings) > 1 else " does"
        title = names[known[0]][0]
        message = f'this heading{others} not mention the project reviewed there, "{title}", by any of its names'
        near = {id for word in _words(first.title) - stages for id in with_word.get(word, ())} - {*projects}
        like = sorted(id for id in near if is_about(first.title, names[id], stages))
        hint = f"add this name to the aliases in {files[known[0]]}, or correct the project of the review"
        for section in sections.values():
            is_own = is_about(section.title, names[known[0]], stages) and not is_about(section.title, (), stages)
            if is_own and section.span.file == first.span.file:
                hint = f"if that was item {section.key}, write discussed: {section.key} in its review; else {hint}"
        seems = f'; it seems to be about "{names[like[0]][0]}"' if like else ""
        yield Problem("unknown-title", first.span, message, hint + seems)


def is_about(heading: str, names: Collection[str], ignored: Collection[str] = ()) -> bool:
    """Whether a heading has most words of a name, or none but words of it; `ignored` are those of the stages.

    A heading that has only words of no project may be about any. A hyphen may be left out, as in by-law and bylaw.
    """
    every, letters = _words(heading), _letters(heading)
    own = every - _COMMON - {*ignored}
    if "-" in heading and is_about(heading.replace("-", ""), names, ignored):
        return True
    for name in chain(names, (name.replace("-", "") for name in names if "-" in name)):
        all_words, joined = _words(name), _letters(name)
        words = (all_words - _COMMON - {*ignored}) or all_words
        if own <= words or 2 * len(words & every) > len(words) or (len(joined) > 4 and joined in letters):
            return True
    return not own


def _letters(text: str) -> str:
    """Lower-case letters and digits of all scripts, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if character.isalnum())


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    """The stem of each word but for short numbers: `Studies of knives, groupBy` has studi, of, knif, group and by."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    words = map(_letters, re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", parted)))
    return frozenset(_stem(word) for word in words if not re.fullmatch("[0-9]{,2}", word))


def _stem(word: str) -> str:
    """Without the ending of a plural, of -ing or of -ed, and in one of two spellings (-ise and -ize, -re and -er); what
    is left need not be a word."""
    word = re.sub(r"(?<=...)(?<![sui])s$", "", word)
    shorter = word.removesuffix("ing" if word.endswith("ing") else "ed")
    if shorter != word and re.search("[aeiouy].", shorter):
        word = re.sub(r"([^aeiouls])\1$", r"\1", shorter)
    word = re.sub("ie$|y$", "i", word.replace("z", "s")).removesuffix("e")
    return re.sub("v$", "f", re.sub("er$", "r", word))


_COMMON = _words(
    "a about after all an and any are as at be before between by can did do for from had has have how if in into is "
    "it its more new no not of on or other our out over so than that the their then there these they this to under "
    "up was we were what when where which who why will with advance agenda agree answer approval ask back business "
    "comment consensus continue continuation decide decision demo discuss discussion draft early feedback final "
    "first follow idea interim introduce introduction issue item last late meeting minute model next note open "
    "outcome overview paper phase plan present presentation progress project proposal propose question read recap "
    "report request result return review second seek stage state status step summary system third tool topic update "
    "version"
)
"""Words that name no project, unless its name has no others."""
