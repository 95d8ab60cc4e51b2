"""An issuer on the web whom the verifier trusts, badges in its name by whoever made them, and a forger next door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.document import Document
from microcred.errors import IssuerKeyError
from microcred.keys import Ed25519Signer
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from published_keys import ISSUER, METHOD, SIGNER, STRANGER, document, method, resolve
from world import World

FORGER = "https://forger.example/issuers/1"
FORGED_KEY = STRANGER.public_key.to_multikey()
FORGERS_METHOD = f"{FORGER}#key-1"


def forgers_document(**changes: Any) -> dict[str, Any]:
    """What the forger publishes under a name of their own."""
    own = method(id=FORGERS_METHOD, controller=FORGER, publicKeyMultibase=FORGED_KEY)
    return {"id": FORGER, "verificationMethod": [own], "assertionMethod": [own["id"]], **changes}


def badge(
    signer: Ed25519Signer = SIGNER,
    method_url: str | None = None,
    *,
    proof: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Document:
    """A badge in the victim's name, unless ``issuer`` names another; ``method_url`` is what its proof points at."""
    issuer = {"id": ISSUER, "type": ["Profile"], "name": "Riverside College"}
    named = signer if method_url is None else signer.with_verification_method(method_url)
    return sealed(unsigned(**{"issuer": issuer, **changes}), named, **(proof or {}))


def forged(method_url: str = METHOD, **changes: Any) -> Document:
    """A badge in the victim's name that the forger sealed, and whose proof points at ``method_url``."""
    return badge(STRANGER, method_url, **changes)


def web(published: Any = None) -> World:
    """The web in which the victim publishes its document, or what is put in its place, and the forger one too."""
    world = World()
    world.serve(ISSUER, document() if published is None else published)
    world.serve(FORGER, forgers_document())
    return world


def report(source: Any, world: World | None = None, *, trust: str = ISSUER, **question: Any) -> Report:
    """What a verifier who trusts the victim finds."""
    options = {name: question.pop(name) for name in ("all_proofs", "foreign_keys") if name in question}
    verifier = Verifier(
        trust=TrustedIssuers(trust),
        fetcher=world or web(),
        canonicalizer=CANONICALIZER,
        clock=lambda: AT,
        **options,
    )
    return verifier.verify(source, **question)


def assert_refused(found: Report, check: str, code: str, pointer: str | None = None) -> None:
    """Rejected, not called authentic, for this reason, and where it lies if that is given."""
    assert found[check].code == code, found.to_json()
    assert found.verdict is Verdict.REJECTED
    assert found.authentic is not True
    if pointer is not None:
        assert found[check].pointer == pointer


def refusal(published: Any, method_url: str = METHOD, **options: Any) -> IssuerKeyError:
    """Why the key of a proof is not found in what the victim publishes."""
    with pytest.raises(IssuerKeyError) as caught:
        resolve(published, method_url, **options)
    return caught.value
