"""How credentials are taken back: the status lists that an issuer keeps (Bitstring Status List 1.0).

::

    StatusList                  one list: give out entries, revoke and suspend, publish
        ├── terms                   what was settled when it was made, and never changes
        ├── ledger                  the truth: which entry is whose, and what it says; one SQLite file
        ├── bitstring               all values of the list as the standard writes them
        └── publication             the signed credential, in its place whole or not at all

The ledger is the truth, and the published credential is made from it: losing that one loses nothing.
"""

from microcred.status_list.status_list import ListCounts, ListedStatus, ListIssuer, StatusList, TokenIssuer, with_status
from microcred.status_list.terms import MIN_LENGTH, ListTerms

__all__ = [
    "MIN_LENGTH",
    "ListCounts",
    "ListIssuer",
    "ListTerms",
    "ListedStatus",
    "StatusList",
    "TokenIssuer",
    "with_status",
]
