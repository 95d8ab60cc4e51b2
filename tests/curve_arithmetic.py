"""The groups of Ed25519, P-256 and P-384 in whole numbers: slow, plain, and able to make what no library signs.

Written from RFC 8032, 5.1, and from FIPS 186-5, 6 with the curves of SP 800-186, 3.2.1. Nothing here is secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha512
from typing import Final, TypeAlias

Point: TypeAlias = tuple[int, int]

P: Final = 2**255 - 19
L: Final = 2**252 + 27742317777372353535851937790883648493
D: Final = -121665 * pow(121666, -1, P) % P
ZERO: Final[Point] = (0, 1)
BASE: Final[Point] = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)


def plus(one: Point, two: Point) -> Point:
    (x1, y1), (x2, y2) = one, two
    product = D * x1 * x2 * y1 * y2 % P
    inverse = pow(1 - product * product, -1, P)
    return (
        (x1 * y2 + x2 * y1) * (1 - product) * inverse % P,
        (y1 * y2 + x1 * x2) * (1 + product) * inverse % P,
    )


def times(factor: int, point: Point) -> Point:
    result = ZERO
    while factor:
        if factor & 1:
            result = plus(result, point)
        point, factor = plus(point, point), factor >> 1
    return result


def minus(point: Point) -> Point:
    return -point[0] % P, point[1]


def encoded(point: Point) -> bytes:
    """RFC 8032, 5.1.2."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def decoded(raw: bytes) -> Point | None:
    """RFC 8032, 5.1.3, but for its bounds: a y beyond the field is reduced, and no x has the sign of another."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, (number & (2**255 - 1)) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return (P - x if x & 1 != sign else x) % P, y


def challenge(r: bytes, a: bytes, message: bytes) -> int:
    """The k of RFC 8032, 5.1.7, step 2."""
    return int.from_bytes(sha512(r + a + message).digest(), "little") % L


def holds(key: bytes, signature: bytes, message: bytes, *, cofactor: int = 1) -> bool:
    """The group equation of RFC 8032, 5.1.7, step 3, with nothing that step 1 asks for, times 1 or 8."""
    point, r = decoded(key), decoded(signature[:32])
    if point is None or r is None:
        return False
    s = int.from_bytes(signature[32:], "little")
    right = plus(r, times(challenge(signature[:32], key, message), point))
    return times(cofactor, times(s % L, BASE)) == times(cofactor, right)


def _torsion() -> tuple[Point, ...]:
    # L times any point has an order that divides 8; this y leads to one whose order is 8.
    for y in range(2, 100):
        point = decoded(y.to_bytes(32, "little"))
        if point is not None and times(4, generator := times(L, point)) != ZERO:
            return tuple(times(index, generator) for index in range(8))
    raise AssertionError


TORSION: Final = _torsion()
"""The eight points of small order, each the sum of the one before it and of the second."""


@dataclass(frozen=True)
class Curve:
    """A curve y² = x³ - 3x + b of prime order ``n`` over the field of ``p``."""

    name: str
    size: int
    p: int
    b: int
    n: int
    base: Point
    digest: str

    def plus(self, one: Point | None, two: Point | None) -> Point | None:
        if one is None or two is None:
            return one or two
        (x1, y1), (x2, y2) = one, two
        if x1 == x2 and (y1 + y2) % self.p == 0:
            return None
        slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, self.p) if one == two else (y2 - y1) * pow(x2 - x1, -1, self.p)
        x = (slope * slope - x1 - x2) % self.p
        return x, (slope * (x1 - x) - y1) % self.p

    def times(self, factor: int, point: Point | None) -> Point | None:
        result = None
        while factor:
            if factor & 1:
                result = self.plus(result, point)
            point, factor = self.plus(point, point), factor >> 1
        return result

    def at(self, x: int) -> Point | None:
        """A point with this x, if there is one."""
        square = (x**3 - 3 * x + self.b) % self.p
        y = pow(square, (self.p + 1) // 4, self.p)
        return (x % self.p, y) if y * y % self.p == square else None

    def compressed(self, point: Point) -> bytes:
        return bytes([2 + point[1] % 2]) + point[0].to_bytes(self.size)

    def pair(self, r: int, s: int) -> bytes:
        return r.to_bytes(self.size) + s.to_bytes(self.size)


P256: Final = Curve(
    "P-256",
    32,
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    "sha256",
)
P384: Final = Curve(
    "P-384",
    48,
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    (
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
    "sha384",
)
