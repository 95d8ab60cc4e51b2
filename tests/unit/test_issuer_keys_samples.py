from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from corpus import CORPUS, corpus_path, needs_corpus
from microcred.errors import IssuerKeyError
from microcred.verification.issuer_keys import resolve_verification_method
from world import World


def sample_proofs() -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """The file, the issuer's id and the proof of every sample that is published as valid, as far as it is JSON."""
    if CORPUS is None:
        return
    for entry in json.loads((CORPUS / "samples" / "index.json").read_bytes())["samples"]:
        if entry["expected"] not in {"valid", "valid-with-warning", "valid-but-revoked", "expired"}:
            continue
        try:
            content = json.loads((CORPUS / entry["file"]).read_bytes())
        except ValueError:
            continue
        issuer = content.get("issuer") if isinstance(content, dict) else None
        issuer_id = issuer.get("id") if isinstance(issuer, dict) else issuer
        proofs = content.get("proof", []) if issuer_id else []
        for proof in proofs if isinstance(proofs, list) else [proofs]:
            if proof.get("type") in {"DataIntegrityProof", "Ed25519Signature2020"}:
                yield entry["file"], issuer_id, proof


#: Why a sample that somebody calls valid has no key of its issuer.
UNBOUND = {
    "samples/1edtech-validator/ob30/simple-did-key-method.json": "key.not-the-issuers",  # issuer urn:uuid:…
}


def published_world() -> World:
    world = World()
    keydocs = json.loads(corpus_path("samples/keydocs/index.json").read_bytes())["documents"]
    files = [(entry["url"], corpus_path(entry["file"])) for entry in keydocs]
    files.append(("https://example.com/issuer/123", corpus_path("samples/ssi/lds-ed25519-2020-issuer0.jsonld")))
    for pattern in ("dcc-vc-test-fixtures/dids/*/did.json", "dcc-verifier-core/dids/*.json", "andamio/**/did.json"):
        paths = sorted(corpus_path("samples").glob(pattern))
        files += [(json.loads(path.read_bytes())["id"], path) for path in paths]
    for identifier, path in files:
        if identifier.startswith("did:web:"):
            world.serve_did_web(identifier, path.read_bytes())
        else:
            world.serve(identifier, path.read_bytes())
    return world


@needs_corpus
def test_every_published_sample_has_a_key_of_its_issuer() -> None:
    world, found = published_world(), 0
    for file, issuer, proof in sample_proofs():
        arguments = {"controller": issuer, "purpose": "assertionMethod", "session": world.session()}
        if file in UNBOUND:
            with pytest.raises(IssuerKeyError) as caught:
                resolve_verification_method(proof["verificationMethod"], **arguments)
            assert caught.value.code == UNBOUND[file], file
            continue
        key = resolve_verification_method(proof["verificationMethod"], **arguments).public_key
        assert key.type == "Ed25519", file
        found += 1
    assert found > 80
