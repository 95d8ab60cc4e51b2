"""``microcred serve``: issue and verify over HTTP."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from microcred.cli.terminal import plain, say, styled
from microcred.errors import UsageError

if TYPE_CHECKING:
    from microcred.server import Settings

__all__ = ["command"]


@click.command("serve")
@click.argument("config", required=False, metavar="[SETTINGS.toml]", type=click.Path(path_type=Path))
@click.option(
    "--host", metavar="ADDRESS", help="Where to listen; without settings 127.0.0.1, which nobody else reaches."
)
@click.option("--port", type=click.IntRange(0, 65_535), metavar="PORT", help="Which port; without settings 8000.")
@click.option("--tls-dev", is_flag=True, help="Use a certificate that signs itself, for trying things out.")
@click.option("--check", is_flag=True, help="See if the settings work, and serve nothing.")
def command(config: Path | None, host: str | None, port: int | None, tls_dev: bool, check: bool) -> int:
    """Issue and verify over HTTP: the VC-API, status lists and DID resolution.

    Without settings it is a development server: reachable from this machine alone, with a key that it makes itself and
    keeps in the folder microcred-data, and it trusts every issuer.

    \b
    Example:  microcred serve
              microcred serve badges.toml
    """  # noqa: D301
    app, settings = _prepared(config, host, port, tls_dev=tls_dev)
    if check:
        say(f"{len(settings.issuers)} issuer instances, ready to be served at {plain(settings.public_url)}")
        return 0
    import uvicorn

    _announce(settings)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls.certificate if settings.tls else None,
        ssl_keyfile=settings.tls.key if settings.tls else None,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
    )
    return 0


def _prepared(config: Path | None, host: str | None, port: int | None, *, tls_dev: bool) -> tuple[Any, Settings]:
    try:
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "usage.missing-extra",
            f"serving needs {error.name}, which is not installed",
            hint="pip install 'microcred[server]'",
        ) from error
    from microcred.server import Settings, create_app

    said = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    if config is None:
        scheme = "https" if tls_dev else "http"
        address = f"{scheme}://{'localhost' if tls_dev else said.get('host', '127.0.0.1')}:{said.get('port', 8000)}"
        settings = Settings.for_development(os.environ, **{"public-url": address, **said})
    else:
        settings = Settings.read(config, os.environ).model_copy(update=said)
    if settings.makes_keys and not _is_loopback(settings.host):
        raise UsageError(
            "server.development-only",
            f"development keys are served on this machine alone, and {settings.host!r:.80} can be reached by others",
            hint="give each issuer a key that you keep: microcred keygen",
        )
    if tls_dev:
        from microcred.server.certificate import self_signed

        settings = settings.model_copy(update={"tls": self_signed(settings.data, settings.host)})
    return create_app(settings), settings


def _announce(settings: Settings) -> None:
    scheme = "https" if settings.tls else "http"
    say(f"serving {scheme}://{settings.host}:{settings.port}, known as {plain(settings.public_url)}")
    if settings.development:
        say(styled("this is a development server:", "yellow", bold=True))
        say(f"  its key was made by itself and lies unencrypted in {plain(str(settings.data))}: never rely on it")
        say("  everybody who reaches it can issue, and it believes every issuer")
        if not settings.public_url.startswith("https:"):
            say("  it has no status lists, which have to be at an https address: --tls-dev")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
