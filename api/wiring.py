"""The one place that puts an adviser together from settings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

from api.errors import SettingsInvalid
from api.settings import Settings
from corpus import digest
from indexer import build, encoder_store
from indexer.build import Index, IndexConfig, Sources

SNAPSHOT = "catalogue.json"
COLLECTION = "passages"
SHIPPED = (("ontology", "data"), ("corpus", "digest"))
PHRASES = ("bot", "phrases")

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from sqlalchemy import Engine

    from bot.adviser import Adviser
    from bot.conversation import Conversations
    from bot.llm.interpreter import Interpreter
    from bot.llm.writer import Writer
    from bot.practice.assessments import Assessments
    from corpus.library import Library
    from ontology.catalogue import Catalogue


@dataclass
class House:
    """Everything that a surface may need, made when it is first asked for.

    Attributes:
        settings: what the operator set.
        report: told (stage, done, total) while an index is built, for a progress bar.
    """

    settings: Settings
    report: Callable[[str, int, int], None] | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The read model: from the snapshot beside a current index (30 ms), else from the Turtle files (a second)."""
        from ontology import snapshot
        from ontology.catalogue import Catalogue
        from ontology.errors import DataInvalid

        if self.settings.sparql_url:
            from ontology.store import open_dataset

            return Catalogue.load(open_dataset(self.settings.sparql_url))
        with suppress(OSError, DataInvalid):
            kept = build.folder_of(self._config, self._fingerprint) / SNAPSHOT
            return snapshot.restore(kept.read_text(encoding="utf-8"))
        return Catalogue.load()

    @cached_property
    def library(self) -> Library:
        """What the user has fetched or added under the data folder."""
        from corpus.library import Library

        return Library(self.settings.home)

    @cached_property
    def sources(self) -> Sources:
        """What the index is made from: the digest, the library, and the phrase bank."""
        from bot.phrases import bank
        from ontology import snapshot

        passages = (*digest.passages(self.catalogue), *self.library.passages())
        texts = {} if self._trained else bank.texts()  # the trained branch's vectors of the phrases ship
        return Sources(passages, texts, {SNAPSHOT: snapshot.dump(self.catalogue)})

    @property
    def _trained(self) -> bool:
        """Whether the branch that reads questions was trained for the encoder that is set."""
        from bot.branches import BRANCHES, QUESTIONS
        from indexer.branches import fitting

        return QUESTIONS in fitting(BRANCHES, encoder_store.weights_of(self.settings.encoder))

    @cached_property
    def index(self) -> Index:
        """The index, built first if it is missing or stale."""
        return self._served(build.open_index(self._config, lambda: self.sources, self._fingerprint, self.report))

    def build_index(self) -> Index:
        """Build the index anew, whatever is there."""
        return self._served(build.build(self._config, self.sources, self._fingerprint, self.report, force=True))

    def index_status(self) -> dict[str, Any]:
        """How the index stands: ``current``, ``stale`` or ``missing``, and what it was made with."""
        folder = build.folder_of(self._config, self._fingerprint)
        return build.status(folder) | {
            "home": str(self.settings.home),
            "encoder": self.settings.encoder,
            "encoder_sha256": encoder_store.weights_of(self.settings.encoder),
            "reader": "trained heads" if self._trained else "nearest phrases",
        }

    def _served(self, index: Index) -> Index:
        """`index`, searched by the engine that the settings name; it gets what it lacks."""
        if not self.settings.vectors_url:
            return index
        from indexer.engines.opening import open_store
        from indexer.remote import RemoteRetriever

        name = f"{COLLECTION}_{index.manifest['fingerprint'][:16]}"  # its own: it may be the last complete one
        store = open_store(self.settings.vectors_url, index.encoder.dimension, name)
        served = RemoteRetriever(index.retriever, store)
        total, done = len(served.passages), 0

        def tell(count: int) -> None:
            nonlocal done
            done += count
            if self.report:
                self.report("engine", done, total)

        served.fill(tell, f"{COLLECTION}_")
        return replace(index, retriever=served)

    def close(self) -> None:
        """Let go of the engine that searches, if one was opened."""
        index = self.__dict__.get("index")
        if index is not None and self.settings.vectors_url:
            index.retriever.close()

    @cached_property
    def state(self) -> Engine:
        """The database of conversations, answers and assessments, brought up to date."""
        from bot.state.engine import open_engine
        from bot.state.migrate import upgrade

        engine = open_engine(self.settings.home, self.settings.database_url or "")
        upgrade(engine)
        return engine

    @cached_property
    def conversations(self) -> Conversations:
        """Where turns are kept."""
        from bot.state.conversations import SqlConversations

        return SqlConversations(self.state)

    @cached_property
    def assessments(self) -> Assessments:
        """Self-assessments, in the same database."""
        from bot.practice.assessments import Assessments

        return Assessments(self.state, self.catalogue)

    @cached_property
    def adviser(self) -> Adviser:
        """The one door."""
        from bot.adviser import Adviser

        return Adviser.over(
            self.catalogue,
            self.index,
            self.conversations,
            self.settings.base_url,
            official=self.library.official(),
            attribution=self.library.attribution(),
            writer=self.writer,
            interpreter=self.interpreter,
            tells=self.settings.audit_questions,
        )

    @cached_property
    def writer(self) -> Writer | None:
        """What words answers with a language model; None when no model is set."""
        settings = self.settings
        if not settings.llm:
            return None
        from bot.llm.budget import DailyBudget
        from bot.llm.caller import Caller
        from bot.llm.provider import LlmConfig, open_model
        from bot.llm.writer import Writer
        from bot.verify import Verifier

        limited = settings.llm_answer_cost or settings.llm_daily_cost
        if limited and not (settings.llm_price_in or settings.llm_price_out):
            raise SettingsInvalid("A limit in money needs SIGNPOST_LLM_PRICE_IN and SIGNPOST_LLM_PRICE_OUT.")
        if 0 < settings.llm_answer_tokens <= settings.llm_max_tokens:
            raise SettingsInvalid(
                "SIGNPOST_LLM_ANSWER_TOKENS has to be more than SIGNPOST_LLM_MAX_TOKENS: it counts what the model "
                "reads as well, and no call would ever fit."
            )
        config = LlmConfig(
            settings.llm, settings.llm_base_url, settings.llm_api_key, settings.llm_timeout, settings.llm_max_tokens,
            settings.llm_price_in, settings.llm_price_out, settings.llm_answer_cost, settings.llm_answer_tokens,
        )  # fmt: skip
        budget = DailyBudget(self.state, settings.llm_daily_tokens, settings.llm_daily_cost)
        return Writer(Caller(open_model(config), config, budget), Verifier(self.catalogue))

    @cached_property
    def interpreter(self) -> Interpreter | None:
        """What completes follow-ups and translates with the same model; None when no model is set."""
        if self.writer is None:
            return None
        from bot.llm.interpreter import Interpreter

        return Interpreter(self.writer.caller, self.index.encoder)

    @property
    def _config(self) -> IndexConfig:
        from bot.branches import BRANCHES

        return IndexConfig(self.settings.home, self.settings.encoder, BRANCHES)

    @cached_property
    def _fingerprint(self) -> str:
        """Over the files that the index is made from, so that it is known before any of them is parsed."""
        folders = SHIPPED if self._trained else (*SHIPPED, PHRASES)
        shipped = [file.read_bytes() for package, folder in folders for file in _files(package, folder)]
        parts = (*shipped, self.library.fingerprint().encode())
        return build.fingerprint(encoder_store.weights_of(self.settings.encoder), parts)


def _files(package: str, folder: str) -> list[Traversable]:
    found = (resources.files(package) / folder).iterdir()
    return sorted((f for f in found if f.name.endswith((".ttl", ".yaml", ".jsonl"))), key=lambda f: f.name)
