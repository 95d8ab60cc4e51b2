"""What ``relatedResource`` says of the resources that a verification uses (VC Data Model 2.0, 5.3).

A verification uses contexts, and those are never fetched: each one that is known is on record with the digests of the
bytes that its publisher serves. So a digest is compared with the versions on record. What a verification does not use
(pictures, evidence, …) it does not judge: whoever opens such a resource has to compare its digest then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from microcred.contexts import ContextVersion
from microcred.document import JsonObject, child_pointer
from microcred.errors import Fault, Rejected, Undetermined
from microcred.positions import placed
from microcred.verification.digests import Digest, declared_digests

__all__ = ["RelatedResource", "check_related_resources"]

_MAX_RESOURCES: Final = 100
_MALFORMED: Final = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"


@dataclass(frozen=True, slots=True)
class RelatedResource:
    """One resource, and whether its digests were compared with what this verification used.

    ``compared`` is false for a resource that was not used, and where nothing on record is of the same algorithm.
    """

    url: str
    pointer: str
    compared: bool


def check_related_resources(
    tree: JsonObject, used: Mapping[str, Sequence[ContextVersion]]
) -> tuple[RelatedResource, ...]:
    """Compare the digests of ``relatedResource`` with those of the contexts that are ``used``.

    ``used`` maps the URL of each context to all versions of it that are known: an issuer may have meant an older one.
    Returns every resource with what became of it. Raises :class:`~microcred.errors.Rejected` with every entry that is
    out of form, named twice, or of another digest, and :class:`~microcred.errors.Undetermined` for too many.
    """
    entries = placed(tree.get("relatedResource", []), "/relatedResource")
    if len(entries) > _MAX_RESOURCES:
        raise Undetermined(
            "resource.too-many",
            f"the credential relates to {len(entries)} resources, at most {_MAX_RESOURCES} are looked at",
            pointer="/relatedResource",
        )
    found: list[RelatedResource] = []
    faults: list[Fault] = []
    for pointer, entry in entries:
        try:
            resource = _checked(entry, pointer, used, {each.url for each in found})
        except Rejected as error:
            faults += error.faults
        else:
            found.append(resource)
    if faults:
        raise Rejected.of(faults)
    return tuple(found)


def _checked(
    entry: Any, pointer: str, used: Mapping[str, Sequence[ContextVersion]], earlier: set[str]
) -> RelatedResource:
    url = entry.get("id") if isinstance(entry, dict) else None
    if not isinstance(url, str):
        raise Rejected("resource.malformed", "the related resource has no id", pointer=pointer, problem=_MALFORMED)
    if url in earlier:
        raise Rejected(
            "resource.duplicate-id",
            f"{url[:200]} is related twice, and only one digest can be meant",
            pointer=child_pointer(pointer, "id"),
            problem=_MALFORMED,
        )
    try:
        digests = declared_digests(entry)
    except ValueError as error:
        raise Rejected(
            "resource.malformed", f"the digest of {url[:200]}: {error}", pointer=pointer, problem=_MALFORMED
        ) from error
    if not digests:
        raise Rejected("resource.malformed", f"{url[:200]} has no digest", pointer=pointer, problem=_MALFORMED)
    answers = [
        _is_on_record(wanted, used.get(url, ()), child_pointer(pointer, member)) for member, wanted in digests.items()
    ]
    return RelatedResource(url, pointer, any(answers))


def _is_on_record(wanted: Sequence[Digest], versions: Sequence[ContextVersion], pointer: str) -> bool:
    """Whether one of the digests is that of a known version; false where nothing can be compared."""
    algorithm = wanted[0].algorithm
    recorded = [bytes.fromhex(_recorded(version, algorithm)) for version in versions]
    if not all(recorded) or not recorded:
        return False
    if not any(digest.value in recorded for digest in wanted):
        raise Rejected(
            "resource.wrong-digest",
            f"{versions[0].url[:200]} has another digest than the credential says ({wanted[0]!s:.40}…)",
            pointer=pointer,
            hint="the issuer meant another version of this context than those that its publisher has served",
            evidence={"known": [f"{algorithm}:{digest.hex()}" for digest in recorded]},
        )
    return True


def _recorded(version: ContextVersion, algorithm: str) -> str:
    """A digest of the bytes as published, in hexadecimal; empty where it is not on record."""
    return {"sha256": version.upstream_sha256, "sha384": version.upstream_sha384}.get(algorithm, "")
