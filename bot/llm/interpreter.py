"""Reading with a model: follow-ups completed, questions brought into English, answers brought back.

Nothing that the model says here is trusted: :mod:`bot.llm.fidelity` compares it with what it was given, and what fails
is left out, so that the rules' reading and the English wording stand.
"""

from __future__ import annotations

import logging
import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from bot.answer import Claim, Section
from bot.errors import ModelError, StateUnavailable
from bot.llm import fencing, fidelity, prompts
from bot.topics.glossary import LANGUAGES, gloss

if TYPE_CHECKING:
    from bot.conversation import Turn
    from bot.llm.caller import Caller, Spent
    from bot.llm.fidelity import Encodes
    from bot.llm.schema import Sentence

LOG = logging.getLogger("signpost.llm")
LONGEST: Final = 2000
EARLIER: Final = 3
MOST_TEXTS: Final = 12


class Interpreter:
    """Puts questions into words that the rules read better, and answers into the asker's language.

    Args:
        caller: the model and what it may cost.
        encoder: sentence vectors, to compare a translation with its gloss.
    """

    def __init__(self, caller: Caller, encoder: Encodes) -> None:
        self._caller = caller
        self._encoder = encoder

    def standalone(self, question: str, turns: tuple[Turn, ...], spent: Spent) -> str | None:
        """A follow-up, completed from the turns before it; None when the model gives none that holds."""
        earlier = [fencing.plain(turn.frame.english or turn.question, LONGEST) for turn in turns[-EARLIER:]]
        said = self._one(prompts.REWRITE, {"follow_up": fencing.plain(question, LONGEST), "earlier": earlier}, spent)
        return said if said and self._holds(fidelity.rewriting(said, question, earlier)) else None

    def english(self, question: str, language: str, spent: Spent) -> str | None:
        """A question in English; None when the model gives no translation that holds."""
        glossed = gloss(question)
        terms = glossed.english.split() if glossed else []
        data = {"question": fencing.plain(question, LONGEST), "language": language, "terms": terms}
        said = self._one(prompts.ENGLISH, data, spent)
        return said if said and self._holds(fidelity.question(said, question, glossed, self._encoder)) else None

    def into(
        self, language: str, sections: tuple[Section, ...], worded: tuple[Claim, ...], spent: Spent
    ) -> tuple[Section, ...]:
        """`sections` in `language`, but for what quotes a source: that, and what fails the checks, stays English."""
        if language not in LANGUAGES.values():
            return sections
        own = [c.text for s in sections for c in s.claims if not c.markers or c in worded]
        texts = list(dict.fromkeys(t for t in (*own, *(s.heading for s in sections)) if t))[:MOST_TEXTS]
        if not texts:
            return sections
        data = {"language": language, "texts": [{"number": n, "text": t} for n, t in enumerate(texts, 1)]}
        made: dict[str, str] = {}
        for said in self._said(prompts.TRANSLATE, data, spent, len(texts)):
            if len(said.passages) != 1 or not 1 <= said.passages[0] <= len(texts):
                continue
            text, foreign = texts[said.passages[0] - 1], " ".join(said.text.split())
            if self._holds(fidelity.answer(foreign, text, language, self._encoder)):
                made.setdefault(text, foreign)

        def told(claim: Claim) -> Claim:
            free = not claim.markers or claim in worded
            return Claim(made.get(claim.text, claim.text), claim.markers) if free else claim

        return tuple(
            Section(tuple(told(c) for c in s.claims), made.get(s.heading, s.heading), s.listed) for s in sections
        )

    def _one(self, prompt: str, data: Any, spent: Spent) -> str | None:
        said = self._said(prompt, data, spent, 1)
        return " ".join(said[0].text.split()) if said else None

    def _said(self, prompt: str, data: Any, spent: Spent, most: int) -> list[Sentence]:
        found: list[Sentence] = []
        try:
            with closing(self._caller.sentences(prompt, data, spent, most)) as replies:
                found.extend(replies)
        except (ModelError, StateUnavailable) as error:
            LOG.info("%s came to nothing: %s", prompt, error)
        return found

    @staticmethod
    def _holds(faults: list[str]) -> bool:
        if faults:
            LOG.info("not taken: %d faults", len(faults))  # a fault may quote the question
        return not faults


def language_of(question: str) -> str | None:
    """A question's language in English (``French``), ``another language`` where only its script tells; None: English.

    Languages in Latin letters beyond the glossary's seven are taken for English.
    """
    glossed = gloss(question)
    if glossed is not None:
        return glossed.language
    letters = [c for c in question if c.isalpha()]
    foreign = sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters)
    return "another language" if foreign > len(letters) / 2 else None
