"""A refresh service that gives out an earlier version.

Attack: an issuer has issued a badge again, with the same date, and put a status into it, by which it was revoked later.
Whoever answers at its refresh service gives out the version from before, which is genuine and has no status.

Naively: what comes from the refresh service is signed by the issuer and has the right id, so it replaces the badge.

Here: a version counts as newer if its validFrom is later, or the same and its proof was made later; otherwise it is
passed over with `refresh.not-usable`, and the badge in hand is judged by what it says itself (Open Badges 3.0, 9.1,
step 3).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, sealed, unsigned
from hosted_lists import CLEAN, REVOKING
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive_hosts import naive_bit, naive_page, naive_seal_holds
from status_lists import ISSUER, LIST, entry
from tokens import badge_token
from world import World

SERVICE = "https://college.example/credentials/7"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
JANUARY, MARCH = datetime(2026, 1, 15, 9, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)


def badge(created: datetime | None, **changes: Any) -> bytes:
    tree = unsigned(refreshService={"id": SERVICE, "type": "1EdTechCredentialRefresh"}, **changes)
    tree["@context"] = [*tree["@context"], EXTENSIONS]
    return sealed(tree, **({} if created is None else {"created": created})).raw


BEFORE = badge(JANUARY)
REISSUED = badge(MARCH, credentialStatus=entry())


def judged(held: bytes, served: bytes, page: bytes = REVOKING) -> Report:
    web = World({SERVICE: served, LIST: page})
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(held, refresh=True)


def naive_is_fine(held: bytes, web: World) -> bool:
    """The newest version with the same id is sealed, and not revoked."""
    newest = naive_page(web, SERVICE)
    if not naive_seal_holds(newest) or json.loads(newest)["id"] != json.loads(held)["id"]:
        newest = held
    return "credentialStatus" not in json.loads(newest) or naive_bit(naive_page(web)) == 0


def test_a_naive_verifier_takes_the_earlier_version_for_the_newest() -> None:
    assert not naive_is_fine(REISSUED, World({SERVICE: REISSUED, LIST: REVOKING}))
    assert naive_is_fine(REISSUED, World({SERVICE: BEFORE, LIST: REVOKING}))


def test_the_version_from_before_the_status_does_not_hide_the_revocation() -> None:
    found = judged(REISSUED, BEFORE)
    assert found["refresh"].code == "refresh.not-usable"
    assert found.refreshed is None
    assert (found.verdict, found["status"].code) == ("rejected", "status.revoked")


@pytest.mark.parametrize("page", [CLEAN, REVOKING], ids=["not revoked", "revoked"])
def test_a_version_that_was_sealed_later_decides(page: bytes) -> None:
    found = judged(BEFORE, REISSUED, page)
    assert found["refresh"].outcome == "passed"
    assert found.verdict == ("accepted" if page == CLEAN else "rejected")


def test_the_version_in_hand_may_be_the_newest() -> None:
    assert judged(REISSUED, REISSUED, CLEAN)["refresh"].outcome == "passed"


def test_a_token_of_the_same_date_that_does_not_say_when_it_was_made_is_passed_over() -> None:
    assert SIGNER.verification_method.startswith(ISSUER)
    found = judged(REISSUED, badge_token().encode())
    assert found["refresh"].code == "refresh.not-usable"
    assert found["status"].code == "status.revoked"


def test_a_token_that_was_made_later_decides() -> None:
    later = int(MARCH.timestamp()) + 1
    assert judged(REISSUED, badge_token(claims={"iat": later}).encode())["refresh"].outcome == "passed"
    assert judged(REISSUED, badge_token(claims={"iat": later - 1}).encode())["refresh"].code == "refresh.not-usable"


def test_a_proof_that_nobody_made_gives_the_earlier_version_no_later_date() -> None:
    tree = json.loads(BEFORE)
    tree["proof"] = [tree["proof"], tree["proof"] | {"created": "2026-06-01T00:00:00Z"}]
    found = judged(REISSUED, json.dumps(tree).encode())
    assert found["refresh"].code == "refresh.not-usable"
    assert found["status"].code == "status.revoked"
