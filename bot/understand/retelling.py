"""A list asked for somebody of whom the question tells: what they do is retold as if they asked themselves.

"We host it; a yard in Norway wrote the software and trained the network. What applies to the yard?" is read once more
as "We wrote the software. We trained the network. What applies to us?", so that what others do makes no role of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bot.text import SENTENCE
from bot.understand import parties, targets

ASKS: Final = "What applies to us?"
_NOBODY: Final = re.compile(r"\b(?:none|nobody|not one|no one|neither) of\b", re.IGNORECASE)
_TO_ASKER: Final = re.compile(r"^ \w+ (?:us|me)\b", re.IGNORECASE)
"""Done to the asker: “they ask us to build a model”."""
_DENIES: Final = re.compile(
    r"^(?:[\w'’-]+ ){0,6}?(?:(?:does|do|did|has|have|had|is|was|were|would|will)(?:n['’]t| not)\b|neither\b"
    r"|never\b|nor\b)",
    re.IGNORECASE,
)
"""What somebody does not do is not told of them."""
_OUTSIDER: Final = re.compile(r"\b(?:my|our) $", re.IGNORECASE)
_OF_OURS: Final = re.compile(r"\b(?:on|in|into|to) our own\b", re.IGNORECASE)
"""The asker belongs to them: “head office put it on our own servers”."""
_CLAUSE: Final = re.compile(
    r"[;:]\s+|,\s+(?:(?:and|but|so|while|whereas|or|then|though|because) )?"
    r"|\s+(?:and|but|while|whereas|although|though|or|then|because|where)\s+|\s+(?=that (?:the|an?|our|their"
    r"|its) )|\s+[-–—]\s+"
)
_VERB: Final = (
    r"(?:\w+ed|is|are|was|were|has|have|had|will|would|can|could|must|does|do|did|made|built|wrote|took|put|runs?|ran"
    r"|keeps?|kept|holds?|held|sells?|sold|trains?|hosts?|makes?|builds?|writes?|owns|decides?|controls?|uses?|lays?"
    r"|laid|looks?|gives?|gave|says?|said|lets?|gets?|got|sits?|vouch\w*|checks?|grants?)"
)
_LEAD: Final = re.compile(
    r"^(?:(?:that|if|so|then|now|and|but|meanwhile|today|since then|seeing that|in \w+|last \w+|it (?:is|was)"
    r"(?= (?:the|an?|[A-Z]))|(?:at|in|inside|within) (?:our|my|the|this) (?:[\w'’-]+ ){0,3}?[\w'’-]+(?= (?:the"
    r"|an?|its) [\w-]+ ))\s+)+",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(
    r"^(?:they|it(?! (?:sits|runs|lives|hums|is|was|works|came|comes|arrive[sd]|stands)\b)|he|she|each(?! of\b)|both"
    r"|(?:those|the|that) same [\w-]+)\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r"^(?:who|which)\b", re.IGNORECASE)
"""Goes on about whoever was named last."""
_GOES_ON: Final = re.compile(rf"^(?:(?:then|also|now|still|later|never|simply|just) )*{_VERB}\b", re.IGNORECASE)
_APPOSITION: Final = re.compile(rf"^(?:an?|the|our|their) (?:(?!{_VERB}\b)[\w-]+ ?){{1,4}}$", re.IGNORECASE)
"""Says what somebody is: “Brightwater, a consultancy, took ...”."""
_DESCRIBED: Final = re.compile(
    rf"{targets.CONCERNS} (?:to|for|on|of|from|upon) (?:an?|any) (?:(?!(?:that|who|which)\b)[\w'’-]+ ){{1,4}}"
    r"(?:that|who|which) (?P<does>[^.?!;:]{8,})",
    re.IGNORECASE,
)
""" "... land on a company that creates a chatbot and licenses it to airports?" """
_OF_OTHERS: Final = re.compile(
    r", (?:who|which|whose|where|while)\b|,? (?:in|during|at|under) (?:the )?(?:[\w-]+ )?(?:phase|stage|principle)",
    re.IGNORECASE,
)
_ASKS_SELF: Final = re.compile(r"\b(?:do|must|should|shall|are|have) (?:we|i)\b", re.IGNORECASE)
"""The asker wants to know what they have to do themselves."""
_WE_VERB: Final = re.compile(
    r"^(?P<we>We (?:(?:only|merely|now|also|still|then|just|simply|already"
    r"|later) )*)(?P<verb>\w+)"
)
_WHICH_WE: Final = re.compile(r",? (?:which|that) (?:we|i)(?:['’]\w+)?\b", re.IGNORECASE)
"""Goes on about the asker: “is creating a forecaster which we'll host”."""
_KIND: Final = r"(?: (?:company|firm|outfit|lab|house|supplier|vendor|agency|studio))?"
""" "A Dutch company is creating ..." tells of “the Dutch”."""
_SOMEWHERE: Final = r"(?: (?:in|at|from|near|of) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)*,?)?"
_PLURAL: Final = {"has": "have", "does": "do", "is": "are", "was": "were"}
OURS_TOO: Final = re.compile(r"\band\b[^.?!]{0,30}\b(?:us|ours|mine)\b[^.?!]{0,10}\?", re.IGNORECASE)
""" "Which requirements apply to the contractor and which to us?" """
_THEIRS: Final = re.compile(r"\b(?:their|its|his|her)\b")


def meant(question: str, *, owed: bool = False) -> bool:
    """Whether the list is asked for somebody of whom the question tells, and not for the asker."""
    asks, story, leads = _parts(question)
    asker = not owed and _ASKS_SELF.search(asks)
    return bool(story) and not asker and bool(targets.find(asks, story, owed=owed, leads=leads))


