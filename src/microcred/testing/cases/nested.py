"""Credentials within credentials: records, and endorsements, that do not hold."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import COLLEGE, ENDORSER, LEARNER, did_of, signer_of
from microcred.testing.workbench import REMOVED, Edits, Recipe, Workbench, edited

__all__ = ["CASES", "record_with_association"]

_CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_HELD: Final = "/credentialSubject/verifiableCredential"
_FIRST: Final = f"{_HELD}/0"


def _record_tree(bench: Workbench, held: list[Any], edits: Edits | None = None) -> dict[str, Any]:
    badge = bench.tree()
    whole = {
        "@context": [badge["@context"][0], _CLR, badge["@context"][1]],
        "id": "urn:uuid:3f9c1f0e-52a6-4a8e-8a86-0d8d5d8a5b10",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": badge["issuer"],
        "validFrom": badge["validFrom"],
        "name": "Record of learning",
        "credentialSubject": {"id": did_of(LEARNER), "type": ["ClrSubject"], "verifiableCredential": held},
    }
    return edited(whole, edits)


def _record(bench: Workbench, held: list[Any], edits: Edits | None = None, **case: Any) -> BadgeCase:
    """A Comprehensive Learner Record that holds credentials."""
    return bench.case(bench.seal(_record_tree(bench, held, edits)), **case)


def record_with_association(bench: Workbench, **members: str) -> BadgeCase:
    """A record in which an achievement is said to be a part of another, which the record does not hold."""
    association = {
        "type": "Association",
        "associationType": "isChildOf",
        "sourceId": bench.tree()["credentialSubject"]["achievement"]["id"],
        "targetId": "urn:uuid:11111111-1111-4111-8111-111111111111",
    }
    sealed = bench.seal(_record_tree(bench, [_badge(bench)], {"/credentialSubject/association": [association]}))
    changes = {f"/credentialSubject/association/0/{name}": value for name, value in members.items()}
    return bench.case(edited(sealed.tree, changes))


def _badge(bench: Workbench, edits: Edits | None = None, after: Edits | None = None) -> dict[str, Any]:
    return bench.signed(edits, after=after).document.to_dict()


def _records_in_records(bench: Workbench) -> BadgeCase:
    """Six levels, each within the one before."""
    held = _badge(bench)
    for level in range(5):
        own = {"/id": f"urn:uuid:record-{level}", "/credentialSubject/id": f"urn:uuid:learner-{level}"}
        held = bench.seal(_record_tree(bench, [held], own)).to_dict()
    return replace(_record(bench, [held]), within=(_FIRST,) * 4)


def _long_record(bench: Workbench) -> BadgeCase:
    return _record(bench, [bench.tree(_numbered(number)) for number in range(101)])


def _numbered(number: int) -> Edits:
    """A badge of its own: what is described in it stands nowhere else."""
    description = f"urn:uuid:description-{number}"
    achievement = "/credentialSubject/achievement"
    return {
        "/id": f"urn:uuid:badge-{number}",
        "/issuer": did_of(COLLEGE),
        "/credentialSubject/id": f"urn:uuid:learner-{number}",
        f"{achievement}/image": REMOVED,
        f"{achievement}/id": f"urn:uuid:achievement-{number}",
        f"{achievement}/resultDescription/0/id": description,
        "/credentialSubject/result/0/resultDescription": description,
    }


def _word_of_another(bench: Workbench) -> BadgeCase:
    """A record of the college with a badge of somebody else in it, who did not sign it."""
    badge = bench.tree({"/issuer/id": did_of("famous university"), "/id": "urn:uuid:elsewhere"})
    return replace(_record(bench, [badge], trusted=[did_of("famous university")]), within=(_FIRST,))


def _unreachable(bench: Workbench) -> BadgeCase:
    case = bench.of_academy(edits={"/id": "urn:uuid:elsewhere"})
    return _record(bench, [case.document.to_dict()], pages={})


def _endorsement(bench: Workbench, edits: Edits | None = None) -> dict[str, Any]:
    """An endorsement of the achievement of the badge."""
    badge = bench.tree()
    return edited(
        {
            "@context": badge["@context"],
            "id": "urn:uuid:86c2a9c4-54a0-4b0e-9d5c-6f0a3d6b9a01",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement",
            "issuer": {"id": did_of(ENDORSER), "type": ["Profile"], "name": "Guild of Soil Scientists"},
            "validFrom": bench.day(-30),
            "credentialSubject": {
                "id": badge["credentialSubject"]["achievement"]["id"],
                "type": ["EndorsementSubject"],
                "endorsementComment": "A sound course.",
            },
        },
        edits,
    )


def _endorsed(bench: Workbench, *endorsements: dict[str, Any], within: bool = False, **case: Any) -> BadgeCase:
    """A badge whose achievement has these endorsements."""
    place = "/credentialSubject/achievement/endorsement"
    whole = bench.signed({place: list(endorsements)}, **case)
    return replace(whole, within=(f"{place}/0",)) if within else whole


def _sealed(bench: Workbench, edits: Edits | None = None) -> dict[str, Any]:
    return bench.seal(_endorsement(bench, edits), signer_of(ENDORSER)).to_dict()


def _forged(bench: Workbench) -> BadgeCase:
    comment = {"/credentialSubject/endorsementComment": "The best course there is."}
    return _endorsed(bench, edited(_sealed(bench), comment))


def _silent(bench: Workbench) -> BadgeCase:
    """An endorser whose key cannot be had."""
    guild = "https://guild.example/issuer"
    endorsement = edited(_sealed(bench), {"/issuer/id": guild, "/proof/verificationMethod": f"{guild}#key-1"})
    return _endorsed(bench, endorsement)


def _of_another(bench: Workbench) -> BadgeCase:
    elsewhere = {"/credentialSubject/id": "https://college.example/achievements/another"}
    return _endorsed(bench, _sealed(bench, elsewhere), within=True, trusted=[did_of(ENDORSER)])


def _badge_as_endorsement(bench: Workbench) -> BadgeCase:
    """The badge of somebody, in the place of an endorsement of the issuer; as a token, whose form says less."""
    token = bench.token(edits={"/id": "urn:uuid:another"}).text
    case = bench.signed({"/issuer/endorsementJwt": [token]})
    return replace(case, within=("/issuer/endorsementJwt/0",))


CASES: Final = MappingProxyType[str, Recipe](
    {
        "credentials.forged": lambda bench: _record(bench, [_badge(bench, after={"/name": "Another name"})]),
        "credentials.too-many": _long_record,
        "credentials.undetermined": _unreachable,
        "document.nested-too-deep": _records_in_records,
        "endorsements.not-an-endorsement": _badge_as_endorsement,
        "endorsements.of-another": _of_another,
        "endorsements.rejected": _forged,
        "endorsements.too-many": lambda bench: _endorsed(
            bench, *(_endorsement(bench, {"/id": f"urn:uuid:endorsement-{number}"}) for number in range(51))
        ),
        "endorsements.undetermined": _silent,
        "proof.covered-by-outer": _word_of_another,
    }
)
