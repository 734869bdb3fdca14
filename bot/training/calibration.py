"""From what a model makes of lines that it was not taught: how sure to be, and whom to believe.

Fitted here are the chooser's rules (how many provisions to cite), the router (which way a question goes, and when to
decline) and the weights between heads and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from bot.branches import QUESTIONS
from bot.phrases import bank as banks
from bot.phrases.bank import Bank
from bot.phrases.vectors import LISTS, PhraseVectors, reduced
from bot.topics.chooser import Chooser, Evidence, Rule, evidence_of
from bot.topics.clauses import Parts
from bot.topics.head import NULL, Head
from bot.topics.model import TopicModel, TopicReading
from bot.topics.neighbours import Neighbours
from bot.topics.scorer import Scorer
from bot.training.learner import Learner
from bot.training.lessons import ASKER, ORDER, Lesson
from bot.training.weights import fit_weights
from bot.understand import orders, router
from bot.understand.facts import FactFinder
from bot.understand.families import family
from bot.understand.heads import HeadReading, agreed
from bot.understand.roles import RoleFinder
from bot.understand.router import Router, Signs
from bot.understand.weighing import Weights
from indexer.encoder import Vectors
from ontology.catalogue import Catalogue

OVER_REFUSED: Final = 0.025  # share of held-out questions with an answer that the topic head alone may decline
ROUTED_AWAY: Final = 0.06  # the same of the router; the bank's lines are harder to place than everyday questions
DECLINE_LEAST: Final = 0.25  # chosen on the development set; higher ones let more pass that should be declined
ROUTE: Final = {
    "enumerate": router.LIST,
    "topic": router.TOPIC,
    "fact": router.FACT,
    "compare": router.COMPARE,
    "none": router.NONE,
}
MIX: Final = {router.LIST: 0.21, router.TOPIC: 0.42, router.FACT: 0.12, router.COMPARE: 0.07, router.NONE: 0.18}
"""How often people ask for what; the bank holds other shares."""


@dataclass(frozen=True)
class Trial:
    """A question that was held out, with what is known of it: `must` and `may` by place."""

    evidence: Evidence
    must: frozenset[int]
    may: frozenset[int]
    source: str


@dataclass(frozen=True)
class Remembered:
    """An encoder that has encoded everything beforehand, in large batches."""

    vectors: Mapping[str, Vectors]

    @classmethod
    def of(cls, learner: Learner, questions: Sequence[str]) -> Remembered:
        texts = list(dict.fromkeys(text for question in questions for text in TopicModel.texts(question)))
        return cls(dict(zip(texts, learner.encode(texts), strict=True)))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors ``(n, width)`` of texts that are known."""
        return np.stack([self.vectors[text] for text in texts])


@dataclass(frozen=True)
class Calibrated:
    """What was fitted, and the figures on the lines that it was fitted on."""

    chooser: Chooser
    router: Router
    weights: Weights
    figures: dict[str, float]


