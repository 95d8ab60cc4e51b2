"""The connections of a server: who asks has to say what is wanted in time, and to take the answer.

:mod:`~microcred.server.bounds` holds a request to its bounds, and a request begins once its head is there. Before that
a connection on which nothing comes, or a byte now and then, costs its owner nothing and takes a place; and so does one
on which answers are never read. The protocol of uvicorn waits for both without end.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["HEAD_BYTES", "HEAD_SECONDS", "Connection", "connections"]

#: How long the head of a request may take, from the connection or the last answer on.
HEAD_SECONDS: Final = 10.0
#: Of a head that is not complete yet: what a URL and headers may have, so that too much of them is told in words.
HEAD_BYTES: Final = 64_000


class Connection(H11Protocol):
    """One connection, which is ended where the head of a request does not come, or an answer is not taken."""

    def __init__(self, *given: Any, head_seconds: float, answer_seconds: float, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head_seconds = head_seconds
        self._answer_seconds = answer_seconds
        self._waiting_since = 0.0
        self._unread_since: float | None = None
        self._look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._waiting_since = self.loop.time()
        self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._waiting_since = self.loop.time()
        super().on_response_complete()

    def _look_again(self) -> None:
        self._look = self.loop.call_later(self._head_seconds, self._end_if_late)

    def _end_if_late(self) -> None:
        now = self.loop.time()
        if not self.transport.get_write_buffer_size():
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now
        if self._unread_since is not None:
            late = now - self._unread_since >= self._answer_seconds
        else:
            serving = self.cycle is not None and not self.cycle.response_complete
            late = not serving and now - self._waiting_since >= self._head_seconds
        if late:
            # What is left to be sent would otherwise be waited for.
            self.transport.abort()
        else:
            self._look_again()


def connections(answer_seconds: float, head_seconds: float = HEAD_SECONDS) -> Any:
    """What uvicorn makes of each connection (its option ``http``), with so many seconds to take an answer."""
    return partial(Connection, head_seconds=head_seconds, answer_seconds=answer_seconds)
