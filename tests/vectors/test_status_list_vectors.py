"""Status lists that others published: the same bits for the same text, read and written.

Sources: the Recommendation (Bitstring Status List 1.0, examples), digitalbazaar/vc-bitstring-status-list,
luisgf/openvc, spruceid/ssi and w3c/vc-bitstring-status-list-test-suite, as the corpus lists them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from badges import AT, sealed, unsigned
from corpus import corpus_path, needs_corpus
from microcred.document import Document
from microcred.errors import Undetermined
from microcred.models import read_credential
from microcred.status_list import ListTerms, with_status
from microcred.status_list.bitstring import encoded_list
from microcred.verification.report import Outcome
from microcred.verification.status import BitstringStatusList, StatusQuestion
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from status_lists import ISSUER, LIST, bits_of, entry, status_list
from world import World

pytestmark = needs_corpus

FOLDER = "vectors/status"


def text(name: str) -> str:
    return corpus_path(f"{FOLDER}/{name}").read_text(encoding="utf-8").strip()


def tree(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(name))
    return found


def published() -> dict[str, tuple[str, int, set[int]]]:
    """Every published text: its name, the length of its list, and which entries are 1."""
    lists = tree("digitalbazaar-bitstring.json")["lists"]
    return {
        "100k": (lists["encodedList100k"], 100_000, set()),
        "100k, one revoked": (lists["encodedList100KWith50KthRevoked"], 100_000, {50_000}),
        "recommendation": (tree("digitalbazaar-bitstring.json")["w3c_rec_example"], 131_072, set()),
        # From before the order of the bits was settled: rightmost in its byte, 50 000 is where 50 007 is now.
        "100k, before": (text("openvc/digitalbazaar-100k-50k-revoked-encodedList.txt"), 100_000, {50_007}),
        "recommendation, by another": (text("openvc/w3c-rec-example3-encodedList.txt"), 131_072, set()),
        "ssi": (tree("ssi/status-list-credential.jsonld")["credentialSubject"]["encodedList"], 131_072, set()),
    }


def looked_up(encoded: str, index: int, **members: Any) -> int:
    """What the checker reads at an index, from a list that verifies."""
    page = json.dumps(
        {
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "credentialSubject": {
                "type": "BitstringStatusList",
                "statusPurpose": "revocation",
                "encodedList": encoded,
            },
        }
    ).encode()
    question = StatusQuestion(
        entry(statusListIndex=str(index), **members),
        "/credentialStatus",
        None,
        ISSUER,
        World({LIST: page}).session(),
        lambda raw, _: Document.parse(raw),
        AT,
    )
    return BitstringStatusList().look_up(question).value


def test_published_lists_are_read_as_their_sources_say() -> None:
    for name, (encoded, length, ones) in published().items():
        for index in (0, 1, 49_999, 50_000, 50_001, 50_007, length - 1):
            assert looked_up(encoded, index) == (index in ones), name
        with pytest.raises(Undetermined):
            looked_up(encoded, length)


def test_our_lists_are_the_same_bits() -> None:
    for name, (encoded, length, ones) in published().items():
        ours = encoded_list([(index, 1) for index in ones], length=length, size=1)
        assert bits_of(ours) == bits_of(encoded), name


def test_the_entries_of_others_are_read_as_ours_are_made() -> None:
    for index in (1, 3):
        theirs = tree(f"ssi/status_list_revocable_{index}.jsonld")["credentialStatus"]
        url = theirs["statusListCredential"]
        ours = ListTerms(url="https://example.com/credentials/status/3", issuer=ISSUER).entry(index)
        assert {**ours, "statusListCredential": url} == theirs


def test_the_local_list_of_ssi_says_what_its_entries_are_named_for() -> None:
    subject = tree("ssi/local-status-list-credential.jsonld")["credentialSubject"]
    bits = bits_of(subject["encodedList"])
    ones = {at * 8 + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit}
    for index in (1, 3, *ones):
        assert looked_up(subject["encodedList"], index) == (index in ones)


def test_a_list_in_a_suite_that_is_not_known_here_leaves_the_status_undetermined() -> None:
    for name in ("ssi/local-status-list-credential.jsonld", "ssi/status-list-credential.jsonld", "ssi/status-list.jws"):
        world = World({LIST: corpus_path(f"{FOLDER}/{name}").read_bytes()})
        badge = sealed(unsigned(credentialStatus=entry()))
        found = Verifier(trust=AnyIssuer(), fetcher=world, clock=lambda: AT).verify(badge)
        assert found["status"].outcome is Outcome.UNDETERMINED, name
        assert found["status"].code == "status.list-not-verified", name


def test_a_list_sealed_anew_is_believed() -> None:
    subject = tree("ssi/status-list-credential.jsonld")["credentialSubject"]
    world = World({LIST: status_list({"encodedList": subject["encodedList"]})})
    found = Verifier(trust=AnyIssuer(), fetcher=world, clock=lambda: AT).verify(
        sealed(unsigned(credentialStatus=entry()))
    )
    assert found["status"].outcome is Outcome.PASSED


def test_the_template_of_the_test_suite_takes_a_status() -> None:
    template = {**tree("validVc.json"), "issuer": ISSUER}
    status = ListTerms(url=LIST, issuer=ISSUER).entry(7)
    revocable = with_status(template, status)
    assert revocable == {**template, "credentialStatus": status}
    assert read_credential(revocable).credential_status[0].id == f"{LIST}#7"


def test_every_file_of_the_vectors_is_used() -> None:
    folder = corpus_path(FOLDER)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    named = Path(__file__).read_text(encoding="utf-8")
    keys = {"ssi/public-key.jwk", "ssi/secret-key.jwk"}  # of suites that are not known here
    assert {name for name in files - keys if name not in named.replace("{index}", "1")} <= {
        "ssi/status_list_revocable_3.jsonld"
    }
