"""Is it still good: what the entries of ``credentialStatus`` say (Open Badges 3.0, 9.1, step 4).

::

    check_status                every entry is looked up, and the worst answer counts
        └── StatusChecker           answers the entries of one type: pass another mapping to know more types
            ├── BitstringStatusList     Bitstring Status List 1.0: a number for each credential in a long, signed list
            ├── StatusList2021          its forerunner
            └── RevocationList          1EdTechRevocationList: the ids of what was revoked

A list that cannot be had, read or believed leaves the status undetermined: it is never taken for "not revoked". A
status list is a credential itself, so it is verified like one; the verifier passes in how.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from microcred.rooms import OnDemand, doors

if TYPE_CHECKING:
    from microcred.verification.status.bitstring_status_list import BitstringStatusList, StatusList2021
    from microcred.verification.status.check import check_status
    from microcred.verification.status.entry import StatusAnswer, StatusChecker, StatusQuestion
    from microcred.verification.status.lists import AskedLists, unverified_list
    from microcred.verification.status.revocation_list import RevocationList

__all__ = [
    "STATUS_CHECKERS",
    "AskedLists",
    "BitstringStatusList",
    "RevocationList",
    "StatusAnswer",
    "StatusChecker",
    "StatusList2021",
    "StatusQuestion",
    "check_status",
    "unverified_list",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "bitstring_status_list": ("BitstringStatusList", "StatusList2021"),
            "check": ("check_status",),
            "entry": ("StatusAnswer", "StatusChecker", "StatusQuestion"),
            "lists": ("AskedLists", "unverified_list"),
            "revocation_list": ("RevocationList",),
        },
    )


def _bitstring_status_list() -> StatusChecker:
    from microcred.verification.status.bitstring_status_list import BitstringStatusList

    return BitstringStatusList()


def _status_list_2021() -> StatusChecker:
    from microcred.verification.status.bitstring_status_list import StatusList2021

    return StatusList2021()


def _revocation_list() -> StatusChecker:
    from microcred.verification.status.revocation_list import RevocationList

    return RevocationList()


STATUS_CHECKERS: Final[Mapping[str, StatusChecker]] = OnDemand(
    {
        "BitstringStatusListEntry": _bitstring_status_list,
        "StatusList2021Entry": _status_list_2021,
        "1EdTechRevocationList": _revocation_list,
    }
)
