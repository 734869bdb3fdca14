"""Checking a sentence that a language model wrote: is every word of it what the cited passages say?

Deterministic and local. It errs on the side of dropping: a true sentence lost costs style, a false one shown costs
trust. Negation, strength and who has to act are read from the words around them, so a paraphrase that a person would
accept may fall; what no rule here sees is a false claim made only of the passages' own words in another order.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

import Stemmer

from bot.evidence import Item
from bot.fault import Fault, Kind
from bot.fault import faults as of_kind
from bot.text import SENTENCE
from corpus.passage import DIGEST, GUIDE, OFFICIAL
from ontology.catalogue import ORGANISATION, Catalogue
from ontology.model import Modality, Provision

SUPPORTED: Final = 0.75
RELEVANT: Final = 0.5
LEAST_WORDS: Final = 2
LONGEST: Final = 600

_STEMMER = Stemmer.Stemmer("english")
_WORD: Final = re.compile(r"[a-z][a-z]{2,}")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+(?:[.,:/-]\d+)*")
_CAPITAL: Final = re.compile(r"[A-Za-z]*[A-Z][\w-]*")
MARKUP: Final = re.compile(r"[<>`\[\]{}|\\@#]|https?:|www\.|\w\.(?:com|org|net|io)\b|\*\*|\n", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[“\"]([^”\"]+)[”\"]")
NEGATION: Final = re.compile(
    r"\b(?:not|no|never|nothing|none|nobody|nowhere|neither|nor|without|except|unless|avoid\w*|cannot|rather than)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
# Words of strength. Of the soft ones, one that the cited words use themselves is no claim of strength.
HARD: Final = {
    Modality.SHALL: re.compile(
        r"\b(?:shall|must|requir(?:e|es|ed|ement|ements|ing)|mandat\w+|compulsory|obligatory|oblig(?:e|es|ed|ation|ations)"
        r"|ha(?:s|ve|ving) to|is to|are to)\b",
        re.IGNORECASE,
    ),
    Modality.SHOULD: re.compile(r"\b(?:should|recommend\w*|ought|advis(?:ed|able|es))\b", re.IGNORECASE),
    Modality.MAY: re.compile(r"\b(?:may|optional\w*|permit(?:s|ted)?|voluntar\w+)\b", re.IGNORECASE),
}
SOFT: Final = {
    Modality.SHALL: re.compile(
        r"\b(?:needs? to|binding|imperative|essential|dut(?:y|ies)|necessary|always|enforce\w*|demand\w*|ordered?)\b",
        re.IGNORECASE,
    ),
    Modality.SHOULD: re.compile(r"\b(?:encourage\w*|advice|suggest\w*|good practice)\b", re.IGNORECASE),
    Modality.MAY: re.compile(r"\b(?:can|could|might|allow\w*|discretion\w*|free to|choose\w*)\b", re.IGNORECASE),
}
_ACTS: Final = re.compile(
    r"\b(?:shall|must|should|may|ought|ha(?:s|ve) to|needs? to"
    r"|(?:is|are) (?:to|required|recommended|obliged|expected|advised))\b",
    re.IGNORECASE,
)
_ON: Final = re.compile(r"\b(?:requir(?:es?|ed)|recommend(?:s|ed)?|obliges?|by|on|falls? to|of|for)\b", re.IGNORECASE)
ROLES: Final = {
    "developer": re.compile(r"\bdevelopers?\b", re.IGNORECASE),
    "system-operator": re.compile(r"\b(?:system[ -])?operators?\b", re.IGNORECASE),
    "data-custodian": re.compile(r"\b(?:data[ -])?custodians?\b", re.IGNORECASE),
    "end-user": re.compile(r"\bend[ -]?users?\b|\busers?\b", re.IGNORECASE),
    "affected-entity": re.compile(r"\baffected entit(?:y|ies)\b", re.IGNORECASE),
    ORGANISATION: re.compile(r"\borgani[sz]ations?\b|\bcompan(?:y|ies)\b|\bbusiness(?:es)?\b", re.IGNORECASE),
}
_BEARING: Final = ("developer", "system-operator", "data-custodian", "end-user", "affected-entity", ORGANISATION)
_AMOUNTS: Final = frozenset(
    re.findall(
        r"\w+",
        """
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty
        thirty sixty ninety hundred thousand million dozen half double twice daily weekly monthly
        quarterly annual annually yearly hourly fortnightly hour hours day days week weeks month months
        year years immediately percent
        """,
    )
)
_LAW: Final = re.compile(
    r"\b(?:laws?|legal\w*|lawful\w*|unlawful\w*|illegal\w*|statut\w+|legislat\w+|regulations?|offences?|penalt\w+|fined?|"
    r"liab\w+|certif\w+|guarantee\w*|complian\w+|compl(?:y|ies)|prosecut\w+)\b",
    re.IGNORECASE,
)
_BINDING: Final = re.compile(
    r"\b(?:must|shall|should|ought to|ha(?:s|ve) to|(?:is|are) (?:to|obliged to|required to)) follow\b", re.IGNORECASE
)
_STOPPED: Final = frozenset(
    re.findall(
        r"\w+",
        """
        the and for with that this its are has have not but who whom whose which from into them they
        their there where when what how does each any all may shall should must than then also only other
        others one being been was were will can such these those our your you under about according both
        given while during before after through upon within between every more most some same very over
        here thus therefore let per via
        """,
    )
)
# The graph, not a passage, is the evidence for words that state a provision's standing.
_STANDING: Final = frozenset(
    re.findall(
        r"\w+",
        """
        code provision provisions oblige obliges obliged principle audience require requires required
        requirement requirements recommend recommends recommended recommendation recommendations
        developer developers system operator operators data custodian custodians end user users affected
        entity entities organisation organisations follow follows whoever cyber security practice
        """,
    )
)
_NAMES: Final = frozenset(re.findall(r"\w+", "code ai uk principle signpost i implementation guide"))
_OPENINGS: Final = "list lists listed begin begins follow following below apply applies concern concerns item first"
_OTHERS: Final = "own documents document say says implementation guide"
_CLAUSE: Final = re.compile(r"[,;:()…–—]|\b(?:and|or|but|which|because|while|plus)\b", re.IGNORECASE)


class Scrutiny:
    """Finds what is wrong with a sentence."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def faults(self, text: str, cited: list[Item], introduces: bool = False, known: str = "") -> list[Fault]:
        """What is wrong with `text`, which cites `cited`; empty when nothing is.

        Args:
            introduces: it stands before a list, so it need not state a strength.
            known: words that the graph is the evidence for (the opening of a list, with its counts).
        """
        if not cited:
            return [Fault(Kind.MARKER, "it cites no passage")]
        found: list[Fault] = []
        if MARKUP.search(text):
            found.append(Fault(Kind.FORM, "it holds a link or markup"))
        if len(text) > LONGEST:
            found.append(Fault(Kind.FORM, "it is too long"))
        provisions = [item.provision for item in cited if item.provision]
        evidence = " ".join([known, *(_words_of(item) for item in cited)])
        quotes = [item.passage.quote for item in cited] + [p.says for p in provisions]
        if any(text.strip(" .") in item.passage.text for item in cited if not item.provision) and self._ours(cited):
            return found  # a passage's own words, whole
        rest = _without(text, quotes)
        if "?" in rest:
            found.append(Fault(Kind.FORM, "it asks instead of saying"))
        found += of_kind(Kind.SUPPORT, _foreign(text, evidence))
        found += of_kind(Kind.SOURCE, self._sources(text, cited))
        found += of_kind(Kind.QUOTE, _quotes(text, cited))
        found += of_kind(Kind.NUMBER, _amounts(text, evidence, provisions))
        found += of_kind(Kind.NAME, _names(text, evidence))
        found += of_kind(Kind.NEGATION, _polarity(text, rest, quotes, known, introduces))
        found += of_kind(Kind.LAW, _law(rest, " ".join(quotes)))
        found += of_kind(Kind.STRENGTH, _strengths(rest, cited, introduces))
        found += of_kind(Kind.BEARER, self._bearers(rest, provisions))
        found += of_kind(Kind.SUPPORT, _support(text, rest, cited, evidence, introduces))
        return found

    def _sources(self, text: str, cited: list[Item]) -> list[str]:
        if self._ours(cited):
            return []
        if any(i.provision or i.passage.corpus in (DIGEST, OFFICIAL, GUIDE) for i in cited):
            guide = all(i.passage.corpus == GUIDE for i in cited)
            if not guide:
                return ["it takes the Code and another source together"]
            if not re.match(r"(?:In|According to)? ?[Tt]he (?:Implementation )?Guide\b", text):
                return ["it does not begin with “The Guide”"]
        elif not re.match(r"Your own documents?\b", text):
            return ["it does not begin with “Your own documents”"]
        if re.search(r"\bCode\b|\bprovisions?\b|\bSignpost\b", text):
            return ["it presents another source as the Code"]
        return []

    @staticmethod
    def _ours(cited: list[Item]) -> bool:
        return all(i.provision or i.passage.corpus in (DIGEST, OFFICIAL) for i in cited)

    def _bearers(self, rest: str, provisions: list[Provision]) -> list[str]:
        named = _bearing(rest)
        found = []
        for provision in provisions:
            bearing = set(provision.obliges)
            if ORGANISATION in bearing:
                bearing |= set(self._catalogue.principles[str(provision.principle)].audience)
            wrong = sorted(named - bearing)
            if wrong:
                found.append(f"{provision.id} does not oblige {', '.join(wrong)}")
        return found