def calibrate(
    learners: Mapping[str, Learner], taught: Sequence[Lesson], held: Sequence[bool], catalogue: Catalogue
) -> Calibrated:
    """Fit everything on the lessons that are `held`, which none of `learners` (by branch) was taught."""
    bank, names, learner = banks.shipped(), tuple(catalogue.provisions), learners[QUESTIONS]
    vectors = phrases(learner)
    out = {lesson.text for lesson, mine in zip(taught, held, strict=True) if mine}
    near = Neighbours(
        names,
        bank,
        vectors,
        [text not in out for text in (*(t.text for t in bank.topics), *(n.text for n in bank.none))],
    )
    scorer = Scorer(near, Head(learner.prototypes(), learner.bias.detach().numpy()))
    asked = [lesson for lesson, mine in zip(taught, held, strict=True) if mine]
    encoder = Remembered.of(learner, [lesson.text for lesson in asked])
    chooser = fit_chooser(trials(encoder, scorer, asked, len(names)), refusals(encoder, scorer, asked, len(names)))
    topics = TopicModel(encoder, scorer, chooser, catalogue)
    routed = [lesson for lesson in asked if lesson.intent in ROUTE]
    texts = [lesson.text for lesson in routed]
    heads, endings = learner.readings(texts), learner.readings([router.ending(text) for text in texts])
    finder = _finder(catalogue, bank, vectors, out)
    found = [finder.find(v, h.get("node", {})) for v, h in zip(learner.encode(texts), heads, strict=True)]
    roles = RoleFinder(catalogue)
    signs = [
        Signs(text, head, end, topics.read(text), hits[0].score, len(roles.named(text)))
        for text, head, end, hits in zip(texts, heads, endings, found, strict=True)
    ]
    ways = [ROUTE[lesson.intent] for lesson in routed]
    rule = fit_router(signs, ways)
    lists = [lesson for lesson in asked if lesson.limits is not None]
    weights, figures = fit_weights(lists, _agreed(learners, [lesson.text for lesson in lists]), roles)
    figures |= _figures(rule, signs, ways, routed, [s.reading for s in signs], names)
    known = [hits[0].node for hits, lesson in zip(found, routed, strict=True) if lesson.node]
    figures["fact first right"] = _share(
        family(node) == lesson.node for node, lesson in zip(known, [x for x in routed if x.node], strict=True)
    )
    return Calibrated(chooser, rule, weights, figures | _orders(learner, asked))


def _agreed(learners: Mapping[str, Learner], texts: Sequence[str]) -> list[HeadReading]:
    """What the learners read in each text together."""
    return [agreed(readings) for readings in zip(*(x.readings(texts) for x in learners.values()), strict=True)]


def phrases(learner: Learner) -> PhraseVectors:
    """The bank's vectors as they ship."""
    texts = banks.texts()
    return reduced({name: learner.encode(texts[name]) for name in LISTS})


def _finder(catalogue: Catalogue, bank: Bank, vectors: PhraseVectors, out: set[str]) -> FactFinder:
    from corpus import digest

    passages = {passage.id for passage in digest.passages(catalogue)}
    return FactFinder(passages, banks.fact_nodes(), vectors, [line.text not in out for line in bank.terms])


def trials(encoder: Remembered, scorer: Scorer, asked: Sequence[Lesson], count: int) -> list[Trial]:
    """What the model makes of held-out questions that provisions answer."""
    found = []
    for lesson in asked:
        if lesson.source not in ("topic", "situation", "compare"):
            continue
        parts = Parts.of(lesson.text)
        chances, among = scorer.split(scorer.logits(encoder.encode([lesson.text, *parts.clauses, *parts.sentences])))
        may = frozenset(label for label, _ in lesson.classes if label < count)
        found.append(Trial(evidence_of(parts, chances[:, :count], among[0]), lesson.must, may, lesson.source))
    return found


def refusals(encoder: Remembered, scorer: Scorer, asked: Sequence[Lesson], count: int) -> list[float]:
    """The topic head's chance of a refusal for held-out questions with an answer."""
    texts = [lesson.text for lesson in asked if lesson.source == "topic"]
    chances, _ = scorer.split(scorer.logits(encoder.encode(texts)))
    return [float(x) for x in chances[:, count : count + len(NULL)].sum(1)]


def fit_chooser(held_out: Sequence[Trial], refused: Sequence[float]) -> Chooser:
    """The rules and, for use without a router, the threshold that fit what was held out."""
    safe = np.sort(refused)[int(len(refused) * (1 - OVER_REFUSED))]
    return Chooser(
        _rule([t for t in held_out if not t.evidence.is_situation]),
        _rule([t for t in held_out if t.evidence.is_situation]),
        round(float(safe), 3),
    )


