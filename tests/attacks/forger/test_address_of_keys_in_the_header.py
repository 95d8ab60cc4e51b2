"""An address of keys, or a certificate, in the header of a token.

Attack: The forger writes the address of a set of keys (``jku``) or of a certificate (``x5u``) on their host into the
header, or a certificate in the victim's name that they signed themselves (``x5c``).

Naively: A verifier fetches the keys from where the header says, or takes the key out of the certificate, whose subject
is the victim.

Here: None of these members is looked at (RFC 8725, 3.10, leaves them out or wants a list of addresses); the key is the
one that the issuer publishes. It is of another type here: ``proof.wrong-key-type``, without a visit.
"""

from __future__ import annotations

import base64
import datetime

import pytest

from badges import AT
from microcred.keys import PublicKey, jwk_set
from naive import document_at, token_holds, token_of
from token_victim import (
    EVIL,
    FORGER,
    SIGNER,
    assert_forged,
    claims,
    header,
    published,
    report,
)
from tokens import token
from world import World


def certificate() -> str:
    """A certificate in the victim's name, by the forger, in base64."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ed25519

    private = ed25519.Ed25519PrivateKey.from_private_bytes(b"forger" + bytes(26))
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "college.example")])
    day = datetime.timedelta(days=1)
    unsigned_ = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    dated = unsigned_.serial_number(1).not_valid_before(AT - day).not_valid_after(AT + day)
    from cryptography.hazmat.primitives.serialization import Encoding

    return base64.b64encode(dated.sign(private, None).public_bytes(Encoding.DER)).decode()


def naive_verify(text: str, world: World) -> bool:
    from cryptography import x509

    read = token_of(text)
    if "jku" in read.header:
        keys = [PublicKey.from_jwk(jwk) for jwk in document_at(read.header["jku"], world)["keys"]]
        return any(token_holds(read, key) for key in keys)
    leaf = x509.load_der_x509_certificate(base64.b64decode(read.header["x5c"][0]))
    named = leaf.subject.rfc4514_string() == "CN=college.example"
    return named and token_holds(read, PublicKey("Ed25519", leaf.public_key().public_bytes_raw()))


def test_a_naive_verifier_fetches_the_keys_from_where_the_header_says() -> None:
    world = published(**{f"{EVIL}/jwks.json": jwk_set([FORGER.public_key])})
    assert naive_verify(token(header(alg="EdDSA", jku=f"{EVIL}/jwks.json"), claims(), FORGER), world)


def test_a_naive_verifier_reads_the_victims_name_in_a_certificate() -> None:
    assert naive_verify(token(header(alg="EdDSA", x5c=[certificate()]), claims(), FORGER), published())


def test_a_whole_certificate_in_the_victims_name_is_not_looked_at() -> None:
    assert_forged(token(header(alg="EdDSA", x5c=[certificate()]), claims(), FORGER), "proof.wrong-key-type")


def test_what_is_not_looked_at_does_no_harm_to_a_genuine_token() -> None:
    assert report(token(header(jku=f"{EVIL}/jwks.json", x5c=[certificate()]), claims(), SIGNER))


@pytest.mark.parametrize("name", ["jku", "x5u"])
def test_an_address_of_keys_in_the_header_is_not_visited(name: str) -> None:
    world = published(**{f"{EVIL}/jwks.json": jwk_set([FORGER.public_key])})
    forged = token(header(alg="EdDSA", **{name: f"{EVIL}/jwks.json"}), claims(), FORGER)
    assert_forged(forged, "proof.wrong-key-type", world)


def test_a_certificate_in_the_header_is_not_looked_at() -> None:
    assert_forged(token(header(alg="EdDSA", x5c=["MIIB"]), claims(), FORGER), "proof.wrong-key-type")
