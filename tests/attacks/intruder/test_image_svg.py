"""Hostile SVG files: each is one way to crash, stall, flood or fool a reader of baked badges."""

from __future__ import annotations

import gzip

import pytest

from microcred.baking import bake, unbake
from microcred.baking.svg import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS
from microcred.errors import ImageError

OB3 = "https://purl.imsglobal.org/ob/v3p0"
BADGE = b'{"proof": {}}'
CREDENTIAL = f"<openbadges:credential>{BADGE.decode()}</openbadges:credential>"
OTHER = '<openbadges:credential>{"id": "another"}</openbadges:credential>'


def svg(inside: str = CREDENTIAL, before: str = "", attributes: str = "", after: str = "") -> bytes:
    root = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{OB3}"{attributes}>'
    return f"{before}{root}{inside}</svg>{after}".encode()


def code(image: bytes) -> str:
    with pytest.raises(ImageError) as caught:
        unbake(image)
    return caught.value.code


def test_entities_that_multiply_are_never_declared() -> None:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE svg [<!ENTITY l0 "lol">{laughs}]>'
    assert code(svg(f"<text>&l9;</text>{CREDENTIAL}", before=bomb)) == "image.svg-document-type"


def test_one_huge_entity_used_often_is_never_declared() -> None:
    bomb = f'<!DOCTYPE svg [<!ENTITY a "{"a" * 50_000}">]>'
    assert code(svg("<text>" + "&a;" * 100_000 + "</text>", before=bomb)) == "image.svg-document-type"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "http://127.0.0.1:9/", "https://example.org/svg11.dtd", "svg11.dtd", "//w3.org/"]
)
def test_an_external_document_type_is_refused(target: str) -> None:
    assert code(svg(before=f'<!DOCTYPE svg SYSTEM "{target}">')) == "image.svg-document-type"


def test_an_external_entity_is_refused() -> None:
    before = '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    element = "<openbadges:credential>&secret;</openbadges:credential>"
    assert code(svg(element, before=before)) == "image.svg-document-type"


def test_a_parameter_entity_is_refused() -> None:
    before = '<!DOCTYPE svg [<!ENTITY % all SYSTEM "http://127.0.0.1:9/all.dtd"> %all;]>'
    assert code(svg(before=before)) == "image.svg-document-type"


def test_a_default_attribute_cannot_bring_in_a_credential() -> None:
    before = '<!DOCTYPE svg [<!ATTLIST openbadges:credential verify CDATA "a.b.c">]>'
    assert code(svg("<openbadges:credential/>", before=before)) == "image.svg-document-type"


def test_another_public_identifier_is_refused() -> None:
    before = '<!DOCTYPE svg PUBLIC "-//Example//DTD Evil//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert code(svg(before=before)) == "image.svg-document-type"


W3C = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'


@pytest.mark.parametrize("before", [W3C, "<!DOCTYPE svg>"])
def test_the_plain_document_type_that_drawing_programs_write_is_read_over(before: str) -> None:
    assert unbake(svg(before=before)) == BADGE


def test_an_entity_that_only_the_unread_document_type_could_declare_is_refused() -> None:
    assert code(svg(f"<text>&w3c;</text>{CREDENTIAL}", before=W3C)) == "image.svg-document-type"


def test_an_undeclared_entity_is_refused() -> None:
    assert code(svg(f"<text>&nobody;</text>{CREDENTIAL}")) == "image.svg-malformed"


def test_processing_instructions_are_kept_and_not_obeyed() -> None:
    image = svg("<g/>", before='<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/"?><?php echo 1 ?>')
    baked = bake(image, BADGE)
    assert unbake(baked) == BADGE
    assert baked.startswith(image[: image.index(b"<svg")])


def test_an_inclusion_is_not_followed() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    assert unbake(svg(include + CREDENTIAL)) == BADGE
    assert code(svg(f"<openbadges:credential>{include}</openbadges:credential>")) == "image.svg-credential-malformed"


