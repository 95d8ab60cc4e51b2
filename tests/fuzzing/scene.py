"""The web, the keys and the documents of which the inputs speak: always the same, and all of it in memory."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import rsa

import disclosure
from badges import AT, CANONICALIZER, CREDENTIALS_V2, OPEN_BADGES, SIGNER, STRANGER, sealed, unsigned
from microcred.artwork import badge_png
from microcred.baking import bake
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.keys import controller_document, jwk_set
from microcred.proofs import add_proof, seal_jwt
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from open_badges_2 import RsaSigner
from ordinary import ORDINARY
from status_lists import ISSUER, LIST, encoded, entry, status_list
from world import World

__all__ = [
    "CHALLENGE",
    "ISSUER",
    "WEB_ISSUER",
    "carriers",
    "drafts",
    "rsa_signer",
    "seal",
    "sealed_drafts",
    "verifier",
    "web",
]

WEB_ISSUER: Final = "https://college.example/issuer"
DID_WEB: Final = "did:web:college.example"
CHALLENGE: Final = "3182bdea-63d9-11ea-b6de-3b7c1404d57f"
SCHEMA: Final = "https://college.example/schema.json"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>'
HANDOUT: Final = b"%PDF-1.4 a handout"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
WEB_SIGNER: Final = SIGNER.with_verification_method(f"{WEB_ISSUER}#key-1")


def web() -> World:
    """The web: keys, lists, a schema, a newer version, a resource."""
    world = World()
    for url, answer in _pages().items():
        world.answer(url, answer)
    return world


@cache
def _pages() -> dict[str, Any]:
    world = World()
    world.serve(LIST, status_list(), media_type="application/vc")
    suspended = {"statusPurpose": "suspension", "encodedList": encoded({94_567})}
    world.serve("https://college.example/status/2", status_list(suspended, id="https://college.example/status/2"))
    for identifier in (WEB_ISSUER, DID_WEB):
        document = controller_document(identifier, [SIGNER.public_key])
        method = document["verificationMethod"][0]
        document["verificationMethod"].append({**method, "id": f"{identifier}#key-1"})
        document["assertionMethod"].append(f"{identifier}#key-1")
        world.serve(WEB_ISSUER, document) if identifier == WEB_ISSUER else world.serve_did_web(DID_WEB, document)
    world.serve("https://college.example/.well-known/jwks.json", jwk_set([SIGNER.public_key]))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["issuer"]}
    world.serve(SCHEMA, schema)
    newer = sealed(unsigned(validFrom="2026-02-15T09:00:00Z", name="Soil Sampling, renewed"))
    world.serve("https://college.example/newest", newer.raw)
    world.serve("https://college.example/a.pdf", HANDOUT, media_type="application/pdf")
    return world._pages


@cache
def verifier() -> Verifier:
    """A verifier that trusts the tests' issuer; its web is the one of :func:`web`, whose pages nobody changes."""
    trust = TrustedIssuers(ISSUER, WEB_ISSUER, DID_WEB)
    return Verifier(trust=trust, fetcher=web(), canonicalizer=CANONICALIZER, clock=lambda: AT)


def endorsement(**changes: Any) -> dict[str, Any]:
    """What somebody else says about the badge, sealed."""
    tree = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:uuid:1a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a99",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": STRANGER.verification_method.partition("#")[0], "type": ["Profile"], "name": "Soil Society"},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {"id": unsigned()["id"], "type": ["EndorsementSubject"], "endorsementComment": "Good."},
        **changes,
    }
    return sealed(tree, STRANGER).to_dict()


@cache
def drafts() -> tuple[dict[str, Any], ...]:
    """Credentials before they are sealed, which together use everything that a verifier looks at."""
    issuer = unsigned()["issuer"]
    digest = "sha256-" + base64.b64encode(hashlib.sha256(HANDOUT).digest()).decode()
    resource = [{"id": "https://college.example/a.pdf", "mediaType": "application/pdf", "digestSRI": digest}]
    schema = [{"id": SCHEMA, "type": "JsonSchema"}]
    refresh = {"id": "https://college.example/newest", "type": "1EdTechCredentialRefresh"}
    second = entry(
        id="https://college.example/status/2#1",
        statusPurpose="suspension",
        statusListIndex="1",
        statusListCredential="https://college.example/status/2",
    )
    record = {
        "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES],
        "id": "urn:uuid:4a6e8d0c-3f1f-4c7c-8a11-7b0e8d609a2e",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": issuer,
        "validFrom": "2026-03-01T00:00:00Z",
        "name": "Transcript",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [sealed().to_dict(), endorsement()],
        },
    }
    small = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "credentialSubject": {"id": "did:example:learner"},
    }
    ours = [
        unsigned(),
        small,
        unsigned(credentialStatus=entry()),
        unsigned(credentialStatus=[entry(), second]),
        unsigned(credentialSchema=schema, relatedResource=resource, refreshService=refresh),
        unsigned(endorsement=[endorsement()], issuer={**issuer, "endorsement": [endorsement()]}),
        unsigned(issuer={**issuer, "id": WEB_ISSUER}),
        unsigned(evidence=[{"id": "urn:x:1", "type": ["Evidence"], "narrative": "Ten bags"}]),
        record,
    ]
    others = [{**tree, "issuer": _named(tree.get("issuer"))} for tree in ORDINARY.values()]
    return (*ours, *({name: value for name, value in tree.items() if name != "proof"} for tree in others))


def _named(issuer: Any) -> Any:
    return {**issuer, "id": ISSUER} if isinstance(issuer, dict) else ISSUER


@cache
def sealed_drafts() -> tuple[bytes, ...]:
    """Each draft that can be sealed, sealed by its issuer."""
    return tuple(document.raw for tree in drafts() if (document := seal(tree)) is not None)


def seal(tree: Any) -> Document | None:
    """A credential sealed with the key of the issuer that it names, or with the tests' own; None where that fails."""
    issuer = tree.get("issuer") if isinstance(tree, dict) else None
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    signer = {WEB_ISSUER: WEB_SIGNER, STRANGER.verification_method.partition("#")[0]: STRANGER}.get(str(issuer), SIGNER)
    try:
        return add_proof(Document.of(tree), signer, created=AT, canonicalizer=CANONICALIZER)
    except MicrocredError:
        return None


@cache
def carriers() -> tuple[bytes, ...]:
    """Sealed credentials in every carrier: JSON, tokens, pictures, envelopes."""
    token = seal_jwt(Document.of(unsigned()), SIGNER)
    badge = sealed().raw
    envelope = {
        "@context": CREDENTIALS_V2,
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }
    return (
        *sealed_drafts(),
        token.encode(),
        bake(badge_png("A", size=16), badge),
        bake(badge_png("A", size=16), token),
        bake(SVG, badge),
        bake(SVG, token),
        json.dumps(envelope).encode(),
        disclosure.base().raw,
        disclosure.derived().raw,
    )


@cache
def rsa_signer() -> RsaSigner:
    """A key of RSA that is the same each time; its primes are the largest ones of their length."""
    p, q, e = 2**1024 - 105, 2**1025 - 2_673, 65_537
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPublicNumbers(e, p * q)
    parts = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
    return RsaSigner(rsa.RSAPrivateNumbers(p, q, d, *parts, numbers).private_key())
