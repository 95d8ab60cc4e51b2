"""A status list in another base, or with foreign characters in its text.

Attack: the text of a list says with its first letter that it is base58 or padded base64, has characters that are in no
alphabet, or bits at its end that carry nothing: readers who guess differently unpack different lists.

Naively: the first letter is cut off, whatever it is, and what is not in the alphabet is left out.

Here: the first letter is `u` (Bitstring Status List 1.0, 2.2), and what is in no base64 alphabet makes the list
unusable: `status.list-unusable`. The other alphabet and padding are read, since there is one way to read them: no
spelling of a list in which a badge is revoked hides that.
"""

from __future__ import annotations

import base64

import pytest

from hosted_lists import judged, unknown
from naive_hosts import naive_bits
from status_lists import encoded, status_list

GOOD = encoded({94567})
PACKED = base64.urlsafe_b64decode(GOOD[1:] + "===")


def naive_of_any_base(encoded_list: str) -> bytes:
    """The list behind its first letter, without what does not belong there."""
    letters = "".join(character for character in encoded_list[1:] if character.isalnum() or character in "-_")
    return naive_bits("u" + letters)


def test_a_naive_reader_takes_every_first_letter_and_leaves_out_the_rest() -> None:
    assert naive_of_any_base("z" + GOOD[1:]) == naive_bits(GOOD)
    assert naive_of_any_base(GOOD[:9] + "!\n " + GOOD[9:]) == naive_bits(GOOD)


@pytest.mark.parametrize(
    "text",
    [
        *(first + GOOD[1:] for first in ("", "U", "m", "M", "z", "f", " ", "\ufeffu")),
        *(GOOD[:9] + foreign + GOOD[9:] for foreign in ("!", "\n", " ", "=", "==", "%3D", "é", "\0")),
        GOOD + "=====",
        "uu" + GOOD[1:],
        "",
        "u",
    ],
)
def test_a_list_that_is_not_base64_behind_a_u_is_not_read(text: str) -> None:
    assert unknown(judged(page=status_list({"encodedList": text}))) == "status.list-unusable"


@pytest.mark.parametrize(
    "text",
    [GOOD, "u" + base64.urlsafe_b64encode(PACKED).decode(), "u" + base64.b64encode(PACKED).decode()],
    ids=["base64url", "padded", "base64"],
)
def test_no_spelling_hides_a_revocation(text: str) -> None:
    assert judged(page=status_list({"encodedList": text}))["status"].code == "status.revoked"


@pytest.mark.parametrize("value", [None, 5, ["u"], {"@value": GOOD}])
def test_a_list_that_is_no_text_is_not_read(value: object) -> None:
    page = status_list({"encodedList": value} if value is not None else {"encodedList": ""})
    assert str(unknown(judged(page=page))).startswith("status.list-")
