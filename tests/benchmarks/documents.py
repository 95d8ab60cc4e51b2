"""The credentials that are measured: three sizes, a record of many, and very long ones; no two alike.

Every name, id, text, date and count is drawn anew from a seed, and every credential has an issuer of its own, so that
nothing can be remembered from one to the next, and two runs measure the same.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.proofs import add_proof

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""The moment at which everything is verified."""

CREATED = datetime(2026, 5, 1, 9, tzinfo=UTC)
CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_300 = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
CONTEXTS = (CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_300, EXTENSIONS)

SIZES = ("basic", "typical", "complex")

_SYLLABLES = [
    "ba",
    "be",
    "co",
    "da",
    "di",
    "el",
    "fa",
    "ga",
    "ho",
    "il",
    "ka",
    "la",
    "le",
    "mo",
    "na",
    "no",
    "or",
    "pe",
    "qua",
    "ra",
    "sa",
    "si",
    "ta",
    "ur",
    "ve",
    "wo",
    "za",
    "ße",
    "é",
]
_CANONICALIZER = Canonicalizer()
_RENAMED = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}
_UNKNOWN = {"credentialStatus", "credentialSchema", "proof"}


@dataclass(frozen=True)
class Credential:
    """A credential without a proof, and the seed of the key that is to seal it."""

    document: dict[str, Any]
    seed: bytes

    def seal(self) -> Document:
        """The credential, sealed by microcred."""
        signer = Ed25519Signer.from_seed(self.seed)
        return add_proof(Document.of(self.document), signer, created=CREATED, canonicalizer=_CANONICALIZER)

    def sealed(self) -> str:
        """The sealed credential as it usually travels: JSON without white space."""
        return json.dumps(self.seal().tree, ensure_ascii=False, separators=(",", ":"))

    def without_status(self) -> Credential:
        """The credential without the entry in a status list, which nobody can look up without a network."""
        members = {name: member for name, member in self.document.items() if name != "credentialStatus"}
        return Credential(members, self.seed)

    def twin(self) -> Credential:
        """The same in the terms of data model 1.1 and Open Badges 3.0.0, for who knows no others.

        What these contexts do not define is left out, so that a twin has fewer statements, never more.
        """
        return Credential(_older(self.document), self.seed)

    def record(self) -> dict[str, str | dict[str, Any]]:
        """The credential as the workers read it."""
        public = Ed25519Signer.from_seed(self.seed).public_key.raw
        return {"document": self.document, "seed": self.seed.hex(), "public": public.hex()}


def credentials(size: str, count: int, *, seed: int = 0) -> Iterator[Credential]:
    """``count`` different credentials of one of ``SIZES``."""
    for number in range(count):
        author = Author(f"{seed}/{size}/{number}")
        yield Credential(getattr(author, size)(), author.seed)


def record(badges: int) -> Credential:
    """A Comprehensive Learner Record of so many sealed badges of typical size, all of one learner and one issuer."""
    author = Author(f"record/{badges}")
    learner = author.did()
    held = []
    for _ in range(badges):
        badge = author.typical()
        badge["credentialSubject"]["id"] = learner
        held.append(json.loads(Credential(badge, author.seed).without_status().sealed()))
    record = author.envelope([CREDENTIALS_V2, CLR, OPEN_BADGES], "ClrCredential")
    record["credentialSubject"] = {"id": learner, "type": ["ClrSubject"], "verifiableCredential": held}
    return Credential(record, author.seed)


def _older(value: Any) -> Any:
    if isinstance(value, list):
        return [_older(element) for element in value]
    if not isinstance(value, dict):
        return value
    members = {_RENAMED.get(name, name): _older(member) for name, member in value.items() if name not in _UNKNOWN}
    return {**members, "@context": [CREDENTIALS_V1, OPEN_BADGES_300]} if "@context" in members else members


