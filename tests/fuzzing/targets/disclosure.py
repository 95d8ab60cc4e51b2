"""Selective disclosure: CBOR, proof values, and credentials that show a part of what was sealed."""

from __future__ import annotations

import base64
import binascii
import json
from functools import cache
from random import Random

import disclosure as learner
from badges import CANONICALIZER
from fuzzing.json_mutations import changed_bytes, changed_text, changed_tree, mutate_json
from fuzzing.oracle import Broken, answer
from fuzzing.reports import check_verification
from fuzzing.scene import verifier
from fuzzing.target import Target
from microcred.document import Document, to_json
from microcred.errors import MicrocredError
from microcred.proofs import SecuredDocument, derive_proof, verify_proof
from microcred.proofs.cbor import decode_cbor, encode_cbor

POINTERS = ("", "/credentialSubject/result/0", "/issuer", "/evidence/1", "/credentialSubject/achievement/tag/0")
_MARKS = 3


def run(data: bytes) -> None:
    """The input is CBOR, or a credential whose proof is of ecdsa-sd-2023."""
    _check_cbor(data)
    document = answer(lambda: Document.parse(data))
    if isinstance(document, MicrocredError):
        return
    report = check_verification(verifier(), data)
    if report.authentic and report.document is not None:
        _check_shown(report.document)
    wanted = document.tree.get("pointers", [])
    pointers = [pointer for pointer in (wanted if isinstance(wanted, list) else []) if isinstance(pointer, str)][:9]
    for chosen in ([*pointers] or [POINTERS[1]], []):
        shown = answer(lambda: derive_proof(document, selective_pointers=chosen, canonicalizer=CANONICALIZER))  # noqa: B023
        if isinstance(shown, Document) and _holds(document) and not _holds(shown):
            raise Broken("what the learner derived does not hold")


def _holds(document: Document) -> bool:
    """Whether the proof is one of the issuer; who derives from it has not asked that."""
    secured = SecuredDocument(document, CANONICALIZER)
    found = answer(lambda: verify_proof(secured, secured.proof(), learner.ISSUER.public_key, holder=True))
    return not isinstance(found, MicrocredError)


def _check_cbor(data: bytes) -> None:
    try:
        value = decode_cbor(data)
    except ValueError:
        return
    if encode_cbor(value) != data:
        raise Broken("two texts in CBOR are read as the same value")


def _check_shown(document: Document) -> None:
    """What holds says nothing that the issuer did not say."""
    issuer = document.tree.get("issuer")
    ours = learner.base().tree["issuer"]
    if isinstance(issuer, dict) and issuer.get("id") == ours["id"] and not _leaves(document) <= _leaves(learner.base()):
        raise Broken("a part is shown that was never sealed")


def _leaves(document: Document) -> set[str]:
    tree = {name: part for name, part in document.tree.items() if name not in ("proof", "@context")}
    return {repr(leaf) for leaf in _each(tree) if isinstance(leaf, str)}


def _each(value: object):  # type: ignore[no-untyped-def]
    match value:
        case dict():
            for part in value.values():
                yield from _each(part)
        case list():
            for part in value:
                yield from _each(part)
        case _:
            yield value


@cache
def seeds() -> tuple[bytes, ...]:
    shown = [learner.derived(), learner.derived("/issuer", "/evidence"), learner.derived("")]
    documents = [learner.base(), *shown]
    values = [_octets(document.tree["proof"]["proofValue"])[_MARKS:] for document in documents]
    asked = {**learner.base().to_dict(), "pointers": list(POINTERS)}
    return (*(document.raw for document in documents), *values, to_json(asked))


def _octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))


def mutate(data: bytes, rnd: Random) -> bytes:
    if data[:1] != b"{":
        return _changed_value(data, rnd)
    if rnd.random() < 0.5:
        try:
            tree = json.loads(data)
            octets = _octets(tree["proof"]["proofValue"])
            changed = octets[:_MARKS] + _changed_value(octets[_MARKS:], rnd)
            tree["proof"]["proofValue"] = "u" + base64.urlsafe_b64encode(changed).decode().rstrip("=")
            return json.dumps(tree).encode()
        except (ValueError, LookupError, TypeError, binascii.Error, RecursionError):
            pass
    if rnd.random() < 0.3:
        try:
            tree = json.loads(data)
            pointers = [*tree.get("pointers", POINTERS), changed_text(rnd.choice(POINTERS), rnd), rnd.choice(POINTERS)]
            tree["pointers"] = pointers[-rnd.randint(1, 4) :]
            return json.dumps(tree).encode("utf-8", "replace")
        except (ValueError, TypeError, RecursionError):
            pass
    return mutate_json(data, rnd, TARGET.beginnings[:4])


def _changed_value(data: bytes, rnd: Random) -> bytes:
    """CBOR changed as the value that it is, or as bytes."""
    if rnd.random() < 0.5:
        try:
            value = decode_cbor(data)
            if isinstance(value, list) and value:
                at = rnd.randrange(len(value))
                value[at] = _changed_part(value[at], rnd)
            return encode_cbor(value)
        except (ValueError, TypeError):
            pass
    return changed_bytes(data, rnd)


def _changed_part(value: object, rnd: Random) -> object:
    match value:
        case bytes():
            return changed_bytes(value, rnd)
        case dict() if value:
            name = rnd.choice(list(value))
            other = rnd.choice(list(value))
            return {**value, name: rnd.choice((value[other], bytes(32), 7)), rnd.choice((name, 99, 2**33)): value[name]}
        case _:
            return changed_tree([value], rnd)


TARGET = Target("disclosure", run, seeds, mutate, max_length=8_000)
