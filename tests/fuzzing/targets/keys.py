"""Keys in every spelling: Multikey, did:key, did:jwk, JWK, PEM, and the documents in which issuers publish them."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from badges import AT, SIGNER, STRANGER
from fuzzing.json_mutations import changed_text, mutate_json
from fuzzing.oracle import Broken, answer
from fuzzing.scene import DID_WEB, WEB_ISSUER, web
from fuzzing.target import Target
from microcred.document import Document, to_json
from microcred.errors import MicrocredError
from microcred.keys import (
    EcdsaSigner,
    PublicKey,
    controller_document,
    did_jwk,
    did_jwk_document,
    did_key_document,
    jwk_set,
    public_key_of_did_jwk,
    public_key_of_did_key,
    signer_from_pem,
)
from microcred.proofs import read_jws
from microcred.verification.issuer_keys import check_key_validity, resolve_verification_method
from microcred.verification.jwt_keys import jwk_set_methods, resolve_jwt_key
from tokens import claims, header, token
from world import World

P_256 = EcdsaSigner("P-256", 7)
P_384 = EcdsaSigner("P-384", 7)
ISSUERS = (DID_WEB, WEB_ISSUER)
_MAX_METHODS = 8


def run(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for read in (PublicKey.from_multikey, public_key_of_did_key, public_key_of_did_jwk):
        _check_key(answer(lambda: read(text)))  # noqa: B023 - called at once
    for derive in (did_key_document, did_jwk_document):
        answer(lambda: derive(text))  # noqa: B023
    _check_key(answer(lambda: PublicKey.from_pem(data)))
    answer(lambda: signer_from_pem(data))
    _check_resolved(text, DID_WEB, web())
    _check_resolved(text, text.partition("#")[0], web())
    document = answer(lambda: Document.parse(data))
    if isinstance(document, Document):
        _check_key(answer(lambda: PublicKey.from_jwk(document.tree)))
        for issuer in ISSUERS:
            _check_document(issuer, document)


def _check_key(key: PublicKey | MicrocredError) -> None:
    """A key that is read can be written, and is the same key again."""
    if isinstance(key, MicrocredError):
        return
    if PublicKey.from_multikey(key.to_multikey()) != key or PublicKey.from_jwk(key.to_jwk()) != key:
        raise Broken("a key that is written is another key")
    if key.verify(bytes(64), b"nothing"):
        raise Broken("a key has signed what nobody signed")


def _check_document(issuer: str, document: Document) -> None:
    """The document as that of an issuer: whatever it names is asked for, and nobody else's key is found."""
    world = World()
    if issuer.startswith("did:"):
        world.serve_did_web(issuer, document.raw)
    else:
        world.serve(issuer, document.raw)
    world.serve("https://college.example/.well-known/jwks.json", document.raw)
    methods = document.tree.get("verificationMethod")
    names = [f"{issuer}#key-1"]
    for each in (methods if isinstance(methods, list) else [methods])[:_MAX_METHODS]:
        name = each.get("id") if isinstance(each, dict) else each
        names += [name] if isinstance(name, str) else []
    for name in dict.fromkeys(names):
        _check_resolved(name, issuer, world)
        jws = answer(lambda: read_jws(token(header(kid=name), claims(iss=issuer))))  # noqa: B023 - called at once
        if not isinstance(jws, MicrocredError):
            found = answer(lambda: _of_token(jws, issuer, world))  # noqa: B023
            if not isinstance(found, MicrocredError):
                _check_key(found.public_key)
    answer(lambda: list(jwk_set_methods(issuer, world.session())))


def _of_token(jws: Any, issuer: str, world: World) -> Any:
    return resolve_jwt_key(jws, controller=issuer, purpose="assertionMethod", session=world.session())


def _check_resolved(name: str, issuer: str, world: World) -> None:
    found = answer(
        lambda: resolve_verification_method(name, controller=issuer, purpose="assertionMethod", session=world.session())
    )
    if isinstance(found, MicrocredError):
        return
    _check_key(found.public_key)
    answer(lambda: check_key_validity(found, AT, AT))
    if found.id.partition("#")[0] != issuer:
        raise Broken(f"the key {found.id} is taken for one of {issuer}")


@cache
def seeds() -> tuple[bytes, ...]:
    keys = [signer.public_key for signer in (SIGNER, STRANGER, P_256, P_384)]
    texts = [key.to_multikey() for key in keys] + [did_jwk(key) for key in keys]
    texts += [f"did:key:{key.to_multikey()}" for key in keys] + [SIGNER.verification_method, f"{DID_WEB}#key-1"]
    documents: list[Any] = [key.to_jwk() for key in keys]
    documents += [controller_document(issuer, keys) for issuer in ISSUERS]
    documents += [jwk_set(keys), json.loads(to_json(_with_jwks()))]
    return (*(text.encode() for text in texts), *map(to_json, documents), SIGNER.to_pem(), P_256.to_pem())


def _with_jwks() -> dict[str, Any]:
    """A document whose methods are JSON Web Keys, with all that can be said of one."""
    jwk = {
        **SIGNER.public_key.to_jwk(),
        "kid": "key-1",
        "use": "sig",
        "alg": "EdDSA",
        "key_ops": ["verify"],
        "exp": 2e9,
    }
    method = {"id": f"{WEB_ISSUER}#key-1", "type": "JsonWebKey", "controller": WEB_ISSUER, "publicKeyJwk": jwk}
    method |= {"expires": "2036-01-15T09:00:00Z", "revoked": "2036-01-15T09:00:00Z"}
    return {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": WEB_ISSUER,
        "verificationMethod": [method],
        "assertionMethod": [method["id"], {**method, "id": "#key-2"}],
    }


def mutate(data: bytes, rnd: Random) -> bytes:
    if data[:1] in b"{[" and data:
        return mutate_json(data, rnd, TARGET.beginnings[-9:-2])
    return changed_text(data.decode("utf-8", "replace"), rnd).encode("utf-8", "replace")


TARGET = Target("keys", run, seeds, mutate, max_length=8_000)
