"""What a proof was made for: its purpose, and where they are expected its domain and its challenge."""

from __future__ import annotations

from typing import Any

import pytest

from badges import CANONICALIZER, SIGNER, sealed
from microcred.document import Document
from microcred.errors import ProofError
from microcred.proofs import SecuredDocument, verify_proof

SEC = "https://w3id.org/security#"


def refusal(expected: dict[str, Any], **members: Any) -> ProofError:
    secured = SecuredDocument(sealed(**members), CANONICALIZER)
    with pytest.raises(ProofError) as caught:
        verify_proof(secured, secured.proof(), SIGNER.public_key, **expected)
    return caught.value


def holds(expected: dict[str, Any], **members: Any) -> bool:
    secured = SecuredDocument(sealed(**members), CANONICALIZER)
    return verify_proof(secured, secured.proof(), SIGNER.public_key, **expected).proof.pointer == "/proof"


@pytest.mark.parametrize("wanted", ["https://a.example", ["https://a.example"], {"https://a.example"}])
@pytest.mark.parametrize("written", ["https://a.example", ["https://a.example"]])
def test_one_domain_may_be_written_as_a_string_or_as_an_array(wanted: Any, written: Any) -> None:
    assert holds({"domain": wanted}, domain=written)


def test_domains_are_compared_as_a_set() -> None:
    assert holds({"domain": ["b.example", "a.example", "b.example"]}, domain=["a.example", "b.example"])


@pytest.mark.parametrize("written", ["b.example", ["a.example", "b.example"], ["A.example"], ""])
def test_a_proof_for_other_domains_is_refused(written: Any) -> None:
    error = refusal({"domain": "a.example"}, domain=written)
    assert (error.code, error.problem) == ("proof.wrong-domain", f"{SEC}INVALID_DOMAIN_ERROR")
    assert error.pointer == "/proof/domain"


def test_a_proof_for_fewer_domains_than_expected_is_refused() -> None:
    assert refusal({"domain": ["a.example", "b.example"]}, domain="a.example").code == "proof.wrong-domain"


def test_a_proof_without_a_domain_is_refused_where_one_is_expected() -> None:
    error = refusal({"domain": "a.example"})
    assert (error.code, error.pointer) == ("proof.wrong-domain", "/proof")


def test_a_domain_that_nobody_expects_is_passed_over() -> None:
    assert holds({}, domain="a.example", challenge="c-1")


def test_no_domain_at_all_can_be_expected() -> None:
    assert holds({"domain": ()})
    assert refusal({"domain": ()}, domain="a.example").code == "proof.wrong-domain"


def test_the_challenge_that_was_set_is_answered() -> None:
    assert holds({"domain": "a.example", "challenge": "tür-42"}, domain="a.example", challenge="tür-42")


@pytest.mark.parametrize("members", [{"challenge": "c-41"}, {"challenge": "c-42 "}, {"challenge": "C-42"}, {}])
def test_another_challenge_is_refused(members: dict[str, str]) -> None:
    error = refusal({"challenge": "c-42"}, **members)
    assert (error.code, error.problem) == ("proof.wrong-challenge", f"{SEC}INVALID_CHALLENGE_ERROR")
    assert "c-4" not in str(error)


def test_a_proof_without_a_challenge_does_not_answer_an_empty_one() -> None:
    assert refusal({"challenge": ""}).code == "proof.wrong-challenge"


def test_half_a_surrogate_pair_is_a_challenge_that_nobody_answers() -> None:
    assert refusal({"challenge": "\ud800"}, challenge="c-42").code == "proof.wrong-challenge"


def test_the_purpose_is_looked_at_before_the_domain_and_the_domain_before_the_challenge() -> None:
    expected = {"purpose": "authentication", "domain": "a.example", "challenge": "c-42"}
    assert refusal(expected).code == "proof.wrong-purpose"
    assert refusal({**expected, "purpose": "assertionMethod"}).code == "proof.wrong-domain"


@pytest.mark.parametrize(
    ("name", "value"), [("domain", 7), ("domain", [7]), ("domain", {"id": "a"}), ("challenge", 7), ("challenge", ["c"])]
)
def test_a_domain_or_challenge_of_another_json_type_is_malformed(name: str, value: Any) -> None:
    tree = sealed().to_dict()
    tree["proof"][name] = value
    with pytest.raises(ProofError) as caught:
        SecuredDocument(Document.of(tree), CANONICALIZER).proof()
    assert (caught.value.code, caught.value.pointer) == ("proof.malformed", f"/proof/{name}")


def test_a_domain_changed_after_signing_does_not_hold() -> None:
    tree = sealed(domain="a.example").to_dict()
    tree["proof"]["domain"] = "b.example"
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    with pytest.raises(ProofError) as caught:
        verify_proof(secured, secured.proof(), SIGNER.public_key, domain="b.example")
    assert caught.value.code == "proof.signature-invalid"
