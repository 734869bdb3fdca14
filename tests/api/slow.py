"""An application with a slow adviser, for a server in a process of its own: ``python -m tests.api.slow SERVER PORT``.

It says that it was asked by the file ``asked`` in SIGNPOST_HOME, and answers once there is a file ``go``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from api.settings import load
from bot.streaming import Event
from ontology.catalogue import Catalogue
from tests.api.conftest import ScriptedAdviser, ScriptedHouse

PATIENCE = 120.0


class SlowAdviser(ScriptedAdviser):
    home: Path

    def stream(self, question: str, conversation_id: str | None = None, stop: Any = None) -> Iterator[Event]:
        (self.home / "asked").touch()
        until = time.monotonic() + PATIENCE
        while not (self.home / "go").exists() and time.monotonic() < until:
            time.sleep(0.05)
        return super().stream(question, conversation_id, stop)


class SlowHouse(ScriptedHouse):
    @cached_property
    def adviser(self) -> Any:
        made = SlowAdviser(self.catalogue, self.conversations)
        made.home = self.settings.home
        return made


def house() -> SlowHouse:
    return SlowHouse(load(), Catalogue.load())


def application() -> Any:
    """What servers import in their workers."""
    from api.app import create_app

    return create_app(house())


if __name__ == "__main__":
    from api.cli import serve

    serve.APPLICATION = "tests.api.slow:application"
    name, port = sys.argv[1], int(sys.argv[2])
    if name == "granian":
        serve._granian("127.0.0.1", port, 1)
    else:
        serve._uvicorn(house(), "127.0.0.1", port, int(name == "uvicorn") or 2)
