"""Replies: from a question to the message that answers it, asked once and kept."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answer import Answer
from bot.errors import ConversationUnknown, QuestionInvalid
from bot.frame import Intent
from bot.slack import asking, web
from bot.slack.asking import Asks
from bot.slack.config import SlackConfig
from bot.slack.errors import Turned, Unreachable
from bot.slack.help import HELP
from bot.slack.inbox import Job
from bot.slack.message import Message, message, sentence
from bot.slack.offload import Offload
from bot.slack.people import People
from bot.slack.question import Question, Surface
from bot.slack.recall import recalled
from bot.slack.records import Records
from bot.slack.statuses import Statuses
from bot.slack.threads import Threads
from ontology.catalogue import Catalogue

LOG = logging.getLogger(__name__)
LATE: Final = timedelta(minutes=1)


class Replies:
    """Asks the adviser, in threads of its own.

    Args:
        offload: for the database.
    """

    def __init__(
        self,
        config: SlackConfig,
        adviser: Asks,
        catalogue: Catalogue,
        records: Records,
        people: People,
        threads: Threads,
        statuses: Statuses,
        offload: Offload,
    ) -> None:
        self._config = config
        self._adviser = adviser
        self._catalogue = catalogue
        self._records = records
        self._people = people
        self._threads = threads
        self._statuses = statuses
        self._offload = offload
        self._asking = Offload(max(1, config.workers), "slack-ask")

    def close(self) -> None:
        """End the threads once what runs is done."""
        self._asking.close()

    async def to(self, client: AsyncWebClient, job: Job, question: Question) -> Message | None:
        """What is to be sent; None for a follow-up that asks nothing.

        Raises:
            Turned: an answer that is to be shared is no longer kept.
            StateUnavailable: the database does not answer; try again.
        """
        role = await self._offload(self._people.role, question.team, question.user)
        known = job.answer_id or question.answer_id
        if known:
            try:
                answer = recalled(await self._offload(self._records.answers.get, known))
            except ConversationUnknown as error:
                raise Turned("That answer is no longer kept. Please ask again.") from error
            in_role = answer.frame.question.startswith("As ") and bool(role) and not question.answer_id
        else:
            text = await self._words(client, question)
            if not text and question.surface is Surface.SHORTCUT:
                return sentence("That message has no words that could be checked.")
            if not text or (question.surface is Surface.COMMAND and text.lower().strip("?! ") == "help"):
                return HELP
            try:
                found = await self._ask(text, role, question)
            except QuestionInvalid as error:
                return sentence(str(error))
            if found is None:
                return None
            answer, in_role = found
            await self._keep(answer, question)
        late = job.attempts > 1 and datetime.now(UTC) - job.taken > LATE
        roles = self._catalogue.roles
        label = roles[role].label.lower() if in_role and role in roles else ""
        shared_by = question.user if question.surface is Surface.SHARE else ""
        return message(answer, private=question.private, late=late, role=label, shared_by=shared_by)

    async def _ask(self, text: str, role: str, question: Question) -> tuple[Answer, bool] | None:
        """The answer, and whether it was asked for in the asker's role; None where nothing is asked."""
        if question.surface is Surface.FOLLOW_UP:
            frame = await self._asking(self._adviser.understand, text, question.conversation)
            if frame.intent is Intent.SMALL_TALK:
                return None
            self._statuses.show(question)
        in_role = False
        turned = asking.in_role(text, role, self._catalogue)
        if turned:  # only a question about duties is one about a role
            read = await self._asking(self._adviser.understand, turned, question.conversation)
            in_role = read.intent is Intent.ENUMERATE
        asked = turned if in_role else text
        return await self._asking(self._adviser.ask, asked, question.conversation), in_role

    async def _keep(self, answer: Answer, question: Question) -> None:
        await self._offload(self._records.keep, answer, question)
        await self._offload(self._people.got, question.team, question.user, answer.id)
        if self._looks_back(question):  # only now: until an answer is kept, another attempt needs them again
            await self._offload(self._threads.join, question.team, question.channel, question.thread, False)

    def _looks_back(self, question: Question) -> bool:
        """Whether the thread may hold something that the question points at."""
        return question.surface is Surface.MENTION and not question.rooted

    async def _words(self, client: AsyncWebClient, question: Question) -> str:
        words = question.words
        if question.surface is Surface.COMMAND:
            return asking.command(words, self._catalogue)
        if not self._looks_back(question):
            return words
        if await self._offload(self._threads.joined, question.team, question.channel, question.thread):
            return words
        return asking.with_earlier(words, await self._earlier(client, question))

    async def _earlier(self, client: AsyncWebClient, question: Question) -> tuple[str, ...]:
        """The thread's earlier messages: read once, at most as many as configured, and not kept."""
        limit = self._config.earlier_messages
        if not limit:
            return ()
        try:
            found = await web.calling(
                client.conversations_replies(
                    channel=question.channel, ts=question.thread, latest=question.ts, limit=limit, inclusive=False
                )
            )
        except (SlackApiError, Unreachable) as error:
            LOG.info("Earlier messages were not read: %s", error)
            return ()
        return asking.spoken(found.get("messages") or (), question.ts, limit)
