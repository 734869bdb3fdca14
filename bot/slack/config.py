"""What the Slack adapter needs to know: frozen, put together by :mod:`api.slack_settings`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from bot.slack.errors import SlackMisconfigured

API_URL = "https://slack.com/api/"
COMMAND = "/code"


class ThreadPolicy(StrEnum):
    """When a message in a thread that doesn't mention Signpost is taken as a follow-up."""

    STAY = "stay"  # in threads that began with a question to Signpost
    MENTIONED = "mentioned"  # never: only when mentioned


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """Settings of the adapter.

    Attributes:
        bot_token, signing_secret, app_token, client_id, client_secret: as Slack hands them out; empty where unused.
        api_url: where the Web API is served, ending in a slash.
        base_url: where our own pages are served; links and unfurls need it.
        threads: the policy of channels that are not in `mention_only`.
        mention_only: channel ids where Signpost answers in threads only when mentioned.
        allow_shared: answer in channels that are shared with other organisations.
        allow_guests: answer guests.
        user_limit, channel_limit: questions a minute, for each process; 0 is no limit.
        earlier_messages: how many earlier messages of a thread are read, once, when it is joined.
        workers: how many questions are answered at a time.
        lease: seconds after which a question that nobody works on any more is taken up by another process.
        keep_days: after so many days questions, answers and joined threads are forgotten.
        stream: use Slack's streaming API where the surface has it.
        patience: seconds to wait before trying again, doubled each time; tests shorten it.
    """

    bot_token: str = ""
    signing_secret: str = ""
    app_token: str = ""
    client_id: str = ""
    client_secret: str = ""
    api_url: str = API_URL
    base_url: str | None = None
    threads: ThreadPolicy = ThreadPolicy.STAY
    mention_only: frozenset[str] = frozenset()
    allow_shared: bool = False
    allow_guests: bool = False
    user_limit: int = 20
    channel_limit: int = 60
    earlier_messages: int = 20
    workers: int = 4
    lease: float = 60.0
    keep_days: int = 30
    stream: bool = True
    patience: float = 1.0

    @property
    def oauth(self) -> bool:
        """Whether several workspaces can install the app."""
        return bool(self.client_id and self.client_secret)

    @property
    def local(self) -> bool:
        """Whether the Web API is a mock on this machine, which no proxy should come between."""
        return (urlsplit(self.api_url).hostname or "") in {"127.0.0.1", "localhost", "::1"}

    @property
    def mountable(self) -> bool:
        """Whether the HTTP endpoints can be served."""
        return bool(self.signing_secret and (self.bot_token or self.oauth))

    def require_socket(self) -> None:
        """Check what Socket Mode needs.

        Raises:
            SlackMisconfigured: says what is missing.
        """
        if not self.app_token.startswith("xapp-"):
            raise SlackMisconfigured(
                "Socket Mode needs SLACK_APP_TOKEN, an app-level token that starts with xapp- and has the scope "
                "connections:write. Create it under Basic Information, App-Level Tokens."
            )
        if not (self.bot_token or self.oauth):
            raise SlackMisconfigured(
                "Socket Mode needs SLACK_BOT_TOKEN, which starts with xoxb-. Install the app to the workspace and copy "
                "it from OAuth & Permissions."
            )
        if self.bot_token and not self.bot_token.startswith("xoxb-"):
            raise SlackMisconfigured("SLACK_BOT_TOKEN must be a bot token; it starts with xoxb-.")

    def stays(self, channel: str) -> bool:
        """Whether threads of `channel` are followed without a mention."""
        return self.threads is ThreadPolicy.STAY and channel not in self.mention_only
