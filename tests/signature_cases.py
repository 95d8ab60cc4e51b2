"""Signatures and keys that nobody's library makes, one for each way in which verifiers are known to differ.

Each case says what microcred has to make of it, and by which rule. "Decided" is what standards leave open, and
docs/decisions/0037 settles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from curve_arithmetic import (
    BASE,
    P256,
    P384,
    TORSION,
    ZERO,
    Curve,
    L,
    P,
    Point,
    challenge,
    decoded,
    encoded,
    plus,
    times,
)
from microcred.keys import KeyType

SECRET = 0x6D6963726F63726564


def _nonce(data: bytes) -> int:
    # Short, so that it is quickly multiplied with: what is signed here need not stay safe.
    return int.from_bytes(hashlib.sha512(b"nonce" + data).digest()[:8])


@dataclass(frozen=True)
class SignatureCase:
    """A sound key, and a way to sign with it; ``holds`` is what has to come of it."""

    name: str
    type: KeyType
    key: bytes
    sign: Callable[[bytes], bytes]
    holds: bool
    rule: str

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


@dataclass(frozen=True)
class KeyCase:
    """Bytes that are no key to sign with; ``forge`` makes a signature that fits them, where there is one."""

    name: str
    type: KeyType
    raw: bytes
    code: str
    rule: str
    forge: Callable[[bytes], bytes] = lambda data: bytes(64)

    def __str__(self) -> str:
        return f"{self.type} {self.name}"


# RFC 8032, 5.1.3 and 5.1.7; FIPS 186-5, 7.8.


def ed25519_signed(data: bytes, *, secret: int = SECRET, a: bytes | None = None, extra: Point = ZERO) -> bytes:
    """A signature by a known secret, with a point of small order in its R, if one is given."""
    key = a or encoded(times(secret, BASE))
    nonce = _nonce(data)
    r = encoded(plus(times(nonce, BASE), extra))
    return r + ((nonce + challenge(r, key, data) * secret) % L).to_bytes(32, "little")


KEY = encoded(times(SECRET, BASE))
MIXED = encoded(plus(times(SECRET, BASE), TORSION[1]))
"""A key with the same secret, and a component of order 8: only who knows the secret can have made it."""


def _more(signature: bytes, by: int) -> bytes:
    return signature[:32] + (int.from_bytes(signature[32:], "little") + by).to_bytes(32, "little")


def _with_r(data: bytes, r: bytes, hashed: bytes | None = None) -> bytes:
    """A signature of which the R is a given point that contributes nothing, or something of small order."""
    return r + (challenge(hashed or r, KEY, data) * SECRET % L).to_bytes(32, "little")


def _mixed(data: bytes, *, strictly: bool) -> bytes:
    """With a mixed key and a mixed R: the parts of small order cancel out, or only times eight."""
    for turn in count():
        nonce = _nonce(data + bytes([turn]))
        r = encoded(plus(times(nonce, BASE), TORSION[3]))
        k = challenge(r, MIXED, data)
        if ((3 + k) % 8 == 0) is strictly:
            return r + ((nonce + k * SECRET) % L).to_bytes(32, "little")
    raise AssertionError


def _beside_the_curve(size: int = 32) -> bytes:
    return next(raw for y in count(2) if decoded(raw := y.to_bytes(size, "little")) is None)


def _ed25519_ctx(data: bytes, flag: int) -> bytes:
    """As Ed25519ctx or Ed25519ph sign (RFC 8032, 5.1 and 2, dom2)."""
    prefix = b"SigEd25519 no Ed25519 collisions" + bytes([flag, 0])
    content = hashlib.sha512(data).digest() if flag else data
    r = encoded(times(7, BASE))
    k = int.from_bytes(hashlib.sha512(prefix + r + KEY + content).digest(), "little") % L
    return r + ((7 + k * SECRET) % L).to_bytes(32, "little")


def ed25519_signatures() -> Iterator[SignatureCase]:
    def case(name: str, holds: bool, rule: str, sign: Callable[[bytes], bytes], key: bytes = KEY) -> SignatureCase:
        return SignatureCase(name, "Ed25519", key, sign, holds, rule)

    def altered(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        return lambda data: change(ed25519_signed(data))

    s_range = "RFC 8032, 5.1.7, step 1: S is in range(0, L)"
    y_range = "RFC 8032, 5.1.3, step 1: y is below p"
    decided = "RFC 8032, 5.1.7, step 3 allows both equations; decided: the one without cofactor"
    length = "RFC 8032, 5.1.7, step 1: two halves of 32 octets"
    yield case("as it ought to be", True, "RFC 8032, 5.1.6", ed25519_signed)
    for factor in (1, 2, 8, 15):
        yield case(f"S + {factor} L", False, s_range, altered(lambda found, factor=factor: _more(found, factor * L)))  # type: ignore[misc]
    for bit in (253, 254, 255):
        yield case(f"S with bit {bit}", False, s_range, altered(lambda found, bit=bit: _more(found, 1 << bit)))  # type: ignore[misc]
    yield case("S = L", False, s_range, lambda data: ed25519_signed(data)[:32] + L.to_bytes(32, "little"))
    yield case("S = 0", False, "RFC 8032, 5.1.7, step 3", altered(lambda found: found[:32] + bytes(32)))
    yield case(
        "-S",
        False,
        "RFC 8032, 5.1.7, step 3",
        altered(lambda found: found[:32] + (L - int.from_bytes(found[32:], "little")).to_bytes(32, "little")),
    )
    yield case("all bits set", False, s_range, lambda data: b"\xff" * 64)
    yield case(
        "-R",
        False,
        "RFC 8032, 5.1.7, step 3",
        altered(lambda found: found[:31] + bytes([found[31] ^ 128]) + found[32:]),
    )
    yield case(
        "R of order 1",
        True,
        "RFC 8032, 5.1.7, step 3: only who has the secret makes it",
        lambda data: _with_r(data, encoded(ZERO)),
    )
    for index in range(1, 8):
        r = encoded(TORSION[index])
        yield case(f"R of small order, {index}/8", False, decided, lambda data, r=r: _with_r(data, r))  # type: ignore[misc]
    for name, y in {"p": P, "p + 1": P + 1, "p, signed": P | 1 << 255, "p + 1, signed": (P + 1) | 1 << 255}.items():
        r = y.to_bytes(32, "little")
        yield case(f"R with y = {name}", False, y_range, lambda data, r=r: _with_r(data, r))  # type: ignore[misc]
        canonical = encoded(decoded(r) or ZERO)
        yield case(
            f"R with y = {name}, reduced before it is hashed",
            False,
            y_range,
            lambda data, r=r, canonical=canonical: _with_r(data, r, canonical),  # type: ignore[misc]
        )
    for name, y in {"1": 1, "p - 1": P - 1}.items():
        r = (y | 1 << 255).to_bytes(32, "little")
        rule = "RFC 8032, 5.1.3, step 4: an x of 0 has no sign"
        yield case(f"R with y = {name} and a sign", False, rule, lambda data, r=r: _with_r(data, r))  # type: ignore[misc]
    yield case("R beside the curve", False, "RFC 8032, 5.1.3, step 3", lambda data: _with_r(data, _beside_the_curve()))
    yield case("R of mixed order", False, decided, lambda data: ed25519_signed(data, extra=TORSION[1]))
    yield case(
        "mixed key, mixed R, cancelling out",
        True,
        "RFC 8032, 5.1.7, step 3: both equations hold",
        lambda data: _mixed(data, strictly=True),
        MIXED,
    )
    yield case(
        "mixed key, mixed R, with the cofactor only", False, decided, lambda data: _mixed(data, strictly=False), MIXED
    )
    yield case("Ed25519ctx", False, "RFC 8032, 5.1: PureEdDSA has no dom2", lambda data: _ed25519_ctx(data, 0))
    yield case("Ed25519ph", False, "RFC 8032, 5.1: PureEdDSA has no dom2", lambda data: _ed25519_ctx(data, 1))
    yield case(
        "hashed before",
        False,
        "RFC 8032, 5.1.7, step 2: PH is the identity",
        lambda data: ed25519_signed(hashlib.sha512(data).digest()),
    )
    yield case("over something else", False, "RFC 8032, 5.1.7, step 2", lambda data: ed25519_signed(data + b"\0"))
    yield case("by another secret", False, "RFC 8032, 5.1.7, step 3", lambda data: ed25519_signed(data, secret=5))
    yield case("S before R", False, "RFC 8032, 5.1.7, step 1", altered(lambda found: found[32:] + found[:32]))
    yield case("63 bytes", False, length, altered(lambda found: found[:-1]))
    yield case("65 bytes", False, length, altered(lambda found: found + b"\0"))
    yield case("a byte in front", False, length, altered(lambda found: b"\0" + found))
    yield case("32 bytes", False, length, altered(lambda found: found[:32]))
    yield case("128 bytes", False, length, altered(lambda found: found * 2))
    yield case("nothing", False, length, lambda data: b"")
    yield case("in DER", False, length, altered(lambda found: b"\x03\x41\x00" + found))


def ed25519_keys() -> Iterator[KeyCase]:
    def forged(raw: bytes) -> Callable[[bytes], bytes]:
        """Without any secret: a point of small order for R, and S of 0, until the equation holds."""

        def forge(data: bytes) -> bytes:
            point = decoded(raw) or ZERO
            for turn in count():
                r = encoded(plus(times(turn // 8, BASE), TORSION[turn % 8]))
                if plus(TORSION[turn % 8], times(challenge(r, raw, data), point)) == ZERO:
                    return r + (turn // 8).to_bytes(32, "little")
            raise AssertionError

        return forge

    small = "decided: RFC 8032 is silent, and anybody signs anything with it"
    for index, point in enumerate(TORSION):
        raw = encoded(point)
        yield KeyCase(f"of small order, {index}/8", "Ed25519", raw, "key.small-order", small, forged(raw))
    for name, y in {"1": 1, "p - 1": P - 1}.items():
        raw = (y | 1 << 255).to_bytes(32, "little")
        rule = "RFC 8032, 5.1.3, step 4: an x of 0 has no sign"
        yield KeyCase(f"y = {name} and a sign", "Ed25519", raw, "key.small-order", rule, forged(raw))
    for y in (P, P + 1, P + 2, 2**255 - 1):
        raw = y.to_bytes(32, "little")
        forge = forged(raw) if y - P < 2 else ed25519_signed
        rule = "RFC 8032, 5.1.3, step 1: y is below p"
        yield KeyCase(f"y = p + {y - P}", "Ed25519", raw, "key.not-canonical", rule, forge)
    for size in (0, 31, 33, 64):
        raw = (KEY * 2)[:size]
        yield KeyCase(f"of {size} bytes", "Ed25519", raw, "key.wrong-length", "RFC 8032, 5.1.5", ed25519_signed)
    rule = "RFC 8032, 5.1.3, step 3"
    yield KeyCase("beside the curve", "Ed25519", _beside_the_curve(), "key.not-a-point", rule, ed25519_signed)


# FIPS 186-5, 6.4; SEC 1, 2.3.4; ECDSA Cryptosuites 1.0, 3.2.5.


def hashed(curve: Curve, data: bytes, digest: str | None = None) -> int:
    """The leftmost bits of the digest, as many as the order has (FIPS 186-5, 6.4.2, steps 2 and 3)."""
    found = hashlib.new(digest or curve.digest, data).digest()
    return int.from_bytes(found[: curve.size])


def ecdsa_signed(curve: Curve, data: bytes, *, digest: str | None = None, secret: int = SECRET) -> tuple[int, int]:
    nonce = _nonce(data)
    point = curve.times(nonce, curve.base)
    assert point is not None
    r = point[0] % curve.n
    return r, pow(nonce, -1, curve.n) * (hashed(curve, data, digest) + r * secret) % curve.n


def ecdsa_key(curve: Curve) -> bytes:
    point = curve.times(SECRET, curve.base)
    assert point is not None
    return curve.compressed(point)


def ecdsa_signatures(curve: Curve) -> Iterator[SignatureCase]:
    name_, n, size = curve.name, curve.n, curve.size
    key = ecdsa_key(curve)
    top = 2 ** (8 * size)

    def case(name: str, holds: bool, rule: str, change: Callable[[int, int], bytes]) -> SignatureCase:
        return SignatureCase(name, name_, key, lambda data: change(*ecdsa_signed(curve, data)), holds, rule)  # type: ignore[arg-type]

    def whole(name: str, rule: str, sign: Callable[[bytes], bytes]) -> SignatureCase:
        return SignatureCase(name, name_, key, sign, False, rule)  # type: ignore[arg-type]

    ranges = "FIPS 186-5, 6.4.2, step 1: r and s are in [1, n - 1]"
    form = "ECDSA Cryptosuites 1.0, 3.2.5, and RFC 7518, 3.4: r and s side by side, in fixed width"
    equation = "FIPS 186-5, 6.4.2, step 8"
    yield case("as it ought to be", True, "FIPS 186-5, 6.4.1", curve.pair)
    yield case(
        "n - s", True, "FIPS 186-5, 6.4.2, step 1 has no lower half; decided: both", lambda r, s: curve.pair(r, n - s)
    )
    for name, value in {"0": 0, "n": n, "n + 1": n + 1, "2^bits - 1": top - 1}.items():
        yield case(f"r = {name}", False, ranges, lambda r, s, value=value: curve.pair(value, s))  # type: ignore[misc]
        yield case(f"s = {name}", False, ranges, lambda r, s, value=value: curve.pair(r, value))  # type: ignore[misc]
    yield case("r = s = 0", False, ranges, lambda r, s: bytes(2 * size))
    yield case("r = 0, s = n", False, ranges, lambda r, s: curve.pair(0, n))
    yield case("-r, as two's complement has it", False, equation, lambda r, s: curve.pair(top - r, s))
    yield case("-s, as two's complement has it", False, equation, lambda r, s: curve.pair(r, top - s))
    yield case("n - r", False, equation, lambda r, s: curve.pair(n - r, s))
    yield case("r = s = 1", False, equation, lambda r, s: curve.pair(1, 1))
    yield case("s before r", False, form, lambda r, s: curve.pair(s, r))
    yield case("a byte less", False, form, lambda r, s: curve.pair(r, s)[:-1])
    yield case("a byte more", False, form, lambda r, s: curve.pair(r, s) + b"\0")
    yield case("a zero before both", False, form, lambda r, s: b"".join(part.to_bytes(size + 1) for part in (r, s)))
    yield case("r alone", False, form, lambda r, s: r.to_bytes(size))
    yield case("nothing", False, form, lambda r, s: b"")
    yield case("in DER", False, form, encode_dss_signature)
    yield case("twice", False, form, lambda r, s: curve.pair(r, s) * 2)
    other = P384 if curve is P256 else P256
    for digest in ("sha1", "sha512", other.digest, "sha3_256"):
        rule = "ECDSA Cryptosuites 1.0, 3.2: SHA-256 with P-256, SHA-384 with P-384"
        yield whole(
            f"over {digest}", rule, lambda data, digest=digest: curve.pair(*ecdsa_signed(curve, data, digest=digest))
        )  # type: ignore[misc]
    yield whole(
        "hashed twice",
        equation,
        lambda data: curve.pair(*ecdsa_signed(curve, hashlib.new(curve.digest, data).digest())),
    )
    yield whole("over something else", equation, lambda data: curve.pair(*ecdsa_signed(curve, data + b"\0")))
    yield whole("by another secret", equation, lambda data: curve.pair(*ecdsa_signed(curve, data, secret=5)))
    yield whole("on the other curve", form, lambda data: other.pair(*ecdsa_signed(other, data)))

    def at_infinity(data: bytes) -> bytes:
        # With this r the two multiples are each other's negative, whatever s is.
        return curve.pair(-hashed(curve, data) * pow(SECRET, -1, n) % n, 1)

    yield whole("that leads to the point at infinity", "FIPS 186-5, 6.4.2, step 6", at_infinity)


@dataclass(frozen=True)
class MadeForOneMessage:
    """A signature that was chosen first, and the key under which it holds for one message: anybody can do that."""

    curve: Curve
    x: int
    """The x of the nonce's point."""

    def made(self, data: bytes) -> tuple[bytes, int, int]:
        curve = self.curve
        point = curve.at(self.x)
        assert point is not None
        r, s = self.x % curve.n, 0x5E
        inverse = pow(r, -1, curve.n)
        key = curve.plus(
            curve.times(inverse * s % curve.n, point),
            curve.times(-inverse * hashed(curve, data) % curve.n, curve.base),
        )
        assert key is not None
        return curve.compressed(key), r, s


