"""Verifying Open Badges 2.0: hosted and signed, with the checks and the answers of every report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from microcred.artwork import badge_png
from microcred.document import Document
from microcred.verification.fetch import FetchSession, Offline
from microcred.verification.open_badges_2 import HostedUrl, gather, recognise, verify_assertion
from microcred.verification.report import CHECKS, Report
from microcred.verification.trust import AnyIssuer, TrustedIssuers
from microcred.verification.verifier import Verifier
from open_badges_2 import (
    ASSERTION,
    AT,
    BADGE,
    HOME,
    ISSUER,
    KEY,
    REVOCATIONS,
    assertion,
    badge_class,
    key_document,
    profile,
    revoke,
    rsa_signer,
    signed,
    signed_assertion,
    signing_web,
    verified,
    web,
    written_out,
)
from world import World

TRUSTED = TrustedIssuers(ISSUER, names={ISSUER: "Riverside"})


def decided(report: Report) -> dict[str, str | None]:
    """The checks that failed or stayed open, with their codes."""
    return {check.name: check.code for check in report.checks if check.outcome in ("failed", "undetermined")}


def test_a_hosted_badge_is_what_its_url_says() -> None:
    world = web()
    report = verified(assertion(), world, trust=TRUSTED, recipient="ana@example.org")
    assert report.verdict == "accepted", report.to_json()
    assert (report.authentic, report.current, report.recognised, report.recipient) == (True, True, True, True)
    assert [check.name for check in report.checks] == list(CHECKS)
    assert world.visits == [BADGE, ISSUER, ASSERTION]
    assert report.document == Document.of(assertion())


def test_the_report_says_in_brief_what_the_badge_says() -> None:
    found = verified(
        assertion(expires="2027-01-15T10:00:00+01:00"), web(assertion(expires="2027-01-15T10:00:00+01:00"))
    )
    assert found.to_dict()["credential"] == {
        "id": ASSERTION,
        "name": "Soil Sampling",
        "issuer": {"id": ISSUER, "name": "Riverside College"},
        "validFrom": "2026-01-15T09:00:00Z",
        "validUntil": "2027-01-15T09:00:00Z",
    }


def test_the_order_of_members_says_nothing() -> None:
    assert verified(dict(reversed(assertion().items())), web())


def test_a_class_that_is_written_out_is_not_fetched_and_the_issuer_is() -> None:
    world = web(written_out())
    assert verified(written_out(), world)
    assert world.visits == [ISSUER, ASSERTION]


def test_an_untrusted_issuer_causes_no_packet() -> None:
    world = web(written_out())
    report = verified(written_out(), world, trust=TrustedIssuers("https://other.example/issuer"))
    assert decided(report) == {"trust": "trust.not-recognised"}
    assert world.visits == []


def test_of_a_class_that_is_linked_only_the_class_is_fetched_before_trust() -> None:
    world = web()
    report = verified(assertion(), world, trust=TrustedIssuers("https://other.example/issuer"))
    assert decided(report) == {"trust": "trust.not-recognised"}
    assert world.visits == [BADGE]


@pytest.mark.parametrize("given", [assertion(), written_out()])
def test_offline_nothing_is_accepted(given: dict[str, Any]) -> None:
    report = verify_assertion(Document.of(given), session=FetchSession(Offline()), trust=AnyIssuer(), at=AT)
    assert report.verdict == "undetermined"
    assert set(decided(report).values()) == {"fetch.offline"}


def test_a_badge_of_version_1_0_is_verified() -> None:
    old = {
        "uid": "abc",
        "recipient": {"type": "email", "identity": "ana@example.org", "hashed": False},
        "badge": BADGE,
        "issuedOn": 1359217910,
        "verify": {"type": "hosted", "url": ASSERTION},
    }
    class_ = {"name": "Soil", "description": "d", "image": f"{HOME}/i.png", "criteria": BADGE, "issuer": ISSUER}
    world = web(old, class_=class_, issuer={"name": "College", "url": HOME})
    report = verified(old, world, trust=TRUSTED, recipient="ana@example.org")
    assert report.verdict == "accepted", report.to_json()


def test_the_address_alone_is_enough() -> None:
    world = web()
    report = verified(ASSERTION, world, trust=TRUSTED)
    assert report.verdict == "accepted", report.to_json()
    assert world.visits == [ASSERTION, BADGE, ISSUER]


def test_a_copy_of_a_badge_at_another_address_is_compared_with_the_original() -> None:
    world = web()
    world.serve("https://wallet.example/copy", assertion())
    assert verified("https://wallet.example/copy", world)
    world.serve("https://wallet.example/copy", assertion(narrative="Even better."))
    assert decided(verified("https://wallet.example/copy", world)) == {"proof": "hosted.differs"}


def test_a_badge_whose_url_is_gone_was_revoked() -> None:
    world = web()
    world.answer(ASSERTION, (410, {}, b""))
    report = verified(assertion(), world)
    assert decided(report) == {"status": "status.revoked"}
    assert report["proof"].outcome == "not_run"
    assert decided(verified(ASSERTION, world)) == {"document": "status.revoked"}


@pytest.mark.parametrize("reason", [None, "Given by mistake"])
def test_a_badge_whose_url_says_that_it_was_revoked_is(reason: str | None) -> None:
    notice = {"@context": assertion()["@context"], "type": "Assertion", "id": ASSERTION, "revoked": True}
    world = web({**notice, **({"revocationReason": reason} if reason else {})})
    report = verified(assertion(), world)
    assert decided(report) == {"status": "status.revoked"}
    assert (reason or "revoked") in report["status"].message


def test_a_badge_that_is_not_there_is_neither_genuine_nor_forged() -> None:
    world = web()
    world.answer(ASSERTION, (404, {}, b""))
    assert decided(verified(assertion(), world)) == {"proof": "fetch.http-status"}
    world.serve(ASSERTION, b"<html>", media_type="text/html")
    assert decided(verified(assertion(), world)) == {"proof": "hosted.not-a-document"}


def test_a_badge_expires() -> None:
    late = assertion(expires="2026-05-31T00:00:00Z")
    report = verified(late, web(late))
    assert decided(report) == {"period": "period.expired"}
    assert report.authentic
    assert verified(late, web(late), at=datetime(2026, 5, 1, tzinfo=UTC))


def test_a_badge_of_the_future_is_not_valid_yet() -> None:
    early = assertion(issuedOn="2026-06-02T00:00:00Z")
    assert decided(verified(early, web(early))) == {"period": "period.not-yet-valid"}


@pytest.mark.parametrize(
    ("world", "code"),
    [
        (web(class_=badge_class(name=None)), "model.missing"),
        (web(class_=badge_class(id=f"{HOME}/badges/other")), "hosted.wrong-id"),
        (web(issuer=profile(url=None)), "model.missing"),
        (web(issuer=profile(id=f"{HOME}/other")), "hosted.wrong-id"),
        (web(issuer=b"[]"), "hosted.not-a-document"),
    ],
)
def test_what_is_wrong_with_a_linked_document_is_wrong_with_the_badge(world: World, code: str) -> None:
    report = verified(assertion(), world)
    assert decided(report) == {"model": code}
    assert (report.verdict, report.authentic) == ("rejected", None)


def test_an_issuer_without_an_id_is_nobody() -> None:
    old = written_out(**{"@context": None})
    del old["badge"]["issuer"]["id"]
    assert decided(verified(old, web(old))) == {"trust": "key.no-issuer"}


@pytest.mark.parametrize(
    ("identity", "expected", "outcome"),
    [
        ({"type": "email", "hashed": False, "identity": "ana@example.org"}, "ana@example.org", "passed"),
        ({"type": "email", "hashed": False, "identity": "ana@example.org"}, "bob@example.org", "failed"),
        ({"type": "url", "hashed": False, "identity": "https://ana.example/"}, "https://ana.example/", "passed"),
        ({"type": "id", "hashed": False, "identity": "did:example:ana"}, "did:example:ana", "passed"),
        (
            {
                "type": "email",
                "hashed": True,
                "salt": "deadsea",
                "identity": "sha256$ecf5409f3f4b91ab60cc5ef4c02aef7032354375e70cf4d8e43f6a1d29891942",
            },
            "nobody@example.org",
            "passed",
        ),
        (
            # The digest of the published example of an IdentityHash.
            {
                "type": "email",
                "hashed": True,
                "salt": "Kosher",
                "identity": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
            },
            "a@example.com",
            "passed",
        ),
        ({"type": "email", "hashed": True, "identity": "sha256$00"}, "a@example.com", "failed"),
    ],
)
def test_the_recipient_is_compared_plain_or_hashed(identity: dict[str, Any], expected: str, outcome: str) -> None:
    given = assertion(recipient=identity)
    found = verified(given, web(given), recipient=expected)["recipient"]
    assert (found.outcome, found.pointer) == (outcome, None if outcome == "passed" else "/recipient")


def test_endorsements_are_counted_and_not_verified() -> None:
    given = assertion(endorsement="https://other.example/e/1")
    world = web(given, class_=badge_class(endorsement=["https://other.example/e/2", "https://other.example/e/3"]))
    found = verified(given, world)["endorsements"]
    assert (found.outcome, found.code) == ("not_run", "endorsements.not-verified")
    assert found.message.startswith("3 ")
    inside = written_out()
    inside["badge"]["endorsement"] = ["https://other.example/e/2", "https://other.example/e/3"]
    assert verified(inside, web(inside))["endorsements"].message.startswith("2 ")


# --- signed badges


def test_a_signed_badge_is_verified_with_the_key_that_its_issuer_lists() -> None:
    world = signing_web()
    report = verified(signed(), world, trust=TRUSTED)
    assert report.verdict == "accepted", report.to_json()
    assert world.visits == [BADGE, ISSUER, KEY, REVOCATIONS]
    assert report["issuer_key"].evidence["verificationMethod"] == KEY
    assert report.document == Document.of(signed_assertion())


def test_a_key_that_is_written_out_in_the_profile_is_not_fetched() -> None:
    world = signing_web(issuer=profile(publicKey=[key_document()]))
    assert verified(signed(), world)
    assert world.visits == [BADGE, ISSUER]


def test_without_a_creator_the_issuers_only_key_counts() -> None:
    payload = signed_assertion(verification={"type": "SignedBadge"})
    assert verified(signed(payload), signing_web())
    two = signing_web(issuer=profile(publicKey=[KEY, f"{HOME}/keys/2"]))
    assert decided(verified(signed(payload), two)) == {"issuer_key": "key.not-the-issuers"}


def test_a_signed_badge_on_the_revocation_list_was_revoked() -> None:
    world = revoke(signing_web(), "urn:uuid:2", {"id": "urn:uuid:1", "revocationReason": "Given by mistake"})
    report = verified(signed(), world)
    assert decided(report) == {"status": "status.revoked"}
    assert report.authentic
    assert "Given by mistake" in report["status"].message


def test_a_revocation_list_that_cannot_be_used_leaves_the_status_open() -> None:
    world = signing_web()
    world.down(REVOCATIONS)
    assert decided(verified(signed(), world)) == {"status": "fetch.unreachable"}
    world.serve(REVOCATIONS, {"type": "RevocationList", "id": REVOCATIONS})
    assert decided(verified(signed(), world)) == {"status": "status.list-unusable"}
    foreign = {"type": "RevocationList", "id": REVOCATIONS, "issuer": BADGE, "revokedAssertions": []}
    world.serve(REVOCATIONS, foreign)
    assert decided(verified(signed(), world)) == {"status": "status.list-unusable"}


def test_an_issuer_without_a_revocation_list_has_nothing_to_look_up() -> None:
    report = verified(signed(), signing_web(issuer=profile(publicKey=KEY)))
    assert (report.verdict, report["status"].outcome) == ("accepted", "not_applicable")


def test_a_badge_signed_as_version_1_0_wanted_it_stays_open() -> None:
    old = {
        "uid": "abc",
        "recipient": {"type": "email", "identity": "ana@example.org", "hashed": False},
        "badge": BADGE,
        "issuedOn": 1359217910,
        "verify": {"type": "signed", "url": f"{HOME}/key.pem"},
    }
    assert decided(verified(signed(old), signing_web())) == {"issuer_key": "hosted.unsupported-version"}


# --- any verifier


def test_a_verifier_takes_an_old_badge_like_any_other(tmp_path: Path) -> None:
    verifier = Verifier(trust=TRUSTED, fetcher=signing_web(), clock=lambda: AT)
    path = tmp_path / "badge.png"
    path.write_bytes(png(Document.of(assertion()).raw))
    for source in (assertion(), Document.of(assertion()), path, path.read_bytes(), signed(), ASSERTION):
        report = verifier.verify(source, recipient="ana@example.org")
        assert report.verdict == "accepted", report.to_json()
        assert [check.name for check in report.checks] == list(CHECKS)
    assert report.source == ASSERTION


def test_an_old_badge_is_no_status_list_and_no_part_of_a_presentation() -> None:
    verifier = Verifier(trust=TRUSTED, fetcher=signing_web(), clock=lambda: AT)
    report = verifier.verify_presentation(assertion(), challenge=None)
    assert report.verdict == "rejected"


# --- what is recognised


def png(text: bytes, kind: bytes = b"iTXt") -> bytes:
    """A picture that carries something by the marks of Open Badges 2.0."""
    from zlib import crc32

    picture = badge_png("Soil")
    body = kind + b"openbadges\0" + (b"\0\0\0\0" if kind == b"iTXt" else b"") + text
    chunk = (len(body) - 4).to_bytes(4) + body + crc32(body).to_bytes(4)
    return picture[:33] + chunk + picture[33:]


def svg(element: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">' + element + "</svg>"
    ).encode()


def test_every_form_of_a_badge_is_recognised() -> None:
    raw = Document.of(assertion()).raw
    for document in (raw, png(raw), svg(f"<openbadges:assertion><![CDATA[{raw.decode()}]]></openbadges:assertion>")):
        assert recognise(document) == Document.parse(raw)
    for url in (
        f" {ASSERTION}\n".encode(),
        png(ASSERTION.encode(), b"tEXt"),
        svg(f'<openbadges:assertion verify="{ASSERTION}"/>'),
    ):
        assert recognise(url) == HostedUrl(ASSERTION)
    token = signed()
    for jws in (token, png(token), svg(f'<openbadges:assertion verify="{token.decode()}"/>')):
        assert verified(jws, signing_web())


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"{", b'{"hello": "world"}', b"a.b.c", b"https://", badge_png("Soil"), b"\x89PNG", b"<svg "],
)
def test_what_is_something_else_is_left_to_others(content: bytes) -> None:
    assert recognise(content) is None


def test_what_a_badge_refers_to_is_gathered_without_verifying_it() -> None:
    found = gather(Document.of(assertion()), web().session())
    assert found == (Document.of(assertion()), badge_class(), profile())
    offline = FetchSession(Offline())
    assert gather(Document.of(written_out()), offline)[1]["name"] == "Soil Sampling"
    assert gather(HostedUrl(ASSERTION), web().session())[2]["id"] == ISSUER
    token = recognise(signed())
    assert token is not None
    assert gather(token, signing_web().session())[0] == Document.of(signed_assertion())
    assert rsa_signer().public_key.type == "RSA"


def test_a_slow_clock_is_forgiven_to_the_second() -> None:
    from datetime import timedelta

    early = AT + timedelta(seconds=90)
    given = assertion(issuedOn=early.isoformat())
    for skew, outcome in ((timedelta(seconds=90), "passed"), (timedelta(seconds=89), "failed")):
        verifier = Verifier(trust=TRUSTED, fetcher=web(given), clock=lambda: AT, clock_skew=skew)
        assert verifier.verify(given)["period"].outcome == outcome
