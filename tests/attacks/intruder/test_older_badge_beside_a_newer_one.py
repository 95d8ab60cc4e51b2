"""A badge of Open Badges 2.0 beside one of 3.0.

Attack: a picture with a badge of 3.0 also gets somebody else's assertion of 2.0, which older readers show: one picture,
two people.

Naively: a reader that knows both looks for the older one first, since most pictures have that.

Here: issuers who move from one standard to the other bake both, so it is no error; wherever there is a newer one, it
alone is read, the report is on it, and the older one is never fetched.
"""

from __future__ import annotations

import pytest

from badges import AT, sealed
from hostile_pictures import CREDENTIAL, KEYWORD, chunk, png, text_chunk
from microcred.baking import carried, unbake
from microcred.errors import ImageError
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_pictures import naive_chunks
from world import World

ASSERTION = "https://attacker.example/assertions/1"
OLDER = chunk(b"tEXt", b"openbadges\0" + ASSERTION.encode())
GOOD = sealed()
NEWER = text_chunk(GOOD.raw)


def naive_oldest(image: bytes) -> bytes:
    """The badge under the first keyword that is known."""
    by_keyword = {data.partition(b"\0")[0]: data.partition(b"\0")[2].lstrip(b"\0") for _, data in naive_chunks(image)}
    return next(by_keyword[keyword] for keyword in (b"openbadges", KEYWORD) if keyword in by_keyword)


def test_a_naive_reader_takes_the_older_one() -> None:
    assert naive_oldest(png(NEWER)) == GOOD.raw
    assert naive_oldest(png(NEWER, OLDER)) == ASSERTION.encode()


@pytest.mark.parametrize("image", [png(NEWER, OLDER), png(OLDER, NEWER)], ids=["behind", "in front"])
def test_the_newer_one_alone_is_read(image: bytes) -> None:
    web = World()
    assert unbake(image) == GOOD.raw
    found = Verifier(trust=AnyIssuer(), fetcher=web).verify(image, at=AT)
    assert found.verdict == "accepted"
    assert found.document == GOOD
    assert web.visits == []


def test_two_newer_ones_are_still_two() -> None:
    with pytest.raises(ImageError) as caught:
        carried(png(NEWER, OLDER, CREDENTIAL))
    assert caught.value.code == "image.two-credentials"
