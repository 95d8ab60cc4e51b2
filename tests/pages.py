"""A page as a visitor gets it: handed in by a form, and read back as tags and text."""

from __future__ import annotations

import copy
from html.parser import HTMLParser
from itertools import takewhile
from typing import Any

from badges import unsigned
from servers import PUBLIC_URL, Client

#: Tags without an end.
_VOID = {"meta", "link", "img", "input", "br", "path"}

#: What must never act, whatever field it stands in.
HOSTILE = (
    "<script>window.__pwned=1</script>",
    '"><img src=x onerror="window.__pwned=1"><svg/onload=\'window.__pwned=1\'>',
    "</title></style></textarea><script>window.__pwned=1</script>",
    "javascript:window.__pwned=1",
    "{{ ''.__class__ }}{% raise %}{0.__class__}",
)


class Page(HTMLParser):
    """The tags of a page with their attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self.source = text
        self.feed(text)
        assert self._open == [], f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {tag} {attrs}"
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self._open):
            self._words.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._words).split())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag and wanted.items() <= found.items()]

    def tone(self) -> str:
        (verdict,) = self.all("section", id="verdict")
        return str(verdict["class"]).removeprefix("verdict ")

    def headline(self) -> str:
        return self.source.partition('<h1 id="verdict-title">')[2].partition("</h1>")[0].strip()

    def until(self, part: str) -> list[str]:
        """The tags before the section of a class."""
        return [tag for tag, _ in takewhile(lambda found: found[1].get("class") != part, self.tags)]

    def problems(self) -> list[str]:
        """Whatever of a page could act, or lead somewhere, that is not one of our own."""
        found = []
        for tag, attributes in self.tags:
            for name, value in attributes.items():
                if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                    found.append(f"{tag} {name}")
                if name in ("href", "src", "action") and not _is_harmless(tag, str(value)):
                    found.append(f"{tag} {name}={value!r:.80}")
            if tag in ("iframe", "object", "embed", "base", "math", "template", "foreignobject"):
                found.append(tag)
        return found


def _is_harmless(tag: str, address: str) -> bool:
    if tag in ("img", "link") and address.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
        return True
    if tag == "link" and address.startswith(PUBLIC_URL):
        return True
    if tag == "a" and address.startswith(("https://", "http://")):
        return True
    return tag in ("a", "link", "form", "script") and address.startswith(("/", "#"))


def hand_in(client: Client, content: bytes | None = None, *, name: str = "badge.json", **fields: str) -> Page:
    """Hand a file or a text to the form, and read its answer."""
    files = {"badge": (name, content if content is not None else b"", "application/octet-stream")}
    response = client.ask("POST", "/", files=files, data=fields)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


def everywhere(text: str, tree: Any = None) -> Any:
    """The badge with a text in the place of every text in it, and around the names of every kind that it may have."""
    tree = copy.deepcopy(full_badge()) if tree is None else tree
    match tree:
        case str():
            return text
        case list():
            return [everywhere(text, each) for each in tree]
        case dict():
            return {name: everywhere(text, each) if name != "@context" else each for name, each in tree.items()}
    return tree


def full_badge(**changes: Any) -> dict[str, Any]:
    """A badge with everything that a page shows."""
    tree = unsigned()
    subject, achievement = tree["credentialSubject"], tree["credentialSubject"]["achievement"]
    level = "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a0"
    achievement["criteria"]["id"] = "https://college.example/achievements/soil-2/criteria"
    achievement["resultDescription"] += [
        {
            "id": f"{level}2",
            "type": ["ResultDescription"],
            "name": "Field work",
            "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": [
                {"id": f"{level}3", "type": ["RubricCriterionLevel"], "name": "Aware"},
                {
                    "id": f"{level}4",
                    "type": ["RubricCriterionLevel"],
                    "name": "Proficient",
                    "description": "Works without help.",
                },
            ],
        }
    ]
    subject["result"] += [{"type": ["Result"], "resultDescription": f"{level}2", "achievedLevel": f"{level}4"}]
    subject["narrative"] = "Took her samples in the rain."
    subject["identifier"] += [
        {"type": "IdentityObject", "hashed": False, "identityHash": "Mira Example", "identityType": "name"}
    ]
    tree["awardedDate"] = "2026-01-14T12:00:00Z"
    tree["evidence"] = [
        {
            "id": "https://college.example/evidence/17",
            "type": ["Evidence"],
            "name": "Field book",
            "genre": "Portfolio",
            "description": "Ten pages.",
            "narrative": "Each sample with its place and depth.",
        }
    ]
    return {**tree, **changes}
