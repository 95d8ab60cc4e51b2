"""Rules on anything at all: they never raise, and what they say can be shown."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from badges import AT
from microcred.document import Document
from microcred.lint import RULES, Subject
from microcred.lint.rules.compat import COMPAT

ALL = {**RULES, **{code: rule for rules in COMPAT.values() for code, rule in rules.items()}}

# The words that rules look for, so that arbitrary documents have them where they do not belong.
CLASSES = [
    *("VerifiableCredential", "OpenBadgeCredential", "AchievementSubject", "Achievement", "Profile", "Evidence"),
    *("Result", "ResultDescription", "RubricCriterionLevel", "Alignment", "IdentityObject", "Image", "Related"),
    *("ClrCredential", "EndorsementCredential", "EndorsementSubject", "BitstringStatusListEntry", "ClrSubject"),
    *("1EdTechRevocationList", "JsonSchema", "Address", "IdentifierEntry", "DataIntegrityProof"),
]
NAMES = [
    *("type", "id", "name", "description", "narrative", "criteria", "achievement", "credentialSubject", "issuer"),
    *("validFrom", "validUntil", "awardedDate", "activityStartDate", "activityEndDate", "proof", "created", "expires"),
    *("result", "resultDescription", "resultType", "value", "allowedValue", "requiredValue", "requiredLevel"),
    *("rubricCriterionLevel", "points", "achievedLevel", "valueMin", "valueMax", "alignment", "targetUrl"),
    *("identifier", "identityHash", "identityType", "hashed", "salt", "image", "caption", "evidence", "tag"),
    *("credentialStatus", "statusListCredential", "statusListIndex", "email", "phone", "address", "streetAddress"),
    *("dateOfBirth", "url", "inLanguage", "achievementType", "creditsEarned", "creditsAvailable", "related"),
    *("@context", "@value", "@language", "verifiableCredential", "endorsement", "givenName", "familyName"),
    *("expirationDate", "issuanceDate", "status", "version", "gender", "a/b~c"),
]
STRINGS = [
    *(
        "2026-01-15T09:00:00Z",
        "9999-12-31T23:59:59Z",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-01-15",
    ),
    *("urn:uuid:", "urn:uuid:00000000-0000-0000-0000-000000000000", "did:web:a.example", "did:web:%5B", "https://"),
    *(
        "https://[::1]/",
        "https://user:secret@host/",
        "http://a.example?token=12345678",
        "https://a.example/a@b.example",
    ),
    *(
        "mailto:a@b.example",
        "file:///x",
        "data:,",
        "data:image/png;base64,",
        "data:image/svg+xml;base64,A",
        "https://[/",
    ),
    *(
        "data:image/png;base64,////",
        "data:image/svg+xml,%3Cscript%3E",
        "sha256$00",
        "md5$",
        "MicroCredential",
        "License",
    ),
    *(
        "RubricCriterionLevel",
        "Percent",
        "emailAddress",
        "nationalIdentityNumber",
        "isbn",
        "12",
        "-0.5",
        "A",
        " A ",
        "",
    ),
    *("CafÃ©", "Ã", "é”", "\ufffd", "<b>", "&amp;", "\\u00e9", "{{a}}", "TODO", "e\u0301", "\u200b", "\u202e", "аa"),
    *("a\nb", "+47 21 00 00 00", "Kim Berg", "https://a.example/kim-berg", "\x00", "name"),
]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(STRINGS)
    | st.sampled_from(CLASSES)
    | st.text(max_size=20)
)
KEYS = st.sampled_from(NAMES) | st.text(max_size=3)


def _grown(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    typed = st.builds(
        lambda kind, members: {"type": kind, **members},
        st.sampled_from(CLASSES) | st.lists(st.sampled_from(CLASSES), max_size=3),
        st.dictionaries(KEYS, inner, max_size=6),
    )
    return typed | st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)


TREES = st.dictionaries(KEYS, st.recursive(SCALARS, _grown, max_leaves=20), min_size=1, max_size=10)


@given(TREES)
@example({"type": "OpenBadgeCredential", "credentialSubject": [], "issuer": [None, {"id": 3}]})
@example({"type": "OpenBadgeCredential", "credentialSubject": {}, "credentialStatus": {"statusListIndex": 10**300}})
@example({"id": "https://a\n.b/", "credentialSubject": 0, "credentialStatus": {"statusListCredential": "http://\r/"}})
@example({"type": "IdentityObject", "hashed": True})
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rules_read_anything_and_say_on_one_line_what_is_wrong_with_what_is_there(tree: dict[str, Any]) -> None:
    document = Document.of(tree)
    subject = Subject(document, AT)
    for code, rule in ALL.items():
        for breach in rule(subject):
            document.at(breach.pointer)
            for text in filter(None, (breach.message, breach.wanted, breach.hint)):
                assert text.isprintable(), code
                assert len(text) <= 400
            assert not breach.message.endswith((".", " ")), code
