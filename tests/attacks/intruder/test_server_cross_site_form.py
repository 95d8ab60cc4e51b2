"""A form on somebody else's page that posts to the server.

Attack: a page on the web has the browser of its visitor post a form to a server that the visitor can reach, such as one
that is open on their own machine. A browser sends it without asking first, if its media type is one of a form.

Naively: a body is read as JSON, whatever it says of itself.

Here: a body that is not declared as JSON is not read: 415 ``server.not-json``; and for ``application/json`` a browser
asks first, and is told no (CORS).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from servers import Client, serving
from strangers import issuance, stranger

SIMPLE = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "text/plain;application/json"]


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return serving(tmp_path, access="open")


def naive_read(content: bytes, media_type: str) -> Any:
    """The JSON of a request; some clients forget to say that it is JSON."""
    return json.loads(content)


@pytest.mark.parametrize("media_type", SIMPLE)
def test_a_naive_reader_takes_the_form_of_another_page(media_type: str) -> None:
    # <input name='{"credential": {}, "x": "' value='"}'> with enctype="text/plain"
    assert naive_read(b'{"credential": {}, "x": "="}', media_type) == {"credential": {}, "x": "="}


@pytest.mark.parametrize("media_type", SIMPLE)
def test_a_form_of_a_page_that_a_browser_sends_without_asking_first(client: Client, media_type: str) -> None:
    path, body = issuance(client)
    headers = {"content-type": media_type} if media_type else {}
    response = stranger(client, **headers).ask("POST", path, content=json.dumps(body).encode())
    assert (response.status_code, response.json()["code"]) == (415, "server.not-json")


def test_a_browser_that_asks_first_is_told_no(client: Client) -> None:
    asked = {
        "origin": "https://attacker.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    response = stranger(client, **asked).ask("OPTIONS", issuance(client)[0])
    assert response.status_code == 405
    assert "access-control-allow-origin" not in response.headers


def test_json_that_says_so_is_read(client: Client) -> None:
    assert stranger(client).post(*issuance(client)).status_code == 201
