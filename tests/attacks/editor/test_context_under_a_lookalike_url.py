"""A context under a URL that looks like the standard's.

Attack: The editor names "https://www.w3.org/ns/credentials/v2#", "…/v2?", "HTTPS://…" or a host that looks like the
standard's, where he serves a context of his own that gives validUntil a name more.

Naively: a verifier that fetches contexts gets the editor's, under which the statements are those that were signed; one
that normalises URLs takes the look-alike for the original.

Here: contexts come from the package alone and are never fetched; URLs are compared character by character, as JSON-LD
does (`model.wrong-context` where the standard requires one, else `contexts.unknown`, which is undetermined).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES
from doctored import CREDENTIALS_VOCABULARY, DATE_TIME, accepted, badge, refusal, verify
from microcred.contexts import BUNDLED
from naive_data_integrity import naive_verify

LOOKALIKE = "https://purl.imsgl\u043ebal.org/spec/ob/v3p0/context-3.0.3.json"


def naive_web(url: str, *, with_name: str = "") -> dict[str, Any]:
    """What a verifier finds at a look-alike of a URL: the standard's context, or one with a name more."""
    document = BUNDLED.versions(OPEN_BADGES if "imsgl" in url else CREDENTIALS_V2)[0].load()
    if with_name:
        further = {with_name: {"@id": f"{CREDENTIALS_VOCABULARY}validUntil", "@type": DATE_TIME}}
        document = {"@context": [document["@context"], further]}
    return {url: document}


def under(place: int, url: str) -> dict[str, Any]:
    tree = badge()
    tree["@context"][place] = url
    return tree


def test_a_naive_verifier_that_fetches_contexts_sees_no_end() -> None:
    tree = under(1, LOOKALIKE)
    tree["goodFor"] = tree.pop("validUntil")
    assert "validUntil" not in naive_verify(tree, naive_web(LOOKALIKE, with_name="goodFor"))
    assert refusal(tree)[:2] == ("model", "model.wrong-context")


@pytest.mark.parametrize(
    "url",
    [
        f"{CREDENTIALS_V2}#",
        f"{CREDENTIALS_V2}#VerifiableCredential",
        f"{CREDENTIALS_V2}?",
        f"{CREDENTIALS_V2}?v=2",
        f"{CREDENTIALS_V2}/",
        "http://www.w3.org/ns/credentials/v2",
        "HTTPS://www.w3.org/ns/credentials/v2",
        "https://WWW.W3.ORG/ns/credentials/v2",
        "https://www.w3.org:443/ns/credentials/v2",
        "https://www.w3.org/ns/./credentials/v2",
        "https://www.w3.org/ns/%63redentials/v2",
        "https://www.w3.org@thief.example/ns/credentials/v2",
        "https://www.w3.org.thief.example/ns/credentials/v2",
    ],
)
def test_a_naive_verifier_takes_a_lookalike_and_here_it_is_not_the_standards(url: str) -> None:
    assert naive_verify(under(0, url), naive_web(url))
    assert refusal(under(0, url)) == ("model", "model.wrong-context", "/@context/0")
    assert accepted(under(0, CREDENTIALS_V2))


def test_a_context_that_nobody_knows_leaves_the_badge_undetermined() -> None:
    tree = badge()
    tree["@context"].append(LOOKALIKE)
    assert verify(tree).verdict == "undetermined"
    assert refusal(tree) == ("contexts", "contexts.unknown", "/@context/2")
