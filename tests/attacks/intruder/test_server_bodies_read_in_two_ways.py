"""A body that parsers read differently, or choke on.

Attack: a body with a member twice, a number without an end, NaN, half a character, a second document behind the first,
or objects nested fifty thousand times.

Naively: the framework's parser takes the last of two members, makes infinity of a number and dies of recursion; what
was checked by one program is something else for the next.

Here: every body passes the gate of the library before anything looks at it, and is refused with the code of what is
wrong with it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from servers import Client, serving

BODIES = {
    "deep": (b'{"verifiableCredential":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001, "document.too-deep"),
    "long number": (b'{"verifiableCredential":{"n":' + b"9" * 100_000 + b"}}", "document.number-out-of-range"),
    "NaN": (b'{"verifiableCredential":{"a":NaN}}', "document.not-a-number"),
    "infinity": (b'{"verifiableCredential":{"a":1e999}}', "document.number-out-of-range"),
    "half a character": (b'{"verifiableCredential":{"a":"\\ud800"}}', "document.lone-surrogate"),
    "twice": (b'{"verifiableCredential":{"a":1,"a":2}}', "document.duplicate-key"),
    "two documents": (b'{"verifiableCredential":{}} {}', "document.not-json"),
    "UTF-16": (b"\xff\xfe{}", "document.byte-order-mark"),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


def naive_read(content: bytes) -> Any:
    """What the standard library makes of a body."""
    return json.loads(content)


def test_a_naive_parser_takes_what_others_read_differently() -> None:
    assert naive_read(BODIES["twice"][0]) == {"verifiableCredential": {"a": 2}}
    assert str(naive_read(BODIES["infinity"][0])["verifiableCredential"]["a"]) == "inf"
    assert naive_read(BODIES["half a character"][0])["verifiableCredential"]["a"] == "\ud800"


def test_a_naive_parser_dies_of_depth() -> None:
    with pytest.raises(RecursionError):
        naive_read(BODIES["deep"][0])


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_parsers_read_differently_or_choke_on(client: Client, kind: str) -> None:
    content, code = BODIES[kind]
    headers = {"content-type": "application/json"}
    response = client.ask("POST", "/credentials/verify", content=content, headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, code)


def test_a_body_that_all_read_alike_is_verified(client: Client) -> None:
    assert client.verify(client.issue("college")).status_code == 200
