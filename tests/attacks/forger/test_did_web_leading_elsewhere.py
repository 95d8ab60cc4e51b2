"""A did:web that different readers take to different places.

Attack: The forger writes a DID with ``..``, an encoded slash, a user name or an address of the inner network in it, so
that a verifier who builds the URL by replacing ``:`` by ``/`` ends up at a place of the forger's choice: an upload on
the victim's host, another host, or the verifier's own network.

Naively: A verifier decodes the DID and replaces colons, as the text of the method reads at first, and lets the HTTP
library resolve what comes out.

Here: What could lead elsewhere is no did:web, ``key.invalid-did``, before anything is fetched (did:web Method
Specification, 2.1 and 2.5.2; RFC 1123 for the host). A case or path more is another DID: ``key.wrong-document-id``.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urljoin

import pytest

from microcred.errors import FetchError, IssuerKeyError
from microcred.keys import controller_document
from microcred.verification.published_documents import did_web_url
from naive import document_at
from published_keys import KEY, STRANGER, did_web_document, resolve
from world import World

VICTIM = "did:web:college.example:issuers"
CLIMBING = f"{VICTIM}:..:uploads"


def naive_did_document(did: str, world: World) -> Any:
    host, *path = unquote(did.removeprefix("did:web:")).split(":")
    return document_at(urljoin(f"https://{host}/", "/".join([*path, "did.json"])), world)


def hosting() -> World:
    """The victim's host, where anybody may upload a file."""
    world = World()
    world.serve_did_web(VICTIM, did_web_document(VICTIM))
    world.serve("https://college.example/uploads/did.json", controller_document(CLIMBING, [STRANGER.public_key]))
    return world


def test_a_naive_reader_climbs_out_of_the_victims_folder() -> None:
    found = naive_did_document(CLIMBING, hosting())
    assert CLIMBING.startswith(f"{VICTIM}:")
    assert found["verificationMethod"][0]["publicKeyMultibase"] == STRANGER.public_key.to_multikey()


def test_a_did_that_climbs_is_refused_and_nothing_is_fetched() -> None:
    world = hosting()
    with pytest.raises(IssuerKeyError) as caught:
        resolve(world, f"{CLIMBING}#{STRANGER.public_key.to_multikey()}", controller=CLIMBING)
    assert caught.value.code == "key.invalid-did"
    assert world.visits == []
    assert resolve(world, f"{VICTIM}#{KEY.to_multikey()}", controller=VICTIM).public_key == KEY


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:college.example", "https://college.example/.well-known/did.json"),
        ("did:web:college.example%3A8443", "https://college.example:8443/.well-known/did.json"),
        ("did:web:college.example%3a8443:a", "https://college.example:8443/a/did.json"),
        ("did:web:college.example:issuers:1", "https://college.example/issuers/1/did.json"),
        ("did:web:college.example:.well-known", "https://college.example/.well-known/did.json"),
        ("did:web:xn--hyskole-q1a.example", "https://xn--hyskole-q1a.example/.well-known/did.json"),
        ("did:web:college.example:caf%C3%A9", "https://college.example/caf%C3%A9/did.json"),
        ("did:web:college.example:~user".replace("~", "%7E"), "https://college.example/%7Euser/did.json"),
        ("did:web:1.2.3.4.example", "https://1.2.3.4.example/.well-known/did.json"),
        ("did:web:localhost%3A8443", "https://localhost:8443/.well-known/did.json"),
    ],
)
def test_a_did_web_leads_to_one_place(did: str, url: str) -> None:
    assert did_web_url(did) == url


