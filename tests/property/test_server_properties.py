"""Whatever a client sends, a server answers with what it describes, and never with a failure of its own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers import Client, serving

ROUTES = {
    "/issuers/college/credentials/issue": ("credential",),
    "/issuers/sd/credentials/issue": ("credential",),
    "/credentials/verify": ("verifiableCredential",),
    "/credentials/derive": ("verifiableCredential",),
    "/credentials/status": ("credentialStatus", "status", "credentialId"),
    "/presentations/verify": ("verifiablePresentation",),
    "/presentations": ("presentation",),
    "/status-lists": ("statusPurpose", "id", "instance"),
}
WORDS = (
    *("@context", "type", "id", "issuer", "credentialSubject", "proof", "holder", "verifiableCredential", "validFrom"),
    *("credentialStatus", "statusPurpose", "statusListIndex", "statusListCredential", "proofValue", "cryptosuite"),
)
VALUES = ("https://www.w3.org/ns/credentials/v2", "VerifiableCredential", "VerifiablePresentation", "revocation", "1")
TEXTS = st.one_of(st.sampled_from(VALUES), st.text(max_size=20))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(st.sampled_from(WORDS), TEXTS), inner, max_size=5)
    ),
    max_leaves=20,
)
OPTIONS = st.dictionaries(
    st.sampled_from(("challenge", "domain", "returnResults", "selectivePointers", "mandatoryPointers", "credentialId")),
    JSON,
    max_size=3,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    issuers = {
        "college": {"development-key": "Ed25519", "status": "revocation", "presents": True},
        "sd": {"development-key": "P-256", "suite": "ecdsa-sd-2023"},
    }
    return serving(tmp_path_factory.mktemp("properties"), issuers, verification={"trust": "any", "challenges": "any"})


def assert_described(client: Client, path: str, body: Any) -> None:
    response = client.post(path, body)
    assert response.status_code < 500, response.text
    if response.status_code >= 400 and response.status_code != 422:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["code"]
    template = path.replace("college", "{instance}").replace("issuers/sd", "issuers/{instance}")
    assert str(response.status_code) in client.app.openapi()["paths"][template]["post"]["responses"]


@given(path=st.sampled_from(sorted(ROUTES)), body=JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_answered(client: Client, path: str, body: Any) -> None:
    assert_described(client, path, body)


@given(data=st.data(), path=st.sampled_from(sorted(ROUTES)))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_in_the_place_of_a_credential_is_answered(client: Client, data: st.DataObject, path: str) -> None:
    body = {name: data.draw(JSON) for name in ROUTES[path]}
    draft = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": client.issuer_id("college"),
        "credentialSubject": {"id": "did:example:learner"},
    }
    for name in ("credential", "verifiableCredential"):
        if name in body:
            body[name] = {**draft, **data.draw(st.dictionaries(st.sampled_from(WORDS), JSON, max_size=3))}
    assert_described(client, path, {**body, "options": data.draw(OPTIONS)})


@given(name=st.text(max_size=30), kind=st.sampled_from(("credentials", "status-lists", "1.0/identifiers", "issuers")))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_is_answered(client: Client, name: str, kind: str) -> None:
    response = client.get(f"/{kind}/{_quoted(name)}")
    assert response.status_code < 500 or (kind == "1.0/identifiers" and response.status_code == 501), response.text


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode("utf-8", "replace"))
