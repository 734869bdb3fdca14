"""What came of one question: the answer, reduced to what is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.answer import Answer, Citation, Status
from evals import metrics
from evals.gold import Gold
from evals.sets import Question
from evals.support import Checked


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question's result. `f1` and the like are None where citations decide nothing.

    Attributes:
        cited: provisions as numbers, principles as ``P7``, in the order of citation.
        ranked: `cited` and then what is under ``related``, each once.
        right: whether the question counts as fully right (exact, well declined, facts there).
        checks: what :mod:`evals.support` found, by name: share in [0, 1] or None.
        faults: sentences on what is wrong.
        decline_score: the stated chance that the Code does not answer the question, where the frame holds one.
        frame: how the question was understood.
        milliseconds: time of the last turn in this process.
    """

    id: str
    category: str
    question: str
    turns: tuple[str, ...]
    should_refuse: bool
    refused: bool
    must: tuple[str, ...]
    may: tuple[str, ...]
    cited: tuple[str, ...]
    ranked: tuple[str, ...]
    precision: float | None
    recall: float | None
    f1: float | None
    exact: bool | None
    listed: bool
    facts_right: bool | None
    right: bool
    milliseconds: float
    decline_score: float | None = None
    checks: dict[str, float | None] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    answer: str = ""
    frame: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def cited(citations: Iterable[Citation]) -> tuple[str, ...]:
    """Provision numbers, and principles as ``P7``, in order, each once."""
    found = [c.id if c.kind == "provision" else f"P{c.id}" for c in citations if c.kind in ("provision", "principle")]
    return tuple(dict.fromkeys(found))


def of(question: Question, gold: Gold, answer: Answer, milliseconds: float, checked: Checked) -> Outcome:
    """The outcome of `question`, answered with `answer` by an adviser."""
    found = cited(answer.citations)
    refused = answer.status is Status.REFUSED
    near = tuple(dict.fromkeys((*found, *cited(answer.related))))
    measured = score(question, gold, found, near, answer.text, refused, milliseconds)
    return replace(
        measured,
        right=measured.right and not (question.refuse and answer.citations),
        decline_score=answer.frame.decline_score,
        checks=checked.shares,
        faults=checked.faults,
        frame=answer.frame.to_json(),
    )


def score(
    question: Question,
    gold: Gold,
    found: tuple[str, ...],
    ranked: tuple[str, ...],
    text: str,
    refused: bool = False,
    milliseconds: float = 0.0,
) -> Outcome:
    """The outcome of `question` for a system that cites `found` and says `text`."""
    scored = not (gold.empty or question.refuse)
    facts = metrics.facts_right(text, question.facts) if question.facts else None
    exact = metrics.exact(found, gold) if scored else None
    answered_well = (gold.exact or not refused) and exact is not False and facts is not False
    return Outcome(
        id=question.id,
        category=question.category,
        question=question.question,
        turns=question.turns,
        should_refuse=question.refuse,
        refused=refused,
        must=tuple(sorted(gold.must, key=_by_number)),
        may=tuple(sorted(gold.may, key=_by_number)),
        cited=found,
        ranked=ranked,
        precision=metrics.precision(found, gold) if scored else None,
        recall=metrics.recall(found, gold) if scored else None,
        f1=metrics.f1(found, gold) if scored else None,
        exact=exact,
        listed=gold.exact,
        facts_right=facts,
        right=refused if question.refuse else answered_well,
        milliseconds=milliseconds,
        answer=text,
    )


def _by_number(identifier: str) -> tuple[int, ...]:
    return tuple(int(part) for part in identifier.removeprefix("P").split("."))
