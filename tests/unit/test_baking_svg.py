from __future__ import annotations

import json

import pytest

from microcred.baking import OPEN_BADGES_2, bake, carried, unbake
from microcred.errors import ImageError

OB3, CLR2, OB2 = "https://purl.imsglobal.org/ob/v3p0", "https://purl.imsglobal.org/clr/v2p0", "http://openbadges.org"
BADGE = b'{"proof": {}}'
TOKEN = b"eyJhbGciOiJFZERTQSJ9.eyJ0eXBlIjpbXX0.c2ln"
ELEMENT = b'<openbadges:credential><![CDATA[{"proof": {}}]]></openbadges:credential>'


def svg(inside: str = "<g/>", declared: str = f' xmlns:openbadges="{OB3}"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"{declared}>{inside}</svg>'.encode()


def test_json_goes_into_the_first_child_of_the_root_as_cdata() -> None:
    assert bake(svg(declared=""), BADGE) == svg(ELEMENT.decode() + "<g/>")


def test_a_token_goes_into_the_verify_attribute_of_an_empty_element() -> None:
    element = f'<openbadges:credential verify="{TOKEN.decode()}"></openbadges:credential>'
    assert bake(svg(declared=""), TOKEN) == svg(element + "<g/>")


def test_a_learner_record_has_its_own_namespace() -> None:
    baked = bake(svg(declared=""), b'{"type": "ClrCredential", "proof": {}}')
    assert b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="' + CLR2.encode() + b'">' in baked


@pytest.mark.parametrize(
    ("root", "baked"),
    [
        (b"<svg/>", b'<svg xmlns:openbadges="%b">%b</svg>'),
        (b"<svg  />", b'<svg   xmlns:openbadges="%b">%b</svg>'),
        (b"<svg></svg>", b'<svg xmlns:openbadges="%b">%b</svg>'),
        (b'<svg\n  id="a>b" class=\'"\'\n></svg >', b'<svg\n  id="a>b" class=\'"\'\n xmlns:openbadges="%b">%b</svg >'),
        (b"<s:svg/>", b'<s:svg xmlns:openbadges="%b">%b</s:svg>'),
    ],
)
def test_any_form_of_root_tag_takes_a_credential(root: bytes, baked: bytes) -> None:
    def named(text: bytes) -> bytes:
        prefix = b"xmlns:s" if b"<s:" in text else b"xmlns"
        return text.replace(b"svg", b'svg %b="http://www.w3.org/2000/svg"' % prefix, 1)

    assert bake(named(root), BADGE) == named(baked) % (OB3.encode(), ELEMENT)


def test_the_namespace_is_declared_once() -> None:
    assert bake(svg(), BADGE) == svg(ELEMENT.decode() + "<g/>")


def test_where_the_prefix_means_something_else_it_is_declared_on_the_element() -> None:
    taken = f' xmlns:openbadges="{OB2}"'
    baked = bake(svg(declared=taken), BADGE)
    local = ELEMENT.decode().replace("credential>", f'credential xmlns:openbadges="{OB3}">', 1)
    assert baked == svg(local + "<g/>", declared=taken)
    assert unbake(baked) == BADGE


def test_every_other_byte_stays_as_it_is() -> None:
    picture = (
        '\ufeff<?xml version="1.0" encoding="utf-8" standalone="no"?>\r\n<?xml-stylesheet href="a.css"?>\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
        '<svg xmlns="http://www.w3.org/2000/svg">\t<text>é &amp; &#233;\r\n</text><!-- é --></svg>\n<!-- end -->\n'
    ).encode()
    declaration = f' xmlns:openbadges="{OB3}"'.encode()
    assert bake(picture, BADGE).replace(declaration, b"").replace(ELEMENT, b"") == picture


def test_only_the_old_credential_is_taken_away() -> None:
    old = '<openbadges:credential verify="a.b.c"/>'
    assert bake(svg(f"<title>é</title>\n<g>{old}</g>"), BADGE) == svg(ELEMENT.decode() + "<title>é</title>\n<g></g>")


def test_baking_repairs_a_picture_with_several_credentials() -> None:
    old = '<openbadges:credential verify="a.b.c" />'
    clr = f'<c:credential xmlns:c="{CLR2}">{{ }}</c:credential>'
    assert bake(svg(old + clr + old + "<g/>"), BADGE) == svg(ELEMENT.decode() + "<g/>")


@pytest.mark.parametrize(
    "name", ["a]]>b", "]]>", "]]]]>>", "\ufffe\uffff", "<![CDATA[", "-->", "&amp;<", "\\]]>", "\x7f\x85"]
)
def test_what_cdata_cannot_hold_is_escaped_and_means_the_same(name: str) -> None:
    text = json.dumps({"proof": {}, "name": name}, ensure_ascii=False)
    assert json.loads(unbake(bake(svg(), text))) == json.loads(text)


def test_only_what_cdata_cannot_hold_is_escaped() -> None:
    text = b'{"proof": {}, "a": "> ]> ]]>"}'
    assert unbake(bake(svg(), text)) == b'{"proof": {}, "a": "> ]> ]]\\u003e"}'


@pytest.mark.parametrize(
    "element",
    [
        '<openbadges:credential>{"proof": {}}</openbadges:credential>',
        "<openbadges:credential>{&quot;proof&quot;: &#123;}}</openbadges:credential>",
        '<openbadges:credential><![CDATA[{"pro]]><![CDATA[of": {}}]]></openbadges:credential>',
        f'<credential xmlns="{OB3}">{{"proof": {{}}}}</credential>',
        f'<x:credential xmlns:x="{OB3}">{{"proof": {{}}}}</x:credential>',
        f"<g><openbadges:credential>{BADGE.decode()}</openbadges:credential></g>",
    ],
)
def test_all_ways_to_write_the_same_xml_are_read_the_same(element: str) -> None:
    assert unbake(svg(element)) == BADGE


def test_white_space_around_a_token_is_not_part_of_it() -> None:
    assert unbake(svg(f'<openbadges:credential verify=" {TOKEN.decode()}\n"> </openbadges:credential>')) == TOKEN


@pytest.mark.parametrize(
    ("element", "payload", "carrier"),
    [
        ('<b:assertion verify="https://example.org/1"/>', b"https://example.org/1", "verify attribute"),
        (
            '<b:assertion verify="https://e.example/1">{"id":"https://e.example/1"}</b:assertion>',
            b'{"id":"https://e.example/1"}',
            "element content",
        ),
        ('<b:assertion verify="a.b.c"/>', b"a.b.c", "verify attribute"),
    ],
)
def test_an_open_badges_2_picture_is_named_so(element: str, payload: bytes, carrier: str) -> None:
    picture = svg(element, declared=f' xmlns:b="{OB2}"')
    found = carried(picture)
    assert (found.standard, found.text, found.carrier) == (OPEN_BADGES_2, payload, carrier)
    with pytest.raises(ImageError, match=carrier) as caught:
        unbake(picture)
    assert (caught.value.code, caught.value.evidence["carrier"]) == ("image.open-badges-2", carrier)


@pytest.mark.parametrize(
    "element",
    [
        "<b:assertion/>",
        '<b:assertion verify=" "> </b:assertion>',
        '<b:assertion verify="https://e.example/1">{"id":"https://e.example/2"}</b:assertion>',
        '<b:assertion verify="a.b.c">{"id":"https://e.example/2"}</b:assertion>',
    ],
)
def test_an_open_badges_2_element_holds_one_badge(element: str) -> None:
    with pytest.raises(ImageError) as caught:
        carried(svg(element, declared=f' xmlns:b="{OB2}"'))
    assert caught.value.code == "image.svg-credential-malformed"


def test_an_open_badges_2_assertion_may_stand_beside_a_credential() -> None:
    assertion = f'<b:assertion xmlns:b="{OB2}" verify="https://example.org/1">{{"id": "old"}}</b:assertion>'
    baked = bake(svg(assertion), BADGE)
    assert assertion.encode() in baked
    assert unbake(baked) == unbake(svg(assertion + ELEMENT.decode())) == BADGE


def test_xml_that_is_not_well_formed_is_named_with_its_place() -> None:
    with pytest.raises(ImageError, match="mismatched tag") as caught:
        unbake(svg("\n<g></h>"))
    assert (caught.value.code, dict(caught.value.evidence)) == ("image.svg-malformed", {"line": 2, "column": 6})
