"""Names whose addresses change between one look and the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat

from loopback import PUBLIC
from microcred.verification.fetch import Request

__all__ = ["Rebinding", "request"]


class Rebinding:
    """A resolver that answers with these lists of addresses in turn, and with the last one ever after."""

    def __init__(self, *answers: Sequence[str]) -> None:
        given = answers or ([PUBLIC], ["127.0.0.1"])
        self.asked = 0
        self._answers = chain(given, repeat(given[-1]))

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return next(self._answers)


def request(url: str = "https://issuer.example/") -> Request:
    return Request(url, "application/json", 1000, 5.0, 3)
