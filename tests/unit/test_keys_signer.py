from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, rsa

from microcred.errors import UsageError
from microcred.keys import Ed25519Signer, PublicKey, Signer
from microcred.multibase import decode_base58btc, encode_base58btc, encode_base64url

# W3C Data Integrity EdDSA Cryptosuites 1.0, B.1.
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
SEED = decode_base58btc(SECRET, max_length=60)[2:]
# RFC 8037, A.1.
RFC8037_JWK = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
METHOD = "https://college.example/issuer#key-1"


def pkcs8(key: Any, password: bytes | None = None) -> bytes:
    encryption = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption))


def test_a_seed_gives_the_key_of_rfc_8032() -> None:
    # RFC 8032, 7.1, test 1.
    signer = Ed25519Signer.from_seed(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert signer.public_key.raw.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signer.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b"
    )


def test_what_is_signed_verifies() -> None:
    signer = Ed25519Signer.generate()
    assert signer.public_key.verify(signer.sign(b"data"), b"data")


def test_each_generated_key_is_another() -> None:
    assert Ed25519Signer.generate().public_key != Ed25519Signer.generate().public_key


def test_a_secret_multikey_is_read() -> None:
    assert Ed25519Signer.from_multikey(SECRET).public_key.to_multikey() == PUBLIC


def test_a_secret_multikey_with_its_public_half_is_read() -> None:
    whole = encode_base58btc(b"\x80\x26" + SEED + PublicKey.from_multikey(PUBLIC).raw)
    assert whole.startswith("zrv")
    assert Ed25519Signer.from_multikey(whole).public_key.to_multikey() == PUBLIC


def test_a_secret_multikey_with_another_public_half_is_refused() -> None:
    other = Ed25519Signer.generate().public_key.raw
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_multikey(encode_base58btc(b"\x80\x26" + SEED + other))
    assert caught.value.code == "key.mismatched-halves"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        SECRET[1:],
        "u" + SECRET[1:],
        SECRET + "0",
        PUBLIC,
        encode_base58btc(b"\x86\x26" + SEED),
        encode_base58btc(b"\x80\x26" + SEED[:-1]),
        encode_base58btc(b"\x80\x26" + SEED + b"\0"),
        "z" + "3" * 1_000_000,
    ],
    ids=["empty", "mark", "no-mark", "base64", "alphabet", "public", "P-256", "short", "long", "endless"],
)
def test_what_is_not_a_secret_multikey_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_multikey(text)
    assert caught.value.code in {"key.unusable-private-key", "key.mismatched-halves"}
    assert SECRET[5:15] not in str(caught.value)


def test_the_private_jwk_of_rfc_8037_is_read() -> None:
    assert Ed25519Signer.from_jwk(RFC8037_JWK).public_key.to_jwk() == {
        name: value for name, value in RFC8037_JWK.items() if name != "d"
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kty": "EC"}, "key.wrong-private-key-type"),
        ({"crv": "X25519"}, "key.wrong-private-key-type"),
        ({"crv": ["Ed25519"]}, "key.wrong-private-key-type"),
        ({"d": None}, "key.unusable-private-key"),
        ({"d": "AAAA"}, "key.unusable-private-key"),
        ({"d": RFC8037_JWK["d"] + "="}, "key.unusable-private-key"),
        ({"x": None}, "key.mismatched-halves"),
        ({"x": encode_base64url(bytes(32))}, "key.mismatched-halves"),
    ],
)
def test_an_unusable_private_jwk_is_refused_without_showing_it(change: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_jwk({**RFC8037_JWK, **change})
    assert caught.value.code == code
    assert RFC8037_JWK["d"][:10] not in str(caught.value)


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33), bytes(64), "a" * 32, None])
def test_a_seed_is_32_bytes(seed: Any) -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_seed(seed)
    assert caught.value.code == "key.unusable-private-key"


@pytest.mark.parametrize("password", [None, "correct horse", b"correct horse", "pässwörd"])
def test_a_key_survives_the_way_through_pem(password: str | bytes | None) -> None:
    signer = Ed25519Signer.from_seed(SEED)
    data = signer.to_pem(password)
    assert data.startswith(b"-----BEGIN PRIVATE KEY-----" if password is None else b"-----BEGIN ENCRYPTED PRIVATE KEY")
    assert Ed25519Signer.from_pem(data, password).public_key == signer.public_key


def test_the_pem_of_rfc_8410_is_read() -> None:
    # RFC 8410, 10.3.
    data = (
        b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
        b"-----END PRIVATE KEY-----\n"
    )
    public = (
        b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
        b"-----END PUBLIC KEY-----\n"
    )
    assert Ed25519Signer.from_pem(data).public_key == PublicKey.from_pem(public)


def test_a_wrong_password_is_called_so() -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_pem(Ed25519Signer.generate().to_pem("right"), "wrong")
    assert caught.value.code == "key.wrong-password"


def test_a_missing_password_is_called_so() -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_pem(Ed25519Signer.generate().to_pem("right"))
    assert caught.value.code == "key.password-needed"


