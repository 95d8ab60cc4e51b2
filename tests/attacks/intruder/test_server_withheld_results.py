"""A page of the issuer that shows what the learner left out.

Attack: a learner shows one result of a credential, and leaves the others out (ecdsa-sd-2023). Whoever was shown it
knows its id, and asks the server of the issuer for the page of the badge with that id.

Naively: each badge that was issued has a public page, at which it is handed out as it was issued: with every result,
and with the base proof from which anything can be disclosed.

Here: a credential with a base proof has no page in any form, as if it had never been issued; who may read what is kept
(a token for ``read``) still gets it. An issuer whose ids can be guessed shares no page at all (``shares = false``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from microcred.server.storage import KeptCredential
from servers import CREDENTIALS_V2, Client, serving

ID = "urn:uuid:5f2f1c7e-6a38-4a8c-9d0c-0d5f3a1f2b77"
CONTEXTS = [CREDENTIALS_V2, "https://www.w3.org/ns/credentials/examples/v2"]
SECRET = "Okafor"
FORMS = ["", "?as=json", "?as=png", "?as=svg", "?lang=de"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    issuers: dict[str, dict[str, Any]] = {
        "sd": {"development-key": "P-256", "suite": "ecdsa-sd-2023"},
        "private": {"development-key": "Ed25519", "shares": False},
        "college": {"development-key": "Ed25519"},
    }
    return serving(tmp_path_factory.mktemp("withheld"), issuers)


@pytest.fixture(scope="module")
def shown(client: Client) -> dict[str, Any]:
    """What a learner shows of a credential: not the family name."""
    subject = {"id": "did:example:learner", "givenName": "Mira", "familyName": SECRET}
    draft = client.credential("sd", id=ID, credentialSubject=subject, **{"@context": CONTEXTS})
    asked = {"credential": draft, "options": {"mandatoryPointers": ["/issuer", "/credentialSubject/id"]}}
    issued = client.post("/issuers/sd/credentials/issue", asked).json()["verifiableCredential"]
    pointers = ["/id", "/credentialSubject/givenName"]
    body = {"verifiableCredential": issued, "options": {"selectivePointers": pointers}}
    response = client.post("/credentials/derive", body)
    assert response.status_code == 201, response.text
    return dict(response.json())


def naive_page(kept: KeptCredential | None) -> bytes:
    """The public page of a badge, for everybody who knows its id."""
    if kept is None or kept.content is None:
        raise LookupError
    return b"<pre>" + kept.content.replace(b"<", b"&lt;") + b"</pre>"


def stranger(client: Client) -> Client:
    return Client(client.app, client.clock)


def test_a_naive_page_shows_what_was_left_out(client: Client, shown: dict[str, Any]) -> None:
    assert SECRET not in str(shown)
    assert SECRET.encode() in naive_page(client.app.state.services.storage.credential(shown["id"]))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("accept", ["text/html", "application/vc", "image/png", "*/*"])
def test_what_was_left_out_is_on_no_page(client: Client, shown: dict[str, Any], accept: str, form: str) -> None:
    response = stranger(client).get(f"/badges/{quote(shown['id'], safe='')}{form}", headers={"accept": accept})
    missing = stranger(client).get(f"/badges/urn:uuid:none{form}", headers={"accept": accept})
    assert response.status_code == missing.status_code == 404
    assert SECRET not in response.text
    assert response.text.replace(quote(shown["id"], safe=""), "") == missing.text.replace("urn:uuid:none", "")


def test_who_may_read_what_is_kept_still_gets_it(client: Client, shown: dict[str, Any]) -> None:
    assert client.get(f"/credentials/{shown['id']}").status_code == 200
    assert stranger(client).get(f"/credentials/{shown['id']}").status_code == 401


@pytest.mark.parametrize(("instance", "status"), [("college", 200), ("private", 404)])
@pytest.mark.parametrize("form", FORMS)
def test_an_instance_that_does_not_share_has_no_pages(client: Client, instance: str, status: int, form: str) -> None:
    name = f"urn:example:{instance}:{FORMS.index(form)}"
    client.issue(instance, id=name)
    response = stranger(client).get(f"/badges/{name}{form}", headers={"accept": "*/*"})
    assert response.status_code == status


def test_the_settings_of_an_instance_are_those_of_its_badges(tmp_path: Path) -> None:
    before = serving(tmp_path, {"college": {"development-key": "Ed25519"}})
    before.issue("college", id="urn:example:1")
    assert stranger(before).get("/badges/urn:example:1").status_code == 200
    after = serving(tmp_path, {"college": {"development-key": "Ed25519", "shares": False}})
    assert stranger(after).get("/badges/urn:example:1").status_code == 404