class Author:
    """Writes credentials in words of its own; the same seed gives the same words."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self.seed = self._random.randbytes(32)
        self._did = Ed25519Signer.from_seed(self.seed).verification_method.partition("#")[0]

    # --- the three sizes

    def basic(self) -> dict[str, Any]:
        """About 32 statements: an achievement, a picture, a hashed recipient, an entry in a status list."""
        badge = self.envelope([CREDENTIALS_V2, OPEN_BADGES], "OpenBadgeCredential")
        badge["credentialSubject"] = self.subject()
        badge["credentialStatus"] = self.status_entry()
        return badge

    def typical(self) -> dict[str, Any]:
        """About 90 statements: with alignments, tags, results of several kinds, evidence."""
        badge = self.basic()
        subject, achievement = badge["credentialSubject"], badge["credentialSubject"]["achievement"]
        descriptions = [self.result_description() for _ in range(self.some(1, 3))]
        achievement["tag"] = [self.word() for _ in range(self.some(2, 4))]
        achievement["alignment"] = [self.alignment() for _ in range(self.some(1, 4))]
        achievement["resultDescription"] = descriptions
        subject["result"] = [self.result(description) for description in descriptions]
        badge["evidence"] = [self.evidence() for _ in range(self.some(1, 2))]
        badge["credentialSchema"] = [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ]
        badge["@context"].append(EXTENSIONS)
        return badge

    def complex(self) -> dict[str, Any]:
        """About 365 statements: everything the standard has, and five sealed endorsements with their own contexts."""
        badge = self.typical()
        subject, achievement = badge["credentialSubject"], badge["credentialSubject"]["achievement"]
        issuer, creator, rubric = {**self.profile(), "id": self._did}, self.profile(), self.rubric()
        source = {"id": self.url(), "type": ["Profile"], "name": self.text(2)}
        badge["issuer"] = {**issuer, "endorsement": [self.endorsement(issuer)]}
        badge["endorsement"] = [self.endorsement(badge)]
        badge["evidence"] += [self.evidence(), self.evidence()]
        achievement |= {
            "creator": {**creator, "endorsement": [self.endorsement(creator)]},
            "creditsAvailable": self.some(1, 60),
            "endorsement": [self.endorsement(achievement)],
            "fieldOfStudy": self.word(),
            "humanCode": self.word(),
            "specialization": self.text(2),
            "otherIdentifier": [self.identifier_entry()],
            "resultDescription": [*achievement["resultDescription"], rubric],
        }
        subject |= {
            "activityStartDate": self.instant(2024),
            "activityEndDate": self.instant(2025),
            "creditsEarned": self.some(1, 60),
            "licenseNumber": self.word(),
            "role": self.text(2),
            "source": {**source, "endorsement": [self.endorsement(source)]},
            "term": self.word(),
            "image": self.image(),
            "narrative": self.text(12),
            "identifier": [self.recipient(), self.recipient()],
            "result": [
                {**result, "alignment": [self.alignment()]}
                for result in (*subject["result"], self.rubric_result(rubric))
            ],
        }
        return badge

    # --- their parts

    def envelope(self, contexts: list[str], kind: str) -> dict[str, Any]:
        return {
            "@context": contexts,
            "id": self.uuid(),
            "type": ["VerifiableCredential", kind],
            "issuer": {"id": self._did, "type": ["Profile"], "name": self.text(3), "url": self.url()},
            "validFrom": self.instant(2025),
            "validUntil": self.instant(2041),
            "name": self.text(3),
            "description": self.text(8),
        }

    def subject(self) -> dict[str, Any]:
        return {
            "id": self.did(),
            "type": ["AchievementSubject"],
            "identifier": [self.recipient()],
            "achievement": {
                "id": self.url(),
                "type": ["Achievement"],
                "achievementType": self._random.choice(["MicroCredential", "Certificate", "Course", "Degree"]),
                "name": self.text(3),
                "description": self.text(15),
                "criteria": {"narrative": self.text(20)},
                "image": self.image(),
            },
        }

    def recipient(self) -> dict[str, Any]:
        return {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${self._random.randbytes(32).hex()}",
            "identityType": "emailAddress",
            "salt": self.word(),
        }

    def image(self) -> dict[str, Any]:
        return {"id": f"{self.url()}.png", "type": "Image", "caption": self.text(4)}

    def status_entry(self) -> dict[str, Any]:
        place = self.url()
        index = str(self.some(0, 131_071))
        return {
            "id": f"{place}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": index,
            "statusListCredential": place,
        }

    def alignment(self) -> dict[str, Any]:
        return {
            "type": ["Alignment"],
            "targetName": self.text(2),
            "targetUrl": self.url(),
            "targetFramework": self.text(3),
        }

    def result_description(self) -> dict[str, Any]:
        grades = sorted({self.word() for _ in range(self.some(3, 4))})
        return {
            "id": self.uuid(),
            "type": ["ResultDescription"],
            "name": self.text(2),
            "resultType": "LetterGrade",
            "allowedValue": grades,
            "requiredValue": grades[0],
        }

    def result(self, description: dict[str, Any]) -> dict[str, Any]:
        value = self._random.choice(description["allowedValue"])
        return {"type": ["Result"], "resultDescription": description["id"], "value": value}

    def rubric(self) -> dict[str, Any]:
        levels = [self.rubric_level(points) for points in range(1, 3)]
        return {
            "id": self.uuid(),
            "type": ["ResultDescription"],
            "name": self.text(3),
            "resultType": "RubricCriterionLevel",
            "alignment": [self.alignment()],
            "requiredLevel": levels[0]["id"],
            "rubricCriterionLevel": levels,
        }

    def rubric_level(self, points: int) -> dict[str, Any]:
        return {
            "id": self.uuid(),
            "type": ["RubricCriterionLevel"],
            "name": self.text(1),
            "level": self.word(),
            "points": str(points),
            "description": self.text(6),
            "alignment": [self.alignment()],
        }

    def rubric_result(self, rubric: dict[str, Any]) -> dict[str, Any]:
        achieved = self._random.choice(rubric["rubricCriterionLevel"])["id"]
        return {"type": ["Result"], "resultDescription": rubric["id"], "achievedLevel": achieved}

    def evidence(self) -> dict[str, Any]:
        return {
            "id": self.url(),
            "type": ["Evidence"],
            "name": self.text(3),
            "narrative": self.text(20),
            "genre": self.word(),
        }

    def profile(self) -> dict[str, Any]:
        return {
            "id": self.url(),
            "type": ["Profile"],
            "name": self.text(3),
            "url": self.url(),
            "phone": f"+{self.some(10**9, 10**10)}",
            "description": self.text(10),
            "email": f"{self.word()}@{self.word()}.example",
            "image": self.image(),
            "address": self.address(),
            "otherIdentifier": [self.identifier_entry(), self.identifier_entry()],
            "official": self.text(2),
            "parentOrg": {"id": self.did(), "type": ["Profile"], "name": self.text(2)},
        }

    def address(self) -> dict[str, Any]:
        return {
            "type": ["Address"],
            "addressCountry": self.word(),
            "addressCountryCode": "PT",
            "addressRegion": self.word(),
            "addressLocality": self.word(),
            "streetAddress": self.text(3),
            "postOfficeBoxNumber": str(self.some(1, 9_999)),
            "postalCode": str(self.some(10_000, 99_999)),
            "geo": {
                "type": "GeoCoordinates",
                "latitude": round(self._random.uniform(-80, 80), 5),
                "longitude": round(self._random.uniform(-179, 179), 5),
            },
        }

    def identifier_entry(self) -> dict[str, Any]:
        return {"type": "IdentifierEntry", "identifier": self.word(), "identifierType": "sourcedId"}

    def endorsement(self, endorsed: dict[str, Any]) -> dict[str, Any]:
        """What somebody else says about ``endorsed``, sealed with a key of their own."""
        other = Author(f"{self._random.getrandbits(128)}")
        document = other.envelope([CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS], "EndorsementCredential")
        document["credentialSubject"] = {
            "id": endorsed["id"],
            "type": ["EndorsementSubject"],
            "endorsementComment": other.text(8),
        }
        document["credentialSchema"] = [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ]
        sealed: dict[str, Any] = json.loads(Credential(document, other.seed).sealed())
        return sealed

    # --- words

    def some(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def word(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=self.some(2, 5)))

    def text(self, words: int) -> str:
        return " ".join(self.word() for _ in range(words)).capitalize()

    def url(self) -> str:
        path = "/".join(f"{self._random.getrandbits(40):x}" for _ in range(2))
        return f"https://{self._random.getrandbits(32):x}.example/{path}"

    def uuid(self) -> str:
        digits = f"{self._random.getrandbits(128):032x}"
        return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def did(self) -> str:
        return f"did:example:{self._random.getrandbits(80):x}"

    def instant(self, year: int) -> str:
        month, day, hour = self.some(1, 12), self.some(1, 28), self.some(0, 23)
        return f"{year}-{month:02}-{day:02}T{hour:02}:{self.some(0, 59):02}:00Z"
