from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from microcred.errors import IssuerKeyError, UnsupportedError, UsageError
from microcred.keys import EcdsaSigner, Ed25519Signer, PublicKey, did_key
from microcred.multibase import encode_base58btc
from microcred.verification.fetch import FetchSession, Offline
from microcred.verification.issuer_keys import (
    RESOLVERS,
    VerificationMethod,
    check_key_validity,
    resolve_verification_method,
)
from published_keys import ISSUER, KEY, METHOD, document, method, resolve

SECURITY = "https://w3id.org/security#"


def refusal(published: Any, method_url: str = METHOD, **options: Any) -> IssuerKeyError:
    with pytest.raises(IssuerKeyError) as caught:
        resolve(published, method_url, **options)
    return caught.value


def jwk_method(**members: Any) -> dict[str, Any]:
    return method(type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk={**KEY.to_jwk(), **members})


@pytest.mark.parametrize("method_type", ["JsonWebKey", "JsonWebKey2020"])
def test_a_json_web_key_is_read(method_type: str) -> None:
    entry = {**jwk_method(kid=KEY.thumbprint(), alg="EdDSA", use="sig", key_ops=["verify"]), "type": method_type}
    assert resolve(document(verificationMethod=[entry])).public_key == KEY


def test_an_ed25519_verification_key_2020_is_read() -> None:
    found = resolve(document(verificationMethod=[method(type="Ed25519VerificationKey2020")]))
    assert (found.type, found.public_key) == ("Ed25519VerificationKey2020", KEY)


def test_an_ed25519_verification_key_2020_holds_no_other_type() -> None:
    private_key = ec.generate_private_key(ec.SECP256R1())
    pem = private_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    entry = method(type="Ed25519VerificationKey2020", publicKeyMultibase=PublicKey.from_pem(pem).to_multikey())
    assert refusal(document(verificationMethod=[entry])).code == "key.wrong-method-type"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"use": "enc"}, "key.not-for-signatures"),
        ({"use": ["sig"]}, "key.not-for-signatures"),
        ({"key_ops": ["deriveKey"]}, "key.not-for-signatures"),
        ({"key_ops": []}, "key.not-for-signatures"),
        ({"key_ops": "verify"}, "key.not-for-signatures"),
        ({"key_ops": 7}, "key.not-for-signatures"),
        ({"alg": "HS256"}, "key.algorithm-mismatch"),
        ({"alg": "ES256"}, "key.algorithm-mismatch"),
        ({"alg": "none"}, "key.algorithm-mismatch"),
        ({"alg": ["EdDSA"]}, "key.algorithm-mismatch"),
        ({"alg": ""}, "key.algorithm-mismatch"),
    ],
)
def test_a_json_web_key_that_is_for_something_else_is_refused(members: dict[str, Any], code: str) -> None:
    assert refusal(document(verificationMethod=[jwk_method(**members)])).code == code


