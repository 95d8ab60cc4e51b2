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


def with_creator(**members: Any) -> dict[str, Any]:
    """The badge unsigned, with its issuer as the creator of the achievement: two objects with one id."""
    tree = unsigned()
    creator = {"id": tree["issuer"]["id"], "type": ["Profile"], **members}
    tree["credentialSubject"]["achievement"]["creator"] = creator
    return tree


def endorsement(of: str, **members: Any) -> dict[str, Any]:
    """An endorsement that nobody signed, of whatever has this id."""
    return {
        "@context": unsigned()["@context"],
        "id": "urn:uuid:5a0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a99",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Well done",
        "issuer": {"id": "did:example:guild", "type": ["Profile"]},
        "validFrom": "2026-01-20T09:00:00Z",
        "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Good.", **members},
    }


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
