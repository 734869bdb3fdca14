"""Figures of several processes add up, those of killed ones too; what those had under way is forgotten."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.cli.serving import environment, served
from api.wiring import House

ASKED = """
import sys, os, signal
from api.guards.watch import Figures
figures = Figures()
figures.requests.labels("GET", "/v1/roles", "200").inc(int(sys.argv[1]))
figures.seconds.labels("/v1/roles").observe(0.01)
figures.under_way.inc()
os.kill(os.getpid(), signal.SIGKILL)
"""
SHOWN = "from api.guards.watch import Figures; print(Figures().text().decode())"


def test_every_process_shows_the_sum_of_all(tmp_path: Path) -> None:
    shared = environment(tmp_path) | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for count in ("3", "4"):
        subprocess.run([sys.executable, "-c", ASKED, count], env=shared, check=False)
    shown = subprocess.run([sys.executable, "-c", SHOWN], env=shared, check=True, capture_output=True, text=True)
    assert 'signpost_requests_total{method="GET",route="/v1/roles",status="200"} 7.0' in shown.stdout
    assert 'signpost_request_seconds_count{route="/v1/roles"} 2.0' in shown.stdout
    assert "signpost_requests_under_way 0.0" in shown.stdout or "under_way 1.0" not in shown.stdout


def test_alone_a_process_shows_its_own(tmp_path: Path) -> None:
    plain = {name: value for name, value in environment(tmp_path).items() if name != "PROMETHEUS_MULTIPROC_DIR"}
    shown = subprocess.run([sys.executable, "-c", SHOWN], env=plain, check=True, capture_output=True, text=True)
    assert "signpost_requests_under_way 0.0" in shown.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("server", ["uvicorn", "granian"])
def test_two_workers_show_the_same_figures_whichever_is_asked(real_house: House, server: str) -> None:
    if server == "granian":
        pytest.importorskip("granian")
    asked = 30
    with served(real_house.settings.home, "--server", server, "--workers", "2") as up:
        for _ in range(asked):  # each on a connection of its own, so that either worker may take it
            assert httpx.get(f"{up.url}/v1/roles", timeout=60, trust_env=False).status_code == 200
        line = 'signpost_requests_total{method="GET",route="/v1/roles",status="200"} '
        for _ in range(8):
            text = httpx.get(f"{up.url}/metrics", timeout=60, trust_env=False).text
            assert f"{line}{asked}.0" in text
    assert os.environ.get("PROMETHEUS_MULTIPROC_DIR") is None
