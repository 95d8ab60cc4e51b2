"""Attacks in which a forger signs with a key of their own and lets the proof point at the victim."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from microcred.errors import IssuerKeyError, UnsupportedError
from microcred.multibase import encode_base58btc
from published_keys import ISSUER, KEY, METHOD, SIGNER, STRANGER, document, method, resolve
from world import World

FORGER = "https://forger.example/issuers/1"
FORGED_KEY = STRANGER.public_key.to_multikey()


def refusal(published: Any, method_url: str = METHOD, **options: Any) -> IssuerKeyError:
    with pytest.raises(IssuerKeyError) as caught:
        resolve(published, method_url, **options)
    return caught.value


def forgers_document(**changes: Any) -> dict[str, Any]:
    own = method(id=f"{FORGER}#key-1", controller=FORGER, publicKeyMultibase=FORGED_KEY)
    return {"id": FORGER, "verificationMethod": [own], "assertionMethod": [own["id"]], **changes}


def test_a_key_in_the_fragment_of_the_victims_url_is_not_taken() -> None:
    error = refusal(document(), f"{ISSUER}#{FORGED_KEY}")
    assert error.code == "key.not-in-document"
    assert "proves nothing" in (error.hint or "")


def test_a_key_in_the_fragment_is_not_taken_when_the_victim_publishes_no_key() -> None:
    assert refusal({"id": ISSUER, "type": "Profile"}, f"{ISSUER}#{FORGED_KEY}").code == "key.not-in-document"


def test_a_key_in_the_fragment_is_not_taken_when_the_victim_publishes_no_json() -> None:
    assert refusal(b"<html>", f"{ISSUER}#{FORGED_KEY}").code == "key.invalid-controller-document"


def test_the_fragment_does_not_choose_the_key_of_a_did_key() -> None:
    victim = f"did:key:{KEY.to_multikey()}"
    assert refusal(World(), f"{victim}#{FORGED_KEY}", controller=victim).code == "key.not-in-document"


def test_the_key_of_the_forgers_own_document_is_not_the_victims() -> None:
    world = World()
    world.serve(ISSUER, document())
    world.serve(FORGER, forgers_document())
    assert refusal(world, f"{FORGER}#key-1", controller=ISSUER).code == "key.not-the-issuers"
    assert world.visits == [], "the forger chose that URL: it must not be visited"


def test_the_forgers_document_cannot_claim_to_be_the_victims() -> None:
    world = World()
    world.serve(FORGER, document(verificationMethod=[method(publicKeyMultibase=FORGED_KEY)]))
    assert refusal(world, f"{FORGER}#key-1", controller=FORGER).code == "key.wrong-document-id"


def test_the_forgers_key_cannot_name_the_victim_as_its_controller() -> None:
    own = method(id=f"{FORGER}#key-1", controller=ISSUER, publicKeyMultibase=FORGED_KEY)
    world = World()
    world.serve(FORGER, forgers_document(verificationMethod=[own], controller=ISSUER))
    assert refusal(world, f"{FORGER}#key-1", controller=ISSUER).code == "key.not-the-issuers"
    assert refusal(world, f"{FORGER}#key-1", controller=FORGER).code == "key.wrong-controller"


def test_a_key_of_somebody_else_in_the_victims_document_stays_somebody_elses() -> None:
    foreign = method(id=f"{FORGER}#key-1", controller=FORGER, publicKeyMultibase=FORGED_KEY)
    published = document(verificationMethod=[method(), foreign], assertionMethod=[METHOD, foreign["id"]])
    assert refusal(published, foreign["id"]).code == "key.not-the-issuers"


def test_a_foreign_controller_under_the_victims_name_is_refused() -> None:
    published = document(verificationMethod=[method(controller=FORGER, publicKeyMultibase=FORGED_KEY)])
    assert refusal(published).code == "key.wrong-controller"


def test_a_key_for_logging_in_does_not_seal_badges() -> None:
    published = document(assertionMethod=[], authentication=[METHOD])
    assert refusal(published).code == "key.not-for-this-purpose"


def test_a_key_embedded_for_logging_in_does_not_seal_badges() -> None:
    login = method(id=f"{ISSUER}#login", publicKeyMultibase=FORGED_KEY)
    assert refusal(document(authentication=[login]), login["id"]).code == "key.not-for-this-purpose"


@pytest.mark.parametrize(
    "listed", [f"{METHOD}0", METHOD[:-1], f"{METHOD}/", f"{METHOD} ", METHOD.upper(), f"{ISSUER}#"]
)
def test_a_lookalike_under_assertion_method_does_not_list_the_key(listed: str) -> None:
    assert refusal(document(assertionMethod=[listed])).code == "key.not-for-this-purpose"


@pytest.mark.parametrize("listed", ["key-1", "/issuers/1#key-1", "1#key-1", "//college.example/issuers/1#key-1"])
def test_other_relative_forms_do_not_list_the_key(listed: str) -> None:
    assert refusal(document(assertionMethod=[listed])).code == "key.not-for-this-purpose"


def test_a_document_with_another_id_is_not_the_victims() -> None:
    assert refusal(document(id=FORGER)).code == "key.wrong-document-id"


def test_two_keys_under_one_name_are_refused_in_either_order() -> None:
    forged = method(publicKeyMultibase=FORGED_KEY)
    for methods in ([method(), forged], [forged, method()]):
        assert refusal(document(verificationMethod=methods)).code == "key.ambiguous"


def test_two_keys_under_one_name_are_refused_when_one_is_embedded_elsewhere() -> None:
    forged = method(id="#key-1", publicKeyMultibase=FORGED_KEY)
    assert refusal(document(keyAgreement=[forged])).code == "key.ambiguous"
    assert refusal(document(assertionMethod=[forged])).code == "key.ambiguous"


def test_a_second_copy_cannot_take_the_end_of_a_key_away() -> None:
    revoked = method(revoked="2020-01-01T00:00:00Z")
    assert refusal(document(verificationMethod=[revoked], assertionMethod=[method()])).code == "key.ambiguous"


def test_the_last_of_two_equal_members_does_not_win() -> None:
    text = json.dumps(document())
    doubled = text.replace(
        '"verificationMethod":',
        f'"verificationMethod": {json.dumps([method(publicKeyMultibase=FORGED_KEY)])}, "verificationMethod":',
    )
    assert refusal(doubled.encode()).evidence["cause"] == "document.duplicate-key"


@pytest.mark.parametrize("place", ["service", "previousKeys", "endorsement", "controller", "alsoKnownAs", "publicKey"])
def test_a_method_hidden_elsewhere_in_the_document_is_not_found(place: str) -> None:
    hidden = method(id=f"{ISSUER}#hidden", publicKeyMultibase=FORGED_KEY)
    published = document(**{place: [hidden]}, assertionMethod=[METHOD, hidden["id"]])
    assert refusal(published, hidden["id"]).code == "key.not-in-document"


@pytest.mark.parametrize(
    "fragment",
    ["Key-1", "KEY-1", "key%2D1", "%6bey-1", "key-1%00", "key-1%20", "key-1?", "key-1/", "?key-1", "./key-1"],
)
def test_another_spelling_of_the_fragment_is_another_key(fragment: str) -> None:
    assert refusal(document(), f"{ISSUER}#{fragment}").code == "key.not-in-document"


@pytest.mark.parametrize(
    "other",
    [
        f"{ISSUER}/",
        f"{ISSUER}?",
        f"{ISSUER}?x=1",
        ISSUER.replace("https://", "https://college.example:443/").replace(":443/college.example", ":443"),
        ISSUER.replace("college", "COLLEGE"),
        ISSUER.replace("college", "c%6fllege"),
        ISSUER.replace("/issuers/", "/issuers/../issuers/"),
        ISSUER.replace("/issuers/", "//issuers/"),
        ISSUER.replace("https:", "HTTPS:"),
        ISSUER.replace("college.example", "college.example."),
    ],
)
def test_another_spelling_of_the_victims_url_is_another_issuer(other: str) -> None:
    world = World()
    world.serve(ISSUER, document())
    error = refusal(world, f"{other}#key-1")
    assert error.code in {"key.not-the-issuers", "key.invalid-url"}
    assert world.visits == []


def test_a_lookalike_letter_in_the_issuers_id_is_shown_as_what_it_is() -> None:
    lookalike = ISSUER.replace("college", "c\u043ellege")
    error = refusal(World(), METHOD, controller=lookalike)
    assert error.code == "key.not-the-issuers"
    assert r"c\u043ellege" in error.message


def test_a_user_name_that_looks_like_the_victim_is_refused() -> None:
    url = "https://college.example@forger.example/issuers/1#key-1"
    assert refusal(World(), url, controller=url.partition("#")[0]).code == "key.invalid-url"


def test_a_redirect_to_the_forger_does_not_lend_the_forgers_document_the_victims_name() -> None:
    world = World()
    world.serve(FORGER, forgers_document())
    world.redirect(ISSUER, FORGER)
    assert refusal(world).code == "key.wrong-document-id"


def test_the_document_of_a_did_web_cannot_be_that_of_another() -> None:
    victim, forger = "did:web:college.example", "did:web:forger.example"
    own = method(id=f"{victim}#key-1", controller=victim, publicKeyMultibase=FORGED_KEY)
    world = World()
    world.serve_did_web(forger, {"id": victim, "verificationMethod": [own], "assertionMethod": [own["id"]]})
    assert refusal(world, f"{forger}#key-1", controller=forger).code == "key.wrong-document-id"
    assert refusal(world, f"{forger}#key-1", controller=victim).code == "key.not-the-issuers"


# Keys under which a signature proves nothing


def test_a_published_private_jwk_is_refused_and_called_so() -> None:
    jwk = {**SIGNER.public_key.to_jwk(), "d": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}
    published = document(
        verificationMethod=[method(type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk=jwk)],
    )
    error = refusal(published)
    assert error.code == "key.private-key-published"
    assert "/publicKeyJwk/d" in error.message
    assert jwk["d"] not in str(error)


@pytest.mark.parametrize(
    "member",
    ["secretKeyMultibase", "privateKeyMultibase", "privateKeyJwk", "secretKeyJwk", "privateKeyBase58", "privateKeyPem"],
)
def test_a_published_private_member_is_refused_and_called_so(member: str) -> None:
    assert refusal(document(verificationMethod=[method(**{member: "z3u2…"})])).code == "key.private-key-published"


def test_a_secret_multikey_in_place_of_the_public_one_is_refused_and_called_so() -> None:
    published = document(
        verificationMethod=[method(publicKeyMultibase="z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")]
    )
    assert refusal(published).code == "key.private-key-published"


@pytest.mark.parametrize(
    "raw",
    [
        bytes([1] + [0] * 31),
        bytes(32),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ],
    ids=["identity", "order 4", "order 8", "order 2"],
)
def test_a_key_of_small_order_is_refused_in_a_document_and_as_a_did(raw: bytes) -> None:
    multikey = encode_base58btc(b"\xed\x01" + raw)
    assert refusal(document(verificationMethod=[method(publicKeyMultibase=multikey)])).code == "key.small-order"
    did = f"did:key:{multikey}"
    assert refusal(World(), f"{did}#{multikey}", controller=did).code == "key.small-order"


def test_one_signature_for_every_message_does_not_hold() -> None:
    # Under the identity as public key, R = identity and S = 0 satisfy the equation for any message.
    forged = bytes([1] + [0] * 31) + bytes(32)
    assert not KEY.verify(forged, b"any message")


@pytest.mark.parametrize(
    "text",
    [
        encode_base58btc(b"\xed\x01" + KEY.raw + b"\0"),
        encode_base58btc(b"\xed\x01" + KEY.raw + KEY.raw),
        encode_base58btc(b"\xed\x81\x00" + KEY.raw),
        encode_base58btc(b"\0\xed\x01" + KEY.raw),
        encode_base58btc(KEY.raw),
        "f" + (b"\xed\x01" + KEY.raw).hex(),
        "m7QE" + "A" * 43,
        "u7QE" + "A" * 43,
        KEY.to_multikey().replace("z", "Z", 1),
        KEY.to_multikey() + "\n",
        " " + KEY.to_multikey(),
        quote(KEY.to_multikey()) + "%20",
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
def test_another_spelling_of_a_multikey_is_not_read(text: str) -> None:
    with pytest.raises((IssuerKeyError, UnsupportedError)):
        resolve(document(verificationMethod=[method(publicKeyMultibase=text)]))


def test_a_hundred_thousand_characters_of_key_cost_nothing() -> None:
    published = document(verificationMethod=[method(publicKeyMultibase="z" + "6" * 100_000)])
    assert refusal(published).code == "key.not-multikey"
