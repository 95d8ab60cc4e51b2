"""A signature in the other encoding.

Attack: The forger takes a genuine token whose digest somebody has put on a list of tokens that are not to be taken any
more, and writes its signature in DER, or with s replaced by n - s. It is another text, with another digest.

Naively: A verifier lets its library read either encoding, and knows a token that was called back by its digest.

Here: A signature of ES256 is r and s in 32 bytes each (RFC 7518, 3.4); DER is ``proof.signature-invalid``. That n - s
holds as well is in the nature of ECDSA, and helps nobody: a badge is called back by its status entry, which stands in
what is signed, so its second form is as revoked as the first.
"""

from __future__ import annotations

import hashlib

from microcred.document import Document
from microcred.keys import EcdsaSigner, controller_document
from microcred.multibase import encode_base64url
from microcred.proofs import seal_jwt
from naive import octets, token_of
from naive_curves import P256_ORDER
from status_lists import LIST, encoded, entry
from token_victim import (
    KEY,
    SIGNER,
    VICTIM,
    assert_forged,
    claims,
    header,
    published,
    report,
)
from tokens import part, token

ES256 = EcdsaSigner("P-256", 5)
KID = f"{VICTIM}#{ES256.public_key.to_multikey()}"


def raw_and_der(text: str) -> tuple[str, str]:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    begin, _, signature = text.rpartition(".")
    r, s = int.from_bytes(octets(signature)[:32]), int.from_bytes(octets(signature)[32:])
    mirrored = r.to_bytes(32) + (P256_ORDER - s).to_bytes(32)
    return f"{begin}.{encode_base64url(mirrored)}", f"{begin}.{encode_base64url(encode_dss_signature(r, s))}"


def naive_verify(text: str, called_back: set[str]) -> bool:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    read = token_of(text)
    signature = read.signature
    if len(signature) != 64:
        r, s = decode_dss_signature(signature)
        signature = r.to_bytes(32) + s.to_bytes(32)
    return hashlib.sha256(text.encode()).hexdigest() not in called_back and ES256.public_key.verify(
        signature, read.signing_input
    )


def test_a_naive_verifier_knows_a_token_by_its_digest() -> None:
    text = token(header(alg="ES256", kid=KID), claims(), ES256)
    called_back = {hashlib.sha256(text.encode()).hexdigest()}
    assert not naive_verify(text, called_back)
    assert all(naive_verify(other, called_back) for other in raw_and_der(text))


def test_the_second_form_of_a_revoked_badge_is_revoked() -> None:

    world = published()
    world.serve(VICTIM, controller_document(VICTIM, [KEY.public_key, ES256.public_key]))
    lists = {"id": VICTIM, "type": ["Profile"]}
    text = token(header(alg="ES256", kid=KID), claims(credentialStatus=entry()), ES256)
    subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded({94567})}
    whole = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": lists["id"],
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": f"{LIST}#list", **subject},
    }
    world.serve(LIST, seal_jwt(Document.of(whole), SIGNER).encode())
    for each in (text, raw_and_der(text)[0]):
        found = report(each, world)
        assert (found.authentic, found["status"].code) == (True, "status.revoked")


def test_a_der_signature_is_none_of_a_token() -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    signer = EcdsaSigner("P-256", 5)
    world = published()
    world.serve(VICTIM, controller_document(VICTIM, [signer.public_key]))
    signing_input = f"{part(header(alg='ES256', kid=f'{VICTIM}#{signer.public_key.to_multikey()}'))}.{part(claims())}"
    raw = signer.sign(signing_input.encode())
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    assert_forged(f"{signing_input}.{encode_base64url(der)}", "proof.signature-invalid", world)
