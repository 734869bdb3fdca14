"""Questions about the Code itself: which passage about it, its roles, terms or editions answers.

Two witnesses. A question is near a node when it is near one of the node's phrases in the bank
(``bot/phrases/terms.jsonl``); a trained head gives each family of nodes a chance.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.phrases.bank import FACTS
from bot.phrases.vectors import PhraseVectors
from bot.text import SENTENCE
from bot.understand.families import family
from indexer.encoder import Vectors

NOTHING: Mapping[str, float] = {}
DENIES = re.compile(r"\b(?:no|not|nothing|none|neither|nor|outside)\b|n['’]t\b", re.IGNORECASE)
"""What the first sentence of a passage says that tells what the Code leaves out."""
OTHERS = ("document/", "framework/")
BARE = 8
"""A question with a number in up to so many words asks for nothing beside it."""
TOLD = 1.4
"""From which score a node about the Code is told beside what a question names by number."""


def affirming(texts: Mapping[str, str]) -> frozenset[str]:
    """Nodes whose texts tell what the Code is or says: not what it leaves out, nor what another document says."""
    ours = {node: text for node, text in texts.items() if not node.startswith(OTHERS)}
    return frozenset(node for node, text in ours.items() if not DENIES.search(SENTENCE.split(text, maxsplit=1)[0]))


@dataclass(frozen=True, slots=True)
class FactHit:
    """A node that may answer (``about/licence``, ``role/developer``): its nearness as a cosine, and the head's chance
    of its family."""

    node: str
    near: float
    chance: float = 0.0

    @property
    def score(self) -> float:
        """Both witnesses together, between 0 and 2."""
        return self.near + self.chance


def told(question: str, hits: Sequence[FactHit]) -> tuple[str, ...]:
    """What is known about the Code that `question` asks for beside a number ("how many phases, and where is P12?")."""
    if len(question.split()) <= BARE:
        return ()
    return tuple(hit.node for hit in hits[:1] if hit.score >= TOLD and hit.node.startswith("about/"))


class FactFinder:
    """Finds nodes for questions of fact.

    Args:
        passages: identifiers of the passages that can be cited.
        nodes: node of each phrase in the bank, in order.
        vectors: of the bank's phrases.
        kept: which phrases to use; all when None. Training leaves out what it tests on.

    Attributes:
        nodes: the passages that it can find, in order.
    """

    def __init__(
        self,
        passages: Collection[str],
        nodes: Sequence[str],
        vectors: PhraseVectors,
        kept: Sequence[bool] | None = None,
    ) -> None:
        known = [_known(node, passages) for node in nodes]
        rows = [i for i, node in enumerate(known) if node and (kept is None or kept[i])]
        order = sorted(rows, key=lambda i: known[i] or "")
        self.nodes = sorted({known[i] or "" for i in rows})
        place = {node: i for i, node in enumerate(self.nodes)}
        self._places = [place[known[i] or ""] for i in order]
        self._starts = [self._places.index(i) for i in range(len(self.nodes))]
        self._vectors, self._project = vectors.lists[FACTS][order], vectors.project

    def find(self, vector: Vectors, chances: Mapping[str, float] = NOTHING, k: int = 4) -> tuple[FactHit, ...]:
        """The `k` best nodes for a question's `vector`; `chances` by family, from the head."""
        import numpy as np

        near = np.maximum.reduceat(self._vectors @ self._project(vector[None])[0], self._starts)
        hits = [
            FactHit(node, cosine, chances.get(family(node), 0.0))
            for node, cosine in zip(self.nodes, near.tolist(), strict=True)
        ]
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:k])


def _known(node: str, passages: Collection[str]) -> str | None:
    """The passage that stands for `node`."""
    identifier = node.partition("/")[2]
    candidates = (node, f"document/{identifier}", f"document/etsi-{identifier}", f"about/{identifier}")
    return next((candidate for candidate in candidates if candidate in passages), None)
