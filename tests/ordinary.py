"""Ordinary credentials: one of each class, which together have every member that the standards give them."""

from __future__ import annotations

import copy
from typing import Any

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DIGEST = "sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW"
JWS = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQ6ZXhhbXBsZTp4In0.c2lnbmF0dXJl"

IMAGE = {"id": "https://college.example/badge.png", "type": "Image", "caption": "A spade in the soil"}
OTHER_IDENTIFIER = {"type": "IdentifierEntry", "identifier": "978-3-16-148410-0", "identifierType": "isbn"}
IDENTITY = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
    "identityType": "emailAddress",
    "salt": "Kosher",
}
ALIGNMENT = {
    "type": ["Alignment"],
    "targetCode": "S 1.2",
    "targetDescription": "Takes samples",
    "targetName": "Sampling",
    "targetFramework": "Example Skills",
    "targetType": "ext:EscoSkill",
    "targetUrl": "https://skills.example/sampling",
}
PROOF = {
    "id": "urn:uuid:9b3c0b6e-9d1f-4a55-8b3f-5f4f6e8d7c01",
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2026-01-15T09:00:00Z",
    "expires": "2036-01-15T09:00:00.5+01:00",
    "verificationMethod": "did:key:z6MkehRg#z6MkehRg",
    "proofPurpose": "assertionMethod",
    "domain": ["a.example", "b.example"],
    "challenge": "c",
    "nonce": "n",
    "previousProof": "urn:uuid:1",
    "proofValue": "z58DAdFfa9SkqZMVPxAQp",
}
STATUS = {
    "id": "https://college.example/status/1#5",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "5",
    "statusListCredential": "https://college.example/status/1",
}
RELATED_RESOURCES = [
    {"id": "https://college.example/a.pdf", "mediaType": "application/pdf", "digestSRI": DIGEST},
    {"id": "https://college.example/b.pdf", "digestMultibase": "uEiB"},
]
ENVELOPE = {
    "validFrom": "2026-01-15T09:00:00Z",
    "validUntil": "2029-01-15T10:00:00+01:00",
    "credentialStatus": STATUS,
    "credentialSchema": [{"id": "https://college.example/s.json", "type": "JsonSchema", "digestSRI": DIGEST}],
    "relatedResource": RELATED_RESOURCES,
    "proof": [PROOF],
}
BADGE_ENVELOPE = {
    **ENVELOPE,
    "name": "Soil Sampling, Level 2",
    "description": "For the wall",
    "awardedDate": "2026-01-14T09:00:00Z",
    "refreshService": {"id": "https://college.example/newest", "type": "1EdTechCredentialRefresh"},
    "termsOfUse": [{"id": "https://college.example/terms", "type": "IssuerPolicy", "prohibition": []}],
    "evidence": [
        {
            "id": "https://college.example/evidence/1",
            "type": ["Evidence"],
            "narrative": "Took *ten* samples",
            "name": "Samples",
            "description": "Ten bags",
            "genre": "Photography",
            "audience": "Teachers",
        }
    ],
}


