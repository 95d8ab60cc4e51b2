"""Proofs and keys as they stand on the wire (Data Integrity 1.0; Controlled Identifiers 1.0; RFC 7517)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import ConfigDict, ValidationInfo, model_validator

from microcred.models.dates import LooseMoment
from microcred.models.faults import Flaw, described, refusal
from microcred.models.members import ABSENT, BUILT, NONE_YET, Default, Many, Maybe, OneOrMany, OneOrMore, Reading
from microcred.models.model import Extensible
from microcred.models.terms import Classes, TypeSet
from microcred.models.values import MultibaseKey, Text, Uri

__all__ = ["DataIntegrityProof", "JsonWebKey", "JsonWebKeySet", "Multikey"]


class DataIntegrityProof(Extensible):
    """One proof of a credential (Data Integrity 1.0, 2.1); older suites name themselves in ``type`` instead."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"type": {"const": "DataIntegrityProof"}}},
            "then": {"required": ["cryptosuite"]},
        }
    )

    id: Maybe[Uri] = ABSENT
    """The name of this proof, for others to refer to."""
    type: Annotated[Classes, TypeSet(single=True), Default(lambda: ("DataIntegrityProof",))] = BUILT
    """``DataIntegrityProof``, or the name of an older suite such as ``Ed25519Signature2020``."""
    cryptosuite: Maybe[Text] = ABSENT
    """Which algorithms were used, such as ``eddsa-rdfc-2022``; a DataIntegrityProof always says so."""
    created: Maybe[LooseMoment] = ABSENT
    """When the proof was made."""
    expires: Maybe[LooseMoment] = ABSENT
    """When the proof stops to count."""
    verification_method: Maybe[Uri] = ABSENT
    """The URL of the public key."""
    proof_purpose: Maybe[Text] = ABSENT
    """What the proof is for: ``assertionMethod`` for credentials."""
    domain: OneOrMany[Text] = NONE_YET
    """For whom the proof was made."""
    challenge: Maybe[Text] = ABSENT
    """What the verifier asked to be signed along."""
    nonce: Maybe[Text] = ABSENT
    """A random text that makes the proof unlike others."""
    previous_proof: OneOrMany[Text] = NONE_YET
    """The ids of the proofs that this one also covers."""
    proof_value: Maybe[Text] = ABSENT
    """The signature, in multibase."""

    @model_validator(mode="after")
    def _has_a_suite(self, info: ValidationInfo) -> Self:
        if "DataIntegrityProof" in self.type and self.cryptosuite is None and not Reading.lenient(info):
            message = "the DataIntegrityProof has no cryptosuite, which is required"
            raise refusal(Flaw("model.missing", message, 'for example "cryptosuite": "eddsa-rdfc-2022"'))
        return self


class Multikey(Extensible):
    """A public key in multibase (Controlled Identifiers 1.0, 2.2.2)."""

    id: Uri
    """The URL of this key, which proofs name as their verification method."""
    type: Annotated[Classes, TypeSet((("Multikey",),), True, also_read=("DataIntegrityProof", "MultiKey"))] = BUILT
    """Always ``Multikey``; Open Badges 3.0 describes it as DataIntegrityProof, which is read as well."""
    controller: Uri
    """Whose key this is."""
    expires: Maybe[LooseMoment] = ABSENT
    """From when on the key must not be used."""
    revoked: Maybe[LooseMoment] = ABSENT
    """Since when the key is revoked."""
    public_key_multibase: MultibaseKey
    """The key with its multicodec header, in base58-btc."""

    @model_validator(mode="before")
    @classmethod
    def _is_public(cls, data: Any) -> Any:
        return _without_secrets(data, {"secretKeyMultibase", "secret_key_multibase", "privateKeyMultibase"})


class JsonWebKey(Extensible):
    """A public key as a JSON Web Key (RFC 7517); the members of its key type are kept as they are."""

    kty: Text
    """The key type: ``OKP``, ``EC`` or ``RSA``."""
    use: Maybe[Text] = ABSENT
    """What the key is for: ``sig``."""
    key_ops: Many[Text] = NONE_YET
    """What may be done with the key: ``verify``."""
    alg: Maybe[Text] = ABSENT
    """The algorithm that the key is meant for, such as ``RS256``."""
    kid: Maybe[Text] = ABSENT
    """The name of the key."""
    x5u: Maybe[Uri] = ABSENT
    """Where the certificate chain of the key is."""
    x5c: Many[Text] = NONE_YET
    """The certificate chain of the key, each certificate in base64."""
    x5t: Maybe[Text] = ABSENT
    """The SHA-1 thumbprint of the certificate."""
    x5t_s256: Maybe[Text] = ABSENT
    """The SHA-256 thumbprint of the certificate."""

    @model_validator(mode="before")
    @classmethod
    def _is_public(cls, data: Any) -> Any:
        return _without_secrets(data, {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


class JsonWebKeySet(Extensible):
    """Several public keys (RFC 7517, 5)."""

    keys: OneOrMore[JsonWebKey]
    """The keys."""


def _without_secrets(data: Any, secret: set[str]) -> Any:
    """Refuse a key with private parts: it must never be published (Open Badges 3.0, 8.2.3)."""
    found = sorted(secret & data.keys()) if isinstance(data, Mapping) else []
    if found:
        hint = "this key is no longer secret: replace it, and publish the public part alone"
        raise refusal(
            *(Flaw("model.secret-key", f"found the private member {described(name)}", hint, (name,)) for name in found)
        )
    return data
