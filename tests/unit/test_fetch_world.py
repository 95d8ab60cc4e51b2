"""The world in memory that other tests stand on is held to what it promises."""

from __future__ import annotations

import json
import pickle

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import Fetched, FetchLimits
from world import World

URL = "https://issuer.example/keys"


def get(world: World, url: str = URL, limits: FetchLimits | None = None) -> Fetched:
    return world.session(limits).get(url, accept="application/json")


def code_of(world: World, url: str = URL, limits: FetchLimits | None = None) -> str:
    with pytest.raises(FetchError) as refused:
        get(world, url, limits)
    return refused.value.code


def test_what_is_served_as_json_is_found_as_json() -> None:
    world = World()
    world.serve(URL, {"id": "did:web:issuer.example"}, media_type="application/did+json")
    fetched = get(world)
    assert json.loads(fetched.body) == {"id": "did:web:issuer.example"}
    assert fetched.media_type == "application/did+json"


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:issuer.example", "https://issuer.example/.well-known/did.json"),
        ("did:web:issuer.example:faculty:art", "https://issuer.example/faculty/art/did.json"),
        ("did:web:issuer.example%3A8443", "https://issuer.example:8443/.well-known/did.json"),
    ],
)
def test_a_did_web_document_is_where_the_method_wants_it(did: str, url: str) -> None:
    world = World()
    assert world.serve_did_web(did, {"id": did}) == url
    assert json.loads(get(world, url).body) == {"id": did}


def test_nobody_at_home_is_a_404() -> None:
    assert code_of(World()) == "fetch.http-status"


def test_what_is_down_cannot_be_reached() -> None:
    world = World({URL: b"{}"})
    world.down(URL)
    assert code_of(world) == "fetch.unreachable"


def test_damage_changes_what_is_served() -> None:
    world = World()
    world.serve(URL, {"a": 1})
    world.damage(URL, lambda body: body.replace(b"1", b"2"))
    assert json.loads(get(world).body) == {"a": 2}
    assert get(world).media_type == "application/json"


def test_a_function_may_answer() -> None:
    assert get(World({URL: lambda request: request.accept.encode()})).body == b"application/json"


def test_visits_are_counted_hop_by_hop() -> None:
    world = World({"https://elsewhere.example/": b"{}"})
    world.redirect(URL, "https://elsewhere.example/")
    assert get(world).url == "https://elsewhere.example/"
    assert world.visits == [URL, "https://elsewhere.example/"]


def test_redirects_are_bounded() -> None:
    world = World()
    world.redirect(URL, URL)
    assert code_of(world, limits=FetchLimits(redirects=3)) == "fetch.too-many-redirects"
    assert len(world.visits) == 4


def test_a_redirect_to_plain_http_is_refused() -> None:
    world = World()
    world.redirect(URL, "http://issuer.example/keys")
    assert code_of(world) == "fetch.forbidden-scheme"


def test_limits_hold_in_the_world_too() -> None:
    assert code_of(World({URL: bytes(11)}), limits=FetchLimits(response_bytes=10)) == "fetch.too-large"
    assert code_of(World(), "http://issuer.example/") == "fetch.forbidden-scheme"


def test_a_world_of_documents_can_be_pickled() -> None:
    world = World()
    world.serve(URL, b"{}")
    assert get(pickle.loads(pickle.dumps(world))).body == b"{}"
