"""Whether a question asks for a fact about the Code itself, and which nodes answer it."""

from __future__ import annotations

import re

from bot.branches import HEADS
from bot.topics.model import TopicReading
from bot.understand.facts import FactFinder, FactHit
from bot.understand.heads import HeadReading, Heads
from indexer.encoder import OnnxEncoder

HALVES = re.compile(r",? and |[?;] |, ")
HALF_SURE = 1.1
NEAR = 0.55
NEAR_ALONE = 0.8
LEAST_NEAR, LEAST_CHANCE = 0.4, 0.3
KNOWN = 1.2
"""The score at which both witnesses, the nearest phrase and the head, know the fact."""
DECLINE_LIKELY = 0.7
APART = 0.35
MOST = 3


class FactReader:
    """Reads questions of fact; the thresholds were set on the development questions."""

    def __init__(self, finder: FactFinder, encoder: OnnxEncoder, heads: Heads) -> None:
        self._finder, self._encoder, self._heads = finder, encoder, heads

    def nodes(self, question: str, heads: HeadReading, reading: TopicReading) -> tuple[str, ...]:
        """The nodes that answer, best first; none when it asks for something else.

        Args:
            heads: what the heads read in the question.
            reading: what it would be as a question on a topic.
        """
        hits = [h for h in self.find(question, heads) if h.near >= LEAST_NEAR or h.chance >= LEAST_CHANCE]
        if not hits:
            return ()
        intent = heads.get("intent", {})
        likely, topic = intent.get("fact", 0.0), intent.get("topic", 0.0)
        best, top = max(reading.scores.values(), default=0.0), hits[0]
        if reading.decline is not None and likely < max(0.6, intent.get("none", 0.0)):
            return ()
        if reading.decline is not None and reading.decline_score >= DECLINE_LIKELY and top.score < KNOWN:
            return ()
        worded = likely >= 0.5 and (likely >= 0.8 or top.score >= 0.7)
        close = top.near >= NEAR and top.score >= 0.8 and (topic <= 0.1 or best <= 0.35)
        known = top.score >= KNOWN and (likely >= 0.15 or top.score >= KNOWN + 0.3) and best < 0.7
        if not (top.near >= NEAR_ALONE or worded or close or known):
            return ()
        if best >= 0.75 and top.near < 0.7 and likely < 0.8:
            return ()
        return tuple(hit.node for hit in hits[:MOST] if hit.score >= top.score - APART)

    def known(self, question: str, heads: HeadReading) -> bool:
        """Whether both witnesses know the very fact that is asked for, so that a list is less likely than it seems."""
        intent = heads.get("intent", {})
        if intent.get("fact", 0.0) < 0.2 or intent.get("enumerate", 0.0) > 0.75:
            return False
        found = self.find(question, heads)
        return bool(found) and found[0].score >= KNOWN

    def find(self, question: str, heads: HeadReading) -> tuple[FactHit, ...]:
        """Nodes for the question and, where it seems to ask for two facts, for each half of it."""
        whole = self._finder.find(self._encoder.encode([question])[0], heads.get("node", {}))
        hits = {hit.node: hit for hit in whole}
        halves = [half for half in HALVES.split(question) if len(half.split()) >= 3]
        if len(halves) == 2 and heads.get("intent", {}).get("fact", 0.0) >= 0.5:
            self._encoder.prepare([(half, way) for half in halves for way in (HEADS, None)])
            for vector, read in zip(self._encoder.encode(halves), self._heads.read(halves), strict=True):
                best = self._finder.find(vector, read.get("node", {}), 1)[0]
                known = hits.get(best.node)
                if best.score >= HALF_SURE and (known is None or best.score > known.score):
                    hits[best.node] = best
        return tuple(sorted(hits.values(), key=lambda hit: -hit.score))
