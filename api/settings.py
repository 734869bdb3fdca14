"""Settings: read once from the environment (``SIGNPOST_*``), checked, and handed down as small configurations.

Unknown ``SIGNPOST_*`` names are errors, so that a typing mistake is noticed. Secrets may come from files: each can be
given as ``NAME_FILE`` with a path.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.errors import SettingsInvalid

PREFIX = "SIGNPOST_"


def default_home() -> Path:
    """``$XDG_DATA_HOME/signpost``, by default ``~/.local/share/signpost``."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "signpost"


class Settings(BaseSettings):
    """Everything that can be set. Each field's environment variable is ``SIGNPOST_`` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(default_factory=default_home, description="Folder for all state.")
    base_url: str | None = Field(default=None, description="Address at which this Signpost is served; used in links.")
    encoder: str = Field(default="bundled", description="“bundled”, or a folder with a sentence-transformers model.")
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; a SQLite file under home by default.")
    vectors_url: str = Field(
        default="", description="Engine that searches (see docs/engines.md); in this process when empty."
    )
    sparql_url: str | None = Field(default=None, description="SPARQL 1.1 endpoint that holds the ontology.")
    keys_folder: Path | None = Field(
        default=None, description="Folder of keys.json, where several homes are to share one; home when empty."
    )
    require_key: bool = Field(default=False, description="Refuse requests without an API key (“signpost keys”).")
    rate_per_minute: int = Field(default=120, ge=1, description="Requests a minute for each key or address.")
    trusted_proxies: str = Field(default="", description="Addresses or networks whose X-Forwarded-For counts.")
    allowed_origins: str = Field(default="", description="Origins that browsers may call the API from, or *.")
    otlp_endpoint: str | None = Field(default=None, description="OpenTelemetry collector (OTLP over HTTP).")
    llm: str = Field(default="", description="Language model that words answers, as provider:model; none when empty.")
    llm_base_url: str | None = Field(default=None, description="Address of an OpenAI-compatible server.")
    llm_api_key: SecretStr | None = Field(default=None, description="The language model's key.")
    llm_timeout: float = Field(default=20.0, gt=0, le=300, description="Seconds that the model may add to an answer.")
    llm_max_tokens: int = Field(default=1000, ge=50, le=16000, description="Tokens that a reply of the model may have.")
    llm_answer_tokens: int = Field(
        default=0, ge=0, description="Tokens that all calls for one answer may take, in and out; 0: no limit."
    )
    llm_daily_tokens: int = Field(default=0, ge=0, description="Tokens a day for the model, in and out; 0: no limit.")
    llm_price_in: float = Field(default=0.0, ge=0, description="Price of a million tokens that the model reads.")
    llm_price_out: float = Field(default=0.0, ge=0, description="Price of a million tokens that the model writes.")
    llm_answer_cost: float = Field(default=0.0, ge=0, description="What the model may cost an answer; 0: no limit.")
    llm_daily_cost: float = Field(default=0.0, ge=0, description="What the model may cost a day; 0: no limit.")
    audit_questions: bool = Field(default=False, description="Put questions' text into the audit log and the spans.")
    slack_api_url: str | None = Field(default=None, description="Slack's Web API, where it is a mock or a proxy.")
    slack_threads: str = Field(default="stay", description="Answer in own threads: “stay”, or only when “mentioned”.")
    slack_mention_only: str = Field(default="", description="Channel ids in whose threads only mentions are answered.")
    slack_allow_shared: bool = Field(default=False, description="Answer in channels shared with other organisations.")
    slack_allow_guests: bool = Field(default=False, description="Answer guests of the Slack workspace.")
    slack_user_limit: int = Field(default=20, ge=0, description="Questions a minute for each person; 0: no limit.")
    slack_channel_limit: int = Field(default=60, ge=0, description="Questions a minute in each channel; 0: no limit.")
    slack_workers: int = Field(default=4, ge=1, le=256, description="Slack questions that are answered at a time.")
    slack_keep_days: int = Field(default=30, ge=1, le=3650, description="Days for which Slack questions are kept.")
    log_level: str = Field(default="WARNING", description="Level of the log on standard error.")

    @property
    def keys(self) -> Path:
        """The folder that ``keys.json`` is in."""
        return self.keys_folder or self.home


def load() -> Settings:
    """The settings in force.

    Raises:
        SettingsInvalid: a value is wrong or a name unknown; the message names it.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = {name for name in os.environ if name.startswith(PREFIX)}
    files: dict[str, Any] = {}
    for name in sorted(given - known):
        plain = name.removesuffix("_FILE")
        if name.endswith("_FILE") and plain in known:
            try:
                files[plain.removeprefix(PREFIX).lower()] = Path(os.environ[name]).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsInvalid(f"{name} names a file that cannot be read ({error.strerror}).") from error
            continue
        raise SettingsInvalid(f"{name} is not a setting. Known: {', '.join(sorted(known))}.")
    try:
        return Settings(**files)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsInvalid(f"{name} cannot be used: {first['msg']}.") from error
