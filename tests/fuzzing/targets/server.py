"""The server: bodies by strangers for every route that takes one; it answers, and never with a failure of its own."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from badges import sealed, unsigned
from disclosure import base
from fuzzing.json_mutations import mutate_json
from fuzzing.oracle import Broken, within_bounds
from fuzzing.target import Target
from microcred.codes import codes
from servers import Client, credential, serving
from status_lists import entry

ROUTES = (
    "/issuers/college/credentials/issue",
    "/issuers/sd/credentials/issue",
    "/credentials/verify",
    "/credentials/derive",
    "/credentials/status",
    "/presentations/verify",
    "/presentations",
    "/status-lists",
)
ISSUERS = {
    "college": {"development-key": "Ed25519", "status": "revocation", "presents": True},
    "sd": {"development-key": "P-256", "suite": "ecdsa-sd-2023"},
}


@cache
def client(_process: int) -> Client:
    """One for each process: its threads do not cross a fork."""
    folder = Path(tempfile.mkdtemp(prefix="fuzzed-server-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return serving(folder, ISSUERS, verification={"trust": "any", "challenges": "any"})


def run(data: bytes) -> None:
    """The first octet chooses the route, the rest is the body."""
    route = ROUTES[data[0] % len(ROUTES)] if data else ROUTES[0]
    with within_bounds():
        response = client(os.getpid()).ask(
            "POST", route, content=data[1:], headers={"content-type": "application/json"}
        )
    if response.status_code >= 500:
        raise Broken(f"{route} answers {response.status_code}: {response.text[:500]}")
    if response.status_code >= 400:
        problem = response.json()
        if "code" in problem and problem["code"] not in codes():
            raise Broken(f"{route} answers with the code {problem['code']!r}, which is not in the catalogue")
    elif response.content:
        response.json()


@cache
def seeds() -> tuple[bytes, ...]:
    presentation = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    pointers = {"mandatoryPointers": ["/issuer"], "selectivePointers": ["/credentialSubject"]}
    bodies: tuple[tuple[int, Any], ...] = (
        (0, {"credential": credential(""), "options": {"credentialId": "urn:x:1"}}),
        (1, {"credential": credential(""), "options": pointers}),
        (2, {"verifiableCredential": sealed().to_dict(), "options": {"returnResults": True}}),
        (2, {"verifiableCredential": unsigned(credentialStatus=entry())}),
        (3, {"verifiableCredential": base().to_dict(), "options": pointers}),
        (4, {"credentialId": "urn:x:1", "credentialStatus": [{"type": "BitstringStatusListEntry", "status": "1"}]}),
        (5, {"verifiablePresentation": {**presentation, "verifiableCredential": [sealed().to_dict()]}}),
        (6, {"presentation": presentation, "options": {"challenge": "c", "domain": "jobs.example"}}),
        (7, {"statusPurpose": "revocation", "instance": "college"}),
    )
    return tuple(bytes((route,)) + json.dumps(body).encode() for route, body in bodies)


def mutate(data: bytes, rnd: Random) -> bytes:
    route = data[:1] if data and rnd.random() < 0.95 else bytes((rnd.randrange(len(ROUTES)),))
    return route + mutate_json(data[1:], rnd, [seed[1:] for seed in TARGET.beginnings])


TARGET = Target("server", run, seeds, mutate, max_length=8_000)