def least_x(curve: Curve, start: int) -> int:
    return next(x for x in count(start) if x % curve.n and curve.at(x) is not None)


def ecdsa_keys(curve: Curve) -> Iterator[KeyCase]:
    size, point = curve.size, curve.times(SECRET, curve.base)
    assert point is not None
    x, y = (coordinate.to_bytes(size) for coordinate in point)
    length = "The did:key Method, 3.1.2, and Controlled Identifiers 1.0, 2.2.2: a compressed point"

    def case(name: str, raw: bytes, code: str, rule: str) -> KeyCase:
        return KeyCase(name, curve.name, raw, code, rule, lambda data: curve.pair(*ecdsa_signed(curve, data)))  # type: ignore[arg-type]

    yield case("uncompressed", b"\x04" + x + y, "key.wrong-length", length)
    for first in (6, 7):
        yield case(f"hybrid, {first}", bytes([first]) + x + y, "key.wrong-length", length)
    yield case("infinity", b"\0", "key.wrong-length", length)
    yield case("infinity in full length", bytes(size + 1), "key.not-a-point", "SEC 1, 2.3.4; FIPS 186-5, 6.2")
    for first in (0, 1, 4, 5, 6, 7, 0x82, 0xFF):
        yield case(f"compressed, beginning {first:02x}", bytes([first]) + x, "key.not-a-point", "SEC 1, 2.3.4")
    yield case("x alone", x, "key.wrong-length", length)
    yield case("x and y alone", x + y, "key.wrong-length", length)
    yield case("a byte more", curve.compressed(point) + b"\0", "key.wrong-length", length)
    yield case("a byte less", curve.compressed(point)[:-1], "key.wrong-length", length)
    off = next(candidate for candidate in count(2) if curve.at(candidate) is None)
    yield case("x beside the curve", b"\x02" + off.to_bytes(size), "key.not-a-point", "SEC 1, 2.3.4, step 2.4.2")
    beyond = next(candidate for candidate in count(0) if curve.at(candidate) is not None) + curve.p
    yield case("x beyond the field", b"\x02" + beyond.to_bytes(size), "key.not-a-point", "SEC 1, 2.3.5: x is below p")
    other = P384 if curve is P256 else P256
    yield case(f"a key of {other.name}", ecdsa_key(other), "key.wrong-length", length)


SIGNATURES = (*ed25519_signatures(), *ecdsa_signatures(P256), *ecdsa_signatures(P384))
KEYS = (*ed25519_keys(), *ecdsa_keys(P256), *ecdsa_keys(P384))
