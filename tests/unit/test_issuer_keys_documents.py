from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from microcred.errors import FetchError, IssuerKeyError, Undetermined, UnsupportedError
from published_keys import ISSUER, KEY, METHOD, document, method, resolve
from world import World

SECURITY = "https://w3id.org/security#"


def refusal(published: Any, method_url: str = METHOD, **options: Any) -> IssuerKeyError:
    with pytest.raises(IssuerKeyError) as caught:
        resolve(published, method_url, **options)
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><title>College</title>",
        b"[]",
        b'"' + ISSUER.encode() + b'"',
        b"\xff\xfe",
        b'{"id": NaN}',
        b'{"id": "a", "id": "b"}',
        b'{"a":' * 40 + b"1" + b"}" * 40,
    ],
    ids=["empty", "html", "array", "string", "utf-16", "nan", "duplicate", "deep"],
)
def test_what_is_not_one_json_object_is_no_controller_document(content: bytes) -> None:
    error = refusal(content)
    assert error.code == "key.invalid-controller-document"
    assert error.problem == f"{SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"
    assert error.evidence["cause"].startswith("document.")
    assert error.evidence["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_document_beyond_its_limit_is_refused() -> None:
    assert refusal(document(comment="x" * 1_000_000)).evidence["cause"] == "document.too-large"


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": [ISSUER]},
        {"verificationMethod": method()},
        {"verificationMethod": METHOD},
        {"verificationMethod": [METHOD]},
        {"verificationMethod": [[method()]]},
        {"assertionMethod": METHOD},
        {"assertionMethod": {"0": METHOD}},
        {"assertionMethod": [METHOD, 7]},
        {"authentication": "none"},
        {"keyAgreement": [None]},
    ],
    ids=str,
)
def test_a_document_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    error = refusal({name: value for name, value in {**document(), **change}.items() if value is not None})
    assert error.code == "key.invalid-controller-document"
    assert error.problem == f"{SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"


@pytest.mark.parametrize("name", ["verificationMethod", "assertionMethod", "keyAgreement"])
def test_a_document_has_a_bounded_number_of_entries(name: str) -> None:
    others = [method(id=f"{ISSUER}#{number}") for number in range(255)]
    assert resolve(document(**{name: [*others, method()]})).public_key == KEY
    assert refusal(document(**{name: [*others, method(), method()]})).code == "key.invalid-controller-document"


@pytest.mark.parametrize(
    "identifier", [f"{ISSUER}/", ISSUER.replace("https", "http"), "https://COLLEGE.example/issuers/1", METHOD]
)
def test_a_document_has_the_id_under_which_it_is_found(identifier: str) -> None:
    error = refusal(document(id=identifier))
    assert error.code == "key.wrong-document-id"
    assert error.problem == f"{SECURITY}INVALID_CONTROLLED_IDENTIFIER_DOCUMENT_ID"
    assert identifier in error.message
    assert ISSUER in error.message


@pytest.mark.parametrize("spelling", ["@id", "ID", "sec:id"])
def test_a_respelled_id_is_not_read(spelling: str) -> None:
    assert refusal({**document(id=None), spelling: ISSUER}).code == "key.invalid-controller-document"


@pytest.mark.parametrize(
    "spelling", ["https://w3id.org/security#verificationMethod", "publicKey", "verificationmethod"]
)
def test_respelled_methods_are_not_read(spelling: str) -> None:
    assert refusal({**document(verificationMethod=None), spelling: [method()]}).code == "key.not-in-document"


def test_a_document_that_cannot_be_had_leaves_the_key_unknown() -> None:
    with pytest.raises(FetchError) as caught:
        resolve(World())
    assert isinstance(caught.value, Undetermined)


# The URL of the method


