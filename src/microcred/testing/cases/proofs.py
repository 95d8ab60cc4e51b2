"""Seals that do not hold, do not count, or are of a kind that nobody here can check; and dates and recipients."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.keys import EcdsaSigner
from microcred.proofs import EcdsaSd2023, derive_proof
from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import academy_document, academy_method, college_of_curves
from microcred.testing.workbench import OPEN_BADGES, REMOVED, Recipe, Workbench

__all__ = ["CASES"]

_NAME: Final = "/credentialSubject/achievement/name"


def _disclosable(bench: Workbench) -> BadgeCase:
    """A badge of which its holder may show a part, as the issuer hands it out."""
    signer = college_of_curves()
    issuer = signer.verification_method.partition("#")[0]
    suite = EcdsaSd2023(
        mandatory_pointers=("/issuer", "/validFrom", "/validUntil", "/type", "/id", "/credentialSubject/achievement"),
        new_hmac_key=lambda: bytes(range(32)),
        new_signer=lambda: EcdsaSigner("P-256", 11),
    )
    sealed = bench.seal(bench.tree({"/issuer/id": issuer}), signer, suite=suite)
    return bench.case(sealed, trusted=[issuer])


def _disclosed_without_a_statement(bench: Workbench) -> BadgeCase:
    base = _disclosable(bench)
    shown = derive_proof(
        base.document, selective_pointers=["/credentialSubject/result/0"], canonicalizer=bench.canonicalizer
    )
    tree = shown.to_dict()
    del tree["validUntil"]
    return bench.case(tree, trust=base.trust)


def _of_curves(bench: Workbench) -> BadgeCase:
    """A badge of the academy, which has changed its key to one on P-256."""
    key = college_of_curves().public_key.to_multikey()
    return bench.of_academy(academy_document(verificationMethod=[academy_method(publicKeyMultibase=key)]))


def _proof_edit(**members: Any) -> Recipe:
    return lambda bench: bench.altered({f"/proof/{name}": value for name, value in members.items()})


def _unreadable_end(bench: Workbench) -> BadgeCase:
    """A badge of data model 1.1, which has a member of data model 2.0 besides that is no date."""
    contexts = ["https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    dates = {"/validFrom": REMOVED, "/issuanceDate": bench.day(-30), "/expirationDate": bench.day(365)}
    return bench.signed({**dates, "/@context": contexts, "/validUntil": "garbage"})


CASES: Final = MappingProxyType[str, Recipe](
    {
        "proof.base-proof": _disclosable,
        "proof.expired": lambda bench: bench.signed(proof={"expires": bench.moment(-1)}),
        "proof.malformed": _proof_edit(cryptosuite=REMOVED),
        "proof.missing": lambda bench: bench.case(bench.tree()),
        "proof.not-yet-valid": lambda bench: bench.signed(proof={"created": bench.moment(1)}),
        "proof.other-contexts": lambda bench: bench.signed(
            proof={"suite": "eddsa-jcs-2022"}, after={"/proof/@context": [OPEN_BADGES]}
        ),
        "proof.previous-missing": lambda bench: bench.altered({"/proof/previousProof": "urn:uuid:5d4b7c1e"}),
        "proof.signature-invalid": lambda bench: bench.altered({_NAME: "Soil Sampling, Level 3"}),
        "proof.statements-mismatch": _disclosed_without_a_statement,
        "proof.unsupported-suite": _proof_edit(cryptosuite="bbs-2023"),
        "proof.value-malformed": _proof_edit(proofValue="z123"),
        "proof.wrong-key-type": _of_curves,
        "proof.wrong-purpose": lambda bench: bench.signed(proof={"purpose": "authentication"}),
        "period.expired": lambda bench: bench.signed({"/validUntil": bench.day(-1)}),
        "period.not-yet-valid": lambda bench: bench.signed({"/validFrom": bench.day(1)}),
        "period.unreadable": _unreadable_end,
        "recipient.no-match": lambda bench: bench.signed(recipient="somebody.else@college.example"),
    }
)
