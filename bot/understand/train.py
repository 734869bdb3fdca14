"""Training the small heads from the phrase bank: ``python -m bot.understand.train [--home FOLDER]``.

Needs scikit-learn (extra ``train``). Deterministic: logistic regression to convergence, no sampling but a seeded one.
Writes ``heads.npz`` and, beside it, ``heads.json`` with the data's hash, the encoder's and cross-validated accuracy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.phrases import bank
from bot.understand.roles import ROLES
from indexer import encoder_store, model_files
from indexer.encoder import OnnxEncoder

SEED: Final = 20250131
FOLDS: Final = 5
TOPICS_PER_PROVISION: Final = 14
HERE: Final = Path(__file__).parent
Labelled = tuple[list[str], list[Any]]


def _intents() -> Labelled:
    rng = random.Random(SEED)  # noqa: S311 - a reproducible sample, no secret
    pairs = [(e["text"], e["intent"]) for e in bank.lines("lists") if e["intent"] != "follow-up"]
    by_provision: dict[str, list[str]] = {}
    for entry in bank.lines("topics"):
        by_provision.setdefault(entry["provisions"][0], []).append(entry["text"])
    for texts in by_provision.values():
        pairs += [(text, "topic") for text in rng.sample(texts, min(TOPICS_PER_PROVISION, len(texts)))]
    pairs += [(e["text"], "topic") for e in bank.lines("situations")]
    pairs += [(e["text"], "topic") for e in bank.lines("threats")]
    pairs += [(e["text"], "fact") for e in bank.lines("terms")]
    pairs += [(e["text"], "none") for e in bank.lines("none")]
    return [text for text, _ in pairs], [label for _, label in pairs]


def _limits(field: str) -> Labelled:
    """Texts of list questions, and the one label of `field` (``modality``, ``phase``, ``relation``)."""
    rows = [e for e in bank.lines("lists") if e["intent"] == "enumerate"]
    if field != "relation":
        return [e["text"] for e in rows], [e.get(field) or "none" for e in rows]
    labels = []
    for entry in rows:
        relations = entry.get("relations") or []
        labels.append(relations[0] if len(relations) == 1 else "open")
    return [e["text"] for e in rows], labels


def _roles() -> Labelled:
    rows = [(e["text"], e["roles"]) for e in bank.lines("lists") if e["intent"] == "enumerate"]
    return [text for text, _ in rows], [roles for _, roles in rows]


def _role_words() -> Labelled:
    """The ontology's words for roles, as further lines for the role head."""
    from ontology.catalogue import Catalogue

    found = [(word, [role.id]) for role in Catalogue.load().roles.values() for word in role.words]
    return [text for text, _ in found], [roles for _, roles in found]


def _fit(vectors: Any, labels: Sequence[Any], exclusive: bool, strength: float) -> tuple[list[str], Any, Any, float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.multiclass import OneVsRestClassifier

    folds = KFold(FOLDS, shuffle=True, random_state=SEED)
    plain = LogisticRegression(C=strength, max_iter=2000, class_weight="balanced")
    if exclusive:
        guessed = cross_val_predict(plain, vectors, labels, cv=folds)
        accuracy = float(np.mean(guessed == np.array(labels)))
        plain.fit(vectors, labels)
        return [str(c) for c in plain.classes_], plain.coef_, plain.intercept_, accuracy
    truth = np.array([[role in roles for role in ROLES] for roles in labels], dtype=int)
    each = OneVsRestClassifier(plain)
    guessed = cross_val_predict(each, vectors, truth, cv=folds)
    accuracy = float(np.mean((guessed == truth).all(axis=1)))
    each.fit(vectors, truth)
    weights = np.vstack([e.coef_ for e in each.estimators_])
    return list(ROLES), weights, np.concatenate([e.intercept_ for e in each.estimators_]), accuracy


def train(encoder: OnnxEncoder) -> dict[str, Any]:
    """Train all heads, write them beside this module and return the report."""
    word_texts, word_roles = _role_words()
    role_texts, role_labels = _roles()
    plans = {
        "intent": (*_intents(), True, 10.0),
        "modality": (*_limits("modality"), True, 10.0),
        "phase": (*_limits("phase"), True, 10.0),
        "relation": (*_limits("relation"), True, 10.0),
        "roles": (role_texts + word_texts, role_labels + word_roles, False, 10.0),
    }
    stored: dict[str, Any] = {"encoder": encoder.weights_sha256, "names": list(plans)}
    report: dict[str, Any] = {"encoder": encoder.weights_sha256, "seed": SEED, "folds": FOLDS, "heads": {}}
    digest = hashlib.sha256()
    for name, (texts, labels, exclusive, strength) in plans.items():
        digest.update(repr((name, texts, labels)).encode())
        names, weights, bias, accuracy = _fit(encoder.encode(texts), labels, exclusive, strength)
        stored |= {
            f"{name}.labels": names,
            f"{name}.weights": weights.astype(np.float16),
            f"{name}.bias": bias.astype(np.float32),
            f"{name}.exclusive": exclusive,
        }
        report["heads"][name] = {"lines": len(texts), "labels": names, "cross-validated accuracy": round(accuracy, 3)}
    report["data_sha256"] = digest.hexdigest()
    np.savez_compressed(HERE / "heads.npz", **stored)
    (HERE / "heads.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the small heads from the phrase bank.")
    parser.add_argument("--home", type=Path, required=True, help="data folder that holds the exported encoder")
    report = train(encoder_store.ensure(parser.parse_args().home, model_files.BUNDLED))
    print(json.dumps(report["heads"], indent=1))


if __name__ == "__main__":
    main()
