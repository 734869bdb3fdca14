"""Evidence to sentences through a model: each checked as it comes, repaired once, dropped if it still fails.

A model's number for a passage is the marker of the template's citation, and the citations of an answer are always all
of the template's, so that no model can add, lose or reorder one.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from bot import wording
from bot.answer import Claim, Judged, Making, Outcome, Section
from bot.errors import ModelError, StateUnavailable
from bot.evidence import Evidence, Item
from bot.fault import Kind, kinds
from bot.frame import Intent
from bot.llm import fencing, prompts
from bot.llm.completion import LISTING
from bot.verify import Verdict, Verifier
from corpus.passage import DIGEST, GUIDE, OFFICIAL

if TYPE_CHECKING:
    from bot.llm.caller import Caller, Spent

LOG = logging.getLogger("signpost.llm")
MOST_PASSAGES: Final = 20
MOST_SENTENCES: Final = 6
MOST_INTRODUCTIONS: Final = 2
MOST_REPAIRS: Final = 6
MOST_READ: Final = 2 * MOST_SENTENCES
LONGEST_PASSAGE: Final = 1200
LONGEST_QUESTION: Final = 2000
_SOURCES: Final = {DIGEST: "Code", OFFICIAL: "Code", GUIDE: "Implementation Guide (adds no duties)"}


@dataclass(slots=True)
class _Work:
    """What one answer's wording has come to so far.

    Attributes:
        judged: what became of each sentence that the model wrote of itself.
        failed: sentences that failed, by their place in `judged`.
        waiting: those of them that were sent back; None before that.
        faults: of all sentences, repairs included.
    """

    items: tuple[Item, ...]
    known: str
    introduces: bool
    spent: Spent
    most: int = MOST_SENTENCES
    kept: list[Claim] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    failed: dict[int, Verdict] = field(default_factory=dict)
    waiting: dict[int, Verdict] | None = None
    faults: list[str] = field(default_factory=list)

    def take(self, claim: Claim) -> None:
        """Keep `claim`; where sentences wait for repair, as the one of them with which it shares most passages."""
        self.kept.append(claim)
        if self.waiting is None:
            self.judged.append(Judged(Outcome.KEPT))
        elif self.waiting:
            place = max(self.waiting, key=lambda p: len({*self.failed[p].claim.markers} & {*claim.markers}))
            del self.waiting[place]
            self.judged[place] = replace(self.judged[place], outcome=Outcome.REPAIRED)
        else:
            self.judged.append(Judged(Outcome.REPAIRED))

    def fail(self, verdict: Verdict) -> None:
        """Note what is wrong with a sentence."""
        self.faults.append("; ".join(verdict.faults))
        if self.waiting is None:
            self.failed[len(self.judged)] = verdict
            self.judged.append(Judged(Outcome.DROPPED, kinds(verdict.faults)))

    def count(self, outcome: Outcome) -> int:
        return sum(judged.outcome is outcome for judged in self.judged)


class Writer:
    """Words answers.

    Args:
        caller: the model and what it may cost.
        verifier: checks each sentence.
    """

    def __init__(self, caller: Caller, verifier: Verifier) -> None:
        self.caller = caller
        self._verifier = verifier

    @staticmethod
    def wants(evidence: Evidence, items: tuple[Item, ...]) -> bool:
        """Whether there is anything to word: declined questions, small talk and empty lists stay the template's."""
        return evidence.frame.decline is None and evidence.frame.intent is not Intent.SMALL_TALK and bool(items)

    def write(
        self, evidence: Evidence, sections: tuple[Section, ...], items: tuple[Item, ...], spent: Spent
    ) -> Generator[Claim, None, Making]:
        """Checked sentences, each as soon as it stands; returns how they were made. Never raises what a model does.

        Args:
            sections: the template's answer.
            items: what the template cites, in the order of its markers.
            spent: the answer's clock and purse.
        """
        opening = " ".join(c.text for s in sections for c in s.claims if not c.markers)
        introduces = evidence.frame.intent in LISTING
        most = MOST_INTRODUCTIONS if introduces else MOST_SENTENCES
        work = _Work(items[:MOST_PASSAGES], opening, introduces, spent, most)
        failure = ""
        try:
            yield from self._said(work, prompts.WRITE, self._request(evidence, opening, work))
            if work.failed and len(work.kept) < work.most:
                work.waiting = dict(list(work.failed.items())[:MOST_REPAIRS])
                yield from self._said(work, prompts.REPAIR, self._repair(list(work.waiting.values()), work))
            if not work.kept:
                failure = "the language model gave no sentence that its sources support"
        except (ModelError, StateUnavailable) as error:
            failure = str(error) if isinstance(error, ModelError) else "the tokens used could not be counted"
        made = self.caller.making(
            spent,
            kept=len(work.kept),
            repaired=work.count(Outcome.REPAIRED),
            dropped=work.count(Outcome.DROPPED),
            faults=tuple(work.faults),
            failure=failure,
            verdicts=tuple(work.judged),
        )
        LOG.info("worded", extra={"llm": made.record(), "evidence": [item.passage.id for item in items]})
        return made

    def _said(self, work: _Work, prompt: str, data: Any) -> Generator[Claim, None, None]:
        with closing(self.caller.sentences(prompt, data, work.spent, MOST_READ)) as replies:
            for sentence in replies:
                for claim in sentence.claims():
                    if self._passes(work, claim):
                        yield claim
                if len(work.kept) >= work.most:
                    return

    def _passes(self, work: _Work, claim: Claim) -> bool:
        if len(work.kept) >= work.most:
            return False
        if any(claim.text == kept.text for kept in work.kept):
            if work.waiting is None:
                work.judged.append(Judged(Outcome.DROPPED, (Kind.REPEATED,)))
            return False
        verdict = self._verifier.check_wording(claim, work.items, work.introduces, work.known)
        if verdict.supported:
            work.take(claim)
        else:
            work.fail(verdict)
        return verdict.supported

    def _request(self, evidence: Evidence, opening: str, work: _Work) -> dict[str, Any]:
        frame = evidence.frame
        return {
            "question": fencing.plain(frame.english or frame.question, LONGEST_QUESTION),
            "asked_for": {
                "kind": frame.intent.value, "roles": list(frame.roles),
                "strength": frame.modality.value if frame.modality else None,
            },
            "list_follows": work.introduces,
            "graph_says": fencing.plain(opening, LONGEST_PASSAGE),
            "passages": [_passage(number, item) for number, item in enumerate(work.items, 1)],
        }  # fmt: skip

    def _repair(self, failed: list[Verdict], work: _Work) -> dict[str, Any]:
        named = {m for verdict in failed for m in verdict.claim.markers}
        few = len(work.items) <= MOST_REPAIRS
        passages = [_passage(n, i) for n, i in enumerate(work.items, 1) if few or n in named]
        return {
            "failed": [
                {"text": v.claim.text, "passages": list(v.claim.markers), "faults": list(v.faults)} for v in failed
            ],
            "list_follows": work.introduces,
            "passages": passages,
        }


def _passage(number: int, item: Item) -> dict[str, Any]:
    passage, provision = item.passage, item.provision
    found: dict[str, Any] = {
        "number": number,
        "kind": passage.kind,
        "title": fencing.plain(passage.title, 200),
        "source": _SOURCES.get(passage.corpus, "a document of the asker's own (not the Code)"),
        "text": fencing.plain(passage.quote, LONGEST_PASSAGE),
    }
    if provision:
        found |= {
            "id": provision.id,
            "strength": provision.modality.value,
            "second_clause": provision.also.value if provision.also else None,
            "on": wording.roles(provision.obliges),
        }
    return found
