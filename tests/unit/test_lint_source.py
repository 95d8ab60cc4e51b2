"""Where a finding stands: the line and column in the file, and those within what lies packed in it."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest

from badges import AT, SIGNER, sealed, unsigned
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import to_json
from microcred.lint import Finding, Linter
from microcred.positions import Position
from tokens import badge_token, claims, header, part, token

#: No rules but the checks: what stands where is the same for all.
LINTER = Linter(at=AT, rules={})
UNSIGNED = Linter(at=AT, rules={}, unsigned=True)


def only(content: bytes, linter: Linter = LINTER) -> Finding:
    """The one finding that there is."""
    found = linter.check("file", content)
    assert len(found) == 1, found
    return found[0]


def found(content: bytes, code: str, linter: Linter = LINTER) -> Finding:
    """The one finding with this code."""
    matching = [each for each in linter.check("file", content) if each.code == code]
    assert len(matching) == 1, matching
    return matching[0]


def written(**changes: Any) -> str:
    """The badge as somebody writes it: indented, and unsigned."""
    return to_json(unsigned(**changes)).decode()


def place_of(text: str, part: str) -> Position:
    """The line and column of a part of a text."""
    before = text[: text.index(part)]
    return Position(before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "document.empty", (1, 1)),
        (b'{\n  "a": 1,\n  "b" 2\n}', "document.not-json", (3, 7)),
        (b'{\n  "a": 1,\n\n  "a": 2\n}', "document.duplicate-key", (4, 3)),
        (b'\xef\xbb\xbf{"a": 1}', "document.byte-order-mark", (1, 1)),
        (b'{\n  "a": "\xff"\n}', "document.not-utf-8", (2, 9)),
        (b'{"a": 1,\r\n "b": NaN}', "document.not-a-number", (2, 7)),
        (b'{"a": "NaN",\n "b": -Infinity}', "document.not-a-number", (2, 7)),
        (b'{"a": 1,\r "b": [1, 1e999]}', "document.number-out-of-range", (2, 11)),
        (b'{"a": ["x",\n "\\ud800"]}', "document.lone-surrogate", (2, 2)),
        (b"\n  [1]", "document.not-an-object", (2, 3)),
        (b'{"a":' + b"[" * 64 + b"]" * 64 + b"}", "document.too-deep", (1, 69)),
    ],
)
def test_what_the_gate_refuses_has_its_line_and_column(content: bytes, code: str, place: tuple[int, int]) -> None:
    finding = only(content)
    assert (finding.code, finding.position, finding.inner) == (code, place, None)
    assert finding.message
    assert finding.hint


def test_a_missing_member_is_reported_where_it_belongs() -> None:
    text = written(credentialSubject={**unsigned()["credentialSubject"], "achievement": {"id": "urn:x:1"}})
    finding = found(text.encode(), "model.type-missing", UNSIGNED)
    assert finding.position == place_of(text, '{\n      "id": "urn:x:1"')
    assert finding.pointer == "/credentialSubject/achievement/type"


def test_a_word_that_nobody_defines_is_reported_at_its_name() -> None:
    text = written(honours="summa cum laude")
    finding = found(text.encode(), "contexts.undefined-term", UNSIGNED)
    assert finding.position == place_of(text, '"honours"')
    assert (finding.pointer, finding.found) == ("/honours", '"summa cum laude"')


def test_columns_count_characters_and_not_bytes() -> None:
    text = json.dumps({"é𝄞": "ü", **unsigned()}, ensure_ascii=False)
    assert found(text.encode(), "proof.missing").position == (1, 1)
    assert found(text.encode(), "contexts.undefined-term", UNSIGNED).position == (1, 2)
    text = json.dumps({**unsigned(name="é𝄞"), "x": 1}, ensure_ascii=False)
    assert found(text.encode(), "contexts.undefined-term", UNSIGNED).position == (1, text.index('"x": 1') + 1)


def test_in_a_token_the_place_is_the_payload_and_the_line_and_column_within_it() -> None:
    payload = to_json({**claims(), "honours": "x"}).decode()
    text = f"\n {token(header(), payload)}\n"
    finding = found(text.encode(), "contexts.undefined-term")
    assert finding.position == (2, 2 + text.strip().index(".") + 1)
    assert finding.inner == place_of(payload, '"honours"')
    assert (finding.pointer, finding.carrier) == ("/honours", "jwt")


def test_a_claim_that_contradicts_the_badge_is_found_among_the_claims() -> None:
    payload = to_json({**claims(), "sub": "did:example:somebody"}).decode()
    finding = only(token(header(), payload).encode())
    assert (finding.code, finding.pointer) == ("proof.claim-mismatch", "/sub")
    assert finding.inner == place_of(payload, '"did:example:somebody"')
    assert finding.found == '"did:example:somebody"'


def test_a_token_of_the_older_data_model_has_its_document_in_a_claim() -> None:
    old = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuer": SIGNER.verification_method.partition("#")[0],
        "issuanceDate": "2026-01-15T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
        "honours": 1,
    }
    payload = to_json({"iss": old["issuer"], "vc": old}).decode()
    finding = found(token(header(), payload).encode(), "contexts.undefined-term")
    assert finding.inner == place_of(payload, '"honours"')
    assert finding.pointer == "/honours"


def test_a_token_that_cannot_be_read_is_reported_at_the_segment_in_question() -> None:
    good = badge_token()
    head, body, _ = good.split(".")
    bad_header = only(f"{part({'alg': 'none'})}.{body}.".encode())
    assert (bad_header.code, bad_header.position) == ("proof.insecure-algorithm", (1, 1))
    broken = part('{"a": 1,}')
    bad_payload = only(f"{head}.{broken}.{'A' * 86}".encode())
    assert (bad_payload.code, bad_payload.position) == ("document.not-json", (1, len(head) + 2))
    assert bad_payload.inner == (1, 9)


def test_a_signature_that_does_not_hold_is_reported_at_the_signature() -> None:
    head, body, signature = badge_token().split(".")
    finding = only(f"{head}.{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}".encode())
    assert finding.code == "proof.signature-invalid"
    assert finding.position == (1, len(head) + len(body) + 3)
    assert finding.pointer is None


def test_in_an_svg_the_place_is_that_in_the_svg() -> None:
    badge = sealed(unsigned(validUntil="2026-02-01T00:00:00Z"))
    picture = bake(badge_svg("Soil ü"), badge)
    finding = only(picture)
    assert (finding.code, finding.carrier, finding.inner) == ("period.expired", "svg", None)
    assert finding.position == place_of(picture.decode(), '"2026-02-01T00:00:00Z"')


def test_in_an_svg_that_writes_the_badge_with_entities_the_place_is_the_element() -> None:
    badge = sealed(unsigned(validUntil="2026-02-01T00:00:00Z")).raw.decode()
    plain = bake(badge_svg("Soil"), badge).decode()
    picture = plain.replace(f"<![CDATA[{badge}]]>", badge.replace("&", "&amp;").replace('"', "&quot;"))
    finding = only(picture.encode())
    assert finding.position == place_of(picture, "<openbadges:credential")
    assert finding.inner == place_of(badge, '"2026-02-01T00:00:00Z"')


def test_a_token_in_an_svg_is_found_where_it_stands() -> None:
    jwt = token(header(), to_json({**claims(), "honours": "x"}))
    picture = bake(badge_svg("Soil"), jwt).decode()
    finding = found(picture.encode(), "contexts.undefined-term")
    assert finding.position == place_of(picture, jwt.split(".")[1])
    assert finding.inner is not None
    assert finding.inner.line > 1


def test_in_a_png_there_are_no_lines_but_the_offset_of_the_chunk() -> None:
    badge = sealed(unsigned(validUntil="2026-02-01T00:00:00Z"))
    picture = bake(badge_png("Soil"), badge)
    finding = only(picture)
    assert (finding.position, finding.carrier) == ((1, 1), "png")
    assert finding.offset is not None
    assert picture[finding.offset + 4 : finding.offset + 8] == b"iTXt"
    assert finding.inner == place_of(badge.raw.decode(), '"2026-02-01T00:00:00Z"')


@pytest.mark.parametrize("picture", [badge_png("Soil"), badge_svg("Soil")], ids=["png", "svg"])
def test_a_picture_without_a_badge_has_the_code_of_the_library(picture: bytes) -> None:
    assert only(picture).code == "image.no-credential"


def test_a_damaged_picture_is_one_finding() -> None:
    assert only(badge_png("Soil")[:-20]).code == "image.truncated"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg">\n <g></svg>'
    finding = only(svg)
    assert (finding.code, finding.position.line) == ("image.svg-malformed", 2)


def test_in_an_envelope_the_place_is_the_token_in_the_data_url() -> None:
    jwt = token(header(typ="vc+jwt"), to_json({**unsigned(), "honours": "x"}))
    text = to_json(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": "EnvelopedVerifiableCredential",
            "id": f"data:application/vc+jwt,{jwt}",
        }
    ).decode()
    finding = found(text.encode(), "contexts.undefined-term")
    assert finding.position == place_of(text, jwt.split(".")[1])
    assert (finding.carrier, finding.pointer, finding.inner_pointer) == ("envelope", "/honours", None)


def test_an_envelope_around_something_else_is_a_finding() -> None:
    text = to_json(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": "EnvelopedVerifiableCredential",
            "id": "data:application/vc+cose,0oRD",
        }
    )
    assert only(text).code == "proof.unsupported-envelope"


def test_the_line_is_shown_with_what_is_before_the_place() -> None:
    excerpt = found(written(honours="x").encode(), "contexts.undefined-term", UNSIGNED).excerpt
    assert excerpt is not None
    assert (excerpt.text, excerpt.caret) == ('  "honours": "x"', 2)


def test_of_a_long_line_only_what_is_around_the_place_is_shown() -> None:
    text = json.dumps({**unsigned(description="x" * 5_000), "honours": "y" * 5_000})
    excerpt = found(text.encode(), "contexts.undefined-term", UNSIGNED).excerpt
    assert excerpt is not None
    assert len(excerpt.text) <= 120
    assert excerpt.text[excerpt.caret :].startswith('"')


def test_a_compressed_chunk_is_looked_into() -> None:
    badge = sealed(unsigned(validUntil="2026-02-01T00:00:00Z")).raw
    body = b"iTXtopenbadgecredential\0\1\0\0\0" + zlib.compress(badge)
    chunk = (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
    plain = badge_png("Soil")
    finding = only(plain[:33] + chunk + plain[33:])
    assert (finding.code, finding.offset) == ("period.expired", 33)
