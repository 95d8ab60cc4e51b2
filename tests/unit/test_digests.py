"""digestSRI and digestMultibase: which forms are read, and what fits them."""

from __future__ import annotations

import base64
import hashlib

import pytest

from microcred.multibase import encode_base58btc, encode_base64url
from microcred.verification.digests import declared_digests, fits

CONTENT = b"a resource"


def sri(algorithm: str, content: bytes = CONTENT) -> str:
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def multihash(code: int, algorithm: str, content: bytes = CONTENT) -> bytes:
    digest = hashlib.new(algorithm, content).digest()
    return bytes([code, len(digest)]) + digest


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_a_hash_of_subresource_integrity_fits_its_content(algorithm: str) -> None:
    assert fits(CONTENT, {"digestSRI": sri(algorithm)})
    assert not fits(CONTENT + b" ", {"digestSRI": sri(algorithm)})


def test_of_several_hashes_one_of_the_strongest_has_to_fit() -> None:
    wrong = sri("sha384", b"something else")
    assert fits(CONTENT, {"digestSRI": f"{wrong} {sri('sha384')}"})
    assert fits(CONTENT, {"digestSRI": f"{sri('sha256', b'old')}\n{sri('sha384')}"})
    assert not fits(CONTENT, {"digestSRI": f"{sri('sha256')} {wrong}"})


def test_a_hash_of_an_unknown_algorithm_is_passed_over() -> None:
    assert fits(CONTENT, {"digestSRI": f"sha999-AAAA {sri('sha256')}?ct=application/json"})


@pytest.mark.parametrize(
    "data",
    [
        multihash(0x12, "sha256"),
        multihash(0x20, "sha384"),
        multihash(0x13, "sha512"),
        multihash(0x16, "sha3_256"),
        multihash(0x15, "sha3_384"),
        hashlib.sha256(CONTENT).digest(),
    ],
)
def test_a_multihash_or_a_bare_sha_256_fits_its_content(data: bytes) -> None:
    for text in ("u" + encode_base64url(data), encode_base58btc(data)):
        assert fits(CONTENT, {"digestMultibase": text})
        assert not fits(b"another", {"digestMultibase": text})


def test_both_digests_have_to_fit() -> None:
    good = {"digestSRI": sri("sha384"), "digestMultibase": "u" + encode_base64url(multihash(0x12, "sha256"))}
    assert fits(CONTENT, good)
    assert not fits(CONTENT, {**good, "digestSRI": sri("sha384", b"x")})
    assert fits(CONTENT, {})


@pytest.mark.parametrize(
    "members",
    [
        {"digestSRI": ""},
        {"digestSRI": "sha384"},
        {"digestSRI": "sha384-AAAA"},
        {"digestSRI": "md5-AAAAAAAAAAAAAAAAAAAAAA=="},
        {"digestSRI": ["sha256-x"]},
        {"digestSRI": None},
        {"digestMultibase": "mAAAA"},
        {"digestMultibase": "u"},
        {"digestMultibase": "uAAAA"},
        {"digestMultibase": "u" + encode_base64url(b"\x12\x21" + bytes(32))},
        {"digestMultibase": "u" + encode_base64url(b"\x11\x14" + bytes(20))},
        {"digestMultibase": "z" + "1" * 5_000},
        {"digestMultibase": 7},
    ],
)
def test_a_digest_out_of_form_is_never_taken_for_none(members: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(members))):
        declared_digests(members)


def test_a_hash_of_subresource_integrity_may_be_written_in_either_alphabet() -> None:
    content, written = next(
        (content, text)
        for content in (bytes([number]) for number in range(256))
        if "+" in (text := sri("sha256", content)) and "/" in text
    )
    for text in (written, written.replace("+", "-").replace("/", "_"), written.rstrip("=")):
        assert fits(content, {"digestSRI": text})
        assert not fits(content + b"x", {"digestSRI": text})
