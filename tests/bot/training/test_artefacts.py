"""What is written comes back through each part's own loader, and what ships belongs together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.branches import BRANCHES, LISTS, QUESTIONS, TRAINED
from bot.phrases import bank as banks
from bot.phrases import vectors
from bot.phrases.vectors import LISTS as LISTED
from bot.phrases.vectors import PhraseVectors, reduced
from bot.topics import chooser as choosers
from bot.topics import head as topics
from bot.topics.chooser import Chooser, Rule
from bot.topics.head import Head
from bot.training import artefacts
from bot.training.calibration import Calibrated
from bot.training.learner import SEED, Learner
from bot.understand import heads, weighing
from bot.understand import router as routers
from bot.understand.heads import Array, Heads, agreed
from bot.understand.router import ROUTES, Router
from bot.understand.weighing import LIMITS, LimitWeights, RoleWeights, Weights
from indexer import branches, model_files
from tests.bot.training.conftest import PROVISIONS, make_lister

TEXTS = ["who keeps the logs", "a longer question, about what to tell users before a model is replaced"]
FITTED = Calibrated(
    Chooser(Rule((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)), Rule(tuple(range(9)), tuple(range(9))), 0.25),
    Router(np.eye(len(ROUTES), 3, dtype=np.float32), np.zeros(len(ROUTES), dtype=np.float32), 0.5),
    Weights({name: LimitWeights(1.0, 0.5, 0.25) for name in LIMITS}, RoleWeights(1.0, (3.0, 2.0, 1.0), -1.0)),
    {"topic F1": 0.5},
)


def heads_in(folder: Path) -> dict[str, Path]:
    return {name: folder / file.name for name, file in heads.FILES.items()}


class Served:
    """An encoder with branches, whose states are the learners'."""

    def __init__(self, learner: Learner, sha256: str, lister: Served | None = None) -> None:
        self._learner, self.weights_sha256, self._lister = learner, sha256, lister

    def branch(self, name: str) -> Served:
        return self._lister if self._lister and name == LISTS else self

    def prepare(self, rows: Sequence[tuple[str, str | None]]) -> None:
        """Nothing is kept."""

    def states(self, texts: Sequence[str]) -> list[Array]:
        found, kept = self._learner.bert.states(texts)
        return [row[mine].detach().numpy() for row, mine in zip(found, kept, strict=True)]


FOUR = dict.fromkeys(LISTED, ("one", "two", "three", "four"))


@pytest.fixture(scope="module")
def lister() -> Learner:
    pytest.importorskip("torch")
    return make_lister()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, untaught: Learner, lister: Learner) -> Path:
    """A folder in which everything was written for the untaught learners and a small bank."""
    folder = tmp_path_factory.mktemp("out") / "trained"
    files = {
        "TOPICS": "topics.npz", "CHOOSER": "chooser.json", "ROUTER": "router.json", "WEIGHTS": "weights.json",
        "REPORT": "report.json",
    }  # fmt: skip
    rows = np.eye(4, 384, dtype=np.float32)
    save = vectors.save
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(artefacts, "TRAINED", folder)
        for name, file in files.items():
            patch.setattr(artefacts, name, folder / file)
        patch.setattr(artefacts, "BRANCHES", {name: folder / file.name for name, file in BRANCHES.items()})
        patch.setattr(artefacts, "HEADS", heads_in(folder))
        patch.setattr(artefacts, "phrases", lambda _: reduced(dict.fromkeys(LISTED, rows)))
        patch.setattr(vectors, "save", lambda made, sha256, _: save(made, sha256, FOUR, folder / "phrases.npz"))
        artefacts.write({QUESTIONS: untaught, LISTS: lister}, FITTED, PROVISIONS, {"epochs": 3})
    return folder


@pytest.fixture(scope="module")
def sha256(written: Path) -> str:
    """What vectors of the written branch depend on."""
    return branches.digest(model_files.BUNDLED_SHA256, written / "adapter.npz")