@pytest.mark.parametrize("method_type", ["Ed25519VerificationKey2018", "EcdsaSecp256k1VerificationKey2019", "X", ""])
def test_a_method_type_that_is_not_known_is_unsupported(method_type: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        resolve(document(verificationMethod=[method(type=method_type)]))
    assert caught.value.code == "key.unsupported-method-type"
    assert caught.value.evidence["controllerDocument"] == ISSUER


@pytest.mark.parametrize("method_type", ["DataIntegrityProof", "MultiKey"])
def test_the_misprinted_types_of_open_badges_are_refused_by_name(method_type: str) -> None:
    error = refusal(document(verificationMethod=[method(type=method_type, cryptosuite="eddsa-rdf-2022")]))
    assert error.code == "key.wrong-method-type"
    assert f"'{method_type}', wanted 'Multikey'" in error.message


@pytest.mark.parametrize(
    "change",
    [
        {"publicKeyMultibase": None},
        {"publicKeyJwk": KEY.to_jwk()},
        {"publicKeyBase58": "4zvwRjXUKGfvwnParsHAS3HuSVzV5cA4McphgmoCtajS"},
        {"publicKeyMultibase": None, "publicKeyJwk": KEY.to_jwk()},
        {"publicKeyPem": "-----BEGIN PUBLIC KEY-----"},
    ],
    ids=["none", "jwk too", "base58 too", "jwk instead", "pem too"],
)
def test_a_method_has_its_key_in_one_encoding_exactly(change: dict[str, Any]) -> None:
    assert refusal(document(verificationMethod=[method(**change)])).code == "key.not-one-encoding"


@pytest.mark.parametrize(
    ("material", "code"),
    [
        (7, "key.not-multikey"),
        ("", "key.not-multikey"),
        ({"z": "6Mk"}, "key.not-multikey"),
        (KEY.to_multikey()[1:], "key.not-multikey"),
        (encode_base58btc(b"\xed\x01" + KEY.raw + b"\0"), "key.wrong-length"),
    ],
)
def test_a_key_that_cannot_be_read_is_refused_by_name(material: Any, code: str) -> None:
    error = refusal(document(verificationMethod=[method(publicKeyMultibase=material)]))
    assert error.code == code
    assert error.problem == f"{SECURITY}INVALID_VERIFICATION_METHOD"
    assert METHOD in error.message


def test_a_key_type_that_is_not_known_is_unsupported() -> None:
    bls = (
        "zUC7K4ndUaGZgV7Cp2yJy6JtMoUHY6u7tkcSYUvPrEidqBmLCTLmi6d5WvwnUqejscAkERJ3bfj"
        "EiSYtdPkRSE8kSa11hFBr4sTgnbZ95SJj19PN2jdvJjyzpSZgxkyyxNnBNnY"
    )
    with pytest.raises(UnsupportedError) as caught:
        resolve(document(verificationMethod=[method(publicKeyMultibase=bls)]))
    assert caught.value.code == "key.unsupported-type"
    assert METHOD in caught.value.message


@pytest.mark.parametrize("change", [{"type": None}, {"type": ["Multikey"]}, {"type": 1}])
def test_a_method_has_one_type(change: dict[str, Any]) -> None:
    assert refusal(document(verificationMethod=[{**method(), **change}])).code == "key.invalid-method"


@pytest.mark.parametrize("controller", [None, "", [ISSUER], f"{ISSUER}/", ISSUER.upper(), "https://other.example"])
def test_a_method_has_the_controller_in_whose_document_it_is(controller: Any) -> None:
    error = refusal(document(verificationMethod=[method(controller=controller)]))
    assert error.code == "key.wrong-controller"
    assert error.problem == f"{SECURITY}INVALID_VERIFICATION_METHOD"


# The time of a key


def dated(**members: Any) -> VerificationMethod:
    return resolve(document(verificationMethod=[method(**members)]))


NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-05-01T12:00:00Z", NOON),
        ("2026-05-01T14:00:00+02:00", NOON),
        ("2026-05-01T12:00:00.5Z", NOON + timedelta(milliseconds=500)),
        ("2026-05-01T12:00:00.123456789Z", NOON + timedelta(microseconds=123456)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_end_of_a_key_is_read(text: str, instant: datetime) -> None:
    assert dated(expires=text).expires == instant
    assert dated(revoked=text).revoked == instant


@pytest.mark.parametrize("name", ["expires", "revoked"])
@pytest.mark.parametrize(
    "value",
    [
        "2026-05-01",
        "2026-05-01T12:00:00",
        "2026-05-01 12:00:00Z",
        "2026-05-01T12:00Z",
        "2026-02-30T12:00:00Z",
        "2026-05-01T25:00:00Z",
        "2026-05-01T12:00:00z",
        "2026-05-01T12:00:00+0200",
        "2026-05-01T12:00:00+14:01",
        "2026-05-01T12:00:00+00:60",
        "0000-05-01T12:00:00Z",
        "12026-05-01T12:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "2026-05-01T12:00:00Z\n",
        "٢٠٢٦-05-01T12:00:00Z",
        "2026-05-01T12:00:00." + "0" * 100_000 + "Z",
        "",
        0,
        True,
        ["2026-05-01T12:00:00Z"],
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_an_end_that_is_no_date_time_stamp_is_refused(name: str, value: Any) -> None:
    assert refusal(document(verificationMethod=[method(**{name: value})])).code == "key.invalid-method"


def test_an_end_that_is_null_is_refused() -> None:
    assert refusal(document(verificationMethod=[{**method(), "revoked": None}])).code == "key.invalid-method"


@pytest.mark.parametrize(("name", "code"), [("expires", "key.expired"), ("revoked", "key.revoked")])
def test_a_key_serves_until_its_end_and_not_at_it(name: str, code: str) -> None:
    found = dated(**{name: "2026-05-01T12:00:00Z"})
    check_key_validity(found, NOON - timedelta(microseconds=1))
    for late in (NOON, NOON.astimezone(timezone(timedelta(hours=9))), NOON + timedelta(days=1)):
        with pytest.raises(IssuerKeyError) as caught:
            check_key_validity(found, late)
        assert caught.value.code == code
        assert caught.value.evidence["controllerDocument"] == ISSUER


def test_a_key_without_an_end_serves_for_ever() -> None:
    check_key_validity(dated(), datetime.max.replace(tzinfo=UTC))


def test_a_revoked_and_expired_key_is_called_revoked() -> None:
    with pytest.raises(IssuerKeyError) as caught:
        check_key_validity(dated(revoked="2025-01-01T00:00:00Z", expires="2024-01-01T00:00:00Z"), NOON)
    assert caught.value.code == "key.revoked"


def test_an_expired_key_stands_behind_what_it_sealed_before() -> None:
    found = dated(expires="2026-05-01T12:00:00Z")
    check_key_validity(found, NOON + timedelta(days=400), NOON - timedelta(seconds=1))
    with pytest.raises(IssuerKeyError) as caught:
        check_key_validity(found, NOON + timedelta(days=400), NOON)
    assert caught.value.code == "key.expired"


def test_a_revoked_key_stands_behind_nothing_that_it_dates_itself() -> None:
    found = dated(revoked="2026-05-01T12:00:00Z")
    before, after = NOON - timedelta(days=1), NOON + timedelta(days=1)
    check_key_validity(found, before, before)
    for created, code in ((before, "key.revoked-since"), (NOON, "key.revoked"), (after, "key.revoked")):
        with pytest.raises(IssuerKeyError) as caught:
            check_key_validity(found, after, created)
        assert caught.value.code == code


def test_a_proof_from_the_future_does_not_prolong_a_key() -> None:
    check_key_validity(dated(expires="2026-05-01T12:00:00Z"), NOON - timedelta(days=1), NOON + timedelta(days=1))


def test_an_instant_without_a_time_zone_is_the_callers_mistake() -> None:
    with pytest.raises(UsageError):
        check_key_validity(dated(), datetime(2026, 5, 1))
    with pytest.raises(UsageError):
        check_key_validity(dated(), NOON, datetime(2026, 5, 1))


DERIVED = [Ed25519Signer.from_seed(bytes(32)), EcdsaSigner.generate("P-256"), EcdsaSigner.generate("P-384")]


@pytest.mark.parametrize("purpose", ["assertionMethod", "authentication"])
@pytest.mark.parametrize("signer", DERIVED, ids=lambda signer: signer.public_key.type)
@pytest.mark.parametrize("ending", ["", "#{}"])
def test_the_key_of_a_did_key_is_the_one_in_its_document(signer: Any, ending: str, purpose: str) -> None:
    did = did_key(signer.public_key)
    session, url = FetchSession(Offline()), f"{did}{ending.format(did.rpartition(':')[2])}"
    found = resolve_verification_method(url, controller=did, purpose=purpose, session=session)
    written_out = {**RESOLVERS}
    assert found == resolve_verification_method(
        url, controller=did, purpose=purpose, session=session, resolvers=written_out
    )


@pytest.mark.parametrize("purpose", ["keyAgreement", "verificationMethod", "toString"])
def test_a_did_key_that_signs_is_for_signing_alone(purpose: str) -> None:
    did = did_key(KEY)
    with pytest.raises(IssuerKeyError) as caught:
        resolve_verification_method(did, controller=did, purpose=purpose, session=FetchSession(Offline()))
    assert caught.value.code == "key.not-for-this-purpose"


def test_a_did_key_for_agreements_signs_nothing() -> None:
    did = did_key(PublicKey("X25519", X25519PrivateKey.generate().public_key().public_bytes_raw()))
    with pytest.raises(IssuerKeyError) as caught:
        resolve_verification_method(did, controller=did, purpose="assertionMethod", session=FetchSession(Offline()))
    assert caught.value.code == "key.not-for-this-purpose"


@pytest.mark.parametrize("purpose", ["assertionMethod", "authentication"])
def test_a_did_key_that_only_agrees_on_keys_signs_nothing(purpose: str) -> None:
    text = "z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F"
    with pytest.raises((IssuerKeyError, UnsupportedError)) as caught:
        resolve_verification_method(
            f"did:key:{text}#{text}", controller=f"did:key:{text}", purpose=purpose, session=FetchSession(Offline())
        )
    assert caught.value.code == "key.not-for-this-purpose"
