from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from microcred.errors import IssuerKeyError, Rejected, Undetermined, UnsupportedError, UsageError
from microcred.keys import INVALID_VERIFICATION_METHOD, Ed25519Signer, PublicKey
from microcred.multibase import encode_base58btc, encode_base64url

# W3C Data Integrity EdDSA Cryptosuites 1.0, B.1.
ED25519 = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
# W3C Data Integrity ECDSA Cryptosuites 1.0, A.1 and A.2.
P256 = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"
P384 = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"
# The did:key Method, 4.
X25519 = "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"
SECP256K1 = "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"
P521 = "z2J9gaYxrKVpdoG9A4gRnmpnRCcxU6agDtFVVBVdn1JedouoZN7SzcyREXXzWgt3gGiwpoHq7K68X4m32D8HgzG8wv3sY5j7"

# RFC 8037, A.2 and A.3.
RFC8037_JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


@pytest.fixture(scope="session")
def rsa_key() -> rsa.RSAPublicKey:
    return rsa.generate_private_key(65537, 2048).public_key()


def pem(key: Any) -> bytes:
    return bytes(key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))


@pytest.mark.parametrize(
    ("text", "key_type"),
    [
        (ED25519, "Ed25519"),
        (P256, "P-256"),
        (P384, "P-384"),
        (P521, "P-521"),
        (SECP256K1, "secp256k1"),
        (X25519, "X25519"),
    ],
)
def test_a_multikey_tells_its_type_and_is_written_as_it_was(text: str, key_type: str) -> None:
    key = PublicKey.from_multikey(text)
    assert key.type == key_type
    assert key.to_multikey() == text


@pytest.mark.parametrize("text", [ED25519, P256, P384, P521, SECP256K1, X25519])
def test_a_key_survives_the_way_through_a_jwk(text: str) -> None:
    key = PublicKey.from_multikey(text)
    assert PublicKey.from_jwk(key.to_jwk()) == key


def test_an_rsa_key_survives_multikey_jwk_and_pem(rsa_key: rsa.RSAPublicKey) -> None:
    key = PublicKey.from_pem(pem(rsa_key))
    assert key.type == "RSA"
    assert key.to_multikey().startswith("z4MX")
    assert PublicKey.from_multikey(key.to_multikey()) == PublicKey.from_jwk(key.to_jwk()) == key