@pytest.mark.parametrize(
    "trap",
    [
        f"<!-- {OTHER} -->",
        f"<metadata><![CDATA[{OTHER}]]></metadata>",
        "<metadata>bakes into openbadges:credential verify= at issue time</metadata>",
        "<desc>&lt;openbadges:credential&gt;{}&lt;/openbadges:credential&gt;</desc>",
        "<g id='&lt;openbadges:credential verify=\"a.b.c\"/>'/>",
        f"<?trap {OTHER} ?>",
    ],
    ids=["comment", "cdata", "metadata", "escaped", "attribute", "instruction"],
)
def test_text_that_looks_like_a_credential_is_none(trap: str) -> None:
    assert code(svg(trap)) == "image.no-credential"
    assert unbake(svg(trap + CREDENTIAL)) == BADGE
    assert trap.encode() in bake(svg(trap), BADGE)


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.w3.org/2000/svg",
        "http://purl.imsglobal.org/ob/v3p0",
        OB3 + "/",
        OB3.upper(),
        OB3 + " ",
        "https://purl.imsglobal.org/spec/ob/v3p0",
        OB3 + "&#32;credential",
    ],
)
def test_the_right_name_in_another_namespace_is_no_credential(namespace: str) -> None:
    with pytest.raises(ImageError) as caught:
        unbake(svg(f'<x:credential xmlns:x="{namespace}">{{"id": "another"}}</x:credential>'))
    # Newer versions of expat refuse a namespace with a space in it, older ones do not.
    assert caught.value.code in ("image.no-credential", "image.svg-malformed")


@pytest.mark.parametrize("name", ["Credential", "credentials", "assertion", "openbadges"])
def test_another_name_in_the_right_namespace_is_no_credential(name: str) -> None:
    assert code(svg(f'<openbadges:{name} verify="a.b.c"/>')) == "image.no-credential"


def test_the_prefix_alone_means_nothing() -> None:
    assert code(svg(f'<g xmlns:openbadges="urn:other">{CREDENTIAL}</g>')) == "image.no-credential"


@pytest.mark.parametrize("where", ["{}", "<metadata>{}</metadata>", "<defs><svg>{}</svg></defs>"])
@pytest.mark.parametrize("second", [OTHER, CREDENTIAL], ids=["another", "the same"])
def test_a_second_credential_stapled_to_a_badge_makes_both_unbelievable(where: str, second: str) -> None:
    assert code(svg(CREDENTIAL + where.format(second))) == "image.two-credentials"
    assert code(svg(where.format(second) + CREDENTIAL)) == "image.two-credentials"


def test_a_learner_record_stapled_to_a_badge_makes_both_unbelievable() -> None:
    record = '<c:credential xmlns:c="https://purl.imsglobal.org/clr/v2p0">{}</c:credential>'
    assert code(svg(CREDENTIAL + record)) == "image.two-credentials"


def test_a_token_and_json_in_one_element_make_both_unbelievable() -> None:
    both = CREDENTIAL.replace("credential>", 'credential verify="a.b.c">', 1)
    assert code(svg(both)) == "image.svg-credential-malformed"


@pytest.mark.parametrize("part", ["<!-- -->", "<?stop here?>", "<g/>", OTHER])
def test_what_could_hide_a_part_of_the_credential_is_refused(part: str) -> None:
    element = CREDENTIAL.replace("}}", "}" + part + "}")
    assert code(svg(element)) == "image.svg-credential-malformed"


@pytest.mark.parametrize(
    "element", ["<openbadges:credential/>", "<openbadges:credential> </openbadges:credential>",
                '<openbadges:credential openbadges:verify="a.b.c"/>']
)  # fmt: skip
def test_an_empty_element_is_refused(element: str) -> None:
    assert code(svg(element)) == "image.svg-credential-malformed"


@pytest.mark.parametrize(
    "element",
    [
        '<openbadges:credential verify=""/>',
        '<openbadges:credential verify="https://example.org/badge.json"/>',
        "<openbadges:credential verify='{\"proof\": {}}'/>",
        "<openbadges:credential>a.b.c</openbadges:credential>",
        "<openbadges:credential>&#160;{}</openbadges:credential>",
        "<openbadges:credential>[]</openbadges:credential>",
    ],
)
def test_each_form_of_a_credential_has_its_own_place(element: str) -> None:
    assert code(svg(element)) == "image.not-a-credential"


