"""What `make bench` says is what was used: the rest of it is seen when it runs."""

import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return runpy.run_path(str(ROOT / "benchmarks" / "bench.py"))


def test_a_command_is_measured_with_what_it_started(bench: dict[str, Any]) -> None:
    side = bench["Side"]("here", ROOT, ROOT / "tests" / "fixtures" / "quillmark")
    processor, clock, python, pagefind = bench["run"](side, "check")
    assert 0.1 < processor < 60
    assert clock > 0.1
    assert 20 < python < 500 or not Path("/proc/self/status").exists()
    assert not pagefind


def test_growth_is_told_between_the_two_largest_archives(bench: dict[str, Any]) -> None:
    assert bench["exponent"]([10, 100, 400], [9.0, 1.0, 16.0]) == "2.00"
    assert bench["exponent"]([100, 400], [0.01, 0.04]) == "–"