@pytest.mark.parametrize(
    ("private_key", "key_type"),
    [
        (ed25519.Ed25519PrivateKey.generate(), "Ed25519"),
        (x25519.X25519PrivateKey.generate(), "X25519"),
        (ec.generate_private_key(ec.SECP256R1()), "P-256"),
        (ec.generate_private_key(ec.SECP384R1()), "P-384"),
        (ec.generate_private_key(ec.SECP521R1()), "P-521"),
        (ec.generate_private_key(ec.SECP256K1()), "secp256k1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pem_gives_the_same_key_as_multikey(private_key: Any, key_type: str) -> None:
    key = PublicKey.from_pem(pem(private_key.public_key()))
    assert key.type == key_type
    assert PublicKey.from_multikey(key.to_multikey()) == key


def test_the_jwk_of_rfc_8037_is_read_and_written() -> None:
    assert PublicKey.from_jwk(RFC8037_JWK).to_jwk() == RFC8037_JWK


def test_the_thumbprint_is_that_of_rfc_8037() -> None:
    assert PublicKey.from_jwk(RFC8037_JWK).thumbprint() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_thumbprint_is_that_of_rfc_7638() -> None:
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj"
        "hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ"
        "vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK"
        "nqDKgw"
    )
    key = PublicKey.from_jwk({"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"})
    assert key.thumbprint() == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_members_that_say_nothing_about_the_key_are_passed_over() -> None:
    assert PublicKey.from_jwk({**RFC8037_JWK, "kid": "1", "x5c": ["…"], "ext": True}) == PublicKey.from_jwk(RFC8037_JWK)


def test_keys_are_values() -> None:
    key = PublicKey.from_multikey(ED25519)
    twin = PublicKey("Ed25519", key.raw)
    assert key == twin
    assert hash(key) == hash(twin)
    assert {key: "issuer"}[twin] == "issuer"
    assert key != PublicKey.from_multikey(P256)


def test_a_key_can_be_pickled_and_copied() -> None:
    key = PublicKey.from_multikey(P384)
    assert pickle.loads(pickle.dumps(key)) == copy.deepcopy(key) == key


def test_a_key_does_not_change() -> None:
    with pytest.raises(AttributeError):
        PublicKey.from_multikey(ED25519).raw = bytes(32)  # type: ignore[misc]


def test_the_representation_is_the_multikey() -> None:
    assert repr(PublicKey.from_multikey(ED25519)) == f"PublicKey.from_multikey('{ED25519}')"


@pytest.mark.parametrize("change", ["", "z", "6MkrJ", "f" + "ed01" * 9, "m" + ED25519[1:], "Z" + ED25519[1:], "z0"])
def test_text_that_is_not_base58btc_multibase_is_no_multikey(change: str) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_multikey(change)
    assert caught.value.code == "key.not-multikey"
    assert caught.value.problem == INVALID_VERIFICATION_METHOD


@pytest.mark.parametrize("value", [None, 5, ["z6Mk"], {"z": 1}, b"z6Mk"])
def test_a_multikey_that_is_not_a_string_is_refused(value: Any) -> None:
    with pytest.raises(IssuerKeyError, match="a Multikey is a string"):
        PublicKey.from_multikey(value)


def test_an_endless_multikey_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(IssuerKeyError, match="at most 1500 are read"):
        PublicKey.from_multikey("z" + "6" * 10_000_000)


@pytest.mark.parametrize("text", [ED25519, P256, P384, P521, SECP256K1, X25519])
@pytest.mark.parametrize("change", ["longer", "shorter"])
def test_a_key_of_the_wrong_length_is_refused(text: str, change: str) -> None:
    from microcred.multibase import decode_base58btc

    raw = decode_base58btc(text, max_length=200)
    changed = raw + b"\0" if change == "longer" else raw[:-1]
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_multikey(encode_base58btc(changed))
    assert caught.value.code == "key.wrong-length"


def test_a_multicodec_number_not_in_its_shortest_form_is_refused() -> None:
    key = PublicKey.from_multikey(ED25519)
    with pytest.raises(IssuerKeyError, match="not in the shortest form"):
        PublicKey.from_multikey(encode_base58btc(b"\xed\x81\x00" + key.raw))


def test_an_endless_multicodec_number_is_refused() -> None:
    with pytest.raises(IssuerKeyError, match="no multicodec number"):
        PublicKey.from_multikey(encode_base58btc(b"\xff" * 40))


@pytest.mark.parametrize("header", [b"\xeb\x01", b"\x86\x24", b"\x12", b"\x00"], ids=["BLS", "SM2", "hash", "identity"])
def test_an_unknown_codec_is_unsupported_and_not_forged(header: bytes) -> None:
    with pytest.raises(UnsupportedError) as caught:
        PublicKey.from_multikey(encode_base58btc(header + bytes(33)))
    assert caught.value.code == "key.unsupported-type"
    assert isinstance(caught.value, Undetermined)


@pytest.mark.parametrize("header", [b"\x80\x26", b"\x86\x26", b"\x87\x26", b"\x81\x26", b"\x85\x26", b"\x8a\x26"])
def test_a_private_key_where_a_public_one_belongs_is_called_so(header: bytes) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_multikey(encode_base58btc(header + bytes(range(32))))
    assert caught.value.code == "key.private-key-published"


@pytest.mark.parametrize("prefix", [0x00, 0x04, 0x05, 0x06, 0x07])
def test_only_compressed_points_are_keys(prefix: int) -> None:
    key = PublicKey.from_multikey(P256)
    with pytest.raises(IssuerKeyError, match="not a compressed point"):
        PublicKey("P-256", bytes([prefix]) + key.raw[1:])


@pytest.mark.parametrize(("key_type", "size"), [("P-256", 32), ("P-384", 48), ("P-521", 66), ("secp256k1", 32)])
def test_bytes_off_the_curve_are_no_key(key_type: Any, size: int) -> None:
    outcomes = {refusal_of(key_type, b"\x02" + x.to_bytes(size)) for x in range(1, 30)}
    assert outcomes == {None, "key.not-a-point"}


def refusal_of(key_type: Any, raw: bytes) -> str | None:
    try:
        PublicKey(key_type, raw)
    except IssuerKeyError as error:
        return error.code
    return None


def test_a_coordinate_beyond_the_field_is_no_key() -> None:
    with pytest.raises(IssuerKeyError, match="not a compressed point"):
        PublicKey("P-256", b"\x02" + b"\xff" * 32)


def test_an_unknown_type_is_the_callers_mistake() -> None:
    with pytest.raises(UsageError, match="there is no key type 'ed25519'"):
        PublicKey("ed25519", bytes(32))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kty": None}, "key.invalid-jwk"),
        ({"kty": 7}, "key.invalid-jwk"),
        ({"x": None}, "key.invalid-jwk"),
        ({"x": 7}, "key.invalid-jwk"),
        ({"x": RFC8037_JWK["x"] + "="}, "key.invalid-jwk"),
        ({"x": RFC8037_JWK["x"] + "A"}, "key.wrong-length"),
        ({"x": RFC8037_JWK["x"][:-1] + "p"}, "key.invalid-jwk"),
        ({"x": "A" * 10_000_000}, "key.invalid-jwk"),
        ({"x": RFC8037_JWK["x"][:-2]}, "key.invalid-jwk"),
        ({"x": encode_base64url(bytes(31))}, "key.wrong-length"),
        ({"x": encode_base64url(bytes(33))}, "key.wrong-length"),
        ({"d": RFC8037_JWK["x"]}, "key.private-key-published"),
        ({"kty": "oct", "k": "AAAA"}, "key.private-key-published"),
    ],
)
def test_a_malformed_jwk_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_jwk({**RFC8037_JWK, **change})
    assert caught.value.code == code


