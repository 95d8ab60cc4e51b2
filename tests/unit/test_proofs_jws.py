"""Compact JSON Web Signatures: read strictly, checked against our own list of algorithms."""

from __future__ import annotations

from typing import Any

import pytest

import tokens
from badges import SIGNER, STRANGER
from microcred.errors import MicrocredError, ProofError, UnsupportedError
from microcred.keys import EcdsaSigner, Ed25519Signer, PublicKey
from microcred.proofs.jws import JWS_ALGORITHMS, jws_algorithm, read_jws, sign_jws, verify_jws

TOKEN = tokens.token({"alg": "EdDSA"}, b"payload")


def refused(text: str | bytes) -> MicrocredError:
    with pytest.raises(MicrocredError) as caught:
        read_jws(text)
    return caught.value


def test_the_parts_are_given_as_they_were_signed() -> None:
    jws = read_jws(TOKEN)
    assert (jws.algorithm, jws.payload, jws.key_id, jws.jwk) == ("EdDSA", b"payload", None, None)
    assert jws.signing_input == TOKEN.rpartition(".")[0].encode()
    verify_jws(jws, SIGNER.public_key)


def test_white_space_around_a_token_is_of_the_file_and_not_of_the_token() -> None:
    assert read_jws(f"\n  {TOKEN}\r\n".encode()).text == TOKEN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "eyJhbGciOiJFZERTQSJ9",
        TOKEN + ".",
        TOKEN.replace(".", ". ", 1),
        TOKEN.replace(".", "=.", 1),
        TOKEN[:10] + "\n" + TOKEN[10:],
        TOKEN[:-1] + "é",
        TOKEN.replace(".", "..", 1),
        f"{tokens.part({'alg': 'EdDSA'})}..{TOKEN.rpartition('.')[2]}",
        tokens.token("[]", b"payload"),
        tokens.token("{", b"payload"),
        tokens.token({}, b"payload"),
        tokens.token({"alg": ["EdDSA"]}, b"payload"),
        tokens.token({"alg": ""}, b"payload"),
        tokens.token({"alg": "EdDSA", "kid": 7}, b"payload"),
        tokens.token({"alg": "EdDSA", "kid": ""}, b"payload"),
        tokens.token({"alg": "EdDSA", "jwk": "key"}, b"payload"),
        TOKEN.encode("utf-16"),
    ],
)
def test_what_is_not_exactly_a_token_is_refused(text: str | bytes) -> None:
    assert refused(text).code == "proof.malformed-jws"


def test_the_last_character_of_a_part_has_no_spare_bits() -> None:
    # One byte has two characters, of which the second carries four bits that say nothing: "QR" would also be read as A.
    header = tokens.part({"alg": "EdDSA"})
    assert read_jws(f"{header}.QQ.QQ").payload == b"A"
    assert refused(f"{header}.QR.QQ").code == "proof.malformed-jws"


def test_a_header_beyond_the_bound_is_refused() -> None:
    assert refused(tokens.token({"alg": "EdDSA", "x": "x" * 20_000}, b"p")).code == "proof.malformed-jws"


def test_unknown_members_of_the_header_are_passed_over() -> None:
    header = {"alg": "EdDSA", "jku": "https://evil.example/", "x5u": "https://evil.example/", "b64": True, "new": 1}
    verify_jws(read_jws(tokens.token(header, b"payload")), SIGNER.public_key)


SIGNERS = (EcdsaSigner.generate("P-256"), EcdsaSigner.generate("P-384"), SIGNER)


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: str(signer.public_key.type))
def test_what_a_signer_makes_holds_with_its_key_alone(signer: Any) -> None:
    jws = read_jws(sign_jws(b"payload", signer, header={"typ": "JWT"}))
    verify_jws(jws, signer.public_key)
    with pytest.raises(ProofError, match=r"does not hold|takes a key"):
        verify_jws(jws, STRANGER.public_key)
    with pytest.raises(ProofError, match=r"does not hold|takes a key"):
        verify_jws(jws, EcdsaSigner.generate("P-256").public_key)


def test_the_newer_name_of_ed25519_means_the_same() -> None:
    verify_jws(read_jws(tokens.token({"alg": "Ed25519"}, b"payload")), SIGNER.public_key)


def test_a_key_of_another_type_is_no_key_for_the_algorithm() -> None:
    with pytest.raises(ProofError) as caught:
        verify_jws(read_jws(TOKEN), EcdsaSigner.generate("P-256").public_key)
    assert caught.value.code == "proof.wrong-key-type"


