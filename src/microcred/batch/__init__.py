"""Thousands at once: credentials verified and issued over any ``concurrent.futures.Executor``.

::

    verify_many      candidates in, in their order a Verified for each of them out
    issue_many       unsigned credentials in, in their order an Issued for each of them out
        ├── dispatch      chunks go out to workers and come back in order, also if workers die
        ├── look_ups      what a batch asks the network, it asks once
        └── processes     worker processes that end with the one that started them

Whatever happens to one credential is the result of that one, and no other is lost, doubled or out of its place
(docs/decisions/0025).
"""

from microcred.batch.issuance import Issued, IssueProgress, issue_many
from microcred.batch.processes import processes
from microcred.batch.verification import Candidate, Progress, Verified, verify_many

__all__ = [
    "Candidate",
    "IssueProgress",
    "Issued",
    "Progress",
    "Verified",
    "issue_many",
    "processes",
    "verify_many",
]
