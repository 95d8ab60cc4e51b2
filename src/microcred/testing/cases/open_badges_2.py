"""Badges of Open Badges 2.0, whose seal is the address at which they lie, or a key that their issuer lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from microcred.document import to_json
from microcred.proofs.jws import sign_jws
from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import signer_of
from microcred.testing.published_web import Page
from microcred.testing.workbench import REMOVED, Edits, Recipe, Workbench, edited
from microcred.verification.fetch import Fetched

__all__ = ["CASES"]

_HOME: Final = "https://college.example"
_ASSERTION: Final = f"{_HOME}/assertions/1"
_BADGE: Final = f"{_HOME}/badges/soil"
_ISSUER: Final = f"{_HOME}/issuer"
_KEY: Final = f"{_HOME}/keys/1"
_CONTEXT: Final = "https://w3id.org/openbadges/v2"


def _assertion(bench: Workbench, edits: Edits | None = None) -> dict[str, Any]:
    whole = {
        "@context": _CONTEXT,
        "type": "Assertion",
        "id": _ASSERTION,
        "recipient": {"type": "email", "hashed": False, "identity": "ana@learner.example"},
        "badge": _BADGE,
        "issuedOn": bench.day(-30),
        "verification": {"type": "HostedBadge"},
    }
    return edited(whole, edits)


def _class(edits: Edits | None = None) -> dict[str, Any]:
    whole = {
        "@context": _CONTEXT,
        "type": "BadgeClass",
        "id": _BADGE,
        "name": "Soil Sampling",
        "description": "Takes soil samples.",
        "image": f"{_HOME}/soil.png",
        "criteria": {"narrative": "Take *ten* samples."},
        "issuer": _ISSUER,
    }
    return edited(whole, edits)


def _profile(edits: Edits | None = None) -> dict[str, Any]:
    whole = {
        "@context": _CONTEXT,
        "type": "Issuer",
        "id": _ISSUER,
        "name": "Riverside College",
        "url": f"{_HOME}/",
        "email": "badges@college.example",
    }
    return edited(whole, edits)


def _nobodys(bench: Workbench) -> BadgeCase:
    """A badge of version 1.0, whose class is written out, and says nothing of who its issuer is but a name."""
    nobody = _profile({"/id": REMOVED, "/@context": REMOVED})
    badge_class = _class({"/issuer": nobody, "/@context": REMOVED})
    return _hosted(bench, _assertion(bench, {"/badge": badge_class, "/@context": REMOVED}))


def _hosted(
    bench: Workbench,
    given: Mapping[str, Any] | None = None,
    *,
    pages: Mapping[str, Page] | None = None,
    **case: Any,
) -> BadgeCase:
    """A hosted badge as a file, and the web of its issuer."""
    assertion = _assertion(bench)
    published: dict[str, Page] = {_ASSERTION: given or assertion, _BADGE: _class(), _ISSUER: _profile()}
    return bench.case(given or assertion, pages={**published, **(pages or {})}, trusted=[_ISSUER], **case)


def _moved(bench: Workbench) -> BadgeCase:
    """An assertion that lies on the host of somebody else."""
    elsewhere = "https://forger.example/assertions/1"
    assertion = _assertion(bench, {"/id": elsewhere})
    return _hosted(bench, assertion, pages={elsewhere: assertion})


def _borrowed_class(bench: Workbench) -> BadgeCase:
    named = _class({"/@context": REMOVED, "/id": "https://famous.example/badges/1"})
    assertion = _assertion(bench, {"/badge": named})
    return _hosted(bench, assertion)


def _redirecting(bench: Workbench) -> BadgeCase:
    answer = Fetched("https://elsewhere.example/issuer", 200, "application/json", to_json(_profile()), redirects=1)
    return _hosted(bench, pages={_ISSUER: answer})


def _signed(bench: Workbench, pem: str | None = None, verification: Mapping[str, Any] | None = None) -> BadgeCase:
    """A signed badge, and the key that its issuer publishes."""
    signer = signer_of("college")
    creator = verification or {"type": "SignedBadge", "creator": _KEY}
    payload = _assertion(bench, {"/id": "urn:uuid:1", "/verification": creator})
    token = sign_jws(to_json(payload, indent=None), signer, header={"typ": "JWT"})
    key = {"@context": _CONTEXT, "type": "CryptographicKey", "id": _KEY, "owner": _ISSUER, "publicKeyPem": pem}
    pages: dict[str, Page] = {_ISSUER: _profile({"/publicKey": _KEY}), _KEY: key}
    return replace(_hosted(bench, pages=pages), content=token.encode())


def _as_of_version_1(bench: Workbench) -> BadgeCase:
    case = _signed(bench, "-")
    signer = signer_of("college")
    payload = _assertion(
        bench,
        {"/id": "urn:uuid:1", "/verification": REMOVED, "/verify": {"type": "signed", "url": f"{_HOME}/key.pem"}},
    )
    return replace(case, content=sign_jws(to_json(payload, indent=None), signer, header={"typ": "JWT"}).encode())


CASES: Final = MappingProxyType[str, Recipe](
    {
        "document.open-badges-2": lambda bench: replace(_hosted(bench), challenge="6b0d0c7e-challenge"),
        "endorsements.not-verified": lambda bench: _hosted(
            bench, _assertion(bench, {"/endorsement": [f"{_HOME}/endorsements/1"]})
        ),
        "hosted.class-of-another": _borrowed_class,
        "hosted.differs": lambda bench: replace(
            _hosted(bench), content=to_json(_assertion(bench, {"/recipient/identity": "bob@learner.example"}))
        ),
        "hosted.not-a-document": lambda bench: _hosted(bench, pages={_ISSUER: b"<!doctype html>"}),
        "hosted.out-of-scope": _moved,
        "hosted.redirected": _redirecting,
        "hosted.unsupported-version": _as_of_version_1,
        "hosted.wrong-id": lambda bench: _hosted(bench, pages={_ISSUER: _profile({"/id": "https://other.example/"})}),
        "key.no-issuer": _nobodys,
        "key.invalid-pem": lambda bench: _signed(bench, "-----BEGIN CERTIFICATE-----"),
    }
)
