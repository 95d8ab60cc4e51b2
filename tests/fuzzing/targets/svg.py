"""Pictures in SVG: what they carry is taken out, and what is put in comes out again."""

from __future__ import annotations

import json
from functools import cache
from random import Random

from badges import sealed
from fuzzing.oracle import Broken, answer
from fuzzing.picture_mutations import mutate_svg
from fuzzing.target import Target
from microcred.artwork import badge_svg
from microcred.baking import bake, carried, unbake
from microcred.errors import ImageError, MicrocredError
from tokens import badge_token

BADGE = sealed().raw
TOKEN = badge_token().encode()
OLDER = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    b'<openbadges:assertion verify="https://college.example/assertions/1"/></svg>'
)


def run(data: bytes) -> None:
    found = answer(lambda: carried(data))
    taken = answer(lambda: unbake(data))
    if isinstance(found, MicrocredError) != isinstance(taken, MicrocredError) and taken.code != "image.open-badges-2":
        raise Broken("what a picture carries cannot be taken out of it")
    for credential in (BADGE, TOKEN):
        baked = answer(lambda: bake(data, credential))  # noqa: B023 - called at once
        if isinstance(baked, MicrocredError):
            if not isinstance(baked, ImageError):
                raise Broken(f"a picture into which nothing can be put is a {type(baked).__name__}")
            continue
        out = unbake(baked)
        if out != credential and (credential is TOKEN or json.loads(out) != json.loads(credential)):
            raise Broken("what was put into a picture comes out changed")
        if bake(baked, credential) != baked:
            raise Broken("what is put in again changes the picture")
        refused = answer(lambda: bake(baked, credential, replace=False))  # noqa: B023
        if not isinstance(refused, ImageError):
            raise Broken("a picture that carries a credential is given a second one")


@cache
def seeds() -> tuple[bytes, ...]:
    blank = badge_svg("A")
    small = b'<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>'
    return (blank, small, OLDER, bake(small, BADGE), bake(small, TOKEN))


def mutate(data: bytes, rnd: Random) -> bytes:
    return mutate_svg(data, rnd, seeds())


TARGET = Target("svg", run, seeds, mutate, corpus=("**/*.svg",))
