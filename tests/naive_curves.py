"""Two curves as a textbook has them, without the checks that keep keys and signatures from having a second form."""

from __future__ import annotations

import hashlib
from typing import NamedTuple, TypeAlias

Point: TypeAlias = "tuple[int, int] | None"

# FIPS 186-5 and SP 800-186, 3.2.1.3.
P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def p256_add(one: Point, two: Point) -> Point:
    """The sum of two points of P-256; None is the point at infinity."""
    if one is None or two is None:
        return one or two
    if one[0] == two[0] and (one[1] + two[1]) % P256 == 0:
        return None
    rise, run = (3 * one[0] ** 2 - 3, 2 * one[1]) if one == two else (two[1] - one[1], two[0] - one[0])
    slope = rise * pow(run, -1, P256) % P256
    x = (slope**2 - one[0] - two[0]) % P256
    return x, (slope * (one[0] - x) - one[1]) % P256


def p256_times(number: int, point: Point = _BASE) -> Point:
    """A multiple of a point, of the base if none is given."""
    found: Point = None
    while number:
        if number & 1:
            found = p256_add(found, point)
        point, number = p256_add(point, point), number >> 1
    return found


def naive_ecdsa_holds(key: tuple[int, int], signature: bytes, message: bytes) -> bool:
    """The equation of ECDSA, without a look at whether r and s lie between 1 and n - 1 (FIPS 186-5, 6.4.2, step 1)."""
    half = len(signature) // 2
    r, s = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    inverse = pow(s, P256_ORDER - 2, P256_ORDER)
    digest = int.from_bytes(hashlib.sha256(message).digest())
    point = p256_add(p256_times(digest * inverse % P256_ORDER), p256_times(r * inverse % P256_ORDER, key))
    return (0 if point is None else point[0]) % P256_ORDER == r % P256_ORDER


# RFC 8032, 5.1.
FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, FIELD) % FIELD


class Extended(NamedTuple):
    """A point of the curve of Ed25519 in extended coordinates (RFC 8032, 5.1.4)."""

    x: int
    y: int
    z: int
    t: int

    def plus(self, other: Extended) -> Extended:
        a, b = (self.y - self.x) * (other.y - other.x) % FIELD, (self.y + self.x) * (other.y + other.x) % FIELD
        c, d = 2 * self.t * other.t * _D % FIELD, 2 * self.z * other.z % FIELD
        e, f, g, h = b - a, d - c, d + c, b + a
        return Extended(e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)

    def times(self, number: int) -> Extended:
        found, power = Extended(0, 1, 1, 0), self
        while number:
            if number & 1:
                found = found.plus(power)
            power, number = power.plus(power), number >> 1
        return found

    def same_as(self, other: Extended) -> bool:
        return not (self.x * other.z - other.x * self.z) % FIELD and not (self.y * other.z - other.y * self.z) % FIELD

    @property
    def encoded(self) -> bytes:
        """The one canonical encoding of the point."""
        x, y = (each * pow(self.z, -1, FIELD) % FIELD for each in (self.x, self.y))
        return (y | (x & 1) << 255).to_bytes(32, "little")


def naive_point(raw: bytes) -> Extended:
    """The point of an encoding whose y may also be one that is not below the field's prime."""
    number = int.from_bytes(raw, "little")
    y, sign = number % 2**255 % FIELD, number >> 255
    square = (y * y - 1) * pow(_D * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    assert not (x * x - square) % FIELD, "it is no point of the curve"
    x = x if x & 1 == sign else -x % FIELD
    return Extended(x, y, 1, x * y % FIELD)


BASE = naive_point((4 * pow(5, -1, FIELD) % FIELD).to_bytes(32, "little"))


def naive_ed25519_holds(key: bytes, signature: bytes, message: bytes) -> bool:
    """The equation of Ed25519, without a look at the order of the key, the encodings, and whether S is reduced."""
    s = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return BASE.times(s).same_as(naive_point(signature[:32]).plus(naive_point(key).times(challenge)))
