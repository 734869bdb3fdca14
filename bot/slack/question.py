"""A question as it came from Slack: who asks what, where, and where the answer goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from bot.slack.mrkdwn import said

_CONVERSATION = re.compile(r"[^A-Za-z0-9_.:-]")


class Surface(StrEnum):
    """Where people ask."""

    MENTION = "mention"
    FOLLOW_UP = "follow-up"  # in a thread, without a mention
    DIRECT = "direct"
    ASSISTANT = "assistant"
    COMMAND = "command"
    SHORTCUT = "shortcut"
    SHARE = "share"  # no question: an answer that was private is posted


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        text: as typed, in Slack's notation.
        ts: the asking message; empty for a command.
        thread: the thread that the answer goes to; empty where the surface has none.
        rooted: whether the asking message began the thread.
        response_url: where a private reply goes; empty where the answer is a message of its own.
        trigger: what makes a command or shortcut unique.
        shared: whether the channel is shared with another organisation, as far as the payload says.
        answer_id: the kept answer, for a share.
    """

    surface: Surface
    team: str
    channel: str
    user: str
    text: str
    enterprise: str | None = None
    org_install: bool = False
    ts: str = ""
    thread: str = ""
    rooted: bool = False
    response_url: str = ""
    trigger: str = ""
    shared: bool = False
    bot_user: str = ""
    answer_id: str = ""

    @property
    def key(self) -> str:
        """What two deliveries of the same question share: the message, whichever event told of it."""
        if self.surface is Surface.SHARE:
            return f"share/{self.team}/{self.channel}/{self.answer_id}"
        return (
            message_key(self.team, self.channel, self.ts) if self.ts else f"{self.surface}/{self.team}/{self.trigger}"
        )

    @property
    def conversation(self) -> str:
        """Its conversation: the thread; without one the channel and, outside direct messages, the person."""
        where = self.thread or ("" if self.surface is Surface.DIRECT else self.user)
        if self.surface is Surface.SHORTCUT:
            where = self.trigger
        return _CONVERSATION.sub("-", f"slack:{self.team}:{self.channel}:{where}".rstrip(":"))[:128]

    @property
    def private(self) -> bool:
        """Whether only the asker sees the answer."""
        return bool(self.response_url) and self.surface is not Surface.SHARE

    @property
    def words(self) -> str:
        """The question in plain words."""
        text = self.text.replace(f"<@{self.bot_user}>", " ") if self.bot_user else self.text
        return said(text)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def having(self, **changes: Any) -> Question:
        return replace(self, **changes)


def message_key(team: str, channel: str, ts: str) -> str:
    """The key of a message."""
    return f"message/{team}/{channel}/{ts}"


def question_from(body: Mapping[str, Any]) -> Question:
    """The question that :meth:`Question.to_json` wrote; fields that this version doesn't know are left out."""
    known = {field.name for field in fields(Question)}
    values = {name: value for name, value in body.items() if name in known}
    return Question(**(values | {"surface": Surface(values["surface"])}))
