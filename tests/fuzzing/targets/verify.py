"""Files that somebody holds out, in every carrier: a report on each; and only what an issuer sealed is authentic."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from badges import CANONICALIZER
from fuzzing.json_mutations import mutate_json
from fuzzing.oracle import Broken
from fuzzing.picture_mutations import mutate_png, mutate_svg
from fuzzing.reports import check_verification
from fuzzing.scene import ISSUER, WEB_ISSUER, carriers, sealed_drafts, verifier
from fuzzing.target import Target
from fuzzing.token_mutations import mutate_token
from microcred.baking import image_kind
from microcred.document import Document, JsonObject
from microcred.verification.report import Report


def run(data: bytes) -> None:
    report = check_verification(verifier(), data, refresh=True, recipient="mailto:ana@example.org")
    _check_sealed(report)


def _check_sealed(report: Report) -> None:
    """What is authentic of our issuer says one of the things that our issuer has sealed."""
    if not report.authentic or report.document is None or "proof" not in report.document.tree:
        return
    issuer = report.document.tree.get("issuer")
    issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
    if issuer in (ISSUER, WEB_ISSUER) and _said(report.document.tree) not in _all_said():
        raise Broken("a badge is authentic that says what its issuer never sealed")


def _said(tree: Any) -> bytes:
    return CANONICALIZER.canonicalize(JsonObject({name: part for name, part in tree.items() if name != "proof"}))


@cache
def _all_said() -> frozenset[bytes]:
    return frozenset(_said(Document.parse(raw).tree) for raw in sealed_drafts())


@cache
def seeds() -> tuple[bytes, ...]:
    return carriers()


def mutate(data: bytes, rnd: Random) -> bytes:
    match image_kind(data):
        case "png":
            return mutate_png(data, rnd, seeds()[-9:])
        case "svg":
            return mutate_svg(data, rnd, [each for each in seeds() if image_kind(each) == "svg"])
    return mutate_token(data, rnd) if data.startswith(b"ey") else mutate_json(data, rnd, sealed_drafts())


TARGET = Target("verify", run, seeds, mutate, corpus=("samples/**/*.json", "samples/**/*.jwt", "samples/**/*.png"))
