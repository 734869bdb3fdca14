"""What a language model's part in answers comes to: sentences kept, lost and supported, fallbacks, cost and time.

Everything is measured against the template's answers to the same questions, and each sentence that is shown is read
again here, by checks that share nothing with :mod:`bot.verify` and :mod:`bot.scrutiny`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answer import Answer, Claim, Path
from bot.wording import LEADS, strengths
from evals import figures, gold, metrics, outcome, support
from evals.figures import Figures
from evals.outcome import Outcome
from evals.run import Asked, Ground, Told, ask
from evals.sets import Question
from ontology.catalogue import Catalogue
from ontology.model import Modality

REFUSAL: Final = re.compile(
    r"[^.]{0,80}(?:the Code does not settle that|does not restate the Code|is a question about another law"
    r"|the Code does not say what the question takes for granted|is outside the Code|not exist in the Code)\b",
    re.IGNORECASE,
)
"""How the template's refusals begin (:mod:`bot.declining`)."""
OPENING: Final = re.compile(r"^(?:In the Code, |Of the Code's provisions )[^.]*\.(?: Only [^.]*\.)?$")
COUNTED: Final = re.compile(r"\b(\d+) (?:provisions?\b|more\b|obliges?\b)")
"""The template's opening of a list, and the numbers in it."""
CITING: Final = ("precision", "recall", "f1", "exact", "list_exact", *figures.CHECKS)
FIRM: Final = re.compile(r"\b(?:must|shall|requires?|required|mandatory|obliged?|obliges)\b", re.IGNORECASE)
ADVISED: Final = re.compile(r"\b(?:should|recommend(?:s|ed)?|ought)\b", re.IGNORECASE)
DENIED: Final = re.compile(r"\b(?:not|no|never|nothing|none|without|cannot)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """One question's answer and its outcome."""

    answer: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """One run with a model beside the template's.

    Attributes:
        figures: by name; shares in [0, 1] but for counts, tokens, cost and milliseconds.
        shown: (question's identifier, sentence) for each sentence that isn't the template's.
        unsupported: (question's identifier, sentence, why) for each sentence shown that its sources don't support.
        moved: identifiers of questions whose citations are not the template's.
    """

    figures: Figures
    shown: tuple[tuple[str, str], ...]
    unsupported: tuple[tuple[str, str, str], ...]
    moved: tuple[str, ...]


def replies(adviser: Asked, ground: Ground, questions: Sequence[Question], told: Told | None = None) -> list[Reply]:
    """Each question's reply, in order. `told` hears (done, total)."""
    found = []
    for number, question in enumerate(questions, 1):
        answer, milliseconds = ask(adviser, question)
        checked = support.check(answer, question, ground.catalogue, ground.passages)
        right = gold.of(question, ground.catalogue)
        found.append(Reply(answer, outcome.of(question, right, answer, milliseconds, checked)))
        if told:
            told(number, len(questions))
    return found


def compared(plain: Sequence[Reply], worded: Sequence[Reply], ground: Ground) -> Comparison:
    """A run with a model beside the template's over the same questions."""
    unsupported, shown = [], []
    for before, after in zip(plain, worded, strict=True):
        # the template's own: what it said, and the leads that it might have said of another reading of the question
        own = {claim.text for section in before.answer.sections for claim in section.claims} | LEADS
        said = [c for section in after.answer.sections for c in section.claims if c.text not in own]
        new = [
            claim
            for claim in said
            if not (
                opens(claim, after.answer)
                or refuses(claim, after.answer)
                or divides(claim, after.answer, ground.catalogue)
            )
        ]
        shown += [(after.outcome.id, claim.text) for claim in new]
        for claim in new:
            wrong = faults(claim, after.answer, ground)
            if wrong:
                unsupported.append((after.outcome.id, claim.text, "; ".join(wrong)))
    moved = [
        after.outcome.id
        for before, after in zip(plain, worded, strict=True)
        if [(c.kind, c.id) for c in before.answer.citations] != [(c.kind, c.id) for c in after.answer.citations]
    ]
    found = _figures(worded, len(shown), len(unsupported))
    return Comparison(found, tuple(shown), tuple(unsupported), tuple(moved))


def opens(claim: Claim, answer: Answer) -> bool:
    """Whether `claim` is the template's opening of a list, read so only with a model, that counts what `answer` cites.

    It cites nothing itself; its counts have to add up to the provisions that are cited below it.
    """
    if claim.markers or not OPENING.match(claim.text):
        return False
    counted = sum(int(number) for number in COUNTED.findall(claim.text))
    return counted == sum(citation.kind == "provision" for citation in answer.citations)


def divides(claim: Claim, answer: Answer, catalogue: Catalogue) -> bool:
    """Whether `claim` is, word for word, the template's line on the strengths of the provisions that `answer` cites."""
    cited = [catalogue.provisions[c.id] for c in answer.citations if c.kind == "provision"]
    return bool(cited) and not claim.markers and claim.text == strengths(cited)


def refuses(claim: Claim, answer: Answer) -> bool:
    """Whether `claim` is of the template's refusal, which no model worded and which cites nothing."""
    ours = answer.path is Path.TEMPLATE and answer.frame.decline is not None and not claim.markers
    return ours and REFUSAL.match(claim.text) is not None


def faults(claim: Claim, answer: Answer, ground: Ground) -> list[str]:
    """What is wrong with a sentence that a model wrote; empty when what it cites supports it.

    Source: citation recall in ALCE (Gao et al., EMNLP 2023), with words, numbers, strength and negation in place of
    its entailment model.
    """
    cited = [c for c in answer.citations if c.marker in claim.markers]
    if not cited or len(cited) != len(set(claim.markers)):
        return ["it cites what is not there"]
    found = []
    evidence = support.evidence_of(cited, ground.passages, ground.catalogue)
    if not support.supports(evidence, claim.text):
        found.append("its words are not in its sources")
    provisions = [ground.catalogue.provisions[c.id] for c in cited if c.kind == "provision"]
    rest = claim.text
    for text in (*(c.quote for c in cited), *(p.says for p in provisions)):
        rest = re.sub(re.escape(text.rstrip(".")), " ", rest, flags=re.IGNORECASE)
    for words, strength in ((FIRM, Modality.SHALL), (ADVISED, Modality.SHOULD)):
        if words.search(rest) and any(strength not in (p.modality, p.also) for p in provisions):
            found.append(f"it speaks as if all that it cites were a {strength}")
    if DENIED.search(rest) and not DENIED.search(evidence):
        found.append("it denies what its sources don't")
    return found


def _figures(worded: Sequence[Reply], shown: int, wrong: int) -> Figures:
    made = [(r, r.answer.making) for r in worded if r.answer.making is not None]
    asked = [m for _, m in made]
    kept, dropped = sum(m.kept for m in asked), sum(m.dropped for m in asked)
    found = {name: figures.of([r.outcome for r in worded])[name] for name in CITING}
    times = [m.milliseconds for m in asked]
    return found | {
        "answers_worded": float(sum(r.answer.path is Path.MODEL for r in worded)),
        "fallbacks": metrics.mean(float(r.answer.path is Path.FALLBACK) for r, _ in made),
        "broken_off": float(sum(r.answer.path is Path.MODEL and bool(m.failure) for r, m in made)),
        "sentence_support": (shown - wrong) / shown if shown else None,
        "sentences_kept": float(kept),
        "sentences_repaired": float(sum(m.repaired for m in asked)),
        "sentences_dropped": float(dropped),
        "tokens_in": metrics.mean(float(m.tokens_in) for m in asked),
        "tokens_out": metrics.mean(float(m.tokens_out) for m in asked),
        "cost": sum(m.cost for m in asked),
        "model_p50_ms": metrics.percentile(times, 0.5),
        "model_p95_ms": metrics.percentile(times, 0.95),
    }


def spread(runs: Iterable[Mapping[str, float | None]]) -> dict[str, tuple[float, float, float] | None]:
    """Mean, least and most of each figure over runs; None where no run has it."""
    rows = list(runs)
    found: dict[str, tuple[float, float, float] | None] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [value for row in rows if (value := row.get(name)) is not None]
        found[name] = (sum(values) / len(values), min(values), max(values)) if values else None
    return found


def worse(plain: Sequence[Reply], run: Comparison) -> list[str]:
    """Citation figures that are lower with the model than without, a sentence each."""
    before = figures.of([r.outcome for r in plain])
    found = []
    for name in CITING:
        old, new = before[name], run.figures[name]
        if old is not None and (new is None or new < old - 1e-9):
            found.append(f"{name} is {figures.shown(new)} with the model and {figures.shown(old)} without.")
    return found