@pytest.mark.parametrize("algorithm", ["ES512", "RS384", "ES256K", "eddsa", "EdDSA "])
def test_an_algorithm_that_is_not_on_the_list_is_unknown(algorithm: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        verify_jws(read_jws(tokens.token({"alg": algorithm}, b"payload")), SIGNER.public_key)
    assert caught.value.code == "proof.unsupported-algorithm"


def test_the_list_of_algorithms_can_be_shortened() -> None:
    only = {name: key for name, key in JWS_ALGORITHMS.items() if name == "ES256"}
    with pytest.raises(UnsupportedError):
        verify_jws(read_jws(TOKEN), SIGNER.public_key, algorithms=only)


def test_a_list_with_an_algorithm_that_nobody_knows_leaves_it_undetermined() -> None:
    key = EcdsaSigner.generate("P-256").public_key
    with pytest.raises(UnsupportedError):
        verify_jws(read_jws(tokens.token({"alg": "XS256"}, b"payload")), key, algorithms={"XS256": "P-256"})


def test_a_service_that_signs_with_another_key_never_makes_a_token() -> None:
    class Confused(Ed25519Signer):
        def sign(self, data: bytes) -> bytes:
            return STRANGER.sign(data)

    with pytest.raises(ProofError) as caught:
        sign_jws(b"payload", Confused.from_seed(bytes(range(32))), header={})
    assert caught.value.code == "proof.signature-invalid"


def test_a_key_that_no_algorithm_takes_cannot_sign() -> None:
    class Exchange:
        public_key = PublicKey("X25519", bytes(31) + b"\1")
        verification_method = "did:key:z6LS#z6LS"

        def sign(self, data: bytes) -> bytes:
            return data

    with pytest.raises(UnsupportedError):
        jws_algorithm(Exchange())


VERIFICATION = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"


@pytest.mark.parametrize("beginning", ["0oR", "d284"])
def test_only_a_text_without_points_can_be_cose(beginning: str) -> None:
    assert refused(f"{beginning}{TOKEN.replace('.', '')}").code == "proof.unsupported-cose"
    error = refused(f"{beginning}{TOKEN}")
    assert (type(error), error.code) == (ProofError, "proof.malformed-jws")


def test_each_part_of_a_token_has_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    header, _, signature = TOKEN.split(".")
    for name, size in (
        ("_MAX_TOKEN", len(TOKEN)),
        ("_MAX_HEADER", len(header)),
        ("_MAX_SIGNATURE", len(signature)),
        ("_MAX_ALGORITHM", len("EdDSA")),
    ):
        monkeypatch.setattr(f"microcred.proofs.jws.{name}", size)
        assert read_jws(TOKEN).payload == b"payload"
        monkeypatch.setattr(f"microcred.proofs.jws.{name}", size - 1)
        assert refused(TOKEN).code == "proof.malformed-jws"
        monkeypatch.undo()


def test_the_members_of_a_header_have_bounds() -> None:
    def nested(levels: int) -> Any:
        return {"x": nested(levels - 1)} if levels else 1

    longest = tokens.token({"alg": "EdDSA", "kid": "k" * 4_096, "x": nested(7)}, b"p")
    assert read_jws(longest).key_id == "k" * 4_096
    assert refused(tokens.token({"alg": "EdDSA", "kid": "k" * 4_097}, b"p")).code == "proof.malformed-jws"
    error = refused(tokens.token({"alg": "EdDSA", "x": nested(8)}, b"p"))
    assert (error.code, error.evidence["cause"]) == ("proof.malformed-jws", "document.too-deep")


def test_a_refusal_has_the_problem_type_of_the_standard_and_what_it_is_about() -> None:
    with pytest.raises(ProofError) as caught:
        verify_jws(read_jws(TOKEN), STRANGER.public_key)
    fault = caught.value.faults[0]
    assert (fault.code, fault.problem) == ("proof.signature-invalid", VERIFICATION)
    assert dict(fault.evidence) == {"algorithm": "EdDSA", "key": STRANGER.public_key.to_multikey()}
    with pytest.raises(ProofError) as caught:
        verify_jws(read_jws(TOKEN), EcdsaSigner("P-256", 7).public_key)
    assert (caught.value.code, caught.value.problem) == ("proof.wrong-key-type", VERIFICATION)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"alg": "none"}, "proof.insecure-algorithm"),
        ({"alg": "NONE"}, "proof.insecure-algorithm"),
        ({"alg": "HS256"}, "proof.insecure-algorithm"),
        ({"alg": "hs1"}, "proof.insecure-algorithm"),
        ({"alg": "EdDSA", "crit": []}, "proof.critical-header"),
        ({"alg": "EdDSA", "crit": None}, "proof.critical-header"),
        ({"alg": "EdDSA", "b64": False}, "proof.critical-header"),
        ({"alg": "EdDSA", "b64": 1}, "proof.critical-header"),
        ({"alg": "EdDSA", "jwk": {"kty": "OKP", "d": "x"}}, "proof.private-key-in-header"),
        ({"alg": "EdDSA", "x": {"privateKeyJwk": 1}}, "proof.private-key-in-header"),
        ({"alg": "EdDSA", "kid": None}, "proof.malformed-jws"),
        ({"alg": "EdDSA", "jwk": None}, "proof.malformed-jws"),
    ],
)
def test_a_header_under_which_nothing_is_proved_is_a_bad_proof(header: dict[str, Any], code: str) -> None:
    error = refused(tokens.token(header, b"payload"))
    assert (type(error), error.code, error.problem) == (ProofError, code, VERIFICATION)


@pytest.mark.parametrize("header", [{"alg": "EdDSA", "b64": True}, {"alg": "noneOfThese"}, {"alg": "HS256x"}])
def test_a_header_that_only_resembles_those_is_read(header: dict[str, Any]) -> None:
    assert read_jws(tokens.token(header, b"payload")).algorithm == header["alg"]


def test_a_header_is_written_without_spaces_and_begins_with_the_algorithm() -> None:
    text = sign_jws(b"{}", SIGNER, header={"typ": "JWT", "kid": "a"})
    assert text.partition(".")[0] == tokens.part('{"alg":"EdDSA","typ":"JWT","kid":"a"}')


def test_a_signer_says_itself_under_which_algorithm_it_signs() -> None:
    class Named:
        algorithm = "Ed25519"
        public_key = SIGNER.public_key

    assert jws_algorithm(Named()) == "Ed25519"
    assert jws_algorithm(SIGNER) == "EdDSA"
