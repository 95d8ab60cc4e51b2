"""One proof as it stands in a document (Data Integrity 1.0, 2.1): its members, read before anything is believed."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from datetime import datetime
from types import NoneType
from typing import Any, Final, NamedTuple

from microcred.document import JsonObject, child_pointer
from microcred.errors import ProofError
from microcred.instants import parse_instant
from microcred.keys import PublicKey

__all__ = ["VERIFICATION_ERROR", "Proof", "malformed", "signature_invalid"]

_SEC: Final = "https://w3id.org/security#"
VERIFICATION_ERROR: Final = f"{_SEC}PROOF_VERIFICATION_ERROR"


class Proof(NamedTuple):
    """One proof as it stands in the document, at ``pointer``; its members are checked for their JSON types."""

    pointer: str
    members: JsonObject
    type: str
    cryptosuite: str | None
    purpose: str
    verification_method: str
    created: datetime | None
    expires: datetime | None
    previous: tuple[str, ...]
    domain: frozenset[str]
    challenge: str | None

    @property
    def suite_name(self) -> str:
        """The name of its suite in the table: its ``cryptosuite``, or its ``type`` for the older suites."""
        return self.cryptosuite if self.cryptosuite is not None else self.type

    @property
    def options(self) -> JsonObject:
        """The proof options that are signed: all of its members but the ``proofValue``."""
        return JsonObject((name, value) for name, value in self.members.items() if name != "proofValue")

    @classmethod
    def read(cls, members: Any, pointer: str) -> Proof:
        """Read one proof (Data Integrity 1.0, 2.1 and 4.4); raises :class:`~microcred.errors.ProofError`."""
        if not isinstance(members, JsonObject):
            raise malformed("the proof is not an object", pointer)
        proof_type, cryptosuite = _text(members, "type", pointer), members.get("cryptosuite")
        if not isinstance(cryptosuite, str if proof_type == "DataIntegrityProof" else NoneType):
            raise malformed("cryptosuite has to be there for a DataIntegrityProof, and for no other type", pointer)
        created = _instant(members, "created", pointer)
        if proof_type == "Ed25519Signature2020" and created is None:
            raise malformed("a proof of type Ed25519Signature2020 says when it was created", pointer)
        return cls(
            pointer,
            members,
            proof_type,
            cryptosuite,
            _text(members, "proofPurpose", pointer),
            _text(members, "verificationMethod", pointer),
            created,
            _instant(members, "expires", pointer),
            _texts(members, "previousProof", pointer),
            frozenset(_texts(members, "domain", pointer)),
            _text(members, "challenge", pointer) if "challenge" in members else None,
        )

    def check_made_for(self, purpose: str, domain: str | Collection[str] | None, challenge: str | None) -> None:
        """Refuse a proof that was made for something else (Data Integrity 1.0, 4.4, steps 3 to 5).

        ``domain`` and ``challenge`` are looked at where they are expected, not ``None``; domains are compared as sets.
        """
        if self.purpose != purpose:
            raise ProofError(
                "proof.wrong-purpose",
                f"the proof was made for {self.purpose!r:.80}, wanted {purpose!r}",
                pointer=f"{self.pointer}/proofPurpose",
                problem=VERIFICATION_ERROR,
            )
        wanted = frozenset({domain} if isinstance(domain, str) else domain or ())
        if domain is not None and self.domain != wanted:
            raise ProofError(
                "proof.wrong-domain",
                f"the proof was made for the domains {sorted(self.domain)!r:.80}, wanted {sorted(wanted)!r:.80}",
                pointer=self._place("domain"),
                problem=f"{_SEC}INVALID_DOMAIN_ERROR",
            )
        if challenge is not None and not self._answers(challenge):
            raise ProofError(
                "proof.wrong-challenge",
                "the proof does not answer the challenge that was set",
                pointer=self._place("challenge"),
                problem=f"{_SEC}INVALID_CHALLENGE_ERROR",
            )

    def _answers(self, challenge: str) -> bool:
        # In constant time: a challenge may be all that keeps a proof from being used twice.
        return self.challenge is not None and hmac.compare_digest(
            self.challenge.encode("utf-8", "surrogatepass"), challenge.encode("utf-8", "surrogatepass")
        )

    def _place(self, name: str) -> str:
        return f"{self.pointer}/{name}" if name in self.members else self.pointer


def _text(members: JsonObject, name: str, pointer: str) -> str:
    value = members.get(name)
    if not isinstance(value, str) or not value:
        shown = "missing" if name not in members else repr(value)[:60]
        raise malformed(
            f"{name} is {shown}, wanted a string", child_pointer(pointer, name) if name in members else pointer
        )
    return value


def _texts(members: JsonObject, name: str, pointer: str) -> tuple[str, ...]:
    """The strings of a member that may hold one, an array of them, or may be missing."""
    found = members.get(name, ())
    found = (found,) if isinstance(found, str) else found
    if not isinstance(found, list | tuple) or not all(isinstance(text, str) for text in found):
        raise malformed(f"{name} has to be a string or an array of strings", f"{pointer}/{name}")
    return tuple(found)


def _instant(members: JsonObject, name: str, pointer: str) -> datetime | None:
    if name not in members:
        return None
    value = members[name]
    instant = parse_instant(value, zone_required=False) if isinstance(value, str) else None
    if instant is None:
        raise malformed(
            f"{name} is {value!r:.60}, wanted a date and time such as 2026-01-31T12:00:00Z", f"{pointer}/{name}"
        )
    return instant


def malformed(message: str, pointer: str) -> ProofError:
    """The error for a proof that lacks what it needs, or has it in another form."""
    return ProofError("proof.malformed", message, pointer=pointer, problem=VERIFICATION_ERROR)


def signature_invalid(proof: Proof, key: PublicKey) -> ProofError:
    """The error for a signature that is none of this key over this document."""
    return ProofError(
        "proof.signature-invalid",
        "the signature does not hold: the credential was changed after it was signed, or signed with another key",
        pointer=f"{proof.pointer}/proofValue",
        problem=VERIFICATION_ERROR,
        evidence={"verificationMethod": proof.verification_method, "key": key.to_multikey(), "suite": proof.suite_name},
    )
