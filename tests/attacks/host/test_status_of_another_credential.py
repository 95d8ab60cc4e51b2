"""A status entry that points to somebody else's index.

Attack: the holder of a revoked badge puts the index of a good badge into it, and leaves the rest as it was, id
included.

Naively: a service remembers which badges it has verified, by their id, and only asks for the status again.

Here: the entry is part of what is signed, and nothing is remembered of a badge by its id: the proof fails, and no list
is asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from badges import AT, sealed, unsigned
from hosted_lists import REVOKING, judged
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive_hosts import naive_bit, naive_page, naive_seal_holds
from status_lists import ISSUER, LIST, entry
from world import World

REVOKED = sealed(unsigned(credentialStatus=entry())).raw
CHANGED = REVOKED.replace(b'"94567"', b'"94568"')


@dataclass
class NaiveService:
    """Verifies a badge once, and its status every time."""

    web: World
    known: set[str] = field(default_factory=set)

    def is_fine(self, badge: bytes) -> bool:
        tree = json.loads(badge)
        if tree["id"] not in self.known and not naive_seal_holds(badge):
            return False
        self.known.add(tree["id"])
        return naive_bit(naive_page(self.web), int(tree["credentialStatus"]["statusListIndex"])) == 0


def test_a_naive_service_looks_up_whatever_index_it_is_shown() -> None:
    service = NaiveService(World({LIST: REVOKING}))
    assert not service.is_fine(REVOKED)
    assert service.is_fine(CHANGED)


def test_an_index_cannot_be_exchanged() -> None:
    web = World({LIST: REVOKING})
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=web, clock=lambda: AT)
    assert verifier.verify(REVOKED)["status"].code == "status.revoked"
    found = verifier.verify(CHANGED)
    assert (found.verdict, found.authentic, found["status"].outcome) == ("rejected", False, "not_run")
    assert web.visits == [LIST]
    assert judged(entry(statusListIndex="94568"), REVOKING).verdict == "accepted"
