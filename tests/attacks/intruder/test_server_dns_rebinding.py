"""A name of the thief that leads to a server which is open.

Attack: a page of ``attacker.example`` is opened, and then that name leads to 127.0.0.1 (DNS rebinding). For the browser
the server on the visitor's machine now is the same origin as the page, which may read and send everything.

Naively: a server that listens on this machine alone is reached by nobody else, so it needs no token.

Here: a server that is open answers to its own names alone. The name in the request is the attacker's: 421
``server.wrong-host`` (RFC 9110, 15.5.20).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from servers import Client, serving
from strangers import issuance

NAMES = [
    "http://attacker.example",
    "http://localhost.attacker.example",
    "http://127.0.0.1.attacker.example",
    "http://attacker.example:8000",
    "http://10.0.0.1",
    "http://0.0.0.0",
    "http://[::2]",
    "http://2130706433.attacker.example",
]
OWN = ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "https://badges.college.example"]


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return serving(tmp_path, access="open")


def naive_lets_in(peer: str, host: str) -> bool:
    """Let in whoever asks from this machine, as a visitor's own browser does, by whatever name it asks."""
    return peer in ("127.0.0.1", "::1")


@pytest.mark.parametrize("address", NAMES)
def test_a_naive_server_on_this_machine_answers_to_every_name(address: str) -> None:
    assert naive_lets_in("127.0.0.1", address)


@pytest.mark.parametrize("address", NAMES)
def test_a_name_of_the_thief_that_leads_to_a_server_which_is_open(client: Client, address: str) -> None:
    """What a browser is made to ask by DNS rebinding has the thief's name in it."""
    response = Client(client.app, client.clock, address=address).post(*issuance(client))
    assert (response.status_code, response.json()["code"]) == (421, "server.wrong-host")


@pytest.mark.parametrize("address", OWN)
def test_a_server_answers_to_its_own_names(client: Client, address: str) -> None:
    assert Client(client.app, client.clock, address=address).post(*issuance(client)).status_code == 201
