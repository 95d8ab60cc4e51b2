"""DID resolution over HTTP, in the dialect that is asked for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from microcred import Ed25519Signer
from microcred.keys import controller_document, did_key_document
from servers import Client, serving
from world import World

SIGNER = Ed25519Signer.from_seed(bytes(range(32)))
METHOD = SIGNER.verification_method
DID = METHOD.partition("#")[0]
RESOLUTION = "application/did-resolution"
DEREFERENCING = "application/did-url-dereferencing"
PROFILE = 'application/ld+json;profile="https://w3id.org/did-resolution"'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("did"))


def resolve(client: Client, identifier: str, accept: str = RESOLUTION, **parameters: str) -> httpx.Response:
    path = f"/1.0/identifiers/{quote(identifier, safe='')}"
    return client.get(path, headers={"accept": accept}, params=parameters or None)


def test_a_did_is_resolved_to_its_document(client: Client) -> None:
    response = resolve(client, DID)
    assert response.headers["content-type"] == RESOLUTION
    assert response.json() == {
        "didResolutionMetadata": {"contentType": RESOLUTION},
        "didDocument": did_key_document(DID),
        "didDocumentMetadata": {},
    }


@pytest.mark.parametrize("accept", ["application/did+json", "application/did", "application/json"])
def test_the_document_alone_comes_in_the_form_that_was_asked_for(client: Client, accept: str) -> None:
    response = resolve(client, DID, accept)
    assert (response.headers["content-type"], response.json()) == (accept, did_key_document(DID))


def test_a_did_may_stand_in_the_path_as_it_is(client: Client) -> None:
    assert client.get(f"/1.0/identifiers/{DID}").json()["didDocument"]["id"] == DID


def test_a_did_url_leads_to_the_key_that_it_names(client: Client) -> None:
    found = resolve(client, METHOD, DEREFERENCING).json()
    assert found["contentStream"] == did_key_document(DID)["verificationMethod"][0]
    assert found["dereferencingMetadata"] == {"contentType": DEREFERENCING}
    assert resolve(client, METHOD, "application/json").json() == found["contentStream"]


def test_the_older_dialect_has_the_key_in_the_place_of_the_document(client: Client) -> None:
    found = resolve(client, METHOD, PROFILE).json()
    assert found["didDocument"]["controller"] == DID
    assert "error" not in found["didDereferencingMetadata"]


ERRORS = [
    ("", "INVALID_DID", "invalidDid", 400),
    ("not-a-did", "INVALID_DID", "invalidDid", 400),
    ("did:example", "INVALID_DID", "invalidDid", 400),
    ("notDid:key:z6Mk", "INVALID_DID", "invalidDid", 400),
    ("did:key:@", "INVALID_DID", "invalidDid", 400),
    ("did:key:-4:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b", "INVALID_DID", "invalidDid", 400),
    ("did:key:6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b", "INVALID_DID", "invalidDid", 400),
    ("did:key:zTjsVPtY", "INVALID_DID", "invalidPublicKeyLength", 400),
    ("did:experimental:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81Qd", "METHOD_NOT_SUPPORTED", "methodNotSupported", 501),
    (f"{DID}/^bar^/?query=`#x", "INVALID_DID_URL", "invalidDidUrl", 400),
    (f"{DID}#none", "NOT_FOUND", "notFound", 404),
    ("did:web:nobody.example", "NOT_FOUND", "notFound", 404),
    ("https://college.example/issuer", "INVALID_DID", "invalidDid", 400),
]


@pytest.mark.parametrize(
    ("identifier", "error", "short", "status"), ERRORS, ids=[each[0] or "nothing" for each in ERRORS]
)
def test_what_leads_nowhere_is_told_in_both_dialects(
    client: Client, identifier: str, error: str, short: str, status: int
) -> None:
    response = resolve(client, identifier)
    document, metadata = "didDocument", "didResolutionMetadata"
    if any(mark in identifier for mark in "#?") and identifier.startswith("did:"):
        document, metadata = "contentStream", "dereferencingMetadata"
    assert response.status_code == status
    assert response.json()[metadata]["error"]["type"] == f"https://www.w3.org/ns/did#{error}"
    assert response.json()[document] is None
    older = resolve(client, identifier, PROFILE).json()
    about = older.get("didDereferencingMetadata") or older["didResolutionMetadata"]
    assert (about["error"], older["didDocument"]) == (short, {})


@pytest.mark.parametrize(
    ("form", "experimental", "short"),
    [
        ("unknown", "false", "unsupportedPublicKeyType"),
        ("Ed25519VerificationKey2018", "false", "invalidPublicKeyType"),
        ("Ed25519VerificationKey2018", "true", "unsupportedPublicKeyType"),
    ],
)
def test_keys_are_shown_in_one_form_alone(client: Client, form: str, experimental: str, short: str) -> None:
    options = {"publicKeyFormat": form, "enableExperimentalPublicKeyTypes": experimental}
    assert resolve(client, DID, PROFILE, **options).json()["didResolutionMetadata"]["error"] == short
    assert resolve(client, DID, **options).status_code == 400


def test_a_form_that_there_is_not_is_refused(client: Client) -> None:
    assert resolve(client, DID, "image/png").status_code == 406


def test_everybody_may_read_it(client: Client) -> None:
    assert resolve(client, DID).headers["access-control-allow-origin"] == "*"


def test_a_did_web_is_fetched_from_its_place(tmp_path: Path) -> None:
    did = "did:web:college.example"
    world = World()
    world.serve_did_web("did:web:college.example", controller_document(did, [SIGNER.public_key]))
    client = serving(tmp_path, fetcher=world)
    assert resolve(client, did).json()["didDocument"]["id"] == did


def test_a_document_of_somebody_else_is_no_document_of_this_did(tmp_path: Path) -> None:
    world = World()
    world.serve_did_web("did:web:college.example", controller_document("did:web:x.example", [SIGNER.public_key]))
    response = resolve(serving(tmp_path, fetcher=world), "did:web:college.example")
    assert response.json()["didResolutionMetadata"]["error"]["title"] == "INVALID_DID_DOCUMENT"
