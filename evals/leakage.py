"""Leakage: whether a question of a set, or nearly one, stands in the phrase bank (or in the other set).

``python -m evals.leakage`` lists offenders and exits with 1 if there are any; ``--home DIR`` compares vectors, too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from evals import sets

GRAM: Final = 5
JACCARD: Final = 0.6
COSINE: Final = 0.95
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text and where it stands: a question's identifier, or ``file:line``."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Leak:
    """Two texts that are too alike; `how` is ``hash``, ``5-grams`` or ``cosine``, `alike` in [0, 1]."""

    question: Text
    other: Text
    how: str
    alike: float

    def __str__(self) -> str:
        return (
            f"{self.question.place} and {self.other.place} are too alike ({self.how} {self.alike:.2f}): "
            f"“{self.question.text}” and “{self.other.text}”"
        )


def questions(name: str) -> tuple[Text, ...]:
    """The questions of a set, their last turns only."""
    return tuple(Text(question.id, question.question) for question in sets.load(name))


def bank() -> tuple[Text, ...]:
    """Every text of the phrase bank that a question is compared with: all ``*.jsonl`` under ``bot/phrases``."""
    found = []
    for file in sorted((resources.files("bot") / "phrases").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".jsonl"):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if line.strip():
                    found += [Text(f"{file.name}:{number}", text) for text in _texts(json.loads(line))]
    return tuple(found)


def _texts(entry: dict[str, Any]) -> Iterator[str]:
    yield str(entry["text"])
    for need in entry.get("needs") or ():
        yield str(need["span"])


def normalised(text: str) -> str:
    """Lower case, letters and digits only, single spaces."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded).split())


def grams(text: str) -> frozenset[str]:
    """The set of character 5-grams of the normalised text; the whole text when it is shorter."""
    plain = normalised(text)
    return frozenset(plain[i : i + GRAM] for i in range(max(1, len(plain) - GRAM + 1)))


def find(asked: Iterable[Text], others: Sequence[Text], encode: Encode | None = None) -> list[Leak]:
    """Leaks between questions and other texts: the same by hash, 5-gram Jaccard of 0.6 or more, cosine above 0.95.

    Source: near-duplicates by shingles and Jaccard, Broder, "On the resemblance and containment of documents", 1997.
    """
    wanted = list(asked)
    hashes: defaultdict[str, list[int]] = defaultdict(list)
    postings: defaultdict[str, list[int]] = defaultdict(list)
    sizes = []
    for position, other in enumerate(others):
        held = grams(other.text)
        sizes.append(len(held))
        hashes[_hash(other.text)].append(position)
        for gram in held:
            postings[gram].append(position)
    holders = {gram: np.array(places) for gram, places in postings.items()}
    found: dict[tuple[int, int], Leak] = {}
    for number, question in enumerate(wanted):
        held = grams(question.text)
        shared = np.zeros(len(others), dtype=np.int32)
        for gram in held & holders.keys():
            shared[holders[gram]] += 1
        for position in hashes.get(_hash(question.text), ()):
            found[number, position] = Leak(question, others[position], "hash", 1.0)
        for place in np.flatnonzero(shared).tolist():
            alike = int(shared[place]) / (len(held) + sizes[place] - int(shared[place]))
            if alike >= JACCARD:
                found.setdefault((number, place), Leak(question, others[place], "5-grams", alike))
    if encode is not None and others and wanted:
        cosines = encode([q.text for q in wanted]) @ encode([o.text for o in others]).T
        for number, position in zip(*np.nonzero(cosines > COSINE), strict=True):
            key = int(number), int(position)
            leak = Leak(wanted[key[0]], others[key[1]], "cosine", float(cosines[key]))
            found.setdefault(key, leak)
    return [found[key] for key in sorted(found)]


def check(encode: Encode | None = None) -> list[Leak]:
    """Leaks of the shipped sets: test against bank and development set, development set against bank."""
    test, dev, phrases = questions("test"), questions("dev"), bank()
    return find(test, (*dev, *phrases), encode) + find(dev, phrases, encode)


def _hash(text: str) -> str:
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """List leaks."""
    parser = argparse.ArgumentParser(prog="python -m evals.leakage", description=__doc__)
    parser.add_argument("--home", type=Path, help="data folder with an encoder, to compare vectors as well")
    given = parser.parse_args(arguments)
    encode: Encode | None = None
    if given.home:
        from indexer import encoder_store, model_files

        encode = encoder_store.ensure(given.home, model_files.BUNDLED).encode
    leaks = check(encode)
    sys.stdout.writelines(f"{leak}\n" for leak in leaks)
    sys.stdout.write(f"{len(leaks)} leaks.\n")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
