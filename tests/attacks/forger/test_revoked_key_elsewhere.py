"""A revoked key that is still published in another place.

Attack: The victim's key was stolen, and revoked in its document. Its host goes on serving the old set of keys, and the
key by itself. The thief lets the token point there.

Naively: A verifier takes the key from where the token says, on the issuer's own host, and finds no word of a
revocation.

Here: What the issuer's own document says of a key counts wherever the key is found (docs/decisions/0014 and 0015): the
check ``issuer_key`` fails with ``key.revoked-since``, or ``key.revoked`` for what says that it is newer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from badges import AT, CANONICALIZER
from microcred.keys import PublicKey, PublishedKey, controller_document, jwk_set
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive import document_at, token_holds, token_of
from published_keys import ISSUER, SIGNER
from tokens import claims, header, token
from world import World

SETS = "https://college.example/.well-known/jwks.json"
ALONE = f"{ISSUER}/keys/1"
REVOKED = datetime(2026, 4, 1, tzinfo=UTC)


def house(revoked: datetime | None) -> World:
    world = World()
    world.serve(ISSUER, controller_document(ISSUER, [PublishedKey(SIGNER.public_key, "key-1", revoked=revoked)]))
    world.serve(SETS, jwk_set([SIGNER.public_key, PublishedKey(SIGNER.public_key, "another-name")]))
    world.serve(ALONE, SIGNER.public_key.to_jwk())
    return world


def stolen(kid: str, **changes: Any) -> str:
    said = claims(iss=ISSUER, issuer={"id": ISSUER, "type": ["Profile"]}, **changes)
    return token(header(kid=kid), said, SIGNER)


def report(text: str, world: World) -> Report:
    return Verifier(trust=TrustedIssuers(ISSUER), fetcher=world, canonicalizer=CANONICALIZER, clock=lambda: AT).verify(
        text.encode()
    )


def naive_verify(text: str, world: World) -> bool:
    read = token_of(text)
    kid = read.header["kid"]
    if kid.startswith("https://college.example/"):
        return token_holds(read, PublicKey.from_jwk(document_at(kid, world)))
    keys = {jwk["kid"]: jwk for jwk in document_at(SETS, world)["keys"]}
    return token_holds(read, PublicKey.from_jwk(keys[kid]))


PLACES = [ALONE, SIGNER.public_key.thumbprint(), "another-name"]


@pytest.mark.parametrize("kid", PLACES, ids=["by itself", "in the set", "in the set by another name"])
def test_a_naive_verifier_finds_no_word_of_a_revocation(kid: str) -> None:
    assert naive_verify(stolen(kid), house(REVOKED))


@pytest.mark.parametrize("kid", [*PLACES, SETS, f"{SETS}#{PLACES[1]}", f"{ISSUER}#key-1", "key-1"])
def test_a_revoked_key_is_revoked_in_every_place(kid: str) -> None:
    found = report(stolen(kid), house(REVOKED))
    if kid == SETS:
        assert not found
    else:
        assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.revoked-since")


@pytest.mark.parametrize("kid", [*PLACES, f"{SETS}#{PLACES[1]}", f"{ISSUER}#key-1", "key-1"])
def test_what_says_that_it_is_newer_is_made_with_a_key_that_had_ended(kid: str) -> None:
    newer = int((REVOKED + timedelta(days=1)).timestamp())
    found = report(stolen(kid, iat=newer), house(REVOKED))
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.revoked")
    assert report(stolen(kid, iat=newer), house(None))


@pytest.mark.parametrize("kid", [*PLACES, f"{SETS}#{PLACES[1]}", "key-1"])
@pytest.mark.parametrize("status", [None, 500, 503, 429, 408])
def test_a_host_that_cannot_give_its_document_now_may_have_revoked_the_key(kid: str, status: int | None) -> None:
    """The thief keeps it busy; the set comes from elsewhere."""
    world = house(REVOKED)
    world.down(ISSUER) if status is None else world.serve(ISSUER, {}, status=status)
    found = report(stolen(kid), world)
    assert (found.verdict, found.authentic) == ("undetermined", None)
    assert found["issuer_key"].code == ("fetch.unreachable" if status is None else "fetch.http-status")


@pytest.mark.parametrize("kid", PLACES, ids=["by itself", "in the set", "in the set by another name"])
@pytest.mark.parametrize("status", [404, 410, 403, 406])
def test_a_host_that_has_no_document_has_revoked_nothing(kid: str, status: int) -> None:
    world = house(None)
    world.serve(ISSUER, {}, status=status)
    assert report(stolen(kid), world)


@pytest.mark.parametrize("kid", [*PLACES, f"{SETS}#{PLACES[1]}", f"{ISSUER}#key-1", "key-1"])
def test_the_same_key_is_good_while_it_is_not_revoked(kid: str) -> None:
    assert report(stolen(kid), house(None))
