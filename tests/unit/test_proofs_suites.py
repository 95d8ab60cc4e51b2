"""The suites beside eddsa-rdfc-2022: each seals, verifies, and notices what the others notice."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, unsigned
from microcred.canonical import canonicalize_json
from microcred.document import Document
from microcred.errors import ContextError, ProofError, UsageError
from microcred.issue import Issuer
from microcred.keys import EcdsaSigner
from microcred.models import Profile
from microcred.multibase import encode_base58btc
from microcred.proofs import SecuredDocument, add_proof, verify_proof
from microcred.verification.fetch import Offline
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

P256 = EcdsaSigner("P-256", 7)
P384 = EcdsaSigner("P-384", 7)
CASES: list[tuple[Any, str]] = [
    (SIGNER, "eddsa-rdfc-2022"),
    (SIGNER, "eddsa-jcs-2022"),
    (P256, "ecdsa-rdfc-2019"),
    (P256, "ecdsa-jcs-2019"),
    (P384, "ecdsa-rdfc-2019"),
    (P384, "ecdsa-jcs-2019"),
]
JCS = [case for case in CASES if "jcs" in case[1]]


def badge(signer: Any, suite: str | None = None) -> Document:
    issuer = Issuer(Profile(name="x"), signer, suite=suite, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return issuer.issue({name: value for name, value in unsigned().items() if name != "issuer"})


def verify(source: Any) -> Report:
    return Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=CANONICALIZER).verify(source, at=AT)


@pytest.mark.parametrize(("signer", "suite"), CASES)
def test_a_badge_is_sealed_and_verified(signer: Any, suite: str) -> None:
    found = verify(badge(signer, suite))
    assert found.verdict is Verdict.ACCEPTED
    assert found["proof"].evidence["suite"] == suite


@pytest.mark.parametrize(("signer", "suite"), CASES)
def test_a_changed_badge_is_rejected(signer: Any, suite: str) -> None:
    found = verify({**badge(signer, suite).to_dict(), "name": "Soil Sampling, Level 3"})
    assert (found.verdict, found["proof"].code) == (Verdict.REJECTED, "proof.signature-invalid")


@pytest.mark.parametrize(("signer", "suite"), CASES)
def test_an_undefined_member_is_refused_whatever_the_suite(signer: Any, suite: str) -> None:
    found = verify({**badge(signer, suite).to_dict(), "honours": "summa cum laude"})
    assert (found.verdict, found["contexts"].code) == (Verdict.REJECTED, "contexts.undefined-term")


def test_a_key_has_its_usual_suite() -> None:
    assert [badge(signer).tree["proof"]["cryptosuite"] for signer in (SIGNER, P256, P384)] == [
        "eddsa-rdfc-2022",
        "ecdsa-rdfc-2019",
        "ecdsa-rdfc-2019",
    ]


@pytest.mark.parametrize(("signer", "suite"), [(SIGNER, "ecdsa-rdfc-2019"), (P256, "eddsa-jcs-2022")])
def test_a_suite_does_not_sign_with_a_key_of_another_type(signer: Any, suite: str) -> None:
    with pytest.raises(UsageError) as caught:
        badge(signer, suite)
    assert caught.value.code == "usage.wrong-key-type"


@pytest.mark.parametrize(("signer", "suite"), CASES)
def test_a_proof_of_one_suite_is_none_of_another(signer: Any, suite: str) -> None:
    tree = badge(signer, suite).to_dict()
    for _, other in CASES:
        if other != suite:
            tree["proof"]["cryptosuite"] = other
            assert verify(tree).verdict is Verdict.REJECTED


@pytest.mark.parametrize(("signer", "suite"), JCS)
def test_the_contexts_are_signed_with_the_json(signer: Any, suite: str) -> None:
    tree = badge(signer, suite).to_dict()
    assert tree["proof"]["@context"] == tree["@context"]
    tree["@context"][1] = tree["@context"][1].replace("3.0.3", "3.0.2")
    found = verify(tree)
    assert (found.verdict, found["proof"].code) == (Verdict.REJECTED, "proof.other-contexts")
    tree["proof"]["@context"] = tree["@context"]
    assert verify(tree)["proof"].code == "proof.signature-invalid"


@pytest.mark.parametrize(("signer", "suite"), JCS)
def test_contexts_may_be_added_behind_those_of_the_proof(signer: Any, suite: str) -> None:
    tree = badge(signer, suite).to_dict()
    tree["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    assert verify(tree).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(("signer", "suite"), JCS)
def test_the_order_of_every_array_counts(signer: Any, suite: str) -> None:
    tree = badge(signer, suite).to_dict()
    tree["credentialSubject"]["achievement"]["tag"].reverse()
    assert verify(tree)["proof"].code == "proof.signature-invalid"


@pytest.mark.parametrize(("signer", "suite"), CASES)
def test_a_signature_has_one_spelling(signer: Any, suite: str) -> None:
    tree = badge(signer, suite).to_dict()
    value = tree["proof"]["proofValue"]
    for other in (value + "1", "z1" + value[1:], value[:-1], value.replace("z", "u", 1), [value], None, 7):
        tree["proof"]["proofValue"] = other
        assert verify(tree).verdict is Verdict.REJECTED


@pytest.mark.parametrize(
    "members", [{"cryptosuite": "Ed25519Signature2020"}, {"type": "eddsa-rdfc-2022", "cryptosuite": None}]
)
def test_a_proof_has_the_type_of_its_suite(members: dict[str, str | None]) -> None:
    tree = badge(SIGNER).to_dict()
    tree["proof"] = {name: value for name, value in {**tree["proof"], **members}.items() if value is not None}
    found = verify(tree)
    assert (found.verdict, found["proof"].code) == (Verdict.REJECTED, "proof.malformed")
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    with pytest.raises(ProofError) as caught:
        verify_proof(secured, secured.proof(), SIGNER.public_key)
    assert (caught.value.code, caught.value.pointer) == ("proof.malformed", "/proof")


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"cryptosuite": "eddsa-rdfc-2023"}, "/proof/cryptosuite"),
        ({"type": "Ed25519Signature2018", "cryptosuite": None}, "/proof/type"),
    ],
)
def test_an_unknown_suite_is_told_where_it_is_named(members: dict[str, str | None], pointer: str) -> None:
    tree = badge(SIGNER).to_dict()
    tree["proof"] = {name: value for name, value in {**tree["proof"], **members}.items() if value is not None}
    fault = verify(tree)["proof"].faults[0]
    assert (fault.code, fault.pointer) == ("proof.unsupported-suite", pointer)


def test_a_key_of_another_type_is_told_where_the_proof_names_it() -> None:
    secured = SecuredDocument(badge(SIGNER), CANONICALIZER)
    with pytest.raises(ProofError) as caught:
        verify_proof(secured, secured.proof(), P256.public_key)
    fault = caught.value.faults[0]
    assert (fault.code, fault.pointer) == ("proof.wrong-key-type", "/proof/verificationMethod")
    assert fault.problem == "https://w3id.org/security#PROOF_VERIFICATION_ERROR"


def test_only_proofs_over_json_carry_the_contexts_of_the_document() -> None:
    for signer, suite in CASES:
        sealed = badge(signer, suite)
        assert ("@context" in sealed.tree["proof"]) is ("jcs" in suite)
    with pytest.raises(ContextError):
        add_proof(Document.of({"name": "x"}), SIGNER, created=AT, suite_name="eddsa-jcs-2022")


def test_a_proof_says_until_when_it_holds_where_the_issuer_wants_it() -> None:
    document = Document.of(unsigned())
    for expires in (None, AT):
        proof = add_proof(document, SIGNER, created=AT, expires=expires, canonicalizer=CANONICALIZER).tree["proof"]
        assert proof.get("expires") == (None if expires is None else "2026-06-01T12:00:00Z")
        assert next(iter(proof)) == "type"


def test_a_suite_that_is_verified_only_is_a_wrong_call() -> None:
    for name, code in (("Ed25519Signature2020", "usage.legacy-suite"), ("ecdsa-rdfc-2019", "usage.wrong-key-type")):
        with pytest.raises(UsageError) as caught:
            add_proof(Document.of(unsigned()), SIGNER, created=AT, suite_name=name, canonicalizer=CANONICALIZER)
        assert caught.value.code == code


def signed_as_json(tree: dict[str, Any]) -> Document:
    """A document sealed with eddsa-jcs-2022 by somebody who does not look at its contexts."""
    members = {
        "@context": tree["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-01-15T09:00:00Z",
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
    }
    hashed = (sha256(canonicalize_json(Document.of(part).tree)).digest() for part in (members, tree))
    return Document.of({**tree, "proof": {**members, "proofValue": encode_base58btc(SIGNER.sign(b"".join(hashed)))}})


def test_what_is_signed_as_json_has_to_be_defined_whoever_signed_it() -> None:
    assert verify(signed_as_json(unsigned())).verdict is Verdict.ACCEPTED
    careless = signed_as_json(unsigned(honours="summa cum laude"))
    found = verify(careless)
    assert (found.verdict, found["contexts"].code) == (Verdict.REJECTED, "contexts.undefined-term")
    # The same where nobody has looked at the contexts before.
    secured = SecuredDocument(careless, CANONICALIZER)
    with pytest.raises(ContextError) as caught:
        verify_proof(secured, secured.proof(), SIGNER.public_key)
    assert caught.value.code == "contexts.undefined-term"


@pytest.mark.parametrize("suite", [["eddsa-rdfc-2022"], {}, 5, False, "eddsa-rdfc-2022"], ids=repr)
@pytest.mark.parametrize("kind", ["Ed25519Signature2020", "SomeOtherSignature2020"])
def test_only_a_data_integrity_proof_has_a_cryptosuite(kind: str, suite: Any) -> None:
    tree = badge(SIGNER).to_dict()
    tree["proof"] |= {"type": kind, "cryptosuite": suite}
    found = verify(tree)
    assert found.verdict is Verdict.REJECTED
    assert "proof.malformed" in (found["proof"].code, found["issuer_key"].code)


@pytest.mark.parametrize("suite", [["eddsa-rdfc-2022"], {}, 5, False, None], ids=repr)
def test_the_cryptosuite_of_a_data_integrity_proof_is_a_string(suite: Any) -> None:
    tree = badge(SIGNER).to_dict()
    tree["proof"]["cryptosuite"] = suite
    found = verify(tree)
    assert found.verdict is Verdict.REJECTED
