"""What a server is told before it starts: one file in TOML, a few words of the environment, and nothing later."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from microcred.errors import Fault, UsageError
from microcred.verification.report import CHECKS

__all__ = [
    "Action",
    "DevelopmentKey",
    "IssuerSettings",
    "Settings",
    "TlsFiles",
    "TokenSettings",
    "VerificationSettings",
    "is_name",
]

_MAX_SETTINGS: Final = 1_000_000
_NAME: Final = r"^[a-z0-9][a-z0-9._-]{0,63}$"

#: The words of the environment, and what each one sets: they go before the file.
ENVIRONMENT: Final = {
    "MICROCRED_PUBLIC_URL": "public-url",
    "MICROCRED_HOST": "host",
    "MICROCRED_PORT": "port",
    "MICROCRED_STORAGE": "storage",
    "MICROCRED_DATA": "data",
    "MICROCRED_WORKERS": "workers",
}

#: A key that this server makes for itself and keeps in its data folder, for trying things out.
DevelopmentKey = Literal["Ed25519", "P-256", "P-384"]
#: What a token can be for.
Action = Literal["issue", "status", "read", "delete", "present", "metrics"]
Name = Annotated[str, Field(pattern=_NAME)]
Origin = Annotated[str, Field(pattern=r"^https?://[a-z0-9.:\[\]-]+$")]


class _Table(BaseModel):
    """One table of the file; its keys are written with hyphens, and an unknown one is a mistake."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True
    )


class TlsFiles(_Table):
    """A certificate chain and its private key, both in PEM."""

    certificate: Path
    key: Path


class TokenSettings(_Table):
    """Who may do what: a token, of which only the ``digest`` is known (``microcred serve --new-token`` makes both).

    ``actions`` are what it is for: ``issue``, ``status`` (change what lists say, and make lists), ``read`` and
    ``delete`` (credentials that are kept), ``present`` (sign with the key of a holder), ``metrics``. ``instances`` are
    for whom, left out all of them; ``expires`` is when it ends.
    """

    digest: Annotated[str, Field(pattern=r"^sha-256:[0-9a-f]{64}$")]
    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    instances: tuple[str, ...] | None = None
    expires: AwareDatetime | None = None


class IssuerSettings(_Table):
    """One issuer instance: one key, one way to secure credentials, one set of choices.

    Exactly one of ``key`` (a private key in PEM, whose password is in the variable ``password-env``) and
    ``development-key`` is given. Without an ``id`` the key is its own issuer (did:key); with one,
    ``verification-method`` is the name under which the issuer publishes the key, by default its Multikey.
    ``suite`` is a cryptographic suite, or ``jwt``. ``status`` is the purpose of the status entry that each credential
    gets. ``store`` keeps what was issued, and ``shares`` gives each badge that is kept a page for everybody who knows
    its id, but for those of which a holder shows parts. ``presents`` lets the key sign presentations as their holder.
    ``fills-issuer`` allows credentials that name no issuer. ``older-digests`` allows ``relatedResource`` to name the
    digest of an older version of a context than the one that is signed. ``ignored-options`` are passed over; any other
    option that is not known is refused.
    """

    key: Path | None = None
    password_env: str | None = None
    development_key: DevelopmentKey | None = None
    id: str | None = None
    verification_method: str | None = None
    name: str | None = None
    suite: str | None = None
    status: Literal["revocation", "suspension"] | None = None
    store: bool = True
    shares: bool = True
    presents: bool = False
    fills_issuer: bool = False
    older_digests: bool = False
    ignored_options: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_one_key(self) -> Self:
        if (self.key is None) == (self.development_key is None):
            raise ValueError("wanted one of key and development-key")
        return self


class VerificationSettings(_Table):
    """How this server verifies; every default is the strict one.

    ``trust`` names the issuers to believe, ``"any"`` all of them; left out, the issuers of this server. ``offline``
    fetches nothing. ``refusal`` is the HTTP status for what was not verified, with the same body in either case.
    ``warnings`` are checks that are told of and do not decide; with ``issuer_key`` among them the proofs of others than
    the issuer are looked at. ``all-proofs`` wants each of several proofs to hold. ``challenges`` says whether a
    presentation has to answer a challenge that this server gave out, or any that the caller names. ``bearer`` lets
    the credentials of a presentation be about others than its holder. ``draft-tokens`` reads tokens in the form of
    drafts, too: documents of data model 2.0 in the claims ``vc`` and ``vp``.
    """

    trust: Literal["any"] | tuple[str, ...] | None = None
    offline: bool = False
    refusal: Literal[200, 422] = 422
    warnings: tuple[str, ...] = ()
    all_proofs: bool = False
    challenges: Literal["issued", "any"] = "issued"
    bearer: bool = False
    draft_tokens: bool = False
    ignored_options: tuple[str, ...] = ()

    @field_validator("warnings")
    @classmethod
    def _are_checks(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(names).difference(CHECKS))
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no check, known are {', '.join(CHECKS)}")
        if taken := sorted({"document", "proof"}.intersection(names)):
            raise ValueError(f"without the check {taken[0]!r} nothing would be verified")
        return names


