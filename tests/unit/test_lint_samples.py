"""The samples of the catalogue: each bad one gives its code at its mark, each good one gives nothing."""

from __future__ import annotations

import pytest

from badges import AT
from microcred.codes import Code, codes
from microcred.lint import RULES, Linter
from microcred.lint.rules.compat import COMPAT
from microcred.lint.samples import file_of

SAMPLED = [code for code in codes().values() if code.sample is not None]


def linter_for(code: Code) -> Linter:
    """What is not signed in the sample is linted as what nobody has signed yet.

    What is said of one verifier by name may be a case of what is said of all: of those samples it alone is asked.
    """
    assert code.sample is not None
    asked = [name for name, rules in COMPAT.items() if code.code in rules]
    return Linter(unsigned=code.sample.sealed == "never", at=AT, compat=asked, select=["compat"] if asked else [])


def test_every_rule_has_a_sample() -> None:
    rules = [*RULES, *(code for others in COMPAT.values() for code in others)]
    assert [code for code in rules if codes()[code].sample is None] == []


@pytest.mark.parametrize("code", SAMPLED, ids=lambda code: code.code)
def test_the_bad_sample_gives_this_code_alone_at_its_mark(code: Code) -> None:
    assert code.sample is not None
    content, place = file_of(code.sample, code.sample.bad)
    found = linter_for(code).check("bad.json", content)
    assert [(each.code, each.position) for each in found] == [(code.code, place)]


@pytest.mark.parametrize("code", SAMPLED, ids=lambda code: code.code)
def test_the_good_sample_gives_nothing(code: Code) -> None:
    assert code.sample is not None
    content, place = file_of(code.sample, code.sample.good)
    assert place is None
    assert linter_for(code).check("good.json", content) == []


# --- what has no sample, and why

#: Areas that are about something else than a file.
APART = {
    "batch": "a run over many files",
    "conversion": "making a draft of an older badge",
    "fetch": "the network",
    "hosted": "what stands at the addresses of a badge of Open Badges 2.0",
    "recipient": "whom the verifier expects",
    "refresh": "what stands at the address of a newer version",
    "server": "requests and settings of a server",
    "signature": "what a signature that does not hold would hold for",
    "trust": "whom the verifier trusts",
    "usage": "a call or a command line",
}
CALL = "given for a call, not for a file"
WEB = "about a document that stands elsewhere"
VERIFIER = "about what a verifier asked for"
PROOF = "about a kind of proof that takes a holder to make"
SHADOWED = "in a file, another code is given first"
BOUND = "a bound that only a file of thousands of values reaches"
UNSAMPLED = {
    "canonical.inexact-number": SHADOWED,
    "canonical.too-much-work": BOUND,
    "contexts.bad-url": CALL,
    "contexts.corrupt": "about the installed package",
    "contexts.invalid-iri": SHADOWED,
    "contexts.not-a-context": CALL,
    "contexts.pinned": CALL,
    "credentials.forged": "summed up from the codes of the credential within, which a linter gives by themselves",
    "credentials.rejected": "summed up from the codes of the credential within, which a linter gives by themselves",
    "credentials.undetermined": "summed up from the codes of the credential within, which a linter gives by themselves",
    "document.too-many-findings": BOUND,
    "endorsements.not-an-endorsement": SHADOWED,
    "endorsements.not-verified": WEB,
    "endorsements.rejected": "summed up from the codes of the endorsement, which a linter gives by themselves",
    "endorsements.too-many": BOUND,
    "endorsements.undetermined": "summed up from the codes of the endorsement, which a linter gives by themselves",
    "image.already-baked": CALL,
    "image.not-an-assertion": CALL,
    "image.too-large": BOUND,
    "image.unknown-format": CALL,
    "key.algorithm-mismatch": WEB,
    "key.ambiguous": WEB,
    "key.expired": WEB,
    "key.foreign": VERIFIER,
    "key.invalid-controller-document": WEB,
    "key.invalid-jwk-set": WEB,
    "key.invalid-method": WEB,
    "key.invalid-pem": CALL,
    "key.mismatched-halves": CALL,
    "key.naive-datetime": CALL,
    "key.no-issuer": SHADOWED,
    "key.not-for-this-purpose": WEB,
    "key.not-one-encoding": WEB,
    "key.not-published": WEB,
    "key.not-rsa": WEB,
    "key.password-needed": CALL,
    "key.password-not-needed": CALL,
    "key.revoked": WEB,
    "key.revoked-since": WEB,
    "key.two-keys": WEB,
    "key.unknown-type": CALL,
    "key.unpublishable": CALL,
    "key.unsupported-method-type": WEB,
    "key.unusable-password": CALL,
    "key.unusable-private-key": CALL,
    "key.unusable-verification-method": CALL,
    "key.wrong-controller": WEB,
    "key.wrong-document-id": WEB,
    "key.wrong-method-type": WEB,
    "key.wrong-password": CALL,
    "key.wrong-private-key-type": CALL,
    "model.presentation": CALL,
    "model.secret-key": WEB,
    "model.too-deep": SHADOWED,
    "period.unreadable": SHADOWED,
    "proof.base-proof": PROOF,
    "proof.no-holder": VERIFIER,
    "proof.statements-mismatch": PROOF,
    "proof.wrong-challenge": VERIFIER,
    "proof.wrong-domain": VERIFIER,
    "resource.duplicate-id": SHADOWED,
    "resource.too-many": BOUND,
    "schema.incomplete": WEB,
    "schema.malformed-credential": WEB,
    "schema.malformed-digest": WEB,
    "schema.misnamed": WEB,
    "schema.not-conforming": WEB,
    "schema.not-verified": WEB,
    "schema.too-much-work": BOUND,
    "schema.unresolved-reference": WEB,
    "schema.unsupported-dialect": WEB,
    "schema.unsupported-pattern": WEB,
    "schema.unusable": WEB,
    "schema.wrong-digest": WEB,
    "status.bad-terms": CALL,
    "status.bad-value": CALL,
    "status.index-out-of-range": WEB,
    "status.irreversible": CALL,
    "status.ledger-busy": CALL,
    "status.list-exists": CALL,
    "status.list-full": CALL,
    "status.list-not-verified": WEB,
    "status.list-of-another": WEB,
    "status.list-unusable": WEB,
    "status.no-ledger": CALL,
    "status.no-such-entry": CALL,
    "status.revoked": WEB,
    "status.suspended": WEB,
    "status.unknown-at-that-time": WEB,
    "status.unusable-ledger": CALL,
}


def test_what_a_linter_can_find_has_a_sample_and_nothing_else_is_left_out() -> None:
    left = {code.code for code in codes().values() if code.sample is None and code.area not in APART}
    assert left == set(UNSAMPLED)


def test_an_area_that_is_apart_has_no_samples() -> None:
    assert [code.code for code in SAMPLED if code.area in APART] == []
