"""Pages out of views and catalogues: templates that escape every value, and fail for one that is not there."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from microcred.artwork import badge_png
from microcred.errors import UsageError
from microcred.rooms import content
from microcred.server.page.catalogue import LANGUAGES, Catalogue
from microcred.server.page.view import BadgeView

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["ASSETS", "CONTENT_SECURITY_POLICY", "asset", "asset_version", "page", "self_contained"]

#: The files that a page loads, and their media types.
ASSETS: Final = {"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}

#: Nothing but the two files above, from here, and pictures that stand in the page itself.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def page(template: str, language: str, **values: Any) -> str:
    """A page in a language; ``values`` are what its template names."""
    text = Catalogue.of(language)
    shared = {"t": text, "language": language, "languages": _languages(), "icon": _icon()}
    return _environment().get_template(template).render(shared | values)


def self_contained(view: BadgeView, language: str) -> str:
    """One file that shows a badge wherever it is opened: its style inside of it, and no script at all."""
    style = asset("page.css").decode()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return page("file.html", language, view=view, style=style, policy=policy)


@cache
def asset(name: str) -> bytes:
    """One of :data:`ASSETS`."""
    return content(__name__, f"assets/{name}")


@cache
def asset_version(name: str) -> str:
    """A word that changes with the file, so that browsers may keep it for ever."""
    return hashlib.sha256(asset(name)).hexdigest()[:12]


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ImportError as error:
        raise UsageError(
            "usage.missing-extra",
            f"pages need {error.name}, which is not installed",
            hint="pip install 'microcred[server]'",
        ) from error
    loader = FunctionLoader(lambda name: content(__name__, f"templates/{name}").decode())
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)
    made.trim_blocks = made.lstrip_blocks = True
    made.globals |= {"asset_version": asset_version}
    return made


@cache
def _languages() -> tuple[tuple[str, str], ...]:
    return tuple((code, Catalogue.of(code)("language")) for code in LANGUAGES)


@cache
def _icon() -> str:
    return f"data:image/png;base64,{base64.b64encode(badge_png('0', size=32)).decode()}"
