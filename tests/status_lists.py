"""Status lists for tests: any that a test can think of, made without the code that is tested."""

from __future__ import annotations

import base64
import gzip
from datetime import UTC, datetime
from typing import Any

from badges import SIGNER, sealed
from microcred.keys import Ed25519Signer

__all__ = ["ISSUER", "LIST", "STATUS_2021", "bits_of", "encoded", "entry", "status_list"]

LIST = "https://college.example/status/1"
ISSUER = SIGNER.verification_method.partition("#")[0]
CREDENTIALS, STATUS_2021 = "https://www.w3.org/ns/credentials/v2", "https://w3id.org/vc/status-list/2021/v1"


def encoded(ones: set[int] = frozenset(), size: int = 131_072, *, prefix: str = "u") -> str:  # type: ignore[assignment]
    bits = bytearray(size // 8)
    for one in ones:
        bits[one // 8] |= 128 >> one % 8
    return prefix + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def bits_of(encoded_list: str) -> bytes:
    text = encoded_list.removeprefix("u")
    return gzip.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def entry(**members: Any) -> dict[str, Any]:
    return {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
        **members,
    }


def status_list(
    subject: dict[str, Any] | None = None,
    signer: Ed25519Signer = SIGNER,
    created: datetime = datetime(2026, 1, 15, 9, tzinfo=UTC),
    **members: Any,
) -> bytes:
    tree = {
        "@context": [CREDENTIALS],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": signer.verification_method.partition("#")[0],
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(),
            **(subject or {}),
        },
        **members,
    }
    return sealed({name: value for name, value in tree.items() if value is not None}, signer, created=created).raw
