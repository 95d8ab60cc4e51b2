"""Processing instructions in an SVG.

Attack: the picture names a style sheet of another host in `<?xml-stylesheet?>`, or holds a piece of a program in `<?php
?>`.

Naively: the style sheets of a picture are fetched for showing it.

Here: instructions are neither obeyed nor taken out: a picture stays as it was, byte for byte, and nothing is fetched.
"""

from __future__ import annotations

import re

from hostile_pictures import BADGE, svg
from microcred.baking import bake, unbake
from world import World

BEACON = "https://attacker.example/style.css"
BEFORE = f'<?xml version="1.0"?><?xml-stylesheet href="{BEACON}"?><?php echo 1 ?>'


def naive_styles(image: bytes, world: World) -> list[bytes]:
    """The style sheets that the picture asks for."""
    addresses = re.findall(rb'<\?xml-stylesheet[^?]*href="([^"]+)"', image)
    return [world.session().get(address.decode(), accept="text/css").body for address in addresses]


def test_a_naive_renderer_fetches_the_style_sheet() -> None:
    world = World({BEACON: b"*{}"})
    assert naive_styles(svg(before=BEFORE), world) == [b"*{}"]
    assert world.visits == [BEACON]


def test_processing_instructions_are_kept_and_not_obeyed() -> None:
    image = svg("<g/>", before=BEFORE)
    baked = bake(image, BADGE)
    assert unbake(baked) == BADGE
    assert baked.startswith(image[: image.index(b"<svg")])
