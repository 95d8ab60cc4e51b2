"""Who signs: the key of ``--key``, under the name by which its issuer publishes it.

Which name that is follows from whatever names the issuer: ``--verification-method``, ``--did``, the profile, the
credential. They have to agree. Where nothing names one, the key is its own issuer (did:key). Where the profile lists
its keys, the key is looked up in it; else it has the name that ``keygen`` publishes it by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from microcred.cli.files import read_input
from microcred.cli.identifiers import identifier_of, method_of
from microcred.cli.parameters import password_of
from microcred.errors import MicrocredError, UsageError
from microcred.positions import listed

if TYPE_CHECKING:
    from microcred.issue import Issuer
    from microcred.keys import LocalSigner, PublicKey
    from microcred.proofs import Cryptosuite
    from microcred.status_list import ListIssuer

__all__ = ["IssuerOptions", "issuer_id_of", "list_issuer", "local_signer"]

_MAX_KEY: Final = 65_536
_MAX_PROFILE: Final = 5_000_000
#: What a profile that is served as a controller document has besides (Open Badges 3.0, 8.3): it stays there.
_OF_THE_DOCUMENT: Final = frozenset(
    {
        "@context",
        "controller",
        "verificationMethod",
        "assertionMethod",
        "authentication",
        "keyAgreement",
        "capabilityInvocation",
        "capabilityDelegation",
    }
)


@dataclass(frozen=True, slots=True)
class IssuerOptions:
    """What the command line says about the issuer and its key."""

    key_file: str
    password_env: str | None = None
    profile_file: str | None = None
    name: str | None = None
    did: str | None = None
    verification_method: str | None = None

    def issuer(self, named_in_credential: str | None, *, suite: str | Cryptosuite | None) -> Issuer:
        """The issuer that signs; raises :class:`~microcred.errors.UsageError` where the options contradict."""
        from microcred.issue import Issuer
        from microcred.models import Profile

        signer = local_signer(self.key_file, self.password_env)
        profile = self._profile()
        identifier = self._identifier(signer.public_key, profile, named_in_credential)
        method = (
            self.verification_method
            or _listed_method(profile, identifier, signer.public_key)
            or method_of(identifier, signer.public_key)
        )
        members = {"id": identifier, **{name: value for name, value in profile.items() if name not in _OF_THE_DOCUMENT}}
        try:
            description = Profile(**members)
        except MicrocredError as error:
            error.add_note(self.profile_file or "the issuer")
            raise
        return Issuer(description, signer.with_verification_method(method), suite=suite)

    def _profile(self) -> Mapping[str, Any]:
        from microcred.document import Document

        if self.profile_file is None:
            return {"name": self.name} if self.name else {}
        if self.name is not None:
            raise UsageError("usage.contradiction", "--issuer and --issuer-name both describe the issuer, wanted one")
        try:
            return Document.parse(read_input(self.profile_file, max_bytes=_MAX_PROFILE)).tree
        except MicrocredError as error:
            error.add_note(self.profile_file)
            raise

    def _identifier(self, key: PublicKey, profile: Mapping[str, Any], named_in_credential: str | None) -> str:
        method = self.verification_method
        claims = (
            ("--verification-method", method.partition("#")[0] if method else None),
            ("--did", identifier_of(self.did, key) if self.did else None),
            (self.profile_file or "", profile.get("id")),
            ("the credential", named_in_credential),
        )
        found = [(source, name) for source, name in claims if isinstance(name, str) and name]
        for source, name in found[1:]:
            if name != found[0][1]:
                raise UsageError(
                    "usage.contradiction",
                    f"{found[0][0]} names the issuer {found[0][1]!r:.200}, {source} names {name!r:.200}",
                    hint="a credential has one issuer, and only a key that this issuer publishes can sign for it",
                )
        return found[0][1] if found else identifier_of("key", key)


def local_signer(key_file: str, password_env: str | None) -> LocalSigner:
    """The private key in a PEM file, under the name of the key itself (did:key)."""
    from microcred.keys import signer_from_pem

    pem = read_input(key_file, max_bytes=_MAX_KEY)
    try:
        return signer_from_pem(pem, password_of(password_env))
    except MicrocredError as error:
        error.add_note(key_file)
        if error.code == "key.password-needed":
            raise UsageError(
                "usage.no-password",
                f"the key in {key_file!r} is encrypted, and no password was given",
                hint="put the password into an environment variable, and name it with --password-env",
            ) from error
        raise


def list_issuer(issuer: Issuer) -> ListIssuer:
    """The same issuer for status lists: of an RSA key they are JWTs, as its credentials are."""
    from microcred.status_list import TokenIssuer

    return TokenIssuer(issuer) if issuer.signer.public_key.type == "RSA" else issuer


def issuer_id_of(credential: Mapping[str, Any]) -> str | None:
    """The id of the issuer that a credential names, if it names one."""
    issuer = credential.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return found if isinstance(found, str) else None


def _listed_method(profile: Mapping[str, Any], identifier: str, key: PublicKey) -> str | None:
    """The name by which the profile itself lists the key, if it lists keys at all."""
    for method in listed(profile.get("verificationMethod")):
        if isinstance(method, Mapping) and _is_of(method, key):
            name = method.get("id")
            if isinstance(name, str) and "#" in name:
                return f"{identifier}{name}" if name.startswith("#") else name
    return None


def _is_of(method: Mapping[str, Any], key: PublicKey) -> bool:
    jwk = method.get("publicKeyJwk")
    as_jwk = isinstance(jwk, Mapping) and key.to_jwk().items() <= jwk.items()
    return as_jwk or method.get("publicKeyMultibase") == key.to_multikey()
