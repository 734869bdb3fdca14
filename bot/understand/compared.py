"""Comparisons in free wording: each side is read apart, so that both are cited."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.topics.model import TopicModel, TopicReading

SIDES = re.compile(
    r"\s+(?:versus|vs\.?|as opposed to|compared (?:to|with)|on the other(?: hand)?|rather than|or|and|from|with|than|unlike)\s+|[,;:.?]\s+",
    re.IGNORECASE,
)
SHORTEST = 3
SURE = 0.3


def read(question: str, whole: TopicReading, topics: TopicModel) -> TopicReading:
    """`whole`, with the best provision of each side of the comparison that is sure of one."""
    sides = [side for side in SIDES.split(question) if len(side.split()) >= SHORTEST]
    found = {choice.provision: choice for choice in whole.choices}
    for side in sides:
        reading = topics.read(side)
        if reading.decline is None and reading.choices and reading.choices[0].score >= SURE:
            best = reading.choices[0]
            if whole.scores.get(best.provision, 0.0) > 0.01:
                found.setdefault(best.provision, best)
    if len(found) == len(whole.choices):
        return whole
    return replace(whole, choices=tuple(found.values()), decline=None)
