"""Points of Ed25519 under which a signature proves nothing, found by arithmetic of our own and not from a list."""

from __future__ import annotations

import itertools

import pytest

from microcred.errors import IssuerKeyError
from microcred.keys import PublicKey

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)

Point = tuple[int, int]


def add(one: Point, two: Point) -> Point:
    (x1, y1), (x2, y2) = one, two
    product = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P,
    )


def times(factor: int, point: Point) -> Point:
    result = (0, 1)
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


def encoded(point: Point) -> bytes:
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decoded(raw: bytes) -> Point | None:
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return (P - x if x & 1 != sign else x) % P, y % P


def torsion() -> list[Point]:
    """The eight points of small order: multiples of L times any point that has all of it."""
    for y in itertools.count(2):
        point = decoded(y.to_bytes(32, "little"))
        if point is not None:
            generator = times(L, point)
            if times(4, generator) != (0, 1):
                return [times(index, generator) for index in range(8)]
    raise AssertionError


TORSION = torsion()


def refused(raw: bytes) -> str | None:
    try:
        PublicKey("Ed25519", raw)
    except IssuerKeyError as error:
        return error.code
    return None


def test_there_are_eight_points_of_small_order() -> None:
    assert len(set(TORSION)) == 8
    assert all(times(8, point) == (0, 1) for point in TORSION)


@pytest.mark.parametrize("point", TORSION, ids=lambda point: encoded(point).hex()[:8])
def test_a_key_of_small_order_is_refused(point: Point) -> None:
    assert refused(encoded(point)) == "key.small-order"


@pytest.mark.parametrize("y", [1, P - 1])
def test_the_sign_of_no_x_does_not_hide_a_small_order(y: int) -> None:
    assert refused((y | 1 << 255).to_bytes(32, "little")) == "key.small-order"


@pytest.mark.parametrize("y", range(P, 2**255))
@pytest.mark.parametrize("sign", [0, 1])
def test_a_y_beyond_the_field_is_refused(y: int, sign: int) -> None:
    assert refused((y | sign << 255).to_bytes(32, "little")) == "key.not-canonical"


def test_bytes_off_the_curve_are_refused_and_others_are_not() -> None:
    outcomes = set()
    for y in range(2, 60):
        raw = y.to_bytes(32, "little")
        outcome = refused(raw)
        assert outcome == (None if decoded(raw) else "key.not-a-point")
        outcomes.add(outcome)
    assert outcomes == {None, "key.not-a-point"}


def test_multiples_of_the_base_point_are_keys() -> None:
    assert all(refused(encoded(times(factor, BASE))) is None for factor in (1, 2, 3, L - 1))


def test_a_refusal_is_repeated_for_the_same_bytes() -> None:
    raw = encoded(TORSION[1])
    assert [refused(raw), refused(raw)] == ["key.small-order", "key.small-order"]
