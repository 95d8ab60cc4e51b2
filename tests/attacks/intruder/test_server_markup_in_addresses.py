"""A name that is markup, in an address and in an error.

Attack: the id of a credential is ``<script>…``, or such a thing stands in a path that is not there, so that the answer
repeats it.

Naively: the answer says "nothing is at" and what was asked for, as HTML; the link with the script in it is sent to a
victim.

Here: a name is percent-encoded in an address, and errors are JSON (``application/problem+json``, ``nosniff``) with a
policy that lets nothing in them act.
"""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest

from servers import Client, serving

SCRIPT = '<script>alert("1")</script>'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


def naive_not_found(path: str) -> str:
    """The page for what is not there."""
    return f"<h1>404</h1><p>Nothing is at {unquote(path)}</p>"


def test_a_naive_error_runs_what_was_asked_for() -> None:
    assert SCRIPT in naive_not_found("/issuers/%3Cscript%3Ealert(%221%22)%3C/script%3E")


def test_a_name_that_is_markup_stays_a_name(client: Client) -> None:
    draft = client.credential("college")
    del draft["id"]
    body = {"credential": draft, "options": {"credentialId": SCRIPT}}
    response = client.post("/issuers/college/credentials/issue", body)
    assert "<" not in response.headers["location"]
    assert client.get(response.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/issuers/%3Cscript%3E/nothing",
        "/issuers/%3Cscript%3E",
        "/status-lists/%3Cscript%3E",
        "/page/%3Cscript%3E",
        "/badges/x?as=%3Cscript%3E",
        "/%3Cscript%3E",
    ],
)
def test_words_of_an_attacker_come_back_as_json_alone(client: Client, path: str) -> None:
    response = client.get(path, headers={"accept": "application/json"})
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert json.loads(response.content)["status"] == response.status_code == 404


def test_a_page_for_what_is_missing_does_not_repeat_it(client: Client) -> None:
    response = client.get("/badges/%3Cscript%3E", headers={"accept": "text/html"})
    assert response.status_code == 404
    assert "<script>" not in response.text
