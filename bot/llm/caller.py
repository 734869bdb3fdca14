"""Calls of one model, within what an answer and a day may cost.

All calls that one answer makes (reading the question, writing, repairing, translating) share one clock and one purse.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from bot.answer import Making
from bot.errors import BudgetSpent, ModelFailed, StateUnavailable
from bot.llm import fencing, prompts
from bot.llm.calling import Call, estimated
from bot.llm.schema import Sentence, SentenceReader

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from bot.llm.budget import Budget
    from bot.llm.prompts import Prompt
    from bot.llm.provider import LlmConfig

MILLION: Final = 1_000_000


@dataclass(slots=True)
class Spent:
    """What one answer has cost so far.

    Attributes:
        began, deadline: on :func:`time.monotonic`'s clock.
        stop: set when nobody waits for the answer any more.
        prompts: labels of the prompts used, in order.
    """

    began: float
    deadline: float
    stop: threading.Event | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    prompts: list[str] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        return (time.monotonic() - self.began) * 1000


class Caller:
    """A model and what it may cost.

    Args:
        model: the chat model.
        config: its name, time-out, length and prices.
        budget: what a day may cost; None counts nothing.
    """

    def __init__(self, model: BaseChatModel, config: LlmConfig, budget: Budget | None = None) -> None:
        self._model = model
        self._config = config
        self._budget = budget

    def begin(self, stop: threading.Event | None = None) -> Spent:
        """A purse for one answer; its clock runs from now."""
        now = time.monotonic()
        return Spent(now, now + self._config.timeout, stop)

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """What tokens cost, in the currency of the operator's prices; 0 where none is set."""
        return (tokens_in * self._config.price_in + tokens_out * self._config.price_out) / MILLION

    def making(self, spent: Spent, **more: Any) -> Making:
        """What `spent` came to, for the log and the evals."""
        return self.settled(Making(self._config.model, "", **more), spent)

    def settled(self, made: Making, spent: Spent) -> Making:
        """`made` with all that has been spent by now."""
        return replace(
            made,
            prompt=", ".join(spent.prompts),
            tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out,
            milliseconds=spent.milliseconds,
            cost=self.cost(spent.tokens_in, spent.tokens_out),
        )

    def sentences(self, name: str, data: Any, spent: Spent, most: int = 0) -> Generator[Sentence]:
        """What the model replies to the prompt `name` over `data`, sentence by sentence as each is complete.

        Args:
            most: sentences after which nobody reads on; 0 reads to the end.

        Raises:
            ModelFailed: it is down, out of quota, too slow, its reply cannot be read, or nobody waits any more.
            BudgetSpent: the answer's or the day's limit doesn't hold the call.
            StateUnavailable: the day's tokens cannot be counted.
        """
        prompt = prompts.prompt(name)
        fenced = fencing.fence(data)
        asked = estimated(prompt.text + fenced)
        call = self._call(prompt, fenced, spent, asked)
        reader = SentenceReader()
        said = 0
        try:
            for piece in call.pieces():
                for sentence in reader.feed(piece):
                    said += 1
                    yield sentence
                if reader.finished:
                    call.finish()
                if reader.finished or reader.full or (most and said >= most):
                    break
        finally:
            self._settle(call, asked, spent)
        if not said and not reader.finished:
            raise ModelFailed("the language model's reply could not be read")

    def _call(self, prompt: Prompt, fenced: str, spent: Spent, asked: int) -> Call:
        if spent.stop is not None and spent.stop.is_set():
            raise ModelFailed("nobody waits for the language model any more")
        if spent.deadline <= time.monotonic():
            raise ModelFailed("the language model did not answer in time")
        most, cost = asked + self._config.max_tokens, self.cost(asked, self._config.max_tokens)
        tokens, limit = self._config.answer_tokens, self._config.answer_cost
        if tokens and spent.tokens_in + spent.tokens_out + most > tokens:
            raise BudgetSpent("the answer would take more tokens than it may")
        if limit and self.cost(spent.tokens_in, spent.tokens_out) + cost > limit:
            raise BudgetSpent("the answer would cost more than it may")
        if self._budget:
            self._budget.reserve(most, cost)
        spent.prompts.append(prompt.label)
        return Call(self._model, prompt.text, fenced, spent.deadline, spent.stop)

    def _settle(self, call: Call, asked: int, spent: Spent) -> None:
        used = call.usage
        spent.tokens_in += used.tokens_in
        spent.tokens_out += used.tokens_out
        if self._budget:
            reserved = asked + self._config.max_tokens, self.cost(asked, self._config.max_tokens)
            cost = self.cost(used.tokens_in, used.tokens_out)
            with suppress(StateUnavailable):  # the reservation then stands, which errs on the cautious side
                self._budget.settle(reserved[0], used.tokens_in + used.tokens_out, reserved[1], cost)
