"""Whatever stands in a credential or presentation: reading it ends in a view or in a refusal, and changes nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges import AT, CANONICALIZER, SIGNER, STRANGER, unsigned
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.models import EnvelopedVerifiableCredential, deviations, read_presentation
from microcred.models.coherence import incoherences
from microcred.present import Holder
from microcred.proofs import add_proof

HOLDER = Holder(STRANGER, suite="eddsa-jcs-2022", canonicalizer=CANONICALIZER, clock=lambda: AT)
WORDS = (
    "id",
    "type",
    "achievement",
    "result",
    "resultDescription",
    "resultType",
    "allowedValue",
    "valueMin",
    "value",
    "status",
    "achievedLevel",
    "rubricCriterionLevel",
    "image",
    "issuer",
    "sourceId",
    "verifiableCredential",
    "holder",
    "proof",
    "@context",
)
STRINGS = (
    "urn:x:1",
    "Achievement",
    "Association",
    "ClrCredential",
    "Status",
    "EnvelopedVerifiableCredential",
    "VerifiablePresentation",
    "data:,",
    "data:a/b;base64,%",
    "7",
    "https://www.w3.org/ns/credentials/v2",
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(STRINGS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=20,
)
bounded = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
objects = st.dictionaries(st.sampled_from(WORDS), values, max_size=8)


@bounded
@given(objects)
def test_notes_are_taken_on_anything(tree: dict[str, Any]) -> None:
    assert all(fault.code.startswith(("content.", "result.")) for fault in incoherences(Document.of(tree).tree))


@bounded
@given(objects)
def test_a_presentation_of_anything_is_read_or_refused(tree: dict[str, Any]) -> None:
    for document in (tree, {**tree, "type": "VerifiablePresentation"}):
        deviations(document)
        with suppress(MicrocredError):
            view = read_presentation(document)
            for credential in getattr(view, "verifiable_credential", ()):
                if isinstance(credential, EnvelopedVerifiableCredential):
                    assert isinstance(credential.content, bytes)
                    assert credential.jwt is None or isinstance(credential.jwt, str)


@bounded
@given(objects, st.sampled_from(["credentialSubject", "evidence", "verifiableCredential"]))
def test_what_stands_in_a_badge_or_a_record_is_read_or_refused(part: dict[str, Any], place: str) -> None:
    tree = unsigned()
    deviations({**tree, place: part})
    deviations({**tree, "type": ["VerifiableCredential", "ClrCredential"], "credentialSubject": {place: [part]}})
    deviations({**tree, "@context": tree["@context"][:1], "type": ["VerifiableCredential"], "credentialSubject": part})


@bounded
@given(st.integers(-(2**53), 2**53) | st.floats(-1e15, 1e15))
def test_a_credential_comes_out_of_a_presentation_to_the_letter(number: float) -> None:
    tree = unsigned()
    tree["credentialSubject"]["creditsEarned"] = number
    with suppress(MicrocredError):  # a number that its statement would not keep is not signed
        badge = add_proof(Document.of(tree), SIGNER, created=AT, canonicalizer=CANONICALIZER)
        (inside,) = HOLDER.present(badge, challenge="4f7a").tree["verifiableCredential"]
        assert Document.of(inside) == badge
