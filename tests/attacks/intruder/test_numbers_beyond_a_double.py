"""A whole number that no double holds.

Attack: a number in the badge has four hundred digits: whole for Python, infinite for most other readers.

Naively: the number is made a float somewhere on its way, which raises an `OverflowError` that nobody expected.

Here: what no double holds is refused at the gate: `document.number-out-of-range` (RFC 7493, 2.2), and nothing else is
raised.
"""

from __future__ import annotations

import json

import pytest

from badges import AT, sealed, unsigned
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier


def naive_written(number: int) -> str:
    """The number as the statements have it (JSON-LD 1.1 API, 8.6)."""
    return f"{float(number):.15E}"


def test_a_naive_reader_falls_over_the_number() -> None:
    with pytest.raises(OverflowError):
        naive_written(int("9" * 400))


@pytest.mark.parametrize("digits", [309, 400, 900])
@pytest.mark.parametrize("name", ["creditsEarned", "unknown"])
def test_a_whole_number_that_no_double_holds_is_refused_and_nothing_else(name: str, digits: int) -> None:
    badge = sealed().to_dict()
    badge["credentialSubject"][name] = int("9" * digits)
    verifier = Verifier(trust=AnyIssuer(), fetcher=Offline(), clock=lambda: AT)
    for source in (badge, json.dumps(badge)):
        assert verifier.verify(source)["document"].code == "document.number-out-of-range"
        assert verifier.verify_presentation(source, challenge="c")["document"].code == "document.number-out-of-range"


def test_a_number_that_a_double_holds_is_read() -> None:
    badge = unsigned()
    badge["credentialSubject"]["creditsEarned"] = 1.5
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(sealed(badge), at=AT)
