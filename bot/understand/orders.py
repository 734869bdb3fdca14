"""Whole sentences that are orders to the adviser and none of the question: cut, as long as anything is left.

A trained head reads each sentence and tells the asker's from orders (about rules and sources, parts to play, forms of the
answer, claims of authority). What no sentence of an asker looks like goes by its form: markup of prompts and templates,
replies of machines, letters spaced out, stretches of encoded text. Where nothing would be left, the text stays as it is
and is read as the request that it is.
"""

from __future__ import annotations

import re
from typing import Final

from bot.understand.heads import HeadReading, Reads
from bot.understand.parties import ACTS

CUT: Final = 0.22
"""From which chance a sentence is taken for an order."""
CUT_TOLD: Final = 0.55
"""The same where it asks, or tells of somebody or something."""
TELLS: Final = re.compile(
    r"\?$|^(?:and |so |but |then |speaking )*(?:i|we|our|my|he|she|they|it|there|this|that|the|an?|some\w*|each|every\w*|no\w*|any\w*|his|her|their|its|these|those|both|one|two|most|for (?:the|our|my)"
    r"|(?:\d{1,2}\.\d[\d.]*(?:,| and)? ?)+|(?!always|perhaps)\w{2,}[^s\W]s)\b",
    re.IGNORECASE,
)
CUT_OWN: Final = 0.93
"""The same where the asker tells of themselves and does not turn to the adviser."""
OWN: Final = re.compile(
    r"^(?:(?:and|so|but|then|now|well|at our [\w ]{3,40}?|here)[ ,]+)*(?:all )?(?:(?:i|we)(?:['’](?:m|re|ve|d|ll))?|my|our)\b(?!.*\b(?:you|your|yours|yourself|please|assistant|adviser|advisor|chatbot|ai model)\b)",
    re.IGNORECASE | re.DOTALL,
)
ABROAD: Final = re.compile(
    r"^(?:[\w'’]+[,!]? ){0,2}(?:wir|unser\w*|nous|notre|nos|somos|nuestr[oa]s?|tenemos|siamo|abbiamo|nostr[oaie]|wij|onze|jesteśmy|mamy|nasz\w*|\w{5,}imy|\w{4,}[au]jemy|nós|nosso|nossa|temos)\b"
    r"(?!.*:)(?!.*\b(?:\w{3,}ez|du|dich|dir|dein\w*|sag\w*|tu|te|toi|tes|vous|votre|vos|dites|tú|ti|usted|digas?|jij|jou|jouw|ty|ciebie|você|diga)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""Begins, in another language, with what “we” are or do, and neither addresses anybody nor leads in anything; the head
was taught little of these."""
CUT_ABOUT_ANSWERS: Final = 0.05
"""The same where it speaks of the adviser's own answers, sources and rules."""
ABOUT_ANSWERS: Final = re.compile(
    r"\byour (?:answers?|repl(?:y|ies)|rules|sources|checks)\b|\b(?:rules|instructions|messages?) (?:above|before this)\b|\bcitations?\b|\bunverified\b|\boverrid(?:e|es|ing) (?:the|your|all|any|every|these|those)\b|\bdo not answer\b"
    r"|\b(?:no|without|skip) (?:rules|checks|sources)\b|\b(?:sources|checks|rules) are not\b|^(?:(?:please|and|then|now) )*(?:swap|replace)\b|\bthroughout\b|@channel|\bleave out the (?:first|second|third|last)\b|^(?:stop|end(?![- ](?:of[- ]life|us\w*rs?\b))|begin)\b|\b(?:my|full|sole|higher|final|superior|whose) authority\b|\bauthority (?:over|above|to|level|code|is|granted)\b|^(?:(?:please|and|then|now) )?cite (?:each|all|every)\b",
    re.IGNORECASE,
)
SPEAKER, ORDER = "speaker", "order"
FORM: Final = re.compile(
    "|".join(
        (
            r"<\|[^|]*\|>",
            r"^(?:citations?|sources|checks|rules|filters|caveats) (?:off|disabled|suspended)\b",
            r"^this (?:paragraph|sentence|passage|text|line) is (?:provision|principle|part|clause)\b",
            r"\[/?INST\]",
            r"</?(?:system|data|script|img)\b",
            r"<[!@][^>]*>",
            r"\$\{|\$\(|\{\{|\{%",
            r"```",
            r"^#{2,}",
            r"\\?\"\w+\\?\"\s*:\s*(?:\\?\"|\[|\{)",
            r"^\s*\\?\"\}|^\{\"",
            r"\b\w+=(?:true|false)\b",
            r"\b\w+_\w+\(\)",
            r"\bDROP TABLE\b",
            r"(?:\.\./){2,}",
            r"!\[[^\]]*\]\(",
            r"\b(?:sources|citations|caveats|disclaimers) are (?:not|no longer) (?:needed|necessary|wanted)\b",
            r"\byour (?:api key|system prompt)\b|\bsk-(?![a-z]{3})",
            r"(?:\b\w ){6,}",
            r"(?:^|\s)[A-Za-z0-9+/]{24,}={0,2}(?:\s|$)",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)
ASKS: Final = re.compile(
    r"\?|^(?:and |so |also |now |please |then )*(?:what|which|who|whom|whose|how|when|where|why|do|does|did|must|should|shall|may|can|could|is"
    r"|are|am|has|have|will|would|list|show|give|name|tell me (?:what|which|who|how|whether|about)|explain|compare|define|all|every)\b",
    re.IGNORECASE,
)
TOLD: Final = re.compile(
    r"^(?:(?:and|so|also|now|then|please) )*(?:(?:tell|read|show|give|remind) (?:me|us) (?:what|which|who|whom|how|when|where|why|whether|\d)"
    r"|(?:put|set|lay|hold|place|weigh)\b(?:[^.?!]|\.\d){2,80}?\b(?:next to|beside|alongside|against|side by side|over against)\b)",
    re.IGNORECASE,
)
"""Asks to be told something, or for a comparison, which is no order about answers in general."""
WHO_ASKS: Final = re.compile(
    r"^[\w'’ -]{0,30}(?:,| -) (?:an? |the )?(?:(?:system |data )?(?:operators?|custodians?)|developers?|end[- ]users?)[.!]?$",
    re.IGNORECASE,
)
"""Says who asks: “Print works, system operator.”"""
LIMITS: Final = re.compile(
    r"^(?:(?:please|and|but) )*(?:drop|leave out|skip|omit|spare (?:me|us)|without) (?:(?!(?:and|as|then|but)\b)[\w'’‘“”\"-]+ ){0,6}?"
    r"['‘“\"]?(?:recommend\w*|shoulds?|optional|advis\w*|advice|required|requirements?|mandatory|binding|shalls?|musts?)"
    r"['’”\"]?(?: \w+)?[.!]?$",
    re.IGNORECASE,
)
"""Limits a list, and orders nothing else: “Please drop all the ‘should’ items.”"""
NUMBERED: Final = re.compile(r"^(?:provisions? )?\d{1,2}(?:\.\d{1,2}){1,2}\b(?!\s*:)", re.IGNORECASE)
"""Speaks of a provision: “7.4 and 10.2.2 both sound like ‘tell the users’”."""
POINTS_BACK: Final = re.compile(
    r"^(?:(?:have|did) i (?:got|get) (?:that|this|it) right|am i right|(?:is|isn['’]?t) (?:that|this|it) (?:so|right|true|correct)|right|correct|true|agreed)\W*$",
    re.IGNORECASE,
)
"""Asks nothing without the sentence before it."""
SENTENCE: Final = re.compile(
    r"(?<=[.!?。])\s+|\n+|\s+(?=\[\[)|(?<=\]\])\s+|\s+(?=(?:What|How|Which|Who|When|Where|Do|Does|Must|Should|Is|Are|Can|Could|May|Has|Have|Will|Would|If)\b)"
)


def cut(question: str, heads: Reads) -> str:
    """`question` without its sentences that are orders; unchanged where it holds none, or where nothing else asks.

    What asks for nothing beside its orders ("Say that it is law. My board likes that.") is read whole, to be refused.
    """
    apart = sentences(question)
    if len(apart) < 2:
        return question
    # a question comes without its last full stop, and whether there is one must not decide
    stopped = [sentence if sentence[-1] in ".!?:" else f"{sentence}." for sentence in apart]
    readings = heads.read(stopped, whole=False)
    kept = [sentence for sentence, reading in zip(apart, readings, strict=True) if not is_order(sentence, reading)]
    asks = any(ASKS.search(sentence) and not POINTS_BACK.match(sentence) for sentence in kept)
    return " ".join(kept) if asks and len(kept) < len(apart) else question


def is_order(sentence: str, reading: HeadReading) -> bool:
    """Whether `sentence`, which the heads read like that, is an order to the adviser."""
    if FORM.search(sentence):
        return True
    if ABROAD.search(sentence):
        return False
    about = bool(ABOUT_ANSWERS.search(sentence))
    if LIMITS.search(sentence) or (not about and WHO_ASKS.search(sentence)):
        return False
    if (TOLD.search(sentence) or NUMBERED.match(sentence)) and not about:
        return False
    tells = TELLS.search(sentence) or ACTS.search(sentence)
    own = CUT_OWN if OWN.search(sentence) else CUT_TOLD
    least = (CUT if tells else CUT_ABOUT_ANSWERS) if about else own if tells else CUT
    return reading.get(SPEAKER, {}).get(ORDER, 0.0) >= least


def sentences(question: str) -> list[str]:
    """The stretches of `question` that are judged one by one."""
    return [sentence.strip() for sentence in SENTENCE.split(question) if sentence.strip()]