def _words_of(item: Item) -> str:
    provision = item.provision
    more: tuple[str, ...] = ()
    if provision:
        more = (provision.says, provision.label, provision.id, provision.etsi, str(provision.principle))
    return " ".join((item.passage.title, item.passage.text, item.passage.quote, *more))


def _without(text: str, quotes: list[str]) -> str:
    """`text` without the passages' words where it repeats a passage's sentence whole, in upper or lower case."""
    sentences = [part for quote in quotes for part in (quote, *SENTENCE.split(quote))]
    for sentence in sentences:
        bare = sentence.strip().rstrip(".")
        if len(bare) > 20:
            text = re.sub(re.escape(bare), " … ", text, flags=re.IGNORECASE)
    return text


def _foreign(text: str, evidence: str) -> list[str]:
    """Words with letters that the other checks, which are made for English, would not even see."""
    held = set(_LETTERS.findall(evidence.casefold()))
    wrong = [word for word in _LETTERS.findall(text) if not word.isascii() and word.casefold() not in held]
    return [f"“{word[:40]}” is not in its passages" for word in dict.fromkeys(wrong)]


def _quotes(text: str, cited: list[Item]) -> list[str]:
    held = [item.passage.text for item in cited]
    return [
        f"“{quote[:40]}” is no quote from its passages"
        for quote in _QUOTED.findall(text)
        if not any(quote.strip(" .,;") in passage for passage in held)
    ]


