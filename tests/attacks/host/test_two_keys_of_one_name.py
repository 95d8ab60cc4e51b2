"""Two keys under one name in the issuer's document.

Attack: who can add a key to the document, and cannot take one out, adds a second one under the name of the first; one
reader takes the first, another one the last.

Naively: the methods are looked through until one has the right name, or kept by name so that the last one wins.

Here: one name is one key: where two entries of a name differ, the error is `key.ambiguous`, for badges of either key. A
copy of the same method is no second one.
"""

from __future__ import annotations

from typing import Any

from hosted_keys import BADGE, FORGED, MALLORY, METHOD, TRUE_DOCUMENT, document, judged
from naive_keys import naive_fits, naive_method

TRUE_METHOD, FALSE_METHOD = naive_method(TRUE_DOCUMENT), naive_method(document(MALLORY))
BOTH = document(verificationMethod=[TRUE_METHOD, FALSE_METHOD])


def naive_last_method(document: dict[str, Any]) -> dict[str, Any]:
    """The methods in a dictionary by name."""
    by_name: dict[str, dict[str, Any]] = {method["id"]: method for method in document["verificationMethod"]}
    return by_name[METHOD]


def test_two_naive_readers_take_two_keys() -> None:
    assert naive_fits(BADGE, naive_method(BOTH))
    assert naive_fits(FORGED, naive_last_method(BOTH))


def test_a_name_of_two_keys_is_a_name_of_none() -> None:
    for badge in (BADGE, FORGED):
        for methods in ([TRUE_METHOD, FALSE_METHOD], [FALSE_METHOD, TRUE_METHOD]):
            found = judged(badge, document(verificationMethod=methods))
            assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.ambiguous")


def test_a_second_key_within_a_relationship_counts_as_well() -> None:
    found = judged(FORGED, document(assertionMethod=[FALSE_METHOD]))
    assert found["issuer_key"].code == "key.ambiguous"


def test_a_copy_of_the_same_key_is_no_second_one() -> None:
    assert judged(BADGE, document(assertionMethod=[TRUE_METHOD])).verdict == "accepted"