def _rule(asked: Sequence[Trial]) -> Rule:
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([t.evidence.features() for t in asked])
    fitted = []
    for gold in ([t.must for t in asked], [t.may for t in asked]):
        truth = [i in g for t, g in zip(asked, gold, strict=True) for i in range(len(t.evidence.whole))]
        model = LogisticRegression(C=0.3, max_iter=2000).fit(features, truth)
        fitted.append(tuple(round(float(x), 4) for x in (*model.coef_[0], model.intercept_[0])))
    return Rule(fitted[0], fitted[1])


def fit_router(signs: Sequence[Signs], ways: Sequence[str]) -> Router:
    """The rule that tells the ways apart, and the threshold that declines few of those that have an answer."""
    from sklearn.linear_model import LogisticRegression

    features = np.array([s.features() for s in signs])
    middle, spread = features.mean(0), features.std(0) + 1e-6
    worth = [MIX[way] * len(ways) / ways.count(way) for way in ways]
    places = [router.ROUTES.index(way) for way in ways]
    model = LogisticRegression(C=0.1, max_iter=4000).fit((features - middle) / spread, places, sample_weight=worth)
    weights = model.coef_ / spread
    rule = Router(weights.astype(np.float32), (model.intercept_ - weights @ middle).astype(np.float32), 1.0)
    none = np.sort([rule.chances(s)[router.NONE] for s, way in zip(signs, ways, strict=True) if way != router.NONE])
    safe = max(DECLINE_LEAST, float(none[int(len(none) * (1 - ROUTED_AWAY))]))
    return Router(rule.weights, rule.bias, round(safe, 3))


def _figures(
    rule: Router,
    signs: Sequence[Signs],
    ways: Sequence[str],
    routed: Sequence[Lesson],
    readings: Sequence[TopicReading],
    names: tuple[str, ...],
) -> dict[str, float]:
    gone = [rule.best(rule.chances(s), {}) for s in signs]
    found = {f"way {w} right": _share(g == w for g, x in zip(gone, ways, strict=True) if x == w) for w in router.ROUTES}
    found["over-refused"] = _share(g == router.NONE for g, w in zip(gone, ways, strict=True) if w != router.NONE)
    for source in ("topic", "situation", "compare"):
        rows = [
            (lesson, [names.index(c.provision) for c in reading.choices])
            for lesson, reading in zip(routed, readings, strict=True)
            if lesson.source == source and lesson.must
        ]
        scores = [f1(chosen, lesson.must, {i for i, _ in lesson.classes}) for lesson, chosen in rows]
        found[f"{source} F1"] = round(float(np.mean(scores)), 4)
        found[f"{source} first right"] = _share(chosen[0] in lesson.must for lesson, chosen in rows)
    return found


def _orders(learner: Learner, asked: Sequence[Lesson]) -> dict[str, float]:
    """How many orders to the adviser are seen, and how many sentences of the bank are wrongly taken for one."""
    told = [lesson for lesson in asked if lesson.speaker and (lesson.intent or lesson.source == "sentence")]
    readings = learner.readings([lesson.text for lesson in told])
    cut = [orders.is_order(lesson.text, reading) for lesson, reading in zip(told, readings, strict=True)]
    found = {}
    kinds = (("order found", ORDER, True), ("taken for one", ASKER, False), ("like one, taken for one", ASKER, True))
    for name, speaker, alike in kinds:
        rows = [c for c, x in zip(cut, told, strict=True) if x.speaker == speaker and (x.source == "sentence") == alike]
        if rows:
            found[name] = _share(rows)
    return found


def f1(chosen: Sequence[int], must: frozenset[int], may: set[int]) -> float:
    """F1 of one answer: precision counts what must and what may be cited, recall what must."""
    right = len(must.intersection(chosen))
    if not right:
        return 0.0
    precision, recall = len((must | may).intersection(chosen)) / len(chosen), right / len(must)
    return 2 * precision * recall / (precision + recall)


def _share(right: Any) -> float:
    return round(float(np.mean([bool(x) for x in right])), 4)
