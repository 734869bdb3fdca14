"""Evidence to sentences through a model: each checked as it comes, repaired once, dropped if it still fails.

A model's number for a passage is the marker of the template's citation, and the citations of an answer are always all
of the template's, so that no model can add, lose or reorder one.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bot import wording
from bot.answer import Claim, Making, Section
from bot.errors import ModelError, StateUnavailable
from bot.evidence import Evidence, Item
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
    """What one answer's wording has come to so far."""

    items: tuple[Item, ...]
    known: str
    introduces: bool
    spent: Spent
    most: int = MOST_SENTENCES
    kept: list[Claim] = field(default_factory=list)
    failed: list[Verdict] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    repaired: int = 0


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
        failure, failing = "", 0
        try:
            yield from self._said(work, prompts.WRITE, self._request(evidence, opening, work))
            failing = len(work.faults)
            if work.failed and len(work.kept) < work.most:
                failed, work.failed = work.failed[:MOST_REPAIRS], work.failed[MOST_REPAIRS:]
                before = len(work.kept)
                try:
                    yield from self._said(work, prompts.REPAIR, self._repair(failed, work))
                finally:
                    work.repaired = len(work.kept) - before
            if not work.kept:
                failure = "the language model gave no sentence that its sources support"
        except (ModelError, StateUnavailable) as error:
            failure = str(error) if isinstance(error, ModelError) else "the tokens used could not be counted"
        made = self.caller.making(
            spent,
            kept=len(work.kept),
            repaired=work.repaired,
            dropped=max(0, (failing or len(work.faults)) - work.repaired),
            faults=tuple(work.faults),
            failure=failure,
        )
        LOG.info("worded", extra={"llm": made, "evidence": [item.passage.id for item in items]})
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
        if any(claim.text == kept.text for kept in work.kept) or len(work.kept) >= work.most:
            return False
        verdict = self._verifier.check_wording(claim, work.items, work.introduces, work.known)
        if verdict.supported:
            work.kept.append(claim)
            return True
        work.failed.append(verdict)
        work.faults.append("; ".join(verdict.faults))
        return False

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
