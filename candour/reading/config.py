"""`site_config.yaml` -> the committee's configuration."""

from collections.abc import Iterator

from candour.model.config import Config
from candour.model.places import Places
from candour.model.records import ABSENT_OUTCOMES
from candour.model.values import Reading, slug
from candour.problems import CONFIG_FILE, Problem, Reported, did_you_mean
from candour.reading import markdown
from candour.reading.fields import facts_of
from candour.reading.files import RecordFile
from candour.reading.raw import read_raw


def read_config(file: RecordFile | None) -> Reported[Config | None]:
    """The configuration; None when it cannot be read, and a problem says why."""
    if file is None:
        hint = "copy it from candour's own archive and change it, or name the archive's folder with --archive"
        span = Places(CONFIG_FILE).whole()
        yield Problem("missing-configuration", span, "the archive has no site_config.yaml", hint)
        return None
    raw = yield from read_raw(file)
    if raw.fields is None:
        return None
    config = yield from facts_of(Config, raw, Reading(lambda text: markdown.sentence(text, ""), {}))
    if config:
        yield from _outcomes(config, raw.places)
        yield from _organisations(config, raw.places)
    return config


def _outcomes(config: Config, places: Places) -> Iterator[Problem]:
    codes: dict[str, str] = {}
    for code, scheme in config.outcomes.items():
        span = places.span(("outcomes", code), of_key=True)
        if (other := codes.setdefault(slug(code), code)) != code or not slug(code):
            message = f'"{code}" would have the same address as "{other}"' if slug(code) else "this code has no letters"
            hint = "write another code with letters or figures; code: below it says how it is shown"
            yield Problem("bad-value", span, message, hint)
        if code in ABSENT_OUTCOMES:
            message = f'"{code}" is built in and means that there is no outcome'
            yield Problem("bad-value", span, message, "choose another code")
        if scheme.from_ and scheme.until and scheme.until.last_day < scheme.from_.first_day:
            span = places.span(("outcomes", code, "until"))
            yield Problem("end-before-start", span, "until is before from", "check both dates")


def _organisations(config: Config, places: Places) -> Iterator[Problem]:
    for name, organisation in config.organisations.items():
        if organisation.part_of and organisation.part_of not in config.organisations:
            message = f'"{organisation.part_of}" is not among the organisations'
            hint = did_you_mean(organisation.part_of, config.organisations)
            yield Problem("unknown-organisation", places.span(("organisations", name, "part_of")), message, hint)
