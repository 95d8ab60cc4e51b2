"""How the command line names an issuer, and the key of one that it publishes.

``--did key`` and ``--did jwk`` are the key itself; ``--did web:HOST[:PATH]`` and ``--did https://ISSUER`` are places.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.keys import PublicKey, PublishedKey

__all__ = ["did_option", "identifier_of", "method_of", "published_key"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def did_option(help_text: str) -> Callable[[_Command], _Command]:
    """``--did``, with what it is for in this command."""
    return click.option("--did", metavar="key|jwk|web:HOST[:PATH]|https://ISSUER", help=help_text)


def identifier_of(did: str, key: PublicKey) -> str:
    """The issuer's id that ``--did`` stands for; a ``key`` is its own.

    Raises :class:`~microcred.errors.UsageError` for what is none, or cannot be looked up by those who verify.
    """
    from microcred.keys import did_jwk, did_key
    from microcred.verification.controller_documents import split_method_url
    from microcred.verification.published_documents import did_web_url

    if did in ("key", "did:key"):
        return did_key(key)
    if did in ("jwk", "did:jwk"):
        return did_jwk(key)
    identifier = f"did:{did}" if did.startswith("web:") else did
    if not identifier.startswith(("did:web:", "https://")):
        raise _no_identifier(did, "wanted key, jwk, web:example.edu or https://example.edu/issuer")
    try:
        split_method_url(f"{identifier}#key")
        if identifier.startswith("did:"):
            did_web_url(identifier)
    except MicrocredError as error:
        raise _no_identifier(did, error.message) from error
    return identifier


def method_of(identifier: str, key: PublicKey) -> str:
    """The verification method of a key under the name that ``keygen`` publishes it by: the key itself."""
    if identifier.startswith("did:jwk:"):
        return f"{identifier}#0"
    name = key.to_multikey() if identifier.startswith("did:key:") else published_key(key).name
    return f"{identifier}#{name}"


def published_key(key: PublicKey) -> PublishedKey:
    """A key as ``keygen`` publishes it: as a JSON Web Key, if JSON Web Tokens are all that it can sign."""
    from microcred.keys import PublishedKey

    return PublishedKey(key, form="JsonWebKey" if key.type == "RSA" else "Multikey")


def _no_identifier(did: str, why: str) -> UsageError:
    return UsageError("usage.bad-did", f"--did {did[:200]!r} names no issuer: {why}")
