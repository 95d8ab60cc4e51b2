"""Badge ⇄ picture: put a signed credential into a PNG or SVG, and take it out again (Open Badges 3.0, 5.3).

Bytes to bytes: nothing is decoded, drawn or rewritten, so a baked picture shows exactly what it showed before. The
picture itself is not signed: anybody can put any credential into any picture. What was taken out of one is therefore
a claim like every other, until it has been verified. Some platforms strip such data from uploads, so the credential
should always be offered as a file, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.baking.kind import image_kind
    from microcred.baking.payload import CLR_2, OPEN_BADGES_2, OPEN_BADGES_3, Carried, Standard
    from microcred.baking.picture import MAX_IMAGE_BYTES, bake, carried, unbake

__all__ = [
    "CLR_2",
    "MAX_IMAGE_BYTES",
    "OPEN_BADGES_2",
    "OPEN_BADGES_3",
    "Carried",
    "Standard",
    "bake",
    "carried",
    "image_kind",
    "unbake",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "kind": ("image_kind",),
            "payload": ("CLR_2", "OPEN_BADGES_2", "OPEN_BADGES_3", "Carried", "Standard"),
            "picture": ("MAX_IMAGE_BYTES", "bake", "carried", "unbake"),
        },
    )
