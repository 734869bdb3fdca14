"""What is kept of an answer: the answer with its evidence, and a line in the audit log that says who asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.answer import Answer
from bot.slack.question import Question

Evidence = Callable[[Answer], Iterable[Mapping[str, Any]]]


class Answers(Protocol):
    """Where answers are kept (:class:`bot.state.answers.Answers`)."""

    def save(self, answer: Answer, evidence: Iterable[Mapping[str, Any]] = ()) -> None: ...

    def get(self, answer_id: str) -> dict[str, Any]: ...

    def feedback(self, answer_id: str, verdict: str, comment: str = "") -> None: ...


class Log(Protocol):
    """Where it is noted who got which answer (:class:`bot.state.audit.Audit`)."""

    def answered(self, who: str, answer: Answer, tells: bool = False) -> None: ...


def no_evidence(_: Answer) -> tuple[Mapping[str, Any], ...]:
    """For an adviser whose passages are nowhere to be had."""
    return ()


@dataclass(frozen=True, slots=True)
class Records:
    """Where answers and the log go, and where evidence comes from.

    Attributes:
        evidence: an answer's passages as JSON objects.
        tells: put the question's words into the audit log.
    """

    answers: Answers
    log: Log
    evidence: Evidence = no_evidence
    tells: bool = False

    def keep(self, answer: Answer, question: Question) -> None:
        """Keep `answer`, which `question` got.

        Raises:
            StateUnavailable: it may be kept without a line in the log; keep the next attempt's answer.
        """
        self.answers.save(answer, self.evidence(answer))
        self.log.answered(f"slack:{question.team}/{question.user}", answer, self.tells)
