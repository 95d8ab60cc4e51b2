"""Issue a badge to everybody in a class list, each in a picture of its own.

    python examples/issue_class.py examples/roster.csv --key issuer.pem --out badges/

The list is CSV with the columns email, name and grade. Addresses are hidden behind salted hashes, unless --plain is
said. A badge that is there already is left alone, so an interrupted run can be repeated.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import secrets
from pathlib import Path

from microcred import Achievement, Document, Ed25519Signer, Issuer, OpenBadgeCredential, Profile, bake
from microcred.artwork import badge_png
from microcred.keys import did_key
from microcred.models import AchievementSubject, IdentityObject, Result, ResultDescription

HERE = Path(__file__).parent
GRADE = ResultDescription(name="Grade", result_type="LetterGrade", allowed_value=["C", "B", "A"], required_value="C")


def identity(address: str, *, plain: bool) -> IdentityObject:
    if plain:
        return IdentityObject(hashed=False, identity_hash=address, identity_type="emailAddress")
    salt = secrets.token_hex(16)
    digest = hashlib.sha256((address + salt).encode()).hexdigest()
    return IdentityObject(hashed=True, identity_hash=f"sha256${digest}", identity_type="emailAddress", salt=salt)


def award(row: dict[str, str], achievement: Achievement, profile: Profile, *, plain: bool) -> OpenBadgeCredential:
    learner = AchievementSubject(
        identifier=identity(row["email"], plain=plain),
        achievement=achievement,
        result=Result(result_description=GRADE.id, value=row["grade"]),
    )
    return OpenBadgeCredential(name=achievement.name, issuer=profile, credential_subject=learner)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Issue a badge to everybody in a class list.")
    parser.add_argument("roster", type=Path)
    parser.add_argument("--key", type=Path, required=True, help="made with: microcred keygen -o issuer.pem")
    parser.add_argument("--achievement", type=Path, default=HERE / "achievement.json")
    parser.add_argument("--profile", type=Path, default=HERE / "profile.json")
    parser.add_argument("--out", type=Path, default=Path("badges"))
    parser.add_argument("--plain", action="store_true", help="show the addresses to everybody who sees the badges")
    options = parser.parse_args(arguments)

    signer = Ed25519Signer.from_pem(options.key.read_bytes())
    profile = Profile(**{"id": did_key(signer.public_key), **Document.parse(options.profile.read_bytes()).tree})
    definition = Document.parse(options.achievement.read_bytes()).tree
    achievement = Achievement(**{**definition, "resultDescription": [GRADE.to_dict()]})
    issuer, picture = Issuer(profile, signer), badge_png(achievement.name, profile.name or "")

    options.out.mkdir(parents=True, exist_ok=True)
    with options.roster.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            target = options.out / (re.sub(r"[^a-z0-9]+", "-", row["email"].lower()) + ".png")
            if not target.exists():
                target.write_bytes(bake(picture, issuer.issue(award(row, achievement, profile, plain=options.plain))))
                print(f"{target}  {row['name']}")


if __name__ == "__main__":
    main()
