"""Follow-ups: a question that leans on earlier turns is completed from them.

Three kinds: one that changes a list ("only the firm ones", "same for the people who built it"), one that asks on
about what was cited ("is that a must?"), and one that continues the topic ("and if there is no fix?").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot import wording
from bot.conversation import Turn
from bot.frame import Choice, Decline, Frame, Intent
from bot.topics.model import TopicModel, TopicReading
from bot.understand import askers, changes, cues, numbers, relative
from bot.understand.changes import Change
from bot.understand.role_words import NAMES
from ontology.catalogue import Catalogue

ELLIPTIC = re.compile(
    r"^(?:and|but|or|so|ok(?:ay)?|fine|good|now|then|also|what about|how about|same|just|only|does that|do they|is that|is it|are those|who|which of|why|what if|what else|for how|even|could|right|thanks|hm+|the same|once|if|that one|those|these|ditto|narrow|drop|leave|split|sort|show)\b"
    r"|\b(?:that|those|these|them|they|it|one|ones|this|same|instead|the list|of those|of these|else|too|there|such|him|her|his|latter|former)\b",
    re.IGNORECASE,
)
ONE_OF = re.compile(
    r"\b(?:the )(first|second|third|fourth|last|former|latter)(?: one| of (?:those|these|them|the (?:two|three|four)))?\b"
    r"(?! (?:phase|stage|principle|time|place|step|model|version|day|week|year|people|person|thing))",
    re.IGNORECASE,
)
""" "The first of those", "the latter": one of the provisions that were cited."""
IN_ETSI = re.compile(r"\b(?:etsi|en ?304|ts ?104|european (?:standard|norm|edition|text))\b", re.IGNORECASE)
OVER_THERE = re.compile(r"\b(?:over )?there\b", re.IGNORECASE)
""" "Its number over there?", after a question about ETSI's edition."""
WHERE = re.compile(
    r"\b(?:number|numbered|where|find|clause|called|listed|reference|id|counterpart|place|stand|stands)\b",
    re.IGNORECASE,
)
THEM = re.compile(r"\b(?:them|they)\b", re.IGNORECASE)
DUTIES = re.compile(
    r"\b(?:duties|obligations|requirements|recommendations|provisions|owed?|bound|obliged)\b", re.IGNORECASE
)
ASKS_OF_IT = re.compile(
    r"^(?:(?:and|so|but|ok|well)\W+)*(?:does|do|is|are|did|was) (?:that|this|it|the same)(?: one| provision| point)? (?:also |really |even |only |expressly )?"
    r"(?:names?|binds?|obliges?|address|addressed|covers?|mentions?|appl(?:y|ies)|bound|aimed|meant|directed|put on|on)\b",
    re.IGNORECASE,
)
""" "Does that one name users?", of what was cited."""
PAST = 2
CHANGE_PAST = 0.9
"""From which chance a question changes a list past the answer that came after it."""
ASKED_NUMBER = re.compile(r"^(?:and|what about|then)\b[^.?!]{0,40}\b(?:which one|one|number|that)\b", re.IGNORECASE)
""" "And which one does it give to the provision on ...?", after a question for a number."""
LONG = 22
CITED_SURE = 0.7
CITED_PAST_DECLINE = 0.75
"""From which chance a question that would be declined by itself is one about what was cited."""
CITED_MOST = 3
POINTING = re.compile(r"\b(?:that|this|its?|those|these|them|theirs?|one|ones|the same)\b", re.IGNORECASE)
WHERE_IN_CODE = re.compile(
    r"\b(?:which|what) (?:phase|stage|principle|part of the (?:code|life ?cycle))\b|\bwhose? principle\b", re.IGNORECASE
)
""" "In which stage does that fall?" """
ALONE = 0.4
SEEN = 0.65
CLOSE = 0.8
CITED_LIKELY = 0.25
OWN_LEAST = 0.4
OWN_BESIDE_FACT = 0.5
"""Below which chance of a topic of its own a question after one of fact is read together with it."""
FACTS_MOST = 3
BARE = 3
"""Up to so many words ("By whom?") say nothing without the question before."""
LEANING = 0.75
UNSETTLED_SURE = 0.9
DECLINED_TOGETHER = 0.35
"""A question that would be declined by itself is declined when it would be together with the one before, too."""


