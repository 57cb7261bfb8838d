"""People as minutes write them: what of a name is a title, a role or initials, and what is the name itself."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import takewhile

TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev revd reverend hon rt cllr councillor ald alderman pc"
    " sgt sergeant insp inspector supt superintendent chief detective acting det constable dc ds di dci ci cs acc dcc"
    " cc commander captain major colonel group area manager".split()
)
"""What may precede a name, in small letters and without its full stop."""
ROLES = {
    word: label
    for label, words in {
        "Chair": "chair chairs chairman chairwoman chairperson convener convenor",
        "Clerk": "clerk clerks secretary secretariat minute-taker",
        "Committee": "committee panel board",
        "Member": "member members councillor councillors commissioner",
        "Officer": "officer officers official officials manager director head lead adviser advisor analyst scientist",
        "Presenter": "presenter presenters author authors",
        "Public": "public resident residents audience visitor visitors observer observers",
    }.items()
    for word in words.split()
}
"""A word for somebody's part at a meeting -> the label of a turn that is nearest to it."""
PARTICLES = frozenset(
    "of the a an and & for de la le du da do dos das del di van von der den ter ten y e el al bin ap".split()
)
"""Words that names and roles may have in small letters."""
_SHORT = r"[^\W\d_]"


def is_initials(text: str) -> bool:
    """Two to four letters, as in `AL`, `A.L.`, `J-P` or `McD`: capitals at the beginning and somewhere after it."""
    letters = "".join(re.findall(_SHORT, text))
    capitals = [c for c in letters if not c.islower()]
    is_short = 2 <= len(letters) <= 4 and re.fullmatch(rf"{_SHORT}(?:[.\-'’ ]?{_SHORT})*\.?", text) is not None
    return is_short and not letters[0].islower() and len(capitals) > 1


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters, without accents, brackets, titles before it and letters after it."""
    words = re.findall(r"[^\W\d_][^\s,.()]*", re.sub(r"\([^)]*\)", "", name))
    while len(words) > 1 and plain(words[0]) in TITLES:
        words = words[1:]
    while len(words) > 2 and re.fullmatch(r"[A-Z]{2,5}|PhD|[BM]Sc|Jnr|Snr", words[-1]) and words[0] != words[0].upper():
        words = words[:-1]
    return tuple(map(plain, words))


def plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def initials_of(name: str) -> str:
    """In small letters, of the words of a name and of the parts that a hyphen joins."""
    return "".join(part[0] for word in name_words(name) for part in word.split("-") if part)


def initials_fit(initials: str, name: str) -> bool:
    """Whether the first or the last of some initials begins a part of the name; names of other scripts may have any."""
    parts = {plain(part[0]) for part in re.findall(r"[^\W\d_]+|[^\W\d_]", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))}
    letters = re.findall(_SHORT, plain(initials))
    is_latin = any("a" <= letter <= "z" for letter in parts)
    return not is_latin or not {letters[0], letters[-1]}.isdisjoint(parts)


def titles_of(name: str) -> tuple[str, ...]:
    """The titles before a name, in full and in small letters."""
    words = (plain(word) for word in re.findall(r"[^\W\d_][^\s,.()]*", name))
    return tuple(_IN_FULL.get(word, word) for word in takewhile(TITLES.__contains__, words))


def short_names(name: str) -> Iterator[str]:
    """What somebody with titles is also called: without them, or with any form of one before the surname alone."""
    titles, words = titles_of(name), name.split()
    own = words[len(titles) :]
    if titles and own:
        yield from (" ".join(words[at:]) for at in range(1, len(titles) + 1))
        same = [form for form in (*_IN_FULL, *_IN_FULL.values()) if _IN_FULL.get(form, form) in titles]
        for title in dict.fromkeys([*words[: len(titles)], *map(str.capitalize, same)]):
            yield from (f"{title} {' '.join(own[at:])}" for at in range(min(1, len(own) - 1), len(own)))


_IN_FULL = {
    "ald": "alderman",
    "cllr": "councillor",
    "det": "detective",
    "insp": "inspector",
    "prof": "professor",
    "rev": "reverend",
    "revd": "reverend",
    "sgt": "sergeant",
    "supt": "superintendent",
    "miss": "ms",
    "mrs": "ms",
}
