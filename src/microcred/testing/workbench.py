"""The bench at which every badge of the factory is made: one good badge, and the ways to make it differ."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from microcred.canonical import Canonicalizer
from microcred.document import Document, to_json
from microcred.instants import format_instant
from microcred.keys import Signer
from microcred.multibase import encode_base64url
from microcred.proofs import add_proof, usual_suite
from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import ACADEMY, ACADEMY_KEY, COLLEGE, LEARNER, academy_document, did_of, signer_of
from microcred.testing.published_web import Page, PublishedWeb
from microcred.verification.trust import TrustedIssuers

__all__ = ["CREDENTIALS", "OPEN_BADGES", "REMOVED", "STATUS_LIST", "Edits", "Recipe", "Workbench", "edited"]

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
STATUS_LIST: Final = "https://college.example/status/1"
REMOVED: Final = object()
"""Instead of a value: takes the member out."""

_INDEX: Final = 94567
_DESCRIPTION: Final = "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a01"

Edits: TypeAlias = Mapping[str, Any]
"""JSON Pointer → what is to stand there; REMOVED takes it out. A last step ``-`` appends to an array."""


def edited(tree: Mapping[str, Any], edits: Edits | None) -> dict[str, Any]:
    """A copy of a document with the edits made in it; raises LookupError for a pointer that leads nowhere."""
    changed: Any = Document.of(tree).to_dict()
    for pointer, value in (edits or {}).items():
        *path, last = (token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:])
        holder = changed
        for token in path:
            holder = holder[int(token)] if isinstance(holder, list) else holder[token]
        if isinstance(holder, list):
            index = len(holder) if last == "-" else int(last)
            holder[index : index + 1] = [] if value is REMOVED else [value]
        elif value is REMOVED:
            del holder[last]
        else:
            holder[last] = value
    assert isinstance(changed, dict)  # noqa: S101 - it was one
    return changed


@dataclass(frozen=True)
class Workbench:
    """Makes badges around one moment, ``at``: all dates in them are days before or after it."""

    at: datetime
    canonicalizer: Canonicalizer

    def day(self, days: float) -> str:
        """A moment so many days from ``at``, as it is written in a credential."""
        return format_instant(self.moment(days))

    def moment(self, days: float) -> datetime:
        """A moment so many days from ``at``, in whole seconds."""
        return self.at.astimezone(UTC).replace(microsecond=0) + timedelta(days=days)

    def tree(self, edits: Edits | None = None) -> dict[str, Any]:
        """The badge before anybody signs it."""
        return edited(
            {
                "@context": [CREDENTIALS, OPEN_BADGES],
                "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11",
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "issuer": {
                    "id": did_of(COLLEGE),
                    "type": ["Profile"],
                    "name": "Riverside College",
                    "url": "https://college.example/",
                    "address": {"type": ["Address"], "addressCountry": "Norway", "addressCountryCode": "NO"},
                },
                "validFrom": self.day(-30),
                "validUntil": self.day(365),
                "name": "Soil Sampling, Level 2",
                "credentialSubject": {
                    "id": did_of(LEARNER),
                    "type": ["AchievementSubject"],
                    "achievement": {
                        "id": "https://college.example/achievements/soil-2",
                        "type": ["Achievement"],
                        "achievementType": "MicroCredential",
                        "name": "Soil Sampling, Level 2",
                        "description": "Takes representative soil samples and documents them for the laboratory.",
                        "criteria": {"narrative": "Takes *ten* samples under observation, and records each of them."},
                        "inLanguage": "en",
                        "creditsAvailable": 2,
                        "image": {
                            "id": "https://college.example/achievements/soil-2.png",
                            "type": "Image",
                            "caption": "A spade in a cross-section of soil",
                        },
                        "alignment": [
                            {
                                "type": ["Alignment"],
                                "targetName": "Collect samples for analysis",
                                "targetUrl": "https://skills.example/collect-samples",
                                "targetFramework": "Example Skills",
                            }
                        ],
                        "resultDescription": [
                            {
                                "id": _DESCRIPTION,
                                "type": ["ResultDescription"],
                                "name": "Grade",
                                "resultType": "LetterGrade",
                                "allowedValue": ["C", "B", "A"],
                            }
                        ],
                    },
                    "result": [{"type": ["Result"], "resultDescription": _DESCRIPTION, "value": "A"}],
                },
            },
            edits,
        )

    def case(self, content: bytes | str | Document | Mapping[str, Any], **settings: Any) -> BadgeCase:
        """A case around some content; ``pages`` are what is published, and ``trusted`` more ids to trust."""
        pages: dict[str, Page] = settings.pop("pages", {})
        trusted: Iterable[str] = settings.pop("trusted", ())
        match content:
            case Document():
                raw = content.raw
            case str():
                raw = content.encode()
            case Mapping():
                raw = to_json(content)
            case _:
                raw = content
        settings.setdefault("trust", TrustedIssuers(did_of(COLLEGE), ACADEMY, *trusted))
        settings.setdefault("fetcher", PublishedWeb(pages))
        return BadgeCase(content=raw, **{"at": self.at, "now": self.at, **settings})

    def seal(self, tree: Mapping[str, Any], signer: Signer | None = None, **proof: Any) -> Document:
        """Any document, sealed by the college thirty days ago, or by somebody else at another time."""
        signer = signer or signer_of(COLLEGE)
        created = proof.pop("created", self.moment(-30))
        suite = proof.pop("suite", None) or usual_suite(signer.public_key)
        settings = {name: proof.pop(name) for name in ("expires", "purpose") if name in proof}
        return add_proof(
            Document.of(tree),
            signer,
            created=created,
            suite_name=suite,
            canonicalizer=self.canonicalizer,
            options=proof or None,
            **settings,
        )

    def signed(
        self,
        edits: Edits | None = None,
        *,
        after: Edits | None = None,
        proof: Mapping[str, Any] | None = None,
        **case: Any,
    ) -> BadgeCase:
        """The badge with ``edits`` made before it is sealed, and others made ``after`` that."""
        sealed = self.seal(self.tree(edits), **(proof or {}))
        return self.case(edited(sealed.tree, after) if after else sealed, **case)

    def altered(self, edits: Edits, **case: Any) -> BadgeCase:
        """The badge with edits made after it was sealed."""
        return self.signed(after=edits, **case)

    def of_academy(
        self,
        document: Mapping[str, Any] | Page | None = None,
        *,
        method: str = ACADEMY_KEY,
        edits: Edits | None = None,
        signer: Signer | None = None,
        pages: Mapping[str, Page] | None = None,
        **case: Any,
    ) -> BadgeCase:
        """A badge of the academy, whose key stands in the document that it publishes; ``method`` is the key's URL."""
        issuer = {"/issuer": {"id": ACADEMY, "type": ["Profile"], "name": "Harbour Academy"}}
        sealed = self.seal(self.tree({**issuer, **(edits or {})}), signer or signer_of("academy"))
        renamed = edited(sealed.tree, {"/proof/verificationMethod": method})
        published = academy_document() if document is None else document
        return self.case(renamed, pages={ACADEMY: published, **(pages or {})}, **case)

    def token(
        self,
        header: Edits | None = None,
        claims: Edits | None = None,
        *,
        edits: Edits | None = None,
        signer: Signer | None = None,
        payload: Mapping[str, Any] | bytes | None = None,
        **case: Any,
    ) -> BadgeCase:
        """The badge as a JWT, truly signed, with edits in header and claims."""
        signer = signer or signer_of(COLLEGE)
        content = payload if payload is not None else edited(self.claims(edits), claims)
        head = edited({"alg": "EdDSA", "typ": "JWT", "kid": signer.verification_method}, header)
        signing_input = f"{_part(to_json(head, indent=None))}.{_part(_octets(content))}"
        return self.case(f"{signing_input}.{_part(signer.sign(signing_input.encode()))}", **case)

    def claims(self, edits: Edits | None = None) -> dict[str, Any]:
        """The payload of the badge as a JWT (Open Badges 3.0, 8.2.4.1)."""
        tree = self.tree(edits)
        issuer = tree["issuer"]["id"]
        return {**tree, "iss": issuer, "jti": tree["id"], "sub": tree["credentialSubject"]["id"]}

    def status_entry(self, edits: Edits | None = None) -> dict[str, Any]:
        """An entry of credentialStatus that leads to the list of the college."""
        entry = {
            "id": f"{STATUS_LIST}#{_INDEX}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(_INDEX),
            "statusListCredential": STATUS_LIST,
        }
        return edited(entry, edits)

    def status_list(
        self, purpose: str = "revocation", *, is_set: bool = False, edits: Edits | None = None, **seal: Any
    ) -> bytes:
        """The list, sealed, in which the bit of the badge is set or not."""
        bits = bytearray(131_072 // 8)
        if is_set:
            bits[_INDEX // 8] |= 128 >> _INDEX % 8
        packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
        tree = {
            "@context": [CREDENTIALS],
            "id": STATUS_LIST,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": did_of(COLLEGE),
            "validFrom": self.day(-30),
            "credentialSubject": {
                "id": f"{STATUS_LIST}#list",
                "type": "BitstringStatusList",
                "statusPurpose": purpose,
                "encodedList": f"u{packed}",
            },
        }
        return self.seal(edited(tree, edits), **seal).raw

    def with_status(
        self, published: Page | None = None, *, entry: Edits | None = None, edits: Edits | None = None, **case: Any
    ) -> BadgeCase:
        """The badge with a status entry, and what stands at the URL of its list."""
        pages = {STATUS_LIST: self.status_list() if published is None else published}
        whole = {**(edits or {}), "/credentialStatus": self.status_entry(entry)}
        return self.signed(whole, **{"pages": {**pages, **case.pop("pages", {})}, **case})


Recipe: TypeAlias = Callable[[Workbench], BadgeCase]
"""How one case is made."""


def _part(octets: bytes) -> str:
    return encode_base64url(octets)


def _octets(content: Mapping[str, Any] | bytes) -> bytes:
    return content if isinstance(content, bytes) else to_json(content, indent=None)
