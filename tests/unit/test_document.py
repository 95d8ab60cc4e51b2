"""The gate: which bytes are a document, and what a document keeps."""

from __future__ import annotations

import copy
import pickle

import pytest

from microcred.document import Document, JsonArray, JsonObject, Position, frozen, to_json
from microcred.errors import DocumentError, UsageError


def code_of(data: bytes | str, **limits: int) -> str:
    with pytest.raises(DocumentError) as caught:
        Document.parse(data, **limits)
    return caught.value.code


def test_the_bytes_are_kept_as_they_came() -> None:
    raw = b'{ "b" : 1.50,\r\n\t"a":[ ] }'
    assert Document.parse(raw).raw == raw
    assert bytes(Document.parse(raw)) == raw


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "document.empty"),
        (b" \n\t", "document.empty"),
        (b"{", "document.not-json"),
        (b'{"a":1}x', "document.not-json"),
        (b"{'a':1}", "document.not-json"),
        (b'{"a":01}', "document.not-json"),
        (b'{"a":1,}', "document.not-json"),
        (b'{"a":"\x01"}', "document.not-json"),
        (b"[]", "document.not-an-object"),
        (b'"text"', "document.not-an-object"),
        (b"null", "document.not-an-object"),
        (b"true", "document.not-an-object"),
        (b"1", "document.not-an-object"),
        (b"\xef\xbb\xbf{}", "document.byte-order-mark"),
        ('{"a":"é"}'.encode("utf-16"), "document.byte-order-mark"),
        (b'{"a":"\xff"}', "document.not-utf-8"),
        (b'{"a":"\xc0\xaf"}', "document.not-utf-8"),
        (b'{"a":"\xed\xa0\x80"}', "document.not-utf-8"),
        (b'{"a":NaN}', "document.not-a-number"),
        (b'{"a":-Infinity}', "document.not-a-number"),
        (b'{"a":1e400}', "document.number-out-of-range"),
        (b'{"a":1e-400}', "document.number-out-of-range"),
        (b'{"a":' + b"9" * 5000 + b"}", "document.number-out-of-range"),
        (b'{"a":' + b"9" * 309 + b"}", "document.number-out-of-range"),
        (b'{"a":-%d}' % (2**1024 - 2**970), "document.number-out-of-range"),
        (b'{"a":-1' + b"0" * 400 + b"}", "document.number-out-of-range"),
        (b'{"a":"\\ud800"}', "document.lone-surrogate"),
        (b'{"\\udfff":1}', "document.lone-surrogate"),
        (b'{"a":["\\ude00\\ud83d"]}', "document.lone-surrogate"),
        ('{"a":"\ud800"}', "document.lone-surrogate"),
        (b'{"a":1,"a":1}', "document.duplicate-key"),
        (b'{"a":1,"\\u0061":2}', "document.duplicate-key"),
    ],
)
def test_what_readers_of_json_disagree_about_is_refused(data: bytes | str, code: str) -> None:
    assert code_of(data) == code


def test_a_duplicate_key_is_named_with_its_place() -> None:
    with pytest.raises(DocumentError) as caught:
        Document.parse(b'{"x":[{"y":1,\n"z":2,\n  "y":3}]}')
    assert caught.value.pointer == "/x/0/y"
    assert (caught.value.evidence["line"], caught.value.evidence["column"]) == (3, 3)


def test_a_syntax_error_is_named_with_line_and_column() -> None:
    with pytest.raises(DocumentError) as caught:
        Document.parse(b'{"a": 1,\n "b" 2}')
    assert (caught.value.evidence["line"], caught.value.evidence["column"]) == (2, 6)


@pytest.mark.parametrize("opening", [b'{"a":', b"["])
def test_nesting_is_bounded_at_sixty_four_levels(opening: bytes) -> None:
    closing = b"}" if opening.startswith(b"{") else b"]"
    inside = {b"}": b"{}", b"]": b"[]"}[closing]
    deepest = b'{"a":' + opening * 62 + inside + closing * 62 + b"}"
    assert Document.parse(deepest)
    assert code_of(b'{"a":' + opening * 63 + inside + closing * 63 + b"}") == "document.too-deep"


def test_a_depth_bomb_is_refused_like_any_other_depth() -> None:
    assert code_of(b'{"a":' + b"[" * 200_000) == "document.too-deep"


def test_the_number_of_values_is_bounded_before_the_tree_is_built() -> None:
    assert code_of(b'{"a":[' + b"{}," * 300_000 + b"1]}") == "document.too-large"
    assert Document.parse(b'{"a":[' + b"1," * 100_000 + b"1]}")


def test_size_is_bounded_before_anything_is_read() -> None:
    assert code_of(b"\xff" * 11, max_bytes=10) == "document.too-large"
    assert Document.parse(b'{"a":12}  ', max_bytes=10)


