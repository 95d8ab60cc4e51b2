"""Who may do what: bearer tokens (RFC 6750), of which the server knows no more than their digests.

A token is 256 random bits, so one round of SHA-256 keeps it: nobody can try them all, as they could try passwords.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Self, get_args
from urllib.parse import urlsplit

from fastapi import Request

from microcred.errors import UsageError
from microcred.server.settings import Action, Settings, TokenSettings

__all__ = ["SCHEME", "Access", "Grant", "digest_of", "granted", "needed", "needs", "new_token"]

#: The name of the security scheme in the description of the API.
SCHEME: Final = "token"
_PREFIX: Final = "mct_"
_BYTES: Final = 32
_MAX_TOKEN: Final = 200
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


def new_token() -> str:
    """A token that nobody can foresee; its beginning lets those who search for lost secrets know it."""
    return f"{_PREFIX}{secrets.token_urlsafe(_BYTES)}"


def digest_of(token: str) -> str:
    """What the settings keep of a token."""
    return f"sha-256:{hashlib.sha256(token.encode()).hexdigest()}"


def needs(action: Action) -> dict[str, Any]:
    """What a route says of itself in the description of the API, and is held to: it takes a token for an action."""
    return {"security": [{SCHEME: [action]}]}


def needed(described: Mapping[str, Any] | None) -> Action | None:
    """The action for which a route that is described so takes a token; None for one that is for everybody."""
    for requirement in (described or {}).get("security", ()):
        for action in get_args(Action):
            if action in requirement[SCHEME]:
                return action  # type: ignore[no-any-return]
    return None


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody may do: these actions, as these instances or as all of them."""

    actions: frozenset[Action]
    instances: frozenset[str] | None = None

    def covers(self, instance: str) -> bool:
        """Whether it is for an instance."""
        return self.instances is None or instance in self.instances

    def require(self, instance: str) -> None:
        """Refuse what is not granted for an instance."""
        if not self.covers(instance):
            raise UsageError("server.forbidden", f"the token is not for the instance {instance!r:.80}")


_EVERYTHING: Final = Grant(frozenset(get_args(Action)))


@dataclass(frozen=True, slots=True)
class Access:
    """The tokens of a server, or, where it is ``open``, the names by which it has to be called."""

    tokens: Mapping[str, TokenSettings]
    open_at: frozenset[str] | None
    clock: Callable[[], datetime]

    @classmethod
    def of(cls, settings: Settings, clock: Callable[[], datetime]) -> Self:
        """What the settings say."""
        names = frozenset((*_LOOPBACK, settings.host, str(urlsplit(settings.public_url).hostname)))
        return cls(MappingProxyType(settings.tokens), names if settings.access == "open" else None, clock)

    def admit(self, request: Request, action: Action) -> Grant:
        """What whoever asks may do, if this action is among it; raises :class:`~microcred.errors.UsageError`."""
        if self.open_at is not None:
            # A page of a stranger can have its own name lead here, and its visitor's browser ask in that name.
            if request.url.hostname not in self.open_at:
                raise UsageError("server.wrong-host", f"this server is not called {request.url.hostname!r:.100}")
            return _EVERYTHING
        known = self._known(_bearer(request.headers.getlist("authorization")))
        if action not in known.actions:
            raise UsageError("server.forbidden", f"the token is not for the action {action!r}")
        return Grant(frozenset(known.actions), None if known.instances is None else frozenset(known.instances))

    def _known(self, token: str) -> TokenSettings:
        digest, found = digest_of(token), None
        # All are compared, each in a time that tells nothing of where they differ.
        for each in self.tokens.values():
            if hmac.compare_digest(each.digest, digest):
                found = each
        if found is None or (found.expires is not None and found.expires <= self.clock()):
            raise UsageError("server.bad-token", "the token is not known here, or has ended")
        return found


def granted(request: Request) -> Grant:
    """What was granted to a request that was admitted."""
    grant: Grant = request.state.grant
    return grant


def _bearer(values: list[str]) -> str:
    """The token of ``Authorization: Bearer`` (RFC 6750, 2.1)."""
    if not values:
        raise UsageError("server.no-token", "this takes a token", hint="send Authorization: Bearer and the token")
    scheme, _, token = values[0].strip().partition(" ")
    if len(values) > 1 or scheme.lower() != "bearer" or not 0 < len(token.strip()) <= _MAX_TOKEN:
        raise UsageError("server.bad-token", "Authorization is not Bearer and one token")
    return token.strip()
