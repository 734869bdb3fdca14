"""Dockerfile, compose file and the check before landing. No Docker here: what can be told from the files is tested."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.settings import PREFIX, Settings
from api.slack_settings import SECRETS

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_signpost_waits_for_every_store_until_it_can_be_used() -> None:
    needed = SERVICES["signpost"]["depends_on"]
    assert needed["postgres"] == {"condition": "service_healthy"}
    assert needed["milvus"] == {"condition": "service_healthy", "required": False}
    assert needed["loader"] == {"condition": "service_completed_successfully", "required": False}
    assert SERVICES["loader"]["depends_on"]["oxigraph"]["condition"] == "service_started"
    for name in (name for name, how in needed.items() if how["condition"] == "service_healthy"):
        assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert all("profiles" in SERVICES[name] for name, how in needed.items() if how.get("required") is False)


def test_all_that_is_named_is_there() -> None:
    for name, service in SERVICES.items():
        assert "image" in service or "build" in service, name
        assert {volume.split(":")[0] for volume in service.get("volumes", ())} <= set(COMPOSE["volumes"]), name
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"]), name
        assert set(service.get("depends_on", ())) <= set(SERVICES), name
    assert not [name for name in ("postgres", "oxigraph", "milvus", "loader") if "ports" in SERVICES[name]]


def test_its_environment_is_made_of_settings_and_slacks_secrets() -> None:
    given = SERVICES["signpost"]["environment"]
    settings = {PREFIX + name.upper() for name in Settings.model_fields}
    assert {name.removesuffix("_FILE") for name in given if name.startswith(PREFIX)} <= settings
    assert {name for name in given if not name.startswith(PREFIX)} == set(SECRETS)
    assert all(given[name] is None for name in SECRETS)  # absent where they are not set, not empty


def test_the_loaders_command_is_one_that_ships() -> None:
    assert SERVICES["loader"]["command"][:3] == ["python", "-m", "api.loader"]
    assert (ROOT / "api" / "loader.py").is_file()
    assert [SERVICES["loader"][key] for key in ("image", "build")] == [
        SERVICES["signpost"][key] for key in ("image", "build")
    ]


def test_no_index_is_built_in_and_the_argument_is_passed_on() -> None:
    assert 'ARG TORCH_INDEX_URL=""' in DOCKERFILE
    assert not re.search(r"https?://[a-z]", DOCKERFILE.replace("http://127.0.0.1", ""))
    assert "TORCH_INDEX_URL" in SERVICES["signpost"]["build"]["args"]


def test_docker_itself_takes_the_file() -> None:
    docker = shutil.which("docker")
    command = [str(docker), "compose", "--profile", "stores", "config", "--quiet"]
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("Docker Compose is not installed")
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(("ci", "passes"), [("true", False), ("", True)])
def test_in_ci_a_missing_browser_is_a_failure(tmp_path: Path, ci: str, passes: bool) -> None:
    """The part of .ci/run that looks for Chromium, where neither it nor apt-get is to be found."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    gate = script[script.index("if ! command -v chromium") : script.index('echo "== install')]
    bash = shutil.which("bash")
    assert bash
    environment = {"PATH": str(tmp_path), "CI": ci, "work": str(tmp_path)}
    (tmp_path / "tail").symlink_to(shutil.which("tail") or os.devnull)
    run = subprocess.run(
        [bash, "-euo", "pipefail", "-c", gate + "\necho went on"], env=environment, capture_output=True, text=True
    )
    assert (run.returncode == 0, "went on" in run.stdout) == (passes, passes)
    assert ("no chromium" in run.stderr) is not passes
