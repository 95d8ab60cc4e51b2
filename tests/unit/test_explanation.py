"""Every value between a badge and its signatures, and what a signature that does not hold is over instead."""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from badges import CANONICALIZER, SIGNER, STRANGER, sealed, unsigned
from disclosure import base as base_badge
from disclosure import derived
from microcred.canonical import canonicalize_json
from microcred.document import Document, JsonObject, frozen, to_json
from microcred.errors import DocumentError, MicrocredError, ProofError
from microcred.explanation import Explainer, Explanation, Holds, ProofAccount, TokenAccount, explain_badge
from microcred.keys import EcdsaSigner, RsaSigner
from microcred.multibase import decode_base58btc, encode_base58btc, encode_base64url
from microcred.proofs import SecuredDocument, add_proof
from published_keys import ISSUER, METHOD, document
from published_keys import SIGNER as PUBLISHED
from tokens import badge_token, claims, header, part, token
from world import World


def proof_of(source: Any, **settings: Any) -> ProofAccount:
    (proof,) = Explainer(canonicalizer=CANONICALIZER, **settings).explain(source).proofs
    return proof


def token_of(text: str, **settings: Any) -> TokenAccount:
    found = Explainer(canonicalizer=CANONICALIZER, **settings).explain(text).token
    assert found is not None
    return found


def plain_proof(**members: Any) -> dict[str, Any]:
    """The options of a proof by the tests' signer, without its value."""
    return {name: value for name, value in (sealed().to_dict()["proof"] | members).items() if name != "proofValue"}


def options_form(options: dict[str, Any], contexts: Any = None) -> bytes:
    tree = {**options, "@context": unsigned()["@context"] if contexts is None else contexts}
    return CANONICALIZER.canonicalize(Document.of(tree).tree)


def document_form(tree: dict[str, Any] | None = None) -> bytes:
    return CANONICALIZER.canonicalize(Document.of(unsigned() if tree is None else tree).tree)


def sha(data: bytes, algorithm: str = "sha256") -> bytes:
    return hashlib.new(algorithm, data).digest()


