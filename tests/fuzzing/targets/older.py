"""Open Badges 2.0: an assertion, its class, its issuer, its key and its revocation list, all of them by strangers."""

from __future__ import annotations

import json
from functools import cache
from random import Random

from badges import AT
from fuzzing.json_mutations import mutate_json
from fuzzing.oracle import answer, check_report, within_bounds
from fuzzing.reports import show
from fuzzing.scene import rsa_signer
from fuzzing.target import Target
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.open_badges_2 import convert, read_open_badges_2, version_of
from microcred.proofs import CompactJws, read_jws, sign_jws
from microcred.verification.claims import Recipient
from microcred.verification.open_badges_2 import HostedUrl, gather, recognise, verify_assertion
from microcred.verification.trust import AnyIssuer
from open_badges_2 import (
    ASSERTION,
    BADGE,
    ISSUER,
    KEY,
    REVOCATIONS,
    assertion,
    badge_class,
    profile,
    signed_assertion,
    web,
    written_out,
)
from world import World

RECIPIENT = Recipient("mailto:ana@example.org")
MEMBERS = ("assertion", "badge", "issuer", "key", "revocations")
URLS = (ASSERTION, BADGE, ISSUER, KEY, REVOCATIONS)


def run(data: bytes) -> None:
    """The input is an object of the documents; or anything that may be held out as a badge."""
    answer(lambda: recognise(data))
    document = answer(lambda: Document.parse(data))
    if isinstance(document, MicrocredError):
        return
    documents = {name: document.tree.get(name) for name in MEMBERS}
    if not isinstance(documents["assertion"], dict):
        documents = {"assertion": document.tree}
    world = web()
    for url, name in zip(URLS, MEMBERS, strict=True):
        if documents.get(name) is not None:
            world.serve(url, json.dumps(documents[name]).encode())
    for part in documents.values():
        if isinstance(part, dict):
            answer(lambda: read_open_badges_2(part))  # noqa: B023 - called at once
            version_of(part)
    if all(isinstance(documents.get(name), dict) for name in ("assertion", "badge", "issuer")):
        answer(lambda: convert(documents["assertion"], documents["badge"], documents["issuer"]))
    _verify(json.dumps(documents["assertion"]).encode(), world)


def _verify(raw: bytes, world: World) -> None:
    held_out = answer(lambda: Document.parse(raw))
    if isinstance(held_out, MicrocredError):
        return
    for given in (held_out, HostedUrl(ASSERTION), _signed(raw)):
        if not isinstance(given, MicrocredError):
            question = {"session": world.session(), "trust": AnyIssuer(), "at": AT, "recipient": RECIPIENT}
            with within_bounds():
                report = verify_assertion(given, **question)
            check_report(report)
            show(report)
            answer(lambda: gather(given, world.session()))  # noqa: B023 - called at once


def _signed(raw: bytes) -> CompactJws | MicrocredError:
    return answer(lambda: read_jws(sign_jws(raw, rsa_signer(), header={"typ": "JWT"})))


@cache
def seeds() -> tuple[bytes, ...]:
    key = {"@context": "https://w3id.org/openbadges/v2", "type": "CryptographicKey", "id": KEY, "owner": ISSUER}
    key["publicKeyPem"] = rsa_signer().public_pem
    listed = {"type": "RevocationList", "id": REVOCATIONS, "revokedAssertions": ["urn:uuid:2", {"id": "urn:uuid:3"}]}
    issuer = profile(publicKey=KEY, revocationList=REVOCATIONS)
    salted = {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$" + "0" * 64}
    sets = (
        {"assertion": assertion(), "badge": badge_class(), "issuer": profile()},
        {"assertion": signed_assertion(), "badge": badge_class(), "issuer": issuer, "key": key, "revocations": listed},
        {"assertion": assertion(recipient=salted, evidence=[{"narrative": "n"}], expires="2030-01-01T00:00:00Z")},
        {"assertion": written_out()},
        {
            "assertion": {
                "uid": "1",
                "recipient": "ana@example.org",
                "badge": BADGE,
                "verify": {"type": "hosted", "url": ASSERTION},
            }
        },
    )
    return (*(json.dumps(one).encode() for one in sets), ASSERTION.encode())


def mutate(data: bytes, rnd: Random) -> bytes:
    return mutate_json(data, rnd, TARGET.beginnings[:5])


TARGET = Target("older", run, seeds, mutate, max_length=8_000, corpus=("samples/**/*.json",))
