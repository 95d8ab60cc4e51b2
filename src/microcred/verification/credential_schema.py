"""What ``credentialSchema`` asks for (Open Badges 3.0, 9.1, step 1; Verifiable Credentials JSON Schema).

The 1EdTech schemas of a class say what its data model says, and the credential has been read by that already. Any other
JSON Schema is fetched and assessed, once the seal holds; one that is a credential itself is verified as one, and the
verifier passes in how. A schema that cannot be had, or used, leaves the check undetermined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from microcred.document import Document, JsonObject
from microcred.errors import Fault, MicrocredError, Rejected, Undetermined
from microcred.positions import placed
from microcred.verification.json_schema.effort import Effort
from microcred.verification.report import Check

if TYPE_CHECKING:
    from microcred.verification.fetch import FetchSession

__all__ = ["check_schema", "unverified_schema"]

_MAX_ENTRIES: Final = 8


def check_schema(
    tree: JsonObject,
    *,
    model: str,
    session: FetchSession | None,
    verify_credential: Callable[[bytes, str], Document],
    shared: Effort | None = None,
) -> Check:
    """Hold a credential against every schema that it names.

    ``model`` is the name of the class by whose rules it has been read. Without ``session`` nothing is fetched, and a
    schema that would have to be leaves the check *not run*. ``verify_credential`` verifies a schema credential, fetched
    from the URL that is its second argument, and raises unless it holds. ``shared`` is what all credentials of one
    verification may cost together. Raises
    :class:`~microcred.errors.Rejected` with everything that does not conform, and
    :class:`~microcred.errors.Undetermined`.
    """
    entries = placed(tree.get("credentialSchema", []), "/credentialSchema")
    if not entries:
        return Check.not_applicable("schema", "the credential names no schema")
    if len(entries) > _MAX_ENTRIES:
        raise Undetermined(
            "schema.too-much-work", f"the credential names {len(entries)} schemas, at most {_MAX_ENTRIES} are assessed"
        )
    # Few credentials name a schema: what can answer is loaded for those alone.
    from microcred.verification.named_schema import Later, Question, answer_of

    effort = Effort(shared=shared)
    answers: list[str] = []
    failed: list[Fault] = []
    unknown: list[Fault] = []
    foreign: list[str] = []
    later = False
    for pointer, entry in entries:
        members = entry if isinstance(entry, dict) else {}
        question = Question(members, pointer, tree, model, session, verify_credential, effort)
        try:
            answer = answer_of(question)
        except Later:
            later = True
        except Rejected as error:
            failed += error.faults
        except Undetermined as error:
            unknown += error.faults
        else:
            answers += [answer] if answer else []
            foreign += [] if answer else [question.kind]
    if failed:
        raise Rejected.of(failed)
    if unknown:
        raise Undetermined.of(unknown)
    if later:
        return Check.not_run("schema", "not looked at, because the check 'proof' did not pass")
    if foreign:
        named = ", ".join(dict.fromkeys(foreign))
        return Check.not_run("schema", f"schemas of type {named!r:.200} are not assessed", "schema.not-assessed")
    return Check.passed("schema", "; ".join(answers), schemas=[entry["id"] for _, entry in entries])


def unverified_schema(url: str, error: MicrocredError) -> Undetermined:
    """The error for a schema credential whose own verification went wrong: nobody knows whose schema that is."""
    return Undetermined(
        "schema.not-verified",
        f"the schema credential {url[:200]} cannot be believed: {error.message}",
        hint=error.hint,
        evidence={"schema": url, "because": error.code},
    )
