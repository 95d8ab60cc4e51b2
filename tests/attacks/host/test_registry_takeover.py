"""Attack: whoever controls what a list of trusted issuers says is trusted."""

from __future__ import annotations

import json

import pytest

from badges import AT, SIGNER, STRANGER, sealed, unsigned
from microcred.errors import FetchError, MicrocredError
from microcred.verification.fetch import FetchLimits, HttpsFetcher, Offline
from microcred.verification.trust import TrustedIssuers, TrustedRegistries
from microcred.verification.verifier import Verifier
from world import World

COLLEGE = SIGNER.verification_method.partition("#")[0]
ATTACKER = STRANGER.verification_method.partition("#")[0]
REGISTRY = "https://registry.example/registry.json"
EVIL = "https://attacker.example/registry.json"


def registry(issuer: str) -> dict[str, object]:
    return {"meta": {}, "registry": {issuer: {"name": "Riverside College"}}}


def test_a_redirect_to_another_host_does_not_decide_whom_to_trust() -> None:
    world = World()
    world.redirect(REGISTRY, EVIL)
    world.serve(EVIL, registry(ATTACKER))
    for load in (TrustedIssuers.from_url, TrustedRegistries.from_url):
        with pytest.raises(FetchError) as caught:
            load(REGISTRY, fetcher=world)
        assert caught.value.code == "trust.redirected"


def test_a_redirect_within_the_host_is_followed() -> None:
    world = World()
    world.redirect(REGISTRY, "/v2/registry.json")
    world.serve("https://registry.example/v2/registry.json", registry(COLLEGE))
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


def test_a_registry_that_never_ends_is_given_up() -> None:
    world = World()
    world.serve(REGISTRY, b"{" + b" " * 3_000_000 + b"}")
    with pytest.raises(FetchError) as caught:
        TrustedIssuers.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "fetch.too-large"
    with pytest.raises(MicrocredError) as caught_too:
        TrustedIssuers.from_url(REGISTRY, fetcher=world, limits=FetchLimits(response_bytes=4_000_000))
    assert caught_too.value.code == "usage.not-a-trust-list"


def test_a_list_of_registries_does_not_send_us_round_the_web() -> None:
    world = World()
    entries = [{"name": str(n), "type": "dcc-legacy", "url": f"https://r{n}.example/"} for n in range(17)]
    world.serve(REGISTRY, entries)
    with pytest.raises(MicrocredError) as caught:
        TrustedRegistries.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "usage.not-a-trust-list"
    assert world.visits == [REGISTRY]


def test_a_list_of_registries_is_not_a_registry_that_a_list_names() -> None:
    world = World()
    world.serve(REGISTRY, [{"name": "again", "type": "dcc-legacy", "url": REGISTRY}])
    with pytest.raises(MicrocredError) as caught:
        TrustedRegistries.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "usage.not-a-trust-list"


def test_the_name_in_a_registry_does_not_lend_itself_to_another_id() -> None:
    world = World()
    world.serve(REGISTRY, registry(COLLEGE))
    trust = TrustedIssuers.from_url(REGISTRY, fetcher=world)
    impostor = {"id": ATTACKER, "type": ["Profile"], "name": "Riverside College"}
    genuine, forged = sealed(), sealed(unsigned(issuer=impostor), STRANGER)
    verifier = Verifier(trust=trust, fetcher=Offline())
    assert verifier.verify(genuine, at=AT)["trust"].evidence["name"] == "Riverside College"
    assert verifier.verify(forged, at=AT)["trust"].code == "trust.not-recognised"


def test_a_member_name_is_not_taken_for_an_issuer() -> None:
    world = World({REGISTRY: json.dumps({"registry": {"meta": {"name": "x"}}}).encode()})
    with pytest.raises(MicrocredError) as caught:
        TrustedIssuers.from_url(REGISTRY, fetcher=world)
    assert caught.value.code == "usage.empty-trust-list"
