"""Every error that microcred raises, and what its place in the tree means.

::

    MicrocredError
    ├── UsageError            the call is wrong: nothing was learned about the badge
    ├── Rejected              a check was made, and it failed
    │   ├── DocumentError         the bytes are not one well-formed, bounded JSON document
    │   ├── ImageError            the picture cannot carry, or does not carry, a credential
    │   ├── ModelError            the document is not what the standard says; lists every fault
    │   ├── ContextError          the JSON-LD says less, or something else, than the JSON seems to say
    │   ├── IssuerKeyError        the key is not a key of this issuer for this purpose
    │   └── ProofError            the seal does not hold
    └── Undetermined          a check could not be made: neither fine nor forged
        ├── FetchError            something had to be fetched and could not be
        └── UnsupportedError      a suite, key type or status type that is not known here

Which branch an error stands on decides the verdict: :class:`Rejected` makes a check *failed*, :class:`Undetermined`
makes it *undetermined*. Every error carries a stable ``code`` (listed in :mod:`microcred.codes`, explained by
``microcred rule CODE``), and where they apply a JSON Pointer (RFC 6901), a hint, the W3C problem type and the evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

__all__ = [
    "ContextError",
    "DocumentError",
    "Fault",
    "FetchError",
    "ImageError",
    "IssuerKeyError",
    "MicrocredError",
    "ModelError",
    "ProofError",
    "Rejected",
    "Undetermined",
    "UnsupportedError",
    "UsageError",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, in a form that a person and a program can both act on.

    ``message`` says what was found and what was wanted, on one line without a full stop; what is not printable in it is
    escaped. ``pointer`` is the JSON Pointer of the place in the credential (``""`` is the whole document, ``None``
    means that no place applies).
    """

    code: str
    message: str
    pointer: str | None = None
    hint: str | None = None
    problem: str | None = None
    evidence: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        # Many messages quote what a stranger wrote, and a line break in it would forge a line of somebody's log.
        if not self.message.isprintable():
            shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in self.message)
            object.__setattr__(self, "message", shown)

    def __str__(self) -> str:
        return f"{self.pointer}: {self.message}" if self.pointer else self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # A mapping proxy cannot be pickled, and faults cross process boundaries.
        return _fault, (self.to_dict(),)

    def to_dict(self) -> dict[str, Any]:
        """The fault as JSON-ready values."""
        return {
            "code": self.code,
            "pointer": self.pointer,
            "message": self.message,
            "hint": self.hint,
            "problem": self.problem,
            "evidence": dict(self.evidence),
        }


def _fault(members: dict[str, Any]) -> Fault:
    return Fault(**{**members, "evidence": MappingProxyType(members["evidence"])})


class MicrocredError(Exception):
    """The root of everything that microcred raises on purpose.

    ``faults`` holds at least one :class:`Fault`; the properties speak of the first one.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        pointer: str | None = None,
        hint: str | None = None,
        problem: str | None = None,
        evidence: Mapping[str, Any] | None = None,
    ) -> None:
        fault = Fault(code, message, pointer, hint, problem, MappingProxyType(dict(evidence or {})))
        self.faults: tuple[Fault, ...] = (fault,)
        super().__init__(str(fault))

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Self:
        """Gather all faults of one input into one error; there must be at least one."""
        found = tuple(faults)
        error = cls(found[0].code, found[0].message)
        error.faults = found
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        error.args = (f"{found[0]}{more}",)
        return error

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.faults)

    @property
    def code(self) -> str:
        """The stable code of the first fault, such as ``document.duplicate-key``."""
        return self.faults[0].code

    @property
    def message(self) -> str:
        """What was found and what was wanted, on one line."""
        return self.faults[0].message

    @property
    def pointer(self) -> str | None:
        """The JSON Pointer of the place that is at fault, where there is one."""
        return self.faults[0].pointer

    @property
    def hint(self) -> str | None:
        """What to do about it, where that is known."""
        return self.faults[0].hint

    @property
    def problem(self) -> str | None:
        """The URL of the W3C problem type (RFC 9457 ``type``), where one exists."""
        return self.faults[0].problem

    @property
    def evidence(self) -> Mapping[str, Any]:
        """The values behind the message: URLs, digests, what was compared with what."""
        return self.faults[0].evidence


def _rebuilt(kind: type[MicrocredError], faults: tuple[Fault, ...]) -> MicrocredError:
    return kind.of(faults)


class UsageError(MicrocredError):
    """The caller asked for something that cannot be: a wrong argument, a file that is not there."""


class Rejected(MicrocredError):
    """A check was made, and it failed."""


class DocumentError(Rejected):
    """The bytes are not one well-formed, bounded JSON document (RFC 8259, RFC 7493)."""


class ImageError(Rejected):
    """A PNG or SVG that cannot carry a credential, or carries it wrongly (Open Badges 3.0, 5.3)."""


class ModelError(Rejected):
    """The document breaks the data model of its standard; ``faults`` lists every breach, each with its pointer."""


class ContextError(Rejected):
    """JSON-LD processing would lose or change what the JSON says (Data Integrity 1.0, 2.4)."""


class IssuerKeyError(Rejected):
    """The verification method is not one of this issuer, or not for this purpose (Controlled Identifiers 1.0, 3.3)."""


class ProofError(Rejected):
    """The proof is malformed, or its signature does not hold (Data Integrity 1.0, 4)."""


class Undetermined(MicrocredError):
    """A check could not be made, so nothing is known: neither *fine* nor *forged*."""


class FetchError(Undetermined):
    """Something had to be fetched and could not be, or must not be."""


class UnsupportedError(Undetermined):
    """A cryptographic suite, key type or status type that this verifier does not know."""
