"""An old version of the victim's document.

Attack: The victim's key was stolen and has been revoked. The thief names it by a URL that asks for an older version of
the document, ``did:web:…?versionTime=2026-01-15…#key-1``, or for another file of the same DID.

Naively: A verifier hands the URL to a resolver that keeps old versions, and gets the one in which the key was good.

Here: The document of a key is the one that its DID stands for today: a DID URL with a query or a path names no
verification method here (Controlled Identifiers 1.0, 3.3, steps 1 to 3): ``key.invalid-url``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from microcred.document import Document
from microcred.keys import PublishedKey, controller_document
from naive import method_in, proof_holds
from published_keys import SIGNER
from victim import assert_refused, badge, report
from world import World

VICTIM = "did:web:college.example"
NOW = controller_document(VICTIM, [PublishedKey(SIGNER.public_key, "key-1", revoked=datetime(2026, 4, 1, tzinfo=UTC))])
THEN = controller_document(VICTIM, [PublishedKey(SIGNER.public_key, "key-1")])


def stolen(query: str) -> Document:
    return badge(SIGNER, f"{VICTIM}{query}#key-1", issuer={"id": VICTIM, "type": ["Profile"]})


def naive_document(did: str, versions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A resolver that keeps old versions, by the year."""
    _, _, wanted = did.partition("?versionTime=")
    return versions[wanted[:7] or max(versions)]


def naive_verify(document: Document, versions: dict[str, dict[str, Any]]) -> bool:
    tree = document.to_dict()
    did, _, fragment = tree["proof"]["verificationMethod"].partition("#")
    key = method_in(naive_document(did, versions), f"{did.partition('?')[0]}#{fragment}")
    return "revoked" not in key and proof_holds(tree, key["publicKeyMultibase"])


def test_a_naive_verifier_lets_the_thief_choose_the_day() -> None:
    versions = {"2026-01": THEN, "2026-05": NOW}
    assert not naive_verify(stolen(""), versions)
    assert naive_verify(stolen("?versionTime=2026-01-15T00:00:00Z"), versions)


@pytest.mark.parametrize(
    "query",
    [
        "?versionTime=2026-01-15T00:00:00Z",
        "?versionId=1",
        "?service=files&relativeRef=/key",
        "/keys/1",
        ";service=files",
    ],
)
def test_nobody_chooses_the_version_of_a_document(query: str) -> None:
    world = World()
    world.serve_did_web(VICTIM, NOW)
    found = report(stolen(query), world, trust=VICTIM)
    assert_refused(found, "issuer_key", "key.invalid-url", "/proof/verificationMethod")
    assert world.visits == []


def test_the_document_of_today_decides() -> None:
    world = World()
    world.serve_did_web(VICTIM, NOW)
    assert_refused(report(stolen(""), world, trust=VICTIM), "issuer_key", "key.revoked-since")
    world.serve_did_web(VICTIM, THEN)
    assert report(stolen(""), world, trust=VICTIM)
