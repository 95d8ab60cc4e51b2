"""Issuing: a model or a document in, a sealed document out, and never one that would not verify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from microcred.canonical import Canonicalizer
from microcred.document import Document, JsonObject, frozen
from microcred.errors import UsageError
from microcred.keys import Signer
from microcred.models import ClrCredential, EndorsementCredential, OpenBadgeCredential, Profile, read_credential
from microcred.proofs import Cryptosuite, SecuredDocument, add_proof, seal_jwt, usual_suite, verify_proof
from microcred.proofs.jwt import JwtStyle

__all__ = ["Issuable", "Issuer"]

Issuable: TypeAlias = OpenBadgeCredential | EndorsementCredential | ClrCredential | Document | Mapping[str, Any]
"""A credential to issue: as a model, or as JSON that is signed as it is."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Issuer:
    """Somebody who issues credentials: a :class:`~microcred.models.Profile` and a key to sign with.

    A profile without an ``id`` gets the DID of the key. With an ``id`` of its own, the signer's verification method
    has to stand in the document of that id, or verifiers could not tell whose key it is (Controlled Identifiers 1.0,
    3.3). ``suite`` is the cryptographic suite or its name, by default the one over statements that fits the key.
    ``clock`` gives the moment that a proof says it was created.
    """

    def __init__(
        self,
        profile: Profile,
        signer: Signer,
        *,
        suite: str | Cryptosuite | None = None,
        canonicalizer: Canonicalizer | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        controller = signer.verification_method.partition("#")[0]
        description = {"id": controller, **profile.to_dict()}
        if description["id"] != controller:
            raise UsageError(
                "usage.key-of-another",
                f"the profile's id is {description['id']!r}, the key's verification method belongs to {controller!r}",
                hint="give the signer the verification method that the profile's own document lists for this key",
            )
        self.id: str = controller
        self.signer = signer
        self.suite = suite
        self._description: Mapping[str, Any] = frozen(description)
        self._canonicalizer = canonicalizer or Canonicalizer()
        self._clock = clock

    def issue(self, credential: Issuable) -> Document:
        """Seal a credential.

        A model becomes JSON as the standard says it; a document or ``dict`` is signed as it is. A missing ``issuer``
        is filled in, another one's is refused. Raises :class:`~microcred.errors.ModelError` for a credential that is
        not what the standard says, and :class:`~microcred.errors.ContextError` for one that says more than its
        signature would cover. What is returned has been checked with the public key.
        """
        if self.suite is None and self.signer.public_key.type == "RSA":
            raise UsageError(
                "usage.wrong-key-type",
                "an RSA key makes no proof that stands in a credential",
                hint="issue it as a JWT: Issuer.issue_jwt, or --proof jwt on the command line",
            )
        document = self._draft(credential)
        sealed = add_proof(
            document,
            self.signer,
            created=self._clock(),
            suite_name=self.suite or usual_suite(self.signer.public_key),
            canonicalizer=self._canonicalizer,
        )
        secured = SecuredDocument(sealed, self._canonicalizer)
        verify_proof(secured, secured.proof(), self.signer.public_key, holder=True)
        return sealed

    def issue_jwt(self, credential: Issuable, *, style: JwtStyle = "open-badges") -> str:
        """Secure a credential from outside, as a compact JWT (Open Badges 3.0, 8.2; VC-JOSE-COSE 1.0, 3.1).

        The key decides the algorithm: RS256 or PS256, ES256, ES384, EdDSA. ``style`` is ``open-badges``, with the
        claims that the standard's certification wants, or ``vc-jose-cose``. Raises as :meth:`issue`: the words of the
        credential have to be defined by its contexts here, too. What is returned has been checked.
        """
        document = self._draft(credential)
        SecuredDocument(document, self._canonicalizer).require_newest()
        # When it was made decides whether a key that has ended since stood behind it (decision 0015).
        return seal_jwt(document, self.signer, style=style, claims={"iat": int(self._clock().timestamp())})

    def _draft(self, credential: Issuable) -> Document:
        document = self._with_issuer(_document(credential))
        read_credential(document.tree)
        return document

    def _with_issuer(self, document: Document) -> Document:
        named = document.tree.get("issuer")
        if named is None:
            return Document.of(_with_member_after_type(document.tree, "issuer", self._description))
        identifier = named.get("id") if isinstance(named, dict) else named
        if identifier != self.id:
            raise UsageError(
                "usage.another-issuer",
                f"the credential names the issuer {identifier!r}, this issuer is {self.id!r}",
                hint="leave the issuer out of the credential to have it filled in",
                pointer="/issuer",
            )
        return document


def _document(credential: Issuable) -> Document:
    match credential:
        case Document():
            return credential
        case Mapping():
            return Document.of(credential)
    return Document.of(credential.to_dict())


def _with_member_after_type(tree: JsonObject, name: str, value: Any) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, member in tree.items():
        members[key] = member
        if key == "type":
            members[name] = value
    return {**members, name: value}