@pytest.mark.parametrize("number", ["1.0", "1.50", "1E2", "-0", "-0.0", "0.1e1", "12345678901234567890"])
def test_numbers_keep_their_lexical_form(number: str) -> None:
    tree = Document.parse(f'{{"n":{number}}}').tree
    assert to_json(tree, indent=None) == f'{{"n":{number}}}'.encode()
    assert tree["n"] == pytest.approx(float(number))


def test_writing_keeps_the_order_of_members_and_escapes_nothing_that_need_not_be() -> None:
    text = '{"b":"é\\n\\"","a":[1,{},[],null,true,false]}'
    assert to_json(Document.parse(text).tree, indent=None).decode() == text


def test_writing_with_indentation_reads_back_the_same() -> None:
    tree = Document.parse('{"b":[{"x":[]},{}],"a":{"y":1.50}}').tree
    assert to_json(tree).decode().splitlines()[1] == '  "b": ['
    assert Document.parse(to_json(tree)).tree == tree


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1: 2}, {"a": object()}, {"a": b"x"}, "\ud800"])
def test_values_that_json_does_not_have_are_a_wrong_call(value: object) -> None:
    with pytest.raises(UsageError, match=r"JSON|surrogate"):
        to_json({"value": value})


def test_a_value_that_contains_itself_is_a_wrong_call() -> None:
    loop: dict[str, object] = {}
    loop["loop"] = loop
    with pytest.raises(UsageError, match="contains itself"):
        to_json(loop)


def test_a_position_is_found_for_every_pointer() -> None:
    document = Document.parse('{"a": {"b/c": [1,\n {"~": "x,]"}]},\n "é": 2}')
    assert document.position("") == Position(1, 1)
    assert document.position("/a") == Position(1, 7)
    assert document.position("/a", of="name") == Position(1, 2)
    assert document.position("/a/b~1c/0") == Position(1, 16)
    assert document.position("/a/b~1c/1/~0") == Position(2, 8)
    assert document.position("/a/b~1c/1/~0", of="name") == Position(2, 3)
    assert document.position("/é") == Position(3, 7)


def test_the_position_of_something_absent_is_that_of_what_should_hold_it() -> None:
    document = Document.parse('{"a":\n {"b": 1}}')
    assert document.position("/a/missing/deeper") == Position(2, 2)


def test_pointers_lead_to_values() -> None:
    document = Document.parse('{"a":[{"b~/":1}],"":2}')
    assert document.at("/a/0/b~0~1") == 1
    assert document.at("/") == 2
    assert document.at("") == document.tree


@pytest.mark.parametrize("pointer", ["a", "/b", "/a/1", "/a/-", "/a/01", "/a/0/b/c"])
def test_a_pointer_to_nothing_is_a_wrong_call(pointer: str) -> None:
    with pytest.raises(UsageError) as caught:
        Document.parse('{"a":[{"b":1}]}').at(pointer)
    assert caught.value.code == "usage.no-such-pointer"


def test_a_document_cannot_be_changed() -> None:
    document = Document.parse('{"a":[1,{"b":2}]}')
    for change in (
        lambda: document.tree.update(a=1),
        lambda: document.tree["a"].append(2),
        lambda: document.tree["a"][1].pop("b"),
        lambda: setattr(document, "raw", b""),
        lambda: document.tree.__setitem__("a", 1),
    ):
        with pytest.raises(TypeError):
            change()
    assert document.tree == {"a": [1, {"b": 2}]}


def test_a_copy_can_be_changed_and_leaves_the_document_alone() -> None:
    document = Document.parse('{"a":[1]}')
    copied = document.to_dict()
    copied["a"].append(2)
    assert type(copied) is dict
    assert document.tree == {"a": [1]}


def test_documents_are_equal_and_hash_by_their_bytes() -> None:
    one, same, other = (Document.parse(text) for text in ('{"a":1}', '{"a":1}', '{"a": 1}'))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one.sha256 == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def test_documents_survive_pickling_and_copying() -> None:
    document = Document.parse('{"a":[1.50,{"b":"c"}]}')
    restored = pickle.loads(pickle.dumps(document))
    assert restored == document
    assert to_json(restored.tree) == to_json(document.tree)
    assert copy.deepcopy(document.tree) is document.tree


def test_python_values_become_a_document_once_and_for_all() -> None:
    value = {"a": [1, 2.5, None, "x"]}
    document = Document.of(value)
    value["a"].append("later")  # type: ignore[union-attr]
    assert document.tree == {"a": [1, 2.5, None, "x"]}


