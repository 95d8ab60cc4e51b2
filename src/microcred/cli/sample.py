"""The micro-credential of the demonstration: complete enough to show what a good one says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from microcred.cli.drafts import Recipient
from microcred.cli.durations import Duration

if TYPE_CHECKING:
    from microcred.models import OpenBadgeCredential, Profile

__all__ = ["RECIPIENT", "sample_credential", "sample_issuer"]

RECIPIENT: Final = "mira@example.org"
_LASTING: Final = Duration(months=36, time=timedelta())
_SKILL: Final = "https://skills.example.org/framework/data-stewardship"


def sample_issuer(issuer_id: str) -> Profile:
    """An organisation that does not exist, under the id of a key that does."""
    from microcred.models import Address, Profile

    return Profile(
        id=issuer_id,
        name="Riverside University of Applied Sciences",
        url="https://riverside.example.org",
        email="badges@riverside.example.org",
        address=Address(address_locality="Riverside", address_country_code="NL"),
    )


def sample_credential(issuer: Profile) -> OpenBadgeCredential:
    """A micro-credential for :data:`RECIPIENT`, from now on for three years."""
    from microcred.models import (
        Achievement,
        AchievementSubject,
        Alignment,
        Criteria,
        Evidence,
        OpenBadgeCredential,
        Result,
        ResultDescription,
        RubricCriterionLevel,
    )

    now = datetime.now(UTC).replace(microsecond=0)
    proficient = RubricCriterionLevel(
        name="Proficient", level="3", description="Plans and defends data management for a team, without help."
    )
    levels = (
        RubricCriterionLevel(name="Aware", level="1", description="Knows the terms and the reasons."),
        RubricCriterionLevel(name="Practising", level="2", description="Follows a plan that others made."),
        proficient,
    )
    project = ResultDescription(name="Project", result_type="RubricCriterionLevel", rubric_criterion_level=levels)
    exam = ResultDescription(name="Exam", result_type="Percent", value_min="0", value_max="100", required_value="60")
    achievement = Achievement(
        id="https://riverside.example.org/achievements/data-stewardship-foundations",
        name="Foundations of Data Stewardship",
        description="Plan, document and share research data so that others can find, understand and reuse it.",
        achievement_type="MicroCredential",
        criteria=Criteria(
            id="https://riverside.example.org/achievements/data-stewardship-foundations/criteria",
            narrative="Write a data management plan for a project of your own, defend it in front of two assessors, "
            "and reach at least 60 percent in the exam. About 75 hours of work.",
        ),
        credits_available=3,
        in_language="en",
        tag=("data management", "FAIR", "open science"),
        alignment=(
            Alignment(
                target_name="Data stewardship",
                target_url=_SKILL,
                target_code="DS-2.1",
                target_framework="Example Framework of Digital Skills",
            ),
        ),
        result_description=(project, exam),
    )
    return OpenBadgeCredential(
        name=achievement.name,
        issuer=issuer,
        credential_subject=AchievementSubject(
            achievement=achievement,
            identifier=Recipient(RECIPIENT, hashed=True).identity(),
            credits_earned=3,
            result=(
                Result(result_description=project.id, achieved_level=proficient.id),
                Result(result_description=exam.id, value="87"),
            ),
        ),
        evidence=Evidence(
            id="https://riverside.example.org/evidence/plan-2291",
            name="Data management plan",
            description="The plan for a survey of urban gardens, as it was defended.",
        ),
        valid_from=now,
        valid_until=_LASTING.after(now),
    )
