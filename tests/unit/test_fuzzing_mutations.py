"""How inputs are made: the same each time, and of the form that gets past the door."""

from __future__ import annotations

import json
import re
import zlib
from random import Random

import pytest

from badges import sealed
from fuzzing.chance import BytesRandom
from fuzzing.json_mutations import mutate_json
from fuzzing.picture_mutations import mutate_png, mutate_svg
from fuzzing.scene import SVG
from fuzzing.token_mutations import mutate_token, parts_of, sealed_again
from fuzzing.vocabulary import dictionary, words
from microcred.artwork import badge_png
from microcred.baking import bake
from microcred.codes import codes
from microcred.errors import ImageError, MicrocredError
from microcred.proofs import read_jws, verify_jws
from tokens import SIGNER, badge_token

BADGE = sealed().raw
TIMES = 60


def is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


def test_bytes_decide_everything_that_is_left_to_chance() -> None:
    def drawn(data: bytes) -> list[object]:
        chance = BytesRandom(data)
        return [chance.randrange(100), chance.random(), chance.choice("abc"), chance.sample(range(9), 3), chance.spent]

    data = Random(1).randbytes(40)
    assert drawn(data) == drawn(data)
    assert drawn(data) != drawn(bytes(40))
    assert drawn(b"") == [0, 0.0, "a", [0, 8, 7], True]


def test_a_small_number_is_a_small_byte() -> None:
    assert [BytesRandom(bytes((octet,))).randrange(8) for octet in range(8)] == list(range(8))


@pytest.mark.parametrize(
    ("mutate", "seed"),
    [
        (mutate_json, BADGE),
        (mutate_png, bake(badge_png("A", size=16), BADGE)),
        (mutate_svg, bake(SVG, BADGE)),
        (mutate_token, badge_token().encode()),
    ],
    ids=["json", "png", "svg", "token"],
)
def test_a_mutation_is_the_same_each_time_and_takes_any_input(mutate, seed: bytes) -> None:  # type: ignore[no-untyped-def]
    changed = [mutate(seed, Random(number)) for number in range(TIMES)]
    assert changed == [mutate(seed, Random(number)) for number in range(TIMES)]
    assert len(set(changed)) > TIMES // 2
    for odd in (b"", b"{", b"\xff\xfe", b"[" * 5_000, b'{"a":1e999}', b".." * 9):
        for number in range(TIMES):
            assert isinstance(mutate(odd, Random(number)), bytes)


def test_most_changes_of_json_leave_it_json() -> None:
    changed = [mutate_json(BADGE, Random(number), [BADGE]) for number in range(TIMES)]
    assert sum(map(is_json, changed)) > TIMES * 0.8
    assert any(word.encode() in data and word.encode() not in BADGE for data in changed for word in words())


def test_most_changes_of_a_png_leave_its_checksums_right() -> None:
    picture = bake(badge_png("A", size=16), BADGE)
    codes_found = []
    for number in range(TIMES):
        try:
            bake(mutate_png(picture, Random(number), [picture]), BADGE)
        except ImageError as error:
            codes_found.append(error.code)
    assert codes_found.count("image.bad-checksum") < TIMES // 10
    assert len(set(codes_found)) > 3


def test_an_svg_is_changed_in_many_ways() -> None:
    picture = bake(SVG, BADGE)
    found = set()
    for number in range(2 * TIMES):
        try:
            bake(mutate_svg(picture, Random(number), [picture]), BADGE)
            found.add("")
        except ImageError as error:
            found.add(error.code)
    assert "" in found
    assert len(found) > 3


def test_a_token_can_be_sealed_again() -> None:
    token = badge_token().encode()
    header, payload, signature = parts_of(token) or pytest.fail("three parts")
    assert json.loads(header)["alg"] == "EdDSA"
    assert json.loads(payload)["id"]
    assert len(signature) == 64
    broken = token[:-9] + b"AAAAAAAAA"
    verify_jws(read_jws(sealed_again(broken, SIGNER)), SIGNER.public_key)


def test_many_changed_tokens_are_well_formed_and_signed() -> None:
    holding = 0
    for number in range(TIMES):
        try:
            verify_jws(read_jws(mutate_token(badge_token().encode(), Random(number))), SIGNER.public_key)
            holding += 1
        except MicrocredError:
            pass
    assert TIMES // 10 < holding < TIMES


def test_the_dictionary_has_the_words_of_the_code_in_the_form_that_is_read() -> None:
    lines = dictionary().splitlines()
    assert all(re.fullmatch(r'"(?:[ !#-\[\]-~]|\\x[0-9A-F]{2})+"', line) for line in lines)
    assert {'"credentialSubject"', '"eddsa-rdfc-2022"', '"did:web:college.example"'} <= set(lines)
    assert f'"{sorted(codes())[0]}"' in lines


def test_a_packed_text_in_a_png_is_a_case_too() -> None:
    picture = bake(badge_png("A", size=16), BADGE)
    changed = [mutate_png(picture, Random(number)) for number in range(4 * TIMES)]
    packed = zlib.compress(BADGE)[:8]
    assert any(packed in data for data in changed)
