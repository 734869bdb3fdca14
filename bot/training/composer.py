"""List questions composed anew for each round of training, from ``bot/phrases/parts.yaml`` and ``stories.yaml``.

A role's words, a strength, a phase or a principle's theme are put together in ever new ways, so that each is learnt
apart from the others; a part of them are stories (:mod:`bot.training.stories`).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any, Final

import yaml

from bot.training.lessons import NONE, ROLES, Lesson, listed
from bot.training.stories import Stories

FILES: Final = ("parts.yaml", "stories.yaml")
"""In ``bot/phrases``: what lists are composed from."""


class Composer:
    """Composes list questions from the files of parts, seeded.

    Args:
        place: the topic head's class of lists, where composed ones teach it.
        parts: lists of expressions by key; see each file's header for what they are.
    """

    def __init__(self, seed: int, place: int | None = None, parts: Mapping[str, Sequence[str]] | None = None) -> None:
        self._place = place
        self._random = random.Random(seed)  # noqa: S311 - reproducible, no secret
        self._parts = parts or _shipped()
        self._stories = Stories(self._parts, self._random)
        self._own = [k.removesuffix(".self") for k in self._parts if k.endswith(".self") and "skeleton" not in k]
        self._phases = [k for k in self._parts if k.startswith("phase.")]
        self._principles = [k for k in self._parts if k.startswith("principle.")]

    def compose(self, count: int) -> list[Lesson]:
        """`count` composed questions."""
        return [self._one() for _ in range(count)]

    def _one(self) -> Lesson:
        r = self._random
        kind = r.choices(("list", "story", "owed", "change", "terse", "theme"), (0.42, 0.34, 0.06, 0.07, 0.05, 0.06))[0]
        if kind == "story":
            return self._stories.compose(self._place)
        if kind == "change":
            return self._changed()
        if kind == "terse":
            return self._terse()
        role, described = self._role(), r.random() < 0.45
        roles = role.removeprefix("both.").split("+")
        if kind == "owed":
            text = self._pick("relation.involves.owed").replace("{X}", self._pick(f"{role}.noun"))
            return self._list(text, roles, relation="involves")
        if kind == "theme":
            number = str(r.randrange(1, 14))
            text = self._pick("skeleton.theme").replace("{T}", self._pick(f"theme.{number}"))
            text = text.replace("{X}", self._pick(f"{role}.noun"))
            return self._list(text, roles, principle=number)
        modality = r.choices((NONE, "shall", "should", "may"), (0.5, 0.25, 0.22, 0.03))[0]
        relation, extra = "open", ""
        if modality == NONE and r.random() < 0.16:
            relation = r.choice(("obliges", "organisation", "own"))
            extra = " " + self._pick(f"relation.{relation}")
        text = self._question(role, modality, described)
        phase = principle = NONE
        drawn = r.random()
        if drawn < 0.24:
            key = r.choice(self._phases)
            phase, extra = key.removeprefix("phase."), f"{extra} {self._pick(key)}"
        elif drawn < 0.50:
            key = r.choice(self._principles)
            principle, extra = key.removeprefix("principle."), f"{extra} {self._pick(key)}"
        if extra:
            body = text.rstrip("?.! ")
            if r.random() < 0.25 and not described:
                text = f"{extra.strip()[:1].upper()}{extra.strip()[1:]}, {body[:1].lower()}{body[1:]}?"
            else:
                text = body + (", " if r.random() < 0.2 else " ") + extra.strip() + r.choice(("?", ".", ""))
        return self._list(text, roles, modality=modality, phase=phase, principle=principle, relation=relation)

    def _question(self, role: str, modality: str, described: bool) -> str:
        r = self._random
        own = self._pick(f"{role}.self").rstrip(" .") + r.choice((". ", ". ", ", ", " - ", "; ")) if described else ""
        noun = self._pick(f"{role}.noun")
        if modality == NONE:
            return own + self._pick("skeleton.self") if described else self._pick("skeleton").replace("{X}", noun)
        kind = r.choice(("adj", "adj", "noun", "clause", "negated"))
        key = f"modality.{modality}.{kind}"
        if key not in self._parts:
            key = f"modality.{modality}.adj" if f"modality.{modality}.adj" in self._parts else f"modality.{modality}"
        words = self._pick(key)
        if key.endswith(".adj") or key == f"modality.{modality}":
            if described:
                return own + self._pick("skeleton.mod.self").replace("{M}", words)
            return self._pick("skeleton.mod").replace("{M}", words).replace("{X}", noun)
        if described:
            return own + r.choice(("{} ", "Just {}", "Only {}", "Give me {}", "{}?")).format(words).strip()
        return r.choice(("{} for {}", "{}, {}", "{1}: {0}", "just {} for {}", "show {} for {}")).format(words, noun)

    def _changed(self) -> Lesson:
        r = self._random
        given: dict[str, Any] = {"roles": ()}
        drawn = r.random()
        if drawn < 0.4:
            role = self._role()
            given["roles"] = role.removeprefix("both.").split("+")
            text = self._pick("change").replace("{C}", r.choice(("for ", "")) + self._pick(f"{role}.noun"))
        elif drawn < 0.65:
            given["modality"] = r.choice(("shall", "should"))
            key = f"modality.{given['modality']}.{r.choice(('noun', 'noun', 'negated'))}"
            text = r.choice(("only {}", "just {}", "{} of that list", "now {}", "{}?", "and {}?")).format(
                self._pick(key)
            )
        else:
            key = r.choice(self._phases if drawn < 0.85 else self._principles)
            field, _, value = key.partition(".")
            given[field] = value
            text = self._pick("change").replace("{C}", self._pick(key))
        return listed(text, "change", **given)

    def _terse(self) -> Lesson:
        """Keywords in any order: "dev recs P12"."""
        r = self._random
        role, words, given = r.choice(ROLES), [], {}
        words.append(self._pick(f"terse.role.{role}"))
        if r.random() < 0.7:
            given["modality"] = r.choice(("shall", "should"))
            words.append(self._pick(f"terse.modality.{given['modality']}"))
        limits = [k.removeprefix("terse.") for k in self._parts if k.startswith(("terse.phase.", "terse.principle."))]
        if len(words) == 1 or r.random() < 0.6:
            limit = r.choice(limits)
            field, _, value = limit.partition(".")
            given[field] = value
            words.append(self._pick(f"terse.{limit}"))
        r.shuffle(words)
        text = r.choice((" ", ", ", " ")).join(words) + r.choice(("", "?"))
        return listed(text, roles=(role,), place=self._place, **given)

    def _role(self) -> str:
        r = self._random
        several = [k for k in self._own if k.startswith("both.")]
        return r.choice(several) if several and r.random() < 0.14 else r.choice(ROLES)

    def _list(self, text: str, roles: Sequence[str], **limits: str) -> Lesson:
        return listed(self._wrapped(text), roles=roles, place=self._place, **limits)

    def _wrapped(self, text: str) -> str:
        if self._random.random() > 0.15:
            return text
        return self._pick("wrap").replace("{Q}", text)

    def _pick(self, key: str) -> str:
        return self._random.choice(self._parts[key])


def _shipped() -> dict[str, list[str]]:
    folder = resources.files("bot") / "phrases"
    parts: dict[str, list[str]] = {}
    for file in FILES:
        parts |= yaml.safe_load((folder / file).read_text(encoding="utf-8"))
    return parts
