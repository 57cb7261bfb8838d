"""One page of each kind: of the real archive, of the invented one with its longest and shortest texts, and of the other
invented one what it alone shows."""

REAL = (
    "",
    "projects/",
    "projects/rfsdi-iom/",
    "reviews/2023-02-08/knife-crime/",
    "reviews/2023-02-08/protected-characteristics/",
    "meetings/",
    "meetings/2023-02-08/",
    "decisions/",
    "decisions/2023/",
    "requests/",
    "topics/",
    "topics/suspect-data/",
    "outcomes/",
    "people/",
    "coverage/",
    "corrections/",
    "search/",
    "follow/",
    "about/",
    "404.html",
)
FENMOOR = (
    "",
    "projects/",
    "projects/burglary-forecast/",  # the longest history
    "projects/joint-harm-mapping/",  # the longest name
    "projects/night-bus/",  # the shortest
    "projects/public-register/",  # never reviewed
    "projects/school-streets/",  # removed
    "owners/",
    "reviews/2023-07-05/retrospective-image-search/",  # a vote, a split result, names in other scripts
    "reviews/2023-02-01/joint-harm-mapping/",
    "meetings/",
    "meetings/2023-07-05/",
    "meetings/2024-12-11/",  # scheduled
    "board/",
    "decisions/2023/",
    "requests/",
    "topics/",
    "topics/accuracy/",
    "outcomes/",
    "people/",
    "coverage/",
    "corrections/",
    "data/",
    "about/",
    "styleguide/",
)
QUILLMARK = (
    "",  # nothing waits, no topics: a shorter menu
    "projects/letters-for-pieces/",  # two reviews at one meeting, decisions outside reviews
    "reviews/2024-03-12/hidden-pieces-continued/",  # several conclusions, no status
    "meetings/2024-03-12/",  # three days, without times
    "board/",  # outcomes without codes, and nothing requested
    "outcomes/",
)
_REPEATED = ("projects/", "meetings/", "decisions/2023/", "requests/", "outcomes/", "people/", "coverage/", "about/")
"""Pages of the real archive that show nothing which those of the invented one do not show as well, with more."""
SITE_KINDS = [("site", address) for address in REAL if address not in _REPEATED]
FENMOOR_KINDS = [("fenmoor", address) for address in FENMOOR]
QUILLMARK_KINDS = [("quillmark", address) for address in QUILLMARK]
