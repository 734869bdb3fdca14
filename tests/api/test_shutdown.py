"""SIGTERM with a question under way: it is answered, and then the server is gone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.cli.serving import environment

LONG = 120.0  # seconds; generous for a busy machine


def until(condition: Any) -> None:
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("server", ["uvicorn", "uvicorn with workers", "granian"])
def test_a_question_under_way_is_answered(tmp_path: Path, server: str) -> None:
    if server == "granian":
        pytest.importorskip("granian")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with (tmp_path / "log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.api.slow", server, str(port)], env=environment(tmp_path), stderr=log
        )
    try:
        until(lambda: child.poll() is not None or up(url))
        assert child.poll() is None, (tmp_path / "log").read_text()
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(
                httpx.post, f"{url}/v1/ask", json={"question": "What must I do?"}, timeout=LONG, trust_env=False
            )
            until((tmp_path / "asked").exists)
            os.kill(child.pid, signal.SIGTERM)
            if server == "uvicorn":
                until(lambda: not listening(port))  # it takes no new questions, and still works on this one
            else:
                time.sleep(1.0)
            assert not asked.done()
            (tmp_path / "go").touch()
            answer = asked.result(LONG)
        assert (answer.status_code, answer.json()["status"]) == (200, "answered")
        child.wait(LONG)
    finally:
        child.kill()
        child.wait()