class Settings(_Table):
    """All that a server is told.

    ``public_url`` is where others reach it, without a slash at its end: status lists and credentials name it. ``host``
    and ``port`` are where it listens, ``tls`` with which certificate. ``storage`` is ``sqlite:PATH`` or
    ``postgresql://…``; by default one file in the folder ``data``, where development keys are kept, too. ``workers`` is
    how many requests are worked on at once. ``development`` says that nobody configured this server.

    ``access`` says who may issue, change a status, or read what is kept: who has one of the ``tokens``, or, ``"open"``,
    everybody who reaches the server. ``origins`` are those whose pages may use the API in a browser; public documents
    are for the pages of all. ``requests`` are served at once, and the next ones told to come again; ``request_seconds``
    is how long one may take. ``access_log`` writes a line about each, and ``metrics`` counts them.
    """

    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    tls: TlsFiles | None = None
    data: Path = Path("microcred-data")
    storage: str | None = None
    workers: Annotated[int, Field(ge=1, le=256)] = 4
    challenge_seconds: Annotated[int, Field(ge=1, le=86_400)] = 600
    issuers: dict[Name, IssuerSettings] = Field(default_factory=dict)
    verification: VerificationSettings = VerificationSettings()
    access: Literal["tokens", "open"] = "tokens"
    tokens: dict[Name, TokenSettings] = Field(default_factory=dict)
    origins: tuple[Origin, ...] = ()
    requests: Annotated[int, Field(ge=1, le=10_000)] = 256
    request_seconds: Annotated[float, Field(gt=0, le=3_600)] = 60.0
    access_log: bool = True
    metrics: bool = False
    development: bool = False

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("wanted an https:// or http:// URL without query and fragment")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _tokens_are_for_instances(self) -> Self:
        for name, token in self.tokens.items():
            if unknown := sorted(set(token.instances or ()).difference(self.issuers)):
                raise ValueError(f"tokens.{name} is for {unknown[0]!r:.80}, which is no issuer of this server")
        return self

    @property
    def storage_url(self) -> str:
        """Where everything is kept that has to outlast the process."""
        return self.storage or f"sqlite:{self.data / 'microcred.sqlite3'}"

    @property
    def makes_keys(self) -> bool:
        """Whether it signs with keys that it made itself."""
        return any(each.development_key for each in self.issuers.values())

    @classmethod
    def read(cls, path: Path, environment: Mapping[str, str]) -> Self:
        """The settings in a TOML file, over which the environment has the last word.

        Paths in the file are relative to it. Raises :class:`~microcred.errors.UsageError` with every fault.
        """
        try:
            with path.open("rb") as file:
                content = file.read(_MAX_SETTINGS + 1)
            members = tomllib.loads(content.decode())
        except OSError as error:
            raise UsageError(
                "usage.unreadable-file", f"cannot read {str(path)!r:.200}: {error.strerror or error}"
            ) from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError("server.bad-settings", f"{str(path)!r:.200} is not TOML: {error}") from error
        if len(content) > _MAX_SETTINGS:
            raise UsageError("server.bad-settings", f"{str(path)!r:.200} has more than {_MAX_SETTINGS} bytes")
        return cls._of(members, environment)._beside(path.parent)

    @classmethod
    def for_development(cls, environment: Mapping[str, str], **members: Any) -> Self:
        """The settings of a server that nobody configured: one issuer with a key of its own, who trusts everybody."""
        status = {"status": "revocation"} if str(members.get("public-url")).startswith("https:") else {}
        issuer = {"development-key": "Ed25519", "name": "Development issuer", "presents": True, **status}
        return cls._of(
            {"development": True, "issuers": {"development": issuer}, "verification": {"trust": "any"}, **members},
            environment,
        )

    @classmethod
    def _of(cls, members: Mapping[str, Any], environment: Mapping[str, str]) -> Self:
        said = {name: environment[word] for word, name in ENVIRONMENT.items() if environment.get(word)}
        try:
            return cls.model_validate({**members, **said})
        except ValidationError as error:
            raise UsageError.of(_faults(error)) from error

    def _beside(self, folder: Path) -> Self:
        """The same with every relative path taken from the folder of the file."""
        issuers = {
            name: each.model_copy(update={"key": folder / each.key}) if each.key else each
            for name, each in self.issuers.items()
        }
        tls = self.tls and TlsFiles(certificate=folder / self.tls.certificate, key=folder / self.tls.key)
        kind, _, place = (self.storage or "").partition(":")
        # A server that is started in another folder must not begin with an empty storage.
        storage = f"sqlite:{folder / place}" if kind == "sqlite" and place else self.storage
        return self.model_copy(update={"issuers": issuers, "tls": tls, "data": folder / self.data, "storage": storage})


def is_name(text: str) -> bool:
    """Whether an issuer instance or a token can be called so."""
    return re.fullmatch(_NAME, text) is not None


def _faults(error: ValidationError) -> list[Fault]:
    return [
        Fault(
            "server.bad-settings",
            f"{'.'.join(map(str, each['loc'])) or 'the settings'}: {each['msg']}",
            "".join(f"/{part}" for part in each["loc"]),
        )
        for each in error.errors(include_url=False, include_input=False)
    ]
