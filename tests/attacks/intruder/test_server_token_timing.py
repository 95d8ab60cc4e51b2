"""The time that a wrong token takes.

Attack: guess a token character by character: the longer the answer takes, the more of it was right.

Naively: the token is compared with those that are known, one after another, up to the first character that differs, and
no further once one fits.

Here: what is compared are digests, of which nobody can choose the first characters; each comparison takes the same time
wherever they differ (``hmac.compare_digest``), and all of them are made. A token is 256 random bits to begin with.
"""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any

import pytest

from microcred.server.access import digest_of
from servers import TOKEN, Client, serving
from strangers import issuance, stranger

KNOWN = ("mct_first", "mct_second", TOKEN)


class NaiveTokens:
    """Compares as strings are compared, and counts the characters that it looked at, which is the time it takes."""

    def __init__(self, *known: str) -> None:
        self.known = known
        self.steps = 0

    def knows(self, sent: str) -> bool:
        self.steps = 0
        return any(self._same(each, sent) for each in self.known)

    def _same(self, one: str, other: str) -> bool:
        for a, b in zip(one, other, strict=False):
            self.steps += 1
            if a != b:
                return False
        return len(one) == len(other)


@pytest.fixture
def client(tmp_path: Path) -> Client:
    tokens: dict[str, Any] = {
        f"t{n}": {"digest": digest_of(each), "actions": ["issue"]} for n, each in enumerate(KNOWN)
    }
    return serving(tmp_path, tokens=tokens)


def test_a_naive_comparison_tells_a_token_character_by_character() -> None:
    naive, found = NaiveTokens("s3cret"), ""
    for _ in range(5):
        steps = {}
        for each in "0123456789abcdefghijklmnopqrstuvwxyz":
            naive.knows(f"{found}{each}?")
            steps[each] = naive.steps
        found += max(steps, key=lambda each: steps[each])
    assert found == "s3cre"
    assert naive.knows(f"{found}t")


@pytest.mark.parametrize("sent", [*KNOWN, "mct_", "x", TOKEN[:-1], TOKEN + "x", digest_of(TOKEN)])
def test_every_token_costs_the_same_comparisons_of_digests(
    client: Client, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, body = issuance(client)
    compared: list[tuple[str, str]] = []
    same = hmac.compare_digest

    def spy(one: str, other: str) -> bool:
        compared.append((one, other))
        return same(one, other)

    monkeypatch.setattr("microcred.server.access.hmac.compare_digest", spy)
    response = stranger(client, authorization=f"Bearer {sent}").post(path, body)
    assert response.status_code == (201 if sent in KNOWN else 401)
    assert compared == [(digest_of(each), digest_of(sent)) for each in KNOWN]
