"""Badges of Open Badges 2.0 and 1.x that other people made: reading, unbaking and verdict against their sources.

The web is the one that the source's own tests serve, with plain http allowed as it is there; a hosted assertion is
served at its id. What is seen differently here stands in ``ob2_disagreements.toml``, each with its reason.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import corpus_path, needs_corpus, samples
from corpus_web import open_badges_2_web
from microcred.baking import OPEN_BADGES_2, carried
from microcred.document import Document
from microcred.errors import ImageError, MicrocredError, ModelError
from microcred.models import read_credential
from microcred.open_badges_2 import convert, read_open_badges_2
from microcred.proofs.jws import CompactJws
from microcred.verification.open_badges_2 import HostedUrl, gather, recognise, verify_assertion
from microcred.verification.report import Report, Verdict
from microcred.verification.trust import AnyIssuer
from world import World

pytestmark = needs_corpus

AS_OF = datetime(2026, 11, 22, tzinfo=UTC)
DISAGREEMENTS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("ob2_disagreements.toml").read_text(encoding="utf-8")
)


def ids(sample: dict[str, Any]) -> str:
    return sample["file"].removeprefix("samples/")


def content(sample: dict[str, Any]) -> bytes:
    return corpus_path(sample["file"]).read_bytes()


def is_assertion(sample: dict[str, Any]) -> bool:
    """Whether a sample is held out as a whole badge; the others are documents that badges refer to."""
    if sample["kind"] in ("OB2 signed assertion (JWS)", "OB2 baked PNG"):
        return True
    return sample["kind"].startswith("OB2 JSON") and re.search(rb'"issuedOn"\s*:\s*"', content(sample)) is not None


OURS = [sample for sample in samples() if sample["kind"].startswith(("OB1", "OB2"))]
DECIDED = [sample for sample in OURS if sample["expected"] in ("valid", "valid-with-warning", "invalid", "expired")]
BADGES = [sample for sample in DECIDED if is_assertion(sample)]
COMPONENTS = [sample for sample in DECIDED if not is_assertion(sample)]
PICTURES = [sample for sample in samples() if sample["kind"] in ("baked/unbaked image", "OB2 asset image")]

#: What the pictures of the bakeries carry, and what carries it.
CARRIED = {
    "bakery/mozilla/baked.svg": ("element content", b'"http://example.org"'),
    "bakery/concentricsky/baked_example.svg": ("element content", b'"https://example.org/assertion.json"'),
    "bakery/concentricsky/baked_heart.png": ("iTXt chunk", b'"http://example.org/badgeinstance1"'),
    "bakery/mozilla/valid-baked.png": ("tEXt chunk", b"https://example.org/assertion"),
}
#: Why the documents that badges refer to, and the parts of old tests, cannot be read; the others can.
UNREADABLE = {
    "1edtech-validator/ob20/assets/badgecriteria.json": "model.missing",  # criteria, which are read in their class
    "1edtech-validator/ob20/assets/beths-robot-work.html": "document.empty",  # an empty page
    "1edtech-validator/ob20/assets/criteria-no-type.json": "model.wrong-type",  # criteria again
    "1edtech-validator/ob20/assets/issuer-invalid-type.json": "model.wrong-type",  # a profile of the type Criteria
    "1edtech-validator/ob20/assets/openbadges_context.json": "document.not-json",  # a context with a comment
    "1edtech-validator/ob20/redirected-validation-subject.json": "document.not-json",  # comments in JSON
    "openbadges-validator-core/0_5_assertion.json": "model.missing",  # version 0.5, which nothing verifies
    "openbadges-validator-core/1_0_assertion_with_errors.json": "model.wrong-type",  # errors, as its name says
    "openbadges-validator-core/openbadges_context.json": "model.wrong-type",  # a context
}


def web_with(document: Document | None) -> World:
    web = open_badges_2_web()
    if document is not None and isinstance(document.tree.get("id"), str):
        web.serve(document.tree["id"], document.raw)
    return web


@cache
def report(file: str) -> Report:
    given = recognise(corpus_path(file).read_bytes())
    assert given is not None
    web = web_with(given if isinstance(given, Document) else None)
    return verify_assertion(given, session=web.session(), trust=AnyIssuer(), at=AS_OF)


def as_expected(found: Report, sample: dict[str, Any]) -> bool:
    match sample["expected"]:
        case "expired":
            return found.verdict is Verdict.REJECTED and found.authentic is True and found.current is False
        case "invalid":
            return found.verdict is Verdict.REJECTED
        case _:
            return found.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("sample", BADGES, ids=ids)
def test_the_verdict_is_the_recorded_one_or_a_listed_disagreement(sample: dict[str, Any]) -> None:
    found, listed = report(sample["file"]), DISAGREEMENTS.get(ids(sample))
    if listed is None:
        assert as_expected(found, sample), found.to_json()
    else:
        decisive = [str(check.code) for check in found.checks if check.outcome in ("failed", "undetermined")]
        assert not as_expected(found, sample), "no longer a disagreement: take it off the list"
        assert (str(found.verdict), decisive[0]) == (listed["verdict"], listed["code"])


def test_nothing_is_accepted_that_its_source_rejects() -> None:
    bad = [sample for sample in BADGES if sample["expected"] not in ("valid", "valid-with-warning")]
    assert len(bad) == 4
    assert [ids(sample) for sample in bad if report(sample["file"])] == []


def test_the_list_of_disagreements_names_samples_that_exist_and_why() -> None:
    assert set(DISAGREEMENTS) <= {ids(sample) for sample in BADGES}
    assert all(listed["why"] for listed in DISAGREEMENTS.values())


@pytest.mark.parametrize("sample", COMPONENTS, ids=ids)
def test_a_document_on_its_own_is_read_or_refused_as_recorded(sample: dict[str, Any]) -> None:
    document = Document.parse(content(sample))
    if sample["expected"] == "invalid":
        with pytest.raises(ModelError):
            read_open_badges_2(document.tree)
    else:
        assert read_open_badges_2(document.tree)


@pytest.mark.parametrize("sample", [s for s in OURS if s not in DECIDED and s["kind"] != "OB2 asset image"], ids=ids)
def test_every_other_document_is_read_or_named_with_its_reason(sample: dict[str, Any]) -> None:
    reason = UNREADABLE.get(ids(sample))
    if reason is None:
        assert read_open_badges_2(Document.parse(content(sample)).tree)
        return
    with pytest.raises(MicrocredError) as caught:
        read_open_badges_2(Document.parse(content(sample)).tree)
    assert caught.value.code == reason


@pytest.mark.parametrize("sample", PICTURES, ids=ids)
def test_a_picture_carries_what_was_baked_into_it(sample: dict[str, Any]) -> None:
    if sample["expected"] == "valid":
        found = carried(content(sample))
        carrier, part = CARRIED[ids(sample)]
        assert (found.standard, found.carrier) == (OPEN_BADGES_2, carrier)
        assert part in found.text
        assert recognise(content(sample)) is not None
        return
    with pytest.raises(ImageError) as caught:
        carried(content(sample))
    assert caught.value.code == "image.no-credential"


def test_an_address_alone_leads_to_the_badge() -> None:
    given = recognise(corpus_path("samples/bakery/mozilla/valid-baked.png").read_bytes())
    assert given == HostedUrl("https://example.org/assertion")
    found = Document.parse(corpus_path("samples/1edtech-validator/ob20/basic-assertion.json").read_bytes())
    web = web_with(found)
    web.serve(given.url, found.raw)
    assert verify_assertion(given, session=web.session(), trust=AnyIssuer(), at=AS_OF)


def test_over_https_alone_a_key_at_an_http_address_is_not_believed() -> None:
    token = recognise(corpus_path("samples/1edtech-validator/ob20/simple.jwt").read_bytes())
    assert isinstance(token, CompactJws)
    web = World()
    for name in ("robotics-badge.json", "organization.json", "key1.json"):
        path = corpus_path(f"samples/1edtech-validator/ob20/assets/{name}")
        web.serve(f"https://example.org/{name}", path.read_bytes())
    found = verify_assertion(token, session=web.session(), trust=AnyIssuer(), at=AS_OF)
    assert (found.verdict, found["issuer_key"].code) == ("undetermined", "fetch.forbidden-scheme")


@pytest.mark.parametrize(
    "sample", [s for s in BADGES if s["expected"] == "valid" and ids(s) not in DISAGREEMENTS], ids=ids
)
def test_a_valid_badge_becomes_a_draft_that_conforms(sample: dict[str, Any]) -> None:
    given = recognise(content(sample))
    assert given is not None
    assertion, badge_class, issuer = gather(given, open_badges_2_web().session())
    draft = convert(assertion.tree, badge_class, issuer).credential
    read_credential(draft.tree, strict=True)
    assert draft.tree["evidence"][-1]["id"] == assertion.tree["id"]
