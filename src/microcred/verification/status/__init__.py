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

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from microcred.verification.status.bitstring_status_list import BitstringStatusList, StatusList2021
from microcred.verification.status.check import check_status
from microcred.verification.status.entry import AskedLists, StatusAnswer, StatusChecker, StatusQuestion, unverified_list
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

STATUS_CHECKERS: Final[Mapping[str, StatusChecker]] = MappingProxyType(
    {
        "BitstringStatusListEntry": BitstringStatusList(),
        "StatusList2021Entry": StatusList2021(),
        "1EdTechRevocationList": RevocationList(),
    }
)
