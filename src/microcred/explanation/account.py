"""What an explanation is made of: every value between a document and its signature, as it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from microcred.codes import explain
from microcred.errors import Fault
from microcred.keys import PublicKey

__all__ = [
    "CanonicalForm",
    "Cause",
    "ContextUsed",
    "Explanation",
    "Holds",
    "KeyFound",
    "PlacedStatement",
    "ProofAccount",
    "ReadingTried",
    "SignatureRead",
    "TokenAccount",
]


class Holds(StrEnum):
    """Whether a signature holds, with a key of whom the document names."""

    YES = "holds"
    NO = "does not hold"
    UNKNOWN = "undetermined"


@dataclass(frozen=True, slots=True)
class ContextUsed:
    """A context: its URL, and which bytes it stood for.

    ``label`` is the day since which the URL has served them, ``current`` where they never changed; ``sha256`` is the
    digest of the bytes here, ``published_sha256`` that of the bytes as published. ``newest`` is false where an older
    version was borne out by the signature.
    """

    url: str
    label: str
    sha256: str
    published_sha256: str
    newest: bool

    def to_dict(self) -> dict[str, Any]:
        """The context as JSON-ready values."""
        return {
            "url": self.url,
            "version": self.label,
            "sha256": self.sha256,
            "publishedSha256": self.published_sha256,
            "newest": self.newest,
        }


@dataclass(frozen=True, slots=True)
class PlacedStatement:
    """One line of canonical N-Quads without its line feed, and the JSON Pointer that it comes from."""

    line: str
    pointer: str
    signed: bool | None = None
    """For a suite that signs statements one by one: whether this one is; ``None`` where they are signed as a whole."""

    def to_dict(self) -> dict[str, Any]:
        """The statement as JSON-ready values."""
        own = {} if self.signed is None else {"signed": self.signed}
        return {"pointer": self.pointer, "statement": self.line, **own}


@dataclass(frozen=True, slots=True)
class CanonicalForm:
    """The canonical form of a document or of proof options: N-Quads or JSON in UTF-8, and its digest in hexadecimal.

    ``statements`` are the lines of N-Quads with their places; there are none for JSON.
    """

    form: Literal["n-quads", "json"]
    data: bytes = field(repr=False)
    algorithm: str
    digest: str
    statements: tuple[PlacedStatement, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The form as JSON-ready values."""
        return {
            "form": self.form,
            "canonical": self.data.decode("utf-8", "replace"),
            "algorithm": self.algorithm,
            "digest": self.digest,
            "statements": [statement.to_dict() for statement in self.statements],
        }


