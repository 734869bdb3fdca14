"""Follow-ups: a question that leans on earlier turns is completed from them.

Three kinds: one that changes a list ("only the firm ones", "same for the people who built it"), one that asks on
about what was cited ("is that a must?"), and one that continues the topic ("and if there is no fix?").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.conversation import Turn
from bot.frame import Choice, Decline, Frame, Intent
from bot.understand import asking, cues
from ontology.catalogue import Catalogue
from ontology.model import Relation

ELLIPTIC = re.compile(
    r"^(?:and|but|or|so|ok(?:ay)?|fine|good|now|then|also|what about|how about|same|just|only|does that|do they|is that|is it|are those|who|which of|why|what if|what else|for how|even|could|right|thanks|hm+|the same|once|if|that one|those|these|ditto|narrow|drop|leave|split|sort|show)\b"
    r"|\b(?:that|those|these|them|they|it|one|ones|this|same|instead|the list|of those|of these|else|too|there|such|him|her|his|latter|former)\b",
    re.IGNORECASE,
)
LIST_CHANGE = re.compile(
    r"\b(?:same|only|just|ones|list|instead|narrow|restrict|limit|filter|drop|leave out|what about|how about|and (?:for|in|the|what|once|during|at)|now|those|of these|for (?:the|a|an|us|those|people|whoever))\b",
    re.IGNORECASE,
)
ASKS_LIST = re.compile(
    r"\b(?:list|everything|every|all|which (?:provisions|duties|obligations|requirements|recommendations)|full|complete)\b", re.IGNORECASE
)
LONG = 22


def resolve(
    frame: Frame,
    question: str,
    turns: tuple[Turn, ...],
    catalogue: Catalogue,
    intent: Mapping[str, float],
    again: Callable[[str], Frame],
) -> Frame:
    """`frame`, completed from `turns` where it leans on them; as it is where it stands by itself."""
    last = _last_answered(turns)
    if last is None or frame.ids or frame.intent in (Intent.SMALL_TALK, Intent.MAP):
        return frame
    leaning = bool(ELLIPTIC.search(question)) or len(question.split()) <= 6
    if not leaning:
        return frame
    if last.frame.intent is Intent.ENUMERATE:
        changed = _changed_list(frame, question, last.frame)
        if changed is not None:
            return changed
    if cues.STRENGTH_QUERY.search(question) and last.cited and len(question.split()) <= 12:
        return _about_cited(question, last, catalogue)
    if frame.intent is Intent.ENUMERATE and (len(question.split()) > LONG or ASKS_LIST.search(question)):
        return frame
    if frame.decline in (Decline.MISSTATE, Decline.NONEXISTENT):
        return frame
    return _continued(frame, question, turns, again)


def _last_answered(turns: tuple[Turn, ...]) -> Turn | None:
    return next((turn for turn in reversed(turns) if turn.frame.intent is not Intent.SMALL_TALK), None)


def _changed_list(frame: Frame, question: str, last: Frame) -> Frame | None:
    """The last list with what the question changes; None when it changes nothing or asks for something else."""
    if frame.intent not in (Intent.ENUMERATE, Intent.OUTSIDE, Intent.TOPIC, Intent.FACT, Intent.DEFINE, Intent.LOOK_UP):
        return None
    modality, _ = asking.strength(question, {})
    relations, _ = asking.relations(question, {})
    phase, _ = asking.phase(question, {})
    principle, _ = asking.principle(question, tuple(int(i[1:]) for i in frame.ids if i.startswith("P")))
    changes: dict[str, object] = {}
    if frame.roles and frame.roles != last.roles and (frame.intent is Intent.ENUMERATE or LIST_CHANGE.search(question)):
        changes["roles"] = frame.roles
    if modality is not None:
        changes["modality"] = modality
    if relations:
        changes |= {"relations": relations, "modality": modality}
    if phase:
        changes |= {"phase": phase, "principle": None}
    if principle is not None:
        changes |= {"principle": principle, "phase": None}
    if not changes or not (LIST_CHANGE.search(question) or len(question.split()) <= 8):
        return None
    if "modality" in changes and last.relations == (Relation.INVOLVES,) and not relations:
        changes["relations"] = last.relations
    why = (("intent", "the list before, changed"), *((k, str(v)) for k, v in changes.items()))
    return last.having(question=question, why=why, **changes)


def _about_cited(question: str, last: Turn, catalogue: Catalogue) -> Frame:
    """How firm what was cited last is."""
    cited = last.cited[:3]
    choices = tuple(Choice(i, 1.0, "cited in the answer before") for i in cited if i in catalogue.provisions)
    return Frame(question, Intent.TOPIC, choices=choices, topic=last.question, why=(("topic", "the answer before"),))


def _continued(frame: Frame, question: str, turns: tuple[Turn, ...], again: Callable[[str], Frame]) -> Frame:
    """The topic of the turns before, carried into a question that names none itself."""
    earlier = " ".join(turn.question for turn in turns[-2:])
    together = again(f"{earlier} {question}")
    if frame.decline is Decline.UNSETTLED:
        return frame
    confident = max((c.score for c in frame.choices), default=0.0)
    if frame.decline is None and confident >= 0.6:
        return frame
    if together.decline is not None and frame.decline is None:
        return frame
    previous = set(turns[-1].cited)
    fresh = tuple(c for c in together.choices if c.provision not in previous) or together.choices
    own = {c.provision: c for c in frame.choices}
    merged = tuple(c for c in fresh if c.provision in own) or fresh
    why = (("topic", "read together with the questions before"), *together.why)
    return together.having(question=question, choices=merged, why=why)


