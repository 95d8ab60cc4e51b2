"""Attack: a learner makes a partly disclosed badge say more, or less, than its issuer let it.

The attacker has the base proof, with its HMAC key and all its signatures, and can put together what he likes. He has no
private key: neither the issuer's, nor the one that signed the statements, which is gone.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from badges import CANONICALIZER
from disclosure import HIDDEN, HMAC_KEY, ISSUER, ONE_TIME, base, derived, draft, issued, value_of, verify, with_value
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.keys import EcdsaSigner
from microcred.multibase import decode_multibase, encode_base64url
from microcred.proofs import SecuredDocument, derive_proof
from microcred.proofs.cbor import decode_cbor, encode_cbor
from microcred.proofs.disclosure_values import DerivedProofValue
from microcred.verification.report import Outcome, Verdict

RESULTS = "/credentialSubject/result"
SHOWN = derived(f"{RESULTS}/0", f"{RESULTS}/1/value")


def outcome(tree: Any) -> str | None:
    """How the proof check of a changed badge ends; the badge is never accepted."""
    found = verify(tree)
    assert found.verdict is Verdict.REJECTED
    return found["proof"].code


def changed(**members: Any) -> str | None:
    """The outcome with other parts of the proof value."""
    return outcome(with_value(SHOWN, dataclasses.replace(value_of(SHOWN), **members)))


def components(tree: Document = SHOWN) -> tuple[bytes, list[Any]]:
    data = decode_multibase(tree.tree["proof"]["proofValue"], max_length=10**6)
    found: list[Any] = decode_cbor(data[3:])
    return data[:3], found


def written(parts: Any, header: bytes = b"\xd9\x5d\x01", tail: bytes = b"") -> dict[str, Any]:
    return with_value(SHOWN, "u" + encode_base64url(header + encode_cbor(parts) + tail))


def test_the_badge_itself_is_good() -> None:
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("name", ["validUntil", "name", "issuer", "evidence"])
def test_a_mandatory_statement_cannot_be_taken_out(name: str) -> None:
    tree = derived("").to_dict()
    del tree[name]
    assert verify(tree).verdict is Verdict.REJECTED


def test_a_mandatory_statement_cannot_be_taken_out_with_its_index() -> None:
    tree = SHOWN.to_dict()
    del tree["validUntil"]
    value = value_of(SHOWN)
    secured = SecuredDocument(SHOWN, CANONICALIZER)
    place = next(index for index, line in enumerate(lines(secured, value)) if "validUntil" in line)
    indexes = tuple(i - (i > place) for i in value.mandatory_indexes if i != place)
    tree["proof"]["proofValue"] = str(dataclasses.replace(value, mandatory_indexes=indexes))
    assert outcome(tree) == "proof.signature-invalid"


def lines(secured: SecuredDocument, value: DerivedProofValue) -> list[str]:
    from microcred.canonical import nquads

    dataset = next(secured.readings()).dataset
    return nquads(
        dataset.statements,
        {node: "u" + encode_base64url(value.labels[int(name[4:])]) for node, name in dataset.labels.items()},
    )


def test_a_statement_cannot_be_added() -> None:
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["narrative"] = "With distinction."
    assert outcome(tree) == "proof.statements-mismatch"


@pytest.mark.parametrize("spare", [0, 3])
def test_a_statement_cannot_be_added_with_a_signature_of_another(spare: int) -> None:
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["narrative"] = "With distinction."
    value = value_of(SHOWN)
    for place in range(len(value.signatures) + 1):
        signatures = (*value.signatures[:place], value_of(base()).signatures[spare], *value.signatures[place:])
        for shift in range(3):
            indexes = tuple(i + (i >= place + shift) for i in value.mandatory_indexes)
            tree["proof"]["proofValue"] = str(
                dataclasses.replace(value, signatures=signatures, mandatory_indexes=indexes)
            )
            assert outcome(tree) in ("proof.signature-invalid", "proof.statements-mismatch")


def test_a_value_cannot_be_changed() -> None:
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["result"][0]["value"] = "one hundred"
    assert outcome(tree) == "proof.signature-invalid"


def test_two_signatures_cannot_change_places() -> None:
    signatures = value_of(SHOWN).signatures
    assert len(signatures) > 5
    for first, second in itertools.combinations(range(len(signatures)), 2):
        swapped = list(signatures)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert changed(signatures=tuple(swapped)) == "proof.signature-invalid"


def test_one_signature_does_not_serve_twice() -> None:
    signatures = value_of(SHOWN).signatures
    assert changed(signatures=(signatures[0], *signatures[:-1])) == "proof.signature-invalid"


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: (*s, s[0]), lambda s: ()])
def test_there_are_as_many_signatures_as_statements(change: Callable[[Any], Any]) -> None:
    assert changed(signatures=change(value_of(SHOWN).signatures)) == "proof.statements-mismatch"


def test_signatures_of_another_badge_do_not_hold() -> None:
    other = derived(f"{RESULTS}/0", f"{RESULTS}/1/value", document=issued(new_signer=lambda: EcdsaSigner("P-256", 13)))
    assert verify(other).verdict is Verdict.ACCEPTED
    theirs = value_of(other)
    assert changed(signatures=theirs.signatures) == "proof.signature-invalid"
    assert changed(public_key=theirs.public_key) == "proof.signature-invalid"
    assert changed(public_key=theirs.public_key, signatures=theirs.signatures) == "proof.signature-invalid"
    assert changed(base_signature=theirs.base_signature) == "proof.signature-invalid"


def test_a_result_of_another_badge_cannot_be_put_in() -> None:
    better = draft(validUntil="2031-01-15T09:00:00Z")
    better["credentialSubject"]["result"][0]["value"] = "one hundred"
    theirs = issued(better, new_signer=lambda: EcdsaSigner("P-256", 13), new_hmac_key=lambda: bytes(32))
    good = derived(document=theirs)
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["result"] = good.to_dict()["credentialSubject"]["result"]
    for value in (value_of(good), dataclasses.replace(value_of(good), base_signature=value_of(SHOWN).base_signature)):
        tree["proof"]["proofValue"] = str(value)
        assert outcome(tree) in ("proof.signature-invalid", "proof.statements-mismatch")


def test_a_key_of_the_attackers_own_is_not_the_issuers() -> None:
    mine = EcdsaSigner("P-256", 99)
    value = value_of(SHOWN)
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["result"][0]["value"] = "one hundred"
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    mandatory = set(value.mandatory_indexes)
    signatures = tuple(
        mine.sign(line.encode()) for index, line in enumerate(lines(secured, value)) if index not in mandatory
    )
    tree["proof"]["proofValue"] = str(dataclasses.replace(value, public_key=mine.public_key, signatures=signatures))
    assert outcome(tree) == "proof.signature-invalid"


def test_a_shown_statement_cannot_be_passed_off_as_mandatory() -> None:
    value = value_of(SHOWN)
    total = len(value.signatures) + len(value.mandatory_indexes)
    others = [index for index in range(total) if index not in value.mandatory_indexes]
    for number, index in enumerate(others):
        indexes = tuple(sorted((*value.mandatory_indexes, index)))
        assert changed(mandatory_indexes=indexes) == "proof.statements-mismatch"
        fewer = value.signatures[:number] + value.signatures[number + 1 :]
        assert changed(mandatory_indexes=indexes, signatures=fewer) == "proof.signature-invalid"


def test_a_mandatory_statement_cannot_be_passed_off_as_chosen() -> None:
    value = value_of(SHOWN)
    for index in value.mandatory_indexes:
        indexes = tuple(other for other in value.mandatory_indexes if other != index)
        assert changed(mandatory_indexes=indexes) == "proof.statements-mismatch"
        more = (*value.signatures, value_of(base()).signatures[0])
        assert changed(mandatory_indexes=indexes, signatures=more) == "proof.signature-invalid"


@pytest.mark.parametrize(
    "change",
    [
        lambda i: (*i[:-1], 100_000),
        lambda i: (*i, 2**63),
        lambda i: (*i, i[-1]),
        lambda i: (i[0], *i),
        lambda i: tuple(reversed(i)),
        lambda i: (i[1], i[0], *i[2:]),
        lambda i: (),
    ],
)
def test_mandatory_indexes_are_those_of_statements_once_each_and_in_order(change: Callable[[Any], Any]) -> None:
    code = changed(mandatory_indexes=change(value_of(SHOWN).mandatory_indexes))
    assert code in ("proof.value-malformed", "proof.statements-mismatch")


def test_labels_cannot_change_places() -> None:
    labels = value_of(SHOWN).labels
    assert len(labels) > 5
    for first, second in itertools.combinations(labels, 2):
        swapped = {**labels, first: labels[second], second: labels[first]}
        assert changed(labels=swapped) == "proof.signature-invalid"


def test_two_nodes_cannot_be_made_one() -> None:
    # Else one result could be shown as two, each with a part of what it says.
    labels = value_of(SHOWN).labels
    assert changed(labels={**labels, 0: labels[1]}) == "proof.value-malformed"


def test_one_result_cannot_be_split_in_two() -> None:
    tree = SHOWN.to_dict()
    first, *rest = tree["credentialSubject"]["result"]
    halves = [{"type": ["Result"], name: first[name]} for name in ("value", "achievedLevel")]
    tree["credentialSubject"]["result"] = [*halves, *rest]
    value = value_of(SHOWN)
    for number in range(len(value.labels)):
        labels = {**value.labels, len(value.labels): value.labels[number]}
        tree["proof"]["proofValue"] = str(dataclasses.replace(value, labels=labels))
        assert outcome(tree) == "proof.value-malformed"
    tree["proof"]["proofValue"] = str(dataclasses.replace(value, labels={**value.labels, len(value.labels): bytes(32)}))
    assert outcome(tree) == "proof.statements-mismatch"


def test_two_results_cannot_be_merged_into_one() -> None:
    tree = SHOWN.to_dict()
    first, second = tree["credentialSubject"]["result"]
    tree["credentialSubject"]["result"] = [{**first, "value": second["value"]}]
    assert outcome(tree) == "proof.statements-mismatch"
    value = value_of(SHOWN)
    for dropped in value.labels:
        kept = [label for number, label in value.labels.items() if number != dropped]
        tree["proof"]["proofValue"] = str(dataclasses.replace(value, labels=dict(enumerate(kept))))
        assert outcome(tree) in ("proof.statements-mismatch", "proof.signature-invalid")


@pytest.mark.parametrize(
    "change",
    [
        lambda m: {number + 1: label for number, label in m.items()},
        lambda m: {number: label for number, label in m.items() if number != 1},
        lambda m: {**m, 10_000: bytes(32)},
        lambda m: {**m, 0: b""},
        lambda m: {**m, 0: bytes(31)},
        lambda m: {**m, 0: bytes(33)},
        lambda m: {**m, 0: "x" * 32},
        lambda m: {**m, 0: 7},
        lambda m: list(m.values()),
    ],
)
def test_the_label_map_counts_through_the_blank_nodes(change: Callable[[Any], Any]) -> None:
    header, parts = components()
    parts[3] = change(parts[3])
    assert outcome(written(parts, header)) == "proof.value-malformed"


@pytest.mark.parametrize(
    ("place", "other"),
    [
        (0, bytes(63)),
        (0, bytes(65)),
        (0, "text"),
        (0, []),
        (1, b"\x80\x24" + bytes(33)),
        (1, b"\x80\x24\x02" + b"\xff" * 32),
        (1, b"\x80\x24\x04" + bytes(32)),
        (1, b"\x81\x24" + bytes(33)),
        (1, b"\xed\x01" + bytes(32)),
        (1, b"\x80\x24"),
        (1, b""),
        (1, "zDn"),
        (2, {}),
        (2, b""),
        (2, [b""]),
        (2, [bytes(63)]),
        (2, [7]),
        (2, [[bytes(64)]]),
        (3, []),
        (4, {}),
        (4, b"\x00"),
        (4, ["0"]),
        (4, [[0]]),
    ],
)
def test_each_part_has_its_form(place: int, other: Any) -> None:
    header, parts = components()
    parts[place] = other
    assert outcome(written(parts, header)) == "proof.value-malformed"


def test_the_point_at_infinity_is_no_key() -> None:
    header, parts = components()
    parts[1] = b"\x80\x24\x00" + bytes(32)
    assert outcome(written(parts, header)) == "proof.value-malformed"


@pytest.mark.parametrize("change", [lambda p: p[:4], lambda p: [*p, []], lambda p: [], lambda p: {0: 0}, lambda p: 7])
def test_there_are_five_parts(change: Callable[[Any], Any]) -> None:
    header, parts = components()
    assert outcome(written(change(parts), header)) == "proof.value-malformed"


def test_nothing_follows_the_proof_value() -> None:
    header, parts = components()
    for tail in (b"\0", b"\xf6", encode_cbor(parts)):
        assert outcome(written(parts, header, tail)) == "proof.value-malformed"


def test_the_proof_value_is_not_cut_off() -> None:
    text = SHOWN.tree["proof"]["proofValue"]
    for length in (0, 1, 2, 5, 6, len(text) // 2, len(text) - 2, len(text) - 1):
        assert outcome(with_value(SHOWN, text[:length])) == "proof.value-malformed"


def test_a_length_has_one_form() -> None:
    header, parts = components()
    first, *rest = map(encode_cbor, parts)
    assert first[:2] == b"\x58\x40"
    for longer in (b"\x59\x00\x40", b"\x5a\x00\x00\x00\x40", b"\x5b" + bytes(7) + b"\x40"):
        data = header + b"\x85" + longer + first[2:] + b"".join(rest)
        assert outcome(with_value(SHOWN, "u" + encode_base64url(data))) == "proof.value-malformed"
    for array in (b"\x98\x05", b"\x9f"):
        data = header + array + first + b"".join(rest) + (b"\xff" if array == b"\x9f" else b"")
        assert outcome(with_value(SHOWN, "u" + encode_base64url(data))) == "proof.value-malformed"


def test_the_map_of_labels_has_one_order() -> None:
    header, parts = components()
    entries = [encode_cbor(number) + encode_cbor(label) for number, label in parts[3].items()]
    for order in (reversed(entries), [entries[0], *entries[:-1]]):
        label_map = bytes([0xA0 | len(entries)]) if len(entries) < 24 else bytes([0xB8, len(entries)])
        body = b"".join([*map(encode_cbor, parts[:3]), label_map, *order, encode_cbor(parts[4])])
        assert outcome(with_value(SHOWN, "u" + encode_base64url(header + b"\x85" + body))) == "proof.value-malformed"


@pytest.mark.parametrize("mark", ["z", "U", "m", "f", "", "uu", "u="])
def test_the_text_has_one_base(mark: str) -> None:
    assert outcome(with_value(SHOWN, mark + SHOWN.tree["proof"]["proofValue"][1:])) == "proof.value-malformed"


@pytest.mark.parametrize("other", [None, 7, [], {}, "", "u", "z" + "1" * 64, True])
def test_what_is_no_proof_value_is_refused(other: Any) -> None:
    tree = SHOWN.to_dict()
    tree["proof"]["proofValue"] = other
    assert outcome(tree) == "proof.value-malformed"


def test_a_base_proof_is_no_derived_proof() -> None:
    assert outcome(base().to_dict()) == "proof.base-proof"
    data = decode_multibase(base().tree["proof"]["proofValue"], max_length=10**6)
    for header in (b"\xd9\x5d\x01", b"\xd9\x5d\x02", b"\xd9\x5e\x00", b"\x00\x00\x00"):
        text = "u" + encode_base64url(header + data[3:])
        assert outcome(with_value(base(), text)) == "proof.value-malformed"
    _, parts = components()
    assert outcome(written(parts, b"\xd9\x5d\x00")) == "proof.value-malformed"


def test_a_base_proof_of_the_derived_badge_shows_nothing_new() -> None:
    # The learner's own base proof, put on the part that he shows.
    assert outcome({**SHOWN.to_dict(), "proof": base().to_dict()["proof"]}) == "proof.base-proof"


def test_the_proof_options_are_signed() -> None:
    for name, text in (("created", "2026-06-01T11:00:00Z"), ("domain", "a.example"), ("nonce", "x"), ("id", "urn:x:1")):
        tree = SHOWN.to_dict()
        tree["proof"][name] = text
        assert outcome(tree) == "proof.signature-invalid"
    tree = SHOWN.to_dict()
    tree["proof"]["@context"] = tree["@context"]
    assert outcome(tree) == "proof.malformed"


def test_a_derived_proof_builds_on_no_other() -> None:
    tree = SHOWN.to_dict()
    tree["proof"]["previousProof"] = "urn:x:1"
    assert outcome(tree) == "proof.malformed"


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_derived_proof_is_none_of_another_suite(suite: str) -> None:
    tree = SHOWN.to_dict()
    tree["proof"]["cryptosuite"] = suite
    assert outcome(tree) == "proof.value-malformed"


def test_a_hidden_result_cannot_be_guessed_at_from_what_is_shown() -> None:
    shown = derived(f"{RESULTS}/0")
    guess = f'"{HIDDEN}"'
    data = decode_multibase(shown.tree["proof"]["proofValue"], max_length=10**6)
    secured = SecuredDocument(shown, CANONICALIZER)
    line = next(line for line in lines(secured, value_of(shown)) if "ninety-three" in line)
    guessed = line.replace('"ninety-three"', guess)
    assert hashlib.sha256(guessed.encode()).digest() not in data
    assert ONE_TIME.sign(guessed.encode()) not in data
    assert HMAC_KEY not in data


def test_a_proof_value_beyond_all_measure_is_not_read() -> None:
    header, parts = components()
    many = [[bytes(64)] * 2_001, dict.fromkeys(range(2_001), bytes(32)), list(range(10_001))]
    for place, other in zip((2, 3, 4), many, strict=True):
        assert outcome(written([*parts[:place], other, *parts[place + 1 :]], header)) == "proof.value-malformed"
    assert outcome(with_value(SHOWN, "u" + "A" * 500_000)) == "proof.value-malformed"


def test_a_base_proof_with_pointers_to_nothing_is_refused() -> None:
    for pointers in (["/nothing"], ["name"], ["/name"] * 1_001, ["/" + "x" * 3_000]):
        tree = with_value(base(), dataclasses.replace(value_of(base()), mandatory_pointers=tuple(pointers)))
        with pytest.raises(MicrocredError) as caught:
            derive_proof(Document.of(tree), selective_pointers=[""], canonicalizer=CANONICALIZER)
        assert caught.value.code == "proof.value-malformed"


def test_many_proofs_of_many_signatures_are_given_up_in_time() -> None:
    tree = draft()
    tree["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(1_500)]
    document = derived("", document=issued(tree, mandatory_pointers=["/issuer"]))
    value = value_of(document)
    # All signatures hold but the last one, in each of many proofs.
    spoiled = dataclasses.replace(value, signatures=(*value.signatures[:-1], value.signatures[0]))
    proof = with_value(document, spoiled)["proof"]
    found = verify({**document.to_dict(), "proof": [proof] * 16})
    assert found["proof"].outcome is Outcome.UNDETERMINED
    assert found["proof"].code == "canonical.too-much-work"


def test_a_derived_badge_of_another_issuer_is_not_taken_for_this_ones() -> None:
    stranger = derived(document=issued(signer=EcdsaSigner("P-256", 21)))
    tree = {**stranger.to_dict(), "issuer": SHOWN.tree["issuer"]}
    assert verify(tree).verdict is Verdict.REJECTED
    assert tree["issuer"]["id"] == ISSUER.verification_method.partition("#")[0]
