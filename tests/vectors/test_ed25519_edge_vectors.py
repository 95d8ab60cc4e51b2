"""The twelve edge cases of "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko; SSR 2020).

Source: novifinancial/ed25519-speccheck, cases.json at 65519336. What a verifier without cofactor that follows FIPS
186-5 and refuses public keys of small order must say of each is spelled out beside it.
"""

from __future__ import annotations

import pytest

from microcred.errors import IssuerKeyError
from microcred.keys import PublicKey

A_SMALL = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
A_MIXED = "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
A_MIXED_2 = "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d"
A_PRIME = "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623"
A_NOT_CANONICAL = "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
M_1 = "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79"
M_4 = "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c"
M_6 = "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40"
M_8 = "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41"

REFUSED_KEYS = [
    (
        "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
        A_SMALL,
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
        "0000000000000000000000000000000000000000000000000000000000000000",
    ),
    (
        M_1,
        A_SMALL,
        "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
        "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    ),
    (
        "e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
        A_NOT_CANONICAL,
        "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
        "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    ),
    (
        "39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
        A_NOT_CANONICAL,
        "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
        "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
    ),
]

JUDGED_SIGNATURES = [
    pytest.param(
        "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
        A_MIXED,
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
        "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
        True,
        id="2 small R, which only the holder of the key can make",
    ),
    pytest.param(
        M_1,
        A_MIXED_2,
        "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
        "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
        True,
        id="3 mixed A and R, on which both equations agree",
    ),
    pytest.param(
        M_4,
        A_MIXED_2,
        "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
        "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
        False,
        id="4 holds with the cofactor only",
    ),
    pytest.param(
        M_4,
        A_MIXED_2,
        "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
        "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
        False,
        id="5 holds with the cofactor only, unless reduced early",
    ),
    pytest.param(
        M_6,
        A_PRIME,
        "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
        "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
        False,
        id="6 S beyond the order",
    ),
    pytest.param(
        M_6,
        A_PRIME,
        "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
        "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
        False,
        id="7 S far beyond the order",
    ),
    pytest.param(
        M_8,
        A_MIXED,
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f",
        False,
        id="8 R not in canonical form",
    ),
    pytest.param(
        M_8,
        A_MIXED,
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908",
        False,
        id="9 R not in canonical form, hashed as it stands",
    ),
]


@pytest.mark.parametrize(("_message", "key", "_signature"), REFUSED_KEYS, ids=["0", "1", "10", "11"])
def test_a_key_of_small_order_is_refused_before_any_signature(_message: str, key: str, _signature: str) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey("Ed25519", bytes.fromhex(key))
    assert caught.value.code == "key.small-order"


@pytest.mark.parametrize(("message", "key", "signature", "holds"), JUDGED_SIGNATURES)
def test_a_signature_is_judged_strictly(message: str, key: str, signature: str, holds: bool) -> None:
    public_key = PublicKey("Ed25519", bytes.fromhex(key))
    assert public_key.verify(bytes.fromhex(signature), bytes.fromhex(message)) is holds
