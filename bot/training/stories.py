"""List questions told as stories, composed anew for each round from ``bot/phrases/stories.yaml``.

One party asks, others appear beside it: who makes, who runs, who keeps the data, who only uses it, who is hit by it.
Only the part of the asker decides whose list is meant, and what the story mentions in passing limits nothing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

from bot.training.lessons import NONE, ROLES, Lesson, listed

TWO: Final = 0.22
"""Share of askers with two roles."""
PAIRS: Final = (
    ("developer", "system-operator"), ("developer", "data-custodian"), ("system-operator", "data-custodian"),
    ("end-user", "affected-entity"),
)  # fmt: skip
KINDS: Final = {"open": 0.32, "own": 0.14, "owed": 0.17, "strong": 0.23, "owed-strong": 0.14}
RELATIONS: Final = {"own": "own", "owed": "involves", "owed-strong": "involves"}
LIMITED: Final = 0.3
"""Share of stories that ask for one phase or principle only."""


class Stories:
    """Composes stories; `parts` hold lists of sentences by key, as the header of ``stories.yaml`` tells."""

    def __init__(self, parts: Mapping[str, Sequence[str]], drawn: random.Random) -> None:
        self._parts, self._random = parts, drawn
        self._limits = [key for key in parts if key.startswith(("phase.", "principle."))]

    def compose(self, place: int | None) -> Lesson:
        """One story; `place` is the topic head's class of lists."""
        r = self._random
        roles = r.choice(PAIRS) if r.random() < TWO else (r.choice(ROLES),)
        kind = r.choices(list(KINDS), list(KINDS.values()))[0]
        limits, asked = {"relation": RELATIONS.get(kind, "open")}, self._pick(f"ask.{kind}")
        if kind.endswith("strong"):
            limits["modality"] = r.choice(("shall", "should"))
            asked = asked.replace("{M}", self._pick(f"modality.{limits['modality']}.adj"))
        if r.random() < LIMITED:
            key = r.choice(self._limits)
            field, _, limits[field] = key.partition(".")
            asked = self._limited(asked, self._pick(key))
        told = self._told(roles)
        if r.random() < 0.2:
            told.insert(0, asked)
        else:
            told.append(asked)
        return listed(_joined(told), roles=roles, place=place, **{"modality": NONE, **limits})

    def _told(self, roles: Sequence[str]) -> list[str]:
        """The sentences of a story in which the asker has `roles`."""
        r = self._random
        mine = [self._pick(f"{role}.mine") for role in roles]
        if len(mine) == 1 and r.random() < 0.2:
            mine.append(self._pick(f"{roles[0]}.mine"))
        others = [role for role in ROLES if role not in roles]
        beside = [self._pick(f"{role}.theirs") for role in r.sample(others, r.choice((0, 1, 1, 2, 2, 3)))]
        if r.random() < 0.35:
            beside.append(self._pick(f"{r.choice(others)}.denied"))
        told = [*mine, *beside]
        if r.random() < 0.4:
            r.shuffle(told)
        if r.random() < 0.35:
            told.insert(r.choice((0, 0, 0, len(told))), self._pick("scene"))
        return told

    def _limited(self, asked: str, limit: str) -> str:
        body, ending = asked.rstrip("?."), asked[-1:]
        drawn = self._random.random()
        if drawn < 0.15:
            return f"{limit[:1].upper()}{limit[1:]}. {asked}"
        if drawn < 0.4:
            body = body if body.startswith(("I ", "I'")) else f"{body[:1].lower()}{body[1:]}"
            return f"{limit[:1].upper()}{limit[1:]}, {body}{ending}"
        return f"{body} {limit}{ending}"

    def _pick(self, key: str) -> str:
        return self._random.choice(self._parts[key])


def _joined(told: Sequence[str]) -> str:
    return " ".join(part if part.endswith(("?", ".", "!")) else f"{part}." for part in told)
