"""An envelope with more written on it.

Attack: A token can stand in a document as the data URL of an EnvelopedVerifiableCredential. The editor writes a name, a
subject, an end of validity on the envelope; or behind the token in its URL; or calls it a credential as well.

Naively: the token in the URL is verified, and the page shows the members of the document that it was found in.

Here: the report is about what is in the envelope, and its document is that of the token; an envelope has one type
(`model.cardinality`), its URL holds the token and nothing else (`proof.malformed-jws`), under the media type of one
(`proof.unsupported-envelope`, `model.wrong-form`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, SIGNER, sealed
from doctored import accepted, refusal, verify
from microcred.multibase import decode_base64url
from tokens import badge_token

PLAIN = "data:application/vc+jwt,"


def envelope(url: str = "", **members: Any) -> dict[str, Any]:
    found = url or PLAIN + badge_token()
    return {"@context": [CREDENTIALS_V2], "id": found, "type": "EnvelopedVerifiableCredential", **members}


def naive_open(tree: dict[str, Any]) -> dict[str, Any]:
    """The document, if the token in its data URL is signed."""
    token = tree["id"].partition(",")[2].partition("#")[0].partition("?")[0]
    signed, _, signature = token.rpartition(".")
    assert SIGNER.public_key.verify(decode_base64url(signature, max_length=86), signed.encode())
    return tree


def test_a_naive_page_shows_what_is_written_on_the_envelope() -> None:
    assert naive_open(envelope(name="Gold", validUntil="2099-01-01T00:00:00Z"))["name"] == "Gold"
    assert naive_open(envelope(f"{PLAIN}{badge_token()}#summa-cum-laude"))["id"].endswith("#summa-cum-laude")


@pytest.mark.parametrize(
    "more",
    [
        {"name": "Gold"},
        {"validUntil": "2099-01-01T00:00:00Z"},
        {"credentialSubject": {"id": "did:example:thief"}},
        {"issuer": "did:example:thief", "proof": sealed().to_dict()["proof"]},
    ],
)
def test_what_is_written_on_the_envelope_is_in_no_report(more: dict[str, Any]) -> None:
    report = verify(envelope(**more))
    assert report.verdict == "accepted"
    assert report.document is not None
    assert report.document.tree == verify(badge_token()).document.tree  # type: ignore[union-attr]
    assert str(next(iter(more.values()))) not in str(report.document)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["EnvelopedVerifiableCredential", "VerifiableCredential"], ("document", "model.cardinality", "/type")),
        (["VerifiableCredential"], ("proof", "proof.signature-invalid", "/proof/proofValue")),
    ],
)
def test_an_envelope_is_nothing_else_as_well(types: list[str], expected: tuple[str, str, str]) -> None:
    whole = sealed().to_dict()
    assert accepted(whole)
    both = {**whole, "id": envelope()["id"], "type": [*types, "OpenBadgeCredential"]}
    assert refusal(both) == expected


@pytest.mark.parametrize(
    ("before", "behind", "code"),
    [
        (PLAIN, "#x", "proof.malformed-jws"),
        (PLAIN, "?x", "proof.malformed-jws"),
        (PLAIN, "=", "proof.malformed-jws"),
        (PLAIN, "%00", "proof.malformed-jws"),
        (PLAIN, ".x", "proof.malformed-jws"),
        (PLAIN, "~~x.y", "proof.unsupported-sd-jwt"),
        ("data:application/vc+jwt;base64,", "", "model.wrong-form"),
        ("data:text/plain,", "", "proof.unsupported-envelope"),
        ("data:application/vc+sd-jwt,", "", "proof.unsupported-envelope"),
        ("data:,", "", "model.wrong-form"),
        ("https://college.example/", "", "model.wrong-form"),
        ("", "", "model.wrong-form"),
    ],
)
def test_the_url_holds_a_token_and_nothing_else(before: str, behind: str, code: str) -> None:
    assert refusal(envelope(f"{before}{badge_token()}{behind}"))[1] == code
    assert accepted(envelope())
