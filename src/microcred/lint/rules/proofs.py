"""Proofs that hold, and could tell more or be of a newer kind."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from microcred.lint.rule import Breach, Part, Rules, Subject

__all__ = ["RULES"]

# What came before Data Integrity 1.0 and its cryptosuites.
_OLD: Final = frozenset(
    (
        *("BbsBlsSignature2020", "EcdsaSecp256k1Signature2019", "Ed25519Signature2018", "Ed25519Signature2020"),
        *("JsonWebSignature2020", "RsaSignature2018"),
    )
)


def _no_created(subject: Subject) -> Iterator[Breach]:
    for proof in _proofs(subject):
        if not proof.has("created"):
            message = "the proof does not say when it was made, so nobody can tell whether the key was good then"
            yield Breach(proof.pointer, message, wanted="created")


def _old_suite(subject: Subject) -> Iterator[Breach]:
    for proof in _proofs(subject):
        for part in proof.members("type"):
            if isinstance(part.value, str) and part.value in _OLD:
                message = f"found {part.value}, which came before the standard; wanted a DataIntegrityProof"
                yield Breach(part.pointer, message, wanted="DataIntegrityProof with a cryptosuite")


def _proofs(subject: Subject) -> Iterator[Part]:
    for credential in subject.credentials:
        for proof in credential.members("proof"):
            if isinstance(proof.value, dict):
                yield proof


RULES: Final[Rules] = MappingProxyType({"proof.no-created": _no_created, "proof.old-suite": _old_suite})
"""The rules of this family by their codes."""
