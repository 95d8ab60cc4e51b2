"""Whoever holds an Open Badges 2.0 badge has written it, as far as a verifier can know: none of this is accepted."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from microcred.errors import ImageError, ProofError
from microcred.open_badges_2.recognition import CONTEXT
from microcred.proofs.jws import read_jws
from microcred.verification.open_badges_2 import HostedUrl, recognise
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import TrustedIssuers
from open_badges_2 import (
    ASSERTION,
    BADGE,
    HOME,
    ISSUER,
    KEY,
    assertion,
    badge_class,
    key_document,
    profile,
    rsa_signer,
    signed,
    signed_assertion,
    signing_web,
    verified,
    web,
    written_out,
)

EVIL = "https://evil.example"
TRUSTED = TrustedIssuers(ISSUER)


def refused(report: Report, check: str, code: str) -> bool:
    """Not accepted, not called authentic, and for this reason."""
    assert report[check].code == code, report.to_json()
    return report.verdict is not Verdict.ACCEPTED and report.authentic is not True


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {"type": "email", "hashed": False, "identity": "mallory@evil.example"}},
        {"issuedOn": "2025-01-15T09:00:00+00:00"},
        {"narrative": "With distinction."},
        {"evidence": []},
        {"recipient": {"type": "email", "hashed": 0, "identity": "ana@example.org"}},
    ],
)
def test_a_hosted_badge_that_was_changed_is_rejected(change: dict[str, Any]) -> None:
    report = verified(assertion(**change), web(), trust=TRUSTED)
    assert report.verdict == "rejected"
    assert report.authentic is not True


def test_true_is_not_one() -> None:
    # Python thinks that they are equal; another reader takes the first for a boolean and the second for a number.
    given = assertion(**{"extensions:level": {"passed": 1}})
    published = assertion(**{"extensions:level": {"passed": True}})
    report = verified(given, web(published), trust=TRUSTED)
    assert refused(report, "proof", "hosted.differs")
    assert report["proof"].pointer == "/extensions:level/passed"


def test_an_assertion_on_a_host_of_the_holder_is_rejected_before_it_is_fetched() -> None:
    forged = assertion(id=f"{EVIL}/1")
    world = web()
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")
    assert f"{EVIL}/1" not in world.visits


def test_the_copy_of_a_profile_inside_the_badge_decides_nothing() -> None:
    issuer = profile(verification={"type": "VerificationObject", "allowedOrigins": ["evil.example"]})
    forged = assertion(id=f"{EVIL}/1", badge=badge_class(issuer=issuer))
    world = web()
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")


@pytest.mark.parametrize(
    "place",
    [
        "https://college.example.evil.example/1",
        "https://college.example@evil.example/1",
        "https://evil.example/https://college.example/1",
        "https://evil.example#https://college.example/1",
        "https://college.example:8443/1",
    ],
)
def test_a_url_that_looks_like_the_issuers_is_not(place: str) -> None:
    forged = assertion(id=place)
    assert refused(verified(forged, web(), trust=TRUSTED), "issuer_key", "hosted.out-of-scope")


def test_a_path_that_climbs_out_of_the_issuers_part_is_not_in_it() -> None:
    issuer = profile(verification={"startsWith": f"{HOME}/assertions/"})
    forged = assertion(id=f"{HOME}/assertions/../uploads/1")
    world = web(issuer=issuer)
    world.serve(f"{HOME}/uploads/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")
    assert verified(assertion(), world, trust=TRUSTED)


def test_an_open_redirector_of_the_issuer_does_not_speak_for_it() -> None:
    place = f"{HOME}/go?to={EVIL}/1"
    forged = assertion(id=place)
    world = web()
    world.redirect(place, f"{EVIL}/1")
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "proof", "hosted.redirected")


@pytest.mark.parametrize("place", [BADGE, ISSUER, KEY])
def test_no_document_of_an_issuer_comes_from_another_host(place: str) -> None:
    world = signing_web()
    world.redirect(place, f"{EVIL}/x")
    document = {BADGE: badge_class(), ISSUER: profile(publicKey=KEY), KEY: key_document()}[place]
    world.serve(f"{EVIL}/x", document)
    report = verified(signed(), world, trust=TRUSTED)
    assert refused(report, "trust" if place == BADGE else "issuer_key", "hosted.redirected")


def test_a_class_that_names_an_issuer_who_knows_nothing_of_it_is_no_help() -> None:
    world = web()
    world.serve(f"{EVIL}/class", badge_class(id=f"{EVIL}/class"))
    forged = assertion(id=f"{EVIL}/1", badge=f"{EVIL}/class")
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "issuer_key", "hosted.out-of-scope")


def test_a_class_cannot_be_written_out_under_the_id_of_somebody_elses() -> None:
    issuer = profile(id=f"{EVIL}/issuer", name="Evil")
    forged = assertion(id=f"{EVIL}/1", badge=badge_class(issuer=issuer))
    world = web()
    world.serve(f"{EVIL}/issuer", issuer)
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world), "issuer_key", "hosted.class-of-another")


def test_a_document_that_calls_itself_by_the_issuers_id_is_not_the_issuer() -> None:
    world = web()
    world.serve(f"{EVIL}/issuer", profile())
    world.serve(f"{EVIL}/class", badge_class(id=f"{EVIL}/class", issuer=f"{EVIL}/issuer"))
    forged = assertion(id=f"{EVIL}/1", badge=f"{EVIL}/class")
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world), "model", "hosted.wrong-id")
    assert verified(forged, world, trust=TRUSTED)["trust"].code == "trust.not-recognised"


def test_a_revoked_badge_is_not_saved_by_an_old_copy() -> None:
    world = web()
    world.answer(ASSERTION, (410, {}, b""))
    report = verified(written_out(), web(written_out()), trust=TRUSTED)
    assert report
    report = verified(written_out(), world, trust=TRUSTED)
    assert (report.verdict, report["status"].code) == ("rejected", "status.revoked")
    assert refused(report, "status", "status.revoked")


def test_a_private_address_in_a_picture_is_not_visited() -> None:
    world = web()
    for url in ("https://127.0.0.1/a", "https://localhost/a", "http://college.example/a", "https://10.0.0.1:8443/"):
        report = verified(HostedUrl(url), world)
        assert report.verdict == "undetermined"
        assert str(report["document"].code).startswith("fetch.forbidden")
    forged = assertion(badge="https://169.254.169.254/latest/meta-data")
    assert verified(forged, world)["trust"].code == "fetch.forbidden-address"
    assert world.visits == []


def test_a_svg_does_not_show_one_badge_to_each_of_two_readers() -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="http://openbadges.org">'
        f'<o:assertion verify="{EVIL}/1"><![CDATA[{json.dumps(assertion())}]]></o:assertion></svg>'
    )
    assert recognise(picture.encode()) is None  # and whoever wants a credential in it hears why
    from microcred.baking import carried

    with pytest.raises(ImageError) as caught:
        carried(picture.encode())
    assert caught.value.code == "image.svg-credential-malformed"


# --- signed badges


def test_a_key_of_the_holder_is_not_the_issuers() -> None:
    world = signing_web()
    payload = signed_assertion(verification={"type": "SignedBadge", "creator": f"{EVIL}/key"})
    key = key_document(id=f"{EVIL}/key", publicKeyPem=rsa_signer(2).public_pem)
    world.serve(f"{EVIL}/key", key)
    assert refused(verified(signed(payload, 2), world, trust=TRUSTED), "issuer_key", "key.not-the-issuers")
    assert f"{EVIL}/key" not in world.visits


def test_a_key_that_an_issuer_lists_and_that_belongs_to_another_is_not_the_issuers() -> None:
    world = signing_web(key=key_document(owner=f"{EVIL}/issuer"))
    assert refused(verified(signed(), world, trust=TRUSTED), "issuer_key", "key.not-the-issuers")


def test_the_key_in_a_profile_inside_the_badge_decides_nothing() -> None:
    issuer = profile(publicKey=[key_document(publicKeyPem=rsa_signer(2).public_pem)])
    payload = signed_assertion(badge=badge_class(issuer=issuer))
    assert refused(verified(signed(payload, 2), signing_web(), trust=TRUSTED), "proof", "proof.signature-invalid")


def test_another_signature_does_not_hold() -> None:
    assert refused(verified(signed(number=2), signing_web(), trust=TRUSTED), "proof", "proof.signature-invalid")
    header, payload, signature = signed().split(b".")
    other = base64.urlsafe_b64encode(json.dumps(signed_assertion(narrative="Best.")).encode()).rstrip(b"=")
    forged = b".".join((header, other, signature))
    assert payload != other
    assert refused(verified(forged, signing_web(), trust=TRUSTED), "proof", "proof.signature-invalid")


def test_a_signed_badge_without_its_signature_is_nothing() -> None:
    assert refused(verified(signed_assertion(), signing_web(), trust=TRUSTED), "proof", "proof.missing")
    hosted = signed_assertion(id=ASSERTION)
    world = signing_web()
    world.serve(ASSERTION, hosted)
    assert refused(verified(hosted, world, trust=TRUSTED), "proof", "proof.missing")


def test_a_signature_around_a_hosted_badge_adds_nothing() -> None:
    forged = assertion(narrative="With distinction.")
    assert refused(verified(signed(forged, 2), signing_web(), trust=TRUSTED), "proof", "hosted.differs")


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "HS512"])
def test_a_token_that_anybody_could_make_is_not_read(algorithm: str) -> None:
    def part(value: Any) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    token = b".".join((part({"alg": algorithm}), part(signed_assertion()), base64.urlsafe_b64encode(b"x" * 30)))
    with pytest.raises(ProofError):
        read_jws(token)
    assert recognise(token) is None


def test_an_algorithm_that_the_key_is_not_for_does_not_count() -> None:
    token = signed()
    header = base64.urlsafe_b64encode(b'{"alg":"ES256"}').rstrip(b"=")
    forged = header + token[token.index(b".") :]
    assert refused(verified(forged, signing_web(), trust=TRUSTED), "proof", "proof.wrong-key-type")


def test_a_weak_key_is_no_key() -> None:
    pem = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL\n-----END PUBLIC KEY-----\n"
    world = signing_web(key=key_document(publicKeyPem=pem))
    assert refused(verified(signed(), world, trust=TRUSTED), "issuer_key", "key.invalid-pem")


# --- the recipient


@pytest.mark.parametrize(
    "identity",
    [
        {"type": "email", "hashed": False, "identity": "ANA@example.org"},
        {"type": "email", "hashed": False, "identity": "ana@example.org "},
        {"type": "name", "hashed": False, "identity": "ana@example.org"},
        {"type": "email", "hashed": True, "identity": "ana@example.org"},
        {"type": "email", "hashed": False, "identity": "sha256$" + "0" * 64},
        {"type": ["IdentityObject", "url"], "hashed": False, "identity": "ana@example.org"},
    ],
)
def test_somebody_else_is_not_the_recipient(identity: dict[str, Any]) -> None:
    given = assertion(recipient=identity)
    report = verified(given, web(given), recipient="ana@example.org")
    assert report["recipient"].code == "recipient.no-match"
    assert report.verdict == "rejected"


# --- exhaustion


def test_nothing_is_followed_in_a_circle() -> None:
    circle = assertion(badge=ASSERTION)
    world = web(circle)
    assert verified(circle, world).verdict == "rejected"
    assert len(world.visits) == 1


def test_a_deep_or_huge_document_is_refused() -> None:
    deep = b'{"a":' * 40 + b"1" + b"}" * 40
    assert refused(verified(assertion(), web(issuer=deep)), "model", "hosted.not-a-document")
    assert recognise(b'{"@context":"' + CONTEXT.encode() + b'"' + b" " * 10_000_001) is None


def test_numbers_that_are_no_doubles_do_not_break_the_comparison() -> None:
    raw = json.dumps(assertion()).encode()[:-1] + b',"extensions:n":' + b"9" * 300 + b"}"
    other = json.dumps(assertion()).encode()[:-1] + b',"extensions:n":' + b"9" * 299 + b"8}"
    world = web()
    world.serve(ASSERTION, raw)
    assert verified(raw, world)
    assert refused(verified(other, world), "proof", "hosted.differs")
