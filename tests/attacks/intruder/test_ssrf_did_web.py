"""A did:web that leads inside.

Attack: the issuer of a badge is a did:web whose host is this machine, an address in other clothes, a port of another
protocol, or something that becomes one of them once it is decoded.

Naively: the method is followed by its steps (did:web, 2.5.2): colons become slashes, everything is percent-decoded,
``https://`` goes in front, and the result is fetched.

Here: the host is a DNS name with nothing encoded but the colon before a port, or it is no did:web: ``key.invalid-did``.
What is one goes through the guard of every URL: ``fetch.forbidden-address``, ``fetch.forbidden-port``.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from led_inside import guarded
from microcred.errors import MicrocredError
from microcred.verification.controller_documents import RESOLVERS, ControllerDocument, dereference, split_url
from microcred.verification.fetch import FetchSession
from naive_fetchers import InnerNetwork, listening, naive_get
from ssrf_addresses import DIDS, Aim
from world import World


@pytest.fixture(scope="module")
def inside() -> Iterator[InnerNetwork]:
    with listening() as network:
        yield network


def resolve(did: str, session: FetchSession) -> ControllerDocument:
    document_url, _ = split_url(did)
    return dereference(document_url, session, RESOLVERS, allow_http=False)


def naive_resolve(did: str) -> bytes | None:
    """Follow the steps of the method, and decode first."""
    host, *path = did.removeprefix("did:web:").split(":")
    return naive_get(f"https://{unquote(host)}/{'/'.join(map(unquote, path)) or '.well-known'}/did.json")


def test_a_naive_resolver_is_led_inside(inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    inside.stands_in(monkeypatch)
    for aim in DIDS:
        naive_resolve(aim.at(inside.port))
    assert inside.knocks() >= 20


@pytest.mark.parametrize("aim", DIDS, ids=[aim.text for aim in DIDS])
def test_a_did_web_that_leads_inside_causes_no_packet(
    aim: Aim, inside: InnerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside.stands_in(monkeypatch)
    with pytest.raises(MicrocredError) as refused:
        resolve(aim.at(inside.port), FetchSession(guarded()))
    assert refused.value.code == aim.code
    assert inside.knocks() == 0


def test_an_honest_did_web_is_resolved() -> None:
    world = World()
    world.serve_did_web("did:web:college.example%3A8443:issuer", {"id": "did:web:college.example%3A8443:issuer"})
    found = resolve("did:web:college.example%3A8443:issuer", world.session())
    assert found.found_at == "https://college.example:8443/issuer/did.json"