@pytest.mark.parametrize("value", [None, "jwk", ["kty"], 1])
def test_a_jwk_that_is_not_an_object_is_refused(value: Any) -> None:
    with pytest.raises(IssuerKeyError, match="a JWK is a JSON object"):
        PublicKey.from_jwk(value)


@pytest.mark.parametrize(
    "change",
    [{"kty": "oct"}, {"kty": "AKP"}, {"crv": "Ed448"}, {"crv": None}, {"crv": ["Ed25519"]}, {"kty": "EC"}],
    ids=str,
)
def test_a_jwk_of_an_unknown_type_is_unsupported(change: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedError) as caught:
        PublicKey.from_jwk({**RFC8037_JWK, **change})
    assert caught.value.code == "key.unsupported-type"


def test_a_jwk_point_must_be_on_its_curve() -> None:
    jwk = PublicKey.from_multikey(P256).to_jwk()
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_jwk({**jwk, "y": jwk["x"]})
    assert caught.value.code == "key.not-a-point"


def test_a_jwk_coordinate_has_the_full_width_of_its_field() -> None:
    jwk = PublicKey.from_multikey(P256).to_jwk()
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_jwk({**jwk, "x": encode_base64url(bytes(31))})
    assert caught.value.code == "key.wrong-length"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"n": ""}, "key.invalid-jwk"),
        ({"n": encode_base64url(b"\0" + b"\xff" * 256)}, "key.invalid-jwk"),
        ({"n": encode_base64url(b"\xff" * 5_000)}, "key.invalid-jwk"),
        ({"e": encode_base64url(b"\xff" * 5)}, "key.invalid-jwk"),
        ({"e": "AA"}, "key.invalid-jwk"),
        ({"e": "Ag"}, "key.not-rsa"),
        ({"e": "AQ"}, "key.not-rsa"),
        ({"n": encode_base64url(b"\xff" * 128)}, "key.wrong-length"),
    ],
)
def test_an_unsound_rsa_jwk_is_refused(rsa_key: rsa.RSAPublicKey, change: dict[str, str], code: str) -> None:
    jwk = PublicKey.from_pem(pem(rsa_key)).to_jwk()
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_jwk({**jwk, **change})
    assert caught.value.code == code


def test_an_rsa_multikey_has_nothing_after_the_key(rsa_key: rsa.RSAPublicKey) -> None:
    key = PublicKey.from_pem(pem(rsa_key))
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey("RSA", key.raw + b"\0")
    assert caught.value.code == "key.not-rsa"


def test_an_rsa_multikey_is_not_a_subject_public_key_info(rsa_key: rsa.RSAPublicKey) -> None:
    info = rsa_key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey("RSA", info)
    assert caught.value.code == "key.not-rsa"


@pytest.mark.parametrize("raw", [b"", b"\x30\x00", b"\x30\x84\xff\xff\xff\xff", bytes(2_000)])
def test_rubbish_is_no_rsa_key(raw: bytes) -> None:
    with pytest.raises(IssuerKeyError):
        PublicKey("RSA", raw)


def test_an_rsa_key_of_any_size_is_not_parsed() -> None:
    with pytest.raises(IssuerKeyError, match="wanted at most 1056"):
        PublicKey("RSA", bytes(100_000))


