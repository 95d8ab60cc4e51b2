"""Signing with RSA, and reading private keys of every type."""

from __future__ import annotations

import pickle
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from microcred.errors import UsageError
from microcred.keys import EcdsaSigner, Ed25519Signer, PublicKey, RsaSigner, did_key, signer_from_pem
from microcred.proofs.jws import jws_algorithm, read_jws, sign_jws, verify_jws

METHOD = "https://college.example/issuer#rsa"


@cache
def signer(bits: int = 2048) -> RsaSigner:
    return RsaSigner.generate(bits)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_a_token_names_the_algorithm_of_its_signer(algorithm: str) -> None:
    chosen = RsaSigner.from_pem(signer().to_pem(), algorithm=algorithm)  # type: ignore[arg-type]
    jws = read_jws(sign_jws(b"payload", chosen, header={}))
    assert jws.algorithm == jws_algorithm(chosen) == algorithm
    verify_jws(jws, signer().public_key)


def test_rs256_signatures_are_the_same_every_time_and_those_of_pss_are_not() -> None:
    pss = RsaSigner.from_pem(signer().to_pem(), algorithm="PS256")
    assert signer().sign(b"badge") == signer().sign(b"badge")
    assert pss.sign(b"badge") != pss.sign(b"badge")
    assert len(signer().sign(b"badge")) == 256


def test_a_key_without_a_name_is_its_own_issuer() -> None:
    multikey = signer().public_key.to_multikey()
    assert signer().verification_method == f"{did_key(signer().public_key)}#{multikey}"
    assert signer().with_verification_method(METHOD).verification_method == METHOD
    assert PublicKey.from_multikey(multikey) == signer().public_key


def test_the_name_of_another_key_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        signer().with_verification_method(Ed25519Signer.generate().verification_method)
    assert caught.value.code == "key.unusable-verification-method"


def test_a_signer_survives_a_pickle_and_never_shows_its_secret() -> None:
    named = signer().with_verification_method(METHOD)
    copy = pickle.loads(pickle.dumps(named))
    assert (copy.public_key, copy.verification_method, copy.algorithm) == (named.public_key, METHOD, "RS256")
    assert repr(named) == f"<RsaSigner RS256 {METHOD}>"


@pytest.mark.parametrize("bits", [1024, 2047, 3])
def test_a_key_that_is_too_short_is_not_made(bits: int) -> None:
    with pytest.raises(UsageError) as caught:
        RsaSigner.generate(bits)
    assert caught.value.code == "key.unusable-private-key"


def test_a_key_that_is_too_short_is_not_taken() -> None:
    with pytest.raises(UsageError) as caught:
        RsaSigner(rsa.generate_private_key(65537, 1024))  # noqa: S505 - that is the point
    assert caught.value.code == "key.unusable-private-key"


def test_another_algorithm_is_refused() -> None:
    with pytest.raises(UsageError):
        RsaSigner.from_pem(signer().to_pem(), algorithm="RS512")  # type: ignore[arg-type]


def test_a_key_of_another_type_is_no_rsa_key() -> None:
    with pytest.raises(UsageError) as caught:
        RsaSigner.from_pem(Ed25519Signer.generate().to_pem())
    assert caught.value.code == "key.wrong-private-key-type"


@pytest.mark.parametrize("made", [Ed25519Signer.generate, EcdsaSigner.generate, signer])
@pytest.mark.parametrize("password", [None, "Pâté"])
def test_a_private_key_is_read_whatever_its_type(made: object, password: str | None) -> None:
    original = made()  # type: ignore[operator]
    read = signer_from_pem(original.to_pem(password), password)
    assert type(read) is type(original)
    assert read.public_key == original.public_key


@pytest.mark.parametrize("made", [Ed25519Signer.generate, EcdsaSigner.generate, signer])
def test_an_encrypted_key_needs_its_password(made: object) -> None:
    pem = made().to_pem("right")  # type: ignore[operator]
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in pem
    for password, code in (("wrong", "key.wrong-password"), (None, "key.password-needed")):
        with pytest.raises(UsageError) as caught:
            signer_from_pem(pem, password)
        assert caught.value.code == code
