"""What Signpost can be asked in Slack, as a message."""

from __future__ import annotations

from typing import Final

from bot.answer import DISCLAIMER
from bot.slack.blocks import context, section
from bot.slack.message import Message
from bot.slack.mrkdwn import escaped

_INTRODUCTION: Final = (
    "I answer questions about the UK Code of Practice for the Cyber Security of AI: who has to do what, how firmly, "
    "and where it says so."
)
_WAYS: Final = (
    "`/code data custodian` lists what a role has to do",
    "`/code 5.4.1` shows a provision, `/code principle 5` what a principle holds",
    "`/code our supplier went quiet about patches` answers a question; only you see it until you share it",
    "Mention me in a channel, or write to me directly, and go on asking in the thread",
    "“Check against the Code” in a message's menu answers about that message",
    "My Home tab remembers your role and lists everything by role and principle",
)
_BLOCKS: Final = [section("\n".join(f"• {way}" for way in _WAYS)), context(escaped(DISCLAIMER))]
HELP: Final = Message(
    text="\n".join((_INTRODUCTION, *(f"- {way.replace('`', '')}" for way in _WAYS), DISCLAIMER)),
    blocks=[section(_INTRODUCTION), *_BLOCKS],
    opening=_INTRODUCTION,
    rest=_BLOCKS,
)
