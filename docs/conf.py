"""How Sphinx builds these pages: ``sphinx-build -W -b html docs docs/_build``."""

from __future__ import annotations

import re
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from from_the_code import filled  # noqa: E402

from microcred import __version__  # noqa: E402
from microcred.models import Model  # noqa: E402

project = "microcred"
author = "The microcred authors"
copyright = f"2026, {author}"  # noqa: A001 - Sphinx's name
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
# Many classes have a member called ``type``, which Sphinx takes for candidates when a signature says ``type[...]``.
suppress_warnings = ["ref.python"]

myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3
myst_links_external_new_tab = False

autodoc_default_options = {"member-order": "bysource", "exclude-members": "model_config, data_model"}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
add_module_names = False

html_theme = "furo"
html_title = f"microcred {release}"
html_logo = "images/badge.svg"
html_theme_options = {"sidebar_hide_name": False}
html_copy_source = False
html_show_sphinx = False


def setup(app: Sphinx) -> None:
    """Fill in, as each page is read, what comes from the code; and keep signatures short enough to be read."""
    app.connect("source-read", lambda _app, _name, content: content.__setitem__(0, filled(content[0])))
    app.connect("autodoc-process-signature", _readable)


def _readable(
    _app: Sphinx, what: str, _name: str, found: object, _options: object, signature: str | None, returns: str | None
) -> tuple[str | None, str | None]:
    """A default that has no short form becomes ``...``; a model is built from its members, which are listed below."""
    if what == "class" and isinstance(found, type):
        if issubclass(found, Model):
            return "(**members)", returns
        if issubclass(found, Enum) or getattr(found, "_is_protocol", False):
            return "", returns
    return re.sub(r"<(factory|function [^>]*)>", "...", signature) if signature else signature, returns
