"""An error message that writes to the terminal.

Attack: the badge is malformed where its id, its dates, its contexts or its proof should be, and what stands there
instead are escape sequences: they get to the terminal in the sentence that says what is wrong.

Naively: the message quotes what it found.

Here: what a message quotes is written so that it does not act, in text and in JSON.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from badges import unsigned
from cli_runs import NOW, run, write

HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b1A\x9d8;;https://evil.example\x9c\r\b✔ ACCEPTED\u202eDETPECCA\u2066\u200f\x7f"


ACTIVE = {*HOSTILE} - {*"[2J]0;title1A8;;https://evil.example✔ ACCEPTEDDETPECCA"}


def naive_message(tree: dict[str, Any]) -> str:
    """What is wrong with a date."""
    return f"validFrom is {tree['validFrom']}, wanted a date"


def test_a_naive_message_acts() -> None:
    assert set(naive_message(unsigned(validFrom=HOSTILE))) & ACTIVE


@pytest.mark.parametrize("member", ["id", "validFrom", "validUntil", "issuer", "type", "@context", "proof", HOSTILE])
@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_that_acts_gets_out_through_a_message(tmp_path: Path, member: str, form: str) -> None:
    tree = {**unsigned(proof={"type": HOSTILE}), member: HOSTILE}
    found = run("verify", write(tmp_path / "x.json", tree), "--offline", "--at", NOW, "--format", form)
    assert found.code in (1, 3)
    assert not set(found.out + found.err) & ACTIVE


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_proof_cannot_write_to_the_terminal(tmp_path: Path, form: str) -> None:
    for member in ("verificationMethod", "cryptosuite", "created", "proofPurpose", "proofValue", "type"):
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-01-01T00:00:00Z",
            "verificationMethod": "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp#x",
            "proofPurpose": "assertionMethod",
            "proofValue": "z1",
            member: HOSTILE,
        }
        place = write(tmp_path / "x.json", unsigned(proof=proof))
        found = run("verify", place, "--offline", "--at", NOW, "--format", form)
        assert found.code in (1, 3)
        assert not set(found.out + found.err) & ACTIVE


def test_an_ordinary_value_is_quoted_as_it_is(tmp_path: Path) -> None:
    found = run("verify", write(tmp_path / "x.json", unsigned(validFrom="tomorrow")), "--offline", "--at", NOW)
    assert "tomorrow" in found.out
