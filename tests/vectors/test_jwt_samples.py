"""Published credentials in JWTs: the appendix of Open Badges 3.0, and what other issuers and validators publish."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from corpus import CORPUS, corpus_path, needs_corpus
from microcred.baking import unbake
from microcred.errors import IssuerKeyError, MicrocredError, ProofError, UnsupportedError
from microcred.keys import PublicKey, jwk_set
from microcred.proofs.jws import verify_jws
from microcred.proofs.jwt import SecuredJwt, check_claims, check_token_period, read_jwt
from microcred.verification.jwt_keys import resolve_jwt_key
from world import World

pytestmark = needs_corpus

SPECIFICATION = (
    "samples/ob3-spec/d1-basic-openbadgecredential.jwt",
    "samples/ob3-spec/d3-endorsementcredential.jwt",
    "samples/ob3-spec/d6-skill-assertion-case.jwt",
)
BAKED = (
    "samples/1edtech-validator/ob30/simple-jwt.png",
    "samples/1edtech-validator/ob30/simple-jwt.svg",
    "samples/1edtech-validator/ob30/simple-jwt_v1.png",
)
WALLET = "samples/walt-id/vc/openbadgecredential_sample{}.signed.json"
WALLET_KEY = "did:key:z6Mkp7AVwvWxnsNDuSSbf19sgKzrx223WY95AqZyAGifFVyV"


def read(name: str) -> SecuredJwt:
    content = corpus_path(name).read_bytes()
    return read_jwt(unbake(content) if name.endswith(("png", "svg")) else content)


def key_in_header(jwt: SecuredJwt) -> PublicKey:
    assert jwt.jws.jwk is not None
    return PublicKey.from_jwk(jwt.jws.jwk)


def resolved(jwt: SecuredJwt, world: World, controller: str | None = None) -> Any:
    named = controller or jwt.controller
    assert named is not None
    return resolve_jwt_key(jwt.jws, controller=named, purpose="assertionMethod", session=world.session())


@pytest.mark.parametrize("name", [*SPECIFICATION, *BAKED])
def test_the_signature_of_a_published_badge_holds_and_its_claims_agree(name: str) -> None:
    jwt = read(name)
    verify_jws(jwt.jws, key_in_header(jwt))
    check_claims(jwt)
    check_token_period(jwt, datetime(2026, 6, 1, tzinfo=UTC))
    assert jwt.data_model == ("1.1" if "_v1" in name else "2.0")


@pytest.mark.parametrize("name", [*SPECIFICATION, *BAKED])
def test_the_key_in_the_header_counts_only_if_the_issuer_publishes_it(name: str) -> None:
    jwt = read(name)
    issuer = jwt.controller
    assert issuer is not None
    host = "/".join(issuer.split("/")[:3])
    world = World()
    world.serve(issuer, {"id": issuer, "type": ["Profile"]})
    with pytest.raises(IssuerKeyError) as caught:
        resolved(jwt, world)
    assert caught.value.code == "key.not-published"
    world.serve(f"{host}/.well-known/jwks.json", jwk_set([key_in_header(jwt)], issuer=issuer))
    assert resolved(jwt, world).public_key == key_in_header(jwt)


@pytest.mark.parametrize("which", ["", ".expired", ".invalidschema"])
def test_a_wallets_sample_is_signed_by_one_and_names_another_issuer(which: str) -> None:
    jwt = read(WALLET.format(which))
    world = World()
    assert jwt.controller == "did:example:123"
    verify_jws(jwt.jws, resolved(jwt, world, WALLET_KEY).public_key)
    with pytest.raises(MicrocredError) as caught:
        resolved(jwt, world)
    assert caught.value.code == "key.not-the-issuers"
    with pytest.raises(ProofError) as contradicted:
        check_claims(jwt)
    assert {fault.pointer for fault in contradicted.value.faults} == {"/iss", "/sub"}
    assert world.visits == []


@pytest.mark.parametrize("name", ["claims.jwt", "vc.jwt", "vp.jwt"])
def test_a_token_whose_did_method_is_not_known_is_undetermined(name: str) -> None:
    jwt = read(f"samples/ssi/{name}")
    check_claims(jwt)
    assert (jwt.controller, jwt.data_model) == ("did:example:foo", "1.1")
    assert jwt.kind == ("presentation" if name == "vp.jwt" else "credential")
    with pytest.raises(UnsupportedError):
        resolved(jwt, World())


@pytest.mark.parametrize("name", ["vc.jwt"])
def test_a_credential_gets_from_the_claims_what_it_leaves_out(name: str) -> None:
    tree = read(f"samples/ssi/{name}").document.tree
    assert tree["issuer"] == "did:example:foo"
    assert tree["issuanceDate"] == "2021-08-02T16:17:50.505Z"


def test_the_samples_are_there() -> None:
    assert CORPUS is not None
    assert all(corpus_path(name).is_file() for name in (*SPECIFICATION, *BAKED))
