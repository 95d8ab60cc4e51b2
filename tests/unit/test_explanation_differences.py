"""Two badges that were meant to be the same: which statement differs, and where in the JSON it comes from."""

from __future__ import annotations

import copy

import pytest

from badges import CANONICALIZER, sealed, unsigned
from differences import CASES, Case, pair
from microcred.document import Document
from microcred.errors import UsageError
from microcred.explanation import Comparison, Effect, Kind
from microcred.explanation.comparison import compare_documents
from microcred.explanation.printed import compare_statements
from microcred.explanation.provenance import Provenance
from microcred.explanation.statements import PrintedStatements, looks_like_nquads

# What statements alone cannot tell, and what they call it.
IN_STATEMENTS = {
    "a number as a text": Kind.NUMBER_FORM,
    "a truth value as a text": Kind.TEXT_CASE,
    "another version of a context": Kind.MEMBER_RENAMED,
    "an element of an array removed": Kind.MEMBER_REMOVED,
}
# Where the statement comes from: of what stands on the other side alone, what it is about.
ABOUT = {
    "a language": "/name",
    "a direction of a text": "/name",
    "a member added": "",
    "a type added": "/issuer",
    "an id instead of a blank node": "/credentialSubject/achievement/criteria",
    "another version of a context": "/credentialSubject/achievement",
}


def compared(here: dict[str, object], there: dict[str, object]) -> Comparison:
    return compare_documents(Document.of(here), Document.of(there), CANONICALIZER)


def beside(here: dict[str, object], printed: bytes) -> Comparison:
    return compare_statements(Document.of(here), PrintedStatements.read(printed), CANONICALIZER)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_difference_is_named_with_its_place_and_with_what_it_does(case: Case) -> None:
    found = compared(*pair(case))
    assert [
        (difference.kind, difference.here.pointer, difference.there.pointer, difference.effect)
        for difference in found.differences
    ] == [(case.kind, case.pointer, case.other, case.effect)]
    assert found.same is {Effect.NONE: True, Effect.CHANGES: False, Effect.REFUSED: None}[case.effect]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_other_way_round_the_difference_is_at_the_same_places(case: Case) -> None:
    here, there = pair(case)
    (found,) = compared(there, here).differences
    assert (found.here.pointer, found.there.pointer, found.effect) == (case.other, case.pointer, case.effect)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_difference_that_counts_comes_with_the_statement_that_differs(case: Case) -> None:
    (found,) = compared(*pair(case)).differences
    statements = [found.here.statement, found.there.statement]
    assert any(statements) is (case.effect is Effect.CHANGES)
    assert statements[0] != statements[1] or case.effect is not Effect.CHANGES


READ_BY_ALL = [case for case in CASES if case.effect is not Effect.REFUSED]


@pytest.mark.parametrize("case", READ_BY_ALL, ids=lambda case: case.name)
def test_beside_statements_of_another_tool_the_difference_is_at_the_same_place(case: Case) -> None:
    here, there = pair(case)
    found = beside(here, CANONICALIZER.canonicalize(Document.of(there).tree))
    if case.effect is Effect.NONE:
        assert found.same
        assert not found.differences
    else:
        assert found.first is not None
        assert found.first.pointer == ABOUT.get(case.name, case.pointer)
        assert found.first.kind is IN_STATEMENTS.get(case.name, case.kind)


def test_the_same_badge_twice_has_no_difference() -> None:
    found = compare_documents(sealed(), sealed(), CANONICALIZER)
    assert (found.same, found.differences, found.first) == (True, (), None)


def test_several_differences_are_all_found_in_reading_order() -> None:
    there = unsigned(name="Other", validUntil="2030-01-15T09:00:00Z")
    there["credentialSubject"]["achievement"]["tag"].reverse()
    found = compared(unsigned(), there)
    assert [difference.pointer for difference in found.differences] == [
        "/validUntil",
        "/name",
        "/credentialSubject/achievement/tag",
    ]
    assert [difference.pointer for difference in found.harmless] == ["/credentialSubject/achievement/tag"]


