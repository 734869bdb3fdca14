"""The time limit over a real server: the answer comes in time whatever the route is stuck in."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request

from api.guards.limits import Limits
from tests.api.served import serving

LONG = 20.0  # seconds for which a route is stuck
SOON = 10.0  # generous for a busy machine


class Stuck:
    """Routes that are stuck in a thread, in the event loop's hands, or until the client leaves; and a quick one."""

    def __init__(self, seconds: float) -> None:
        self.release, self.cancelled, self.gone = threading.Event(), threading.Event(), threading.Event()
        self.app = FastAPI()
        self.app.add_middleware(Limits, seconds=seconds)
        self.app.get("/thread")(self.thread)
        self.app.get("/loop")(self.loop)
        self.app.get("/watching")(self.watching)
        self.app.get("/quick")(lambda: "done")

    def thread(self) -> str:
        self.release.wait(LONG)
        return "late"

    async def loop(self) -> str:
        try:
            await asyncio.sleep(LONG)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return "late"

    async def watching(self, request: Request) -> str:
        while not await request.is_disconnected():
            await asyncio.sleep(0.01)
        self.gone.set()
        return "late"


@pytest.mark.parametrize("path", ["/thread", "/loop", "/watching"])
def test_the_503_comes_in_time_and_the_server_goes_on(path: str) -> None:
    stuck = Stuck(seconds=0.3)
    try:
        with serving(stuck.app) as url, httpx.Client(base_url=url, timeout=LONG, trust_env=False) as client:
            begun = time.monotonic()
            response = client.get(path)
            took = time.monotonic() - begun
            assert (response.status_code, response.json()["code"]) == (503, "too-slow")
            assert took < SOON
            assert client.get("/quick").json() == "done"  # on the same connection, which nothing late has spoilt
            if path == "/loop":
                assert stuck.cancelled.wait(SOON)
            if path == "/watching":
                assert stuck.gone.wait(SOON)
            stuck.release.set()
            assert client.get("/quick").json() == "done"
    finally:
        stuck.release.set()


def test_what_begins_in_time_may_take_longer() -> None:
    from starlette.responses import StreamingResponse

    app = FastAPI()
    app.add_middleware(Limits, seconds=1.0)

    async def slowly() -> Any:
        yield "one "
        await asyncio.sleep(1.5)
        yield "two"

    app.get("/", response_class=StreamingResponse)(lambda: StreamingResponse(slowly()))
    with serving(app) as url:
        assert httpx.get(url, timeout=LONG, trust_env=False).text == "one two"
