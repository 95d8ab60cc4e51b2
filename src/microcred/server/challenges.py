"""Challenges that a server gives out and knows again, without remembering those that nobody answers.

Whoever asks gets one, so a server that remembered them could be made to remember without end. A challenge therefore
carries when it ends, and a code that only this server can make (RFC 2104). What is remembered is that one was answered.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

__all__ = ["SECRET_BYTES", "Challenges"]

SECRET_BYTES: Final = 32
_NONCE_BYTES: Final = 16
_TIME_BYTES: Final = 6
_CODE_BYTES: Final = 16
_LENGTH: Final = _NONCE_BYTES + _TIME_BYTES + _CODE_BYTES


@dataclass(frozen=True, slots=True)
class Challenges:
    """The challenges of all servers that share a ``secret``; each is good for ``seconds``."""

    secret: bytes = field(repr=False)
    seconds: int

    def new(self, at: datetime) -> str:
        """A challenge that nobody can foresee."""
        until = int((at + timedelta(seconds=self.seconds)).timestamp())
        body = secrets.token_bytes(_NONCE_BYTES) + until.to_bytes(_TIME_BYTES, "big")
        return base64.urlsafe_b64encode(body + self._code(body)).rstrip(b"=").decode()

    def end_of(self, challenge: str) -> datetime | None:
        """When a challenge ends; None for one that was not made here."""
        try:
            raw = base64.urlsafe_b64decode(challenge + "=" * (-len(challenge) % 4))
        except ValueError:
            return None
        body, code = raw[:-_CODE_BYTES], raw[-_CODE_BYTES:]
        # Decoding is lenient, so the text itself has to be the one that was given out.
        spelled = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
        if len(raw) != _LENGTH or spelled != challenge or not hmac.compare_digest(code, self._code(body)):
            return None
        return datetime.fromtimestamp(int.from_bytes(body[_NONCE_BYTES:], "big"), UTC)

    def _code(self, body: bytes) -> bytes:
        return hmac.digest(self.secret, b"challenge" + body, hashlib.sha256)[:_CODE_BYTES]
