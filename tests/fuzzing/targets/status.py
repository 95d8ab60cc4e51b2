"""Status lists: entries of any form, and lists packed in any way."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import zlib
from functools import cache
from random import Random
from typing import Any

from badges import AT
from fuzzing.json_mutations import changed_bytes, mutate_json
from fuzzing.oracle import Broken, answer
from fuzzing.target import Target
from microcred.document import Document
from microcred.verification.status import STATUS_CHECKERS
from microcred.verification.status.entry import StatusAnswer, StatusQuestion
from status_lists import ISSUER, LIST, STATUS_2021, encoded, entry, status_list
from world import World

SMALL = {"encodedList": encoded({5}, size=1024)}


def run(data: bytes) -> None:
    """The input is an array of an entry and the list that it names."""
    document = answer(lambda: Document.parse(b'{"both":' + data + b"}"))
    both = document.tree["both"] if isinstance(document, Document) else None
    if not isinstance(both, list) or len(both) != 2 or not isinstance(both[0], dict):
        return
    world = World()
    world.serve(LIST, json.dumps(both[1], ensure_ascii=True).encode(), media_type="application/vc")
    question = StatusQuestion(
        both[0], "/credentialStatus", "urn:x:1", ISSUER, world.session(), lambda content, _: Document.parse(content), AT
    )
    kind = both[0].get("type")
    for name, checker in STATUS_CHECKERS.items():
        if name == kind or not isinstance(kind, str) or kind not in STATUS_CHECKERS:
            found = answer(lambda: checker.look_up(question))  # noqa: B023 - called at once
            if isinstance(found, StatusAnswer):
                _check(found, both, name)


def _check(found: StatusAnswer, both: list[Any], kind: str) -> None:
    """Looked up once more, in a few lines: the bit is what the answer says."""
    subject = both[1].get("credentialSubject") if isinstance(both[1], dict) else None
    if not isinstance(subject, dict) or both[0].get("statusSize", 1) != 1 or "encodedList" not in subject:
        return
    text = subject["encodedList"]
    text = text.removeprefix("u") if kind == "BitstringStatusListEntry" else text
    bits = gzip.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    index = int(both[0]["statusListIndex"])
    if found.value != bits[index // 8] >> (7 - index % 8) & 1:
        raise Broken(f"the answer is {found.value}, and the bit {index} is not")


@cache
def seeds() -> tuple[bytes, ...]:
    unproved = json.loads(status_list(SMALL))
    del unproved["proof"]
    older = {**unproved, "type": ["VerifiableCredential", "StatusList2021Credential"]}
    older["@context"] = ["https://www.w3.org/2018/credentials/v1", STATUS_2021]
    older["credentialSubject"] = {**unproved["credentialSubject"], "type": "StatusList2021"}
    older["credentialSubject"]["encodedList"] = SMALL["encodedList"].removeprefix("u")
    messages = [{"status": f"0x{number:x}", "message": str(number)} for number in range(4)]
    wide = entry(statusListIndex="5", statusSize=2, statusPurpose="message", statusMessage=messages)
    wide["statusReference"] = "https://college.example/about"
    purposes = {**unproved["credentialSubject"], "statusPurpose": ["message", "revocation"], "ttl": 300_000}
    index = {"statusListIndex": "5"}
    revocations = {"id": LIST, "issuer": ISSUER, "revokedCredential": [{"id": "urn:x:1", "revoked": True}]}
    pairs = (
        [entry(**index), unproved],
        [entry(), json.loads(status_list())],
        [wide, {**unproved, "credentialSubject": purposes}],
        [entry(**index, type="StatusList2021Entry"), older],
        [{"id": LIST, "type": "1EdTechRevocationList"}, revocations],
    )
    return tuple(json.dumps(pair).encode() for pair in pairs)


def mutate(data: bytes, rnd: Random) -> bytes:
    if rnd.random() < 0.4:
        try:
            both = json.loads(data)
            subject = both[1]["credentialSubject"]
            subject["encodedList"] = _repacked(subject["encodedList"], rnd)
            return json.dumps(both).encode()
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            pass
    return mutate_json(data, rnd, TARGET.beginnings)


def _repacked(text: str, rnd: Random) -> str:
    """The list changed before it is packed, while it is, or afterwards."""
    mark = "u" if text.startswith("u") else ""
    try:
        packed = base64.urlsafe_b64decode(text.removeprefix(mark) + "=" * (-len(text.removeprefix(mark)) % 4))
        bits = zlib.decompressobj(wbits=31).decompress(packed, 100_000)
    except (ValueError, binascii.Error, zlib.error):
        packed, bits = b"", b"\x80"
    match rnd.randrange(7):
        case 0:
            packed = gzip.compress(changed_bytes(bits[:2_000], rnd), mtime=0)
        case 1:
            packed = changed_bytes(packed, rnd)
        case 2:
            packed = gzip.compress(
                bytes(rnd.choice((0, 1, 15_000_000, 16 * 2**20, 16 * 2**20 + 1, 40_000_000))), mtime=0
            )
        case 3:
            packed += rnd.choice((b"\0", packed, b"\x1f\x8b"))
        case 4:
            packed = zlib.compress(bits)
        case 5:
            packed = packed[: rnd.randrange(len(packed) + 1)]
        case _:
            mark = rnd.choice(("", "u", "z", "m", "U", "uu"))
    written = base64.urlsafe_b64encode(packed).decode()
    return mark + (written if rnd.random() < 0.1 else written.rstrip("="))


TARGET = Target("status", run, seeds, mutate, max_length=40_000)