def test_freezing_shares_what_is_frozen_already() -> None:
    part = Document.parse('{"a":[1]}').tree
    whole = frozen({"part": part, "list": [1, (2,)]})
    assert whole["part"] is part
    assert isinstance(whole, JsonObject)
    assert isinstance(whole["list"][1], JsonArray)


@pytest.mark.parametrize(
    ("opening", "value", "closing"),
    [("[", "1,", "1]"), ("[", '"x",', '"x"]'), ("", '{"a":', "1" + "}" * 7), ("", "[", "]" * 7)],
    ids=["commas", "texts", "objects", "arrays"],
)
def test_values_are_counted_by_the_marks_that_stand_before_them(
    opening: str, value: str, closing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microcred.document.MAX_VALUES", 8)
    count = 6 if opening else 7
    text = f'{{"a":{opening}{value * count}{closing}}}'
    assert Document.parse(text)
    more = text.replace(value, value * 2, 1) + ("" if opening else closing[-1])
    assert code_of(more) == "document.too-large"


def test_a_document_of_exactly_the_bytes_and_levels_that_are_allowed_is_read() -> None:
    value = {"a": [1]}
    size = len(to_json(value))
    assert Document.of(value, max_bytes=size, max_depth=2)
    for limits, code in (({"max_bytes": size - 1}, "document.too-large"), ({"max_depth": 1}, "document.too-deep")):
        with pytest.raises(DocumentError) as caught:
            Document.of(value, **limits)
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xef\xbb\xbf{}", {"line": 1, "column": 1}),
        (b'{"a":1,\n"\xc3\xa9\xff":2}', {"line": 2, "column": 3}),
        (b'{"a":1,\n"b":[NaN]}', {"line": 2, "column": 6}),
        (b'{"a":1,\n"b":1e400}', {"line": 2, "column": 5}),
    ],
)
def test_a_fault_that_has_a_place_names_it(data: bytes, place: dict[str, int]) -> None:
    with pytest.raises(DocumentError) as caught:
        Document.parse(data)
    assert dict(caught.value.evidence) == place


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (b"[]", ""),
        (b'{"a":' + b"[" * 64 + b"]" * 64 + b"}", ""),
        (b'{"a":' + b"[" * 200_000, ""),
        (b'{"a":{"b":[0,NaN]}}', "/a/b/1"),
        (b'{"a":{"b":[0,1e400]}}', "/a/b/1"),
        (b'{"a":["x",{"b/c":"\\ud800"}]}', "/a/1/b~1c"),
        (b'{"a":[{"\\udfff":1}]}', "/a/0"),
    ],
)
def test_a_fault_points_to_its_part_of_the_document(data: bytes, pointer: str) -> None:
    with pytest.raises(DocumentError) as caught:
        Document.parse(data)
    assert caught.value.pointer == pointer


def test_whole_numbers_count_up_to_the_last_that_a_double_rounds_to() -> None:
    last = 2**1024 - 2**970 - 1
    for number in (last, -last):
        assert Document.parse(f'{{"a":{number}}}').tree["a"] == number
        assert code_of(f'{{"a":{number + number // last}}}') == "document.number-out-of-range"


def test_a_number_has_a_thousand_characters_at_most() -> None:
    assert Document.parse('{"a":0.%s}' % ("1" * 998))
    assert code_of('{"a":0.%s}' % ("1" * 999)) == "document.number-out-of-range"


@pytest.mark.parametrize("number", ["0.0", "-0.0e5", "0E400", "0.000e-999"])
def test_zero_is_zero_however_it_is_written(number: str) -> None:
    assert Document.parse(f'{{"a":{number}}}').tree["a"] == 0


@pytest.mark.parametrize("number", ["0.0001e-400", "1e-999", "-10e-400"])
def test_a_number_that_a_double_would_take_for_zero_is_refused(number: str) -> None:
    assert code_of(f'{{"a":{number}}}') == "document.number-out-of-range"


@pytest.mark.parametrize("pointer", ["/text/0", "/list/0x", "/list/1", "/object/0", "/list/00", "/number/0"])
def test_only_arrays_have_indexes_and_only_in_decimal(pointer: str) -> None:
    document = Document.parse('{"text":"abc","list":["x"],"object":{"a":1},"number":5}')
    with pytest.raises(UsageError) as caught:
        document.at(pointer)
    assert (caught.value.code, caught.value.pointer) == ("usage.no-such-pointer", pointer)


def test_an_element_is_found_by_an_index_of_several_digits() -> None:
    assert Document.of({"a": list(range(30))}).at("/a/21") == 21


def test_a_document_equals_no_other_kind_of_value_and_shows_what_it_is() -> None:
    document = Document.parse('{"id":"urn:x"}')
    assert document != '{"id":"urn:x"}'
    assert document != document.raw
    assert repr(document) == "Document(id='urn:x', 14 bytes)"
    assert str(document) == '{"id":"urn:x"}'


