"""ecdsa-sd-2023: the learner shows one result without the other."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, sealed, unsigned
from disclosure import (
    HIDDEN,
    HMAC_KEY,
    ISSUER,
    ONE_TIME,
    SHOWN,
    base,
    derived,
    draft,
    issued,
    suite,
    value_of,
    verify,
)
from microcred.canonical import all_but
from microcred.document import Document
from microcred.errors import ContextError, ProofError, UsageError
from microcred.keys import EcdsaSigner
from microcred.multibase import decode_multibase, encode_base64url
from microcred.proofs import CRYPTOSUITES, EcdsaSd2023, SecuredDocument, add_proof, derive_proof, verify_proof
from microcred.proofs.disclosure_values import DerivedProofValue
from microcred.verification.report import Outcome, Verdict

RESULTS = "/credentialSubject/result"
EVERY_VALUE = (SHOWN, HIDDEN, "north field", "south field")


def refusal(*pointers: str, document: Document | None = None, **options: Any) -> UsageError:
    with pytest.raises(UsageError) as caught:
        derive_proof(document or base(), selective_pointers=pointers, canonicalizer=CANONICALIZER, **options)
    return caught.value


def test_one_result_is_shown_without_the_other() -> None:
    shown = derived(f"{RESULTS}/0")
    assert [result["value"] for result in shown.at(RESULTS)] == [SHOWN]
    found = verify(shown)
    assert found.verdict is Verdict.ACCEPTED
    assert found["proof"].evidence["suite"] == "ecdsa-sd-2023"
    assert found["model"].outcome is Outcome.PASSED


def test_the_other_one_can_be_shown_just_as_well() -> None:
    shown = derived(f"{RESULTS}/1")
    assert [result["value"] for result in shown.at(RESULTS)] == [HIDDEN]
    assert verify(shown).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("pointers", "left"),
    [
        ([], []),
        ([f"{RESULTS}/0"], [SHOWN]),
        ([f"{RESULTS}/1"], [HIDDEN]),
        ([RESULTS], [SHOWN, HIDDEN]),
        (["/evidence/1"], ["south field"]),
        ([f"{RESULTS}/0/value", "/evidence"], [SHOWN, "north field", "south field"]),
        ([""], list(EVERY_VALUE)),
    ],
)
def test_what_is_not_shown_is_nowhere_in_the_bytes(pointers: list[str], left: list[str]) -> None:
    shown = derive_proof(base(), selective_pointers=pointers, canonicalizer=CANONICALIZER)
    assert verify(shown).verdict is Verdict.ACCEPTED
    proof = decode_multibase(shown.tree["proof"]["proofValue"], max_length=10**6)
    for value in EVERY_VALUE:
        assert (value in str(shown)) == (value in left)
        assert value.encode() not in proof
    assert HMAC_KEY not in proof
    hidden = set(value_of(base()).signatures) - set(value_of(shown).signatures)
    assert bool(hidden) == (pointers != [""])
    assert not any(signature in proof for signature in hidden)


def test_the_labels_of_what_is_not_shown_are_left_out() -> None:
    whole, shown = derived(""), derived(f"{RESULTS}/0")
    assert set(value_of(shown).labels.values()) < set(value_of(whole).labels.values())
    every = {hmac.digest(HMAC_KEY, f"c14n{number}".encode(), "sha256") for number in range(100)}
    assert set(value_of(whole).labels.values()) < every


def test_what_is_shown_is_a_part_of_what_was_issued_in_the_same_order() -> None:
    shown = derived(f"{RESULTS}/1").to_dict()
    whole = base().to_dict()
    assert list(shown) == [name for name in whole if name != "evidence"]
    assert shown["credentialSubject"].pop("result") == whole["credentialSubject"].pop("result")[1:]
    for name in shown.keys() - {"proof"}:
        assert shown[name] == whole[name]
    assert {n: v for n, v in shown["proof"].items() if n != "proofValue"} == {
        n: v for n, v in whole["proof"].items() if n != "proofValue"
    }


def test_everything_else_is_mandatory_by_default() -> None:
    pointers = value_of(base()).mandatory_pointers
    assert {"/validUntil", "/validFrom", "/issuer", "/name", "/credentialSubject/achievement"} <= set(pointers)
    assert not any(pointer.startswith((RESULTS, "/evidence")) for pointer in pointers)


def test_a_badge_without_results_is_mandatory_as_a_whole() -> None:
    plain = issued(
        {name: value for name, value in unsigned(credentialSubject=plain_subject()).items() if name != "issuer"}
    )
    assert value_of(plain).signatures == ()
    assert verify(derived("/name", document=plain)).verdict is Verdict.ACCEPTED


def plain_subject() -> dict[str, Any]:
    return {name: value for name, value in unsigned()["credentialSubject"].items() if name != "result"}


def test_an_issuer_says_what_is_mandatory() -> None:
    document = issued(mandatory_pointers=["/issuer", "/validUntil", f"{RESULTS}/1"])
    assert value_of(document).mandatory_pointers == ("/issuer", "/validUntil", f"{RESULTS}/1")
    shown = derive_proof(document, selective_pointers=["/name"], canonicalizer=CANONICALIZER)
    assert shown.tree.keys() == {"@context", "id", "type", "issuer", "validUntil", "name", "credentialSubject", "proof"}
    assert [result["value"] for result in shown.at(RESULTS)] == [HIDDEN]
    secured = SecuredDocument(shown, CANONICALIZER)
    assert verify_proof(secured, secured.proof(), ISSUER.public_key)
    # The proof holds; the badge lacks what the model asks for, which is for the issuer to make mandatory.
    assert verify(shown)["model"].outcome is Outcome.FAILED


def test_the_base_proof_is_for_the_holder_alone() -> None:
    found = verify(base())
    assert (found.verdict, found["proof"].code) == (Verdict.REJECTED, "proof.base-proof")
    assert "holder" in (found["proof"].faults[0].hint or "")
    secured = SecuredDocument(base(), CANONICALIZER)
    assert verify_proof(secured, secured.proof(), ISSUER.public_key, holder=True)


def test_a_holder_notices_a_base_proof_that_does_not_hold() -> None:
    tree = base().to_dict()
    for place in (tree, tree["credentialSubject"]["result"][0]):
        changed = Document.of(tree)
        name = "validUntil" if place is tree else "value"
        before, place[name] = place[name], "2030-01-15T09:00:00Z"
        changed = Document.of(tree)
        place[name] = before
        secured = SecuredDocument(changed, CANONICALIZER)
        with pytest.raises(ProofError) as caught:
            verify_proof(secured, secured.proof(), ISSUER.public_key, holder=True)
        assert caught.value.code == "proof.signature-invalid"


def test_nothing_is_derived_from_a_base_proof_whose_statements_are_not_signed() -> None:
    tree = base().to_dict()
    tree["credentialSubject"]["result"][0]["value"] = "one hundred"
    with pytest.raises(ProofError) as caught:
        derived(document=Document.of(tree))
    assert caught.value.code == "proof.signature-invalid"


def test_each_badge_has_keys_of_its_own() -> None:
    found = [
        value_of(issued(new_hmac_key=fresh.new_hmac_key, new_signer=fresh.new_signer)) for fresh in [EcdsaSd2023()] * 2
    ]
    assert len({value.hmac_key for value in found}) == len({value.public_key for value in found}) == 2
    assert {len(value.hmac_key) for value in found} == {32}


def test_the_suite_is_one_of_the_table() -> None:
    signed = add_proof(
        Document.of({**draft(), "issuer": ISSUER.verification_method.partition("#")[0]}),
        ISSUER,
        created=AT,
        suite_name="ecdsa-sd-2023",
        canonicalizer=CANONICALIZER,
    )
    assert CRYPTOSUITES["ecdsa-sd-2023"] == EcdsaSd2023()
    assert signed.tree["proof"]["proofValue"].startswith("u2V0A")
    assert verify(derived(document=signed)).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("signer", [SIGNER, EcdsaSigner("P-384", 7)])
def test_issuers_sign_with_p_256_only(signer: Any) -> None:
    with pytest.raises(UsageError) as caught:
        issued(signer=signer)
    assert caught.value.code == "usage.wrong-key-type"


def test_the_issuers_key_signs_the_mandatory_statements_and_the_one_time_key() -> None:
    secured = SecuredDocument(derived(), CANONICALIZER)
    found = verify_proof(secured, secured.proof(), ISSUER.public_key)
    lines = found.canonical_document.decode().splitlines(keepends=True)
    mandatory = "".join(lines[index] for index in value_of(secured.document).mandatory_indexes)
    assert found.signed_data == (
        hashlib.sha256(found.canonical_options).digest()
        + b"\x80\x24"
        + ONE_TIME.public_key.raw
        + hashlib.sha256(mandatory.encode()).digest()
    )
    assert sum(line.count("ninety-three") for line in lines) == 1
    assert "ninety-three" not in mandatory


@pytest.mark.parametrize("pointer", ["/nothing", f"{RESULTS}/2", f"{RESULTS}/0/nothing", "name", "/proof/proofValue"])
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    assert refusal(pointer).code == "usage.no-such-pointer"
    with pytest.raises(UsageError) as caught:
        issued(mandatory_pointers=[pointer])
    assert caught.value.code == "usage.no-such-pointer"


ALLOWED = "/credentialSubject/achievement/resultDescription/0/allowedValue"


def test_an_ordered_list_is_shown_as_a_whole_or_not_at_all() -> None:
    document = issued(mandatory_pointers=["/issuer"])
    assert refusal(f"{ALLOWED}/1", document=document).code == "usage.not-disclosable-alone"
    assert refusal(f"{ALLOWED}/0", document=document).code == "usage.not-disclosable-alone"
    shown = derive_proof(document, selective_pointers=[ALLOWED], canonicalizer=CANONICALIZER)
    assert shown.at(ALLOWED) == ["C", "B", "A"]
    secured = SecuredDocument(shown, CANONICALIZER)
    assert verify_proof(secured, secured.proof(), ISSUER.public_key)
    with pytest.raises(UsageError) as caught:
        issued(mandatory_pointers=[f"{ALLOWED}/1"])
    assert caught.value.code == "usage.not-disclosable-alone"


def test_something_has_to_be_shown() -> None:
    document = issued(mandatory_pointers=[])
    assert refusal(document=document).code == "usage.nothing-selected"


def test_a_proof_is_derived_from_a_base_proof() -> None:
    assert refusal("/name", document=derived()).code == "usage.no-base-proof"
    assert refusal("/name", document=sealed()).code == "usage.no-base-proof"


def test_of_several_base_proofs_one_is_named() -> None:
    document = base()
    for number in (1, 2):
        document = add_proof(
            document,
            ISSUER,
            created=AT,
            suite_name=suite(mandatory_pointers=["/issuer"]),
            options={"id": f"urn:uuid:{number}"},
            canonicalizer=CANONICALIZER,
        )
    error = refusal("/name", document=document)
    assert error.code == "usage.no-base-proof"
    assert "proof_id" in (error.hint or "")
    assert refusal("/name", document=document, proof_id="urn:uuid:3").code == "usage.no-base-proof"
    shown = derive_proof(document, selective_pointers=["/name"], proof_id="urn:uuid:2", canonicalizer=CANONICALIZER)
    assert shown.tree["proof"]["id"] == "urn:uuid:2"
    secured = SecuredDocument(shown, CANONICALIZER)
    assert verify_proof(secured, secured.proof(), ISSUER.public_key)


def test_a_base_proof_may_stand_beside_a_proof_of_the_whole() -> None:
    both = add_proof(base(), ISSUER, created=AT, suite_name="ecdsa-rdfc-2019", canonicalizer=CANONICALIZER)
    assert verify(both).verdict is Verdict.ACCEPTED
    shown = derived(document=both)
    assert shown.tree["proof"]["cryptosuite"] == "ecdsa-sd-2023"
    assert verify(shown).verdict is Verdict.ACCEPTED


def test_a_base_proof_builds_on_no_other() -> None:
    first = sealed(draft() | {"issuer": "did:example:x"}, id="urn:uuid:1")
    with pytest.raises(ProofError) as caught:
        add_proof(
            first,
            ISSUER,
            created=AT,
            suite_name="ecdsa-sd-2023",
            options={"previousProof": "urn:uuid:1"},
            canonicalizer=CANONICALIZER,
        )
    assert (caught.value.code, caught.value.pointer) == ("proof.malformed", "/proof/1/previousProof")


def test_a_member_that_no_context_defines_is_refused() -> None:
    with pytest.raises(ContextError):
        issued({**draft(), "honours": "summa cum laude"})
    found = verify({**derived().to_dict(), "honours": "summa cum laude"})
    assert (found.verdict, found["contexts"].code) == (Verdict.REJECTED, "contexts.undefined-term")


def test_a_badge_of_the_older_data_model_gets_the_terms_of_the_proof() -> None:
    tree = draft()
    for ours, theirs in (("validFrom", "issuanceDate"), ("validUntil", "expirationDate")):
        tree[theirs] = tree.pop(ours)
    tree["@context"] = [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    shown = derived(document=issued(tree))
    assert shown.tree["@context"][-1] == "https://w3id.org/security/data-integrity/v2"
    assert HIDDEN not in str(shown)
    assert verify(shown).verdict is Verdict.ACCEPTED


def test_a_badge_signed_under_older_context_bytes_is_shown_and_verified_under_them() -> None:
    # The bytes that credentials/v2 had in March 2024 gave every undefined term a meaning; today's lose it.
    issuer = ISSUER.verification_method.partition("#")[0]
    members = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-sd-2023",
        "verificationMethod": ISSUER.verification_method,
        "proofPurpose": "assertionMethod",
    }
    tree = {**draft(), "issuer": issuer, "honours": "summa", "proof": members}
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    text = suite(mandatory_pointers=["/issuer"]).seal(secured, secured.proof(), ISSUER)
    document = Document.of({**tree, "proof": {**members, "proofValue": text}})
    shown = derive_proof(document, selective_pointers=["/honours"], canonicalizer=CANONICALIZER)
    secured = SecuredDocument(shown, CANONICALIZER)
    found = verify_proof(secured, secured.proof(), ISSUER.public_key)
    assert found.versions["https://www.w3.org/ns/credentials/v2"].label == "2024-03-21"
    changed = SecuredDocument(Document.of({**shown.to_dict(), "honours": "magna"}), CANONICALIZER)
    with pytest.raises(ContextError) as caught:
        verify_proof(changed, changed.proof(), ISSUER.public_key)
    assert caught.value.code == "contexts.undefined-term"


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_an_hmac_key_has_32_bytes(key: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        issued(new_hmac_key=lambda: key)
    assert caught.value.code == "usage.unwritable-proof"


def test_the_statements_are_signed_on_p_256() -> None:
    with pytest.raises(UsageError) as caught:
        issued(new_signer=lambda: EcdsaSigner("P-384", 3))
    assert caught.value.code == "usage.unwritable-proof"


def test_a_credential_of_too_many_statements_is_not_sealed() -> None:
    tree = draft()
    tree["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(2_100)]
    with pytest.raises(UsageError) as caught:
        issued(tree, mandatory_pointers=["/issuer"])
    assert caught.value.code == "usage.unwritable-proof"
    assert issued(tree)


def test_results_that_say_the_same_are_two_results() -> None:
    tree = draft()
    tree["credentialSubject"]["result"] = [{"type": ["Result"], "value": "B"} for _ in range(3)]
    document = issued(tree)
    for pointers in ([f"{RESULTS}/1"], [f"{RESULTS}/0", f"{RESULTS}/2"], [RESULTS]):
        shown = derived(*pointers, document=document)
        assert verify(shown).verdict is Verdict.ACCEPTED


def endorsement(number: int) -> dict[str, Any]:
    """An endorsement with a proof of its own: a graph within the credential."""
    tree = {
        "@context": unsigned()["@context"],
        "id": f"urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a2{number}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": f"did:example:peer-{number}", "type": ["Profile"], "name": f"Peer {number}"},
        "validFrom": "2026-01-15T09:00:00Z",
        "name": f"Endorsement {number}",
        "credentialSubject": {
            "id": f"https://college.example/departments/{number}",
            "type": ["EndorsementSubject"],
            "endorsementComment": f"Comment {number}",
        },
    }
    return sealed(tree).to_dict()


@pytest.mark.parametrize("pointer", ["/endorsement/1", "/endorsement/1/name", "/endorsement/1/proof"])
def test_an_endorsement_with_a_proof_of_its_own_is_shown_without_the_others(pointer: str) -> None:
    tree = {**draft(), "endorsement": [endorsement(number) for number in range(3)]}
    document = issued(tree, mandatory_pointers=["/issuer", *all_but(tree, ["/endorsement"])])
    shown = derived(pointer, document=document)
    assert [found["type"][1] for found in shown.at("/endorsement")] == ["EndorsementCredential"]
    assert not any(f"{word} {number}" in str(shown) for word in ("Peer", "Comment") for number in (0, 2))
    secured = SecuredDocument(shown, CANONICALIZER)
    assert verify_proof(secured, secured.proof(), ISSUER.public_key)
    if pointer == "/endorsement/1":
        assert shown.at("/endorsement/0") == tree["endorsement"][1]
        assert verify(shown).verdict is Verdict.ACCEPTED


def test_the_secret_of_a_base_proof_is_not_in_its_representation() -> None:
    assert repr(HMAC_KEY)[2:-1] not in repr(value_of(base()))


def test_an_expired_proof_stays_one() -> None:
    document = add_proof(
        Document.of({**draft(), "issuer": ISSUER.verification_method.partition("#")[0]}),
        ISSUER,
        created=AT,
        expires=datetime(2026, 6, 1, 13, tzinfo=UTC),
        suite_name=suite(),
        canonicalizer=CANONICALIZER,
    )
    shown = derived(document=document)
    assert verify(shown).verdict is Verdict.ACCEPTED
    tree = shown.to_dict()
    del tree["proof"]["expires"]
    assert verify(tree).verdict is Verdict.REJECTED


def test_the_suite_can_be_pickled_as_a_verifier_needs() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(EcdsaSd2023())) == EcdsaSd2023()


def test_a_proof_value_is_unpadded_base64url() -> None:
    text = derived().tree["proof"]["proofValue"]
    assert text == "u" + encode_base64url(decode_multibase(text, max_length=10**6))
    assert text.startswith("u2V0B")


FAILED = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"


def with_members(document: Document, **members: Any) -> SecuredDocument:
    tree = document.to_dict()
    tree["proof"] |= members
    return SecuredDocument(Document.of(tree), CANONICALIZER)


def disproof(secured: SecuredDocument, *, holder: bool = False) -> tuple[str, str | None, str | None]:
    with pytest.raises(ProofError) as caught:
        verify_proof(secured, secured.proof(), ISSUER.public_key, holder=holder)
    assert type(caught.value) is ProofError
    fault = caught.value.faults[0]
    return fault.code, fault.pointer, fault.problem


@pytest.mark.parametrize(
    ("members", "place"),
    [({"previousProof": "urn:p:1"}, "/proof/previousProof"), ({"@context": ["urn:x"]}, "/proof/@context")],
)
def test_a_selective_proof_stands_alone_whether_it_is_made_derived_or_verified(
    members: dict[str, Any], place: str
) -> None:
    assert disproof(with_members(derived(), **members)) == ("proof.malformed", place, FAILED)
    assert disproof(with_members(base(), **members), holder=True) == ("proof.malformed", place, FAILED)
    with pytest.raises(ProofError) as caught:
        derive_proof(with_members(base(), **members).document, selective_pointers=[""], canonicalizer=CANONICALIZER)
    assert (caught.value.code, caught.value.pointer) == ("proof.malformed", place)


def changed(document: Document, **changes: Any) -> SecuredDocument:
    return with_members(document, proofValue=str(replace(value_of(document), **changes)))


def test_a_proof_value_that_is_not_of_these_statements_is_refused_where_it_stands() -> None:
    mismatch = ("proof.statements-mismatch", "/proof/proofValue", FAILED)
    invalid = ("proof.signature-invalid", "/proof/proofValue", FAILED)
    shown = value_of(derived())
    assert isinstance(shown, DerivedProofValue)
    fewer = dict(list(shown.labels.items())[:-1])
    beyond = (*shown.mandatory_indexes[:-1], 5_000)
    assert disproof(changed(derived(), signatures=shown.signatures[1:])) == mismatch
    assert disproof(changed(derived(), signatures=(*shown.signatures, bytes(64)))) == mismatch
    assert disproof(changed(derived(), labels=fewer)) == mismatch
    assert disproof(changed(derived(), mandatory_indexes=beyond)) == mismatch
    assert disproof(changed(derived(), signatures=shown.signatures[::-1])) == invalid
    assert disproof(changed(derived(), base_signature=bytes(64))) == invalid
    assert disproof(changed(derived(), public_key=EcdsaSigner("P-256", 3).public_key)) == invalid


@pytest.mark.parametrize("pointers", [("/nowhere",), ("no pointer",)])
def test_a_base_proof_whose_pointers_lead_nowhere_is_the_issuers_fault(pointers: tuple[str, ...]) -> None:
    secured = changed(base(), mandatory_pointers=pointers)
    assert disproof(secured, holder=True) == ("proof.value-malformed", "/proof/proofValue", FAILED)
    with pytest.raises(ProofError) as caught:
        derive_proof(secured.document, selective_pointers=[""], canonicalizer=CANONICALIZER)
    assert caught.value.code == "proof.value-malformed"


def test_a_base_proof_has_as_many_signatures_as_there_are_statements_to_choose_from() -> None:
    signatures = value_of(base()).signatures
    for wrong in (signatures[1:], (*signatures, bytes(64))):
        secured = changed(base(), signatures=wrong)
        assert disproof(secured, holder=True)[0] == "proof.statements-mismatch"
        with pytest.raises(ProofError) as caught:
            derive_proof(secured.document, selective_pointers=[""], canonicalizer=CANONICALIZER)
        assert caught.value.code == "proof.signature-invalid"


def test_a_base_proof_is_for_the_holder_alone_and_says_where_it_stands() -> None:
    secured = with_members(base())
    assert disproof(secured) == ("proof.base-proof", "/proof/proofValue", FAILED)
    assert verify_proof(secured, secured.proof(), ISSUER.public_key, holder=True).proof.pointer == "/proof"


def test_what_there_is_to_derive_from_is_told_where_it_should_stand() -> None:
    for document, options, pointer in (
        (Document.of(unsigned()), {}, "/proof"),
        (sealed(), {}, "/proof"),
        (base(), {"proof_id": "urn:other"}, "/proof"),
        (derived(), {}, "/proof"),
    ):
        error = refusal("", document=document, **options)
        assert (error.code, error.pointer) == ("usage.no-base-proof", pointer)
    assert "with the id 'urn:other'" in refusal("", document=base(), proof_id="urn:other").message
