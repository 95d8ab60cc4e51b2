"""Pages for people: where anybody can check a badge, and where a badge that was issued here can be seen.

::

    routes                 the addresses: the form, its answer, the page of one badge
        └── rendering          pages out of templates, which escape everything
              ├── view             all that a page shows of one badge
              │     ├── portrait       what the badge says
              │     ├── picture        what to show of its picture
              │     └── judgement      what was found out about it
              └── catalogue        the words, in each language

A page loads nothing from anywhere else, needs no script, and stores nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.server.page.rendering import self_contained
    from microcred.server.page.routes import router
    from microcred.server.page.view import BadgeView

__all__ = ["BadgeView", "router", "self_contained"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__, {"rendering": ("self_contained",), "routes": ("router",), "view": ("BadgeView",)}
    )