def test_no_attribute_of_a_document_can_be_deleted() -> None:
    document = Document.parse('{"a":1}')
    with pytest.raises(TypeError, match="does not change"):
        del document.tree
    assert document.tree == {"a": 1}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"a":1}', '{"a":1,"b":[2]}'),
        (' {"a":1 }\r\n', ' {"a":1,"b":[2]}'),
        ('{\n "a": {\n    "c": 1\n }\n}\n', '{\n "a": {\n    "c": 1\n },\n "b": [\n  2\n ]\n}'),
        ('{\r\n    "a": 1\r\n}', '{\r\n    "a": 1,\n    "b": [\n        2\n    ]\n}'),
        ('{"a":{\n  "b": 1}}', None),
    ],
)
def test_a_member_is_added_behind_the_others_as_they_are_written(text: str, wanted: str | None) -> None:
    document = Document.parse(text)
    name = "b" if wanted else "x"
    more = document.with_member(name, [2])
    assert more.raw.startswith(text.strip()[:-1].rstrip().encode(), len(text) - len(text.lstrip()))
    assert more.raw.decode() == (wanted or '{"a":{\n  "b": 1},"x":[2]}')
    assert more.tree == Document.parse(more.raw).tree
    assert more.size == Document.parse(more.raw).size


@pytest.mark.parametrize("text", ['{"a":1}', "{}"])
def test_a_member_is_added_once_and_to_others(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Document.parse(text).with_member("a", 2)
    assert caught.value.code == "usage.member-exists"


def test_a_document_does_not_grow_beyond_what_would_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document.parse('{"a":1}')
    whole = document.with_member("b", "x")
    monkeypatch.setattr("microcred.document.MAX_BYTES", len(whole.raw))
    assert document.with_member("b", "x") == whole
    with pytest.raises(DocumentError) as caught:
        document.with_member("b", "xx")
    assert caught.value.code == "document.too-large"


def test_it_is_certain_only_of_members_that_are_not_there() -> None:
    assert Document.parse('{"a":{"proof":1}}').may_have("evidence", "proof")
    assert not Document.parse('{"a":{"proof":1}}').may_have("evidence", "roof")
    assert Document.parse('{"pro\\u006ff":1}').may_have("proof")
    assert not Document.parse('{"a":"\\n"}').may_have("u")


def test_every_member_and_element_on_every_level_is_counted() -> None:
    document = Document.parse('{"a":["x",1,[2,{"b":[3]}],"y",[]],"n":1,"c":{"d":null}}')
    assert document.size == 3 + 5 + 2 + 1 + 1 + 1
    assert document.tree.size == document.size
    assert {type(document.at(pointer)) for pointer in ("/a", "/a/2", "/a/2/1/b")} == {JsonArray}
    assert (document.at("/a").size, document.at("/a").depth, document.tree.depth) == (9, 4, 5)


@pytest.mark.parametrize("last", ["[]", "{}", "1", '"x"', "[[]]"])
def test_the_deepest_part_counts_and_not_the_last(last: str) -> None:
    for deep in ("[" * 63 + "]" * 63, '{"a":' * 62 + "{}" + "}" * 62):
        assert Document.parse(f'{{"a":{deep},"b":{last}}}').tree.depth == 64
        assert code_of(f'{{"a":[{deep},{last}]}}') == "document.too-deep"


def test_a_mark_of_either_byte_order_is_refused_with_its_place() -> None:
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        with pytest.raises(DocumentError) as caught:
            Document.parse(mark + b'{"a":1}')
        assert caught.value.code == "document.byte-order-mark"
        assert dict(caught.value.evidence) == {"line": 1, "column": 1}


def test_the_pointers_of_all_values_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    # "/ab", "/ab/c", "/d", and twice "/d/…" with an index of six digits, which is more than there is.
    text = '{"ab":{"c":1},"d":[1,1]}'
    length = 3 + 5 + 2 + 2 * 9
    monkeypatch.setattr("microcred.document._MAX_POINTERS", length)
    assert Document.parse(text)
    monkeypatch.setattr("microcred.document._MAX_POINTERS", length - 1)
    assert code_of(text) == "document.too-large"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("[]", "an array"), ('"x"', "a string"), ("null", "null"), ("true", "a boolean"), ("1.5", "a number")],
)
def test_what_stands_in_the_place_of_an_object_is_named(text: str, kind: str) -> None:
    with pytest.raises(DocumentError, match=f"^the document is {kind}, a credential is a JSON object$"):
        Document.parse(text)


def test_only_white_space_is_nothing() -> None:
    assert code_of(" \t\r\n") == "document.empty"
    assert code_of("X") == "document.not-json"
    assert code_of("\u00a0") == "document.not-json"