def test_deep_nesting_stops_early() -> None:
    assert unbake(svg("<g>" * (MAX_DEPTH - 2) + CREDENTIAL + "</g>" * (MAX_DEPTH - 2))) == BADGE
    assert code(svg("<g>" * (MAX_DEPTH - 1) + CREDENTIAL + "</g>" * (MAX_DEPTH - 1))) == "image.too-complex"
    assert code(svg("<g>" * 1_000_000)) == "image.too-complex"


def test_many_attributes_stop_early() -> None:
    attributes = [f' a{n}=""' for n in range(MAX_ATTRIBUTES)]
    assert unbake(svg(attributes="".join(attributes[:MAX_ATTRIBUTES]))) == BADGE
    assert code(svg(attributes="".join(attributes) + ' b=""')) == "image.too-complex"


def test_many_elements_stop_early() -> None:
    assert code(svg("<g/>" * (MAX_ELEMENTS + 1))) == "image.too-complex"


def test_a_huge_attribute_is_read_in_linear_time() -> None:
    assert unbake(svg(attributes=f' d="{"M 0 0 " * 1_500_000}"')) == BADGE


@pytest.mark.parametrize(
    "filling",
    [
        "<",
        "<!--",
        "<a ",
        "'\"",
        "<svg ",
        "]]>",
        "&amp;",
        "<a:",
        "<openbadges:credential",
        "<![CDATA[",
        "\n",
        "<?x ",
        "=",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_megabytes_of_one_pattern_are_read_in_linear_time(filling: str, inside: bool) -> None:
    flood = filling * (4_000_000 // len(filling))
    image = svg(flood) if inside else f"<svg{flood}".encode()
    with pytest.raises(ImageError):
        unbake(image)


def test_utf_16_is_refused_and_named() -> None:
    text = svg(before='<?xml version="1.0" encoding="UTF-16"?>').decode()
    assert {code(text.encode(name)) for name in ("utf-16", "utf-16-le", "utf-16-be")} == {"image.svg-encoding"}


@pytest.mark.parametrize("name", ["ISO-8859-1", "UTF-16", "UTF-7", "utf-32", "x" * 1000])
def test_a_declared_encoding_other_than_utf_8_is_refused(name: str) -> None:
    assert code(svg(before=f'<?xml version="1.0" encoding="{name}"?>')) == "image.svg-encoding"


@pytest.mark.parametrize("broken", [b"\xe9", b"\xc0\xbc", b"\xed\xa0\x80", b"\0"])
def test_bytes_that_are_not_utf_8_are_refused(broken: bytes) -> None:
    assert code(svg("<text>X</text>" + CREDENTIAL).replace(b"X", broken)) == "image.svg-encoding"


def test_a_compressed_svg_is_not_inflated() -> None:
    with pytest.raises(ImageError, match="gzip") as caught:
        unbake(gzip.compress(svg()))
    assert caught.value.code == "image.unknown-format"


@pytest.mark.parametrize(
    "root", ['<html><svg xmlns="http://www.w3.org/2000/svg"/></html>', "<svg/>", '<svg xmlns="urn:x"/>']
)
def test_a_root_that_is_not_svg_is_refused(root: str) -> None:
    assert code(root.encode()) == "image.not-svg"


@pytest.mark.parametrize("after", [CREDENTIAL, "<svg/>", "text", "\x89PNG\r\n\x1a\n"])
def test_nothing_stands_behind_the_root(after: str) -> None:
    assert code(svg(after=after)) in ("image.svg-malformed", "image.svg-encoding")


def test_a_png_inside_an_svg_is_not_read_as_one() -> None:
    embedded = '<image href="data:image/png;base64,iVBORw0KGgo="/>'
    assert unbake(svg(embedded + CREDENTIAL)) == BADGE


@pytest.mark.parametrize("end", ["</svg", "", "</svg><", "<![CDATA[</svg>"])
def test_a_file_that_ends_early_is_refused(end: str) -> None:
    assert code(svg().removesuffix(b"</svg>") + end.encode()) == "image.svg-malformed"
