"""Checks of what an answer says against what it cites: deterministic, local, independent of :mod:`bot.verify`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import Stemmer

from bot.answer import Answer, Citation, Claim, Status
from corpus.passage import Passage
from evals.sets import Question
from ontology.catalogue import Catalogue
from ontology.model import Modality

SUPPORTED = 0.75
RELEVANT = 0.5
_STEMMER = Stemmer.Stemmer("english")
_WORD = re.compile(r"[a-z]{3,}|\d[\d.]*\d|\d")
_STRENGTH = re.compile(r"\b(shall|should)\b|\*(may)\*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.\w:-])(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?:-\d{1,2}(?:\.\d{1,2})?)?)(?![\d\w-]|\.\d)")
_PRINCIPLE = re.compile(r"\bPrinciple (\d{1,3})\b")
_SPELT = ("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
"""Numbers of principles that don't exist, as words: 14 to 19."""
_STOPPED = frozenset(
    re.findall(
        r"\w+",
        """the and for with that this its are has have not but who whom whose which from into them they their there
        where when what how does each any all may shall should than then also only other others one two being been was
        were will can such these those our your you""",
    )
)
# Words with which answers state a provision's standing; the graph, not the passage, is their evidence.
_STANDING = (
    "provision oblige obliged obliges organisation principle audience implied partly text names nobody clause second "
    "weaker requirement required recommended recommendation developer system operator data custodian end user affected "
    "entity concerns inform include protect serve code phase follow follows whoever list listed"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """Shares in [0, 1] by name (None where there was nothing to check), and sentences on what failed."""

    shares: dict[str, float | None]
    faults: tuple[str, ...]


def check(answer: Answer, question: Question, catalogue: Catalogue, passages: Mapping[str, Passage]) -> Checked:
    """All checks of one answer."""
    faults: list[str] = []
    quotes = [_quoted(c, passages) for c in (*answer.citations, *answer.related)]
    faults += [
        f"the quote of {c.kind} {c.id} is in no passage about it"
        for c, ok in zip((*answer.citations, *answer.related), quotes, strict=True)
        if not ok
    ]
    wrong = modality_faults(answer, catalogue)
    invented = invented_ids(answer, question, catalogue, passages)
    faults += wrong
    faults += [f"{name} does not exist" for name in invented]
    provisions = [c for c in (*answer.citations, *answer.related) if c.kind == "provision"]
    shares: dict[str, float | None] = {
        "quote_fidelity": sum(quotes) / len(quotes) if quotes else None,
        "modality_accuracy": float(not wrong) if provisions else None,
        "no_invented_id": float(not invented),
    }
    if answer.status is Status.ANSWERED and answer.citations:
        claims = [claim for section in answer.sections for claim in section.claims]
        shares["citation_recall"] = citation_recall(claims, answer.citations, catalogue, passages)
        shares["citation_precision"] = citation_precision(claims, answer.citations, catalogue, passages)
    return Checked(shares, tuple(faults))


# quotes --------------------------------------------------------------------------------------------------------


def _quoted(citation: Citation, passages: Mapping[str, Passage]) -> bool:
    """Quote fidelity: whether the quote is a substring of a passage about the cited node."""
    if citation.kind == "passage":
        about = [p for p in passages.values() if citation.id in (p.node, p.id)]
    else:
        found = passages.get(f"{citation.kind}/{citation.id}")
        about = [found] if found else [p for p in passages.values() if (p.kind, p.node) == (citation.kind, citation.id)]
    return bool(citation.quote) and any(citation.quote in passage.text for passage in about)


# strengths -----------------------------------------------------------------------------------------------------


def modality_faults(answer: Answer, catalogue: Catalogue) -> list[str]:
    """Where an answer gives a provision a strength that it doesn't have; empty when every strength is right.

    A citation has to carry the graph's modality (and second clause); a *shall* or *should* in a claim, outside the
    quotes of what it cites, has to be the main verb or second clause of a provision that it cites; a list's heading
    has to name the main verb.
    """
    faults = []
    for c in (*answer.citations, *answer.related):
        provision = catalogue.provisions.get(c.id) if c.kind == "provision" else None
        if provision and (c.modality, c.also) != (provision.modality, provision.also):
            faults.append(f"{c.id} is cited as {c.modality}, but it is a {provision.modality}")
    kinds = {c.marker: c for c in answer.citations}
    for section in answer.sections:
        heading = _verbs(section.heading)
        for claim in section.claims:
            cited = [kinds[m].id for m in claim.markers if m in kinds and kinds[m].kind == "provision"]
            if not cited:
                continue
            provisions = [catalogue.provisions[i] for i in cited if i in catalogue.provisions]
            allowed = {m for p in provisions for m in (p.modality, p.also) if m}
            wrong = _verbs(_without(claim.text, (kinds[m].quote for m in claim.markers if m in kinds))) - allowed
            faults += [f"{verb} is not the strength of {', '.join(cited)}" for verb in sorted(wrong)]
            if len(heading) == 1 and not heading <= {p.modality for p in provisions}:
                faults.append(f"{', '.join(cited)} stands under {heading.pop()}")
    return faults


def _without(text: str, quotes: Iterable[str]) -> str:
    for quote in quotes:  # a sentence may take it up after its own opening, with a small letter and no full stop
        text = re.sub(re.escape(quote.rstrip(".")), " ", text, flags=re.IGNORECASE)
    return text


def _verbs(text: str) -> set[Modality]:
    return {Modality((firm or may).lower()) for firm, may in _STRENGTH.findall(text)}


# identifiers ---------------------------------------------------------------------------------------------------


def invented_ids(
    answer: Answer, question: Question, catalogue: Catalogue, passages: Mapping[str, Passage]
) -> tuple[str, ...]:
    """Numbers that the answer brings up and that exist nowhere: not in the Code, the standard, or what it cites.

    A number that the asker named, “the fourteenth principle” too, may be repeated (to say that it doesn't exist).
    """
    known_ids = {"provision": catalogue.provisions, "principle": catalogue.principles}
    pointers = (*answer.citations, *answer.related)
    found = [f"{c.kind} {c.id}" for c in pointers if c.kind in known_ids and c.id not in known_ids[c.kind]]
    asked = " ".join((question.question, *question.turns))
    spelt = (rf"\b(?:principle {word}|{word}th principle)\b" for word in _SPELT)
    asked += "".join(f" {14 + n}" for n, words in enumerate(spelt) if re.search(words, asked, re.IGNORECASE))
    evidence = evidence_of(answer.citations, passages)
    for number in _NUMBER.findall(answer.text):
        known = number in catalogue.provisions or number in catalogue.by_etsi_number
        if not known and number not in asked and number not in evidence:
            found.append(number)
    for number in _PRINCIPLE.findall(answer.text):
        if number not in catalogue.principles and number not in asked:
            found.append(f"Principle {number}")
    return tuple(dict.fromkeys(found))


# sentence support ----------------------------------------------------------------------------------------------


def citation_recall(
    claims: Iterable[Claim], citations: Iterable[Citation], catalogue: Catalogue, passages: Mapping[str, Passage]
) -> float | None:
    """Share of an answer's statements that what they cite supports; None without statements.

    Source: citation recall in ALCE (Gao et al., EMNLP 2023, section 3), with :func:`supports` in place of its
    entailment model, so that it is the same on every machine. A statement without a citation counts as supported
    only when all that the answer cites supports it, its own counts included (an opening that says what follows).
    A lead-in that ends with a colon states nothing.
    """
    by_marker = {c.marker: c for c in citations}
    verdicts = []
    for claim in claims:
        if not claim.markers and claim.text.rstrip().endswith(":"):
            continue
        cited = [by_marker[m] for m in claim.markers if m in by_marker] if claim.markers else list(by_marker.values())
        evidence = evidence_of(cited, passages, catalogue)
        verdicts.append(supports(evidence if claim.markers else f"{evidence} {_counts(cited)}", claim.text))
    return sum(verdicts) / len(verdicts) if verdicts else None


def citation_precision(
    claims: Iterable[Claim], citations: Iterable[Citation], catalogue: Catalogue, passages: Mapping[str, Passage]
) -> float | None:
    """Share of markers that do work: their passage alone supports the statement, or it lacks support without them.

    Source: citation precision in ALCE (Gao et al., EMNLP 2023, section 3). A marker of a statement that is not
    supported as a whole counts as idle.
    """
    by_marker = {c.marker: c for c in citations}
    verdicts = []
    for claim in claims:
        cited = [by_marker[m] for m in claim.markers if m in by_marker]
        whole = supports(evidence_of(cited, passages, catalogue), claim.text) if cited else False
        for citation in cited:
            rest = [c for c in cited if c is not citation]
            alone = supports(evidence_of([citation], passages, catalogue), claim.text, RELEVANT)
            needed = not rest or not supports(evidence_of(rest, passages, catalogue), claim.text)
            verdicts.append(whole and (alone or needed))
    return sum(verdicts) / len(verdicts) if verdicts else None


def supports(evidence: str, statement: str, least: float = SUPPORTED) -> bool:
    """Whether `evidence` holds every number of `statement` and at least `least` of its content words (stems)."""
    said, held = _stems(statement), _stems(evidence)
    numbers = {s for s in said if s[0].isdigit()}
    words = said - numbers
    return numbers <= held and (not words or len(words & held) / len(words) >= least)


def _counts(citations: Iterable[Citation]) -> str:
    provisions = [c for c in citations if c.kind == "provision"]
    counted = Counter((c.relation, strength) for c in provisions for strength in (c.modality, None))
    by_strength = Counter(c.modality for c in provisions)
    return " ".join(str(n) for n in (len(provisions), *counted.values(), *by_strength.values()))


def evidence_of(
    citations: Iterable[Citation], passages: Mapping[str, Passage], catalogue: Catalogue | None = None
) -> str:
    parts: list[str] = []
    for c in citations:
        passage = passages.get(f"{c.kind}/{c.id}") or passages.get(c.id)
        parts += [c.quote, c.label, c.id, passage.text if passage else ""]
        provision = catalogue.provisions.get(c.id) if catalogue and c.kind == "provision" else None
        if provision:
            parts += [_STANDING, provision.etsi, str(provision.principle)]
    return " ".join(parts)


@cache
def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(_STEMMER.stemWords([w for w in words if w not in _STOPPED]))
