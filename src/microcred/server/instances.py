"""Issuer instances: one key, one way to secure credentials, and what this server decided about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from microcred.canonical import Canonicalizer
from microcred.document import JsonObject
from microcred.errors import UsageError
from microcred.issue import Issuer
from microcred.keys import EcdsaSigner, Ed25519Signer, LocalSigner, PublicKey, signer_from_pem
from microcred.models import EnvelopedVerifiableCredential, Profile, read_credential
from microcred.positions import listed
from microcred.present import Holder
from microcred.proofs import CRYPTOSUITES, Cryptosuite, EcdsaSd2023, usual_suite
from microcred.proofs.cryptosuites import SignatureSuite
from microcred.server.settings import DevelopmentKey, IssuerSettings
from microcred.status_list import ListIssuer, TokenIssuer
from microcred.verification.related_resource import check_related_resources

__all__ = ["IssuerInstance", "Sealed"]

_MAX_KEY: Final = 65_536
_JWT: Final = "jwt"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A credential as it is handed out, and the media type under which it is kept."""

    tree: Mapping[str, Any]
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class IssuerInstance:
    """Somebody who issues here, under one name in the path of a URL."""

    name: str
    settings: IssuerSettings
    signer: LocalSigner
    suite: Cryptosuite | None
    clock: Callable[[], datetime]
    canonicalizer: Canonicalizer

    @classmethod
    def of(
        cls,
        name: str,
        settings: IssuerSettings,
        *,
        data: Path,
        clock: Callable[[], datetime],
        canonicalizer: Canonicalizer,
    ) -> IssuerInstance:
        """The instance that the settings describe; raises :class:`~microcred.errors.UsageError`."""
        signer = _signer(name, settings, data)
        found = cls(name, settings, signer, _suite(settings, signer.public_key), clock, canonicalizer)
        found.issuer()
        return found

    @property
    def id(self) -> str:
        """The id of the issuer."""
        return self.signer.verification_method.partition("#")[0]

    @property
    def suite_name(self) -> str:
        """The name of the cryptographic suite, or ``jwt``."""
        return _JWT if self.suite is None else self.suite.name

    def issuer(self, suite: Cryptosuite | None = None) -> Issuer:
        """The issuer, with the suite of this instance or another one."""
        profile = Profile(id=self.id, **({"name": self.settings.name} if self.settings.name else {}))
        return Issuer(
            profile, self.signer, suite=suite or self.suite, canonicalizer=self.canonicalizer, clock=self.clock
        )

    @property
    def holder(self) -> Holder | None:
        """The same key as a holder's, if it may present."""
        if not self.settings.presents:
            return None
        return Holder(self.signer, canonicalizer=self.canonicalizer, clock=self.clock)

    @property
    def list_issuer(self) -> ListIssuer:
        """Who signs the status lists: in the way in which the credentials are secured."""
        if self.suite is None:
            return TokenIssuer(self.issuer())
        # A list with a base proof of selective disclosure could be verified by nobody.
        hides = isinstance(self.suite, EcdsaSd2023)
        return self.issuer(CRYPTOSUITES[usual_suite(self.signer.public_key)] if hides else None)

    def seal(self, credential: Mapping[str, Any], mandatory_pointers: Sequence[str] | None) -> Sealed:
        """Secure a credential; raises what :meth:`~microcred.issue.Issuer.issue` raises."""
        suite = self.suite
        if mandatory_pointers is not None and not isinstance(suite, EcdsaSd2023):
            raise UsageError(
                "server.unknown-option",
                f"{self.suite_name} has no mandatoryPointers",
                pointer="/options/mandatoryPointers",
                hint="they are for ecdsa-sd-2023",
            )
        if suite is None:
            token = self.issuer().issue_jwt(credential, style="vc-jose-cose")
            envelope = EnvelopedVerifiableCredential.of(token).to_dict()
            return Sealed(envelope, "application/vc+jwt", token.encode())
        if mandatory_pointers is not None:
            suite = EcdsaSd2023(mandatory_pointers=tuple(mandatory_pointers))
        sealed = self.issuer(suite).issue(credential)
        return Sealed(sealed.tree, "application/vc", sealed.raw)

    def draft(self, credential: Mapping[str, Any]) -> Mapping[str, Any]:
        """The credential to secure; raises for what is none, or leaves to this server what its author has to say."""
        if "issuer" not in credential and not self.settings.fills_issuer:
            raise UsageError(
                "server.no-issuer",
                "the credential names no issuer",
                pointer="/issuer",
                hint=f"this instance issues as {self.id}",
            )
        if "proof" in credential:
            raise UsageError("usage.already-signed", "the credential has a proof already", pointer="/proof")
        draft = credential if "issuer" in credential else {**credential, "issuer": self.id}
        read_credential(draft)
        self._check_related(draft)
        return draft

    def _check_related(self, credential: Mapping[str, Any]) -> None:
        """Refuse the digest of a context that is not the one under which this credential is signed (VCDM 2.0, 5.3)."""
        if "relatedResource" not in credential:
            return
        named = (each.get("id") for each in listed(credential["relatedResource"]) if isinstance(each, Mapping))
        on_record = {url: self.canonicalizer.contexts.versions(url) for url in named if isinstance(url, str)}
        newest = None if self.settings.older_digests else 1
        check_related_resources(JsonObject(credential), {url: versions[:newest] for url, versions in on_record.items()})

    def described(self) -> dict[str, Any]:
        """What anybody may know about the instance."""
        return {
            "name": self.name,
            "id": self.id,
            "verificationMethod": self.signer.verification_method,
            "keyType": self.signer.public_key.type,
            "suite": self.suite_name,
            "statusPurpose": self.settings.status,
        }