def resolve(
    frame: Frame,
    question: str,
    turns: tuple[Turn, ...],
    catalogue: Catalogue,
    change: Callable[[str], Change],
    again: Callable[[str], Frame],
    topics: TopicModel,
    completed: str | None = None,
) -> Frame:
    """`frame`, completed from `turns` where it leans on them; as it is where it stands by itself.

    `completed` is the question written anew by a language model: it takes the place of the two questions read together.
    """
    last = _last_answered(turns)
    if last is None or frame.intent in (Intent.SMALL_TALK, Intent.MAP):
        return frame
    numbered = numbers.find(question, catalogue).any
    if numbered and frame.ids and not all(i.startswith("P") for i in frame.ids):
        return frame
    own = frame.ids if numbered else ()  # a provision whose number is asked for in words is none that was named
    if last.frame.intent is not Intent.ENUMERATE and (named := _them(question, turns)):
        listed = again(named)
        if listed.intent is Intent.ENUMERATE:
            return listed.having(question=question)
    if before := _last_list(question, turns, change):
        changed = changes.changed(question, change(question), before.frame, catalogue)
        if changed is None and before is not last and changes.THAT_LIST.search(question):
            changed = askers.since(before.frame, last)
        if changed is not None:
            return changed.having(question=question)
    frame = askers.carried(frame, question, turns)
    if frame.intent is Intent.ENUMERATE and askers.OWED.search(question):
        return frame
    leaning = last.frame.intent is not Intent.ENUMERATE and not own and len(question.split()) <= LONG
    if leaning and (beside := relative.find(question, last.cited, catalogue)):
        why = (("ids", "by its place beside what was cited"),)
        return Frame(question, Intent.LOOK_UP, ids=beside, why=why)
    if last.cited and not own and len(question.split()) <= LONG:
        there = IN_ETSI.search(question) or (
            OVER_THERE.search(question) and any(IN_ETSI.search(_asked(t)) for t in turns)
        )
        asks_place = (there and WHERE.search(question)) or WHERE_IN_CODE.search(question)
        if asks_place and POINTING.search(question):
            why = (("ids", "what was cited before"),)
            return Frame(question, Intent.LOOK_UP, ids=last.cited[:CITED_MOST], why=why)
        if last.frame.intent is not Intent.ENUMERATE and ASKS_OF_IT.search(question) and len(last.cited) <= CITED_MOST:
            return _about_cited(question, last, _all_cited(last, catalogue))
        if one := _one_of(question, last, catalogue):
            return _about_cited(question, last, (one,))
        sure = CITED_SURE if frame.decline is None else CITED_PAST_DECLINE
        if last.frame.intent is not Intent.ENUMERATE and change(question).cited >= sure:
            return _about_cited(question, last, _all_cited(last, catalogue))
    if ASKED_NUMBER.search(question) and cues.ASKS_NUMBER.search(_asked(last)) and frame.intent is Intent.TOPIC:
        why = (("ids", "its number is asked for, like that before"),)
        return Frame(question, Intent.LOOK_UP, ids=tuple(c.provision for c in frame.choices[:1]), why=why)
    if frame.ids or not _leans(question):
        return frame
    if cues.STRENGTH_QUERY.search(question) and last.cited and len(question.split()) <= 12:
        return _about_cited(question, last, _all_cited(last, catalogue))
    if frame.intent is Intent.ENUMERATE and (
        len(question.split()) > LONG or changes.ASKS_LIST.search(question) or last.frame.intent is Intent.ENUMERATE
    ):
        return frame
    if frame.decline in (Decline.MISSTATE, Decline.NONEXISTENT):
        return frame
    together = completed or f"{_asked(last)} {question}"
    return _continued(frame, question, together, last, again, topics, change(question).cited)


def _them(question: str, turns: tuple[Turn, ...]) -> str | None:
    """`question` about the duties of "them", with the one role that was called by name before in their place."""
    if not (THEM.search(question) and DUTIES.search(question)) or any(p.search(question) for p in NAMES.values()):
        return None
    for turn in reversed(turns):
        named = [role for role, pattern in NAMES.items() if pattern.search(turn.question)]
        if named:
            return THEM.sub(wording.PLURALS[named[0]], question) if len(named) == 1 else None
    return None


def wanting(frame: Frame, question: str, turns: tuple[Turn, ...]) -> bool:
    """Whether a language model may complete `question`: it leans on `turns` for its topic, not for a list or number."""
    free = frame.intent in (Intent.TOPIC, Intent.FACT, Intent.DEFINE) or frame.decline is Decline.OUTSIDE
    return free and _last_answered(turns) is not None and not frame.ids and _leans(question)


def _leans(question: str) -> bool:
    return bool(ELLIPTIC.search(question)) or len(question.split()) <= 6


def _asked(turn: Turn) -> str:
    return turn.frame.english or turn.question


def _last_answered(turns: tuple[Turn, ...]) -> Turn | None:
    return next((turn for turn in reversed(turns) if turn.frame.intent is not Intent.SMALL_TALK), None)


def _last_list(question: str, turns: tuple[Turn, ...], change: Callable[[str], Change]) -> Turn | None:
    """The list that `question` may change: the last answer, or the one before it where the question is surely a change."""
    answered = [turn for turn in reversed(turns) if turn.frame.intent is not Intent.SMALL_TALK][:PAST]
    lists = [turn for turn in answered if turn.frame.intent is Intent.ENUMERATE]
    if changes.SAME.search(question) and (like := [turn for turn in lists if changes.holds(turn.frame, question)]):
        return like[0]
    if len(lists) > 1 and changes.THAT_LIST.search(question) and not changes.asks(lists[0].question):
        return lists[1]  # who only told what they do was shown a list that they did not ask for
    listed = next(iter(lists), None)
    if listed is None or listed is answered[0]:
        return listed
    if changes.THAT_LIST.search(question):
        return listed
    return listed if DUTIES.search(question) and (change(question).likely or 0.0) >= CHANGE_PAST else None


