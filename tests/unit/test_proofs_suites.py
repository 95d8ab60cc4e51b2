"""The suites beside eddsa-rdfc-2022: each seals, verifies, and notices what the others notice."""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, unsigned
from microcred.document import Document
from microcred.errors import UsageError
from microcred.issue import Issuer
from microcred.keys import EcdsaSigner
from microcred.models import Profile
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
