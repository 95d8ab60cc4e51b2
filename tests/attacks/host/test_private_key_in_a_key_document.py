"""A document of keys with the private one in it.

Attack: an issuer has published its private key by mistake, so that anybody can seal badges in its name.

Naively: the public half is all that a verifier needs, and the rest of the method is not looked at.

Here: a key that anybody has vouches for nobody: `key.private-key-published`, with the advice to revoke it.
"""

from __future__ import annotations

import pytest

from hosted_keys import BADGE, TRUE_DOCUMENT, document, judged
from naive_keys import naive_fits, naive_method

METHOD = naive_method(TRUE_DOCUMENT)
SECRETS = [
    {"secretKeyMultibase": "z3u2en7t5LR2WtQH5PfFqMqwVHgeXouLzo6haApm8XHqvjxq"},
    {"privateKeyMultibase": "z3u2"},
    {"privateKeyJwk": {"kty": "OKP"}},
]


def published(secret: dict[str, object]) -> dict[str, object]:
    return document(verificationMethod=[{**METHOD, **secret}])


def test_a_naive_verifier_does_not_mind_that_everybody_has_the_key() -> None:
    for secret in SECRETS:
        assert naive_fits(BADGE, naive_method(published(secret)))


@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: next(iter(secret)))
def test_a_key_that_everybody_has_vouches_for_nobody(secret: dict[str, object]) -> None:
    found = judged(BADGE, published(secret))
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.private-key-published")
    assert "revoke" in str(found["issuer_key"].hint)
    assert judged(BADGE, TRUE_DOCUMENT).verdict == "accepted"
