"""Which nodes answer a question of fact about the Code itself."""

from __future__ import annotations

import re

from bot.branches import QUESTIONS
from bot.understand.compared import SIDES
from bot.understand.facts import FactFinder, FactHit
from bot.understand.heads import HeadReading, Heads
from indexer.encoder import Branch, OnnxEncoder

HALVES = re.compile(r",? and |[?;] |, ")
SHORTEST = 3
SHORTEST_SIDE = 2
HALF_SURE = 1.1
"""From which score a node answers one half of a question, whatever answers the other."""
APART = 0.35
MOST = 3


class FactReader:
    """Reads questions of fact: the whole and, where two things seem to be asked, each half."""

    def __init__(self, finder: FactFinder, encoder: OnnxEncoder, heads: Heads) -> None:
        self._finder, self._heads = finder, heads
        self._encoder: OnnxEncoder | Branch = encoder.branch(QUESTIONS) or encoder

    def best(self, question: str, heads: HeadReading) -> tuple[FactHit, ...]:
        """The nodes nearest to the whole question, best first."""
        return self._finder.find(self._encoder.encode([question])[0], heads.get("node", {}))

    def nodes(self, question: str, hits: tuple[FactHit, ...], compared: bool = False) -> tuple[str, ...]:
        """The nodes that answer, best first, given the nearest to the whole question; `compared`: two things are."""
        found = {hit.node: hit for hit in hits}
        parts = (SIDES if compared else HALVES).split(question)
        halves = [half for half in parts if len(half.split()) >= (SHORTEST_SIDE if compared else SHORTEST)]
        asked: set[str] = set()
        if len(halves) == 2 or compared:
            readings = self._heads.read(halves, whole=False)  # first: it keeps what it ran, vectors and all
            for vector, read in zip(self._encoder.encode(halves), readings, strict=True):
                best = self._finder.find(vector, read.get("node", {}), 1)[0]
                known = found.get(best.node)
                if best.score < HALF_SURE:
                    continue
                asked.add(best.node)
                if known is None or best.score > known.score:
                    found[best.node] = best
        ordered = sorted(found.values(), key=lambda hit: -hit.score)
        near = [hit.node for hit in ordered if hit.node in asked or hit.score >= ordered[0].score - APART]
        return tuple(near[:MOST])
