"""Getting an answer out exactly once, also when Slack's reply is lost.

Before the first call the job is marked as tried; as soon as Slack names the message, its ``ts`` is noted. Whoever takes
the job up again then finishes that message, or looks in the thread for one that carries the job's key in its metadata
(https://docs.slack.dev/messaging/message-metadata), and posts only when there is none.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.config import SlackConfig
from bot.slack.errors import Gone, Unreachable
from bot.slack.inbox import Inbox, Job
from bot.slack.message import Message
from bot.slack.mrkdwn import escaped
from bot.slack.offload import Offload
from bot.slack.question import Question, Surface
from bot.slack.web import calling, code, retry_after

LOG = logging.getLogger(__name__)
EVENT_TYPE: Final = "signpost_answer"
PAGES: Final = 5
UNFIT: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
NO_STREAM: Final = frozenset(
    {"method_not_supported_for_channel_type", "channel_type_not_supported", "missing_scope", "unknown_method",
     "not_allowed_token_type", "missing_recipient_team_id", "missing_recipient_user_id", "invalid_arguments",
     "feature_not_enabled", "not_allowed"}
)  # fmt: skip


class Delivery:
    """Sends messages for jobs.

    Args:
        session: for response URLs.
    """

    def __init__(self, config: SlackConfig, inbox: Inbox, offload: Offload, session: aiohttp.ClientSession) -> None:
        self._config = config
        self._inbox = inbox
        self._offload = offload
        self._session = session
        self._unstreamed: set[str] = set()

    async def send(
        self, client: AsyncWebClient, job: Job, question: Question, message: Message, answer_id: str = ""
    ) -> None:
        """Send the answer of `job` where `question` wants it; another attempt finds it by `answer_id`.

        Raises:
            Gone: the question was deleted, or the place is no longer there.
            Unreachable: it may or may not be out; call again with the job as it then is.
        """
        if question.response_url:
            await self._respond(job, question, message, answer_id)
            return
        if job.posted_ts:
            await self._complete(client, job, question, message, job.posted_ts)
            return
        if job.tried:
            found = await self._find(client, job, question, message)
            if found is not None:
                ts, whole = found
                if not whole:
                    await self._complete(client, job, question, message, ts)
                return
        if not await self._offload(self._inbox.note, job, tried=True, answer_id=answer_id):
            raise Gone("The question was deleted before the answer was posted.")
        try:
            if not await self._stream(client, job, question, message):
                await self._post(client, job, question, message)
        except SlackApiError as error:
            raise Gone(f"Slack does not take the answer ({code(error)}).") from error

    async def _stream(self, client: AsyncWebClient, job: Job, question: Question, message: Message) -> bool:
        """Stream the answer; False where that is not to be had."""
        surface = question.channel
        if not self._config.stream or not question.thread or surface in self._unstreamed:
            return False
        stream = await client.chat_stream(
            channel=question.channel,
            thread_ts=question.thread,
            recipient_team_id=question.team or None,
            recipient_user_id=question.user or None,
            buffer_size=1,
        )
        try:
            await calling(stream.append(markdown_text=message.opening))
        except SlackApiError as error:
            if code(error) in NO_STREAM:
                self._unstreamed.add(surface)
                return False
            raise
        except Unreachable as error:
            if not error.uncertain:  # too many streams a minute is no reason to wait with the answer
                return False
            raise
        ts = stream.ts or ""
        if not await self._offload(self._inbox.note, job, posted_ts=ts):
            await self._take_back(client, question.channel, ts)
            raise Gone("The question was deleted while it was answered.")
        await self._complete(client, job, question, message, ts)
        return True

    async def _complete(self, client: AsyncWebClient, job: Job, question: Question, message: Message, ts: str) -> None:
        """Give a message that has been begun the whole answer. May be repeated: the second time changes nothing."""
        if not await self._offload(self._inbox.waits, job):
            await self._take_back(client, question.channel, ts)
            raise Gone("The question was deleted while it was answered.")
        metadata = _metadata(job)
        try:
            await calling(
                client.chat_stopStream(channel=question.channel, ts=ts, blocks=message.rest or None, metadata=metadata)
            )
            return
        except SlackApiError as error:
            if code(error) == "message_not_found":
                raise Gone("The answer was removed while it was written.") from error
            LOG.info("chat.stopStream refused (%s); the message is updated instead", code(error))
        try:
            await calling(
                client.chat_update(
                    channel=question.channel, ts=ts, text=message.text, blocks=message.blocks, metadata=metadata
                )
            )
        except SlackApiError as error:
            raise Gone(f"Slack does not take the rest of the answer ({code(error)}).") from error

    async def _post(self, client: AsyncWebClient, job: Job, question: Question, message: Message) -> None:
        where: dict[str, Any] = {"channel": question.channel, "metadata": _metadata(job), "unfurl_links": False}
        where |= {"thread_ts": question.thread} if question.thread else {}
        try:
            await calling(client.chat_postMessage(text=message.text, blocks=message.blocks, **where))
        except SlackApiError as error:
            if code(error) not in UNFIT:
                raise
            LOG.warning("Slack refused the blocks of an answer (%s); it is sent as plain text", code(error))
            await calling(client.chat_postMessage(text=message.text, **where))

    async def _find(
        self, client: AsyncWebClient, job: Job, question: Question, message: Message
    ) -> tuple[str, bool] | None:
        """The message that an earlier attempt left, and whether it is whole; None if there is none."""
        cursor = ""
        others = await self._offload(self._inbox.posted)
        begun: str | None = None
        for _ in range(PAGES):
            page = await self._page(client, question, cursor)
            for found in page.get("messages") or ():
                payload = (found.get("metadata") or {}).get("event_payload") or {}
                ts = str(found.get("ts", ""))
                if payload.get("key") == _mark(job):
                    return ts, True
                ours = bool(found.get("bot_id")) and not payload and ts not in others and ts > question.ts
                if begun is None and ours and _same(str(found.get("text", "")), message.opening):
                    begun = ts
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return (begun, False) if begun else None

    async def _page(self, client: AsyncWebClient, question: Question, cursor: str) -> Mapping[str, Any]:
        wanted: dict[str, Any] = {"channel": question.channel, "include_all_metadata": True, "limit": 200}
        wanted |= {"cursor": cursor} if cursor else {}
        if question.ts:
            wanted["oldest"] = question.ts
        try:
            if question.thread:
                found = await calling(client.conversations_replies(ts=question.thread, **wanted))
            else:
                found = await calling(client.conversations_history(**wanted))
        except SlackApiError as error:
            LOG.warning(
                "The thread cannot be read (%s), so a lost reply cannot be told from a lost answer", code(error)
            )
            return {}
        return found.data if isinstance(found.data, dict) else {}

    async def _take_back(self, client: AsyncWebClient, channel: str, ts: str) -> None:
        try:
            await calling(client.chat_delete(channel=channel, ts=ts))
        except (SlackApiError, Unreachable, Gone) as error:
            LOG.info("An answer to a deleted question could not be removed: %s", error)

    async def _respond(self, job: Job, question: Question, message: Message, answer_id: str) -> None:
        if not await self._offload(self._inbox.note, job, tried=True, answer_id=answer_id):
            raise Gone("The question was withdrawn.")
        public = question.surface is Surface.SHARE
        body: dict[str, Any] = {
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": job.tried and not public,
            "text": message.text,
            "blocks": message.blocks,
        }
        if question.thread:
            body["thread_ts"] = question.thread
        await self.respond(question.response_url, body)

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Post to a response URL.

        Raises:
            Gone: the address is not Slack's, or it is used up (30 minutes, five times).
            Unreachable: it failed in a way that may pass.
        """
        if not self._is_slack(url):
            raise Gone("The address for the reply is not Slack's.")
        try:
            async with self._session.post(url, json=dict(body), allow_redirects=False) as answer:
                if answer.status == 429:
                    raise Unreachable("Slack asks us to slow down.", wait=retry_after(answer.headers), uncertain=False)
                if answer.status >= 500:
                    raise Unreachable(f"Slack failed ({answer.status}).")
                if answer.status != 200:
                    raise Gone(f"The private reply is not taken any more ({answer.status}).")
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Unreachable(f"Slack cannot be reached ({type(error).__name__}).") from error

    def _is_slack(self, url: str) -> bool:
        asked, ours = urlsplit(url), urlsplit(self._config.api_url)
        if asked.netloc == ours.netloc and asked.scheme == ours.scheme:
            return True
        host = asked.hostname or ""
        return asked.scheme == "https" and host.endswith((".slack.com", ".slack-gov.com"))


def _mark(job: Job) -> str:
    # members of the workspace can read metadata; the key itself would tell who asked where
    return hashlib.sha256(job.key.encode()).hexdigest()[:32]


def _metadata(job: Job) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"key": _mark(job)}}


def _same(text: str, opening: str) -> bool:
    """Whether a begun message holds our opening; Slack may have changed the marks in it."""

    def bare(words: str) -> str:
        before_links = re.split(r"[\[<]", words, maxsplit=1)[0]
        return "".join(c for c in before_links if c.isalnum())[:200]

    return bool(bare(opening)) and bare(text) == bare(escaped(opening))
