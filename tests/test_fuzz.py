"""Whatever is written into the files of an archive, candour answers with problems and never with an exception.

The examples are the same in every run. To look for new ones, and for longer: `make trials`.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from spoiling import WAYS, Bench, Changes

pytestmark = pytest.mark.slow

EXAMPLES = 4
"""For each unit of a way's weight."""


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if not way.is_long])
def test_a_spoilt_archive_is_answered_for(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    way = WAYS[name]
    bench = Bench(way.archive(), tmp_path_factory.mktemp("spoilt"))

    @settings(max_examples=way.weight * EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(way.changes(bench.files))
    def answered(changes: Changes) -> None:
        bench.answer(changes)

    answered()
