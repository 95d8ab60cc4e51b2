"""A digest that is too weak to say anything.

Attack: a schema is exchanged for another one with the same MD5 or SHA-1, or the digest is a strong one beside a weak
one of which only the weak one fits.

Naively: the first digest whose algorithm the language knows is compared.

Here: of several hashes those of the strongest algorithm count (Subresource Integrity, 3.3.4), and none below SHA-256
counts at all: `schema.malformed-digest` where there is no other one, `schema.wrong-digest` where a stronger one
differs.
"""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.multibase import encode_base58btc
from microcred.verification.report import Check
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from world import World

URL = "https://college.example/schemas/badge.json"
SCHEMA = json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": URL, "type": "object"}).encode()


def sri(algorithm: str, content: bytes = SCHEMA) -> str:
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def judged(**digest: str) -> Check:
    badge = sealed(unsigned(credentialSchema=[{"id": URL, "type": "JsonSchema", **digest}]))
    web = World({URL: SCHEMA})
    verifier = Verifier(trust=AnyIssuer(), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(badge)["schema"]


def naive_fits(content: bytes, digest: str) -> bool:
    """One of the hashes is that of the content."""
    hashes = (part.split("-", 1) for part in digest.split())
    return any(base64.b64encode(hashlib.new(name, content).digest()).decode() == value for name, value in hashes)


WEAK = sri("md5"), sri("sha1")
MIXED = f"{sri('sha1')} {sri('sha256')} {sri('sha512', b'what the issuer meant')}"


def test_a_naive_reader_is_content_with_the_weakest() -> None:
    assert all(naive_fits(SCHEMA, digest) for digest in (*WEAK, MIXED))


@pytest.mark.parametrize("digest", [*WEAK, "sha512-AAAA", "sha256-", f"sha224-{'A' * 38}==", "crc32-AAAAAA=="])
def test_a_digest_that_is_too_weak_is_none(digest: str) -> None:
    assert judged(digestSRI=digest).code == "schema.malformed-digest"
    assert judged(digestSRI=sri("sha256")).outcome == "passed"


def test_the_strongest_digest_counts() -> None:
    assert judged(digestSRI=MIXED).code == "schema.wrong-digest"
    assert judged(digestSRI=f"{sri('sha256', b'an older version')} {sri('sha512')}").outcome == "passed"


@pytest.mark.parametrize("code", [b"\x11\x14", b"\xd5\x10", b"\x00\x20", b"\x12\x1f", b"\x12\x40"])
def test_a_multihash_of_another_algorithm_or_length_is_none(code: bytes) -> None:
    digest = encode_base58btc(code + hashlib.sha256(SCHEMA).digest()[: code[1]])
    assert judged(digestMultibase=digest).code == "schema.malformed-digest"


def test_two_digests_both_have_to_fit() -> None:
    good = encode_base58btc(b"\x12\x20" + hashlib.sha256(SCHEMA).digest())
    assert judged(digestSRI=sri("sha256"), digestMultibase=good).outcome == "passed"
    assert judged(digestSRI=sri("sha256", b"another"), digestMultibase=good).code == "schema.wrong-digest"
