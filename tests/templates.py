"""Templates compiled once for all the sites that a worker builds: compiling them takes ten times as long as a small site.

That is right as long as their code depends on no archive, which `test_render.py` holds.
"""

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from candour.site import rendering


class _Compiled(BytecodeCache):
    def __init__(self) -> None:
        self.code: dict[tuple[str, str], bytes] = {}
        """By the template's key, and the checksum of its text."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.code.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def compile_once() -> None:
    compiled, environment = _Compiled(), rendering._environment

    def with_code() -> Environment:
        found = environment()
        found.bytecode_cache = compiled
        return found

    setattr(rendering, "_environment", with_code)  # noqa: B010 - a function, to mypy
