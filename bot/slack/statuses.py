"""The status under a question, "is reading the Code…": set before the answer, and never after it."""

from __future__ import annotations

import asyncio
from typing import Final

from bot.slack.clients import Clients
from bot.slack.errands import Errands
from bot.slack.question import Question

STATUS: Final = "is reading the Code…"
SETTLE: Final = 2.0
SHOWN_AT_A_TIME: Final = 10


class Statuses:
    """Statuses of the questions that are being answered; Slack drops one itself once an answer is posted."""

    def __init__(self, clients: Clients, errands: Errands) -> None:
        self._clients = clients
        self._errands = errands
        self._setting: dict[str, asyncio.Task[None]] = {}
        self._sent: set[str] = set()
        self._room = asyncio.Semaphore(SHOWN_AT_A_TIME)

    def show(self, question: Question) -> None:
        """Set the status, beside everything else; nothing where the surface has none."""
        if question.thread and not question.response_url:
            self._setting[question.key] = self._errands.spawn(self._begin(question))

    async def settled(self, question: Question) -> None:
        """Wait until the status is set, so that it cannot come after the answer and stay; drop it if it is to come."""
        setting = self._setting.get(question.key)
        if setting is None or setting.done():
            return
        if question.key in self._sent:
            await asyncio.wait([setting], timeout=SETTLE)
        else:
            setting.cancel()

    async def clear(self, question: Question) -> None:
        """Take the status away where no message will."""
        if question.thread:
            await self._set(question, "")

    def forget(self, question: Question) -> None:
        """The question is done with."""
        self._setting.pop(question.key, None)
        self._sent.discard(question.key)

    async def _begin(self, question: Question) -> None:
        async with self._room:
            self._sent.add(question.key)
            await self._set(question, STATUS)

    async def _set(self, question: Question, text: str) -> None:
        client = await self._clients.asking(question)
        client.retry_handlers = []
        await client.assistant_threads_setStatus(channel_id=question.channel, thread_ts=question.thread, status=text)
