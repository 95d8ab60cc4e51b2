"""Open Badges 2.0 and its 1.x forerunners: read, told apart from newer credentials, and converted to 3.0. Pure.

::

    recognition   is this an Open Badges 2.0 document, and of which version?
    members       how one JSON object is read, all its faults at once
    assertion     Assertion, IdentityObject, VerificationObject, Evidence
    badge_class   BadgeClass, Criteria, AlignmentObject, Image
    profile       Profile, CryptographicKey, RevocationList, Endorsement
    reading       the class that a document claims to be
    scope         which URLs an issuer speaks for
    conversion    assertion, badge class and issuer → an unsigned Open Badges 3.0 credential

A 2.0 badge carries no proof of its own contents: it is genuine because its issuer's web site, or the issuer's key, says
so. What has to be fetched for that is the business of :mod:`microcred.verification.open_badges_2`.
"""

from microcred.open_badges_2.assertion import Assertion, Evidence, IdentityObject, VerificationObject
from microcred.open_badges_2.badge_class import AlignmentObject, BadgeClass, Criteria, Image
from microcred.open_badges_2.conversion import Conversion, convert
from microcred.open_badges_2.profile import CryptographicKey, Endorsement, Profile, RevocationList, RevokedAssertion
from microcred.open_badges_2.reading import AnyOpenBadge2, read_open_badges_2
from microcred.open_badges_2.recognition import Version, is_open_badges_2, version_of

__all__ = [
    "AlignmentObject",
    "AnyOpenBadge2",
    "Assertion",
    "BadgeClass",
    "Conversion",
    "Criteria",
    "CryptographicKey",
    "Endorsement",
    "Evidence",
    "IdentityObject",
    "Image",
    "Profile",
    "RevocationList",
    "RevokedAssertion",
    "VerificationObject",
    "Version",
    "convert",
    "is_open_badges_2",
    "read_open_badges_2",
    "version_of",
]
