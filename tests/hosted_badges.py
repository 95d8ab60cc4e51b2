"""What becomes of a badge of Open Badges 2.0 that its holder has written, before a verifier who trusts its issuer."""

from __future__ import annotations

from microcred.verification.report import Report, Verdict
from microcred.verification.trust import TrustedIssuers
from open_badges_2 import ISSUER

EVIL = "https://evil.example"
TRUSTED = TrustedIssuers(ISSUER)


def refused(report: Report, check: str, code: str) -> bool:
    """Not accepted, not called authentic, and for this reason."""
    assert report[check].code == code, report.to_json()
    return report.verdict is not Verdict.ACCEPTED and report.authentic is not True