def signed_over(data: bytes, tree: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """A badge whose signature is over just these bytes."""
    proof = plain_proof(**members) | {"proofValue": encode_base58btc(SIGNER.sign(data))}
    return {**(unsigned() if tree is None else tree), "proof": proof}


# --- a proof that holds


def test_a_proof_that_holds_is_taken_apart_into_the_values_that_were_signed() -> None:
    found = proof_of(sealed())
    assert (found.holds, found.fault, found.causes, found.pointer) == (Holds.YES, None, (), "/proof")
    assert found.document_form is not None
    assert found.options_form is not None
    assert found.document_form.data == document_form()
    assert found.options_form.data == options_form(plain_proof())
    assert found.signed == sha(options_form(plain_proof())) + sha(document_form())
    assert found.document_form.digest == sha(document_form()).hex()
    assert found.order == "the hash of the proof options, then the hash of the document"


def test_the_key_says_where_it_comes_from() -> None:
    key = proof_of(sealed()).key
    assert key is not None
    assert key.key == SIGNER.public_key
    assert "nothing was fetched" in key.origin
    assert key.to_dict()["publicKeyJwk"]["crv"] == "Ed25519"


def test_the_signature_is_decoded() -> None:
    found = proof_of(sealed()).signature
    assert found is not None
    assert found.data == decode_base58btc(sealed().tree["proof"]["proofValue"], max_length=200)
    assert (found.encoding, found.wanted) == ("base58-btc", 64)


def test_the_contexts_are_named_with_their_digests() -> None:
    contexts = proof_of(sealed()).contexts
    assert [context.url for context in contexts] == unsigned()["@context"]
    assert all(context.newest for context in contexts)
    known = CANONICALIZER.contexts.versions(contexts[0].url)[0]
    assert contexts[0].sha256 == sha(known.text()).hex()


def test_every_statement_has_the_place_that_it_comes_from() -> None:
    found = proof_of(sealed())
    assert found.document_form is not None
    assert found.options_form is not None
    lines = "".join(f"{statement.line}\n" for statement in found.document_form.statements)
    assert lines.encode() == found.document_form.data
    (place,) = (each.pointer for each in found.document_form.statements if '"field work"' in each.line)
    assert place == "/credentialSubject/achievement/tag/1"
    assert [each.pointer for each in found.options_form.statements if "created" in each.line] == ["/proof/created"]


@pytest.mark.parametrize(
    ("suite", "signer"),
    [
        ("eddsa-rdfc-2022", SIGNER),
        ("eddsa-jcs-2022", SIGNER),
        ("ecdsa-rdfc-2019", EcdsaSigner("P-256", 7)),
        ("ecdsa-jcs-2019", EcdsaSigner("P-256", 7)),
        ("ecdsa-rdfc-2019", EcdsaSigner("P-384", 7)),
        ("ecdsa-jcs-2019", EcdsaSigner("P-384", 7)),
    ],
)
def test_each_suite_is_explained(suite: str, signer: Any) -> None:
    tree = unsigned(issuer=signer.verification_method.partition("#")[0])
    created = sealed().tree["proof"]["created"]
    from microcred.instants import parse_instant

    moment = parse_instant(created)
    assert moment is not None
    found = proof_of(add_proof(Document.of(tree), signer, created=moment, suite_name=suite))
    assert (found.suite, found.holds) == (suite, Holds.YES)
    assert found.document_form is not None
    assert found.document_form.form == ("json" if "jcs" in suite else "n-quads")
    assert found.document_form.algorithm == ("sha384" if signer.public_key.type == "P-384" else "sha256")


def test_a_proof_that_was_made_under_an_older_context_says_which_version_bears_it_out() -> None:
    # Older versions of the base context give any word a meaning.
    badge = unsigned(colour="blue")
    secured = SecuredDocument(Document.of({**badge, "proof": plain_proof()}), CANONICALIZER)
    reading = next(secured.readings())
    found = proof_of(
        signed_over(sha(secured.canonical_options(secured.proof(), reading.versions)) + sha(reading.canonical), badge)
    )
    assert found.holds is Holds.YES
    assert [context.newest for context in found.contexts] == [False, True]
    assert found.readings[0].versions == {url: version.label for url, version in reading.versions.items()}
    assert found.readings[0].holds is True


def test_a_chained_proof_has_the_places_of_the_proof_that_it_builds_on() -> None:
    from datetime import UTC, datetime

    moment = datetime(2026, 1, 15, 9, tzinfo=UTC)
    first = sealed(id="urn:uuid:first")
    both = add_proof(first, SIGNER, created=moment, options={"previousProof": "urn:uuid:first"})
    found = explain_badge(both).proofs[1]
    assert found.holds is Holds.YES
    assert found.document_form is not None
    places = {statement.pointer for statement in found.document_form.statements if "proofPurpose" in statement.line}
    assert places == {"/proof/0/proofPurpose"}


# --- what it holds for instead

OTHER = "https://w3id.org/security/data-integrity/v2"
FORMER = "https://w3id.org/security/data-integrity/v1"


def with_members(**members: Any) -> dict[str, Any]:
    return {**sealed().to_dict(), **members}


def _swapped() -> dict[str, Any]:
    return signed_over(sha(document_form()) + sha(options_form(plain_proof())))


def _jcs_of(value: Any) -> bytes:
    return canonicalize_json(frozen(value))


def _compact(value: Any) -> bytes:
    return to_json(value, indent=None)


def _right(document_bytes: bytes | None = None, options: bytes | None = None, algorithm: str = "sha256") -> bytes:
    document_bytes = document_form() if document_bytes is None else document_bytes
    options = options_form(plain_proof()) if options is None else options
    return sha(options, algorithm) + sha(document_bytes, algorithm)


def _in_encoding(write: Callable[[bytes], str]) -> dict[str, Any]:
    badge = sealed().to_dict()
    badge["proof"]["proofValue"] = write(decode_base58btc(badge["proof"]["proofValue"], max_length=200))
    return badge


def _with_context(*contexts: str) -> dict[str, Any]:
    """A badge that was signed with other contexts than it has."""
    options = options_form(plain_proof(), list(contexts))
    return signed_over(_right(document_form(unsigned(**{"@context": list(contexts)})), options))


def _without_a_context() -> dict[str, Any]:
    signed = unsigned(**{"@context": [*unsigned()["@context"], OTHER]})
    options = plain_proof(cryptosuite="eddsa-jcs-2022")
    return signed_over(_right(_jcs_of(signed), _jcs_of(options)), cryptosuite="eddsa-jcs-2022")


def _nfd() -> dict[str, Any]:
    name = "Bodenkunde für Geübte"
    signed = document_form(unsigned(name=name))
    return signed_over(_right(signed), unsigned(name=unicodedata.normalize("NFD", name)))


CAUSES: list[tuple[str, Callable[[], dict[str, Any]], str]] = [
    ("hashes swapped", _swapped, "signature.hashes-swapped"),
    (
        "forms not hashed",
        lambda: signed_over(options_form(plain_proof()) + document_form()),
        "signature.hashes-not-hashed",
    ),
    (
        "one hash of both",
        lambda: signed_over(sha(options_form(plain_proof()) + document_form())),
        "signature.hashes-not-hashed",
    ),
    ("the document alone", lambda: signed_over(sha(document_form())), "signature.document-alone"),
    ("the hashes as text", lambda: signed_over(_right().hex().encode()), "signature.hexadecimal-hashes"),
    ("SHA-512", lambda: signed_over(_right(algorithm="sha512")), "signature.other-hash"),
    ("no last line feed", lambda: signed_over(_right(document_form().rstrip(b"\n"))), "signature.final-newline"),
    (
        "no last line feed in either",
        lambda: signed_over(_right(document_form().rstrip(b"\n"), options_form(plain_proof()).rstrip(b"\n"))),
        "signature.final-newline",
    ),
    ("CR LF", lambda: signed_over(_right(document_form().replace(b"\n", b"\r\n"))), "signature.final-newline"),
    ("compact JSON", lambda: signed_over(_right(_compact(unsigned()))), "signature.json-instead-of-statements"),
    (
        "JSON in canonical form",
        lambda: signed_over(_right(_jcs_of(unsigned()), _jcs_of(plain_proof()))),
        "signature.json-instead-of-statements",
    ),
    (
        "the JSON of another language",
        lambda: signed_over(json.dumps(unsigned()).encode()),
        "signature.json-instead-of-statements",
    ),
    ("options without a context", lambda: signed_over(_right(options=b"")), "signature.options-context"),
    (
        "options in a context of their own",
        lambda: signed_over(_right(options=options_form(plain_proof(), FORMER))),
        "signature.options-context",
    ),
    (
        "the proof in the document",
        lambda: signed_over(_right(document_form({**unsigned(), "proof": plain_proof()}))),
        "signature.proof-included",
    ),
    ("a context less", _without_a_context, "signature.context-not-signed"),
    (
        "another version of a context",
        lambda: _with_context(unsigned()["@context"][0], "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"),
        "signature.context-not-signed",
    ),
    (
        "an option that was added",
        lambda: with_members(proof={**sealed().to_dict()["proof"], "nonce": "later"}),
        "signature.other-option",
    ),
    ("a member that was added", lambda: with_members(awardedDate="2026-01-15T09:00:00Z"), "signature.member-added"),
    ("a member that is lost", lambda: with_members(colour="blue", shape="round"), "signature.undefined-left-out"),
    ("a date with an offset", lambda: with_members(validFrom="2026-01-15T09:00:00+00:00"), "signature.respelled"),
    ("a Unicode form", _nfd, "signature.respelled"),
    ("base64url", lambda: _in_encoding(lambda data: f"u{encode_base64url(data)}"), "signature.other-encoding"),
    ("base64", lambda: _in_encoding(lambda data: base64.b64encode(data).decode()), "signature.other-encoding"),
    ("hexadecimal", lambda: _in_encoding(bytes.hex), "signature.other-encoding"),
    (
        "base58 without its mark",
        lambda: _in_encoding(lambda data: encode_base58btc(data)[1:]),
        "signature.other-encoding",
    ),
]


@pytest.mark.parametrize(("badge", "code"), [case[1:] for case in CAUSES], ids=[case[0] for case in CAUSES])
def test_a_mistake_of_a_signer_is_named(badge: Callable[[], dict[str, Any]], code: str) -> None:
    found = proof_of(badge())
    assert found.holds is Holds.NO
    assert [cause.code for cause in found.causes] == [code]
    assert found.causes[0].to_dict()["fix"]


def test_the_place_of_a_member_that_was_added_is_named() -> None:
    badge = sealed().to_dict()
    badge["credentialSubject"]["achievement"]["humanCode"] = "S2"
    (cause,) = proof_of(badge).causes
    assert cause.pointer == "/credentialSubject/achievement/humanCode"


def test_a_signature_over_statements_where_json_should_be_is_named() -> None:
    badge = signed_over(
        _right(options=options_form(plain_proof(cryptosuite="eddsa-jcs-2022"))), cryptosuite="eddsa-jcs-2022"
    )
    assert [cause.code for cause in proof_of(badge).causes] == ["signature.statements-instead-of-json"]


def test_options_of_a_json_suite_without_their_contexts_are_named() -> None:
    members = {"cryptosuite": "eddsa-jcs-2022", "@context": unsigned()["@context"]}
    without = plain_proof(cryptosuite="eddsa-jcs-2022")
    badge = signed_over(_right(_jcs_of(unsigned()), _jcs_of(without)), **members)
    assert [cause.code for cause in proof_of(badge).causes] == ["signature.options-context"]


def test_an_ecdsa_signature_in_der_is_named() -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    from microcred.instants import parse_instant

    signer = EcdsaSigner("P-256", 7)
    moment = parse_instant("2026-01-15T09:00:00Z")
    assert moment is not None
    tree = unsigned(issuer=signer.verification_method.partition("#")[0])
    badge = add_proof(Document.of(tree), signer, created=moment, suite_name="ecdsa-rdfc-2019").to_dict()
    raw = decode_base58btc(badge["proof"]["proofValue"], max_length=200)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    badge["proof"]["proofValue"] = encode_base58btc(der)
    found = proof_of(badge)
    assert [cause.sentence for cause in found.causes] == ["signature in another encoding: base58-btc, in DER"]


def test_what_was_tried_in_vain_is_said() -> None:
    found = proof_of(with_members(name="Another"))
    assert (found.holds, found.causes) == (Holds.NO, ())
    assert found.fault is not None
    assert found.fault.code == "proof.signature-invalid"
    assert "signature.hashes-swapped" in found.tried


# --- keys


def test_a_key_that_is_not_the_issuers_is_shown_with_the_reason() -> None:
    found = proof_of(sealed(unsigned(issuer="did:example:somebody")))
    assert found.holds is Holds.NO
    assert found.fault is not None
    assert found.key is not None
    assert found.fault.code == "key.not-the-issuers"
    assert found.key.key == SIGNER.public_key
    assert found.notes == ("the signature itself holds with this key: what is wrong is whose key it is",)


def published_badge(signer: Any = PUBLISHED, **members: Any) -> Document:
    return sealed(unsigned(issuer=ISSUER, **members), signer)


def test_without_the_network_a_key_that_has_to_be_fetched_leaves_it_undetermined() -> None:
    found = proof_of(published_badge())
    assert found.holds is Holds.UNKNOWN
    assert found.document_form is not None
    assert found.key is not None
    assert found.key.key is None


def test_a_key_that_was_fetched_says_from_where() -> None:
    world = World()
    world.serve(ISSUER, document())
    found = proof_of(published_badge(), fetcher=world)
    assert found.holds is Holds.YES
    assert found.key is not None
    assert found.key.origin == f"in the document of {ISSUER}, fetched from {ISSUER}"
    assert found.key.document_sha256 == sha(json.dumps(document()).encode()).hex()


def test_a_key_under_another_relationship_is_shown_and_does_not_count() -> None:
    world = World()
    world.serve(ISSUER, document(assertionMethod=None, authentication=[METHOD]))
    found = proof_of(published_badge(), fetcher=world)
    assert found.key is not None
    assert (found.holds, found.key.key) == (Holds.NO, PUBLISHED.public_key)
    assert found.fault is not None
    assert found.fault.code == "key.not-for-this-purpose"


def test_another_key_of_the_same_issuer_that_signed_is_named() -> None:
    other = {
        "id": f"{ISSUER}#key-2",
        "type": "Multikey",
        "controller": ISSUER,
        "publicKeyMultibase": STRANGER.public_key.to_multikey(),
    }
    page = document()
    page["verificationMethod"].append(other)
    page["assertionMethod"].append(other["id"])
    world = World()
    world.serve(ISSUER, page)
    badge = published_badge().to_dict()
    secured = SecuredDocument(Document.of(badge), CANONICALIZER)
    data = sha(secured.canonical_options(secured.proof(), next(secured.readings()).versions))
    data += sha(CANONICALIZER.canonicalize(secured.unsecured))
    badge["proof"]["proofValue"] = encode_base58btc(STRANGER.sign(data))
    (cause,) = proof_of(badge, fetcher=world).causes
    assert (cause.code, cause.detail) == ("signature.other-key", f"{ISSUER}#key-2")


def test_a_key_of_another_type_is_named() -> None:
    signer = EcdsaSigner("P-256", 7)
    badge = sealed(unsigned(issuer=signer.verification_method.partition("#")[0])).to_dict()
    badge["proof"]["verificationMethod"] = signer.verification_method
    found = proof_of(badge)
    assert found.holds is Holds.NO
    assert found.fault is not None
    assert found.fault.code == "proof.wrong-key-type"
    assert found.document_form is not None


# --- selective disclosure


def test_a_derived_proof_says_which_statements_are_signed_by_themselves() -> None:
    found = proof_of(derived())
    assert (found.suite, found.holds) == ("ecdsa-sd-2023", Holds.YES)
    assert found.document_form is not None
    signed = [statement.signed for statement in found.document_form.statements]
    assert None in signed
    assert True in signed
    assert False not in signed


def test_a_base_proof_is_explained_and_known_to_be_one() -> None:
    found = proof_of(base_badge())
    assert found.holds is Holds.YES
    assert "base proof" in found.notes[0]


def test_a_statement_that_was_changed_in_a_derived_badge_is_named() -> None:
    badge = derived().to_dict()
    badge["credentialSubject"]["result"][0]["value"] = "a hundred"
    found = proof_of(badge)
    assert found.holds is Holds.NO
    # A changed object is called by another name, so none of its statements has a signature any more.
    assert {cause.code for cause in found.causes} == {"signature.statement-not-signed"}
    assert "/credentialSubject/result/0/type/0" in {cause.pointer for cause in found.causes}
    assert found.notes[1].startswith("an object of which something was changed is called by another name")


# --- tokens


def test_a_token_that_holds_is_taken_apart() -> None:
    found = token_of(badge_token())
    assert (found.holds, found.algorithm, found.fault) == (Holds.YES, "EdDSA", None)
    assert found.signing_input.decode() == badge_token().rpartition(".")[0]
    assert found.digest == sha(found.signing_input).hex()
    assert found.claims["iss"] == unsigned()["issuer"]["id"]


def test_a_token_that_was_changed_does_not_hold() -> None:
    text = badge_token()
    _, _, signature = text.split(".")
    found = token_of(f"{part(header())}.{part(claims(name='X'))}.{signature}")
    assert found.holds is Holds.NO
    assert found.causes == ()
    assert "signature.payload-alone" in found.tried


@pytest.mark.parametrize(
    ("detail", "data"),
    [
        ("the payload", lambda one, two: two),
        ("header and payload without their encoding", lambda one, two: one + b"." + two),
        ("the encoded payload", lambda one, two: encode_base64url(two).encode()),
    ],
)
def test_what_a_token_signs_instead_is_named(detail: str, data: Callable[[bytes, bytes], bytes]) -> None:
    one, two = json.dumps(header()).encode(), json.dumps(claims(name="XY")).encode()
    signature = encode_base64url(SIGNER.sign(data(one, two)))
    (cause,) = token_of(f"{encode_base64url(one)}.{encode_base64url(two)}.{signature}").causes
    assert (cause.code, cause.detail) == ("signature.payload-alone", detail)


def test_a_token_signed_with_the_other_algorithm_of_an_rsa_key_is_named() -> None:
    signer = RsaSigner.generate()
    issuer = signer.verification_method.partition("#")[0]
    badge = badge_token(signer) if issuer == unsigned()["issuer"]["id"] else None
    payload = claims(issuer=issuer, iss=issuer)
    text = token(header(alg="PS256", kid=signer.verification_method), payload, signer)
    found = token_of(text)
    assert badge is None
    assert [(cause.code, cause.detail) for cause in found.causes] == [("signature.other-algorithm", "RS256")]


def test_a_token_whose_claims_contradict_it_does_not_hold() -> None:
    found = token_of(token(header(), claims(jti="urn:uuid:other")))
    assert found.fault is not None
    assert (found.holds, found.fault.code) == (Holds.NO, "proof.claim-mismatch")


# --- bad input


def test_a_document_without_a_proof_cannot_be_explained() -> None:
    with pytest.raises(ProofError) as caught:
        explain_badge(unsigned())
    assert caught.value.code == "proof.missing"


def test_a_badge_of_open_badges_2_is_told_apart() -> None:
    with pytest.raises(DocumentError) as caught:
        explain_badge({"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://a.example/1"})
    assert caught.value.code == "document.open-badges-2"


MALFORMED: list[Any] = [
    "text",
    {},
    {"type": "DataIntegrityProof"},
    {
        "type": "DataIntegrityProof",
        "cryptosuite": "unheard-of",
        "proofPurpose": "p",
        "verificationMethod": "did:key:z6Mk",
    },
    plain_proof(),
    plain_proof(proofValue=7) | {"proofValue": 7},
    plain_proof() | {"proofValue": "z" * 3_000},
    plain_proof() | {"verificationMethod": "not a url"},
    plain_proof() | {"verificationMethod": "did:key:z6Mkbroken#z6Mkbroken"},
    plain_proof() | {"previousProof": "urn:uuid:nobody", "proofValue": "z1"},
    plain_proof() | {"@context": {"x": "urn:x"}, "proofValue": "z1"},
    plain_proof() | {"cryptosuite": "ecdsa-sd-2023", "proofValue": "u2V0A"},
    plain_proof() | {"created": "yesterday"},
    plain_proof() | {"proofPurpose": 7},
]


@pytest.mark.parametrize("proof", MALFORMED, ids=lambda proof: str(proof)[:40])
def test_a_malformed_proof_is_explained_as_far_as_it_goes(proof: Any) -> None:
    found = explain_badge({**unsigned(), "proof": proof})
    assert found.holds is not Holds.YES
    assert found.proofs[0].fault is not None
    assert json.loads(to_json(found.to_dict()))["outcome"] != "holds"


def test_a_document_that_cannot_be_canonicalized_says_where() -> None:
    found = proof_of(with_members(colour=None))
    assert found.fault is not None
    assert (found.fault.code, found.fault.pointer) == ("contexts.undefined-term", "/colour")


def test_of_several_proofs_one_that_does_not_hold_decides() -> None:
    good = sealed().to_dict()["proof"]
    found = explain_badge({**unsigned(), "proof": [good, good | {"proofValue": encode_base58btc(bytes(64))}]})
    assert [proof.holds for proof in found.proofs] == [Holds.YES, Holds.NO]
    assert found.holds is Holds.NO
    assert [proof.pointer for proof in found.proofs] == ["/proof/0", "/proof/1"]


def test_an_explanation_can_be_written_as_json() -> None:
    found = explain_badge(sealed())
    assert isinstance(found, Explanation)
    written = json.loads(to_json(found.to_dict()))
    assert written["outcome"] == "holds"
    assert bytes.fromhex(written["proofs"][0]["signed"]) == found.proofs[0].signed


def test_a_hostile_value_gives_a_typed_error_or_an_answer() -> None:
    for tree in ({"@context": 7}, {"@context": ["https://unknown.example/"]}, {"@context": {"a": {"@id": "@type"}}}):
        try:
            found = explain_badge({**unsigned(), **tree, "proof": sealed().to_dict()["proof"]})
        except MicrocredError:
            continue
        assert found.holds is not Holds.YES


def test_a_large_document_is_explained_within_the_budget_of_a_verification() -> None:
    tags = [f"tag {number}" for number in range(20_000)]
    badge = unsigned()
    badge["credentialSubject"]["achievement"]["tag"] = tags
    found = proof_of({**sealed(badge).to_dict(), "name": "Another"})
    assert found.holds is Holds.NO
    assert found.notes == ("the document is too large for every cause to be tried",)


def test_the_tree_of_an_account_is_the_documents_own() -> None:
    assert isinstance(proof_of(sealed()).options, JsonObject)
