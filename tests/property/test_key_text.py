"""Whatever is thrown at the readers of keys and URLs: an error of the tree, or a value that writes itself back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.errors import IssuerKeyError, MicrocredError, UnsupportedError
from microcred.keys import Ed25519Signer, PublicKey, public_key_of_did_key
from microcred.multibase import (
    decode_base58btc,
    decode_base64url,
    decode_multibase,
    encode_base58btc,
    encode_base64url,
)
from microcred.verification.controller_documents import split_method_url
from microcred.verification.published_documents import did_web_url

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
BASE64URL = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", max_size=60)
JWKS = st.fixed_dictionaries(
    {"kty": st.sampled_from(["OKP", "EC", "RSA", "oct"])},
    optional={
        "crv": st.sampled_from(["Ed25519", "X25519", "P-256", "P-384", "P-521", "secp256k1"]) | JSON,
        "x": BASE64URL | st.binary(min_size=32, max_size=32).map(encode_base64url) | JSON,
        "y": BASE64URL | st.binary(min_size=32, max_size=32).map(encode_base64url) | JSON,
        "n": BASE64URL | JSON,
        "e": BASE64URL | JSON,
    },
)


@given(st.binary(max_size=100))
def test_bytes_survive_the_way_through_both_alphabets(data: bytes) -> None:
    assert decode_base58btc(encode_base58btc(data), max_length=200) == data
    assert decode_multibase("u" + encode_base64url(data), max_length=200) == data


@given(st.integers(0, 3), st.binary(max_size=200))
def test_base58btc_is_what_digit_after_digit_comes_to(zeros: int, data: bytes) -> None:
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[digit] + digits
    leading = zeros + len(data) - len(data.lstrip(b"\0"))
    assert encode_base58btc(bytes(zeros) + data) == "z" + "1" * leading + digits


@given(st.text(max_size=60) | st.text("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", max_size=60))
def test_text_that_is_read_as_base58btc_is_the_only_text_of_its_bytes(text: str) -> None:
    try:
        data = decode_base58btc("z" + text, max_length=61)
    except ValueError:
        return
    assert encode_base58btc(data) == "z" + text


@given(st.text(max_size=60) | BASE64URL)
def test_text_that_is_read_as_base64url_is_the_only_text_of_its_bytes(text: str) -> None:
    try:
        data = decode_base64url(text, max_length=60)
    except ValueError:
        return
    assert encode_base64url(data) == text


@given(
    st.text(max_size=80)
    | st.tuples(
        st.sampled_from(
            [b"\xed\x01", b"\xec\x01", b"\xe7\x01", b"\x80\x24", b"\x81\x24", b"\x82\x24", b"\x85\x24", b""]
        ),
        st.binary(max_size=70),
    ).map(lambda parts: encode_base58btc(parts[0] + parts[1]))
)
def test_a_multikey_is_refused_by_name_or_written_as_it_was(text: str) -> None:
    try:
        key = PublicKey.from_multikey(text)
    except (IssuerKeyError, UnsupportedError):
        return
    assert key.to_multikey() == text
    assert PublicKey.from_jwk(key.to_jwk()) == key


@given(JWKS | JSON)
def test_a_jwk_is_refused_by_name_or_survives(jwk: Any) -> None:
    try:
        key = PublicKey.from_jwk(jwk)
    except (IssuerKeyError, UnsupportedError):
        return
    assert PublicKey.from_jwk(key.to_jwk()) == PublicKey.from_multikey(key.to_multikey()) == key


@given(st.binary(max_size=300) | st.binary(max_size=80).map(lambda body: b"-----BEGIN PUBLIC KEY-----\n" + body))
def test_rubbish_is_refused_by_name_as_pem(data: bytes) -> None:
    for read in (PublicKey.from_pem, Ed25519Signer.from_pem):
        with pytest.raises(MicrocredError):
            read(data)


@given(st.text(max_size=60).map(lambda text: f"did:key:{text}"))
def test_rubbish_is_refused_by_name_as_a_did_key(did: str) -> None:
    with pytest.raises((IssuerKeyError, UnsupportedError)):
        public_key_of_did_key(did)


@given(
    st.text(st.characters(max_codepoint=0x17F), max_size=60) | st.from_regex(r"[a-z0-9.%:A-F-]{1,40}", fullmatch=True)
)
def test_a_did_web_is_refused_by_name_or_leads_to_its_own_host(specific: str) -> None:
    try:
        url = did_web_url(f"did:web:{specific}")
    except IssuerKeyError:
        return
    host = specific.split(":")[0].replace("%3A", ":").replace("%3a", ":")
    assert url.startswith(f"https://{host}/")
    assert url.endswith("/did.json")
    assert not {"", ".", ".."} & set(url.removeprefix("https://").split("/"))


@given(JSON | st.from_regex(r"(https://|did:[a-z]*:|[a-z]+:)[!-~]{0,30}", fullmatch=True))
def test_a_method_url_is_refused_by_name_or_split_in_two(url: Any) -> None:
    try:
        document_url, fragment = split_method_url(url)
    except IssuerKeyError:
        return
    assert url in {f"{document_url}#{fragment}", document_url}
    assert "#" not in document_url + fragment
    assert fragment


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_what_a_signer_signs_its_public_key_confirms(seed: bytes, data: bytes) -> None:
    signer = Ed25519Signer.from_seed(seed)
    signature = signer.sign(data)
    assert signer.public_key.verify(signature, data)
    assert not signer.public_key.verify(signature, data + b"\0")
    flipped = bytes([signature[0] ^ 1]) + signature[1:]
    assert not signer.public_key.verify(flipped, data)


@given(st.text(max_size=80))
def test_rubbish_is_refused_by_name_as_a_secret_key(text: str) -> None:
    with pytest.raises(MicrocredError):
        Ed25519Signer.from_multikey(text)