def test_a_password_for_an_open_key_is_called_so() -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_pem(Ed25519Signer.generate().to_pem(), "right")
    assert caught.value.code == "key.password-not-needed"


@pytest.mark.parametrize("password", ["", b"", "x" * 1_024])
def test_a_password_that_protects_nothing_is_refused(password: str | bytes) -> None:
    signer = Ed25519Signer.generate()
    with pytest.raises(UsageError) as caught:
        signer.to_pem(password)
    assert caught.value.code == "key.unusable-password"
    with pytest.raises(UsageError):
        Ed25519Signer.from_pem(signer.to_pem("right"), password)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"rubbish",
        b"\xff" * 64,
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN PRIVATE KEY-----\n" + b"A" * 100_000,
    ],
    ids=["empty", "rubbish", "binary", "broken", "endless"],
)
def test_bytes_that_are_no_private_key_are_refused(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_pem(data)
    assert caught.value.code == "key.unusable-private-key"


def test_a_pem_beyond_the_limit_is_refused_even_if_it_holds_a_key() -> None:
    good = Ed25519Signer.from_seed(SEED).to_pem()
    assert Ed25519Signer.from_pem(b"\n" * 100 + good).public_key.to_multikey() == PUBLIC
    with pytest.raises(UsageError, match="at most 65536 are read"):
        Ed25519Signer.from_pem(b"\n" * 70_000 + good)


def test_a_public_pem_is_no_private_key() -> None:
    data = ec.generate_private_key(ec.SECP256R1()).public_key()
    pem = data.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_pem(pem)
    assert caught.value.code == "key.unusable-private-key"


@pytest.mark.parametrize(
    "private_key",
    [
        ec.generate_private_key(ec.SECP256R1()),
        ed448.Ed448PrivateKey.generate(),
        rsa.generate_private_key(65537, 2048),
    ],
    ids=["P-256", "Ed448", "RSA"],
)
def test_a_private_key_of_another_type_is_called_so(private_key: Any) -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_pem(pkcs8(private_key))
    assert caught.value.code == "key.wrong-private-key-type"


def test_without_a_url_a_signer_signs_as_its_did_key() -> None:
    assert Ed25519Signer.from_multikey(SECRET).verification_method == f"did:key:{PUBLIC}#{PUBLIC}"


def test_a_signer_takes_the_url_under_which_its_key_is_published() -> None:
    assert Ed25519Signer.from_multikey(SECRET, verification_method=METHOD).verification_method == METHOD
    assert Ed25519Signer.from_seed(SEED, verification_method=METHOD).verification_method == METHOD
    assert Ed25519Signer.from_jwk(RFC8037_JWK, verification_method=METHOD).verification_method == METHOD
    assert Ed25519Signer.generate(verification_method=METHOD).verification_method == METHOD
    pem = Ed25519Signer.from_seed(SEED).to_pem()
    assert Ed25519Signer.from_pem(pem, verification_method=METHOD).verification_method == METHOD


def test_the_same_key_under_another_url_is_another_signer() -> None:
    signer = Ed25519Signer.from_seed(SEED)
    other = signer.with_verification_method(METHOD)
    assert other.verification_method == METHOD
    assert other.public_key == signer.public_key
    assert signer.verification_method.startswith("did:key:")


def test_the_versioned_form_of_its_own_did_key_is_accepted() -> None:
    url = f"did:key:1:{PUBLIC}#{PUBLIC}"
    assert Ed25519Signer.from_multikey(SECRET, verification_method=url).verification_method == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "key-1",
        "#key-1",
        "https://college.example/issuer",
        "https://college.example/issuer#",
        "https://college.example/issuer#a#b",
        "https://college.example/is suer#a",
        "https://college.example/issuer#a\n",
        "https://hög.example/issuer#a",
        "did:key:z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1#z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
    ],
)
def test_a_url_under_which_no_verifier_finds_this_key_is_refused(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Ed25519Signer.from_multikey(SECRET, verification_method=url)
    assert caught.value.code == "key.unusable-verification-method"


def test_the_representation_does_not_show_the_secret() -> None:
    signer = Ed25519Signer.from_multikey(SECRET)
    shown = f"{signer!r} {signer}"
    assert PUBLIC in shown
    assert SECRET not in shown
    assert SEED.hex() not in shown
    assert repr(SEED) not in shown


def test_a_signer_can_be_pickled_and_copied() -> None:
    signer = Ed25519Signer.from_seed(SEED, verification_method=METHOD)
    for twin in (pickle.loads(pickle.dumps(signer)), copy.deepcopy(signer)):
        assert twin.sign(b"data") == signer.sign(b"data")
        assert twin.verification_method == METHOD


def test_a_signer_signs_in_another_process() -> None:
    signer = Ed25519Signer.from_seed(SEED)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(signer.sign, b"data").result() == signer.sign(b"data")


def test_a_signer_is_a_signer() -> None:
    assert isinstance(Ed25519Signer.generate(), Signer)
    assert not isinstance(Ed25519Signer.generate().public_key, Signer)
