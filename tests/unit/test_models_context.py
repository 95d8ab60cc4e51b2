"""``@context``: the base context first, then Open Badges 3.0, then others; older ones are read and noted."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.errors import ModelError
from microcred.models import data_model_of, deviations, read_credential

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0"
OB = f"{OB3}/context-3.0.3.json"
MORE = "https://example.org/context.json"


def badge(contexts: Any) -> dict[str, Any]:
    achievement = {
        "id": "urn:x:1",
        "type": "Achievement",
        "name": "n",
        "description": "d",
        "criteria": {"narrative": "c"},
    }
    return {
        "@context": contexts,
        "id": "urn:x:2",
        "name": "n",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "urn:x:3", "type": "Profile"},
        "issuanceDate": "2025-01-01T00:00:00Z",
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x:4", "type": "AchievementSubject", "achievement": achievement},
    }


def faults(contexts: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        read_credential(badge(contexts))
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "more", [[], [MORE], [MORE, {"stars": "https://example.org/stars"}], [f"{OB3}/extensions.json"]]
)
def test_the_two_contexts_come_first_and_others_may_follow(more: list[Any]) -> None:
    contexts = [V2, OB, *more]
    view = read_credential(badge(contexts), strict=True)
    assert list(view.context) == contexts
    assert view.to_dict()["@context"] == contexts


@pytest.mark.parametrize(
    "version", ["context-3.0.2.json", "context-3.0.3.json", "context-3.0.9.json", "context-3.1.0.json"]
)
def test_later_versions_of_the_context_are_read(version: str) -> None:
    read_credential(badge([V2, f"{OB3}/{version}"]))


@pytest.mark.parametrize("version", ["context.json", "context-3.0.1.json", "context/ob_v3p0.jsonld"])
def test_the_first_versions_go_only_with_the_old_data_model(version: str) -> None:
    read_credential(badge([V1, f"{OB3}/{version}"]))
    assert faults([V2, f"{OB3}/{version}"]) == [("model.wrong-context", "/@context/1")]


@pytest.mark.parametrize(
    ("contexts", "places"),
    [
        ([V2, f"{OB3}/context-3.0.2.json"], ["/@context/1"]),
        ([V1, f"{OB3}/context.json"], ["/@context/0", "/@context/1"]),
        ([V1, f"{OB3}/context/ob_v3p0.jsonld"], ["/@context/0", "/@context/1"]),
        ([V1, OB], ["/@context/0"]),
    ],
)
def test_older_contexts_are_noted(contexts: list[str], places: list[str]) -> None:
    found = deviations(badge(contexts))
    assert [(fault.code, fault.pointer) for fault in found] == [("model.old-context", place) for place in places]


@pytest.mark.parametrize(
    ("contexts", "place"),
    [
        ([OB], "/@context/0"),
        ([OB, V2], "/@context/0"),
        ([V2], "/@context"),
        ([V2, MORE, OB], "/@context/1"),
        ([V2, MORE], "/@context/1"),
        ([MORE, V2, OB], "/@context/0"),
        ([V2, {"a": "b:c"}, OB], "/@context/1"),
        ([V1, V2, OB], "/@context/0"),
        ([f"{V2}/", OB], "/@context/0"),
        ([V2, f"{OB}x"], "/@context/1"),
        ([V2, OB.replace("https", "http")], "/@context/1"),
    ],
)
def test_contexts_in_another_order_mean_something_else(contexts: list[Any], place: str) -> None:
    assert ("model.wrong-context", place) in faults(contexts)


def test_a_missing_base_context_is_one_fault() -> None:
    assert faults([OB]) == [("model.wrong-context", "/@context/0")]


def test_no_context_at_all_is_two_faults() -> None:
    assert faults([]) == [("model.wrong-context", "/@context")] * 2


def test_the_hint_says_whether_to_move_or_to_add() -> None:
    with pytest.raises(ModelError) as caught:
        read_credential(badge([OB, V2]))
    assert str(caught.value.hint).startswith("move it to this place")
    with pytest.raises(ModelError) as caught:
        read_credential(badge([V2, MORE]))
    assert caught.value.hint == f"add {OB} at this place"


@pytest.mark.parametrize(
    ("value", "code", "place"),
    [
        (V2, "model.wrong-type", "/@context"),
        ({"@vocab": "urn:x:"}, "model.wrong-type", "/@context"),
        (None, "model.wrong-type", "/@context"),
        ([V2, OB, 3], "model.wrong-type", "/@context/2"),
        ([V2, OB, None], "model.wrong-type", "/@context/2"),
        ([V2, OB, [MORE]], "model.wrong-type", "/@context/2"),
        ([V2, OB, "https ://not-a-url"], "model.not-a-uri", "/@context/2"),
        ([V2, OB, "context.json"], "model.not-a-uri", "/@context/2"),
        ([V2, OB] + [MORE] * 99, "model.too-many", "/@context"),
    ],
)
def test_a_context_is_an_array_of_urls_and_objects(value: Any, code: str, place: str) -> None:
    assert faults(value) == [(code, place)]


@pytest.mark.parametrize(
    ("tree", "version"),
    [
        ({"@context": [V2]}, "2.0"),
        ({"@context": V2}, "2.0"),
        ({"@context": [V1, V2]}, "2.0"),
        ({"@context": [V1]}, "1.1"),
        ({"@context": V1, "validFrom": "x"}, "1.1"),
        ({"@context": [OB], "issuanceDate": "x"}, "1.1"),
        ({"@context": [OB], "issuanceDate": "x", "validFrom": "x"}, "2.0"),
        ({"@context": 3}, "2.0"),
        ({}, "2.0"),
    ],
)
def test_the_context_decides_the_data_model(tree: dict[str, Any], version: str) -> None:
    assert data_model_of(tree) == version
