"""The members of a proof: each of its JSON type, each refusal with its place and the problem type of the standard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, sealed, unsigned
from microcred.document import Document
from microcred.errors import ContextError, ProofError, UnsupportedError
from microcred.proofs import Proof, SecuredDocument, add_proof, verify_proof
from microcred.proofs.secured_document import MAX_PROOFS, MAX_WORK, Work, contexts_of

SEC = "https://w3id.org/security#"
FAILED = f"{SEC}PROOF_VERIFICATION_ERROR"
MEMBERS = sealed().to_dict()["proof"]


def read(**changes: Any) -> Proof:
    members = {name: value for name, value in {**MEMBERS, **changes}.items() if value is not ...}
    return Proof.read(Document.of({"proof": members}).tree["proof"], "/proof/3")


def refusal(call: Any) -> tuple[str, str | None, str | None]:
    with pytest.raises(ProofError) as caught:
        call()
    fault = caught.value.faults[0]
    return fault.code, fault.pointer, fault.problem


def secured(*proofs: Any) -> SecuredDocument:
    return SecuredDocument(Document.of({**unsigned(), "proof": list(proofs)}), CANONICALIZER)


def test_a_proof_is_read_as_it_stands() -> None:
    found = read(id="urn:a", expires="2027-01-01T00:00:00Z", domain="d", challenge="c", previousProof=["urn:b"])
    assert (found.pointer, found.type, found.cryptosuite) == ("/proof/3", "DataIntegrityProof", "eddsa-rdfc-2022")
    assert (found.purpose, found.verification_method) == ("assertionMethod", SIGNER.verification_method)
    assert (found.created, found.expires) == (datetime(2026, 1, 15, 9, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert (found.domain, found.challenge, found.previous) == (frozenset({"d"}), "c", ("urn:b",))
    assert found.options == {name: value for name, value in found.members.items() if name != "proofValue"}
    bare = read(created=...)
    assert (bare.created, bare.expires, bare.domain, bare.challenge, bare.previous) == (
        None,
        None,
        frozenset(),
        None,
        (),
    )


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"type": ...}, "/proof/3"),
        ({"type": ""}, "/proof/3/type"),
        ({"type": ["DataIntegrityProof"]}, "/proof/3/type"),
        ({"cryptosuite": ...}, "/proof/3"),
        ({"cryptosuite": 7}, "/proof/3"),
        ({"type": "Ed25519Signature2020"}, "/proof/3"),
        ({"type": "Ed25519Signature2020", "cryptosuite": ..., "created": ...}, "/proof/3"),
        ({"proofPurpose": ...}, "/proof/3"),
        ({"proofPurpose": None}, "/proof/3/proofPurpose"),
        ({"verificationMethod": ...}, "/proof/3"),
        ({"verificationMethod": {"id": "urn:x"}}, "/proof/3/verificationMethod"),
        ({"created": "yesterday"}, "/proof/3/created"),
        ({"created": 7}, "/proof/3/created"),
        ({"created": None}, "/proof/3/created"),
        ({"expires": "2026-13-01T00:00:00Z"}, "/proof/3/expires"),
        ({"previousProof": 7}, "/proof/3/previousProof"),
        ({"previousProof": ["urn:a", 7]}, "/proof/3/previousProof"),
        ({"domain": {"a": 1}}, "/proof/3/domain"),
        ({"challenge": None}, "/proof/3/challenge"),
        ({"challenge": ""}, "/proof/3/challenge"),
    ],
)
def test_a_member_of_another_type_is_malformed_where_it_stands(changes: dict[str, Any], pointer: str) -> None:
    assert refusal(lambda: read(**changes)) == ("proof.malformed", pointer, FAILED)


@pytest.mark.parametrize("members", [[], "proof", 7, True])
def test_what_is_no_object_is_no_proof(members: Any) -> None:
    tree = Document.of({"proof": [members]}).tree["proof"]
    assert refusal(lambda: Proof.read(tree[0], "/proof/0")) == ("proof.malformed", "/proof/0", FAILED)


@pytest.mark.parametrize(
    ("expected", "members", "wanted"),
    [
        ({"purpose": "authentication"}, {}, ("proof.wrong-purpose", "/proof/proofPurpose", FAILED)),
        ({"domain": "a"}, {"domain": "b"}, ("proof.wrong-domain", "/proof/domain", f"{SEC}INVALID_DOMAIN_ERROR")),
        ({"domain": "a"}, {}, ("proof.wrong-domain", "/proof", f"{SEC}INVALID_DOMAIN_ERROR")),
        (
            {"challenge": "a"},
            {"challenge": "b"},
            ("proof.wrong-challenge", "/proof/challenge", f"{SEC}INVALID_CHALLENGE_ERROR"),
        ),
        ({"challenge": "a"}, {}, ("proof.wrong-challenge", "/proof", f"{SEC}INVALID_CHALLENGE_ERROR")),
    ],
)
def test_a_proof_for_something_else_is_refused_where_it_says_so(
    expected: dict[str, Any], members: dict[str, str], wanted: tuple[str, str, str]
) -> None:
    document = SecuredDocument(sealed(**members), CANONICALIZER)
    assert refusal(lambda: verify_proof(document, document.proof(), SIGNER.public_key, **expected)) == wanted


def test_a_signature_that_does_not_hold_tells_whose_it_should_be() -> None:
    document = SecuredDocument(Document.of({**sealed().to_dict(), "name": "Another"}), CANONICALIZER)
    with pytest.raises(ProofError) as caught:
        verify_proof(document, document.proof(), SIGNER.public_key)
    fault = caught.value.faults[0]
    assert (fault.code, fault.pointer, fault.problem) == ("proof.signature-invalid", "/proof/proofValue", FAILED)
    assert dict(fault.evidence) == {
        "verificationMethod": SIGNER.verification_method,
        "key": SIGNER.public_key.to_multikey(),
        "suite": "eddsa-rdfc-2022",
    }


@pytest.mark.parametrize("value", ["", "z", "zz", 7, "z" + "1" * 63, "z" + "1" * 65, "z" + "2" * 300, "u" + "A" * 86])
def test_a_signature_is_exactly_as_long_as_its_key_makes_them(value: Any) -> None:
    document = secured({**MEMBERS, "proofValue": value})
    found = refusal(lambda: verify_proof(document, document.proof(), SIGNER.public_key))
    assert found == ("proof.value-malformed", "/proof/0/proofValue", FAILED)


@pytest.mark.parametrize("found", [None, []])
def test_a_document_without_a_proof_says_so(found: Any) -> None:
    document = SecuredDocument(Document.of({**unsigned(), "proof": found}), CANONICALIZER)
    assert refusal(lambda: document.proofs) == ("proof.missing", "", FAILED)


def test_sixteen_proofs_are_read_each_at_its_place() -> None:
    found = secured(*[MEMBERS] * MAX_PROOFS).proofs
    assert [proof.pointer for proof in found if isinstance(proof, Proof)] == [f"/proof/{n}" for n in range(16)]
    many = secured(*[MEMBERS] * (MAX_PROOFS + 1))
    assert refusal(lambda: many.proofs) == ("proof.malformed", "/proof", FAILED)


def test_a_proof_that_cannot_be_read_does_not_hide_the_others() -> None:
    found = secured(7, MEMBERS)
    assert isinstance(found.proofs[0], ProofError)
    assert found.proof().pointer == "/proof/1"
    assert refusal(lambda: found.proof(0)) == ("proof.malformed", "/proof/0", FAILED)


def test_work_is_done_up_to_its_bound_and_no_further() -> None:
    work = Work(10)
    work.spend(10)
    with pytest.raises(UnsupportedError) as caught:
        work.spend(1)
    assert (caught.value.code, caught.value.pointer) == ("canonical.too-much-work", "/proof")
    assert MAX_WORK == 1_000_000


def test_documents_of_one_verification_share_what_it_may_do() -> None:
    document = sealed()
    shared = Work(document.size)
    first, second = (SecuredDocument(document, CANONICALIZER, shared=shared) for _ in range(2))
    next(first.readings())
    with pytest.raises(UnsupportedError) as caught:
        next(second.readings())
    assert caught.value.code == "canonical.too-much-work"


def test_a_document_is_read_once_for_all_proofs_that_cover_the_same() -> None:
    document = secured(MEMBERS, {**MEMBERS, "id": "urn:b"})
    assert next(document.readings()) is next(document.readings())
    assert next(document.readings(algorithm="sha384")) is not next(document.readings())
    builds = document.proof(1)
    assert next(document.readings((builds,))) is next(document.readings((builds,)))
    assert next(document.readings((builds,))).canonical != next(document.readings()).canonical


def test_what_is_signed_is_the_document_without_its_proofs_but_for_those_that_are_built_on() -> None:
    document = secured(MEMBERS)
    assert document.signed_tree(()) == unsigned()
    assert document.signed_tree((document.proof(),)) == {**unsigned(), "proof": [MEMBERS]}


def test_a_document_that_loses_a_word_is_not_sealed_and_the_loss_is_told() -> None:
    document = SecuredDocument(Document.of({**unsigned(), "honours": "summa"}), CANONICALIZER)
    with pytest.raises(ContextError) as caught:
        document.require_newest()
    assert document.loss is caught.value
    sound = SecuredDocument(Document.of(unsigned()), CANONICALIZER)
    sound.require_newest()
    assert sound.loss is None


@pytest.mark.parametrize(
    ("tree", "wanted"), [({}, []), ({"@context": "urn:a"}, ["urn:a"]), ({"@context": ["urn:a", {}]}, ["urn:a", {}])]
)
def test_contexts_are_listed_however_they_are_written(tree: dict[str, Any], wanted: list[Any]) -> None:
    assert contexts_of(Document.of(tree).tree) == wanted


CHAINED = {"id": "urn:p:1", **MEMBERS}


@pytest.mark.parametrize(
    ("proofs", "code"),
    [
        ([{**MEMBERS, "previousProof": "urn:p:1"}], "proof.previous-missing"),
        ([CHAINED, CHAINED, {**MEMBERS, "previousProof": "urn:p:1"}], "proof.previous-missing"),
        ([{**CHAINED, "previousProof": "urn:p:1"}], "proof.previous-missing"),
        ([{**CHAINED, "id": "urn:p:2", "previousProof": ["urn:p:3"]}], "proof.previous-missing"),
        (
            [{**CHAINED, "previousProof": "urn:p:2"}, {**CHAINED, "id": "urn:p:2", "previousProof": "urn:p:1"}],
            "proof.malformed",
        ),
        (
            [
                {**CHAINED, "previousProof": "urn:p:3"},
                {**CHAINED, "id": "urn:p:2", "previousProof": "urn:p:1"},
                {**CHAINED, "id": "urn:p:3", "previousProof": "urn:p:2"},
            ],
            "proof.malformed",
        ),
    ],
)
def test_what_a_proof_builds_on_is_there_once_and_builds_on_no_later_one(proofs: list[Any], code: str) -> None:
    document = secured(*proofs)
    last = len(proofs) - 1
    found = refusal(lambda: document.previous_proofs(document.proof()))
    assert found == (code, f"/proof/{last}/previousProof", FAILED)


def test_a_chain_is_built_on_in_the_order_that_the_proof_says_and_once_each() -> None:
    document = secured(
        CHAINED,
        {**CHAINED, "id": "urn:p:2", "previousProof": "urn:p:1"},
        {**MEMBERS, "previousProof": ["urn:p:2", "urn:p:1", "urn:p:2"]},
    )
    assert [proof.pointer for proof in document.previous_proofs(document.proof())] == ["/proof/1", "/proof/0"]
    assert document.previous_proofs(document.proof(0)) == ()


def test_a_second_proof_stands_behind_the_first() -> None:
    twice = add_proof(sealed(), SIGNER, created=AT, canonicalizer=CANONICALIZER)
    assert [proof["created"] for proof in twice.tree["proof"]] == [MEMBERS["created"], "2026-06-01T12:00:00Z"]
    assert isinstance(sealed().tree["proof"], dict)


@pytest.mark.parametrize("name", ["back\\slash", "rub\x7fout", 'quo"te', "new\nline", "\u0001", "plain"])
def test_what_n_quads_escape_is_escaped_in_what_is_signed(name: str) -> None:
    document = Document.of(unsigned(name=name))
    reading = next(SecuredDocument(document, CANONICALIZER).readings())
    assert reading.canonical == CANONICALIZER.canonicalize(document.tree)
    proof = add_proof(document, SIGNER, created=AT, canonicalizer=CANONICALIZER)
    held = SecuredDocument(proof, CANONICALIZER)
    found = verify_proof(held, held.proof(), SIGNER.public_key)
    assert found.canonical_document == reading.canonical


def test_the_problem_of_a_proof_that_is_not_there_is_that_nothing_was_verified() -> None:
    with pytest.raises(ProofError) as caught:
        SecuredDocument(Document.of(unsigned()), CANONICALIZER).proof()
    assert (caught.value.code, caught.value.pointer, caught.value.problem) == ("proof.missing", "", FAILED)


def test_a_bad_member_is_shown_no_further_than_a_line() -> None:
    for changes, shown in (
        ({"type": ...}, "type is missing, wanted a string"),
        ({"type": 7}, "type is 7, wanted a string"),
        ({"type": ["x" * 99]}, f"type is {str(['x' * 99])[:60]}, wanted a string"),
    ):
        with pytest.raises(ProofError) as caught:
            read(**changes)
        assert caught.value.message == shown


def test_every_selection_of_versions_gives_its_reading_the_newest_first_and_once() -> None:
    document = SecuredDocument(sealed(), CANONICALIZER)
    first = list(document.readings())
    assert [reading.versions for reading in first] == list(document.selections)
    assert len(first) == 2
    assert all(known is again for known, again in zip(first, document.readings(), strict=True))
    assert document.loss is None


def test_a_version_that_loses_a_word_is_passed_over_and_told() -> None:
    # The version of March 2024 had a vocabulary for every word.
    document = SecuredDocument(Document.of({**sealed().to_dict(), "honours": "summa"}), CANONICALIZER)
    assert document.loss is None
    (reading,) = document.readings()
    assert reading.versions == document.selections[1]
    assert document.loss is not None
    assert document.loss.code == "contexts.undefined-term"
    assert [known.versions for known in document.readings()] == [reading.versions]


def test_what_no_version_reads_is_refused_as_the_newest_refuses_it() -> None:
    document = SecuredDocument(Document.of({**sealed().to_dict(), "id": "relative", "honours": "x"}), CANONICALIZER)
    for _ in range(2):
        with pytest.raises(ContextError) as caught:
            list(document.readings())
        assert caught.value is document.loss
        assert {fault.pointer for fault in caught.value.faults} == {"/id", "/honours"}


def test_each_reading_is_paid_for() -> None:
    document = sealed()
    for times in (1, 2):
        secured_document = SecuredDocument(document, CANONICALIZER, shared=Work(times * document.size))
        readings = secured_document.readings()
        for _ in range(times):
            next(readings)
        if times < 2:
            with pytest.raises(UnsupportedError):
                next(readings)


def test_the_options_of_a_proof_are_read_with_the_versions_and_the_hash_of_the_document() -> None:
    document = SecuredDocument(sealed(), CANONICALIZER)
    proof = document.proof()
    assert document.options_tree(proof) == {**proof.options, "@context": unsigned()["@context"]}
    for reading in document.readings():
        for algorithm in ("sha256", "sha384"):
            assert document.canonical_options(proof, reading.versions, algorithm) == CANONICALIZER.canonicalize(
                document.options_tree(proof), reading.versions, algorithm=algorithm
            )
