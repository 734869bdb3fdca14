"""The desk: takes questions in, shows that they are being worked on, has them answered and gets the answers out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import StateUnavailable
from bot.slack.admission import Admission
from bot.slack.asking import Asks
from bot.slack.authorise import Authorise
from bot.slack.clients import Clients
from bot.slack.config import SlackConfig
from bot.slack.delivery import Delivery
from bot.slack.errands import Errands
from bot.slack.errors import Gone, Turned, Unreachable
from bot.slack.inbox import GIVEN_UP_AFTER, Inbox, Job
from bot.slack.installations import Installations
from bot.slack.limits import Limits, Verdict
from bot.slack.message import sentence
from bot.slack.mrkdwn import cut
from bot.slack.offload import Offload
from bot.slack.people import People
from bot.slack.question import Question, Surface, question_from
from bot.slack.records import Records
from bot.slack.replies import Replies
from bot.slack.statuses import Statuses
from bot.slack.threads import Threads
from ontology.catalogue import Catalogue

LOG = logging.getLogger(__name__)
TOO_MANY: Final = "That is more than I answer in a minute. Please wait a minute, then ask again."
BROKEN: Final = "Something went wrong on my side, not with your question. Please ask again later."
POLL: Final = 1.0
TRIES: Final = 3
TIDY_EVERY: Final = 3600.0


class Desk:
    """One for each process; several processes share the work through the database.

    Attributes:
        offload: database calls of the workers and of whatever is opened.
        taking: database calls that an acknowledgement waits for, so that they never queue behind the workers'.
    """

    def __init__(
        self,
        config: SlackConfig,
        adviser: Asks,
        catalogue: Catalogue,
        records: Records,
        inbox: Inbox,
        people: People,
        threads: Threads,
        installations: Installations,
        authorise: Authorise,
        offload: Offload,
        taking: Offload,
    ) -> None:
        self.config = config
        self.catalogue = catalogue
        self.answers = records.answers
        self.inbox = inbox
        self.people = people
        self.threads = threads
        self.installations = installations
        self.authorise = authorise
        self.offload = offload
        self.taking = taking
        self.admission = Admission(config, people, offload)
        self._clients = Clients(config, authorise)
        self._errands = Errands()
        self._statuses = Statuses(self._clients, self._errands)
        self._replies = Replies(config, adviser, catalogue, records, people, threads, self._statuses, offload)
        self._limits = Limits(config.user_limit, config.channel_limit)
        self._workers: list[asyncio.Task[None]] = []
        self._nudges = asyncio.Semaphore(0)
        self._stopping = False

    # running ---------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Open connections and begin to work."""
        self.delivery = Delivery(self.config, self.inbox, self.offload, self._clients.open())
        self._stopping = False
        self._workers = [asyncio.create_task(self._work()) for _ in range(max(1, self.config.workers))]
        self._workers.append(asyncio.create_task(self._tidy()))
        self.spawn(self._introduce())

    async def stop(self, grace: float = 10.0) -> None:
        """Finish what is being worked on, within `grace` seconds; the rest waits in the database."""
        self._stopping = True
        for _ in self._workers:
            self._nudges.release()
        running = [*self._workers[:-1], *self._errands.running]
        if running:
            await asyncio.wait(running, timeout=grace)
        left = [*self._workers, *self._errands.running]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._clients.close()
        self._replies.close()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` beside everything else; its errors are logged."""
        return self._errands.spawn(work)

    async def client(self, team: str, enterprise: str | None = None, org_install: bool = False) -> AsyncWebClient:
        """A client with the workspace's token.

        Raises:
            Gone: the app is not installed there.
        """
        return await self._clients.of(team, enterprise, org_install)

    # taking in -------------------------------------------------------------------------------------------------

    async def take(self, question: Question) -> bool:
        """Keep a question in the database; says whether it is new. Returns within milliseconds.

        Raises:
            StateUnavailable: it could not be kept, so Slack must not get an acknowledgement.
        """
        if not await self.taking(self.inbox.take, question.key, question.conversation, question.to_json()):
            return False
        if question.surface is not Surface.SHARE:
            verdict = self._limits.ask(f"{question.team}/{question.user}", f"{question.team}/{question.channel}")
            if verdict is not Verdict.GO:
                await self.taking(self.inbox.withdraw, question.key)
                if verdict is Verdict.TELL:
                    self.spawn(self._tell(question, TOO_MANY))
                return True
        if question.surface is not Surface.FOLLOW_UP:  # that one may ask nothing
            self._statuses.show(question)
        self._nudges.release()  # wakes one worker
        return True

    # working ---------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        while not self._stopping:
            try:
                job = await self.offload(self.inbox.claim)
                if job is not None:
                    await self._handle(job)
                    continue
            except StateUnavailable as error:  # where a job was claimed, its lease runs out, and it is taken up again
                LOG.warning("%s", error)
                await asyncio.sleep(self.config.patience)
            except Exception:  # whatever it is, the other questions still want a worker
                LOG.exception("A worker goes on after an error")
                await asyncio.sleep(self.config.patience)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudges.acquire(), POLL)

    async def _handle(self, job: Job) -> None:
        try:
            question = question_from(job.body)
        except (KeyError, TypeError, ValueError):
            LOG.exception("A kept question cannot be read by this version of Signpost; it is dropped")
            await self.offload(self.inbox.finish, job)
            return
        keeping = asyncio.create_task(self._keep(job))
        try:
            await self._answer(job, question)
        except Unreachable as error:
            await self._postpone(job, question, error)
            return
        except Turned as error:
            self.spawn(self._tell(question, str(error)))
        except Gone as error:
            await self._let_go(question, error)
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
        self._statuses.forget(question)
        await self.offload(self.inbox.finish, job)

    async def _answer(self, job: Job, question: Question) -> None:
        client = await self._clients.asking(question)
        if not job.answer_id:
            await self.admission.check(client, question)
        made = await self._replies.to(client, job, question)
        await self._statuses.settled(question)
        if made is None:
            return
        if question.surface is Surface.ASSISTANT and made.answer_id and not job.answer_id:
            self.spawn(self._title(question))
        await self.delivery.send(client, job, question, made, made.answer_id)
        if question.surface is Surface.SHARE:
            with suppress(Gone, Unreachable):
                await self.delivery.respond(question.response_url, {"delete_original": True})

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
        self._statuses.forget(question)
        await self.offload(self.inbox.postpone, job, wait)

    async def _let_go(self, question: Question, error: Gone) -> None:
        LOG.info("No answer: %s", error)
        if error.revoked and self.config.oauth:
            team = None if question.org_install else question.team
            await self.offload(self.installations.remove, question.enterprise, team)
        elif error.revoked:
            LOG.error("%s Install the app again and set the new SLACK_BOT_TOKEN.", error)

    # small things ----------------------------------------------------------------------------------------------

    async def _introduce(self) -> None:
        with suppress(SlackApiError, Unreachable, Gone):
            await self.authorise.learn(await self.client(""))

    async def _title(self, question: Question) -> None:
        if await self.offload(self.threads.join, question.team, question.channel, question.thread, True):
            client = await self._clients.asking(question)
            await client.assistant_threads_setTitle(
                channel_id=question.channel, thread_ts=question.thread, title=cut(question.words, 100)
            )

    async def _tell(self, question: Question, text: str) -> None:
        """Tell only the asker."""
        told = sentence(text)
        if question.response_url:
            body = {"response_type": "ephemeral", "replace_original": False, "text": told.text}
            await self.delivery.respond(question.response_url, body)
            return
        client = await self._clients.asking(question)
        if question.surface in (Surface.DIRECT, Surface.ASSISTANT):
            thread: dict[str, Any] = {"thread_ts": question.thread} if question.thread else {}
            await client.chat_postMessage(channel=question.channel, text=told.text, **thread)
            return
        where: dict[str, Any] = {"thread_ts": question.thread} if question.thread and not question.rooted else {}
        await client.chat_postEphemeral(channel=question.channel, user=question.user, text=told.text, **where)
        await self._statuses.clear(question)

    async def _tidy(self) -> None:
        """Once an hour, forget what is older than the configured time."""
        while True:
            with suppress(StateUnavailable):
                await self.offload(self.threads.purge, self.config.keep_days)
                await self.offload(self.inbox.purge, self.config.keep_days)
            await asyncio.sleep(TIDY_EVERY)
