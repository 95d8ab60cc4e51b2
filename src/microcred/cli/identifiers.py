"""How the command line names an issuer: ``--did key``, ``--did web:HOST[:PATH]`` or ``--did https://ISSUER``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.keys import PublicKey

__all__ = ["did_option", "identifier_of", "method_of"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def did_option(help_text: str) -> Callable[[_Command], _Command]:
    """``--did``, with what it is for in this command."""
    return click.option("--did", metavar="key|web:HOST[:PATH]|https://ISSUER", help=help_text)


def identifier_of(did: str, key: PublicKey) -> str:
    """The issuer's id that ``--did`` stands for; a ``key`` is its own.

    Raises :class:`~microcred.errors.UsageError` for what is none, or cannot be looked up by those who verify.
    """
    from microcred.keys import did_key
    from microcred.verification.controller_documents import did_web_url, split_method_url

    if did in ("key", "did:key"):
        return did_key(key)
    identifier = f"did:{did}" if did.startswith("web:") else did
    if not identifier.startswith(("did:web:", "https://")):
        raise _no_identifier(did, "wanted key, web:example.edu or https://example.edu/issuer")
    try:
        split_method_url(f"{identifier}#key")
        if identifier.startswith("did:"):
            did_web_url(identifier)
    except MicrocredError as error:
        raise _no_identifier(did, error.message) from error
    return identifier


def method_of(identifier: str, key: PublicKey) -> str:
    """The verification method of a key under the name that ``keygen`` publishes it by: the key itself."""
    return f"{identifier}#{key.to_multikey()}"


def _no_identifier(did: str, why: str) -> UsageError:
    return UsageError("usage.bad-did", f"--did {did[:200]!r} names no issuer: {why}")
