"""A status list without a signature.

Attack: the host serves a list without a proof, in which nobody is revoked.

Naively: the list came over https from the issuer's own address, and that is enough.

Here: a status list is a credential, and its proof is verified like that of any other (Bitstring Status List 1.0, 3.2,
step 4): the status is undetermined with `status.list-not-verified`.
"""

from __future__ import annotations

import json

from hosted_lists import CLEAN, judged, unknown
from naive_hosts import naive_bit, naive_page
from status_lists import LIST
from world import World

UNSIGNED = json.dumps({name: value for name, value in json.loads(CLEAN).items() if name != "proof"}).encode()


def naive_is_fine(web: World) -> bool:
    """The bit in the list at the issuer's own address is zero."""
    return naive_bit(naive_page(web)) == 0


def test_a_naive_verifier_believes_the_address() -> None:
    assert naive_is_fine(World({LIST: UNSIGNED}))


def test_a_list_without_a_proof_is_not_believed() -> None:
    found = judged(page=UNSIGNED)
    assert unknown(found) == "status.list-not-verified"
    assert found["status"].evidence["because"] == "proof.missing"
    assert judged(page=CLEAN).verdict == "accepted"
