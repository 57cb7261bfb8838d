"""The foot of a record's page: the file that it is made from, and where to report an error in it."""

from candour.model import addresses
from candour.model.config import Config
from candour.model.records import Meeting, Project, Review
from candour.pages import words
from candour.pages.views import LinkTo, Page


def record_foot(page: Page, record: Meeting | Review | Project, config: Config) -> tuple[LinkTo, ...]:
    """Only what the configuration gives an address for; a letter says already which page it is about."""
    told = []
    if config.record_source:
        told.append(LinkTo(words.RECORD_FILE, addresses.record_file(config.record_source, record.places.file)))
    if config.report.startswith("mailto:"):
        letter = words.error_letter(addresses.canonical(config.url, page.url) or page.url)
        told.append(
            LinkTo(words.REPORT_AN_ERROR, addresses.mail(config.report, words.error_subject(page.title), letter))
        )
    elif config.report:
        told.append(LinkTo(words.REPORT_AN_ERROR, config.report))
    return tuple(told)
