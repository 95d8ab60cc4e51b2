"""What is built can be written, read and written again, and stays the same; what is hostile is refused in one way."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.document import Document
from microcred.errors import Fault, MicrocredError
from microcred.models import (
    Achievement,
    AchievementSubject,
    AchievementType,
    Address,
    Alignment,
    AnyCredential,
    Criteria,
    DateTimeZ,
    EndorsementCredential,
    EndorsementSubject,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentifierType,
    IdentityObject,
    Image,
    OpenBadgeCredential,
    Profile,
    Related,
    Result,
    ResultDescription,
    ResultStatusType,
    ResultType,
    RubricCriterionLevel,
    deviations,
    read_credential,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
uris = st.sampled_from(
    ["https://example.edu/a", "did:web:example.edu", "urn:uuid:1", "data:,x", "https://例え.jp/é?x#y"]
)
zones = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=st.one_of(st.just(UTC), zones))
numbers = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
extensions = st.dictionaries(texts.map(lambda name: f"https://example.org/{name}"), values, max_size=2)


def objects(model: Any, required: dict[str, Any], **optional: Any) -> st.SearchStrategy[Any]:
    """Instances of a model, with some of its optional members and now and then an extension."""
    members = st.fixed_dictionaries(required, optional=optional)
    if model.model_config["extra"] == "forbid":
        return members.map(lambda given: model(**given))
    return st.tuples(members, extensions).map(lambda given: model(**given[1], **given[0]))


def several(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=2)


def terms(enumeration: object) -> st.SearchStrategy[str]:
    return st.sampled_from([*get_args(enumeration), "ext:Own.term-1_x"])


images = objects(Image, {"id": uris}, caption=texts)
alignments = objects(
    Alignment, {"target_name": texts, "target_url": uris}, target_code=texts, target_type=st.just("CFItem")
)
entries = objects(IdentifierEntry, {"identifier": texts, "identifier_type": terms(IdentifierType)})
identities = objects(
    IdentityObject,
    {"hashed": st.just(False), "identity_hash": texts, "identity_type": terms(IdentifierType)},
    salt=texts,
)
places = objects(GeoCoordinates, {"latitude": numbers, "longitude": numbers})
addresses = objects(Address, {}, address_country=texts, address_country_code=st.just("NL"), geo=places)
profiles = objects(
    Profile,
    {"id": uris},
    name=texts,
    url=uris,
    image=images,
    address=addresses,
    other_identifier=several(entries),
    date_of_birth=st.dates(),
    endorsement_jwt=several(st.just("a.b.c")),
    parent_org=objects(Profile, {"id": uris}, email=texts),
    verification_method=values,
)
levels = objects(RubricCriterionLevel, {"name": texts}, alignment=several(alignments), level=texts, points=texts)
descriptions = objects(
    ResultDescription,
    {"name": texts, "result_type": terms(ResultType)},
    allowed_value=several(texts),
    rubric_criterion_level=several(levels),
    required_level=uris,
)
results = objects(Result, {}, status=st.sampled_from(get_args(ResultStatusType)), value=texts, achieved_level=uris)
endorsements = objects(
    EndorsementCredential,
    {"name": texts, "issuer": uris | profiles, "credential_subject": objects(EndorsementSubject, {"id": uris})},
    valid_from=instants,
)
criteria = objects(Criteria, {"narrative": texts}, id=uris)
achievements = objects(
    Achievement,
    {"name": texts, "description": texts, "criteria": texts | criteria},
    achievement_type=terms(AchievementType),
    alignment=several(alignments),
    creator=profiles,
    credits_available=numbers,
    endorsement=several(endorsements),
    image=images | uris,
    in_language=st.sampled_from(["en", "pt-BR"]),
    related=several(objects(Related, {"id": uris}, version=texts)),
    result_description=several(descriptions),
    tag=several(texts),
)
subjects = objects(
    AchievementSubject,
    {"id": uris, "achievement": achievements},
    activity_start_date=instants,
    credits_earned=numbers,
    identifier=several(identities),
    result=several(results),
    source=profiles,
    narrative=texts,
)
badges = objects(
    OpenBadgeCredential,
    {"issuer": uris | profiles, "credential_subject": subjects},
    name=texts,
    awarded_date=instants,
    evidence=several(objects(Evidence, {}, id=uris, genre=texts)),
    endorsement=several(endorsements),
    valid_from=instants,
)


# A whole badge is much to make up, and takes long on a machine that has other work.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(badges)
def test_what_is_built_is_read_back_even_strictly(badge: OpenBadgeCredential) -> None:
    tree = badge.to_dict()
    view = read_credential(tree, strict=True)
    assert view == badge
    assert view.to_dict() == tree
    # Results and ids are random here, so that they need not fit together.
    assert not [fault for fault in deviations(tree) if fault.code.startswith("model.")]


@patient
@given(badges)
def test_what_is_built_survives_its_json_text(badge: OpenBadgeCredential) -> None:
    text = badge.to_json()
    view = read_credential(Document.parse(text).tree)
    assert view.to_json() == text
    assert json.loads(text) == badge.to_dict()


@patient
@given(badges)
def test_what_is_built_survives_copying_and_pickling(badge: OpenBadgeCredential) -> None:
    for twin in (copy.deepcopy(badge), pickle.loads(pickle.dumps(badge))):
        assert twin == badge
        assert twin.to_dict() == badge.to_dict()


@given(instants)
def test_an_instant_is_written_so_that_it_is_read_as_itself(instant: datetime) -> None:
    written = DateTimeZ.of(instant)
    again = DateTimeZ.parse(written.text)
    assert again == written == instant
    assert again.text == written.text


def _places(tree: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [place, *(found for step, part in inner for found in _places(part, (*place, step)))]


@patient
@given(badges, st.data())
def test_any_damage_is_read_or_refused_with_pointers(badge: OpenBadgeCredential, data: st.DataObject) -> None:
    tree: Any = badge.to_dict()
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from([place for place in _places(tree) if place]))
        owner = tree
        for step in path:
            owner = owner[step]
        if isinstance(owner, dict) and data.draw(st.booleans()):
            del owner[last]
        else:
            owner[last] = data.draw(values)
    view, faults = _attempt(tree)
    assert all(_leads_into(tree, str(fault.pointer)) for fault in faults), faults
    assert len({(fault.code, fault.pointer, fault.message) for fault in faults}) == len(faults)
    assert view is None or read_credential(view.to_dict()).to_dict() == view.to_dict()


def _attempt(tree: Any) -> tuple[AnyCredential | None, tuple[Fault, ...]]:
    """What is read, or the faults that keep it from being read."""
    try:
        return read_credential(tree), ()
    except MicrocredError as error:
        return None, error.faults


def _leads_into(tree: Any, pointer: str) -> bool:
    """Whether all of a pointer but its last step, which may name what is missing, is there."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in steps[:-1]:
        if isinstance(tree, dict) and step in tree:
            tree = tree[step]
        elif isinstance(tree, list) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            return False
    return not steps or isinstance(tree, dict) or (steps[-1].isdigit() and int(steps[-1]) < len(tree))


names = st.sampled_from(["@context", "id", "type", "issuer", "credentialSubject", "proof", "endorsement", "<object>"])
words = st.sampled_from(["OpenBadgeCredential", "EndorsementCredential", "https://www.w3.org/ns/credentials/v2"])
shapes = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(names, shapes))
def test_any_object_is_read_or_refused(tree: dict[str, Any]) -> None:
    _, faults = _attempt(tree)
    assert all(fault.code.startswith("model.") for fault in faults)
