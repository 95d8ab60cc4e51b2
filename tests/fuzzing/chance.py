"""A source of chance that is made of an input's bytes: whoever chooses the bytes makes every choice.

A generator that takes a :class:`random.Random` becomes a target for coverage-guided fuzzing in this way: a change of a
byte is a change of one decision. It does what the ``FuzzedDataProvider`` of fuzzers does; but the same bytes make the
same case in every process, also where no fuzzer is installed.
"""

from __future__ import annotations

from random import Random
from typing import Any, SupportsIndex

__all__ = ["BytesRandom"]


class BytesRandom(Random):
    """Reads its decisions off ``data``, one to seven bytes each; at the end of it, every decision is the first one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        super().__init__(0)

    def seed(self, *_: Any, **__: Any) -> None:
        """The bytes are the seed."""

    def getrandbits(self, k: SupportsIndex, /) -> int:
        wanted = k.__index__()
        if wanted <= 0:
            return 0
        octets = (wanted + 7) // 8
        taken = self._data[self._at : self._at + octets]
        self._at += octets
        # The low bits are kept, so that small numbers are small bytes.
        return int.from_bytes(taken, "little") & ((1 << wanted) - 1)

    def random(self) -> float:
        return self.getrandbits(16) / (1 << 16)

    @property
    def spent(self) -> bool:
        """Whether all bytes have been read."""
        return self._at >= len(self._data)