def test_a_difference_within_a_nested_credential_names_that_credential() -> None:
    case = next(case for case in CASES if case.name == "a value in a nested credential")
    (found,) = compared(*pair(case)).differences
    assert found.nested == "/endorsement/0"


PROOF_OPTIONS = [
    ("created", "2026-01-15T09:00:01Z", Kind.VALUE_CHANGED),
    ("created", "2026-01-15T09:00:00+00:00", Kind.DATE_FORM),
    ("proofPurpose", "authentication", Kind.VALUE_CHANGED),
    ("verificationMethod", "did:example:other#key", Kind.VALUE_CHANGED),
    ("cryptosuite", "ecdsa-rdfc-2019", Kind.VALUE_CHANGED),
    ("type", "Ed25519Signature2020", Kind.TYPE_CHANGED),
]


@pytest.mark.parametrize(("name", "value", "kind"), PROOF_OPTIONS)
def test_a_proof_option_that_was_changed_is_named(name: str, value: str, kind: Kind) -> None:
    here = sealed().to_dict()
    there = copy.deepcopy(here)
    there["proof"][name] = value
    found = compared(here, there)
    assert found.first is not None
    assert found.same is not True
    assert (found.first.part, found.first.pointer, found.first.kind) == ("proof", f"/proof/{name}", kind)


def test_a_context_of_the_proof_itself_changes_its_options_where_the_json_is_signed() -> None:
    here = sealed().to_dict()
    here["proof"] |= {"cryptosuite": "eddsa-jcs-2022", "@context": here["@context"]}
    there = copy.deepcopy(here)
    del there["proof"]["@context"]
    found = compared(here, there)
    assert found.basis == "json"
    assert found.first is not None
    assert (found.first.kind, found.first.pointer) == (Kind.CONTEXT_MISSING, "/proof/@context")


def test_another_signature_over_the_same_is_no_difference_of_what_is_signed() -> None:
    here = sealed().to_dict()
    there = copy.deepcopy(here)
    there["proof"]["proofValue"] = "z" + "1" * 64
    found = compared(here, there)
    assert found.same is True
    assert [difference.kind for difference in found.harmless] == [Kind.PROOF_VALUE]


def test_where_the_json_is_signed_the_order_of_a_set_counts() -> None:
    here = unsigned()
    here["proof"] = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}
    there = copy.deepcopy(here)
    there["credentialSubject"]["achievement"]["tag"].reverse()
    found = compared(here, there)
    assert (found.basis, found.same) == ("json", False)
    assert found.first is not None
    assert found.first.kind is Kind.ORDER


def test_changes_that_count_only_together_are_told_as_such() -> None:
    here = unsigned(evidence=[{"id": "urn:e", "type": ["Evidence"], "name": "A"}])
    there = unsigned(evidence=[{"id": "urn:e", "type": ["Evidence"], "name": "B"}])
    assert compared(here, there).same is False


def test_a_document_that_cannot_be_read_is_compared_all_the_same() -> None:
    found = compared(unsigned(colour="blue"), unsigned(colour="green"))
    assert found.same is None
    assert [difference.pointer for difference in found.differences] == ["/colour"]
    assert found.differences[0].effect is Effect.UNKNOWN
    assert len(found.notes) == 2


# --- files of statements

CANONICAL = CANONICALIZER.canonicalize(Document.of(unsigned()).tree)
SPELLINGS = {
    "they begin with a byte order mark": b"\xef\xbb\xbf" + CANONICAL,
    "their lines end with CR LF, in the canonical form with LF": CANONICAL.replace(b"\n", b"\r\n"),
    "the line feed behind the last statement is missing": CANONICAL.rstrip(b"\n"),
    "there are empty lines behind the last statement": CANONICAL + b"\n",
    "the lines are not in the canonical order, that of their code points": b"".join(
        reversed(CANONICAL.splitlines(keepends=True))
    ),
    "a statement stands more than once": CANONICAL + CANONICAL.splitlines(keepends=True)[0],
    "the blank nodes do not have their canonical names": CANONICAL.replace(b"_:c14n", b"_:b"),
    "the white space or the escapes within the lines are not those of the canonical form": CANONICAL.replace(
        b"> <", b">  <"
    ),
}


