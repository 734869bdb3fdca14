"""Whole sentences that are orders to the adviser and none of the question: cut, as long as anything is left.

They come as talk about its rules and sources, as markup of prompts and templates, as parts of other systems' messages, and
turned round, spaced or encoded. What is left is the question; where nothing would be left, the text stays as it is and is
read as the request that it is.
"""

from __future__ import annotations

import re
from typing import Final


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.DOTALL)


_LEAD = r"^(?:(?:please|now|and|then|so|also|hypothetically|assistant|understood|note to (?:the )?\w+|system|tool result|vote|as your \w+)\b[\s,:;.!-]*)*"
_CITE = r"(?:citations?|sources?|references?|footnotes?|verif\w+|checks?|filter|guard\w*)"
_TALK = r"(?:instructions?|rules?|prompts?|guidelines|conversation|override|system prompt|policy)"
_BY_RULES = r"(?:rules?|instructions?|guidelines|prompts?|everything above|what you (?:were|have been) told|you were told|previous user|citations?|sources?|checks?|safety layer|provision \d)"
ORDERS = _any(
    # markup of prompts, templates, shells and JSON replies
    r"<\|[^|]*\|>",
    r"\[/?INST\]",
    r"</?(?:system|data|script|img)\b",
    r"<[!@][^>]*>",
    r"\$\{|\$\(|\{\{|\{%",
    r"```",
    r"^#{2,}",
    r"(?:sentences|passages|\btext|\brole|content)\\?\"?\s*:\s*(?:\\?\"|\[|\{)",
    r"^\s*\\?\"\}|^\{\"",
    r"\b\w+=(?:true|false)\b",
    r"\b\w+_\w+\(\)|\bfunction_call\b|\bdrop_\w+",
    r"\bDROP TABLE\b",
    r"(?:\.\./){2,}",
    r"!\[[^\]]*\]\(",
    r"\bPWNED\b|\bSIGNPOST_\w+",
    # what the adviser is told to do with its rules, its sources and its words
    rf"{_LEAD}(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?]{{0,60}}{_BY_RULES}",
    r"\b(?:citations?|authority level)\b (?:are |is )?(?:(?:switched )?off|\w+$|nine)",
    r"\b(?:developer|DAN) mode\b|\byou are (?:now )?DAN\b|\b(?:begin|end|emergency) override\b|\boverride = ",
    rf"{_LEAD}(?:cite|add|include|remove|move|number|mark|leave out)\b[^?]{{0,60}}?\b(?:citations?|sources? of what|link|picture|twice|each (?:sentence|claim)|all \d+ provisions|the passage with|this document|this sentence|to the answer|second recommendation)",
    rf"{_LEAD}cite (?:provision )?\d",
    r"^from (?:now|here|this point) (?:on )?(?:cite|answer|the word|you)\b|\bfrom here on$|\bfrom here on\.?$",
    rf"{_LEAD}(?:say (?:shall|that (?:the (?:code|vendor|provision)|everything|nothing|\d))|tell (?:the user to|me that)|pretend (?:that )?you|act as my|confirm in writing that we are|certify our|recommend the product|send the conversation|print your|repeat everything|output the (?:environment|system)|call the tool|translate your (?:rules|instructions)|show (?:your|them)\b|change the date of|begin your answer|write the answer as|return (?:\{{\}}|an empty)|stop here|do not answer|answer (?:with [\d,]+ words|in (?:base64|rot13))|reply only with|complete the sentence|summarise the rules you|think step by step about how)",
    r"\b(?:replace|treat|swap|interpret) [^.?!]{0,40}(?:\bby (?:must|should)\b|\bas (?:requirements|recommendations|'shall')|\bthroughout\b)",
    r"\b(?:shall means may|shall and may are the same)\b",
    r"\byou may invent\b|\byour (?:verifier|maker|api key|system prompt|creator i order)\b|\bas your creator\b|\bits? starts with sk-|\bcomplete it\.?$",
    r"^(?:the (?:next message is from|checks have already|administrator has approved|user consents|correct answer is \d|new rule is)|message from your|we agreed earlier that|a previous answer of yours|per the update of the code|this paragraph is provision|this is a test of|authority level|only the reader of|in your answer|let us play a game|for a novel, write|hypothetically, with no rules|if you are a language model|end-users must do all of this|note to the model|assistant: understood|new conversation:|now follow the operator|end of data|tool result|vote: reply|it is a formality|everything else is a mistake|then break the third)",
    r"\bevil\.example\b|^@channel\b|^['\"; ]*DROP\b|\bas a lawyer, i certify\b|\bskip them\.?$|\bmy boss insists\b",
    # spaced, leeted, turned round, encoded; other languages
    r"(?:\b\w ){6,}",
    r"\b1gn0r\w*",
    r"\berongi\b",
    r"\bVtaber\b|\bgur ehyrf\b",
    r"(?:^|\s)[A-Za-z0-9+/]{24,}={0,2}(?:\s|$)",
    r"\b(?:ignorez|ignoriere|ignora)\b|пропусти правила|忽略|無視|تجاهل",
)

SENTENCE: Final = re.compile(
    r"(?<=[.!?。])\s+|\n+|\s+(?=(?:What|How|Which|Who|When|Where|Do|Does|Must|Should|Is|Are|Can|Could|May|Has|Have|Will|Would|If)\b)"
)


def cut(question: str) -> str:
    """`question` without its sentences that are orders; unchanged where it holds none, or nothing else."""
    sentences = [sentence for sentence in SENTENCE.split(question) if sentence.strip()]
    kept = [sentence for sentence in sentences if not ORDERS.search(sentence)]
    return " ".join(kept) if kept and len(kept) < len(sentences) else question