def endorsement(number: int, target: str = "https://college.example/achievements/soil-2") -> dict[str, Any]:
    """One more endorsement, of ``target``."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS],
        "id": f"urn:uuid:endorsement-{number}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": "did:example:friend", "type": ["Profile"], "name": "A friend"},
        **BADGE_ENVELOPE,
        "credentialSubject": {"id": target, "type": ["EndorsementSubject"], "endorsementComment": "Well done"},
    }


PROFILE = {
    "id": "did:example:college",
    "type": ["Profile"],
    "name": "Riverside College",
    "url": "https://college.example/",
    "phone": "+31 20 1234567",
    "description": "A college by the river",
    "endorsement": [endorsement(1, "did:example:college")],
    "endorsementJwt": [JWS],
    "image": IMAGE,
    "email": "office@college.example",
    "address": {
        "type": ["Address"],
        "addressCountry": "Netherlands",
        "addressCountryCode": "NL",
        "addressRegion": "Utrecht",
        "addressLocality": "Zeist",
        "streetAddress": "Waterstraat 1",
        "postOfficeBoxNumber": "12",
        "postalCode": "3700 AA",
        "geo": {"type": "GeoCoordinates", "latitude": 52.1, "longitude": 5},
    },
    "otherIdentifier": [OTHER_IDENTIFIER],
    "official": "The dean",
    "parentOrg": {"id": "did:example:university", "type": ["Profile"], "name": "University", "faculties": 7},
    "familyName": "Vries",
    "givenName": "Anna",
    "additionalName": "Maria",
    "patronymicName": "Jansdochter",
    "honorificPrefix": "Dr.",
    "honorificSuffix": "Jr.",
    "familyNamePrefix": "de",
    "dateOfBirth": "1990-02-28",
    "controller": "did:example:college",
    "alsoKnownAs": ["https://college.example/"],
    "verificationMethod": [{"id": "did:example:college#1", "type": "Multikey", "publicKeyMultibase": "z6Mk"}],
    "assertionMethod": ["did:example:college#1"],
}
LEVEL = {
    "id": "urn:uuid:level-1",
    "type": ["RubricCriterionLevel"],
    "alignment": [ALIGNMENT],
    "description": "Knows how",
    "level": "1",
    "name": "Proficient",
    "points": "4",
}
DESCRIPTION = {
    "id": "urn:uuid:description-1",
    "type": ["ResultDescription"],
    "alignment": [ALIGNMENT],
    "allowedValue": ["1", "2", "3"],
    "name": "Grade",
    "requiredLevel": "urn:uuid:level-1",
    "requiredValue": "2",
    "resultType": "RubricCriterionLevel",
    "rubricCriterionLevel": [LEVEL],
    "valueMax": "3",
    "valueMin": "1",
}
ACHIEVEMENT = {
    "id": "https://college.example/achievements/soil-2",
    "type": ["Achievement"],
    "name": "Soil Sampling, Level 2",
    "description": "Takes representative soil samples and documents them.",
    "criteria": {"id": "https://college.example/criteria", "type": "Criteria", "narrative": "Take *ten* samples."},
    "achievementType": "MicroCredential",
    "alignment": [ALIGNMENT],
    "creator": PROFILE,
    "creditsAvailable": 2,
    "endorsement": [endorsement(2)],
    "endorsementJwt": [JWS],
    "fieldOfStudy": "Geology",
    "humanCode": "SOIL 2",
    "image": IMAGE,
    "inLanguage": "en-GB",
    "otherIdentifier": [OTHER_IDENTIFIER],
    "related": [
        {"id": "https://college.example/achievements/bodem-2", "type": ["Related"], "inLanguage": "nl", "version": "1"}
    ],
    "resultDescription": [DESCRIPTION, {**DESCRIPTION, "id": "urn:uuid:description-2", "resultType": "Status"}],
    "specialization": "Soil",
    "tag": ["soil", "field work"],
    "version": "2.0",
}
SUBJECT = {
    "id": "did:example:learner",
    "type": ["AchievementSubject"],
    "activityStartDate": "2025-09-01T00:00:00Z",
    "activityEndDate": "2025-12-01T00:00:00Z",
    "creditsEarned": 1.5,
    "achievement": ACHIEVEMENT,
    "identifier": [IDENTITY, {**IDENTITY, "hashed": False, "identityHash": "anna@example.org"}],
    "image": IMAGE,
    "licenseNumber": "L 1",
    "narrative": "Ten bags of soil",
    "result": [
        {
            "type": ["Result"],
            "achievedLevel": "urn:uuid:level-1",
            "alignment": [ALIGNMENT],
            "resultDescription": "urn:uuid:description-1",
            "value": "3",
        },
        {"type": ["Result"], "resultDescription": "urn:uuid:description-2", "status": "Completed", "value": "2"},
    ],
    "role": "Sampler",
    "source": PROFILE,
    "term": "Autumn",
}
BADGE = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS, {"ours": "https://college.example/terms#"}],
    "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11",
    "type": ["VerifiableCredential", "OpenBadgeCredential", "OurCredential"],
    "issuer": PROFILE,
    **BADGE_ENVELOPE,
    "credentialSubject": SUBJECT,
    "image": IMAGE,
    "endorsement": [endorsement(3, "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11")],
    "endorsementJwt": [JWS],
    "ours:colour": {"name": "green", "shades": [1, 2.5, None, True, {"id": "urn:uuid:shade", "type": "Shade"}]},
}
STATUS_LIST = {
    "@context": [CREDENTIALS_V2],
    "id": "https://college.example/status/1",
    "type": ["VerifiableCredential", "BitstringStatusListCredential"],
    "issuer": "did:example:college",
    "validFrom": "2026-01-15T09:00:00Z",
    "credentialSubject": {
        "id": "https://college.example/status/1#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": "uH4sIAAAAAAAAA",
    },
}
ANY = {
    **ENVELOPE,
    "@context": CREDENTIALS_V2,
    "id": "urn:uuid:any",
    "type": "VerifiableCredential",
    "name": "A membership",
    "description": "Of the library",
    "issuer": {"id": "did:example:library", "name": "Library", "description": "With books"},
    "credentialSubject": [{"id": "did:example:reader", "member": True}, {"member": False}],
    "evidence": {"id": "https://library.example/e", "type": "Registration"},
    "refreshService": {"type": "ManualRefresh"},
    "termsOfUse": [{"type": "Rules"}],
}
ANY_IN_TWO_LANGUAGES = {
    **ANY,
    "name": [
        {"@value": "Lidmaatschap", "@language": "nl"},
        {"@value": "\u05d7\u05d1\u05e8\u05d5\u05ea", "@language": "he", "@direction": "rtl"},
    ],
    "description": {"@value": "Of the library", "@language": None, "@direction": "auto"},
}
ANY_OLD = {
    **{name: value for name, value in ANY.items() if name not in ("validFrom", "validUntil", "relatedResource")},
    "@context": [CREDENTIALS_V1, "https://library.example/context.json"],
    "issuanceDate": "2026-01-15T09:00:00Z",
    "expirationDate": "2026-01-15T09:00:00Z",
}
RECORD = {
    **{name: value for name, value in BADGE.items() if name != "ours:colour"},
    "@context": [CREDENTIALS_V2, CLR, OPEN_BADGES, EXTENSIONS],
    "id": "urn:uuid:record",
    "type": ["VerifiableCredential", "ClrCredential"],
    "partial": True,
    "endorsement": [endorsement(4, "urn:uuid:record")],
    "credentialSubject": {
        "id": "did:example:learner",
        "type": ["ClrSubject"],
        "identifier": [IDENTITY],
        "verifiableCredential": [BADGE, endorsement(5), STATUS_LIST, ANY, ANY_OLD],
        "achievement": [{**ACHIEVEMENT, "id": "https://college.example/achievements/soil-1"}],
        "association": [
            {
                "type": "Association",
                "associationType": "precedes",
                "sourceId": "https://college.example/achievements/soil-1",
                "targetId": "https://college.example/achievements/soil-2",
            }
        ],
    },
}

ORDINARY: dict[str, dict[str, Any]] = copy.deepcopy(
    {
        "usual badge": unsigned(),
        "badge": BADGE,
        "endorsement": endorsement(6),
        "record": RECORD,
        "record within a record": {
            **RECORD,
            "id": "urn:uuid:outer",
            "credentialSubject": {
                "identifier": [IDENTITY],
                "type": ["ClrSubject", "Learner"],
                "verifiableCredential": [RECORD],
            },
        },
        "status list": STATUS_LIST,
        "status list of badges": {**STATUS_LIST, "@context": [CREDENTIALS_V2, OPEN_BADGES]},
        "any credential": ANY,
        "any credential of data model 1.1": ANY_OLD,
        "any credential in two languages": ANY_IN_TWO_LANGUAGES,
        "badge by its other name": {**BADGE, "type": ["VerifiableCredential", "AchievementCredential"]},
        "badge whose issuer is only named": {**BADGE, "issuer": "did:example:college"},
        "badge with its types in another order": {**BADGE, "type": ["OpenBadgeCredential", "VerifiableCredential"]},
    }
)
"""Each of them by a name."""

PRESENTATION = {
    "@context": [CREDENTIALS_V2],
    "id": "urn:uuid:presentation",
    "type": ["VerifiablePresentation"],
    "holder": {"id": "did:example:learner", "name": "Anna"},
    "verifiableCredential": [unsigned(), ANY],
    "termsOfUse": {"type": "Rules"},
    "proof": PROOF,
}
ENVELOPED = {
    "@context": CREDENTIALS_V2,
    "id": f"data:application/vc+jwt,{JWS}",
    "type": "EnvelopedVerifiableCredential",
}

PRESENTATIONS: dict[str, dict[str, Any]] = copy.deepcopy(
    {
        "presentation": PRESENTATION,
        "presentation of nothing": {"@context": CREDENTIALS_V2, "type": "VerifiablePresentation", "holder": "did:x:y"},
        "presentation of data model 1.1": {
            **PRESENTATION,
            "@context": [CREDENTIALS_V1],
            "type": "VerifiablePresentation",
            "verifiableCredential": ANY_OLD,
        },
        "presentation of an envelope": {**PRESENTATION, "verifiableCredential": ENVELOPED},
    }
)
"""What holders show, by a name."""