def _amounts(text: str, evidence: str, provisions: list[Provision]) -> list[str]:
    held = set(_NUMBER.findall(evidence)) | {p.id for p in provisions}
    words = set(_WORD.findall(evidence.casefold()))
    wrong = [n for n in _NUMBER.findall(text) if n not in held]
    wrong += [w for w in _WORD.findall(text.casefold()) if w in _AMOUNTS and w not in words]
    return [f"{amount} is not in its passages" for amount in dict.fromkeys(wrong)]


def _names(text: str, evidence: str) -> list[str]:
    held = set(re.findall(r"\w+", evidence.casefold()))
    known_stems = stems(evidence)
    wrong = []
    for match in _CAPITAL.finditer(text):
        first = not text[: match.start()].strip(" “\"'(*")
        for part in re.split(r"[-_]", match.group().casefold()):
            known = part in held or part in _NAMES or (part in _STANDING) or _STEMMER.stemWord(part) in known_stems
            if part and not known and not (first and (part in _STOPPED or len(part) < 3)):
                wrong.append(match.group())
    return [f"{name} is not in its passages" for name in dict.fromkeys(wrong)]


def _polarity(text: str, rest: str, quotes: list[str], known: str, introduces: bool) -> list[str]:
    """Denials that the evidence doesn't make, and denials of the evidence that are left out.

    Before a list only the list's own opening counts: that one item says “not” is no ground to deny the whole.
    """
    denied = bool(NEGATION.search(known)) if introduces else any(NEGATION.search(quote) for quote in quotes)
    if NEGATION.search(rest) and not denied:
        return ["it denies something that its passages don't deny"]
    if denied and not introduces and not NEGATION.search(text):
        return ["it leaves out a “not” of its passages"]
    return []


