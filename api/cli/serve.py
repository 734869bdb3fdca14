"""``signpost serve`` and ``signpost mcp``."""

from __future__ import annotations

import ipaddress
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import terminal
from api.errors import SettingsInvalid

if TYPE_CHECKING:
    from api.wiring import House

GRACE_SECONDS = 30
KEEP_ALIVE_SECONDS = 15
HEADER_BYTES = 64 * 1024
APPLICATION = "api.asgi:application"
FIGURES = "PROMETHEUS_MULTIPROC_DIR"  # not imported: whoever imports prometheus_client before it is set is left out


class Kind(StrEnum):
    """A web server."""

    UVICORN = "uvicorn"
    GRANIAN = "granian"


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(serve)
    app.command()(mcp)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes; each holds the index.")] = 1,
    server: Annotated[Kind, typer.Option(help="The web server; granian comes with signpost-adviser[granian].")] = (
        Kind.UVICORN
    ),
) -> None:
    """Serve the HTTP API, linked data, SPARQL and MCP. Ends gracefully: answers under way are finished."""

    def run() -> None:
        from api.guards.keys import KeyRing

        house = served(terminal.house(), host, port)
        if not loopback(host) and not _has_keys(KeyRing(house.settings.keys)):
            print(
                f"signpost: warning: serving {host} without API keys; whoever reaches it may read and ask. Make keys "
                "with “signpost keys create” and set SIGNPOST_REQUIRE_KEY=true.",
                file=sys.stderr,
            )
        print(f"Signpost is served at {house.settings.base_url} (stop with Ctrl+C).", file=sys.stderr)
        with ExitStack() as until_the_end:
            if workers > 1 or server is not Kind.UVICORN:
                until_the_end.enter_context(_prepared(house))
            if server is Kind.GRANIAN:
                _granian(host, port, workers)
            else:
                _uvicorn(house, host, port, workers)

    terminal.guarded(run)


@contextmanager
def _prepared(house: House) -> Iterator[None]:
    """What processes of their own need: the index, built once; the address, in their environment; and a folder in
    which their figures add up, emptied by being a new one."""
    _ = house.index  # opened here, and built when there is none yet
    before = {name: os.environ.get(name) for name in ("SIGNPOST_BASE_URL", FIGURES)}
    with tempfile.TemporaryDirectory(prefix="signpost-figures-", ignore_cleanup_errors=True) as folder:
        os.environ |= {"SIGNPOST_BASE_URL": str(house.settings.base_url), FIGURES: folder}
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value


def _uvicorn(house: House, host: str, port: int, workers: int) -> None:
    import uvicorn

    from api.app import create_app
    from api.guards.log import configure

    configure(house.settings.log_level)
    application = create_app(house) if workers == 1 else APPLICATION
    uvicorn.run(
        application,
        factory=workers > 1,
        workers=workers,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # api.guards.clients reads them, and only behind trusted proxies
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        h11_max_incomplete_event_size=HEADER_BYTES,
    )


def _granian(host: str, port: int, workers: int) -> None:
    try:
        from granian import Granian
        from granian.constants import Interfaces
    except ImportError as error:
        raise SettingsInvalid(
            "Granian is not installed; install signpost-adviser[granian] or leave out --server."
        ) from error
    Granian(
        APPLICATION, address=host, port=port, interface=Interfaces.ASGI, factory=True, workers=workers,
        workers_kill_timeout=GRACE_SECONDS, respawn_failed_workers=True, log_enabled=False,
    ).serve()  # fmt: skip


def served(house: House, host: str, port: int) -> House:
    """`house` with the address that it is served at, when the operator set none."""
    if house.settings.base_url:
        return house
    name = "localhost" if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host  # noqa: S104
    house.settings = house.settings.model_copy(update={"base_url": f"http://{name}:{port}"})
    return house


def loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _has_keys(ring: object) -> bool:
    from api.guards.keys import KeyRing

    return isinstance(ring, KeyRing) and any(key.revoked is None for key in ring.keys().values())


def mcp() -> None:
    """Speak the Model Context Protocol on standard input and output, for desktop clients."""

    def run() -> None:
        from api.app import version
        from api.mcp import server
        from api.readiness import Readiness

        house = terminal.house()
        readiness = Readiness(house)
        readiness.start()
        server(house, readiness.require, version()).run("stdio")

    terminal.guarded(run)
