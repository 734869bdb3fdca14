"""The one place that puts an adviser together from settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from api.settings import Settings
from corpus import digest
from indexer import build, encoder_store
from indexer.build import Index, IndexConfig, Sources

if TYPE_CHECKING:
    from bot.adviser import Adviser
    from bot.conversation import Conversations
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
        from ontology.catalogue import Catalogue

        return Catalogue.load()

    @cached_property
    def index(self) -> Index:
        config = IndexConfig(self.settings.home, self.settings.encoder)
        sources = self._sources()
        fingerprint = sources.fingerprint(encoder_store.weights_of(self.settings.encoder))
        return build.open_index(config, lambda: sources, fingerprint, self.report)

    def _sources(self) -> Sources:
        from bot.phrases import bank

        return Sources(digest.passages(self.catalogue), bank.texts())

    @cached_property
    def conversations(self) -> Conversations:
        from bot.conversation import InMemoryConversations

        return InMemoryConversations()

    @cached_property
    def adviser(self) -> Adviser:
        from bot.adviser import Adviser

        return Adviser.over(self.catalogue, self.index, self.conversations, self.settings.base_url)
