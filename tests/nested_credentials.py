"""Credentials inside others: records, endorsements and presentations, by an issuer, and by whoever borrows from it."""

from __future__ import annotations

from typing import Any

from badges import AT, CANONICALIZER, CREDENTIALS_V2, OPEN_BADGES, SIGNER, sealed, unsigned
from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.proofs import add_proof
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer, TrustPolicy
from microcred.verification.verifier import Verifier
from world import World

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SERVICE = "https://registrar.example/records/7"
VICTIM = "did:example:victim"
ISSUER = SIGNER.verification_method.partition("#")[0]
FORGER = Ed25519Signer.from_seed(bytes(range(9, 41)))
FORGER_ID = FORGER.verification_method.partition("#")[0]


def verifier(world: World | None = None, trust: TrustPolicy | None = None) -> Verifier:
    return Verifier(trust=trust or AnyIssuer(), fetcher=world or World(), canonicalizer=CANONICALIZER, clock=lambda: AT)


def report(source: Any, world: World | None = None, **question: Any) -> Report:
    return verifier(world).verify(source, **question)


def badge(subject: str = VICTIM, signer: Ed25519Signer = SIGNER, **changes: Any) -> dict[str, Any]:
    """A badge that is described no further, as credentials of one record share one graph; unsigned."""
    tree = unsigned(id="urn:x:badge", issuer={"id": signer.verification_method.partition("#")[0], "type": ["Profile"]})
    achievement = {**tree["credentialSubject"]["achievement"], "id": "urn:x:achievement"}
    for name in ("resultDescription", "alignment"):
        del achievement[name]
    subjects = {"id": subject, "type": ["AchievementSubject"], "achievement": achievement}
    return {**tree, "credentialSubject": subjects, **changes}


def forged() -> dict[str, Any]:
    """The victim's badge with another name, and the proof of the genuine one."""
    return {**badge(FORGER_ID), "name": "Another", "proof": sealed(badge()).tree["proof"]}


def record(*credentials: Any, signer: Ed25519Signer = FORGER, **changes: Any) -> Document:
    tree = {
        "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES, EXTENSIONS],
        "id": "urn:x:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": signer.verification_method.partition("#")[0], "type": ["Profile"], "name": "Registrar"},
        "validFrom": "2026-03-01T00:00:00Z",
        "name": "Transcript",
        "refreshService": {"id": SERVICE, "type": "1EdTechCredentialRefresh"},
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [one.tree if isinstance(one, Document) else one for one in credentials],
        },
        **changes,
    }
    return sealed(tree, signer)


def endorsement(target: str, **changes: Any) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES],
        "id": "urn:x:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed",
        "issuer": {"id": ISSUER, "type": ["Profile"]},
        "validFrom": "2026-01-10T00:00:00Z",
        "credentialSubject": {"id": target, "type": ["EndorsementSubject"]},
        **changes,
    }


def own_badge(**changes: Any) -> dict[str, Any]:
    issuer = {"id": FORGER_ID, "type": ["Profile"], **changes.pop("issuer", {})}
    return unsigned(issuer=issuer, **changes)


def bare_record(*parts: Any) -> dict[str, Any]:
    tree = record(badge(FORGER_ID, FORGER)).to_dict()
    del tree["proof"]
    tree["credentialSubject"]["verifiableCredential"] = list(parts)
    return tree


def presentation(*credentials: Any, signer: Ed25519Signer = FORGER, **changes: Any) -> Document:
    options = changes.pop("options", {"challenge": "abc"})
    tree: dict[str, Any] = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": signer.verification_method.partition("#")[0],
        "verifiableCredential": [one.tree if isinstance(one, Document) else one for one in credentials],
        **changes,
    }
    document = Document.of({name: value for name, value in tree.items() if value is not None})
    return add_proof(
        document, signer, created=AT, purpose="authentication", options=options, canonicalizer=CANONICALIZER
    )


def presented(*credentials: Any, world: World | None = None, **question: Any) -> PresentationReport:
    source = presentation(*credentials)
    return verifier(world).verify_presentation(source, challenge="abc", **question)


def plain(identifier: str, *, hashed: bool = False, kind: str = "systemId") -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": hashed, "identityHash": identifier, "identityType": kind}