def of_own(question: str) -> str:
    """What those do to whom the asker belongs (“I head that team”), as if they asked; empty where none is told."""
    _, story, leads = _parts(question)
    noun = targets.of_asker(story)
    told = _Teller(noun, leads).clauses(story) if noun else []
    return f"{_THEIRS.sub('our', '. '.join(map(_agreeing, told)))}. {ASKS}" if told else ""


def _parts(question: str) -> tuple[str, str, bool]:
    """The sentence that asks, the story around it, and whether a pronoun begins the story after what was asked."""
    start, end = parties.asked(question)
    story = f"{question[:start]} {question[end:]}".strip()
    return question[start:end], story, start == 0 and _PRONOUN.search(story) is not None


def retold(question: str, *, owed: bool = False) -> str:
    """What the one for whom `question` asks does, as if they asked; empty where the asker asks for themselves.

    `owed`: it asks what they are owed.
    """
    asks, story, leads = _parts(question)
    if not owed and (described := _DESCRIBED.search(asks)):
        does = _THEIRS.sub("our", _OF_OTHERS.split(described["does"])[0]).strip(" .?!")
        return f"{_agreeing(f'We {does}')}. {ASKS}"
    if not owed and _ASKS_SELF.search(asks):
        return ""
    noun = targets.find(asks, story, owed=owed, leads=leads) if story else ""
    told = _Teller(noun, leads).clauses(story) if noun else []
    if not told or any(_OF_OURS.search(clause) for clause in told):
        return ""
    return f"{_THEIRS.sub('our', '. '.join(map(_agreeing, told)))}. {ASKS}"


def _agreeing(clause: str) -> str:
    """A clause told of “we”, with its verb: “We has put it ...” reads “We have put it ...”."""
    match = _WE_VERB.match(clause)
    if match is None:
        return clause
    verb = match["verb"]
    plural = _PLURAL.get(verb.lower()) or (verb[:-1] if re.search(r"[^s]s$", verb) else verb)
    return f"{match['we']}{plural}{clause[match.end() :]}"


@dataclass
class _Teller:
    """Collects the clauses in which the one whom the pattern `noun` names acts, in the first person.

    Where a pronoun `leads` the story, it means them.
    """

    noun: str
    leads: bool
    told: list[str] = field(default_factory=list)
    _denied: bool = False

    def clauses(self, story: str) -> list[str]:
        """The clauses of `story`, in its order."""
        key = rf"(?i:\b{self.noun}{_KIND})(?P<theirs>['’]s?)?(?: [A-Z][\w.]+)*"
        self._acts = re.compile(
            rf"^(?P<before>(?:(?!\b{_VERB}\b|\b(?:by|from|into|to|on|for|with)\b)[\w'’-]+ ){{0,6}}?){key}(?P<rest>.*)$"
        )
        self._acted_by = re.compile(
            r"\b(?P<verb>\w+(?:ed|t|de|en)) (?:\w+ )?(?:by|from) (?:(?:the|an?|our|their) )?(?:[\w'’-]+ ){0,3}?"
            rf"{key}(?P<rest>.*)$"
        )
        self._at_home = re.compile(
            r"\b(?:runn?\w*|ran|host\w*|sits?|lives?|installed)\b.{0,30}\b(?P<place>(?:on|in) )(?:the )?"
            rf"{key}(?P<rest>.*)$"
        )
        last = re.compile(rf"{key}(?: (?:in|at|from) [\w-]+| (?:hands|keeping|care))?$")
        for number, sentence in enumerate(SENTENCE.split(story)):
            named_last = False
            going_on = bool((self.told or (self.leads and not number)) and _PRONOUN.search(sentence))
            for part in _CLAUSE.split(sentence):
                clause = _LEAD.sub("", part.strip(" ,.;:-"))
                if not (going_on and _APPOSITION.search(clause)):
                    going_on = self._tell(clause, going_on, named_last)
                named_last = last.search(clause) is not None
        return self.told

    def _tell(self, clause: str, going_on: bool, named_last: bool) -> bool:
        """Keep `clause` where it tells of them; whether it does."""
        named_last = named_last or self._denied
        self._denied = _DENIES.match(clause) is not None and self._acts.match(clause) is not None
        if _DENIES.match(clause):
            return False
        if match := self._acts.match(clause):
            if _NOBODY.search(match["before"]):
                return False
            if not targets.SELF.search(_OUTSIDER.sub("", match["before"])):
                told = match["rest"].strip() and not _TO_ASKER.search(match["rest"])
                clause, *of_asker = _WHICH_WE.split(_in_first_person(match), maxsplit=1)
                self.told += [clause] if told else []
                return not of_asker
        if match := self._at_home.search(clause):
            self.told.append(f"We run it {match['place']}their{match['rest']}")
        elif match := self._acted_by.search(clause):
            self.told.append(f"We {match['verb']} it{'' if match['theirs'] else match['rest']}")
        elif (going_on or named_last) and _PRONOUN.search(clause):
            self.told.append(_PRONOUN.sub("We", clause))
        elif named_last and _RELATIVE.search(clause):
            self.told.append(_RELATIVE.sub("We", clause))
        elif going_on and _GOES_ON.search(clause):
            self.told.append(f"We {clause}")
        else:
            return False
        return True


def _in_first_person(match: re.Match[str]) -> str:
    """A clause in which somebody acts, or somebody of theirs: “the yard's own people wrote it”."""
    rest = re.sub(rf"^{_SOMEWHERE}(?: again)?(?: (?:that|who))? (?=\S)", " ", match["rest"])
    acts = re.search(rf"\b{_VERB}\b.*$", rest) if match["theirs"] else None
    return f"We {acts[0]}" if acts else f"We{rest}"
