"""A signature with the other padding.

Attack: The forger has the victim's key sign something in the one padding of RSA, where that key is used for it, and
shows it where the other one is wanted.

Naively: A verifier tries whichever padding fits.

Here: The header names one algorithm, and the signature is that of this one (RFC 8725, 3.1: a key for one algorithm):
``proof.signature-invalid``.
"""

from __future__ import annotations

from microcred.keys import RsaSigner
from naive import token_of
from token_victim import (
    GENUINE,
    KEY,
    SIGNER,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token


def naive_verify(text: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    read, key = token_of(text), serialization.load_der_public_key(KEY.public_key.raw)
    for scheme in (padding.PKCS1v15(), padding.PSS(padding.MGF1(hashes.SHA256()), 32)):
        try:
            key.verify(read.signature, read.signing_input, scheme, hashes.SHA256())
        except InvalidSignature:
            continue
        return True
    return False


def test_a_naive_verifier_takes_whichever_padding_fits() -> None:
    pss = RsaSigner.from_pem(KEY.to_pem(), algorithm="PS256")
    assert naive_verify(token(header(), claims(), pss))


def test_each_padding_holds_under_its_own_name() -> None:
    pss = RsaSigner.from_pem(KEY.to_pem(), algorithm="PS256")
    assert report(token(header(alg="PS256"), claims(), pss))
    assert report(GENUINE)


def test_a_pss_signature_is_none_of_rs256() -> None:
    pss = RsaSigner.from_pem(KEY.to_pem(), algorithm="PS256")
    assert_forged(token(header(), claims(), pss), "proof.signature-invalid")
    assert_forged(token(header(alg="PS256"), claims(), SIGNER), "proof.signature-invalid")
