"""A document of keys that is too large.

Attack: the issuer's host answers with megabytes: thousands of keys, or one endless name.

Naively: all of it is read, and every key in it is decoded, before the right one is looked for.

Here: at most 1 MB and 256 methods of a document are read: `key.invalid-controller-document`; an answer without an end
is cut off at 2 MB.
"""

from __future__ import annotations

from typing import Any

from hosted_keys import BADGE, TRUE_DOCUMENT, document, judged
from microcred.multibase import decode_base58btc
from naive_keys import naive_method

METHOD = naive_method(TRUE_DOCUMENT)


def many(count: int) -> list[dict[str, Any]]:
    return [METHOD, *({**METHOD, "id": f"{METHOD['id']}{number}"} for number in range(count - 1))]


def naive_keys(document: dict[str, Any]) -> dict[str, bytes]:
    """All keys of a document, decoded."""
    methods = document["verificationMethod"]
    return {method["id"]: decode_base58btc(method["publicKeyMultibase"], max_length=200) for method in methods}


def test_a_naive_reader_decodes_every_key() -> None:
    assert len(naive_keys(document(verificationMethod=many(2_000)))) == 2_000


def test_more_methods_than_anybody_has_are_not_read() -> None:
    found = judged(BADGE, document(verificationMethod=many(257)))
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.invalid-controller-document")
    assert judged(BADGE, document(verificationMethod=many(256))).verdict == "accepted"


def test_a_document_of_more_than_a_megabyte_is_not_read() -> None:
    assert judged(BADGE, document(note="x" * 1_000_000))["issuer_key"].code == "key.invalid-controller-document"
    assert judged(BADGE, document(note="x" * 900_000)).verdict == "accepted"


def test_an_answer_without_an_end_is_cut_off() -> None:
    found = judged(BADGE, b'{"id": "' + b"x" * 3_000_000)
    assert (found.verdict, found["issuer_key"].code) == ("undetermined", "fetch.too-large")
