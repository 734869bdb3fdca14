"""A server of our own on loopback, in a process of its own, to be measured and stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.errors import ApiError

START_SECONDS = 180.0
STOP_SECONDS = 20.0
PROGRAM = "from api.cli import main; main()"


class ServerUnavailable(ApiError):
    """The server that was to be measured did not start."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is served, and its process."""

    url: str
    pid: int


def environment(home: Path) -> dict[str, str]:
    """The environment of a child that uses `home` and this very code, wherever it is run from."""
    folder = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH")])])
    return os.environ | {"SIGNPOST_HOME": str(home), "PYTHONPATH": path}


@contextmanager
def served(home: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Run ``signpost serve`` on a free port until the block ends; yields once questions can be answered.

    Args:
        options: further options of the command.
        settings: environment variables of the server.

    Raises:
        ServerUnavailable: it ended, or was not ready in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "serve", "--port", str(port), *options],
        env=environment(home) | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(child, f"{url}/readyz")
        yield Server(url, child.pid)
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _await(child: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and child.poll() is None:
        try:
            if httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise ServerUnavailable("The server to be measured did not become ready. Run “signpost serve” to see why.")
