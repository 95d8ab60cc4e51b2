"""A name that breaks out of a list of trusted issuers.

Attack: Whoever keeps a list of trusted issuers writes one line for each: the id, and the name that the issuer gave. The
forger applies with a sound id of their own, under a name in which a character for a new line stands, and behind it
another id, of whom nobody has heard.

Naively: A verifier reads the list with the function of its language that makes lines, which begins a new one at ten
characters; whoever wrote the list looked out for one of them.

Here: A line ends with a line feed (docs/decisions/0021); everything else in a name is part of the name. The other id is
``trust.not-recognised``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from badges import AT, STRANGER, sealed, unsigned
from microcred.verification.fetch import Offline
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from published_keys import ISSUER

SMUGGLED = STRANGER.verification_method.partition("#")[0]
BREAKS = ["\u2028", "\u2029", "\x85", "\v", "\f", "\x1c", "\x1d", "\x1e", "\r"]


def listed_with(name: str) -> str:
    assert "\n" not in name, "whoever keeps the list looks out for this one"
    return f"# the issuers whom we know\r\n{ISSUER} Riverside College\ndid:web:applicant.example {name}\n"


def naive_ids(text: str) -> set[str]:
    return {line.split()[0] for line in text.splitlines() if line and not line.startswith("#")}


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_a_naive_reader_finds_an_id_in_a_name(line_break: str) -> None:
    assert SMUGGLED in naive_ids(listed_with(f"Applicant{line_break}{SMUGGLED} College"))


@pytest.mark.parametrize("line_break", BREAKS, ids=ascii)
def test_what_stands_in_a_name_is_part_of_the_name(line_break: str, tmp_path: Path) -> None:
    place = tmp_path / "issuers.txt"
    place.write_bytes(listed_with(f"Applicant{line_break}{SMUGGLED} College").encode())
    trust = TrustedIssuers.from_file(place)
    assert set(trust.issuers) == {ISSUER, "did:web:applicant.example"}
    forged = sealed(unsigned(issuer={"id": SMUGGLED, "type": ["Profile"]}), STRANGER)
    found = Verifier(trust=trust, fetcher=Offline()).verify(forged, at=AT)
    assert (found.verdict, found["trust"].code) == ("rejected", "trust.not-recognised")
    assert Verifier(trust=TrustedIssuers(SMUGGLED), fetcher=Offline()).verify(forged, at=AT)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_either_system_are_lines(end: str, tmp_path: Path) -> None:
    place = tmp_path / "issuers.txt"
    place.write_bytes(f"{ISSUER} Riverside College{end}{end}{SMUGGLED}{end}".encode())
    assert dict(TrustedIssuers.from_file(place).issuers) == {ISSUER: "Riverside College", SMUGGLED: None}
