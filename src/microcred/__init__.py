"""Issue and verify micro-credentials as Open Badges 3.0 verifiable credentials.

::

    from microcred import Achievement, Ed25519Signer, Issuer, OpenBadgeCredential, Profile, TrustedIssuers, verify

    issuer = Issuer(Profile(name="Example University"), Ed25519Signer.generate())
    badge = issuer.issue(OpenBadgeCredential(...))
    report = verify(badge, trust=TrustedIssuers(issuer.id))

Names are loaded when they are first used, so importing the package is light and opens nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from microcred._version import __version__

if TYPE_CHECKING:
    from microcred.baking import bake, unbake
    from microcred.document import Document
    from microcred.errors import MicrocredError
    from microcred.issue import Issuer
    from microcred.keys import Ed25519Signer
    from microcred.models import Achievement, OpenBadgeCredential, Profile
    from microcred.verification.report import Report, Verdict
    from microcred.verification.trust import AnyIssuer, TrustedIssuers
    from microcred.verification.verifier import Verifier, verify

__all__ = [
    "Achievement",
    "AnyIssuer",
    "Document",
    "Ed25519Signer",
    "Issuer",
    "MicrocredError",
    "OpenBadgeCredential",
    "Profile",
    "Report",
    "TrustedIssuers",
    "Verdict",
    "Verifier",
    "__version__",
    "bake",
    "unbake",
    "verify",
]

_ROOMS = {
    "Achievement": "microcred.models",
    "AnyIssuer": "microcred.verification.trust",
    "Document": "microcred.document",
    "Ed25519Signer": "microcred.keys",
    "Issuer": "microcred.issue",
    "MicrocredError": "microcred.errors",
    "OpenBadgeCredential": "microcred.models",
    "Profile": "microcred.models",
    "Report": "microcred.verification.report",
    "TrustedIssuers": "microcred.verification.trust",
    "Verdict": "microcred.verification.report",
    "Verifier": "microcred.verification.verifier",
    "bake": "microcred.baking",
    "unbake": "microcred.baking",
    "verify": "microcred.verification.verifier",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_ROOMS[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
