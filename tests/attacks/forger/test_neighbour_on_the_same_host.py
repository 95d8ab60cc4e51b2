"""Another issuer on the victim's host.

Attack: A host serves several issuers, and one set of keys for all of them. One issuer signs a badge in the name of its
neighbour.

Naively: A verifier looks the key up by its name in the set of the host, and finds it.

Here: A key in a set may say whose it is (``iss``), and then it is nobody else's: ``key.not-the-issuers``. The badge of
the neighbour in its own name is accepted.
"""

from __future__ import annotations

from badges import AT
from microcred.keys import PublicKey, jwk_set
from naive import document_at, token_holds, token_of
from token_victim import (
    FORGER,
    SETS,
    VICTIM,
    assert_forged,
    claims,
    header,
    published,
    report,
)
from tokens import token
from world import World

NEIGHBOUR = "https://college.example/issuers/2"


def house() -> World:
    world = published()
    world.serve(VICTIM, {"id": VICTIM, "type": ["Profile"]})
    world.serve(SETS, jwk_set([FORGER.public_key], issuer=NEIGHBOUR))
    return world


def naive_verify(text: str, world: World) -> bool:
    read = token_of(text)
    keys = {jwk["kid"]: PublicKey.from_jwk(jwk) for jwk in document_at(SETS, world)["keys"]}
    return read.payload["issuer"]["id"].startswith("https://college.example/") and token_holds(
        read, keys[read.header["kid"]]
    )


def test_a_naive_verifier_takes_a_key_of_the_house_for_that_of_each_in_it() -> None:
    assert naive_verify(token(header(alg="EdDSA", kid=FORGER.public_key.thumbprint()), claims(), FORGER), house())


def test_the_neighbour_signs_in_its_own_name() -> None:
    own = claims(iss=NEIGHBOUR, issuer={"id": NEIGHBOUR, "type": ["Profile"]})
    found = report(token(header(alg="EdDSA", kid=FORGER.public_key.thumbprint()), own, FORGER), house())
    assert found["trust"].code == "trust.not-recognised"
    from microcred.verification.trust import TrustedIssuers
    from microcred.verification.verifier import Verifier

    verifier = Verifier(trust=TrustedIssuers(NEIGHBOUR), fetcher=house(), clock=lambda: AT)
    assert verifier.verify(token(header(alg="EdDSA", kid=FORGER.public_key.thumbprint()), own, FORGER).encode())


def test_another_issuer_on_the_same_host_cannot_sign_for_the_victim() -> None:
    world = published()
    world.serve(VICTIM, {"id": VICTIM, "type": ["Profile"]})
    world.serve(SETS, jwk_set([FORGER.public_key], issuer="https://college.example/issuers/2"))
    forged = token(header(alg="EdDSA", kid=FORGER.public_key.thumbprint()), claims(), FORGER)
    assert_forged(forged, "key.not-the-issuers", world)
