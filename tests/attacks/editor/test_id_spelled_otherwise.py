"""An id in another spelling that browsers hold to be the same.

Attack: The editor writes the id of the achievement, or of the learner, with capitals in the host, with the port 443,
with "%6C" for a letter, with "/./" in the path, in Punycode, or with a zero-width space at the end.

Naively: URLs are normalised before they are signed and verified, and the signature holds; lists of what is revoked,
known or paid for, which compare texts, do not find the id.

Here: ids are compared and signed character by character (RDF 1.1 Concepts, 3.2: "simple string comparison"), so another
spelling is another id (`proof.signature-invalid`), or none (`model.not-a-uri`).
"""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

SOIL = "https://college.example/achievements/soil-2"


def naive_normal(url: str) -> str:
    """A URL as browsers write it."""
    parts = urlsplit(unquote(url))
    host = (parts.hostname or "").encode("ascii", "ignore").decode()
    return urlunsplit((parts.scheme, host, parts.path.replace("/./", "/").rstrip("\u200b"), parts.query, ""))


def with_id(spelled: str) -> dict[str, Any]:
    tree = badge()
    tree["credentialSubject"]["achievement"]["id"] = spelled
    return tree


def naive_verify_normalised(tree: dict[str, Any]) -> str:
    """The id of the achievement, if the signature holds over its normal spelling."""
    normal = copy.deepcopy(tree)
    achievement = normal["credentialSubject"]["achievement"]
    achievement["id"] = naive_normal(achievement["id"])
    naive_verify(normal)
    return str(tree["credentialSubject"]["achievement"]["id"])


@pytest.mark.parametrize(
    "spelled",
    [
        "HTTPS://college.example/achievements/soil-2",
        "https://COLLEGE.example/achievements/soil-2",
        "https://college.example:443/achievements/soil-2",
        "https://college.example/./achievements/soil-2",
        "https://college.example/achievements/soi%6C-2",
        "https://college.example/achievements/soil-2#",
        "https://college.example/achievements/soil-2?",
        f"{SOIL}\u200b",
        "https://coll\u00adege.example/achievements/soil-2",
    ],
    ids=ascii,
)
def test_a_naive_verifier_takes_another_spelling_and_here_it_is_another_id(spelled: str) -> None:
    assert naive_verify_normalised(with_id(spelled)) != SOIL
    assert refusal(with_id(spelled))[1] in ("proof.signature-invalid", "model.not-a-uri")
    assert accepted(with_id(SOIL))


LEARNERS = ["Learner", "learne%72", "learner/", "l\u0435arner", "learner#"]


@pytest.mark.parametrize("learner", [*(f"did:example:{name}" for name in LEARNERS), "DID:example:learner"], ids=ascii)
def test_so_it_is_with_the_learner(learner: str) -> None:
    tree = badge()
    tree["credentialSubject"]["id"] = learner
    assert refusal(tree)[1] == "proof.signature-invalid"
