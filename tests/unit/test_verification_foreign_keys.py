"""A verifier that looks at the proofs of others than the issuer says that it did, and accepts none of them."""

from __future__ import annotations

import pytest

from badges import AT, SIGNER, STRANGER, sealed, unsigned
from microcred import AnyIssuer, Document, TrustedIssuers, Verdict, Verifier
from microcred.present import Holder
from microcred.verification.fetch import Offline
from microcred.verification.report import Outcome

ISSUER = SIGNER.verification_method.partition("#")[0]


def verifier(**settings: bool) -> Verifier:
    return Verifier(trust=TrustedIssuers(ISSUER), fetcher=Offline(), clock=lambda: AT, **settings)


def forged() -> Document:
    return sealed(unsigned(), STRANGER)


def test_the_proof_of_a_stranger_is_refused() -> None:
    report = verifier().verify(forged())
    assert (report.verdict, report["issuer_key"].code) == (Verdict.REJECTED, "key.not-the-issuers")


def test_where_strangers_are_looked_at_the_proof_holds_and_whose_it_is_stays_open() -> None:
    report = verifier(foreign_keys=True).verify(forged())
    assert report["proof"].outcome is Outcome.PASSED
    assert (report["issuer_key"].outcome, report["issuer_key"].code) == (Outcome.UNDETERMINED, "key.foreign")
    assert (report.verdict, report.authentic) == (Verdict.UNDETERMINED, None)
    assert report["issuer_key"].evidence["keyController"] == STRANGER.verification_method.partition("#")[0]


def test_a_changed_credential_is_refused_whoever_signed_it() -> None:
    changed = Document.of({**forged().tree, "name": "Another"})
    assert verifier(foreign_keys=True).verify(changed).verdict is Verdict.REJECTED


def test_the_issuers_own_proof_is_accepted_as_ever() -> None:
    assert verifier(foreign_keys=True).verify(sealed(unsigned())).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("foreign", [False, True])
def test_a_holder_is_never_spoken_for_by_a_stranger(foreign: bool) -> None:
    shown = Holder(STRANGER, clock=lambda: AT).present([], challenge="once")
    stolen = Document.of({**shown.tree, "holder": ISSUER})
    asked = Verifier(trust=AnyIssuer(), fetcher=Offline(), clock=lambda: AT, foreign_keys=foreign)
    report = asked.verify_presentation(stolen, challenge="once")
    assert (report.verdict, report["holder_key"].code) == (Verdict.REJECTED, "key.not-the-issuers")
