"""One signature in many spellings.

Attack: The editor writes the signature of a proof in another base, with white space, with zeros in front, or as another
number that satisfies the same equation (S + L in place of S).

Naively: whatever decodes is decoded, and the badge is accepted under as many proof values as he likes: a list of proofs
that were seen, or withdrawn, finds none again.

Here: a signature is 64 octets in base58-btc, and has one spelling (`proof.value-malformed`); a number beyond the order
of the group is none (RFC 8032, 5.1.7: `proof.signature-invalid`).
"""

from __future__ import annotations

import base64
from typing import Any

import pytest

from badges import SIGNER
from doctored import accepted, badge, refusal
from microcred.multibase import decode_base58btc, encode_base58btc

ORDER = 2**252 + 27742317777372353535851937790883648493


def signature() -> bytes:
    return decode_base58btc(badge()["proof"]["proofValue"], max_length=128)


def with_value(value: Any) -> dict[str, Any]:
    tree = badge()
    tree["proof"]["proofValue"] = value
    return tree


def naive_decode(value: str) -> bytes:
    """The octets of a value in whatever base it says, or seems, to be in."""
    value = "".join(value.split())
    match value[0]:
        case "u" | "U":
            return base64.urlsafe_b64decode(value[1:] + "=" * (-len(value[1:]) % 4))
        case "f" | "F":
            return bytes.fromhex(value[1:])
        case _:
            return decode_base58btc("z" + value.lstrip("z").lstrip("1"), max_length=128)


def spellings() -> list[str]:
    plain = badge()["proof"]["proofValue"]
    octets = signature()
    return [
        "u" + base64.urlsafe_b64encode(octets).rstrip(b"=").decode(),
        "U" + base64.urlsafe_b64encode(octets).decode(),
        "f" + octets.hex(),
        "F" + octets.hex().upper(),
        f" {plain}",
        f"{plain}\n",
        plain[:20] + " " + plain[20:],
        f"z1{plain[1:]}",
        plain[1:],
        f"z{plain}",
    ]


@pytest.mark.parametrize("number", range(10))
def test_a_naive_decoder_reads_all_spellings_and_here_there_is_one(number: int) -> None:
    spelled = spellings()[number]
    assert naive_decode(spelled) == signature()
    assert refusal(with_value(spelled)) == ("proof", "proof.value-malformed", "/proof/proofValue")
    assert accepted(with_value(encode_base58btc(signature())))


def test_another_number_that_satisfies_the_equation_is_no_signature() -> None:
    octets = signature()
    number = int.from_bytes(octets[32:], "little") + ORDER
    malleated = octets[:32] + number.to_bytes(32, "little")
    assert not SIGNER.public_key.verify(malleated, b"")
    assert refusal(with_value(encode_base58btc(malleated)))[1] == "proof.signature-invalid"


@pytest.mark.parametrize("value", [None, 7, "", "z", "z0OIl", {}, [], ["z"], "z" + "2" * 10_000])
def test_what_is_no_signature_is_refused(value: Any) -> None:
    assert refusal(with_value(value))[1] == "proof.value-malformed"
