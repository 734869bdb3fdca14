"""What is said when a question is declined: what the Code does not say, and where to look instead."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import Final

from bot import wording
from bot.evidence import Evidence
from bot.frame import Decline, Frame
from bot.text import SENTENCE
from ontology.catalogue import Catalogue

NEAREST = " The nearest provisions are listed as related; they do not answer it."
KNOWN: Final = 2
"""Sentences that are told of each node that is known."""
_NUMBER: Final = re.compile(r"\d\.\d")


def sentence(frame: Frame, evidence: Evidence, catalogue: Catalogue) -> str:
    """The reply to a declined question; makes no claim about what the Code requires."""
    told = [_beginning(i.passage.quote) for i in evidence.related if i.passage.id in frame.granted]
    known = " ".join(filter(None, told))
    return _reply(frame, evidence, catalogue) + (f" What is known: {known}" if known else "")


def _beginning(text: str) -> str:
    """The first sentences of `text`, up to one that names a provision or a clause: nothing is cited here."""
    plain = takewhile(lambda sentence: not _NUMBER.search(sentence), SENTENCE.split(text))
    return " ".join(islice(plain, KNOWN))


def _reply(frame: Frame, evidence: Evidence, catalogue: Catalogue) -> str:
    pointer = NEAREST if any(item.provision for item in evidence.related) else ""
    documents = [i.passage for i in evidence.related if i.passage.kind == "document"]
    elsewhere = ""
    if documents:
        elsewhere = f" See {wording.listed(p.title for p in documents)}, which {_why(documents[0].node, catalogue)}."
    about = frame.decline_about
    match frame.decline:
        case Decline.NONEXISTENT:
            missing = wording.listed(frame.missing)
            what = "does not exist" if len(frame.missing) == 1 else "do not exist"
            has = " The Code has 13 principles and 72 provisions, from 1.1 to 13.2."
            nearest = [i.provision.id for i in evidence.related if i.provision]
            near = f" The nearest provisions are {wording.listed(nearest)}." if nearest else ""
            return f"{missing} {what} in the Code.{has}{near}"
        case Decline.MISSTATE:
            return (
                "Signpost does not restate the Code as saying something else: a *should* stays a *should*, a voluntary "
                "code stays voluntary, and a citation is never invented." + pointer
            )
        case Decline.UNSETTLED:
            what = (
                f"{about[0].upper()}{about[1:]}: the Code does not settle that."
                if about
                else "The Code does not settle that."
            )
            return what + elsewhere + pointer
        case Decline.OTHER_LAW:
            return (
                "That is a question about another law or standard, which the Code does not answer."
                + elsewhere
                + pointer
            )
        case Decline.FALSE_PREMISE:
            return "The Code does not say what the question takes for granted." + pointer
        case _:
            return (
                "That is outside the Code of Practice for the Cyber Security of AI, which is about securing AI "
                "systems. Signpost answers only from it and the documents around it." + elsewhere
            )


def _why(document: str, catalogue: Catalogue) -> str:
    found = catalogue.documents.get(document)
    return f"covers this: {found.description[0].lower()}{found.description[1:]}" if found else "covers this"
