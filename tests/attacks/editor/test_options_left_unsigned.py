"""The members of the proof itself, changed.

Attack: The editor writes another day into "created", takes the end out of the proof, binds it to his own domain, names
another of the issuer's keys, or gives the proof an id.

Naively: the signature is checked over the document alone, as older suites did it in a hurry, and the page says "signed
in 2020".

Here: the hash of all options stands in front of that of the document (EdDSA Cryptosuites 1.0, 3.2.4 and 3.2.5), so each
change of one breaks the signature (`proof.signature-invalid`).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest

from badges import SIGNER, sealed, unsigned
from doctored import accepted, refusal
from microcred.multibase import encode_base58btc
from naive_data_integrity import naive_key, naive_statements

END = datetime(2026, 12, 31, tzinfo=UTC)


def with_end() -> dict[str, Any]:
    return sealed(expires=END, domain="college.example", nonce="a7").to_dict()


def naive_signed(tree: dict[str, Any]) -> bytes:
    """What is signed where the options of a proof are not."""
    unsecured = {name: value for name, value in tree.items() if name != "proof"}
    return hashlib.sha256(naive_statements(unsecured).encode()).digest()


def naive_seal() -> dict[str, Any]:
    """A badge that is signed without the options of its proof."""
    tree = with_end()
    tree["proof"]["proofValue"] = encode_base58btc(SIGNER.sign(naive_signed(tree)))
    return tree


def test_a_naive_verifier_believes_any_day() -> None:
    tree = naive_seal()
    tree["proof"].update(created="2020-01-01T00:00:00Z", expires="2099-01-01T00:00:00Z")
    naive_key(tree["proof"]["verificationMethod"], tree, tree["proof"]["proofValue"], naive_signed(tree))
    assert refusal(tree)[:2] == ("proof", "proof.signature-invalid")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("created", "2020-01-01T00:00:00Z"),
        ("created", "2026-01-15T09:00:00+00:00"),
        ("created", None),
        ("expires", "2099-01-01T00:00:00Z"),
        ("expires", None),
        ("domain", "thief.example"),
        ("domain", None),
        ("nonce", None),
        ("id", "urn:uuid:1b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11"),
        ("challenge", "4f7a"),
    ],
)
def test_each_option_is_signed(name: str, value: str | None) -> None:
    tree = with_end()
    assert accepted(tree)
    tree["proof"] = {key: member for key, member in {**tree["proof"], name: value}.items() if member is not None}
    assert refusal(tree)[:2] == ("proof", "proof.signature-invalid")


def test_the_badge_may_be_sealed_with_fewer_options() -> None:
    assert accepted(sealed(unsigned()).to_dict())
