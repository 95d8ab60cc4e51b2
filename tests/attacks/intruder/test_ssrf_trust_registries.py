"""A registry of issuers that lies inside, or names others that do.

Attack: whoever may say where the list of trusted issuers is (a setting, a registry of registries) names a place in the
verifier's network.

Naively: what an administrator configures is not looked at; a registry of registries is fetched, and what it names, too.

Here: registries come through the same door as what a badge names, and one that cannot be had is an error:
``fetch.forbidden-address`` or ``fetch.forbidden-scheme``, and no policy is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from led_inside import AIMS, guarded, naive_look_at_everything
from microcred.document import to_json
from microcred.errors import FetchError
from microcred.verification.trust import TrustedIssuers, TrustedRegistries
from naive_fetchers import InnerNetwork, listening
from world import World

REGISTRIES = "https://registries.example/list.json"


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


def registries(url: str) -> list[dict[str, Any]]:
    return [{"name": "A registry", "type": "dcc-legacy", "url": url}]


def test_a_naive_reader_fetches_what_a_registry_of_registries_names(
    inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.stands_in(monkeypatch)
    naive_look_at_everything(registries(AIMS[0].format(port=inside.port)))
    assert inside.knocks() == 1


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("read", [TrustedIssuers.from_url, TrustedRegistries.from_url])
def test_a_registry_inside_is_not_asked(read: Callable[..., object], aim: str, inside: InnerNetwork) -> None:
    with pytest.raises(FetchError) as refused:
        read(aim.format(port=inside.port), fetcher=guarded())
    assert refused.value.code in ("fetch.forbidden-address", "fetch.forbidden-scheme")
    assert inside.knocks() == 0


@pytest.mark.parametrize("aim", AIMS[:-1])
def test_a_registry_that_another_one_names_is_not_asked_inside(aim: str, inside: InnerNetwork) -> None:
    world = World()
    world.answer(
        REGISTRIES, (200, {"content-type": "application/json"}, to_json(registries(aim.format(port=inside.port))))
    )
    with pytest.raises(FetchError) as refused:
        TrustedRegistries.from_url(REGISTRIES, fetcher=world)
    assert refused.value.code in ("fetch.forbidden-address", "fetch.forbidden-scheme")
    assert inside.knocks() == 0


def test_a_registry_on_the_web_is_read() -> None:
    world = World()
    world.serve(REGISTRIES, registries("https://registry.example/registry.json"))
    world.serve("https://registry.example/registry.json", {"registry": {"did:example:college": {"name": "Riverside"}}})
    found = TrustedRegistries.from_url(REGISTRIES, fetcher=world)
    assert found.recognise("did:example:college") is not None
