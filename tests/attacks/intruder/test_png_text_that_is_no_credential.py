"""A text in a PNG that is no credential, but leads somewhere.

Attack: the chunk for the credential holds a URL, an array, or something with two dots in it.

Naively: a URL is what badges of 2.0 carried, so it is fetched, from wherever the picture says.

Here: what comes out of a picture of 3.0 is a JSON object or a compact JWS (Open Badges 3.0, 5.3.1); anything else is
`image.not-a-credential`, and causes no packet.
"""

from __future__ import annotations

import pytest

from badges import AT
from hostile_pictures import BADGE, CREDENTIAL, png, refusal, text_chunk
from microcred.baking import unbake
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_pictures import naive_text
from world import World

BEACON = "https://attacker.example/who-looks"


def naive_opened(image: bytes, world: World) -> bytes:
    """The credential in the picture, or at the address in it."""
    text = naive_text(image) or b""
    return world.session().get(text.decode(), accept="*/*").body if text.startswith(b"https:") else text


def test_a_naive_reader_asks_the_address_in_the_picture() -> None:
    world = World({BEACON: b"{}"})
    naive_opened(png(text_chunk(BEACON.encode())), world)
    assert world.visits == [BEACON]


def test_a_picture_sends_no_verifier_anywhere() -> None:
    world = World({BEACON: b"{}"})
    found = Verifier(trust=AnyIssuer(), fetcher=world).verify(png(text_chunk(BEACON.encode())), at=AT)
    assert (found.verdict, found["document"].code) == ("rejected", "image.not-a-credential")
    assert world.visits == []


@pytest.mark.parametrize("text", [b"", b"null", b"[{}]", b"https://example.org/badge.json", b"a.b", b"a.b.", b"a..c"])
def test_text_that_is_no_credential_is_not_handed_out(text: bytes) -> None:
    assert refusal(png(text_chunk(text))) == "image.not-a-credential"
    assert unbake(png(CREDENTIAL)) == BADGE
