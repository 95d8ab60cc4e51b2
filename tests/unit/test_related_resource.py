"""relatedResource: digests of what a verification uses, compared with what is on record."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from microcred.contexts import BUNDLED, ContextVersion
from microcred.document import Document
from microcred.errors import Rejected, Undetermined
from microcred.multibase import encode_base58btc, encode_base64url
from microcred.verification.related_resource import RelatedResource, check_related_resources

VERSIONS = BUNDLED.versions(CREDENTIALS_V2)
USED = {url: BUNDLED.versions(url) for url in (CREDENTIALS_V2, OPEN_BADGES)}


def checked(*entries: Any, used: dict[str, tuple[ContextVersion, ...]] = USED) -> tuple[RelatedResource, ...]:
    return check_related_resources(Document.of(unsigned(relatedResource=list(entries))).tree, used)


def refused(*entries: Any, **options: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(Rejected) as caught:
        checked(*entries, **options)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def entry(url: str = CREDENTIALS_V2, **digests: Any) -> dict[str, Any]:
    return {"id": url, **digests}


def sri(hexadecimal: str) -> str:
    data = bytes.fromhex(hexadecimal)
    return f"sha{len(data) * 8}-{base64.b64encode(data).decode()}"


def digests_of(version: ContextVersion) -> list[dict[str, str]]:
    short = bytes.fromhex(version.upstream_sha256)
    return [
        {"digestSRI": sri(version.upstream_sha256)},
        {"digestSRI": sri(version.upstream_sha384)},
        {"digestMultibase": encode_base58btc(b"\x12\x20" + short)},
        {"digestMultibase": "u" + encode_base64url(short)},
        {"digestMultibase": "u" + encode_base64url(b"\x20\x30" + bytes.fromhex(version.upstream_sha384))},
    ]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.label)
def test_every_version_that_the_publisher_has_served_may_be_meant(version: ContextVersion) -> None:
    for digests in digests_of(version):
        assert checked(entry(**digests)) == (RelatedResource(CREDENTIALS_V2, "/relatedResource/0", compared=True),)


@pytest.mark.parametrize(
    ("member", "digest"),
    [
        # The fixtures of the test suite of the data model are of the context as it was in July 2024.
        ("digestSRI", "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"),
        ("digestMultibase", "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"),
        # The digest that the Recommendation gives.
        ("digestSRI", sri("59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734")),
    ],
)
def test_published_digests_are_on_record(member: str, digest: str) -> None:
    assert checked(entry(**{member: digest}))[0].compared


def test_the_wrong_digest_of_the_test_suite_is_refused() -> None:
    wrong = entry(digestMultibase="uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0")
    assert refused(wrong) == [("resource.wrong-digest", "/relatedResource/0/digestMultibase")]


@pytest.mark.parametrize("algorithm", ["sha256", "sha384"])
def test_a_digest_that_nobody_has_served_is_refused(algorithm: str) -> None:
    digest = sri(hashlib.new(algorithm, b"another context").hexdigest())
    assert refused(entry(digestSRI=digest)) == [("resource.wrong-digest", "/relatedResource/0/digestSRI")]


def test_each_of_two_digests_has_to_be_right() -> None:
    good, bad = sri(VERSIONS[0].upstream_sha384), "u" + encode_base64url(bytes(32))
    assert refused(entry(digestSRI=good, digestMultibase=bad)) == [
        ("resource.wrong-digest", "/relatedResource/0/digestMultibase")
    ]


def test_the_strongest_hash_counts() -> None:
    weak, strong = sri(VERSIONS[0].upstream_sha256), sri(bytes(48).hex())
    assert refused(entry(digestSRI=f"{weak} {strong}"))


def test_what_is_not_used_or_not_on_record_is_not_compared() -> None:
    picture = entry("https://college.example/badge.png", digestSRI=sri(bytes(32).hex()))
    longest = entry(digestSRI=sri(bytes(64).hex()))
    assert [resource.compared for resource in checked(picture, longest)] == [False, False]


def test_a_supplied_context_has_the_digests_of_its_bytes() -> None:
    content = b'{"@context": {"soil": "https://college.example/terms#soil"}}'
    url = "https://college.example/context"
    used = {url: BUNDLED.with_context(url, content).versions(url)}
    assert checked(entry(url, digestSRI=sri(hashlib.sha384(content).hexdigest())), used=used)[0].compared
    assert refused(entry(url, digestSRI=sri(bytes(48).hex())), used=used)


def test_every_fault_is_listed() -> None:
    good = {"digestSRI": sri(VERSIONS[0].upstream_sha256)}
    wrong: list[Any] = [entry("urn:x:y"), {"digestSRI": "x"}, "text", entry("urn:z", digestSRI="sha256")]
    assert refused(entry(**good), entry(**good), *wrong) == [
        ("resource.duplicate-id", "/relatedResource/1/id"),
        ("resource.malformed", "/relatedResource/2"),
        ("resource.malformed", "/relatedResource/3"),
        ("resource.malformed", "/relatedResource/4"),
        ("resource.malformed", "/relatedResource/5"),
    ]


def test_one_entry_needs_no_array_and_none_is_nothing() -> None:
    single = entry(digestSRI=sri(VERSIONS[0].upstream_sha256))
    tree = Document.of(unsigned(relatedResource=single)).tree
    assert check_related_resources(tree, USED)[0].pointer == "/relatedResource"
    assert check_related_resources(Document.of(unsigned()).tree, USED) == ()


def test_more_resources_than_anybody_needs_are_not_looked_at() -> None:
    with pytest.raises(Undetermined) as caught:
        checked(*[entry(f"urn:x:{n}", digestMultibase="z" + "2" * 900) for n in range(101)])
    assert caught.value.code == "resource.too-many"
