"""A presentation that is shown a second time.

Attack: whoever saw a presentation shows it again: with the same challenge, with one of their own making, with one that
was changed a little, with another domain, or long after.

Naively: a presentation is good if it answers the challenge that comes along with it.

Here: a challenge is made by this server, for a time, and answered once (``server.unknown-challenge``); its text is
compared whole. A proof for another challenge or domain does not hold.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import httpx
import pytest

from microcred import Ed25519Signer
from microcred.present import Holder
from servers import Client, serving

LEARNER = Ed25519Signer.from_seed(bytes(range(2, 34)))
DOMAIN = "https://jobs.example"


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return serving(tmp_path, {"college": {"development-key": "Ed25519", "store": False}})


def challenge(client: Client) -> str:
    return str(client.post("/challenges", None).json()["challenge"])


def presented(client: Client, asked: str) -> dict[str, Any]:
    holder = Holder(LEARNER, clock=client.clock)
    badge = client.issue("college", credentialSubject={"id": holder.id})
    return dict(holder.present(badge, challenge=asked, domain=DOMAIN).tree)


def verify(client: Client, presentation: Any, asked: str, domain: str = DOMAIN) -> httpx.Response:
    options = {"challenge": asked, "domain": domain}
    return client.post("/presentations/verify", {"verifiablePresentation": presentation, "options": options})


def naive_accepts(presentation: dict[str, Any], asked: str) -> bool:
    """Whether a presentation answers the challenge that it was sent with."""
    return bool(presentation["proof"]["challenge"] == asked)


def test_a_naive_check_accepts_the_same_answer_for_ever(client: Client) -> None:
    presentation = presented(client, "mine")
    assert naive_accepts(presentation, "mine")
    assert naive_accepts(presentation, presentation["proof"]["challenge"])


def test_an_answer_is_accepted_once(client: Client) -> None:
    asked = challenge(client)
    presentation = presented(client, asked)
    assert verify(client, presentation, asked).status_code == 200
    again = verify(client, presentation, asked)
    assert (again.status_code, again.json()["code"]) == (400, "server.unknown-challenge")


def test_a_challenge_of_the_thiefs_own_making_is_none(client: Client) -> None:
    real = base64.urlsafe_b64decode(challenge(client) + "==")
    longer = real[:16] + (2**40).to_bytes(6, "big") + real[22:]
    for raw in (bytes(len(real)), longer, real[:-1], real + b"x", b""):
        forged = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() or "x"
        response = verify(client, presented(client, forged), forged)
        assert (response.status_code, response.json()["code"]) == (400, "server.unknown-challenge")


def test_another_spelling_of_a_spent_challenge_is_none(client: Client) -> None:
    asked = challenge(client)
    assert verify(client, presented(client, asked), asked).status_code == 200
    for spelled in (f"{asked}=", f"{asked}==", f" {asked}", f"{asked} ", asked.swapcase(), f"{asked[:-1]}-"):
        response = verify(client, presented(client, spelled), spelled)
        assert (response.status_code, response.json()["code"]) == (400, "server.unknown-challenge")


def test_an_answer_for_another_challenge_or_domain_does_not_hold(client: Client) -> None:
    first, second = challenge(client), challenge(client)
    presentation = presented(client, first)
    assert verify(client, presentation, second).status_code == 422
    assert verify(client, presentation, first, "https://thief.example").status_code == 422


def test_an_answer_comes_too_late(client: Client) -> None:
    asked = challenge(client)
    presentation = presented(client, asked)
    client.clock.pass_by(seconds=601)
    assert verify(client, presentation, asked).json()["code"] == "server.unknown-challenge"
