"""What becomes of a badge that somebody changed: the outcome of our verification, in one line to compare with."""

from __future__ import annotations

from typing import Any

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.verification.fetch import Fetcher, Offline
from microcred.verification.report import Outcome, Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

CREDENTIALS_VOCABULARY = "https://www.w3.org/2018/credentials#"
OPEN_BADGES_VOCABULARY = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"


def badge(**changes: Any) -> dict[str, Any]:
    """The tests' badge with some members set, as its issuer signed it: a copy to change at will."""
    return sealed(unsigned(**changes)).to_dict()


def written_out(date: str) -> dict[str, str]:
    """A date with its datatype, as a member needs it whose term says none."""
    return {"@type": DATE_TIME, "@value": date}


def verify(source: Any, *, fetcher: Fetcher | None = None, **settings: Any) -> Report:
    """Verify at the moment at which the tests live, without a network."""
    verifier = Verifier(trust=AnyIssuer(), fetcher=fetcher or Offline(), canonicalizer=CANONICALIZER, **settings)
    return verifier.verify(source, at=AT)


def accepted(source: Any) -> bool:
    """Whether the credential is accepted."""
    return verify(source).verdict == "accepted"


def refusal(source: Any) -> tuple[str, str | None, str | None]:
    """The first check that did not pass, with its code and the place that it names; the badge is never accepted."""
    report = verify(source)
    assert report.verdict != "accepted"
    found = next(check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNDETERMINED))
    return found.name, found.code, found.pointer
