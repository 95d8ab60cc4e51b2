"""A proof added beside the issuer's.

Attack: The editor adds to the signed badge a proof of his own, or one that he copied from a well-known academy, so that
the academy seems to stand for the badge as well; or he adds a broken one, to have the badge refused.

Naively: one of the proofs holds, and the page lists all whose proofs the badge carries.

Here: a proof counts alone and by a key of the issuer (Open Badges 3.0, 9.1, step 2), the report names the one that
holds, and nobody else; with `all_proofs` every one has to hold with such a key (`key.not-the-issuers`).
"""

from __future__ import annotations

from typing import Any

from badges import AT, SIGNER, STRANGER, sealed, unsigned
from doctored import refusal, verify
from microcred.document import Document
from microcred.proofs import add_proof
from naive_data_integrity import NaivelyRefused, naive_verify

BROKEN = {"proofValue": "z" + "2" * 86}


def beside(**changes: Any) -> dict[str, Any]:
    """The badge with the issuer's proof, and behind it one of somebody else, changed as is said."""
    tree = sealed().to_dict()
    foreign = add_proof(Document.of(unsigned()), STRANGER, created=AT).to_dict()["proof"]
    tree["proof"] = [tree["proof"], {**foreign, **changes}]
    return tree


def naive_signers(tree: dict[str, Any]) -> list[str]:
    """Who stands for a badge of which one proof holds."""
    for proof in tree["proof"]:
        try:
            naive_verify({**tree, "proof": proof})
        except NaivelyRefused:
            continue
        return [each["verificationMethod"] for each in tree["proof"]]
    return []


def test_a_naive_page_lists_somebody_who_never_signed() -> None:
    assert STRANGER.verification_method in naive_signers(beside(**BROKEN))


def test_the_report_names_the_proof_that_holds_and_nobody_else() -> None:
    for tree in (beside(), beside(**BROKEN), {**beside(), "proof": beside()["proof"][::-1]}):
        report = verify(tree)
        assert report.verdict == "accepted"
        assert SIGNER.verification_method in str(report["issuer_key"].evidence)
        assert STRANGER.verification_method not in str(report.to_dict())


def test_every_proof_has_to_be_the_issuers_where_all_are_asked_for() -> None:
    assert verify(sealed().to_dict(), all_proofs=True).verdict == "accepted"
    for tree in (beside(), beside(**BROKEN)):
        report = verify(tree, all_proofs=True)
        assert (report.verdict, report["issuer_key"].code) == ("rejected", "key.not-the-issuers")
        assert report["issuer_key"].pointer == "/proof/1/verificationMethod"


def test_without_the_issuers_proof_the_other_one_is_none() -> None:
    tree = beside()
    tree["proof"] = tree["proof"][1]
    assert refusal(tree)[:2] == ("issuer_key", "key.not-the-issuers")
