"""Any small change, anywhere in a signed badge.

Attack: The editor changes one value, takes out or renames one member, adds one, turns an array round: all changes of
one step, one after the other, to a badge of our own, to one that is partly disclosed, to badges of others.

Naively: the signature over the statements holds for every badge with a member more that no context defines, in each of
its objects.

Here: not one change goes unnoticed. The only ones that a signature over statements does not see are those that say the
same, the order of a set; they are told apart by the terms that hold a set in the standard's context, not by the result.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from badges import AT, CANONICALIZER, sealed, unsigned
from corpus import corpus_path, needs_corpus, samples
from corpus_web import corpus_web
from disclosure import derived
from microcred.verification.fetch import Fetcher, Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from mutants import mutants
from naive_data_integrity import NaivelyRefused, naive_verify

# Members whose order says nothing in the data model; allowedValue, and @context, are ordered.
SETS = re.compile(
    r"(^|/)(type|tag|alignment|result|resultDescription|rubricCriterionLevel|evidence|identifier|otherIdentifier|related"
    r"|endorsement|credentialSchema|credentialStatus|proof|termsOfUse)$"
)

FILES = [
    "1edtech-validator/ob30/simple.json",
    "1edtech-validator/ob30/simple-context-version.json",
    "1edtech-validator/ob30/simple_v1.json",
    "dcc-verifier-core/v2/v2OBv3SpecExample.json",
    "dcc-verifier-core/v2/v2SimpleIssuerId.json",
    "dcc-verifier-core/v1/v1NoStatus.json",
    "dcc-verifier-core/v2/v2WithValidStatus.json",
    "dcc-vc-test-fixtures/verifiableCredentials/v1/dataIntegrityProof/didWeb/legacy-noStatus-noExpiry.json",
    "dcc-vc-test-fixtures/verifiableCredentials/v2/bothSignatureTypes/didkey/legacy-noStatus-noExpiry.json",
    "andamio/class-artifacts/ae192632.e9b53431.json",
    "jff-plugfest/plugfest-2-2022/signed_badge_example-p2.json",
]


def unnoticed(tree: dict[str, Any], at: datetime, fetcher: Fetcher) -> tuple[int, list[tuple[str, str]]]:
    """How many mutants were tried, and which of them were accepted though they say something else."""
    verifier = Verifier(trust=AnyIssuer(), fetcher=fetcher, canonicalizer=CANONICALIZER)
    assert verifier.verify(tree, at=at), "the badge itself has to be good"
    tried, accepted = 0, []
    for mutant in mutants(tree):
        tried += 1
        if verifier.verify(mutant.tree, at=at).verdict == "accepted":
            accepted.append((mutant.kind, mutant.pointer))
    return tried, [found for found in accepted if not (found[0] == "array reversed" and SETS.search(found[1]))]


def naively_unnoticed(tree: dict[str, Any], kind: str) -> list[str]:
    """The places of changes of one kind with which the signature over the statements still holds."""
    found = []
    for mutant in mutants(tree):
        if mutant.kind == kind:
            with suppress(NaivelyRefused):
                naive_verify(mutant.tree)
                found.append(mutant.pointer)
    return found


def test_a_naive_verifier_does_not_notice_what_is_added_in_any_object() -> None:
    found = naively_unnoticed(sealed().to_dict(), "member added")
    assert "/credentialSubject/achievement" in found
    assert len(found) > 8


def test_no_change_to_a_badge_of_our_own_goes_unnoticed() -> None:
    tried, found = unnoticed(sealed().to_dict(), AT, Offline())
    assert tried > 300
    assert found == []


def test_no_change_to_a_partly_disclosed_badge_goes_unnoticed() -> None:
    tried, found = unnoticed(derived("/credentialSubject/result/0", "/evidence/1").to_dict(), AT, Offline())
    assert tried > 300
    assert found == []


def test_a_spare_proof_hides_no_change() -> None:
    tree = sealed(unsigned(credentialSubject=unsigned()["credentialSubject"] | {"creditsEarned": 3})).to_dict()
    other = sealed().tree["proof"]
    tree["proof"] = [tree["proof"], {**other, "proofValue": tree["proof"]["proofValue"][:-1] + "2"}]
    found = Counter(kind for kind, pointer in unnoticed(tree, AT, Offline())[1] if not pointer.startswith("/proof"))
    assert found == {}


@needs_corpus
@pytest.mark.parametrize("file", FILES)
def test_no_change_to_a_badge_of_others_goes_unnoticed(file: str) -> None:
    as_of = datetime.fromisoformat("2026-11-22T00:00:00Z")
    tree = json.loads(corpus_path(f"samples/{file}").read_bytes())
    tried, found = unnoticed(tree, as_of, corpus_web())
    assert tried > 100
    if isinstance(tree["proof"], list) and len(tree["proof"]) > 1:
        # Only one of the two proofs has to hold, so the other, and the context of its terms alone, can be lost.
        found = [entry for entry in found if not entry[1].startswith(("/proof", "/@context/2"))]
    assert found == []


@needs_corpus
def test_the_tampered_badges_stand_in_the_collection() -> None:
    known = {sample["file"].removeprefix("samples/") for sample in samples()}
    assert set(FILES) <= known