@pytest.mark.parametrize(("what", "printed"), SPELLINGS.items(), ids=SPELLINGS)
def test_the_same_statements_in_other_bytes_are_told_from_others(what: str, printed: bytes) -> None:
    found = beside(unsigned(), printed)
    assert (found.same, len(found.differences)) == (False, 1)
    assert found.differences[0].kind is Kind.SERIALIZATION
    assert found.differences[0].sentence.endswith(what)


def test_statements_of_the_proof_options_are_known_as_such() -> None:
    badge = sealed().to_dict()
    options = {name: value for name, value in badge["proof"].items() if name != "proofValue"}
    options |= {"@context": badge["@context"], "created": "2026-01-15T09:00:00.000Z"}
    found = compare_statements(
        Document.of(badge), PrintedStatements.read(CANONICALIZER.canonicalize(Document.of(options).tree)), CANONICALIZER
    )
    assert found.first is not None
    assert (found.first.part, found.first.pointer, found.first.kind) == ("proof", "/proof/created", Kind.DATE_FORM)


@pytest.mark.parametrize(
    "data", [b"<a> <b>", b"\xff", b'<urn:a> <urn:b> "c" . <urn:d>', b"_:a _:b _:c .", b'<urn:a> <urn:b> "\\" .']
)
def test_what_is_no_n_quads_is_a_wrong_call(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        PrintedStatements.read(data)
    assert caught.value.code == "usage.not-n-quads"


def test_escapes_are_read_as_the_characters_that_they_stand_for() -> None:
    (found,) = PrintedStatements.read(
        rb'<urn:\u0061> <urn:b> "\U0001F600\t\"\\\u00e9"^^<http://www.w3.org/2001/XMLSchema#string> .'
    ).lines
    assert found == ("<urn:a>", "<urn:b>", '"😀\\t\\"\\\\é"', "")


def test_n_quads_are_told_by_their_first_line() -> None:
    assert looks_like_nquads(CANONICAL)
    assert looks_like_nquads(b"# a comment\n_:a <urn:b> _:c .\n")
    assert not looks_like_nquads(b'{"@context": []}')
    assert not looks_like_nquads(b"<svg xmlns=")


# --- where statements come from


def test_every_statement_of_a_badge_has_a_place_of_its_own() -> None:
    tree = Document.of(unsigned()).tree
    dataset = CANONICALIZER.dataset(tree)
    provenance = Provenance(tree, CANONICALIZER)
    places = provenance.places(dataset.statements)
    assert provenance.complete
    assert set(places) == set(dataset.statements)
    assert {place.rpartition("/")[2] for place in places.values() if "identifier" in place} == {
        *("0", "type", "hashed", "identityHash", "identityType", "salt")
    }
    by_value = {statement[2]: place for statement, place in places.items()}
    assert by_value['"field work"'] == "/credentialSubject/achievement/tag/1"
    assert by_value['"B"'] == "/credentialSubject/achievement/resultDescription/0/allowedValue/1"
    assert by_value['"Riverside College"'] == "/issuer/name"


def test_statements_of_graphs_come_from_the_credential_that_they_stand_in() -> None:
    credentials = [{**unsigned(), "id": f"urn:uuid:{number}", "name": f"Badge {number}"} for number in range(3)]
    tree = Document.of(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": credentials,
        }
    ).tree
    places = Provenance(tree, CANONICALIZER).places(CANONICALIZER.dataset(tree).statements)
    by_value = {statement[2]: place for statement, place in places.items()}
    assert [by_value[f'"Badge {number}"'] for number in range(3)] == [
        f"/verifiableCredential/{number}/name" for number in range(3)
    ]
    assert "" not in places.values()