@pytest.mark.parametrize(
    "specific",
    [
        "college.example:..",
        "college.example:..:..:etc",
        "college.example:.",
        "college.example:a:..:b",
        "college.example:%2e%2e",
        "college.example:%2E%2e:b",
        "college.example:.%2e",
        "college.example:a%2Fb",
        "college.example:..%2F..%2Fetc",
        "college.example:a%5Cb",
        "college.example:a%3Fb",
        "college.example:a%23b",
        "college.example:a%25b",
        "college.example:a%252Fb",
        "college.example:a%3Ab",
        "college.example:a%00b",
        "college.example:a%0Db",
        "college.example:a%20b",
        "college.example:%61",
        "college.example::a",
        "college.example:a::b",
        "college.example:a/b",
        "college.example:a?b",
        "college.example:a@b",
        "college.example/a",
        "college.example?a",
        "college.example%2Fa",
        "college.example%5Ca",
        "college.example%23a",
        "college.example%3Fa",
        "user@college.example",
        "user%40college.example",
        "user%3Asecret%40college.example",
        "college.example%3A8443%40forger.example",
        "college.example%3A",
        "college.example%3A0",
        "college.example%3A080",
        "college.example%3A65536",
        "college.example%3A99999",
        "college.example%3A8443x",
        "college.example%3A84%3A43",
        "college.example%253A8443",
        "127.0.0.1",
        "127.0.0.1%3A8443",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "169.254.169.254:latest:meta-data",
        "%5B%3A%3A1%5D",
        "[::1]",
        "college.example.",
        ".college.example",
        "college..example",
        "-college.example",
        "college-.example",
        "college_1.example",
        "höyskole.example",
        "col lege.example",
        "college.example\n",
        "a" * 64 + ".example",
        ".".join(["a" * 60] * 5),
        "",
    ],
)
def test_a_did_web_that_could_lead_elsewhere_is_refused(specific: str) -> None:
    with pytest.raises(IssuerKeyError) as caught:
        did_web_url(f"did:web:{specific}")
    assert caught.value.code == "key.invalid-did"


@pytest.mark.parametrize("did", ["did:web:college.example:..:a", "did:web:127.0.0.1", "did:web:college.example:a%2Fb"])
def test_nothing_is_fetched_for_such_a_did(did: str) -> None:
    world = World()
    with pytest.raises(IssuerKeyError):
        resolve(world, f"{did}#key-1", controller=did)
    assert world.visits == []


def test_a_host_inside_the_house_is_left_to_the_door_which_is_shut() -> None:
    world, did = World(), "did:web:localhost%3A8443"
    with pytest.raises(FetchError):
        resolve(world, f"{did}#key-1", controller=did)
    assert world.visits == []


def test_the_document_of_the_host_is_not_that_of_a_path() -> None:
    host, path = "did:web:college.example", "did:web:college.example:.well-known"
    world = World()
    world.serve_did_web(host, did_web_document(host))
    assert resolve(world, f"{host}#{KEY.to_multikey()}", controller=host).public_key == KEY
    with pytest.raises(IssuerKeyError) as caught:
        resolve(world, f"{path}#{KEY.to_multikey()}", controller=path)
    assert caught.value.code == "key.wrong-document-id"


def test_another_case_of_the_host_is_another_did() -> None:
    lower, upper = "did:web:college.example", "did:web:College.example"
    world = World()
    world.serve_did_web(lower, did_web_document(lower))
    with pytest.raises(IssuerKeyError) as caught:
        resolve(world, f"{upper}#{KEY.to_multikey()}", controller=upper)
    assert caught.value.code == "key.wrong-document-id"


def test_the_page_of_the_issuer_is_not_asked_for_a_did_document() -> None:
    world, did = World(), "did:web:college.example:issuers:1"
    world.serve("https://college.example/issuers/1", did_web_document(did))
    with pytest.raises(FetchError):
        resolve(world, f"{did}#{KEY.to_multikey()}", controller=did)
    assert world.visits == ["https://college.example/issuers/1/did.json"]


def test_references_inside_a_did_web_document_are_absolute() -> None:
    did = "did:web:college.example"
    document = did_web_document(did)
    world = World()
    world.serve_did_web(did, {**document, "assertionMethod": [f"#{KEY.to_multikey()}"]})
    with pytest.raises(IssuerKeyError) as caught:
        resolve(world, f"{did}#{KEY.to_multikey()}", controller=did)
    assert caught.value.code == "key.not-for-this-purpose"