@pytest.mark.parametrize(
    "url",
    [
        "",
        "key-1",
        "#key-1",
        "/issuers/1#key-1",
        "//college.example/issuers/1#key-1",
        f" {METHOD}",
        f"{METHOD}\n",
        f"{METHOD}#again",
        "https://college.example/issuers/1\u2028#key-1",
        "https://höhere.example/issuers/1#key-1",
        "https://college.example/issuers/%1#key-1",
        "https://college.example/<1>#key-1",
        "https://#key-1",
        "https:college.example#key-1",
        "https:///issuers/1#key-1",
        "https://college.example@evil.example/#key-1",
        "https://user:secret@college.example/#key-1",
        "https://college.example:port/#key-1",
        "did:web#key-1",
        "did::college.example#key-1",
        "did:Web:college.example#key-1",
        "did:web:#key-1",
        "did:web:college.example:#key-1",
        "did:web:college.example/path#key-1",
        "did:web:college.example?versionId=1#key-1",
        "did:web:college.example;service=files#key-1",
        "https://college.example/" + "a" * 5_000 + "#key-1",
    ],
    ids=lambda url: ascii(url)[:60],
)
def test_what_is_not_the_url_of_a_method_is_refused(url: str) -> None:
    error = refusal(World(), url, controller=url.partition("#")[0])
    assert error.code == "key.invalid-url"
    assert error.problem == f"{SECURITY}INVALID_VERIFICATION_METHOD_URL"


@pytest.mark.parametrize("value", [None, 7, ["https://college.example#a"], {"id": METHOD}])
def test_a_method_url_that_is_not_a_string_is_refused(value: Any) -> None:
    assert refusal(World(), value).code == "key.invalid-url"


@pytest.mark.parametrize("url", [ISSUER, f"{ISSUER}#", "did:web:college.example", "did:example:1"])
def test_a_url_without_a_fragment_names_no_key(url: str) -> None:
    error = refusal(World(), url, controller=url.rstrip("#"))
    assert error.code == "key.no-fragment"
    assert error.problem == f"{SECURITY}INVALID_VERIFICATION_METHOD_URL"


@pytest.mark.parametrize("did", ["did:example:123", "did:ion:abc", "did:keys:z6Mk"])
def test_a_did_method_that_is_not_known_is_unsupported(did: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        resolve(World(), f"{did}#0", controller=did)
    assert caught.value.code == "key.unsupported-did-method"


@pytest.mark.parametrize(
    "url", ["xxx:z6Mk", "urn:uuid:1", "data:application/json,1", "ftp://a.example/", "HTTPS://a.example/"]
)
def test_a_scheme_that_leads_to_no_document_is_unsupported(url: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        resolve(World(), f"{url}#0", controller=url)
    assert caught.value.code == "key.unsupported-scheme"


def test_plain_http_is_not_fetched() -> None:
    world, issuer = World(), "http://college.example/issuer"
    with pytest.raises(FetchError) as caught:
        resolve(world, f"{issuer}#key-1", controller=issuer)
    assert caught.value.code == "key.insecure-url"
    assert world.visits == []


def test_plain_http_is_fetched_when_that_is_said_aloud() -> None:
    class Laboratory(World):
        @property
        def unguarded(self) -> bool:
            return True

    issuer = "http://college.example/issuer"
    world = Laboratory({})
    entry = method(id=f"{issuer}#key-1", controller=issuer)
    content = {"id": issuer, "verificationMethod": [entry], "assertionMethod": ["#key-1"]}
    world._pages[issuer] = (200, {}, json.dumps(content).encode())
    assert resolve(world, f"{issuer}#key-1", controller=issuer, allow_http=True).public_key == KEY


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:college.example%3A1", "https://college.example:1/.well-known/did.json"),
        ("did:web:college.example%3A65535:a", "https://college.example:65535/a/did.json"),
        ("did:web:college.example%3A65536", None),
        ("did:web:college.example%3A99999", None),
    ],
)
def test_the_port_of_a_did_web_is_one_that_there_is(did: str, url: str | None) -> None:
    from microcred.errors import IssuerKeyError
    from microcred.verification.published_documents import did_web_url

    if url is not None:
        assert did_web_url(did) == url
    else:
        with pytest.raises(IssuerKeyError):
            did_web_url(did)