def test_the_factors_are_those_that_were_trained_for_the_bundled_encoder(written: Path, untaught: Learner) -> None:
    file = written / "adapter.npz"
    assert branches.trained_for(file) == model_files.BUNDLED_SHA256
    stored = branches.factors(file)
    assert stored.keys() == untaught.bert.factors.keys()
    for name, values in stored.items():
        assert values == pytest.approx(untaught.bert.factors[name].detach().numpy(), abs=1e-3)


def test_the_topic_head_gives_the_learners_logits(written: Path, sha256: str, untaught: Learner) -> None:
    head = Head.load(sha256, PROVISIONS, written / "topics.npz")
    assert head is not None
    logits, _ = untaught.logits(TEXTS)
    assert head.logits(untaught.encode(TEXTS)) == pytest.approx(logits.detach().numpy(), abs=0.02)


def test_the_heads_read_as_the_learner_did(
    written: Path, sha256: str, untaught: Learner, lister: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads, "FILES", heads_in(written))
    second = branches.digest(model_files.BUNDLED_SHA256, written / "list_adapter.npz")
    base: Any = Served(untaught, sha256, Served(lister, second))
    both = [agreed(pair) for pair in zip(untaught.readings(TEXTS), lister.readings(TEXTS), strict=True)]
    for found, expected in zip(Heads.open(base).read(TEXTS), both, strict=True):
        assert found.keys() == expected.keys()
        for name, chances in expected.items():
            assert found[name] == pytest.approx(chances, abs=0.01), name
    other: Any = Served(untaught, "another")
    assert Heads.open(other).read(TEXTS) == [{}, {}]


def test_the_fitted_rules_and_the_phrases_come_back(written: Path, sha256: str) -> None:
    assert Chooser.load(written / "chooser.json") == FITTED.chooser
    assert Weights.load(written / "weights.json") == FITTED.weights
    assert np.array_equal(Router.load(written / "router.json").weights, FITTED.router.weights)
    assert PhraseVectors.load(sha256, FOUR, written / "phrases.npz").projection is not None


def test_the_report_says_what_everything_was_made_from(written: Path) -> None:
    report = json.loads((written / "report.json").read_text(encoding="utf-8"))
    assert report["seed"] == SEED
    assert report["epochs"] == 3
    assert report["held-out"] == FITTED.figures
    assert report["adapter_sha256"] == {
        name: model_files.sha256(written / file.name) for name, file in BRANCHES.items()
    }
    assert report["data_sha256"].keys() == {*banks.FILES, "parts", "stories"}


# what ships ---------------------------------------------------------------------------------------------------------


def test_what_ships_was_made_from_the_bank_and_the_branch_that_ship() -> None:
    report = json.loads(artefacts.REPORT.read_text(encoding="utf-8"))
    assert report["encoder_sha256"] == model_files.BUNDLED_SHA256
    assert report["adapter_sha256"] == {name: model_files.sha256(file) for name, file in BRANCHES.items()}
    data = {file.stem: model_files.sha256(file) for file in artefacts.DATA}
    assert report["data_sha256"] == data, "the bank has changed: python -m bot.training"


@pytest.mark.parametrize(
    ("file", "branch"),
    [(topics.FILE, QUESTIONS), (vectors.FILE, QUESTIONS), *((file, name) for name, file in heads.FILES.items())],
)
def test_every_shipped_part_belongs_to_its_shipped_branch(file: Path, branch: str) -> None:
    with np.load(file, allow_pickle=False) as stored:
        assert str(stored["encoder"]) == branches.digest(model_files.BUNDLED_SHA256, BRANCHES[branch])


def test_all_that_ships_is_used_and_small() -> None:
    known = {
        *BRANCHES.values(), *heads.FILES.values(), topics.FILE, vectors.FILE, choosers.FILE, routers.FILE,
        weighing.FILE, artefacts.REPORT,
    }  # fmt: skip
    assert set(TRAINED.iterdir()) == known
    assert sum(file.stat().st_size for file in known) < 6_000_000
