"""Opening a chat model from a setting such as ``openai:gpt-5``, through LangChain's ``init_chat_model``.

LangChain is imported only here and in what calls a model, so that an adviser without one starts as fast as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr

from bot.errors import ModelUnavailable, RealModelForbidden

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

SCRIPTED: Final = "scripted"
RETRIES: Final = 1
EXTRAS: Final = {
    "anthropic": "anthropic", "google_genai": "google", "google_vertexai": "google-vertex", "mistralai": "mistral",
    "ollama": "ollama", "bedrock": "bedrock", "bedrock_converse": "bedrock",
}  # fmt: skip
_forbidden: list[str] = []


@dataclass(frozen=True, slots=True)
class LlmConfig:
    """How a language model is reached, and what it may cost.

    Attributes:
        model: ``provider:model``; ``scripted:good`` and its like are test models that need no network.
        base_url: address of an OpenAI-compatible server (or of the provider's own, where it takes one).
        api_key: the key; None leaves it to the provider's own environment variable.
        timeout: seconds that an answer may cost in all, retries and repair included.
        max_tokens: tokens that one reply may be long.
        price_in, price_out: what a million tokens cost, in any one currency; 0 counts no cost.
        answer_cost: what one answer may cost, in that currency; 0 sets no limit.
        answer_tokens: tokens, in and out, that all calls for one answer may take; 0 sets no limit.
    """

    model: str
    base_url: str | None = None
    api_key: SecretStr | None = None
    timeout: float = 20.0
    max_tokens: int = 1000
    price_in: float = 0.0
    price_out: float = 0.0
    answer_cost: float = 0.0
    answer_tokens: int = 0


def forbid(reason: str = "tests call no real model") -> None:
    """From now on :func:`open_model` raises for everything but scripted models, in this process."""
    _forbidden.append(reason)


@contextmanager
def allowed() -> Iterator[None]:
    """Lift :func:`forbid` for a block: for tests of the wiring against a server of their own on loopback."""
    kept = _forbidden[:]
    _forbidden.clear()
    try:
        yield
    finally:
        _forbidden[:] = kept


def open_model(config: LlmConfig) -> BaseChatModel:
    """The chat model that `config` names. No request is made yet.

    Raises:
        RealModelForbidden: :func:`forbid` was called.
        ModelUnavailable: no such provider, its package is missing, or it does not take the settings.
    """
    provider, _, name = config.model.partition(":")
    if not provider or not name:
        raise ModelUnavailable("SIGNPOST_LLM is written as provider:model, such as openai:gpt-5 or ollama:llama3.2.")
    if provider == SCRIPTED:
        from bot.llm.scripted import scripted

        return scripted(name)
    if _forbidden:
        raise RealModelForbidden(f"No real language model may be opened here: {_forbidden[-1]}.")
    from langchain.chat_models import init_chat_model

    try:
        made: BaseChatModel = init_chat_model(name, model_provider=provider, **arguments(provider, config))
    except ImportError as error:
        extra = EXTRAS.get(provider)
        package = f"'signpost-adviser[{extra}]'" if extra else f"langchain-{provider.replace('_', '-')}"
        raise ModelUnavailable(
            f"The provider {provider} needs a package that is not installed; install it with: pip install {package}."
        ) from error
    except Exception as error:  # providers raise what they like; their words may hold the key, so they aren't shown
        raise ModelUnavailable(
            f"The language model {config.model} cannot be set up ({type(error).__name__}). Check SIGNPOST_LLM, "
            "SIGNPOST_LLM_BASE_URL and SIGNPOST_LLM_API_KEY, and that the provider is one LangChain knows."
        ) from error
    return made


def arguments(provider: str, config: LlmConfig) -> dict[str, Any]:
    """What the provider's class is given, in its own words."""
    if provider == "ollama":
        given: dict[str, Any] = {"num_predict": config.max_tokens, "client_kwargs": {"timeout": config.timeout}}
    elif provider.startswith("bedrock"):
        given = {"max_tokens": config.max_tokens}  # AWS's own configuration holds time-outs and credentials
    else:
        given = {"timeout": config.timeout, "max_retries": RETRIES, "max_tokens": config.max_tokens}
    if provider in ("openai", "azure_openai"):
        given["stream_usage"] = True  # off by default for servers other than OpenAI's
    if config.base_url:
        named = {"azure_openai": "azure_endpoint", "mistralai": "endpoint", "bedrock_converse": "endpoint_url"}
        given[named.get(provider, "base_url")] = config.base_url
    if config.api_key is not None and config.api_key.get_secret_value():
        given["api_key"] = config.api_key
    elif provider == "openai" and config.base_url:
        given["api_key"] = SecretStr("none")  # or OPENAI_API_KEY would go to a server that it isn't meant for
    return given