@pytest.mark.parametrize(
    "data",
    [b"", b"rubbish", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", b"\xff" * 100, b"-" * 100_000],
    ids=["empty", "rubbish", "broken", "binary", "long"],
)
def test_bytes_that_are_not_a_pem_key_are_refused(data: bytes) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_pem(data)
    assert caught.value.code == "key.invalid-pem"


def test_a_pem_beyond_the_limit_is_refused_even_if_it_holds_a_key() -> None:
    good = pem(ed25519.Ed25519PrivateKey.generate().public_key())
    assert PublicKey.from_pem(b"\n" * 100 + good).type == "Ed25519"
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_pem(b"\n" * 20_000 + good)
    assert caught.value.code == "key.invalid-pem"


def test_a_private_pem_is_not_taken_for_a_public_one() -> None:
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey.from_pem(Ed25519Signer.generate().to_pem())
    assert caught.value.code == "key.private-key-published"


@pytest.mark.parametrize(
    "private_key",
    [ed448.Ed448PrivateKey.generate(), ec.generate_private_key(ec.BrainpoolP256R1()), dsa.generate_private_key(2048)],
    ids=["Ed448", "Brainpool", "DSA"],
)
def test_a_pem_key_of_another_type_is_unsupported(private_key: Any) -> None:
    with pytest.raises(UnsupportedError) as caught:
        PublicKey.from_pem(pem(private_key.public_key()))
    assert caught.value.code == "key.unsupported-type"


def test_an_ed25519_signature_is_checked() -> None:
    # RFC 8032, 7.1, test 2.
    key = PublicKey("Ed25519", bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert key.verify(signature, b"\x72")
    assert not key.verify(signature, b"\x73")


@pytest.mark.parametrize("size", [0, 1, 63, 65, 128])
def test_a_signature_of_the_wrong_length_is_no_signature(size: int) -> None:
    assert not PublicKey.from_multikey(ED25519).verify(bytes(size), b"data")
    assert not PublicKey.from_multikey(P256).verify(bytes(size), b"data")
    assert not PublicKey.from_multikey(P384).verify(bytes(size), b"data")


@pytest.mark.parametrize(
    ("curve", "digest", "width"),
    [(ec.SECP256R1(), hashes.SHA256(), 32), (ec.SECP384R1(), hashes.SHA384(), 48)],
    ids=["P-256", "P-384"],
)
def test_an_ecdsa_signature_is_checked_in_fixed_width(curve: Any, digest: Any, width: int) -> None:
    private_key = ec.generate_private_key(curve)
    key = PublicKey.from_pem(pem(private_key.public_key()))
    der = private_key.sign(b"data", ec.ECDSA(digest))
    r, s = decode_dss_signature(der)
    signature = r.to_bytes(width) + s.to_bytes(width)
    assert key.verify(signature, b"data")
    assert not key.verify(signature, b"other")
    assert not key.verify(der, b"data")
    assert not key.verify(s.to_bytes(width) + r.to_bytes(width), b"data")
    assert not key.verify(r.to_bytes(width) + b"\0" + s.to_bytes(width), b"data"), "a second spelling of the signature"


@pytest.mark.parametrize("text", [P256, P384])
def test_an_ecdsa_signature_of_zeros_or_ones_is_false(text: str) -> None:
    key = PublicKey.from_multikey(text)
    width = 64 if text == P256 else 96
    assert not key.verify(bytes(width), b"data")
    assert not key.verify(b"\xff" * width, b"data")


def test_ecdsa_with_the_hash_of_the_other_curve_is_false() -> None:
    private_key = ec.generate_private_key(ec.SECP256R1())
    r, s = decode_dss_signature(private_key.sign(b"data", ec.ECDSA(hashes.SHA384())))
    key = PublicKey.from_pem(pem(private_key.public_key()))
    assert not key.verify(r.to_bytes(32) + s.to_bytes(32), b"data")


@pytest.mark.parametrize("text", [X25519, SECP256K1, P521])
def test_signatures_of_other_key_types_are_unsupported(text: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        PublicKey.from_multikey(text).verify(bytes(64), b"data")
    assert caught.value.code == "key.unsupported-type"


def test_an_unsound_key_out_of_a_document_is_a_rejection() -> None:
    with pytest.raises(Rejected):
        PublicKey("Ed25519", bytes(31))


def test_a_jwk_with_a_coordinate_beyond_the_field_is_no_second_spelling_of_a_key() -> None:
    # SP 800-186, 3.2.1.3: the prime of P-256, and the point of which x is 5.
    prime = 2**256 - 2**224 + 2**192 + 2**96 - 1
    y = 0x459243B9AA581806FE913BCE99817ADE11CA503C64D9A3C533415C083248FBCC
    jwk = {"kty": "EC", "crv": "P-256", "y": encode_base64url(y.to_bytes(32))}
    assert PublicKey.from_jwk({**jwk, "x": encode_base64url((5).to_bytes(32))}).type == "P-256"
    with pytest.raises(IssuerKeyError) as refused:
        PublicKey.from_jwk({**jwk, "x": encode_base64url((5 + prime).to_bytes(32))})
    assert refused.value.code == "key.not-a-point"
