"""Presenting: credentials in, a presentation out that their holder has signed for one verifier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from microcred.canonical import Canonicalizer
from microcred.document import Document, JsonObject
from microcred.errors import ModelError, UsageError
from microcred.keys import Signer
from microcred.models import (
    CREDENTIALS_V2,
    EnvelopedVerifiableCredential,
    is_compact_jws,
    is_enveloped,
    read_credential,
    read_presentation,
)
from microcred.proofs import SecuredDocument, add_proof, has_base_proof, usual_suite, verify_proof

__all__ = ["Holder", "Presentable"]

Presentable: TypeAlias = Document | Mapping[str, Any] | str
"""A credential to present: as a document or ``dict``, or as the compact JWT that it is secured by."""

_PURPOSE = "authentication"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Holder:
    """Somebody who shows credentials: an id, and a key to sign with.

    ``id`` is by default the DID of the key; any other has to be the id whose document lists the signer's verification
    method for ``authentication``, or verifiers could not tell whose key it is (Controlled Identifiers 1.0, 3.3).
    ``suite`` is the cryptographic suite, by default the one over statements that fits the key. ``clock`` gives the
    moment that a proof says it was created.
    """

    def __init__(
        self,
        signer: Signer,
        *,
        id: str | None = None,  # noqa: A002 - the standard's name for it
        suite: str | None = None,
        canonicalizer: Canonicalizer | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        controller = signer.verification_method.partition("#")[0]
        if id is not None and id != controller:
            raise UsageError(
                "usage.key-of-another",
                f"the holder's id is {id!r:.80}, the key's verification method belongs to {controller!r:.80}",
                hint="give the signer the verification method that the holder's own document lists for this key",
            )
        self.id: str = controller
        self.signer = signer
        self.suite = suite or usual_suite(signer.public_key)
        self._canonicalizer = canonicalizer or Canonicalizer()
        self._clock = clock

    def present(
        self,
        credentials: Presentable | Iterable[Presentable],
        *,
        challenge: str,
        domain: str | Sequence[str] | None = None,
        id: str | None = None,  # noqa: A002 - the standard's name for it
        expires: datetime | None = None,
    ) -> Document:
        """Make a presentation of ``credentials``, for the verifier who asked with ``challenge`` (VCDM 2.0, 4.13).

        ``challenge`` is the text that the verifier chose for this one time, ``domain`` the verifier's name or names:
        what is signed is of no use to anybody else. ``id`` names the presentation, ``expires`` (aware) ends it.
        Each credential stands in the result as it came, with its own ``@context`` and proof; one without a proof is
        accepted from its own issuer. No credential at all makes a presentation of the holder alone.

        Raises :class:`~microcred.errors.UsageError` for what cannot be presented,
        :class:`~microcred.errors.ModelError` for a credential that is not what it claims to be, and
        :class:`~microcred.errors.ContextError` for one that says more than its statements. What is returned has been
        checked with the public key.
        """
        presented = [credentials] if isinstance(credentials, (str, Mapping, Document)) else list(credentials)
        options: dict[str, Any] = {"challenge": _told(challenge, "challenge")}
        names = [domain] if isinstance(domain, str) else list(domain or ())
        if domain is not None:
            domains = [_told(name, "domain") for name in names] or [_told("", "domain")]
            options |= {"domain": domains[0] if len(domains) == 1 else domains}
        created = self._clock()
        if expires is not None and expires.tzinfo is not None and expires <= created:
            raise UsageError("usage.ends-before-it-begins", f"the presentation would expire at {expires}, before now")
        document = Document.of(
            {
                "@context": [CREDENTIALS_V2],
                **({} if id is None else {"id": id}),
                "type": ["VerifiablePresentation"],
                "holder": self.id,
                **({"verifiableCredential": [self._embedded(each) for each in presented]} if presented else {}),
            }
        )
        self._check(document)
        return self._sealed(document, created, expires, options)

    def _embedded(self, credential: Presentable) -> Mapping[str, Any]:
        if isinstance(credential, str):
            if not is_compact_jws(credential):
                raise UsageError(
                    "usage.not-presentable",
                    f"{credential!r:.60} is not a compact JWT",
                    hint="give a credential in JSON as a Document or a dict: Document.parse(text)",
                )
            return EnvelopedVerifiableCredential.of(credential).to_dict()
        if not isinstance(credential, (Document, Mapping)):
            raise UsageError(
                "usage.not-presentable",
                f"a {type(credential).__name__} is not a credential",
                hint="give a Document, a dict, or a compact JWT as a string",
            )
        return credential.tree if isinstance(credential, Document) else credential

    def _check(self, document: Document) -> None:
        """Refuse what no verifier would take for a presentation of credentials."""
        read_presentation(document.tree, strict=True)
        for index, credential in enumerate(document.tree.get("verifiableCredential", ())):
            pointer = f"/verifiableCredential/{index}"
            if is_enveloped(credential, EnvelopedVerifiableCredential.__name__):
                continue
            try:
                read_credential(credential)
            except ModelError as error:
                raise ModelError.of(
                    [replace(fault, pointer=f"{pointer}{fault.pointer or ''}") for fault in error.faults]
                ) from None
            if has_base_proof(credential):
                raise UsageError(
                    "usage.not-presentable",
                    "the credential has a base proof, from which everything in it can be disclosed",
                    hint="present what you derive from it with derive_proof, or microcred disclose",
                    pointer=pointer,
                )
            if not credential.get("proof") and _issuer_id(credential) != self.id:
                raise UsageError(
                    "usage.not-presentable",
                    "the credential has no proof, and its issuer is somebody else than the holder",
                    hint="present what the issuer has signed",
                    pointer=pointer,
                )

    def _sealed(
        self, document: Document, created: datetime, expires: datetime | None, options: Mapping[str, Any]
    ) -> Document:
        sealed = add_proof(
            document,
            self.signer,
            created=created,
            suite_name=self.suite,
            purpose=_PURPOSE,
            expires=expires,
            options=options,
            canonicalizer=self._canonicalizer,
        )
        secured = SecuredDocument(sealed, self._canonicalizer)
        verify_proof(secured, secured.proof(), self.signer.public_key, purpose=_PURPOSE)
        return sealed


def _issuer_id(credential: JsonObject) -> Any:
    issuer = credential.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def _told(text: str, name: str) -> str:
    if not isinstance(text, str) or not text:
        raise UsageError(
            "usage.no-challenge",
            f"the {name} is {text!r:.40}, wanted the text that the verifier gave",
            hint="ask the verifier; a presentation that is made for nobody can be shown again by anybody",
        )
    return text
