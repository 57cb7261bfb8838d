"""What several test modules share."""

import pytest
from built import ROOT, BuiltSite, build_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The site of the archive that ships, built once by each worker; to be read only."""
    return build_site(ROOT, tmp_path_factory.mktemp("site") / "output")
