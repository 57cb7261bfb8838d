"""What several test modules share."""

import gc
import importlib
import os
import pkgutil
from collections.abc import Iterator

import pytest
from built import FENMOOR, QUILLMARK, ROOT, BuiltSite, built_once, contents
from hypothesis import Phase, settings

import candour
import templates

# The same run gives the same examples, on any machine and however busy it is. `make trials` looks for new ones.
# Hypothesis also tries the constants of all modules that are imported, so all are, whichever tests a worker is given.
for module in pkgutil.walk_packages(candour.__path__, "candour."):
    importlib.import_module(module.name)
gc.freeze()  # what is imported stays; and the collector need not look at every 700 new values
gc.set_threshold(50_000, 20, 50)
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=50)
settings.register_profile("long", deadline=None, database=None, max_examples=2_000)
# For `make mutants`, where it matters that something is found and not how small it can be made.
settings.register_profile(
    "mutants", settings.get_profile("repeatable"), max_examples=30, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    with templates.compiled_once():
        yield


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of the archive that ships; to be read only."""
    return BuiltSite(contents(built_once(tmp_path_factory, "real", ROOT)))


@pytest.fixture(scope="session")
def fenmoor(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of the invented archive that has something of everything."""
    return BuiltSite(contents(built_once(tmp_path_factory, "fenmoor", FENMOOR)))


@pytest.fixture(scope="session")
def quillmark(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of the invented archive of a standards body."""
    return BuiltSite(contents(built_once(tmp_path_factory, "quillmark", QUILLMARK)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured is told at the end: `record_property("measured", …)`."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    told = [value for report in reports for name, value in report.user_properties if name == "measured"]
    if told:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n".join(map(str, told)))
