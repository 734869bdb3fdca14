"""The desk: takes questions in, shows that they are being worked on, answers them and gets the answers out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answer import Answer
from bot.errors import AdviserError, ConversationUnknown, QuestionInvalid, StateUnavailable
from bot.frame import Intent
from bot.slack import asking, web
from bot.slack.admission import Admission
from bot.slack.asking import Asks
from bot.slack.authorise import Authorise
from bot.slack.blocks import section
from bot.slack.config import SlackConfig
from bot.slack.delivery import Delivery
from bot.slack.errors import Gone, Turned, Unreachable
from bot.slack.help import HELP
from bot.slack.inbox import GIVEN_UP_AFTER, Inbox, Job
from bot.slack.installations import Installations
from bot.slack.limits import Limits, Verdict
from bot.slack.message import Message, message
from bot.slack.mrkdwn import cut, escaped
from bot.slack.offload import Offload
from bot.slack.people import People
from bot.slack.question import Question, Surface, question_from
from bot.slack.recall import recalled
from bot.slack.threads import Threads
from ontology.catalogue import Catalogue

LOG = logging.getLogger(__name__)
STATUS: Final = "is reading the Code…"
TOO_MANY: Final = "That is more than I answer in a minute. Please wait a minute, then ask again."
BROKEN: Final = "Something went wrong on my side, not with your question. Please ask again later."
LATE: Final = timedelta(minutes=1)
POLL: Final = 1.0
TRIES: Final = 3
SETTLE: Final = 2.0
SHOWN_AT_A_TIME: Final = 10


class Answers(Protocol):
    """Where answers are kept (:class:`bot.state.answers.Answers`)."""

    def save(self, answer: Answer, evidence: Iterable[Mapping[str, Any]] = ()) -> None: ...

    def get(self, answer_id: str) -> dict[str, Any]: ...

    def feedback(self, answer_id: str, verdict: str, comment: str = "") -> None: ...


class Desk:
    """One for each process; several processes share the work through the database."""

    def __init__(
        self,
        config: SlackConfig,
        adviser: Asks,
        catalogue: Catalogue,
        answers: Answers,
        inbox: Inbox,
        people: People,
        threads: Threads,
        installations: Installations,
        authorise: Authorise,
        offload: Offload,
    ) -> None:
        self.config = config
        self.catalogue = catalogue
        self.answers = answers
        self.inbox = inbox
        self.people = people
        self.threads = threads
        self.installations = installations
        self.authorise = authorise
        self.offload = offload
        self.admission = Admission(config, people, offload)
        self._adviser = adviser
        self._limits = Limits(config.user_limit, config.channel_limit)
        self._asking = Offload(max(1, config.workers), "slack-ask")
        self._tasks: set[asyncio.Task[None]] = set()
        self._statuses: dict[str, asyncio.Task[None]] = {}
        self._shown: set[str] = set()
        self._showing = asyncio.Semaphore(SHOWN_AT_A_TIME)
        self._workers: list[asyncio.Task[None]] = []
        self._session: aiohttp.ClientSession | None = None
        self._nudges = asyncio.Semaphore(0)
        self._stopping = False

    # running ---------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Open connections and begin to work."""
        timeout = aiohttp.ClientTimeout(total=web.TIMEOUT)
        self._session = aiohttp.ClientSession(timeout=timeout, trust_env=not self.config.local)
        self.delivery = Delivery(self.config, self.inbox, self.offload, self._session)
        self._stopping = False
        self._workers = [asyncio.create_task(self._work()) for _ in range(max(1, self.config.workers))]
        self._workers.append(asyncio.create_task(self._tidy()))
        self.spawn(self._introduce())

    async def stop(self, grace: float = 10.0) -> None:
        """Finish what is being worked on, within `grace` seconds; the rest waits in the database."""
        self._stopping = True
        for _ in self._workers:
            self._nudges.release()
        running = [*self._workers[:-1], *self._tasks]
        if running:
            await asyncio.wait(running, timeout=grace)
        for task in [*self._workers, *self._tasks]:
            task.cancel()
        await asyncio.gather(*self._workers, *self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()
        self._asking.close()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` beside everything else; its errors are logged."""
        task = asyncio.create_task(self._quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def client(self, team: str, enterprise: str | None = None, org_install: bool = False) -> AsyncWebClient:
        """A client with the workspace's token.

        Raises:
            Gone: the app is not installed there.
        """
        token = await self.authorise.token(enterprise, None if org_install else team)
        if not token:
            raise Gone("The app is not installed in the workspace any more.", revoked=True)
        made = web.client(self.config.api_url, token)
        made.session = self._session
        if self.config.local:
            made.proxy = None
        return made

    async def client_for(self, question: Question) -> AsyncWebClient:
        """A client for the workspace of `question`; raises Gone."""
        return await self.client(question.team, question.enterprise, question.org_install)

    # taking in -------------------------------------------------------------------------------------------------

    async def take(self, question: Question) -> bool:
        """Keep a question in the database; says whether it is new. Returns within milliseconds.

        Raises:
            StateUnavailable: it could not be kept, so Slack must not get an acknowledgement.
        """
        if not await self.offload(self.inbox.take, question.key, question.conversation, question.to_json()):
            return False
        if question.surface is not Surface.SHARE:
            verdict = self._limits.ask(f"{question.team}/{question.user}", f"{question.team}/{question.channel}")
            if verdict is not Verdict.GO:
                await self.offload(self.inbox.withdraw, question.key)
                if verdict is Verdict.TELL:
                    self.spawn(self._tell(question, TOO_MANY))
                return True
        if question.thread and not question.response_url and question.surface is not Surface.FOLLOW_UP:
            self._show(question)
        self._nudges.release()  # wakes one worker
        return True

    # working ---------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        while not self._stopping:
            try:
                job = await self.offload(self.inbox.claim)
            except StateUnavailable as error:
                LOG.warning("%s", error)
                job = None
                await asyncio.sleep(self.config.patience)
            if job is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._nudges.acquire(), POLL)
                continue
            try:
                await self._handle(job)
            except StateUnavailable as error:  # the lease runs out, and the job is taken up again
                LOG.warning("%s", error)

    async def _handle(self, job: Job) -> None:
        question = question_from(job.body)
        keeping = asyncio.create_task(self._keep(job))
        try:
            await self._answer(job, question)
        except Unreachable as error:
            await self._postpone(job, question, error)
            return
        except Turned as error:
            self.spawn(self._tell(question, str(error)))
        except Gone as error:
            LOG.info("No answer: %s", error)
            if error.revoked and self.config.oauth:
                team = None if question.org_install else question.team
                await self.offload(self.installations.remove, question.enterprise, team)
            elif error.revoked:
                LOG.error("%s Install the app again and set the new SLACK_BOT_TOKEN.", error)
        except (StateUnavailable, asyncio.CancelledError):
            raise
        except Exception:
            LOG.exception("A question could not be answered")
            if job.attempts < TRIES:
                await self.offload(self.inbox.postpone, job, self.config.patience)
                return
            self.spawn(self._tell(question, BROKEN))
        finally:
            keeping.cancel()
        self._unshow(question)
        await self.offload(self.inbox.finish, job)

    async def _answer(self, job: Job, question: Question) -> None:
        client = await self.client_for(question)
        if not job.answer_id:
            await self.admission.check(client, question)
        made = await self._message(client, job, question)
        await self._settled(question)
        if made is None:
            return
        await self.delivery.send(client, job, question, made, made.answer_id)
        if question.surface is Surface.SHARE:
            with suppress(Gone, Unreachable):
                await self.delivery.respond(question.response_url, {"delete_original": True})

    async def _message(self, client: AsyncWebClient, job: Job, question: Question) -> Message | None:
        """What is to be sent; None for a follow-up that asks nothing."""
        late = job.attempts > 1 and datetime.now(UTC) - job.taken > LATE
        role = await self.offload(self.people.role, question.team, question.user)
        known = job.answer_id or question.answer_id
        if known:
            try:
                answer = recalled(await self.offload(self.answers.get, known))
            except ConversationUnknown as error:
                raise Turned("That answer is no longer kept. Please ask again.") from error
            in_role = answer.frame.question.startswith("As ") and bool(role) and not question.answer_id
        else:
            text = await self._words(client, question)
            if text is None:
                return None
            if not text and question.surface is Surface.SHORTCUT:
                return sentence("That message has no words that could be checked.")
            if not text or (question.surface is Surface.COMMAND and text.lower().strip("?! ") == "help"):
                return HELP
            in_role = False
            try:
                if question.surface is Surface.FOLLOW_UP:
                    frame = await self._asking(self._adviser.understand, text, question.conversation)
                    if frame.intent is Intent.SMALL_TALK:
                        return None
                    self._show(question)
                turned = asking.in_role(text, role, self.catalogue)
                if turned:  # only a question about duties is one about a role
                    read = await self._asking(self._adviser.understand, turned, question.conversation)
                    in_role = read.intent is Intent.ENUMERATE
                answer = await self._asking(self._adviser.ask, turned if in_role else text, question.conversation)
            except QuestionInvalid as error:
                return sentence(str(error))
            await self.offload(self.answers.save, answer)
            await self.offload(self.people.got, question.team, question.user, answer.id)
            if question.surface is Surface.ASSISTANT:
                self.spawn(self._title(question, text))
        label = self.catalogue.roles[role].label.lower() if in_role and role in self.catalogue.roles else ""
        shared_by = question.user if question.surface is Surface.SHARE else ""
        return message(answer, private=question.private, late=late, role=label, shared_by=shared_by)

    async def _words(self, client: AsyncWebClient, question: Question) -> str | None:
        words = question.words
        if question.surface is Surface.COMMAND:
            return asking.command(words, self.catalogue)
        if question.surface is not Surface.MENTION or question.rooted:
            return words
        joined = await self.offload(self.threads.join, question.team, question.channel, question.thread, False)
        if not joined:
            return words
        return asking.with_earlier(words, await self._earlier(client, question))

    async def _earlier(self, client: AsyncWebClient, question: Question) -> tuple[str, ...]:
        """The thread's earlier messages: read once, at most as many as configured, and not kept."""
        limit = self.config.earlier_messages
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

    async def _keep(self, job: Job) -> None:
        """Renew the lease while the job is worked on."""
        while True:
            await asyncio.sleep(self.config.lease / 3)
            with suppress(StateUnavailable):
                await self.offload(self.inbox.note, job)

    async def _postpone(self, job: Job, question: Question, error: Unreachable) -> None:
        if datetime.now(UTC) - job.taken > GIVEN_UP_AFTER:
            LOG.error("A question was given up after a day: %s", error)
            await self.offload(self.inbox.finish, job)
            return
        wait = max(error.wait, self.config.patience * 2 ** min(job.attempts - 1, 9))
        LOG.warning("%s The answer waits; trying again in %.0f s.", error, wait)
        self._unshow(question)
        await self.offload(self.inbox.postpone, job, wait)

    # small things: none of them may fail anything else ---------------------------------------------------------

    async def _introduce(self) -> None:
        with suppress(SlackApiError, Unreachable, Gone):
            await self.authorise.learn(await self.client(""))

    def _show(self, question: Question) -> None:
        self._statuses[question.key] = self.spawn(self._status(question, STATUS))

    async def _status(self, question: Question, text: str) -> None:
        if not question.thread:
            return
        client = await self.client_for(question)
        client.retry_handlers = []
        async with self._showing:
            self._shown.add(question.key)
            await client.assistant_threads_setStatus(
                channel_id=question.channel, thread_ts=question.thread, status=text
            )

    async def _title(self, question: Question, text: str) -> None:
        if await self.offload(self.threads.join, question.team, question.channel, question.thread, True):
            client = await self.client_for(question)
            await client.assistant_threads_setTitle(
                channel_id=question.channel, thread_ts=question.thread, title=cut(text, 100)
            )

    def _unshow(self, question: Question) -> None:
        self._statuses.pop(question.key, None)
        self._shown.discard(question.key)

    async def _settled(self, question: Question) -> None:
        """Wait until the status is set, so that it cannot come after the answer and stay; drop it if it is to come."""
        status = self._statuses.get(question.key)
        if status is None or status.done():
            return
        if question.key in self._shown:
            await asyncio.wait([status], timeout=SETTLE)
        else:
            status.cancel()

    async def _tell(self, question: Question, text: str) -> None:
        """Tell only the asker."""
        told = sentence(text)
        if question.response_url:
            body = {"response_type": "ephemeral", "replace_original": False, "text": told.text}
            await self.delivery.respond(question.response_url, body)
            return
        client = await self.client_for(question)
        if question.surface in (Surface.DIRECT, Surface.ASSISTANT):
            thread: dict[str, Any] = {"thread_ts": question.thread} if question.thread else {}
            await client.chat_postMessage(channel=question.channel, text=told.text, **thread)
            return
        where: dict[str, Any] = {"thread_ts": question.thread} if question.thread and not question.rooted else {}
        await client.chat_postEphemeral(channel=question.channel, user=question.user, text=told.text, **where)
        await self._status(question, "")

    async def _quietly(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (SlackApiError, AdviserError, aiohttp.ClientError, TimeoutError) as error:
            LOG.info("Left undone: %s", error)
        except Exception:
            LOG.exception("Left undone")

    async def _tidy(self) -> None:
        """Once an hour, forget what is older than the configured time."""
        while True:
            with suppress(StateUnavailable):
                await self.offload(self.threads.purge, self.config.keep_days)
                await self.offload(self.inbox.purge, self.config.keep_days)
            await asyncio.sleep(3600)


def sentence(text: str) -> Message:
    """One sentence as a message."""
    made = [section(escaped(text))]
    return Message(escaped(text), made, escaped(text), [])
