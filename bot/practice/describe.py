"""From "we fine-tune an open model and host it for hospitals" to roles, phases and the nearest guide scenario.

It reads what people say they do, not what they are called: each role and phase that is found carries the words that it
was found by. Which party holds which role is a matter of fact, so a person should always be able to correct it. A phase
that is found is a suggestion and limits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.errors import DescriptionUnclear
from bot.text import clean
from ontology.catalogue import Catalogue

FindRoles = Callable[[str], Iterable[str]]

# What somebody says that they do, by role; in our own words, checked against the parties of the guide's scenarios.
_DOES = {
    "developer": (
        r"\b(?:re-?|pre-?)?train(?:s|ed|ing)?\b(?! (?:our )?(?:staff|people|employees))",
        r"\bfine-? ?tun\w*",
        r"\b(?:built|(?:build|develop|create|adapt|distill?|program)(?:s|ed|d|ing|led|med)?|creating|coded|wrote)\b"
        r"(?! (?:a )?polic)",
        r"\b(?:release|publish|open-?source)s?d? (?:\w+ ){0,4}(?:model|weights|checkpoint)",
        r"\b(?:wrap|prompt|extend)(?:s|ped|ed)? (?:\w+ ){0,4}model\b",
    ),
    "system-operator": (
        r"\b(?:host|deploy|operat|embed|integrat|serv|install|run)(?:e|s|es|ed|ing|ning|ting)?\b"
        r"(?! (?:a|the) (?:school|shop|hospital|ward))",
        r"\b(?:put|puts|putting) (?:it|them|(?:[\w'-]+ ){1,3}[\w'-]+) (?:live|in(?:to)? (?:service|production|use))",
        r"\b(?:launch(?:e[sd]|ing)?|roll(?:s|ed|ing)? out|(?:go|goes|going|went) live)\b",
        r"\b(?:switch|switched|plug|plugged|roll|rolled) (?:it |them )?(?:on|in|into|out)\b",
        r"\b(?:buy|bought|licen[cs]e|subscribe)s?d? (?:[\w'-]+ ){0,5}(?:model|chatbot|assistant|api|llm)\b",
        r"\buse[sd]? (?:[\w'-]+ ){0,3}(?:purchased|bought-in|third-party|off-the-shelf|vendor's|supplier's)\b",
        r"\boffer(?:s|ed|ing)? (?:it|them|\w+ \w+) (?:to|as)\b",
    ),
    "data-custodian": (
        r"\b(?:own|hold|keep|curate|collect|label|steward|govern|supply|gather)(?:s|ed|ing)? "
        r"(?:\w+ ){0,4}(?:data|datasets?|records|corpus|corpora|images|scans|recordings)\b",
    ),
    "end-user": (r"\b(?:just|only|merely) use\b", r"\buse (?:the|a|an|our) (?:\w+ )?(?:chatbot|assistant|tool|bot)\b"),
}
# What somebody has, whoever acts on it.
_HAS = {
    "data-custodian": re.compile(
        r"\b(?:our|its) (?:own )?(?:training |customer |patient )?(?:data|records|dataset|corpus)\b(?! cent)"
        r"|\bwho may see\b|\baccess to the (?:data|records)\b|\bdata (?:policy|permissions)\b"
    ),
}
# Somebody else who acts, before a verb and in the same clause: what they do is not what the speaker does.
_CLAUSE = re.compile(r"[.;,:]|\b(?:but|while|whereas)\b")
_OTHERS = re.compile(
    r"\b(?:others?|they|someone(?: else)?|(?:the|our|a|their|an) (?:\w+ )?"
    r"(?:vendor|supplier|provider|partner|contractor|customer|client|agency)s?(?!'s))\b"
)
_OBJECT = re.compile(r"\b(?:from|by|of|to|for|with) $")  # "from a supplier" is no subject ...
_RELATIVE = re.compile(r" (?:who|that|which)\b")  # ... unless "who" makes it one
_SPEAKER = re.compile(r"\b(?:we|i|us|we're|i'm)\b")
_PHASES = {
    "secure-design": r"\b(?:design stage|still designing|planning to|not (?:yet )?built|on paper|choosing a model)\b",
    "secure-development": r"\b(?:still building|in development|being (?:built|trained|developed))\b",
    "secure-deployment": r"\b(?:about to (?:launch|deploy|go live)|going live|being rolled out)\b",
    "secure-maintenance": r"\b(?:only (?:maintain|monitor|patch)\w*|maintenance only)\b",
    "secure-end-of-life": r"\b(?:retiring|decommission\w*|winding (?:it )?down|switching (?:it )?off for good|"
    r"end of life|disposing|handing (?:it )?over)\b",
}
# Words that put somebody near one of the guide's four scenarios; our own reading.
_SCENARIOS = {
    "chatbot-app": r"\b(?:chatbots?|assistants?|bots?|help ?desk|staff|customers|vendor|supplier|bought|bought-in|"
    r"licensed?|subscri\w+|third-party|external|api|hospitals?)\b",
    "llm-provider": r"\b(?:foundation|frontier|general-purpose|multimodal|large models?|platform|api customers|"
    r"pre-?train\w*|sell (?:access|tokens)|offer (?:it|them|our model))\b",
    "ml-fraud-detection": r"\b(?:fraud\w*|classif\w+|scor\w+|detect\w*|predict\w*|anomal\w+|risk model|credit|"
    r"transactions?)\b",
    "open-access-llm": r"\b(?:open(?:ly|-?source|-?weights?|-?access)?(?: model| weights)?|niche|release\w*|publish\w*|"
    r"legal|farm\w*|agricultur\w+|fine-?tun\w*|weights|checkpoint|hub)\b",
}
# Places of work that the guide's scenarios name as instances: they say little about a system and lose a tie.
_PLACE = re.compile(r"hospitals?|legal|farm\w*|agricultur\w+")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was read from a description: what (``role/developer``) and the words it was read from."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Described:
    """An organisation as the Code sees it.

    Attributes:
        text: the clean description.
        roles: roles that it holds, in the Code's order of naming.
        suggested_phases: phases that the description mentions. Suggestions: a duty of another phase is no less owed
            by somebody who is about to launch, so nothing is left out unless a person asks for it.
        scenario: the nearest scenario of the Implementation Guide, or None. Our own reading.
        why: the words that each was read from.
    """

    text: str
    roles: tuple[str, ...]
    suggested_phases: tuple[str, ...]
    scenario: str | None
    why: tuple[Reason, ...]


def describe(text: str, catalogue: Catalogue, find_roles: FindRoles | None = None) -> Described:
    """Read a description of an organisation, in the first person or the third.

    Args:
        text: free words, at most 4,000 characters.
        find_roles: a better reader of roles, asked beside the one here.

    Raises:
        DescriptionUnclear: no role can be read from it.
        QuestionInvalid: nothing is left of it, or it is too long.
    """
    said = clean(text)
    lowered = said.lower().replace("’", "'")
    why = [*_roles_by_doing(lowered), *_roles_by_words(lowered, catalogue)]
    if find_roles is not None:
        why += [Reason(f"role/{role}", said) for role in find_roles(said) if role in catalogue.roles]
    roles = _ordered((r.what.removeprefix("role/") for r in why), ("developer", "system-operator", "data-custodian"))
    if len(roles) > 1:  # whoever builds or runs a system uses it too; as users they owe nothing more
        roles = tuple(role for role in roles if role not in ("end-user", "affected-entity"))
        why = [reason for reason in why if reason.what.removeprefix("role/") in roles]
    if not roles:
        raise DescriptionUnclear(
            "No role can be read from the description. Say what you do with the system (build, train, host, buy, hold "
            f"the data), or name a role: {', '.join(catalogue.roles)}."
        )
    phases = []
    for phase, pattern in _PHASES.items():
        if found := re.search(pattern, lowered):
            phases.append(phase)
            why.append(Reason(f"phase/{phase}", found.group()))
    scenario = None
    hits = {name: tuple(dict.fromkeys(re.findall(pattern, lowered))) for name, pattern in _SCENARIOS.items()}
    nearest = max(hits, key=lambda name: (len(hits[name]), sum(not _PLACE.fullmatch(word) for word in hits[name])))
    if hits[nearest]:
        scenario = nearest
        why.append(Reason(f"scenario/{nearest}", ", ".join(hits[nearest])))
    return Described(said, roles, tuple(phases), scenario, _first_of_each(why))


def _roles_by_doing(lowered: str) -> list[Reason]:
    held = ((role, pattern.search(lowered)) for role, pattern in _HAS.items())
    found = [Reason(f"role/{role}", match.group()) for role, match in held if match]
    for clause in _CLAUSE.split(lowered):
        for role, patterns in _DOES.items():
            for pattern in patterns:
                match = re.search(pattern, clause)
                if match and not _somebody_else(clause[: match.start()]):
                    found.append(Reason(f"role/{role}", match.group().strip()))
    return found


def _somebody_else(before: str) -> bool:
    """Whether the nearest subject before a verb is another party."""
    others = [
        match.end()
        for match in _OTHERS.finditer(before)
        if not _OBJECT.search(before[: match.start()]) or _RELATIVE.match(before[match.end() :])
    ]
    speakers = [match.end() for match in _SPEAKER.finditer(before)]
    return bool(others) and (not speakers or max(others) > max(speakers))


def _words_of(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text))


def _roles_by_words(lowered: str, catalogue: Catalogue) -> list[Reason]:
    """Roles whose catalogued words (or label) stand in the text as a phrase."""
    text = f" {_words_of(lowered)} "
    return [
        Reason(f"role/{role.id}", words)
        for role in catalogue.roles.values()
        for words in (*role.words, role.label.lower(), role.label.lower().removesuffix("s"))
        if words and f" {_words_of(words.lower())} " in text
    ]


def _ordered(found: Iterable[str], first: tuple[str, ...]) -> tuple[str, ...]:
    seen = dict.fromkeys(found)
    return (*(name for name in first if name in seen), *sorted(name for name in seen if name not in first))


def _first_of_each(why: Iterable[Reason]) -> tuple[Reason, ...]:
    kept: dict[str, Reason] = {}
    for reason in why:
        kept.setdefault(reason.what, reason)
    return tuple(kept.values())