def _all_cited(last: Turn, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(i for i in last.cited[:CITED_MOST] if i in catalogue.provisions)


def _one_of(question: str, last: Turn, catalogue: Catalogue) -> str | None:
    """The provision that "the first of those" or "the latter" means, among up to four that were cited."""
    cited = tuple(i for i in last.cited if i in catalogue.provisions)
    match = ONE_OF.search(question)
    if match is None or not 2 <= len(cited) <= len(changes.ORDINALS):
        return None
    word = match.group(1).lower()
    place = {"former": 0, "latter": len(cited) - 1, "last": len(cited) - 1}.get(word)
    place = changes.ORDINALS.index(word) if place is None else place
    return cited[place] if place < len(cited) else None


def _about_cited(question: str, last: Turn, cited: tuple[str, ...]) -> Frame:
    """What was cited last, or one of it, once more: how firm it is and whom it obliges."""
    choices = tuple(Choice(i, 1.0, "cited in the answer before") for i in cited)
    return Frame(question, Intent.TOPIC, choices=choices, topic=last.question, why=(("topic", "the answer before"),))


def _continued(
    frame: Frame,
    question: str,
    together: str,
    last: Turn,
    again: Callable[[str], Frame],
    topics: TopicModel,
    cited: float,
) -> Frame:
    """The topic of the turns before, carried into a question that names none itself.

    The question alone and the question read after the last one are weighed together. Whoever asks on mostly asks for
    something else, so what was cited already comes back only when the question brings no topic of its own.
    """
    joined = topics.read(together)
    if frame.decline is not None and (
        (frame.decline_score or 0.0) >= UNSETTLED_SURE or joined.decline_score >= DECLINED_TOGETHER
    ):
        return frame
    about = (Intent.FACT, Intent.DEFINE)
    alone = topics.read(question)
    own = max(alone.scores.values(), default=0.0)
    defined = frame.intent is Intent.DEFINE or bool(cues.ABOUT_CODE.search(question))
    bare = len(question.split()) <= BARE
    if last.frame.intent in about and (own < OWN_BESIDE_FACT or bare) and not defined:
        both = again(together)
        if both.intent in about:
            nodes = (*both.nodes, *(frame.nodes if frame.intent in about else ()))
            return both.having(question=question, nodes=tuple(dict.fromkeys(nodes))[:FACTS_MOST])
    if frame.intent in about and (
        last.frame.intent in about or cues.ABOUT_CODE.search(question) or not ELLIPTIC.search(question)
    ):
        return frame
    if (
        joined.decline in (Decline.UNSETTLED, Decline.OTHER_LAW)
        and joined.decline_score >= UNSETTLED_SURE
        and own < 0.5
    ):
        declined = (("decline", "read together with the question before, no provision answers it"),)
        subject = topics.subject(together, joined)
        return Frame(
            question, Intent.OUTSIDE, decline=joined.decline, decline_about=subject.topic if subject else "",
            near=joined.nearest, why=declined,
        )  # fmt: skip
    ranked = _weighed(alone, joined, last, own < OWN_LEAST or cited >= CITED_LIKELY)
    if not ranked:
        return frame
    best = ranked[0][1]
    chosen = [(p, score) for p, score in ranked[:2] if score >= CLOSE * best]
    whys = {c.provision: c.why for c in (*alone.choices, *joined.choices)}
    choices = tuple(Choice(p, min(1.0, score), whys.get(p, "near the question before")) for p, score in chosen)
    why = (("topic", "read together with the question before"), *((c.provision, c.why) for c in choices))
    near = tuple(p for p, _ in ranked[2:7])
    return Frame(question, Intent.TOPIC, roles=frame.roles, topic=question, choices=choices, near=near, why=why)


def _weighed(alone: TopicReading, joined: TopicReading, last: Turn, leans: bool) -> list[tuple[str, float]]:
    """Provisions with their scores, best first; `leans`: the question brings no topic of its own."""
    top = max(joined.scores, key=lambda p: joined.scores[p], default="")
    if leans and top in last.cited and joined.scores[top] >= LEANING:
        again = [(p, joined.scores[p]) for p in last.cited if p in joined.scores]
        return sorted(again, key=lambda item: -item[1])
    scores: dict[str, float] = {}
    for reading, weight in ((alone, ALONE), (joined, 1 - ALONE)):
        for provision, score in reading.scores.items():
            scores[provision] = scores.get(provision, 0.0) + weight * score
    ranked = sorted(((p, s * (SEEN if p in last.cited else 1.0)) for p, s in scores.items()), key=lambda item: -item[1])
    if ranked and ranked[0][0] not in last.cited:
        ranked = [(p, s) for p, s in ranked if p not in last.cited]
    return ranked
