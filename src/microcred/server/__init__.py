"""Issue and verify over HTTP: an ASGI application, and what it is told.

::

    create_app         the application
        ├── settings       what it is told: a TOML file and the environment
        ├── services       what the routes share: instances, the verifier, the storage, threads
        │     ├── instances    who issues: one key, one suite, one set of choices each
        │     └── storage      what outlasts a request, in SQLite or PostgreSQL
        ├── credentials, presentations, status_lists, identifiers    the routes
        └── contract, gate, results, problems    what goes in and comes out

Everything that is decided about credentials is decided by the library; here it gets an address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.server.app import app_from_environment, create_app
    from microcred.server.instances import IssuerInstance
    from microcred.server.settings import IssuerSettings, Settings, TlsFiles, VerificationSettings
    from microcred.server.storage import Storage, open_storage

__all__ = [
    "IssuerInstance",
    "IssuerSettings",
    "Settings",
    "Storage",
    "TlsFiles",
    "VerificationSettings",
    "app_from_environment",
    "create_app",
    "open_storage",
]

if not TYPE_CHECKING:
    __getattr__, __dir__ = doors(
        __name__,
        {
            "app": ("app_from_environment", "create_app"),
            "instances": ("IssuerInstance",),
            "settings": ("IssuerSettings", "Settings", "TlsFiles", "VerificationSettings"),
            "storage": ("Storage", "open_storage"),
        },
    )
