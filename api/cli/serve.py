"""``signpost serve`` and ``signpost mcp``."""

from __future__ import annotations

import ipaddress
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from api.wiring import House

GRACE_SECONDS = 30


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(serve)
    app.command()(mcp)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the HTTP API, linked data, SPARQL and MCP. Ends gracefully: answers under way are finished."""

    def run() -> None:
        import uvicorn

        from api.app import create_app
        from api.guards.keys import KeyRing
        from api.guards.log import configure

        house = served(terminal.house(), host, port)
        configure(house.settings.log_level)
        if not loopback(host) and not _has_keys(KeyRing(house.settings.home)):
            print(
                f"signpost: warning: serving {host} without API keys; whoever reaches it may read and ask. Make keys "
                "with “signpost keys create” and set SIGNPOST_REQUIRE_KEY=true.",
                file=sys.stderr,
            )
        print(f"Signpost is served at {house.settings.base_url} (stop with Ctrl+C).", file=sys.stderr)
        uvicorn.run(
            create_app(house),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # api.guards.clients reads them, and only behind trusted proxies
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=15,
            h11_max_incomplete_event_size=64 * 1024,
        )

    terminal.guarded(run)


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
