"""The web that the corpus stores, as a Fetcher: documents of DIDs and keys, status lists and schemas."""

from __future__ import annotations

import json
import re

from corpus import corpus_path, samples
from world import World

_EDUCREDENTIALS = "https://raw.githubusercontent.com/educredentials/obv3-examples/refs/heads/main/schemas"


def corpus_web() -> World:
    """Every document that the corpus has a URL for; anything else is not found."""
    world = World()
    for sample in samples():
        if "url" in sample:
            world.serve(sample["url"], corpus_path(sample["file"]).read_bytes())
    keys = json.loads(corpus_path("samples/keydocs/index.json").read_bytes())
    for entry in (*keys["documents"], *keys["status_documents"]):
        world.serve(_address(entry["url"]), corpus_path(entry["file"]).read_bytes())
    # The key document of one sample lies beside it.
    world.serve(
        "https://example.com/issuer/123", corpus_path("samples/ssi/lds-ed25519-2020-issuer0.jsonld").read_bytes()
    )
    for path in (*corpus_path("schemas").glob("*/current/*.json"), *corpus_path("schemas/w3c").glob("*.json")):
        if "$id" in (schema := json.loads(path.read_bytes())):
            world.serve(schema["$id"], path.read_bytes())
    for path in corpus_path("schemas/educredentials").glob("*.json"):
        world.serve(f"{_EDUCREDENTIALS}/{path.name}", path.read_bytes())
    return world


class PlainWorld(World):
    """A world in which plain http may be asked for, as the documents of old badges are."""

    @property
    def unguarded(self) -> bool:
        return True


def open_badges_2_web() -> PlainWorld:
    """The documents of the validator's Open Badges 2.0 tests, at the three places where its own tests serve them."""
    world = PlainWorld()
    for sample in samples():
        path = corpus_path(sample["file"])
        if path.parent.name == "assets":
            for place in ("https://example.org/", "http://example.org/", "https://www.example.org/"):
                world.serve(place + path.name, path.read_bytes())
    return world


def _address(url: str) -> str:
    return re.sub(r"^did:web:(.*)$", lambda found: f"https://{found[1].replace(':', '/')}/did.json", url)
