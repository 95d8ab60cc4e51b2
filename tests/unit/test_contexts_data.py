"""What the packaged contexts are: their bytes, their sources, and the terms that they define."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from corpus import corpus_path, needs_corpus
from microcred.contexts import BUNDLED, ContextVersion

OB = "https://purl.imsglobal.org/spec/ob/v3p0/"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/"
W3 = "https://www.w3.org/"
W3ID = "https://w3id.org/"
LEARNCARD = "https://ctx.learncard.com/"

PACKAGE = files("microcred.contexts")
INDEX: dict[str, Any] = json.loads(PACKAGE.joinpath("index.json").read_bytes())
VERSIONS = [version for url in INDEX["versions"] for version in BUNDLED.versions(url)]

every_version = pytest.mark.parametrize("version", VERSIONS, ids=lambda version: f"{version.url}@{version.label}")

REQUIRED = [
    *(f"{OB}{name}" for name in ("context.json", "context-3.0.1.json", "context-3.0.2.json", "context-3.0.3.json")),
    f"{OB}extensions.json",
    *(
        f"https://openbadgespec.org/extensions/{name}Extension/context-3.0.0.json"
        for name in ("accessibility", "applyLink", "geoCoordinates", "license")
    ),
    *(
        f"https://purl.imsglobal.org/spec/ob-{name}/{version}/context/"
        for name in ("assessment", "accred")
        for version in ("v1p0", "v2p0")
    ),
    f"{CLR}context.json",
    f"{CLR}context-2.0.1.json",
    *(f"{W3}2018/credentials/{name}" for name in ("v1", "examples/v1")),
    *(f"{W3}ns/credentials/{name}" for name in ("v2", "examples/v2", "undefined-terms/v2", "status/v1")),
    *(f"{W3}ns/{name}" for name in ("cid/v1", "did/v1", "did/v1.1", "odrl.jsonld")),
    *(f"{W3ID}security/{name}" for name in ("v1", "v2", "v3-unstable", "bbs/v1", "jwk/v1", "multikey/v1")),
    *(f"{W3ID}security/data-integrity/{name}" for name in ("v1", "v2")),
    *(
        f"{W3ID}security/suites/{name}/v1"
        for name in ("ed25519-2018", "ed25519-2020", "jws-2020", "secp256k1-2019", "x25519-2019", "x25519-2020")
    ),
    f"{W3ID}vc/status-list/2021/v1",
    f"{W3ID}vc-revocation-list-2020/v1",
    *(f"{W3ID}vc/render-method/{name}" for name in ("v1", "v2rc1", "v2rc2")),
    *(f"{W3ID}citizenship/{name}" for name in ("v1", "v4rc1")),
    f"{W3ID}dcc/v1",
    "https://w3c-ccg.github.io/vc-ed/plugfest-1-2022/jff-vc-edu-plugfest-1-context.json",
    "https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/contexts/educredential.json",
    *(f"https://credentials.andamio.io/context/{name}.jsonld" for name in ("v0", "v1")),
    *(f"{LEARNCARD}boosts/1.0.{patch}.json" for patch in range(4)),
    *(
        f"{LEARNCARD}{name}/1.0.0.json"
        for name in ("boostIDs", "delegates", "tcp", "wrappers/obv2", "linked-claims/endorsement")
    ),
]

ALIASES = {
    f"{OB}context/ob_v3p0.jsonld": f"{OB}context.json",
    "https://purl.imsglobal.org/spec/ob-accred/v2p0/context": "https://purl.imsglobal.org/spec/ob-accred/v2p0/context/",
    f"{W3ID}did/v1": f"{W3}ns/did/v1",
    f"{W3ID}security/suites/bls12381-2020/v1": f"{W3ID}security/bbs/v1",
    "https://w3c-ccg.github.io/security-vocab/contexts/security-v2.jsonld": f"{W3ID}security/v2",
    "https://w3c-ccg.github.io/lds-jws2020/contexts/lds-jws2020-v1.json": f"{W3ID}security/suites/jws-2020/v1",
    "https://w3c.github.io/vc-bitstring-status-list/contexts/2021/v1.jsonld": f"{W3ID}vc/status-list/2021/v1",
    "https://digitalcredentials.github.io/dcc/v1/dcc-context-v1.json": f"{W3ID}dcc/v1",
}

# The days on which contexts were edited under their URL, and the first hexadecimal digits of the bytes since then.
EDITED_IN_PLACE = {
    f"{OB}context.json": {"2022-10-12": "b077fa13", "2022-09-08": "514f289c"},
    f"{OB}context-3.0.1.json": {"2023-05-23": "5f3d9dd6", "2023-02-06": "dfbb0740"},
    f"{OB}context-3.0.3.json": {
        "2026-06-29": "3d34f4d4",
        "2025-11-06": "01d87cc8",
        "2024-03-04": "ef2fa9c7",
        "2024-02-19": "c3ce8c08",
    },
    f"{CLR}context.json": {"2024-02-19": "e198d7b5", "2022-09-09": "80a2bcb3"},
    f"{CLR}context-2.0.1.json": {"2025-03-24": "880f1902", "2024-02-19": "30e8c666"},
    f"{W3}ns/credentials/v2": {"2025-02-24": "59955ced", "2024-07-20": "24a18c90", "2024-03-21": "031fb1d2"},
    f"{W3}ns/credentials/status/v1": {"2025-02-24": "fda5add3", "2024-01-21": "22ce92d6"},
    f"{W3ID}security/data-integrity/v1": {"2025-01-18": "b5d829bd", "2024-06-09": "2f570832"},
}

# Which of these terms each version defines: the ones that a credential may carry and older contexts leave undefined.
COVERAGE = {
    "context.json@2022-10-12": set(),
    "context-3.0.1.json@2023-02-06": set(),
    "context-3.0.1.json@2023-05-23": {"awardedDate"},
    "context-3.0.2.json@current": set(),
    "context-3.0.3.json@2024-02-19": set(),
    "context-3.0.3.json@2024-03-04": {"awardedDate", "inLanguage"},
    "context-3.0.3.json@2025-11-06": {"awardedDate", "inLanguage", "jti"},
    "context-3.0.3.json@2026-06-29": {"awardedDate", "inLanguage", "jti", "endorsementJwt"},
}


def meaning(document: object) -> str:
    return json.dumps(document, sort_keys=True)


def version_of(url: str, label: str = "current") -> ContextVersion:
    (version,) = (version for version in BUNDLED.versions(url) if version.label == label)
    return version


def member_names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(member_names, value.values()))
    return set().union(*map(member_names, value)) if isinstance(value, list) else set()


def references(context: object) -> set[str]:
    """The URLs of the contexts that a local context builds on, at its top level or in a scope (JSON-LD 1.1, 3.1)."""
    match context:
        case str(url):
            return {url}
        case list(several):
            return set().union(*map(references, several))
        case dict(terms):
            scopes = [to["@context"] for to in terms.values() if isinstance(to, dict) and "@context" in to]
            return set().union(*map(references, scopes), references(terms.get("@import")))
    return set()


# completeness


@pytest.mark.parametrize("url", REQUIRED)
def test_a_context_that_a_credential_can_name_is_here(url: str) -> None:
    assert BUNDLED.versions(url)[0].url == url


def test_no_other_context_is_here() -> None:
    assert sorted(INDEX["versions"]) == sorted(REQUIRED)


@pytest.mark.parametrize(("alias", "url"), ALIASES.items())
def test_an_alias_leads_to_its_context(alias: str, url: str) -> None:
    assert BUNDLED.versions(alias) == BUNDLED.versions(url) != ()


def test_every_alias_leads_to_a_known_url_and_is_none_itself() -> None:
    assert set(INDEX["aliases"].values()) <= set(INDEX["versions"])
    assert not set(INDEX["aliases"]) & set(INDEX["versions"])


@pytest.mark.parametrize("url", EDITED_IN_PLACE)
def test_a_context_that_was_edited_in_place_has_all_its_versions_newest_first(url: str) -> None:
    found = {version.label: version.upstream_sha256[:8] for version in BUNDLED.versions(url)}
    assert found == EDITED_IN_PLACE[url]
    assert list(found) == sorted(map(str, map(date.fromisoformat, found)), reverse=True)


def test_every_other_context_has_one_version() -> None:
    for url in INDEX["versions"].keys() - EDITED_IN_PLACE:
        assert [version.label for version in BUNDLED.versions(url)] == ["current"], url


def test_the_newest_open_badges_context_is_the_live_one() -> None:
    newest = BUNDLED.versions(f"{OB}context-3.0.3.json")[0]
    assert newest.upstream_sha256 == "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"


def test_large_or_unstable_contexts_that_no_badge_needs_are_left_out() -> None:
    for url in ("https://schema.org/", f"{W3ID}openbadges/v2", "http://data.europa.eu/snb/model/context/edc-ap"):
        assert BUNDLED.versions(url) == ()


# bytes and sources


@every_version
def test_the_bytes_are_the_recorded_ones(version: ContextVersion) -> None:
    content = PACKAGE.joinpath("data", version.file).read_bytes()
    assert hashlib.sha256(content).hexdigest() == version.sha256
    assert version.text() == content
    assert version.load()["@context"]


@every_version
def test_every_file_has_the_house_spelling(version: ContextVersion) -> None:
    spelling = json.dumps(version.load(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert version.text() == spelling.encode()
    assert version.sha256 != version.upstream_sha256


@every_version
def test_every_version_names_its_source_and_licence(version: ContextVersion) -> None:
    name, at, release = version.source.removeprefix("npm:").rpartition("@")
    assert version.source == "transcribed" or (name and at and release[0].isdigit())
    assert version.licence in {
        "Apache-2.0",
        "BSD-3-Clause",
        "LicenseRef-1EdTech",
        "LicenseRef-W3C-CCG",
        "MIT",
        "NOASSERTION",
        "W3C-20150513",
    }


@every_version
def test_the_notice_lists_every_file_with_its_url_source_and_licence(version: ContextVersion) -> None:
    notice = PACKAGE.joinpath("NOTICE.md").read_text("utf-8")
    (row,) = (line for line in notice.splitlines() if line.startswith(f"| `{version.file}` |"))
    source = version.source.removeprefix("npm:").partition("#")[0]
    assert f"<{version.url}>" in row
    assert row.endswith(f"| {source} | {version.licence} |")
    assert f"### {version.licence}" in notice


def test_every_npm_package_has_its_copyright_in_the_notice() -> None:
    notice = PACKAGE.joinpath("NOTICE.md").read_text("utf-8").partition("## Licences and copyright")[2]
    packages = {
        version.source.removeprefix("npm:").rpartition("@")[0]
        for version in VERSIONS
        if version.source.startswith("npm:")
    }
    assert [package for package in packages if f"`{package}`" not in notice] == []


def test_no_file_is_here_without_an_entry_in_the_index() -> None:
    here = {entry.name for entry in PACKAGE.joinpath("data").iterdir()}
    assert here == {version.file for version in VERSIONS}


def test_a_file_serves_two_urls_only_where_they_publish_the_same_bytes() -> None:
    shared = [file for file, count in Counter(version.file for version in VERSIONS).items() if count > 1]
    assert sorted(shared) == ["andamio-v1.json", "cid-v1.json"]
    for file in shared:
        assert len({version.upstream_sha256 for version in VERSIONS if version.file == file}) == 1


def test_two_versions_of_a_context_differ() -> None:
    for url in EDITED_IN_PLACE:
        versions = BUNDLED.versions(url)
        assert len({meaning(version.load()) for version in versions}) == len(versions)


def test_every_context_that_a_context_refers_to_is_here() -> None:
    referred = {url for version in VERSIONS for url in references(version.load()["@context"])}
    assert referred == {f"{W3}ns/odrl.jsonld", f"{W3ID}security/v1"}
    assert referred <= BUNDLED.urls()


# against the published bytes


@needs_corpus
@pytest.mark.corpus
@every_version
def test_the_json_is_that_of_the_published_bytes(version: ContextVersion) -> None:
    entries = json.loads(corpus_path("contexts/index.json").read_bytes())["contexts"]
    published = [
        corpus_path("contexts") / entry["file"]
        for entry in entries
        if entry["url"] == version.url and entry["sha256"] == version.upstream_sha256
    ]
    assert published
    for path in published:
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == version.upstream_sha256
        assert hashlib.sha384(content).hexdigest() == version.upstream_sha384
        assert meaning(json.loads(content)) == meaning(version.load())


@needs_corpus
@pytest.mark.corpus
def test_no_packaged_file_is_a_copy_of_a_published_one() -> None:
    published = {
        hashlib.sha256(path.read_bytes()).hexdigest() for path in corpus_path("contexts").rglob("*") if path.is_file()
    }
    assert len(published) > len(REQUIRED)
    assert not published & {version.sha256 for version in VERSIONS}


@needs_corpus
@pytest.mark.corpus
def test_every_alias_that_is_on_record_is_known() -> None:
    entries = json.loads(corpus_path("contexts/index.json").read_bytes())["contexts"]
    on_record = {alias: entry["url"] for entry in entries if entry["url"] in REQUIRED for alias in entry["aliases"]}
    assert on_record == INDEX["aliases"]


@needs_corpus
@pytest.mark.corpus
def test_the_first_bytes_of_3_0_2_are_left_out_because_they_are_no_json() -> None:
    published = corpus_path("contexts/history/ob3-context-3.0.2@2023-06-21.json").read_bytes()
    with pytest.raises(json.JSONDecodeError):
        json.loads(published)


# terms


@pytest.mark.parametrize("name", COVERAGE)
def test_which_terms_a_version_of_the_open_badges_context_leaves_undefined(name: str) -> None:
    file, _, label = name.partition("@")
    defined = member_names(version_of(OB + file, label).load())
    assert defined & {"awardedDate", "inLanguage", "jti", "endorsementJwt"} == COVERAGE[name]


@pytest.mark.parametrize("file", ["context.json", "context-3.0.1.json", "context-3.0.2.json", "context-3.0.3.json"])
def test_which_terms_every_open_badges_context_defines(file: str) -> None:
    wanted = {"source", "version", "activityStartDate", "activityEndDate", "role", "term"}
    for version in BUNDLED.versions(OB + file):
        assert wanted <= member_names(version.load())


def test_the_undefined_xsd_prefix_of_3_0_3_is_not_repaired() -> None:
    for version in BUNDLED.versions(f"{OB}context-3.0.3.json")[:3]:
        context = version.load()["@context"]
        assert context["awardedDate"]["@type"] == "xsd:dateTime"
        assert "xsd" not in member_names(context)


def test_the_undefined_xsd_prefix_of_the_learner_record_is_not_repaired() -> None:
    newest, older = BUNDLED.versions(f"{CLR}context-2.0.1.json")
    assert newest.load()["@context"]["ClrCredential"]["@context"]["partial"]["@type"] == "xsd:boolean"
    assert "xsd" not in member_names(newest.load())
    assert "partial" not in member_names(older.load())


def test_the_first_learner_record_context_defines_neither_identifier_nor_partial() -> None:
    for version in BUNDLED.versions(f"{CLR}context.json"):
        assert not {"identifier", "partial"} & member_names(version.load())


def test_only_the_earliest_3_0_contexts_lack_protected_terms() -> None:
    protected = {
        file: "@protected" in member_names(BUNDLED.versions(OB + file)[0].load())
        for file in ("context.json", "context-3.0.1.json", "context-3.0.2.json", "context-3.0.3.json")
    }
    assert list(protected.values()) == [False, False, True, True]


def test_the_extensions_context_defines_the_three_types_of_1edtech() -> None:
    context = version_of(f"{OB}extensions.json").load()["@context"]
    base = "https://purl.imsglobal.org/spec/"
    assert context["1EdTechJsonSchemaValidator2019"] == f"{base}vccs/v1p0/context.json#1EdTechJsonSchemaValidator2019"
    assert context["1EdTechRevocationList"] == f"{base}vcrl/v1p0/context.json#1EdTechRevocationList"
    assert context["1EdTechCredentialRefresh"] == f"{base}vccr/v1p0/context.json#1EdTechCredentialRefresh"


def test_the_data_model_defines_the_jwt_claims_but_not_the_jwt_id() -> None:
    claims = {"iss", "sub", "aud", "exp", "nbf", "iat", "kid", "cnf", "jku", "x5u", "_sd", "_sd_alg", "..."}
    defined = set(version_of(f"{W3}ns/credentials/v2", "2025-02-24").load()["@context"])
    assert claims <= defined
    assert "jti" not in defined


def test_only_a_draft_of_the_data_model_gave_undefined_terms_a_meaning() -> None:
    vocabularies = ["@vocab" in version.load()["@context"] for version in BUNDLED.versions(f"{W3}ns/credentials/v2")]
    assert vocabularies == [False, False, True]
