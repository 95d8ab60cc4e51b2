"""Credentials in JSON Web Tokens: which document is meant, and whether the claims say the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import tokens
from badges import AT, SIGNER, unsigned
from microcred.document import Document, to_json
from microcred.errors import DocumentError, MicrocredError, ProofError, UnsupportedError, UsageError
from microcred.proofs.jws import verify_jws
from microcred.proofs.jwt import check_claims, check_token_period, read_jwt, seal_jwt

V1 = "https://www.w3.org/2018/credentials/v1"


def refused(header: Any, payload: Any) -> MicrocredError:
    with pytest.raises(MicrocredError) as caught:
        read_jwt(tokens.token(header, payload))
    return caught.value


def mismatches(**changes: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(ProofError) as caught:
        check_claims(read_jwt(tokens.token(tokens.header(), tokens.claims(**changes))))
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def test_the_document_is_the_payload_without_the_claims() -> None:
    payload = to_json(tokens.claims(aud="https://wallet.example", nonce="n", iat=1768467600))
    jwt = read_jwt(tokens.token(tokens.header(), payload))
    assert jwt.claims.raw == payload
    assert jwt.document.tree == unsigned()
    assert (jwt.kind, jwt.data_model, jwt.controller) == ("credential", "2.0", unsigned()["issuer"]["id"])
    check_claims(jwt)


def test_a_payload_without_claims_is_the_document_byte_for_byte() -> None:
    payload = to_json(unsigned())
    assert read_jwt(tokens.token(tokens.header(typ="vc+jwt"), payload)).document.raw == payload


def test_in_version_1_1_the_document_is_the_claim_vc() -> None:
    credential = {"@context": [V1], "type": ["VerifiableCredential"], "issuer": "did:example:i", "name": "n"}
    jwt = read_jwt(tokens.token(tokens.header(), {"vc": credential, "iss": "did:example:i"}))
    assert (jwt.document.tree, jwt.data_model) == (credential, "1.1")


def test_in_version_1_1_claims_speak_for_members_that_are_left_out() -> None:
    payload = {
        "iss": "did:example:i",
        "jti": "urn:uuid:1",
        "sub": "did:example:s",
        "nbf": 1627921070,
        "exp": 1659457070.5,
        "vc": {"@context": [V1], "type": "VerifiableCredential", "credentialSubject": {"name": "S"}},
    }
    jwt = read_jwt(tokens.token(tokens.header(), payload))
    assert jwt.document.tree == {
        **payload["vc"],  # type: ignore[dict-item]
        "issuer": "did:example:i",
        "id": "urn:uuid:1",
        "issuanceDate": "2021-08-02T16:17:50Z",
        "expirationDate": "2022-08-02T16:17:50Z",
        "credentialSubject": {"id": "did:example:s", "name": "S"},
    }
    check_claims(jwt)


def test_a_presentation_is_held_by_its_iss_where_it_names_no_holder() -> None:
    presentation = {"@context": [V1], "type": "VerifiablePresentation"}
    jwt = read_jwt(tokens.token(tokens.header(), {"iss": "did:example:h", "vp": presentation}))
    assert (jwt.kind, jwt.controller, jwt.document.tree["holder"]) == ("presentation", "did:example:h", "did:example:h")


@pytest.mark.parametrize(
    "payload",
    [
        {"vc": {"@context": [V1]}, "vp": {"@context": [V1]}},
        {"vc": {"@context": [V1]}, "credentialSubject": {}},
        {"vc": {"@context": [V1]}, "@context": V1},
        {"vc": {"@context": ["https://www.w3.org/ns/credentials/v2"]}},
        {"vc": "oops"},
        {"vc": None},
        {"vc": {}},
        {"vc": {"@context": [V1], "type": ["VerifiablePresentation"]}},
        {"vp": {"@context": [V1], "type": ["VerifiableCredential"]}},
        tokens.claims(vc="oops", vp="nooo"),
    ],
)
def test_a_payload_that_leaves_open_which_document_is_meant_is_refused(payload: Any) -> None:
    assert refused(tokens.header(), payload).code == "proof.ambiguous-payload"


@pytest.mark.parametrize("typ", [None, "JWT", "jwt", "vc+jwt", "application/vc+jwt", "vc+ld+jwt", "VC+LD+JSON+JWT"])
@pytest.mark.parametrize("cty", [None, "vc", "application/vc", "vc+ld+json", "application/json"])
def test_the_media_types_of_credentials_are_known(typ: str | None, cty: str | None) -> None:
    assert read_jwt(tokens.token(tokens.header(typ=typ, cty=cty), tokens.claims())).kind == "credential"


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "at+jwt"},
        {"typ": "bad+typ"},
        {"typ": ["JWT"]},
        {"typ": ""},
        {"typ": "vp+jwt"},
        {"cty": "vp"},
        {"cty": "JWT"},
        {"typ": "vc+jwt", "cty": "vp"},
        {"typ": "openid4vci-proof+jwt"},
    ],
)
def test_a_token_that_was_made_for_something_else_is_refused(header: dict[str, Any]) -> None:
    assert refused(tokens.header(**header), tokens.claims()).code == "proof.wrong-media-type"


@pytest.mark.parametrize("typ", ["vc+sd-jwt", "dc+sd-jwt", "application/vp+sd-jwt"])
def test_a_header_that_says_sd_jwt_is_of_something_that_is_not_verified_here(typ: str) -> None:
    error = refused(tokens.header(typ=typ), tokens.claims())
    assert isinstance(error, UnsupportedError)
    assert error.code == "proof.unsupported-sd-jwt"


def test_disclosures_behind_a_token_make_it_an_sd_jwt() -> None:
    with pytest.raises(UnsupportedError) as caught:
        read_jwt(tokens.badge_token() + "~")
    assert caught.value.code == "proof.unsupported-sd-jwt"


@pytest.mark.parametrize("text", ["0oRYSKQBOCIDaHZlcnkvYmFk", "d2845856a40126036e61"])
def test_cose_is_known_by_its_first_bytes_and_not_verified(text: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read_jwt(text)
    assert caught.value.code == "proof.unsupported-cose"


@pytest.mark.parametrize(
    ("payload", "code"),
    [("[]", "document.not-an-object"), ("null", "document.not-an-object"), ("{", "document.not-json")],
)
def test_a_payload_has_to_pass_the_gate(payload: str, code: str) -> None:
    error = refused(tokens.header(), payload)
    assert isinstance(error, DocumentError)
    assert error.code == code


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"iss": "did:example:other"}, "/iss"),
        ({"jti": "urn:uuid:other"}, "/jti"),
        ({"sub": "did:example:other"}, "/sub"),
        ({"nbf": 1768467601}, "/nbf"),
        ({"exp": 1863162001}, "/exp"),
        ({"exp": 1863161998.5}, "/exp"),
    ],
)
def test_a_claim_that_contradicts_the_document_is_refused(changes: dict[str, Any], pointer: str) -> None:
    assert mismatches(**changes) == [("proof.claim-mismatch", pointer)]


def test_all_contradictions_are_listed_at_once() -> None:
    found = mismatches(iss="did:example:other", jti="urn:uuid:other", sub="did:example:other", nbf=0, exp="soon")
    assert sorted(found, key=str) == [
        ("proof.claim-mismatch", "/iss"),
        ("proof.claim-mismatch", "/jti"),
        ("proof.claim-mismatch", "/nbf"),
        ("proof.claim-mismatch", "/sub"),
        ("proof.malformed-claim", "/exp"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("iss", ["did:example:other"]),
        ("sub", {}),
        ("jti", 7),
        ("nbf", True),
        ("nbf", "2026-01-15T09:00:00Z"),
        ("exp", None),
        ("exp", 10**30),
        ("exp", -(10**12)),
        ("iat", "yesterday"),
    ],
)
def test_a_claim_that_cannot_be_read_is_refused(name: str, value: Any) -> None:
    payload = {**tokens.claims(), name: value}
    with pytest.raises(ProofError) as caught:
        check_claims(read_jwt(tokens.token(tokens.header(), payload)))
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [("proof.malformed-claim", f"/{name}")]


@pytest.mark.parametrize("name", ["iss", "jti", "sub", "nbf", "exp"])
def test_a_claim_that_is_left_out_contradicts_nothing(name: str) -> None:
    check_claims(read_jwt(tokens.token(tokens.header(), tokens.claims(**{name: None}))))


def test_moments_are_compared_by_whole_seconds() -> None:
    payload = tokens.claims(validFrom="2026-01-15T10:00:00.700+01:00", iat="2026-01-15T09:00:00Z")
    check_claims(read_jwt(tokens.token(tokens.header(), payload)))


def test_a_sub_is_of_the_one_subject() -> None:
    assert mismatches(credentialSubject=[{"id": "did:example:learner"}, {"id": "did:example:b"}]) == [
        ("proof.claim-mismatch", "/sub")
    ]
    assert mismatches(credentialSubject={"type": ["AchievementSubject"]}) == [("proof.claim-mismatch", "/sub")]


def test_a_token_counts_from_nbf_to_exp() -> None:
    jwt = read_jwt(tokens.token(tokens.header(), tokens.claims(nbf=1000, exp=2000)))
    start, second = datetime(1970, 1, 1, tzinfo=UTC), timedelta(seconds=1)
    for at, code in ((999, "proof.not-yet-valid"), (2000, "proof.expired")):
        with pytest.raises(ProofError) as caught:
            check_token_period(jwt, start + at * second)
        assert caught.value.code == code
    for at in (1000, 1999):
        check_token_period(jwt, start + at * second)
    check_token_period(jwt, start + 990 * second, skew=10 * second)


def test_a_sealed_badge_has_the_claims_of_open_badges() -> None:
    jwt = read_jwt(tokens.badge_token())
    verify_jws(jwt.jws, SIGNER.public_key)
    check_claims(jwt)
    check_token_period(jwt, AT)
    assert jwt.jws.header == tokens.header()
    assert jwt.claims.tree == tokens.claims()
    assert jwt.document.tree == unsigned()


def test_a_credential_without_end_or_subject_id_has_no_exp_and_no_sub() -> None:
    credential = unsigned(validUntil=None, credentialSubject={"type": ["AchievementSubject"]})
    claims = read_jwt(seal_jwt(Document.of(credential), SIGNER)).claims.tree
    assert {"iss", "jti", "nbf"} < set(claims)
    assert not {"exp", "sub"} & set(claims)


def test_the_style_of_vc_jose_cose_has_media_types_and_no_claims() -> None:
    jwt = read_jwt(tokens.badge_token(style="vc-jose-cose", embed_key=True))
    assert jwt.claims.tree == unsigned()
    assert (jwt.jws.header["typ"], jwt.jws.header["cty"]) == ("vc+jwt", "vc")
    assert jwt.jws.jwk == SIGNER.public_key.to_jwk()


def test_a_presentation_is_sealed_with_the_challenge_of_its_verifier() -> None:
    presentation = Document.of({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation"})
    sealed = seal_jwt(presentation, SIGNER, style="vc-jose-cose", claims={"aud": "https://v.example", "nonce": "1"})
    jwt = read_jwt(sealed)
    assert (jwt.jws.header["typ"], jwt.kind, jwt.claims.tree["nonce"]) == ("vp+jwt", "presentation", "1")
    assert jwt.document == presentation or jwt.document.tree == presentation.tree


def test_a_credential_of_version_1_1_goes_into_the_claim_vc() -> None:
    credential = {"@context": [V1], "type": ["VerifiableCredential"], "issuanceDate": "2026-01-15T09:00:00Z"}
    jwt = read_jwt(seal_jwt(Document.of(credential), SIGNER))
    assert jwt.claims.tree == {"vc": credential, "nbf": 1768467600}


def test_a_document_with_a_member_by_the_name_of_a_claim_is_not_sealed() -> None:
    with pytest.raises(UsageError) as caught:
        seal_jwt(Document.of(unsigned(sub="did:example:other")), SIGNER)
    assert (caught.value.code, caught.value.pointer) == ("usage.claims-in-document", "/sub")


def test_claims_of_your_own_cannot_contradict_the_document() -> None:
    with pytest.raises(ProofError) as caught:
        seal_jwt(Document.of(unsigned()), SIGNER, claims={"iss": "did:example:other"})
    assert caught.value.code == "proof.claim-mismatch"


VERIFICATION = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
END_OF_TIME = 253_402_300_799


@pytest.mark.parametrize("name", ["nbf", "exp", "iat"])
def test_a_moment_lies_between_the_years_1_and_9999(name: str) -> None:
    payload = {"@context": [V1], "type": ["VerifiableCredential"]}
    for seconds in (0, -62_135_596_800, END_OF_TIME, 0.5):
        check_claims(read_jwt(tokens.token(tokens.header(), {**payload, name: seconds})))
    for seconds in (END_OF_TIME + 1, -62_135_596_801, -END_OF_TIME, True, "1e3"):
        with pytest.raises(ProofError) as caught:
            check_claims(read_jwt(tokens.token(tokens.header(), {**payload, name: seconds})))
        fault = caught.value.faults[0]
        assert (fault.code, fault.pointer, fault.problem) == ("proof.malformed-claim", f"/{name}", VERIFICATION)


def test_a_contradiction_says_what_was_claimed_and_what_the_document_says() -> None:
    for claim, value, said in (
        ("iss", "did:example:x", unsigned()["issuer"]["id"]),
        ("jti", "urn:uuid:x", unsigned()["id"]),
        ("sub", "did:example:x", unsigned()["credentialSubject"]["id"]),
    ):
        with pytest.raises(ProofError) as caught:
            check_claims(read_jwt(tokens.token(tokens.header(), tokens.claims(**{claim: value}))))
        assert dict(caught.value.evidence) == {"claimed": value, "document": said}
        assert caught.value.problem == VERIFICATION
    with pytest.raises(ProofError) as caught:
        check_claims(read_jwt(tokens.token(tokens.header(), tokens.claims(nbf=1768467601))))
    assert dict(caught.value.evidence) == {
        "claimed": "2026-01-15T09:00:01+00:00",
        "document": unsigned()["validFrom"],
    }


def test_a_moment_may_differ_by_less_than_a_second() -> None:
    for seconds in (1768467600.999, 1768467599.001):
        check_claims(read_jwt(tokens.token(tokens.header(), tokens.claims(nbf=seconds))))
    for seconds in (1768467601, 1768467599):
        assert mismatches(nbf=seconds) == [("proof.claim-mismatch", "/nbf")]


def test_a_token_counts_to_the_second_and_a_slow_clock_never_prolongs_it() -> None:
    jwt = read_jwt(tokens.token(tokens.header(), tokens.claims()))
    assert jwt.not_before is not None
    assert jwt.expires is not None
    second, skew = timedelta(seconds=1), timedelta(minutes=1)
    check_token_period(jwt, jwt.not_before)
    check_token_period(jwt, jwt.not_before - skew, skew)
    check_token_period(jwt, jwt.expires - second)
    for at, allowed, code, pointer in (
        (jwt.not_before - second, timedelta(0), "proof.not-yet-valid", "/nbf"),
        (jwt.not_before - skew - second, skew, "proof.not-yet-valid", "/nbf"),
        (jwt.expires, timedelta(0), "proof.expired", "/exp"),
        (jwt.expires, skew, "proof.expired", "/exp"),
    ):
        with pytest.raises(ProofError) as caught:
            check_token_period(jwt, at, allowed)
        assert (caught.value.code, caught.value.pointer) == (code, pointer)


@pytest.mark.parametrize(
    ("payload", "pointer"),
    [
        ({"vc": {"@context": [V1], "type": ["VerifiableCredential"]}, "vp": {}}, "/vp"),
        ({"vc": {"@context": [V1], "type": ["VerifiableCredential"]}, "issuer": "x"}, "/issuer"),
        ({"vc": ["x"]}, "/vc"),
        ({"vp": {"@context": [V1], "type": ["VerifiableCredential"]}}, "/vp"),
        ({"vc": {"@context": [V1], "type": ["VerifiablePresentation"]}}, "/vc"),
        ({"vc": {"@context": ["https://www.w3.org/ns/credentials/v2", V1]}}, "/vc"),
        ({"vc": {}}, "/vc"),
    ],
)
def test_what_leaves_the_document_open_is_told_where_it_stands(payload: Any, pointer: str) -> None:
    error = refused(tokens.header(), payload)
    assert (error.code, error.pointer, error.problem) == ("proof.ambiguous-payload", pointer, VERIFICATION)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"typ": "vc+jwt", "cty": "vp"}, "proof.wrong-media-type"),
        ({"typ": "vp+jwt"}, "proof.wrong-media-type"),
        ({"typ": "dpop+jwt"}, "proof.wrong-media-type"),
        ({"typ": 7}, "proof.wrong-media-type"),
        ({"typ": "vc+sd-jwt"}, "proof.unsupported-sd-jwt"),
        ({"typ": "application/VC+COSE"}, "proof.unsupported-cose"),
        ({"cty": "vc+cose"}, "proof.unsupported-cose"),
    ],
)
def test_a_media_type_is_rejected_or_left_open_by_what_it_is(header: dict[str, Any], code: str) -> None:
    error = refused(tokens.header(**{"typ": None, **header}), tokens.claims())
    wanted = ProofError if code == "proof.wrong-media-type" else UnsupportedError
    assert (type(error), error.code) == (wanted, code)


def test_the_key_goes_with_the_token_only_where_it_is_wanted() -> None:
    document = Document.of(unsigned())
    for style, types in (("open-badges", {"typ": "JWT"}), ("vc-jose-cose", {"typ": "vc+jwt", "cty": "vc"})):
        header = read_jwt(seal_jwt(document, SIGNER, style=style)).jws.header  # type: ignore[arg-type]
        assert header == {"alg": "EdDSA", "kid": SIGNER.verification_method, **types}
        header = read_jwt(seal_jwt(document, SIGNER, style=style, embed_key=True)).jws.header  # type: ignore[arg-type]
        assert header["jwk"] == SIGNER.public_key.to_jwk()


@pytest.mark.parametrize("name", ["aud", "cnf", "exp", "iat", "iss", "jti", "nbf", "nonce", "sub", "vc", "vp"])
def test_no_member_of_a_document_is_taken_for_a_claim(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        seal_jwt(Document.of({**unsigned(), name: "x"}), SIGNER)
    assert (caught.value.code, caught.value.pointer) == ("usage.claims-in-document", f"/{name}")


def test_a_fraction_of_a_second_is_rounded_down_in_a_claim() -> None:
    tree = unsigned(validFrom="2026-01-15T09:00:00.900Z")
    assert read_jwt(seal_jwt(Document.of(tree), SIGNER)).claims.tree["nbf"] == 1768467600


def test_whoever_the_document_names_has_to_have_signed_and_else_the_issuer_of_the_token() -> None:
    tree = {"@context": [V1], "type": ["VerifiableCredential"]}
    for issuer, claimed, controller in (
        ({"id": "urn:a"}, "urn:b", "urn:a"),
        ("urn:a", "urn:b", "urn:a"),
        (None, "urn:b", "urn:b"),
        (None, 7, None),
        ({"name": "x"}, "urn:b", "urn:b"),
        (None, None, None),
    ):
        whole = {**tree, **({"issuer": issuer} if issuer else {}), **({"iss": claimed} if claimed else {})}
        assert read_jwt(tokens.token(tokens.header(), whole)).controller == controller


@pytest.mark.parametrize(
    ("claimed", "moment"),
    [(1000, 1000), ("1970-01-01T00:16:40Z", 1000), (0, 0), ("yesterday", None), (None, None), (True, None)],
)
def test_when_a_token_was_made_may_be_a_number_or_a_text(claimed: object, moment: int | None) -> None:
    jwt = read_jwt(tokens.token(tokens.header(), tokens.claims(iat=claimed)))
    wanted = None if moment is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)
    assert jwt.issued_at == wanted
    assert (jwt.not_before, jwt.expires) == (datetime(2026, 1, 15, 9, tzinfo=UTC), datetime(2029, 1, 15, 9, tzinfo=UTC))


def test_only_a_document_in_a_claim_can_be_of_version_1_1() -> None:
    first, second = {"@context": [V1]}, {"@context": ["https://www.w3.org/ns/credentials/v2"]}
    assert read_jwt(tokens.token({"alg": "EdDSA"}, {"vc": first})).data_model == "1.1"
    assert read_jwt(tokens.token({"alg": "EdDSA"}, first)).data_model == "2.0"
    assert read_jwt(tokens.token({"alg": "EdDSA"}, {"vc": second}), drafts=True).data_model == "2.0"
    declared = tokens.token({"alg": "EdDSA", "typ": "vc+jwt"}, {"vc": second})
    with pytest.raises(ProofError):
        read_jwt(declared, drafts=True)
    with pytest.raises(ProofError):
        read_jwt(tokens.token({"alg": "EdDSA"}, {"vc": second}))


def test_a_payload_is_written_without_spaces() -> None:
    assert read_jwt(tokens.badge_token()).claims.raw.startswith(
        b'{"@context":["https://www.w3.org/ns/credentials/v2","'
    )


def test_claims_never_speak_over_what_the_document_says() -> None:
    said = {"id": "urn:own", "issuer": "did:example:own", "issuanceDate": "2020-01-01T00:00:00Z"}
    vc = {"@context": [V1], "type": "VerifiableCredential", "credentialSubject": {"id": "did:example:me"}, **said}
    claims = {"iss": "did:example:i", "jti": "urn:uuid:1", "sub": "did:example:s", "nbf": 1627921070}
    assert read_jwt(tokens.token(tokens.header(), {**claims, "vc": vc})).document.tree == vc


@pytest.mark.parametrize("subject", [{"name": "S"}, [{"name": "S"}], "did:example:s"])
def test_a_sub_that_is_no_text_speaks_for_no_subject(subject: Any) -> None:
    vc = {"@context": [V1], "type": "VerifiableCredential", "credentialSubject": subject}
    assert read_jwt(tokens.token(tokens.header(), {"sub": 7, "vc": vc})).document.tree == vc


def test_a_presentation_in_a_claim_has_no_dates() -> None:
    vp = {"@context": [V1], "type": "VerifiablePresentation"}
    claims = {"iss": "did:example:h", "jti": "urn:uuid:1", "nbf": 1000, "exp": 2000}
    found = read_jwt(tokens.token(tokens.header(), {**claims, "vp": vp})).document.tree
    assert found == {**vp, "holder": "did:example:h", "id": "urn:uuid:1"}


@pytest.mark.parametrize("contexts", [V1, [V1], [V1, "urn:other"]])
def test_the_first_context_may_stand_alone_or_in_a_list(contexts: Any) -> None:
    vc = {"@context": contexts, "type": "VerifiableCredential"}
    assert read_jwt(tokens.token(tokens.header(), {"vc": vc})).data_model == "1.1"


@pytest.mark.parametrize("contexts", [[], ["urn:other", V1], {"0": V1}, 7, None, ""])
def test_another_first_context_is_none_of_version_1_1(contexts: Any) -> None:
    error = refused(tokens.header(), {"vc": {"@context": contexts, "type": "VerifiableCredential"}})
    assert error.code == "proof.ambiguous-payload"


@pytest.mark.parametrize(("claim", "member"), [("iss", "issuer"), ("jti", "id")])
def test_a_token_may_say_who_and_which_where_the_document_does_not(claim: str, member: str) -> None:
    check_claims(read_jwt(tokens.token(tokens.header(), tokens.claims(**{member: None, claim: "urn:x"}))))
    assert mismatches(credentialSubject={"type": ["AchievementSubject"]}, sub="urn:x") == [
        ("proof.claim-mismatch", "/sub")
    ]


@pytest.mark.parametrize("changes", [{"iss": "did:example:x"}, {"jti": "urn:x"}])
def test_the_claims_of_a_presentation_are_of_its_holder(changes: dict[str, str]) -> None:
    tree = {"@context": [V1], "type": ["VerifiablePresentation"], "id": "urn:p", "holder": {"id": "did:example:h"}}
    good = {"iss": "did:example:h", "jti": "urn:p", "sub": "did:example:x", "exp": 1000, "expirationDate": "2020-01-01"}
    check_claims(read_jwt(tokens.token(tokens.header(), {**tree, **good})))
    with pytest.raises(ProofError) as caught:
        check_claims(read_jwt(tokens.token(tokens.header(), {**tree, **good, **changes})))
    assert [fault.pointer for fault in caught.value.faults] == [f"/{name}" for name in changes]


def test_a_holder_stands_for_the_iss_of_a_sealed_presentation() -> None:
    tree = {
        "@context": [V1],
        "type": ["VerifiablePresentation"],
        "holder": SIGNER.verification_method.partition("#")[0],
    }
    assert read_jwt(seal_jwt(Document.of(tree), SIGNER)).claims.tree["iss"] == tree["holder"]


@pytest.mark.parametrize("date", ["yesterday", 7, None])
def test_a_date_that_cannot_be_read_has_no_claim(date: Any) -> None:
    tree = {**unsigned(), "validUntil": date}
    assert "exp" not in read_jwt(seal_jwt(Document.of(tree), SIGNER)).claims.tree


@pytest.mark.parametrize("date", ["2026-01-15T09:00:00", "2026-01-15T09:00:00Z"])
def test_a_date_without_a_time_zone_is_of_utc(date: str) -> None:
    check_claims(read_jwt(tokens.token(tokens.header(), tokens.claims(validFrom=date))))
    assert mismatches(validFrom=date, nbf=1) == [("proof.claim-mismatch", "/nbf")]


@pytest.mark.parametrize("kind", ["VerifiableCredential", "VerifiablePresentation"])
def test_a_header_that_declares_both_kinds_declares_none(kind: str) -> None:
    tree = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": [kind]}
    for typ, cty in (("vc+jwt", "vp"), ("vp+jwt", "vc")):
        error = refused({"alg": "EdDSA", "typ": typ, "cty": cty}, tree)
        assert (error.code, "contradict" in error.message) == ("proof.wrong-media-type", True)
