"""Those who ask a server without being let in, and what they ask for."""

from __future__ import annotations

from typing import Any

from servers import Client

__all__ = ["issuance", "stranger"]


def stranger(client: Client, **headers: str) -> Client:
    """Somebody without a token, who sends these headers."""
    return Client(client.app, client.clock, headers)


def issuance(client: Client, instance: str = "college", **members: Any) -> tuple[str, dict[str, Any]]:
    """The path and the body of a request to issue."""
    return f"/issuers/{instance}/credentials/issue", {"credential": client.credential(instance, **members)}
