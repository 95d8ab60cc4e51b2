"""A badge that names a schema of the attacker's, and what a verifier makes of it."""

from __future__ import annotations

import time
from typing import Any

from badges import AT, sealed, unsigned
from microcred.verification.report import Check
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from world import World

__all__ = ["SCHEMA", "SECONDS", "assessed"]

SCHEMA = "https://attacker.example/schema.json"
SECONDS = 5
"""Far more than any schema takes, and far less than the attacker wants."""


def assessed(schema: dict[str, Any], world: World | None = None, **changes: Any) -> Check:
    """The check of a badge against a schema; fails where it takes too long."""
    world = world or World()
    world.serve(SCHEMA, {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema})
    badge = sealed(unsigned(credentialSchema=[{"id": SCHEMA, "type": "JsonSchema"}], **changes))
    begun = time.process_time()
    check = Verifier(trust=AnyIssuer(), fetcher=world).verify(badge, at=AT)["schema"]
    assert time.process_time() - begun < SECONDS
    return check
