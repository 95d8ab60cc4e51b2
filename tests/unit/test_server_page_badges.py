"""The address of a badge that was issued here: a page for people, the badge itself for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES
from microcred import Document, unbake
from pages import HOSTILE, Page, full_badge
from servers import PUBLIC_URL, Client, serving

ISSUERS = {
    "college": {"development-key": "Ed25519", "status": "revocation"},
    "tokens": {"development-key": "P-256", "suite": "jwt"},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("badges"), ISSUERS)


def issued(client: Client, instance: str, number: int, **changes: Any) -> str:
    """Issue a badge, and return the path of its page."""
    tree = full_badge(id=f"urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a{number:02}", **changes)
    tree["issuer"]["id"] = client.issuer_id(instance)
    tree["@context"] = [CREDENTIALS_V2, OPEN_BADGES]
    client.issue(instance, **tree)
    return f"/badges/{quote(tree['id'], safe='')}"


@pytest.fixture(scope="module")
def badge(client: Client) -> str:
    return issued(client, "college", 11)


@pytest.fixture(scope="module")
def token(client: Client) -> str:
    return issued(client, "tokens", 12)


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize("accept", [BROWSER, "*/*", "text/html"])
def test_people_get_a_page_with_what_a_link_to_it_shows(client: Client, badge: str, accept: str) -> None:
    response = client.get(badge, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "accept" in response.headers["vary"]
    page = Page(response.text)
    told = {found["property"]: found["content"] for found in page.all("meta") if found.get("property")}
    assert told["og:title"] == "Soil Sampling, Level 2"
    assert told["og:type"] == "website"
    assert told["og:url"] == f"{PUBLIC_URL}{badge}"
    assert told["og:image"] == f"{PUBLIC_URL}{badge}?as=png"
    assert told["og:description"] == (
        "Issued by Riverside College. Takes representative soil samples and documents them."
    )
    assert page.headline() == "Genuine and valid"
    assert page.problems() == []
    assert page.all("link", rel="canonical")[0]["href"] == f"{PUBLIC_URL}{badge}"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/vc"),
        ("application/vc", "application/vc"),
        ("application/vc+ld+json", "application/vc+ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/vc+jwt, application/json;q=0.5", "application/json"),
    ],
)
def test_programs_get_the_badge_as_it_was_issued(
    client: Client, badge: str, accept: str | None, media_type: str
) -> None:
    response = client.get(badge, headers={"accept": accept or ""})
    kept = client.get(badge.replace("/badges/", "/credentials/"), headers={"accept": "application/vc"})
    assert (response.headers["content-type"], response.content) == (media_type, kept.content)
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("accept", ["application/vc+jwt", "application/jwt"])
def test_a_token_is_there_of_what_is_one(client: Client, badge: str, token: str, accept: str) -> None:
    response = client.get(token, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, accept)
    assert response.content.count(b".") == 2
    assert client.get(badge, headers={"accept": accept}).status_code == 406


def test_a_token_in_json_is_enveloped(client: Client, token: str) -> None:
    tree = client.get(token, headers={"accept": "application/ld+json"}).json()
    assert tree["type"] == "EnvelopedVerifiableCredential"
    assert client.verify(tree).json()["verdict"] == "accepted"


@pytest.mark.parametrize("which", ["badge", "token"])
@pytest.mark.parametrize(("form", "accept"), [("png", "image/png"), ("svg", "image/svg+xml")])
def test_a_picture_carries_the_badge(
    client: Client, which: str, form: str, accept: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(which)
    kept = client.get(path, headers={"accept": "application/vc+jwt, application/vc"}).content
    for response in (client.get(path, headers={"accept": accept}), client.get(f"{path}?as={form}")):
        assert response.headers["content-type"] == accept
        assert unbake(response.content) == kept
        assert "sandbox" in response.headers["content-security-policy"]


def test_the_picture_of_the_issuer_is_the_one_that_carries_the_badge(tmp_path: Path) -> None:
    import base64

    from microcred.artwork import badge_png

    client = serving(tmp_path, ISSUERS)
    own = badge_png("of the issuer", size=64)
    tree = full_badge()
    image = {"id": f"data:image/png;base64,{base64.b64encode(own).decode()}", "type": "Image"}
    tree["credentialSubject"]["achievement"]["image"] = image
    path = issued(client, "college", 13, credentialSubject=tree["credentialSubject"])
    assert client.get(f"{path}?as=png").content.endswith(own[own.index(b"IDAT") :])


@pytest.mark.parametrize(("form", "status"), [("json", 200), ("jwt", 404), ("exe", 404), ("", 404)])
def test_an_address_can_name_a_form(client: Client, badge: str, form: str, status: int) -> None:
    assert client.get(f"{badge}?as={form}").status_code == status


@pytest.mark.parametrize("accept", ["text/html", "*/*", None, "application/json"])
def test_a_badge_that_never_was_is_not_found(client: Client, accept: str | None) -> None:
    response = client.get("/badges/urn%3Auuid%3Anothing", headers={"accept": accept or ""})
    is_page = accept == "text/html"
    assert response.status_code == 404
    assert response.headers["content-type"] == ("text/html; charset=utf-8" if is_page else "application/problem+json")


def test_a_badge_that_was_taken_away_is_gone(client: Client) -> None:
    path = issued(client, "college", 14)
    client.ask("DELETE", path.replace("/badges/", "/credentials/"))
    response = client.get(path, headers={"accept": BROWSER})
    assert (response.status_code, "This badge was taken away" in response.text) == (410, True)
    assert client.get(path, headers={"accept": "application/json"}).json()["code"] == "server.gone"


def test_a_page_tells_what_is_so_now(client: Client) -> None:
    path = issued(client, "college", 15)
    kept = client.get(path, headers={"accept": "application/json"}).json()
    change = {"credentialId": kept["id"], "credentialStatus": kept["credentialStatus"], "status": True}
    assert client.post("/credentials/status", change).status_code == 200
    assert (
        Page(client.get(path, headers={"accept": "text/html"}).text).headline() == "Genuine, but revoked by its issuer"
    )


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_what_a_badge_says_of_itself_does_not_act_in_what_is_shared(client: Client, number: int) -> None:
    tree = full_badge()
    achievement = {**tree["credentialSubject"]["achievement"], "name": HOSTILE[number], "description": HOSTILE[number]}
    subject = {**tree["credentialSubject"], "achievement": achievement}
    path = issued(client, "college", 20 + number, credentialSubject=subject)
    page = Page(client.get(path, headers={"accept": "text/html"}).text)
    assert page.problems() == []
    assert len(page.all("script")) == 1
    assert page.all("meta", property="og:title")[0]["content"] == HOSTILE[number]
    assert (
        Document.parse(unbake(client.get(f"{path}?as=svg").content)).tree["id"]
        == json.loads(client.get(f"{path}?as=json").text)["id"]
    )
