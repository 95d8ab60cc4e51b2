"""A registry that sends into the verifier's own network.

Attack: The host of a registry sends whoever asks to an address inside the verifier's network, or the registry is named
by a URL that is not the web's.

Naively: A verifier opens any URL with the function of its language that opens URLs: files and all.

Here: A list comes over https from a public address, at each step of the way: a ``fetch.forbidden-`` code, and no
packet.
"""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher
from microcred.verification.trust import TrustedIssuers
from trust_registry import ATTACKER, COLLEGE, REGISTRY, registry
from world import World


def naive_trusted(url: str) -> set[str]:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - that is the point
        return set(json.load(answer)["registry"])


def test_a_naive_verifier_reads_a_file_for_a_registry(tmp_path: Path) -> None:
    place = tmp_path / "planted.json"
    place.write_text(json.dumps(registry(ATTACKER)))
    assert naive_trusted(place.as_uri()) == {ATTACKER}
    with pytest.raises(FetchError) as caught:
        TrustedIssuers.from_url(place.as_uri(), fetcher=HttpsFetcher())
    assert caught.value.code.startswith("fetch.forbidden")


def test_a_registry_at_a_public_address_is_read() -> None:
    world = World()
    world.serve(REGISTRY, registry(COLLEGE))
    assert TrustedIssuers.from_url(REGISTRY, fetcher=world).recognise(COLLEGE) is not None


@pytest.mark.parametrize(
    "target", ["http://registry.example/x", "https://169.254.169.254/latest", "https://127.0.0.1/x", "https://[::1]/"]
)
def test_a_redirect_to_an_open_or_a_private_address_is_refused(target: str) -> None:
    world = World()
    world.redirect(REGISTRY, target)
    with pytest.raises(FetchError):
        TrustedIssuers.from_url(REGISTRY, fetcher=world)


@pytest.mark.parametrize(
    "url", ["http://registry.example/x", "https://10.0.0.1/x", "file:///etc/passwd", "ftp://a.example"]
)
def test_a_list_comes_over_https_from_a_public_address_alone(url: str) -> None:
    with pytest.raises(FetchError):
        TrustedIssuers.from_url(url, fetcher=HttpsFetcher())
