"""Another spelling of a key.

Attack: The forger writes a key in a form that one reader takes for the key and another does not: a y that is not below
the prime, a codec in more bytes than it needs, a byte more at the end, another alphabet. A key that was called back is
not known again under its second name.

Naively: A verifier decodes leniently, and keeps keys that were called back on a list by their text.

Here: A key has one spelling (Controlled Identifiers 1.0, 2.2.2; RFC 8032, 5.1.3, step 1): anything else is
``key.not-multikey``, ``key.wrong-length``, ``key.not-canonical``, or under another codec ``key.unsupported-type``.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest

from microcred.errors import IssuerKeyError, UnsupportedError
from microcred.keys import PublicKey
from microcred.multibase import encode_base58btc
from naive_curves import FIELD, naive_point
from published_keys import KEY, document, method, resolve
from victim import badge, refusal, report

# One of the few points that have two encodings: y = 3, and y = 3 + 2^255 - 19.
TWICE = next(
    y
    for y in range(2, 19)
    if pow((y * y - 1) * pow(-121665 * pow(121666, -1, FIELD) * y * y + 1, -1, FIELD), (FIELD - 1) // 2, FIELD) == 1
)


def spelled(y: int) -> str:
    return encode_base58btc(b"\xed\x01" + y.to_bytes(32, "little"))


def naive_is_called_back(multikey: str, called_back: set[str]) -> bool:
    return multikey in called_back


def test_a_naive_list_of_keys_does_not_know_a_key_in_its_other_spelling() -> None:
    one, other = TWICE, TWICE + FIELD
    assert naive_point(one.to_bytes(32, "little")).same_as(naive_point(other.to_bytes(32, "little")))
    assert naive_is_called_back(spelled(one), {spelled(one)})
    assert not naive_is_called_back(spelled(other), {spelled(one)})


def test_the_other_spelling_is_no_key() -> None:
    assert PublicKey.from_multikey(spelled(TWICE)).raw == TWICE.to_bytes(32, "little")
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_multikey(spelled(TWICE + FIELD))
    assert caught.value.code == "key.not-canonical"


def test_the_one_spelling_is_read() -> None:
    assert report(badge())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (encode_base58btc(b"\xed\x01" + KEY.raw + b"\0"), "key.wrong-length"),
        (encode_base58btc(b"\xed\x01" + KEY.raw + KEY.raw), "key.wrong-length"),
        (encode_base58btc(b"\xed\x81\x00" + KEY.raw), "key.not-multikey"),
        (encode_base58btc(b"\0\xed\x01" + KEY.raw), "key.unsupported-type"),
        (encode_base58btc(KEY.raw), "key.unsupported-type"),
        ("f" + (b"\xed\x01" + KEY.raw).hex(), "key.not-multikey"),
        ("m7QE" + "A" * 43, "key.not-multikey"),
        ("u7QE" + "A" * 43, "key.not-multikey"),
        (KEY.to_multikey().replace("z", "Z", 1), "key.not-multikey"),
        (KEY.to_multikey() + "\n", "key.not-multikey"),
        (" " + KEY.to_multikey(), "key.not-multikey"),
        (quote(KEY.to_multikey()) + "%20", "key.not-multikey"),
    ],
    ids=[
        "one byte more",
        "twice",
        "long varint",
        "zero byte",
        "no codec",
        "hex",
        "base64",
        "base64url",
        "flickr",
        "newline",
        "space",
        "percent",
    ],
)
def test_another_spelling_of_a_multikey_is_not_read(text: str, code: str) -> None:
    with pytest.raises((IssuerKeyError, UnsupportedError)) as caught:
        resolve(document(verificationMethod=[method(publicKeyMultibase=text)]))
    assert caught.value.code == code


def test_a_hundred_thousand_characters_of_key_cost_nothing() -> None:
    published = document(verificationMethod=[method(publicKeyMultibase="z" + "6" * 100_000)])
    assert refusal(published).code == "key.not-multikey"
