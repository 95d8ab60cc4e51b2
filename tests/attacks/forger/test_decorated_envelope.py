"""An envelope with claims written on it.

Attack: The forger takes a genuine token in its envelope (``EnvelopedVerifiableCredential``) and writes claims of their
own beside it: another name, another subject, another issuer, a proof.

Naively: A verifier checks the token in the envelope, and shows the object that was handed in.

Here: A credential is what is in the envelope (VCDM 2.0, 4.13.1); nothing beside it is read. The report is about the
content, ``Report.require`` hands out the content, and a label that is none of a credential leaves it unread:
``proof.unsupported-envelope``.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from microcred.document import Document
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import seal_jwt
from naive import token_holds, token_of
from nested_credentials import FORGER_ID, SIGNER, badge, presented, report

TRUE_NAME = badge()["name"]
PLAIN = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(badge(FORGER_ID)), SIGNER)).to_dict()
DECORATIONS: list[dict[str, Any]] = [
    {"name": "Doctor of Everything"},
    {"credentialSubject": {"id": "did:example:mallory"}},
    {"issuer": {"id": "https://ministry.example/", "name": "Ministry"}},
    {"validUntil": "2099-01-01T00:00:00Z"},
    {"proof": sealed(badge()).to_dict()["proof"]},
    {"verifiableCredential": [badge()]},
]


def decorated(decoration: dict[str, Any]) -> Document:
    return Document.of({**PLAIN, **decoration})


def naive_verify(tree: dict[str, Any]) -> dict[str, Any] | None:
    return tree if token_holds(token_of(tree["id"].partition(",")[2]), SIGNER.public_key) else None


@pytest.mark.parametrize("decoration", DECORATIONS, ids=lambda decoration: next(iter(decoration)))
def test_a_naive_verifier_shows_what_is_written_on_the_envelope(decoration: dict[str, Any]) -> None:
    found = naive_verify(decorated(decoration).to_dict())
    assert found is not None
    assert decoration.items() <= found.items()


@pytest.mark.parametrize("decoration", DECORATIONS, ids=lambda decoration: next(iter(decoration)))
def test_the_report_is_about_what_is_in_the_envelope(decoration: dict[str, Any]) -> None:
    found = report(decorated(decoration), recipient=FORGER_ID)
    assert found.require() == report(Document.of(PLAIN)).require()
    summary = found.to_dict()["credential"]
    assert (summary["name"], summary["validUntil"]) == (TRUE_NAME, "2029-01-15T09:00:00Z")
    told = report(decorated(decoration), recipient="did:example:mallory")
    assert told["recipient"].code == "recipient.no-match"


def test_what_a_holder_writes_on_an_envelope_is_not_the_credentials() -> None:
    found = presented({**PLAIN, "name": "Doctor of Everything"}).credentials[0]
    assert found.require().tree["name"] == TRUE_NAME


@pytest.mark.parametrize("label", ["application/vp+jwt", "text/html", "application/json", "application/vc+sd-jwt"])
def test_what_is_labelled_as_something_else_is_not_read(label: str) -> None:
    found = report(Document.of({**PLAIN, "id": PLAIN["id"].replace("application/vc+jwt", label)}))
    assert not found
    assert found["document"].code in {"proof.unsupported-envelope", "proof.unsupported-sd-jwt"}


@pytest.mark.parametrize("types", [["EnvelopedVerifiableCredential", "OpenBadgeCredential"], "VerifiableCredential"])
def test_an_envelope_is_nothing_besides(types: Any) -> None:
    assert not report(Document.of({**PLAIN, "type": types}))
    assert report(Document.of(PLAIN))