def _suite(settings: IssuerSettings, key: PublicKey) -> Cryptosuite | None:
    """The suite that was asked for, by default the usual one of the key; None for JWTs, which have none."""
    name = settings.suite or (_JWT if key.type == "RSA" else usual_suite(key))
    if name == _JWT:
        return None
    if name not in CRYPTOSUITES:
        raise UsageError(
            "server.bad-settings",
            f"the suite {name!r:.60} is not known, known are {', '.join(sorted(CRYPTOSUITES))} and jwt",
        )
    suite = CRYPTOSUITES[name]
    if key.type not in suite.key_types:
        wanted = " or ".join(sorted(suite.key_types))
        raise UsageError("server.bad-settings", f"{name} signs with {wanted}, the key is {key.type}")
    # A legacy suite is verified only, unless somebody configures an instance that says aloud that it issues it.
    return suite._replace(issuable=True) if isinstance(suite, SignatureSuite) and not suite.issuable else suite


def _signer(name: str, settings: IssuerSettings, data: Path) -> LocalSigner:
    if settings.development_key is not None:
        pem = _development_pem(data / f"{name}.development.pem", settings.development_key)
    else:
        pem = _read(settings.key or Path())
    password = os.environ.get(settings.password_env) if settings.password_env else None
    signer = signer_from_pem(pem, password)
    method = settings.verification_method
    if method is None and settings.id is not None:
        method = f"{settings.id}#{signer.public_key.to_multikey()}"
    return signer if method is None else signer.with_verification_method(method)


def _development_pem(place: Path, kind: DevelopmentKey) -> bytes:
    """The key that this server made when it was first asked for it, readable by its owner alone."""
    try:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            signer = Ed25519Signer.generate() if kind == "Ed25519" else EcdsaSigner.generate(kind)
            _write_whole(place, signer.to_pem())
        return place.read_bytes()
    except OSError as error:
        raise UsageError(
            "usage.unwritable-output", f"cannot write {str(place)!r}: {error.strerror or error}"
        ) from error


def _write_whole(place: Path, content: bytes) -> None:
    """Write a file that nobody sees half of, unless another process has written it meanwhile."""
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(place: Path) -> bytes:
    try:
        with place.open("rb") as file:
            return file.read(_MAX_KEY + 1)
    except OSError as error:
        raise UsageError(
            "usage.unreadable-file", f"cannot read {str(place)!r:.200}: {error.strerror or error}"
        ) from error
