"""Signing on P-256 and P-384."""

from __future__ import annotations

import pickle

import pytest

from microcred.errors import UsageError
from microcred.keys import EcdsaSigner, Ed25519Signer, PublicKey, signer_from_pem

CURVES = ["P-256", "P-384"]


@pytest.mark.parametrize(("curve", "size"), [("P-256", 64), ("P-384", 96)])
def test_a_signature_has_a_fixed_width_and_holds_with_its_key_alone(curve: str, size: int) -> None:
    signer, other = EcdsaSigner.generate(curve), EcdsaSigner.generate(curve)  # type: ignore[arg-type]
    signature = signer.sign(b"badge")
    assert len(signature) == size
    assert signer.public_key.verify(signature, b"badge")
    assert not other.public_key.verify(signature, b"badge")
    assert not signer.public_key.verify(signature, b"budge")


@pytest.mark.parametrize("curve", CURVES)
def test_a_signature_is_the_same_every_time(curve: str) -> None:
    signer = EcdsaSigner.generate(curve)  # type: ignore[arg-type]
    assert signer.sign(b"badge") == signer.sign(b"badge")


def test_the_deterministic_signature_is_the_one_of_rfc_6979() -> None:
    # RFC 6979, A.2.5: P-256, SHA-256, message "sample".
    secret = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    expected = (
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    )
    assert EcdsaSigner("P-256", secret).sign(b"sample").hex().upper() == expected


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("password", [None, "s3cret"])
def test_a_key_survives_its_pem(curve: str, password: str | None) -> None:
    signer = EcdsaSigner.generate(curve)  # type: ignore[arg-type]
    for restored in (
        EcdsaSigner.from_pem(signer.to_pem(password), password),
        signer_from_pem(signer.to_pem(password), password),
        pickle.loads(pickle.dumps(signer)),
    ):
        assert restored.public_key == signer.public_key
        assert restored.verification_method == signer.verification_method


def test_a_pem_says_itself_which_signer_it_needs() -> None:
    assert type(signer_from_pem(Ed25519Signer.generate().to_pem())) is Ed25519Signer
    assert type(signer_from_pem(EcdsaSigner.generate("P-384").to_pem())) is EcdsaSigner


def test_a_key_of_another_type_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        EcdsaSigner.from_pem(Ed25519Signer.generate().to_pem())
    assert caught.value.code == "key.wrong-private-key-type"


@pytest.mark.parametrize("secret", [0, -1, 2**256])
def test_a_number_that_is_no_private_key_is_refused(secret: int) -> None:
    with pytest.raises(UsageError) as caught:
        EcdsaSigner("P-256", secret)
    assert caught.value.code == "key.unusable-private-key"


@pytest.mark.parametrize("text", ["", "z", "u1234", "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", "z42twT"])
def test_a_text_that_is_no_secret_multikey_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        EcdsaSigner.from_multikey(text)
    assert caught.value.code == "key.unusable-private-key"


def test_the_secret_is_never_shown() -> None:
    signer = EcdsaSigner("P-256", 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721)
    assert "c9afa9" not in repr(signer).lower()
    assert repr(signer).startswith("<EcdsaSigner did:key:zDn")


def test_the_key_can_be_published_under_another_url() -> None:
    url = "https://college.example/issuer#key-1"
    assert EcdsaSigner.generate().with_verification_method(url).verification_method == url
    assert isinstance(EcdsaSigner.generate().public_key, PublicKey)
