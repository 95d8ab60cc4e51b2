"""Parts of a document, chosen by JSON Pointers."""

from __future__ import annotations

from typing import Any

import pytest

from badges import CANONICALIZER, unsigned
from microcred.canonical import Fragment, all_but, select
from microcred.contexts import candidates
from microcred.document import Document, JsonObject
from microcred.errors import UsageError

TREE = Document.of(
    {
        "@context": ["c"],
        "id": "urn:x:1",
        "type": ["A"],
        "name": "n",
        "a/b": {"m~n": 1, "type": "T", "other": 2},
        "": {"": 5},
        "list": [{"id": "urn:x:2", "v": 1}, {"v": 2, "w": 3}, [10, 20, 30], "four"],
        "01": "digits",
    }
).tree


def chosen(*pointers: str) -> dict[str, Any]:
    return dict(select(TREE, pointers).tree)


ALWAYS = {"@context": ["c"], "id": "urn:x:1", "type": ["A"]}


@pytest.mark.parametrize(
    ("pointers", "part"),
    [
        ([], {}),
        (["/name"], {"name": "n"}),
        (["/a~1b/m~0n"], {"a/b": {"m~n": 1, "type": "T"}}),
        (["/a~1b"], {"a/b": {"m~n": 1, "type": "T", "other": 2}}),
        (["//"], {"": {"": 5}}),
        (["/"], {"": {"": 5}}),
        (["/01"], {"01": "digits"}),
        (["/list/0/v"], {"list": [{"id": "urn:x:2", "v": 1}]}),
        (["/list/1/w"], {"list": [{"w": 3}]}),
        (["/list/2/1"], {"list": [[20]]}),
        (["/list/3", "/list/1/v"], {"list": [{"v": 2}, "four"]}),
        (["/list/1", "/list/1/v"], {"list": [{"v": 2, "w": 3}]}),
        (["/list/1/v", "/list/1"], {"list": [{"v": 2, "w": 3}]}),
        (["/id", "/type", "/@context/0"], {}),
    ],
)
def test_a_part_has_what_the_pointers_lead_to_and_what_they_lead_through(pointers: list[str], part: Any) -> None:
    assert chosen(*pointers) == {**ALWAYS, **part}


def test_the_empty_pointer_leads_to_everything() -> None:
    assert select(TREE, ["/name", ""]).tree is TREE


def test_a_part_has_the_order_of_the_whole() -> None:
    found = chosen("/list/3", "/list/0", "/name")
    assert list(found) == ["@context", "id", "type", "name", "list"]
    assert found["list"] == [TREE["list"][0], "four"]


@pytest.mark.parametrize(
    "pointer",
    [
        "/nothing",
        "/name/x",
        "/list/4",
        "/list/01",
        "/list/-",
        "/list/-1",
        "/list/1/x",
        "/list/²",
        "/list/1/v/0",
        "/1",
        "name",
        "/a~2b",
        "/a~",
        "#/name",
        "/list/99999999999",
        "/" + "x" * 2_000,
    ],
)
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    with pytest.raises(UsageError) as caught:
        select(TREE, [pointer])
    assert caught.value.code == "usage.no-such-pointer"


def test_what_is_no_text_is_no_pointer() -> None:
    with pytest.raises(UsageError):
        select(TREE, [7])  # type: ignore[list-item]


def test_the_number_of_pointers_is_bounded() -> None:
    with pytest.raises(UsageError) as caught:
        select(TREE, ["/name"] * 1_001)
    assert caught.value.code == "usage.too-many-pointers"


def test_everything_but_some_is_a_selection_of_its_own() -> None:
    pointers = all_but(TREE, ["/list/1", "/a~1b/other", "/nowhere/at/all", "/name/x"])
    part = select(TREE, pointers).tree
    assert part["list"] == [TREE["list"][0], *TREE["list"][2:]]
    assert part["a/b"] == {"m~n": 1, "type": "T"}
    assert part["name"] == "n"
    assert all_but(TREE, [""]) == ()
    assert select(TREE, all_but(TREE, [])).tree == TREE


def test_an_object_of_which_all_members_are_left_out_is_left_out() -> None:
    assert "a/b" not in select(TREE, all_but(TREE, ["/a~1b"])).tree


def statements_of(tree: JsonObject | Fragment) -> set[Any]:
    whole = Document.of(unsigned()).tree
    urls = CANONICALIZER.named_contexts(whole)
    versions = next(iter(candidates(CANONICALIZER.contexts, urls, frozenset())))
    return set(CANONICALIZER.statements(tree, versions))


@pytest.mark.parametrize(
    "pointer",
    [
        "/credentialSubject/result/0/value",
        "/credentialSubject/achievement/alignment/0",
        "/credentialSubject/achievement/resultDescription/0/allowedValue",
        "/credentialSubject/achievement/criteria",
        "/credentialSubject/identifier/0/salt",
        "/credentialSubject/creditsEarned",
        "/validUntil",
        "/issuer/name",
    ],
)
def test_the_statements_of_a_part_are_statements_of_the_whole(pointer: str) -> None:
    tree = Document.of(unsigned()).tree
    part = statements_of(select(tree, [pointer]))
    assert part < statements_of(tree)
    assert part > statements_of(select(tree, []))


def test_an_element_is_the_same_when_others_before_it_are_left_out() -> None:
    tree = unsigned()
    results = [{"type": ["Result"], "value": text} for text in "ABC"]
    tree["credentialSubject"]["result"] = results
    whole = Document.of(tree).tree
    parts = [statements_of(select(whole, [f"/credentialSubject/result/{index}"])) for index in range(3)]
    assert all(part < statements_of(whole) for part in parts)
    assert len(set.union(*parts)) == len(parts[0]) + 2 * 3


def test_one_entry_of_an_ordered_list_makes_other_statements() -> None:
    tree = Document.of(unsigned()).tree
    part = select(tree, ["/credentialSubject/achievement/resultDescription/0/allowedValue/1"])
    assert not statements_of(part) <= statements_of(tree)


def test_errors_speak_of_the_place_in_the_whole() -> None:
    from microcred.errors import ContextError

    tree = unsigned()
    tree["credentialSubject"]["result"] += [{"type": ["Result"], "value": "B", "honours": "yes"}]
    with pytest.raises(ContextError) as caught:
        statements_of(select(Document.of(tree).tree, ["/credentialSubject/result/1"]))
    assert caught.value.pointer == "/credentialSubject/result/1/honours"
