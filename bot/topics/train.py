"""Training the head: ``python -m bot.topics.train --home FOLDER`` (needs scikit-learn, the extra ``train``)."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from bot.topics import bank as banks
from bot.topics.head import FILE, NULL
from indexer import encoder_store
from ontology.catalogue import Catalogue


def main() -> None:
    """Train on the shipped bank and write the head."""
    from sklearn.linear_model import LogisticRegression

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    home = parser.parse_args().home
    encoder = encoder_store.load(encoder_store.folder_of(home, "bundled"))
    bank, provisions = banks.shipped(), tuple(Catalogue.load().provisions)
    place = {name: i for i, name in enumerate(provisions + NULL)}
    labels = [place[t.provisions[0]] for t in bank.topics] + [place[n.kind] for n in bank.none]
    vectors = encoder.encode([t.text for t in bank.topics] + [n.text for n in bank.none])
    fitted = LogisticRegression(C=20, max_iter=400).fit(vectors, labels)
    FILE.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        FILE,
        weights=fitted.coef_.astype(np.float16),
        bias=fitted.intercept_.astype(np.float16),
        classes=np.array(provisions + NULL),
        encoder=np.array(encoder.weights_sha256),
    )


if __name__ == "__main__":
    main()
