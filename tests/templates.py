"""Templates compiled once for all the sites that a process builds: compiling takes ten times as long as a small site.

That is right as long as their code depends on no archive, which `test_render.py` holds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from candour.site import rendering


class _Compiled(BytecodeCache):
    """In memory, by the template and its text."""

    def __init__(self) -> None:
        self.code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@contextmanager
def compiled_once() -> Iterator[None]:
    environment, compiled = rendering._environment, _Compiled()
    with patch.object(rendering, "_environment", lambda *given: environment(*given).overlay(bytecode_cache=compiled)):
        yield
