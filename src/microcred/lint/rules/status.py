"""Whether a credential can be taken back, and where readers look whether it was."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from microcred.lint.addresses import host_of
from microcred.lint.rule import Breach, Part, Rules, Subject
from microcred.models.faults import described

__all__ = ["RULES"]

_BADGES: Final = frozenset(("OpenBadgeCredential", "AchievementCredential"))
_WAYS_OUT: Final = ("credentialStatus", "validUntil", "expirationDate")


def _forever(subject: Subject) -> Iterator[Breach]:
    whole = subject.whole
    if _BADGES.isdisjoint(whole.types()) or any(map(whole.has, _WAYS_OUT)):
        return
    message = "the credential has neither credentialStatus nor validUntil, so it can never be taken back"
    yield Breach("", message, wanted="a credentialStatus, or a validUntil")


def _index_as_number(subject: Subject) -> Iterator[Breach]:
    for entry in _entries(subject):
        index = entry.value.get("statusListIndex")
        if isinstance(index, (int, float)) and not isinstance(index, bool):
            message = f"found {described(index)}; wanted the same digits as a string"
            yield Breach(entry.below("statusListIndex"), message, wanted=described(str(index)))


def _list_elsewhere(subject: Subject) -> Iterator[Breach]:
    for credential in subject.credentials:
        own = _hosts(credential)
        for entry in credential.members("credentialStatus"):
            host = host_of(entry.text("statusListCredential") or "")
            if own and host is not None and not any(_related(host, each) for each in own):
                message = (
                    f"the status list is at {described(host)}, and the credential or its issuer at {described(own[0])}"
                )
                yield Breach(
                    entry.below("statusListCredential"),
                    f"{message}; wanted a host that the issuer answers for",
                    wanted="an address at a host of the issuer",
                )


def _entries(subject: Subject) -> Iterator[Part]:
    for credential in subject.credentials:
        for entry in credential.members("credentialStatus"):
            if isinstance(entry.value, dict):
                yield entry


def _hosts(credential: Part) -> list[str]:
    """The hosts that the credential and its issuer are named by."""
    named = [credential.text("id"), credential.text("issuer")]
    for issuer in credential.members("issuer"):
        named += [issuer.text("id"), issuer.text("url")]
    return [host for text in named if text and (host := host_of(text)) is not None]


def _related(one: str, other: str) -> bool:
    """Whether two hosts share their last two names; nobody knows here where registries part them."""
    return one.split(".")[-2:] == other.split(".")[-2:]


RULES: Final[Rules] = MappingProxyType(
    {
        "status.forever": _forever,
        "status.index-as-number": _index_as_number,
        "status.list-elsewhere": _list_elsewhere,
    }
)