@dataclass(frozen=True, slots=True)
class KeyFound:
    """The key that a verification method stands for, and how it was come by.

    ``origin`` says in words where it was found; ``document_sha256`` is the digest of the bytes that were fetched, if
    any were. ``fault`` tells why it is no key of ``controller`` for this purpose, where that is so: a signature by it
    then says nothing about the issuer. ``undecided`` tells that this could not be found out.
    """

    verification_method: str
    controller: str | None
    key: PublicKey | None
    origin: str
    document_url: str | None = None
    document_sha256: str | None = None
    method_type: str | None = None
    expires: str | None = None
    revoked: str | None = None
    fault: Fault | None = None
    undecided: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The key as JSON-ready values."""
        return {
            "verificationMethod": self.verification_method,
            "methodType": self.method_type,
            "controller": self.controller,
            "type": None if self.key is None else self.key.type,
            "publicKeyMultibase": None if self.key is None else self.key.to_multikey(),
            "publicKeyJwk": None if self.key is None else self.key.to_jwk(),
            "origin": self.origin,
            "document": self.document_url,
            "sha256": self.document_sha256,
            "expires": self.expires,
            "revoked": self.revoked,
            "fault": None if self.fault is None else self.fault.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class SignatureRead:
    """A signature as it is written, and its bytes; ``data`` is ``None`` where they cannot be read."""

    text: str = field(repr=False)
    encoding: str
    data: bytes | None
    wanted: int | None

    def to_dict(self) -> dict[str, Any]:
        """The signature as JSON-ready values."""
        return {
            "encoding": self.encoding,
            "hex": None if self.data is None else self.data.hex(),
            "length": None if self.data is None else len(self.data),
            "wantedLength": self.wanted,
        }


@dataclass(frozen=True, slots=True)
class ReadingTried:
    """One selection of context versions under which the document was read, and whether the signature holds for it."""

    versions: Mapping[str, str]
    document_digest: str
    options_digest: str
    holds: bool | None

    def to_dict(self) -> dict[str, Any]:
        """The reading as JSON-ready values."""
        return {
            "versions": dict(self.versions),
            "documentDigest": self.document_digest,
            "optionsDigest": self.options_digest,
            "holds": self.holds,
        }


@dataclass(frozen=True, slots=True)
class Cause:
    """Something under which a signature does hold that does not hold as it should: ``code`` is in the catalogue.

    ``detail`` says what exactly, where there are several of the kind, and ``pointer`` where.
    """

    code: str
    detail: str | None = None
    pointer: str | None = None

    @property
    def sentence(self) -> str:
        """What it was, on one line."""
        title = explain(self.code).title
        return title if self.detail is None else f"{title}: {self.detail}"

    def to_dict(self) -> dict[str, Any]:
        """The cause as JSON-ready values."""
        return {
            "code": self.code,
            "sentence": self.sentence,
            "pointer": self.pointer,
            "fix": explain(self.code).fix,
        }


@dataclass(frozen=True, slots=True)
class ProofAccount:
    """Everything that goes into one proof of a document (Data Integrity 1.0, 4).

    ``signed`` are the bytes that are handed to the key, and ``order`` says what they are made of. What could not be
    worked out is ``None``; ``fault`` says why the proof does not hold. ``readings`` are the versions of contexts that
    were tried, ``causes`` what the signature holds under, ``tried`` the codes of what it was tried under in vain.
    """

    pointer: str
    suite: str | None
    holds: Holds
    options: Mapping[str, Any]
    fault: Fault | None = None
    contexts: tuple[ContextUsed, ...] = ()
    document_form: CanonicalForm | None = None
    options_form: CanonicalForm | None = None
    signed: bytes | None = field(default=None, repr=False)
    order: str = ""
    key: KeyFound | None = None
    signature: SignatureRead | None = None
    readings: tuple[ReadingTried, ...] = ()
    causes: tuple[Cause, ...] = ()
    tried: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The account as JSON-ready values; bytes are in hexadecimal."""
        return {
            "pointer": self.pointer,
            "suite": self.suite,
            "outcome": str(self.holds),
            "fault": None if self.fault is None else self.fault.to_dict(),
            "options": {name: value for name, value in self.options.items() if name != "proofValue"},
            "contexts": [context.to_dict() for context in self.contexts],
            "document": None if self.document_form is None else self.document_form.to_dict(),
            "proofOptions": None if self.options_form is None else self.options_form.to_dict(),
            "signed": None if self.signed is None else self.signed.hex(),
            "order": self.order,
            "key": None if self.key is None else self.key.to_dict(),
            "signature": None if self.signature is None else self.signature.to_dict(),
            "readings": [reading.to_dict() for reading in self.readings],
            "causes": [cause.to_dict() for cause in self.causes],
            "tried": list(self.tried),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class TokenAccount:
    """Everything that goes into the signature of a JSON Web Token (RFC 7515, 5.2)."""

    algorithm: str
    holds: Holds
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signing_input: bytes = field(repr=False)
    digest: str
    fault: Fault | None = None
    key: KeyFound | None = None
    signature: SignatureRead | None = None
    causes: tuple[Cause, ...] = ()
    tried: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The account as JSON-ready values."""
        return {
            "algorithm": self.algorithm,
            "outcome": str(self.holds),
            "fault": None if self.fault is None else self.fault.to_dict(),
            "header": dict(self.header),
            "claims": dict(self.claims),
            "signingInput": self.signing_input.decode("ascii"),
            "digest": self.digest,
            "key": None if self.key is None else self.key.to_dict(),
            "signature": None if self.signature is None else self.signature.to_dict(),
            "causes": [cause.to_dict() for cause in self.causes],
            "tried": list(self.tried),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """A badge and all that its signatures are about.

    ``proofs`` are those in the document, ``token`` the JWT around it, if it came in one. ``network`` is what was
    fetched. Nothing is judged but signatures and whose keys they are: no dates, no status, no trust.
    """

    source: str
    sha256: str
    size: int
    proofs: tuple[ProofAccount, ...]
    token: TokenAccount | None = None
    network: tuple[Mapping[str, Any], ...] = ()

    @property
    def holds(self) -> Holds:
        """Whether all signatures hold: one that does not decides, then one that is not known."""
        found = [proof.holds for proof in self.proofs]
        if self.token is not None:
            found.append(self.token.holds)
        return next((answer for answer in (Holds.NO, Holds.UNKNOWN) if answer in found), Holds.YES)

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON-ready values."""
        return {
            "source": self.source,
            "outcome": str(self.holds),
            "sha256": self.sha256,
            "bytes": self.size,
            "proofs": [proof.to_dict() for proof in self.proofs],
            "token": None if self.token is None else self.token.to_dict(),
            "network": [dict(visit) for visit in self.network],
        }
