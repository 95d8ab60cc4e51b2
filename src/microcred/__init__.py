"""Issue and verify micro-credentials as Open Badges 3.0 verifiable credentials.

::

    from microcred import Achievement, Ed25519Signer, Issuer, OpenBadgeCredential, Profile, TrustedIssuers, verify

    issuer = Issuer(Profile(name="Example University"), Ed25519Signer.generate())
    badge = issuer.issue(OpenBadgeCredential(...))
    report = verify(badge, trust=TrustedIssuers(issuer.id))

Names are loaded when they are first used, so importing the package is light and opens nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred._version import __version__
from microcred.rooms import doors

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

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "baking": ("bake", "unbake"),
            "document": ("Document",),
            "errors": ("MicrocredError",),
            "issue": ("Issuer",),
            "keys": ("Ed25519Signer",),
            "models": ("Achievement", "OpenBadgeCredential", "Profile"),
            "verification.report": ("Report", "Verdict"),
            "verification.trust": ("AnyIssuer", "TrustedIssuers"),
            "verification.verifier": ("Verifier", "verify"),
        },
    )
