"""What the heads are taught: lines of the phrase bank with their labels, and lists composed from parts.

A line without roles teaches what a question wants and nothing else, or, when it asks for a fact about the Code, also
which node's family answers it. Composed lists put a role's words, a strength, a
phase or a principle's theme together in ever new ways, so that each is learnt apart from the others.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import yaml

from bot.phrases import bank
from bot.understand.families import family

ROLES: Final = ("developer", "system-operator", "data-custodian", "end-user", "affected-entity")
NONE: Final = "none"
LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "intent": ("enumerate", "change", "cited", "topic", "compare", "fact", "map", "none", "small-talk"),
    "roles": ROLES,
    "modality": (NONE, "shall", "should", "may"),
    "phase": (
        NONE, "secure-design", "secure-development", "secure-deployment", "secure-maintenance", "secure-end-of-life",
    ),
    "principle": (NONE, *(str(n) for n in range(1, 14))),
    "relation": ("open", "obliges", "organisation", "involves"),
    "node": tuple(sorted({family(line.node) for line in bank.shipped().terms})),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and, by head, its label; `roles` is None where it is no list, `node` empty where it asks for no fact."""

    text: str
    intent: str
    roles: tuple[str, ...] | None = None
    modality: str = NONE
    phase: str = NONE
    principle: str = NONE
    relation: str = "open"
    node: str = ""


def lessons() -> list[Lesson]:
    """All lines of the bank, in order."""
    shipped = bank.shipped()
    found = [_listed(entry) for entry in shipped.lists]
    found += [
        Lesson(line.text, "topic") for lines in (shipped.situations, shipped.threats, shipped.topics) for line in lines
    ]
    found += [Lesson(line.text, "fact", node=family(line.node)) for line in shipped.terms]
    found += [Lesson(line.text, "none") for line in shipped.none]
    return found


def _listed(entry: Mapping[str, Any]) -> Lesson:
    if entry["intent"] == "follow-up":
        return _change(entry["text"], entry["change"], entry["value"])
    if entry["intent"] != "enumerate":
        return Lesson(entry["text"], entry["intent"])
    relations = entry.get("relations") or []
    return Lesson(
        entry["text"],
        "enumerate",
        _ordered(entry["roles"]),
        entry.get("modality") or NONE,
        entry.get("phase") or NONE,
        str(entry.get("principle") or NONE),
        relations[0] if len(relations) == 1 else "open",
    )


def _change(text: str, field: str, value: Any) -> Lesson:
    """A follow-up that changes one limit of the list before it."""
    given = {"modality": NONE, "phase": NONE, "principle": NONE, "relation": "open"}
    if field in given:
        given[field] = str(value or given[field])
    roles = _ordered([value] if isinstance(value, str) else value) if field == "role" else ()
    return Lesson(text, "change", roles, **given)


def _ordered(roles: Iterable[str]) -> tuple[str, ...]:
    return tuple(role for role in ROLES if role in set(roles))


class Composer:
    """Composes list questions from ``bot/phrases/parts.yaml``, seeded.

    Args:
        parts: lists of expressions by key; see the file's header for what each is.
    """

    def __init__(self, seed: int, parts: Mapping[str, Sequence[str]] | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - reproducible, no secret
        self._parts = parts or _shipped()
        self._own = [k.removesuffix(".self") for k in self._parts if k.endswith(".self") and "skeleton" not in k]
        self._phases = [k for k in self._parts if k.startswith("phase.")]
        self._principles = [k for k in self._parts if k.startswith("principle.")]

    def compose(self, count: int) -> list[Lesson]:
        """`count` composed questions."""
        return [self._one() for _ in range(count)]

    def _one(self) -> Lesson:
        r = self._random
        kind = r.choices(("list", "owed", "change", "terse", "theme"), (0.69, 0.09, 0.09, 0.06, 0.07))[0]
        if kind == "change":
            return self._changed()
        if kind == "terse":
            return self._terse()
        role, described = self._role(), r.random() < 0.45
        roles = _ordered(role.removeprefix("both.").split("+"))
        if kind == "owed":
            text = self._pick("relation.involves.owed").replace("{X}", self._pick(f"{role}.noun"))
            return Lesson(self._wrapped(text), "enumerate", roles, relation="involves")
        if kind == "theme":
            number = str(r.randrange(1, 14))
            text = self._pick("skeleton.theme").replace("{T}", self._pick(f"theme.{number}"))
            text = text.replace("{X}", self._pick(f"{role}.noun"))
            return Lesson(self._wrapped(text), "enumerate", roles, principle=number)
        modality = r.choices((NONE, "shall", "should", "may"), (0.5, 0.25, 0.22, 0.03))[0]
        relation, extra = "open", ""
        if modality == NONE and r.random() < 0.16:
            relation = r.choice(("obliges", "organisation"))
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
        return Lesson(self._wrapped(text), "enumerate", roles, modality, phase, principle, relation)

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
            given["roles"] = _ordered(role.removeprefix("both.").split("+"))
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
        return Lesson(text, "change", **given)

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
        return Lesson(r.choice((" ", ", ", " ")).join(words) + r.choice(("", "?")), "enumerate", (role,), **given)

    def _role(self) -> str:
        r = self._random
        several = [k for k in self._own if k.startswith("both.")]
        return r.choice(several) if several and r.random() < 0.14 else r.choice(ROLES)

    def _wrapped(self, text: str) -> str:
        if self._random.random() > 0.15:
            return text
        return self._pick("wrap").replace("{Q}", text)

    def _pick(self, key: str) -> str:
        return self._random.choice(self._parts[key])


def _shipped() -> dict[str, list[str]]:
    text = (resources.files("bot") / "phrases" / "parts.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return loaded
