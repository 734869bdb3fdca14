"""Errands: small work beside everything else. None of it may fail anything else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import AdviserError

LOG = logging.getLogger(__name__)


class Errands:
    """Tasks on the running loop, kept until they are done."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` beside everything else; its errors are logged."""
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def running(self) -> tuple[asyncio.Task[None], ...]:
        """What is not done yet."""
        return tuple(self._tasks)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (SlackApiError, AdviserError, aiohttp.ClientError, TimeoutError) as error:
        LOG.info("Left undone: %s", error)
    except Exception:
        LOG.exception("Left undone")
