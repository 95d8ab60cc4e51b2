"""Dates that can be read, and still cannot be what somebody meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from microcred.instants import parse_instant
from microcred.lint.rule import Breach, Part, Rules, Subject

__all__ = ["RULES"]

_FIRST_YEAR: Final = 1990
_LONGEST: Final = timedelta(days=50 * 365.25)
_SHORTEST: Final = timedelta(days=1)
_ADVICE: Final = "leave validUntil out, if the credential does not end"
# What programs write where nobody gave a date: the zero of Unix, of .NET and of spreadsheets, and the ends of time.
_PLACEHOLDERS: Final = frozenset(
    datetime(year, month, day, tzinfo=UTC)
    for year, month, day in ((1, 1, 1), (1899, 12, 30), (1900, 1, 1), (1970, 1, 1), (9999, 12, 31))
)


def _activity_reversed(subject: Subject) -> Iterator[Breach]:
    for part in subject.objects("AchievementSubject"):
        start, end = _given(part, "activityStartDate"), _given(part, "activityEndDate")
        if start is not None and end is not None and end < start:
            yield _too_early(part, "activityEndDate", "the start of the activity", part.value["activityStartDate"])


def _activity_after_award(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        name = "awardedDate" if _given(credential, "awardedDate") else "validFrom"
        award = _given(credential, name)
        for about in credential.members("credentialSubject"):
            start = _given(about, "activityStartDate")
            if award is not None and start is not None and start > award:
                yield _too_early(credential, name, "the start of the activity", about.value["activityStartDate"])


def _awarded_after_valid_from(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        award, start = _given(credential, "awardedDate"), _given(credential, "validFrom")
        if award is not None and start is not None and award > start:
            yield Breach(
                credential.below("awardedDate"),
                f"found {credential.value['awardedDate']}, which is after validFrom; "
                f"wanted {credential.value['validFrom']} or earlier",
                wanted=f"{credential.value['validFrom']} or earlier",
            )


def _endless(subject: Subject) -> Iterator[Breach]:
    for credential, name, start, end in _periods(subject):
        if end - start > _LONGEST:
            yield Breach(
                credential.below(name),
                f"found {credential.value[name]}, which is {(end - start).days // 365} years after it begins; "
                "wanted a date that means something, or none",
                _ADVICE,
            )


def _short(subject: Subject) -> Iterator[Breach]:
    for credential, name, start, end in _periods(subject):
        if timedelta(0) <= end - start < _SHORTEST:
            yield Breach(
                credential.below(name),
                f"found {credential.value[name]}, less than a day after it begins; wanted a longer validity",
            )


def _periods(subject: Subject) -> Iterator[tuple[Part, str, datetime, datetime]]:
    for credential in subject.credentials:
        start = _moment(credential, "validFrom") or _moment(credential, "issuanceDate")
        name = _end_of(credential)
        end = _moment(credential, name)
        if start is not None and end is not None:
            yield credential, name, start, end


def _end_of(credential: Part) -> str:
    """The name that the end has in the data model of the credential."""
    return "expirationDate" if credential.has("expirationDate") else "validUntil"


def _too_early_to_be_true(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        for name in ("validFrom", "issuanceDate"):
            moment = _moment(credential, name)
            if moment is not None and moment.year < _FIRST_YEAR and not _is_placeholder(moment):
                yield Breach(
                    credential.below(name),
                    f"found {credential.value[name]}, long before there were digital credentials; "
                    "wanted the moment from which this one counts",
                )


def _placeholder(subject: Subject) -> Iterator[Breach]:
    for part in subject.named(
        "validFrom", "issuanceDate", "awardedDate", "activityStartDate", "activityEndDate", "created"
    ):
        moment = parse_instant(part.value, zone_required=False) if isinstance(part.value, str) else None
        if moment is not None and _is_placeholder(moment):
            yield Breach(
                part.pointer,
                f"found {part.value}, which programs write where nobody gave a date; wanted the date or nothing",
            )


def _proof_ends_first(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials if "proof.expired" not in subject.reported else ():
        until = _moment(credential, _end_of(credential))
        for proof in credential.members("proof"):
            expires = _moment(proof, "expires")
            if expires is not None and (until is None or expires < until):
                end = (
                    f"the credential counts until {credential.value[_end_of(credential)]}"
                    if until
                    else "the credential has no end"
                )
                yield Breach(
                    proof.below("expires"),
                    f"the proof expires at {proof.value['expires']}, and {end}; wanted one that holds as long",
                )


def _is_placeholder(moment: datetime) -> bool:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC) in _PLACEHOLDERS


def _too_early(part: Part, name: str, what: str, first: str) -> Breach:
    message = f"found {part.value[name]}, which is before {what}; wanted {first} or later"
    return Breach(part.below(name), message, wanted=f"{first} or later")


def _moment(holder: Part, name: str) -> datetime | None:
    text = holder.value.get(name) if isinstance(holder.value, dict) else None
    return parse_instant(text, zone_required=False) if isinstance(text, str) else None


def _given(holder: Part, name: str) -> datetime | None:
    """The moment that somebody wrote there, and not a program or a slip of the hand."""
    moment = _moment(holder, name)
    return None if moment is None or moment.year < _FIRST_YEAR or _is_placeholder(moment) else moment


RULES: Final[Rules] = MappingProxyType(
    {
        "dates.activity-after-award": _activity_after_award,
        "dates.activity-reversed": _activity_reversed,
        "dates.awarded-after-valid-from": _awarded_after_valid_from,
        "dates.endless": _endless,
        "dates.placeholder": _placeholder,
        "dates.proof-ends-first": _proof_ends_first,
        "dates.short": _short,
        "dates.too-early": _too_early_to_be_true,
    }
)
