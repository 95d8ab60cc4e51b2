"""A request that bursts.

Attack: a request says ``Content-Encoding: gzip``, and its thousand octets become a million, or a million a billion.

Naively: the body is unpacked before its size is looked at, because clients like to save bandwidth.

Here: no body of a request is unpacked. It is read as what it is, which is no JSON: 400.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

import pytest

from servers import Client, serving

BOMB = gzip.compress(b'{"verifiableCredential":"' + b"a" * 1_000_000 + b'"}')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


def naive_read(headers: Mapping[str, str], body: bytes, limit: int = 10_000) -> Any:
    """A body within the limit, unpacked as its header says."""
    if len(body) > limit:
        raise ValueError("too large")
    return json.loads(gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body)


def test_a_naive_reader_unpacks_a_thousand_times_what_it_was_sent() -> None:
    assert len(BOMB) < 2_000
    assert len(naive_read({"content-encoding": "gzip"}, BOMB)["verifiableCredential"]) == 1_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "x-gzip", "gzip, gzip"])
@pytest.mark.parametrize("path", ["/credentials/verify", "/presentations/verify", "/credentials/derive"])
def test_no_body_of_a_request_is_unpacked(client: Client, path: str, coding: str) -> None:
    headers = {"content-type": "application/json", "content-encoding": coding}
    response = client.ask("POST", path, content=BOMB, headers=headers)
    assert response.status_code == 400
    assert response.json()["code"].startswith("document.")


def test_a_form_is_not_unpacked_either(client: Client) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip"}
    assert (
        client.ask("POST", "/", content=gzip.compress(b"text=" + b"a" * 1_000_000), headers=headers).status_code == 400
    )


def test_a_body_as_it_is_is_read(client: Client) -> None:
    assert client.verify(client.issue("college")).status_code == 200
