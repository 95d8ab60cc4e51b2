"""An entity in an SVG that stands for a file of the verifier.

Attack: the document type declares an entity with the address of a file or a server, and the credential consists of it;
or a parameter entity fetches more declarations.

Naively: a parser that resolves external entities puts the contents of the file into the credential, and from there it
gets into a report, a log or an error message.

Here: a document type with declarations of its own is refused before anything in it is read: `image.svg-document-type`.
"""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from hostile_pictures import BADGE, refusal, svg
from microcred.baking import unbake


def naive_content(image: bytes) -> str:
    """All text of the picture, with external entities filled in."""
    words: list[str] = []

    def include(context: str, base: str | None, system: str, public: str | None) -> int:
        inner = parser.ExternalEntityParserCreate(context)
        inner.Parse(Path(system.removeprefix("file://")).read_bytes(), True)
        return 1

    parser = expat.ParserCreate()
    parser.CharacterDataHandler = words.append
    parser.ExternalEntityRefHandler = include
    parser.Parse(image, True)
    return "".join(words)


def asking_for(target: str) -> bytes:
    element = "<openbadges:credential>&secret;</openbadges:credential>"
    return svg(element, before=f'<!DOCTYPE svg [<!ENTITY secret SYSTEM "{target}">]>')


def test_a_naive_reader_shows_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the key")
    assert naive_content(asking_for(f"file://{tmp_path}/secret")) == "the key"


def test_an_external_entity_is_refused() -> None:
    assert refusal(asking_for("file:///etc/passwd")) == "image.svg-document-type"
    assert unbake(svg()) == BADGE


def test_a_parameter_entity_is_refused() -> None:
    before = '<!DOCTYPE svg [<!ENTITY % all SYSTEM "http://127.0.0.1:9/all.dtd"> %all;]>'
    assert refusal(svg(before=before)) == "image.svg-document-type"
