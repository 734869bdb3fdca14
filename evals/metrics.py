"""Metrics over citations, refusals, facts and latency. Each says what it is and where it comes from.

Ranking metrics are in :mod:`evals.ranking`, checks of what an answer says in :mod:`evals.support`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from statistics import fmean

from evals.gold import Gold

_MARKERS = re.compile(r"\s?\[\d+\]")
_SHORT = 3


def precision(cited: Iterable[str], gold: Gold) -> float:
    """Share of the cited provisions that are in `must` or `may`, in [0, 1]; 1 when nothing is cited.

    Source: set-based precision (Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, 2008,
    section 8.3). Naming a reasonable neighbour costs nothing, which is why `may` counts.
    """
    found = set(cited)
    return len(found & (gold.must | gold.may)) / len(found) if found else 1.0


def recall(cited: Iterable[str], gold: Gold) -> float:
    """Share of `must` that is cited, in [0, 1]; 1 when `must` is empty. Source: as :func:`precision`."""
    return len(set(cited) & gold.must) / len(gold.must) if gold.must else 1.0


def f1(cited: Iterable[str], gold: Gold) -> float:
    """Harmonic mean of :func:`precision` and :func:`recall`; 0 when nothing is cited although something must be.

    Source: van Rijsbergen, *Information Retrieval*, 1979, chapter 7 (F with beta 1).
    """
    found = set(cited)
    if not found and gold.must:
        return 0.0
    p, r = precision(found, gold), recall(found, gold)
    return 2 * p * r / (p + r) if p + r else 0.0


def exact(cited: Iterable[str], gold: Gold) -> bool:
    """Whether everything in `must` is cited and nothing outside `must` and `may` (subset accuracy).

    Source: Tsoumakas and Katakis, "Multi-label classification", 2007. For a list `may` is empty, so the sets are equal.
    """
    found = set(cited)
    return gold.must <= found <= gold.must | gold.may


def mean(values: Iterable[float]) -> float | None:
    """Arithmetic mean; None when there is nothing to average. Over questions, this is the macro average."""
    numbers = list(values)
    return fmean(numbers) if numbers else None


def refusal_precision(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """Of the (declined, should be declined) pairs that were declined, the share that should be; None without any."""
    return mean(float(should) for declined, should in pairs if declined)


def refusal_recall(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """Of the questions that should be declined, the share that is; None without any."""
    return mean(float(declined) for declined, should in pairs if should)


def over_refusal(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """Of the questions that should be answered, the share that is declined; None without any.

    Source: Röttger et al., "XSTest", NAACL 2024 (exaggerated safety), taken to questions outside a knowledge base.
    """
    return mean(float(declined) for declined, should in pairs if not should)


def calibration_error(probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float | None:
    """Expected calibration error of a yes-no decision: the gap between stated and observed share, over equal bins.

    `probabilities` in [0, 1] that the event holds, `outcomes` whether it did; same length. None when empty.
    Source: Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., ICML 2017, equation 3.
    """
    if not probabilities:
        return None
    members: dict[int, list[tuple[float, bool]]] = {}
    for probability, outcome in zip(probabilities, outcomes, strict=True):
        members.setdefault(min(int(probability * bins), bins - 1), []).append((probability, outcome))
    gaps = (
        len(group) * abs(fmean(p for p, _ in group) - fmean(float(o) for _, o in group)) for group in members.values()
    )
    return sum(gaps) / len(probabilities)


def facts_right(answer: str, facts: Iterable[Iterable[str]]) -> bool:
    """Whether the answer holds, for each fact, one of its alternatives; case, markers and emphasis don't matter.

    Alternatives of up to three characters and bare numbers have to stand as words of their own, so that "9" is not
    found in "1998". Source: exact match over answer aliases, as in TriviaQA (Joshi et al., ACL 2017).
    """
    text = folded(answer)
    return all(any(_holds(text, folded(alternative)) for alternative in fact) for fact in facts)


def _holds(text: str, alternative: str) -> bool:
    if len(alternative) <= _SHORT or alternative.isdigit():
        return re.search(rf"(?<![\w.]){re.escape(alternative)}(?!\w|\.\d)", text) is not None
    return alternative in text


def folded(text: str) -> str:
    """`text` in lower case, without citation markers and emphasis, dashes and white space made alike."""
    plain = unicodedata.normalize("NFKC", _MARKERS.sub("", text)).replace("*", "").replace("`", "")
    return " ".join(re.sub("[‐‑‒–]", "-", plain).replace("’", "'").casefold().split())


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of `values` don't exceed (nearest rank); None when empty."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