def _law(rest: str, quoted: str) -> list[str]:
    held = quoted.casefold()
    wrong = [word for word in _LAW.findall(rest) if word.casefold() not in held]
    found = [f"“{word}” is not what its passages speak of" for word in dict.fromkeys(wrong)]
    return [*found, "nobody has to follow the Code"] if _BINDING.search(rest) else found


def strengths(text: str, quoted: str = "") -> set[Modality]:
    """The strengths that `text` speaks with; soft words that `quoted` uses, too, don't count."""
    held = quoted.casefold()
    found = {modality for modality, words in HARD.items() if words.search(text)}
    for modality, words in SOFT.items():
        if any(word.casefold() not in held for word in words.findall(text)):
            found.add(modality)
    return found


def _strengths(rest: str, cited: list[Item], introduces: bool) -> list[str]:
    quoted = " ".join(item.passage.quote for item in cited)
    said = strengths(rest, quoted)
    provisions = [item.provision for item in cited if item.provision]
    if not provisions:
        return [f"it cites no provision that is a {modality}" for modality in sorted(said)]
    if introduces and not said:
        return []
    found = []
    for provision in provisions:
        allowed = {m for m in (provision.modality, provision.also) if m}
        found += [f"{provision.id} is not a {modality}" for modality in sorted(said - allowed)]
        if provision.modality not in said:
            found.append(f"it does not say that {provision.id} is a {provision.modality}")
    return found


def _bearing(rest: str) -> set[str]:
    """The roles that `rest` says have to act: before the verb of strength, or after “requires”, “by” and the like."""
    named: set[str] = set()
    act = _ACTS.search(rest)
    mentions = [(m.start(), m.end(), role) for role in _BEARING for m in ROLES[role].finditer(rest)]
    mentions = [m for m in mentions if rest[m[1] : m[1] + 2] not in ("'s", "’s")]
    if act:
        named |= {role for start, _, role in mentions if start < act.start()}
    for lead in _ON.finditer(rest):
        following = rest[lead.end() :]
        # “requires developers and system operators to”: the roles that stand right behind, joined by commas and “and”
        at = 0
        while (joined := re.match(r"(?:\s|,|and\b|or\b|the\b|all\b|both\b|any\b|an?\b)*", following[at:])) is not None:
            here = at + joined.end()
            role = next(((r, m.end()) for r in _BEARING if (m := ROLES[r].match(following, here))), None)
            if role is None:
                break
            if lead.group().casefold() not in ("of", "for", "on") or re.search(
                r"(?:requir|recommend|duty|duties|oblig|incumbent)\w*[^.;:]{0,20}$", rest[: lead.start()], re.IGNORECASE
            ):
                named.add(role[0])
            at = role[1]
    return named


def _support(text: str, rest: str, cited: list[Item], evidence: str, introduces: bool) -> list[str]:
    own = stems(_OPENINGS if introduces else _OTHERS)
    if any(item.provision for item in cited):
        own |= _standing()
    said = stems(text) - own
    if len(said) < (0 if introduces else LEAST_WORDS):
        return ["it says next to nothing"]
    if not said:
        return []
    share = len(said & stems(evidence)) / len(said)
    if share < SUPPORTED:
        return [f"only {share:.0%} of its words are in its passages"]
    held = stems(evidence)
    for clause in _CLAUSE.split(rest):  # a false tail would otherwise hide behind a long true sentence
        words = stems(clause) - own
        if words and len(words & held) / len(words) <= RELEVANT:
            return [f"“{clause.strip()[:60]}” is not in its passages"]
    if introduces:
        return []
    idle = [i for i in cited if len(said & stems(_words_of(i))) / len(said) < RELEVANT]
    return [f"{i.passage.node} does not bear it out" for i in idle]


@cache
def _standing() -> frozenset[str]:
    return frozenset(_STEMMER.stemWords(list(_STANDING)))


@lru_cache(maxsize=2048)
def stems(text: str) -> frozenset[str]:
    """The stems of `text`'s content words."""
    return frozenset(_STEMMER.stemWords([w for w in _WORD.findall(text.casefold()) if w not in _STOPPED]))


def coverage(text: str, said: str) -> float:
    """The share of `text`'s content words (0 to 1) and, all or nothing, of its numbers that `said` holds."""
    if not set(_NUMBER.findall(text)) <= set(_NUMBER.findall(said)):
        return 0.0
    wanted = stems(text)
    return len(wanted & stems(said)) / len(wanted) if wanted else 1.0
