"""Another schema where the issuer's was.

Attack: the host of a schema exchanges it for one to which everything conforms, or for one that calls itself by another
URL.

Naively: what is found at the address of the schema is the schema.

Here: a schema has the digest that the signed badge gives, or it is `schema.wrong-digest`; and it names itself by its
own URL (Verifiable Credentials JSON Schema, 3.1), or it is `schema.misnamed`. Without a digest the host is believed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.verification.report import Check
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from world import World

URL = "https://college.example/schemas/badge.json"


def schema(**members: Any) -> bytes:
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": URL, **members}).encode()


STRICT, LENIENT = schema(required=["evidence"]), schema()
DIGEST = f"sha384-{base64.b64encode(hashlib.sha384(STRICT).digest()).decode()}"
TREE = unsigned(credentialSchema=[{"id": URL, "type": "JsonSchema", "digestSRI": DIGEST}])


def judged(served: bytes, tree: dict[str, Any] = TREE) -> Check:
    web = World({URL: served})
    verifier = Verifier(trust=AnyIssuer(), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(sealed(tree))["schema"]


def naive_conforms(tree: dict[str, Any], web: World) -> bool:
    """Whether the badge has what the schema at its address requires."""
    required = json.loads(naive_page(web, tree["credentialSchema"][0]["id"])).get("required", [])
    return set(required) <= tree.keys()


def test_a_naive_verifier_takes_whatever_is_found_there() -> None:
    assert not naive_conforms(TREE, World({URL: STRICT}))
    assert naive_conforms(TREE, World({URL: LENIENT}))


def test_another_schema_than_the_issuer_meant_is_refused() -> None:
    assert judged(LENIENT).code == "schema.wrong-digest"
    assert judged(STRICT).code == "schema.not-conforming"
    full = {**TREE, "evidence": [{"id": "urn:x:1", "type": ["Evidence"], "name": "a"}]}
    assert judged(STRICT, full).outcome == "passed"


def test_a_schema_of_another_name_is_refused() -> None:
    entry = {"id": URL, "type": "JsonSchema"}
    misnamed = schema(**{"$id": "https://attacker.example/schema.json"})
    assert judged(misnamed, unsigned(credentialSchema=[entry])).code == "schema.misnamed"
    assert judged(LENIENT, unsigned(credentialSchema=[entry])).outcome == "passed"
